"""Facts: coded by the rule, never invented beside real ones, one used claim a field."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from valuma.schema.problems import nearest
from valuma.schema.tables import TABLES
from valuma.schema.vocabularies import NONE
from valuma.study.checks.context import Context, Mask, true
from valuma.study.synthetic import synthetic_rows

#: Columns that name an actor in tables whose rows can be invented.
_ACTOR_COLUMNS = (
    ("memberships", "actor_id"),
    ("interests", "actor_id"),
    ("cooperation", "actor_id"),
    ("cooperation", "partner_id"),
)

#: Tables whose rows a claim can be about.
_SUBJECTS = ("networks", "actors", "regions", "municipalities")


def check_coding(context: Context) -> None:
    """Report actors coded against the one rule, and exceptions for actors that do not exist."""
    actors = context.tables["actors"]
    for item in context.coding.departures(actors):
        file, row, column = context.place("actors", item.position, item.column)
        context.problems.error(file, item.found, item.expected, row=row, column=column, hint=item.hint)
    if "actors" in context.incomplete:
        return
    ids = set(actors["actor_id"])
    for actor in sorted(set(context.coding.exceptions) - ids):
        context.problems.error(
            context.coding.file,
            repr(actor),
            "an actor of the registry",
            column=f"actor.{actor}",
            hint=nearest(actor, ids),
        )


def check_synthetic(context: Context) -> None:
    """Report invented rows joined to real actors, and real rows joined to invented actors or networks."""
    marked = [name for name, frame in context.tables.items() if "synthetic" in frame and true(frame["synthetic"]).any()]
    if not marked:
        return
    for name, column in _ACTOR_COLUMNS:
        row_is = synthetic_rows(context.tables, name)
        actor_is, known = _marks(context, name, column, "actors", "actor_id")
        _say_joined(context, name, column, row_is & known & ~actor_is, "the real actor", "an invented row")
        _say_joined(context, name, column, ~row_is & known & actor_is, "the invented actor", "a real row")
    row_is = synthetic_rows(context.tables, "memberships")
    network_is, known = _marks(context, "memberships", "network_id", "networks", "network_id")
    _say_joined(
        context, "memberships", "network_id", ~row_is & known & network_is, "the invented network", "a real row"
    )


def _say_joined(context: Context, name: str, column: str, wrong: Mask, what: str, where: str) -> None:
    shown = context.cell(name, column)
    context.say(
        "error",
        name,
        wrong,
        column,
        lambda position: f"{what} {shown(position)} in {where}",
        "invented with invented, real with real",
        "mark both as synthetic, or none",
    )


def _marks(context: Context, name: str, column: str, target: str, key: str) -> tuple[Mask, Mask]:
    """Return which rows name something invented, and which name something known."""
    values = context.tables[name][column]
    frame = context.tables[target]
    invented = frame[key][synthetic_rows(context.tables, target)]
    return values.isin(invented).to_numpy(), values.isin(frame[key]).to_numpy()


def check_ties(context: Context) -> None:
    """Report actors that cooperate with themselves or succeed themselves."""
    for name, first, second, words in (
        ("cooperation", "actor_id", "partner_id", "another actor than the one that tells"),
        ("actor_succession", "old", "new", "another actor than the one before"),
    ):
        frame = context.tables[name]
        context.say("error", name, true(frame[first] == frame[second]), second, context.cell(name, second), words)


def check_claims(context: Context) -> None:
    """Report claims about nothing known, and fields for which two values are used."""
    frame = context.tables["claims"]
    if frame.empty:
        return
    known: set[str] = set(context.beyond.get("networks", ()))
    if context.incomplete & set(_SUBJECTS):
        _check_used_claims(context)
        return
    for name in _SUBJECTS:
        known |= set(context.tables[name][TABLES[name].key[0]].dropna())
    subjects = frame["subject"]
    context.say(
        "error",
        "claims",
        subjects.notna().to_numpy() & ~subjects.isin(known).to_numpy(),
        "subject",
        context.cell("claims", "subject"),
        "a network, an actor or an area of the registry",
        lambda position: nearest(str(subjects.iloc[position]), known),
    )
    _check_used_claims(context)


def _check_used_claims(context: Context) -> None:
    """Report single-valued fields for which two values are used, or another value than the card has."""
    frame, networks = context.tables["claims"], context.tables["networks"]
    single = frame["field"].isin([c.name for c in TABLES["networks"].columns if c.kind != "list"]).to_numpy()
    rows = frame[true(frame["used"]) & single]
    again = rows.drop_duplicates(["subject", "field", "value"]).duplicated(["subject", "field"])
    twice = np.zeros(len(frame), dtype=bool)
    twice[again.index[again.to_numpy()].to_numpy()] = True
    field = context.cell("claims", "field")
    context.say("error", "claims", twice, "used", lambda row: f"a second used value of {field(row)}", "one used value")
    cells = networks.drop_duplicates("network_id").set_index("network_id")
    goes_on = cells["goes_on"].fillna(False)
    said: dict[int, str] = {}
    for position, subject, column, value in zip(rows.index, rows["subject"], rows["field"], rows["value"], strict=True):
        if subject in cells.index:
            stands: Any = cells.at[subject, column]
            text = "nothing" if pd.isna(stands) else str(stands)
            if column == "ended" and bool(goes_on[subject]):
                text = NONE
            if text != value:
                said[int(position)] = text
    wrong = np.isin(np.arange(len(frame)), list(said))
    context.say(
        "error",
        "claims",
        wrong,
        "value",
        lambda row: f"{frame['value'].iloc[row]!r} as the used value of {field(row)}",
        lambda row: f"{said[row]!r}, as the card says",
        "mark the value as not used, or correct the card",
    )
