"""Years that cannot be: a last year before the first, a member before its network."""

from __future__ import annotations

import numpy as np
import pandas as pd

from valuma.study.checks.context import Context, true

#: First and last year of the same thing, by table.
_SPANS = (
    ("actors", "valid_from", "valid_to"),
    ("actor_areas", "from", "to"),
    ("networks", "founded", "ended"),
    ("periods", "from", "to"),
    ("funding", "year", "year_to"),
    ("memberships", "year_from", "year_to"),
)


def check_years(context: Context) -> None:
    """Report spans that end before they begin, and members outside the life of their network or of themselves."""
    for name, first, last in _SPANS:
        _check_span(context, name, first, last)
    _check_ended(context)
    _check_members(context)
    _check_actor_life(context)


def _check_span(context: Context, name: str, first: str, last: str) -> None:
    start, end = context.tables[name][first], context.tables[name][last]
    context.say(
        "error",
        name,
        true(end < start),
        last,
        lambda position: f"'{end.iloc[position]}' after '{start.iloc[position]}'",
        f"a year that is not before {first}",
    )


def _check_ended(context: Context) -> None:
    frame = context.tables["networks"]
    wrong = true(frame["goes_on"]) & frame["ended"].notna().to_numpy()
    found = "yes beside a year in which it ended"
    context.say("error", "networks", wrong, "goes_on", found, "one of the two", "leave one empty")


def _check_members(context: Context) -> None:
    rows, networks = context.tables["memberships"], context.tables["networks"]
    if not networks[["founded", "ended"]].notna().any(axis=None):
        return
    life = networks.drop_duplicates("network_id").set_index("network_id")
    founded = rows["network_id"].map(life["founded"]).astype("Int64")
    ended = rows["network_id"].map(life["ended"]).astype("Int64")
    for column in ("year_from", "year_to"):
        year = rows[column]
        shown = context.cell("memberships", column)
        context.say(
            "warning",
            "memberships",
            true(year < founded),
            column,
            shown,
            lambda row: f"a year in the life of {rows['network_id'].iloc[row]!r}, founded in {founded.iloc[row]}",
        )
        context.say(
            "warning",
            "memberships",
            true(year > ended),
            column,
            shown,
            lambda row: f"a year in the life of {rows['network_id'].iloc[row]!r}, ended in {ended.iloc[row]}",
        )


def _check_actor_life(context: Context) -> None:
    rows, actors = context.tables["memberships"], context.tables["actors"]
    if not actors[["valid_from", "valid_to"]].notna().any(axis=None):
        return
    life = actors.drop_duplicates("actor_id").set_index("actor_id")
    first = rows["actor_id"].map(life["valid_from"]).astype("Int64")
    last = rows["actor_id"].map(life["valid_to"]).astype("Int64")
    for column in ("year_from", "year_to"):
        year = rows[column]
        wrong = true(year < first) | true(year > last)
        context.say(
            "warning",
            "memberships",
            wrong,
            column,
            context.cell("memberships", column),
            lambda position: f"a year in which {rows['actor_id'].iloc[position]!r} existed",
            "is it the actor before or after a merger?",
        )


def check_funding(context: Context) -> None:
    """Report sums of money without a currency, and funding rows that say nothing."""
    frame = context.tables["funding"]
    context.say(
        "error",
        "funding",
        (frame["amount"].notna() & frame["currency"].isna()).to_numpy(),
        "currency",
        "an amount without a currency",
        "the currency of the amount, such as 'EUR'",
    )


def check_area_shares(context: Context) -> None:
    """Report actors whose given shares of areas are incomplete or do not sum to one."""
    frame = context.tables["actor_areas"]
    if frame.empty:
        return
    keys = [frame["actor_id"], frame["branch"].fillna("")]
    given = frame["share"].notna()
    some = given.groupby(keys).transform("any") & ~given.groupby(keys).transform("all")
    context.say(
        "error",
        "actor_areas",
        (some & ~given).to_numpy(dtype=bool),
        "share",
        "an empty cell beside areas with a share",
        "a share in every area of the actor, or in none",
    )
    total = frame["share"].groupby(keys).transform("sum")
    off = given.groupby(keys).transform("all") & ~pd.Series(np.isclose(total, 1.0, atol=1e-6), index=frame.index)
    first = ~pd.concat(keys, axis=1).duplicated()
    context.say(
        "error",
        "actor_areas",
        (off & first).to_numpy(dtype=bool),
        "share",
        lambda position: f"shares of {frame['actor_id'].iloc[position]!r} that sum to {total.iloc[position]:g}",
        "shares that sum to 1",
    )
