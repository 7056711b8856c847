"""The cooperation profile: what each network works on and who meets in it, with bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from valuma.graph.attributes import Coding, State
from valuma.graph.blocks import GraphBlocks
from valuma.metrics.bounds import Measure, bounds
from valuma.metrics.distance import Distance
from valuma.metrics.pairs import sizes
from valuma.metrics.polya import polya
from valuma.metrics.profile_result import CooperationProfile
from valuma.metrics.span import themes_span
from valuma.metrics.states import BoundsBy, ResultState
from valuma.metrics.strata import Completeness, ListState, Stratum, list_state, read_strata
from valuma.schema.problems import ValumaError

#: Completeness below which bounds are shown instead of the value of the known members.
THRESHOLD = 0.9
#: What is shown of a network by the state of its member list.
_SHOWN = {ListState.NEARLY_WHOLE: "value", ListState.IN_PART: "bounds", ListState.NOT_STATED: "known members"}
#: An attribute of place known for less of the members than this is not to be drawn.
LEAST_KNOWN_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _Part:
    attribute: str
    measure: Measure = "h"
    distance: Distance = "profile"
    place: bool = False


#: Measures over members: attribute, what is measured, distance.
MEMBER_MEASURES: Mapping[str, _Part] = {
    "sector_mix": _Part("policy_sector"),
    "side_mix": _Part("side"),
    "tier_mix": _Part("tier"),
    "tier_span": _Part("tier", measure="span"),
    "tier_distance": _Part("tier", distance="rank"),
    "region_mix": _Part("region", place=True),
    "urban_rural_mix": _Part("urban_rural", place=True),
    "archipelago_mix": _Part("archipelago", place=True),
}
#: All measures of the profile, in the order of its columns.
MEASURES: tuple[str, ...] = ("themes_span", *MEMBER_MEASURES)


def cooperation_profile(
    graph: GraphBlocks,
    *,
    coding: Coding = "A",
    threshold: float = THRESHOLD,
    draws: int = 999,
    seed: int | None = 0,
) -> CooperationProfile:
    """Measure the cooperation of each network across boundaries, with what is not known.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Graph with networks, members and themes.
    coding : {"A", "B"}
        A leaves general authorities and universities out; B gives them a category and a tier.
    threshold : float
        Completeness of a member list, in (0, 1], below which bounds are to be shown.
    draws, seed
        For Pólya filling, which only lists declared random parts have.

    Returns
    -------
    CooperationProfile
        One row a network: ``themes_span``, ``sector_mix``, ``side_mix``, ``tier_mix``, ``tier_span``,
        ``tier_distance``, ``region_mix``, ``urban_rural_mix``, ``archipelago_mix``, each with ``_low``,
        ``_high`` and ``_state``, and the completeness of the member list. What a number means and what it
        does not is in the texts.

    Raises
    ------
    ValumaError
        The threshold is not a share.

    Notes
    -----
    A value is missing only with a state that says why. A place attribute known for less than 80 %
    of the members it applies to keeps its value but has the state ``known for under 80 %``: it is not
    to be drawn. Themes are the curator's coding, not a list that could be incomplete: low and high
    of ``themes_span`` are its value.

    Examples
    --------
    >>> from valuma.graph import ActorNetworkThemeGraph
    >>> graph = ActorNetworkThemeGraph.from_memberships(
    ...     pd.DataFrame({"actor_id": ["a", "b"], "network_id": ["x", "x"]}),
    ...     actors=pd.DataFrame({"actor_id": ["a", "b"], "side": ["municipal", "business"]}),
    ... )
    >>> profile = cooperation_profile(graph).frame.loc["x"]
    >>> float(profile["side_mix"]), profile["side_mix_state"], profile["tier_mix_state"], profile["bounds_by"]
    (1.0, 'measured', 'not in the data', 'size not stated')
    """
    if not 0.0 < threshold <= 1.0:
        raise ValumaError(f"threshold is {threshold}; expected a share between 0 and 1, such as 0.9")
    strata = read_strata(graph)
    measured = {name: _members(graph, part, coding, strata, draws, seed) for name, part in MEMBER_MEASURES.items()}
    frame = _network_columns(graph, strata, threshold)
    by = {name: part["bounds_by"] for name, part in measured.items()}
    frame["bounds_by"] = _bounds_by(by, graph.networks.index)
    themes = themes_span(graph)
    columns = {"themes_span": themes["themes_span"].set_axis(frame.index)}
    columns |= {f"themes_span_{end}": columns["themes_span"] for end in ("low", "high")}
    columns["themes_span_state"] = themes["state"]
    for name, part in measured.items():
        columns[name] = part["value"]
        columns |= {f"{name}_{key}": part[key] for key in ("low", "high", "state")}
    return CooperationProfile(
        frame=pd.concat([pd.DataFrame(columns), frame], axis=1),
        measures=MEASURES,
        bounds_by=pd.DataFrame(by),
        coverage=_coverage(graph, coding),
        coding=coding,
        threshold=threshold,
        year=graph.year,
        roles=tuple(map(str, graph.roles)),
        synthetic=graph.synthetic,
    )


def _members(
    graph: GraphBlocks,
    part: _Part,
    coding: Coding,
    strata: Mapping[str, Sequence[Stratum]],
    draws: int,
    seed: int | None,
) -> pd.DataFrame:
    try:
        attribute = graph.attribute(part.attribute, coding)
    except ValumaError:
        empty = pd.DataFrame(np.nan, index=graph.networks.index, columns=["value", "low", "high"])
        return empty.assign(state=str(ResultState.NOT_IN_DATA), bounds_by=str(BoundsBy.SIZE_NOT_STATED))
    frame = bounds(graph, part.attribute, measure=part.measure, distance=part.distance, coding=coding, strata=strata)
    if part.measure == "h":
        urn = polya(graph, part.attribute, coding=coding, distance=part.distance, strata=strata, draws=draws, seed=seed)
        frame.loc[urn.index, ["low", "high", "bounds_by"]] = urn[["low", "high", "bounds_by"]]
    if part.place:
        found = graph.network_profiles(attribute)
        known = sizes(found.counts)
        thin = known < LEAST_KNOWN_SHARE * (known + found.left[:, State.UNKNOWN])
        frame.loc[thin & (frame["state"] == ResultState.MEASURED).to_numpy(), "state"] = str(ResultState.UNDER_80)
    return frame


def _network_columns(graph: GraphBlocks, strata: Mapping[str, Sequence[Stratum]], threshold: float) -> pd.DataFrame:
    parts = [Completeness.of(strata.get(name, ())) for name in graph.networks.index]
    frame = pd.DataFrame(
        {
            "members": np.asarray(graph.membership.sum(axis=0)).reshape(-1).astype(np.int64),
            "known": pd.array([part.known for part in parts], dtype="Int64"),
            "stated_low": pd.array([part.stated_low for part in parts], dtype="Int64"),
            "stated_high": pd.array([part.stated_high for part in parts], dtype="Int64"),
            "completeness": pd.array([part.share for part in parts], dtype="Float64"),
            "list_is": [part.list_is or None for part in parts],
            "size_is": [str(part.size_is) for part in parts],
        },
        index=graph.networks.index,
    )
    frame["shown"] = [_SHOWN[list_state(part, threshold)] for part in parts]
    frame["shown"] = frame["shown"].astype(object)
    frame["undated_share"] = _undated(graph)
    return frame


def _undated(graph: GraphBlocks) -> pd.Series:
    """Share of each network's counted members that rest on rows without years; missing without members."""
    rows = graph.rows[graph.rows["counted"]]
    undated = rows["year_from"].isna() & rows["year_to"].isna()
    pairs = undated.groupby([rows["network_id"], rows["actor_id"]]).all()
    share = pairs.groupby(level=0).mean() if len(pairs) else pd.Series(dtype=float)
    return share.reindex(graph.networks.index).astype(float)


def _bounds_by(by: Mapping[str, pd.Series], networks: pd.Index) -> pd.Series:
    """Return where a network's bounds come from: the strongest word that any of its measures has."""
    order = [BoundsBy.POLYA, BoundsBy.STATED, BoundsBy.EXTREMES, BoundsBy.COMPLETE]
    words = pd.DataFrame(dict(by))
    found = pd.Series(str(BoundsBy.SIZE_NOT_STATED), index=networks, dtype=object)
    for word in reversed(order):
        found[(words == word).any(axis=1)] = str(word)
    return found


def _coverage(graph: GraphBlocks, coding: Coding) -> pd.DataFrame:
    """Count for each attribute the actors with a membership for whom it is known, and why not for the rest."""
    seated = np.asarray(graph.membership.sum(axis=1)).reshape(-1) > 0
    rows = {}
    for name in dict.fromkeys(part.attribute for part in MEMBER_MEASURES.values()):
        try:
            state = graph.attribute(name, coding).state[seated]
        except ValumaError:
            continue
        tally = np.bincount(state, minlength=len(State))
        asked = tally[State.KNOWN] + tally[State.UNKNOWN]
        rows[name] = [*map(int, tally), tally[State.KNOWN] / asked if asked else None]
    columns = ["known", "unknown", "not_applicable", "general", "known_share"]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return frame.astype({"known_share": "Float64"}).rename_axis("attribute")
