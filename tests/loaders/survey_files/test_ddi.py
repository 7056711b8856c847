from __future__ import annotations

import math

import pandas as pd
import pytest
from survey_samples.ddi_texts import NEW, OLD

from valuma.loaders.survey_files.ddi import overlay_ddi, raw_of_ddi, read_ddi
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.schema.problems import StudyError
from valuma.survey.codebook import MissingRule, Variable
from valuma.survey.reasons import Reason


@pytest.fixture
def old():
    return read_ddi(OLD, "old.xml")


@pytest.fixture
def new():
    return read_ddi(NEW, "new.xml")


def var(body: str, attributes: str = "") -> Variable:
    text = f'<codeBook xml:lang="fi"><dataDscr><var ID="V1" name="Q1" {attributes}>{body}</var></dataDscr></codeBook>'
    return read_ddi(text.encode(), "a.xml").variables["Q1"]


def test_an_old_codebook_with_a_doctype_is_read(old) -> None:
    assert (old.study_id, old.title) == ("FSD9901", {"en": "Village Survey 2003", "": "Kyläkysely 2003"})
    assert [(file.id, file.name, file.cases, file.variables) for file in old.files] == [("F1", "daF9901.por", 4, 10)]
    assert list(old.variables)[:3] == ["FSD_ID", "IKA", "Q8_HEINÄ"]
    assert old.documents[0].startswith("weighting: Aineisto sisältää korotuspainon")


def test_the_name_in_brackets_is_taken_from_labels(old) -> None:
    assert old.variables["Q8_HEINÄ"].label == "Heinä"
    assert var("<labl>[muu] Selite</labl>").label == "[muu] Selite"


def test_missing_codes_are_those_of_categories_and_of_ranges(old) -> None:
    assert old.variables["IKA"].missing == (
        MissingRule(999.0, 999.0, "Ei vastausta"),
        MissingRule(998.0, math.inf),
    )
    assert old.variables["Q8_LUOK"].missing == (MissingRule(0.0, 0.0),)
    assert old.variables["OSUUS"].missing == (MissingRule(-0.5, -0.5, "Ei osaa sanoa", Reason.CANNOT_SAY),)


def test_system_missing_is_no_code(old) -> None:
    assert list(old.variables["IKA"].labels) == [999.0]


def test_numbers_whose_missing_codes_alone_are_labelled_stay_numbers(old) -> None:
    kinds = {name: variable.kind for name, variable in old.variables.items()}
    assert kinds["IKA"] == kinds["OSUUS"] == kinds["FSD_ID"] == "numeric"
    assert (kinds["Q8_HEINÄ"], kinds["Q8_MUU"]) == ("category", "text")


def test_the_analysis_weight_is_taken_and_a_weight_in_kilograms_is_none(old) -> None:
    assert old.weight == "APAINO"
    assert "several weights: KPAINO, APAINO" in str(old.report)
    assert "PAINO_KG" not in str(old.report)


def test_a_battery_is_a_block_and_a_section_is_none(old) -> None:
    (block,) = old.blocks
    assert (block.name, block.label) == ("Q8", "Mitä kylässä viljellään?")
    assert block.items == ("Q8_HEINÄ", "Q8_KAURA", "Q8_MUU", "Q8_LUOK")


def test_both_languages_of_a_new_codebook_in_a_wrapper_are_kept(new) -> None:
    variable = new.variables["h1"]
    assert (new.language, variable.label, variable.text("en")) == ("fi", "Rahoitus", "Funding")
    assert variable.value_text(1.0, "en") == "Not at all"
    assert new.title == {"fi": "Verkostokysely 2019", "en": "Network Survey 2019"}


def test_excluded_ends_of_ranges_are_the_next_whole_numbers(new) -> None:
    ends = [(rule.low, rule.high, rule.label) for rule in new.variables["h1"].missing]
    assert ends == [(8.0, 8.0, "En osaa sanoa"), (9.0, 9.0, "")]
    real = var('<invalrng><range minExclusive="1" UNITS="REAL"/></invalrng>')
    assert real.missing == (MissingRule(math.nextafter(1.0, 2), math.inf),)


def test_question_and_universe_are_kept_beside_the_label(new) -> None:
    assert new.variables["h1"].attributes == {
        "question": "Kuinka hyödyllinen verkosto on? Rahoituksen kannalta",
        "universe": "Jäsenet",
    }


def test_a_codebook_may_mark_its_weight(new) -> None:
    assert new.weight == "w"


def test_frequencies_are_unweighted_counts(new, old) -> None:
    assert new.counts == {"h1": {1.0: 1}}
    assert old.counts["Q8_HEINÄ"] == {0.0: 2, 1.0: 2}


def test_lists_to_tick_have_the_code_that_means_ticked(new) -> None:
    grid, ticks = new.blocks
    assert (grid.name, grid.kind, grid.items, grid.label) == ("h", "grid", ("h1", "h2"), "Hyödyt")
    assert (ticks.name, ticks.kind, ticks.counted) == ("f", "multiple-dichotomies", 1.0)
    assert "'V99'" in str(new.report)


def test_variables_of_two_files_with_one_name_are_kept_apart(new) -> None:
    assert new.by_file["F2"]["h1"].label == "Toisen tiedoston muuttuja"
    assert new.variables["h1"].label == "Rahoitus"


def test_kinds_follow_level_type_and_format(new) -> None:
    assert {name: new.variables[name].kind for name in ("h1", "f_1", "w", "pvm")} == {
        "h1": "ordered",
        "f_1": "category",
        "w": "numeric",
        "pvm": "date",
    }


def test_labels_without_a_language_are_of_the_codebooks() -> None:
    assert var('<labl>Ikä</labl><labl xml:lang="sv">Ålder</labl>').texts == {"fi": "Ikä", "sv": "Ålder"}


def test_words_inside_other_elements_of_a_label_are_kept() -> None:
    assert var("<labl>Vastaajan <emph>oma</emph>\n   ikä</labl>").label == "Vastaajan oma ikä"


def test_codes_that_are_texts_stay_texts() -> None:
    found = var("<catgry><catValu>A1</catValu><labl>Yksi</labl></catgry><catgry><catValu>2</catValu></catgry>")
    assert dict(found.labels) == {"A1": "Yksi", "2": ""}
    character = var('<varFormat type="character"/><catgry missing="Y"><catValu>99</catValu></catgry>')
    assert character.missing == (MissingRule("99", "99"),)


def answers(**columns: list) -> RawSurvey:
    return RawSurvey("a.por", "SPSS portable file", pd.DataFrame(columns), {name: Variable(name) for name in columns})


def test_a_codebook_is_laid_over_answers_without_regard_to_case(old) -> None:
    raw = answers(ika=[30.0, 999.0], q8_heinä=[0.0, 1.0], extra=[1.0, 2.0])
    raw.variables["ika"] = Variable("ika", "AGE", labels={0.0: "none"}, missing=(MissingRule(-1.0, -1.0),))
    found = overlay_ddi(raw, old)
    assert list(found.values) == ["ika", "q8_heinä", "extra"]
    assert found.variables["ika"].label == "Vastaajan ikä"
    assert found.variables["ika"].labels == {0.0: "none", 999.0: "Ei vastausta"}
    assert [str(rule) for rule in found.variables["ika"].missing] == ["999: Ei vastausta", "998–inf", "-1"]
    said = str(found.report)
    assert "variables that a.por does not have: 8, as FSD_ID" in said
    assert "variables that old.xml does not describe: 1, as extra" in said


def test_the_blocks_and_the_weight_of_a_codebook_have_the_names_of_the_answers(old) -> None:
    found = overlay_ddi(answers(q8_heinä=[1.0], q8_kaura=[0.0], q8_muu=[None], apaino=[1.0]), old)
    assert found.blocks[0].items == ("q8_heinä", "q8_kaura", "q8_muu")
    assert found.weight == "apaino"


def test_the_weight_that_the_file_names_itself_stays(old) -> None:
    raw = answers(apaino=[1.0], oma=[1.0])
    raw.weight = "oma"
    assert overlay_ddi(raw, old).weight == "oma"


def test_counts_that_differ_are_told(old) -> None:
    same = overlay_ddi(answers(q8_heinä=[0.0, 0.0, 1.0, 1.0]), old)
    other = overlay_ddi(answers(q8_heinä=[0.0, 0.0, 0.0, 1.0]), old)
    assert "counts" not in str(same.report)
    assert "counts of answers that differ from those in old.xml: 1, as q8_heinä" in str(other.report)


def test_the_data_file_whose_names_fit_is_used(new) -> None:
    found = overlay_ddi(answers(h1=[1.0], h2=[1.0]), new)
    assert found.variables["h1"].label == "Rahoitus"
    assert "daF9902.por fits a.por best" in str(found.report)


def test_answers_in_words_become_codes_where_all_are_labels(new) -> None:
    found = overlay_ddi(answers(h1=["Paljon", "not at all", None], f_1=["Kyllä", "ehkä", None]), new)
    assert found.values["h1"].tolist()[:2] == [2.0, 1.0]
    assert found.values["f_1"].tolist()[:2] == ["Kyllä", "ehkä"]


def test_a_codebook_alone_is_a_survey_without_answers(old) -> None:
    raw = raw_of_ddi(old)
    assert raw.values.shape == (0, 10)
    assert raw.values["Q8_MUU"].dtype == "str"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no element found"),
        (b"<codeBook><dataDscr></codeBook>", "mismatched tag"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><codeBook>&b;</codeBook>', "a declaration of the entity 'b'"),
        (b"<DDIInstance/>", "<DDIInstance> without a <codeBook>"),
        (b"<OAI-PMH><error code='idDoesNotExist'>No such record</error></OAI-PMH>", "No such record"),
        (b"<a>" * 100 + b"</a>" * 100, "elements nested"),
    ],
)
def test_what_is_no_codebook_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        read_ddi(data, "a.xml")


def test_a_record_of_a_study_without_variables_says_so() -> None:
    found = read_ddi(b"<codeBook><stdyDscr/></codeBook>", "a.xml")
    assert found.variables == {}
    assert "without variables" in str(found.report)


def test_two_variables_of_one_name_and_none_are_told() -> None:
    found = read_ddi(b"<codeBook><dataDscr><var name='a'/><var name='a'/><var/></dataDscr></codeBook>", "a.xml")
    assert list(found.variables) == ["a"]
    assert [remark.what for remark in found.report] == ["the variable 'a' once more", "a variable without a name"]
