"""The slides: results, figures and tables of the brief → one presentation a language."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.report.content import Collector
from valuma.report.own_folder import refuse_foreign
from valuma.report.prepared import RESULTS_FOLDER, Prepared, chosen_languages, prepare
from valuma.report.sections import LANGUAGES
from valuma.report.swap import replaced_folder
from valuma.schema.problems import ValumaError, nearest

if TYPE_CHECKING:
    from valuma.study.study import Study


@dataclass(frozen=True)
class SlidesFiles:
    """What `slides` made.

    Parameters
    ----------
    folder : Path
        Folder with the presentations.
    slides : mapping of str to int
        Number of slides by language.
    manifest : Path
        ``manifest.json``, beside the folder.
    synthetic : bool
        True for an example with invented data.
    notes : tuple of str
        What the user should know of the template.
    """

    folder: Path
    slides: Mapping[str, int]
    manifest: Path
    synthetic: bool
    notes: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The presentations."""
        return tuple(sorted(self.folder.glob("*.pptx")))


def slides(
    study: Study,
    *,
    out: str | os.PathLike[str] = "build/slides",
    lang: str | Iterable[str] = LANGUAGES,
    texts: str | os.PathLike[str] = "brief",
    template: str | os.PathLike[str] | None = None,
    figures: Iterable[str] | None = None,
    collect: Collector | None = None,
    progress: Callable[[str], None] | None = None,
    draws: int | None = None,
    seed: int | None = None,
) -> SlidesFiles:
    """Make slides of a study: key numbers, findings, a figure a slide, tables, and what is not known.

    Parameters
    ----------
    study : Study
        The study. One that holds anything invented gives an example: every slide says so.
    out : path
        Folder for the files; replaced as a whole when everything is written.
    lang : str or iterable of str
        Languages to write.
    texts : path
        Folder of the texts of the brief, from which numbers and findings are taken.
    template : path, optional
        A presentation (.pptx, .potx) whose masters, layouts, colours and type are used. Its own slides are
        dropped. Without one the slides are 16:9 in the colours of the brief.
    figures : iterable of str, optional
        Names of the figures to show, in this order; by default those of the brief's text, then all others
        that its content offers.
    collect, progress, draws, seed
        As in `valuma.report.brief`.

    Returns
    -------
    SlidesFiles

    Raises
    ------
    StudyError
        The texts cannot be printed, or the template cannot be used.
    ValumaError
        A figure that is not there.

    Notes
    -----
    Speaker notes carry caption, how to read, what it does not mean, the alternative text and sources. The same
    inputs give the same bytes. Type is measured before it is placed, in Arial; in a template with a family that is
    not known a third more room is left.
    """
    refuse_foreign(out, "slides")
    prepared = prepare(
        study,
        texts=texts,
        collect=collect,
        results=Path(out).parent / RESULTS_FOLDER,
        progress=progress,
        draws=draws,
        seed=seed,
    )
    return make_slides(prepared, out=out, lang=lang, template=template, figures=figures, progress=progress)


def make_slides(
    prepared: Prepared,
    *,
    out: str | os.PathLike[str] = "build/slides",
    lang: str | Iterable[str] = LANGUAGES,
    template: str | os.PathLike[str] | None = None,
    figures: Iterable[str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> SlidesFiles:
    """Make slides of what has been prepared; parameters as in `slides`."""
    from valuma.report.pptx.stage import own_stage
    from valuma.report.pptx.story import story
    from valuma.report.pptx.template import template_stage
    from valuma.report.pptx.writer import write_slides

    languages = chosen_languages(lang)
    chosen = None if figures is None else tuple(figures)
    _check_figures(prepared, chosen or ())
    target = Path(out)
    refuse_foreign(target, "slides")
    tell = progress or (lambda words: None)
    counts: dict[str, int] = {}
    notes: tuple[str, ...] = ()
    with replaced_folder(target) as folder:
        for language in languages:
            tell(f"slides: {language}")
            stage = own_stage() if template is None else template_stage(template)
            imprint = prepared.imprint(language, languages, stem="slides")
            data = write_slides(stage, story(prepared, language, chosen), language, imprint)
            (folder / imprint.file_name(language, "pptx")).write_bytes(data)
            counts[language], notes = len(stage.deck.slides), stage.notes
    figure_names = None if chosen is None else list(chosen)
    manifest = prepared.record(target, languages, template=template, figures=figure_names)
    return SlidesFiles(target, counts, manifest, prepared.study.synthetic, notes)


def _check_figures(prepared: Prepared, chosen: Iterable[str]) -> None:
    for name in chosen:
        if name not in prepared.content.figures:
            raise ValumaError(f"no figure {name!r} to show: {nearest(name, prepared.content.figures)}")
