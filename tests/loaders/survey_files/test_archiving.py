from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portable import Var, portable

import valuma as va
from valuma.loaders.survey_files.ddi import raw_of_ddi, read_ddi
from valuma.loaders.survey_files.ddi.writing import ddi_text, write_ddi
from valuma.loaders.survey_files.sav_missing import declared
from valuma.loaders.survey_files.sav_writing import write_survey_sav
from valuma.schema.problems import ValumaError
from valuma.survey import Block, Blocks, Codebook, MissingRule, Reason, Survey, SurveySettings, Variable

INF = float("inf")
YES_NO = {0.0: "ei mainittu", 1.0: "mainittu"}
VARIABLES = [
    Var("Q1", label="Hyöty", missing=[(8.0, 8.0), (9.0, 9.0)], labels={1.0: "ei", 2.0: "kyllä", 8.0: "EOS"}),
    Var("IKA", missing=[(98.0, None)], labels={99.0: "ei vastausta"}),
    Var("K", 8, labels={"a": "yksi", "b": "kaksi"}, missing=[("-", "-")]),
    Var("F_1", label="Seminaari", labels=YES_NO),
    Var("F_2", label="Työpaja", labels=YES_NO),
    Var("PVM", format=(20, 11, 0), missing=[(13823740800.0, 13823740800.0)]),
    Var("PAINO"),
]
ROWS = [
    [1.0, 30.0, "a", 1.0, 0.0, 13823827200.0, 1.5],
    [8.0, 98.0, "b", 0.0, 1.0, 13823740800.0, 0.5],
    [9.0, 105.0, "-", 1.0, 1.0, None, 1.0],
    [None, 99.0, "", 0.0, 0.0, 13823827200.5, 1.0],
]


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    path = tmp_path / "answers.por"
    path.write_bytes(portable(VARIABLES, ROWS, weight="PAINO"))
    found = va.read_survey(path)
    ticks = Block("forums", "multiple-dichotomies", "Mitä foorumeja?", ("F_1", "F_2"), 1.0)
    return found.changed(blocks=Blocks([ticks]))


def small(*variables: Variable, reasons: dict[str, list] | None = None, **cells: list) -> Survey:
    answers = pd.DataFrame(cells, index=pd.RangeIndex(1, 1 + len(next(iter(cells.values()))), name="respondent"))
    why = pd.DataFrame(reasons or {name: [None] * len(answers) for name in cells}, index=answers.index, dtype=object)
    return Survey(SurveySettings("ring"), answers, why, Codebook(variables), Blocks())


def test_a_survey_comes_back_from_the_sav_file_that_it_was_written_to(survey: Survey, tmp_path: Path) -> None:
    report = write_survey_sav(survey, tmp_path / "out.sav")
    again = va.read_survey(tmp_path / "out.sav")
    assert list(report) == []
    assert again.answers.equals(survey.answers)
    assert again.reasons.astype(object).equals(survey.reasons.astype(object))
    table = ["name", "label", "kind", "values", "missing"]
    assert again.codebook.table[table].equals(survey.codebook.table[table])
    assert again.settings.weight == "PAINO"
    block = next(block for block in again.blocks if "F_1" in block.items)
    assert (block.kind, block.items, block.counted, block.label) == (
        "multiple-dichotomies",
        ("F_1", "F_2"),
        1.0,
        "Mitä foorumeja?",
    )


def test_the_same_survey_gives_the_same_bytes(survey: Survey, tmp_path: Path) -> None:
    for name in ("one.sav", "two.sav"):
        write_survey_sav(survey, tmp_path / name)
    assert (tmp_path / "one.sav").read_bytes() == (tmp_path / "two.sav").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.por", "one.sav", "two.sav"]


def test_variables_with_personal_data_are_written_on_demand_only(tmp_path: Path) -> None:
    found = small(Variable("q"), Variable("mail", kind="text", identifies="e-mail addresses"), q=[1.0], mail=["x"])
    with pytest.raises(ValumaError, match=r"mail \(e-mail addresses\)"):
        write_survey_sav(found, tmp_path / "out.sav")
    write_survey_sav(found, tmp_path / "out.sav", leave_out=["mail"])
    assert list(va.read_survey(tmp_path / "out.sav").answers) == ["q"]
    write_survey_sav(found, tmp_path / "out.sav", personal=True)
    assert list(va.read_survey(tmp_path / "out.sav").answers) == ["q", "mail"]


def test_names_that_spss_does_not_take_are_changed_and_told(tmp_path: Path) -> None:
    names = ["Q1[SQ001]", "q1_sq001_", "1st", "all", "määrä"]
    found = small(*map(Variable, names), **{name: [1.0] for name in names})
    report = write_survey_sav(found, tmp_path / "out.sav")
    written = list(va.read_survey(tmp_path / "out.sav").answers)
    assert written == ["Q1_SQ001", "q1_sq001_2", "V_1st", "V_all", "määrä"]
    assert len(report) == 4


def test_reasons_that_are_no_code_become_system_missing_and_are_told(tmp_path: Path) -> None:
    reasons = {"q": ["not-shown", "system-missing", None]}
    report = write_survey_sav(small(Variable("q"), q=[None, None, 1.0], reasons=reasons), tmp_path / "out.sav")
    assert [remark.what for remark in report] == ["1 cells missing as 'not-shown', for which the format has no code"]


@pytest.mark.parametrize(
    ("codes", "answers", "spans"),
    [
        ([(8, 8), (9, 9)], [1], ((8, 8), (9, 9))),
        ([(7, 7), (8, 8), (9, 9), (99, 99)], [1, 50], ((7, 9), (99, 99))),
        ([(7, 7), (97, 97), (98, 98), (99, 99)], [1, 10], ((97, 99), (7, 7))),
        ([(98, INF), (-INF, -1)], [1, 2], ((-INF, -1),)),
        ([(98, INF), (99, 99), (0, 0)], [1], ((98, INF), (0, 0))),
        ([(1, 1), (3, 3), (5, 5), (7, 7)], [2, 4, 6], ((1, 1), (3, 3), (5, 5))),
    ],
)
def test_missing_codes_are_declared_as_far_as_spss_can(codes: list, answers: list, spans: tuple) -> None:
    rules = [MissingRule(float(low), float(high)) for low, high in codes]
    found = declared(rules, list(map(float, answers)), text=False)
    assert found.spans == spans
    assert all(any(rule.low <= lost.low <= rule.high for rule in rules) for lost in found.lost)


@given(st.lists(st.integers(0, 12), max_size=7, unique=True), st.lists(st.integers(0, 12), max_size=6))
def test_no_answer_is_ever_declared_missing(codes: list[int], answers: list[int]) -> None:
    rules = [MissingRule(float(code), float(code)) for code in codes if code not in answers]
    found = declared(rules, [float(answer) for answer in answers], text=False)
    assert not any(found.covers(float(answer)) for answer in answers)
    assert {rule for rule in rules if not found.covers(rule.low)} == set(found.lost)


def test_a_code_without_room_for_its_declaration_is_not_written_as_an_answer(tmp_path: Path) -> None:
    rules = tuple(MissingRule(float(code), float(code)) for code in (1, 3, 5, 7))
    found = small(
        Variable("q", missing=rules), q=[2.0, None, 4.0, None, 6.0], reasons={"q": [None, "7", None, "1", None]}
    )
    report = write_survey_sav(found, tmp_path / "out.sav")
    again = va.read_survey(tmp_path / "out.sav")
    assert again.reasons["q"].tolist()[1::2] == ["system-missing", "1"]
    assert "1 cells missing as '7'" in str(report)


def test_a_ddi_codebook_overwrites_no_file(survey: Survey, tmp_path: Path) -> None:
    (tmp_path / "out.xml").write_text("mine", encoding="utf-8")
    with pytest.raises(ValumaError, match="is there already"):
        write_ddi(survey, tmp_path / "out.xml")
    assert (tmp_path / "out.xml").read_text(encoding="utf-8") == "mine"


def test_a_codebook_comes_back_from_ddi(survey: Survey, tmp_path: Path) -> None:
    path = write_ddi(survey, tmp_path / "out.xml")
    book = read_ddi(path.read_bytes(), path.name)
    for variable in survey.codebook:
        found = book.variables[variable.name]
        assert (found.label, found.kind) == (variable.label, variable.kind)
        assert dict(found.labels) == dict(variable.labels)
        kept = {(rule.low, rule.high, rule.reason) for rule in found.missing}
        # Codes of a range that only occur in the answers are not part of the codebook.
        assert kept <= {(rule.low, rule.high, rule.reason) for rule in variable.missing}
        assert all(found.rule(rule.low) is not None for rule in variable.missing)
    assert book.weight == "PAINO"
    assert [(block.kind, block.items, block.counted) for block in book.blocks] == [
        ("multiple-dichotomies", ("F_1", "F_2"), 1.0)
    ]


def test_ddi_keeps_languages_questions_and_sorts_of_missing() -> None:
    variable = Variable(
        "q",
        "Ikä",
        "ordered",
        {1.0: "nuori", 9.0: "EOS"},
        (MissingRule(9.0, 9.0, "EOS", Reason.CANNOT_SAY), MissingRule(".a", ".a", "", Reason.NOT_SHOWN)),
        texts={"fi": "Ikä", "en": "Age"},
        value_texts={"fi": {1.0: "nuori"}, "en": {1.0: "young"}},
        attributes={"question": "Mikä on ikänne?", "universe": "Kaikki"},
    )
    found = read_ddi(ddi_text(small(variable, q=[1.0])).encode(), "a.xml").variables["q"]
    assert (found.text("en"), found.value_text(1.0, "en")) == ("Age", "young")
    assert dict(found.attributes) == dict(variable.attributes)
    assert {(rule.low, rule.reason) for rule in found.missing} == {(9.0, "cannot-say"), (".a", "not-shown")}


def test_elements_of_ddi_stand_in_the_order_of_its_schema(survey: Survey) -> None:
    order = ["labl", "qstn", "invalrng", "universe", "catgry", "varFormat"]
    root = ElementTree.fromstring(ddi_text(survey))
    assert [child.tag.rpartition("}")[2] for child in root] == ["stdyDscr", "fileDscr", "dataDscr"]
    tags = [child.tag.rpartition("}")[2] for child in root[2]]
    assert tags == sorted(tags, key=["varGrp", "var"].index)
    for element in root[2].iterfind("{*}var"):
        here = [child.tag.rpartition("}")[2] for child in element]
        assert here == sorted(here, key=order.index)


def test_ddi_holds_no_answers_and_no_counts(survey: Survey) -> None:
    text = ddi_text(survey)
    assert "catStat" not in text
    assert "105" not in text


@given(st.text(max_size=30))
def test_any_label_gives_a_codebook_that_can_be_read(label: str) -> None:
    found = small(Variable("q", label, labels={1.0: label}), q=[1.0])
    again = raw_of_ddi(read_ddi(ddi_text(found).encode("utf-8", "replace"), "a.xml"))
    assert list(again.variables) == ["q"]
