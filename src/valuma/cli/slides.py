"""``valuma slides``: key numbers, findings, figures and tables as slides, also in somebody's template."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import valuma as va
from valuma.cli.options import CallError, Subparsers, at_least_one, command, read
from valuma.texts import LANGUAGES

_EXAMPLES = """\
  valuma slides . --pptx                              build/slides/slides-fi.pptx, -sv.pptx, -en.pptx
  valuma slides . --pptx --template ministry.potx     with the layouts, colours and type of a template
  valuma slides . --pptx --lang en --figure where     one language, this figure only
"""


def _draws(text: str) -> int | str:
    return "full" if text == "full" else at_least_one(text)


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "slides", "make slides: a figure a slide, sources in the notes", _EXAMPLES)
    parser.add_argument("--pptx", action="store_true", help="write PowerPoint files (the one format there is)")
    parser.add_argument("--template", help="a .pptx or .potx whose layouts, colours and type the slides take")
    parser.add_argument("--lang", action="append", choices=LANGUAGES, help="language; all three by default")
    parser.add_argument("--figure", action="append", metavar="NAME", help="only this figure; may be repeated")
    parser.add_argument("--out", help="folder to write to (default build/slides in the study folder)")
    parser.add_argument("--draws", type=_draws, help='number of random draws, or "full" (default: study.toml)')
    parser.add_argument("--seed", type=int, help="seed of the draws (default: study.toml)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if not options.pptx:
        raise CallError("say in which format: valuma slides --pptx")
    study = read(options)
    draws = study.settings.draws_full if options.draws == "full" else options.draws
    folder = Path(options.folder)
    made = va.report.slides(
        study,
        out=Path(options.out) if options.out else folder / "build" / "slides",
        lang=tuple(options.lang or LANGUAGES),
        texts=folder / "brief",
        template=options.template,
        figures=options.figure,
        progress=lambda words: print(f"{words} …", file=sys.stderr, flush=True),
        draws=draws,
        seed=options.seed,
    )
    for path in made.files:
        print(path)
    for note in made.notes:
        print(f"note: {note}")
    return 0
