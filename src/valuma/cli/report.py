"""``valuma report``: the report with annexes as Word files, also in the commissioner's template."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import valuma as va
from valuma.cli.options import CallError, Subparsers, add_product_options, command, product_options, read
from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.study.study import Study

_EXAMPLES = """\
  valuma report . --docx                              build/report/report-fi.docx, -sv.docx, -en.docx
  valuma report . --docx --template ministry.docx     in the styles, header and cover of a template
  valuma report . --docx --lang sv --no-annexes       one language, the text alone
  valuma report . --docx --annex networks --annex sources
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "report", "write the report with its annexes as Word files", _EXAMPLES)
    parser.add_argument("--docx", action="store_true", help="write Word files (the one format there is)")
    parser.add_argument("--template", help="a .docx or .dotx whose styles, header and cover the report takes")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--annex", action="append", metavar="NAME", help="only this annex; may be repeated")
    chosen.add_argument("--no-annexes", action="store_true", help="the text alone")
    parser.add_argument("--network", action="append", metavar="NETWORK", help="networks with a case sheet, or all")
    add_product_options(parser, "report")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if not options.docx:
        raise CallError("say in which format: valuma report --docx")
    annexes = _annexes(options)
    study = read(options)
    networks = _networks(options, study)
    made = va.report.word(
        study,
        template=options.template,
        annexes=annexes,
        networks=networks,
        **product_options(options, study, "report"),
    )
    for path in made.files:
        print(path)
    for note in made.notes:
        print(f"note: {note}")
    return 0


def _annexes(options: argparse.Namespace) -> list[str] | None:
    """Names of the annexes that were asked for; a name that is not there is a wrong call."""
    if options.network and (options.no_annexes or "case-sheets" not in (options.annex or ["case-sheets"])):
        left = "--no-annexes" if options.no_annexes else "--annex without case-sheets"
        raise CallError(f"--network asks for case sheets, which {left} leaves out; take one of the two away")
    if options.no_annexes:
        return []
    if options.annex:
        from valuma.report.annexes import entries

        known = [entry.name for entry in entries()]
        for name in options.annex:
            if name not in known:
                raise CallError(f"there is no annex {name!r}; expected one of {', '.join(known)}")
        return list(options.annex)
    return None


def _networks(options: argparse.Namespace, study: Study) -> list[str] | str | None:
    """Names of the networks that were asked for, checked before anything is measured or drawn."""
    from valuma.report.annexes.case_sheets import sheet_networks

    wanted = "all" if options.network and "all" in options.network else options.network
    try:
        sheet_networks(study, wanted)
    except ValumaError as error:
        raise CallError(str(error)) from error
    return wanted
