"""New actors for names of a member list: what a person decided, completed by the coding rule of their kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from valuma.loaders.members.decisions import ACTOR_COLUMNS, NEW, NameList
from valuma.schema.coding import CodingRules, KindRule
from valuma.schema.problems import Problem, Problems
from valuma.schema.registry_tables import ACTORS
from valuma.schema.vocabularies import NOT_APPLICABLE, Kind, Level, Side
from valuma.study.frames import conform
from valuma.study.origins import Origin

if TYPE_CHECKING:
    from valuma.study.study import Study

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "&": " "})
_REQUIRED = ("kind", "side", "level")
#: What a municipality is where a study has no rule of its own for the kind.
_MUNICIPALITY = KindRule(str(Side.MUNICIPAL), (str(Level.LOCAL),), general_authority=True)


def actor_id_of(name: str, taken: Collection[str]) -> str:
    """Return an identifier made from a name.

    Parameters
    ----------
    name : str
        Name of an organisation.
    taken : collection of str
        Identifiers that there are.

    Returns
    -------
    str
        Lower-case letters a-z, digits and single hyphens; with a number at the end where it would be taken.

    Examples
    --------
    >>> actor_id_of("Äänekosken Kehitys Oy", ()), actor_id_of("Öja", ("oja",))
    ('aanekosken-kehitys-oy', 'oja-2')
    """
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    base = re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "actor"
    return next(made for k in range(1, len(taken) + 2) if (made := base if k == 1 else f"{base}-{k}") not in taken)


def completed(cells: Mapping[str, str], rule: KindRule | None) -> dict[str, str]:
    """Return the cells of an actor with what the rule of its kind fixes.

    Parameters
    ----------
    cells : mapping of str to str
        What is given, by column.
    rule : KindRule, optional
        Rule of its kind; None where there is none.

    Examples
    --------
    >>> rule = KindRule("municipal", ("local",), general_authority=True)
    >>> completed({"kind": "municipality"}, rule)
    {'kind': 'municipality', 'side': 'municipal', 'level': 'local', 'policy_sectors': 'not-applicable'}
    """
    made = {column: value for column, value in cells.items() if value}
    if rule is None:
        return made
    if rule.side:
        made.setdefault("side", rule.side)
    if len(rule.levels) == 1:
        made.setdefault("level", rule.levels[0])
    sectors = NOT_APPLICABLE if rule.general_authority else ";".join(rule.remit)
    if sectors:
        made.setdefault("policy_sectors", sectors)
    return made


def municipality_actors(codes: Collection[str], study: Study, taken: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the actors that municipalities of the register become.

    Parameters
    ----------
    codes : collection of str
        Codes of municipalities that are not yet actors.
    study : Study
        The study with the register and the coding rule.
    taken : collection of str
        Identifiers that there are.

    Returns
    -------
    dict of str to dict
        Cells of each new actor by its code.
    """
    register = study.municipalities.set_index("municipality_code")
    rule = study.coding.rule("", str(Kind.MUNICIPALITY)) or _MUNICIPALITY
    used = set(taken)
    made: dict[str, dict[str, str]] = {}
    for code in sorted(codes):
        place = register.loc[code]
        swedish = str(place["language"]).startswith("sv") and isinstance(place["name_sv"], str)
        name = str(place["name_sv"] if swedish else place["name_fi"])
        ident = actor_id_of(str(place["name_fi"]), used)
        used.add(ident)
        cells = {"actor_id": ident, "name": name, "kind": str(Kind.MUNICIPALITY), "municipality_code": code}
        cells["name_sv"] = str(place["name_sv"]) if isinstance(place["name_sv"], str) else ""
        made[code] = completed({**cells, "country": study.settings.country}, rule)
    return made


def decided_actors(
    names: NameList, wanted: Collection[str], study: Study, taken: Collection[str], problems: Problems
) -> dict[str, dict[str, str]]:
    """Return the actors that a person decided to add.

    Parameters
    ----------
    names : NameList
        Rows of ``names.csv``.
    wanted : collection of str
        Names with the decision *new* whose actor does not exist yet.
    study : Study
        The study with its coding rule.
    taken : collection of str
        Identifiers that there are.
    problems : Problems
        Grows by cells that are missing, not allowed, or against the coding rule, all at once.

    Returns
    -------
    dict of str to dict
        Cells of each new actor by name.
    """
    used = set(taken)
    made: dict[str, dict[str, str]] = {}
    for name in sorted(wanted):
        row = names.rows[name]
        ident = row.get("actor_id") or actor_id_of(name, used)
        given = {column: row.get(column, "") for column in ACTOR_COLUMNS}
        rule = study.coding.rule(ident, given["kind"]) if given["kind"] else None
        cells = completed({"actor_id": ident, "name": name, **given}, rule)
        if ident in used and row.get("actor_id"):
            found = f"{ident!r}, which another actor has"
            problems.error(names.file, found, "an identifier of its own", row=names.lines.get(name), column="actor_id")
        used.add(ident)
        made[name] = cells
        _missing(name, cells, names, study.coding, problems)
    _allowed(made, names, study.coding, problems)
    return made


def _missing(name: str, cells: Mapping[str, str], names: NameList, coding: CodingRules, problems: Problems) -> None:
    """Report cells that a new actor needs and the rule does not fix, with the words that may stand there."""
    rule = coding.kinds.get(cells.get("kind", ""))
    for column in _REQUIRED:
        if cells.get(column):
            continue
        if column != "kind" and not cells.get("kind"):
            continue
        fits = rule.levels if column == "level" and rule is not None and rule.levels else ACTORS[column].choices
        hint = f"one of {', '.join(fits)}"
        found = f"an empty cell for {name!r}, which is decided to be {NEW}"
        problems.error(names.file, found, ACTORS[column].wanted, row=names.lines.get(name), column=column, hint=hint)


def _allowed(made: Mapping[str, Mapping[str, str]], names: NameList, coding: CodingRules, problems: Problems) -> None:
    """Report cells that no actor can have, and cells against the coding rule."""
    if not made:
        return
    lines = [names.lines.get(name, 0) for name in made]
    texts = pd.DataFrame([{column: cells.get(column, "") for column in ACTORS.names} for cells in made.values()])
    found = Problems()
    actors = conform(ACTORS, texts.astype(object), Origin.of_file(names.file, lines), found, headers_checked=True)
    said = {
        (line, column)
        for line, row in zip(lines, made.values(), strict=True)
        for column in _REQUIRED
        if not row.get(column)
    }
    problems.extend(_with_words(item) for item in found.errors if (item.row, item.column) not in said)
    for item in coding.departures(actors):
        problems.add(
            Problem("error", names.file, item.found, item.expected, lines[item.position], item.column, item.hint)
        )


def _with_words(item: Problem) -> Problem:
    """Return a problem of a cell with all words that may stand there, beside the nearest."""
    choices = ACTORS[item.column].choices if item.column in ACTORS.names else ()
    if not choices or item.hint.startswith("one of"):
        return item
    return replace(item, hint=f"{item.hint} one of {', '.join(choices)}".strip())
