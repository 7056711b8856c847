"""Pajek files carry structure, labels and weights, one file a block."""

from __future__ import annotations

from pathlib import Path

import igraph
import networkx as nx
import pandas as pd
import pytest
from formats.samples import davis, networks, odd, small, structure, untyped
from hypothesis import given, settings

from valuma.formats import pajek
from valuma.formats.tables import NetworkTables
from valuma.schema.problems import Problems, StudyError, ValumaError


def test_a_file_a_block_and_a_nodes_file_are_written(tmp_path: Path) -> None:
    paths = pajek.write(small(), tmp_path / "case.net")
    assert [path.name for path in paths] == [
        "case-membership.net",
        "case-focus.net",
        "case-interest.net",
        "case-cooperation.net",
        "case-nodes.csv",
    ]
    assert paths[0].read_text(encoding="utf-8-sig").splitlines() == [
        "% Small & tidy",
        "*Vertices 4 2",
        '1 "tampere"',
        '2 "kuntaliitto"',
        '3 "mal"',
        '4 "fisu"',
        "*Edges",
        "1 3 1",
        "1 3 1",
        "2 3 1",
    ]
    assert paths[3].read_text(encoding="utf-8-sig").splitlines()[4:] == ["*Arcs", "1 2 2", "2 1 1"]


def test_all_blocks_come_back_by_the_name_that_was_given(tmp_path: Path) -> None:
    pajek.write(small(), tmp_path / "case.net")
    back = pajek.read(tmp_path / "case.net")
    assert back.nodes.equals(untyped(small().nodes))
    assert back.directed == small().directed
    for name, ties in small().blocks.items():
        assert back.blocks[name].equals(ties[["source", "target", "weight"]])


def test_one_block_comes_back_by_its_file(tmp_path: Path) -> None:
    paths = pajek.write(small(), tmp_path / "case.net")
    back = pajek.read(paths[1])
    assert list(back.blocks) == ["focus"]
    assert len(back.nodes) == 5


@settings(max_examples=30)
@given(tables=networks())
def test_structure_of_any_network_comes_back(tmp_path_factory: pytest.TempPathFactory, tables: NetworkTables) -> None:
    path = tmp_path_factory.mktemp("net") / "any.net"
    pajek.write(tables, path)
    back = pajek.read(path)
    assert untyped(back.nodes).equals(untyped(tables.nodes))
    assert structure(back, tables.directed) == structure(tables, tables.directed)
    assert back.directed == tables.directed


def test_odd_identifiers_come_back_by_the_labels_in_the_nodes_file(tmp_path: Path) -> None:
    report = Problems()
    pajek.write(odd(), tmp_path / "odd.net", report=report)
    assert pajek.read(tmp_path / "odd.net").blocks["membership"].equals(odd().blocks["membership"])
    assert [note.column for note in report.notes] == ["pajek_label"]
    assert igraph.Graph.Read_Pajek(str(tmp_path / "odd-membership.net")).ecount() == len(odd().blocks["membership"])


def test_igraph_reads_two_modes_and_accents_behind_the_byte_order_mark(tmp_path: Path) -> None:
    nodes = pd.DataFrame({"id": ["Ähtäri", "Åland", "mal"], "mode": ["actor", "actor", "network"]})
    tables = NetworkTables(
        nodes, {"membership": pd.DataFrame({"source": ["Ähtäri"], "target": ["mal"], "weight": [0.5]})}
    )
    path = pajek.write(tables, tmp_path / "a.net")[0]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf%")
    graph = igraph.Graph.Read_Pajek(str(path))
    assert graph.vs["name"] == ["Ähtäri", "Åland", "mal"]
    assert graph.vs["type"] == [False, False, True]
    assert graph.es["weight"] == [0.5]


@pytest.mark.parametrize("bom", [True, False])
def test_networkx_reads_a_file_without_the_number_of_rows(tmp_path: Path, bom: bool) -> None:
    path = pajek.write(davis(), tmp_path / "davis.net", two_mode=False, bom=bom)[0]
    graph = nx.Graph(nx.read_pajek(path))
    assert nx.utils.edges_equal(graph.edges(), nx.davis_southern_women_graph().edges())
    assert igraph.Graph.Read_Pajek(str(path)).ecount() == 89
    assert pajek.read(path).blocks["membership"].equals(davis().blocks["membership"])


def read(tmp_path: Path, text: str, **options: str) -> NetworkTables:
    path = tmp_path / "foreign.net"
    path.write_text(text, encoding="utf-8")
    return pajek.read(path, **options)  # type: ignore[arg-type]


def test_file_of_pajek_with_coordinates_relations_and_missing_vertex_lines_is_read(tmp_path: Path) -> None:
    text = (
        "% made by hand\r\n*Network five\r\n*vertices 5\r\n 1 Anna 0.1 0.2 0.5 ic Red\r\n"
        ' 3 "Carl von L" 0.3\r\n\r\n*ARCS :1 "advice"\r\n1 2\r\n 2  3 2.5 l "x"\r\n*Edges :2\r\n3 1 4 c Blue\r\n'
    )
    tables = read(tmp_path, text)
    assert tables.nodes["id"].tolist() == ["Anna", "2", "Carl von L", "4", "5"]
    assert tables.directed == {"cooperation": True}
    assert tables.blocks["cooperation"].to_numpy().tolist() == [
        ["Anna", "2", 1.0],
        ["2", "Carl von L", 2.5],
        ["Carl von L", "Anna", 4.0],
        ["Anna", "Carl von L", 4.0],
    ]


def test_lists_and_matrices_are_read(tmp_path: Path) -> None:
    ties = read(tmp_path, "*Vertices 3\n*Edgeslist\n1 2 3\n").blocks["cooperation"]
    assert ties[["source", "target"]].to_numpy().tolist() == [["1", "2"], ["1", "3"]]
    two_mode = read(tmp_path, '*Vertices 3 1\n1 "a"\n2 "x"\n3 "y"\n*Matrix\n0 2\n')
    assert two_mode.nodes["mode"].tolist() == ["actor", "network", "network"]
    assert two_mode.blocks["membership"].to_numpy().tolist() == [["a", "y", 2.0]]
    one_mode = read(tmp_path, "*Vertices 2\n*Matrix\n0 1\n3 0\n")
    assert one_mode.directed == {"cooperation": True}
    assert one_mode.blocks["cooperation"]["weight"].tolist() == [1.0, 3.0]


def test_tie_of_two_modes_goes_from_row_to_column_however_it_is_written(tmp_path: Path) -> None:
    tables = read(tmp_path, '*Vertices 2 1\n1 "a"\n2 "n"\n*Edges\n2 1\n', block="interest")
    assert tables.blocks["interest"].to_numpy().tolist() == [["a", "n", 1.0]]
    assert tables.nodes["mode"].tolist() == ["actor", "theme"]


def test_windows_1252_is_read_and_reported(tmp_path: Path) -> None:
    (tmp_path / "a.net").write_bytes('*Vertices 1\n1 "Ähtäri"\n*Edges\n'.encode("cp1252"))
    report = Problems()
    assert pajek.read(tmp_path / "a.net", report=report).nodes["id"].tolist() == ["Ähtäri"]
    assert "Windows-1252" in str(report)


@pytest.mark.parametrize(
    ("text", "message", "row"),
    [
        ("dl n=3", "starts with '\\*'", 1),
        ("", r"no line '\*Vertices'", 1),
        ("*Arcs\n1 2", r"before '\*Vertices'", 1),
        ("*Vertices many", r"'\*Vertices n'", 1),
        ("*Vertices 99999999999", "at most", 1),
        ("*Vertices " + "9" * 5000, r"'\*Vertices n'", 1),
        ("*Vertices 2\n*Edges\n1 " + "9" * 5000, "1 to 2", 3),
        ("*Vertices 2 3", "not more rows than vertices", 1),
        ("*Vertices 2\n*Vertices 2", "one network a file", 2),
        ("*Vertices 2\n*Partition", "'\\*partition'", 2),
        ("*Vertices 2\n*Edges\n1 3", "1 to 2", 3),
        ("*Vertices 2\n*Edges\n1", "two vertices", 3),
        ("*Vertices 2\n*Edges\n1 2 much", "a finite number", 3),
        ("*Vertices 2\n1 \"a\"\n1 \"b\"", "vertex 1 twice", 3),
        ("*Vertices 2\n1 \"a\"\n2 \"a\"", "label 'a' twice", 3),
        ('*Vertices 1\n1 "a', "a quote at both ends", 2),
        ("*Vertices 2 1\n*Edges\n1 1", "a row and a column", 3),
        ("*Vertices 2\n*Matrix\n0 1", "1 rows of the matrix", 3),
        ("*Vertices 2\n*Matrix\n0 1 1\n0 1", "2 values a row", 3),
    ],
)  # fmt: skip
def test_damaged_file_is_refused_with_its_line(tmp_path: Path, text: str, message: str, row: int) -> None:
    with pytest.raises(StudyError, match=message) as caught:
        read(tmp_path, text)
    assert caught.value.problems.errors[0].row == row


def test_all_bad_lines_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as caught:
        read(tmp_path, "*Vertices 2\n*Edges\n1 3\n1 2\n0 1\nx 2\n")
    assert [problem.row for problem in caught.value.problems] == [3, 5, 6]


def test_vertex_that_the_nodes_file_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "foreign-nodes.csv").write_text("id,mode\nmikkeli,actor\n")
    with pytest.raises(StudyError, match="did you mean 'mikkeli'") as caught:
        read(tmp_path, "*Vertices 1\n1 mikeli\n")
    assert caught.value.problems.errors[0].row == 2


def test_two_modes_cannot_be_cooperation(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="one-mode network"):
        read(tmp_path, "*Vertices 2 1\n", block="cooperation")


def test_file_left_over_from_another_network_is_not_mixed_in(tmp_path: Path) -> None:
    pajek.write(small(), tmp_path / "case.net")
    with pytest.raises(ValumaError, match="stands there from before"):
        pajek.write(davis(), tmp_path / "case.net")


def test_network_without_blocks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValumaError, match="no block of ties"):
        pajek.write(NetworkTables(davis().nodes, {}), tmp_path / "a.net")


def test_attribute_with_the_name_of_the_label_column_is_refused(tmp_path: Path) -> None:
    tables = NetworkTables(davis().nodes.assign(pajek_label="x"), davis().blocks)
    with pytest.raises(ValumaError, match="rename it"):
        pajek.write(tables, tmp_path / "a.net")


def test_synthetic_network_stays_synthetic(tmp_path: Path) -> None:
    tables = NetworkTables(davis().nodes, davis().blocks, {}, {"synthetic": "true"})
    path = pajek.write(tables, tmp_path / "a.net")[0]
    assert path.read_text(encoding="utf-8-sig").startswith("% membership (synthetic)\n")
    assert pajek.read(tmp_path / "a.net").attributes == {"synthetic": "true"}
