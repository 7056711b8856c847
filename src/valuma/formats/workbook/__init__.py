"""Spreadsheets: Excel workbooks and CSV files read behind guards, workbooks written."""

from __future__ import annotations

from valuma.formats.workbook.limits import WorkbookLimits
from valuma.formats.workbook.reading import Sheet, Workbook, read_workbook
from valuma.formats.workbook.tables import ColumnOut, SheetOut
from valuma.formats.workbook.writing import workbook_bytes

__all__ = ["ColumnOut", "Sheet", "SheetOut", "Workbook", "WorkbookLimits", "read_workbook", "workbook_bytes"]
