"""A codebook as the text of ``survey.toml``: the plain values of TOML, laid out to be read."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

#: A text that is longer stands in several lines.
_LONG = 160


def toml_text(data: Mapping[str, Any]) -> str:
    """Write a mapping as TOML.

    Parameters
    ----------
    data : mapping
        Texts, numbers, truth values, days, lists, mappings, lists of mappings; no None.

    Returns
    -------
    str
        Values first, then tables, then lists of tables; inner mappings and lists stand in one line.

    Examples
    --------
    >>> print(toml_text({"id": "a", "title": {"fi": "Ä"}, "items": [{"name": "q1", "codes": [1, 2]}]}))
    id = "a"
    <BLANKLINE>
    [title]
    fi = "Ä"
    <BLANKLINE>
    [[items]]
    name = "q1"
    codes = [1, 2]
    """
    lines = [f"{key} = {_value(value)}" for key, value in data.items() if not _is_table(value)]
    for key, value in data.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{key}]", *_lines(value)]
    for key, value in data.items():
        if _is_table(value) and not isinstance(value, Mapping):
            for entry in value:
                lines += ["", f"[[{key}]]", *_lines(entry)]
    return "\n".join(lines)


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _lines(entry: Mapping[str, Any]) -> Iterator[str]:
    for key, value in entry.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{key} = ["
            yield from (f"    {_value(part)}," for part in value)
            yield "]"
        elif isinstance(value, str) and len(value) > _LONG:
            yield f"{key} = {_folded(value)}"
        else:
            yield f"{key} = {_value(value)}"


def _folded(text: str) -> str:
    """Write a long text over several lines; a backslash at the end of a line joins it to the next."""
    quoted = json.dumps(text, ensure_ascii=False)[1:-1]
    return '"""\\\n' + " \\\n".join(textwrap.wrap(quoted, 110, break_long_words=False, break_on_hyphens=False)) + '"""'


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_value(part)}' for key, part in value.items())} }}"
    if isinstance(value, (list, tuple)):
        line = f"[{', '.join(map(_value, value))}]"
        return line if len(line) <= 100 else "[\n" + "".join(f"    {_value(part)},\n" for part in value) + "]"
    raise TypeError(f"{value!r} has no form in TOML")
