"""Every format by the suffix of the name: same network, same bytes, clear refusals."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from formats.samples import davis, small, structure

from valuma import formats
from valuma.schema.problems import ValumaError

SUFFIXES = sorted(formats.MODULES)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_southern_women_keep_18_women_14_events_and_89_attendances(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"davis{suffix}"
    written = formats.write(davis(), path)
    assert all(file.exists() for file in written)
    back = formats.read(path)
    assert back.nodes["mode"].value_counts().to_dict() == {"actor": 18, "network": 14}
    assert back == davis()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_node_without_ties_is_kept(tmp_path: Path, suffix: str) -> None:
    formats.write(small(), tmp_path / f"small{suffix}")
    back = formats.read(tmp_path / f"small{suffix}")
    assert back.nodes["id"].tolist() == small().nodes["id"].tolist()
    assert list(back.blocks) == list(small().blocks)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_same_network_gives_same_bytes(tmp_path: Path, suffix: str) -> None:
    def contents(folder: str) -> dict[str, bytes]:
        (tmp_path / folder).mkdir()
        return {path.name: path.read_bytes() for path in formats.write(small(), tmp_path / folder / f"x{suffix}")}

    assert contents("one") == contents("two")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_writing_again_replaces_and_leaves_no_other_file(tmp_path: Path, suffix: str) -> None:
    first = formats.write(small(), tmp_path / f"x{suffix}")
    assert formats.write(small(), tmp_path / f"x{suffix}") == first
    assert sorted(tmp_path.iterdir()) == sorted(first)


@pytest.mark.parametrize("suffix", [".net", ".csv"])
def test_formats_of_one_file_a_block_keep_parallel_ties(tmp_path: Path, suffix: str) -> None:
    formats.write(small(), tmp_path / f"x{suffix}")
    back = formats.read(tmp_path / f"x{suffix}")
    assert structure(back, small().directed) == structure(small(), small().directed)


def test_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    formats.write(davis(), tmp_path / "DAVIS.GRAPHML")
    assert formats.read(tmp_path / "DAVIS.GRAPHML") == davis()


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.graphmll"])
def test_unknown_suffix_names_those_that_are_known(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValumaError, match=r"\.graphml, \.gexf, \.net, \.dl, \.csv"):
        formats.write(davis(), tmp_path / name)
    with pytest.raises(ValumaError, match=r"\.graphml, \.gexf, \.net, \.dl, \.csv"):
        formats.read(tmp_path / name)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_missing_file_is_named(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(ValumaError, match=f"there is no file .*nowhere{suffix}|nowhere{suffix}: found no such file"):
        formats.read(tmp_path / f"nowhere{suffix}")


def test_unknown_option_gets_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(ValumaError, match="did you mean 'two_mode'"):
        formats.write(davis(), tmp_path / "a.net", twomode=False)


def test_options_reach_the_format(tmp_path: Path) -> None:
    formats.write(davis(), tmp_path / "a.dl", format="fullmatrix", labels="embedded")
    assert "labels embedded:" in (tmp_path / "a-membership.dl").read_text()


def test_import_of_the_package_loads_no_format_and_no_other_library() -> None:
    code = (
        "import sys, valuma.formats\n"
        "print(sorted(m for m in sys.modules if m in ('igraph', 'networkx', 'matplotlib', 'valuma.formats.graphml')))"
    )
    source = Path(__file__).resolve().parents[2] / "src"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": str(source)}
    )
    assert result.stdout.strip() == "[]", result.stderr
