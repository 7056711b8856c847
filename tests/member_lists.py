"""Small member lists as workbooks; every organisation, place and person in them is invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

Rows = Sequence[Sequence[object]]

#: Personal data that stand in lists of the tests and must not come out of them.
PERSON, EMAIL, PHONE = "Maija Esimerkki", "maija.esimerkki@saarela.example", "+358 40 765 4321"
SECRETS = ("Esimerkki", "maija.", "765", "4321")


def book(
    path: Path, sheets: Mapping[str, Rows] | Rows, *, hidden: Sequence[str] = (), merged: Sequence[str] = ()
) -> Path:
    """Write a workbook; ``merged`` names ranges of the first sheet, which keep the text of their first cell."""
    named = sheets if isinstance(sheets, Mapping) else {"Lista": sheets}
    with xlsxwriter.Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "d.m.yyyy"})
        for name, rows in named.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(number, place, dt.datetime(value.year, value.month, value.day), day)
                    elif value is not None:
                        sheet.write(number, place, value)
            if name == next(iter(named)):
                for cells in merged:
                    first = cells.split(":")[0]
                    text = rows[int(first[1:]) - 1][ord(first[0]) - ord("A")]
                    sheet.merge_range(cells, text)
            if name in hidden:
                sheet.hide()
    return path
