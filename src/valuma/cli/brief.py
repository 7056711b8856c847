"""``valuma brief``: the policy brief in three languages."""

from __future__ import annotations

import argparse

import valuma as va
from valuma.cli.options import Subparsers, add_product_options, command, product_options, read

_EXAMPLES = """\
  valuma brief .                       build/brief/brief-fi.pdf, -sv.pdf, -en.pdf and .html
  valuma brief . --lang sv             one language
  valuma brief . --draws full          more random draws, for print
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "brief", "build the policy brief as accessible PDF and as one HTML page", _EXAMPLES)
    add_product_options(parser, "brief")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    study = read(options)
    made = va.report.brief(
        study,
        **product_options(options, study, "brief"),
    )
    for path in made.files:
        print(path)
    return 0
