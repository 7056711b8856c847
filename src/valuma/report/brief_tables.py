"""The tables of the brief, in the words of one language."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.graph.attributes import Coding
from valuma.graph.build import build_graph
from valuma.metrics import cooperation_profile
from valuma.metrics.sensitivity import CODINGS
from valuma.report.content import BriefTable
from valuma.report.findings import ACROSS, Variants, below_lot
from valuma.schema.vocabularies import Governance
from valuma.texts import known_of_stated, label, message, number, percent, percents, sentence

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph
    from valuma.study.study import Study


_BRANCH = "policy_sector"


def across_table(variants: Variants, lang: str) -> BriefTable:
    """Return how much of the contacts cross a boundary, observed and by lot.

    Parameters
    ----------
    variants : Variants
        Measures under every variant.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    BriefTable
        One row a boundary; ranges are over all variants.
    """
    rows = [_across_row(variants, attribute, None, lang) for attribute in ACROSS if attribute != _BRANCH]
    # The two codings differ so much over branches that one range for both would hide the comparison.
    rows += [_across_row(variants, _BRANCH, coding, lang) for coding in CODINGS]
    headers = {name: message(f"brief-across-{name.replace('_', '-')}", lang) for name in rows[0]}
    return BriefTable(
        pd.DataFrame(rows),
        headers,
        message("brief-across-caption", lang),
        notes=(message("brief-across-note", lang),),
        right=("observed", "filled", "by_lot"),
        widths={"boundary": 4.3, "observed": 1.9, "filled": 1.9, "by_lot": 1.6, "holds": 1.7},
    )


def _across_row(variants: Variants, attribute: str, coding: Coding | None, lang: str) -> dict[str, str]:
    measure, name = f"across_{attribute}", attribute.replace("_", "-")
    part = variants.of(measure)
    if coding is not None:
        part, name = part[part["coding"] == coding], f"{name}-{coding.lower()}"
    holds = variants.finding(measure, below_lot(measure)).holds
    return {
        "boundary": message(f"brief-boundary-{name}", lang),
        "observed": _ends(part["value"], part["value"], lang),
        "filled": _ends(part["low"], part["high"], lang),
        "by_lot": _ends(part["lot_low"], part["lot_high"], lang),
        "holds": message("brief-fewer-everywhere" if holds else "brief-not-everywhere", lang),
    }


def _ends(low: pd.Series[float], high: pd.Series[float], lang: str) -> str:
    """Write a range over variants, or that some have none."""
    if low.isna().all() or high.isna().all():
        return message("brief-not-measured", lang)
    return percents(float(low.min()), float(high.max()), lang)


def networks_table(study: Study, graph: ActorNetworkThemeGraph, networks: Sequence[str], lang: str) -> BriefTable:
    """Return chosen networks side by side.

    Parameters
    ----------
    study : Study
        Validated tables.
    graph : ActorNetworkThemeGraph
        Graph of the whole study.
    networks : sequence of str
        Networks to show, in this order.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    BriefTable
        Governance, known and stated members, mix of tiers with bounds, branches in the themes.
    """
    part = build_graph(study, case=networks)
    frame = cooperation_profile(part, threshold=study.settings.completeness_threshold).frame
    profile, cards = frame.to_dict("index"), study.networks.set_index("network_id").to_dict("index")
    rows = []
    for name in networks:
        row, card = profile[name], cards[name]
        rows.append(
            {
                "network": _name(card, name, lang),
                "governance": label(Governance(card["governance"]), lang, short=True),
                "members": _members(row, lang),
                "tiers": _measure(row, "tier_mix", lang),
                "themes": message("brief-not-measured", lang)
                if pd.isna(row["themes_span"])
                else number(row["themes_span"], lang, 1),
            }
        )
    headers = {name: message(f"brief-networks-{name}", lang) for name in rows[0]}
    notes = (message("brief-networks-note", lang), sentence("tier_mix", lang).does_not_mean)
    return BriefTable(
        pd.DataFrame(rows),
        headers,
        message("brief-networks-caption", lang),
        notes=notes,
        right=("members", "tiers", "themes"),
        widths={"network": 4.2, "governance": 2.6, "members": 1.5, "tiers": 1.7, "themes": 1.6},
    )


def _name(card: Mapping[Hashable, Any], network: str, lang: str) -> str:
    for key in (f"name_{lang}", "name_fi", "name_en"):
        if isinstance(card[key], str):
            return str(card[key]).split(" (", 1)[0]
    return network


def _members(row: Mapping[Hashable, Any], lang: str) -> str:
    """Known and stated members; the number of rows alone where no source states the size."""
    if pd.isna(row["known"]) or pd.isna(row["stated_low"]):
        return known_of_stated(row["members"], None, None, lang)
    return known_of_stated(row["known"], row["stated_low"], row["stated_high"], lang)


def _measure(row: Mapping[Hashable, Any], measure: str, lang: str) -> str:
    """Write a share in percent: one number for a complete list, bounds for an incomplete one."""
    low, high, value = row[f"{measure}_low"], row[f"{measure}_high"], row[measure]
    if pd.notna(low) and pd.notna(high):
        return percents(float(low), float(high), lang)
    if pd.notna(value):
        return message("brief-known-part", lang, value=percent(float(value), lang))
    return message("brief-not-measured", lang)
