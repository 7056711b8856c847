"""The command ``valuma``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from valuma import __version__
from valuma.cli import (
    brief,
    cards,
    check,
    diff,
    figures,
    freeze,
    graph,
    members,
    metrics,
    privacy,
    report,
    slides,
    status,
    survey,
    tables,
)
from valuma.cli.options import CallError
from valuma.schema.problems import StudyError, ValumaError

_COMMANDS = (
    check, status, members, cards, survey, privacy, graph, metrics, figures, brief, report, tables, slides,
    freeze, diff,
)  # fmt: skip

_DESCRIPTION = """\
From cases, member lists and survey answers to network cooperation, its measures and a policy brief.

examples:
  valuma check .                                   all problems of a study folder at once
  valuma members import list.xlsx --network mal-verkosto --source mal-2020   a member list from Excel
  valuma cards export cards.xlsx                   cards and lists as one workbook to fill in
  valuma survey codebook answers.sav --draft       a first survey.toml for a file of answers
  valuma graph . --case mal-verkosto -o mal.graphml   the graph as a file for Gephi, igraph or networkx
  valuma metrics . --group finnish                 cooperation profile, one row a network
  valuma figures . --name profile-plane --lang fi  one figure
  valuma brief .                                   the policy brief in three languages
  valuma report . --docx                           the report with its annexes for Word
  valuma freeze draft-1                            keep a draft; valuma diff draft-1 says what changed since
"""

_EPILOG = "exit codes: 0 all is well; 1 the input has errors; 2 the call is wrong; 130 stopped by the user"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line.

    Returns
    -------
    ArgumentParser
        With one sub-parser a command.
    """
    top = argparse.ArgumentParser(
        prog="valuma", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"valuma {__version__}")
    commands = top.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for module in _COMMANDS:
        module.add_command(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words after ``valuma``; by default those of the process.

    Returns
    -------
    int
        0 when all is well, 1 for errors in the input, 2 for a wrong call, 130 when interrupted.
    """
    try:
        options = parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return int(options.run(options))
    except CallError as error:
        print(f"valuma: {error}", file=sys.stderr)
        return 2
    except StudyError as error:
        print(f"valuma: {error.summary}\n{error.problems}", file=sys.stderr)
        return 1
    except ValumaError as error:
        print(f"valuma: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"valuma: {place}{error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("valuma: stopped", file=sys.stderr)
        return 130


def run() -> None:
    """Run the command line and leave with its exit code; a reader that went away is no error."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
