"""``valuma survey``: codebook, form, tables and open answers of a survey."""

from __future__ import annotations

import argparse

from valuma.cli import survey_codebook, survey_open, survey_questionnaire, survey_tabulate
from valuma.cli.options import Subparsers

_ACTIONS = (survey_codebook, survey_questionnaire, survey_tabulate, survey_open)


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    summary = "codebook, form, tables and open answers of a survey"
    parser = commands.add_parser("survey", help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    actions = parser.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    for module in _ACTIONS:
        module.add_action(actions)
