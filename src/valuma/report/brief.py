"""The brief: results, texts and figures of a study → PDF and HTML in Finnish, Swedish and English."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.report.content import Collector
from valuma.report.document import Document
from valuma.report.html_writer import html_page
from valuma.report.illustrations import Plates, illustrate
from valuma.report.own_folder import refuse_foreign
from valuma.report.prepared import RESULTS_FOLDER, Prepared, chosen_languages, prepare
from valuma.report.sections import LANGUAGES
from valuma.report.swap import replaced_folder
from valuma.report.typst_compile import Workshop
from valuma.report.typst_writer import typst_source
from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.study.study import Study

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
    languages = chosen_languages(lang)
    target = Path(out)
    tell = progress or (lambda words: None)
    refuse_foreign(target, "brief")
    results = target.parent / RESULTS_FOLDER
    ready = prepare(study, texts=texts, collect=collect, results=results, progress=tell, draws=draws, seed=seed)

    pages: dict[str, int] = {}
    with replaced_folder(target) as folder:
        shop = Workshop(folder / _WORKSHOP)
        for language in languages:
            tell(f"drawing and setting: {language}")
            document = ready.documents[language]
            plates = _plates(ready, document, folder / "figures", shop)
            imprint = ready.imprint(language, languages)
            name = imprint.file_name(language, "pdf")
            pdf = shop.pdf(typst_source(document, plates, ready.sources, imprint), Path(name).stem)
            _check_pages(name, pdf.pages, most_pages)
            pages[language] = pdf.pages
            (folder / name).write_bytes(pdf.data)
            page = html_page(document, plates, ready.sources, imprint)
            (folder / imprint.file_name(language, "html")).write_text(page, encoding="utf-8", newline="\n")
        shutil.rmtree(shop.folder)
    tell("writing the manifest")
    manifest = ready.record(target, languages)
    return BriefFiles(target, pages, manifest, study.synthetic)


def _plates(ready: Prepared, document: Document, folder: Path, shop: Workshop) -> Plates:
    """Draw the figures a document shows and fill its tables."""
    figures = {}
    for name in document.figures:
        item = illustrate(ready.figure(name, document.lang), folder)
        shop.add(f"{item.stem}.svg", item.svg)
        figures[name] = item
    return Plates(figures, {name: ready.table(name, document.lang) for name in document.tables})


def _check_pages(name: str, pages: int, most: int | None) -> None:
    if most is not None and pages > most:
        raise ValumaError(f"{name} has {pages} pages, at most {most} are wanted: shorten it or leave a figure out")
