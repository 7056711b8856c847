"""``valuma cards sheet``: a page a network for its coordinator to check, with a form for corrections."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import valuma as va
from valuma.cli.options import CallError, Subparsers
from valuma.cli.output import progress
from valuma.texts import LANGUAGES

_EXAMPLES = """\
  valuma cards sheet --network mal-verkosto --lang fi    one sheet and its form, in build/sheets
  valuma cards sheet --group nordic --lang sv --lang en  all networks of a group in two languages

what came back is read with: valuma cards import case-mal-verkosto-fi-corrections.xlsx --date 2020-05-04
"""


def add_subcommand(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add ``sheet`` to the command ``cards``."""
    parser = commands.add_parser(
        "sheet",
        help="write one-page sheets for coordinators to check, each with a form for corrections",
        description="Write one-page sheets (PDF/UA-1) for coordinators to check, each with a form for corrections.",
        epilog=f"examples:\n{_EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--network", action="append", metavar="NETWORK", help="this network; may be repeated")
    parser.add_argument("--group", action="append", metavar="GROUP", help="the networks of this group")
    parser.add_argument("--all", action="store_true", help="all networks of the study")
    parser.add_argument("--lang", action="append", choices=LANGUAGES, help="language (default: that of study.toml)")
    parser.add_argument("--out", help="folder to write to (default build/sheets in the study folder)")
    parser.add_argument("--no-form", action="store_true", help="write the PDF only")
    parser.add_argument("--study", default=".", metavar="FOLDER", help="study folder (default: this one)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if not (options.network or options.group or options.all):
        raise CallError("name a --network or a --group, or ask for --all")
    with progress("reading the study"):
        study = va.read_study(options.study)
    made = va.report.case_sheets(
        study,
        Path(options.out) if options.out else Path(options.study) / "build" / "sheets",
        tuple(options.lang or (study.settings.language,)),
        options.network,
        group=options.group,
        forms=not options.no_form,
        progress=lambda words: print(f"{words} …", file=sys.stderr, flush=True),
    )
    for path in made:
        print(path)
    return 0
