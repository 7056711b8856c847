"""What is said of a figure beside its drawing: how complete it is, how to read it, what it does not mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from valuma.report.imprint import Source, described
from valuma.texts import message, sentence, sentence_keys

if TYPE_CHECKING:
    from valuma.figures.record import Figure
    from valuma.texts import Sentence

#: Messages that say how complete the lists behind a figure are, with the names of their values.
_COMPLETENESS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "scope-completeness": ("threshold", "whole", "part", "unstated"),
        "completeness-line": ("parts",),
        "completeness-unknown": ("known",),
        "ant-known": ("share",),
        "incomplete-lists-note": (),
        "survey-response": ("answers", "invited", "rate"),
        "survey-no-sample": ("answers",),
        "survey-answers": ("answers",),
    }
)
#: Measures of figures whose table has no column of the measure's name.
_MEASURES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ant-map": ("members_known",),
        "mixing-matrix": ("mixing_counts", "expected_by_lot"),
        "policy-triangle": ("shared_actors", "shared_themes", "missing_tables"),
        "where": ("members_by_region",),
    }
)


def completeness(figure: Figure) -> str:
    """Return the sentence of a figure's notes or caption that says how complete the lists behind it are.

    Parameters
    ----------
    figure : Figure
        A drawn figure.

    Returns
    -------
    str
        Empty where the figure says nothing of it.
    """
    for key, names in _COMPLETENESS.items():
        pattern = re.escape(message(key, figure.lang, **dict.fromkeys(names, "\0"))).replace("\0", ".+?")
        for words in (*figure.notes, figure.caption):
            if match := re.search(pattern, words):
                return match[0]
    return ""


def short_caption(figure: Figure) -> str:
    """Return the caption of a figure without its sentence on completeness, which stands apart."""
    said = completeness(figure)
    return re.sub(" +", " ", figure.caption.replace(said, " ")).strip() if said else figure.caption


def readings(figure: Figure, columns: Sequence[str] = ()) -> list[Sentence]:
    """Return what the library says of the measures that a figure shows.

    Parameters
    ----------
    figure : Figure
        A drawn figure.
    columns : sequence of str, optional
        Columns to look for measures in; by default those of the figure's table.

    Returns
    -------
    list of Sentence
        Each measure once, in the order in which the figure has them.
    """
    known = set(sentence_keys())
    name = next((entry for entry in _MEASURES if figure.name.startswith(entry)), "")
    wanted = (figure.name.replace("-", "_"), *_MEASURES.get(name, ()), *(columns or map(str, figure.data)))
    return [sentence(key, figure.lang) for key in dict.fromkeys(wanted) if key in known]


def source_lines(ids: Sequence[str], sources: Mapping[str, Source], lang: str) -> list[tuple[str, str]]:
    """Return the sources with these ids in words, each with its address (empty where it has none).

    Parameters
    ----------
    ids : sequence of str
        Source ids.
    sources : mapping of str to Source
        Every source by id.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    list of (str, str)
        In the order of the ids; an id that the study does not know stands as it is.
    """
    return [(described(sources[name], lang), sources[name].url) if name in sources else (name, "") for name in ids]
