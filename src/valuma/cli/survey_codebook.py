"""``valuma survey codebook``: what the variables of a survey are; a first ``survey.toml``; files for an archive."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.cli.options import CallError, Subparsers
from valuma.cli.output import add_table_options, print_table, progress
from valuma.texts import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from valuma.survey.survey import Survey

_EXAMPLES = """\
examples:
  valuma survey codebook answers.sav                         variables, labels, missing codes, blocks
  valuma survey codebook answers.por --codebook FSD3187.xml  with the codebook of an archive laid over
  valuma survey codebook --draft answers.sav --out survey.toml    a first survey.toml, to be completed
  valuma survey codebook surveys/actor-survey --markdown --lang sv   the codebook as a page in Swedish
  valuma survey codebook surveys/actor-survey --ddi --out actor-survey.xml   for an archive
"""
_FORMS = ("draft", "markdown", "ddi")


def add_action(actions: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the action to ``valuma survey``."""
    summary = "the codebook of a survey as a table or page, a first survey.toml, a DDI codebook"
    parser = actions.add_parser(
        "codebook",
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}. What was met while the file was read is told on standard "
        "error. Nothing of it holds answers or counts.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("survey", help="file of answers, folder with survey.toml, or a DDI codebook")
    parser.add_argument("--codebook", metavar="FILE", help="survey.toml, DDI codebook or .lss to lay over the answers")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--draft", action="store_true", help="a first survey.toml made from what the file says")
    form.add_argument("--markdown", action="store_true", help="a page to read")
    form.add_argument("--ddi", action="store_true", help="a DDI Codebook 2.5 for an archive")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of labels (default: that of the survey)")
    parser.add_argument("--out", metavar="FILE", help="write there instead of printing; what is there already stays")
    add_table_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the action."""
    chosen = next((form for form in _FORMS if getattr(options, form)), None)
    if chosen and (options.json or options.csv):
        raise CallError(f"--{chosen} is a form of its own; --json and --csv are for the table")
    if options.out and not chosen:
        raise CallError("--out goes with --draft, --markdown or --ddi; a table is printed")
    if options.draft and Path(options.survey, "survey.toml").is_file():
        raise CallError(f"{options.survey} has a survey.toml already; give the file of answers")
    if options.out and Path(options.out).exists():
        raise CallError(f"{options.out} is there already; give another name or remove it")
    with progress("reading the survey"):
        survey = _read(options)
    for remark in survey.report:
        print(remark, file=sys.stderr)
    if chosen is None:
        print_table(_table(survey, options), options)
        return 0
    _hand_over(_text(survey, chosen, options), options.out)
    return 0


def _read(options: argparse.Namespace) -> Survey:
    """Read answers, or the codebook of an archive as a survey without any."""
    import valuma as va

    path = Path(options.survey)
    if path.is_file():
        from valuma.loaders.survey_files.detecting import detect

        if detect(path) == "ddi":
            from valuma.formats.guards import read_bytes
            from valuma.loaders.survey_files.assembling import assemble
            from valuma.loaders.survey_files.ddi import raw_of_ddi, read_ddi

            return assemble(raw_of_ddi(read_ddi(read_bytes(path), path.name)))
    return va.read_survey(path, codebook=options.codebook)


def _table(survey: Survey, options: argparse.Namespace) -> pd.DataFrame:
    table = survey.codebook.table
    if options.lang:
        table["label"] = [variable.text(options.lang) for variable in survey.codebook]
    return table


def _text(survey: Survey, form: str, options: argparse.Namespace) -> str:
    lang = options.lang or survey.settings.language
    if form == "markdown":
        from valuma.survey.codebook_page import codebook_page

        return codebook_page(survey, lang if lang in LANGUAGES else "en")
    if form == "ddi":
        from valuma.loaders.survey_files.ddi.writing import ddi_text

        return ddi_text(survey)
    from valuma.loaders.survey_files.codebook_draft import draft_codebook

    answers = Path(options.survey)
    beside = Path(options.out).parent if options.out else Path()
    has_answers = answers.is_file() and survey.answered
    relative = Path(os.path.relpath(answers, beside)).as_posix() if has_answers else ""
    return draft_codebook(survey, source=answers.name, answers=relative)


def _hand_over(text: str, out: str | None) -> None:
    if out is None:
        print(text, end="")
        return
    from valuma.formats.files import atomic_write

    with atomic_write(out) as file:
        file.write(text)
    print(out)
