"""How a command shows what it would change, and writes it only when told to."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from valuma.cli.output import print_table, progress
from valuma.schema.problems import Problems, StudyError

if TYPE_CHECKING:
    from valuma.loaders.changes import Changes


def finish(changes: Changes, options: argparse.Namespace) -> int:
    """Show a change, check the study as it would be, and write it where ``--write`` is given.

    Parameters
    ----------
    changes : Changes
        What would change.
    options : Namespace
        With ``write``, ``json`` and ``csv``.

    Returns
    -------
    int
        0 when all is well, 1 where the study would have new errors.

    Raises
    ------
    StudyError
        The study would have new errors and ``--write`` was given; nothing was written.
    """
    as_data = options.json or options.csv
    if changes.changes or as_data:
        print_table(changes.frame, options)
    _say(changes.report)
    if not changes:
        _tell("nothing changes")
        return 0
    with progress("checking the study as it would be"):
        found = changes.check()
    if found.errors:
        raise StudyError("nothing was written: the study would not be right", found)
    _say(found)
    said = _count(changes)
    if not options.write:
        _tell(f"{said}; nothing was written; add --write to write it")
        return 0
    changes.write()
    _tell(f"{said}; written")
    return 0


def _count(changes: Changes) -> str:
    number, files = len(changes.changes), len(changes.files)
    return f"{number:,} change{'s' * (number != 1)} in {files:,} file{'s' * (files != 1)}"


def _say(problems: Problems) -> None:
    if problems:
        print(problems, file=sys.stderr)


def _tell(words: str) -> None:
    print(words, file=sys.stderr)
