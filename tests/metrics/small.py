"""Tiny graphs whose every number can be checked by hand, and brute-force counterparts of the kernels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement, permutations
from typing import Any

import numpy as np
import pandas as pd

import valuma as va
from valuma.metrics.extremes import Seats


def graph_of(lists: Mapping[str, str], actors: Mapping[str, Mapping[str, Any]], /, **more: Any) -> Any:
    """Graph of networks given as ``{"x": "abc"}``: one letter an actor, all of them members."""
    rows = [(actor, network, "member") for network, members in lists.items() for actor in members]
    frame = pd.DataFrame(rows, columns=["actor_id", "network_id", "role"])
    frame["sectors"] = more.pop("sectors", None)
    table = pd.DataFrame.from_dict(dict(actors), orient="index").rename_axis("actor_id").reset_index()
    if "networks" not in more:
        more["networks"] = pd.DataFrame({"network_id": list(lists)})
    return va.ActorNetworkThemeGraph.from_memberships(frame, actors=table, **more)


def sides(text: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Actors by side: ``{"municipal": "ab", "business": "c"}``."""
    return {actor: {"side": side} for side, letters in text.items() for actor in letters}


def stated(network: str, n_low: int, n_high: int | None, **more: Any) -> dict[str, Any]:
    """One row of stated member counts."""
    row = {
        "network_id": network,
        "of": "members",
        "kinds": (),
        "roles": ("member",),
        "n_low": n_low,
        "n_high": n_high,
        "list_is": "as found",
        "used": True,
    }
    return row | more


def counts_table(*rows: dict[str, Any]) -> pd.DataFrame:
    """Table of stated member counts."""
    return pd.DataFrame(list(rows)).astype({"n_high": "Int64"})


def pair_by_pair(profiles: Sequence[int | None], distance: np.ndarray) -> float:
    """Mean distance over ordered pairs of different members, one pair at a time."""
    known = [p for p in profiles if p is not None]
    found = [distance[p, q] for p, q in permutations(known, 2)]
    return float(np.mean(found)) if found else float("nan")


def every_filling(counts: np.ndarray, seats: Sequence[Seats]) -> list[np.ndarray]:
    """Counts of members by profile for each way of filling the seats."""
    found = {tuple(int(c) for c in counts)}
    for group in seats:
        wider = set()
        for n in range(group.low, group.high + 1):
            for chosen in combinations_with_replacement(group.profiles, n):
                extra = np.bincount(np.array(chosen, dtype=int), minlength=len(counts))
                wider |= {tuple(int(c) for c in np.add(base, extra)) for base in found}
        found = wider
    return [np.array(filling) for filling in found]
