from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portable import Var, portable
from survey_samples.ddi_texts import OLD

import valuma as va
from valuma.loaders.survey_files.codebook_draft import draft_codebook, quoted
from valuma.loaders.survey_files.role_hints import role_hint
from valuma.survey import Blocks, Codebook, Survey, SurveySettings, Variable

INF = float("inf")
VARIABLES = [
    Var("Q1", label='Hyöty "rahasta"', missing=[(8.0, 8.0), (9.0, 9.0)], labels={1.0: "ei", 2.0: "kyllä", 8.0: "EOS"}),
    Var("Q2", label="Hyöty tiedosta", missing=[(8.0, 8.0), (9.0, 9.0)], labels={1.0: "ei", 2.0: "kyllä", 8.0: "EOS"}),
    Var("IKA", missing=[(98.0, None), (None, -1.0)], labels={99.0: "ei vastausta"}),
    Var("LIIKE", missing=[(0.5, 0.5)], labels={0.25: "neljännes"}),
    Var("K", 8, labels={"a": "yksi", "b": "kaksi"}, missing=[("-", "-")]),
    Var("TXT", 30, label="Mitä muuta haluatte sanoa?"),
    Var("PVM", format=(20, 11, 0), missing=[(13823740800.0, 13823740800.0)]),
    Var("PAINO"),
]
ROWS = [
    [1.0, 2.0, 30.0, 0.25, "a", "kiitos", 13823827200.0, 1.5],
    [8.0, 9.0, 98.0, 0.5, "b", "", 13823740800.0, 0.5],
    [2.0, 1.0, 105.0, 0.75, "-", "ei muuta", None, 1.0],
    [9.0, 8.0, -5.0, None, "", "hei", 13823827200.0, 1.0],
    [None, 1.0, 99.0, 0.25, "a", "moi", 13823827200.0, 1.0],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "answers.por").write_bytes(portable(VARIABLES, ROWS, weight="PAINO"))
    return tmp_path


def test_answers_read_with_the_draft_are_those_read_without_it(folder: Path) -> None:
    plain = va.read_survey(folder / "raw" / "answers.por")
    text = draft_codebook(plain, source="answers.por", answers="raw/answers.por")
    (folder / "survey.toml").write_text(text, encoding="utf-8")
    drafted = va.read_survey(folder)
    assert drafted.answers.equals(plain.answers)
    assert drafted.reasons.astype(object).equals(plain.reasons.astype(object))
    assert drafted.settings.weight == "PAINO"
    ours, theirs = drafted.codebook.table, plain.codebook.table
    assert ours.drop(columns=["role", "block"]).equals(theirs.drop(columns=["role", "block"]))
    several = [[(b.name.lower(), b.items, b.kind) for b in s.blocks if len(b.items) > 1] for s in (drafted, plain)]
    assert several[0] == several[1]


def test_a_draft_of_answers_with_an_archives_codebook_keeps_both(tmp_path: Path) -> None:
    names = ["FSD_ID", "IKA", "Q8_HEINÄ", "Q8_KAURA", "Q8_MUU", "Q8_LUOK", "OSUUS", "APAINO"]
    rows = [[1.0, 30.0, 0.0, 1.0, "", 0.0, 0.3, 1.0], [2.0, 999.0, 1.0, 0.0, "ohra", 2.0, -0.5, 1.0]]
    data = portable([Var(name, 10 if name == "Q8_MUU" else 0) for name in names], rows)
    (tmp_path / "daF9901.por").write_bytes(data)
    (tmp_path / "book.xml").write_bytes(OLD)
    plain = va.read_survey(tmp_path / "daF9901.por", codebook=tmp_path / "book.xml")
    text = draft_codebook(plain, source="daF9901.por", answers="daF9901.por")
    (tmp_path / "survey.toml").write_text(text, encoding="utf-8")
    drafted = va.read_survey(tmp_path)
    assert drafted.answers.equals(plain.answers)
    assert drafted.codebook.labels("Q8_LUOK") == plain.codebook.labels("Q8_LUOK")
    assert drafted.blocks["q8"].items == ("Q8_HEINÄ", "Q8_KAURA")
    assert drafted.settings.weight == "APAINO"


def test_scales_are_written_once_and_roles_that_are_guesses_are_comments(folder: Path) -> None:
    text = draft_codebook(va.read_survey(folder / "raw" / "answers.por"), source="answers.por")
    values = tomllib.loads(text)
    by_name = {item["name"]: item for item in values["items"]}
    assert by_name["Q1"]["scale"] == by_name["Q2"]["scale"]
    assert [name for name, item in by_name.items() if "role" in item] == ["PAINO"]
    assert '# role = "benefit"' in text
    assert "answers" not in values


def test_what_is_known_of_a_survey_stays_in_its_draft() -> None:
    item = Variable("q", role="interest", about={"theme": "water"}, attribution="named", personal=False)
    cells = pd.DataFrame({"q": [1.0]})
    settings = SurveySettings("ring", year=2020, source_id="ring-2020", synthetic=True, sample="census")
    values = tomllib.loads(draft_codebook(Survey(settings, cells, cells, Codebook([item]), Blocks()), source="x"))
    assert {key: values[key] for key in ("year", "source", "synthetic", "invited")} == {
        "year": 2020,
        "source": "ring-2020",
        "synthetic": True,
        "invited": "all",
    }
    assert values["items"][0] == {
        "name": "q",
        "kind": "numeric",
        "role": "interest",
        "theme": "water",
        "attribution": "named",
        "personal": False,
    }


@pytest.mark.parametrize(
    ("label", "kind", "role"),
    [
        ("Yhteistyön esteet", "category", "obstacle"),
        ("Kuinka kiinnostunut organisaationne on?", "ordered", "interest"),
        ("Hur ofta samarbetar ni med", "ordered", "cooperation"),
        ("Organisaation nimi", "text", "organisation"),
        ("How much would you be willing to pay?", "ordered", "willingness-to-pay"),
        ("Sadon paino (kg)", "numeric", ""),
        ("Vapaa sana", "text", "open-text"),
    ],
)
def test_words_suggest_a_role(label: str, kind: str, role: str) -> None:
    assert role_hint(Variable("q", label, kind)) == role


@given(st.text())
def test_any_text_comes_back_from_toml(text: str) -> None:
    safe = text.encode("utf-8", "replace").decode("utf-8")
    assert tomllib.loads(f"a = {quoted(text)}")["a"] == safe


def test_the_draft_hints_at_options_that_read_as_no_answer_and_takes_no_address_for_an_open_answer() -> None:
    labels = {1.0: "raha", 2.0: "aika", 9.0: "en osaa sanoa"}
    book = Codebook([Variable("q1", "Este", "category", labels), Variable("mail", "Sähköpostiosoite", "text")])
    empty = pd.DataFrame({"q1": [], "mail": []})
    text = draft_codebook(Survey(SurveySettings("ring"), empty, empty, book, Blocks()), source="ring.sav")
    assert '{ code = 9, fi = "en osaa sanoa" },  # missing = "cannot-say"' in text
    assert "open-text" not in text
