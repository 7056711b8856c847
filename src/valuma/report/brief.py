"""The brief: results, texts and figures of a study → PDF and HTML in Finnish, Swedish and English."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import valuma
from valuma.report.cache import Cache
from valuma.report.content import BriefContent, Collector
from valuma.report.document import Document
from valuma.report.html_writer import html_page
from valuma.report.illustrations import Plates, illustrate
from valuma.report.imprint import Imprint, Source
from valuma.report.manifest import sha256, write_manifest
from valuma.report.sections import LANGUAGES, Names, read_documents
from valuma.report.swap import replaced_folder
from valuma.report.typst_compile import Workshop
from valuma.report.typst_writer import typst_source
from valuma.schema.problems import ValumaError, nearest
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.study.study import Study

_RESULTS_FOLDER = "results"
_MANIFEST = "manifest.json"
_WORKSHOP = ".workshop"


@dataclass(frozen=True)
class BriefFiles:
    """What `brief` made.

    Parameters
    ----------
    folder : Path
        Folder with PDF and HTML pages and, in ``figures/``, the files of every figure.
    pages : mapping of str to int
        Number of pages of the PDF by language.
    manifest : Path
        ``manifest.json``, beside the folder.
    synthetic : bool
        True for an example with invented data.
    """

    folder: Path
    pages: Mapping[str, int]
    manifest: Path
    synthetic: bool

    @property
    def files(self) -> tuple[Path, ...]:
        """The PDF and HTML files."""
        return tuple(sorted(path for path in self.folder.iterdir() if path.suffix in (".pdf", ".html")))


def brief(
    study: Study,
    *,
    out: str | os.PathLike[str] = "build/brief",
    lang: str | Iterable[str] = LANGUAGES,
    texts: str | os.PathLike[str] = "brief",
    most_pages: int | None = 4,
    collect: Collector | None = None,
    progress: Callable[[str], None] | None = None,
    draws: int | None = None,
    seed: int | None = None,
) -> BriefFiles:
    """Build the brief of a study.

    Parameters
    ----------
    study : Study
        The study. One that holds anything invented gives an example: every page says so.
    out : path
        Folder for the files; replaced as a whole when everything is written. Results are kept in
        ``results`` beside it, what was made from what in ``manifest.json``.
    lang : str or iterable of str
        Languages to write.
    texts : path
        Folder of ``<section>.<language>.md``; read and checked in all languages, whatever is written.
    most_pages : int, optional
        A PDF with more pages is an error; None allows any number.
    collect : callable, optional
        Measures the study (`valuma.report.content.Collector`); by default what the brief of cases shows.
    progress : callable, optional
        Told in a few words what is being done.
    draws : int, optional
        Draws of chance tests and intervals; by default those of the study's settings.
    seed : int, optional
        Seed of everything drawn; by default that of the study's settings.

    Returns
    -------
    BriefFiles

    Raises
    ------
    StudyError
        The texts cannot be printed; carries everything that is wrong in them.
    ValumaError
        A figure without alternative text, a page too many, a sign no font has, invented data in a brief
        of real ones.

    Notes
    -----
    The same study, options, texts and versions give the same bytes. Drawing takes most of the time:
    about a second a figure and language.
    """
    languages = _languages(lang)
    draws = study.settings.draws if draws is None else draws
    seed = study.settings.seed if seed is None else seed
    target = Path(out)
    tell = progress or (lambda words: None)
    cache = Cache(target.parent / _RESULTS_FOLDER, inputs=study.fingerprint)

    tell("measuring")
    content = (collect or _default_collector())(study, draws=draws, seed=seed, cache=cache)
    sources = _sources(study.sources)
    tell("reading the texts")
    documents = read_documents(texts, _names(study, content, sources))

    pages: dict[str, int] = {}
    with replaced_folder(target) as folder:
        shop = Workshop(folder / _WORKSHOP)
        for language in languages:
            tell(f"drawing and setting: {language}")
            document = documents[language]
            plates = _plates(content, document, folder / "figures", shop)
            if plates.synthetic and not study.synthetic:
                raise ValumaError(f"{', '.join(plates.synthetic)}: invented data in a brief of real ones")
            imprint = _imprint(study, language, languages, draws, seed)
            name = imprint.file_name(language, "pdf")
            pdf = shop.pdf(typst_source(document, plates, sources, imprint), Path(name).stem)
            _check_pages(name, pdf.pages, most_pages)
            pages[language] = pdf.pages
            (folder / name).write_bytes(pdf.data)
            page = html_page(document, plates, sources, imprint)
            (folder / imprint.file_name(language, "html")).write_text(page, encoding="utf-8", newline="\n")
        shutil.rmtree(shop.folder)
    tell("writing the manifest")
    manifest = write_manifest(
        target.parent / _MANIFEST,
        target.name,
        folder=target,
        inputs={**study.inputs, **_text_inputs(Path(texts))},
        options={**content.options, "fingerprint": study.fingerprint, "languages": list(languages)},
        draws=draws,
        seed=seed,
    )
    return BriefFiles(target, pages, manifest, study.synthetic)


def _languages(lang: str | Iterable[str]) -> tuple[str, ...]:
    chosen = (lang,) if isinstance(lang, str) else tuple(lang)
    for language in chosen:
        if language not in LANGUAGES:
            raise ValumaError(f"language {language!r} is unknown; {nearest(language, LANGUAGES)}")
    if not chosen:
        raise ValumaError("no language to write; name at least one of fi, sv, en")
    return tuple(language for language in LANGUAGES if language in chosen)


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


def _plates(content: BriefContent, document: Document, folder: Path, shop: Workshop) -> Plates:
    """Draw the figures a document shows and fill its tables."""
    figures = {}
    for name in document.figures:
        figure = content.figures[name](document.lang)
        if figure.name != name and not name.startswith(f"{figure.name}-"):
            raise ValumaError(f"the function for figure {name!r} drew {figure.name!r}")
        item = illustrate(replace(figure, name=name), folder)
        shop.add(f"{item.stem}.svg", item.svg)
        figures[name] = item
    return Plates(figures, {name: content.tables[name](document.lang) for name in document.tables})


def _imprint(study: Study, lang: str, languages: tuple[str, ...], draws: int, seed: int) -> Imprint:
    return Imprint(
        study=study.settings.title.get(lang) or study.settings.id,
        version=valuma.__version__,
        inputs=study.fingerprint,
        seed=seed,
        draws=draws,
        languages=languages,
        synthetic=study.synthetic,
        keywords=tuple(message("keywords", lang).split("; ")),
    )


def _check_pages(name: str, pages: int, most: int | None) -> None:
    if most is not None and pages > most:
        raise ValumaError(f"{name} has {pages} pages, at most {most} are wanted: shorten it or leave a figure out")


def _text_inputs(folder: Path) -> dict[str, str]:
    """Hash of every text file."""
    return {f"{folder.name}/{path.name}": sha256(path) for path in sorted(folder.glob("*.md"))}
