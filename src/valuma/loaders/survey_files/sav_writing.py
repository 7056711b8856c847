"""A survey as a .sav file for an archive: labels, missing codes put back, weight, multiple-response sets."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from valuma.formats.files import TEMPORARY_PREFIX, atomic_write
from valuma.loaders.survey_files.sav_additions import ResponseSet, with_additions
from valuma.loaders.survey_files.sav_missing import Declared, declared
from valuma.schema.problems import ValumaError
from valuma.survey.codebook import Code, Variable
from valuma.survey.load_report import LoadReport
from valuma.survey.reasons import Reason
from valuma.survey.survey import Survey

_TO_1970 = 12_219_379_200.0
_MEASURES = {"ordered": "ordinal", "category": "nominal", "text": "nominal"}
_LABEL, _VALUE_LABEL, _LONGEST_NAME, _TEXT_CODE = 255, 120, 64, 8
_RESERVED = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])


def write_survey_sav(
    survey: Survey, path: str | os.PathLike[str], *, leave_out: Sequence[str] = (), personal: bool = False
) -> LoadReport:
    """Write the answers of a survey as an SPSS system file.

    Parameters
    ----------
    survey : Survey
        With its answers.
    path : path
        File to write, replaced as a whole.
    leave_out : sequence of str
        Variables that are not written.
    personal : bool, default False
        Write also variables that may hold personal data.

    Returns
    -------
    LoadReport
        What the format has no room for: names and labels that were shortened, missing codes beyond three, reasons
        that are no code.

    Raises
    ------
    ValumaError
        A variable may hold personal data and is neither left out nor asked for; or a name is no variable.

    Notes
    -----
    User-missing codes stand in the file as SPSS users expect, with their labels and declared missing. The same survey
    gives the same bytes: the file bears no date. These are the answers of people: keep the file out of version
    control, as the raw answers.
    """
    import pyreadstat

    unknown = [name for name in leave_out if name not in survey.codebook]
    if unknown:
        raise ValumaError(f"the survey has no variable {unknown[0]!r}")
    variables = [variable for variable in survey.codebook if variable.name not in leave_out]
    telling = [variable for variable in variables if variable.identifies]
    if telling and not personal:
        shown = "; ".join(f"{variable.name} ({variable.identifies})" for variable in telling)
        raise ValumaError(f"these variables may hold personal data: {shown}; leave_out= them, or say personal=True")
    sav = _Sav(survey, variables)
    target = Path(path)
    temporary = target.with_name(f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}.tmp")
    try:
        pyreadstat.write_sav(sav.frame, str(temporary), **sav.options)
        data = temporary.read_bytes()
    finally:
        temporary.unlink(missing_ok=True)
    weight = sav.names.get(survey.settings.weight, "")
    with atomic_write(target, "wb") as file:
        file.write(with_additions(data, weight=weight, sets=sav.sets()))
    return sav.report


class _Sav:
    """Columns and descriptions as pyreadstat takes them."""

    def __init__(self, survey: Survey, variables: Sequence[Variable]) -> None:
        self.survey, self.report = survey, LoadReport()
        self.names = self._legal_names(variables)
        columns: dict[str, pd.Series] = {}
        labels: dict[str, dict[Code, str]] = {}
        missing: dict[str, list[Any]] = {}
        for variable in variables:
            name = self.names[variable.name]
            cells, rules = self._cells(variable)
            columns[name] = cells
            if rules.spans or rules.texts:
                missing[name] = [*({"lo": low, "hi": high} for low, high in rules.spans), *rules.texts]
            if given := self._value_labels(variable):
                labels[name] = given
        self.frame = pd.DataFrame(columns, columns=list(columns)).reset_index(drop=True)
        self.options: dict[str, Any] = {
            "column_labels": {self.names[v.name]: self._cut(v.label, _LABEL, v.name) for v in variables},
            "variable_value_labels": labels,
            "missing_ranges": missing,
            "variable_measure": {self.names[v.name]: _MEASURES.get(v.kind, "scale") for v in variables},
            "variable_format": {self.names[v.name]: "DATETIME20" for v in variables if v.kind == "date"},
            "file_label": self._cut(survey.settings.title.get(survey.settings.language, survey.id), 64, "title"),
        }

    def _legal_names(self, variables: Sequence[Variable]) -> dict[str, str]:
        """Return the name of each variable in SPSS: letters, digits and some signs, each once whatever its case."""
        names: dict[str, str] = {}
        used: set[str] = set()
        for variable in variables:
            legal = re.sub(r"[^\w.$#@]|(?<=\W)_", "_", variable.name)
            legal = legal if re.match(r"[^\W\d_]|@", legal) and legal.upper() not in _RESERVED else f"V_{legal}"
            legal = _cut_bytes(legal, _LONGEST_NAME - 4).rstrip("._") or "V"
            number, free = 2, legal
            while free.upper() in used:
                free = f"{legal}_{number}"
                number += 1
            used.add(free.upper())
            names[variable.name] = free
            if free != variable.name:
                self.report.note(variable.name, "a name that SPSS does not take", f"called {free}")
        return names

    def _cells(self, variable: Variable) -> tuple[pd.Series, Declared]:
        """Return the codes of a variable with missing codes put back, and what is declared missing."""
        cells = self.survey.codes(variable.name)
        if variable.kind == "date":
            seconds = cells.astype("datetime64[us]").astype("int64").astype("float64") / 1e6 + _TO_1970
            cells = seconds.mask(cells.isna())
        text = cells.dtype.kind not in "fiu"
        answers: set[float] = set() if text else {*cells.dropna().unique(), *_numbers(variable.codes)}
        rules = declared(variable.missing, answers, text=text)
        reasons = self.survey.reasons[variable.name].astype(object)
        codes = {
            str(rule): rule.low
            for rule in variable.missing
            if rule.low == rule.high and isinstance(rule.low, str) == text and rules.covers(rule.low)
        }
        back = reasons.map(codes)
        self._tell_lost(variable, reasons[cells.isna() & back.isna() & reasons.notna()])
        if text:
            return cells.astype(object).where(cells.notna(), back).fillna(""), rules
        return cells.astype("float64").where(cells.notna(), back.astype("float64")), rules

    def _tell_lost(self, variable: Variable, reasons: pd.Series) -> None:
        lost = reasons[reasons != str(Reason.SYSTEM)]
        for reason, count in lost.value_counts().items():
            what = f"{count:,} cells missing as {str(reason)!r}, for which the format has no code"
            self.report.warning(variable.name, what, "written as system-missing")

    def _value_labels(self, variable: Variable) -> dict[Code, str]:
        text = variable.kind == "text" or any(isinstance(code, str) for code in variable.codes)
        labels: dict[Code, str] = {}
        for code, label in variable.labels.items():
            if isinstance(code, str) != text or variable.kind == "date":
                continue
            if isinstance(code, str) and len(code.encode()) > _TEXT_CODE:
                self.report.warning(variable.name, f"the label of the code {code!r}, longer than 8 bytes", "left out")
            elif label:
                labels[code] = self._cut(label, _VALUE_LABEL, variable.name)
        return labels

    def _cut(self, text: str, most: int, place: str) -> str:
        cut = _cut_bytes(text, most)
        if cut != text:
            self.report.warning(place, f"a label of more than {most} bytes", "cut at its end")
        return cut

    def sets(self) -> list[ResponseSet]:
        """Return the blocks that are multiple-response sets."""
        found = []
        for block in self.survey.blocks:
            items = [self.names[item] for item in block.items if item in self.names]
            ticks = block.kind == "multiple-dichotomies" and block.counted is not None
            if len(items) > 1 and (ticks or block.kind == "multiple-categories"):
                name = re.sub(r"[^A-Za-z0-9]+", "_", block.name).strip("_")[:_LONGEST_NAME] or "set"
                label = _cut_bytes(block.label, _LABEL)
                found.append(ResponseSet(name, label, items, block.counted if ticks else None))
        return found


def _numbers(codes: Sequence[Code]) -> set[float]:
    return {code for code in codes if not isinstance(code, str)}


def _cut_bytes(text: str, most: int) -> str:
    """Return a text that is at most so many bytes of UTF-8, without half a letter at its end."""
    return text.encode()[:most].decode("utf-8", errors="ignore")
