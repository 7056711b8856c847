"""DDI Codebook: what an archive says of a survey, read, laid over its answers, and written for an archive."""

from __future__ import annotations

from valuma.loaders.survey_files.ddi.codebook import DdiCodebook
from valuma.loaders.survey_files.ddi.overlay import overlay_ddi, raw_of_ddi
from valuma.loaders.survey_files.ddi.reading import read_ddi

__all__ = ["DdiCodebook", "overlay_ddi", "raw_of_ddi", "read_ddi"]
