"""From columns of an actor table to attributes: labels, lists of branches, texts of shares."""

from __future__ import annotations

import numpy as np
import pandas as pd

from valuma.graph.attributes import Attribute, Coding, FloatArray, State
from valuma.schema.coding import fold_levels
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import NOT_APPLICABLE, Archipelago, Level, PolicySector, Side, Tier
from valuma.study.areas import AREA_ATTRIBUTES
from valuma.study.settings import TIERS
from valuma.study.shares import parse_shares

#: Category of general authorities under coding B.
GENERAL_AUTHORITY = "general"

_ORDERED = {"tier": tuple(Tier), "level": tuple(Level)}
_CLOSED = {"side": tuple(Side), "archipelago": tuple(Archipelago)}


def attribute_of(actors: pd.DataFrame, name: str, coding: Coding = "A") -> Attribute:
    """Return an attribute of the actors of a table.

    Parameters
    ----------
    actors : DataFrame
        Actor table; ``policy_sectors`` holds tuples, ``region``, ``urban_rural`` and ``archipelago``
        hold a category or shares written ``"01:0.5;02:0.5"``.
    name : str
        ``policy_sector``, ``side``, ``tier``, ``level``, ``region``, ``urban_rural``, ``archipelago`` or
        any column.
    coding : {"A", "B"}
        A leaves general authorities and universities out of branches and tiers; B gives general
        authorities a category of their own and universities the tier of column ``tier_b``.

    Returns
    -------
    Attribute
        Profiles and states, aligned to the rows of `actors`.

    Raises
    ------
    ValumaError
        There is no such column.

    Examples
    --------
    >>> actors = pd.DataFrame({"level": ["local", "regional", "nordic"]})
    >>> attribute_of(actors, "tier").labels().tolist()
    ['local', 'regional', None]
    """
    if name == "policy_sector":
        return _policy_sector(actors, coding)
    if name == "tier":
        return Attribute.from_labels(
            name, tiers_of(actors, coding), categories=_ORDERED[name], coding=coding, ordered=True
        )
    if name not in actors.columns:
        hint = nearest(name, ["policy_sector", "tier", *map(str, actors.columns)])
        raise ValumaError(f"the actors have no attribute {name!r}" + (f" ({hint})" if hint else ""))
    column = actors[name]
    if name in AREA_ATTRIBUTES and column.dropna().astype(str).str.contains(":").any():
        return _shares(name, column, coding)
    categories = _ORDERED.get(name, _CLOSED.get(name))
    return Attribute.from_labels(name, column, categories=categories, coding=coding, ordered=name in _ORDERED)


def tiers_of(actors: pd.DataFrame, coding: Coding = "A") -> pd.Series:
    """Return the tier of each actor: a label, ``not-applicable`` or missing.

    Parameters
    ----------
    actors : DataFrame
        Actor table with a column ``tier`` (and ``tier_b``) or, failing that, ``level``.
    coding : {"A", "B"}
        Which of the two codings.

    Returns
    -------
    Series of str
        Aligned to `actors`.
    """
    column = "tier_b" if coding == "B" and "tier_b" in actors.columns else "tier"
    if column in actors.columns:
        return actors[column]
    if "level" not in actors.columns:
        raise ValumaError("the actors have neither a column 'tier' nor a column 'level'")
    return fold_levels(actors["level"], TIERS)


def _policy_sector(actors: pd.DataFrame, coding: Coding) -> Attribute:
    if "policy_sectors" not in actors.columns:
        raise ValumaError("the actors have no column 'policy_sectors'")
    lists = [cell if isinstance(cell, tuple) else () for cell in actors["policy_sectors"]]
    categories = [str(sector) for sector in PolicySector]
    position = {name: k for k, name in enumerate(categories)}
    for name in sorted({n for cell in lists for n in cell if n != NOT_APPLICABLE and n not in position}):
        position[name] = len(categories)
        categories.append(name)
    shares = np.zeros((len(lists), len(categories) + (coding == "B")))
    state = np.full(len(lists), State.UNKNOWN, dtype=np.uint8)
    for row, cell in enumerate(lists):
        if cell == (NOT_APPLICABLE,):
            state[row] = State.GENERAL
            if coding == "B":
                shares[row, -1] = 1.0
        elif cell:
            shares[row, [position[name] for name in cell]] = 1.0 / len(cell)
    if coding == "B":
        categories.append(GENERAL_AUTHORITY)
    return Attribute.from_shares("policy_sector", shares, categories, state=state, coding=coding)


def _shares(name: str, column: pd.Series, coding: Coding) -> Attribute:
    parsed = [None if pd.isna(cell) or cell == NOT_APPLICABLE else parse_shares(str(cell)) for cell in column]
    found = sorted({category for cell in parsed if cell for category in cell})
    closed = [str(c) for c in _CLOSED.get(name, ())]
    categories = closed + [c for c in found if c not in closed]
    position = {category: k for k, category in enumerate(categories)}
    shares: FloatArray = np.zeros((len(parsed), len(categories)))
    for row, cell in enumerate(parsed):
        for category, share in (cell or {}).items():
            shares[row, position[category]] += share
    outside = (column == NOT_APPLICABLE).fillna(False).to_numpy(dtype=bool)
    state = np.where(outside, State.NOT_APPLICABLE, State.UNKNOWN).astype(np.uint8)
    return Attribute.from_shares(name, shares, categories, state=state, coding=coding)
