"""``valuma survey open-answers``: open answers to coders, and how far the coders agree."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.cli.options import CallError, Subparsers, at_least_one
from valuma.cli.output import add_table_options, print_table, progress
from valuma.texts import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

    from valuma.survey.survey import Survey

_EXAMPLES = """\
examples:
  valuma survey open-answers export surveys/actor-survey --codes codes.csv --out coding
  valuma survey open-answers agreement surveys/actor-survey --codes codes.csv \\
      --coder a=coding/open-answers-a.xlsx --coder b=coding/open-answers-b.xlsx

codes.csv has the columns code, fi, sv, en, covers and question (a variable; empty for all questions).
"""
_KEY_LENGTH = 16


def add_action(actions: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the action to ``valuma survey``."""
    summary = "open answers to coders without identifiers, and how far they agree"
    parser = actions.add_parser("open-answers", help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    steps = parser.add_subparsers(title="steps", dest="step", metavar="STEP", required=True)
    export = _step(steps, "export", "write a workbook for each coder, in random order")
    export.add_argument("--out", metavar="FOLDER", required=True, help="folder that is there; outside version control")
    export.add_argument("--coder", action="append", metavar="NAME", help="short name; a and b by default")
    export.add_argument("--lang", choices=LANGUAGES, help="language of the sheets (default: that of the survey)")
    export.add_argument("--form", choices=["xlsx", "csv"], default="xlsx", help="kind of files (default: xlsx)")
    export.set_defaults(run=run_export)
    agree = _step(steps, "agreement", "read the filled sheets and say how far the coders agree")
    agree.add_argument("--coder", action="append", metavar="NAME=FILE", required=True, help="file of a coder; repeated")
    agree.add_argument(
        "--distance", choices=["nominal", "jaccard", "masi"], default="nominal", help="how sets of codes are compared"
    )
    agree.add_argument("--draws", type=at_least_one, default=1999, help="bootstrap samples (default: 1999)")
    add_table_options(agree)
    agree.set_defaults(run=run_agreement)


def _step(steps: Subparsers[argparse.ArgumentParser], name: str, summary: str) -> argparse.ArgumentParser:
    parser = steps.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("survey", help="folder with survey.toml, or a file of answers")
    parser.add_argument("--codes", required=True, metavar="FILE", help="frame of codes: .csv or .xlsx")
    parser.add_argument("--question", action="append", metavar="NAME", help="only this variable; may be repeated")
    parser.add_argument("--key", metavar="FILE", help="secret key of the identifiers; the same in both steps")
    parser.add_argument("--seed", type=int, default=0, help="seed of order and identifiers; the same in both steps")
    return parser


def run_export(options: argparse.Namespace) -> int:
    """Write the sheets."""
    import valuma as va
    from valuma.loaders.open_answers import export_open_answers, read_code_frame

    with progress("reading the survey"):
        survey = va.read_survey(options.survey)
    made = export_open_answers(
        survey,
        options.out,
        read_code_frame(options.codes, survey.codebook.names),
        names=options.question,
        coders=options.coder or ("a", "b"),
        lang=options.lang,
        form=options.form,
        secret=_secret(options),
        seed=options.seed,
    )
    for path in made.files:
        print(f"wrote {path}")
    taken, doubts = (made.masked["taken_out"] != "").sum(), (made.masked["doubt"] != "").sum()
    print(f"{made.texts} texts; personal data taken out of {taken}, doubts about {doubts}")
    for row in made.masked[made.masked["doubt"] != ""].to_dict("records"):
        print(f"look at {row['id']} ({row['variable']}): {row['doubt']}")
    return 0


def run_agreement(options: argparse.Namespace) -> int:
    """Read the sheets and compare the coders."""
    import pandas as pd

    import valuma as va
    from valuma.loaders.open_answers import read_code_frame, read_codings
    from valuma.survey.agreement import agreement
    from valuma.survey.open_answers import open_texts

    files = _files(options.coder)
    with progress("reading the survey and the sheets"):
        survey = va.read_survey(options.survey)
        frame = read_code_frame(options.codes, survey.codebook.names)
        texts = open_texts(survey, options.question, secret=_secret(options), seed=options.seed)
        codings = read_codings(files, texts, frame)
    tables = []
    for name in dict.fromkeys(texts["variable"]):
        units = codings.frame[codings.frame["unit"].isin(texts.loc[texts["variable"] == name, "id"])]
        if units.groupby("unit")["coder"].nunique().max() != 1 and not units.empty:
            found = agreement(
                units, codes=frame.of(name), distance=options.distance, draws=options.draws, seed=options.seed
            )
            tables.append(found.frame.assign(question=name))
    for item in codings.report:
        print(item, file=sys.stderr)
    if not tables:
        print("no text was coded by two coders: there is nothing to compare", file=sys.stderr)
        return 1
    whole = pd.concat(tables, ignore_index=True)
    print_table(_guarded(whole[["question", *whole.columns[:-1]]], survey), options)
    return 0


def _guarded(frame: pd.DataFrame, survey: Survey) -> pd.DataFrame:
    """Hide the numbers of codes that fewer persons were given than the survey promised."""
    few = (frame["code"] != "") & (frame["n"] > 0) & (frame["n"] < survey.settings.privacy.persons)
    numbers = ["n", "all", "percent", "kappa", "alpha", "low", "high"]
    guarded = frame.astype(dict.fromkeys(("n", "all"), "Int64"))
    guarded.loc[few, numbers] = None
    guarded.loc[few, "why"] = "few persons"
    return guarded


def _files(given: list[str]) -> dict[str, str]:
    files = {}
    for text in given:
        name, sign, path = text.partition("=")
        if not sign or not name or not path or name in files:
            raise CallError(f"--coder {text!r}: expected NAME=FILE, every name once")
        files[name] = path
    if len(files) < 2:
        raise CallError("agreement needs two coders: --coder a=FILE --coder b=FILE")
    return files


def _secret(options: argparse.Namespace) -> bytes:
    if not options.key:
        return b""
    from valuma.formats.guards import read_bytes

    secret = read_bytes(Path(options.key), limit=2**16)
    if len(secret) < _KEY_LENGTH:
        raise CallError(f"--key {options.key}: a key has at least {_KEY_LENGTH} bytes")
    return secret
