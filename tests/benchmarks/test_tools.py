"""The benchmark asks every tool the same question: the answers are equal on a small size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest


@pytest.fixture
def tools(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    import tools

    return tools


def test_all_tools_count_the_same_pairs(tools) -> None:
    from made_up import Size, memberships

    data = memberships(Size.of(600))
    ours, igraph, networkx = (tools.TOOLS[name](data)() for name in ("valuma", "igraph", "networkx"))
    for first, second, third in zip(ours, igraph, networkx, strict=True):
        assert (first == second).all()
        assert (first == third).all()


def test_the_fractional_attribute_gives_a_matrix_and_a_number_for_each_network(tools) -> None:
    from made_up import PROFILES, Size, memberships

    data = memberships(Size.of(600))
    matrix, h = tools.TOOLS["valuma, 60 profiles"](data)()
    assert len(np.unique(data.profile)) <= PROFILES
    assert matrix.shape == (tools.BRANCHES, tools.BRANCHES)
    assert h.shape == (30,)
