"""Rows that join the tables of a study that is already checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.frozen import Frozen
from valuma.schema.problems import Problems
from valuma.schema.tables import TABLES
from valuma.study.frames import conform, sort_by_key
from valuma.study.origins import Origin

if TYPE_CHECKING:
    from valuma.study.study import Study


def join_rows(
    study: Study, rows: Mapping[str, pd.DataFrame], origins: Mapping[str, Origin], problems: Problems | None = None
) -> tuple[Study, Problems]:
    """Return a study with further rows, and all problems; with errors among them it must not be used.

    Parameters
    ----------
    study : Study
        Validated tables.
    rows : mapping of str to DataFrame
        Rows by table. Columns that a contract does not know are kept, last; empty in the rows that were there before.
    origins : mapping of str to Origin
        Where the rows come from, by table.
    problems : Problems, optional
        What was found on the way to the rows; stays in the report of the study.

    Returns
    -------
    tuple of Study and Problems
        Tables in the order of their keys, as if all rows had been read at once; every check has run again.
    """
    found = Problems(study.__dict__["_before"])
    found.extend(problems or ())
    frames = dict(study._frames_as_they_are)
    places = dict(study.origins)
    for name, frame in rows.items():
        if not len(frame):
            continue
        table = TABLES[name]
        typed = conform(table, frame, origins[name], found, headers_checked=True)
        joined = pd.concat([frames[name], typed], ignore_index=True) if len(frames[name]) else typed
        frames[name], places[name] = sort_by_key(table, joined, places[name].then(origins[name]))
    kept = {key: value for key, value in study.__dict__.items() if key not in study.derived}
    new = type(study)(**kept | {"_frames": Frozen(frames), "_origins": Frozen(places), "_before": tuple(found)})
    report = new.check()
    new.__dict__["_report"] = report
    return new, report


def with_problems(study: Study, problems: Problems) -> Study:
    """Return a study whose report says more.

    Parameters
    ----------
    study : Study
        Validated tables.
    problems : Problems
        What was found beside them.
    """
    if not problems:
        return study
    before = (*study.__dict__["_before"], *problems)
    report = Problems((*study.report, *problems))
    return type(study)(**study.__dict__ | {"_before": before, "_report": report})
