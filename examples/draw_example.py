"""Draw the example study anew: ``python examples/draw_example.py``.

Writes what is drawn of ``examples/example-study``: registry, cases, surveys with their answers. Its settings and the
texts of its brief are written by hand and stay. Same code, same registry, same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
# The records that pyreadstat does not write are added by the tool of the tests.
sys.path[:0] = [str(REPOSITORY / "examples"), str(REPOSITORY / "tests")]

from drawing.folder import drawn_files  # noqa: E402

_FOLDER = REPOSITORY / "examples" / "example-study"


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description="Draw the example study anew.")
    parser.add_argument(
        "--out", type=Path, default=REPOSITORY / "examples" / "example-study", help="folder to write to"
    )
    out = parser.parse_args().out
    for name, data in drawn_files(REPOSITORY).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(path)


if __name__ == "__main__":
    main()
