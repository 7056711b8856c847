"""Three policies of place: which actors, themes and tables urban, rural and archipelago policy share."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.graph.blocks import GraphBlocks
from valuma.metrics.states import ResultState
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import PolicyField

FIELDS: tuple[str, ...] = (PolicyField.URBAN, PolicyField.RURAL, PolicyField.ARCHIPELAGO)
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, repr=False)
class PolicyFields:
    """What the bodies of several policy fields have in common.

    Parameters
    ----------
    frame : DataFrame
        One row a pair of fields (``field``, ``with_field``): ``shared_actors``, ``shared_themes``, ``tables_both``
        (networks that serve both fields), ``tables_cross`` (networks coded cross in which an actor from a
        body of the one sits with another from a body of the other), each a tuple of ids,
        ``no_common_table`` (missing where the state is not measured) and ``state``.
    fields : DataFrame
        One row a field: numbers of ``bodies``, ``actors`` and ``themes``.
    actors : DataFrame
        Actors that sit in at least one body × fields: in how many bodies of each.
    themes : DataFrame
        Themes of at least one body × fields: of how many bodies of each.
    synthetic : bool
        Whether anything behind the numbers is invented.
    """

    frame: pd.DataFrame
    fields: pd.DataFrame
    actors: pd.DataFrame
    themes: pd.DataFrame
    synthetic: bool

    def tidy(self) -> pd.DataFrame:
        """Return one row a pair of fields with counts in place of ids.

        Returns
        -------
        DataFrame
            Columns field, with_field, shared_actors, shared_themes, tables_both, tables_cross,
            no_common_table, state, synthetic.
        """
        counted = self.frame.copy()
        for name in ("shared_actors", "shared_themes", "tables_both", "tables_cross"):
            counted[name] = [len(ids) for ids in counted[name]]
        return counted.reset_index().assign(synthetic=self.synthetic)

    def summary(self) -> pd.DataFrame:
        """Return the numbers of bodies, actors and themes by field.

        Returns
        -------
        DataFrame
            `fields` itself.
        """
        return self.fields

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {n}" for name, n in self.fields["bodies"].items())
        apart = int(self.frame["no_common_table"].fillna(False).sum())
        mark = ", SYNTHETIC" if self.synthetic else ""
        return f"<PolicyFields: bodies {counts}; {apart} of {len(self.frame)} pairs without a common table{mark}>"

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(repr(self))}</p>{self.tidy().to_html(index=False)}"


def policy_fields(graph: GraphBlocks, *, fields: Sequence[str] = FIELDS) -> PolicyFields:
    """Find what the bodies of urban, rural and archipelago policy have in common.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph of a group; networks with ``policy_fields`` (tuples).
    fields : sequence of str
        Fields to compare.

    Returns
    -------
    PolicyFields
        Shared actors and themes, and pairs of fields without a table in common.

    Raises
    ------
    ValumaError
        The networks have no ``policy_fields``.

    Notes
    -----
    Which field a network serves is the curator's reading. A network of several fields is a body of
    each of them, and a common table. Only known members and coded themes are compared: that no
    common actor is known does not prove that there is none.

    Examples
    --------
    >>> from valuma.graph import ActorNetworkThemeGraph
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": ["a", "b", "b"], "network_id": ["u", "u", "r"]}),
    ...     networks=pd.DataFrame({"network_id": ["u", "r"], "policy_fields": [("urban",), ("rural",)]}),
    ... )
    >>> found = policy_fields(graph, fields=("urban", "rural"))
    >>> pair = found.frame.loc[("urban", "rural")]
    >>> pair["shared_actors"], bool(pair["no_common_table"])
    (('b',), True)
    """
    if "policy_fields" not in graph.networks.columns:
        raise ValumaError("the networks have no column 'policy_fields'")
    cells = [cell if isinstance(cell, tuple) else () for cell in graph.networks["policy_fields"]]
    serves = {name: np.array([name in cell for cell in cells], dtype=bool) for name in (*fields, PolicyField.CROSS)}
    member, theme = graph.membership > 0, graph.focus.T.tocsr() > 0
    seats = {name: _per_field(member, serves[name]) for name in fields}
    topics = {name: _per_field(theme, serves[name]) for name in fields}
    rows = {}
    for first, second in combinations(fields, 2):
        both = serves[first] & serves[second]
        cross = serves[PolicyField.CROSS] & ~both & _meet(member, seats[first] > 0, seats[second] > 0)
        measured = bool(serves[first].any() and serves[second].any())
        rows[first, second] = [
            _ids(graph.actors.index, (seats[first] > 0) & (seats[second] > 0)),
            _ids(graph.themes.index, (topics[first] > 0) & (topics[second] > 0)),
            _ids(graph.networks.index, both),
            _ids(graph.networks.index, cross),
            not (both.any() or cross.any()) if measured else pd.NA,
            str(ResultState.MEASURED if measured else ResultState.NO_BODY),
        ]
    columns = ["shared_actors", "shared_themes", "tables_both", "tables_cross", "no_common_table", "state"]
    index = pd.MultiIndex.from_tuples([(str(a), str(b)) for a, b in rows], names=["field", "with_field"])
    frame = pd.DataFrame(list(rows.values()), index=index, columns=columns).astype({"no_common_table": "boolean"})
    counts = {str(f): [int(serves[f].sum()), int((seats[f] > 0).sum()), int((topics[f] > 0).sum())] for f in fields}
    return PolicyFields(
        frame=frame,
        fields=pd.DataFrame.from_dict(counts, orient="index", columns=["bodies", "actors", "themes"]),
        actors=_table(graph.actors.index, seats),
        themes=_table(graph.themes.index, topics),
        synthetic=graph.synthetic,
    )


def _per_field(block: object, networks: Mask) -> npt.NDArray[np.int64]:
    """Return in how many of some networks each row of a block stands."""
    return np.asarray(block @ networks.astype(np.int64)).reshape(-1)  # type: ignore[operator]


def _meet(member: object, first: Mask, second: Mask) -> Mask:
    """Return the networks in which one of the first sits with another one of the second."""
    turned = member.T  # type: ignore[attr-defined]
    one, two, either = (
        np.asarray(turned @ who.astype(np.int64)).reshape(-1) for who in (first, second, first | second)
    )
    return (one > 0) & (two > 0) & (either > 1)


def _ids(index: pd.Index, chosen: Mask) -> tuple[str, ...]:
    return tuple(map(str, index[chosen]))


def _table(index: pd.Index, counts: dict[str, npt.NDArray[np.int64]]) -> pd.DataFrame:
    frame = pd.DataFrame({str(name): values for name, values in counts.items()}, index=index)
    return frame[frame.any(axis=1)]
