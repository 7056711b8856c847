"""``invited.csv``: whom a survey was sent to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from valuma.loaders.csv_file import parse_csv
from valuma.schema.contract import Table
from valuma.schema.problems import Problem, Problems
from valuma.schema.survey_tables import INVITED, LINKS
from valuma.schema.text_file import SIZE_LIMIT, read_bytes
from valuma.study.frames import conform, report_columns
from valuma.study.origins import Origin
from valuma.survey.personal_data import contact_sort

#: Cells of a column that are looked at for addresses.
_LOOKED_AT = 1000


def read_invited(
    path: str | Path, *, name: str = "", problems: Problems | None = None, limit: int = SIZE_LIMIT
) -> pd.DataFrame:
    r"""Read the list of those a survey was sent to.

    Parameters
    ----------
    path : str or Path
        CSV file with the columns of `valuma.schema.survey_tables.INVITED`; only ``token`` must be there. Further
        columns, such as variables of strata, are kept as text.
    name : str, optional
        How the file is named in problems; by default its own name.
    problems : Problems, optional
        Grows by everything that is wrong; without it errors are raised.
    limit : int, default 200 MB
        Largest size of the file in bytes.

    Returns
    -------
    DataFrame
        One row an invitation in the order of the file, indexed by its line. An invitation that is there twice stands
        once. Columns with addresses or names of persons are left out.

    Raises
    ------
    StudyError
        The file cannot be used, and no `problems` were given.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "invited.csv")
    ...     _ = path.write_text("token,kind,region\nk7,municipality,02\nk8,ministry,not-applicable\n")
    ...     read_invited(path)[["token", "kind", "region"]].values.tolist()
    [['k7', 'municipality', '02'], ['k8', 'ministry', 'not-applicable']]
    """
    found = Problems() if problems is None else problems
    name = name or Path(path).name
    frame = _read(Path(path), INVITED, name, found, limit)
    if frame is None:
        frame = conform(INVITED, pd.DataFrame({"token": []}), Origin.of_file(name, []), Problems())
    else:
        frame = _without_persons(frame, name, found)
        frame = _each_once(frame, name, found)
    if problems is None:
        found.raise_if_errors(f"{name} cannot be used")
    return frame


def read_links(path: Path, name: str, problems: Problems, *, limit: int = SIZE_LIMIT) -> pd.DataFrame | None:
    """Read ``links.csv``: what names of organisations in answers mean, as a person decided.

    Parameters
    ----------
    path : Path
        CSV file with the columns ``answer`` and ``actor_id``.
    name : str
        How the file is named in problems.
    problems : Problems
        Grows by everything that is wrong.
    limit : int, default 200 MB
        Largest size of the file in bytes.

    Returns
    -------
    DataFrame or None
        One row a name, indexed by its line; None where the file has no usable form.
    """
    frame = _read(path, LINKS, name, problems, limit)
    if frame is None:
        return None
    frame = frame.dropna(subset=["answer", "actor_id"])
    again = frame["answer"].duplicated(keep="first")
    lines = list(frame.index[again])

    def problem(k: int) -> Problem:
        found = f"the name {frame.at[lines[k], 'answer']!r} again"
        return Problem("error", name, found, "each name once", int(lines[k]), "answer")

    problems.several(len(lines), problem)
    return frame[~again]


def _read(path: Path, table: Table, name: str, problems: Problems, limit: int) -> pd.DataFrame | None:
    """Return the typed rows of a CSV file, indexed by line; None where it has no usable form."""
    data = read_bytes(path, name, problems, limit=limit)
    raw = None if data is None else parse_csv(data, table, name, problems)
    if raw is None or not report_columns(table, [*raw.columns], name, problems, row=raw.header_line):
        return None
    cells: dict[str, Any] = {key: np.array([*values, None], dtype=object)[:-1] for key, values in raw.columns.items()}
    frame = conform(table, pd.DataFrame(cells), Origin.of_file(name, raw.lines), problems, headers_checked=True)
    return frame.set_axis(pd.Index(raw.lines, name="line"))


def _without_persons(frame: pd.DataFrame, name: str, problems: Problems) -> pd.DataFrame:
    """Leave out columns in which addresses or names of persons stand; a token that is one is an error."""
    for column in frame.columns:
        cells = frame[column].dropna()
        if not len(cells) or (column in INVITED and INVITED[column].vocabulary is not None):
            continue
        sort = contact_sort([str(cell) for cell in cells.iloc[:_LOOKED_AT]])
        if not sort:
            continue
        if column == "token" and sort not in ("e-mail addresses", "names of persons"):
            continue
        if column == "token":
            hint = "give each person a code, and keep the list of codes and addresses apart"
            problems.error(name, f"{sort} as tokens", "codes that say nothing of a person", column=column, hint=hint)
        elif column != "organisation":
            problems.warning(
                name,
                f"a column with {sort}",
                "no personal data",
                column=column,
                hint="not read; take it out of the file",
            )
            frame = frame.drop(columns=column)
    return frame


def _each_once(frame: pd.DataFrame, name: str, problems: Problems) -> pd.DataFrame:
    """Keep each invitation once; the same token with different cells is an error."""
    frame = frame[frame["token"].notna()]
    again = frame["token"].duplicated(keep="first")
    if not again.any():
        return frame
    same = frame.duplicated(keep="first")
    first = {token: line for line, token in reversed(list(frame["token"].items()))}
    rows = [(line, frame.at[line, "token"], bool(same[line])) for line in frame.index[again]]

    def problem(k: int) -> Problem:
        line, token, equal = rows[k]
        place = f"the token of row {first[token]} again"
        if equal:
            return Problem("warning", name, place, "each invitation once", int(line), "token", "counted once")
        return Problem("error", name, f"{place}, with other cells", "each token once", int(line), "token")

    problems.several(len(rows), problem)
    return frame[~again]
