"""Drafts: what was sent out is frozen, and every later change of a number has a name and a cause."""

from __future__ import annotations

from valuma.report.drafts.api import diff, freeze
from valuma.report.drafts.differences import DraftDiff

__all__ = ["DraftDiff", "diff", "freeze"]
