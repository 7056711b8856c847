"""One respondent erased from the files of a study, and files erased whose time is over; with a record of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from valuma.formats.files import write_together
from valuma.loaders.erasing.sav_rows import without_cases
from valuma.loaders.erasing.text_rows import without_rows
from valuma.loaders.erasing.workbook_rows import without_sheet_rows
from valuma.loaders.held_data import HeldSurvey, held_surveys
from valuma.schema.problems import ValumaError
from valuma.survey.people import tokens
from valuma.survey.survey import Survey

RECORD_FILE = "erased.csv"
_RECORD = ("date", "what", "file", "rows")
_TEXT, _WORKBOOK, _SYSTEM = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm"), (".sav",)
#: Results that were computed from the answers, in a study folder.
_CACHES = ("build/results",)


@dataclass(frozen=True)
class Erasure:
    """What would be erased.

    Parameters
    ----------
    contents : dict of Path to bytes
        Files with their new content.
    gone : list of Path
        Files that are deleted as a whole.
    rows : list of (Path, HeldSurvey, int)
        File, survey, and how many rows are taken out of it; -1 for the whole file.
    what : str
        What is recorded: ``respondent`` or ``expired``.
    """

    contents: dict[Path, bytes] = field(default_factory=dict)
    gone: list[Path] = field(default_factory=list)
    rows: list[tuple[Path, HeldSurvey, int]] = field(default_factory=list)
    what: str = "respondent"

    def frame(self, root: Path) -> pd.DataFrame:
        """One row a file: ``survey``, ``file``, ``rows``; of whole files and caches "all"."""
        records = [(survey.id, _relative(path, root), _words(n)) for path, survey, n in self.rows]
        listed = {path for path, _, _ in self.rows}
        records += [("", _relative(path, root), "all") for path in self.gone if path not in listed]
        return pd.DataFrame(records, columns=["survey", "file", "rows"])

    def write(self, root: Path, today: dt.date) -> None:
        """Write the new files, delete what goes as a whole, and add to the record of each survey.

        Parameters
        ----------
        root : Path
            Study folder.
        today : datetime.date
            Day of the record. It holds no identifier: the day, what was done, the file and the number of rows.
        """
        records: dict[Path, bytes] = {}
        for path, survey, n in self.rows:
            place = survey.folder / RECORD_FILE
            before = records.get(place) or (place.read_bytes() if place.is_file() else b"")
            line = (today.isoformat(), self.what, _relative(path, root), _words(n))
            records[place] = before + _lines([line] if before else [_RECORD, line])
        write_together({**self.contents, **records})
        for path in self.gone:
            path.unlink(missing_ok=True)


def erase_respondent(root: str | Path, token: str, *, survey: str | None = None) -> Erasure:
    """Plan to take the answers of one respondent out of a study folder.

    Parameters
    ----------
    root : str or Path
        Study folder.
    token : str
        Token of the respondent.
    survey : str, optional
        Survey; by default all that ask for a token.

    Returns
    -------
    Erasure
        Files of answers without the rows, the list of invitations likewise, and cached results to delete. Nothing
        is written before `Erasure.write`.

    Raises
    ------
    ValumaError
        No survey has such a token, a file is of a sort that cannot be rewritten, or the rewritten file would not read
        as the old one less the rows.

    Notes
    -----
    Every rewritten file is read back and compared before it is offered. Copies elsewhere, drafts, exports for coders
    and versions that git keeps are not searched.
    """
    wanted = str(token).strip()
    found = Erasure()
    for held in held_surveys(root, survey):
        name = _respondent_variable(held)
        for path in held.answers if name else []:
            before = held.read(path)
            rows = [k for k, one in enumerate(tokens(before, name)) if one == wanted]
            if rows:
                data = _rewritten(path, name, wanted, rows)
                _check(held, path, data, before, rows)
                found.contents[path] = data
                found.rows.append((path, held, len(rows)))
        _from_invitations(held, wanted, found)
    if not found.rows:
        where = f"survey {survey!r}" if survey else "any survey of the study"
        raise ValumaError(f"no answers and no invitation with this token in {where}")
    found.gone.extend(_caches(Path(root)))
    return found


def erase_expired(root: str | Path, today: dt.date) -> Erasure:
    """Plan to delete the answers of surveys whose time is over.

    Parameters
    ----------
    root : str or Path
        Study folder.
    today : datetime.date
        Answers are deleted after the day that ``retain_until`` names.

    Returns
    -------
    Erasure
        Files of answers, lists of invitations with tokens, cached results; empty where nothing is over.
    """
    found = Erasure(what="expired")
    for held in held_surveys(root):
        until = held.file.privacy.retain_until
        if until is None or until >= today:
            continue
        for path in [*held.answers, *([held.invited] if held.invited and _has_tokens(held.invited) else [])]:
            found.gone.append(path)
            found.rows.append((path, held, -1))
    if found.rows:
        found.gone.extend(_caches(Path(root)))
    return found


def _respondent_variable(held: HeldSurvey) -> str:
    from valuma.loaders.survey_files.survey_toml import settings_of

    return settings_of(held.file).respondent


def _rewritten(path: Path, name: str, token: str, rows: list[int]) -> bytes:
    """Return the content of a file without the rows of a respondent."""
    data, suffix = path.read_bytes(), path.suffix.lower()
    if suffix in _SYSTEM:
        return without_cases(data, path.name, set(rows))
    if suffix not in (*_TEXT, *_WORKBOOK):
        raise ValumaError(
            f"{path.name}: rows cannot be taken out of a {suffix} file; take the row out where the file was made and "
            "export it again, or keep the answers as .sav or .csv"
        )
    take = without_rows if suffix in _TEXT else without_sheet_rows
    left, number = take(data, path.name, name, _is(token))
    if number != len(rows):
        raise ValumaError(f"{path.name}: {len(rows)} rows have the token, but {number} could be told apart in the file")
    return left


def _is(token: str) -> Callable[[str], bool]:
    """Return whether a cell is a token; a spreadsheet writes a whole number as it likes."""

    def same(cell: str) -> bool:
        text = cell.strip()
        return text == token or (text.endswith(".0") and text[:-2] == token)

    return same


def _check(held: HeldSurvey, path: Path, data: bytes, before: Survey, rows: list[int]) -> None:
    """Read a rewritten file back: it has to hold everything but the rows."""
    with tempfile.TemporaryDirectory(prefix=".valuma-", suffix=".tmp", dir=path.parent) as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(data)
        after = held.read(copy)
    kept = before.answers.drop(index=before.answers.index[rows]).reset_index(drop=True)
    if not _texts(kept).equals(_texts(after.answers.reset_index(drop=True))):
        raise ValumaError(
            f"{path.name}: without the rows the file would read otherwise than before; nothing was written"
        )


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(object).map(str)


def _from_invitations(held: HeldSurvey, token: str, found: Erasure) -> None:
    path = held.invited
    if path is None or not _has_tokens(path):
        return
    data, number = without_rows(path.read_bytes(), path.name, "token", _is(token))
    if number:
        found.contents[path] = data
        found.rows.append((path, held, number))


def _has_tokens(path: Path) -> bool:
    head = path.read_bytes()[:10_000].decode("utf-8-sig", errors="replace").partition("\n")[0]
    return any(cell.strip(' "\r') == "token" for cell in head.replace(";", ",").replace("\t", ",").split(","))


def _caches(root: Path) -> list[Path]:
    return sorted(path for name in _CACHES for path in (root / name).glob("*") if path.is_file())


def _lines(rows: list[tuple[str, ...]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode("utf-8")


def _words(n: int) -> str:
    return "all" if n < 0 else str(n)


def _relative(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.name
