"""Exports of LimeSurvey, with and without the structure of their survey."""

from __future__ import annotations

import pandas as pd
import pytest
from limesurvey_structures import Asked, structure
from survey_samples.text_exports import LIMESURVEY, SURVEY

from valuma.loaders.survey_files.lss import plain, read_lss
from valuma.loaders.survey_files.lss_columns import fields_of
from valuma.loaders.survey_files.text_kinds import read_text_survey, sniff
from valuma.schema.problems import StudyError

SYSTEM = "id;submitdate;lastpage;startlanguage"


def read(text: str, lss: bytes | None = None):
    return read_text_survey(text.encode(), "a.csv", codebook=None if lss is None else (lss, "a.lss"))


def export(columns: str, *rows: str):
    """An export of people who all finished."""
    lines = [f"{k};2024-01-0{k} 10:00:00;9;fi;{row}" for k, row in enumerate(rows, start=1)]
    return "\n".join([f"{SYSTEM};{columns}", *lines, ""])


def cells(raw, name: str) -> list[object]:
    return [None if pd.isna(cell) else cell for cell in raw.values[name]]


def states(raw, name: str) -> list[object]:
    return [None if pd.isna(cell) else cell for cell in raw.states[name]] if name in raw.states else []


def blocks(raw) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {block.name: (block.kind, block.items) for block in raw.blocks}


def test_ticks_are_1_and_0_for_those_who_ticked_something_and_missing_for_others() -> None:
    raw = read(export("f[a];f[b]", "Y;", ";Y", ";"))
    assert cells(raw, "f[a]") == [1, 0, None]
    assert cells(raw, "f[b]") == [0, 1, None]
    assert blocks(raw)["f"] == ("multiple-dichotomies", ("f[a]", "f[b]"))
    assert states(raw, "f[a]") == [None, None, None]


def test_a_text_behind_other_counts_as_an_answer_and_gets_a_column_of_its_ticks() -> None:
    raw = read(export("f[a];f[b];f[other]", "Y;;", ";;naapurit", ";;"))
    assert cells(raw, "f[a]") == [1, 0, None]
    assert cells(raw, "f[other_ticked]") == [0, 1, None]
    assert cells(raw, "f[other]") == [None, "naapurit", None]
    assert raw.blocks[-1].kind == "other-specify"
    assert raw.blocks[-1].of == "f"
    assert "f[other_ticked] added" in str(raw.report)


def test_yes_and_no_are_a_grid_and_not_ticks() -> None:
    raw = read(export("g[a];g[b]", "Y;N", "N;", "N;N"))
    assert blocks(raw)["g"][0] == "grid"
    assert cells(raw, "g[b]") == ["N", None, "N"]
    assert states(raw, "g[b]") == [None, "not-answered", None]
    assert dict(raw.variables["g[a]"].labels) == {"N": "N", "Y": "Y"}


def test_words_of_long_answers_tell_never_shown_from_not_ticked() -> None:
    raw = read(export("f[a];f[b]", "Yes;No", "N/A;N/A", "No;No"))
    assert cells(raw, "f[a]") == [1, None, None]
    assert states(raw, "f[a]") == [None, "not-shown", "not-answered"]


def test_scales_rankings_numbers_and_texts_become_blocks_of_their_own() -> None:
    raw = read(
        export(
            "d[a][1];d[a][2];d[b][1];d[b][2];r[1];r[2];k[x];k[y];q[x];q[y];s",
            "1;5;2;4;b;a;1500;20;eka vastaus;toinen asia;A1",
            "2;4;2;5;a;c;90,5;3000;kolmas vastaus;neljäs asia;A2",
            "1;4;3;5;c;;17;260;viides vastaus;kuudes asia;-oth-",
        )
    )
    found = blocks(raw)
    assert found["d 1"] == ("grid", ("d[a][1]", "d[b][1]"))
    assert found["d 2"] == ("grid", ("d[a][2]", "d[b][2]"))
    assert found["r"] == ("ranking", ("r[1]", "r[2]"))
    assert found["k"][0] == "numeric"
    assert raw.variables["s"].labels["-oth-"] == "muu"


@pytest.mark.parametrize("separator", [". ", " - ", ": ", " | "])
def test_headings_of_code_and_text_give_names_and_words(separator: str) -> None:
    heads = [("submitdate", "Date submitted"), ("lastpage", "Last page"), ("startlanguage", "Start language"),
             ("f[a]", "Missä\ttapaatte? [Kunta [oma]]"), ("f[b]", "Missä\ttapaatte? [Valtio]"),
             ("n", "Montako?")]  # fmt: skip
    header = ";".join(f'"{code}{separator}{text}"' for code, text in heads)
    raw = read(f"{header}\n2024-01-01 10:00:00;2;fi;Y;;3\n2024-01-02 10:00:00;2;fi;;Y;4\n")
    assert list(raw.values) == ["submitdate", "lastpage", "startlanguage", "f[a]", "f[b]", "n"]
    assert raw.variables["f[a]"].label == "Kunta [oma]"
    assert raw.variables["n"].label == "Montako?"
    assert next(block for block in raw.blocks if block.name == "f").label == "Missä tapaatte?"


def test_headings_of_text_alone_keep_the_parts_of_a_question_together() -> None:
    header = "Response ID;Date submitted;Last page;Start language;Missä tapaatte? [Kunta];Missä tapaatte? [Valtio]"
    raw = read(f"{header}\n1;2024-01-01 10:00:00;2;fi;Y;\n2;2024-01-02 10:00:00;2;fi;;Y\n")
    assert list(raw.values)[:4] == ["id", "submitdate", "lastpage", "startlanguage"]
    assert cells(raw, "Missä tapaatte? [Kunta]") == [1, 0]


def test_those_who_broke_off_were_not_shown_what_nobody_answered_who_left_as_early() -> None:
    raw = read(f"{SYSTEM};q1;q2\n1;2024-01-01 10:00:00;2;fi;5;6\n2;;1;fi;3;\n3;;1;fi;;\n4;2024-01-01 10:00:00;2;fi;;\n")
    assert states(raw, "q2") == [None, "not-shown", "not-shown", None]
    assert states(raw, "q1") == [None, None, None, None]


def test_the_date_of_anonymous_surveys_is_explained() -> None:
    raw = read(f"{SYSTEM};q1\n1;1980-01-01 00:00:00;2;fi;5\n2;1980-01-01 00:00:00;2;fi;6\n")
    assert "1980-01-01" in str(raw.report)


@pytest.mark.parametrize("new", [True, False])
def test_both_layouts_of_a_structure_say_the_same(new: bool) -> None:
    lss = read_lss(structure(SURVEY, new=new), "a.lss")
    assert [(q.code, q.type, q.page, q.other) for q in lss.questions] == [
        ("tuki", "L", 1, True), ("foorumit", "M", 2, True), ("usein", "F", 2, False), ("euroa", "N", 2, False),
        ("sana", "T", 2, False),
    ]  # fmt: skip
    assert lss.questions[1].texts == {"fi": "Mitkä foorumit?", "sv": "Vilka forum?"}
    assert lss.questions[1].parts[0].texts["sv"] == "Kommun"
    assert [(o.code, o.texts["sv"]) for o in lss.questions[2].options] == [
        ("1", "ofta"),
        ("2", "ibland"),
        ("3", "aldrig"),
    ]
    assert lss.languages == ("fi", "sv")


def test_a_structure_gives_words_kinds_blocks_and_who_was_shown_what() -> None:
    raw = read(LIMESURVEY, structure(SURVEY))
    assert dict(raw.variables["tuki"].labels) == {"A1": "Kyllä", "A2": "Ei", "-oth-": "muu"}
    assert raw.variables["tuki"].value_text("A1", "sv") == "Ja"
    assert dict(raw.variables["tuki"].amounts) == {"A1": 4.0, "A2": 1.0}
    assert raw.variables["usein[a]"].text("sv") == "Staten"
    assert dict(raw.variables["usein[a]"].labels) == {1.0: "usein", 2.0: "joskus", 3.0: "ei"}
    # 1 ticked kunta; 2 wrote a text behind other; 3 broke off on page 1; 4 was shown it and ticked nothing.
    assert states(raw, "foorumit[valtio]") == [None, None, "not-shown", "not-answered"]
    assert cells(raw, "foorumit[valtio]") == [0, 0, None, None]
    assert states(raw, "usein[b]") == [None, "not-answered", "not-shown", None]
    # Asked only of those who ticked kunta; 4 did not and has an answer all the same.
    assert states(raw, "euroa") == [None, "not-shown", "not-shown", None]
    assert "1 answer of people to whom the routing does not show the question" in str(raw.report)
    assert {"foorumit", "usein"} <= set(blocks(raw))


@pytest.mark.parametrize("rename", [
    lambda name: name.replace("[", "_").replace("]", ""),
    lambda name: name.replace("[", "").replace("]", ""),
])  # fmt: skip
def test_a_structure_finds_the_columns_of_exports_for_r_and_spss(rename) -> None:
    header, _, rest = export("foorumit[kunta];foorumit[valtio]", "Y;", ";Y").partition("\n")
    raw = read(rename(header) + "\n" + rest, structure(SURVEY))
    name = rename("foorumit[kunta]")
    assert cells(raw, name) == [1, 0]
    assert raw.variables[name].label == "Kunta"


def test_a_structure_finds_the_columns_by_their_words_in_any_language() -> None:
    header = "Response ID;Date submitted;Last page;Start language;Vilka forum? [Kommun];Vilka forum? [Staten]"
    raw = read(f"{header}\n1;2024-01-01 10:00:00;2;sv;Y;\n2;2024-01-02 10:00:00;2;sv;;Y\n", structure(SURVEY))
    assert raw.variables["Vilka forum? [Kommun]"].text("fi") == "Kunta"


def test_answers_in_words_become_codes() -> None:
    raw = read(export("tuki;usein[a];usein[b]", "Kyllä;usein;ei", "Nej;ofta;N/A", "ehkä;ei;ei"), structure(SURVEY))
    assert cells(raw, "tuki") == ["A1", "A2", "ehkä"]
    assert cells(raw, "usein[a]") == [1, 1, 3]
    assert states(raw, "usein[b]")[1] == "not-shown"
    assert "1 different answer beside its 3 options" in str(raw.report)


def test_the_types_of_questions_give_the_columns_and_kinds_they_have() -> None:
    two = [("a", {"fi": "A"}), ("b", {"fi": "B"})]
    asked = [
        Asked("five", "5", {"fi": "?"}), Asked("arr", "A", {"fi": "?"}, two), Asked("yn", "C", {"fi": "?"}, two),
        Asked("dual", "1", {"fi": "?"}, two, [("1", {"fi": "x"}), ("1", {"fi": "y"}, 1)]),
        Asked("tab", ":", {"fi": "?"}, [*two, ("c", {"fi": "C"}, 1)]), Asked("mc", "P", {"fi": "?"}, two, other=True),
        Asked("rank", "R", {"fi": "?"}, answers=two), Asked("lc", "O", {"fi": "?"}, answers=two),
        Asked("note", "X", {"fi": "!"}),
        Asked("file", "|", {"fi": "?"}), Asked("eq", "*", {"fi": "="}),
    ]  # fmt: skip
    names = [(field.name, field.kind) for field in fields_of(read_lss(structure(asked), "a.lss"))]
    assert names == [
        ("five", "ordered"), ("arr[a]", "ordered"), ("arr[b]", "ordered"), ("yn[a]", "category"), ("yn[b]", "category"),
        ("dual[a][1]", "category"), ("dual[a][2]", "category"), ("dual[b][1]", "category"), ("dual[b][2]", "category"),
        ("tab[a_c]", "numeric"), ("tab[b_c]", "numeric"), ("mc[a]", "category"), ("mc[acomment]", "text"),
        ("mc[b]", "category"), ("mc[bcomment]", "text"), ("mc[other]", "text"), ("mc[othercomment]", "text"),
        ("rank[1]", "category"), ("rank[2]", "category"), ("lc", "category"), ("lc[comment]", "text"),
        ("file", "text"), ("file[filecount]", "numeric"), ("eq", None),
    ]  # fmt: skip


def test_rows_that_a_filter_hides_were_not_shown() -> None:
    two = [("a", {"fi": "A"}), ("b", {"fi": "B"})]
    asked = [
        Asked("m", "M", {"fi": "?"}, two),
        Asked("g", "F", {"fi": "?"}, two, [("1", {"fi": "x"}), ("2", {"fi": "y"})], attributes={"array_filter": "m"}),
    ]
    raw = read(export("m[a];m[b];g[a];g[b]", "Y;;1;", "Y;Y;2;", "Y;Y;1;2"), structure(asked))
    assert states(raw, "g[b]") == ["not-shown", "not-answered", None]


def test_a_mandatory_question_that_was_passed_without_an_answer_was_not_shown() -> None:
    asked = [
        Asked("a", "N", {"fi": "?"}, relevance="rand(0, 1) == 1", mandatory=True),
        Asked("b", "N", {"fi": "?"}, relevance="rand(0, 1) == 1"),
        Asked("c", "N", {"fi": "?"}),
    ]
    raw = read(export("a;b;c", "1;2;3", ";;"), structure(asked))
    assert [states(raw, name)[1] for name in "abc"] == ["not-shown", None, "not-answered"]
    assert "not of the simple form" in str(raw.report)


def test_a_structure_of_another_survey_is_reported_and_not_used() -> None:
    raw = read(export("q1", "1", "2"), structure(SURVEY))
    assert "no question that a.csv has a column for" in str(raw.report)


@pytest.mark.parametrize("data", [
    b"<document/>", b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>", b"<document", b"id;q1\n",
    b'<!DOCTYPE a [<!ENTITY b "c">]><document><LimeSurveyDocType>Survey</LimeSurveyDocType>&b;</document>',
])  # fmt: skip
def test_what_is_no_structure_of_a_survey_is_refused(data: bytes) -> None:
    with pytest.raises(StudyError):
        read_lss(data, "a.lss")


def test_markup_and_expressions_are_taken_out_of_words() -> None:
    assert plain("<p>Kuinka&nbsp;<b>usein</b><br/>{INSERTANS:1X2X3} tapaatte?</p><script>x<y</script>") == (
        "Kuinka usein tapaatte?"
    )


def test_the_export_is_known_by_its_header() -> None:
    assert sniff(LIMESURVEY.encode(), "a.csv") == "limesurvey"
    assert sniff(b"id;submitdate;q1\n1;2;3\n", "a.csv") == "plain"
