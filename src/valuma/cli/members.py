"""``valuma members import``: a member list as people keep it into the study."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from valuma.cli.options import CallError, Subparsers
from valuma.cli.output import add_table_options, print_table, progress
from valuma.schema.vocabularies import Role

if TYPE_CHECKING:
    from valuma.loaders.members.importing import MemberImport
    from valuma.loaders.members.source import NewSource

_EXAMPLES = """\
examples:
  valuma members import list.xlsx --network ring --source ring-list             show what would change
  valuma members import list.xlsx --network ring --source ring-list --write     write it
  valuma members import list.xlsx --network ring --source ring-list \\
      --source-title "Members of the ring" --source-publisher "Ring of towns" --source-published 2020 --write
  valuma members import list.xlsx --network ring --source ring-list --sheet 2020 --column B --role partner

Names that do not lead to one actor wait in cases/<group>/<network>/names.csv. Write an actor_id, new or leave-out
into its column decision and run the same command again.
"""

#: Outcomes that are only counted in the table for people.
_COUNTED = ("already there",)


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    summary = "read member lists from Excel or CSV into a study"
    members = commands.add_parser("members", help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    actions = members.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    summary = "link the names of a list to actors, show the change, write it with --write"
    parser = actions.add_parser(
        "import",
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}. Columns with names of persons, e-mail addresses and "
        "phone numbers are not read.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("list", metavar="LIST", help="the list: .xlsx, .xlsm or CSV")
    parser.add_argument("--network", required=True, help="network whose members the list names")
    parser.add_argument("--source", required=True, metavar="SOURCE_ID", help="source the list is, of sources.csv")
    parser.add_argument("--study", dest="folder", default=".", metavar="FOLDER", help="study folder (default: .)")
    parser.add_argument("--write", action="store_true", help="write the change; without it nothing is written")
    _reading_options(parser)
    _source_options(parser)
    add_table_options(parser)
    parser.set_defaults(run=run)


def _reading_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how the list is read")
    group.add_argument("--sheet", help="sheet with the list, where there are several")
    group.add_argument("--column", help="column of the names: its heading or its letter")
    group.add_argument("--role", choices=[str(role) for role in Role], default="member", help="role where none is said")
    group.add_argument(
        "--role-word",
        action="append",
        default=[],
        metavar="WORD=ROLE",
        help="what a word means; or =leave-out",
    )
    group.add_argument("--date", type=_date, help="year or day for which the names hold (default: year of the source)")
    group.add_argument("--notes", action="store_true", help="also read the column of remarks")
    group.add_argument("--remove-absent", action="store_true", help="remove rows of this source that the list lacks")


def _source_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("to add the source in the same change")
    group.add_argument("--source-title", metavar="TEXT", help="title")
    group.add_argument("--source-publisher", metavar="TEXT", help="publisher")
    group.add_argument("--source-url", metavar="URL", default="", help="address")
    group.add_argument("--source-published", metavar="DATE", default="", help="year, month or day: 2020-05-31")


def _date(text: str) -> dt.date | int:
    try:
        return int(text) if len(text) == 4 else dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a year nor a day such as 2020-05-31") from None


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from valuma.loaders.members.importing import import_members

    with progress("reading the study and the list"):
        made = import_members(
            options.folder,
            options.list,
            network=options.network,
            source=options.source,
            new_source=_new_source(options),
            sheet=options.sheet,
            column=options.column,
            role=options.role,
            role_words=_role_words(options.role_word),
            date=options.date,
            notes=options.notes,
            remove_absent=options.remove_absent,
        )
    for_programs = options.json or options.csv
    if for_programs:
        print_table(made.frame, options)
    told = sys.stderr if for_programs else sys.stdout
    _tell(made, options, told, table=not for_programs)
    changed, written = bool(made.changes), list[Path]()
    if options.write and changed:
        with progress("checking and writing"):
            written = made.write()
    _tell_next(made, told, written, changed=changed)
    return _tell_errors(made, told) if changed and not options.write else 0


def _new_source(options: argparse.Namespace) -> NewSource | None:
    from valuma.loaders.members.source import NewSource

    title, publisher = options.source_title, options.source_publisher
    if not any((title, publisher, options.source_url, options.source_published)):
        return None
    if not title or not publisher:
        raise CallError("a new source needs --source-title and --source-publisher")
    return NewSource(title, publisher, options.source_url, options.source_published)


def _role_words(given: list[str]) -> dict[str, str]:
    words = {}
    for text in given:
        word, sign, role = text.rpartition("=")
        if not sign or not word.strip():
            raise CallError(f"--role-word {text!r}: expected WORD=ROLE, such as 'Varajäsen=member'")
        words[word.strip()] = role.strip()
    return words


def _tell(made: MemberImport, options: argparse.Namespace, out: TextIO, *, table: bool) -> None:
    """Say what was read, linked and would change."""
    header = "no header" if made.members.header_row is None else f"header in row {made.members.header_row}"
    print(
        f"{made.members.file}, sheet {made.members.sheet!r}, {header}, names under {made.members.name_column!r}",
        file=out,
    )
    print(f"{len(made.linkage)} names: {repr(made.linkage)[10:-1]}", file=out)
    if len(made.report):
        print(f"\n{made.report}", file=out)
    registry = made.changes.frame
    registry = registry[registry["table"].isin(["sources", "actors"])]
    if table:
        shown = made.frame[~made.frame["what"].isin(_COUNTED)].drop(columns=["place", "notes"])
        for part in (registry[["table", "key", "becomes"]], shown.loc[:, (shown != "").any()]):
            if not part.empty:
                print(file=out)
                print_table(part, options)
        _tell_remarks(made, out)
    counts = [f"{number} {'waiting' if what == 'waits' else what}" for what, number in made.counts.items()]
    new = registry["table"].value_counts()
    counts += [
        f"{new[name]} new {name[:-1] if new[name] == 1 else name}" for name in ("actors", "sources") if name in new
    ]
    print(f"\n{options.network}: {', '.join(counts)}", file=out)


def _tell_remarks(made: MemberImport, out: TextIO) -> None:
    """Print the remarks that are written, whole: a table would cut them."""
    remarks = made.frame[(made.frame["what"] == "added") & (made.frame["notes"] != "")]
    if not remarks.empty:
        print("\nremarks that are written:", file=out)
    for row in remarks.to_dict("records"):
        print(f"  {row['name']}: {row['notes']}", file=out)


def _tell_errors(made: MemberImport, out: TextIO) -> int:
    """Say why the change could not be written as it is; return the exit code."""
    with progress("checking the study as it would be"):
        errors = made.changes.check().errors
    if errors:
        print("\nit cannot be written yet: the study would not be right", file=out)
        for item in errors:
            print(item, file=out)
    return 1 if errors else 0


def _tell_next(made: MemberImport, out: TextIO, written: list[Path], *, changed: bool) -> None:
    """Say what was written and what to do next."""
    for path in written:
        print(f"wrote {path}", file=out)
    if not changed:
        print("nothing changes", file=out)
    elif not written:
        print("nothing was written; add --write to write it", file=out)
    if made.waiting:
        one = len(made.waiting) == 1
        wait = ("waits" if one else "wait") if written or not changed else "would wait"
        todo = "write an actor_id, new or leave-out into decision and run the same command again"
        print(f"{len(made.waiting)} name{'' if one else 's'} {wait} in {made.names_file}: {todo}", file=out)
    absent = made.counts.get("not in the list", 0)
    if absent:
        rows = "1 row" if absent == 1 else f"{absent} rows"
        print(f"{rows} of {made.source} not in the list stay; --remove-absent removes them", file=out)
