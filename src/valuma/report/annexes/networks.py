"""Annex: every network, how it is governed, and how far its member list is known."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures.names import group_name, known, network_names
from valuma.graph.build import build_graph
from valuma.report.annexes import Annex, annex
from valuma.report.content import BriefTable
from valuma.report.tree import Block, Heading, Paragraph, TableBlock, Text
from valuma.schema.vocabularies import CardStatus, Governance, Role
from valuma.study.member_lists import ListState, member_lists
from valuma.texts import known_of_stated, label, message, percent

if TYPE_CHECKING:
    from valuma.report.prepared import Prepared
    from valuma.study.study import Study

#: Headings that the tables of the text have, too.
_HEADERS: Mapping[str, str] = {"governance": "brief-networks-governance"}
_STATES: Mapping[str, str] = {
    ListState.NEARLY_WHOLE: "annex-list-whole",
    ListState.IN_PART: "annex-list-part",
    ListState.NOT_STATED: "annex-list-unstated",
}


@annex("networks", order=10)
def networks(prepared: Prepared, lang: str, /, **_: Any) -> Annex | None:
    """List every network of a study, one table a group.

    Parameters
    ----------
    prepared : Prepared
        What the report is made of.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    Annex, or None for a study without networks
    """
    study = prepared.study
    if study.networks.empty:
        return None
    frame = _frame(study, lang)
    states = member_lists(study)["state"].value_counts()
    lead = message(
        "annex-networks-lead",
        lang,
        networks=len(frame),
        whole=int(states.get(str(ListState.NEARLY_WHOLE), 0)),
        part=int(states.get(str(ListState.IN_PART), 0)),
        unstated=int(states.get(str(ListState.NOT_STATED), 0)),
        roles=roles_in_words(study, lang),
    )
    note = message("annex-networks-note", lang)
    blocks: list[Block] = [Paragraph((Text(words),)) for words in (lead, note)]
    tables: dict[str, BriefTable] = {}
    for group in dict.fromkeys((*study.settings.groups, *sorted(study.networks["group"]))):
        part = frame[frame["group"] == group]
        if len(part):
            name = f"annex-networks-{group}"
            title = group_name(group, lang)
            tables[name] = _table(part, title, lang, synthetic=study.synthetic)
            blocks += [Heading(3, (Text(title[:1].upper() + title[1:]),)), TableBlock(name)]
    return Annex("networks", message("annex-networks-title", lang), tuple(blocks), tables, wide=True)


def roles_in_words(study: Study, lang: str) -> str:
    """Return the roles that count as taking part, in words."""
    return ", ".join(label(role, lang, vocabulary=Role.__name__) for role in study.settings.roles)


def _frame(study: Study, lang: str) -> pd.DataFrame:
    """One row a network, by group and name."""
    graph = build_graph(study)
    rows = graph.rows[graph.rows["counted"]]
    undated = rows.assign(undated=rows["year_from"].isna() & rows["year_to"].isna())
    pairs = undated.groupby(["network_id", "actor_id"])["undated"].all()
    shares = pairs.groupby("network_id").mean().to_dict()
    members = pairs.groupby("network_id").size().to_dict()
    lists, names = member_lists(study).to_dict("index"), network_names(study.networks, lang)
    sources = study.network_sources.groupby("network_id")["source_id"].unique().to_dict()
    found = []
    for card in study.networks.to_dict("records"):
        network = str(card["network_id"])
        share = shares.get(network)
        found.append(
            {
                "group": card["group"],
                "network": names[network],
                "governance": _governance(card["governance"], lang),
                "known": _known(lists[network], members.get(network, 0), lang),
                "list": message(_STATES[lists[network]["state"]], lang),
                "undated": message("annex-no-members", lang) if share is None else percent(share, lang),
                "status": label(CardStatus(str(card["status"])), lang),
                "sources": ", ".join(sorted(map(str, sources.get(network, ())))) or message("annex-none", lang),
            }
        )
    return pd.DataFrame(found).sort_values("network", key=lambda names: names.str.casefold(), kind="stable")


def _governance(value: Any, lang: str) -> str:
    """Mode of governance in the same words as in the tables and figures of the text."""
    return label(Governance(value), lang, short=True) if known(value) else message("case-state-unknown", lang)


def _known(found: Mapping[Hashable, Any], members: int, lang: str) -> str:
    if pd.isna(found["known"]) or pd.isna(found["stated_low"]):
        return known_of_stated(members, None, None, lang) if members else message("annex-no-members", lang)
    return known_of_stated(found["known"], found["stated_low"], found["stated_high"], lang)


def _table(frame: pd.DataFrame, title: str, lang: str, *, synthetic: bool) -> BriefTable:
    columns = [str(column) for column in frame if column != "group"]
    return BriefTable(
        frame[columns],
        {name: message(_HEADERS.get(name, f"annex-networks-{name}"), lang) for name in columns},
        title[:1].upper() + title[1:],
        right=("known", "undated"),
        widths={
            "network": 5.4,
            "governance": 3.6,
            "known": 2.0,
            "list": 2.7,
            "undated": 1.7,
            "status": 1.8,
            "sources": 6.4,
        },
        synthetic=synthetic,
    )
