"""Cards of a study folder as an Excel workbook, and back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from valuma.formats.workbook.reading import Workbook, read_workbook
from valuma.formats.workbook.writing import ColumnOut, SheetOut, workbook_bytes
from valuma.loaders.card_workbook.about import about_sheet, kind_of_workbook, look_up_sheets, versions_sheet
from valuma.loaders.card_workbook.cells import cell_of
from valuma.loaders.card_workbook.folder import CardFile, CardFolder, read_card_folder
from valuma.loaders.card_workbook.looks import column_out
from valuma.loaders.card_workbook.merge import Merge
from valuma.loaders.card_workbook.reading import only_own_hidden, read_filled
from valuma.loaders.card_workbook.sheets import KIND, CardSheet, card_sheets
from valuma.loaders.card_workbook.values import single_cells, table_cells
from valuma.loaders.changes import Changes
from valuma.loaders.study_folder import read_study
from valuma.schema.problems import Problem, Problems, ValumaError
from valuma.texts import message

__all__ = ["KIND", "export_cards", "kind_of_workbook", "read_card_workbook"]

#: Empty rows with drop-down lists below each table.
_SPARE_ROWS = 200


def export_cards(study_folder: str | Path, networks: Iterable[str] | None = None, lang: str | None = None) -> bytes:
    """Return the cards of a study folder as a workbook that can be filled in and read back.

    Parameters
    ----------
    study_folder : str or Path
        Folder of a study without errors.
    networks : iterable of str, optional
        Networks by id; all by default. The register of sources is always whole.
    lang : {"fi", "sv", "en"}, optional
        Language of headings, notes and names of sheets; by default that of the study. Reading back does not depend
        on it.

    Returns
    -------
    bytes
        An ``.xlsx`` workbook; the same folder gives the same bytes.

    Raises
    ------
    StudyError
        The study has errors.
    ValumaError
        There is no such network, or there are no cards.

    Notes
    -----
    Member lists in ``tables/`` are not exported, only those that stand beside a card. Columns of a CSV file that the
    contract does not know are not shown, and stay as they are.

    Examples
    --------
    >>> export_cards(".", ["6aika"], lang="fi")[:2]                   # doctest: +SKIP
    b'PK'
    """
    study, folder = read_study(study_folder), read_card_folder(study_folder)
    lang = study.settings.language if lang is None else lang
    if networks is not None:
        folder = folder.some(networks)
    if not folder.cards:
        raise ValumaError(f"{study_folder} holds no cards")
    sheets = [
        about_sheet(study, lang),
        *(_sheet(folder, sheet, lang) for sheet in card_sheets()),
        *look_up_sheets(study, lang),
        versions_sheet(folder),
    ]
    title = message("cards-title", lang)
    return workbook_bytes(sheets, title=title, language=lang, subject=study.settings.title_in(lang))


def read_card_workbook(
    workbook: str | os.PathLike[str] | Workbook, study_folder: str | Path, *, take_workbook: bool = False
) -> Changes:
    """Work out what a filled workbook changes; nothing is written.

    Parameters
    ----------
    workbook : path or Workbook
        A workbook made by `export_cards`, filled in.
    study_folder : str or Path
        Folder of the study it shall be read into.
    take_workbook : bool, default False
        Take what the workbook says also of networks, and of the register of sources, whose files have changed since
        it was made.

    Returns
    -------
    Changes
        New contents of the files and every change in words; ``report`` holds what was understood in another way and
        what deserves a look. Empty where nothing was changed.

    Raises
    ------
    StudyError
        Anything in the workbook is wrong; carries all problems with sheet and cell. Or files have changed since the
        workbook was made and it says something else, unless `take_workbook`. Or the study has errors.

    Notes
    -----
    Rows are recognised by what they say, so that sorting changes nothing. A row that is gone from a list is taken
    away; a network that is gone from the first sheet is an error. A column or sheet that is gone leaves what it held
    as it is, with a warning. Of a card only what differs is written: comments and layout stay.
    """
    book = workbook if isinstance(workbook, Workbook) else read_workbook(workbook)
    problems = Problems(item for item in book.notes if not (_is_of_hidden_sheets(item) and only_own_hidden(book)))
    if kind_of_workbook(book) not in (None, KIND):
        found = f"a workbook of the kind {kind_of_workbook(book)!r}"
        problems.error(book.file, found, f"one of the kind {KIND!r}")
        problems.raise_if_errors(f"{book.file} cannot be used")
    folder = read_card_folder(study_folder)
    filled = read_filled(book, folder.names, problems)
    merge = Merge(folder, filled, problems, take_workbook)
    merge.run()
    problems.raise_if_errors(f"{book.file} cannot be used")
    return Changes(Path(study_folder), merge.contents, tuple(merge.changes), problems)


def _is_of_hidden_sheets(item: Problem) -> bool:
    return item.found.startswith("hidden sheets")


def _sheet(folder: CardFolder, sheet: CardSheet, lang: str) -> SheetOut:
    columns: list[ColumnOut] = [column_out(folder, sheet, one, lang) for one in sheet.fields]
    rows = list(_rows(folder, sheet))
    frozen = 2 if sheet.key == "memberships" else 1
    return SheetOut(sheet.name(lang), columns, rows, freeze_columns=frozen, blank_rows=_SPARE_ROWS)


def _rows(folder: CardFolder, sheet: CardSheet) -> Iterable[Sequence[Any]]:
    if sheet.key == "sources":
        for row in folder.sources.rows:
            values = table_cells(sheet, row)
            yield [cell_of(one, values[one.key]) for one in sheet.fields]
        return
    for name, file in folder.cards.items():
        if sheet.key == "networks":
            yield [cell_of(one, single_cells(file, one)) for one in sheet.fields]
        else:
            for values in _rows_of(sheet, file):
                yield [name if one.key == "network_id" else cell_of(one, values.get(one.key)) for one in sheet.fields]


def _rows_of(sheet: CardSheet, file: CardFile) -> Iterable[dict[str, Any]]:
    if sheet.key == "memberships":
        return [table_cells(sheet, row) for row in file.members.rows]
    return [part.model_dump(by_alias=True) for part in getattr(file.card, sheet.part)]
