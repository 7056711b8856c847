"""One preparation for everything that is handed over: measured once, texts read once, figures drawn once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

import valuma
from valuma.report.cache import Cache
from valuma.report.content import BriefContent, BriefTable, Collector
from valuma.report.document import Document
from valuma.report.imprint import Imprint, Source
from valuma.report.manifest import MANIFEST, sha256, write_manifest
from valuma.report.sections import LANGUAGES, Names, read_documents
from valuma.report.tree import Text
from valuma.schema.problems import Problems, ValumaError, nearest
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.figures.record import Figure
    from valuma.study.study import Study

_T = TypeVar("_T")

#: End of the name of a figure's short form, made for the few pages of a brief.
SHORT = "-short"
#: Folder of stored results, beside the folder of a product.
RESULTS_FOLDER = "results"


@dataclass(frozen=True)
class Prepared:
    """What brief, report, tables and slides are made of, so that all of them hold the same numbers.

    Parameters
    ----------
    study : Study
        The study.
    content : BriefContent
        Results, figures and tables by name.
    documents : mapping of str to Document
        The text in every language.
    sources : mapping of str to Source
        Every source of the study by id.
    draws, seed : int
        Of the chance tests and intervals.
    inputs : mapping of str to str
        SHA-256 of every file that was read, texts included.
    cache : Cache
        Where heavy results are kept.
    """

    study: Study
    content: BriefContent
    documents: Mapping[str, Document]
    sources: Mapping[str, Source]
    draws: int
    seed: int
    inputs: Mapping[str, str]
    cache: Cache
    _figures: dict[tuple[str, str], Figure] = field(default_factory=dict, repr=False)
    _tables: dict[tuple[str, str], BriefTable] = field(default_factory=dict, repr=False)

    def figure(self, name: str, lang: str) -> Figure:
        """Return a figure of the content, drawn when it is first asked for.

        Parameters
        ----------
        name : str
            Name in `content.figures`; that of the catalogue, or one that begins with it.
        lang : {"fi", "sv", "en"}
            Language.

        Returns
        -------
        Figure
            Under the name it was asked by.

        Raises
        ------
        ValumaError
            The name is not there, the function drew something else, or the figure shows invented data in
            a study of real ones.
        """
        if (name, lang) not in self._figures:
            figure = _entry(self.content.figures, name, "figure")(lang)
            if figure.name != name and not name.startswith(f"{figure.name}-"):
                raise ValumaError(f"the function for figure {name!r} drew {figure.name!r}")
            self._refuse_invented(name, figure.synthetic)
            self._figures[name, lang] = replace(figure, name=name)
        return self._figures[name, lang]

    def table(self, name: str, lang: str) -> BriefTable:
        """Return a table of the content.

        Parameters
        ----------
        name : str
            Name in `content.tables`.
        lang : {"fi", "sv", "en"}
            Language.

        Returns
        -------
        BriefTable

        Raises
        ------
        ValumaError
            The name is not there, or the table shows invented data in a study of real ones.
        """
        if (name, lang) not in self._tables:
            table = _entry(self.content.tables, name, "table")(lang)
            self._refuse_invented(name, table.synthetic)
            self._tables[name, lang] = table
        return self._tables[name, lang]

    def drawable(self, lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the figures that can be drawn, those of the text first, and why others cannot.

        Parameters
        ----------
        lang : {"fi", "sv", "en"}
            Language.

        Returns
        -------
        tuple of tuple of str
            Names, and one note a figure that this study has nothing for.

        Raises
        ------
        ValumaError
            A figure of the text cannot be drawn.
        """
        shown = self.documents[lang].figures
        names, notes = list(shown), []
        for name in (name for name in self.content.figures if name not in shown):
            # Of a figure with a short form one of the two is enough: that of the text, else the long one.
            if name.endswith(SHORT) or f"{name}{SHORT}" in shown:
                continue
            try:
                self.figure(name, lang)
            except ValumaError as error:
                notes.append(f"{name} is left out: {error}")
            else:
                names.append(name)
        return tuple(names), tuple(notes)

    def imprint(self, lang: str, languages: Iterable[str], *, stem: str = "brief") -> Imprint:
        """Return what a page in one language says of itself.

        Parameters
        ----------
        lang : {"fi", "sv", "en"}
            Language of the page.
        languages : iterable of str
            Languages that are written beside each other.
        stem : str
            Name of the files without language and suffix.

        Returns
        -------
        Imprint
        """
        return Imprint(
            study=self.study.settings.title.get(lang) or self.study.settings.id,
            version=valuma.__version__,
            inputs=self.study.fingerprint,
            seed=self.seed,
            draws=self.draws,
            languages=tuple(languages),
            stem=stem,
            synthetic=self.study.synthetic,
            keywords=tuple(message("keywords", lang).split("; ")),
        )

    def record(
        self,
        folder: Path,
        languages: Iterable[str],
        *,
        template: str | os.PathLike[str] | None = None,
        **options: object,
    ) -> Path:
        """Enter a product in the manifest beside its folder.

        Parameters
        ----------
        folder : Path
            Folder with the files of the product, complete.
        languages : iterable of str
            Languages that were written.
        template : path, optional
            Somebody's template, an input like others.
        **options
            What else was chosen; anything JSON can hold.

        Returns
        -------
        Path
            The manifest.
        """
        inputs, chosen = dict(self.inputs), {"fingerprint": self.study.fingerprint, "languages": list(languages)}
        if template is not None:
            inputs[Path(template).name] = sha256(template)
            options["template"] = Path(template).name
        return write_manifest(
            folder.parent / MANIFEST,
            folder.name,
            folder=folder,
            inputs=inputs,
            options={**self.content.options, **chosen, **options},
            draws=self.draws,
            seed=self.seed,
        )

    def _refuse_invented(self, name: str, synthetic: bool) -> None:
        if synthetic and not self.study.synthetic:
            raise ValumaError(f"{name}: invented data in a report of real ones")


def prepare(
    study: Study,
    *,
    texts: str | os.PathLike[str] = "brief",
    texts_needed: bool = True,
    collect: Collector | None = None,
    results: str | os.PathLike[str] | None = None,
    progress: Callable[[str], None] | None = None,
    draws: int | None = None,
    seed: int | None = None,
) -> Prepared:
    """Measure a study and read its texts.

    Parameters
    ----------
    study : Study
        The study. One that holds anything invented gives an example: every page says so.
    texts : path
        Folder of ``<section>.<language>.md``; read and checked in all languages.
    texts_needed : bool
        False where a study without the folder shall have documents that hold nothing but its title.
    collect : callable, optional
        Measures the study (`valuma.report.content.Collector`); by default what the brief of cases shows.
    results : path, optional
        Folder in which heavy results are kept; without it they are kept in memory only.
    progress : callable, optional
        Told in a few words what is being done.
    draws : int, optional
        Draws of chance tests and intervals; by default those of the study's settings.
    seed : int, optional
        Seed of everything drawn; by default that of the study's settings.

    Returns
    -------
    Prepared

    Raises
    ------
    StudyError
        The texts cannot be printed; carries everything that is wrong in them.

    Notes
    -----
    Measuring the cases of this library takes some ten seconds the first time and less than one from
    stored results. Figures are drawn when they are asked for, about a second each.
    """
    draws = study.settings.draws if draws is None else draws
    seed = study.settings.seed if seed is None else seed
    tell = progress or (lambda words: None)
    written = texts_needed or Path(texts).is_dir()
    if texts_needed and not Path(texts).is_dir():
        problems = Problems()
        problems.error(
            os.fspath(texts), "no such folder", "texts named <section>.fi.md, <section>.sv.md, <section>.en.md"
        )
        problems.raise_if_errors("there is no text to print")
    cache = Cache(None if results is None else Path(results), inputs=study.fingerprint)
    tell("measuring")
    content = (collect or _default_collector())(study, draws=draws, seed=seed, cache=cache)
    sources = _sources(study.sources)
    tell("reading the texts")
    documents = read_documents(texts, _names(study, content, sources)) if written else _without_text(study)
    inputs = {**study.inputs, **_text_inputs(Path(texts))}
    return Prepared(study, content, documents, sources, draws, seed, inputs, cache)


def chosen_languages(lang: str | Iterable[str]) -> tuple[str, ...]:
    """Return the languages of a call in the usual order.

    Raises
    ------
    ValumaError
        A language that is not there, or none.

    Examples
    --------
    >>> chosen_languages(["en", "fi"])
    ('fi', 'en')
    """
    chosen = (lang,) if isinstance(lang, str) else tuple(lang)
    for language in chosen:
        if language not in LANGUAGES:
            raise ValumaError(f"language {language!r} is unknown; {nearest(language, LANGUAGES)}")
    if not chosen:
        raise ValumaError("no language to write; name at least one of fi, sv, en")
    return tuple(language for language in LANGUAGES if language in chosen)


def _without_text(study: Study) -> dict[str, Document]:
    """Return documents that hold nothing but the title of a study."""
    titles = {lang: study.settings.title.get(lang) or study.settings.id for lang in LANGUAGES}
    return {lang: Document(lang, (Text(title),), (), ()) for lang, title in titles.items()}


def _entry(entries: Mapping[str, _T], name: str, what: str) -> _T:
    if name not in entries:
        raise ValumaError(f"no {what} {name!r} in this report; {nearest(name, entries)}")
    return entries[name]


def _default_collector() -> Collector:
    from valuma.report.brief_results import collect

    return collect


def _sources(frame: pd.DataFrame) -> dict[str, Source]:
    """Every source of the study by id."""
    columns = ["source_id", "title", "publisher", "url", "published", "accessed"]
    texts = frame.reindex(columns=columns).astype(object)
    texts = texts.where(texts.notna(), "")
    return {row[0]: Source(*row) for row in texts.astype(str).itertuples(index=False, name=None)}


def _names(study: Study, content: BriefContent, sources: Mapping[str, Source]) -> Names:
    return Names(
        results=content.results,
        figures=content.figures,
        tables=content.tables,
        sources=sources,
        official=_official_names(study),
        synthetic=study.synthetic,
    )


def _official_names(study: Study) -> frozenset[str]:
    """Names of actors, networks and sources, in which any word is right."""
    columns = [
        frame[column]
        for frame in (study.actors, study.networks, study.sources)
        for column in frame
        if str(column).startswith(("name", "title", "publisher"))
    ]
    return frozenset(str(name) for column in columns for name in column.dropna())


def _text_inputs(folder: Path) -> dict[str, str]:
    """Hash of every text file."""
    return {f"{folder.name}/{path.name}": sha256(path) for path in sorted(folder.glob("*.md"))}
