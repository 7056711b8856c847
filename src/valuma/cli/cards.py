"""``valuma cards``: case cards to Excel and back, and sheets for coordinators to check."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.cli import cards_sheet
from valuma.cli.changing import finish
from valuma.cli.options import CallError, Subparsers
from valuma.cli.output import add_table_options, progress
from valuma.texts import LANGUAGES

if TYPE_CHECKING:
    from valuma.loaders.changes import Changes

_EXAMPLES = """\
  valuma cards export cards.xlsx                       all cards of this study folder
  valuma cards export cards.xlsx --network c6 --lang fi
  valuma cards import cards.xlsx                       what the workbook changes, and every error by its cell
  valuma cards import cards.xlsx --write               the same, and write it
  valuma cards sheet --network c6                      a page for the coordinator to check
"""
_EXPORT = """\
  valuma cards export cards.xlsx --lang sv
  valuma cards export two.xlsx --network c6 --network fisu --study my-study
"""
_IMPORT = """\
  valuma cards import cards.xlsx                                  show what would change
  valuma cards import cards.xlsx --write                          show it and write it
  valuma cards import case-c6-fi-corrections.xlsx --date 2020-05-04   a correction form of a coordinator
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    summary = "case cards to Excel and back, and sheets for coordinators to check"
    parser = _parser(commands, "cards", summary, _EXAMPLES)
    actions = parser.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    out = _parser(actions, "export", "write the cards to an Excel workbook", _EXPORT)
    out.add_argument("workbook", help="file to write, such as cards.xlsx")
    _add_study(out)
    out.add_argument("--network", action="append", metavar="NETWORK", help="only this network; may be repeated")
    out.add_argument("--lang", choices=LANGUAGES, help="language of headings and notes (default: that of study.toml)")
    out.add_argument("--replace", action="store_true", help="replace a file that is there")
    out.set_defaults(run=run_export)
    back = _parser(actions, "import", "read a filled workbook, or a correction form, and show what it changes", _IMPORT)
    back.add_argument("workbook", help="workbook that was filled in")
    _add_study(back)
    back.add_argument("--write", action="store_true", help="write what is shown")
    back.add_argument(
        "--take-workbook",
        action="store_true",
        help="let the workbook win over files that have changed since it was made",
    )
    back.add_argument("--date", metavar="DAY", help="of a correction form: day of the check, such as 2020-05-04")
    back.add_argument("--status", help="of a correction form: status the card gets")
    add_table_options(back)
    back.set_defaults(run=run_import)
    cards_sheet.add_subcommand(actions)


def run_export(options: argparse.Namespace) -> int:
    """Write the workbook."""
    from valuma.formats.files import atomic_write
    from valuma.loaders.card_workbook.exchange import export_cards

    path = Path(options.workbook)
    if path.suffix.lower() != ".xlsx":
        raise CallError(f"{path.name} does not end in .xlsx")
    if path.exists() and not options.replace:
        raise CallError(f"{path} is there already, perhaps filled in; add --replace to replace it")
    with progress("writing the workbook"):
        data = export_cards(options.study, options.network, options.lang)
        with atomic_write(path, "wb") as file:
            file.write(data)
    print(path)
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Show what a workbook changes, and write it where that is asked for."""
    with progress("reading the workbook"):
        changes = _changes(options)
    return finish(changes, options)


def _changes(options: argparse.Namespace) -> Changes:
    from valuma.formats.workbook.reading import read_workbook
    from valuma.loaders.card_workbook.exchange import kind_of_workbook, read_card_workbook
    from valuma.loaders.corrections.fields import FORM_KIND

    book = read_workbook(options.workbook)
    if kind_of_workbook(book) == FORM_KIND:
        if options.take_workbook:
            raise CallError(f"--take-workbook belongs to workbooks of cards; {book.file} is a correction form")
        from valuma.loaders.corrections.importing import import_form

        return import_form(options.workbook, options.study, date=options.date, status=options.status)
    for name in ("date", "status"):
        if getattr(options, name) is not None:
            raise CallError(f"--{name} belongs to correction forms; {book.file} is none")
    return read_card_workbook(book, options.study, take_workbook=options.take_workbook)


def _parser(
    commands: Subparsers[argparse.ArgumentParser], name: str, summary: str, examples: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_study(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--study", default=".", metavar="FOLDER", help="study folder (default: this one)")
