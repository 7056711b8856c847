"""Blocks are found from records, headers, headings and labels; what mixes is split; what is not said is not made up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuma.survey import Block, Variable
from valuma.survey.finding import find_blocks

OFTEN = {1.0: "never", 2.0: "sometimes", 3.0: "often", 4.0: "always"}
MENTIONED = {0.0: "ei mainittu", 1.0: "mainittu"}
YES_NO = {1.0: "yes", 2.0: "no"}


def coded(labels: dict[float, str], *codes: float | None) -> pd.Series:
    return pd.Series(pd.Categorical([labels.get(code) for code in codes], list(labels.values())))


def found(columns: dict[str, tuple[list[object] | pd.Series, Variable]], given: list[Block] | None = None):
    values = pd.DataFrame({name: cells for name, (cells, _) in columns.items()})
    return find_blocks(values, {name: variable for name, (_, variable) in columns.items()}, given or [])


def number(name: str, *cells: float | None, label: str = "") -> tuple[pd.Series, Variable]:
    return pd.Series(list(cells), dtype=float), Variable(name, label)


def text(name: str, *cells: str | None, label: str = "") -> tuple[pd.Series, Variable]:
    return pd.Series(list(cells), dtype="str"), Variable(name, label, "text")


def scale(name: str, labels: dict[float, str], *codes: float | None, label: str = "") -> tuple[pd.Series, Variable]:
    return coded(labels, *codes), Variable(name, label, "category", labels)


def shape(blocks: list[Block]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(block.name, block.kind, block.items) for block in blocks]


@pytest.mark.parametrize(
    ("first", "second", "stem"),
    [
        ("q5_1", "q5_2", "q5"),
        ("q5[a]", "q5[b]", "q5"),
        ("q5.1", "q5.2", "q5"),
        ("q5___1", "q5___2", "q5"),
        ("q8_heinä", "q8_ohra", "q8"),
        ("forums_1", "forums_2", "forums"),
        ("How often?: with the State", "How often?: with regions", "How often?"),
        ("How often? [the State]", "How often? [regions]", "How often?"),
        ("How often? - the State", "How often? - regions", "How often?"),
    ],
)
def test_a_header_makes_a_block(first: str, second: str, stem: str) -> None:
    blocks, remarks = found({name: scale(name, OFTEN, 1, 2, 3, 4) for name in (first, second)})
    assert shape(blocks) == [(stem, "grid", (first, second))]
    assert stem in blocks[0].why
    assert "4 labels" in blocks[0].why
    assert remarks == []


def test_names_that_only_number_the_questions_make_no_block() -> None:
    blocks, _ = found({f"q_{k}": scale(f"q_{k}", YES_NO, 1, 2, 1) for k in (1, 2, 3)})
    assert [block.kind for block in blocks] == ["single"] * 3


def test_neighbours_with_equal_answers_and_a_common_beginning_of_their_labels_make_a_grid() -> None:
    labels = {"v1": "How much do you trust: police", "v2": "How much do you trust: courts", "v3": "Age of the house"}
    blocks, _ = found({name: scale(name, OFTEN, 1, 2, label=label) for name, label in labels.items()})
    assert shape(blocks) == [("How much do you trust", "grid", ("v1", "v2")), ("v3", "single", ("v3",))]


def test_neighbours_with_equal_answers_and_the_role_that_the_codebook_gives_them_make_a_grid() -> None:
    columns = {
        name: (coded(OFTEN, 1, 2), Variable(name, name, "ordered", OFTEN, role="interest"))
        for name in ("water", "housing")
    }
    blocks, _ = found(columns)
    assert shape(blocks) == [("interest", "grid", ("water", "housing"))]


def test_equal_answers_alone_make_no_block() -> None:
    labels = {"kind": "Kind of place", "met": "Have you met", "wants": "Would you pay"}
    blocks, _ = found({name: scale(name, YES_NO, 1, 2, label=label) for name, label in labels.items()})
    assert [block.kind for block in blocks] == ["single"] * 3


def test_labels_after_the_bracketed_name_of_an_archive_are_compared() -> None:
    columns = {
        "a": scale("a", OFTEN, 1, 2, label="[a] Luottamus: poliisi"),
        "b": scale("b", OFTEN, 1, 2, label="[b] Luottamus: käräjät"),
    }
    blocks, _ = found(columns)
    assert shape(blocks) == [("Luottamus", "grid", ("a", "b"))]
    assert blocks[0].label == "Luottamus"


@pytest.mark.parametrize(
    ("column", "counted"),
    [
        (lambda name: number(name, 0, 1, 1), 1.0),
        (lambda name: number(name, None, 1, 1), 1.0),
        (lambda name: text(name, None, "Y", "Y"), "Y"),
        (lambda name: text(name, "0", "1", "1"), "1"),
        (lambda name: scale(name, MENTIONED, 0, 1, 1), 1.0),
        (lambda name: scale(name, {1.0: "mainittu", 2.0: "ei mainittu"}, 1, 2, 2), 1.0),
        (lambda name: scale(name, {0.0: "No", 1.0: "Yes"}, 0, 1, 1), 1.0),
    ],
)
def test_ticks_make_a_block_of_dichotomies_with_what_is_counted(column, counted: object) -> None:
    blocks, _ = found({name: column(name) for name in ("q5_1", "q5_2")})
    assert shape(blocks) == [("q5", "multiple-dichotomies", ("q5_1", "q5_2"))]
    assert blocks[0].counted == counted


def test_options_that_hold_their_own_text_or_nothing_are_ticks_whatever_the_text() -> None:
    columns = {
        "Which forums? [Meetings]": text("Which forums? [Meetings]", "Meetings", None, "Meetings"),
        "Which forums? [Visits]": text("Which forums? [Visits]", None, "Visits", "Visits"),
        "Which forums? [Muu, mikä?]": text("Which forums? [Muu, mikä?]", None, "a sauna", "ice fishing"),
    }
    blocks, _ = found(columns)
    assert [(block.kind, block.counted, len(block.items)) for block in blocks] == [
        ("multiple-dichotomies", None, 2),
        ("other-specify", None, 1),
    ]


def test_yes_and_no_asked_one_by_one_are_a_grid_also_where_all_said_yes_to_one() -> None:
    blocks, remarks = found({"q[a]": text("q[a]", "Y", "N", "Y"), "q[b]": text("q[b]", "Y", "Y", "Y")})
    assert shape(blocks) == [("q", "grid", ("q[a]", "q[b]"))]
    assert remarks == []


def test_an_option_that_nobody_ticked_stays_with_its_question() -> None:
    blocks, _ = found({"q5_1": number("q5_1", 1, 0), "q5_2": number("q5_2", 0, 0), "q5_3": number("q5_3", None, None)})
    assert shape(blocks) == [("q5", "multiple-dichotomies", ("q5_1", "q5_2", "q5_3"))]


@pytest.mark.parametrize("label", ["Muu, mikä?", "Jokin muu", "Annat, vad?", "Other, please specify", "Muu: "])
def test_the_text_behind_other_belongs_to_its_block(label: str) -> None:
    columns = {
        "q5_1": number("q5_1", 1, 0, 1),
        "q5_2": number("q5_2", 0, 1, 1),
        "q5_3": text("q5_3", None, "ferry", "ice road", label=label),
    }
    blocks, remarks = found(columns)
    assert [(block.kind, block.of) for block in blocks] == [("multiple-dichotomies", ""), ("other-specify", "q5")]
    assert remarks == []


def test_a_text_behind_other_next_to_its_question_belongs_to_it() -> None:
    columns = {
        "kind": scale("kind", OFTEN, 1, 2, 3, label="Which?"),
        "kindtext": text("kindtext", None, "a", "b", label="Muu, mikä?"),
    }
    blocks, _ = found(columns)
    assert (blocks[1].kind, blocks[1].of) == ("other-specify", "kind")


def test_mother_and_muuttuja_are_no_words_for_other() -> None:
    columns = {
        "a": scale("a", OFTEN, 1, 2, label="Language"),
        "b": text("b", "x y", "z w", label="Language of the mother"),
        "c": text("c", "x y", "z w", label="Muuttuja"),
    }
    blocks, _ = found(columns)
    assert [block.kind for block in blocks] == ["single", "open", "open"]


def test_a_group_that_mixes_schemes_is_split_and_the_split_is_reported() -> None:
    columns = {
        "q8_1": scale("q8_1", MENTIONED, 0, 1),
        "q8_2": scale("q8_2", MENTIONED, 1, 1),
        "q8_3": scale("q8_3", OFTEN, 1, 2),
        "q8_4": number("q8_4", 12, 40),
        "q8_5": text("q8_5", "lots of", "words"),
    }
    for recorded in ([], [Block("barley", "grid", "Barley", tuple(columns), why="a group of the codebook")]):
        blocks, (remark,) = found(columns, recorded)
        name = "barley" if recorded else "q8"
        assert shape(blocks) == [
            (name, "multiple-dichotomies", ("q8_1", "q8_2")),
            ("q8_3", "single", ("q8_3",)),
            ("q8_4", "numeric", ("q8_4",)),
            ("q8_5", "open", ("q8_5",)),
        ]
        assert remark.place == name
        assert "mixes schemes" in remark.what
        assert "q8_4 (numeric)" in remark.done


def test_a_block_of_the_users_codebook_is_never_split() -> None:
    columns = {"a": scale("a", OFTEN, 1, 2), "b": number("b", 3, 4)}
    stated = Block("mine", "grid", "Mine", ("a", "b"), why="survey.toml says so", stated=True)
    assert found(columns, [stated]) == ([stated], [])


def test_a_stated_block_goes_before_a_record_of_the_file() -> None:
    columns = {name: number(name, 0, 1) for name in ("a", "b", "c")}
    recorded = Block("$set", "multiple-dichotomies", "Set", ("a", "b", "c"), 1.0, "a record of the file")
    stated = Block("mine", "multiple-dichotomies", "Mine", ("a", "b"), 1.0, "survey.toml says so", stated=True)
    blocks, (remark,) = found(columns, [recorded, stated])
    assert shape(blocks) == [("mine", "multiple-dichotomies", ("a", "b")), ("$set", "multiple-dichotomies", ("c",))]
    assert "stands in the block 'mine' too" in remark.what


def test_a_recorded_set_of_dichotomies_may_count_one_of_two_answers() -> None:
    columns = {name: scale(name, YES_NO, 1, 2, 1) for name in ("a", "b")}
    recorded = Block("$set", "multiple-dichotomies", "Set", ("a", "b"), 1.0, "a record of the file")
    assert found(columns, [recorded]) == ([recorded], [])


def test_a_record_that_names_lost_variables_is_made_smaller_and_said() -> None:
    recorded = Block("$set", "multiple-dichotomies", "Set", ("a", "b", "gone"), 1.0, "a record of the file")
    blocks, (remark,) = found({name: number(name, 0, 1) for name in ("a", "b")}, [recorded])
    assert blocks[0].items == ("a", "b")
    assert remark.severity == "warning"
    assert "gone" in remark.what


def choices(k: int, n: int, *, complete: bool) -> pd.DataFrame:
    lots = np.random.default_rng(1)
    words = ["water", "housing", "roads", "schools", "ferries"]
    rows = []
    for _ in range(n):
        order = list(lots.permutation(words))
        given = k if complete else int(lots.integers(1, k + 1))
        rows.append([*order[:given], *[None] * (k - given)])
    return pd.DataFrame(rows)


@pytest.mark.parametrize(("complete", "kind"), [(True, "ranking"), (False, "multiple-categories")])
def test_answers_that_never_repeat_are_ranks_or_lists_of_choices(complete: bool, kind: str) -> None:
    labels = {float(k): word for k, word in enumerate(["water", "housing", "roads", "schools", "ferries"], start=1)}
    frame = choices(3, 60, complete=complete)
    columns = {
        f"q7_{k + 1}": (
            pd.Series(pd.Categorical(frame[k], list(labels.values()))),
            Variable("", "", "category", labels),
        )
        for k in range(3)
    }
    blocks, _ = found(columns)
    assert shape(blocks) == [("q7", kind, ("q7_1", "q7_2", "q7_3"))]


def test_a_few_answers_without_repetition_prove_nothing() -> None:
    blocks, _ = found({"q7_1": scale("q7_1", OFTEN, 1, 2), "q7_2": scale("q7_2", OFTEN, 2, 3)})
    assert blocks[0].kind == "grid"


def test_no_block_of_several_variables_has_the_name_of_a_variable() -> None:
    columns = {
        "q5": scale("q5", YES_NO, 1, 2),
        "q5_1": scale("q5_1", OFTEN, 1, 2),
        "q5_2": scale("q5_2", OFTEN, 1, 2),
    }
    blocks, _ = found(columns)
    assert shape(blocks) == [("q5", "single", ("q5",)), ("q5_items", "grid", ("q5_1", "q5_2"))]


def test_weights_tokens_and_dates_are_no_questions() -> None:
    columns = {
        "w": (pd.Series([1.0, 2.0]), Variable("w", role="weight")),
        "t": (pd.Series(["a", "b"], dtype="str"), Variable("t", kind="text", role="respondent")),
        "day": (pd.Series(pd.to_datetime(["2020-01-01", "2020-01-02"])), Variable("day", kind="date")),
        "age": number("age", 40, 50),
    }
    blocks, _ = found(columns)
    assert shape(blocks) == [("age", "numeric", ("age",))]


NAMES = st.lists(
    st.from_regex(r"(q[1-4]|v|forum)([_.\[][a-c1-3]{1,2}\]?)?", fullmatch=True), min_size=1, max_size=12, unique=True
)


@given(NAMES, st.randoms(use_true_random=False))
def test_every_variable_is_in_exactly_one_block_whatever_the_names(names: list[str], lots) -> None:
    makers = (
        lambda name: number(name, 0, 1, 1),
        lambda name: number(name, 3, 9, 1),
        lambda name: text(name, "some", "other", "texts"),
        lambda name: scale(name, OFTEN, 1, 2, 3),
        lambda name: scale(name, YES_NO, 1, 2, None),
        lambda name: number(name, None, None, None),
    )
    blocks, _ = found({name: lots.choice(makers)(name) for name in names})
    assert sorted(item for block in blocks for item in block.items) == sorted(names)
    assert len({block.name for block in blocks}) == len(blocks)
    assert all(block.why for block in blocks)
    assert all(block.of in {other.name for other in blocks} for block in blocks if block.of)
