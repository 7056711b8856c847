"""The report as Word files in three languages, in the library's own dress or in the commissioner's template."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.report.annexes import chosen
from valuma.report.annexes.case_sheets import sheet_networks
from valuma.report.content import Collector
from valuma.report.own_folder import refuse_foreign
from valuma.report.prepared import RESULTS_FOLDER, chosen_languages, prepare
from valuma.report.sections import LANGUAGES
from valuma.report.swap import replaced_folder

if TYPE_CHECKING:
    from valuma.study.study import Study


@dataclass(frozen=True)
class WordFiles:
    """What `word` made.

    Parameters
    ----------
    folder : Path
        Folder with one file a language.
    paths : mapping of str to Path
        File by language.
    annexes : tuple of str
        Names of the annexes in their order.
    notes : tuple of str
        What a template lacked, what was taken out of it, what was left out: one sentence each.
    manifest : Path
        ``manifest.json``, beside the folder.
    synthetic : bool
        True for an example with invented data.
    """

    folder: Path
    paths: Mapping[str, Path]
    annexes: tuple[str, ...]
    notes: tuple[str, ...]
    manifest: Path
    synthetic: bool

    @property
    def files(self) -> tuple[Path, ...]:
        """The Word files."""
        return tuple(self.paths.values())


def word(
    study: Study,
    *,
    out: str | os.PathLike[str] = "build/report",
    template: str | os.PathLike[str] | None = None,
    lang: str | Iterable[str] = LANGUAGES,
    texts: str | os.PathLike[str] = "brief",
    annexes: Iterable[str] | None = None,
    networks: Iterable[str] | str | None = None,
    collect: Collector | None = None,
    progress: Callable[[str], None] | None = None,
    draws: int | None = None,
    seed: int | None = None,
) -> WordFiles:
    """Write the report of a study as Word files.

    Parameters
    ----------
    study : Study
        The study. One that holds anything invented gives an example: every page says so.
    out : path
        Folder for the files; replaced as a whole when everything is written.
    template : path, optional
        The commissioner's ``.docx`` or ``.dotx``: its styles, header, footer and cover are kept. The report
        stands in the place of a paragraph ``{{report}}``, or after what is there.
    lang : str or iterable of str
        Languages to write.
    texts : path
        Folder of ``<section>.<language>.md``, the same as of the brief.
    annexes : iterable of str, optional
        Names of annexes (`valuma.report.annexes.entries`); all by default, none for an empty one.
    networks : iterable of str or "all", optional
        Networks with a case sheet; by default those that the settings name for the brief.
    collect : callable, optional
        Measures the study; by default what the brief of cases shows.
    progress : callable, optional
        Told in a few words what is being done.
    draws : int, optional
        Draws of chance tests and intervals; by default those of the study's settings.
    seed : int, optional
        Seed of everything drawn; by default that of the study's settings.

    Returns
    -------
    WordFiles

    Raises
    ------
    StudyError
        The texts cannot be printed, or the template cannot be used.
    ValumaError
        An annex, network or language that is not there; invented data in a report of real ones.

    Examples
    --------
    >>> import valuma as va                                                 # doctest: +SKIP
    >>> made = va.report.word(va.read_study("."), template="ministry.docx")  # doctest: +SKIP
    >>> print(*made.notes)                                                  # doctest: +SKIP

    Notes
    -----
    The same study, options, texts, template and versions give the same bytes. Numbers, texts, figures and
    tables are those of the brief.
    """
    # What writes Word files is heavy, and most of those who open the library never ask for one.
    from valuma.report.docx.manuscript import manuscript
    from valuma.report.docx.template import open_template
    from valuma.report.docx.writer import word_file

    languages = chosen_languages(lang)
    wanted = chosen(annexes)
    sheet_networks(study, networks)
    target = Path(out)
    refuse_foreign(target, "report")
    tell = progress or (lambda words: None)
    base, notes = (None, ()) if template is None else open_template(template)
    results = target.parent / RESULTS_FOLDER
    ready = prepare(study, texts=texts, collect=collect, results=results, progress=tell, draws=draws, seed=seed)

    said = list(notes)
    names: dict[str, str] = {}
    with replaced_folder(target) as folder:
        for language in languages:
            tell(f"drawing and writing: {language}")
            report = manuscript(ready, language, languages, wanted, {"networks": networks})
            written = word_file(report, base)
            names[language] = report.imprint.file_name(language, "docx")
            (folder / names[language]).write_bytes(written.data)
            said += [*written.notes, *(f"annex {name!r}: nothing to show, left out" for name in report.left_out)]
    tell("writing the manifest")
    shown = tuple(entry.name for entry in wanted if entry.name not in report.left_out)
    sheets = networks if networks is None or isinstance(networks, str) else list(networks)
    manifest = ready.record(target, languages, template=template, annexes=list(shown), networks=sheets)
    paths = {language: target / name for language, name in names.items()}
    return WordFiles(target, paths, shown, tuple(dict.fromkeys(said)), manifest, study.synthetic)
