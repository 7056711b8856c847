from __future__ import annotations

import csv
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portable import Var, portable

from valuma.loaders.survey_files import por_text
from valuma.loaders.survey_files.por import read_por
from valuma.schema.problems import StudyError
from valuma.survey.codebook import MissingRule

DATA = Path(__file__).resolve().parents[2] / "data" / "portable"
AGREE = Var(
    "Q1", label="Yhteistyö on hyödyllistä", missing=[(8.0, 8.0), (9.0, 9.0)], labels={1.0: "täysin", 9.0: "EOS"}
)


def read(data: bytes):
    return read_por(data, "a.por")


# The file was written by GNU PSPP 1.6.2 from kunnat.sps; kunnat-read.csv is what PSPP itself reads from it.
@pytest.fixture(scope="module")
def kunnat():
    return read((DATA / "kunnat.por.txt").read_bytes())


@pytest.fixture(scope="module")
def by_pspp() -> list[dict[str, str]]:
    text = (DATA / "kunnat-read.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.split("Table: Data List\n")[1].splitlines()))


@pytest.mark.parametrize("name", ["Q1", "IKA", "OSUUS", "SUURI"])
def test_numbers_are_those_that_pspp_reads(kunnat, by_pspp, name: str) -> None:
    theirs = [float(row[name]) if row[name].strip() != "." else math.nan for row in by_pspp]
    # PSPP prints seven decimals, and wrote 1.5e200 as 1.499999999999994e200.
    np.testing.assert_allclose(kunnat.values[name], theirs, rtol=1e-14, atol=5e-8)


def test_numbers_come_back_as_they_were_written(kunnat) -> None:
    assert kunnat.values["SUURI"].tolist()[1:] == [2e-30, pytest.approx(math.nan, nan_ok=True), -7, 123456789012]
    assert kunnat.values["OSUUS"].tolist() == [1.25, 0.75, -0.000001, 1000000.5, 0.1]


@pytest.mark.parametrize("name", ["VASTATTU", "PERUST"])
def test_dates_are_those_that_pspp_reads(kunnat, by_pspp, name: str) -> None:
    form = "%d-%b-%Y %H:%M:%S" if name == "VASTATTU" else "%d-%b-%Y"
    theirs = pd.to_datetime([None if row[name] == "." else row[name].title() for row in by_pspp], format=form)
    ours = kunnat.values[name]
    if name in kunnat.states:
        ours = ours.mask(kunnat.states[name].notna(), pd.Timestamp("1900-01-01"))
    assert ours.fillna(pd.Timestamp(0)).tolist() == theirs.fillna(pd.Timestamp(0)).tolist()


def test_letters_are_those_of_the_syntax(kunnat) -> None:
    assert kunnat.values["KUNTA"].tolist() == ["Äänekoski", "Åbo", "", "Öö", "x/y*z"]
    assert kunnat.variables["IKA"].label == "Vastaajan ikä"
    assert kunnat.variables["Q1"].label.endswith("vuoden aikana? Hyöty määränä")
    assert kunnat.variables["Q1"].labels == {1: "Ei lainkaan", 2: "Täysin", 8: "En osaa sanoa", 9: "Ei vastausta"}
    assert kunnat.documents[0].endswith("Äänestys ja yhteistyö.")


def test_missing_codes_and_ranges_are_those_of_the_syntax(kunnat) -> None:
    ends = {name: [(rule.low, rule.high) for rule in v.missing] for name, v in kunnat.variables.items() if v.missing}
    assert ends == {
        "Q1": [(8, 8), (9, 9)],
        "IKA": [(-math.inf, -1), (99, 99)],
        "OSUUS": [(-0.5, 0)],
        "PERUST": [(10010390400, 10010390400)],
        "S": [("z", "z")],
    }


def test_a_date_declared_missing_is_missing_with_its_code(kunnat) -> None:
    assert kunnat.values["PERUST"].isna().tolist() == [False, False, True, False, True]
    assert kunnat.states["PERUST"].dropna().to_dict() == {4: "10010390400"}


def test_an_impossible_date_is_unreadable_and_told() -> None:
    found = read(portable([Var("D", format=(20, 11, 0))], [[13823740800.0], [9e15], [-1.0]]))
    assert found.values["D"].dropna().tolist() == [pd.Timestamp("2020-11-03")]
    assert found.states["D"].dropna().to_dict() == {1: "unreadable", 2: "unreadable"}
    assert "rows 2, 3" in str(found.report)


def test_formats_are_as_spss_writes_them(kunnat) -> None:
    formats = [variable.format for variable in kunnat.variables.values()]
    assert formats == ["F2", "F3", "F9.4", "A12", "DATETIME20", "DATE11", "A1", "E12.3"]


def test_a_range_that_pspp_wrote_without_its_first_code_is_told() -> None:
    # PSPP 1.6.2 writes the highest number in place of 98 for "98 THRU HI".
    data = portable([Var("AGE", missing=[(1.797e308, None)])], [[98.0]], line_end=b"")
    found = read(data.replace(_written(1.797e308), b"A9E17IR6IG+6J/"))
    assert found.variables["AGE"].missing == ()
    assert "lost its first code" in str(found.report)


def _written(value: float) -> bytes:
    from portable import number

    return number(value)


@given(st.lists(st.floats(-1e15, 1e15).filter(lambda x: x == 0 or abs(x) > 1e-12), min_size=1, max_size=5))
def test_any_float_written_exactly_comes_back(values: list[float]) -> None:
    assert read(portable([Var("X")], [[value] for value in values])).values["X"].tolist() == values


@given(
    st.booleans(),
    st.text("0123456789ABCDEFGHIJKLMNOPQRST", min_size=1, max_size=20),
    st.text("0123456789ABCDEFGHIJKLMNOPQRST", max_size=20),
    st.integers(-120, 120),
)
def test_a_number_is_the_float_nearest_to_its_fraction(minus: bool, whole: str, part: str, power: int) -> None:
    digits = Fraction(int(whole + part, 30), 30 ** len(part)) * Fraction(30) ** power
    shown = f"{'-' if minus else ''}{whole}.{part}{'-' if power < 0 else '+'}{_base30(abs(power))}"
    assert por_text.number(shown.encode()) == (-1 if minus else 1) * float(digits)


def _base30(value: int) -> str:
    from portable import base30

    return base30(value)


def test_numbers_beyond_the_largest_are_infinite_and_tiny_ones_zero() -> None:
    assert por_text.number(b"1+TT") == math.inf
    assert por_text.number(b"-1+TTTTT") == -math.inf
    assert por_text.number(b"1-TTTTT") == 0


@pytest.mark.parametrize("token", [b"", b".", b"-", b"1U", b"1,5", b"1*", b"1+TTTTTTTT", b"9" * 5000])
def test_what_is_no_number_is_refused_without_delay(token: bytes) -> None:
    with pytest.raises(por_text.BadNumber):
        por_text.number(token)


def test_files_that_pyreadstat_writes_are_read(tmp_path: Path) -> None:
    frame = pd.DataFrame({"A": [1.0, 2.5, np.nan, -7.0], "T": ["x", "", "yy", "z z"], "B": [0.1, 1e-7, 3e10, 0.0]})
    pyreadstat.write_por(frame, str(tmp_path / "a.por"), column_labels=["First", "Text", "Second"])
    found = read((tmp_path / "a.por").read_bytes())
    np.testing.assert_allclose(found.values[["A", "B"]], frame[["A", "B"]], rtol=1e-12)
    assert found.values["T"].tolist() == frame["T"].tolist()
    assert [variable.label for variable in found.variables.values()] == ["First", "Text", "Second"]


def test_the_public_reader_of_pyreadstat_agrees_on_ascii_without_missing_codes(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    rows = [[float(rng.integers(9)), round(float(rng.normal()), 3), f"t{rng.integers(99)}"] for _ in range(200)]
    path = tmp_path / "a.por"
    path.write_bytes(portable([Var("A", labels={1.0: "yes"}), Var("B"), Var("C", 6)], rows))
    theirs, meta = pyreadstat.read_por(str(path))
    ours = read_por(path.read_bytes(), path.name)
    np.testing.assert_allclose(ours.values[["A", "B"]], theirs[["A", "B"]], rtol=1e-12)
    assert ours.values["C"].tolist() == theirs["C"].tolist()
    assert dict(ours.variables["A"].labels) == meta.variable_value_labels["A"]


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n", b"\r", b""])
@pytest.mark.parametrize("strip", [False, True])
def test_line_ends_and_stripped_spaces_do_not_matter(line_end: bytes, strip: bool) -> None:
    rows = [[1.0, "Äänekoski" + " " * 70 + "x"], [9.0, " "], [None, "Åbo"]]
    data = portable([AGREE, Var("K", 100)], rows, line_end=line_end, strip=strip and line_end != b"")
    found = read(data)
    assert found.values["K"].tolist() == ["Äänekoski" + " " * 70 + "x", "", "Åbo"]
    assert found.values["Q1"].tolist()[:2] == [1.0, 9.0]
    assert found.variables["Q1"].labels == {1.0: "täysin", 9.0: "EOS"}


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", ""), ("cp1252", "Windows-1252"), ("cp850", "code page 850"), ("mac_roman", "Mac Roman")],
)
def test_finnish_letters_are_read_in_every_encoding_in_use(encoding: str, said: str) -> None:
    data = portable([Var("HEINÄ", 12, label="Ålands öar är sköna")], [["Närpiö"], ["Åbo"]], encoding=encoding)
    found = read(data)
    assert found.values["HEINÄ"].tolist() == ["Närpiö", "Åbo"]
    assert found.variables["HEINÄ"].label == "Ålands öar är sköna"
    assert said in str(found.report)


def test_a_file_with_texts_in_two_encodings_is_read_text_by_text() -> None:
    utf8 = portable([Var("K", 12)], [["Kemiö"], ["Åbo"]], encoding="utf-8")
    data = portable([Var("K", 12)], [["KKKKK"], ["Åbo"]]).replace(b"KKKKK", "Kemiö".encode("cp1252"))
    assert read(data).values["K"].tolist() == ["Kemiö", "Åbo"]
    mixed = utf8.replace("Åbo".encode(), "Åb§".encode("cp1252") + b" ", 1).replace("§".encode("cp1252"), b"o")
    found = read(mixed)
    assert found.values["K"].tolist() == ["Kemiö", "Åbo"]
    assert "others read as Windows-1252" in str(found.report)


def test_a_text_cut_inside_a_letter_loses_that_letter_only() -> None:
    data = portable([Var("K", 8)], [["Ähtäri"], ["Kemiöxx"]], encoding="utf-8")
    found = read(data.replace(b"xx", b"\xc3x").replace(b"8/Kemi", b"7/Kemi").replace(b"\xc3xZ", b"\xc3Z"))
    assert found.values["K"].tolist() == ["Ähtäri", "Kemiö\ufffd"]
    assert "inside a letter" in str(found.report)


def test_a_byte_that_is_no_letter_is_replaced_and_reported() -> None:
    found = read(portable([Var("K", 8)], [["ä?"]]).replace("ä?".encode("cp1252"), b"\xe4\x81"))
    assert found.values["K"].tolist() == ["ä\ufffd"]
    assert "stand for no letter" in str(found.report)


def test_a_file_converted_to_utf8_as_a_text_is_taken_back() -> None:
    data = portable([Var("K", 100)], [["Ääkkösiä " * 9], ["ä"]])
    found = read(data.decode("cp1252").encode("utf-8"))
    assert found.values["K"].tolist() == [("Ääkkösiä " * 9).strip(), "ä"]
    assert "taken back to Windows-1252" in str(found.report)


def test_a_file_in_another_alphabet_is_translated_by_its_own_table() -> None:
    # Code page 500 is an EBCDIC; its bytes for letters, digits and signs differ from those of ASCII.
    ebcdic = bytes(bytes([code]).decode("latin-1").encode("cp500")[0] for code in range(256))
    data = portable([Var("Q1", labels={1.0: "yes"}), Var("K", 8)], [[1.5, "a/b"]], alphabet=ebcdic, line_end=b"\r\n")
    found = read(data)
    assert found.values.to_numpy().tolist() == [[1.5, "a/b"]]
    assert found.variables["Q1"].labels == {1.0: "yes"}
    assert "file's own table" in str(found.report)


def test_weight_and_remarks_of_the_file_are_kept() -> None:
    found = read(portable([Var("Q1"), Var("PAINO")], [[1.0, 2.0]], weight="PAINO", documents=["Kysely", "2019"]))
    assert (found.weight, found.documents) == ("PAINO", ["Kysely", "2019"])


def test_a_weight_that_is_no_variable_is_told() -> None:
    found = read(portable([Var("Q1")], [[1.0]], weight="W"))
    assert found.weight == ""
    assert "'W', which is no variable" in str(found.report)


def test_missing_codes_of_texts_and_all_ranges_are_read() -> None:
    variables = [
        Var("A", missing=[(None, -1.0)]),
        Var("B", missing=[(97.0, None)]),
        Var("C", 3, missing=[("ei", "ei")]),
    ]
    found = read(portable(variables, [[-2.0, 98.0, "ei"]]))
    assert [found.variables[name].missing for name in "ABC"] == [
        (MissingRule(-math.inf, -1.0),),
        (MissingRule(97.0, math.inf),),
        (MissingRule("ei", "ei"),),
    ]


def test_two_variables_of_one_name_are_both_kept() -> None:
    found = read(portable([Var("Q1"), Var("Q1")], [[1.0, 2.0]]))
    assert found.values.to_dict("list") == {"Q1": [1.0], "Q1_2": [2.0]}
    assert "once more" in str(found.report)


def test_one_damaged_number_is_unreadable_and_its_neighbours_stay() -> None:
    data = portable([Var("A"), Var("B"), Var("K", 3)], [[111.0, 5.0, "x"], [222.0, 6.0, "y"]], line_end=b"")
    found = read(data.replace(_written(222.0), b"7*C/"))
    assert found.values["A"].isna().tolist() == [False, True]
    assert found.values["B"].tolist() == [5.0, 6.0]
    assert found.states["A"].isna().tolist() == [True, False]


def test_a_file_without_rows_has_variables() -> None:
    found = read(portable([AGREE, Var("K", 4)], []))
    assert found.values.shape == (0, 2)
    assert list(found.variables) == ["Q1", "K"]


def test_a_file_cut_anywhere_is_refused_or_keeps_the_answers_before_the_cut() -> None:
    rows = [[float(n), "abc"[: n % 4], None if n % 3 else n / 4] for n in range(12)]
    variables = [Var("A", labels={1.0: "yes"}), Var("K", 4), Var("B")]
    data = portable(variables, rows, line_end=b"")
    start = data.index(b"yesF") + 4
    end = data.rindex(b"/", 0, data.index(b"ZZ")) + 1 if b"ZZ" in data else len(data)
    whole = read(data)
    assert len(whole.report) == 0
    for cut in range(end):
        if cut < start:
            with pytest.raises(StudyError):
                read(data[:cut])
            continue
        found = read(data[:cut])
        full = len(found.values) - 1 if "ends inside" in str(found.report) else len(found.values)
        assert found.values[:full].equals(whole.values[:full])
        if cut > start:
            assert found.report.warnings
        if full < len(found.values):
            last = found.values.iloc[-1]
            for name in found.values:
                gone = name in found.states and found.states[name].iloc[-1] == "unreadable"
                assert gone or last[name] == whole.values[name][full] or pd.isna(whole.values[name][full])


def test_a_file_without_its_mark_of_the_end_is_read_and_told() -> None:
    found = read(portable([Var("A")], [[1.0], [2.0]], end=False))
    assert found.values["A"].tolist() == [1.0, 2.0]
    assert "no mark of the end" in str(found.report)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no mark SPSSPORT"),
        (b"id;q1\n1;2\n", "no mark SPSSPORT"),
        (portable([Var("A")], [])[:520], "the end of the file before any answers"),
        (portable([], []), "no variables"),
        (portable([Var("A")], []).replace(b"F", b"Q"), "the record b'Q'"),
        (portable([Var("A", labels={1.0: "x"})], []).replace(b"D1/1/A", b"D1/1/B"), "labels of b'B'"),
        (portable([Var("A", labels={1.0: "x"})], []).replace(b"D1/", b"DTTTTTT/"), "a number in base 30"),
        (portable([Var("K", 5)], [["abc"], ["abc"]]).replace(b"3/abc3", b"3/abcU"), "no length of the text of K"),
    ],
)
def test_what_is_no_portable_file_is_refused_with_its_line(data: bytes, said: str) -> None:
    with pytest.raises(StudyError, match=said.replace("(", r"\(")):
        read(data)


def test_cells_that_do_not_fit_the_variables_are_refused() -> None:
    data = portable([Var("A"), Var("B")], [[1.0, 2.0]] * 200).replace(b"1/2/", b"u/w/")
    with pytest.raises(StudyError, match="is the file damaged"):
        read(data)


def test_ten_thousand_variables_are_read() -> None:
    variables = [Var(f"V{number}") for number in range(10_000)]
    found = read(portable(variables, [[float(number) for number in range(10_000)]] * 3))
    assert found.values.shape == (3, 10_000)
    assert found.values["V9999"].tolist() == [9999.0] * 3
