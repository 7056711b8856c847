"""Which areas every actor covers in the reference year, and why some have none."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from valuma.schema.vocabularies import NOT_APPLICABLE, AreaKind, Level

KNOWN, UNKNOWN = "known", "unknown"

#: Levels whose actors belong to no single region or municipality.
WIDE_LEVELS = (Level.NATIONAL, Level.NORDIC, Level.EUROPEAN, Level.INTERNATIONAL)

#: The divisions into regions that a table of municipalities holds, by the year from which they hold.
_DIVISIONS = ((2021, "region_code"), (0, "region_code_2020"))


def region_of_municipality(tables: Mapping[str, pd.DataFrame], year: int) -> pd.Series:
    """Return the region of every municipality in the division of a year.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``municipalities`` and ``area_changes``.
    year : int
        Year whose division holds on 31 December.

    Returns
    -------
    Series of str, indexed by municipality_code
        Region codes.

    Notes
    -----
    The table holds the divisions of 2019-2020 and of 2021. Moves dated outside these years are applied
    from ``area_changes``: undone where they came after the year, made where they came before it.
    """
    places, changes = tables["municipalities"], tables["area_changes"]
    base, column = next((since, name) for since, name in _DIVISIONS if year >= since)
    regions = pd.Series(places[column].to_numpy(), index=places["municipality_code"].to_numpy(), dtype="str")
    moves = changes[(changes["change"] == "moved") & (changes["area_kind"] == AreaKind.MUNICIPALITY)]
    moves = moves.assign(year=moves["date"].str[:4].astype("Int64")).sort_values("date", kind="stable")
    later = moves[moves["year"].between(max(base, 2021) + 1, year).to_numpy(dtype=bool)]
    for area, new in zip(later["area"], later["new"], strict=True):
        regions[str(area)] = new
    earlier = moves[((moves["year"] > year) & (moves["year"] <= 2018)).to_numpy(dtype=bool)].iloc[::-1]
    for area, old in zip(earlier["area"], earlier["old"], strict=True):
        regions[str(area)] = old
    regions.index.name = "municipality_code"
    return regions


def cover(tables: Mapping[str, pd.DataFrame], *, year: int, country: str) -> tuple[pd.DataFrame, pd.Series]:
    """Return the areas that every actor covers, with weights, and the state of every actor.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``actors`` and ``actor_areas``.
    year : int
        Year in which rows of ``actor_areas`` must hold; open ends hold always.
    country : str
        Country of the study, whose municipalities the registry holds.

    Returns
    -------
    areas : DataFrame
        ``actor_id``, ``area_kind``, ``area``, ``weight`` (sums to 1 within an actor), ``given`` (the weight is
        stated, not an equal share).
    state : Series of str, indexed by actor_id
        ``known``, ``unknown`` or ``not-applicable``.

    Notes
    -----
    Rows of ``actor_areas`` come first; an actor without any is placed by its seat where its level is
    local, subregional or regional. The seat of an interregional actor does not say how far it
    reaches. National and wider actors, and those whose seat is ``not-applicable``, are placed nowhere.
    """
    actors = tables["actors"]
    ids = actors["actor_id"]
    wide = actors["level"].isin(list(WIDE_LEVELS)).to_numpy(dtype=bool)
    listed = _listed(tables["actor_areas"], year)
    listed = listed[listed["actor_id"].isin(ids[~wide])]
    seat = actors["municipality_code"]
    local = actors["level"].isin([Level.LOCAL, Level.SUBREGIONAL, Level.REGIONAL]).to_numpy(dtype=bool)
    home = (actors["country"].isna() | (actors["country"] == country)).to_numpy(dtype=bool)
    has_rows = ids.isin(listed["actor_id"]).to_numpy(dtype=bool)
    outside = (seat == NOT_APPLICABLE).fillna(False).to_numpy(dtype=bool)
    seated = local & home & ~has_rows & ~outside & seat.notna().to_numpy(dtype=bool)
    by_seat = pd.DataFrame(
        {
            "actor_id": ids[seated],
            "area_kind": str(AreaKind.MUNICIPALITY),
            "area": seat[seated],
            "weight": 1.0,
            "given": False,
        }
    )
    areas = pd.concat([listed, by_seat], ignore_index=True) if len(listed) else by_seat.reset_index(drop=True)
    state = np.where(
        wide, NOT_APPLICABLE, np.where(has_rows | seated, KNOWN, np.where(outside, NOT_APPLICABLE, UNKNOWN))
    )
    index = pd.Index(ids, name="actor_id")
    return areas.sort_values(["actor_id", "area_kind", "area"], kind="stable", ignore_index=True), pd.Series(
        state, index=index, dtype="str", name="state"
    )


def _listed(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the areas named in ``actor_areas`` with one weight each."""
    holds = (rows["from"].fillna(0) <= year) & (rows["to"].fillna(9999) >= year)
    rows = rows[holds.to_numpy(dtype=bool)]
    if rows.empty:
        return pd.DataFrame({"actor_id": [], "area_kind": [], "area": [], "weight": [], "given": []})
    # Where an area holds for one branch only, every branch counts alike; rows for all branches come first.
    general = rows["branch"].isna()
    whole = general.groupby(rows["actor_id"]).transform("any")
    rows = rows[(general | ~whole).to_numpy(dtype=bool)]
    branch = rows["branch"].fillna("")
    keys = [rows["actor_id"], branch]
    size = rows["area"].groupby(keys).transform("size")
    given = rows["share"].notna().groupby(keys).transform("all")
    share = (1.0 / size).where(~given, rows["share"])
    total = share.groupby(keys).transform("sum")
    branches = branch.groupby(rows["actor_id"]).transform("nunique")
    weight = share / total.where(total > 0) / branches
    table = rows[["actor_id", "area_kind", "area"]].assign(weight=weight.fillna(0.0), given=given)
    return table.groupby(["actor_id", "area_kind", "area"], as_index=False, sort=True).agg(
        {"weight": "sum", "given": "all"}
    )
