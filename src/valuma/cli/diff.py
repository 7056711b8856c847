"""``valuma diff``: which numbers changed since a draft, by how much, and because of which input."""

from __future__ import annotations

import argparse
import json
import sys

import valuma as va
from valuma.cli.options import Subparsers
from valuma.cli.output import print_table
from valuma.texts import LANGUAGES

_EXAMPLES = """\
  valuma diff draft-1                    what changed since draft 1, and why
  valuma diff draft-1 --quick            without looking for causes
  valuma diff draft-1 --with draft-2     from one draft to another
  valuma diff draft-1 --lang sv --csv    the numbers, for a spreadsheet
  valuma diff draft-1 --json             numbers, causes, inputs, texts and notes, for a program
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    summary = "say which numbers changed since a draft, by how much, and because of which input"
    parser = commands.add_parser(
        "diff",
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"examples:\n{_EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", help="name of the draft, as given to valuma freeze")
    parser.add_argument("folder", nargs="?", default=".", help="study folder (default: this one)")
    parser.add_argument("--with", dest="other", metavar="DRAFT", help="a newer draft (default: the folder as it is)")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the text (default: that of the study)")
    parser.add_argument("--results-only", action="store_true", help="all named results, printed or not, and no texts")
    parser.add_argument("--quick", action="store_true", help="do not measure again to find causes")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print everything as one JSON object")
    form.add_argument("--csv", action="store_true", help="print the numbers as CSV")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    found = va.report.diff(
        options.folder,
        options.name,
        with_draft=options.other,
        lang=options.lang,
        results_only=options.results_only,
        quick=options.quick,
        progress=lambda words: print(f"{words} …", file=sys.stderr, flush=True),
    )
    if options.json:
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
    elif options.csv:
        print_table(found.frame, options)
    else:
        print(found.summary())
    return 0
