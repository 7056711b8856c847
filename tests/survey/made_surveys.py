"""Surveys made of columns, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from valuma.survey import Block, Blocks, Codebook, Survey, SurveySettings, Variable


def survey(
    columns: Mapping[str, Sequence[Any]],
    *,
    labels: Mapping[str, Mapping[float | str, str]] | None = None,
    reasons: Mapping[str, Sequence[str | None]] | None = None,
    blocks: Sequence[Block] = (),
    variables: Mapping[str, Mapping[str, Any]] | None = None,
    **settings: Any,
) -> Survey:
    """Return a survey of columns of codes; those with labels become categories, as a reader makes them."""
    answers, book = {}, []
    for name, cells in columns.items():
        more = dict((variables or {}).get(name, {}))
        texts = (labels or {}).get(name)
        if texts is not None:
            more = {"kind": "ordered", "labels": dict(texts)} | more
            proper = Variable(name, **more).codes
            categories = [texts[code] for code in proper]
            answers[name] = pd.Series(pd.Categorical([texts.get(cell) for cell in cells], categories))
        elif any(isinstance(cell, str) for cell in cells):
            more = {"kind": "text"} | more
            answers[name] = pd.Series(list(cells), dtype="str")
        else:
            answers[name] = pd.Series(list(cells), dtype="float64")
        book.append(Variable(name, **({"label": name} | more)))
    frame = pd.DataFrame(answers).set_axis(range(1, len(next(iter(answers.values()))) + 1))
    why = pd.DataFrame(dict.fromkeys(columns), index=frame.index, dtype=object)
    for name, cells in (reasons or {}).items():
        why[name] = pd.Series(list(cells), index=frame.index, dtype=object)
    why = why.where(frame.isna() & why.notna(), None)
    return Survey(SurveySettings(**settings), frame, why, Codebook(book), Blocks(blocks))
