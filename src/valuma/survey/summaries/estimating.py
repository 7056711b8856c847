"""Shares and means for summaries, estimated with the survey's design and then protected, all and by group at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from valuma.schema.frozen import Frozen
from valuma.survey.blocks import Block, Blocks
from valuma.survey.codebook import Code, Codebook, Variable
from valuma.survey.disclosure import release_all
from valuma.survey.estimates import mean, tabulate
from valuma.survey.reasons import Reason

if TYPE_CHECKING:
    from valuma.survey.estimates import Estimates
    from valuma.survey.summaries.groups import Groups
    from valuma.survey.survey import Survey

#: Names of what only exists while a summary is made; no variable of a file begins like this.
_MARK = "~"
_BLOCK, _GROUP = f"{_MARK}{_MARK}summary", f"{_MARK}{_MARK}group"
_COLUMNS = ["item", "group", "value", "n", "base", "organisations", "estimate", "low", "high", "shown", "why"]


def shares(
    survey: Survey,
    columns: Mapping[str, pd.Series],
    groups: Groups | None = None,
    *,
    role: str,
    levels: Iterable[float] = (0.0, 1.0),
) -> pd.DataFrame:
    """Return the share of every value of some columns, among all respondents and by group.

    Parameters
    ----------
    survey : Survey
        With answers.
    columns : mapping of str to Series of float
        Values by respondent; missing where a respondent does not count.
    groups : Groups, optional
        Groups of respondents.
    role : str
        Role of the questions behind the columns, by which they are protected.
    levels : iterable of float
        Values that every column can have, whether they occur or not.

    Returns
    -------
    DataFrame
        ``item`` (name of the column), ``group`` (empty for all), ``value``, ``n``, ``base``, ``organisations``,
        ``estimate``, ``low``, ``high``, ``shown``, ``why``; protected.
    """
    made = _with_groups(_with_columns(survey, columns, role, tuple(levels)), groups)
    return _released(survey, [tabulate(made, _BLOCK, by=by) for by in _each(groups)])


def means(survey: Survey, columns: Mapping[str, pd.Series], groups: Groups | None = None, *, role: str) -> pd.DataFrame:
    """Return the mean of some columns, among all respondents and by group; as `shares`, without a value."""
    made = _with_groups(_with_columns(survey, columns, role, None), groups)
    names = [f"{_MARK}{name}" for name in columns]
    return _released(survey, [mean(made, names, by=by) for by in _each(groups)])


def shares_of_block(survey: Survey, block: str, groups: Groups | None = None) -> pd.DataFrame:
    """Return the shares of a block of the survey as it was asked; as `shares`."""
    made = _with_groups(survey, groups)
    return _released(survey, [tabulate(made, block, by=by) for by in _each(groups)])


def _each(groups: Groups | None) -> Sequence[str | None]:
    return (None,) if groups is None else (None, _GROUP)


def _released(survey: Survey, tables: Iterable[Estimates]) -> pd.DataFrame:
    released = release_all(tables, survey.settings.privacy)
    frame = pd.concat([one.frame for one in released], ignore_index=True).reindex(columns=_COLUMNS)
    return frame.assign(
        item=frame["item"].str.removeprefix(_MARK),
        value=pd.to_numeric(frame["value"], errors="coerce"),
        group=frame["group"].fillna(""),
    )


def _with_columns(
    survey: Survey, columns: Mapping[str, pd.Series], role: str, levels: tuple[float, ...] | None
) -> Survey:
    """Return the survey with columns added as one block; without levels they stay numbers."""
    added: dict[str, tuple[Variable, pd.Series]] = {}
    for column, values in columns.items():
        name = f"{_MARK}{column}"
        if levels is None:
            added[name] = Variable(name, column, "numeric", role=role), values.astype(float)
            continue
        there = sorted({*levels, *map(float, values.dropna().unique())})
        labels: dict[Code, str] = {code: f"{code:g}" for code in there}
        added[name] = Variable(name, column, "category", Frozen(labels), role=role), _category(values, labels)
    return _with(survey, added, Block(_BLOCK, "grid", "", tuple(added)))


def _with_groups(survey: Survey, groups: Groups | None) -> Survey:
    """Return the survey with the groups as a variable."""
    if groups is None:
        return survey
    words: Mapping[Code, str] = Frozen({float(place): word for place, word in enumerate(groups.order, start=1)})
    codes = {word: code for code, word in words.items()}
    variable = Variable(_GROUP, groups.by, "category", words, words=words)
    return _with(survey, {_GROUP: (variable, _category(groups.of.map(codes).astype(float), words))})


def _with(survey: Survey, added: Mapping[str, tuple[Variable, pd.Series]], block: Block | None = None) -> Survey:
    values = {name: column for name, (_, column) in added.items()}
    why = {name: _reasons(column) for name, column in values.items()}
    return replace(
        survey,
        answers=pd.concat([survey.answers, pd.DataFrame(values, index=survey.answers.index)], axis=1),
        reasons=pd.concat([survey.reasons, pd.DataFrame(why, index=survey.answers.index)], axis=1),
        codebook=Codebook([*survey.codebook, *(variable for variable, _ in added.values())]),
        blocks=survey.blocks if block is None else Blocks([*survey.blocks, block]),
    )


def _category(values: pd.Series, labels: Mapping[Code, str]) -> pd.Series:
    return pd.Series(pd.Categorical(values.map(labels), categories=list(labels.values())), index=values.index)


def _reasons(values: pd.Series) -> pd.Series:
    why = pd.Series(str(Reason.NOT_ANSWERED), index=values.index).astype(object)
    return why.where(values.isna(), None)
