"""Text tables: encoding, delimiter, decimal sign, codes and headers found from the file itself."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.loaders.survey_files.delimited import TextTable, read_delimited
from valuma.loaders.survey_files.leading_zeros import columns_with_leading_zeros
from valuma.loaders.survey_files.text_kinds import read_text_survey, sniff
from valuma.schema.problems import StudyError
from valuma.survey.load_report import LoadReport


def column(raw, name: str) -> list[object]:
    return [None if pd.isna(cell) else cell for cell in raw.values[name]]


def read(text: str, encoding: str = "utf-8"):
    return read_delimited(text.encode(encoding), "a.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
def test_finnish_letters_come_through_every_usual_encoding(encoding: str) -> None:
    raw = read("kunta;n\nNärpiö;1\nÅland;2\nPöytyä;3\n", encoding)
    assert column(raw, "kunta") == ["Närpiö", "Åland", "Pöytyä"]
    assert column(raw, "n") == [1, 2, 3]


def test_one_bad_byte_is_replaced_and_named_by_its_line() -> None:
    raw = read_delimited("nimi;n\nNärpiö;1\nPöytyä;2\n".encode() + b"Kemi\xff;3\n", "a.csv")
    assert column(raw, "nimi") == ["Närpiö", "Pöytyä", "Kemi\ufffd"]
    assert "1 line (4)" in str(raw.report)
    assert "U+FFFD" in str(raw.report)


def test_lines_of_another_encoding_within_a_file_keep_their_letters_and_are_reported() -> None:
    raw = read_delimited("nimi\nNärpiö\nPöytyä\nÄhtäri\n".encode() + "Jämsä\n".encode("cp1252"), "a.csv")
    assert column(raw, "nimi") == ["Närpiö", "Pöytyä", "Ähtäri", "Jämsä"]
    assert "1 line in Windows-1252 (5)" in str(raw.report)


def test_text_that_was_decoded_wrongly_before_is_left_and_reported() -> None:
    raw = read("nimi\nNÃ¤rpiÃ¶\n")
    assert column(raw, "nimi") == ["NÃ¤rpiÃ¶"]
    assert "UTF-8 had once been read" in str(raw.report.warnings[0])


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = [["id", "q1", "q2"], ["a", "1", "x"], ["b", "2", "y"], ["c", "3", "z"]]
    raw = read("\n".join(delimiter.join(row) for row in rows))
    assert list(raw.values) == ["id", "q1", "q2"]


def test_a_line_that_declares_the_delimiter_is_followed() -> None:
    raw = read("sep=;\nid;note\n1;a, b, c\n2;d, e, f\n")
    assert column(raw, "note") == ["a, b, c", "d, e, f"]


def test_line_ends_of_every_system_and_line_breaks_in_cells() -> None:
    for end in ("\n", "\r\n", "\r"):
        raw = read(end.join(["id;note", '1;"first', 'second; ""third"""', "2;x", ""]))
        assert column(raw, "id") == [1, 2]
        assert column(raw, "note") == [f'first{end}second; "third"', "x"]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["1,5", "2", "3,25"], [1.5, 2, 3.25]),
        (["1.5", "2", "3.25"], [1.5, 2, 3.25]),
        (["1 250,5", "12 000", "3,5"], [1250.5, 12000, 3.5]),
        (["1\u00a0250,5", "12\u202f000,0", "3,5"], [1250.5, 12000, 3.5]),
        (["1.250,5", "12.000", "3,5"], [1250.5, 12000, 3.5]),
        (["1,250.5", "12,000", "3.5"], [1250.5, 12000, 3.5]),
        (["-1,5", "−2,5", "+3"], [-1.5, -2.5, 3]),
        (["1,234", "2,345", "5,678"], [1.234, 2.345, 5.678]),
        (["1.234", "2.345", "5.678"], [1.234, 2.345, 5.678]),
        (["1,5e3", "2"], [1500, 2]),
    ],
)
def test_numbers_of_every_style(cells: list[str], found: list[float]) -> None:
    raw = read("id;x\n" + "".join(f"k{k};{cell}\n" for k, cell in enumerate(cells)))
    assert column(raw, "x") == found


def test_one_decimal_sign_holds_for_a_file() -> None:
    raw = read("a;b;c\n1,5;1.500;x\n2,25;12.000;y\n3,5;1.234.567;z\n")
    assert column(raw, "b") == [1500, 12000, 1234567]
    other = read("a;b;c;d\n1,5;1.5;1,1;x\n2,25;2.5;1,2;y\n")
    assert column(other, "b") == ["1.5", "2.5"]
    assert "decimal points, in a file with a decimal comma" in str(other.report)


def test_codes_and_identifiers_stay_text_also_where_the_zeros_come_late() -> None:
    late = "".join(f"{k};{k}\n" for k in range(1000, 3000))
    raw = read(f"id;n\n{late}0077;5\n")
    assert column(raw, "id")[-1] == "0077"
    assert column(raw, "id")[0] == "1000"
    assert column(raw, "n")[-1] == 5
    assert column(read("code;n\n01;1\n02;2\n"), "code") == ["01", "02"]
    assert column(read("code;n\n12345678901234567;1\n12345678901234568;2\n"), "code")[1] == "12345678901234568"


def test_a_text_far_down_makes_a_column_text_without_changing_the_cells_before_it() -> None:
    many = "".join(f"{k % 7};{k}.0\n" for k in range(1, 2000))
    raw = read(f"q;w\n{many}" + "muu;x\n" * 300)
    assert column(raw, "w")[:2] == ["1.0", "2.0"]
    assert column(raw, "q")[-1] == "muu"
    assert "1,999 numbers and 300 other texts" in str(raw.report)


def test_a_few_cells_that_are_no_numbers_are_unreadable_and_reported_with_the_respondent() -> None:
    raw = read("age;q\n" + "".join(f"{20 + k % 5};{k}\n" for k in range(40)) + "noin 40;1\n")
    assert raw.values["age"].dtype == np.float64
    assert raw.states["age"].iloc[40] == "unreadable"
    assert "1 cell that are no numbers (respondents 41)" in str(raw.report)


def test_dates_are_dates_and_days_that_do_not_exist_are_flagged() -> None:
    rows = "".join(f"{k % 28 + 1}.2.2024;2024-02-{k % 28 + 1:02} 10:00:00;x\n" for k in range(40))
    raw = read(f"d;t;s\n{rows}31.2.2024;2024-02-30 10:00:00;x\n")
    assert raw.values["d"].dtype.kind == raw.values["t"].dtype.kind == "M"
    assert str(raw.values["d"][0]) == "2024-02-01 00:00:00"
    assert raw.states["d"].iloc[40] == raw.states["t"].iloc[40] == "unreadable"


def test_dates_whose_day_and_month_cannot_be_told_apart_stay_text() -> None:
    raw = read("d;s\n1/2/2024;x\n3/4/2024;y\n")
    assert column(raw, "d") == ["1/2/2024", "3/4/2024"]
    assert "cannot be told apart" in str(raw.report)
    assert str(read("d;s\n1/2/2024;x\n3/14/2024;y\n").values["d"][0]) == "2024-01-02 00:00:00"


def test_headers_that_are_empty_or_there_twice_get_a_name_and_a_remark() -> None:
    raw = read("id;q;q;;\n1;2;3;4;\n")
    assert list(raw.values) == ["id", "q", "q_2", "column_4"]
    assert "named q_2" in str(raw.report)
    assert "named column_4" in str(raw.report)
    assert "1 column without heading and content" in str(raw.report)


def test_titles_above_the_header_are_kept_as_documents() -> None:
    raw = read("Kysely 2024\n\nid;q1\n1;2\n3;4\n")
    assert list(raw.values) == ["id", "q1"]
    assert raw.documents == ["Kysely 2024"]


def test_a_header_of_two_rows_is_joined() -> None:
    raw = read("id;Foorumit;;Ikä\n;kunta;valtio;\n1;x;;40\n2;;x;50\n")
    assert list(raw.values) == ["id", "Foorumit [kunta]", "Foorumit [valtio]", "Ikä"]
    assert column(raw, "Ikä") == [40, 50]


def test_rows_with_more_cells_than_the_header_lose_nothing() -> None:
    raw = read("id;q1\n1;2\n" + "3;4\n" * 2000 + "5;6;seven;8\n")
    assert column(raw, "column_3")[-1] == "seven"
    assert column(raw, "column_4")[-1] == 8
    assert "more cells than the header" in str(raw.report)


def test_rows_with_fewer_cells_are_missing_at_the_end() -> None:
    assert column(read("id;q1;q2\n1;2;3\n4\n"), "q2") == [3, None]


def test_rows_without_content_are_no_respondents_and_are_counted() -> None:
    raw = read("id;q1\n1;2\n;\n;\n3;4\n")
    assert column(raw, "id") == [1, 3]
    assert "2 rows without content" in str(raw.report)


def test_a_table_of_one_column_keeps_blank_answers_apart_from_the_others() -> None:
    assert column(read("nimi\nOulu\nKemi\n"), "nimi") == ["Oulu", "Kemi"]


def test_a_header_without_respondents_is_a_survey_of_nobody() -> None:
    raw = read("id;q1;q2\n")
    assert list(raw.values) == ["id", "q1", "q2"]
    assert len(raw.values) == 0


def test_a_quotation_mark_that_is_never_closed_is_an_error_with_its_place() -> None:
    with pytest.raises(StudyError, match="never closed"):
        read('id;q1\n1;"open\n2;3\n')


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf\n\n", b"\x00\x01\x02\x00\x03\x00\x00" * 50, b"<html><table>", b"%PDF-1.4"]
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(StudyError):
        read_text_survey(data, "a.csv")
    assert sniff(data, "a.csv") in (None, "plain")


def test_texts_that_come_back_are_options_and_others_are_not() -> None:
    rows = "".join(f"{('ei', 'joskus', 'usein')[k % 3]};vastaus {k}\n" for k in range(40))
    raw = read(f"q;open\n{rows}")
    assert dict(raw.variables["q"].labels) == {"ei": "ei", "joskus": "joskus", "usein": "usein"}
    assert raw.variables["open"].kind == "text"


def test_ten_thousand_columns_are_read() -> None:
    header = ";".join(f"q{k}" for k in range(10_000))
    raw = read(f"{header}\n" + (";".join(["1"] * 10_000) + "\n") * 3)
    assert raw.values.shape == (3, 10_000)


def test_more_cells_than_memory_holds_are_refused_before_they_are_made() -> None:
    data = (("x" + ";x" * 20_000 + "\n") * 30 + "1\n" * 30_000).encode()
    with pytest.raises(StudyError, match="cells"):
        read_delimited(data, "a.csv")


_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00", exclude_categories=("Cs", "Zl", "Zp", "Cc"))
                 | st.sampled_from("äöåÄÖÅ;,|\t\"'\n"), min_size=1, max_size=12)  # fmt: skip


@given(
    st.lists(st.tuples(_TEXTS, st.integers(-(10**9), 10**9), st.none() | st.decimals(-999, 999, places=2)), min_size=1),
    st.sampled_from([(";", ","), (";", "."), (",", "."), ("\t", ","), ("|", ",")]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)  # fmt: skip
def test_what_was_written_in_any_dialect_comes_back(rows, dialect, encoding: str, end: str, quote: bool) -> None:
    delimiter, sign = dialect
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL
    )
    # The header, a whole column of marks and one row fix delimiter and decimal sign whatever the texts hold.
    writer.writerow(["key", "text", "whole", "amount"])
    writer.writerow(["k", "alku", 5, f"1{sign}25"])
    for text, whole, amount in rows:
        writer.writerow(["k", f"x{text}x", whole, "" if amount is None else str(amount).replace(".", sign)])
    raw = read_delimited(stream.getvalue().encode(encoding), "a.csv")
    assert column(raw, "text") == ["alku", *(f"x{text}x" for text, _, _ in rows)]
    assert column(raw, "whole") == [5, *(whole for _, whole, _ in rows)]
    assert column(raw, "amount") == [1.25, *(None if amount is None else float(amount) for _, _, amount in rows)]


@given(st.lists(st.lists(st.sampled_from(["0", "00", "01", "10", "0,5", "a0", 'x"01"', "b;02", "1\n03", "", "-01"]),
                         min_size=3, max_size=3), max_size=30))  # fmt: skip
def test_leading_zeros_are_found_in_the_columns_where_a_parser_sees_them(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\n").writerows([["head", "er", "row"], *rows])
    data = stream.getvalue().encode()
    found = columns_with_leading_zeros(data, 0, ";")
    expected = {
        k for row in csv.reader(io.StringIO(data.decode(), newline=""), delimiter=";")
        for k, cell in enumerate(row) if len(cell) > 1 and cell[0] == "0" and cell[1].isdigit()
    }  # fmt: skip
    # Quotation marks within a cell follow each other; a zero behind them is taken along, which only costs time.
    assert found is not None
    assert expected <= found


def test_leading_zeros_are_found_across_the_pieces_in_which_a_text_is_looked_through(monkeypatch) -> None:
    monkeypatch.setattr("valuma.loaders.survey_files.leading_zeros._PIECE", 7)
    data = b"id;q1;q2\n" + b'1;"a;03";2\n' * 5 + b"44;5;07\n"
    assert columns_with_leading_zeros(data, 9, ";") == {2}
    assert columns_with_leading_zeros(b'id\n5" pipe;01\n', 3, ";") is None


def test_the_table_is_looked_at_without_reading_it() -> None:
    table = TextTable(b"id;q1\n" + b"1;2\n" * 10, "a.csv", LoadReport())
    assert table.delimiter == ";"
    assert table.head[1] == ["1", "2"]


@given(st.lists(st.lists(st.sampled_from(["a", "07", "", "1,5", "x;y", "q\nr", "12"]), max_size=6), max_size=8))
def test_every_cell_of_rows_of_any_length_stands_in_its_column(rows: list[list[str]]) -> None:
    header = ["key", "h1", "h2", "h3"]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\n").writerows(
        [header, ["k", "t", "t"], *(["k", *row] for row in rows)]
    )
    raw = read_delimited(stream.getvalue().encode(), "a.csv")
    written = [["k", "t", "t"], *(["k", *row] for row in rows)]
    assert len(raw.values) == len(written)
    names = [*header, "column_5", "column_6", "column_7"]
    for k, row in enumerate(written):
        for name, cell in zip(names, [*row, *[""] * 7], strict=False):
            held = raw.values[name][k] if name in raw.values else None
            if not cell:
                assert pd.isna(held)
            else:
                assert held == (cell if isinstance(held, str) else float(cell.replace(",", ".")))
