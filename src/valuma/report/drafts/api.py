"""Freeze a draft of the report; compare it with what the folder says now, or with another draft."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from valuma.report.drafts.causes import PROGRAM, REST, Cause, Causes, find_causes
from valuma.report.drafts.compare import Changed, changed_items, numbers_in
from valuma.report.drafts.differences import DraftDiff
from valuma.report.drafts.inputs import RowChange, Unit, changed_units, row_changes
from valuma.report.drafts.laboratory import Laboratory, study_of
from valuma.report.drafts.paper import draft_folder, read_draft, refuse_existing, write_draft
from valuma.report.drafts.snapshot import Snapshot, results_folder, take
from valuma.report.drafts.sources import Edit, edits
from valuma.report.sections import LANGUAGES
from valuma.schema.problems import StudyError, ValumaError, nearest

if TYPE_CHECKING:
    from valuma.report.content import Collector

#: As study.toml demands: with fewer draws there is no outermost 1 in 100.
FEWEST_DRAWS = 99
_FRAME = (
    "what", "change", "name", "was", "becomes", "was_values", "becomes_values", "difference", "differences", "where",
    "because",
)  # fmt: skip
_CAUSES = ("what", "name", "cause", "size", "sizes", "how")


def freeze(
    study_folder: str | os.PathLike[str],
    name: str,
    *,
    replace_existing: bool = False,
    date: str = "",
    collect: Collector | None = None,
    progress: Callable[[str], None] | None = None,
    draws: int | None = None,
    seed: int | None = None,
) -> Path:
    """Keep what the report says now, with everything it was made from, as a draft.

    Parameters
    ----------
    study_folder : path
        The study folder; its texts stand in ``brief``.
    name : str
        Name of the draft: lower-case letters, digits and single hyphens.
    replace_existing : bool, default False
        Put it in the place of a draft of this name; without it, that is an error.
    date : str
        A day (``2020-05-01``) to be written into the draft; without it the draft holds no date.
    collect : callable, optional
        Measures the study (`valuma.report.content.Collector`); by default what the brief of cases shows.
    progress : callable, optional
        Told in a few words what is being done.
    draws, seed : int, optional
        Of everything drawn, at least 99 draws; by default those of the study's settings.

    Returns
    -------
    Path
        ``drafts/<name>`` in the study folder: manifest, inputs (one zip archive), results, texts and tables as
        printed, data of the figures. The same study gives the same bytes.

    Raises
    ------
    StudyError
        The study or its texts have errors.
    ValumaError
        There is a draft of this name, the name or date is none, the draws are fewer than 99, or the folder cannot be
        written to.

    Examples
    --------
    >>> import valuma as va
    >>> va.report.freeze(".", "draft-1")                              # doctest: +SKIP

    Notes
    -----
    Takes as long as measuring the study once and drawing the figures that the text shows.
    """
    # Before the long work: what can be refused at once.
    refuse_existing(draft_folder(study_folder, name), replace=replace_existing)
    if draws is not None and draws < FEWEST_DRAWS:
        raise ValumaError(f"{draws} draws are too few; expected at least {FEWEST_DRAWS}, as in study.toml")
    if date:
        _check_date(date)
    snapshot = take(study_folder, collect=collect, draws=draws, seed=seed, progress=progress)
    return write_draft(replace(snapshot, date=date), study_folder, name, replace=replace_existing)


def _check_date(date: str) -> None:
    try:
        dt.date.fromisoformat(date)
    except ValueError as error:
        raise ValumaError(f"{date!r} is no day; write it as 2020-05-01") from error


def diff(
    study_folder: str | os.PathLike[str],
    name: str,
    *,
    with_draft: str | None = None,
    lang: str | None = None,
    results_only: bool = False,
    quick: bool = False,
    collect: Collector | None = None,
    progress: Callable[[str], None] | None = None,
) -> DraftDiff:
    """Compare a draft with what the folder says now, or with another draft, and say why numbers changed.

    Parameters
    ----------
    study_folder : path
        The study folder.
    name : str
        Name of the draft.
    with_draft : str, optional
        Name of a newer draft to compare with; by default the folder as it is.
    lang : {"fi", "sv", "en"}, optional
        Language of texts and tables; by default that of the study.
    results_only : bool, default False
        Compare all named results, printed or not, and leave texts, tables and figures out.
    quick : bool, default False
        Do not look for causes.
    collect : callable, optional
        Measures the study, as in `freeze`.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    DraftDiff
        Numbers, findings, table cells and figures that changed, each with its causes; inputs row by row; edited words.

    Raises
    ------
    StudyError
        The draft was changed since it was frozen, or the study has errors.
    ValumaError
        There is no such folder, draft or language.

    Examples
    --------
    >>> import valuma as va
    >>> va.report.diff(".", "draft-1").summary()                      # doctest: +SKIP

    Notes
    -----
    Draws and seed of the folder are those of its settings; where the draft was frozen with others on purpose, the
    same are used again. Looking for causes measures the study once for every changed network, table and setting.
    """
    tell = progress or (lambda words: None)
    if lang is not None and lang not in LANGUAGES:
        raise ValumaError(f"language {lang!r} is unknown; {nearest(lang, LANGUAGES)}")
    if not Path(study_folder).is_dir():
        raise ValumaError(f"there is no folder {os.fspath(study_folder)!r}; expected a study folder")
    was = read_draft(study_folder, name)
    now = read_draft(study_folder, with_draft) if with_draft else _as_it_is(study_folder, was, collect, progress)
    lang = lang or now.language
    changed = changed_items(was, now, lang, results_only=results_only)
    units = changed_units(was, now)
    causes = Causes()
    asked = [part for part in changed if not part.settled]
    if asked and not quick:
        items = [part.item for part in asked]
        lab = Laboratory(was, now, units, items, lang, collect, results_folder(Path(study_folder)), tell)
        before, after = ({part.item: getattr(part, side) for part in asked} for side in ("was", "now"))
        causes = find_causes(lab, before, after, same_program=not now.name)
    found = [*causes.found, *(_known(part) for part in changed if part.cause)]
    rows, notes = _row_changes(units, was, now)
    return DraftDiff(
        was=was.title,
        now=now.title,
        lang=lang,
        frame=pd.DataFrame([_row(part, found) for part in changed], columns=list(_FRAME)),
        causes=pd.DataFrame(
            [(c.item.what, c.item.name, c.name, c.size, c.sizes, c.how) for c in found], columns=list(_CAUSES)
        ),
        inputs=_frame(RowChange, rows),
        texts=_frame(Edit, [] if results_only else edits(was.inputs, now.inputs)),
        numbers=0 if results_only else len(numbers_in(was, lang)),
        program=_programs(was, now),
        notes=(*causes.notes, *notes),
        attributed=not quick,
        synthetic=was.synthetic or now.synthetic,
        measurements=causes.measurements,
        unmeasured=causes.unmeasured,
    )


def _as_it_is(
    folder: str | os.PathLike[str],
    was: Snapshot,
    collect: Collector | None,
    progress: Callable[[str], None] | None,
) -> Snapshot:
    """Measure the folder; with the draws and seed of the draft where those were chosen by hand."""
    draws = None if was.draws == was.own_draws else was.draws
    seed = None if was.seed == was.own_seed else was.seed
    return take(folder, collect=collect, draws=draws, seed=seed, progress=progress)


def _known(part: Changed) -> Cause:
    """Return the cause of a number that a writer or a finding brought into the text or took out."""
    return Cause(part.item, part.cause, "", (), "text")


def _row(part: Changed, causes: Sequence[Cause]) -> tuple[object, ...]:
    mine = [cause for cause in causes if cause.item == part.item]
    # A finding that flips moves no number of its own; what is new or gone has no difference.
    step, steps = part.item.difference(part.was, part.now) if part.change in ("changed", "unseen") else ("", ())
    return (
        part.item.what,
        part.change,
        part.item.name,
        part.was.shown,
        part.now.shown,
        part.was.values,
        part.now.values,
        step,
        steps,
        part.where,
        _because(mine),
    )


def _because(causes: Sequence[Cause]) -> str:
    """Return the causes of one item in words, the same words for the same causes."""
    unknown = _names([cause for cause in causes if cause.how == "not measured"])
    program = ["the program"] if any(cause.name == PROGRAM for cause in causes) else []
    inputs = [cause for cause in causes if cause.name not in (PROGRAM, REST) and cause.how != "not measured"]
    names = _names(inputs)
    if len(names) > 1 and all(cause.how == "brought forward" for cause in inputs):
        names = [f"any one of: {'; '.join(names)}"]
    # The program first: it is no input, and none of those that any one of would have done it.
    words = f"because of {'; '.join([*program, *names])}"
    if any(cause.how == "only together" for cause in causes):
        return "; ".join(["several inputs together, none of them alone", *program])
    if not unknown:
        return words if names or program else ""
    which = f"could not be measured alone: {'; '.join(unknown)}"
    return f"{words} (perhaps not only; {which})" if names or program else f"cause not known; {which}"


def _names(causes: Sequence[Cause]) -> list[str]:
    return sorted({cause.name for cause in causes})


def _row_changes(units: Sequence[Unit], was: Snapshot, now: Snapshot) -> tuple[list[RowChange], list[str]]:
    if not units:
        return [], []
    try:
        with study_of(was.inputs) as older, study_of(now.inputs) as newer:
            return row_changes(units, was, now, (older, newer)), []
    except StudyError as error:
        changes = [RowChange(unit.name, "file", ", ".join(unit.files), "", "", "") for unit in units]
        return changes, [f"what changed inside the inputs is not known: {error.summary}"]


def _frame(kind: type[RowChange] | type[Edit], rows: Sequence[RowChange | Edit]) -> pd.DataFrame:
    columns = [part.name for part in fields(kind)]
    return pd.DataFrame([[getattr(row, name) for name in columns] for row in rows], columns=columns, dtype=object)


def _programs(was: Snapshot, now: Snapshot) -> tuple[str, ...]:
    """Say in what the programs differ: versions, and the code where its version is the same."""
    names = dict.fromkeys((*was.versions, *now.versions))
    pairs = {name: (was.versions.get(name, "none"), now.versions.get(name, "none")) for name in names}
    found = [f"{name} {a} → {b}" for name, (a, b) in pairs.items() if a != b]
    if was.code != now.code and "valuma" not in [line.split(" ", 1)[0] for line in found]:
        found.append("valuma: another state of the code under the same version")
    return tuple(found)
