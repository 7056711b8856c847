"""The graph through files and other libraries and back."""

from __future__ import annotations

from pathlib import Path

import igraph
import networkx as nx
import pandas as pd
import pytest

import valuma as va
from valuma import formats


@pytest.fixture
def small() -> va.ActorNetworkThemeGraph:
    """Two actors, two networks of which one shares its id with an actor, one theme, every block filled."""
    return va.ActorNetworkThemeGraph.from_memberships(
        pd.DataFrame(
            {
                "actor_id": ["town", "mane", "town"],
                "network_id": ["mane", "mane", "c6"],
                "role": ["member", "funder", "coordinator"],
                "year_from": [2015, None, None],
                "sectors": [("health", "social"), (), ()],
                "source_id": ["s1", "s2", "s1"],
            }
        ),
        actors=pd.DataFrame(
            {
                "actor_id": ["town", "mane"],
                "name": ["Kaupunki", "Neuvosto"],
                "level": ["local", "national"],
                "policy_sectors": [("not-applicable",), ("agriculture", "environment")],
            }
        ),
        network_themes=pd.DataFrame({"network_id": ["c6"], "theme_id": ["climate"], "weight": [2.0]}),
        interests=pd.DataFrame({"actor_id": ["town"], "theme_id": ["climate"], "strength": [0.5]}),
        cooperation=pd.DataFrame(
            {"actor_id": ["town"], "partner_id": ["mane"], "strength": [0.25], "directed": [True]}
        ),
        synthetic=True,
        meta={"study": "tiny"},
    )


def same(a: va.ActorNetworkThemeGraph, b: va.ActorNetworkThemeGraph) -> None:
    """Assert that two graphs hold the same."""
    for block in ("membership", "focus", "interest", "cooperation"):
        assert getattr(a, block).toarray().tolist() == getattr(b, block).toarray().tolist()
    for nodes in ("actors", "networks", "themes"):
        assert list(getattr(a, nodes).index) == list(getattr(b, nodes).index)
    assert a.actors["policy_sectors"].tolist() == b.actors["policy_sectors"].tolist()
    columns = ["network_id", "actor_id", "role", "source_id", "counted", "sectors"]
    assert sorted(map(str, a.rows[columns].values.tolist())) == sorted(map(str, b.rows[columns].values.tolist()))
    assert a.rows["year_from"].dropna().tolist() == b.rows["year_from"].dropna().tolist() == [2015]
    assert (a.roles, a.synthetic, a.meta["study"]) == (b.roles, b.synthetic, b.meta["study"])


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_files_that_carry_everything_bring_it_back(
    small: va.ActorNetworkThemeGraph, tmp_path: Path, suffix: str
) -> None:
    small.write(tmp_path / f"g{suffix}")
    same(small, va.read_graph(tmp_path / f"g{suffix}"))


@pytest.mark.parametrize("suffix", [".net", ".dl", ".csv"])
def test_files_that_carry_structure_bring_back_ids_and_ties(
    small: va.ActorNetworkThemeGraph, tmp_path: Path, suffix: str
) -> None:
    small.write(tmp_path / f"g{suffix}")
    back = va.read_graph(tmp_path / f"g{suffix}")
    assert sorted(back.actors.index) == sorted(small.actors.index)
    assert back.focus.sum() == small.focus.sum()
    assert back.cooperation.sum() == small.cooperation.sum()


def test_an_id_of_two_sides_is_prefixed_outside_and_plain_inside(small: va.ActorNetworkThemeGraph) -> None:
    assert set(small.tables().nodes["id"]) == {"town", "actor:mane", "network:mane", "c6", "climate"}
    assert set(small.tables().nodes["key"]) == {"town", "mane", "c6", "climate"}


def test_networkx_holds_modes_blocks_and_no_missing_values(small: va.ActorNetworkThemeGraph) -> None:
    graph = small.to_networkx()
    assert graph.number_of_nodes() == 5
    assert graph.number_of_edges() == 6
    assert graph.nodes["town"]["mode"] == "actor"
    assert {data["block"] for _, _, data in graph.edges(data=True)} == {
        "membership",
        "focus",
        "interest",
        "cooperation",
    }
    assert all(value == value for _, data in graph.nodes(data=True) for value in data.values())
    same(small, va.ActorNetworkThemeGraph.from_networkx(graph))


def test_igraph_holds_the_same(small: va.ActorNetworkThemeGraph) -> None:
    graph = small.to_igraph()
    assert (graph.vcount(), graph.ecount()) == (5, 6)
    assert graph.vs["type"] == [False, False, True, True, True]
    same(small, va.ActorNetworkThemeGraph.from_igraph(graph))


def test_a_plain_two_mode_graph_of_other_libraries_is_read() -> None:
    bipartite = nx.Graph()
    bipartite.add_nodes_from(["a", "b"], bipartite=0)
    bipartite.add_nodes_from(["x"], bipartite=1)
    bipartite.add_edges_from([("x", "a"), ("b", "x")])
    assert va.ActorNetworkThemeGraph.from_networkx(bipartite).n_memberships == 2
    other = igraph.Graph.Bipartite([0, 0, 1], [(0, 2), (1, 2)])
    assert va.ActorNetworkThemeGraph.from_igraph(other).n_memberships == 2


def test_a_node_without_a_side_is_an_error() -> None:
    graph = nx.Graph()
    graph.add_node("a")
    with pytest.raises(va.ValumaError, match="'a' says neither its mode"):
        va.ActorNetworkThemeGraph.from_networkx(graph)


def test_a_tie_within_networks_belongs_to_no_block() -> None:
    graph = nx.Graph()
    graph.add_nodes_from(["x", "y"], mode="network")
    graph.add_edge("x", "y")
    with pytest.raises(va.ValumaError, match="belongs to no block"):
        va.ActorNetworkThemeGraph.from_networkx(graph)


def test_the_whole_study_survives_graphml(graph: va.ActorNetworkThemeGraph, tmp_path: Path) -> None:
    graph.write(tmp_path / "study.graphml")
    back = va.read_graph(tmp_path / "study.graphml")
    assert back.n_memberships == graph.n_memberships
    assert back.focus.nnz == graph.focus.nnz
    for name in ("side", "tier", "policy_sector", "region", "urban_rural"):
        assert back.attribute(name).labels().tolist() == graph.attribute(name).labels().tolist()
    assert len(back.member_counts) == len(graph.member_counts)


def test_to_frames_gives_nodes_and_a_table_a_block(small: va.ActorNetworkThemeGraph) -> None:
    frames = small.to_frames()
    assert set(frames) == {"nodes", "membership", "focus", "interest", "cooperation"}
    assert frames["membership"]["role"].tolist() == ["member", "funder", "coordinator"]


SUFFIXES = [".graphml", ".gexf", ".net", ".dl", ".csv"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_brings_back_what_counts_and_nothing_else(
    small: va.ActorNetworkThemeGraph, graph: va.ActorNetworkThemeGraph, tmp_path: Path, suffix: str
) -> None:
    for name, one in (("small", small), ("study", graph)):
        one.write(tmp_path / f"{name}{suffix}")
        back = va.read_graph(tmp_path / f"{name}{suffix}")
        assert back.n_memberships == one.n_memberships
        assert sorted(back.actors.index) == sorted(one.actors.index)
    assert small.n_memberships == 2


@pytest.mark.parametrize("suffix", [".net", ".dl", ".csv"])
def test_two_roles_of_one_actor_are_one_tie_of_weight_one(tmp_path: Path, suffix: str) -> None:
    rows = pd.DataFrame({"actor_id": ["a", "a"], "network_id": ["x", "x"], "role": ["member", "steering"]})
    va.ActorNetworkThemeGraph.from_memberships(rows).write(tmp_path / f"g{suffix}")
    ties = formats.read(tmp_path / f"g{suffix}").blocks["membership"]
    assert ties[["source", "target", "weight"]].to_numpy().tolist() == [["a", "x", 1.0]]


def test_rows_that_do_not_count_say_so_in_the_formats_that_carry_everything(
    small: va.ActorNetworkThemeGraph, tmp_path: Path
) -> None:
    small.write(tmp_path / "g.graphml")
    ties = formats.read(tmp_path / "g.graphml").blocks["membership"]
    assert dict(zip(ties["role"], ties["counted"].astype(bool), strict=True)) == {
        "member": True, "funder": False, "coordinator": True,
    }  # fmt: skip


def test_networkx_reads_the_one_mode_net_and_igraph_the_one_mode_dl(
    graph: va.ActorNetworkThemeGraph, tmp_path: Path
) -> None:
    nodes = len(graph.actors) + len(graph.networks)
    graph.write(tmp_path / "g.net", two_mode=False)
    theirs = nx.read_pajek(tmp_path / "g-membership.net")
    assert (theirs.number_of_nodes(), theirs.number_of_edges()) == (nodes, graph.n_memberships)
    graph.write(tmp_path / "g.dl", two_mode=False)
    other = igraph.Graph.Read_DL(str(tmp_path / "g-membership.dl"), directed=False)
    assert (other.vcount(), other.ecount()) == (nodes, graph.n_memberships)
    for suffix in (".net", ".dl"):
        assert va.read_graph(tmp_path / f"g{suffix}").n_memberships == graph.n_memberships


def test_an_option_that_a_format_does_not_have_is_an_error(small: va.ActorNetworkThemeGraph, tmp_path: Path) -> None:
    with pytest.raises(va.ValumaError, match="no option 'two_mode'"):
        small.write(tmp_path / "g.graphml", two_mode=False)
