"""What ``survey.toml`` may say: the model of a survey's codebook and settings."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, PlainValidator

from valuma.schema.case_tables import NETWORKS
from valuma.schema.contract import words_of
from valuma.schema.models import STRICT, Texts, like, refusal
from valuma.schema.problems import nearest
from valuma.schema.tie_tables import MEMBERSHIPS
from valuma.schema.vocabularies import Attribution, SurveyRole


def _word(vocabulary: type[SurveyRole] | type[Attribution]) -> BeforeValidator:
    """Let a word of a vocabulary stand for its member; another word is refused with the nearest one."""
    words = {str(word): word for word in vocabulary}

    def member(value: object) -> SurveyRole | Attribution:
        if not isinstance(value, str) or value not in words:
            hint = nearest(value, words) if isinstance(value, str) else ""
            raise refusal(repr(value), f"a word of the vocabulary {words_of(vocabulary)}", hint)
        return words[value]

    return BeforeValidator(member)


def _code(value: object) -> int | float | str:
    """Let a code be a number or a text; yes and no of TOML are neither."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise refusal(repr(value), "a code: a number or a text")
    return value


#: What the options of an item with the role ``respondent-role`` may stand for.
RESPONDENT_ROLES = ("elected", "official", "manager", "other")

_Id = Annotated[str, like(NETWORKS, "network_id")]
_Role = Annotated[SurveyRole, _word(SurveyRole)]
_Attribution = Annotated[Attribution, _word(Attribution)]
_Code = Annotated[int | float | str, PlainValidator(_code)]
_BlockKind = Literal[
    "single", "multiple-dichotomies", "multiple-categories", "grid", "ranking", "other-specify", "numeric", "open"
]


class PrivacyBlock(BaseModel):
    """What was promised to those who answered, and below which numbers nothing is shown."""

    model_config = STRICT

    controller: str = ""
    purpose: str = ""
    legal_basis: str = ""
    notice_version: str = ""
    retain_until: dt.date | None = None
    organisations: Annotated[int, Field(ge=1)] = 3
    persons: Annotated[int, Field(ge=1)] = 5
    dominance: Annotated[float, Field(gt=0, le=1)] = 0.8


class ValueLabel(BaseModel):
    """One answer option: its code, its words, and what it stands for in the study."""

    model_config = STRICT

    code: _Code
    #: Last code of a range of codes that stand for no answer; `code` is then the first one.
    to: float | int | None = None
    fi: str = ""
    sv: str = ""
    en: str = ""
    #: Word of a vocabulary that the option stands for (kind, tier, region code, role of the respondent).
    word: str = ""
    #: Amount that the option stands for (euro, working days, points).
    amount: float | int | None = None
    #: The option is no answer: ``missing``, ``cannot-say``, ``not-applicable`` or ``not-shown``.
    missing: Literal["", "missing", "cannot-say", "not-applicable", "not-shown"] = ""


class ShownIf(BaseModel):
    """Who is asked a question: those who gave one of some answers to an earlier one."""

    model_config = STRICT

    item: Annotated[str, Field(min_length=1)]
    codes: Annotated[list[_Code], Field(min_length=1)]


class Item(BaseModel):
    """One variable: what it is, its words, its role."""

    model_config = STRICT

    name: Annotated[str, Field(min_length=1)]
    fi: str = ""
    sv: str = ""
    en: str = ""
    kind: Literal["numeric", "category", "ordered", "text", "date"] | None = None
    #: Name of a scale of ``[[scales]]``.
    scale: str = ""
    role: _Role | None = None
    #: What the role is about.
    theme: str = ""
    network: str = ""
    partner: str = ""
    tier: str = ""
    fee_rule: str = ""
    unit: str = ""
    #: Short identifier of a motive, benefit, obstacle, forum ….
    item: str = ""
    membership_role: Annotated[str, like(MEMBERSHIPS, "role")] | None = None
    attribution: _Attribution | None = None
    #: Not an answer of a person: never flagged as one.
    personal: bool | None = None
    #: What is said under the question, and who is asked it.
    help: Texts | None = None
    shown_if: ShownIf | None = None


class Scale(BaseModel):
    """Answer options that one or more items share."""

    model_config = STRICT

    name: Annotated[str, Field(min_length=1)]
    ordered: bool = False
    options: Annotated[list[ValueLabel], Field(min_length=1)]


class BlockEntry(BaseModel):
    """Items that were asked as one question; goes before everything that a file or a name suggests."""

    model_config = STRICT

    name: _Id
    kind: _BlockKind
    fi: str = ""
    sv: str = ""
    en: str = ""
    items: Annotated[list[str], Field(min_length=1)]
    counted: _Code | None = None
    #: For the text behind "other": the block it belongs to.
    of: str = ""
    #: What is said under the question, and who is asked it.
    help: Texts | None = None
    shown_if: ShownIf | None = None


class Section(BaseModel):
    """A part of the questionnaire: its heading, what is said under it, and what it asks."""

    model_config = STRICT

    title: Texts
    text: Texts | None = None
    #: Names of blocks, and of items that stand in no block, in the order in which they are asked.
    asks: Annotated[list[str], Field(min_length=1)]


class SurveyFile(BaseModel):
    """Codebook and settings of one survey."""

    model_config = STRICT

    id: _Id
    title: Texts
    year: Annotated[int, like(NETWORKS, "founded")] | None = None
    source: str = ""
    synthetic: bool = False
    language: Literal["fi", "sv", "en"] = "fi"
    #: File of answers, or one a language; relative to the folder of survey.toml. Left out: no answers yet.
    answers: str | dict[Literal["fi", "sv", "en"], str] | None = None
    #: ``invited.csv``, ``unknown`` (an open link) or ``all`` (everybody was asked).
    invited: str = "unknown"
    weight: str = ""
    respondent: str = ""
    strata: list[str] = []
    population: dict[str, Annotated[int, Field(ge=1)]] = {}
    privacy: PrivacyBlock = PrivacyBlock()
    scales: list[Scale] = []
    items: list[Item] = []
    blocks: list[BlockEntry] = []
    #: The questionnaire: what is said before and after the questions, and its parts.
    introduction: Texts | None = None
    closing: Texts | None = None
    sections: list[Section] = []
