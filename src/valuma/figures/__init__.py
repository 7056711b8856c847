"""Figures: data in, a matplotlib figure with its table, caption and words for those who cannot see it out."""

from __future__ import annotations

from valuma.figures.catalogue import Entry, draw, register
from valuma.figures.catalogue import entries as list
from valuma.figures.record import Figure

__all__ = ["Entry", "Figure", "draw", "list", "register"]
