"""Open answers go to coders without identifiers and come back with all problems at once."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from survey.made_surveys import survey

from valuma.formats.workbook.reading import read_workbook
from valuma.formats.workbook.writing import ColumnOut, SheetOut, workbook_bytes
from valuma.loaders.open_answers import export_open_answers, masked, read_code_frame, read_codings
from valuma.schema.problems import StudyError, ValumaError
from valuma.survey import Survey
from valuma.survey.agreement import agreement
from valuma.survey.estimates import tabulate
from valuma.survey.open_answers import Code, CodeFrame, in_random_order, open_texts, with_codes

FRAME = CodeFrame([Code("money", {"fi": "Rahan puute"}, "avustukset"), Code("time"), Code("will", question="why")])
TEXTS = [
    "Raha puuttuu.",
    "Ei ole aikaa. Soittakaa 040 123 4567.",
    "  ",
    None,
    "=SUMMA(A1)",
    "Saarelan kaupunki ei maksa, kertoi Maija Esimerkki.",
]


def answers(**settings: object) -> Survey:
    return survey(
        {
            "token": ["t-1", "t-2", "t-3", "t-4", "t-5", "t-6"],
            "who": ["Saarelan kaupunki", "Korpi", "Korpi", None, "Niemi", "saarelan kaupunki"],
            "why": TEXTS,
            "mail": ["a@x.example"] * 6,
            "other": ["Toive", None, None, None, None, None],
            "n": [1.0] * 6,
        },
        variables={
            "why": {"role": "open-text", "label": "Miksi ei?", "texts": {"sv": "Varför inte?"}},
            "other": {"role": "open-text"},
            "mail": {"role": "open-text", "identifies": "e-mail addresses"},
        },
        **({"respondent": "token", "organisation": "who"} | settings),
    )


def cells(path: Path) -> list[list[object]]:
    return read_workbook(path).sheets[0].rows


def ids(path: Path) -> dict[str, str]:
    """Return the text of each identifier of a sheet."""
    rows = cells(path)
    start = next(k for k, row in enumerate(rows) if row[0] == "Tunniste")
    return {str(row[0]): str(row[2]) for row in rows[start + 1 :]}


# ------------------------------------------------------------------------------------------- out


def test_texts_leave_without_identifiers_masked_and_in_an_order_of_each_coder(tmp_path: Path) -> None:
    made = export_open_answers(answers(), tmp_path, FRAME)
    assert [path.name for path in made.files] == ["open-answers-a.xlsx", "open-answers-b.xlsx"]
    first, second = ids(made.files[0]), ids(made.files[1])
    assert sorted(first.values()) == [
        "'=SUMMA(A1)",
        "Ei ole aikaa. Soittakaa […]",
        "Raha puuttuu.",
        "Toive",
        "[…] ei maksa […]",
    ]
    assert first == second
    assert list(first) != list(second)
    held = "".join(str(cell) for path in made.files for row in cells(path) for cell in row)
    for secret in ("t-1", "Korpi", "Niemi", "aarelan kaupunki", "Maija", "040 123", "a@x.example", "respondent"):
        assert secret not in held
    assert set(made.masked["taken_out"]) >= {"a phone number"}
    assert made.texts == 5


def test_the_order_says_nothing_of_the_file_and_everything_depends_on_the_seed() -> None:
    many = survey({"why": [f"Vastaus {k}" for k in range(200)]}, variables={"why": {"role": "open-text"}})
    one, same, other = open_texts(many), open_texts(many), open_texts(many, seed=1)
    pd.testing.assert_frame_equal(one, same)
    assert set(one["id"]).isdisjoint(other["id"])
    assert one["respondent"].tolist() != other["respondent"].tolist()
    # Neither order nor identifiers go with the row of the respondent.
    assert abs(one["respondent"].corr(pd.Series(range(200)))) < 0.2
    assert abs(one.sort_values("id")["respondent"].reset_index(drop=True).corr(pd.Series(range(200)))) < 0.2
    assert set(open_texts(many, secret=b"a key of some length")["id"]).isdisjoint(one["id"])
    assert in_random_order(one, "a")["id"].tolist() != in_random_order(one, "b")["id"].tolist()


def test_a_changed_answer_has_another_identifier_and_the_others_keep_theirs() -> None:
    before = open_texts(answers())
    column = answers().answers["why"].copy()
    column.loc[1] = "Rahaa on."
    after = open_texts(answers().changed(answers=answers().answers.assign(why=column)))
    assert len(set(before["id"]) - set(after["id"])) == 1


def test_texts_that_tell_who_somebody_is_are_never_given() -> None:
    assert set(open_texts(answers())["variable"]) == {"why", "other"}
    for name in ("token", "who", "mail"):
        with pytest.raises(ValumaError, match="not given to coders"):
            open_texts(answers(), [name])
    with pytest.raises(ValumaError, match="no text"):
        open_texts(answers(), ["n"])
    with pytest.raises(ValumaError, match="no open answers"):
        open_texts(survey({"x": [1.0]}))


@pytest.mark.parametrize(
    ("text", "shown", "sort"),
    [
        ("Aika ei riitä", "Aika ei riitä", ()),
        ("Maija Esimerkki", "[…]", ("the name of a person",)),
        ("tunnus 131052-308T on", "tunnus […] on", ("a personal identity code",)),
        ("Aikaa. Kirjoita a.b@x.example heti! Kiitos.", "Aikaa. Kirjoita heti […] Kiitos.", ("an e-mail address",)),
        ("Me KORVEN KUNTA emme", "Me […] emme", ("the respondent's organisation",)),
    ],
)
def test_personal_data_are_taken_out_with_a_mark(text: str, shown: str, sort: tuple[str, ...]) -> None:
    assert masked(text, ["Korven kunta"])[:2] == (shown, sort)


def test_what_may_be_a_name_is_said_and_kept() -> None:
    assert masked("Yhteinen Tahto") == ("Yhteinen Tahto", (), "may be the name of a person")


def test_sheets_are_in_three_languages_with_the_question_and_the_codes(tmp_path: Path) -> None:
    made = export_open_answers(answers(), tmp_path, FRAME, lang="sv", coders=("eva",))
    book = read_workbook(made.files[0])
    assert [sheet.name for sheet in book.sheets if not sheet.hidden] == ["svar", "koder"]
    text = str(book.sheets[0].rows)
    assert "Varför inte?" in text
    assert "skriv none" in text
    assert ["money", "Rahan puute", "avustukset", None] in book.sheets[1].rows


def test_csv_files_have_their_codes_beside_them_and_no_formula(tmp_path: Path) -> None:
    made = export_open_answers(answers(), tmp_path, FRAME, form="csv")
    assert [path.name for path in made.files] == ["open-answers-a.csv", "open-answers-codes.csv", "open-answers-b.csv"]
    rows = list(csv.reader(io.StringIO(made.files[0].read_text(encoding="utf-8"))))
    assert rows[0][:4] == ["Tunniste", "Kysymys", "Vastaus", "Koodi 1"]
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_the_same_export_has_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        export_open_answers(answers(), tmp_path / folder, FRAME)
    for name in ("open-answers-a.xlsx", "open-answers-b.xlsx"):
        assert (tmp_path / "x" / name).read_bytes() == (tmp_path / "y" / name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"coders": ("a", "A")}, "there twice"),
        ({"coders": ("../a",)}, "name of a file"),
        ({"coders": "ab"}, "list of short names"),
        ({"frame": CodeFrame([Code("x", question="wyh")])}, "did you mean 'why'"),
        ({"frame": CodeFrame([Code("x", question="why")])}, "no code for texts of 'other'"),
    ],
)
def test_exports_that_cannot_be_are_refused_and_write_nothing(tmp_path: Path, arguments: dict, words: str) -> None:
    with pytest.raises(ValumaError, match=words):
        export_open_answers(answers(), tmp_path, **({"frame": FRAME} | arguments))
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------- back


def filled(
    path: Path, codes: dict[str, list[str]], *, headings: tuple[str, str, str] = ("Tunniste", "Koodi 1", "Koodi 2")
) -> Path:
    """Write a sheet as a coder would hand it back."""
    columns = [ColumnOut(name, name) for name in headings]
    rows = [[key, *given, *[None] * (2 - len(given))] for key, given in codes.items()]
    path.write_bytes(workbook_bytes([SheetOut("any", columns, rows, notes=["…"])], title="t"))
    return path


def by_text(texts: pd.DataFrame) -> dict[str, str]:
    return {text[:4]: key for key, text in zip(texts["id"], texts["text"], strict=True)}


def test_codes_come_back_in_any_language_and_spelling_with_what_is_still_open(tmp_path: Path) -> None:
    texts = open_texts(answers())
    key = by_text(texts)
    one = filled(
        tmp_path / "a.xlsx",
        {key["Raha"]: ["MONEY"], key["Ei o"]: ["time; Money"], key["Toiv"]: [], key["=SUM"]: ["none"]},
    )
    two = filled(
        tmp_path / "b.xlsx", {key["Raha"].upper(): ["money", "will"]}, headings=("Kod för svaret", "kod", "Kod 2")
    )
    found = read_codings({"a": one, "b": two}, texts, FRAME)
    assert sorted(map(tuple, found.frame[["unit", "coder", "code"]].to_numpy().tolist())) == sorted(
        [
            (key["Raha"], "a", "money"),
            (key["Ei o"], "a", "time"),
            (key["Ei o"], "a", "money"),
            (key["=SUM"], "a", "none"),
            (key["Raha"], "b", "money"),
            (key["Raha"], "b", "will"),
        ]
    )
    assert [item.found for item in found.report.warnings] == [
        "1 texts without a code",
        "1 texts fewer than exported",
        "4 texts fewer than exported",
    ]


def test_all_problems_of_all_sheets_are_named_at_once_with_the_nearest(tmp_path: Path) -> None:
    texts = open_texts(answers())
    key = by_text(texts)
    one = filled(
        tmp_path / "a.xlsx",
        {key["Raha"]: ["mony"], "abcdefghij": ["time"], key["Toiv"]: ["will"], key["Ei o"]: ["none", "time"]},
    )
    two = tmp_path / "b.csv"
    two.write_text("Name;Code\nx;money\n", encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_codings({"a": one, "b": two}, texts, FRAME)
    assert [(item.file, item.found, item.hint[:12]) for item in caught.value.problems.errors] == [
        ("a.xlsx", "'mony'", "did you mean"),
        ("a.xlsx", "the identifier 'abcdefghij'", "another seed"),
        ("a.xlsx", "'will'", "one of 'mone"),
        ("a.xlsx", "'none' beside 'time'", ""),
        ("b.csv", "no sheet with identifiers and codes", ""),
    ]


def test_an_identifier_twice_is_an_error(tmp_path: Path) -> None:
    texts = open_texts(answers())
    path = tmp_path / "a.csv"
    key = texts["id"].iloc[0]
    path.write_text(f"Identifier,Code 1\n{key},money\n{key},time\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"again; expected once \(row 2\)"):
        read_codings({"a": path}, texts, FRAME)


def test_an_export_that_is_filled_in_is_read_back_compared_and_tabulated(tmp_path: Path) -> None:
    made = export_open_answers(answers(sample="invited"), tmp_path, FRAME, names=["why"], form="csv")
    files = {}
    for path, coder in ((made.files[0], "a"), (made.files[2], "b")):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        for row in rows[1:]:
            row[3] = "time" if "aikaa" in row[2] else "money" if "Raha" in row[2] or coder == "a" else "none"
        path.write_text("\n".join(";".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")
        files[coder] = path
    texts = open_texts(answers(sample="invited"), ["why"])
    found = read_codings(files, texts, FRAME)
    assert agreement(found.frame, codes=FRAME.of("why")).frame["percent"].tolist() == [0.5, 0.5, 1.0, 1.0]
    coded = with_codes(answers(sample="invited"), found.frame, texts, FRAME)
    frame = tabulate(coded, "why_codes").frame
    # Of four texts both coders gave money to one and time to one.
    assert [tuple(row) for row in frame[["item", "label", "n", "base"]].to_numpy()] == [
        ("why_money", "Rahan puute", 1, 4),
        ("why_time", "time", 1, 4),
        ("why_will", "will", 0, 4),
    ]
    anyone = tabulate(with_codes(answers(), found.frame, texts, FRAME, rule="any"), "why_codes").frame
    assert anyone["n"].tolist() == [3, 1, 0]


# ------------------------------------------------------------------------------------------- the frame


def test_a_frame_of_codes_is_read_and_all_its_problems_are_named(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("code;fi;covers;question\nraha;Raha;myös;\naika;Aika;;why\naika;Aika;;other\n", encoding="utf-8")
    frame = read_code_frame(path, ["why", "other"])
    assert frame.of("why") == ("raha", "aika")
    assert frame.codes[0].label("fi") == "Raha"
    path.write_text("code,question\nraha,\nRAHA,why\n,why\nnone,\na;b,wyh\n", encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_code_frame(path, ["why", "other"])
    assert [(item.row, item.found) for item in caught.value.problems] == [
        (3, "'RAHA' a second time"),
        (4, "an empty cell"),
        (5, "'none'"),
        (6, "'a;b'"),
        (6, "'wyh'"),
    ]
    path.write_text("kode,covers\nx,y\n", encoding="utf-8")
    with pytest.raises(StudyError, match="did you mean 'code'"):
        read_code_frame(path)
