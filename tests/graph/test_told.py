"""A graph keeps what people told for computing, and lets it out by name only where that was agreed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import valuma as va
from valuma.figures import draw
from valuma.graph.told import left_out_words
from valuma.schema.problems import ValumaError

KEY = bytes(range(32))
COOPERATION = ["actor_id", "partner_id", "strength", "directed", "attribution"]


def graph(cooperation: list[tuple], interests: list[tuple] = (), memberships: list[tuple] | None = None):
    rows = memberships or [("oulu", "mal", None), ("espoo", "mal", None)]
    return va.ActorNetworkThemeGraph.from_memberships(
        pd.DataFrame(rows, columns=["actor_id", "network_id", "attribution"]),
        cooperation=pd.DataFrame(
            cooperation, columns=["actor_id", "partner_id", "strength", "directed", "attribution"]
        ),
        interests=pd.DataFrame(interests, columns=["actor_id", "theme_id", "strength", "attribution"]),
    )


TIES = [
    ("oulu", "espoo", 0.5, True, "aggregate"),
    ("espoo", "oulu", 1.0, True, "named"),
    ("vaasa", "espoo", 0.75, True, None),
]


def test_matrices_hold_every_tie_and_exports_only_those_that_may_be_named() -> None:
    made = graph(TIES)
    assert made.cooperation.nnz == 3
    assert made.confidential == {"membership": 0, "interest": 0, "cooperation": 2}
    ties = made.to_frames()["cooperation"]
    assert ties[["source", "target", "weight"]].values.tolist() == [["espoo", "oulu", 1.0]]
    assert made.to_networkx().number_of_edges() == 3  # two memberships, one tie
    assert made.to_igraph().ecount() == 3


def test_an_actor_that_is_there_because_it_answered_is_not_listed() -> None:
    nodes = set(graph(TIES).to_frames()["nodes"]["id"])
    assert nodes == {"oulu", "espoo", "mal"}


def test_an_empty_attribution_of_what_people_told_is_confidential_and_of_a_membership_public() -> None:
    made = graph([("oulu", "espoo", 0.5, True, None)], [("oulu", "climate", 1.0, None)])
    assert made.confidential == {"membership": 0, "interest": 1, "cooperation": 1}
    frames = made.to_frames()
    assert len(frames["membership"]) == 2
    assert frames["interest"].empty
    assert frames["cooperation"].empty


def test_ties_that_hold_both_ways_are_left_out_both_ways() -> None:
    assert graph([("oulu", "espoo", 0.5, False, "aggregate")]).released().cooperation.nnz == 0


def test_a_pair_that_was_told_in_confidence_and_in_the_open_shows_the_open_strength() -> None:
    made = graph([("oulu", "espoo", 1.0, True, "aggregate"), ("oulu", "espoo", 0.25, True, "named")])
    assert made.cooperation.max() == 1.0
    assert made.to_frames()["cooperation"]["weight"].tolist() == [0.25]


def test_memberships_that_people_told_are_left_out_of_every_row(tmp_path: Path) -> None:
    made = graph([], memberships=[("oulu", "mal", None), ("kuopio", "mal", "aggregate"), ("oulu", "mal", "aggregate")])
    assert made.n_memberships == 2
    assert made.confidential["membership"] == 1
    made.write(tmp_path / "g.graphml")
    text = (tmp_path / "g.graphml").read_text(encoding="utf-8")
    assert "kuopio" not in text
    assert "1 membership told in confidence" in text
    assert va.read_graph(tmp_path / "g.graphml").n_memberships == 1


@pytest.mark.parametrize("name", ["g.graphml", "g.gexf", "g.net", "g.dl", "g.csv"])
def test_no_file_of_any_format_holds_a_confidential_name(name: str, tmp_path: Path) -> None:
    files = graph(TIES).write(tmp_path / name)
    assert all("vaasa" not in path.read_text(encoding="utf-8-sig").lower() for path in files)


def test_ties_under_pseudonyms_stand_between_actors_of_which_nothing_is_said() -> None:
    made = graph([("oulu", "vaasa", 0.5, True, "pseudonymous")], [("vaasa", "climate", 1.0, "pseudonymous")])
    assert made.to_frames()["cooperation"].empty
    frames = made.to_frames(key=KEY)
    assert frames["cooperation"]["weight"].tolist() == [0.5]
    assert frames["interest"]["target"].tolist() == ["climate"]
    ends = {*frames["cooperation"]["source"], *frames["cooperation"]["target"], *frames["interest"]["source"]}
    assert len(ends) == 2
    assert all(one.startswith("p-") for one in ends)
    assert "vaasa" not in set(frames["nodes"]["id"])


def test_the_analyst_can_ask_for_everything_in_memory() -> None:
    made = graph(TIES)
    assert len(made.to_frames(confidential=True)["cooperation"]) == 3
    with pytest.raises(ValumaError, match="no option 'confidential'"):
        made.write("x.graphml", confidential=True)  # never to a file


def test_a_graph_of_public_record_leaves_as_it_is() -> None:
    made = va.ActorNetworkThemeGraph.from_memberships(pd.DataFrame({"actor_id": ["a"], "network_id": ["x"]}))
    assert made.released() is made
    assert left_out_words(made.confidential) == ""


def test_selecting_and_recounting_keep_what_was_told_in_confidence() -> None:
    made = graph(TIES).select(actors=["oulu", "espoo"])
    assert made.confidential["cooperation"] == 1
    assert made.released().cooperation.nnz == 1


def test_figures_that_name_actors_leave_confidential_memberships_out(study) -> None:
    rows = study.memberships
    network = "mal-verkosto"
    mine = rows["network_id"] == network
    hidden = str(rows.loc[mine, "actor_id"].iloc[0])
    told = rows.assign(attribution=rows["attribution"].mask(mine & (rows["actor_id"] == hidden), "aggregate"))
    changed = va.Study.from_frames(**{**dict(study.tables), "memberships": told}, settings=study.settings)
    table = draw("ant-map", changed, lang="en", case=network).data
    assert hidden not in set(table["id"].dropna()) | set(table["from"].dropna())
