"""The one family of type that pages are set in: Source Sans Pro, from the package that carries it."""

from __future__ import annotations

import base64
import functools
import io
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

FAMILY = "Source Sans Pro"
#: File → CSS weight and style. The package holds each cut twice (TTF, OTF); only TTF is used, so that the
#: choice does not hang on the order in which a folder lists its files.
CUTS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "SourceSansPro-Regular.ttf": (400, "normal"),
        "SourceSansPro-It.ttf": (400, "italic"),
        "SourceSansPro-Semibold.ttf": (600, "normal"),
        "SourceSansPro-SemiboldIt.ttf": (600, "italic"),
        "SourceSansPro-Bold.ttf": (700, "normal"),
        "SourceSansPro-BoldIt.ttf": (700, "italic"),
    }
)
_ON_SCREEN = (
    "SourceSansPro-Regular.ttf",
    "SourceSansPro-It.ttf",
    "SourceSansPro-Semibold.ttf",
    "SourceSansPro-Bold.ttf",
)
#: Signs that Source Sans Pro lacks are drawn in figures with the family that matplotlib carries.
_IN_FIGURES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
#: Characters that guide line breaks and have no shape of their own.
_SHAPELESS = frozenset("\n\r\t\u00ad\u200b\u2060\ufeff")


def font_folder() -> Path:
    """Folder of the font files in the installed package."""
    import font_source_sans_pro

    return Path(font_source_sans_pro.font_directory)


def copy_fonts(folder: Path) -> Path:
    """Copy the cuts in use, and the family that figures fall back to, to a folder of their own and return it."""
    import matplotlib

    target = folder / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    for name in CUTS:
        shutil.copyfile(font_folder() / name, target / name)
    for name in _IN_FIGURES:
        shutil.copyfile(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name, target / name)
    return target


@functools.cache
def _characters() -> frozenset[int]:
    """Code points that every cut can show."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    maps = []
    for name in CUTS:
        with TTFont(font_folder() / name, lazy=True) as font:
            maps.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*maps)


def lacking(text: str) -> str:
    """Characters of a text that the family cannot show, each once, in order of appearance.

    Examples
    --------
    >>> lacking("Äänekoski → Skåne ☃")
    '☃'
    """
    shown = _characters()
    return "".join(dict.fromkeys(char for char in text if char not in _SHAPELESS and ord(char) not in shown))


@functools.cache
def _advances(name: str) -> tuple[Mapping[int, int], int]:
    """Width of every character of a cut, and the units of its em."""
    from fontTools.ttLib import TTFont

    with TTFont(font_folder() / name, lazy=True) as font:
        widths = font["hmtx"].metrics
        return {code: widths[glyph][0] for code, glyph in font.getBestCmap().items()}, font["head"].unitsPerEm


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text in points, without kerning.

    Examples
    --------
    >>> round(text_width("Verkosto", 10), 1)
    36.9
    """
    widths, em = _advances("SourceSansPro-Semibold.ttf" if bold else "SourceSansPro-Regular.ttf")
    return sum(widths.get(ord(char), em // 2) for char in text) * size / em


def font_css(texts: Iterable[str]) -> str:
    """``@font-face`` rules that carry the characters of some texts inside the page itself.

    Parameters
    ----------
    texts : iterable of str
        Everything the page says; other characters are left out of the fonts.

    Returns
    -------
    str
        CSS with data addresses, the same bytes for the same characters.
    """
    characters = "".join(sorted(set("".join(texts)) | set(map(chr, range(0x20, 0x7F)))))
    return "\n".join(_face(name, characters) for name in _ON_SCREEN)


@functools.lru_cache(maxsize=32)
def _face(name: str, characters: str) -> str:
    from fontTools import subset  # type: ignore[import-untyped]

    options = subset.Options(flavor="woff", layout_features=["kern", "liga", "tnum", "lnum", "mark", "mkmk", "ccmp"])
    options.recalc_timestamp = False
    options.notdef_outline = True
    with subset.load_font(str(font_folder() / name), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        buffer = io.BytesIO()
        subset.save_font(font, buffer, options)
    weight, style = CUTS[name]
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-style:{style};font-display:swap;'
        f'src:url("data:font/woff;base64,{data}") format("woff")}}'
    )
