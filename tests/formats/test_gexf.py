"""GEXF carries everything without dates, and networkx opens it."""

from __future__ import annotations

import datetime
from pathlib import Path

import networkx as nx
import pytest
from formats.samples import ODD_IDS, davis, networks, odd, small
from hypothesis import given

from valuma.formats import gexf
from valuma.formats.tables import NetworkTables
from valuma.schema.problems import StudyError

HEAD = '<gexf xmlns="http://gexf.net/1.3" version="1.3">'


def test_everything_comes_back(tmp_path: Path) -> None:
    assert gexf.write(small(), tmp_path / "a.gexf") == [tmp_path / "a.gexf"]
    assert gexf.read(tmp_path / "a.gexf") == small()


@given(tables=networks())
def test_any_network_comes_back(tmp_path: Path, tables: NetworkTables) -> None:
    gexf.write(tables, tmp_path / "a.gexf")
    assert gexf.read(tmp_path / "a.gexf") == tables


def test_no_date_of_today_is_written(tmp_path: Path) -> None:
    gexf.write(davis(), tmp_path / "a.gexf")
    text = (tmp_path / "a.gexf").read_text()
    assert "lastmodifieddate" not in text
    assert str(datetime.date.today().year) not in text


def test_networkx_reads_nodes_ties_types_and_parallel_ties(tmp_path: Path) -> None:
    gexf.write(small(), tmp_path / "a.gexf")
    graph = nx.read_gexf(tmp_path / "a.gexf")
    assert isinstance(graph, nx.MultiDiGraph)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (5, 7)
    assert graph.nodes["tampere"]["population"] == 241_009
    assert graph.nodes["tampere"]["synthetic"] is False
    assert sorted(tie["role"] for tie in graph["tampere"]["mal"].values()) == ["member", "steering"]
    assert graph["mal"]["housing"]["t3"]["weight"] == 0.5


def test_networkx_reads_the_southern_women(tmp_path: Path) -> None:
    gexf.write(davis(), tmp_path / "a.gexf")
    graph = nx.read_gexf(tmp_path / "a.gexf")
    assert not graph.is_directed()
    assert nx.utils.edges_equal(graph.edges(), nx.davis_southern_women_graph().edges())


def test_odd_identifiers_survive_in_networkx_too(tmp_path: Path) -> None:
    gexf.write(odd(), tmp_path / "a.gexf")
    assert gexf.read(tmp_path / "a.gexf") == odd()
    assert set(nx.read_gexf(tmp_path / "a.gexf")) == {*ODD_IDS, "net"}


def test_label_is_the_name_where_there_is_one(tmp_path: Path) -> None:
    nodes = small().nodes.assign(name=["Tampere", None, None, None, None])
    gexf.write(NetworkTables(nodes, small().blocks), tmp_path / "a.gexf")
    labels = nx.get_node_attributes(nx.read_gexf(tmp_path / "a.gexf"), "label")
    assert (labels["tampere"], labels["mal"]) == ("Tampere", "mal")


def test_file_of_networkx_is_read(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", label="A & O", year=2020)
    graph.add_edge("a", "b", weight=2.5, role="x")
    graph.add_edge("a", "b", weight=1.0)
    nx.write_gexf(graph, tmp_path / "a.gexf")
    tables = gexf.read(tmp_path / "a.gexf")
    assert tables.nodes["label"].tolist()[0] == "A & O"
    assert tables.nodes["year"].tolist()[0] == 2020
    assert sorted(tables.blocks["cooperation"]["weight"]) == [1.0, 2.5]
    assert tables.directed == {"cooperation": True}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.gexf"
    path.write_text(text, encoding="utf-8")
    return path


def test_foreign_description_label_default_and_mutual_tie_are_read(tmp_path: Path) -> None:
    text = (
        f"{HEAD}<meta><description>A map</description></meta><graph>"
        '<attributes class="node"><attribute id="0" title="kind" type="string"><default>city</default></attribute>'
        '</attributes><nodes><node id="a" label="A"/><node id="b" label="b"/></nodes>'
        '<edges><edge source="a" target="b" type="mutual"/></edges></graph></gexf>'
    )
    tables = gexf.read(written(tmp_path, text))
    assert tables.attributes == {"description": "A map"}
    assert tables.nodes["kind"].tolist() == ["city", "city"]
    assert tables.nodes["label"].fillna("-").tolist() == ["A", "-"]
    assert tables.blocks["cooperation"][["source", "target"]].to_numpy().tolist() == [["a", "b"], ["b", "a"]]


@pytest.mark.parametrize(
    ("text", "message", "row"),
    [
        ("<graphml/>", "<gexf> as the first element", 1),
        (f"{HEAD}\n</gexf>", "a graph", None),
        (f"{HEAD}\n<graph><nodes>", "well-formed", 2),
        (f"{HEAD}\n<graph mode='dynamic'/></gexf>", "a static network", 2),
        (f"{HEAD}<graph><nodes><node id='a'>\n<nodes><node id='b'/></nodes></node></nodes></graph></gexf>", "flat", 2),
        (
            f"{HEAD}<graph><nodes><node id='a'/></nodes>\n<edges><edge source='a' target='b'/></edges></graph></gexf>",
            "'b'",
            2,
        ),
        (
            f"{HEAD}<graph><nodes><node id='a'><attvalues>\n"
            "<attvalue for='0' value='1'/></attvalues></node></nodes></graph></gexf>",
            "an attribute declared for nodes",
            2,
        ),
        (
            f"{HEAD}<graph><nodes><node id='a'/></nodes><edges>\n"
            "<edge source='a' target='a' weight='much'/></edges></graph></gexf>",
            "'much' is not a number",
            2,
        ),
    ],
)
def test_damaged_file_is_refused_with_its_line(tmp_path: Path, text: str, message: str, row: int | None) -> None:
    with pytest.raises(StudyError, match=message) as caught:
        gexf.read(written(tmp_path, text))
    assert caught.value.problems.errors[0].row == row


def test_entities_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="entity declarations"):
        gexf.read(written(tmp_path, f'<!DOCTYPE gexf [<!ENTITY x "y">]>{HEAD}<graph/></gexf>'))
