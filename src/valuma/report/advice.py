"""Sentences that give advice: nothing an example study with invented data may say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from valuma.report.tree import Block, Callout, plain, walk

_ADVICE: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "fi": re.compile(r"\b(suosit\w+|paras|parhai?[amn]\w*|kannattaa|tulisi|pitäisi)\b", re.IGNORECASE),
        "sv": re.compile(r"\b(rekommend\w+|bästa|bäst|borde|bör)\b", re.IGNORECASE),
        "en": re.compile(r"\b(recommend\w*|best|should|ought)\b", re.IGNORECASE),
    }
)


def advice(block: Block, lang: str) -> list[str]:
    """Words of a block that recommend something or call something the best.

    Parameters
    ----------
    block : Block
        A block of a text; a box of kind ``recommendation`` is advice as a whole.
    lang : {"fi", "sv", "en"}
        Its language.

    Returns
    -------
    list of str
        In the order of the text; empty where nothing is advised.

    Examples
    --------
    >>> from valuma.report.tree import Paragraph, Text
    >>> advice(Paragraph((Text("We recommend the best model."),)), "en")
    ['recommend', 'best']

    Notes
    -----
    Words are matched, not meanings: an example has to be worded without them.
    """
    found = [node.kind for node in walk(block) if isinstance(node, Callout) and node.kind == "recommendation"]
    return [*found, *(match.group() for match in _ADVICE[lang].finditer(plain(block)))]
