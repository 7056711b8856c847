"""Who takes part in a network as far as is known: one line an organisation, its roles joined, by role and name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valuma.figures.names import known
from valuma.loaders.corrections.fields import raw
from valuma.schema.vocabularies import NOT_APPLICABLE, Role
from valuma.survey.attribution import named
from valuma.texts import label

if TYPE_CHECKING:
    from valuma.report.case_sheet.context import CaseContext

_ORDER = {str(role): place for place, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One organisation that takes part, with all its roles.

    Parameters
    ----------
    key : str
        Short name of the line: ``M12``.
    actor_id, role_id : str
        Identifiers of organisation and roles, the roles with a semicolon between.
    name, role : str
        The same in words of the language; the country in brackets after a name that two lines would share.
    years : str
        Years of the membership; a year in brackets is that of the source that names the member; empty where
        nothing is dated.
    sources : tuple of str
        Source ids.
    was : str
        What tells the line apart, for reading corrections back.
    counts : bool
        Whether one of the roles counts as membership in this study; False for those who only fund or commission.
    """

    key: str
    actor_id: str
    role_id: str
    name: str
    role: str
    years: str
    sources: tuple[str, ...]
    was: str
    counts: bool = True

    @property
    def text(self) -> str:
        """Name and years."""
        return f"{self.name} {self.years}" if self.years else self.name


def member_rows(context: CaseContext, network: str, lang: str) -> tuple[MemberLine, ...]:
    """Return who takes part in a network as far as is known.

    Parameters
    ----------
    context : CaseContext
        What the sheets of the study share.
    network, lang : str
        Network and language.

    Returns
    -------
    tuple of MemberLine
        One line an organisation: members first, by role, then by the name in the actor's own language, so that a
        key is the same in every language; after them those in roles that do not count.
    """
    counted = set(context.study.settings.roles)
    frame = context.table("memberships", network)
    # What people told in confidence is in the counts of a network, not in its list of names.
    frame = frame[named(frame, "memberships")]
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in frame.to_dict("records"):
        groups.setdefault(str(row["actor_id"]), []).append({str(k): v for k, v in row.items()})
    roles = {
        actor: tuple(sorted({str(row["role"]) for row in rows}, key=lambda role: (role not in counted, _ORDER[role])))
        for actor, rows in groups.items()
    }

    def place(actor: str) -> tuple[bool, tuple[int, ...], str, str]:
        own = str(context.actors[actor]["name"]) if actor in context.actors else actor
        return counted.isdisjoint(roles[actor]), tuple(_ORDER[role] for role in roles[actor]), own.casefold(), actor

    names = _names(context, groups, lang)
    return tuple(
        MemberLine(
            key=f"M{position}",
            actor_id=actor,
            role_id=";".join(roles[actor]),
            name=names[actor],
            role=", ".join(label(role, lang, vocabulary=Role.__name__) for role in roles[actor]),
            years=member_years(groups[actor]),
            sources=tuple(dict.fromkeys(str(row["source_id"]) for row in groups[actor])),
            was="|".join((actor, ";".join(roles[actor]))),
            counts=not counted.isdisjoint(roles[actor]),
        )
        for position, actor in enumerate(sorted(groups, key=place), start=1)
    )


def _names(context: CaseContext, actors: Iterable[str], lang: str) -> dict[str, str]:
    """Name actors so that no two names are the same where their countries tell them apart."""
    names = {actor: context.actor(actor, lang) for actor in actors}
    shared = Counter(names.values())
    for actor, name in names.items():
        country = context.actors[actor]["country"] if actor in context.actors else None
        if shared[name] > 1 and known(country) and country != NOT_APPLICABLE:
            names[actor] = f"{name} ({country})"
    return names


def member_years(rows: list[dict[str, Any]]) -> str:
    """Write the years of one member: a span where a source gives one, else the year of the latest source.

    Parameters
    ----------
    rows : list of dict
        Rows of one actor, with ``year_from``, ``year_to`` and ``observed_year``.

    Returns
    -------
    str
        Empty where nothing is dated.

    Examples
    --------
    >>> blank = {"year_from": None, "year_to": None, "observed_year": None}
    >>> member_years([{**blank, "year_from": 2015}]), member_years([{**blank, "observed_year": 2019}])
    ('2015–', '(2019)')
    """
    spans = {(raw(row["year_from"]), raw(row["year_to"])) for row in rows} - {("", "")}
    if spans:
        return ", ".join(start if start == end else f"{start}–{end}" for start, end in sorted(spans))
    seen = sorted(filter(None, (raw(row["observed_year"]) for row in rows)))
    return f"({seen[-1]})" if seen else ""
