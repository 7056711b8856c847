"""``valuma privacy``: what personal data a study holds; one respondent erased; answers whose time is over; a key."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.cli.options import CallError, Subparsers
from valuma.cli.output import add_table_options, print_table, progress
from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.loaders.erasing.respondent import Erasure

_EXAMPLES = """\
  valuma privacy report                     what personal data the surveys of this study hold, and on which basis
  valuma privacy erase k7Qp29x              show in which files a respondent stands; --write takes the rows out
  valuma privacy expire                     show answers that are kept for too long; --write deletes them
  valuma privacy key ../study.key           make the key of pseudonyms, outside version control
"""
_ERASE = """\
  valuma privacy erase k7Qp29x --survey actor-survey
  valuma privacy erase - < token.txt        the token stays out of the history of the shell
  valuma privacy erase k7Qp29x --write
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    summary = "personal data of a study: report, erase one respondent, delete expired answers, key of pseudonyms"
    parser = _parser(commands, "privacy", summary, _EXAMPLES)
    actions = parser.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    report = _parser(actions, "report", "say what is held, on which basis, how long, who may be shown", "")
    _add_study(report)
    _add_date(report)
    add_table_options(report)
    report.set_defaults(run=run_report)
    erase = _parser(actions, "erase", "take the answers of one respondent out of all files of the study", _ERASE)
    erase.add_argument("token", help="token of the respondent; - reads it from standard input")
    erase.add_argument("--survey", metavar="ID", help="only this survey")
    _add_writing(erase)
    erase.set_defaults(run=run_erase)
    expire = _parser(actions, "expire", "delete answers after the day until which they may be kept", "")
    _add_writing(expire)
    expire.set_defaults(run=run_expire)
    key = _parser(actions, "key", "make a key of pseudonyms that only its owner can read", "")
    key.add_argument("file", help="file to write, such as ../study.key; never one that is there")
    key.set_defaults(run=run_key)


def run_report(options: argparse.Namespace) -> int:
    """Say what personal data the surveys of a study hold."""
    from valuma.loaders.held_data import NOT_STATED, held_data

    _check_folder(options.folder)
    with progress("reading the surveys"):
        table = held_data(options.folder, today=_day(options))
    print_table(table, options)
    open_points = int((table["says"] == NOT_STATED).sum())
    if open_points:
        said = f"{open_points} points are" if open_points > 1 else "1 point is"
        print(f"note: {said} not stated; [privacy] in survey.toml states them", file=sys.stderr)
    return 0


def run_erase(options: argparse.Namespace) -> int:
    """Show in which files a respondent stands, and take the rows out where that is asked for."""
    from valuma.loaders.erasing.respondent import erase_respondent

    token = (sys.stdin.readline() if options.token == "-" else options.token).strip()
    if not token:
        raise CallError("the token is empty")
    _check_folder(options.folder)
    with progress("looking for the respondent"):
        found = erase_respondent(options.folder, token, survey=options.survey)
    return _finish(found, options)


def run_expire(options: argparse.Namespace) -> int:
    """Show answers whose time is over, and delete them where that is asked for."""
    from valuma.loaders.erasing.respondent import erase_expired

    day = _day(options)
    _check_folder(options.folder)
    with progress("reading the surveys"):
        found = erase_expired(options.folder, day)
    if not found.rows:
        print("nothing is kept for too long", file=sys.stderr)
        return 0
    return _finish(found, options)


def run_key(options: argparse.Namespace) -> int:
    """Make a key of pseudonyms."""
    from valuma.loaders.key_file import make_key

    print(make_key(options.file))
    print("note: who holds this file can tell who stands behind a pseudonym; it goes nowhere", file=sys.stderr)
    return 0


def _finish(found: Erasure, options: argparse.Namespace) -> int:
    root = Path(options.folder)
    print_table(found.frame(root), options)
    if not options.write:
        print("nothing was written; add --write to write it", file=sys.stderr)
        return 0
    found.write(root, _day(options))
    print("written; the record is in erased.csv beside survey.toml", file=sys.stderr)
    print("note: copies, drafts, exports and versions that git keeps are not searched", file=sys.stderr)
    return 0


def _check_folder(folder: str) -> None:
    """Refuse a folder that is no study: that nothing is held there says nothing of the study."""
    root = Path(folder)
    if not root.is_dir():
        raise ValumaError(f"{folder}: no such folder; expected a study folder")
    if not (root / "study.toml").is_file():
        raise ValumaError(f"{folder}: no study.toml; expected a study folder")


def _day(options: argparse.Namespace) -> dt.date:
    if options.date is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(options.date)
    except ValueError as error:
        raise CallError(f"--date {options.date} is no day; write it as 2027-01-31") from error


def _parser(
    commands: Subparsers[argparse.ArgumentParser], name: str, summary: str, examples: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"examples:\n{examples}" if examples else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_study(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", default=".", help="study folder (default: this one)")


def _add_date(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--date", metavar="DAY", help="day that counts as today, such as 2027-01-31")


def _add_writing(parser: argparse.ArgumentParser) -> None:
    _add_study(parser)
    _add_date(parser)
    parser.add_argument("--write", action="store_true", help="write what is shown")
    add_table_options(parser)
