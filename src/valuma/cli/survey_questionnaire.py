"""``valuma survey questionnaire``: the form of a survey, written from its codebook."""

from __future__ import annotations

import argparse
from pathlib import Path

from valuma.cli.options import CallError, Subparsers
from valuma.texts import LANGUAGES

_EXAMPLES = """\
examples:
  valuma survey questionnaire surveys/actor-survey --lang sv      the form in Swedish, as Markdown
  valuma survey questionnaire surveys/actor-survey --write        questionnaire.<language>.md beside survey.toml
"""


def add_action(actions: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the action to ``valuma survey``."""
    summary = "the form of a survey as Markdown, written from its survey.toml"
    parser = actions.add_parser(
        "questionnaire",
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("survey", help="folder with survey.toml, or the file itself")
    parser.add_argument("--lang", choices=LANGUAGES, help="language (default: that of the survey; all with --write)")
    parser.add_argument("--write", action="store_true", help="write questionnaire.<language>.md beside survey.toml")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the action."""
    from valuma.formats.files import write_together
    from valuma.loaders.survey_files.survey_toml import read_survey_file
    from valuma.survey.questionnaire import questionnaire

    path = Path(options.survey)
    path = path / "survey.toml" if path.is_dir() else path
    file, _ = read_survey_file(path)
    if not file.sections:
        raise CallError(f"{path} has no [[sections]]: it does not say what is asked in which order")
    if not options.write:
        print(questionnaire(file, options.lang or file.language), end="")
        return 0
    languages = (options.lang,) if options.lang else LANGUAGES
    pages = {path.with_name(f"questionnaire.{lang}.md"): questionnaire(file, lang) for lang in languages}
    write_together({page: text.encode() for page, text in pages.items()})
    for page in pages:
        print(page)
    return 0
