"""UCINET's data language in every layout, with short labels mapped in the nodes file."""

from __future__ import annotations

import itertools
from pathlib import Path

import igraph
import pandas as pd
import pytest
from formats.samples import davis, networks, odd, small, structure, untyped
from hypothesis import given, settings
from hypothesis import strategies as st

from valuma.formats import ucinet
from valuma.formats.tables import NetworkTables
from valuma.schema.problems import Problems, StudyError, ValumaError

LAYOUTS = list(itertools.product(["edgelist", "nodelist", "fullmatrix"], ["header", "embedded"]))


def read(tmp_path: Path, text: str, **options: object) -> NetworkTables:
    path = tmp_path / "foreign.dl"
    path.write_text(text, encoding="utf-8")
    return ucinet.read(path, **options)  # type: ignore[arg-type]


def ties(tables: NetworkTables) -> list[list[object]]:
    (block,) = tables.blocks.values()
    return block.to_numpy().tolist()


@pytest.mark.parametrize(("format", "labels"), LAYOUTS)
def test_southern_women_keep_nodes_and_ties(tmp_path: Path, format: str, labels: str) -> None:
    path = ucinet.write(davis(), tmp_path / "davis.dl", format=format, labels=labels)[0]
    back = ucinet.read(path)
    assert back.nodes.equals(davis().nodes)
    assert structure(back, davis().directed) == structure(davis(), davis().directed)
    header = path.read_text().splitlines()[:2]
    assert header == ["dl nr=18 nc=14", f"format = {format}" + ("" if format == "fullmatrix" else "2")]


@pytest.mark.parametrize(("format", "labels"), [case for case in LAYOUTS if case[0] != "nodelist"])
@settings(max_examples=20)
@given(data=st.data())
def test_structure_of_any_network_comes_back(
    tmp_path_factory: pytest.TempPathFactory, format: str, labels: str, data: st.DataObject
) -> None:
    tables = data.draw(networks(one_tie_a_pair=True))
    path = tmp_path_factory.mktemp("dl") / "any.dl"
    ucinet.write(tables, path, format=format, labels=labels)
    back = ucinet.read(path)
    assert untyped(back.nodes).equals(untyped(tables.nodes))
    assert structure(back, tables.directed) == structure(tables, tables.directed)


def test_layout_of_one_mode(tmp_path: Path) -> None:
    path = ucinet.write(small(), tmp_path / "case.dl")[3]
    expected = ["dl n=2", "format = edgelist1", "labels:", "tampere", "kuntaliitto", "data:", "1 2 2", "2 1 1"]
    assert path.read_text().splitlines() == expected


def test_tie_without_direction_is_written_both_ways_and_comes_back_once(tmp_path: Path) -> None:
    nodes = pd.DataFrame({"id": ["a", "b", "c"], "mode": "actor"})
    block = pd.DataFrame({"source": ["b"], "target": ["a"], "weight": [1.5]})
    tables = NetworkTables(nodes, {"cooperation": block})
    path = ucinet.write(tables, tmp_path / "a.dl")[0]
    assert path.read_text().splitlines()[-2:] == ["2 1 1.5", "1 2 1.5"]
    assert ucinet.read(path) == tables
    assert len(ucinet.read(path, directed=True).blocks["cooperation"]) == 2


@pytest.mark.parametrize(("format", "labels"), LAYOUTS)
def test_igraph_reads_one_mode_files(tmp_path: Path, format: str, labels: str) -> None:
    nodes = pd.DataFrame({"id": ["anna", "bo", "cc", "alone"], "mode": "actor"})
    block = pd.DataFrame({"source": ["anna", "bo", "cc"], "target": ["bo", "cc", "anna"], "weight": 1.0})
    tables = NetworkTables(nodes, {"cooperation": block}, {"cooperation": True})
    path = ucinet.write(tables, tmp_path / "a.dl", format=format, labels=labels)[0]
    graph = igraph.Graph.Read_DL(str(path), directed=True)
    pairs = {(graph.vs[e.source]["name"], graph.vs[e.target]["name"]) for e in graph.es if e.source != e.target}
    assert pairs == {("anna", "bo"), ("bo", "cc"), ("cc", "anna")}
    assert graph.vcount() == 4


def test_isolates_are_kept_with_embedded_labels_also_without_a_nodes_file(tmp_path: Path) -> None:
    nodes = pd.DataFrame({"id": ["a", "b", "n", "m"], "mode": ["actor", "actor", "network", "network"]})
    tables = NetworkTables(nodes, {"membership": pd.DataFrame({"source": ["a"], "target": ["n"]})})
    paths = ucinet.write(tables, tmp_path / "a.dl", labels="embedded")
    paths[-1].unlink()
    assert set(ucinet.read(paths[0]).nodes["id"]) == {"a", "b", "n", "m"}


def test_labels_are_short_and_unique_without_regard_to_case_and_mapped(tmp_path: Path) -> None:
    report = Problems()
    paths = ucinet.write(odd(), tmp_path / "odd.dl", report=report)
    lines = paths[0].read_text(encoding="ascii").splitlines()
    labels = lines[3 : 3 + len(odd().nodes) - 1]
    assert all(0 < len(label) <= 18 for label in labels)
    assert len({label.upper() for label in labels}) == len(labels)
    assert report.notes[0].column == "ucinet_label"
    back = ucinet.read(tmp_path / "odd.dl")
    assert back.nodes.equals(odd().nodes)
    assert back.blocks["membership"].equals(odd().blocks["membership"])


def test_labels_that_ucinet_turned_to_capitals_are_found(tmp_path: Path) -> None:
    path = ucinet.write(small(), tmp_path / "case.dl")[0]
    path.write_text(path.read_text().upper())
    assert ties(ucinet.read(path))[0][:2] == ["tampere", "mal"]


def test_parallel_ties_are_summed_and_ties_of_weight_zero_left_out_with_a_note(tmp_path: Path) -> None:
    report = Problems()
    block = small().blocks["membership"].assign(weight=[1.0, 1.0, 0.0])
    ucinet.write(NetworkTables(small().nodes, {"membership": block}), tmp_path / "a.dl", report=report)
    assert ties(ucinet.read(tmp_path / "a.dl")) == [["tampere", "mal", 2.0]]
    assert [note.found for note in report.notes] == ["1 parallel ties"]
    assert [warning.found for warning in report.warnings] == ["1 cells of weight 0"]


def test_node_list_refuses_weights(tmp_path: Path) -> None:
    with pytest.raises(ValumaError, match="carries no weights"):
        ucinet.write(small(), tmp_path / "a.dl", format="nodelist")


def test_unknown_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValumaError, match="no format 'blockmatrix'"):
        ucinet.write(small(), tmp_path / "a.dl", format="blockmatrix")  # type: ignore[arg-type]


FIVE = [["barry", "david", 1.0], ["david", "lin", 2.0]]


@pytest.mark.parametrize(
    "text",
    [
        "dl n=3 format=edgelist1\nlabels:\nbarry david lin\ndata:\n1 2\n2 3 2",
        "DL\nN = 3\nFORMAT = EDGELIST1\nLABELS:\nbarry,david\nlin\nDATA:\n1,2,1\n2,3,2.0",
        "dl, format=el1, labels: barry, david, lin\nn=3\ndata: 1 2\n2 3 2",
        "dl n 3 format = edgelist1 labels embedded data:\nbarry david\ndavid lin 2\n",
        "dl n=3\nlabels embedded:\nformat=edgelist1\ndata:\n'barry' \"david\"\ndavid BARRY 0\ndavid lin 2",
        "dl n=3\nlabels: barry,david,lin\ndata:\n0 1 0 0 0 2\n0 0 0",
        "dl n=3 format=fullmatrix\nlabels embedded\ndata:\nbarry david lin\nbarry 0 1 0\ndavid 0 0 2\nlin 0 0 0",
        "dl nr=3 nc=3 format=fullmatrix\nrow labels: barry david lin\ncol labels: barry david lin\n"
        "data:\n0 1 0\n0 0 2\n0 0 0",
        "dl nr=3, nc=3\nlabels embedded:\ndata:\nlin barry david\nbarry 0 0 1\ndavid 2 0 0\nlin 0 0 0",
        "dl n=3 format=fullmatrix nm=1\nrow labels embedded\ndata:\nbarry 0 1 0\ndavid 0 0 2\nlin 0 0 0",
        "dl n=3 format=upperhalf diagonal=absent\nlabels: barry david lin\ndata:\n1 0 2",
        "dl n=3 format=lowerhalf diagonal present\nlabels: barry david lin\ndata:\n0\n1 0\n0 2 0",
    ],
)
def test_one_network_in_many_spellings(tmp_path: Path, text: str) -> None:
    tables = read(tmp_path, text)
    found = [sorted(tie[:2]) + tie[2:] for tie in ties(tables)]
    assert sorted(found) == FIVE
    assert sorted(tables.nodes["id"]) == ["barry", "david", "lin"]


@pytest.mark.parametrize(
    "text",
    [
        "dl nr=2 nc=3 format=edgelist2\nrow labels:\na\nb\ncolumn labels:\nx y z\ndata:\n1 1\n2 3 5",
        "dl nr=2, nc=3 format = edgelist2 labels embedded data:\na x\nb z 5\na y 0",
        "dl format=edgelist2 row labels: a,b col labels: x,y,z nr=2 nc=3 data:\na x 1\nb z 5",
        "dl nr=2 nc=3\nrow labels: a b\ncolumns labels: x y z\ndata:\n1 0 0\n0 0 5",
        "DL NR=2 NC=3 FORMAT=FULLMATRIX\nLABELS EMBEDDED\nDATA:\nx y z\na 1 0 0\nb 0 0 5",
        "dl nr=2 nc=3\ncolumn labels embedded\nrow labels: a b\ndata:\nx y z\n1 0 0\n0 0 5",
    ],
)
def test_one_two_mode_network_in_many_spellings(tmp_path: Path, text: str) -> None:
    tables = read(tmp_path, text)
    assert list(tables.blocks) == ["membership"]
    assert ties(tables) == [["a", "x", 1.0], ["b", "z", 5.0]]
    modes = dict(zip(tables.nodes["id"], tables.nodes["mode"], strict=True))
    assert modes == {"a": "actor", "b": "actor", "x": "network", "y": "network", "z": "network"}


def test_node_lists_are_read(tmp_path: Path) -> None:
    one = read(tmp_path, "dl n=3 format=nodelist1 labels: a b c data:\n1 2 3\n3 1\n")
    assert ties(one) == [["a", "b", 1.0], ["a", "c", 1.0], ["c", "a", 1.0]]
    two = read(tmp_path, "dl nr=2 nc=2 format=nodelist2 labels embedded data:\na x y\nb\n")
    assert ties(two) == [["a", "x", 1.0], ["a", "y", 1.0]]
    assert two.nodes["id"].tolist() == ["a", "b", "x", "y"]


def test_nodes_without_labels_are_numbered(tmp_path: Path) -> None:
    assert read(tmp_path, "dl n=2 data:\n0 1\n0 0").nodes["id"].tolist() == ["1", "2"]
    assert read(tmp_path, "dl nr=1 nc=2 data:\n0 1").nodes["id"].tolist() == ["r1", "c1", "c2"]


def test_labels_fewer_than_nodes_are_noted(tmp_path: Path) -> None:
    report = Problems()
    tables = read(tmp_path, "dl n=5 format=edgelist1 labels embedded data:\na b\n", report=report)
    assert len(tables.nodes) == 2
    assert report.notes[0].found == "3 nodes without a label"


@pytest.mark.parametrize(
    ("text", "message", "row"),
    [
        ("*Vertices 3", "'dl' as the first word", 1),
        ("", "'dl' as the first word", 1),
        ("dl format=edgelist1\ndata:\n1 2", "no n=", 1),
        ("dl\nlabels: a b\ndata:\n0", "labels without n=", 2),
        ("dl n=two", "a whole number", 1),
        ("dl n=99999999999", "at most", 1),
        ("dl n=" + "9" * 5000, "a whole number", 1),
        ("dl n=2 format=edgelist1 data:\n1 " + "9" * 5000, "1 to 2", 2),
        ("dl n=2\nformat=blockmatrix", "one of edgelist1", 2),
        ("dl n=2 nm=2\ndata:", "one matrix a file", 1),
        ("dl n=2 format=edgelist2\ndata:\n1 1", "nr= and nc=", 1),
        ("dl nr=2 nc=3 format=edgelist1\ndata:\n1 1", "n=", 1),
        ("dl n=3\nlabels: a b\ndata:\n0", "2 labels", 2),
        ("dl n=2\nlabels: a b\nc\ndata:\n0", "more labels than n=", 3),
        ("dl n=2\nlabels: a b", "'data:'", 2),
        ("dl n=2\nlabels: a a\ndata:\n0 1 0 0", "label 'a' twice", 2),
        ("dl n=2 data:\n0 1\n0", "2 values a row", 3),
        ("dl n=2 data:\n0 1\n0 0\n7", "1 values too many", 4),
        ("dl n=2 data:\n0 x\n0 0", "a finite number", 2),
        ("dl n=2 format=edgelist1 data:\n1 3", "1 to 2", 2),
        ("dl n=2 format=edgelist1 data:\n1 2 1 1", "two nodes and a value", 2),
        ("dl n=2 format=edgelist1 labels embedded data:\na b\na c", "'c' after 2 others", 3),
        ("dl n=2 format=nodelist1 data:\n1 2\n2 9", "1 to 2", 3),
    ],
)
def test_damaged_file_is_refused_with_its_line(tmp_path: Path, text: str, message: str, row: int) -> None:
    with pytest.raises(StudyError, match=message) as caught:
        read(tmp_path, text)
    assert caught.value.problems.errors[0].row == row


def test_matrix_that_is_not_symmetric_cannot_be_without_direction(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="not symmetric"):
        read(tmp_path, "dl n=2 data:\n0 1\n0 0", directed=False)
