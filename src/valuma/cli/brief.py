"""``valuma brief``: the policy brief in three languages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import valuma as va
from valuma.cli.options import Subparsers, at_least_one, command, read
from valuma.texts import LANGUAGES

_EXAMPLES = """\
  valuma brief .                       build/brief/brief-fi.pdf, -sv.pdf, -en.pdf and .html
  valuma brief . --lang sv             one language
  valuma brief . --draws full          more random draws, for print
"""


def _draws(text: str) -> int | str:
    return "full" if text == "full" else at_least_one(text)


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "brief", "build the policy brief as accessible PDF and as one HTML page", _EXAMPLES)
    parser.add_argument("--lang", action="append", choices=LANGUAGES, help="language; all three by default")
    parser.add_argument("--out", help="folder to write to (default build/brief in the study folder)")
    parser.add_argument("--draws", type=_draws, help='number of random draws, or "full" (default: study.toml)')
    parser.add_argument("--seed", type=int, help="seed of the draws (default: study.toml)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    study = read(options)
    draws = study.settings.draws_full if options.draws == "full" else options.draws
    folder = Path(options.folder)
    made = va.report.brief(
        study,
        out=Path(options.out) if options.out else folder / "build" / "brief",
        lang=tuple(options.lang or LANGUAGES),
        texts=folder / "brief",
        progress=lambda words: print(f"{words} …", file=sys.stderr, flush=True),
        draws=draws,
        seed=options.seed,
    )
    for path in made.files:
        print(path)
    return 0
