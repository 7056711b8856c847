"""The text of a TOML file as lines that belong to keys and headers, so that one value changes and the rest stays."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from valuma.loaders.card_text.layout import key_text, value_text

Path = tuple[str, ...]

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PLAIN_KEY = re.compile(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*=")
_STRING_OR_COMMENT = re.compile(
    r'#[^\n]*|"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)


@dataclass(eq=False)
class Entry:
    """One key with its value, as it stands.

    Parameters
    ----------
    path : tuple of str
        Key below its header; several names where it is dotted.
    above : str
        Blank lines and comments above it.
    key, value, end : str
        The text up to the value, the value, and what follows it: comment and line end.
    """

    path: Path
    above: str
    key: str
    value: str
    end: str

    @property
    def comment(self) -> str:
        """The comment behind the value, without its mark."""
        return self.end.partition("#")[2].strip()

    def __str__(self) -> str:
        return self.above + self.key + self.value + self.end


@dataclass(eq=False)
class Block:
    """A header with the entries below it; the first block of a page has no header."""

    path: Path
    above: str = ""
    header: str = ""
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_one_of_many(self) -> bool:
        """The header has two brackets."""
        return self.header.lstrip().startswith("[[")

    def __str__(self) -> str:
        return self.above + self.header + "".join(map(str, self.entries))


class Page:
    r"""A TOML text that can be changed key by key.

    Parameters
    ----------
    text : str
        TOML that parses.

    Examples
    --------
    >>> page = Page("a = 1  # one\n\n[name]\nfi = 'x'\n")
    >>> page.put(("a",), 2, {"a": 0})
    >>> page.put(("name", "sv"), "y", {"fi": 0, "sv": 1})
    >>> print(page, end="")
    a = 2  # one
    <BLANKLINE>
    [name]
    fi = 'x'
    sv = "y"
    """

    def __init__(self, text: str) -> None:
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.blocks = [Block(())]
        self.below = ""
        lines = _LINE.findall(text)
        at = 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if not line.strip() or line.lstrip().startswith("#"):
                self.below += line
            elif line.lstrip().startswith("["):
                self.blocks.append(Block(_path_of(tomllib.loads(line)), self._taken(), line))
            else:
                while not _parses(line):
                    line += lines[at]
                    at += 1
                self.blocks[-1].entries.append(_entry(line, self._taken()))

    def _taken(self) -> str:
        above, self.below = self.below, ""
        return above

    def __str__(self) -> str:
        parts = [str(part) for block in self.blocks for part in (block.above + block.header, *block.entries)]
        parts.append(self.below)
        full = [part for part in parts if part]
        closed = [part if part.endswith("\n") else part + self.newline for part in full[:-1]]
        return "".join(closed + full[-1:])

    def of(self, part: str) -> list[Block]:
        """Return the blocks of that header, in their order."""
        return [block for block in self.blocks if block.path == (part,)]

    def entries(self) -> Iterator[tuple[Path, Entry, Block]]:
        """Yield every entry that is not one of many, with its whole path and its block."""
        for block in self.blocks:
            if not block.is_one_of_many:
                for entry in block.entries:
                    yield block.path + entry.path, entry, block

    def put(self, path: Path, value: object, order: Mapping[str, int]) -> None:
        """Give a key of the page a value, or take it away with None.

        Parameters
        ----------
        path : tuple of str
            Header and key; the key alone at the top.
        value : object
            Text, number, yes/no, list or dict; None to take the key away.
        order : mapping of str to int
            Place of the keys below the same header; a new key goes where it belongs.
        """
        for whole, entry, block in self.entries():
            if whole == path:
                self.put_entry(block, entry, value)
                return
        if value is None:
            return
        holder = next((block for block in self.blocks if block.path == path[:-1] and not block.is_one_of_many), None)
        dotted = [entry for whole, entry, block in self.entries() if block.path == () and whole[:-1] == path[:-1]]
        if holder is None and dotted:
            top = self.blocks[0].entries
            top.insert(top.index(dotted[-1]) + 1, self._new_entry(path, value))
        elif holder is not None:
            self.insert(holder, path[-1], value, order)

    def insert(self, block: Block, key: str, value: object, order: Mapping[str, int]) -> None:
        """Add a key to a block, behind the last one that goes before it."""
        last = len(order)
        before = [
            at
            for at, entry in enumerate(block.entries, start=1)
            if order.get(entry.path[0], last) <= order.get(key, last)
        ]
        block.entries.insert(before[-1] if before else 0, self._new_entry((key,), value))

    def put_entry(self, block: Block, entry: Entry, value: object) -> None:
        """Give an entry another value, or take it away with None."""
        if value is None:
            at = block.entries.index(entry)
            del block.entries[at]
            self._hand_on(entry.above, block, at)
            return
        # A comment inside a list has no place in the new one; it goes above the key.
        entry.above += "".join(f"# {comment}{self.newline}" for comment in comments_in(entry.value))
        quoted = entry.value.startswith("'") and not entry.value.startswith("'''") and isinstance(value, str)
        plain = quoted and "'" not in str(value) and str(value).isprintable()
        entry.value = f"'{value}'" if plain else self._text(value, entry.path[-1])

    def put_comment(self, path: Path, comment: str) -> None:
        """Give the value of a key another comment, or none."""
        for whole, entry, _ in self.entries():
            if whole == path and entry.comment != comment:
                line_end = entry.end[len(entry.end.rstrip("\r\n")) :] or self.newline
                entry.end = f"  # {comment}{line_end}" if comment else line_end

    def remove(self, block: Block) -> None:
        """Take a block away with the comments right above it; what stands further above stays."""
        at = self.blocks.index(block)
        del self.blocks[at]
        self._hand_on(block.above, self.blocks[at - 1], len(self.blocks[at - 1].entries))

    def _hand_on(self, above: str, block: Block, at: int) -> None:
        """Give comments that are set off by a blank line from what was removed to what follows it."""
        far, blank, _ = above.replace("\r\n", "\n").rpartition("\n\n") if "#" in above else ("", "", "")
        if "#" not in far:
            return
        kept = (far + blank).replace("\n", self.newline)
        if at < len(block.entries):
            block.entries[at].above = kept + block.entries[at].above
        elif block is not self.blocks[-1]:
            following = self.blocks[self.blocks.index(block) + 1]
            following.above = kept + following.above
        else:
            self.below = kept + self.below

    def _new_entry(self, path: Path, value: object) -> Entry:
        key = ".".join(map(key_text, path))
        return Entry(path, "", f"{key} = ", self._text(value, path[-1]), self.newline)

    def _text(self, value: object, key: str) -> str:
        return value_text(value, key).replace("\n", self.newline)


def comments_in(text: str) -> list[str]:
    r"""Return every comment of a TOML text, wherever it stands.

    Examples
    --------
    >>> comments_in("# one\na = '#'  # two\n")
    ['one', 'two']
    """
    return [comment[1:].strip() for comment in re.findall(r"#[^\r\n]*", _without_strings(text))]


def _without_strings(text: str) -> str:
    """Blank the texts of TOML; quotation marks in a comment open none."""
    return _STRING_OR_COMMENT.sub(lambda found: found[0] if found[0].startswith("#") else "", text)


def _entry(text: str, above: str) -> Entry:
    """Split the lines of one key into key, value and what follows."""
    plain = _PLAIN_KEY.match(text)
    path, equals = ((plain[1],), plain.end()) if plain else _quoted_key(text)
    start = equals + len(text[equals:]) - len(text[equals:].lstrip(" \t"))
    whole = tomllib.loads(text) if "#" in text else {}
    for cut in (*(m.start() for m in re.finditer("#", text[start:])), len(text) - start):
        value = text[start : start + cut].rstrip()
        if not whole or (value and _parses(text[:start] + value) and tomllib.loads(text[:start] + value) == whole):
            return Entry(path, above, text[:start], value, text[start + len(value) :])
    raise AssertionError(f"a key without a value: {text!r}")


def _quoted_key(text: str) -> tuple[Path, int]:
    """Return a key with quotation marks or dots, and where its equals sign ends."""
    end = next(m.end() for m in re.finditer("=", text) if _parses(text[: m.end()] + " 0"))
    return _path_of(tomllib.loads(text[:end] + " 0")), end


def _path_of(values: Mapping[str, Any]) -> Path:
    """Return the names that lead to the only value of a header or a key."""
    path: Path = ()
    here: Any = values
    while isinstance(here, (dict, list)) and here:
        if isinstance(here, list):
            here = here[0]
            continue
        name = next(iter(here))
        path += (name,)
        here = here[name]
    return path


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
