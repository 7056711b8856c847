"""Annex: case sheets of the networks that the study looked into most closely, or of those asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures.names import capital, network_names
from valuma.report.annexes import Annex, MarkedTable, annex
from valuma.report.case_sheet.facts import CaseContext, CaseFacts, Fact, MemberLine, case_facts
from valuma.report.content import BriefTable
from valuma.report.tree import Block, Callout, Heading, Inline, Items, Paragraph, Strong, TableBlock, Text
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Governance, Language
from valuma.texts import label, message

if TYPE_CHECKING:
    from valuma.report.prepared import Prepared
    from valuma.study.study import Study

_CODE = re.compile(r"^[A-Z]\d*\s")
_GOVERNANCE = "governance"


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
    chosen = sheet_networks(prepared.study, networks)
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
    return Annex("case-sheets", message("annex-cases-title", lang), tuple(blocks), tables, dense=True, apart=True)


def sheet_networks(study: Study, networks: Iterable[str] | str | None) -> list[str]:
    """Return the networks that get a sheet, so that a wrong name is found before anything is computed.

    Parameters
    ----------
    study : Study
        The study.
    networks : iterable of str or "all", optional
        Networks; by default those that the settings of the study name for the brief.

    Returns
    -------
    list of str

    Raises
    ------
    ValumaError
        There is no such network.
    """
    known = [str(network) for network in study.networks["network_id"]]
    if networks is None:
        return [network for network in study.settings.brief_networks if network in known]
    if networks == "all":
        return known
    wanted = [networks] if isinstance(networks, str) else list(networks)
    for network in wanted:
        if network not in known:
            raise ValumaError(f"there is no network {network!r}; {_advice(network, known)}")
    return wanted


def _advice(network: str, known: Iterable[str]) -> str:
    return nearest(network, known) or "`valuma status` lists all networks"


def _table(facts: CaseFacts, name: str) -> MarkedTable:
    """Lines of a sheet; those that ask the same are one row."""
    rows: list[dict[str, str]] = []
    english: dict[tuple[int, str], tuple[str, ...]] = {}
    for (_, _), group in groupby(sorted(facts.rows, key=_place(facts)), key=lambda row: (row.section, row.label)):
        same = list(group)
        # Where the page itself is English, nothing has to be marked.
        if words := tuple(row.english for row in same if row.english and facts.lang != Language.EN):
            english[len(rows), "known"] = words
        rows.append(
            {
                "what": capital(_label(same[0], facts.lang)),
                "known": "; ".join(dict.fromkeys(_words(row, facts.lang) for row in same)),
                "sources": _cited(facts, same),
            }
        )
    lang = facts.lang
    listed = "; ".join(f"{number} {source}" for number, source in enumerate(facts.sources, start=1))
    return MarkedTable(
        pd.DataFrame(rows),
        {key: message(f"annex-cases-{key}", lang) for key in rows[0]},
        message("annex-cases-caption", lang, network=name),
        notes=(message("annex-cases-note", lang, sources=listed or message("annex-none", lang)),),
        right=(),
        widths={"what": 3.0, "known": 9.0, "sources": 2.4},
        synthetic=facts.synthetic,
        english=english,
    )


def _label(row: Fact, lang: str) -> str:
    """Return what a line is about; governance under the heading that it has in the text."""
    return message("brief-networks-governance", lang) if row.path == _GOVERNANCE else row.label


def _words(row: Fact, lang: str) -> str:
    """Return what a line says; governance in the words of the text."""
    if row.path == _GOVERNANCE and row.state == "known":
        return label(Governance(row.was), lang, short=True)
    return row.text


def _cited(facts: CaseFacts, rows: list[Fact]) -> str:
    """Numbers of the sources of some lines, or in a word why there is none."""
    if cited := facts.numbered(source for row in rows for source in row.sources):
        return cited
    return message("annex-cases-reading" if any(row.reading for row in rows) else "annex-none", facts.lang)


def _place(facts: CaseFacts) -> Any:
    """Order of rows: as they stand, but those of one label where the first of them stands."""
    first: dict[tuple[str, str], int] = {}
    for index, row in enumerate(facts.rows):
        first.setdefault((row.section, row.label), index)

    def key(row: Fact) -> int:
        return first[row.section, row.label]

    return key


def _below(facts: CaseFacts) -> list[Block]:
    """Numbers, known members and what is not known."""
    lang = facts.lang
    blocks: list[Block] = []
    for number in facts.numbers:
        words: tuple[Inline, ...] = (Strong((Text(f"{number.label}: {number.value}."),)), Text(f" {number.sentence}"))
        blocks.append(Paragraph(words))
    for key, counted in (("members", True), ("others", False)):
        if lines := [line for line in facts.members if line.counts is counted]:
            title = message(f"annex-cases-{key}", lang, n=facts.n_members if counted else len(lines))
            blocks += [Heading(4, (Text(title),)), Items(False, tuple(_by_roles(lines)))]
    if facts.unknown:
        # Codes of lines and what is asked of the coordinator belong to the sheet for checking.
        unknown = [_CODE.sub("", question).partition(" – ")[0] for question in facts.unknown]
        items = tuple((Paragraph((Text(capital(line)),)),) for line in unknown)
        asked = (Text(message("annex-cases-unknown", lang)),)
        blocks.append(Callout("unknown", asked, (Items(False, items),)))
    return blocks


def _by_roles(lines: Iterable[MemberLine]) -> Iterator[tuple[Block, ...]]:
    """Yield one entry a role, or set of roles that an actor has together."""
    for roles, same in groupby(lines, key=lambda line: line.role):
        yield (Paragraph((Text(f"{capital(roles)}: {'; '.join(line.text for line in same)}"),)),)
