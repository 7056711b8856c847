"""``valuma figures``: figures of the catalogue, drawn into files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

import valuma as va
from valuma.cli.options import Subparsers, command, read
from valuma.cli.output import add_table_options, print_table, progress
from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.study.study import Study

_LANGUAGES = ("fi", "sv", "en")
_EXAMPLES = """\
  valuma figures --list                                  what there is
  valuma figures . --name profile-plane --lang fi        one figure: .svg .pdf .png .csv .txt
  valuma figures . --all --out build/figures             everything the study has data for, in three languages
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "figures", "draw figures of the catalogue", _EXAMPLES)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--list", action="store_true", help="list the catalogue")
    what.add_argument("--name", action="append", help="figure to draw; may be repeated")
    what.add_argument("--all", action="store_true", help="draw every figure")
    parser.add_argument("--lang", action="append", choices=_LANGUAGES, help="language; all three by default")
    parser.add_argument("--out", default="build/figures", help="folder to write to (default build/figures)")
    add_table_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    catalogue = va.figures.list()
    if options.list:
        lang = (options.lang or ["en"])[0]
        print_table(pd.DataFrame([{"name": entry.name, "shows": entry.shows(lang)} for entry in catalogue]), options)
        return 0
    study = read(options)
    folder = Path(options.out)
    languages = options.lang or _LANGUAGES
    if not options.all:
        for name in options.name:
            _draw(name, study, languages, folder)
        return 0
    drawn = 0
    for entry in catalogue:
        try:
            _draw(entry.name, study, languages, folder)
            drawn += 1
        except ValumaError as error:
            print(f"valuma: {entry.name} is not drawn: {error}", file=sys.stderr)
    return 0 if drawn else 1


def _draw(name: str, study: Study, languages: Sequence[str], folder: Path) -> None:
    """Draw one figure in some languages and write its files."""
    for lang in languages:
        with progress(f"drawing {name} ({lang})"):
            for path in va.figures.draw(name, study, lang=lang).save(folder):
                print(path)
