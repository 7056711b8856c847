"""From columns of an actor table to attributes: labels, lists of branches, texts of shares."""

from __future__ import annotations

import numpy as np
import pandas as pd

from valuma.graph.attributes import Attribute, Coding, FloatArray, State
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import NOT_APPLICABLE, Archipelago, Level, PolicySector, Side, Tier

#: Category of general authorities under coding B.
GENERAL_AUTHORITY = "general"

_ORDERED = {"tier": tuple(Tier), "level": tuple(Level)}
_CLOSED = {"side": tuple(Side), "archipelago": tuple(Archipelago)}
_SHARED = ("region", "urban_rural", "archipelago")

#: How levels fold into the three tiers where a study says nothing else; the rest lies beyond them.
DEFAULT_TIERS = {
    Level.LOCAL: Tier.LOCAL,
    Level.SUBREGIONAL: Tier.LOCAL,
    Level.REGIONAL: Tier.REGIONAL,
    Level.INTERREGIONAL: Tier.REGIONAL,
    Level.NATIONAL: Tier.NATIONAL,
}


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
    if name in _SHARED and column.dropna().astype(str).str.contains(":").any():
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
    folded = actors["level"].map({str(level): str(tier) for level, tier in DEFAULT_TIERS.items()})
    return folded.where(folded.notna() | actors["level"].isna(), NOT_APPLICABLE)


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


def parse_shares(text: str) -> dict[str, float]:
    """Read ``"01:0.5;02:0.5"`` or a bare category.

    Parameters
    ----------
    text : str
        Categories with shares, separated by semicolons; a missing share is 1.

    Returns
    -------
    dict of str to float
        Share by category.

    Examples
    --------
    >>> parse_shares("01:0.25;02:0.75")
    {'01': 0.25, '02': 0.75}
    """
    shares: dict[str, float] = {}
    for part in str(text).split(";"):
        category, _, share = part.rpartition(":") if _has_share(part) else (part, "", "1")
        shares[category.strip()] = float(share)
    return shares


def _has_share(part: str) -> bool:
    """Whether the text after the last colon is a number (a foreign region is written ``SE:Skåne``)."""
    _, colon, tail = part.rpartition(":")
    return bool(colon) and tail.strip().replace(".", "", 1).replace("e-", "", 1).isdigit()


def write_shares(shares: dict[str, float]) -> str:
    """Write shares so that `parse_shares` reads them back.

    Parameters
    ----------
    shares : dict of str to float
        Share by category.

    Returns
    -------
    str
        ``"01:0.5;02:0.5"``, categories sorted; a single category stands bare.

    Examples
    --------
    >>> write_shares({"02": 0.5, "01": 0.5}), write_shares({"SE:Skåne": 1.0})
    ('01:0.5;02:0.5', 'SE:Skåne')
    """
    if len(shares) == 1:
        return next(iter(shares))
    return ";".join(f"{category}:{share:.10g}" for category, share in sorted(shares.items()))


def _shares(name: str, column: pd.Series, coding: Coding) -> Attribute:
    parsed = [None if pd.isna(cell) or cell == NOT_APPLICABLE else parse_shares(cell) for cell in column]
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
