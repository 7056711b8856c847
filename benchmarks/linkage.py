"""Linking 10 thousand written names to a registry, against scoring every pair with rapidfuzz.

    python benchmarks/linkage.py            to the registry of the study here, and to 10 thousand invented bodies
    python benchmarks/linkage.py --quick    to the registry only
    python benchmarks/linkage.py --write benchmarks/linkage.md

Every tool works in a process of its own on the same names: a third as they are known, in capitals; a third with one
slip; a third of bodies that are not in the registry. rapidfuzz scores all pairs with `process.cdist` and
`fuzz.ratio`, one worker, and takes the best where it is 90 or more; it reads no words, dates or kinds of bodies. One
Markdown table is printed; nothing is written unless asked. Needs benchmarks/requirements.txt.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NAMES, INVENTED = 10_000, 10_000
RUNS, LONG = 5, 20.0
#: Seconds of one processor for 10 thousand names against the registry.
BAR = 3.0
CUT = 90
HEADER = (
    "names",
    "bodies",
    "tool",
    "CPU, s",
    "first, s",
    "runs",
    "peak, MB",
    "times valuma",
    "right",
    "wrong",
    "for a person",
    "note",
)
_SYLLABLES = (
    "ka",
    "la",
    "mä",
    "ti",
    "vi",
    "ro",
    "sa",
    "lu",
    "he",
    "pö",
    "nu",
    "ki",
    "ra",
    "jo",
    "te",
    "si",
    "ha",
    "vu",
)
_BODIES = ("kehitysyhtiö Oy", "kylät ry", "kuntayhtymä", "osuuskunta", "yrittäjät ry", "seurakunta", "opisto")
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    options = _options()
    if options.worker:
        return _work(options.worker, options.invented)
    rows = [list(HEADER), ["---:"] * 2 + ["---"] + ["---:"] * 5 + ["---:"] * 3 + ["---"]]
    for invented in (0,) if options.quick else (0, INVENTED):
        rows += _rows(invented, options.time)
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    text = f"{table}\n\n{_about()}\n"
    print(text, end="")
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out the invented bodies")
    parser.add_argument("--time", type=float, default=600.0, metavar="S", help="seconds a tool may take (600)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table there too")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--invented", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _rows(invented: int, limit: float) -> list[list[str]]:
    """One row a tool against one registry; ratios are to valuma."""
    results = {tool: _measure(tool, invented, limit) for tool in TOOLS}
    return [_row(invented, tool, found, results["valuma"]) for tool, found in results.items()]


def _measure(tool: str, invented: int, limit: float) -> dict[str, Any]:
    """Run one tool in its own process; say what became of it."""
    command = [sys.executable, __file__, "--worker", tool, "--invented", str(invented)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, env=environment, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": f"too slow: over {limit:.0f} s"}
    if done.returncode == 0:
        found: dict[str, Any] = json.loads(done.stdout)
        return found
    return {"failed": f"failed: {(done.stderr.strip().splitlines() or [f'exit code {done.returncode}'])[-1]}"}


def _work(tool: str, invented: int) -> int:
    """Measure one tool here and print the result as JSON."""
    tables = registry(invented)
    names, meant = written(tables, NAMES)
    run = TOOLS[tool](tables)
    times: list[float] = []
    # One run more than are counted: the first one prepares what the later ones use.
    while len(times) < RUNS + 1 and not (times and times[-1] > LONG):
        start = time.process_time()
        found = run(names)
        times.append(time.process_time() - start)
    right = sum(got is not None and got == want for got, want in zip(found, meant, strict=True))
    wrong = sum(got is not None and got != want for got, want in zip(found, meant, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    result = {"times": times, "peak": peak, "right": right, "wrong": wrong, "names": len(names)}
    print(json.dumps(result | {"bodies": len(tables["actors"])}))
    return 0


def registry(invented: int) -> dict[str, Any]:
    """Return the tables of the study in this folder, or of invented bodies."""
    import pandas as pd

    import valuma

    if not invented:
        study = valuma.read_study(ROOT)
        return {name: getattr(study, name) for name in ("actors", "municipalities", "aliases", "regions")}
    draw = random.Random(1)
    names = list(dict.fromkeys(f"{_place(draw)} {draw.choice(_BODIES)}" for _ in range(2 * invented)))[:invented]
    ids = [f"body-{number}" for number in range(len(names))]
    return {"actors": pd.DataFrame({"actor_id": ids, "name": names, "kind": "association"})}


def written(tables: dict[str, Any], n: int) -> tuple[list[str], list[str | None]]:
    """Return distinct names as people might write them, and the body of each; None for one that is not known."""
    draw = random.Random(2)
    actors = tables["actors"]
    known = list(zip(actors["actor_id"], actors["name"], strict=True))
    names: dict[str, str | None] = {}
    while len(names) < n:
        actor, name = draw.choice(known)
        sort = draw.randrange(3)
        if sort == 0:
            names.setdefault(name.upper() + " " * draw.randrange(20), actor)
        elif sort == 1:
            names.setdefault(_slip(name, draw), actor)
        else:
            names.setdefault(f"{_place(draw)} {draw.choice(_BODIES)}", None)
    return list(names), list(names.values())


def _place(draw: random.Random) -> str:
    return "".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(4, 6))).capitalize() + "n"


def _slip(name: str, draw: random.Random) -> str:
    place = draw.randrange(len(name))
    before, here, after = name[:place], name[place], name[place + 1 :]
    slips = (before + after, before + 2 * here + after, before + after[:1] + here + after[1:])
    return draw.choice((*slips, before + draw.choice(_LETTERS) + after))


def _valuma(tables: dict[str, Any]) -> Callable[[list[str]], list[str | None]]:
    from valuma.loaders.linkage import known_names, link

    index = known_names(tables)

    def run(names: list[str]) -> list[str | None]:
        return [actor if isinstance(actor, str) else None for actor in link(names, index, at=2019).frame["actor_id"]]

    return run


def _rapidfuzz(tables: dict[str, Any]) -> Callable[[list[str]], list[str | None]]:
    from rapidfuzz import fuzz, process

    spellings: dict[str, str] = {}
    for column in ("name", "name_sv", "name_en"):
        if column in tables["actors"]:
            for actor, name in zip(tables["actors"]["actor_id"], tables["actors"][column], strict=True):
                if isinstance(name, str):
                    spellings.setdefault(" ".join(name.casefold().split()), actor)
    texts, actors = list(spellings), list(spellings.values())

    def run(names: list[str]) -> list[str | None]:
        clean = [" ".join(name.casefold().split()) for name in names]
        scores = process.cdist(clean, texts, scorer=fuzz.ratio, workers=1)
        best = scores.argmax(axis=1)
        return [actors[b] if scores[row, b] >= CUT else None for row, b in enumerate(best.tolist())]

    return run


TOOLS = {"valuma": _valuma, "rapidfuzz": _rapidfuzz}


def _row(invented: int, tool: str, found: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    if "failed" in found:
        return ["–", "–", tool, *["–"] * 8, found["failed"]]
    middle = statistics.median(found["times"][1:] or found["times"])
    ratio, notes = "–", []
    if tool != "valuma" and "failed" not in ours:
        base = statistics.median(ours["times"][1:] or ours["times"])
        ratio = f"{middle / base:.1f} × time, {found['peak'] / ours['peak']:.1f} × memory"
    elif not invented:
        notes.append(f"{'within' if found['times'][0] <= BAR else 'OVER'} the bar of {BAR:g} s")
    size = [f"{n:,}".replace(",", " ") for n in (found["names"], found["bodies"])]
    counts = [found["right"], found["wrong"], found["names"] - found["right"] - found["wrong"]]
    shown = [f"{middle:.2f}", f"{found['times'][0]:.2f}", str(len(found["times"][1:] or found["times"]))]
    return [*size, tool, *shown, f"{found['peak']:.0f}", ratio, *map(str, counts), "; ".join(notes) or "–"]


def _about() -> str:
    return (
        f"Median processor time of {RUNS} warm runs; the first prepares the spellings, too. Right and wrong: names "
        f"linked; the others stay for a person or are taken as new (a third of the names are of no known body). "
        f"Python {platform.python_version()}, {os.cpu_count()} cores."
    )


if __name__ == "__main__":
    sys.exit(main())
