"""A DDI codebook over a file of answers: what the archive says goes before what a conversion left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from valuma.loaders.survey_files.ddi.codebook import DdiCodebook
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.stated_values import codes_by_text, mostly_stated, read_as_stated
from valuma.loaders.survey_files.variable_names import VariableNames, plain_name
from valuma.survey.codebook import Code, Variable

_NAMED = 5


def overlay_ddi(raw: RawSurvey, ddi: DdiCodebook) -> RawSurvey:
    """Lay a DDI codebook over what a file of answers says.

    Parameters
    ----------
    raw : RawSurvey
        As a reader returned it.
    ddi : DdiCodebook
        As `read_ddi` returned it; of several data files that it describes, the one whose names fit best counts.

    Returns
    -------
    RawSurvey
        Labels, levels of measurement and groups of the codebook; missing codes of both, because conversions lose
        them. Names keep the spelling of the answers. The report tells what the codebook and the answers do not share,
        and where their counts differ.
    """
    described = _of_file(raw, ddi)
    names = VariableNames(raw.variables)
    called = {name: found for name in described if (found := names.find(name)) is not None}
    result = replace(
        raw,
        values=raw.values.copy(deep=False),
        variables=dict(raw.variables),
        states=dict(raw.states),
        documents=[*raw.documents, *ddi.documents],
        language=ddi.language or raw.language,
    )
    result.report.extend(ddi.report)
    for name, found in called.items():
        made = _merged(raw.variables[found], described[name])
        _words_to_codes(result, made)
        result.variables[found] = made
    result.blocks = [
        replace(block, items=tuple(called[item] for item in block.items if item in called)) for block in ddi.blocks
    ]
    result.blocks = [*raw.blocks, *(block for block in result.blocks if len(block.items) > 1)]
    if not raw.weight and ddi.weight:
        result.weight = called.get(ddi.weight, "")
    _tell(result, ddi, described, called)
    return result


def raw_of_ddi(ddi: DdiCodebook) -> RawSurvey:
    """Return the variables of a DDI codebook as a survey without answers."""
    types = {"text": "str", "date": "datetime64[us]"}
    columns = {
        name: pd.Series([], dtype="str" if _has_text_codes(variable) else types.get(variable.kind, "float64"))
        for name, variable in ddi.variables.items()
    }
    return RawSurvey(
        ddi.file,
        "DDI codebook",
        pd.DataFrame(columns, index=pd.RangeIndex(0)),
        dict(ddi.variables),
        weight=ddi.weight,
        blocks=list(ddi.blocks),
        documents=list(ddi.documents),
        language=ddi.language,
        fixed_kinds=frozenset(ddi.variables),
        report=ddi.report,
    )


def _has_text_codes(variable: Variable) -> bool:
    return any(isinstance(code, str) for code in variable.labels)


def _of_file(raw: RawSurvey, ddi: DdiCodebook) -> Mapping[str, Variable]:
    """Return the variables of the data file whose names fit the answers best."""
    if len(ddi.by_file) < 2:
        return ddi.variables
    known = set(map(plain_name, raw.variables))
    fits = {part: sum(plain_name(name) in known for name in here) for part, here in ddi.by_file.items()}
    best = max(fits, key=lambda part: (fits[part], -len(ddi.by_file[part])))
    names = {data_file.id: data_file.name for data_file in ddi.files}
    what = f"a codebook of {len(ddi.by_file)} data files"
    raw.report.note(ddi.file, what, f"{names.get(best) or best or 'the first one'} fits {raw.file} best")
    return ddi.by_file[best]


def _merged(old: Variable, stated: Variable) -> Variable:
    """Return a variable as the codebook has it, with what only the file knows."""
    alike = all(type(code) is type(next(iter(stated.labels), code)) for code in old.labels)
    labels = {**(old.labels if alike else {}), **{code: label for code, label in stated.labels.items() if label}}
    labels = {**labels, **{code: label for code, label in stated.labels.items() if code not in labels}}
    keep = [
        rule for rule in old.missing if not any(rule.low == new.low and rule.high == new.high for new in stated.missing)
    ]
    return replace(
        old,
        label=stated.label or old.label,
        kind=old.kind if old.kind == "date" else stated.kind,
        labels=_in_order(labels),
        missing=(*stated.missing, *keep),
        texts={**old.texts, **stated.texts},
        value_texts={**old.value_texts, **stated.value_texts},
        measure=stated.measure or old.measure,
        attributes={**old.attributes, **stated.attributes},
    )


def _in_order(labels: Mapping[Code, str]) -> dict[Code, str]:
    if any(isinstance(code, str) for code in labels):
        return dict(labels)
    return dict(sorted(labels.items()))


def _words_to_codes(raw: RawSurvey, variable: Variable) -> None:
    """Turn a column of labels into codes where almost every cell is a label or a number; others stay texts."""
    cells = raw.values[variable.name]
    if cells.dtype.kind in "fiubM" or not variable.labels or _has_text_codes(variable):
        return
    by_text = codes_by_text(variable)
    if mostly_stated(cells, by_text):
        read_as_stated(raw, variable, by_text, stated=False)


def _tell(raw: RawSurvey, ddi: DdiCodebook, described: Mapping[str, Variable], called: Mapping[str, str]) -> None:
    """Say what the codebook and the answers do not share, and where their counts differ."""
    alone = [name for name in described if name not in called]
    known = set(called.values())
    unknown = [name for name in raw.variables if name not in known]
    if alone:
        what = f"variables that {raw.file} does not have: {_listed(alone)}"
        raw.report.warning(ddi.file, what, "not used")
    if unknown:
        what = f"variables that {ddi.file} does not describe: {_listed(unknown)}"
        raw.report.warning(raw.file, what, "as the file has them")
    differing = [found for name, found in called.items() if _differs(raw.values[found], ddi.counts.get(name, {}))]
    if differing:
        what = f"counts of answers that differ from those in {ddi.file}: {_listed(differing)}"
        raw.report.warning(raw.file, what, "left as they are; is it the codebook of these answers?")


def _differs(cells: pd.Series, counts: Mapping[Code, int]) -> bool:
    """Whether codes occur another number of times than the codebook says."""
    if not counts or not len(cells) or cells.dtype.kind not in "fiu":
        return False
    seen = cells.value_counts()
    return any(int(seen.get(code, 0)) != count for code, count in counts.items())


def _listed(names: list[str]) -> str:
    return f"{len(names)}, as " + ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
