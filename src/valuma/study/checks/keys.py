"""Keys and references: every key once, every reference met."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from valuma.schema.cells import is_missing
from valuma.schema.contract import Column, Table, reference_to
from valuma.schema.problems import nearest
from valuma.schema.tables import TABLES
from valuma.schema.vocabularies import AreaKind
from valuma.study.checks.context import Context, Mask, true
from valuma.study.frames import key_codes

#: Tables that a study may do without; a reference to them is then not checked.
OPTIONAL = ("regions", "municipalities")

#: Choices among which a nearest value is looked for with patience; above it only near the start of the word.
_PATIENCE = 3000


def check_keys(context: Context) -> None:
    """Report rows of a table that have the same key."""
    for name, table in TABLES.items():
        frame = context.tables[name]
        if len(frame) < 2:
            continue
        # Rows are sorted by key, so that equal keys are neighbours.
        again = np.ones(len(frame), dtype=bool)
        again[0] = False
        for column in table.key:
            again[1:] &= _like_above(frame[column])
        if again.any():
            _report_duplicates(context, table, again)


def _like_above(column: pd.Series) -> Mask:
    """Return for every row but the first whether its value is that of the row above."""
    if column.dtype == object:
        code = key_codes(column)
        return np.asarray(code[1:] == code[:-1], dtype=bool)
    above, below = column.iloc[:-1].reset_index(drop=True), column.iloc[1:].reset_index(drop=True)
    return true(above == below) | (above.isna() & below.isna()).to_numpy()


def _report_duplicates(context: Context, table: Table, again: Mask) -> None:
    frame = context.tables[table.name]
    first = np.maximum.accumulate(np.where(again, 0, np.arange(len(again))))

    def found(position: int) -> str:
        row = frame.iloc[position]
        words = [";".join(row[c]) if isinstance(row[c], tuple) else row[c] for c in table.key]
        values = ", ".join(f"{c} {word}" for c, word in zip(table.key, words, strict=True) if not pd.isna(word))
        return f"{values} again"

    def where(position: int) -> str:
        return f"it stands first in {context.named(table.name, int(first[position]))}"

    context.say("error", table.name, again, table.key[0], found, "every key once", where)


def check_references(context: Context) -> None:
    """Report tables that are missing, else values not found in the table they refer to, with the nearest that is."""
    for target, users in missing_tables(context.tables).items():
        if target not in context.incomplete and not context.beyond.get(target):
            place = context.origins[target].files[0]
            needed = f"{target} need {', '.join(TABLES[target].required)}"
            context.problems.error(place, "no rows", f"the {target} that {users} name", hint=needed)
    for name, table in TABLES.items():
        for column in table.columns:
            if column.references is not None:
                _check_reference(context, name, column)


def missing_tables(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return tables without rows that others refer to, with the columns that do, in words.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tables by name; a table that is not there has no rows.

    Returns
    -------
    dict of str to str
        Without regions and municipalities, which a study may do without.
    """
    users: dict[str, list[str]] = {}
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            target = column.references
            if target is None or target in OPTIONAL or len(tables.get(target, ())) or column.name not in frame:
                continue
            if not frame[column.name].map(lambda cell, c=column: is_missing(cell) or cell in c.special).all():
                users.setdefault(target, []).append(f"{name}.{column.name}")
    return {target: ", ".join(names[:3]) + (" …" if len(names) > 3 else "") for target, names in users.items()}


def _keys(context: Context, target: str) -> pd.Index:
    keys = context.tables[target][TABLES[target].key[0]].dropna()
    return pd.Index([*keys.unique(), *sorted(context.beyond.get(target, ()))], dtype=object)


def _check_reference(context: Context, name: str, column: Column) -> None:
    target = str(column.references)
    values = context.tables[name][column.name]
    if target in context.incomplete or not values.notna().any():
        return
    keys = _keys(context, target)
    if not len(keys):
        return
    dangling = values.notna().to_numpy() & ~values.isin(keys).to_numpy() & ~values.isin(column.special).to_numpy()
    if dangling.any():
        context.say(
            "error",
            name,
            dangling,
            column.name,
            context.cell(name, column.name),
            reference_to(target),
            suggest(context, name, column.name, target, keys),
        )


def suggest(context: Context, name: str, column: str, target: str, keys: pd.Index) -> Callable[[int], str]:
    """Return a function that proposes the nearest key for the cell of a row.

    Parameters
    ----------
    context : Context
        Tables.
    name, column : str
        Where the dangling value stands.
    target : str
        Table that was referred to.
    keys : Index
        Keys of that table.
    """
    values = context.tables[name][column]
    choices = [str(key) for key in keys]
    by_name = _names(context.tables[target], TABLES[target].key[0])
    memory: dict[str, str] = {}

    def hint(position: int) -> str:
        value = str(values.iloc[position])
        if value not in memory:
            memory[value] = _hint(value, choices, by_name)
        return memory[value]

    return hint


def _hint(value: str, choices: list[str], by_name: Mapping[str, str]) -> str:
    if value.casefold() in by_name:
        return f"did you mean {by_name[value.casefold()]!r}?"
    padded = next((value.zfill(width) for width in (2, 3) if value.isdigit() and value.zfill(width) in choices), "")
    if padded and padded != value:
        return f"did you mean {padded!r}? (a spreadsheet drops leading zeros)"
    near = choices
    if len(choices) > _PATIENCE:
        near = [c for c in choices if c[:2] == value[:2] and abs(len(c) - len(value)) <= 3][:_PATIENCE]
    return nearest(value, near)


def _names(frame: pd.DataFrame, key: str) -> dict[str, str]:
    """Return keys by the names of their rows, for people who write a name where an identifier belongs."""
    result: dict[str, str] = {}
    for column in ("name", "name_fi", "name_sv", "name_en", "label_fi", "label_sv", "label_en", "title"):
        if column in frame:
            for name, value in zip(frame[column], frame[key], strict=True):
                if isinstance(name, str) and isinstance(value, str):
                    result.setdefault(name.casefold(), value)
    return result


def check_areas(context: Context) -> None:
    """Report area codes that the registry does not have, and changes whose codes it does not have."""
    for name in ("actor_areas", "members_missing", "area_changes"):
        frame = context.tables[name]
        for kind, target in ((AreaKind.REGION, "regions"), (AreaKind.MUNICIPALITY, "municipalities")):
            keys = _keys(context, target)
            if not len(keys) or target in context.incomplete:
                continue
            wrong = (
                true(frame["area_kind"] == kind)
                & frame["area"].notna().to_numpy()
                & ~frame["area"].isin(keys).to_numpy()
            )
            context.say(
                "error",
                name,
                wrong,
                "area",
                context.cell(name, "area"),
                reference_to(target),
                suggest(context, name, "area", target, keys),
            )
        foreign = true(frame["area_kind"] == AreaKind.FOREIGN)
        shaped = true(frame["area"].str.fullmatch(r"[A-Z]{2}:\S.*"))
        context.say(
            "error",
            name,
            foreign & frame["area"].notna().to_numpy() & ~shaped,
            "area",
            context.cell(name, "area"),
            "COUNTRY:name, such as 'SE:Skåne'",
        )


def check_groups(context: Context) -> None:
    """Report networks whose group is not one of the study's groups."""
    groups = context.tables["networks"]["group"]
    wrong = groups.notna().to_numpy() & ~groups.isin(list(context.settings.groups)).to_numpy()
    context.say(
        "error",
        "networks",
        wrong,
        "group",
        context.cell("networks", "group"),
        "a group that study.toml names",
        lambda position: nearest(str(groups.iloc[position]), context.settings.groups),
    )


def check_circles(context: Context) -> None:
    """Report themes and networks that are, by several steps, above themselves."""
    for name, key, parent in (("themes", "theme_id", "broader"), ("networks", "network_id", "parent_network")):
        frame = context.tables[name]
        above = dict(zip(frame[key], frame[parent], strict=True))
        wrong = np.array([_in_circle(start, above) for start in frame[key]], dtype=bool)
        context.say("error", name, wrong, parent, context.cell(name, parent), "a chain that ends: this one is a circle")


def _in_circle(start: object, above: Mapping[object, object]) -> bool:
    here, steps = above.get(start), 0
    while isinstance(here, str) and steps <= len(above):
        if here == start:
            return True
        here, steps = above.get(here), steps + 1
    return False
