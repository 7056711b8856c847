"""Every reader of survey files against damaged files: an error in plain words or a survey, never anything else.

    python tests/survey_fuzz.py --count 40              so many damaged files of each sample, always the same ones
    python tests/survey_fuzz.py --seconds 600           as many as fit, other ones at every start; prints its seed
    python tests/survey_fuzz.py --seed 7 --only a.sav   what a report names, once more

Samples come from the modules of `survey_samples`. Memory of the process is limited, and a file that takes too long ends
it; the last line then names the file.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

#: Seconds that one damaged file may take, and memory of the process in bytes.
LONGEST, MEMORY = 30, 4 * 2**30
_EXTREMES = [0, 1, 2, 7, 127, 128, 255, 256, 2**15 - 1, 2**15, 2**16 - 1, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1]
#: Codebooks are laid over these answers.
_ANSWERS = b"id;q1;q2\n1;2;a\n2;3;b\n"


def samples() -> dict[str, bytes]:
    """Return all samples by file name."""
    import survey_samples

    found: dict[str, bytes] = {}
    for module in pkgutil.iter_modules(survey_samples.__path__):
        make = getattr(importlib.import_module(f"survey_samples.{module.name}"), "samples", None)
        found |= make() if make else {}
    return dict(sorted(found.items()))


def damaged(data: bytes, rng: np.random.Generator) -> bytes:
    """Return a sample with one to four damages: bytes, numbers, pieces, its end."""
    changed = bytearray(data)
    for _ in range(int(rng.integers(1, 5))):
        size = len(changed)
        if not size:
            break
        at = int(rng.integers(size))
        # The beginning of a file says most of it.
        at = at if rng.random() < 0.5 else min(at, int(rng.integers(1, 600)))
        how = int(rng.integers(8))
        if how == 0:
            changed[at] = int(rng.integers(256))
        elif how == 1:
            changed[at] ^= 1 << int(rng.integers(8))
        elif how == 2:
            width, number = int(rng.choice([2, 4, 8])), int(rng.choice(len(_EXTREMES)))
            order = "little" if rng.random() < 0.7 else "big"
            changed[at : at + width] = (_EXTREMES[number] % 256**width).to_bytes(width, order)
        elif how == 3:
            del changed[at:]
        elif how == 4:
            del changed[at : at + int(rng.integers(1, 40))]
        elif how == 5:
            changed[at:at] = bytes(rng.integers(256, size=int(rng.integers(1, 40)), dtype=np.uint8))
        elif how == 6:
            changed[at:at] = changed[at : at + int(rng.integers(1, 200))]
        else:
            start = int(rng.integers(size))
            changed[at : at + 16] = changed[start : start + 16]
    return bytes(changed)


def try_one(path: Path, data: bytes) -> None:
    """Read one damaged file; anything but a survey or an error in plain words is raised."""
    import valuma as va

    path.write_bytes(data)
    try:
        if path.suffix in (".xml", ".lss"):
            (path.parent / "answers.csv").write_bytes(_ANSWERS)
            survey = va.read_survey(path.parent / "answers.csv", codebook=path)
        else:
            survey = va.read_survey(path)
    except va.ValumaError:
        return
    shown = survey.answers
    assert shown.isna().equals(survey.reasons.notna()), "a cell without an answer and a reason, or with both"
    for name, column in shown.items():
        kinds = {type(cell) for cell in column.dropna().tolist()[:200]} if column.dtype == object else set()
        assert not kinds, f"{name!r} is of no one type: {kinds}"
    str(survey.report), repr(survey), survey.summary()


def cases(options: argparse.Namespace) -> Iterator[tuple[str, bytes, int]]:
    """Yield name, content and seed of damaged files, going round the samples."""
    found = {name: data for name, data in samples().items() if not options.only or options.only in name}
    if options.seed is not None:
        yield from ((name, data, options.seed) for name, data in found.items())
        return
    start = int(time.time()) % 10**6 * 1000 if options.seconds else 0
    end = time.monotonic() + options.seconds if options.seconds else None
    number = 0
    while (time.monotonic() < end) if end else (number < options.count):
        yield from ((name, data, start + number) for name, data in found.items())
        number += 1


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=40, metavar="N", help="damaged files of each sample (40)")
    parser.add_argument("--seconds", type=float, default=0, metavar="S", help="go on for so long, with other seeds")
    parser.add_argument("--seed", type=int, metavar="N", help="this one damage only")
    parser.add_argument("--only", metavar="NAME", help="samples with this in their name")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    tried = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, data, seed in cases(options):
            # Said before it is tried: a crash or an alarm leaves this as the last line.
            print(f"{name} --seed {seed}", end="\r", file=sys.stderr, flush=True)
            signal.alarm(LONGEST)
            tried += 1
            try:
                try_one(Path(folder, name), damaged(data, np.random.default_rng([seed, len(name)])))
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                failed += 1
                print(f"FAILED --only {name} --seed {seed}: {traceback.format_exc(limit=-4)}", flush=True)
    signal.alarm(0)
    print(f"\n{tried} damaged files, {failed} failed", flush=True)
    return 1 if failed or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
