"""Survey: the answers of one survey with everything that is needed to read them rightly."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from valuma.schema.frozen import Frozen
from valuma.schema.problems import ValumaError
from valuma.survey.blocks import Blocks
from valuma.survey.codebook import Code, Codebook, Variable
from valuma.survey.load_report import LoadReport
from valuma.survey.reasons import Reason
from valuma.survey.settings import SurveySettings

if TYPE_CHECKING:
    from valuma.schema.survey_file import SurveyFile
    from valuma.study.study import Study


@dataclass(frozen=True, eq=False)
class Survey:
    """Answers of one survey: clean values, why cells are missing, the codebook, blocks of questions.

    Use `valuma.read_survey` for a file of answers.

    Parameters
    ----------
    settings : SurveySettings
        How it was sampled, who may be shown.
    answers : DataFrame
        A row a respondent, indexed from 1 (``respondent``); a column a variable. Numbers are ``float64``, codes with
        labels categorical (categories are the labels in the order of the codes), texts ``str``, dates
        ``datetime64``. A missing cell is missing, never a code.
    reasons : DataFrame
        Same shape: a text where the cell of `answers` is missing, nothing where it is not. A user-missing code reads
        ``"98: cannot say"``, other reasons are the words of `Reason`.
    codebook : Codebook
        What the variables are.
    blocks : Blocks
        Questions that were asked as one.
    report : LoadReport
        What was met while the files were read.
    invited : DataFrame, optional
        Whom the survey was sent to, a row an invitation or a stratum; None where that is not known.
    inputs : mapping of str to str
        SHA-256 of every file that was read.
    documents : tuple of str
        Remarks that the file of answers carries.
    form : SurveyFile, optional
        What ``survey.toml`` says, the order and the routing of the questions too; None without one.
    actors : mapping of str to str
        Actor that each name of an organisation in the answers means, as ``links.csv`` and the actors of the study say:
        two spellings with one actor count as one organisation wherever organisations are counted. Kept in memory only.

    Notes
    -----
    A survey that was not answered yet has no rows and says so; it is a state, not an error.
    """

    settings: SurveySettings
    answers: pd.DataFrame
    reasons: pd.DataFrame
    codebook: Codebook
    blocks: Blocks
    report: LoadReport = field(default_factory=LoadReport)
    invited: pd.DataFrame | None = None
    inputs: Mapping[str, str] = field(default_factory=lambda: Frozen())
    documents: tuple[str, ...] = ()
    form: SurveyFile | None = None
    actors: Mapping[str, str] = field(default_factory=lambda: Frozen())

    def __post_init__(self) -> None:
        if list(self.answers.columns) != list(self.codebook.names):
            raise ValumaError("answers and codebook name different variables, or in another order")
        if list(self.reasons.columns) != list(self.codebook.names) or len(self.reasons) != len(self.answers):
            raise ValumaError("answers and reasons have different shapes")

    @property
    def id(self) -> str:
        """Identifier of the survey."""
        return self.settings.id

    @property
    def synthetic(self) -> bool:
        """Whether the answers are invented."""
        return self.settings.synthetic

    @property
    def answered(self) -> bool:
        """Whether there are answers at all."""
        return len(self.answers) > 0

    @property
    def weight(self) -> pd.Series | None:
        """The weight of every respondent under its variable's name; None where the survey has no weight."""
        return self.answers[self.settings.weight] if self.settings.weight else None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of settings, codebook, blocks, answers and invitations: equal exactly where a result would be."""
        digest = hashlib.sha256()
        for part in (self.settings, list(self.codebook), list(self.blocks)):
            digest.update(repr(part).encode())
        for frame in (self.answers, self.reasons, self.invited):
            text = "" if frame is None else frame.to_csv(lineterminator="\n")
            digest.update(text.encode("utf-8", "surrogatepass"))
        if self.actors:
            digest.update(repr(sorted(self.actors.items())).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def codes(self, name: str) -> pd.Series:
        """Return the codes behind the labels of a variable; numbers and texts as they are.

        Parameters
        ----------
        name : str
            A variable.

        Returns
        -------
        Series
            Codes of a variable with labels (``float64`` where all are numbers); missing where the answer is.
        """
        variable, column = self.codebook[name], self.answers[name]
        if not isinstance(column.dtype, pd.CategoricalDtype):
            return column
        codes = self.category_codes(name)
        numeric = all(isinstance(code, (int, float)) for code in codes)
        of_category = np.array([*codes, np.nan if numeric else None], dtype=float if numeric else object)
        return pd.Series(of_category[column.cat.codes.to_numpy()], index=column.index, name=variable.name)

    def category_codes(self, name: str) -> tuple[float | str, ...]:
        """Return the code of each category of a variable with labels, in the order of the categories."""
        by_label = {label: code for code, label in category_labels(self.codebook[name]).items()}
        found: list[float | str] = []
        for label in self.answers[name].cat.categories:
            if label in by_label:
                found.append(by_label[label])
                continue
            try:
                found.append(float(label))
            except ValueError:
                found.append(str(label))
        return tuple(found)

    def why(self, name: str) -> pd.Series:
        """Return the sort of missing of every cell of a variable.

        Parameters
        ----------
        name : str
            A variable.

        Returns
        -------
        Series of str
            Words of `Reason`; missing where there is an answer.

        Raises
        ------
        ValumaError
            There is no such variable.
        """
        sorts = {str(rule): str(rule.reason) for rule in self.codebook[name].missing}
        column = self.reasons[name].astype(object)
        words = {str(reason) for reason in Reason}
        cells = column.dropna().unique()
        known = {cell: cell if cell in words else sorts.get(cell, str(Reason.USER)) for cell in cells}
        return column.map(known).rename(name)

    def to_study(
        self,
        links: pd.DataFrame | pd.Series | None = None,
        *,
        study: Study | None = None,
        respondents: Literal["officials", "all"] = "officials",
    ) -> Study:
        """Turn the answers that have a role into tables of a study.

        Parameters
        ----------
        links : DataFrame or Series, optional
            Which actor an answer names: a frame with the columns ``answer`` and ``actor_id``, or a series of actor_id
            by answer (`valuma.loaders.Linkage.to_series`). Without it, answers are taken that are an actor_id.
        study : Study, optional
            Study that the rows join; by default one of its own, made of the actors that were linked (`links` then also
            says their ``kind``, ``side`` and ``level``).
        respondents : {"officials", "all"}
            Whose answers count as the interests of an organisation, where the survey asks for their position: those
            of officials and managers, or those of elected representatives too.

        Returns
        -------
        Study
            With rows of `interests`, `memberships` and `cooperation`; what is invented stays marked.

        Raises
        ------
        ValumaError
            The survey has no answers, or no variable with a role.
        StudyError
            The rows do not fit the study.
        """
        from valuma.survey.to_study import to_study

        return to_study(self, links, study=study, respondents=respondents)

    def changed(self, **values: object) -> Survey:
        """Return a survey in which some parts are others."""
        return replace(self, **values)  # type: ignore[arg-type]

    def summary(self) -> pd.DataFrame:
        """Return one row a variable: name, label, kind, block, role, answers, missing by sort.

        Returns
        -------
        DataFrame
            ``n`` is the number of answers; a column for each sort of missing that occurs.
        """
        rows = []
        for variable in self.codebook:
            missing = self.why(variable.name).value_counts()
            rows.append(
                {
                    "name": variable.name,
                    "label": variable.label,
                    "kind": variable.kind,
                    "block": variable.block,
                    "role": variable.role,
                    "n": int(self.answers[variable.name].notna().sum()),
                    **{str(sort): int(count) for sort, count in missing.items()},
                }
            )
        frame = pd.DataFrame(rows)
        sorts = [str(reason) for reason in Reason if str(reason) in frame]
        return frame.assign(**{sort: frame[sort].fillna(0).astype(int) for sort in sorts})

    def __repr__(self) -> str:
        mark = "; synthetic" if self.synthetic else ""
        if not self.answered:
            return f"<Survey {self.id}: no answers yet, {len(self.codebook)} variables{mark}>"
        weight = f"; weight {self.settings.weight}" if self.settings.weight else ""
        return (
            f"<Survey {self.id}: {len(self.answers):,} answers, {len(self.codebook)} variables, "
            f"{len(self.blocks)} blocks{weight}; {len(self.report.warnings)} warnings{mark}>"
        )

    def _repr_html_(self) -> str:
        import html

        return f"<p>{html.escape(repr(self)[1:-1])}</p>{self.summary().to_html(index=False)}"


def category_label(labels: Mapping[float | str, str], code: float | str) -> str:
    """Return the category of a code: its label, with the code behind it where two codes share the label.

    Examples
    --------
    >>> category_label({1.0: "yes", 2.0: "yes", 3.0: "no"}, 2.0), category_label({1.0: "yes"}, 1.0)
    ('yes (2)', 'yes')
    """
    label = labels[code]
    if sum(other == label for other in labels.values()) == 1:
        return label
    return f"{label} ({code})" if isinstance(code, str) else f"{label} ({code:.15g})"


def category_labels(variable: Variable) -> dict[Code, str]:
    """Return the category of every code of a variable that is an answer, in the order of the labels.

    Examples
    --------
    >>> category_labels(Variable("q1", labels={1.0: "yes", 2.0: "yes", 3.0: "no"}))
    {1.0: 'yes (1)', 2.0: 'yes (2)', 3.0: 'no'}

    Notes
    -----
    The same as `category_label` for each of them, in one go.
    """
    counts = Counter(variable.labels.values())
    found: dict[Code, str] = {}
    for code in variable.codes:
        label = variable.labels[code]
        mark = code if isinstance(code, str) else f"{code:.15g}"
        found[code] = f"{label} ({mark})" if counts[label] > 1 else label
    return found
