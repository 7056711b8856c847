"""Known members of a network: one line an organisation and role, by role and name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valuma.loaders.corrections.fields import raw
from valuma.schema.vocabularies import Role
from valuma.texts import label

if TYPE_CHECKING:
    from valuma.report.case_sheet.context import CaseContext

_ORDER = {str(role): place for place, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One known member.

    Parameters
    ----------
    key : str
        Short name of the line: ``M12``.
    actor_id, role_id : str
        Identifiers of organisation and role.
    name, role : str
        The same in words of the language.
    years : str
        Years of the membership; a year in brackets is that of the source that names the member; empty where
        nothing is dated.
    sources : tuple of str
        Source ids.
    was : str
        What tells the line apart, for reading corrections back.
    """

    key: str
    actor_id: str
    role_id: str
    name: str
    role: str
    years: str
    sources: tuple[str, ...]
    was: str

    @property
    def text(self) -> str:
        """Name and years."""
        return f"{self.name} {self.years}" if self.years else self.name


def member_rows(context: CaseContext, network: str, lang: str) -> tuple[MemberLine, ...]:
    """Return the known members of a network.

    Parameters
    ----------
    context : CaseContext
        What the sheets of the study share.
    network, lang : str
        Network and language.

    Returns
    -------
    tuple of MemberLine
        By role, then by the name in the actor's own language, so that a key is the same in every language.
    """
    frame = context.table("memberships", network)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in frame.to_dict("records"):
        groups.setdefault((str(row["actor_id"]), str(row["role"])), []).append({str(k): v for k, v in row.items()})

    def place(key: tuple[str, str]) -> tuple[int, str, str]:
        own = str(context.actors[key[0]]["name"]) if key[0] in context.actors else key[0]
        return _ORDER.get(key[1], len(_ORDER)), own.casefold(), key[0]

    lines = []
    for position, key in enumerate(sorted(groups, key=place), start=1):
        actor_id, role = key
        lines.append(
            MemberLine(
                key=f"M{position}",
                actor_id=actor_id,
                role_id=role,
                name=context.actor(actor_id, lang),
                role=label(role, lang, vocabulary=Role.__name__),
                years=member_years(groups[key]),
                sources=tuple(dict.fromkeys(str(row["source_id"]) for row in groups[key])),
                was="|".join((actor_id, role)),
            )
        )
    return tuple(lines)


def member_years(rows: list[dict[str, Any]]) -> str:
    """Write the years of one member: a span where a source gives one, else the year of the latest source.

    Parameters
    ----------
    rows : list of dict
        Rows of one actor in one role, with ``year_from``, ``year_to`` and ``observed_year``.

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
