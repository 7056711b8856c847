"""Words by which options, ticks and texts behind "other" are recognised, in the three languages."""

from __future__ import annotations

import re

#: Texts behind "other": labels, then names of variables.
_OTHER_LABEL = re.compile(
    r"\b(?:muu|muut|muuta|jokin muu|jotain muuta|joku muu|muualla|muualta)\b\s*(?:[,:(–-]|$|mikä|mitä|minkä|missä|kuka)"
    r"|\bjokin muu\b|\bjotain muuta\b|\bmikä muu\b|\bmitä muuta\b"
    r"|\bother\b\s*(?:[,:(–-]|$|please|specify|what|which|text)|\bplease specify\b"
    r"|\b(?:annat|annan|något annat|någon annan)\b\s*(?:[,:(–-]|$|vad|vilken|vilket)"
    r"|\bsonstig\w*\b",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    r"(?:[_.\[]|\d)(?:muu|muut|muu_?mika|muu_?mikä|other|oth|othertext|text|txt|annat|annan|spec|specify|avoin)\]?$"
    r"|other$|\[other\]",
    re.IGNORECASE,
)

#: Labels of a code that means "not ticked", and pairs of labels that only a list of options has.
_NO = re.compile(
    r"^(?:ei|no|nej|not?|inte|non|false|off|unchecked|unselected|0)$"
    r"|^(?:ei|inte|not|ej|icke|un)[ -]?(?:mainittu|valittu|rastitettu|nämnd|nämnt|vald|valt|mentioned|selected|checked"
    r"|ticked|chosen|quoted)$",
    re.IGNORECASE,
)
_TICKED = re.compile(
    r"^(?:mainittu|valittu|rastitettu|nämnd|nämnt|vald|valt|mentioned|selected|checked|ticked|chosen|quoted|x|rasti)$",
    re.IGNORECASE,
)
#: Cells that alone mean "ticked".
TICKS = frozenset({"y", "yes", "x", "1", "true", "kyllä", "ja", "on", "checked", "selected", "valittu", "vald", "✓"})
#: Pairs of cells that mean "asked one by one" rather than "tick what fits".
YES_NO = tuple(map(frozenset, (("y", "n"), ("yes", "no"), ("kyllä", "ei"), ("ja", "nej"), ("true", "false"))))


def asks_for_other(name: str, label: str) -> bool:
    """Whether a text variable holds what people wrote behind "other".

    Examples
    --------
    >>> asks_for_other("q5_6", "Muu, mikä?"), asks_for_other("TYP[other]", ""), asks_for_other("q9", "Another matter")
    (True, True, False)
    """
    return bool(_OTHER_NAME.search(name) or _OTHER_LABEL.search(label))


def means_no(label: str) -> bool:
    """Whether a label says that an option was not ticked."""
    return bool(_NO.match(label.strip()))


def means_ticked(label: str) -> bool:
    """Whether a label says that an option was ticked, as only lists of options do."""
    return bool(_TICKED.match(label.strip()))
