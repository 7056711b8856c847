"""CSV files: cells, the line of each row, and every fault of form."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.loaders.csv_file import RawTable, parse_csv
from valuma.schema.problems import MOST_NAMED, Problems
from valuma.schema.tables import TABLES
from valuma.study.frames import conform
from valuma.study.origins import Origin

SOURCES = TABLES["sources"]
HEADER = "source_id,title,publisher"


def parse(text: str | bytes) -> tuple[RawTable | None, Problems]:
    problems = Problems()
    data = text if isinstance(text, bytes) else text.encode()
    return parse_csv(data, SOURCES, "sources.csv", problems), problems


def parsed(text: str) -> RawTable:
    raw, problems = parse(text)
    assert raw is not None, str(problems)
    assert not problems.errors, str(problems)
    return raw


def test_line_of_a_row_counts_the_lines_inside_quotation_marks() -> None:
    raw = parsed(f'{HEADER}\na,"two\nlines",x\nb,one,y\n\nc,one,"z"\n')
    assert raw.columns["title"] == ["two\nlines", "one", "one"]
    assert raw.lines.tolist() == [2, 4, 6]


def test_delimiter_and_doubled_quotation_mark_inside_a_cell() -> None:
    raw = parsed(f'{HEADER}\na,"One, or ""two""",x\n')
    assert raw.columns["title"] == ['One, or "two"']


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    raw = parsed(end.join([HEADER, "a,b,c", 'd,"e",f', ""]))
    assert raw.columns["source_id"] == ["a", "d"]
    assert raw.lines.tolist() == [2, 3]


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize(("row", "found", "hint"), [("a,b", "2 cells", False), ("a,b,c,d", "4 cells", True)])
def test_ragged_row_is_named_and_the_others_are_kept(row: str, found: str, hint: bool, quoted: bool) -> None:
    last = 'e,"f",g' if quoted else "e,f,g"
    raw, problems = parse(f"{HEADER}\n{row}\n{last}\n")
    assert raw is not None
    assert raw.columns["source_id"] == ["e"]
    assert not raw.complete
    (problem,) = problems.errors
    assert (problem.row, problem.found, problem.expected) == (2, found, "3 cells")
    assert bool(problem.hint) == hint


def test_rows_of_delimiters_only_are_passed_over_and_noted() -> None:
    raw, problems = parse(f"{HEADER}\na,b,c\n,,\n , ,\n")
    assert raw is not None
    assert raw.lines.tolist() == [2]
    assert [p.found for p in problems.notes] == ["2 rows of empty cells"]


def test_empty_columns_at_the_end_are_dropped() -> None:
    raw = parsed(f"{HEADER},,\na,b,c,,\nd,e,f,,\n")
    assert list(raw.columns) == ["source_id", "title", "publisher"]
    assert raw.columns["publisher"] == ["c", "f"]


def test_column_that_stands_twice_is_an_error() -> None:
    _, problems = parse("source_id,title,title\na,b,c\n")
    assert [(p.found, p.row) for p in problems.errors] == [("the column 'title' 2 times", 1)]


def test_column_without_a_name_is_an_error() -> None:
    _, problems = parse("source_id,,title\na,b,c\n")
    assert [p.found for p in problems.errors] == ["no name above column 2"]


def test_tabs_between_cells_are_recognised() -> None:
    raw, problems = parse("source_id\ttitle\tpublisher\na\tb\tc\n")
    assert raw is None
    assert problems.errors[0].hint == "the cells seem to be separated by tabs"


def test_quotation_mark_that_is_never_closed_names_its_row() -> None:
    raw, problems = parse(f'{HEADER}\na,b,c\nd,"e,f\ng,h,i\n')
    assert raw is not None
    assert raw.columns["source_id"] == ["a"]
    assert not raw.complete
    (problem,) = problems.errors
    assert (problem.row, problem.hint) == (3, "a quotation mark that opens here is never closed")


def test_nul_byte_names_its_line() -> None:
    raw, problems = parse(f"{HEADER}\na,b,c\nd,\0,f\n")
    assert raw is None
    assert [(p.found, p.row) for p in problems.errors] == [("a NUL byte", 3)]


def test_utf_16_is_named_and_not_guessed() -> None:
    raw, problems = parse(HEADER.encode("utf-16"))
    assert raw is None
    assert "CSV UTF-8" in problems.errors[0].hint


def test_letters_that_were_once_misread_are_a_warning() -> None:
    _, problems = parse(f"{HEADER}\na,NÃ¤rpes,c\n")
    assert [(p.severity, p.row) for p in problems] == [("warning", 2)]


def test_byte_that_windows_1252_lacks_is_replaced_and_named() -> None:
    raw, problems = parse(HEADER.encode() + b"\na,\xe4\x81,c\n")
    assert raw is not None
    assert raw.columns["title"] == ["ä\ufffd"]
    assert problems.warnings[-1].row == 2


def test_problems_beyond_a_limit_are_counted_not_listed() -> None:
    rows = "\n".join(f"s{k},t,p,2020-13-{k}" for k in range(MOST_NAMED + 7))
    raw, problems = parse(f"{HEADER},accessed\n{rows}\n")
    assert raw is not None
    conform(SOURCES, pd.DataFrame(raw.columns), Origin.of_file(raw.file, raw.lines), problems)
    assert len(problems.errors) == MOST_NAMED + 1
    assert problems.errors[-1].found == "7 more such cells"


@pytest.mark.parametrize(("n", "last"), [(MOST_NAMED, "2 cells"), (MOST_NAMED + 3, "3 more such rows")])
def test_uneven_rows_beyond_a_limit_are_counted_not_listed(n: int, last: str) -> None:
    raw, problems = parse(f"{HEADER}\n" + "a,b\n" * n)
    assert raw is not None
    assert not raw.complete
    assert len(problems.errors) == min(n, MOST_NAMED + 1)
    assert problems.errors[-1].found == last


cell = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"), max_size=8)
rows = st.lists(st.tuples(cell, cell, cell).filter(lambda r: any(c.strip() for c in r)), max_size=8)


@given(rows, st.sampled_from([",", ";"]), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_a_csv_writer_writes_is_read_back(
    table: list[tuple[str, str, str]], delimiter: str, end: str, all_quoted: bool
) -> None:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([HEADER.split(","), *table])
    raw, problems = parse(out.getvalue())
    assert raw is not None
    assert not problems.errors, str(problems)
    assert list(zip(*raw.columns.values(), strict=True)) == [tuple(row) for row in table]
    assert raw.lines.tolist() == list(range(2, len(table) + 2))
