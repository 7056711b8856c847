"""The tables: every number of the brief, its figures and its annexes → one Excel workbook a language."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.report.content import Collector
from valuma.report.own_folder import refuse_foreign
from valuma.report.prepared import RESULTS_FOLDER, Prepared, chosen_languages, prepare
from valuma.report.sections import LANGUAGES
from valuma.report.swap import replaced_folder
from valuma.schema.problems import ValumaError, nearest
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.study.study import Study


@dataclass(frozen=True)
class TableFiles:
    """What `tables` made.

    Parameters
    ----------
    folder : Path
        Folder with the workbooks.
    sheets : mapping of str to tuple of str
        Names of the sheets by language.
    manifest : Path
        ``manifest.json``, beside the folder.
    synthetic : bool
        True for an example with invented data.
    notes : tuple of str
        Figures that this study has nothing for.
    """

    folder: Path
    sheets: Mapping[str, tuple[str, ...]]
    manifest: Path
    synthetic: bool
    notes: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The workbooks."""
        return tuple(sorted(self.folder.glob("*.xlsx")))


def tables(
    study: Study,
    *,
    out: str | os.PathLike[str] = "build/tables",
    lang: str | Iterable[str] = LANGUAGES,
    texts: str | os.PathLike[str] = "brief",
    figures: Iterable[str] | None = None,
    collect: Collector | None = None,
    progress: Callable[[str], None] | None = None,
    draws: int | None = None,
    seed: int | None = None,
) -> TableFiles:
    """Write the numbers of a study as Excel workbooks: a sheet a figure, a sheet a table, all results, notes.

    Parameters
    ----------
    study : Study
        The study. One that holds anything invented gives an example: every sheet says so.
    out : path
        Folder for the files; replaced as a whole when everything is written.
    lang : str or iterable of str
        Languages to write.
    texts : path
        Folder of the texts of the brief, which say where a result is used; a study may have none.
    figures : iterable of str, optional
        Names of the figures; by default all that the content offers, those of the text first.
    collect, progress, draws, seed
        As in `valuma.report.brief`.

    Returns
    -------
    TableFiles

    Raises
    ------
    StudyError
        The texts cannot be printed.
    ValumaError
        A figure that is not there.

    Notes
    -----
    Numbers are numbers in full precision. Headings and words are in the language of the workbook; the name of a
    column in the data stands in the remark on its heading and on a sheet of its own. A text that a spreadsheet
    would take for a formula begins with an apostrophe. The same inputs give the same bytes.
    """
    refuse_foreign(out, "tables")
    prepared = prepare(
        study,
        texts=texts,
        texts_needed=False,
        collect=collect,
        results=Path(out).parent / RESULTS_FOLDER,
        progress=progress,
        draws=draws,
        seed=seed,
    )
    return make_tables(prepared, out=out, lang=lang, figures=figures, progress=progress)


def make_tables(
    prepared: Prepared,
    *,
    out: str | os.PathLike[str] = "build/tables",
    lang: str | Iterable[str] = LANGUAGES,
    figures: Iterable[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> TableFiles:
    """Write the workbooks of what has been prepared; parameters as in `tables`."""
    from valuma.report.xlsx.pages import Book
    from valuma.report.xlsx.writer import book_bytes

    languages = chosen_languages(lang)
    chosen = None if figures is None else tuple(dict.fromkeys(figures))
    for name in chosen or ():
        if name not in prepared.content.figures:
            raise ValumaError(f"no figure {name!r} to write: {nearest(name, prepared.content.figures)}")
    target = Path(out)
    refuse_foreign(target, "tables")
    tell = progress or (lambda words: None)
    names: dict[str, tuple[str, ...]] = {}
    notes: tuple[str, ...] = ()
    with replaced_folder(target) as folder:
        for language in languages:
            tell(f"tables: {language}")
            imprint = prepared.imprint(language, languages, stem="tables")
            everything, notes = prepared.drawable(language) if chosen is None else (chosen, ())
            sheets = Book(prepared, imprint, language).all_sheets(everything)
            data = book_bytes(
                sheets,
                title=message("tables-title", language, study=imprint.study),
                lang=language,
                properties={"subject": imprint.banner, "keywords": "; ".join(imprint.keywords)},
            )
            (folder / imprint.file_name(language, "xlsx")).write_bytes(data)
            names[language] = tuple(sheet.name for sheet in sheets)
    manifest = prepared.record(target, languages, figures=None if chosen is None else list(chosen))
    return TableFiles(target, names, manifest, prepared.study.synthetic, notes)
