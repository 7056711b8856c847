"""What the command line prints: tables for people, JSON and CSV for programs, progress for the patient."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from valuma.formats.formula_text import safe_text

_WIDTH = 60


def add_table_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--json`` and ``--csv`` to a command that prints a table."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON records")
    form.add_argument("--csv", action="store_true", help="print CSV")


def print_table(frame: pd.DataFrame, options: argparse.Namespace) -> None:
    """Print a table in the form that was asked for.

    Parameters
    ----------
    frame : DataFrame
        Table; the index is not printed.
    options : Namespace
        With ``json`` and ``csv``.
    """
    if options.json:
        print(json.dumps([_plain(row) for row in frame.to_dict("records")], ensure_ascii=False, indent=2))
    elif options.csv:
        frame.map(_safe).to_csv(sys.stdout, index=False, lineterminator="\n")
    elif frame.empty:
        print("(no rows)")
    else:
        shown = frame.map(_short)
        print(shown.to_string(index=False, na_rep="–", max_colwidth=_WIDTH))


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): _value(value) for key, value in row.items()}


def _value(value: object) -> object:
    if isinstance(value, (tuple, list)):
        return [_value(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value != value:
        return None
    return value


def _cell(value: object) -> object:
    return ";".join(map(str, value)) if isinstance(value, (tuple, list)) else value


def _safe(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    cell = _cell(value)
    return safe_text(cell) if isinstance(cell, str) else cell


def _short(value: object) -> object:
    value = _value(_cell(value))
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) and not value.is_integer() else value


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Say on standard error what is going on, once it has taken more than a second.

    Parameters
    ----------
    what : str
        What is being done.
    """
    from threading import Timer

    start = time.monotonic()
    timer = Timer(1.0, lambda: print(f"{what} …", file=sys.stderr, flush=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        took = time.monotonic() - start
        if took > 1.0:
            print(f"{what}: {took:.1f} s", file=sys.stderr, flush=True)
