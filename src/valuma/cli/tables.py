"""``valuma tables``: the numbers of the brief, its figures and annexes as Excel workbooks."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import valuma as va
from valuma.cli.options import CallError, Subparsers, at_least_one, command, read
from valuma.texts import LANGUAGES

_EXAMPLES = """\
  valuma tables . --xlsx                   build/tables/tables-fi.xlsx, -sv.xlsx, -en.xlsx
  valuma tables . --xlsx --lang sv         one language
  valuma tables . --xlsx --figure where    this figure only, beside the tables and results
"""


def _draws(text: str) -> int | str:
    return "full" if text == "full" else at_least_one(text)


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "tables", "write figures, tables and results as Excel workbooks", _EXAMPLES)
    parser.add_argument("--xlsx", action="store_true", help="write Excel workbooks (the one format there is)")
    parser.add_argument("--lang", action="append", choices=LANGUAGES, help="language; all three by default")
    parser.add_argument("--figure", action="append", metavar="NAME", help="only this figure; may be repeated")
    parser.add_argument("--out", help="folder to write to (default build/tables in the study folder)")
    parser.add_argument("--draws", type=_draws, help='number of random draws, or "full" (default: study.toml)')
    parser.add_argument("--seed", type=int, help="seed of the draws (default: study.toml)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if not options.xlsx:
        raise CallError("say in which format: valuma tables --xlsx")
    study = read(options)
    draws = study.settings.draws_full if options.draws == "full" else options.draws
    folder = Path(options.folder)
    made = va.report.tables(
        study,
        out=Path(options.out) if options.out else folder / "build" / "tables",
        lang=tuple(options.lang or LANGUAGES),
        texts=folder / "brief",
        figures=options.figure,
        progress=lambda words: print(f"{words} …", file=sys.stderr, flush=True),
        draws=draws,
        seed=options.seed,
    )
    for path in made.files:
        print(path)
    return 0
