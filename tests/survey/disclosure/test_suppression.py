"""Cells that are hidden beside the small ones: as few as can be, and enough."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from valuma.schema.problems import ValumaError
from valuma.survey.disclosure import protect_table
from valuma.survey.disclosure.complement import Choice, complement
from valuma.survey.disclosure.system import System, Tables, intervals
from valuma.survey.settings import Privacy

PRIVACY = Privacy()


def table_with_margins(counts: list[list[int]]) -> tuple[System, int]:
    """A two-way table as a system: its inner cells first, then rows, columns and the whole."""
    shape = np.shape(counts)
    n = int(np.prod(shape))
    rows = [np.eye(n)[k] for k in range(n)]
    places = np.arange(n).reshape(shape)
    rows += [np.isin(np.arange(n), places[r]).astype(float) for r in range(shape[0])]
    rows += [np.isin(np.arange(n), places[:, c]).astype(float) for c in range(shape[1])]
    rows.append(np.ones(n))
    return System(sparse.csr_array(np.array(rows)), np.ravel(counts).astype(float)), n


def chosen(counts: list[list[int]], small: list[tuple[int, int]], protection: float) -> set[tuple[int, int]]:
    system, n = table_with_margins(counts)
    width = len(counts[0])
    hidden = np.zeros(system.matrix.shape[0], dtype=bool)
    hidden[[r * width + c for r, c in small]] = True
    inner = np.arange(len(hidden)) < n
    cost = 1.0 + system.counts / system.truth.sum()
    result, hopeless = complement(Choice(system, hidden, inner, cost, np.ones(len(hidden), dtype=bool), protection))
    assert not hopeless
    return {divmod(int(k), width) for k in np.flatnonzero(result)}


def test_a_hidden_cell_of_a_table_with_margins_takes_the_cheapest_rectangle_with_it() -> None:
    # By hand: (0, 0) needs another cell in its row, one in its column, and the one where these meet.
    # With column 1 the three hold 20 + 10 + 12, with column 2 they hold 30 + 10 + 40.
    counts = [[2, 20, 30], [10, 12, 40], [50, 60, 70]]
    assert chosen(counts, [(0, 0)], 5) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_bounds_of_the_hidden_rectangle_are_those_counted_by_hand() -> None:
    system, _ = table_with_margins([[2, 20], [10, 12]])
    hidden = np.zeros(9, dtype=bool)
    hidden[:4] = True
    low, high = intervals(system, hidden)
    # Row sums 22 and 22, column sums 12 and 32: the first cell is anything from 0 to 12.
    assert low[:4].tolist() == [0, 10, 0, 10]
    assert high[:4].tolist() == [12, 22, 12, 22]


def test_the_pattern_of_a_published_example_is_found() -> None:
    # Table 1 of the vignette "Small count frequency table suppression" of the R package GaussSuppression
    # (Langsrud, Statistics Norway; https://cran.r-project.org/package=GaussSuppression): young 2 0 5, old 3 4 6, by
    # Iceland, Portugal, Spain. The cell young × Portugal is suppressed, and with it the three others of these columns.
    assert chosen([[2, 0, 5], [3, 4, 6]], [(0, 1)], 1) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_rectangle_of_small_cells_is_not_enough_where_a_column_holds_too_few() -> None:
    # Columns 0 and 1 hold 3 and 4 in all: no cell of theirs can be open to 5, so their sums are the limit.
    system, _ = table_with_margins([[1, 2, 30], [2, 2, 40]])
    hidden = np.zeros(system.matrix.shape[0], dtype=bool)
    hidden[[0, 1, 3, 4]] = True
    assert Tables(system).narrow(hidden, 5.0) == [0, 1, 3, 4]


def fewest(counts: list[list[int]], small: list[tuple[int, int]], protection: float) -> float:
    """Least cost over all sets of cells, tried one by one."""
    system, n = table_with_margins(counts)
    width = len(counts[0])
    must = {r * width + c for r, c in small}
    cost = 1.0 + system.counts / system.truth.sum()
    best = np.inf
    for size in range(len(must), n + 1):
        for cells in itertools.combinations(range(n), size):
            if must <= set(cells) and sum(cost[list(cells)]) < best:
                hidden = np.zeros(system.matrix.shape[0], dtype=bool)
                hidden[list(cells)] = True
                if not Tables(system).narrow(hidden, protection):
                    best = float(sum(cost[list(cells)]))
    return best


@settings(max_examples=6)
@given(st.lists(st.lists(st.integers(5, 40), min_size=3, max_size=3), min_size=3, max_size=3), st.integers(1, 4))
def test_small_tables_hide_no_more_than_any_other_choice_would(counts: list[list[int]], few: int) -> None:
    counts[1][1] = few
    system, _ = table_with_margins(counts)
    cost = 1.0 + system.counts / system.truth.sum()
    mine = sum(cost[r * 3 + c] for r, c in chosen(counts, [(1, 1)], 5))
    assert mine == pytest.approx(fewest(counts, [(1, 1)], 5))


@settings(max_examples=15)
@given(st.integers(2, 6), st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_protected_tables_hold_against_their_margins(rows: int, columns: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.gamma(1.0, 8.0, (rows, columns)))
    frame = pd.DataFrame([(f"r{r}", f"c{c}", counts[r, c]) for r in range(rows) for c in range(columns)])
    frame.columns = ["row", "column", "n"]
    out = protect_table(frame, rows="row", columns="column", privacy=PRIVACY)
    system, n = table_with_margins(counts.tolist())
    hidden = np.zeros(system.matrix.shape[0], dtype=bool)
    hidden[:n] = ~out["shown"].to_numpy()
    small = [((side > 0) & (side < PRIVACY.persons)).any() for side in (counts.sum(axis=1), counts.sum(axis=0))]
    hidden[n:-1] = np.repeat(small, [rows, columns])  # with a margin so small, none of its side is told
    if 0 < counts.sum() < PRIVACY.persons:
        return
    low, high = intervals(system, hidden)
    for cell in np.flatnonzero(hidden[:n]):
        r, c = divmod(int(cell), columns)
        if counts[r].sum() and counts[:, c].sum():
            assert high[cell] - low[cell] >= PRIVACY.persons - 1e-6
    assert not out.loc[out["shown"], "n"].between(1, PRIVACY.persons - 1).any()


def test_margins_in_the_table_are_checked_and_protected_too() -> None:
    cells = pd.DataFrame(
        {"kind": ["a", "a", "b", "b", "all", "all"], "said": ["yes", "no", "yes", "no", "yes", "no"],
         "n": [2, 20, 30, 40, 32, 60], "share": [0.1, 0.9, 0.4, 0.6, 0.35, 0.65]}
    )  # fmt: skip
    out = protect_table(cells, rows="kind", columns="said", privacy=PRIVACY, total="all", also=["share"])
    assert out["why"].tolist() == ["few persons", *["secondary"] * 3, "", ""]
    assert out["share"].isna().tolist() == [True] * 4 + [False] * 2
    cells.loc[4, "n"] = 33
    with pytest.raises(ValumaError, match="add up to 32"):
        protect_table(cells, rows="kind", columns="said", privacy=PRIVACY, total="all")


def test_a_table_of_one_dimension_hides_a_second_cell_with_a_small_one() -> None:
    cells = pd.DataFrame({"kind": ["a", "b", "c"], "n": [3, 8, 50]})
    assert protect_table(cells, rows="kind", privacy=PRIVACY)["why"].tolist() == ["few persons", "secondary", ""]


def test_wrong_tables_are_refused_by_name() -> None:
    cells = pd.DataFrame({"kind": ["a", "a"], "n": [3, 8]})
    with pytest.raises(ValumaError, match="twice"):
        protect_table(cells, rows="kind", privacy=PRIVACY)
    with pytest.raises(ValumaError, match="did you mean 'kind'"):
        protect_table(cells, rows="kinds", privacy=PRIVACY)
    with pytest.raises(ValumaError, match="whole number"):
        protect_table(pd.DataFrame({"kind": ["a"], "n": [1.5]}), rows="kind", privacy=PRIVACY)
