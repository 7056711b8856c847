"""Reports: named results and texts in three languages → accessible PDF and HTML pages."""

from __future__ import annotations

from valuma.report.brief import BriefFiles, brief
from valuma.report.cache import Cache
from valuma.report.content import BriefContent, BriefTable
from valuma.report.results import Result, Results

__all__ = ["BriefContent", "BriefFiles", "BriefTable", "Cache", "Result", "Results", "brief"]
