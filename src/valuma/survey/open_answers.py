"""Open answers: texts without identifiers for coders, the frame of codes, and coded texts as answers of a survey."""

from __future__ import annotations

import base64
import hashlib
import hmac
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from valuma.schema.frozen import Frozen
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import SurveyRole
from valuma.survey.agreement import NONE
from valuma.survey.blocks import Block, Blocks
from valuma.survey.codebook import Codebook, Variable
from valuma.survey.disclosure.words_of_identity import DIRECT, OPEN_TEXT, ORGANISATIONS
from valuma.survey.reasons import Reason

if TYPE_CHECKING:
    from valuma.survey.survey import Survey

#: Which codes count where coders differ: those that all gave, or any of them.
Rule = Literal["all", "any"]
#: Letters of an identifier of a text: 50 bits, so that two of a million texts have the same with odds of 1 : 2 000.
_LETTERS = 10
#: Roles of open answers; a text of another role names organisations.
_ROLES = ("", str(SurveyRole.OPEN_TEXT))
#: What a column of texts is flagged as where it holds identifiers and nothing else.
_IDENTIFYING = (*(sort for sort in DIRECT if sort != OPEN_TEXT), ORGANISATIONS)


@dataclass(frozen=True)
class Code:
    """One code of a frame.

    Parameters
    ----------
    code : str
        Short word that coders write.
    labels : mapping of str to str
        What it is called, by language.
    covers : str
        What falls under it and what does not.
    question : str
        Variable to whose texts it belongs; empty for all.
    """

    code: str
    labels: Mapping[str, str] = field(default_factory=lambda: Frozen())
    covers: str = ""
    question: str = ""

    def label(self, lang: str) -> str:
        """Return what the code is called, in a language or in the first one it has."""
        return self.labels.get(lang) or next(iter(self.labels.values()), self.code)


class CodeFrame:
    """The codes that coders may give.

    Parameters
    ----------
    codes : iterable of Code
        Each code once for a question; ``none`` is not among them, it always may be given alone.

    Raises
    ------
    ValumaError
        A code is empty, there twice, or ``none``.

    Examples
    --------
    >>> frame = CodeFrame([Code("money", {"en": "Lack of money"}), Code("time", question="q12")])
    >>> frame.of("q12"), frame.of("q13")
    (('money', 'time'), ('money',))
    """

    def __init__(self, codes: Iterable[Code]) -> None:
        self.codes = tuple(codes)
        if not self.codes:
            raise ValumaError("a frame of codes needs a code")
        for place, one in enumerate(self.codes):
            if not one.code or one.code == NONE:
                raise ValumaError(f"the code {one.code!r} cannot be used; expected a short word other than {NONE!r}")
            if any(one.code == other.code and _overlap(one, other) for other in self.codes[:place]):
                raise ValumaError(f"the code {one.code!r} is there twice")

    def of(self, question: str) -> tuple[str, ...]:
        """Return the codes that texts of a question may have."""
        return tuple(one.code for one in self.codes if one.question in ("", question))

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __repr__(self) -> str:
        return f"<CodeFrame: {', '.join(one.code for one in self.codes)}>"


def _overlap(one: Code, other: Code) -> bool:
    return "" in (one.question, other.question) or one.question == other.question


def open_questions(survey: Survey) -> tuple[str, ...]:
    """Return the variables of texts that are open answers: no tokens, organisations, partners, contacts."""
    reserved = (survey.settings.respondent, survey.settings.organisation)
    text_blocks = [block for block in survey.blocks if block.kind in ("open", "other-specify")]
    items = {item for block in text_blocks for item in block.items}
    return tuple(
        one.name
        for one in survey.codebook
        if (one.role == SurveyRole.OPEN_TEXT or (one.kind == "text" and one.name in items))
        and one.role in _ROLES
        and one.name not in reserved
        and one.identifies not in _IDENTIFYING
    )


def open_texts(
    survey: Survey, names: Sequence[str] | None = None, *, lang: str | None = None, secret: bytes = b"", seed: int = 0
) -> pd.DataFrame:
    """Return the open answers of a survey in random order, each with an identifier that says nothing.

    Parameters
    ----------
    survey : Survey
        With answers.
    names : sequence of str, optional
        Variables; by default those with the role ``open-text`` and the texts of open blocks.
    lang : {"fi", "sv", "en"}, optional
        Language of the questions; by default that of the file.
    secret : bytes
        Key of the identifiers. Without it they are made from the seed, and who has the raw answers and the seed can
        tell whose text it is.
    seed : int, default 0
        Of order and identifiers.

    Returns
    -------
    DataFrame
        ``id``, ``variable``, ``question``, ``text``, and for reading back only ``respondent``. The same survey and seed
        give the same frame, so no list of identifiers has to be kept; an answer that was changed gets another one.

    Raises
    ------
    ValumaError
        There are no open answers, or a variable is no text or tells who a respondent is.
    """
    chosen = open_questions(survey) if names is None else tuple(survey.codebook[name].name for name in names)
    if not chosen:
        raise ValumaError(f"{survey.id} has no open answers: no text with the role {str(SurveyRole.OPEN_TEXT)!r}")
    for name in chosen:
        _check(survey, name)
    rows = []
    for name in chosen:
        variable = survey.codebook[name]
        question = variable.text(lang) if lang is not None else variable.label or name
        column = survey.answers[name].dropna()
        for respondent, text in zip(column.index, column.astype(str), strict=True):
            if text.strip():
                key = _opaque(f"{survey.id}\0{name}\0{respondent}\0{text}", secret or f"seed {seed}".encode())
                rows.append((key, name, question, text, respondent))
    frame = pd.DataFrame(rows, columns=["id", "variable", "question", "text", "respondent"])
    if frame["id"].duplicated().any():
        raise ValumaError("two texts have the same identifier: use another seed")
    # Sorted by what the seed made first, so that the order of the file leaves no trace.
    return in_random_order(frame.sort_values("id", ignore_index=True), "", seed=seed)


def in_random_order(texts: pd.DataFrame, coder: str, *, seed: int = 0) -> pd.DataFrame:
    """Return texts in the random order of one coder, so that coders do not tire at the same places."""
    order = np.random.default_rng([seed, zlib.crc32(coder.encode())]).permutation(len(texts))
    return texts.iloc[order].reset_index(drop=True)


def with_codes(
    survey: Survey, codings: pd.DataFrame, texts: pd.DataFrame, frame: CodeFrame, *, rule: Rule = "all"
) -> Survey:
    """Return a survey in which coded texts are blocks of ticks, so that they can be tabulated.

    Parameters
    ----------
    survey : Survey
        The survey.
    codings : DataFrame
        ``unit`` (identifier of a text), ``coder``, ``code``.
    texts : DataFrame
        As returned by `open_texts`.
    frame : CodeFrame
        Codes.
    rule : {"all", "any"}, default "all"
        A text has the codes that every coder of it gave, or that any gave.

    Returns
    -------
    Survey
        With a block ``<variable>_codes`` a question and a variable a code (1 given, 0 not). Respondents without a coded
        text are missing as ``not-answered``.
    """
    if rule not in ("all", "any"):
        raise ValumaError(f"rule is {rule!r}; expected 'all' or 'any'")
    coders = codings.groupby("unit")["coder"].nunique()
    given = codings.groupby(["unit", "code"])["coder"].nunique()
    answers, reasons = dict(survey.answers.items()), dict(survey.reasons.items())
    variables, blocks = list(survey.codebook), list(survey.blocks)
    for name in dict.fromkeys(texts["variable"]):
        coded = texts[(texts["variable"] == name) & texts["id"].isin(coders.index)]
        items = []
        for code in frame.of(name):
            count = given.reindex(pd.MultiIndex.from_product([coded["id"], [code]]), fill_value=0).to_numpy()
            wanted = coders.reindex(coded["id"]).to_numpy() if rule == "all" else 1
            column = pd.Series(np.nan, index=survey.answers.index)
            column.loc[coded["respondent"]] = (count >= wanted).astype(float)
            item = f"{name}_{code}"
            label = next(one for one in frame if one.code == code and one.question in ("", name))
            own = label.label(survey.settings.language)
            variables.append(
                Variable(item, own, texts=label.labels, block=f"{name}_codes", about=Frozen({"item": code}))
            )
            answers[item] = column
            reasons[item] = pd.Series(str(Reason.NOT_ANSWERED), index=column.index, dtype=object).where(
                column.isna(), None
            )
            items.append(item)
        question = survey.codebook[name].label or name
        why = "codes of open answers"
        blocks.append(Block(f"{name}_codes", "multiple-dichotomies", question, tuple(items), 1.0, why))
    return survey.changed(
        answers=pd.DataFrame(answers, index=survey.answers.index),
        reasons=pd.DataFrame(reasons, index=survey.answers.index),
        codebook=Codebook(variables),
        blocks=Blocks(blocks),
    )


def _check(survey: Survey, name: str) -> None:
    variable = survey.codebook[name]
    reserved = (survey.settings.respondent, survey.settings.organisation)
    if name in reserved or variable.identifies in _IDENTIFYING or variable.role not in _ROLES:
        what = variable.identifies or variable.role or "who a respondent is"
        raise ValumaError(f"{name} tells {what}: it is not given to coders")
    # Few different texts may have been read as categories; what they are for is said by the role.
    if variable.kind != "text" and variable.role != SurveyRole.OPEN_TEXT:
        raise ValumaError(f"{name} is {variable.kind}, no text: it has shares (tabulate)")


def _opaque(text: str, key: bytes) -> str:
    digest = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:_LETTERS].lower()
