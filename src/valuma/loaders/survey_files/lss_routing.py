"""Conditions of LimeSurvey of the simple form: who was shown a question, who was not, where that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Truth = npt.NDArray[np.int8]
Texts = npt.NDArray[np.object_]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<number>\d+(?:\.\d+)?(?![\w]))|(?P<name>[A-Za-z_0-9]+(?:\.[A-Za-z]+)?)
    |(?P<sign>==|!=|<>|<=|>=|&&|\|\||[<>!()=,]))""",
    re.VERBOSE,
)
_WORDS = {"and": "&&", "or": "||", "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "not": "!"}
_COMPARE: Mapping[str, Callable[[object, object], bool]] = {
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,  # type: ignore[operator]
    "<=": lambda one, other: one <= other,  # type: ignore[operator]
    ">": lambda one, other: one > other,  # type: ignore[operator]
    ">=": lambda one, other: one >= other,  # type: ignore[operator]
}
_SUFFIXES = ("", "naok", "value", "code")
_DEEPEST = 60


class _Unknown(Exception):
    """A condition that is not of the simple form."""


@dataclass(slots=True)
class _Reader:
    """Goes through the tokens of a condition."""

    tokens: list[tuple[str, str]]
    cells: Callable[[str], Texts | None]
    rows: int
    place: int = 0
    depth: int = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def take(self, sign: str = "") -> tuple[str, str]:
        token = self.peek()
        if sign and token != ("sign", sign):
            raise _Unknown
        self.place += 1
        return token


def shown_under(condition: str, cells: Callable[[str], Texts | None], rows: int) -> Truth:
    """Say for every respondent whether a condition holds.

    Parameters
    ----------
    condition : str
        A relevance equation, such as ``(Q1.NAOK == "A1") and !is_empty(Q2_SQ001.NAOK)``.
    cells : callable
        From the name of a field to its codes as texts, empty where there is no answer; None for a field that is not
        known.
    rows : int
        Number of respondents.

    Returns
    -------
    ndarray of int8
        1 where it holds, 0 where it does not, -1 where that cannot be told.

    Notes
    -----
    Understood are comparisons of a field with a text or number, ``is_empty``, ``and``, ``or``, ``!`` and brackets. Of
    anything else - functions, arithmetic, fields of tokens - the outcome is not known, unless the rest decides.

    Examples
    --------
    >>> answers = {"Q1": np.array(["A1", "A2", ""], dtype=object)}
    >>> shown_under('Q1.NAOK == "A1"', answers.get, 3).tolist()
    [1, 0, 0]
    >>> shown_under('Q1.NAOK == "A1" and rand(1, 2) == 1', answers.get, 3).tolist()
    [-1, 0, 0]
    """
    text = condition.strip()
    if text in ("", "1"):
        return np.ones(rows, dtype=np.int8)
    try:
        reader = _Reader(_tokens(text), cells, rows)
        found = _either(reader)
        if reader.peek()[0] != "end":
            raise _Unknown
    except _Unknown:
        return np.full(rows, -1, dtype=np.int8)
    return found


def both(one: Truth, other: Truth) -> Truth:
    """Return where two conditions hold, with what cannot be told in either."""
    return np.where((one == 0) | (other == 0), 0, np.where((one == 1) & (other == 1), 1, -1)).astype(np.int8)


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    text = text[:20_000].rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise _Unknown
        word = match[match.lastgroup]
        if match.lastgroup == "name" and word.lower() in _WORDS:
            found.append(("sign", _WORDS[word.lower()]))
        elif match.lastgroup == "sign":
            found.append(("sign", {"<>": "!=", "=": "=="}.get(word, word)))
        else:
            found.append((match.lastgroup, word.strip("\"'") if match.lastgroup == "text" else word))
        place = match.end()
    return found


def _either(reader: _Reader) -> Truth:
    reader.depth += 1
    if reader.depth > _DEEPEST:
        raise _Unknown
    found = _all(reader)
    while reader.peek() == ("sign", "||"):
        reader.take()
        other = _all(reader)
        found = np.where((found == 1) | (other == 1), 1, np.where((found == 0) & (other == 0), 0, -1)).astype(np.int8)
    reader.depth -= 1
    return found


def _all(reader: _Reader) -> Truth:
    found = _one(reader)
    while reader.peek() == ("sign", "&&"):
        reader.take()
        found = both(found, _one(reader))
    return found


def _one(reader: _Reader) -> Truth:
    kind, word = reader.peek()
    if (kind, word) == ("sign", "!"):
        reader.take()
        reader.depth += 1
        if reader.depth > _DEEPEST:
            raise _Unknown
        found = _one(reader)
        reader.depth -= 1
        return np.where(found < 0, -1, 1 - found).astype(np.int8)
    if (kind, word) == ("sign", "("):
        reader.take()
        found = _either(reader)
        reader.take(")")
        return found
    if kind == "name" and _next(reader) == ("sign", "("):
        return _call(reader)
    left = _value(reader)
    if reader.peek()[0] == "sign" and reader.peek()[1] in _COMPARE:
        sign = reader.take()[1]
        if reader.peek()[0] == "name" and _next(reader) == ("sign", "("):
            _skip_call(reader)
            return np.full(reader.rows, -1, dtype=np.int8)
        return _compared(left, _value(reader), sign, reader.rows)
    # A field alone holds where it is filled, and not 0.
    if left is None:
        return np.full(reader.rows, -1, dtype=np.int8)
    return np.array([cell not in ("", "0") for cell in left], dtype=np.int8)


def _next(reader: _Reader) -> tuple[str, str]:
    return reader.tokens[reader.place + 1] if reader.place + 1 < len(reader.tokens) else ("end", "")


def _call(reader: _Reader) -> Truth:
    name = reader.peek()[1].lower()
    if name != "is_empty":
        _skip_call(reader)
        if reader.peek()[0] == "sign" and reader.peek()[1] in _COMPARE:
            reader.take()
            if _next(reader) == ("sign", "(") and reader.peek()[0] == "name":
                _skip_call(reader)
            else:
                reader.take()
        return np.full(reader.rows, -1, dtype=np.int8)
    reader.take()
    reader.take("(")
    cells = _value(reader)
    reader.take(")")
    if cells is None:
        return np.full(reader.rows, -1, dtype=np.int8)
    return np.array([cell == "" for cell in cells], dtype=np.int8)


def _skip_call(reader: _Reader) -> None:
    """Go past a function that is not understood."""
    reader.take()
    reader.take("(")
    depth = 1
    while depth:
        kind, word = reader.take()
        if kind == "end":
            raise _Unknown
        depth += (kind, word) == ("sign", "(")
        depth -= (kind, word) == ("sign", ")")


def _value(reader: _Reader) -> Texts | None:
    kind, word = reader.take()
    if kind in ("text", "number"):
        return np.full(reader.rows, word, dtype=object)
    if kind != "name":
        raise _Unknown
    name, _, suffix = word.partition(".")
    return reader.cells(name) if suffix.lower() in _SUFFIXES else None


def _compared(left: Texts | None, right: Texts | None, sign: str, rows: int) -> Truth:
    if left is None or right is None:
        return np.full(rows, -1, dtype=np.int8)
    compare = _COMPARE[sign]
    known: dict[tuple[str, str], bool] = {}
    found = np.empty(rows, dtype=np.int8)
    for k, pair in enumerate(zip(left, right, strict=True)):
        if pair not in known:
            one, other = _as_number(pair[0]), _as_number(pair[1])
            if one is not None and other is not None:
                known[pair] = compare(one, other)
            else:
                # An answer that was not given is smaller and larger than nothing.
                known[pair] = compare(*pair) if sign in ("==", "!=") or "" not in pair else False
        found[k] = known[pair]
    return found


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
