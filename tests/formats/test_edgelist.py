"""Edge lists keep ties with all their attributes and are read as other programs write them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from formats.samples import networks, odd, small, untyped
from hypothesis import given, settings

from valuma.formats import edgelist
from valuma.formats.tables import NetworkTables
from valuma.schema.problems import StudyError, ValumaError


def read(tmp_path: Path, text: str, **options: str) -> NetworkTables:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return edgelist.read(path, **options)  # type: ignore[arg-type]


def test_text_stands_in_quotes_and_numbers_do_not(tmp_path: Path) -> None:
    paths = edgelist.write(small(), tmp_path / "case.csv")
    assert paths[0].read_text().splitlines() == [
        "source,target,weight,role,year_from",
        '"tampere","mal",1.0,"member",2010.0',
        '"tampere","mal",1.0,"steering",',
        '"kuntaliitto","mal",1.0,"partner",',
    ]
    assert paths[3].read_text().splitlines()[:2] == [
        "source,target,weight,directed",
        '"tampere","kuntaliitto",2.0,true',
    ]
    assert paths[-1].read_text().splitlines()[1] == '"tampere","actor","837",241009,61.498,false,"not-applicable"'


@settings(max_examples=30)
@given(tables=networks())
def test_nodes_and_ties_of_any_network_come_back(
    tmp_path_factory: pytest.TempPathFactory, tables: NetworkTables
) -> None:
    path = tmp_path_factory.mktemp("csv") / "any.csv"
    edgelist.write(tables, path)
    back = edgelist.read(path)
    assert untyped(back.nodes).equals(untyped(tables.nodes))
    assert back.directed == tables.directed
    for name, ties in tables.blocks.items():
        assert untyped(back.blocks[name]).equals(untyped(ties))


def test_odd_identifiers_come_back(tmp_path: Path) -> None:
    edgelist.write(odd(), tmp_path / "odd.csv")
    assert edgelist.read(tmp_path / "odd.csv") == odd()


def test_pandas_reads_the_same_numbers_of_nodes_and_ties(tmp_path: Path) -> None:
    paths = edgelist.write(small(), tmp_path / "case.csv")
    ties = pd.read_csv(paths[0])
    assert ties[["source", "target"]].to_numpy().tolist()[2] == ["kuntaliitto", "mal"]
    assert len(pd.read_csv(paths[-1])) == 5


@pytest.mark.parametrize(
    "text",
    [
        "source,target,weight\na,n,1.5\nb,n,\n",
        "Source;Target;Weight\na;n;1,5\nb;n;1\n",
        "weight\tto\tfrom\n1.5\tn\ta\n1\tn\tb\n",
        '\ufeffsource,target,weight\r\n"a" , "n",1.5\r\n\r\nb,n,1',
        "ego,alter,WEIGHT\ra,n,1.5\rb,n,1\r",
    ],
)
def test_one_list_in_many_spellings(tmp_path: Path, text: str) -> None:
    tables = read(tmp_path, text, block="membership")
    assert tables.blocks["membership"].to_numpy().tolist() == [["a", "n", 1.5], ["b", "n", 1.0]]
    assert tables.nodes.to_numpy().tolist() == [["a", "actor"], ["n", "network"], ["b", "actor"]]


def test_codes_with_leading_zeros_stay_text(tmp_path: Path) -> None:
    tables = read(tmp_path, "source,target,code,n\n1,2,091,5\n2,3,837,6\n")
    assert tables.nodes["id"].tolist() == ["1", "2", "3"]
    assert tables.blocks["cooperation"]["code"].tolist() == ["091", "837"]
    assert tables.blocks["cooperation"]["n"].tolist() == [5, 6]


def test_block_follows_from_the_modes_of_the_nodes_file(tmp_path: Path) -> None:
    (tmp_path / "list-nodes.csv").write_text("id,mode,name\na,actor,A\nt,theme,\nz,actor,Z\n")
    tables = read(tmp_path, "source,target\na,t\n")
    assert list(tables.blocks) == ["interest"]
    assert tables.nodes["id"].tolist() == ["a", "t", "z"]


@pytest.mark.parametrize(
    ("text", "message", "row"),
    [
        ("", "an empty file", None),
        ("a,b\n", "a header with a column 'source'", 1),
        ("source,traget\na,b\n", "did you mean 'traget'", 1),
        ("source,target\na,b\nc\n", "1 cells", 3),
        ("source,target\na,b\n,c\n", "an empty cell", 3),
        ('source,target\n"a,b\nc,d\n', "a quote that does not end", 2),
        ("source,target,weight\na,b,1\na,b,much\n", "a finite number", 3),
        ("source,target,target\na,b,c\n", "there once", 1),
    ],
)
def test_damaged_file_is_refused_with_its_line(tmp_path: Path, text: str, message: str, row: int | None) -> None:
    with pytest.raises(StudyError, match=message) as caught:
        read(tmp_path, text)
    assert caught.value.problems.errors[0].row == row


def test_node_in_two_modes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="'n' as actor and as network"):
        read(tmp_path, "source,target\na,n\nn,b\n", block="membership")


def test_target_that_the_nodes_file_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "list-nodes.csv").write_text("id,mode\na,actor\n")
    with pytest.raises(StudyError, match="'b'") as caught:
        read(tmp_path, "source,target\na,a\na,b\n")
    assert caught.value.problems.errors[0].row == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id\na\n", "a column 'mode'"),
        ("id,mode\na,actor\na,actor\n", "an id that stands there twice"),
        ("id,mode\na,\n", "an empty cell"),
    ],
)
def test_damaged_nodes_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "list-nodes.csv").write_text(text)
    with pytest.raises(StudyError, match=message) as caught:
        read(tmp_path, "source,target\na,a\n")
    assert caught.value.problems.errors[0].file == "list-nodes.csv"


def test_nodes_file_is_not_an_edge_list(tmp_path: Path) -> None:
    edgelist.write(small(), tmp_path / "case.csv")
    with pytest.raises(ValumaError, match="is a nodes file"):
        edgelist.read(tmp_path / "case-nodes.csv")


def test_tie_attribute_with_the_name_of_the_direction_is_refused(tmp_path: Path) -> None:
    block = small().blocks["focus"].assign(directed=True)
    with pytest.raises(ValumaError, match="rename it"):
        edgelist.write(NetworkTables(small().nodes, {"focus": block}), tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []
