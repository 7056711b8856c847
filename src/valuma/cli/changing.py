"""How a command shows what it would change, and writes it only when told to."""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from typing import TYPE_CHECKING

from valuma.cli.output import print_table, progress
from valuma.schema.problems import Problems, StudyError

if TYPE_CHECKING:
    from valuma.loaders.changes import Changes

#: Characters of a cell that a table shows.
_FITS = 60
#: Between the fields of a whole row.
_NEXT_FIELD = re.compile(r", (?=[a-z_][\w.]*=)")


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
        if as_data:
            print_table(changes.frame, options)
        else:
            _show(changes, options)
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


def _show(changes: Changes, options: argparse.Namespace) -> None:
    """Print changes that fit a table as one, and below it those that would be cut, a line a field."""
    frame = changes.frame
    long = frame.map(len).gt(_FITS).any(axis=1)
    if not long.all():
        print_table(frame[~long], options)
    for number, row in enumerate(frame[long].to_dict("records")):
        if number or not long.all():
            print()
        print(": ".join(row[name] for name in ("network", "table", "key") if row[name]))
        for line in _lines(row["field"], row["was"], row["becomes"]):
            print(textwrap.fill(line, 100, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False))


def _lines(field: str, was: str, becomes: str) -> list[str]:
    """Return one change in lines; of a whole row, one a field."""
    if not was or not becomes:
        what = "new" if becomes else "taken away"
        parts = _NEXT_FIELD.split(was or becomes)
        return [f"{field}: {what}", *parts] if len(parts) > 1 else [f"{field}: {what}: {parts[0]}"]
    return [f"{field} was: {was}", f"{field} becomes: {becomes}"]


def _count(changes: Changes) -> str:
    number, files = len(changes.changes), len(changes.files)
    return f"{number:,} change{'s' * (number != 1)} in {files:,} file{'s' * (files != 1)}"


def _say(problems: Problems) -> None:
    if problems:
        print(problems, file=sys.stderr)


def _tell(words: str) -> None:
    print(words, file=sys.stderr)
