"""Reports: named results and texts in three languages → accessible PDF and HTML pages."""

from __future__ import annotations

from valuma.report.brief import BriefFiles, brief
from valuma.report.cache import Cache
from valuma.report.case_sheet.facts import CaseFacts, case_facts
from valuma.report.case_sheet.sheets import case_sheets
from valuma.report.content import BriefContent, BriefTable
from valuma.report.docx.report import WordFiles, word
from valuma.report.drafts import DraftDiff, diff, freeze
from valuma.report.pptx.slides import SlidesFiles, slides
from valuma.report.results import Result, Results
from valuma.report.xlsx.tables import TableFiles, tables

__all__ = [
    "BriefContent",
    "BriefFiles",
    "BriefTable",
    "Cache",
    "CaseFacts",
    "DraftDiff",
    "Result",
    "Results",
    "SlidesFiles",
    "TableFiles",
    "WordFiles",
    "brief",
    "case_facts",
    "case_sheets",
    "diff",
    "freeze",
    "slides",
    "tables",
    "word",
]
