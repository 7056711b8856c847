"""The study with some inputs as they were and the others as they are, measured."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.loaders.study_folder import read_study
from valuma.report.drafts.inputs import DRAWS, Unit
from valuma.report.drafts.items import Item, Reading, View
from valuma.report.drafts.snapshot import PrintedTable, Snapshot, Tell, measured
from valuma.report.drafts.sources import TEXTS
from valuma.schema.problems import Problems, StudyError

if TYPE_CHECKING:
    from valuma.report.content import Collector
    from valuma.report.prepared import Prepared
    from valuma.study.study import Study

Forward = frozenset[Unit]
Readings = Mapping[Item, Reading]


@contextlib.contextmanager
def study_of(inputs: Mapping[str, bytes]) -> Iterator[Study]:
    """Read a study from files in hand.

    Raises
    ------
    StudyError
        They are no valid study.
    """
    with tempfile.TemporaryDirectory(prefix="valuma-") as place:
        root = Path(place)
        for name, data in inputs.items():
            if not name.startswith(TEXTS):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_bytes(data)
        yield read_study(root)


@dataclass
class Laboratory:
    """Measures states of the inputs between two drafts, each once.

    A state is the set of changed units that are as in the newer draft; all others are as in the older one.

    Parameters
    ----------
    was, now : Snapshot
        The two drafts.
    units : sequence of Unit
        What differs between them.
    items : sequence of Item
        What is read in every state.
    lang : str
        Language of tables.
    collect : callable or None
        Measures a study.
    results : Path or None
        Where heavy results are kept.
    tell : callable
        Told what is being measured.
    """

    was: Snapshot
    now: Snapshot
    units: Sequence[Unit]
    items: Sequence[Item]
    lang: str
    collect: Collector | None
    results: Path | None
    tell: Tell

    def __post_init__(self) -> None:
        self._studies: dict[Forward, Problems | None] = {}
        self._readings: dict[Forward, Readings] = {}
        self._by_content: dict[tuple[str, int, int], Readings] = {}
        #: States that were measured, not taken from what was measured before.
        self.measurements = 0

    def problems(self, forward: Iterable[Unit]) -> Problems | None:
        """Return the problems of a state that is no valid study; None where it is one."""
        state = frozenset(forward)
        if state not in self._studies:
            try:
                with study_of(self._inputs(state)):
                    self._studies[state] = None
            except StudyError as error:
                self._studies[state] = error.problems
        return self._studies[state]

    def know(self, forward: Iterable[Unit], readings: Readings) -> None:
        """Take over readings of a state that was measured before."""
        self._readings[frozenset(forward)] = readings
        self._studies[frozenset(forward)] = None

    def readings(self, forward: Iterable[Unit], words: str) -> Readings:
        """Return what the items say in a state.

        Parameters
        ----------
        forward : iterable of Unit
            Units that are as in the newer draft.
        words : str
            What is measured, for the one who waits.

        Raises
        ------
        StudyError
            The state is no valid study.
        """
        state = frozenset(forward)
        if state not in self._readings:
            with study_of(self._inputs(state)) as study:
                self._studies[state] = None
                drawn = self.now if DRAWS in state or DRAWS not in self.units else self.was
                content = (study.fingerprint, drawn.draws, drawn.seed)
                if content not in self._by_content:
                    self.tell(words)
                    self.measurements += 1
                    self._by_content[content] = self._measure(study, drawn)
                self._readings[state] = self._by_content[content]
        return self._readings[state]

    def _inputs(self, forward: Forward) -> dict[str, bytes]:
        inputs = dict(self.was.inputs)
        for file in (file for unit in forward for file in unit.files):
            inputs.pop(file, None)
            if file in self.now.inputs:
                inputs[file] = self.now.inputs[file]
        return inputs

    def _measure(self, study: Study, drawn: Snapshot) -> Readings:
        # Words do not change a number, so the state is measured without texts.
        with tempfile.TemporaryDirectory(prefix="valuma-") as nothing:
            prepared = measured(
                study,
                Path(nothing),
                collect=self.collect,
                results=self.results,
                draws=drawn.draws,
                seed=drawn.seed,
                tell=lambda words: None,
            )
        view = view_of(prepared, self.lang, self.was.language)
        return {item: item.read(view) for item in self.items}


def view_of(prepared: Prepared, lang: str, figure_lang: str) -> View:
    """Return the view of something just measured; tables and figures are made when they are asked for."""

    def table(name: str) -> PrintedTable | None:
        return PrintedTable.of(prepared.table(name, lang), lang) if name in prepared.content.tables else None

    def figure(name: str) -> str | None:
        return prepared.figure(name, figure_lang).csv() if name in prepared.content.figures else None

    return View(prepared.content.results, table, figure)
