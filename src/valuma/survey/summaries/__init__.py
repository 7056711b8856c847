"""Summaries: what figures, annexes and named results show of a survey, estimated once and protected once."""

from __future__ import annotations

from valuma.survey.summaries.about import About, Summary
from valuma.survey.summaries.answered import answered
from valuma.survey.summaries.graded import graded
from valuma.survey.summaries.interest import interest
from valuma.survey.summaries.ranked import RANKED, ranked
from valuma.survey.summaries.willingness import willingness

__all__ = ["RANKED", "About", "Summary", "answered", "graded", "interest", "ranked", "willingness"]
