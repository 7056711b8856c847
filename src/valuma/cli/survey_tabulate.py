"""``valuma survey tabulate``: shares and means of a survey, with small numbers hidden."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from valuma.cli.options import CallError, Subparsers
from valuma.cli.output import add_table_options, print_table, progress
from valuma.texts import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from valuma.survey.disclosure import Released

_EXAMPLES = """\
examples:
  valuma survey tabulate surveys/actor-survey forums                  who ticked what, of those who answered
  valuma survey tabulate surveys/actor-survey trust --by kind         by kind of organisation
  valuma survey tabulate surveys/actor-survey grade --mean --by tier --csv > grades.csv
  valuma survey tabulate answers.sav q7 --unweighted

Numbers behind which too few organisations or persons stand are hidden, and so are those that would give them away.
Ask for all tables that are published together in one call.
"""
#: Columns for people; programs get all of them.
_SHOWN = ["group_label", "item_label", "label", "n", "base", "estimate", "low", "high", "why"]


def add_action(actions: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the action to ``valuma survey``."""
    summary = "shares and means of a survey, by its design, with small numbers hidden"
    parser = actions.add_parser(
        "tabulate",
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("survey", help="folder with survey.toml, or a file of answers")
    parser.add_argument("names", nargs="+", metavar="QUESTION", help="variable or block of questions")
    parser.add_argument("--by", metavar="GROUP", help="kind, tier, region, respondent-role or a variable")
    parser.add_argument("--mean", action="store_true", help="means of numbers and ordered scales instead of shares")
    parser.add_argument("--unweighted", action="store_true", help="every respondent counts alike")
    parser.add_argument(
        "--cannot-say",
        choices=["out", "beside", "answer"],
        help="those who cannot say: left out (the default), counted beside the base, or an answer of their own",
    )
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the labels (default: that of the survey)")
    add_table_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the action."""
    import pandas as pd

    import valuma as va
    from valuma.survey.disclosure import release_all
    from valuma.survey.estimates import mean, tabulate

    if options.mean and options.cannot_say:
        raise CallError("--cannot-say is about shares; a mean is of those who gave a number")
    with progress("reading the survey"):
        survey = va.read_survey(options.survey)
    chosen = {"by": options.by, "weighted": not options.unweighted, "lang": options.lang}
    if options.mean:
        tables = [mean(survey, name, **chosen) for name in options.names]
    else:
        tables = [tabulate(survey, name, **chosen, cannot_say=options.cannot_say or "out") for name in options.names]
    released = release_all(tables, survey.settings.privacy)
    frame = pd.concat([table.frame for table in released], ignore_index=True)
    plain = not (options.json or options.csv)
    print_table(_for_people(frame) if plain else frame, options)
    lang = options.lang or survey.settings.language
    _tell(released, lang, plain=plain)
    return 0


def _for_people(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that say something."""
    return frame[[name for name in _SHOWN if name in frame and not (frame[name].isna() | (frame[name] == "")).all()]]


def _tell(released: list[Released], lang: str, *, plain: bool) -> None:
    """Say how to read the tables and what was met; beside the table for programs."""
    out = sys.stdout if plain else sys.stderr
    for sentence in dict.fromkeys(table.sentence(lang) for table in released):
        print(f"\n{sentence}" if plain else sentence, file=out)
    for remark in dict.fromkeys(remark for table in released for remark in table.remarks):
        print(remark, file=sys.stderr)
