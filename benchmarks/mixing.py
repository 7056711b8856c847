"""Mixing over four attributes from the memberships, against projecting first with networkx and with igraph.

    python benchmarks/mixing.py            10 thousand, 100 thousand and 1 million memberships
    python benchmarks/mixing.py --quick    without the million
    python benchmarks/mixing.py --write benchmarks/mixing.md

Every tool works in a process of its own on the same invented data, under a limit of time and of memory.
One Markdown table is printed; nothing is written unless asked. Needs benchmarks/requirements.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

SIZES = (10_000, 100_000, 1_000_000)
#: Seconds and megabytes at a million memberships.
BARS = {"valuma": (1.0, 1000), "valuma, 60 profiles": (3.0, 1500)}
RUNS, LONG = 5, 20.0
HEADER = (
    "memberships",
    "actors",
    "networks",
    "tool",
    "time, s",
    "first, s",
    "runs",
    "peak, MB",
    "times valuma",
    "note",
)


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    options = _options()
    if options.worker:
        return _work(options.worker, options.memberships, options.memory)
    rows = [list(HEADER), ["---:"] * 3 + ["---"] + ["---:"] * 4 + ["---"] * 2]
    for memberships in SIZES[:2] if options.quick else SIZES:
        rows += _rows(memberships, options.time, options.memory)
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    text = f"{table}\n\n{_about(options.time, options.memory)}\n"
    print(text, end="")
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave out the million memberships")
    parser.add_argument("--time", type=float, default=600.0, metavar="S", help="seconds a tool may take (600)")
    parser.add_argument("--memory", type=float, default=8.0, metavar="GB", help="memory a tool may take (8)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table there too")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--memberships", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _rows(memberships: int, limit: float, memory: float) -> list[list[str]]:
    """One row a tool at one size; ratios and answers are compared with valuma's."""
    results = {tool: _measure(tool, memberships, limit, memory) for tool in ("valuma", "igraph", "networkx")}
    ours = results["valuma"]
    results["valuma, 60 profiles"] = _measure("valuma, 60 profiles", memberships, limit, memory)
    return [_row(memberships, tool, found, ours) for tool, found in results.items()]


def _measure(tool: str, memberships: int, limit: float, memory: float) -> dict[str, Any]:
    """Run one tool in its own process; say what became of it."""
    command = [sys.executable, __file__, "--worker", tool, "--memberships", str(memberships), "--memory", str(memory)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "2")}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, env=environment, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": f"too slow: over {limit:.0f} s"}
    if done.returncode == 0:
        found: dict[str, Any] = json.loads(done.stdout)
        return found
    out_of_memory = "MemoryError" in done.stderr or "Out of memory" in done.stderr or done.returncode == -9
    last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return {"failed": f"out of memory: over {memory:g} GB" if out_of_memory else f"failed: {last}"}


def _work(tool: str, memberships: int, memory: float) -> int:
    """Measure one tool here and print the result as JSON."""
    import psutil
    from made_up import Size
    from made_up import memberships as draw
    from tools import TOOLS

    most = int(memory * 1e9)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    work = TOOLS[tool](draw(Size.of(memberships)))
    process, peak, stop = psutil.Process(), [0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.005):
            peak[0] = max(peak[0], process.memory_info().rss)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    times: list[float] = []
    answer = ""
    # One run more than are counted: the first one reads labels and warms caches.
    while len(times) < RUNS + 1 and not (times and times[-1] > LONG):
        start = time.perf_counter()
        matrices = work()
        times.append(time.perf_counter() - start)
        answer = hashlib.sha256(b"".join(matrix.tobytes() for matrix in matrices)).hexdigest()
    stop.set()
    watcher.join()
    result = {"times": times, "peak": max(peak[0], process.memory_info().rss) / 1e6, "answer": answer}
    print(json.dumps(result))
    return 0


def _row(memberships: int, tool: str, found: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    size = [f"{n:,}".replace(",", " ") for n in (memberships, memberships // 5, memberships // 20)]
    if "failed" in found:
        return [*size, tool, "–", "–", "–", "–", "–", found["failed"]]
    times = found["times"]
    middle = statistics.median(times[1:] or times)
    ratio, notes = "–", []
    if tool in ("igraph", "networkx") and "failed" not in ours:
        base = statistics.median(ours["times"][1:])
        ratio = f"{middle / base:.0f} × time, {found['peak'] / ours['peak']:.1f} × memory"
        notes.append("same answer" if found["answer"] == ours["answer"] else "ANOTHER ANSWER")
    if memberships == SIZES[-1] and tool in BARS:
        seconds, megabytes = BARS[tool]
        kept = middle <= seconds and found["peak"] <= megabytes
        notes.append(f"{'within' if kept else 'OVER'} the bar of {seconds:g} s and {megabytes} MB")
    shown = [f"{middle:.3f}", f"{times[0]:.3f}", str(len(times[1:] or times)), f"{found['peak']:.0f}", ratio]
    return [*size, tool, *shown, "; ".join(notes) or "–"]


def _about(limit: float, memory: float) -> str:
    return (
        f"Median of {RUNS} warm runs (the first alone where it takes over {LONG:.0f} s; it reads the labels too). "
        f"Peak: resident memory of the process, data included. Limits: {limit:.0f} s and {memory:g} GB a tool. "
        f"Python {platform.python_version()}, {os.cpu_count()} cores."
    )


if __name__ == "__main__":
    sys.exit(main())
