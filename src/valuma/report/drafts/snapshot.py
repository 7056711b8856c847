"""What a report said at one moment: its inputs, results, texts, tables and the data of its figures."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import valuma
from valuma.loaders.study_folder import read_study
from valuma.report.cache import Cache
from valuma.report.drafts.passages import Passage, passages
from valuma.report.drafts.sources import TEXTS
from valuma.report.manifest import code_version, versions
from valuma.report.prepared import RESULTS_FOLDER, Prepared, prepare
from valuma.report.results import Results
from valuma.report.sections import LANGUAGES
from valuma.schema.frozen import Frozen
from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.report.content import BriefTable, Collector
    from valuma.study.study import Study

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as it was printed in one language.

    Parameters
    ----------
    caption : str
        What stands above it.
    columns, headers : tuple of str
        Names of the columns, and what is printed above them.
    rows : tuple of tuple of str
        Cells; the first one names the row.
    """

    caption: str
    columns: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, table: BriefTable, lang: str) -> PrintedTable:
        """Return a table of the report as it is printed."""
        rows = tuple(tuple(row) for row in table.rows(lang))
        return cls(table.caption, tuple(map(str, table.headers)), tuple(table.headers.values()), rows)


@dataclass(frozen=True)
class Snapshot:
    """What a report said at one moment, and everything it was made from.

    Parameters
    ----------
    name : str
        Name of the draft; empty for the folder as it is.
    inputs : mapping of str to bytes
        Every file that was read, by its path in the study folder; texts under ``brief/``.
    results : Results
        All named results.
    texts : mapping of str to tuple of Passage
        The text as printed, by language.
    tables : mapping of (str, str) to PrintedTable
        Tables that the text shows, by name and language.
    figures : mapping of str to str
        Data of the figures that the text shows, as CSV, in the language of the study.
    draws, seed : int
        Of everything drawn.
    own_draws, own_seed : int
        What ``study.toml`` says of them.
    language : str
        Language of the study.
    versions : mapping of str to str
        Of valuma, Python and the packages.
    code : str
        Hash of the source code of valuma.
    fingerprint : str
        That of the study.
    synthetic : bool
        Whether anything was invented.
    date : str
        A date somebody gave; empty otherwise.
    """

    name: str
    inputs: Mapping[str, bytes] = field(repr=False)
    results: Results
    texts: Mapping[str, tuple[Passage, ...]] = field(repr=False)
    tables: Mapping[tuple[str, str], PrintedTable] = field(repr=False)
    figures: Mapping[str, str] = field(repr=False)
    draws: int
    seed: int
    own_draws: int
    own_seed: int
    language: str
    versions: Mapping[str, str] = field(repr=False)
    code: str
    fingerprint: str
    synthetic: bool = False
    date: str = ""

    @property
    def title(self) -> str:
        """How it is called in a sentence."""
        return self.name or "the folder as it is"


def current_versions() -> dict[str, str]:
    """Version of valuma, Python and every package that has a part in the numbers."""
    return {"valuma": valuma.__version__, **versions()}


def measured(
    study: Study,
    texts: Path,
    *,
    collect: Collector | None,
    results: Path | None,
    draws: int,
    seed: int,
    tell: Tell,
) -> Prepared:
    """Measure a study and read its texts, where it has any."""
    if any(texts.glob("*.md")):
        return prepare(study, texts=texts, collect=collect, results=results, progress=tell, draws=draws, seed=seed)
    from valuma.report.brief_results import collect as of_cases

    cache = Cache(results, inputs=study.fingerprint)
    content = (collect or of_cases)(study, draws=draws, seed=seed, cache=cache)
    return Prepared(study, content, {}, {}, draws, seed, study.inputs, cache)


def results_folder(folder: Path) -> Path | None:
    """Return where heavy results are kept; None where nothing may be written."""
    place = folder / "build" / RESULTS_FOLDER
    there = next(path for path in (place, *place.parents) if path.exists())
    return place if os.access(there, os.W_OK) else None


def take(
    folder: str | os.PathLike[str],
    *,
    collect: Collector | None = None,
    draws: int | None = None,
    seed: int | None = None,
    progress: Tell | None = None,
) -> Snapshot:
    """Measure a study folder as it is.

    Parameters
    ----------
    folder : path
        The study folder; its texts stand in ``brief``.
    collect : callable, optional
        Measures the study (`valuma.report.content.Collector`); by default what the brief of cases shows.
    draws, seed : int, optional
        By default those of the study's settings.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    Snapshot

    Raises
    ------
    StudyError
        The study or its texts have errors.
    ValumaError
        A file was changed while it was read.
    """
    root = Path(folder)
    tell = progress or (lambda words: None)
    tell("reading the study")
    study = read_study(root)
    own = study.settings
    draws, seed = own.draws if draws is None else draws, own.seed if seed is None else seed
    texts = root / TEXTS.rstrip("/")
    inputs = _inputs(root, _kept_in_drafts(study), texts)
    prepared = measured(study, texts, collect=collect, results=results_folder(root), draws=draws, seed=seed, tell=tell)
    kinds = {result.name: str(result.kind) for result in prepared.content.results.values()}
    documents = prepared.documents
    shown = sorted({name for document in documents.values() for name in document.figures})
    if shown:
        tell("drawing")
    return Snapshot(
        name="",
        inputs=inputs,
        results=prepared.content.results,
        texts=Frozen({lang: passages(documents[lang], kinds) for lang in LANGUAGES if lang in documents}),
        tables=Frozen(
            {
                (name, lang): PrintedTable.of(prepared.table(name, lang), lang)
                for lang, document in documents.items()
                for name in document.tables
            }
        ),
        figures=Frozen({name: prepared.figure(name, own.language).csv() for name in shown}),
        draws=draws,
        seed=seed,
        own_draws=own.draws,
        own_seed=own.seed,
        language=own.language,
        versions=current_versions(),
        code=code_version(),
        fingerprint=study.fingerprint,
        synthetic=study.synthetic,
    )


def _kept_in_drafts(study: Study) -> Mapping[str, str]:
    """Return the files that a draft keeps: no answers of real people, no lists of invitations."""
    open_ones = {name for name, survey in study.surveys.items() if survey.synthetic}

    def kept(path: str) -> bool:
        parts = path.split("/")
        return parts[0] != "surveys" or parts[-1] == "survey.toml" or parts[1] in open_ones

    return {path: digest for path, digest in study.inputs.items() if kept(path)}


def _inputs(root: Path, read: Mapping[str, str], texts: Path) -> Mapping[str, bytes]:
    """Return the bytes of everything that was read."""
    inputs: dict[str, bytes] = {}
    for name, digest in sorted(read.items()):
        inputs[name] = (root / name).read_bytes()
        if hashlib.sha256(inputs[name]).hexdigest() != digest:
            raise ValumaError(f"{name} was changed while it was read; try again")
    for path in sorted(texts.glob("*.md")):
        inputs[f"{TEXTS}{path.name}"] = path.read_bytes()
    return Frozen(inputs)
