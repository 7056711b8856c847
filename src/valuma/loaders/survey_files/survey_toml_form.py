"""The form in a ``survey.toml``: everything is asked once, in an order in which it can be asked."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd

from valuma.loaders.survey_files.raw import RawSurvey
from valuma.schema.problems import Problems, nearest
from valuma.schema.survey_file import ShownIf, SurveyFile
from valuma.schema.toml import Toml
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.reasons import Reason

#: Variables that nobody is asked: they come from the link, or are computed.
NOT_ASKED = (SurveyRole.RESPONDENT, SurveyRole.LANGUAGE, SurveyRole.WEIGHT, SurveyRole.STRATUM)


class _Error(Protocol):
    def __call__(self, key: str, found: str, expected: str, hint: str = "") -> None: ...


def check_form(file: SurveyFile, toml: Toml | None, name: str, problems: Problems) -> None:
    """Check the sections of a questionnaire; a file without any is a codebook alone, and fine.

    Parameters
    ----------
    file : SurveyFile
        Keys of the right form.
    toml : Toml, optional
        For lines.
    name : str
        How the file is named in problems.
    problems : Problems
        Grows by an error for a name that is no block or item, what is asked twice or never, an item of a block asked
        on its own, and a condition on what is asked later or has no such answer.
    """

    def error(key: str, found: str, expected: str, hint: str = "") -> None:
        problems.error(name, found, expected, row=toml.line(key) if toml else None, column=key, hint=hint)

    in_blocks = {item: block.name for block in file.blocks for item in block.items}
    single = [item.name for item in file.items if item.name not in in_blocks]
    known = {**{block.name: tuple(block.items) for block in file.blocks}, **{item: (item,) for item in single}}
    order: list[str] = []
    for number, section in enumerate(file.sections, start=1):
        key = f"sections[{number}].asks"
        for asked in section.asks:
            if asked in in_blocks and asked not in known:
                error(key, repr(asked), "blocks, and items that stand in none", f"it is in {in_blocks[asked]!r}")
            elif asked not in known:
                error(key, repr(asked), "the name of a block or an item", nearest(asked, known))
            elif known[asked][0] in order:
                error(key, f"{asked!r} once more", "every question once")
            else:
                order += known[asked]
    _check_conditions(file, order, error)
    free = {item.name for item in file.items if item.role in NOT_ASKED}
    for number, item in enumerate(file.items, start=1) if file.sections else ():
        if item.name not in order and item.name not in free:
            error(f"items[{number}].name", f"{item.name!r}, which no section asks", "every item in a section")


def _check_conditions(file: SurveyFile, order: list[str], error: _Error) -> None:
    scales = {scale.name: {option.code for option in scale.options if not option.missing} for scale in file.scales}
    items = {item.name: item for item in file.items}
    place = {name: number for number, name in enumerate(order)}

    def check(key: str, shown: ShownIf | None, first: str) -> None:
        if shown is None:
            return
        if shown.item not in items:
            error(f"{key}.item", repr(shown.item), "the name of an item", nearest(shown.item, items))
            return
        if place.get(shown.item, -1) >= place.get(first, len(order)):
            error(f"{key}.item", f"{shown.item!r}, which is asked later", "an item that is asked before")
        for code in shown.codes:
            if code not in scales.get(items[shown.item].scale, ()):
                error(f"{key}.codes", repr(code), f"a code of an answer to {shown.item!r}")

    for number, item in enumerate(file.items, start=1):
        check(f"items[{number}].shown_if", item.shown_if, item.name)
    for number, block in enumerate(file.blocks, start=1):
        check(f"blocks[{number}].shown_if", block.shown_if, block.items[0])


def mark_not_shown(raw: RawSurvey, file: SurveyFile) -> None:
    """Say of empty cells that their question was not shown, where an earlier answer tells so.

    Parameters
    ----------
    raw : RawSurvey
        Answers as codes; its `states` grow. Cells that hold anything, and those whose reason is known, stay.
    file : SurveyFile
        With conditions (``shown_if``) of items and blocks.
    """
    conditions = [(item.name, item.shown_if) for item in file.items]
    conditions += [(name, block.shown_if) for block in file.blocks for name in block.items]
    options = {scale.name: [option.code for option in scale.options] for scale in file.scales}
    scale_of = {item.name: item.scale for item in file.items}
    for name, shown in conditions:
        if shown is None or name not in raw.values or shown.item not in raw.values:
            continue
        earlier = raw.values[shown.item]
        answered = earlier.isin(options.get(scale_of.get(shown.item, ""), []))
        cells = raw.values[name]
        empty = cells.isna() | (cells.astype(object) == "")
        states = raw.states.get(name, pd.Series(np.nan, index=cells.index, dtype=object)).astype(object)
        hidden = answered & ~earlier.isin(shown.codes) & empty & states.isna()
        if hidden.any():
            raw.states[name] = states.mask(hidden, str(Reason.NOT_SHOWN))
