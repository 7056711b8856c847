"""``valuma tables``: the numbers of the brief, its figures and annexes as Excel workbooks."""

from __future__ import annotations

import argparse

import valuma as va
from valuma.cli.options import CallError, Subparsers, add_product_options, command, product_options, read

_EXAMPLES = """\
  valuma tables . --xlsx                   build/tables/tables-fi.xlsx, -sv.xlsx, -en.xlsx
  valuma tables . --xlsx --lang sv         one language
  valuma tables . --xlsx --figure where    this figure only, beside the tables and results
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "tables", "write figures, tables and results as Excel workbooks", _EXAMPLES)
    parser.add_argument("--xlsx", action="store_true", help="write Excel workbooks (the one format there is)")
    parser.add_argument("--figure", action="append", metavar="NAME", help="only this figure; may be repeated")
    add_product_options(parser, "tables")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if not options.xlsx:
        raise CallError("say in which format: valuma tables --xlsx")
    study = read(options)
    made = va.report.tables(
        study,
        figures=options.figure,
        **product_options(options, study, "tables"),
    )
    for path in made.files:
        print(path)
    for note in made.notes:
        print(f"note: {note}")
    return 0
