"""``valuma check``: all problems of a study folder at once."""

from __future__ import annotations

import argparse
from pathlib import Path

import valuma as va
from valuma.cli.options import Subparsers, command
from valuma.cli.output import add_table_options, print_table, progress

_EXAMPLES = """\
  valuma check .              errors, warnings and notes; exit code 1 when there is an error
  valuma check . --json       the same for a program
  valuma check . --readme     also whether the numbers in cases/README.md are those of the data
  valuma check . --renew      write the numbers and tables of cases/README.md anew
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "check", "check a study folder and tell every problem at once", _EXAMPLES)
    parser.add_argument("--readme", action="store_true", help="also check the numbers in cases/README.md")
    parser.add_argument("--renew", action="store_true", help="write the numbers in cases/README.md anew")
    add_table_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from valuma.loaders import case_readme

    with progress("checking the study"):
        problems = va.check(options.folder)
        if (options.readme or options.renew) and not problems.errors:
            study = va.read_study(options.folder)
            page = Path(options.folder) / "cases" / "README.md"
            if options.renew:
                case_readme.renew(page, study)
            problems.extend(case_readme.check(page, study))
    if options.json or options.csv:
        print_table(problems.frame, options)
    else:
        print(problems)
    return 1 if problems.errors else 0
