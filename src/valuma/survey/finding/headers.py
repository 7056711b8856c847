"""Headers: what the name or the heading of a variable says of the question it is part of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Stems that only number the questions of a form.
_NUMBERING = frozenset("afikqsvx") | {
    "kys", "kysymys", "vastaus", "question", "item", "var", "variable", "col", "column", "field", "fr", "fråga",
}  # fmt: skip
_BRACKETS = re.compile(
    r"^(?P<stem>[^\[\]]+?)\s*\[(?P<item>[^\[\]]+)\](?:\[(?P<scale>[^\[\]]+)\])?\s*(?:\.\s.*)?$", re.DOTALL
)
_REDCAP = re.compile(r"^(?P<stem>.+?)___(?P<item>.+)$")
_NUMBERED = re.compile(r"^(?P<stem>[^\W\d_]*_?\d+[^\W\d_]?)[_.](?P<item>\S+)$")
_COUNTED = re.compile(r"^(?P<stem>\S*[^\W\d_])[_.](?P<item>\d{1,3})(?:[_.](?P<more>\S+))?$")
_LETTER = re.compile(r"^(?P<stem>\S*\d)(?P<item>[a-zåäö])$", re.IGNORECASE)
_WORDS = re.compile(r"^(?P<stem>[^\W\d_]{2,})[_.](?P<item>\S+)$")
_DELIMITER = re.compile(r"\s*:\s+|\s+[-–—|>/]\s+|\s*\[|\s*…\s*|\s*\.{3}\s*|\?\s+")
#: Bracketed variable name with which some archives begin a label.
_ARCHIVE = re.compile(r"^\s*\[[^\[\]\s]{1,32}\]\s*")


@dataclass(frozen=True, slots=True)
class Stem:
    """The question that a name or heading shares with others.

    Parameters
    ----------
    text : str
        What is shared.
    how : str
        Which syntax says so, in words.
    certain : bool
        The syntax alone is enough; else the variables must also stand side by side and hold the same.
    """

    text: str
    how: str
    certain: bool


def stem_of(name: str) -> Stem | None:
    """Return the stem of a variable's name; None where its syntax has none.

    Examples
    --------
    >>> [stem_of(name).text for name in ("q5_1", "q5[a]", "q5.1", "forums___2", "q8_heinä", "trust_2")]
    ['q5', 'q5', 'q5', 'forums', 'q8', 'trust']
    >>> stem_of("q_12") is None, stem_of("kind") is None
    (True, True)
    """
    if "[" in name and (found := _BRACKETS.match(name)):
        scale = found["scale"]
        return Stem(found["stem"] + (f"[{scale}]" if scale else ""), f"the header {found['stem']}[…]", True)
    if any(sign.isspace() for sign in name):
        return None
    if found := _REDCAP.match(name):
        return Stem(found["stem"], f"the header {found['stem']}___…", True)
    if found := _NUMBERED.match(name):
        return Stem(found["stem"], f"the header {found['stem']}{name[found.end('stem')]}…", True)
    if found := _COUNTED.match(name):
        if found["stem"].casefold() in _NUMBERING:
            return None
        return Stem(found["stem"], f"the header {found['stem']}{name[found.end('stem')]}…", True)
    for pattern in (_LETTER, _WORDS):
        if found := pattern.match(name):
            return Stem(found["stem"], f"names that begin with {found['stem']}", False)
    return None


def heading(name: str, label: str) -> str:
    """Return the text under which a variable was asked: its label, or its name where that is a heading."""
    text = label if label.strip() and label != name else name
    return _ARCHIVE.sub("", text).strip()


def shared_headings(texts: Mapping[str, str]) -> dict[str, str]:
    """Return for each variable the longest beginning of its heading that another heading shares.

    Parameters
    ----------
    texts : mapping of str to str
        Heading by variable.

    Returns
    -------
    dict of str to str
        Beginnings up to a delimiter ("Question: row", "Question [row]", "Question - row"); only variables that share
        one.

    Examples
    --------
    >>> shared_headings({"a": "Trust: police", "b": "Trust: courts", "c": "Age: in years"})
    {'a': 'Trust', 'b': 'Trust'}
    """
    beginnings = {
        name: [text[: found.start()].rstrip() + ("?" if text[found.start()] == "?" else "")
               for found in _DELIMITER.finditer(text) if found.start()]
        for name, text in texts.items()
    }  # fmt: skip
    times = Counter(beginning for found in beginnings.values() for beginning in dict.fromkeys(found))
    shared: dict[str, str] = {}
    for name, found in beginnings.items():
        common = [beginning for beginning in found if times[beginning] > 1 and len(beginning) > 1]
        if common:
            shared[name] = common[-1]
    alone = Counter(shared.values())
    return {name: stem for name, stem in shared.items() if alone[stem] > 1}


def common_beginning(texts: Sequence[str]) -> str:
    """Return the words with which all texts begin, without a delimiter at their end; empty where there are none.

    Examples
    --------
    >>> common_beginning(["How often with the State", "How often with the municipalities"])
    'How often with the'
    """
    first, last = min(texts, default=""), max(texts, default="")
    differs = (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    shared = first[: next(differs, min(len(first), len(last)))]
    if any(len(text) > len(shared) and (text[len(shared)].isalnum() and shared[-1:].isalnum()) for text in texts):
        shared = re.sub(r"\w+$", "", shared)
    return shared.strip().rstrip(":–-[|>( .…").strip()
