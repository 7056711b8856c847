"""Checks of a study's tables against each other; every check reports all it finds."""

from __future__ import annotations

from valuma.study.checks.context import Context
from valuma.study.checks.run import check_tables

__all__ = ["Context", "check_tables"]
