"""Annex: case sheets of the networks that the study looked into most closely, or of those asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures.names import capital, network_names
from valuma.report.annexes import Annex, annex
from valuma.report.annexes.networks import NOTHING
from valuma.report.case_sheet.facts import CaseContext, CaseFacts, Fact, MemberLine, case_facts
from valuma.report.content import BriefTable
from valuma.report.tree import Block, Callout, Heading, Inline, Items, Paragraph, Strong, TableBlock, Text
from valuma.schema.problems import ValumaError, nearest
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.report.prepared import Prepared
    from valuma.study.study import Study

_CODE = re.compile(r"^[A-Z]\d*\s")


@annex("case-sheets", order=20)
def case_sheets(
    prepared: Prepared, lang: str, /, *, networks: Iterable[str] | str | None = None, **_: Any
) -> Annex | None:
    """Show what is known of some networks, one sheet each.

    Parameters
    ----------
    prepared : Prepared
        What the report is made of.
    lang : {"fi", "sv", "en"}
        Language.
    networks : iterable of str or "all", optional
        Networks; by default those that the settings of the study name for the brief.

    Returns
    -------
    Annex, or None where no network is named

    Raises
    ------
    ValumaError
        There is no such network.
    """
    chosen = _chosen(prepared.study, networks)
    if not chosen:
        return None
    names = network_names(prepared.study.networks, lang)
    context = CaseContext(prepared.study, chosen[0] if len(chosen) == 1 else None)
    blocks: list[Block] = [Paragraph((Text(message("annex-cases-lead", lang)),))]
    tables: dict[str, BriefTable] = {}
    for network in chosen:
        facts = case_facts(prepared.study, network, lang, context=context)
        name = f"annex-case-{network}"
        tables[name] = _table(facts, names[network])
        blocks += [Heading(3, (Text(names[network]),)), TableBlock(name), *_below(facts)]
    return Annex("case-sheets", message("annex-cases-title", lang), tuple(blocks), tables)


def _chosen(study: Study, networks: Iterable[str] | str | None) -> list[str]:
    known = [str(network) for network in study.networks["network_id"]]
    if networks is None:
        return [network for network in study.settings.brief_networks if network in known]
    if networks == "all":
        return known
    wanted = [networks] if isinstance(networks, str) else list(networks)
    for network in wanted:
        if network not in known:
            raise ValumaError(f"there is no network {network!r}; {nearest(network, known) or 'see networks.csv'}")
    return wanted


def _table(facts: CaseFacts, name: str) -> BriefTable:
    """Lines of a sheet; those that ask the same are one row."""
    rows = []
    for (_, _), group in groupby(sorted(facts.rows, key=_place(facts)), key=lambda row: (row.section, row.label)):
        same = list(group)
        cited = [source for row in same for source in row.sources]
        rows.append(
            {
                "what": capital(same[0].label),
                "known": "; ".join(dict.fromkeys(row.text for row in same)),
                "sources": facts.numbered(cited) or NOTHING,
            }
        )
    lang = facts.lang
    listed = "; ".join(f"{number} {source}" for number, source in enumerate(facts.sources, start=1)) or NOTHING
    return BriefTable(
        pd.DataFrame(rows),
        {key: message(f"annex-cases-{key}", lang) for key in rows[0]},
        message("annex-cases-caption", lang, network=name),
        notes=(message("annex-cases-note", lang, sources=listed),),
        right=(),
        widths={"what": 3.0, "known": 9.0, "sources": 2.4},
        synthetic=facts.synthetic,
    )


def _place(facts: CaseFacts) -> Any:
    """Order of rows: as they stand, but those of one label where the first of them stands."""
    first: dict[tuple[str, str], int] = {}
    for index, row in enumerate(facts.rows):
        first.setdefault((row.section, row.label), index)

    def key(row: Fact) -> int:
        return first[row.section, row.label]

    return key


def _role(role: str, lines: Iterable[MemberLine]) -> tuple[Block, ...]:
    return (Paragraph((Text(f"{capital(role)}: {'; '.join(line.text for line in lines)}"),)),)


def _below(facts: CaseFacts) -> list[Block]:
    """Numbers, known members and what is not known."""
    lang = facts.lang
    blocks: list[Block] = []
    for number in facts.numbers:
        words: tuple[Inline, ...] = (Strong((Text(f"{number.label}: {number.value}."),)), Text(f" {number.sentence}"))
        blocks.append(Paragraph(words))
    if facts.members:
        actors = len({line.actor_id for line in facts.members})
        blocks.append(Heading(4, (Text(message("annex-cases-members", lang, n=actors)),)))
        roles = groupby(facts.members, key=lambda line: line.role)
        blocks.append(Items(False, tuple(_role(role, lines) for role, lines in roles)))
    if facts.unknown:
        # Codes of lines and what is asked of the coordinator belong to the sheet for checking.
        unknown = [_CODE.sub("", question).partition(" – ")[0] for question in facts.unknown]
        items = tuple((Paragraph((Text(capital(line)),)),) for line in unknown)
        title = (Text(message("annex-cases-unknown", lang)),)
        blocks.append(Callout("unknown", title, (Items(False, items),)))
    return blocks
