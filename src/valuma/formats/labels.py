"""Labels for formats that cannot carry every identifier."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class LabelRule:
    """What a label may be in one format.

    Parameters
    ----------
    column : str
        Column of the nodes file that holds the labels where one of them is not the id itself.
    forbidden : str
        Regular expression of one character that a label must not have; it becomes the substitute.
    substitute : str
        Character in its place.
    limit : int or None
        Greatest number of characters.
    ascii_only : bool
        Letters lose their accents, other characters become the substitute.
    case_matters : bool
        Whether two labels may differ in case only.
    """

    column: str
    forbidden: str
    substitute: str
    limit: int | None = None
    ascii_only: bool = False
    case_matters: bool = True


def labels_for(identifiers: Iterable[str], rule: LabelRule) -> dict[str, str]:
    r"""Give every identifier a label that the format can carry and that no other has.

    Parameters
    ----------
    identifiers : iterable of str
        In the order of the nodes, which decides who keeps a contested label.
    rule : LabelRule
        What a label may be.

    Returns
    -------
    dict from identifier to label
        The identifier itself wherever it can be.

    Examples
    --------
    >>> rule = LabelRule("label", r"\s", "_", limit=6, case_matters=False)
    >>> labels_for(["tampere", "Tamper", "turku"], rule)
    {'tampere': 'tamp_2', 'Tamper': 'Tamper', 'turku': 'turku'}
    """
    ids = list(identifiers)
    wanted = {identifier: _allowed(identifier, rule) for identifier in ids}
    taken: set[str] = set()
    result: dict[str, str] = {}
    last: dict[str, int] = {}
    # Identifiers that can stay as they are come first, so that a shortened one never takes their place.
    for identifier in sorted(ids, key=lambda i: wanted[i] != i):
        label = stem = wanted[identifier]
        while _key(label, rule) in taken:
            last[stem] = last.get(stem, 1) + 1
            ending = f"_{last[stem]}"
            label = (stem if rule.limit is None else stem[: rule.limit - len(ending)]) + ending
        taken.add(_key(label, rule))
        result[identifier] = label
    return {identifier: result[identifier] for identifier in ids}


def _key(label: str, rule: LabelRule) -> str:
    return label if rule.case_matters else label.casefold()


def _allowed(identifier: str, rule: LabelRule) -> str:
    text = identifier
    if rule.ascii_only and not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
        text = "".join(c if c.isascii() else rule.substitute for c in bare)
    text = re.sub(rule.forbidden, rule.substitute, text)
    return text if rule.limit is None else text[: rule.limit]
