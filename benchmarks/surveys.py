"""Survey files: time and memory against the usual readers, as ratios; bars B1 to B5, B8 and B9.

    python benchmarks/surveys.py            200,000 respondents x 200 variables
    python benchmarks/surveys.py --quick    20,000 respondents
    python benchmarks/surveys.py --write benchmarks/surveys.md

Every reader works in a process of its own on the same invented file. CPU seconds decide, because they do not depend on
what else the machine does; the libraries are loaded before the clock starts. Of several runs the quickest counts. One
Markdown table is printed; the exit code tells whether the bars are reached. `surveys_*.py` beside this file add rows.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

ROWS, QUICK, RUNS, PIECE = 200_000, 20_000, 3, 20_000
HEADER = ("bar", "what", "valuma", "other tool", "theirs", "ratio", "bar asks", "reached")


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    options = _options()
    if options.worker == "write":
        from made_up_survey import write

        write(options.file, QUICK if options.quick else ROWS)
        return 0
    if options.worker:
        return _work(options.worker, options.file)
    table = [*_statistics_rows(options.quick, options.runs), *_other_rows()]
    lines = [" | ".join(row) for row in (HEADER, ["---"] * len(HEADER), *table)]
    text = "\n".join(f"| {line} |" for line in lines) + "\n"
    print(text, end="")
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    return int(any(row[-1] == "NO" for row in table))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the respondents")
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help=f"runs of each reader ({RUNS})")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table there too")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _statistics_rows(quick: bool, runs: int) -> Iterator[tuple[str, ...]]:
    rows = QUICK if quick else ROWS
    with tempfile.TemporaryDirectory() as folder:
        sav, zsav = Path(folder, "made-up.sav"), Path(folder, "made-up.zsav")
        for path in (sav, zsav):
            # In another process: a child's peak of memory begins with what its parent held.
            command = [sys.executable, __file__, "--worker", "write", "--file", str(path)]
            subprocess.run([*command, *(["--quick"] if quick else [])], check=True)
        raw, whole = _measure("raw", sav, runs), _measure("whole", sav, runs)
        labelled = _measure("labelled", sav, 1)
        shape = f"{rows:,} x 200 .sav"
        yield _row("B1", f"{shape}: labels, reasons, blocks", whole, raw, "cpu", "pyreadstat, bare cells", 1.15)
        yield _row("B1", "the same, peak memory", whole, raw, "rss", "pyreadstat, bare cells", 1.10)
        yield _row("–", "the same, with labels", whole, labelled, "cpu", "pyreadstat, apply_value_formats", None)
        for path in (sav, zsav):
            pieces, bare = _measure("pieces", path, runs), raw if path is sav else _measure("raw", path, runs)
            what = f"{path.suffix} in pieces of {PIECE:,}"
            yield _row("B2", what, pieces, bare, "cpu", "pyreadstat, read whole", 1.20)
            yield _row("B2", "the same, peak memory", pieces, bare, "rss", "pyreadstat, read whole", None, most=350)
        codebook, meta = _measure("codebook", sav, runs), _measure("meta", sav, runs)
        yield _row("B3", "codebook alone", codebook, meta, "cpu", "pyreadstat, metadataonly", None, most=0.25)
        yield _kinds(whole)


def _kinds(whole: dict[str, Any]) -> tuple[str, ...]:
    """B9: columns of numbers of which only some codes have a label, and columns that mix texts and numbers."""
    wrong = whole["wrong"]
    what = "partly labelled numbers that became categories, columns of texts and numbers"
    return ("B9", what, str(wrong), "–", "–", "–", "0", "yes" if wrong == 0 else "NO")


def _row(
    bar: str,
    what: str,
    ours: dict[str, Any],
    theirs: dict[str, Any],
    unit: str,
    tool: str,
    ratio: float | None,
    *,
    most: float | None = None,
) -> tuple[str, ...]:
    shown = (lambda value: f"{value:.2f} s") if unit == "cpu" else (lambda value: f"{value:.0f} MB")
    found = ours[unit] / theirs[unit]
    asks, reached = "–", "–"
    if ratio is not None:
        asks, reached = f"<= {ratio:.2f}", "yes" if found <= ratio else "NO"
    if most is not None:
        asks, reached = f"<= {most:g} {'s' if unit == 'cpu' else 'MB'}", "yes" if ours[unit] <= most else "NO"
    return (bar, what, shown(ours[unit]), tool, shown(theirs[unit]), f"{found:.2f}", asks, reached)


def _other_rows() -> Iterator[tuple[str, ...]]:
    for path in sorted(HERE.glob("surveys_*.py")):
        yield from importlib.import_module(path.stem).rows()


def _measure(work: str, file: Path, runs: int) -> dict[str, Any]:
    """Run one reader in processes of its own; the quickest run and its memory."""
    command = [sys.executable, __file__, "--worker", work, "--file", str(file)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    found = []
    for _ in range(runs):
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        found.append(json.loads(done.stdout))
    best: dict[str, Any] = min(found, key=lambda one: float(one["cpu"]))
    return best


def _work(work: str, file: Path) -> int:
    """Measure one reader here and print the result as JSON."""
    from made_up_survey import write

    with tempfile.TemporaryDirectory() as folder:
        # The libraries are loaded by reading a file of a few rows.
        small = Path(folder, "small.sav")
        write(small, 10)
        WORK[work](small)
    start = time.process_time()
    result = WORK[work](file)
    used = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": used, "rss": peak, **_counted(result)}))
    return 0


def _counted(survey: Any) -> dict[str, int]:
    """Count what must not be in a survey that was read whole."""
    if not hasattr(survey, "answers"):
        return {}
    partly = [f"x{k + 1:02}" for k in range(20)]
    wrong = sum(str(survey.answers[name].dtype) != "float64" for name in partly)
    wrong += sum(str(dtype) == "object" for dtype in survey.answers.dtypes)
    return {"wrong": wrong}


def _pieces(file: Path) -> int:
    import valuma as va

    return sum(len(piece.answers) for piece in va.read_survey(file, chunks=PIECE))


def _whole(file: Path) -> Any:
    import valuma as va

    return va.read_survey(file)


def _codebook(file: Path) -> Any:
    from valuma.loaders import read_codebook

    return read_codebook(file)


def _theirs(**options: Any) -> Callable[[Path], Any]:
    def read(file: Path) -> Any:
        import pyreadstat

        return pyreadstat.read_sav(file, **options)

    return read


WORK: dict[str, Callable[[Path], Any]] = {
    "whole": _whole,
    "pieces": _pieces,
    "codebook": _codebook,
    "raw": _theirs(user_missing=True),
    "labelled": _theirs(user_missing=True, apply_value_formats=True),
    "meta": _theirs(metadataonly=True, user_missing=True),
}


if __name__ == "__main__":
    sys.exit(main())
