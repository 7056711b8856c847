"""GraphML carries everything, and other programs open it."""

from __future__ import annotations

from pathlib import Path

import igraph
import networkx as nx
import pandas as pd
import pytest
from formats.samples import ODD_IDS, davis, networks, odd, small
from hypothesis import given

from valuma.formats import graphml
from valuma.formats.tables import NetworkTables
from valuma.schema.problems import StudyError, ValumaError

HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'


def test_everything_comes_back(tmp_path: Path) -> None:
    assert graphml.write(small(), tmp_path / "a.graphml") == [tmp_path / "a.graphml"]
    assert graphml.read(tmp_path / "a.graphml") == small()


@given(tables=networks())
def test_any_network_comes_back(tmp_path: Path, tables: NetworkTables) -> None:
    graphml.write(tables, tmp_path / "a.graphml")
    assert graphml.read(tmp_path / "a.graphml") == tables


def test_lists_come_back_as_text_and_missing_values_have_no_element(tmp_path: Path) -> None:
    graphml.write(small(), tmp_path / "a.graphml")
    back = graphml.read(tmp_path / "a.graphml").nodes.set_index("id")["policy_sectors"]
    assert back["kuntaliitto"] == "economy;land-use"
    assert back["mal"] is pd.NA
    assert "nan" not in (tmp_path / "a.graphml").read_text().lower()


def test_attribute_of_another_type_in_another_block_keeps_both_types(tmp_path: Path) -> None:
    tables = NetworkTables(
        pd.DataFrame({"id": ["a", "n", "t"], "mode": ["actor", "network", "theme"]}),
        {
            "membership": pd.DataFrame({"source": ["a"], "target": ["n"], "strength": [3]}),
            "interest": pd.DataFrame({"source": ["a"], "target": ["t"], "strength": ["high"]}),
        },
    )
    graphml.write(tables, tmp_path / "a.graphml")
    assert graphml.read(tmp_path / "a.graphml") == tables


def test_networkx_reads_nodes_ties_types_and_parallel_ties(tmp_path: Path) -> None:
    graphml.write(small(), tmp_path / "a.graphml")
    graph = nx.read_graphml(tmp_path / "a.graphml")
    assert isinstance(graph, nx.MultiDiGraph)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (5, 7)
    assert graph.nodes["tampere"]["municipality_code"] == "837"
    assert graph.nodes["tampere"]["population"] == 241_009
    assert graph.nodes["tampere"]["synthetic"] is False
    assert "population" not in graph.nodes["mal"]
    assert sorted(tie["role"] for tie in graph["tampere"]["mal"].values()) == ["member", "steering"]
    assert graph.graph["title"] == "Small & tidy"


def test_igraph_reads_nodes_ties_and_weights(tmp_path: Path) -> None:
    graphml.write(small(), tmp_path / "a.graphml")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml"))
    assert (graph.vcount(), graph.ecount(), graph.is_directed()) == (5, 7, True)
    assert graph.vs["id"] == ["tampere", "kuntaliitto", "mal", "fisu", "housing"]
    assert graph.es["block"].count("cooperation") == 2
    assert sum(graph.es["weight"]) == pytest.approx(6.75)


def test_network_without_directed_blocks_is_undirected_everywhere(tmp_path: Path) -> None:
    graphml.write(davis(), tmp_path / "a.graphml")
    graph = nx.read_graphml(tmp_path / "a.graphml")
    assert not graph.is_directed()
    assert nx.utils.edges_equal(graph.edges(), nx.davis_southern_women_graph().edges())
    assert not igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml")).is_directed()


def test_odd_identifiers_survive_in_networkx_too(tmp_path: Path) -> None:
    graphml.write(odd(), tmp_path / "a.graphml")
    assert graphml.read(tmp_path / "a.graphml") == odd()
    assert set(nx.read_graphml(tmp_path / "a.graphml")) == {*ODD_IDS, "net"}
    assert igraph.Graph.Read_GraphML(str(tmp_path / "a.graphml")).ecount() == len(ODD_IDS)


def test_reserved_graph_attribute_is_refused(tmp_path: Path) -> None:
    tables = NetworkTables(small().nodes, {}, {}, {"block:focus": "x"})
    with pytest.raises(ValumaError, match="reserved"):
        graphml.write(tables, tmp_path / "a.graphml")
    assert list(tmp_path.iterdir()) == []


def test_file_of_networkx_is_read(tmp_path: Path) -> None:
    graph = nx.davis_southern_women_graph()
    del graph.graph["top"], graph.graph["bottom"]
    nx.write_graphml(graph, tmp_path / "a.graphml")
    tables = graphml.read(tmp_path / "a.graphml", block="membership")
    assert len(tables.nodes) == 32
    assert tables.nodes["mode"].value_counts().to_dict() == {"actor": 18, "network": 14}
    assert len(tables.blocks["membership"]) == 89
    assert tables.directed == {"membership": False}


def test_file_of_igraph_is_read(tmp_path: Path) -> None:
    graph = igraph.Graph(n=3, edges=[(0, 1), (1, 2)], directed=True)
    graph.vs["name"], graph.es["weight"] = ["a", "b", "c"], [1, 2]
    graph.write_graphml(str(tmp_path / "a.graphml"))
    tables = graphml.read(tmp_path / "a.graphml")
    assert tables.nodes[["id", "name"]].to_numpy().tolist() == [["n0", "a"], ["n1", "b"], ["n2", "c"]]
    assert tables.blocks["cooperation"]["weight"].tolist() == [1.0, 2.0]
    assert tables.directed == {"cooperation": True}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.graphml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_apply_and_a_mixture_of_directions_is_directed(tmp_path: Path) -> None:
    keys = '<key id="k" for="node" attr.name="kind" attr.type="string"><default>city</default></key>'
    body = (
        '<graph edgedefault="directed"><node id="a"/><node id="b"><data key="k">state</data></node>'
        '<edge source="a" target="b"/><edge source="a" target="b" directed="false"/></graph>'
    )
    tables = graphml.read(written(tmp_path, f"{HEAD}{keys}{body}</graphml>"))
    assert tables.nodes["kind"].tolist() == ["city", "state"]
    ends = tables.blocks["cooperation"][["source", "target"]].to_numpy().tolist()
    assert ends == [["a", "b"], ["a", "b"], ["b", "a"]]


def test_default_outside_a_declaration_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, f'{HEAD}<default>x</default><graph><node id="a"/></graph></graphml>')
    assert graphml.read(path).nodes.to_numpy().tolist() == [["a", "actor"]]


@pytest.mark.parametrize(
    ("text", "message", "row"),
    [
        ("<gexf/>", "<graphml> as the first element", 1),
        (f"{HEAD}\n</graphml>", "a graph", None),
        (f"{HEAD}\n<graph>\n<node id='a'/>", "well-formed", 3),
        (f"{HEAD}\n<graph><node/></graph></graphml>", "a node without an id", 2),
        (f"{HEAD}\n<graph><node id='a'><node id='b'/></node></graph></graphml>", "flat", 2),
        (f"{HEAD}<graph>\n<node id='a'/>\n<node id='a'/></graph></graphml>", "'a' twice", 3),
        (f"{HEAD}<graph><node id='a'/>\n<edge source='a' target='b'/></graph></graphml>", "found 'b'", 2),
        (f"{HEAD}<graph><node id='a'>\n<data key='k'>1</data></node></graph></graphml>", "a key that is declared", 2),
        (f"{HEAD}<graph>\n<hyperedge/></graph></graphml>", "nodes and edges only", 2),
        (f"{HEAD}<graph/>\n<graph/></graphml>", "one graph a file", 2),
        (
            f"{HEAD}<key id='k' for='node' attr.name='year' attr.type='int'/><graph>"
            "<node id='a'>\n<data key='k'>soon</data></node></graph></graphml>",
            "year: found 'soon' is not a whole number",
            2,
        ),
        (
            f"{HEAD}<key id='k' for='edge' attr.name='block'/><graph><node id='a'/>\n"
            "<edge source='a' target='a'><data key='k'>memberships</data></edge></graph></graphml>",
            "did you mean 'membership'",
            2,
        ),
        (
            f"{HEAD}<key id='k' for='edge' attr.name='weight' attr.type='double'/><graph><node id='a'/>\n"
            "<edge source='a' target='a'><data key='k'>NaN</data></edge></graph></graphml>",
            "a finite number",
            2,
        ),
        (
            f"{HEAD}<key id='k' for='graph' attr.name='block:focus'/><graph>\n"
            "<data key='k'>[1]</data></graph></graphml>",
            "a description of a block",
            2,
        ),
    ],
)
def test_damaged_file_is_refused_with_its_line(tmp_path: Path, text: str, message: str, row: int | None) -> None:
    with pytest.raises(StudyError, match=message) as caught:
        graphml.read(written(tmp_path, text))
    problem = caught.value.problems.errors[0]
    assert (problem.file, problem.row) == ("a.graphml", row)


def test_entities_are_refused(tmp_path: Path) -> None:
    text = f'<!DOCTYPE graphml [<!ENTITY x "y">]>{HEAD}<graph><node id="&x;"/></graph></graphml>'
    with pytest.raises(StudyError, match="entity declarations"):
        graphml.read(written(tmp_path, text))


def test_all_bad_ties_are_said_at_once(tmp_path: Path) -> None:
    ties = "\n".join(f"<edge source='a' target='{x}'/>" for x in "xyz")
    with pytest.raises(StudyError) as caught:
        graphml.read(written(tmp_path, f"{HEAD}<graph><node id='a'/>\n{ties}</graph></graphml>"))
    assert [problem.row for problem in caught.value.problems] == [2, 3, 4]


def test_unknown_block_option_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValumaError, match="did you mean 'focus'"):
        graphml.read(written(tmp_path, HEAD), block="focuss")
