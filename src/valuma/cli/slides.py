"""``valuma slides``: key numbers, findings, figures and tables as slides, also in somebody's template."""

from __future__ import annotations

import argparse

import valuma as va
from valuma.cli.options import CallError, Subparsers, add_product_options, command, product_options, read

_EXAMPLES = """\
  valuma slides . --pptx                              build/slides/slides-fi.pptx, -sv.pptx, -en.pptx
  valuma slides . --pptx --template ministry.potx     with the layouts, colours and type of a template
  valuma slides . --pptx --lang en --figure where     one language, this figure only
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "slides", "make slides: a figure a slide, sources in the notes", _EXAMPLES)
    parser.add_argument("--pptx", action="store_true", help="write PowerPoint files (the one format there is)")
    parser.add_argument("--template", help="a .pptx or .potx whose layouts, colours and type the slides take")
    parser.add_argument("--figure", action="append", metavar="NAME", help="only this figure; may be repeated")
    add_product_options(parser, "slides")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if not options.pptx:
        raise CallError("say in which format: valuma slides --pptx")
    study = read(options)
    made = va.report.slides(
        study,
        template=options.template,
        figures=options.figure,
        **product_options(options, study, "slides"),
    )
    for path in made.files:
        print(path)
    for note in made.notes:
        print(f"note: {note}")
    return 0
