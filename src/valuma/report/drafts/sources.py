"""Texts as their writers see them: which paragraphs were edited, which marks stand in which finding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

_MARK = re.compile(r"\{\{(?P<tag>[^{}\n]*)\}\}")
#: Folder under whose name the texts of a study are kept in a draft.
TEXTS = "brief/"


@dataclass(frozen=True, slots=True)
class Edit:
    """A paragraph whose words were changed by a writer.

    Parameters
    ----------
    file, lang : str
        Where it stands.
    line : int
        First line of the paragraph in the newer file; in the older one where it was taken away.
    was, becomes : str
        Words before and after, marks as written; empty for something new or taken away.
    """

    file: str
    lang: str
    line: int
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A result that a text asks for.

    Parameters
    ----------
    result, form : str
        Name and format as written; the format may be empty.
    file : str
        Where it stands.
    findings : tuple of str
        Findings between whose marks it stands.
    """

    result: str
    form: str
    file: str
    findings: tuple[str, ...]


def language(file: str) -> str:
    """Return the language of a text by its name.

    Examples
    --------
    >>> language("brief/1-summary.fi.md")
    'fi'
    """
    return file.removesuffix(".md").rpartition(".")[2]


def edits(was: Mapping[str, bytes], now: Mapping[str, bytes]) -> list[Edit]:
    r"""Compare the texts of two drafts, paragraph by paragraph.

    Parameters
    ----------
    was, now : mapping of str to bytes
        Files by name; only texts are looked at.

    Returns
    -------
    list of Edit
        Line breaks and spaces do not count.

    Examples
    --------
    >>> edits({"brief/a.en.md": b"Old words\nhere."}, {"brief/a.en.md": b"New words here."})[0].becomes
    'New words here.'
    """
    found: list[Edit] = []
    for file in sorted({name for name in (*was, *now) if name.startswith(TEXTS)}):
        before, after = _paragraphs(was.get(file, b"")), _paragraphs(now.get(file, b""))
        matcher = SequenceMatcher(None, [text for _, text in before], [text for _, text in after], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal":
                continue
            old, new = before[a:b], after[c:d]
            for k in range(max(len(old), len(new))):
                line = new[k][0] if k < len(new) else old[k][0]
                words = [part[k][1] if k < len(part) else "" for part in (old, new)]
                found.append(Edit(file, language(file), line, *words))
    return found


def _paragraphs(data: bytes) -> list[tuple[int, str]]:
    """Return paragraphs with their first line; white space as one space."""
    found: list[tuple[int, str]] = []
    lines: list[str] = []
    for number, line in enumerate([*data.decode("utf-8-sig", errors="replace").splitlines(), ""], start=1):
        if line.strip():
            lines.append(line)
        elif lines:
            found.append((number - len(lines), " ".join(" ".join(lines).split())))
            lines = []
    return found


def marks(inputs: Mapping[str, bytes], lang: str) -> list[Mark]:
    """Return every result that the texts of a language ask for, with the findings it depends on.

    Examples
    --------
    >>> text = b"{{#finding fewer}} {{state|percent}} {{/finding}} {{networks}}"
    >>> [(mark.result, mark.form, mark.findings) for mark in marks({"brief/a.en.md": text}, "en")]
    [('state', 'percent', ('fewer',)), ('networks', '', ())]
    """
    return [mark for file, text in _texts(inputs, lang) for mark in _marks(file, text)]


def findings(inputs: Mapping[str, bytes], lang: str) -> dict[str, str]:
    """Return the findings on which words of a language depend: name → file and line, where it stands first."""
    found: dict[str, str] = {}
    for file, text in _texts(inputs, lang):
        for number, line in enumerate(text.splitlines(), start=1):
            for match in _MARK.finditer(line):
                word, _, name = match["tag"].strip().partition(" ")
                if word == "#finding":
                    found.setdefault(name.strip(), f"{file}, line {number}")
    return found


def _texts(inputs: Mapping[str, bytes], lang: str) -> Iterator[tuple[str, str]]:
    for file in sorted(inputs):
        if file.startswith(TEXTS) and language(file) == lang:
            yield file, inputs[file].decode("utf-8-sig", errors="replace")


def _marks(file: str, text: str) -> Iterator[Mark]:
    inside: list[str] = []
    for match in _MARK.finditer(text):
        tag = match["tag"].strip()
        word, _, rest = tag.partition(" ")
        if word == "#finding":
            inside.append(rest.strip())
        elif word == "/finding":
            inside[-1:] = []
        elif not tag.startswith(("#", "/")):
            name, _, form = (part.strip() for part in tag.partition("|"))
            yield Mark(name, form, file, tuple(inside))
