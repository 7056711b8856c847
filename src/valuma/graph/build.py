"""From a study to its graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, overload

import pandas as pd

from valuma.graph.assemble import check_roles
from valuma.graph.core import ActorNetworkThemeGraph, Undated, YearBounds
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import NOT_APPLICABLE
from valuma.study.areas import AREA_ATTRIBUTES, actor_shares
from valuma.study.shares import write_shares

if TYPE_CHECKING:
    from valuma.study.study import Study


@overload
def build_graph(
    study: Study,
    *,
    group: str | None = None,
    case: str | Iterable[str] | None = None,
    year: int | None = None,
    roles: Iterable[str] | None = None,
    undated: Literal["keep", "drop"] = "keep",
) -> ActorNetworkThemeGraph: ...
@overload
def build_graph(
    study: Study,
    *,
    group: str | None = None,
    case: str | Iterable[str] | None = None,
    year: int,
    roles: Iterable[str] | None = None,
    undated: Literal["bounds"],
) -> YearBounds: ...
def build_graph(
    study: Study,
    *,
    group: str | None = None,
    case: str | Iterable[str] | None = None,
    year: int | None = None,
    roles: Iterable[str] | None = None,
    undated: Undated = "keep",
) -> ActorNetworkThemeGraph | YearBounds:
    """Build the actor–network–theme graph of a study.

    Parameters
    ----------
    study : Study
        Validated tables.
    group : str, optional
        Only the networks of one group, such as ``"finnish"``.
    case : str or iterable of str, optional
        Only these networks.
    year : int, optional
        Only what holds in that year; None takes all years together.
    roles : iterable of str, optional
        Roles that count as taking part, of the vocabulary or occurring in the study; by default those that
        ``study.toml`` names.
    undated : {"keep", "drop", "bounds"}
        What becomes of rows without a year when `year` is given; ``"bounds"`` returns both graphs.

    Returns
    -------
    ActorNetworkThemeGraph or YearBounds
        Actors with at least one row in any role, the chosen networks, all themes in use. The whole
        registry stands behind it, so that it is known what unknown members could be.

    Raises
    ------
    ValumaError
        There is no such group, network or role, the year is none that a study can hold, or `undated` is given
        without a year.

    Examples
    --------
    >>> import valuma as va
    >>> study = va.read_study(".")                                    # doctest: +SKIP
    >>> va.build_graph(study, case="mal-verkosto", year=2020)         # doctest: +SKIP
    <ActorNetworkThemeGraph: ...>
    """
    if undated != "keep" and year is None:
        raise ValumaError(f"undated={undated!r} needs a year: without one, rows of all years count")
    networks = _chosen(study, group, case)
    rows = study.memberships[study.memberships["network_id"].isin(networks["network_id"])]
    focus = study.network_themes[study.network_themes["network_id"].isin(networks["network_id"])]
    frame = actor_frame(study)
    whole = group is None and case is None
    interests = study.interests if whole else study.interests.iloc[:0]
    cooperation = study.cooperation if whole else study.cooperation.iloc[:0]
    used = set(rows["actor_id"]) | set(interests["actor_id"])
    used |= set(cooperation["actor_id"]) | set(cooperation["partner_id"])
    themes = study.themes[study.themes["theme_id"].isin(set(focus["theme_id"]) | set(interests["theme_id"]))]
    graph = ActorNetworkThemeGraph.from_memberships(
        rows,
        actors=frame[frame.index.isin(used)],
        networks=networks,
        themes=themes,
        network_themes=focus,
        interests=interests,
        cooperation=cooperation,
        roles=study.settings.roles if roles is None else check_roles(roles, study.memberships),
        frame=frame,
        member_counts=_of(study.member_counts, networks),
        members_missing=_of(study.members_missing, networks),
        meta=_meta(study, group, case),
        synthetic=study.synthetic,
    )
    return graph if year is None else graph.at_year(year, undated=undated)


def actor_frame(study: Study) -> pd.DataFrame:
    """Return all actors of a study with the columns that attributes are read from.

    Parameters
    ----------
    study : Study
        Validated tables.

    Returns
    -------
    DataFrame
        The actor table indexed by id, with ``tier``, ``tier_b``, ``region``, ``urban_rural`` and ``archipelago``
        added: a category, shares written ``"01:0.5;02:0.5"``, ``not-applicable``, or missing.
    """
    actors = study.actors.set_index("actor_id")
    frame = actors.set_axis(pd.Index(actors.index, dtype=object, name="actor_id"))
    frame["tier"], frame["tier_b"] = study.tiers("A"), study.tiers("B")
    for name in AREA_ATTRIBUTES:
        frame[name] = _share_texts(study, name, frame.index)
    return frame


def _share_texts(study: Study, name: str, index: pd.Index) -> pd.Series:
    """Shares of every actor as text, from the long table that the study floor computes."""
    shares = actor_shares(study, name)
    texts: dict[str, object] = {
        str(key): NOT_APPLICABLE for key, state in shares.state.items() if state == NOT_APPLICABLE
    }
    for key, part in shares.frame.groupby("actor_id", sort=False):
        texts[str(key)] = write_shares(dict(zip(part["category"], part["share"], strict=True)))
    return pd.Series([texts.get(str(key), pd.NA) for key in index], index=index, dtype=object)


def _chosen(study: Study, group: str | None, case: str | Iterable[str] | None) -> pd.DataFrame:
    networks = study.networks
    if group is not None:
        if group not in set(networks["group"]):
            raise ValumaError(_lost("group", group, sorted(set(networks["group"]))))
        networks = networks[networks["group"] == group]
    if case is not None:
        cases = [case] if isinstance(case, str) else list(case)
        for name in cases:
            if name not in set(networks["network_id"]):
                raise ValumaError(_lost("network", name, networks["network_id"]))
        networks = networks[networks["network_id"].isin(cases)]
    return networks


def _lost(what: str, name: str, choices: Iterable[str]) -> str:
    hint = nearest(name, choices)
    return f"there is no {what} {name!r}" + (f" ({hint})" if hint else "")


def _of(table: pd.DataFrame, networks: pd.DataFrame) -> pd.DataFrame:
    return table[table["network_id"].isin(networks["network_id"])].reset_index(drop=True)


def _meta(study: Study, group: str | None, case: str | Iterable[str] | None) -> dict[str, str]:
    meta = {"study": study.settings.id, "reference_year": str(study.settings.reference_year)}
    if group is not None:
        meta["group"] = group
    if case is not None:
        meta["case"] = case if isinstance(case, str) else ";".join(case)
    return meta
