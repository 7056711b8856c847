"""Why a cell of a survey is missing."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Sorts of missing answers; a code of the file's own keeps its code and label beside its sort."""

    SYSTEM = "system-missing"
    USER = "user-missing"
    CANNOT_SAY = "cannot-say"
    NOT_APPLICABLE = "not-applicable"
    NOT_SHOWN = "not-shown"
    NOT_ANSWERED = "not-answered"
    UNREADABLE = "unreadable"
