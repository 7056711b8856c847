"""Names of a member list to actors: decisions of people first, then the three bands; a code can contradict a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.loaders.linkage import Linkage, NameIndex, link
from valuma.loaders.members.decisions import CANDIDATES, LEAVE_OUT, NEW, PLACE, NameList
from valuma.loaders.members.reading import MemberList
from valuma.schema.problems import Problems
from valuma.schema.vocabularies import Kind
from valuma.survey.personal_data import is_person

if TYPE_CHECKING:
    from valuma.study.study import Study


#: Said of a cell in which several names were found.
SEVERAL = "several organisations in one cell"


@dataclass
class Linked:
    """What the names of a list mean.

    Parameters
    ----------
    linkage : Linkage
        Every name with its band, candidates and scores.
    actor_of : dict of str to str
        Actor of each name that is linked.
    municipality_of : dict of str to str
        Code of the municipality of the register that a name means and that is not yet an actor.
    how_of : dict of str to str
        How each name was found.
    new : set of str
        Names that a person decided to be new actors.
    left_out : set of str
        Names that a person decided to leave out.
    persons : set of str
        Names that read like a person and mean nobody known; they go no further.
    waiting : dict of str to dict
        Cells for ``names.csv`` of each name that waits.
    """

    linkage: Linkage
    actor_of: dict[str, str] = field(default_factory=dict)
    municipality_of: dict[str, str] = field(default_factory=dict)
    how_of: dict[str, str] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)


def link_members(
    members: MemberList,
    index: NameIndex,
    names: NameList,
    study: Study,
    report: Problems,
    *,
    at: dt.date | int | None,
) -> Linked:
    """Find out which actors a list names.

    Parameters
    ----------
    members : MemberList
        The list.
    index : NameIndex
        Names that are known.
    names : NameList
        Decisions of people; they come before everything else.
    study : Study
        The study with its actors and municipalities.
    report : Problems
        Grows by names of persons, by codes that contradict a name, and by decisions that do not hold at the date.
    at : date or int, optional
        Day or year for which the names hold.

    Returns
    -------
    Linked
    """
    actors, now = study.actors, _codes_now(study.municipalities)
    places = actors[(actors["kind"] == str(Kind.MUNICIPALITY)) & actors["municipality_code"].str.fullmatch(r"\d{3}")]
    code_of = dict(zip(places["actor_id"], places["municipality_code"], strict=True))
    decisions = _decisions(names, set(actors["actor_id"]), {code: actor for actor, code in code_of.items()})
    linked = Linked(link(members.frame["name"].tolist(), index, at=at, decisions=decisions))
    codes = members.frame[members.frame["municipality_code"] != ""].groupby("name")["municipality_code"].agg(set)
    cells = members.frame.drop_duplicates("name").set_index("name")["place"]
    parts_of = dict(zip(members.frame["name"], members.frame["parts"], strict=True))
    for row in map(_plain, linked.linkage.frame.to_dict("records")):
        name = row["name"]
        listed = codes.get(name, set())
        linked.how_of[name] = str(row["how"])
        if _settle(linked, row, names, report):
            continue
        differs = _by_code(row, listed, code_of, now)
        if differs is not None:
            found = f"the municipality code {differs[0]} beside the name of {row['candidate_1']!r}"
            hint = "the name waits for a decision"
            report.warning(members.file, found, differs[1], column=str(cells[name]), hint=hint)
        several = _several(row, parts_of.get(name, ()), index, at)
        if several:
            report.warning(members.file, SEVERAL, "one name", column=str(cells[name]), hint="write one a row; it waits")
        if row["band"] == "linked":
            linked.actor_of[name] = row["actor_id"]
        elif several:
            linked.waiting[name] = _waiting(row, index, listed) | {"notes": f"{SEVERAL}: write one a row"}
        elif isinstance(row["municipality_code"], str):
            linked.municipality_of[name] = row["municipality_code"]
        elif is_person(name):
            hint = "not taken; where it is an organisation, add it to actors.csv and import again"
            found = "what reads like the name of a person"
            report.warning(members.file, found, "an organisation", column=str(cells[name]), hint=hint)
            linked.persons.add(name)
            del linked.how_of[name]
            continue
        else:
            linked.waiting[name] = _waiting(row, index, listed)
        linked.how_of[name] = str(row["how"])
    frame = linked.linkage.frame
    linked.linkage = Linkage(frame[~frame["name"].isin(linked.persons)].reset_index(drop=True))
    return linked


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in row.items()}


def _decisions(names: NameList, actors: set[str], actor_of_code: Mapping[str, str]) -> dict[str, str]:
    """Return the decisions as the linkage takes them."""
    made = {}
    for name, row in names.decided().items():
        decision = row["decision"]
        if decision == NEW and row.get("actor_id") in actors:
            decision = row["actor_id"]
        made[name] = (
            actor_of_code.get(decision.removeprefix(PLACE), decision) if decision.startswith(PLACE) else decision
        )
    return made


def _settle(linked: Linked, row: Mapping[str, Any], names: NameList, report: Problems) -> bool:
    """Apply a decision; whether there is one."""
    name, how = row["name"], str(row["how"])
    if not how.startswith("decision"):
        return False
    if row["band"] == NEW and isinstance(row["municipality_code"], str):
        linked.municipality_of[name] = row["municipality_code"]
    elif row["band"] == NEW:
        linked.new.add(name)
    elif row["band"] == LEAVE_OUT:
        linked.left_out.add(name)
    elif row["band"] == "linked":
        linked.actor_of[name] = row["actor_id"]
    else:
        found = f"{row['candidate_1']!r}, which does not exist at the date of the list"
        line = names.lines.get(name)
        report.error(names.file, found, "an actor of that time", row=line, column="decision", hint="or another --date")
    return True


def _by_code(
    row: dict[str, Any], listed: set[str], code_of: Mapping[str, str], now: Mapping[str, str]
) -> tuple[str, str] | None:
    """Let a name wait where the municipality code beside it is that of another municipality.

    Returns the code and the one expected. A code does not confirm a name: it may be that of the seat of another body.
    """
    place = row["municipality_code"] if isinstance(row["municipality_code"], str) else None
    own = code_of.get(row["actor_id"]) if row["band"] == "linked" else place
    if own is None:
        return None
    today = {own, now.get(own, own)}
    wrong = sorted(code for code in listed if code != own and now.get(code, code) not in today)
    if not wrong:
        return None
    if row["band"] == "linked":
        row["candidate_1"], row["score_1"] = row["actor_id"], 1.0
    else:
        row["candidate_1"], row["score_1"] = f"{PLACE}{place}", 1.0
    row["band"], row["municipality_code"], row["how"] = "review", None, "name and municipality code differ"
    return ", ".join(wrong), own


def _several(row: dict[str, Any], parts: Sequence[str], index: NameIndex, at: dt.date | int | None) -> bool:
    """Let a name wait of which at least two parts name different bodies exactly, unless it is one itself."""
    exact = row["band"] == "linked" and row["score"] == 1.0
    if exact or len(parts) < 2:
        return False
    found = link(list(dict.fromkeys(parts)), index, at=at).frame
    bodies = found["actor_id"].where(found["band"] == "linked", found["municipality_code"])
    if bodies[found["score"] == 1.0].dropna().nunique() < 2:
        return False
    row["band"], row["municipality_code"], row["how"] = "review", None, SEVERAL
    return True


def _codes_now(municipalities: pd.DataFrame) -> dict[str, str]:
    """Return the code of the municipality that each one of the register is part of now."""
    into = municipalities.dropna(subset=["merged_into"])
    next_of = dict(zip(into["municipality_code"], into["merged_into"], strict=True))
    now = {}
    for code in next_of:
        end, seen = code, {code}
        while end in next_of and next_of[end] not in seen:
            end = next_of[end]
            seen.add(end)
        now[code] = end
    return now


def _waiting(row: Mapping[str, Any], index: NameIndex, listed: set[str]) -> dict[str, str]:
    """Return the cells of ``names.csv`` for a name that waits."""
    cells: dict[str, str] = {}
    for k in range(1, CANDIDATES + 1):
        body, score = row[f"candidate_{k}"], row[f"score_{k}"]
        if isinstance(body, str):
            cells |= {f"candidate_{k}": body, f"candidate_{k}_name": index.bodies[body].label}
            cells[f"score_{k}"] = "" if pd.isna(score) else str(round(100 * score))
    if len(listed) == 1:
        cells["municipality_code"] = next(iter(listed))
    return cells
