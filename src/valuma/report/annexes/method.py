"""Annex: how the numbers were computed, what was left out and counted, how every measure is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.graph.attributes import State
from valuma.graph.build import build_graph
from valuma.report.annexes import Annex, annex
from valuma.report.annexes.networks import roles_in_words
from valuma.report.content import BriefTable
from valuma.report.findings import ACROSS
from valuma.report.tree import Block, Heading, Paragraph, TableBlock, Text
from valuma.study.member_lists import ListState, member_lists
from valuma.texts import label, message, percent, sentence, sentence_keys

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph
    from valuma.report.prepared import Prepared

_GENERAL = "policy_sector"


@annex("method", order=30)
def method(prepared: Prepared, lang: str, /, **_: Any) -> Annex:
    """Say in words how the numbers of a report were computed.

    Parameters
    ----------
    prepared : Prepared
        What the report is made of.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    Annex
    """
    study = prepared.study
    graph = build_graph(study)
    settings = study.settings

    def say(key: str, **values: Any) -> Paragraph:
        return Paragraph((Text(message(f"annex-method-{key}", lang, **values)),))

    def title(key: str) -> Heading:
        return Heading(3, (Text(message(f"annex-method-{key}", lang)),))

    counted = say(
        "counted-words",
        actors=_met(graph),
        memberships=graph.n_memberships,
        networks=len(graph.networks),
        roles=roles_in_words(study, lang),
        other=_other_roles(graph),
    )
    lot = say(
        "lot-words",
        draws=prepared.draws,
        seed=str(prepared.seed),
        threshold=percent(settings.completeness_threshold, lang),
    )
    imprint = prepared.imprint(lang, (lang,))
    blocks: tuple[Block, ...] = (
        title("counted"),
        counted,
        say("pairs"),
        title("codings"),
        say("codings-words"),
        title("variants"),
        say("variants-words", year=str(settings.reference_year)),
        title("lot"),
        lot,
        title("left"),
        TableBlock("annex-left-out"),
        title("measures"),
        TableBlock("annex-measures"),
        title("again"),
        *(Paragraph((Text(line),)) for line in imprint.lines(lang)),
    )
    tables = {"annex-left-out": _left_out(prepared, graph, lang), "annex-measures": _measures(lang)}
    return Annex("method", message("annex-method-title", lang), blocks, tables)


def _met(graph: ActorNetworkThemeGraph) -> int:
    return int((graph.membership.sum(axis=1) > 0).sum())


def _other_roles(graph: ActorNetworkThemeGraph) -> int:
    """Count pairs of actor and network that stand there only in roles that do not count."""
    counts = graph.rows.groupby(["network_id", "actor_id"])["counted"].any()
    return int((~counts).sum())


def _left_out(prepared: Prepared, graph: ActorNetworkThemeGraph, lang: str) -> BriefTable:
    frame = pd.DataFrame(_reasons(prepared, graph, lang), columns=["what", "n", "of"])
    headers = {name: message(f"annex-method-left-{name}", lang) for name in map(str, frame)}
    caption = message("annex-method-left-caption", lang)
    return BriefTable(frame, headers, caption, right=("n", "of"), synthetic=prepared.study.synthetic)


def _reasons(prepared: Prepared, graph: ActorNetworkThemeGraph, lang: str) -> Iterator[tuple[str, int, int]]:
    def words(key: str, **values: Any) -> str:
        return message(f"annex-method-left-{key}", lang, **values)

    actors = graph.membership.sum(axis=1) > 0
    n_actors = int(actors.sum())
    for name in ACROSS:
        state = graph.attribute(name).state[actors]
        attribute = label(name, lang, vocabulary="Attribute")
        if name == _GENERAL:
            yield words("general"), int((state == State.GENERAL).sum()), n_actors
        for value, key in ((State.NOT_APPLICABLE, "not-applicable"), (State.UNKNOWN, "unknown")):
            if n := int((state == value).sum()):
                yield words(key, attribute=attribute), n, n_actors
    pairs = graph.n_memberships
    yield words("undated"), round((graph.undated_share or 0.0) * pairs), pairs
    other = _other_roles(graph)
    yield words("roles"), other, pairs + other
    states = member_lists(prepared.study)["state"]
    yield words("lists"), int((states == str(ListState.NOT_STATED)).sum()), len(states)


def _measures(lang: str) -> BriefTable:
    """Every measure that may stand in a brief, with its sentences."""
    found = [sentence(key, lang) for key in sentence_keys()]
    rows = [
        {
            "measure": f"{entry.label[:1].upper()}{entry.label[1:]} ({entry.unit})",
            "how": entry.how_to_read,
            "not": entry.does_not_mean,
        }
        for entry in found
        if entry.where == "brief"
    ]
    headers = {name: message(f"annex-method-{name}", lang) for name in rows[0]}
    return BriefTable(
        pd.DataFrame(rows),
        headers,
        message("annex-method-measures-caption", lang),
        right=(),
        widths={"measure": 4.0, "how": 5.5, "not": 5.5},
    )
