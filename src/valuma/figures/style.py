"""One style for all figures: type, sizes, lines, set for the time of drawing only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from matplotlib import font_manager

#: Widths of print in millimetres: one column of a two-column page, and the full text width.
COLUMN_MM, FULL_MM = 85.0, 170.0
#: Families in the order in which a character is looked for.
FAMILIES = ("Source Sans Pro", "DejaVu Sans")
#: Sizes in points at print size.
BODY_PT, SMALL_PT, TITLE_PT = 9.0, 8.0, 11.0
#: Ink for text, for what is said in passing (still 4.5:1 on white), for lines and for areas.
INK, MUTED, LINE, GROUND = "#1b1e23", "#5a6069", "#c8ccd2", "#eceef1"

_FACES = (
    "SourceSansPro-Regular.ttf",
    "SourceSansPro-It.ttf",
    "SourceSansPro-Bold.ttf",
    "SourceSansPro-BoldIt.ttf",
)

_STYLE: dict[str, Any] = {
    "font.family": list(FAMILIES),
    "font.size": BODY_PT,
    "text.color": INK,
    "text.parse_math": False,
    # Hinting changes widths with the resolution; lines are broken by the widths of the outlines.
    "text.hinting": "none",
    "axes.unicode_minus": True,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.labelsize": BODY_PT,
    "axes.titlesize": BODY_PT,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.5,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": SMALL_PT,
    "ytick.labelsize": SMALL_PT,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "lines.linewidth": 1.0,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": SMALL_PT,
    "figure.dpi": 100,
    "svg.fonttype": "path",
    "svg.hashsalt": "valuma",
    "pdf.fonttype": 42,
}


def font_folder() -> Path:
    """Folder of the packaged font files (SIL Open Font License), for writers that need a path."""
    import font_source_sans_pro

    return Path(font_source_sans_pro.font_directory)


@cache
def register_fonts() -> None:
    """Make the packaged faces known to matplotlib; its settings stay as they are."""
    for face in _FACES:
        font_manager.fontManager.addfont(font_folder() / face)


@contextmanager
def context() -> Iterator[None]:
    """Draw in the library's style, whatever the user's own settings, and put those back.

    Notes
    -----
    matplotlib's settings belong to the process: do not draw in several threads at once.
    """
    register_fonts()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(cast(Any, _STYLE))
        yield


def inches(millimetres: float) -> float:
    """Millimetres in the unit that matplotlib sizes figures in."""
    return millimetres / 25.4
