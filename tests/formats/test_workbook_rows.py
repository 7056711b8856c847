"""A sheet with more rows than Excel has is refused when the first row too many is met."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from valuma.formats.workbook.scan import scan_sheet
from valuma.schema.problems import StudyError


def test_empty_rows_beyond_the_last_of_excel_are_not_gone_through() -> None:
    passed = 0

    def pieces() -> Iterator[bytes]:
        nonlocal passed
        yield b"<worksheet><sheetData>"
        while True:
            passed += 1
            yield b"<row/>" * 100_000

    with pytest.raises(StudyError, match="more than 1,048,576 rows"):
        scan_sheet(pieces(), "list.xlsx")
    assert passed == 11
