"""Reader of the declarative files: TOML text, checked against a model, problems with their line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from valuma.schema.frozen import Frozen
from valuma.schema.problems import Problems, nearest
from valuma.schema.text_file import decode, read_bytes

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\-\"']+)\s*=")
_BRACKETS = re.compile(r"""\"(?:\\.|[^"\\])*"|'[^']*'|[\[\]{}#]""")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\s*$")
_TYPES = {
    dict: "a table",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}
_EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "string_type": "text",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
}


@dataclass(frozen=True, slots=True)
class Toml:
    """A TOML file that could be read.

    Parameters
    ----------
    values : dict
        The file's content.
    lines : mapping of str to int
        Line of each key path, such as ``member_counts[2].n_low`` (the second table of that name).
    """

    values: dict[str, Any]
    lines: Mapping[str, int] = field(default_factory=lambda: Frozen())

    def line(self, path: str) -> int | None:
        """Return the line of a key path, or of the nearest key above it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            shorter = re.sub(r"\[\d+\]$", "", path)
            path = shorter if shorter != path else path.rpartition(".")[0]
        return None


@overload
def read_toml(path: str | Path, model: None = None, *, file: str | None = None) -> dict[str, Any]: ...


@overload
def read_toml(path: str | Path, model: type[Model], *, file: str | None = None) -> Model: ...


def read_toml(path: str | Path, model: type[Model] | None = None, *, file: str | None = None) -> Any:
    """Read a TOML file and check it against a model.

    Parameters
    ----------
    path : str or Path
        The file.
    model : type of pydantic.BaseModel, optional
        What the file must look like; without it the plain values are returned.
    file : str, optional
        How the file is named in problems; by default its name.

    Returns
    -------
    dict or BaseModel
        The values, or an instance of the model.

    Raises
    ------
    StudyError
        The file cannot be read, is not TOML (with line and column), or does not fit the model (one
        problem a key path: found, expected, nearest valid value; unknown keys too).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "study.toml")
    ...     _ = path.write_text('id = "island-study"', encoding="utf-8")
    ...     read_toml(path)
    {'id': 'island-study'}
    """
    path = Path(path)
    name = file or path.name
    problems = Problems()
    data = read_bytes(path, name, problems)
    toml = parse_toml(data, name, problems) if data is not None else None
    result: Any = None
    if toml is not None:
        result = toml.values if model is None else validate(toml, model, name, problems)
    problems.raise_if_errors(f"{name} cannot be used")
    return result


def parse_toml(data: bytes, file: str, problems: Problems) -> Toml | None:
    """Parse the bytes of a TOML file.

    Parameters
    ----------
    data : bytes
        Content of the file.
    file : str
        How the file is named in problems.
    problems : Problems
        Grows by what is wrong.

    Returns
    -------
    Toml or None
        Values and the line of each key path; None where the file is not TOML.

    Examples
    --------
    >>> problems = Problems()
    >>> parse_toml(b'id = "a"' + bytes([10]) + b'founded 2010', "card.toml", problems)
    >>> print(problems)
    1 error
    error: card.toml, row 2, column 9: found Expected '=' after a key in a key/value pair; expected TOML
    """
    text = decode(data, file, problems)
    if text is None:
        return None
    if not text.strip():
        problems.error(file, "an empty file", "TOML keys and values")
        return None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _syntax_problem(text, str(error), file, problems)
        return None
    return Toml(values, key_lines(text))


def _syntax_problem(text: str, message: str, file: str, problems: Problems) -> None:
    place = _PLACE.search(message)
    row, column = len(text.rstrip("\n").split("\n")), None
    if place and place.group(1):
        row, column = int(place.group(1)), int(place.group(2))
    elif not place:
        row = 1
    problems.error(
        file, _PLACE.sub("", message), "TOML", row=row, column=f"column {column}" if column else "end of the file"
    )


def key_lines(text: str) -> dict[str, int]:
    """Return the line on which each key path of a TOML text first stands; tables of arrays count from 1.

    Parameters
    ----------
    text : str
        TOML that has parsed without error.

    Returns
    -------
    dict of str to int
        Line numbers from 1 by key path.

    Notes
    -----
    Tables of an array written inside its brackets are listed, keys inside them are not; their place is the table.

    Examples
    --------
    >>> key_lines('''id = "a"
    ... [[funding]]
    ... kind = "mixed"
    ... [[funding]]
    ... kind = "mixed"''')["funding[2].kind"]
    5
    """
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = ""
    in_text = ""
    end_of_array = 0
    all_lines = text.split("\n")
    for number, line in enumerate(all_lines, start=1):
        if number <= end_of_array:
            continue
        if in_text:
            in_text = "" if line.count(in_text) % 2 else in_text
            continue
        header = _HEADER.match(line)
        if header:
            name = _within(_plain(header.group(2)), counts)
            if header.group(1) == "[[":
                counts[name] = counts.get(name, 0) + 1
                name = f"{name}[{counts[name]}]"
            lines.setdefault(name, number)
            prefix = name + "."
            continue
        key = _KEY.match(line)
        if key:
            name = prefix + _plain(key.group(1))
            lines.setdefault(name, number)
            if line[key.end() :].lstrip().startswith("["):
                tables, end_of_array = _tables_in_array(all_lines, number, key.end())
                lines |= {f"{name}[{count}]": row for count, row in enumerate(tables, start=1)}
                continue
        for quotes in ('"""', "'''"):
            if line.count(quotes) % 2:
                in_text = quotes
    return lines


def _within(name: str, counts: Mapping[str, int]) -> str:
    """Return the path of a table below the latest table of each array that its name starts with."""
    *parents, last = name.split(".")
    path = ""
    for part in parents:
        path += part
        path += f"[{counts[path]}]." if path in counts else "."
    return path + last


def _tables_in_array(lines: list[str], number: int, start: int) -> tuple[list[int], int]:
    """Return the line of every table right inside an array, and the line on which the array ends."""
    tables: list[int] = []
    depth = 0
    for row in range(number, len(lines) + 1):
        for piece in _BRACKETS.finditer(lines[row - 1], start if row == number else 0):
            sign = piece.group()
            if sign[0] == "#":
                break
            if sign == "{" and depth == 1:
                tables.append(row)
            depth += (sign in "[{") - (sign in "]}")
            if depth == 0:
                return tables, row
    return tables, number


def _plain(key: str) -> str:
    return re.sub(r"\s*([.])\s*", r"\1", key.strip()).replace('"', "").replace("'", "")


def validate(toml: Toml, model: type[Model], file: str, problems: Problems) -> Model | None:
    """Check the values of a TOML file against a pydantic model.

    Parameters
    ----------
    toml : Toml
        The parsed file.
    model : type of pydantic.BaseModel
        What it must look like.
    file : str
        How the file is named in problems.
    problems : Problems
        Grows by one error a key path.

    Returns
    -------
    BaseModel or None
        The instance; None where anything is wrong.
    """
    from pydantic import ValidationError

    try:
        return model.model_validate(toml.values)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            location = item["loc"]
            found, expected, hint = _said(item, _keys_at(model, location[:-1]))
            path = _path(location)
            problems.error(file, found, expected, row=toml.line(path), column=path or None, hint=hint)
        return None


def _said(item: Mapping[str, Any], keys: list[str]) -> tuple[str, str, str]:
    """Put one pydantic error into found, expected and hint."""
    kind, value, context = item["type"], item["input"], item.get("ctx", {})
    if "found" in context:
        return context["found"], context["expected"], context.get("hint", "")
    if kind == "extra_forbidden":
        name = str(item["loc"][-1])
        close = difflib.get_close_matches(name, keys, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(keys)}"
        return f"the unknown key {name!r}", "a key of this table", hint
    if kind == "missing":
        return "nothing", f"the key {item['loc'][-1]!r}", ""
    if kind in ("literal_error", "enum"):
        choices = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return repr(value), "one of the words allowed here", nearest(str(value), choices)
    expected = _EXPECTED.get(kind) or item["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    return _shown(value), expected, ""


def _shown(value: object) -> str:
    named = _TYPES.get(type(value), type(value).__name__)
    return named if isinstance(value, (dict, list)) else f"{value!r} ({named})"


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        path += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def _keys_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Return the keys a model knows at a place inside it."""
    from pydantic import BaseModel

    here: Any = model
    for part in location:
        if isinstance(part, int):
            continue
        fields = {(info.alias or name): info.annotation for name, info in here.model_fields.items()}
        here = next((m for m in _models_in(fields.get(str(part))) if issubclass(m, BaseModel)), None)
        if here is None:
            return []
    return [info.alias or name for name, info in here.model_fields.items()]


def _models_in(annotation: Any) -> list[Any]:
    """Return the classes named anywhere in a type annotation that have fields."""
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _models_in(part)]
