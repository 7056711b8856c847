"""A drawing as SVG whose letters are letters: searchable, small, and set in the font of the page that holds it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing
    from matplotlib.text import Text

_HALO = "valuma-halo-"


def svg_with_text(drawing: Drawing) -> str:
    """Write a drawing as SVG without turning its words into outlines.

    Parameters
    ----------
    drawing : matplotlib.figure.Figure
        A finished drawing; it is left as it was.

    Returns
    -------
    str
        The same text for the same drawing.

    Notes
    -----
    matplotlib outlines every word that has a path effect, which makes a file of megabytes out of forty
    names. A stroke behind the letters (a halo) is therefore taken off before and said in SVG's own words.
    """
    import matplotlib as mpl

    from valuma.figures.style import context

    buffer = io.StringIO()
    with context(), mpl.rc_context({"svg.fonttype": "none"}), _without_halos(drawing) as styles:
        drawing.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    for name, style in styles.items():
        svg = svg.replace(f'<g id="{name}">', f'<g id="{name}" style="{style}">')
    return svg


@contextmanager
def _without_halos(drawing: Drawing) -> Iterator[dict[str, str]]:
    """Take halos off the words of a drawing for a while; gives their style in SVG by the id of the group."""
    from matplotlib.text import Text

    styles: dict[str, str] = {}
    before: list[tuple[Text, Any, Any]] = []
    for text in drawing.findobj(Text):
        if (style := _halo(text)) is None:
            continue
        before.append((text, text.get_gid(), text.get_path_effects()))
        name = f"{_HALO}{len(before)}"
        styles[name] = style
        text.set_gid(name)
        text.set_path_effects([])
    try:
        yield styles
    finally:
        for text, name_before, effects in before:
            text.set_gid(name_before)
            text.set_path_effects(effects)


def _halo(text: Text) -> str | None:
    """Style of a stroke behind the letters, where that is the only effect a text has."""
    from matplotlib.colors import to_hex
    from matplotlib.patheffects import Normal, Stroke

    effects = list(text.get_path_effects() or ())
    strokes = [effect for effect in effects if isinstance(effect, Stroke)]
    if len(strokes) != 1 or any(not isinstance(effect, Normal | Stroke) for effect in effects):
        return None
    look = getattr(strokes[0], "_gc", {})
    width, color = look.get("linewidth"), look.get("foreground")
    if width is None or color is None:
        return None
    return f"paint-order:stroke;stroke:{to_hex(color)};stroke-width:{width:g}px;stroke-linejoin:round"
