"""Options that several commands share."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import valuma as va
from valuma.cli.output import progress
from valuma.schema.problems import ValumaError
from valuma.texts import LANGUAGES

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph
    from valuma.study.study import Study

Subparsers = argparse._SubParsersAction  # the type argparse gives to what add_subparsers returns


class CallError(ValumaError):
    """Options that do not go together: the call is wrong, not the input."""


def at_least_one(text: str) -> int:
    """Read a whole number of at least 1, for an option.

    Raises
    ------
    ValueError
        The text is something else; argparse then says so.
    """
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is too few; expected at least 1")
    return number


def command(
    commands: Subparsers[argparse.ArgumentParser], name: str, summary: str, examples: str
) -> argparse.ArgumentParser:
    """Add a command with its study folder and examples.

    Parameters
    ----------
    commands : argparse action
        As returned by ``add_subparsers``.
    name, summary : str
        Name and one-line help.
    examples : str
        Shown below the options.

    Returns
    -------
    ArgumentParser
        The parser of the command.
    """
    parser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", nargs="?", default=".", help="study folder (default: this one)")
    return parser


def add_graph_options(parser: argparse.ArgumentParser) -> None:
    """Add what chooses a part of the graph."""
    parser.add_argument("--group", help="only the networks of one group, such as finnish")
    parser.add_argument("--case", action="append", metavar="NETWORK", help="only this network; may be repeated")
    parser.add_argument("--year", type=int, help="only what holds in this year")
    parser.add_argument(
        "--undated", choices=["keep", "drop"], default="keep", help="rows without a year when --year is given"
    )
    parser.add_argument("--role", action="append", metavar="ROLE", help="role that counts; may be repeated")


def add_product_options(parser: argparse.ArgumentParser, product: str) -> None:
    """Add what every command that makes files for readers takes: languages, folder, draws, seed."""
    parser.add_argument("--lang", action="append", choices=LANGUAGES, help="language; all three by default")
    parser.add_argument("--out", help=f"folder to write to, replaced as a whole (default build/{product})")
    parser.add_argument("--draws", type=_draws, help='number of random draws, or "full" (default: study.toml)')
    parser.add_argument("--seed", type=int, help="seed of the draws (default: study.toml)")


def product_options(options: argparse.Namespace, study: Study, product: str) -> dict[str, Any]:
    """Return the arguments that every function that makes files for readers takes.

    Parameters
    ----------
    options : Namespace
        With what `add_product_options` added.
    study : Study
        The study of the call.
    product : str
        Name of the folder below ``build``.

    Returns
    -------
    dict
        ``out``, ``lang``, ``texts``, ``progress``, ``draws``, ``seed``.
    """
    folder = Path(options.folder)
    return {
        "out": Path(options.out) if options.out else folder / "build" / product,
        "lang": tuple(options.lang or LANGUAGES),
        "texts": folder / "brief",
        "progress": lambda words: print(f"{words} …", file=sys.stderr, flush=True),
        "draws": study.settings.draws_full if options.draws == "full" else options.draws,
        "seed": options.seed,
    }


def _draws(text: str) -> int | str:
    return "full" if text == "full" else at_least_one(text)


def read(options: argparse.Namespace) -> Study:
    """Read the study folder of a call."""
    with progress("reading the study"):
        return va.read_study(options.folder)


def graph_of(study: Study, options: argparse.Namespace) -> ActorNetworkThemeGraph:
    """Build the part of the graph that a call chooses."""
    undated = cast("Literal['keep', 'drop']", options.undated)
    if undated != "keep" and options.year is None:
        raise CallError(f"--undated {undated} needs --year: without one, rows of all years count")
    return va.build_graph(
        study, group=options.group, case=options.case, year=options.year, roles=options.role, undated=undated
    )
