"""The layout of a card that is written anew: the order of its keys, how texts, numbers and lists stand in TOML."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.schema.card import Card

#: Lines of lists are filled up to this column.
WIDTH = 120

#: Parts of a card that are tables of their own, in the order in which they stand.
SINGLE_TABLES = ("name", "purpose", "source_of")

#: Parts of a card of which there may be many, in the order in which they stand.
LISTS = ("periods", "bodies", "member_counts", "members_missing", "funding", "themes", "claims", "practices")

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def content(card: Card) -> dict[str, Any]:
    """Return what a card says as plain values, keys in the order of the model; what is unknown is left out.

    Parameters
    ----------
    card : Card
        The card.

    Returns
    -------
    dict
        Scalars and lists of words, then the tables `SINGLE_TABLES` as dicts and the lists `LISTS` as lists of dicts.

    Notes
    -----
    ``synthetic = false`` is what a card says by saying nothing, and is left out. Fields in ``source_of`` follow the
    order of the fields themselves.
    """
    known = _known(card.model_dump(by_alias=True))
    if not known["synthetic"]:
        del known["synthetic"]
    if "source_of" in known:
        known["source_of"] = {name: known["source_of"][name] for name in _by_field(known["source_of"])}
    return known


def field_order(part: str = "") -> Mapping[str, int]:
    """Return the place of each key of a part of a card; of the card itself without a part.

    Parameters
    ----------
    part : str
        One of `SINGLE_TABLES` or `LISTS`, or nothing.

    Returns
    -------
    mapping of str to int
    """
    from valuma.schema.card import Card

    model: Any = Card
    if part and part != "source_of":
        annotation = Card.model_fields[part].annotation
        model = next(iter(getattr(annotation, "__args__", ())), annotation)
    names = [info.alias or name for name, info in model.model_fields.items()]
    return MappingProxyType({name: place for place, name in enumerate(names)})


def value_text(value: object, key: str = "") -> str:
    r"""Return a value as TOML.

    Parameters
    ----------
    value : str, bool, int, float, list or dict
        The value; a dict becomes an inline table.
    key : str
        Key that stands before it, so that a list is broken where the line would be too long.

    Returns
    -------
    str

    Raises
    ------
    ValumaError
        TOML has such a value, and a card has none: a date or a time.

    Examples
    --------
    >>> value_text('said "about" 50'), value_text(80000000.0), value_text(["urban", "rural"])
    ('"said \\"about\\" 50"', '80000000', '["urban", "rural"]')
    """
    if isinstance(value, str):
        return '"' + "".join(_letter(letter) for letter in value) + '"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key_text(name)} = {value_text(part)}" for name, part in value.items()) + " }"
    if not isinstance(value, Sequence) or isinstance(value, bytes):
        raise ValumaError(
            f"{key or 'a value'} is {value!r}, a {type(value).__name__}; a card holds text, numbers and lists"
        )
    return _list_text(value, key)


def key_text(key: str) -> str:
    """Return a key as TOML: bare where it may be, else in quotation marks.

    Examples
    --------
    >>> key_text("founded"), key_text("name.fi")
    ('founded', '"name.fi"')
    """
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else value_text(key)


def line_of(key: str, value: object) -> str:
    """Return one line, or the several of a long list, with a line end."""
    return f"{key_text(key)} = {value_text(value, key)}\n"


def header_of(part: str) -> str:
    """Return the line above a part."""
    return f"[[{part}]]\n" if part in LISTS else f"[{part}]\n"


def text_of(card: Card) -> str:
    r"""Return a card in the layout of a card that is written anew.

    Parameters
    ----------
    card : Card
        The card.

    Returns
    -------
    str
        TOML; lines end with ``\n``.

    Examples
    --------
    >>> from valuma.schema.card import Card
    >>> card = Card(id="ring", group="regional", status="draft", founded=2015, sources=["ring-page"])
    >>> print(text_of(card), end="")
    id = "ring"
    group = "regional"
    status = "draft"
    founded = 2015
    sources = ["ring-page"]
    """
    known = content(card)
    blocks = ["".join(line_of(key, value) for key, value in known.items() if key not in (*SINGLE_TABLES, *LISTS))]
    for part in (*SINGLE_TABLES, *LISTS):
        for values in _tables_of(known, part):
            blocks.append(block_text(part, values))
    return "\n".join(blocks)


def block_text(part: str, values: Mapping[str, Any]) -> str:
    """Return a part of a card with its header."""
    return header_of(part) + "".join(line_of(key, value) for key, value in values.items())


def _tables_of(known: Mapping[str, Any], part: str) -> Iterator[Mapping[str, Any]]:
    if part in known:
        yield from known[part] if part in LISTS else [known[part]]


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            value = _known(value)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            value = [_known(row) for row in value]
        if value is not None and value not in ([], {}):
            known[key] = value
    return known


def _by_field(names: Mapping[str, Any]) -> list[str]:
    order = field_order()
    return sorted(names, key=lambda name: order.get(name.partition(".")[0], len(order)))


def _letter(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    return f"\\u{ord(letter):04X}" if letter < " " or letter == "\x7f" else letter


def _list_text(values: Sequence[Any], key: str) -> str:
    words = [value_text(value) for value in values]
    at_once = f"[{', '.join(words)}]"
    if values and isinstance(values[0], Mapping):
        return "[\n" + "".join(f"    {word},\n" for word in words) + "]"
    if len(words) < 2 or len(f"{key_text(key)} = {at_once}") <= WIDTH:
        return at_once
    lines = ["   "]
    for word in words:
        if len(lines[-1]) + len(word) + 2 > WIDTH and lines[-1].strip():
            lines.append("   ")
        lines[-1] += f" {word},"
    return "\n".join(("[", *lines, "]"))
