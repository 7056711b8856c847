"""`where`: the members of a network on the map, and by region on the tile grid."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import pandas as pd

from valuma.figures.catalogue import register
from valuma.figures.colours import OTHER, Look, look
from valuma.figures.counts import completeness_line, members
from valuma.figures.keys import draw_keys
from valuma.figures.names import actor_name, network_names, region_names, short_name
from valuma.figures.page import Page
from valuma.figures.places import Places, locate
from valuma.figures.record import Figure
from valuma.figures.tiles import draw_tiles
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Role, Side
from valuma.texts import label, message, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from valuma.study.study import Study

#: A degree of longitude is this much shorter than one of latitude in the middle of Finland.
_NARROWER = math.cos(math.radians(65))
_MAP, _LEFT, _TILES, _HEIGHT = 62.0, 88.0, 78.0, 112.0
#: Ground of the country: lighter than any member, still seen in print.
_DOT = "#b3b9c1"
_SIZES = {"one": 15.0, "many": 11.0}


@dataclass(frozen=True)
class _Parts:
    """What is drawn: the network's name, its members with their places, and members by region."""

    name: str
    rows: pd.DataFrame
    places: Places
    regions: dict[str, float]


@register("where")
def draw(
    study: Study,
    *,
    lang: str,
    network: str | None = None,
    colour: Literal["side", "role"] = "side",
) -> Figure:
    """Draw the members of a network on the map and by region.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language.
    network : str, optional
        Network; without it the one with the most members that can be placed.
    colour : {"side", "role"}, default "side"
        What colour and shape of a mark tell.

    Returns
    -------
    Figure
        Map of points (the municipalities make the country, no outline is needed) and tile grid of the regions.

    Raises
    ------
    ValumaError
        When there is no such network, or no network at all.

    Notes
    -----
    Municipalities stand at the coordinates of the registry, longitude scaled by the cosine of 65°.
    """
    parts = _parts(study, network, lang)
    vocabulary: type[StrEnum] = Side if colour == "side" else Role
    on_map = {*parts.places.points["actor_id"], *parts.places.covered["actor_id"]}
    seen = set(parts.rows[parts.rows["actor_id"].isin(on_map)][colour].dropna())
    shown = [value for value in vocabulary if value in seen]
    off = parts.rows["state"].value_counts()
    notes = (
        completeness_line(study, str(parts.rows.attrs["network"]), lang),
        message(
            "where-off-map",
            lang,
            abroad=int(off.get("abroad", 0)),
            placeless=int(off.get("not-applicable", 0)),
            unknown=int(off.get("unknown", 0)),
        ),
        *((message("where-covered-note", lang),) if len(parts.places.covered) else ()),
    )
    keys = [(label(value, lang), look(value)) for value in shown]
    keys.append((message("where-municipality", lang), Look(_DOT, ".", "")))
    page = Page(
        message("where-title", lang, network=parts.name),
        lang=lang,
        height=_HEIGHT + 6 + 5 * math.ceil(len(keys) / 4),
        notes=notes,
        synthetic=study.synthetic,
    )
    page.text(0, 3.5, message("where-map", lang), weight="bold")
    page.text(_LEFT, 3.5, message("where-regions", lang), weight="bold")
    _draw_map(page.axes(0, 6, _MAP, _HEIGHT - 6), study, parts, colour)
    draw_tiles(page, _LEFT, 6, _TILES, _HEIGHT - 6, study.tables["regions"], parts.regions, lang)
    draw_keys(page, keys, top=_HEIGHT + 4, columns=4)
    return page.record(
        "where",
        _table(study, parts, lang),
        caption=message("where-caption" + ("-role" if colour == "role" else ""), lang, year=str(parts.places.year)),
        alt=_alt(study, parts, lang),
        sources=tuple(sorted(set(parts.rows["source_id"].dropna()))),
    )


def _parts(study: Study, network: str | None, lang: str) -> _Parts:
    everyone = members(study)
    places = locate(study)
    ids = study.tables["networks"]["network_id"]
    if network is None:
        placed = everyone[everyone["actor_id"].isin(places.points["actor_id"])]["network_id"].value_counts()
        if placed.empty:
            raise ValumaError("no network has a member that can be placed on the map")
        network = str(min(placed.index[placed == placed.max()]))
    if network not in set(ids):
        raise ValumaError(f"no network {network!r}: {nearest(network, ids)}")
    rows = everyone[everyone["network_id"] == network]
    rows = rows.merge(study.tables["actors"].set_index("actor_id"), left_on="actor_id", right_index=True, how="left")
    rows = rows.assign(state=rows["actor_id"].map(places.state)).reset_index(drop=True)
    rows.attrs["network"] = network
    regions = places.regions[places.regions["actor_id"].isin(rows["actor_id"])].groupby("region_code")["share"].sum()
    name = network_names(study.tables["networks"], lang)[network]
    return _Parts(short_name(name), rows, places.only(rows["actor_id"]), {str(k): float(v) for k, v in regions.items()})


def _draw_map(ax: Axes, study: Study, parts: _Parts, colour: str) -> None:
    everywhere = parts.places.municipalities
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set_anchor("NW")
    ax.scatter(everywhere["longitude"] * _NARROWER, everywhere["latitude"], s=3.0, color=_DOT, linewidths=0, zorder=1)
    kind = parts.rows.set_index("actor_id")[colour]
    covered = parts.places.covered.drop_duplicates(["municipality_code", "actor_id"])
    for actor, part in covered.groupby("actor_id", sort=True):
        edge = _look(kind.get(actor), colour).colour
        ax.scatter(
            part["longitude"] * _NARROWER,
            part["latitude"],
            s=7,
            facecolor="none",
            edgecolor=edge,
            lw=0.45,
            alpha=0.7,
            zorder=2,
        )
    points = parts.places.points
    size = _SIZES["one" if len(points) <= 60 else "many"]
    step = 0.085 if len(points) <= 60 else 0.07
    for _, here in points.groupby("municipality_code", sort=True):
        here = here.sort_values("actor_id")
        spots = zip(here["actor_id"], here["longitude"].astype(float), here["latitude"].astype(float), strict=True)
        for place, (actor, longitude, latitude) in enumerate(spots):
            dx, dy = _spiral(place, step)
            seen = _look(kind.get(actor), colour)
            ax.scatter(
                longitude * _NARROWER + dx,
                latitude + dy,
                s=size * (2.4 if seen.marker == "*" else 1.4 if seen.marker in "PX" else 1.0),
                marker=seen.marker,
                color=seen.colour,
                edgecolor="white",
                linewidth=0.4,
                zorder=4 if seen.marker == "*" else 3,
            )


def _look(value: object, colour: str) -> Look:
    vocabulary: type[StrEnum] = Side if colour == "side" else Role
    return look(vocabulary(str(value))) if value in set(vocabulary) else Look(OTHER, "h", "")


def _spiral(place: int, step: float) -> tuple[float, float]:
    """Offset of the n-th mark at one place, so that none hides another."""
    if place == 0:
        return 0.0, 0.0
    ring = math.ceil((math.sqrt(1 + 4 * place / 3) - 1) / 2)
    first = 3 * ring * (ring - 1) + 1
    angle = 2 * math.pi * (place - first) / (6 * ring)
    return ring * step * math.cos(angle), ring * step * math.sin(angle)


def _table(study: Study, parts: _Parts, lang: str) -> pd.DataFrame:
    points = parts.places.points.set_index("actor_id")
    covered = parts.places.covered.groupby("actor_id")["municipality_code"].agg(";".join)
    records = [
        {
            "mark": "member",
            "id": row["actor_id"],
            "name": actor_name(row, lang),
            "side": row["side"],
            "role": row["role"],
            "state": row["state"],
            "municipality_code": points["municipality_code"].get(row["actor_id"], pd.NA),
            "covers": covered.get(row["actor_id"], pd.NA),
            "value": pd.NA,
            "source_id": row["source_id"],
        }
        for row in parts.rows.to_dict("records")
    ]
    names = region_names(study.tables["regions"], lang)
    records += [
        {"mark": "region", "id": code, "name": name, "value": round(parts.regions.get(code, 0.0), 6)}
        for code, name in names.items()
    ]
    return pd.DataFrame(records)


def _alt(study: Study, parts: _Parts, lang: str) -> str:
    names = region_names(study.tables["regions"], lang)
    ordered = sorted(parts.regions.items(), key=lambda item: (-item[1], item[0]))
    top = [
        message("name-and-value", lang, name=names[code], value=number(value, lang, 0 if value == round(value) else 1))
        for code, value in ordered[:3]
        if code in names
    ]
    on_map = (parts.rows["state"] == "known").sum()
    return message(
        "where-alt",
        lang,
        placed=int(on_map),
        off=int(len(parts.rows) - on_map),
        top=", ".join(top) or message("nowhere", lang),
    )
