"""Network tables are checked as a whole and compared as a whole."""

from __future__ import annotations

import pandas as pd
import pytest
from formats.samples import small

from valuma.formats.tables import NetworkTables
from valuma.schema.problems import StudyError, ValumaError

NODES = pd.DataFrame({"id": ["a", "n"], "mode": ["actor", "network"]})


def ties(**columns: list) -> dict[str, pd.DataFrame]:
    return {"membership": pd.DataFrame({"source": ["a"], "target": ["n"], **columns})}


def test_weight_is_one_where_there_is_none() -> None:
    assert NetworkTables(NODES, ties()).blocks["membership"]["weight"].tolist() == [1.0]


def test_all_problems_are_said_at_once() -> None:
    nodes = pd.DataFrame({"id": ["a", "a", None], "mode": ["actor", None, "theme"]})
    block = pd.DataFrame({"source": ["a", "x"], "target": ["a", None], "weight": [float("nan"), float("inf")]})
    with pytest.raises(StudyError) as caught:
        NetworkTables(nodes, {"cooperation": block})
    found = {(p.file, p.row, p.column) for p in caught.value.problems.errors}
    assert found == {
        ("nodes", 1, "id"),
        ("nodes", 2, "id"),
        ("nodes", 1, "mode"),
        ("cooperation", 1, "source"),
        ("cooperation", 1, "target"),
        ("cooperation", 0, "weight"),
        ("cooperation", 1, "weight"),
    }


def test_many_problems_of_one_kind_are_counted() -> None:
    nodes = pd.DataFrame({"id": ["a"] * 100, "mode": "actor"})
    with pytest.raises(StudyError, match="49 more such rows"):
        NetworkTables(nodes, {})


def test_unknown_block_gets_the_nearest_one() -> None:
    with pytest.raises(StudyError, match="did you mean 'membership'"):
        NetworkTables(NODES, {"memberships": ties()["membership"]})


def test_direction_of_a_block_that_is_not_there_is_refused() -> None:
    with pytest.raises(StudyError, match="a block that is there"):
        NetworkTables(NODES, ties(), {"focus": True})


@pytest.mark.parametrize("column", ["block", "", "a\0"])
def test_column_name_that_cannot_be_is_refused(column: str) -> None:
    with pytest.raises(StudyError, match="another name"):
        NetworkTables(NODES, ties(**{column: ["x"]}))


def test_missing_column_is_named() -> None:
    with pytest.raises(StudyError, match="a column 'mode'"):
        NetworkTables(NODES.drop(columns="mode"), {})


def test_weights_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValumaError, match="the weights are not numbers"):
        NetworkTables(NODES, ties(weight=["much"]))


def test_numbers_as_identifiers_become_text() -> None:
    nodes = pd.DataFrame({"id": [1, 2], "mode": "actor"})
    tables = NetworkTables(nodes, {"cooperation": pd.DataFrame({"source": [1], "target": [2]})})
    assert tables.nodes["id"].tolist() == ["1", "2"]


def test_input_is_not_changed_and_not_shared() -> None:
    nodes = NODES.copy()
    tables = NetworkTables(nodes, ties())
    nodes.loc[0, "id"] = "changed"
    assert tables.nodes["id"].tolist() == ["a", "n"]


def test_blocks_stand_in_their_own_order() -> None:
    one = small()
    other = NetworkTables(one.nodes, dict(reversed(one.blocks.items())), one.directed, one.attributes)
    assert list(other.blocks) == ["membership", "focus", "interest", "cooperation"]
    assert one == other


@pytest.mark.parametrize(
    "changed",
    [
        lambda t: NetworkTables(t.nodes.iloc[:4], {"membership": t.blocks["membership"]}, {}, t.attributes),
        lambda t: NetworkTables(
            t.nodes, {**t.blocks, "focus": t.blocks["focus"].assign(weight=0.4)}, t.directed, t.attributes
        ),
        lambda t: NetworkTables(t.nodes, t.blocks, {}, t.attributes),
        lambda t: NetworkTables(t.nodes, t.blocks, t.directed, {}),
    ],
    ids=["nodes", "weight", "direction", "attributes"],
)
def test_networks_that_differ_are_not_equal(changed) -> None:
    assert small() == small()
    assert changed(small()) != small()


def test_it_says_what_it_is() -> None:
    assert repr(small()) == (
        "<NetworkTables: 5 nodes (2 actor, 2 network, 1 theme), "
        "3 membership ties, 1 focus tie, 1 interest tie, 2 cooperation ties>"
    )
    assert "tampere" in small()._repr_html_()


def test_said_of_the_whole_is_text_and_empty_things_are_left_out() -> None:
    tables = NetworkTables(NODES, ties(), {}, {"year": 2020, "synthetic": False, "case": None, "title": ""})  # type: ignore[dict-item]
    assert dict(tables.attributes) == {"year": "2020", "synthetic": "false"}
