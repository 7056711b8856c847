"""Spans: over how many branches, sides or tiers something is spread, as an effective number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from valuma.graph.attributes import Attribute, Coding
from valuma.graph.blocks import GraphBlocks, NetworkProfiles
from valuma.metrics.counts import by_network, count_members, member_table
from valuma.metrics.distance import FloatArray
from valuma.metrics.pairs import sizes
from valuma.metrics.states import ResultState
from valuma.schema.vocabularies import NOT_APPLICABLE


def hill_number(weights: FloatArray) -> FloatArray:
    r"""Return the Hill number of order 1 of each row: the exponential of its entropy.

    .. math:: \exp\Bigl(-\sum_a p_a \ln p_a\Bigr)

    Parameters
    ----------
    weights : ndarray of float, shape (n, n_categories)
        Non-negative weights; each row is scaled to sum to one.

    Returns
    -------
    ndarray of float, shape (n,)
        From 1 (all in one category) to the number of categories; NaN for a row of zeros.

    References
    ----------
    Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences. *Ecology*
    54, 427-432. https://doi.org/10.2307/1934352

    Examples
    --------
    >>> hill_number(np.array([[3.0, 0.0], [1.0, 1.0], [0.0, 0.0]])).tolist()
    [1.0, 2.0, nan]
    """
    total = weights.sum(axis=1)
    some = total > 0
    share = weights[some] / total[some, None]
    logs = np.log(share, out=np.zeros_like(share), where=share > 0)
    found = np.full(len(weights), np.nan)
    found[some] = np.exp(-(share * logs).sum(axis=1))
    return found


def themes_span(graph: GraphBlocks) -> pd.DataFrame:
    """Measure over how many branches of administration the themes of each network are spread.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph with networks, themes and ``policy_sectors`` of the themes.

    Returns
    -------
    DataFrame
        One row a network: ``themes_span`` (effective number of branches), ``themes``, ``themes_left`` (themes
        whose branches are not known or do not exist) and ``state``.

    Notes
    -----
    A theme handled by several branches counts in equal parts. Themes weigh the same unless the
    data give weights. What the themes are is the curator's coding.

    References
    ----------
    Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences. *Ecology*
    54, 427-432. https://doi.org/10.2307/1934352

    Examples
    --------
    >>> from valuma.graph import ActorNetworkThemeGraph
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": ["a"], "network_id": ["x"]}),
    ...     themes=pd.DataFrame({"theme_id": ["t", "u"], "policy_sectors": [("housing",), ("transport",)]}),
    ...     network_themes=pd.DataFrame({"network_id": ["x", "x"], "theme_id": ["t", "u"]}),
    ... )
    >>> row = themes_span(graph).loc["x"]
    >>> float(row["themes_span"]), int(row["themes"]), row["state"]
    (2.0, 2, 'measured')
    """
    shares, coded = _theme_shares(graph.themes)
    focus = sparse.csr_array(graph.focus)
    linked = sparse.csr_array((focus > 0).astype(np.int64))
    n_themes = sizes(linked).astype(np.int64)
    n_coded = np.asarray(linked @ coded.astype(np.int64)).reshape(-1)
    frame = pd.DataFrame({"themes_span": hill_number(np.asarray(focus @ shares))})
    frame["themes"] = n_themes
    frame["themes_left"] = n_themes - n_coded
    frame["state"] = np.select(
        [n_coded > 0, n_themes > 0],
        [ResultState.MEASURED.value, ResultState.NO_THEME_SECTOR.value],
        ResultState.NO_THEMES.value,
    ).astype(object)
    return by_network(graph, frame)


def member_span(graph: GraphBlocks, attribute: str | Attribute, *, coding: Coding = "A") -> pd.DataFrame:
    """Measure over how many categories of an attribute the members of each network are spread.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph with memberships.
    attribute : str or Attribute
        ``tier``, ``side`` or any other.
    coding : {"A", "B"}
        Coding of general authorities and universities.

    Returns
    -------
    DataFrame
        One row a network: ``span`` (effective number of categories), members counted and left out, and
        ``state``. A single known member spans nothing: its state is ``one known member``.

    Examples
    --------
    >>> from valuma.graph import ActorNetworkThemeGraph
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": ["a", "b"], "network_id": ["x", "x"]}),
    ...     actors=pd.DataFrame({"actor_id": ["a", "b"], "tier": ["local", "national"]}),
    ... )
    >>> float(member_span(graph, "tier").loc["x", "span"])
    2.0
    """
    found = count_members(graph, attribute, coding)
    return member_table(graph, found, "span", member_spans(found))


def member_spans(found: NetworkProfiles) -> FloatArray:
    """Return the effective number of categories of the members of each network; NaN for fewer than two."""
    spans = hill_number(np.asarray(found.counts @ found.attribute.table))
    spans[sizes(found.counts) < 2] = np.nan
    return spans


def _theme_shares(themes: pd.DataFrame) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Return the shares of branches of each theme and which themes have any."""
    empty: tuple[str, ...] = ()
    cells: Sequence[tuple[str, ...]] = (
        [cell if isinstance(cell, tuple) and cell != (NOT_APPLICABLE,) else empty for cell in themes["policy_sectors"]]
        if "policy_sectors" in themes.columns
        else [empty] * len(themes)
    )
    position = {name: k for k, name in enumerate(sorted({name for cell in cells for name in cell}))}
    shares = np.zeros((len(cells), len(position)))
    for row, cell in enumerate(cells):
        for name in cell:
            shares[row, position[name]] = 1.0 / len(cell)
    return shares, np.array([len(cell) > 0 for cell in cells], dtype=bool)
