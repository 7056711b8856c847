"""``valuma status``: how far the cards of a study are."""

from __future__ import annotations

import argparse

import pandas as pd

from valuma.cli.options import Subparsers, command, read
from valuma.cli.output import add_table_options, print_table
from valuma.texts import known_of_stated, percent

_EXAMPLES = """\
  valuma status .                          a summary by group, then a row a network
  valuma status . --group finnish
  valuma status . --unknown                every field without an answer, by network
  valuma status . --unknown --csv > questions.csv
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "status", "how far the cards are: checked, known, sourced, lists complete", _EXAMPLES)
    parser.add_argument("--group", help="only the networks of one group, such as finnish")
    parser.add_argument("--unknown", action="store_true", help="list every field that is not known, by network")
    add_table_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from valuma.study.status import status, status_by_group

    table = status(read(options).select(group=options.group))
    if options.unknown:
        print_table(_unknown(table), options)
    elif options.json or options.csv:
        print_table(table, options)
    else:
        print_table(_readable_summary(status_by_group(table)), options)
        print()
        print_table(_readable(table), options)
    return 0


def _unknown(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row a field that is not known."""
    rows = table[["group", "network_id", "unknown_fields"]].explode("unknown_fields")
    return rows.dropna(subset="unknown_fields").rename(columns={"unknown_fields": "field"})


def _readable_summary(summary: pd.DataFrame) -> pd.DataFrame:
    names = {"without_own_source": "facts without own source", "unknown": "fields unknown"}
    return summary.rename(columns=names)


def _readable(table: pd.DataFrame) -> pd.DataFrame:
    """Leave what fits a screen."""
    members = [
        known_of_stated(*sizes, "en")
        for sizes in zip(table["known"], table["stated_low"], table["stated_high"], strict=True)
    ]
    return pd.DataFrame(
        {
            "network": table["network_id"],
            "status": table["status"],
            "unknown": table["unknown"],
            "members": members,
            "list": table["list_state"],
            "undated": [None if pd.isna(share) else percent(share, "en") for share in table["undated"]],
            "sources": table["sources"],
            "last seen": table["last_observed"],
        }
    )
