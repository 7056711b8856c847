"""Disclosure: what of a survey may leave, and nothing else."""

from __future__ import annotations

from valuma.survey.disclosure.pseudonyms import pseudonym, pseudonyms
from valuma.survey.disclosure.released import Release, Released, count_words, hidden_note, release, release_all
from valuma.survey.disclosure.rules import Few, shown_count, too_small
from valuma.survey.disclosure.table import protect_table
from valuma.survey.disclosure.ties import ReleasedTies, if_more_consented, release_ties

__all__ = [
    "Few",
    "Release",
    "Released",
    "ReleasedTies",
    "count_words",
    "hidden_note",
    "if_more_consented",
    "protect_table",
    "pseudonym",
    "pseudonyms",
    "release",
    "release_all",
    "release_ties",
    "shown_count",
    "too_small",
]
