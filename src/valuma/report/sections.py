"""The folder of texts: ``<section>.{fi,sv,en}.md``, complete and alike in every language."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from valuma import texts
from valuma.report.advice import advice
from valuma.report.document import Document, assemble
from valuma.report.fill import Marks
from valuma.report.fonts import lacking
from valuma.report.results import Results
from valuma.report.text import parse_section
from valuma.report.tree import Section, plain
from valuma.schema.problems import Problems, nearest

#: Languages in which every text has to be there.
LANGUAGES: tuple[str, ...] = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True)
class Names:
    """What a text may refer to.

    Parameters
    ----------
    results : Results
        Named results.
    figures, tables, sources : collection of str
        Names of figures and tables, ids of sources.
    official : collection of str
        Official names, in which any word is right.
    synthetic : bool
        True for the report of an example study.
    """

    results: Results
    figures: Collection[str] = ()
    tables: Collection[str] = ()
    sources: Collection[str] = ()
    official: Collection[str] = ()
    synthetic: bool = False


def read_documents(folder: str | os.PathLike[str], names: Names) -> dict[str, Document]:
    """Read, check and assemble the texts of a folder in all languages.

    Parameters
    ----------
    folder : path
        Folder of ``<section>.<language>.md``; sections are read in the order of their names.
    names : Names
        Results, figures, tables and sources that the texts may use.

    Returns
    -------
    dict of str to Document
        One document a language.

    Raises
    ------
    StudyError
        With everything that is wrong in any file: unknown names and formats, numbers typed by hand,
        skipped heading levels, a section missing in a language, languages that use different results.
    """
    path = Path(folder)
    problems = Problems()
    sections = {lang: _read_language(path, lang, names, problems) for lang in LANGUAGES}
    if not any(sections.values()):
        problems.error(_shown(path), "no text", "files named <section>.fi.md, <section>.sv.md, <section>.en.md")
    _check_alike(path, sections, problems)
    documents = {lang: assemble(found, lang, problems) for lang, found in sections.items() if found}
    problems.raise_if_errors("the texts cannot be printed")
    return documents


def _shown(path: Path) -> str:
    return path.name or str(path)


def _read_language(folder: Path, lang: str, names: Names, problems: Problems) -> list[Section]:
    sections = []
    for path in sorted(folder.glob(f"*.{lang}.md")):
        shown = f"{_shown(folder)}/{path.name}"
        marks = Marks(names.results, names.sources, lang, shown, names.synthetic, problems)
        try:
            source = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            problems.error(shown, "bytes that are not UTF-8", "a UTF-8 file")
            continue
        section = parse_section(source, path.name.removesuffix(f".{lang}.md"), marks)
        _check_names(section, names, problems)
        _check_words(section, names, problems)
        sections.append(section)
    return sections


def _check_names(section: Section, names: Names, problems: Problems) -> None:
    for kind, used, known in (
        ("figure", section.figures, names.figures),
        ("table", section.tables, names.tables),
    ):
        for name in sorted(set(used) - set(known)):
            problems.error(section.file, f"{kind} {name!r}", f"a {kind} of this report", hint=nearest(name, known))


def _check_words(section: Section, names: Names, problems: Problems) -> None:
    """Signs of the font, words of the glossary, annex-only measures and, in an example, advice."""
    for block in section.blocks:
        text = plain(block)
        for sign in lacking(text):
            problems.error(section.file, f"{sign!r} (U+{ord(sign):04X})", "signs that the font of the page has")
        # Thousands of names and a pattern for each: only those that stand in the text are worth one.
        official = [name for name in names.official if name in text]
        for hit in texts.forbidden(text, section.lang, where="brief", names=official):
            problems.error(section.file, repr(hit.found), hit.say)
        if names.synthetic:
            for found in advice(block, section.lang):
                problems.error(section.file, f"{found!r} in an example", "no advice drawn from invented data")


def _check_alike(folder: Path, sections: Mapping[str, Iterable[Section]], problems: Problems) -> None:
    by_name: dict[str, dict[str, Section]] = {}
    for lang, found in sections.items():
        for section in found:
            by_name.setdefault(section.name, {})[lang] = section
    for name, versions in sorted(by_name.items()):
        for lang in LANGUAGES:
            if lang not in versions:
                problems.error(f"{_shown(folder)}/{name}.{lang}.md", "no file", "every section in fi, sv and en")
        for what in ("results", "findings", "figures", "tables", "sources"):
            _check_same(what, versions, problems)


def _check_same(what: str, versions: Mapping[str, Section], problems: Problems) -> None:
    used = {lang: getattr(section, what) for lang, section in versions.items()}
    everything = frozenset().union(*used.values())
    for lang, names in used.items():
        for name in sorted(everything - names):
            others = ", ".join(other for other in used if name in used[other])
            problems.error(
                versions[lang].file,
                f"no use of {name!r}",
                f"the same {what} in every language (it stands in {others})",
            )
