"""From what a reader found to a survey: missing codes out, reasons in, kinds decided, blocks found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from valuma.loaders.survey_files.aligning import aligned
from valuma.loaders.survey_files.columns import Look, Seen, settled
from valuma.loaders.survey_files.describing import described, settings_for
from valuma.loaders.survey_files.overlaying import overlaid
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.schema.frozen import Frozen
from valuma.survey.blocks import Blocks
from valuma.survey.codebook import Codebook, Variable
from valuma.survey.load_report import LoadReport
from valuma.survey.settings import SurveySettings
from valuma.survey.survey import Survey

if TYPE_CHECKING:
    from valuma.schema.survey_file import SurveyFile
    from valuma.schema.toml import Toml

#: Respondents, and cells, that show how blocks and personal data look while a file is read in pieces.
SAMPLE, SAMPLE_CELLS = 20_000, 4_000_000


class Source(Protocol):
    """A file of answers that can be read in pieces."""

    def head(self) -> RawSurvey:
        """Return the file without its rows."""

    def pieces(self, rows: int | None = None) -> Iterator[RawSurvey]:
        """Yield the file in pieces of so many rows; in one by default."""


@dataclass(frozen=True)
class Overlays:
    """What goes before, or beside, the file of answers.

    Parameters
    ----------
    settings : SurveySettings, optional
        Settings of the survey; by default those of `file`, or none.
    file : SurveyFile, optional
        ``survey.toml``.
    toml : Toml, optional
        The text behind `file`, for the lines of problems.
    codebook : Codebook, optional
        Variables that replace those of the same names; their kinds are taken as stated.
    invited : DataFrame, optional
        Whom the survey was sent to.
    inputs : mapping of str to str
        SHA-256 of every file that was read.
    """

    settings: SurveySettings | None = None
    file: SurveyFile | None = None
    toml: Toml | None = None
    codebook: Codebook | None = None
    invited: pd.DataFrame | None = None
    inputs: Mapping[str, str] | None = None


def assemble(
    raw: RawSurvey,
    *,
    settings: SurveySettings | None = None,
    file: SurveyFile | None = None,
    toml: Toml | None = None,
    codebook: Codebook | None = None,
    invited: pd.DataFrame | None = None,
    inputs: Mapping[str, str] | None = None,
) -> Survey:
    """Turn what a reader found into a survey.

    Parameters
    ----------
    raw : RawSurvey
        Cells and what the file says of them; not to be used afterwards.
    settings, file, toml, codebook, invited, inputs
        As in `Overlays`.

    Returns
    -------
    Survey

    Raises
    ------
    StudyError
        ``survey.toml`` names variables that the file does not have.

    Examples
    --------
    >>> values = pd.DataFrame({"q1": [1.0, 2.0, 9.0], "age": [31.0, 98.0, 47.5]})
    >>> from valuma.survey.codebook import MissingRule
    >>> variables = {"q1": Variable("q1", labels={1.0: "no", 2.0: "yes", 9.0: "cannot say"},
    ...                             missing=(MissingRule(9.0, 9.0),)),
    ...              "age": Variable("age", labels={98.0: "older than 97"})}
    >>> survey = assemble(RawSurvey("a.sav", "made by hand", values, variables))
    >>> survey.answers["q1"].tolist(), survey.reasons["q1"].tolist()
    (['no', 'yes', nan], [nan, nan, '9: cannot say'])
    >>> survey.answers["age"].tolist(), survey.codebook["age"].kind
    ([31.0, 98.0, 47.5], 'numeric')

    Notes
    -----
    One pass over the cells: codes become categories and reasons by tables that have a place for every code.
    """
    given = Overlays(settings, file, toml, codebook, invited, inputs)
    raw = overlaid(raw, file=file, toml=toml, codebook=codebook)
    report = LoadReport(raw.report)
    variables: dict[str, Variable] = {}
    answers: dict[str, Any] = {}
    reasons: dict[str, Any] = {}
    for name in raw.variables:
        look = _look(raw, name, report)
        variables[name] = _settled(raw, name, look, look.seen())
        answers[name], reasons[name] = look.built(variables[name])
    if variables and not len(raw.values):
        report.warning(raw.file, "variables, and no respondents", "a survey without answers")
    raw.values = raw.values.iloc[:, :0]
    parts = described(raw, _frame({name: column[:SAMPLE] for name, column in answers.items()}), variables, report)
    return _survey(raw, given, (_frame(answers), _frame(reasons)), parts, report)


def assemble_pieces(source: Source, rows: int, given: Overlays) -> Iterator[Survey]:
    """Turn a file that is read in pieces into surveys with the same codebook and the same types.

    Parameters
    ----------
    source : Source
        The file.
    rows : int
        Respondents of a piece.
    given : Overlays
        What goes before the file.

    Yields
    ------
    Survey
        One a piece, one without rows where the file has none; respondents are numbered through.

    Notes
    -----
    The file is gone through twice: first for what occurs in each variable, so that every piece has the same kinds,
    then for the answers. Blocks and personal data are looked for among the first `SAMPLE` respondents at most. The
    report of a piece tells what holds for the file and what was met in the piece.
    """
    head = overlaid(source.head(), file=given.file, toml=given.toml, codebook=given.codebook)
    report = LoadReport(head.report)
    variables, sample = _surveyed(source, head, given)
    parts = described(head, sample, variables, report)
    general, start, empty = list(report), 1, True
    for piece in source.pieces(rows):
        own = LoadReport(general)
        piece = _under(piece, head, given, own)
        if not len(piece.values) and not empty:
            own.extend(piece.report)
            continue
        looks = {name: _look(piece, name, own, start) for name in piece.variables}
        built = {name: look.built(variables[name]) for name, look in looks.items()}
        frames = (
            _frame({name: pair[0] for name, pair in built.items()}, start),
            _frame({name: pair[1] for name, pair in built.items()}, start),
        )
        yield _survey(head, given, frames, parts, own)
        start, empty = start + len(frames[0]), False


def _surveyed(source: Source, head: RawSurvey, given: Overlays) -> tuple[dict[str, Variable], pd.DataFrame]:
    """Go through a file once: variables with their kinds settled, and the answers of the first respondents."""
    rows = max(100, min(SAMPLE, SAMPLE_CELLS // max(1, len(head.variables))))
    first = {name: _look(head, name, LoadReport()) for name in head.variables}
    seen = {name: look.seen() for name, look in first.items()}
    for number, piece in enumerate(source.pieces(rows)):
        piece = _under(piece, head, given, LoadReport())
        looks = {name: _look(piece, name, LoadReport()) for name in piece.variables}
        for name, look in looks.items():
            seen[name].add(look.seen())
        if number == 0:
            first = looks
    variables = {name: _settled(head, name, look, seen[name]) for name, look in first.items()}
    return variables, _frame({name: look.built(variables[name])[0] for name, look in first.items()})


def _under(piece: RawSurvey, head: RawSurvey, given: Overlays, report: LoadReport) -> RawSurvey:
    """Lay over a piece what was laid over the whole."""
    report.extend(piece.report)
    piece = overlaid(piece, file=given.file, toml=given.toml, codebook=given.codebook)
    piece.variables, piece.fixed_kinds = head.variables, head.fixed_kinds
    return piece


def _look(raw: RawSurvey, name: str, report: LoadReport, first: int = 1) -> Look:
    cells, variable = aligned(raw, name, report, first)
    return Look(cells, variable, raw.letters.get(name), raw.states.get(name))


def _settled(raw: RawSurvey, name: str, look: Look, seen: Seen) -> Variable:
    return settled(look.variable, seen, fixed=name in raw.fixed_kinds, text=look.text, date=look.date)


def _frame(columns: Mapping[str, Any], first: int = 1) -> pd.DataFrame:
    rows = len(next(iter(columns.values()))) if columns else 0
    index = pd.RangeIndex(first, first + rows, name="respondent")
    return pd.DataFrame(columns, index=index, columns=list(columns), copy=False)


def _survey(
    raw: RawSurvey,
    given: Overlays,
    frames: tuple[pd.DataFrame, pd.DataFrame],
    parts: tuple[Codebook, Blocks],
    report: LoadReport,
) -> Survey:
    settings = given.settings or settings_for(raw, given.file)
    if not settings.weight and raw.weight:
        settings = replace(settings, weight=raw.weight)
    return Survey(
        settings,
        *frames,
        *parts,
        report,
        given.invited,
        Frozen(given.inputs or {}),
        tuple(raw.documents),
        given.file,
    )
