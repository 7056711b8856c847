from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

import valuma as va
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.survey_toml import codebook_of, overlay, read_survey_file, settings_of
from valuma.loaders.survey_files.survey_toml_scales import rules_beside
from valuma.schema.problems import Problems, StudyError
from valuma.survey.blocks import Block
from valuma.survey.codebook import MissingRule, Variable
from valuma.survey.reasons import Reason

HEAD = """\
id = "ring-survey"
title = { fi = "Kysely", sv = "Enkät", en = "Survey" }
"""
AGREE = """\
[[scales]]
name = "agree"
ordered = true
options = [
  { code = 1, fi = "Eri mieltä", sv = "Av annan åsikt", en = "Disagree", amount = 0 },
  { code = 2, fi = "Samaa mieltä", sv = "Av samma åsikt", en = "Agree", amount = 1 },
  { code = 9, fi = "En osaa sanoa", sv = "Kan inte säga", en = "Cannot say", missing = "cannot-say" },
]
"""
ITEM = """\
[[items]]
name = "q1"
fi = "Hyötyä"
en = "Of use"
scale = "agree"
role = "benefit"
item = "money"
"""


def errors(tmp_path: Path, text: str) -> list[tuple[int | None, str | None, str, str]]:
    path = tmp_path / "survey.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_survey_file(path)
    return [(item.row, item.column, item.found, item.hint) for item in caught.value.problems.errors]


def laid(tmp_path: Path, text: str, raw: RawSurvey, *, problems: Problems | None = None) -> RawSurvey:
    path = tmp_path / "survey.toml"
    path.write_text(text, encoding="utf-8")
    found = Problems() if problems is None else problems
    result = overlay(raw, *read_survey_file(path), found)
    if problems is None:
        assert not found
    return result


def raw(columns: dict[str, list], **variables: Variable) -> RawSurvey:
    values = pd.DataFrame(columns)
    known = {name: variables.get(name, Variable(name)) for name in columns}
    return RawSurvey("a.csv", "CSV", values, known)


def test_all_errors_of_form_and_of_meaning_come_in_one_run(tmp_path: Path) -> None:
    text = HEAD + 'weigth = "w"\n' + AGREE.replace("cannot-say", "cannotsay").replace("code = 2", "code = 1")
    text += ITEM.replace('"agree"', '"agre"') + '[[items]]\nname = "Q1"\nrole = "intrest"\n'
    assert errors(tmp_path, text) == [
        (3, "weigth", "the unknown key 'weigth'", "did you mean 'weight'?"),
        (9, "scales[1].options[2].code", "the code 1 once more", ""),
        (10, "scales[1].options[3].missing", "'cannotsay'", "did you mean 'cannot-say'?"),
        (16, "items[1].scale", "'agre'", "did you mean 'agree'?"),
        (20, "items[2].name", "'Q1' once more", "see row 13"),
        (21, "items[2].role", "'intrest'", "did you mean 'interest'?"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "found", "hint"),
    [
        ("[[scales]]\nname='s'\noptions=[{code=true}]", "scales[1].options[1].code", "True", ""),
        ("[[scales]]\nname='s'\noptions=[{code=nan}]", "scales[1].options[1].code", "nan", ""),
        ("[[scales]]\nname='s'\noptions=[{code=1,to=5}]", "scales[1].options[1].to", "a range of codes that is an", ""),
        (
            "[[scales]]\nname='s'\noptions=[{code=5,to=1,missing='missing'}]",
            "scales[1].options[1].to",
            "a range fr",
            "",
        ),
        (AGREE + AGREE, "scales[2].name", "'agree' once more", "see row 4"),
        (AGREE + ITEM + "kind='text'", "items[1].kind", "'text' with a scale", ""),
        (
            AGREE.replace("amount = 0", "word = 'ministri'") + ITEM.replace("benefit", "kind"),
            "scales[1].options[1].word",
            "'ministri' in the scale of 'q1'",
            "did you mean 'ministry'?",
        ),
        (
            "[[items]]\nname='a'\nrole='weight'\n[[items]]\nname='b'\nrole='weight'",
            "items[2].role",
            "the role",
            "see row 5",
        ),
        ("weight='w'\n[[items]]\nname='a'\nrole='weight'", "weight", "'w'", ""),
        ("[[blocks]]\nname='b'\nkind='grid'\nitems=['x','x']", "blocks[1].items", "'x', which is in the same bl", ""),
        (
            "[[blocks]]\nname='b'\nkind='grid'\nitems=['x']\n[[blocks]]\nname='c'\nkind='grid'\nitems=['X']",
            "blocks[2].items",
            "'X', which is in the block 'b' already",
            "",
        ),
        (
            "[[blocks]]\nname='forums'\nkind='grid'\nitems=['x']\n"
            "[[blocks]]\nname='c'\nkind='other-specify'\nitems=['y']\nof='forum'",
            "blocks[2].of",
            "'forum'",
            "did you mean 'forums'?",
        ),
        ("[[blocks]]\nname='b'\nkind='grid'\nitems=['x']\ncounted=1", "blocks[1].counted", "a block of the kind", ""),
        ("population={a=1, b=2}", "population", "sizes of strata", ""),
        (
            "population={'Samaa mieltä'=5, 'Eri meiltä'=2}\nstrata=['q1']\n" + AGREE + ITEM,
            "population.Eri meiltä",
            "the stratum 'Eri meiltä'",
            "did you mean 'Eri mieltä'?",
        ),
        ("[privacy]\norganisations=0", "privacy.organisations", "0 (a whole number)", ""),
        ("invited=5", "invited", "5 (a whole number)", ""),
    ],
)
def test_what_cannot_be_meant_is_an_error_with_its_key(
    tmp_path: Path, text: str, place: str, found: str, hint: str
) -> None:
    (error,) = errors(tmp_path, HEAD + text)
    assert error[0] is not None
    assert (error[1], error[3]) == (place, hint)
    assert error[2].startswith(found)


def test_sizes_of_strata_may_be_named_by_label_word_or_code_and_joined_by_a_slash(tmp_path: Path) -> None:
    path = tmp_path / "survey.toml"
    strata = "population={'agree / 1'=5, 'DISAGREE/Av samma åsikt'=2}\nstrata=['q1', 'q2']\n"
    second = ITEM.replace("q1", "q2").replace("benefit", "obstacle")
    path.write_text(HEAD + strata + AGREE + ITEM + second, encoding="utf-8")
    assert len(settings_of(read_survey_file(path)[0]).population) == 2


def test_settings_take_variables_from_roles_and_say_how_people_were_asked(tmp_path: Path) -> None:
    path = tmp_path / "survey.toml"
    items = "".join(f"[[items]]\nname='{n}'\nrole='{n}'\n" for n in ("weight", "respondent", "organisation", "stratum"))
    for invited, sample in [("unknown", "open-link"), ("all", "census"), ("invited.csv", "invited")]:
        path.write_text(HEAD + f"year=2020\ninvited='{invited}'\n" + items, encoding="utf-8")
        found = settings_of(read_survey_file(path)[0])
        assert (found.weight, found.respondent, found.organisation, found.strata, found.sample) == (
            "weight",
            "respondent",
            "organisation",
            ("stratum",),
            sample,
        )


def test_a_survey_without_answers_has_a_codebook(tmp_path: Path) -> None:
    path = tmp_path / "survey.toml"
    block = "[[blocks]]\nname='uses'\nkind='grid'\nitems=['q1']\n"
    path.write_text(HEAD + AGREE + ITEM + block, encoding="utf-8")
    variable = codebook_of(read_survey_file(path)[0])["q1"]
    assert (variable.label, variable.kind, variable.role, variable.block) == ("Hyötyä", "ordered", "benefit", "uses")
    assert variable.labels == {1: "Eri mieltä", 2: "Samaa mieltä", 9: "En osaa sanoa"}
    assert variable.value_text(2.0, "sv") == "Av samma åsikt"
    assert variable.amounts == {1: 0, 2: 1}
    assert variable.missing == (MissingRule(9, 9, "En osaa sanoa", Reason.CANNOT_SAY),)
    assert variable.about == {"item": "money"}


def test_a_block_of_a_survey_without_answers_names_items_only(tmp_path: Path) -> None:
    path = tmp_path / "survey.toml"
    path.write_text(HEAD + AGREE + ITEM + "[[blocks]]\nname='b'\nkind='grid'\nitems=['q11']\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"found 'q11'; expected an item .*did you mean 'q1'"):
        codebook_of(*read_survey_file(path))


def test_items_that_the_answers_lack_are_errors_with_the_nearest_name(tmp_path: Path) -> None:
    problems = Problems()
    text = HEAD + "strata=['alue']\n" + AGREE + ITEM.replace('"q1"', '"kyssel1"')
    laid(tmp_path, text, raw({"kysely1": [1.0], "aluee": [1.0]}), problems=problems)
    assert [(item.row, item.column, item.found, item.hint) for item in problems] == [
        (13, "items[1].name", "'kyssel1'", "did you mean 'kysely1'?"),
        (3, "strata", "'alue'", "did you mean 'aluee'?"),
    ]


def test_variables_are_called_as_survey_toml_spells_them(tmp_path: Path) -> None:
    file = raw({"Q1": [1.0, 2.0], "PAINO": [1.0, 1.0]})
    file.weight = "PAINO"
    found = laid(tmp_path, HEAD + "weight='paino'\n" + AGREE + ITEM, file)
    assert list(found.values) == list(found.variables) == ["q1", "paino"]
    assert found.weight == "paino"
    assert "'Q1' is 'q1'" in str(found.report)


def test_words_of_the_options_become_codes_in_every_language(tmp_path: Path) -> None:
    cells = ["samaa  mieltä", "Av annan åsikt", "2", None, "Cannot say", "", "jotain muuta"]
    found = laid(tmp_path, HEAD + AGREE + ITEM, raw({"q1": cells}))
    assert found.values["q1"].tolist()[:3] == [2.0, 1.0, 2.0]
    assert found.values["q1"].tolist()[4] == 9.0
    assert found.values["q1"].isna().tolist() == [False, False, False, True, False, True, True]
    assert found.states["q1"].dropna().to_dict() == {6: "unreadable"}
    assert "1 cell where the codebook expects one of the options" in str(found.report)
    assert "jotain muuta" not in str(found.report)
    assert found.fixed_kinds == {"q1"}


def test_numbers_and_dates_in_texts_are_read_where_the_kind_is_stated(tmp_path: Path) -> None:
    file = raw(
        {"n": ["1 200,5", "-3", "x"], "d": ["2020-02-29", "31.1.2021 klo 9.30", "30.2.2020"], "t": [1.0, 2.0, 3.5]}
    )
    items = "".join(f"[[items]]\nname='{n}'\nkind='{k}'\n" for n, k in [("n", "numeric"), ("d", "date"), ("t", "text")])
    found = laid(tmp_path, HEAD + items, file)
    assert found.values["n"].tolist()[:2] == [1200.5, -3.0]
    assert found.values["d"].tolist()[:2] == [pd.Timestamp("2020-02-29"), pd.Timestamp("2021-01-31 09:30")]
    assert found.values["t"].tolist() == ["1", "2", "3.5"]
    assert [found.states[name].notna().tolist() for name in "nd"] == [[False, False, True]] * 2


def test_missing_codes_of_the_file_stay_unless_survey_toml_lists_them_as_answers(tmp_path: Path) -> None:
    variable = Variable(
        "q1", labels={1.0: "one", 8.0: "eight"}, missing=(MissingRule(2.0, 2.0), MissingRule(90.0, 99.0))
    )
    found = laid(tmp_path, HEAD + AGREE + ITEM, raw({"q1": [1.0, 2.0]}, q1=variable))
    assert found.variables["q1"].missing == (
        MissingRule(9.0, 9.0, "En osaa sanoa", Reason.CANNOT_SAY),
        MissingRule(90.0, 99.0),
    )
    assert found.variables["q1"].labels[8.0] == "eight"
    assert "lists as answers" in str(found.report)


def test_a_range_of_missing_codes_can_be_stated(tmp_path: Path) -> None:
    scale = "[[scales]]\nname='s'\noptions=[{code=-inf, to=-1, missing='missing', fi='Virhe'}]\n"
    found = laid(tmp_path, HEAD + scale + "[[items]]\nname='q1'\nscale='s'\n", raw({"q1": [-5.0, 3.0]}))
    assert found.variables["q1"].missing == (MissingRule(-math.inf, -1, "Virhe"),)
    assert found.variables["q1"].kind == "numeric"
    assert found.fixed_kinds == frozenset()


@pytest.mark.parametrize(
    ("code", "left"),
    [
        (98.0, [(97.0, 97.0), (99.0, 99.0)]),
        (97.0, [(98.0, 99.0)]),
        (5.0, [(97.0, 99.0)]),
        (97.5, [(97.0, math.nextafter(97.5, 0)), (math.nextafter(97.5, 98), 99.0)]),
    ],
)
def test_a_range_is_split_around_an_answer(code: float, left: list[tuple[float, float]]) -> None:
    assert [(rule.low, rule.high) for rule in rules_beside((code,), (MissingRule(97.0, 99.0),))] == left


def test_codes_in_text_do_not_fit_a_column_of_numbers(tmp_path: Path) -> None:
    problems = Problems()
    scale = "[[scales]]\nname='agree'\noptions=[{code='A1', fi='x'}]\n"
    laid(tmp_path, HEAD + scale + ITEM, raw({"q1": [1.0]}), problems=problems)
    assert "found scale 'agree' with the code 'A1'; expected numbers" in str(problems)


def test_blocks_of_survey_toml_go_before_those_of_the_file(tmp_path: Path) -> None:
    file = raw({"a": [1.0], "b": [1.0], "c": [1.0], "d": [1.0]})
    file.blocks = [Block("one", "grid", "", ("a", "c")), Block("mine", "grid", "", ("c", "d"))]
    text = HEAD + "[[blocks]]\nname='mine'\nkind='multiple-dichotomies'\nfi='Oma'\ncounted=1\nitems=['A','b']\n"
    found = laid(tmp_path, text, file)
    assert [(block.name, block.items, block.stated) for block in found.blocks] == [
        ("mine", ("A", "b"), True),
        ("mine-of-file", ("c", "d"), False),
    ]
    assert found.blocks[0].label == "Oma"
    assert "shares variables" in str(found.report)


def test_what_survey_toml_does_not_name_stays_as_the_file_has_it(tmp_path: Path) -> None:
    variable = Variable("b", "B", labels={1.0: "x"}, missing=(MissingRule(9.0, 9.0),))
    found = laid(tmp_path, HEAD + AGREE + ITEM, raw({"q1": [1.0], "b": [1.0]}, b=variable))
    assert found.variables["b"] == variable


def test_a_file_read_in_pieces_has_the_names_and_codes_of_survey_toml(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Q1": [1.0, 2.0, 9.0, 2.0, 1.0], "PAINO": [1.0, 2.0, 1.0, 1.0, 1.0]})
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"))
    (tmp_path / "survey.toml").write_text(HEAD + "weight = 'paino'\n" + AGREE + ITEM, encoding="utf-8")
    whole = va.read_survey(tmp_path / "a.sav", codebook=tmp_path / "survey.toml")
    pieces = list(va.read_survey(tmp_path / "a.sav", codebook=tmp_path / "survey.toml", chunks=2))
    assert [len(piece.answers) for piece in pieces] == [2, 2, 1]
    assert pd.concat([piece.answers for piece in pieces]).equals(whole.answers)
    assert list(whole.answers) == ["q1", "paino"]
    assert whole.answers["q1"].tolist()[:2] == ["Eri mieltä", "Samaa mieltä"]
    assert pieces[1].reasons["q1"].tolist()[0] == "9: En osaa sanoa"
    assert whole.weight.tolist() == [1, 2, 1, 1, 1]
