"""``valuma metrics``: measures of cooperation as a table."""

from __future__ import annotations

import argparse
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

import valuma as va
from valuma.cli.options import CallError, Subparsers, add_graph_options, at_least_one, command, graph_of, read
from valuma.cli.output import add_table_options, print_table, progress
from valuma.texts import interval, known_of_stated, percents

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph
    from valuma.study.settings import StudySettings

_SHOWN = ("themes_span", "sector_mix", "side_mix", "tier_mix", "region_mix")
_EXAMPLES = """\
  valuma metrics . --group finnish                    cooperation profile, one row a network
  valuma metrics . --mixing tier --csv                who meets whom across tiers
  valuma metrics . --contact --group finnish          local actors in contact with national and State actors
  valuma metrics . --chance side --draws 999 --seed 1 against shuffled labels
  valuma metrics . --sensitivity --group finnish      both codings, with and without funders
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "metrics", "measure cooperation across branches, sides, tiers and regions", _EXAMPLES)
    add_graph_options(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--mixing", metavar="ATTRIBUTE", help="mixing matrix over an attribute")
    what.add_argument("--chance", metavar="ATTRIBUTE", help="compare with what chance alone would give")
    what.add_argument("--contact", action="store_true", help="contact of local actors with national and State actors")
    what.add_argument("--sensitivity", action="store_true", help="headline measures under both codings")
    what.add_argument("--completeness", action="store_true", help="known and stated members of each list")
    parser.add_argument("--coding", choices=["A", "B"], default="A", help="coding of general authorities (default A)")
    parser.add_argument("--pairs", choices=["newman", "count", "equal"], default="newman", help="weight of a pair")
    parser.add_argument("--null", choices=["labels", "degrees"], default="labels", help="what chance redraws")
    parser.add_argument("--draws", type=at_least_one, help="number of random draws (default: study.toml)")
    parser.add_argument("--seed", type=int, help="seed of the draws (default: study.toml)")
    add_table_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.completeness and (options.year is not None or options.role):
        raise CallError("--completeness counts members as each stated size says; it takes no --year and no --role")
    study = read(options)
    if options.completeness:
        print_table(study.select(group=options.group, network=options.case).completeness(), options)
        return 0
    graph = graph_of(study, options)
    with progress("measuring"):
        frame = _measure(graph, study.settings, options)
    print_table(frame.reset_index(), options)
    return 0


def _measure(graph: ActorNetworkThemeGraph, settings: StudySettings, options: argparse.Namespace) -> pd.DataFrame:
    if options.mixing:
        mixing = va.metrics.mixing(graph, options.mixing, pairs=options.pairs, coding=options.coding)
        return mixing.frame.rename_axis(options.mixing)
    if options.chance:
        return va.metrics.chance(
            graph,
            options.chance,
            null=options.null,
            coding=options.coding,
            draws=settings.draws if options.draws is None else options.draws,
            seed=settings.seed if options.seed is None else options.seed,
        ).frame
    if options.contact:
        return va.metrics.contact(graph, coding=options.coding).frame.rename_axis("scope")
    if options.sensitivity:
        return va.metrics.sensitivity(graph).frame.set_index("scope")
    profile = va.metrics.cooperation_profile(graph, coding=options.coding)
    return profile.frame if options.json or options.csv else _readable(profile.frame)


def _readable(profile: pd.DataFrame) -> pd.DataFrame:
    """Leave what fits a screen: known and stated members, and each measure as one number or as bounds."""
    rows = {}
    for network, row in profile.to_dict("index").items():
        known = row["members"] if pd.isna(row["known"]) else row["known"]
        rows[network] = {
            "members": known_of_stated(known, row["stated_low"], row["stated_high"], "en"),
            **{name: _said(row, name) for name in _SHOWN},
            "bounds by": row["bounds_by"],
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("network_id")


def _said(row: Mapping[Hashable, Any], name: str) -> str:
    value, low, high = row[name], row[f"{name}_low"], row[f"{name}_high"]
    if pd.isna(low) or pd.isna(high):
        low = high = value
    if pd.isna(low):
        return "–"
    return percents(low, high, "en") if name.endswith("_mix") else interval(low, high, "en", 1)
