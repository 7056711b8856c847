"""Text tables against pandas.read_csv with the right options given: bar B8.

    python benchmarks/surveys_csv.py

Made-up answers, 200 columns: 120 items with a missing code, 40 dichotomies, 20 numbers with a decimal comma, 15 texts,
5 moments; written with semicolons. CPU seconds of one processor, the best of three.
pandas is told the delimiter, the decimal sign and which columns are moments; valuma finds them, and codes with leading
zeros and blank rows, too. Given apart: the time in which encoding, delimiter and header are found.
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

RESPONDENTS, RUNS = 100_000, 3
#: Times the CPU of pandas, and seconds for finding out what the file is.
BAR, BAR_DETECTOR = 1.5, 0.3
HEADER = ("bar", "what", "CPU, s", "other tool", "CPU, s", "ratio", "bar asks", "reached")
MOMENTS = [f"t{k}" for k in range(5)]
_PLACES = ("Närpiö", "Oulu", "Kemi", "Pöytyä", "Åland", "Inari; kylät")


def rows(respondents: int = RESPONDENTS) -> Iterator[tuple[str, ...]]:
    """Yield one row a bar, as in `HEADER`."""
    import pandas as pd

    from valuma.loaders.survey_files.delimited import TextTable, read_delimited
    from valuma.survey.load_report import LoadReport

    data = made_up_text(respondents)
    theirs = _seconds(lambda: pd.read_csv(io.BytesIO(data), sep=";", decimal=",", parse_dates=MOMENTS))
    ours = _seconds(lambda: read_delimited(data, "made-up.csv"))
    finding = _seconds(lambda: TextTable(data, "made-up.csv", LoadReport()))
    what = f"text table, {len(data) / 1e6:.0f} MB, {respondents:,} respondents, 200 columns"
    yield _row("B8", what, ours, theirs, f"<= {BAR:g} times", ours <= BAR * theirs)
    yield _row(
        "B8", "of which to find out what it is", finding, theirs, f"<= {BAR_DETECTOR:g} s", finding <= BAR_DETECTOR
    )


def _seconds(call: Callable[[], Any]) -> float:
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def _row(bar: str, what: str, ours: float, theirs: float, asks: str, reached: bool) -> tuple[str, ...]:
    ratio = f"{ours / theirs:.2f}"
    return (bar, what, f"{ours:.2f}", "pandas.read_csv", f"{theirs:.2f}", ratio, asks, "yes" if reached else "NO")


def made_up_text(respondents: int) -> bytes:
    """Return answers as a survey tool writes them."""
    draw = random.Random(1)
    names = [f"{letter}{k}" for letter, n in (("q", 120), ("d", 40), ("x", 20), ("s", 15), ("t", 5)) for k in range(n)]
    lines = [";".join(names)]
    # A thousand different rows, again and again, with numbers and moments of their own.
    fixed = [_fixed(draw) for _ in range(1_000)]
    for k in range(respondents):
        numbers = ";".join(f"{draw.gauss(100, 20):.3f}".replace(".", ",") for _ in range(20))
        codes, texts = fixed[k % 1_000]
        moments = ";".join(f"2024-{1 + (k + j) % 12:02}-{1 + k % 28:02} 10:{k % 60:02}:{j:02}" for j in range(5))
        lines.append(f"{codes};{numbers};{texts};{moments}")
    return ("\n".join(lines) + "\n").encode()


def _fixed(draw: random.Random) -> tuple[str, str]:
    items = [draw.choice(("1", "2", "3", "4", "5", "98", "")) for _ in range(120)]
    codes = ";".join([*items, *(draw.choice("01") for _ in range(40))])
    return codes, ";".join(f'"{draw.choice(_PLACES)}"' for _ in range(15))


def main() -> int:
    """Print one Markdown table; the exit code tells whether the bars are reached."""
    table = list(rows())
    for row in (HEADER, ["---"] * len(HEADER), *table):
        print("| " + " | ".join(row) + " |")
    return int(any(row[-1] != "yes" for row in table))


if __name__ == "__main__":
    sys.exit(main())
