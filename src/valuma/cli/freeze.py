"""``valuma freeze``: keep what the report says now as a draft."""

from __future__ import annotations

import argparse
import sys

import valuma as va
from valuma.cli.options import Subparsers

_EXAMPLES = """\
  valuma freeze draft-1                    drafts/draft-1/ in this study folder
  valuma freeze draft-1 my-study           in another one
  valuma freeze draft-1 --date 2020-05-01  with the day it was sent
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    summary = "keep what the report says now, with all its inputs, as a draft"
    parser = commands.add_parser(
        "freeze",
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"examples:\n{_EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", help="name of the draft: lower-case letters, digits and hyphens, such as draft-1")
    parser.add_argument("folder", nargs="?", default=".", help="study folder (default: this one)")
    parser.add_argument("--replace", action="store_true", help="put it in the place of a draft of this name")
    parser.add_argument("--date", default="", help="a day to be written into the draft (default: none)")
    parser.add_argument("--draws", type=_draws, help="number of random draws, at least 99 (default: study.toml)")
    parser.add_argument("--seed", type=int, help="seed of the draws (default: study.toml)")
    parser.set_defaults(run=run)


def _draws(text: str) -> int:
    from valuma.report.drafts.api import FEWEST_DRAWS

    draws = int(text)
    if draws < FEWEST_DRAWS:
        raise argparse.ArgumentTypeError(f"{draws} is too few; expected at least {FEWEST_DRAWS}, as in study.toml")
    return draws


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    folder = va.report.freeze(
        options.folder,
        options.name,
        replace_existing=options.replace,
        date=options.date,
        draws=options.draws,
        seed=options.seed,
        progress=lambda words: print(f"{words} …", file=sys.stderr, flush=True),
    )
    print(folder)
    return 0
