"""The questions of a survey in the order in which they are asked, with their answer options, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from valuma.schema.vocabularies import SurveyRole
from valuma.survey.questionnaire import form_columns, form_options
from valuma.survey.reasons import Reason
from valuma.texts import LANGUAGES, message

if TYPE_CHECKING:
    from valuma.schema.survey_file import BlockEntry, Item, ShownIf, SurveyFile
    from valuma.survey.blocks import Block
    from valuma.survey.codebook import Variable
    from valuma.survey.survey import Survey

Choice = Literal["", "one", "many"]
#: Sorts of missing that stand on a form as options.
_TICKED = (Reason.CANNOT_SAY, Reason.NOT_APPLICABLE)
#: Variables that are known of a respondent without a question.
_GIVEN = (SurveyRole.RESPONDENT, SurveyRole.WEIGHT, SurveyRole.STRATUM, SurveyRole.LANGUAGE)


@dataclass(frozen=True)
class Question:
    """One question as it stands on a form.

    Parameters
    ----------
    number : int
        Its place, from 1.
    text : str
        The question.
    how, help, condition : str
        How to answer, what is said under it, who is asked it; empty where nothing is said.
    items : tuple of str
        Answer options, or the rows of a grid.
    columns : tuple of str
        Steps of the scale of a grid.
    choice : {"", "one", "many"}
        How many options may be ticked; empty where something is written.
    listed : tuple of str
        Options from which first, second … choices are made.
    number_field : bool
        Whether a number is written; `items` are what may be ticked instead.
    """

    number: int
    text: str
    how: str = ""
    help: str = ""
    condition: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    choice: Choice = ""
    listed: tuple[str, ...] = ()
    number_field: bool = False


@dataclass(frozen=True)
class Section:
    """A part of a form."""

    title: str
    text: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class QuestionList:
    """A form in one language; `language` is that of its words, where the one asked for is not there."""

    language: str
    introduction: str
    sections: tuple[Section, ...]
    closing: str


def question_list(survey: Survey, lang: str) -> QuestionList:
    """Return the questions of a survey.

    Parameters
    ----------
    survey : Survey
        With or without answers.
    lang : {"fi", "sv", "en"}
        Language; where the survey has no words in it, that of its file is taken for all of them.

    Returns
    -------
    QuestionList
        Sections, introduction and routing as ``survey.toml`` gives them; without one the blocks and variables of
        the codebook in the order of the file.

    Examples
    --------
    >>> import pandas as pd
    >>> from valuma.survey import Blocks, Codebook, Survey, SurveySettings, Variable
    >>> book = Codebook([Variable("q1", "Do you take part?", "category", {1.0: "yes", 2.0: "no"})])
    >>> empty = pd.DataFrame(columns=["q1"])
    >>> form = question_list(Survey(SurveySettings(language="en"), empty, empty, book, Blocks()), "en")
    >>> form.sections[0].questions[0].items
    ('yes', 'no')
    """
    known = [one for one in survey.codebook if _asked(one)]
    spoken = [one for one in known if one.texts.get(lang) or survey.settings.language == lang]
    language = lang if len(spoken) * 2 >= len(known) or lang not in LANGUAGES else survey.settings.language
    return _Form(survey, language).whole()


def _asked(variable: Variable) -> bool:
    return variable.role not in _GIVEN


@dataclass
class _Form:
    """One language of a form; numbers questions in the order in which they are asked."""

    survey: Survey
    lang: str
    numbers: dict[str, int] = field(default_factory=dict)

    def whole(self) -> QuestionList:
        """Return the whole form."""
        file = self.survey.form
        if file is None or not file.sections:
            questions = tuple(self.question(name) for name in self._order())
            return QuestionList(self.lang, "", (Section("", "", questions),), "")
        sections = tuple(
            Section(
                getattr(section.title, self.lang),
                getattr(section.text, self.lang) if section.text else "",
                tuple(self.question(name) for name in section.asks),
            )
            for section in file.sections
        )
        texts = [getattr(part, self.lang) if part else "" for part in (file.introduction, file.closing)]
        return QuestionList(self.lang, texts[0], sections, texts[1])

    def _order(self) -> Iterator[str]:
        """Yield blocks and single variables in the order of the file."""
        seen: set[str] = set()
        of = {item: block for block in self.survey.blocks for item in block.items}
        for variable in self.survey.codebook:
            block = of.get(variable.name)
            name = block.name if block is not None and len(block.items) > 1 else variable.name
            if name in seen or not _asked(variable) or variable.name == self.survey.settings.weight:
                continue
            seen.add(name)
            yield name

    def question(self, name: str) -> Question:
        """Return a block or a single variable as a question."""
        number = len(set(self.numbers.values())) + 1
        block = next((one for one in self.survey.blocks if one.name == name and len(one.items) > 1), None)
        for item in (name, *(block.items if block is not None else ())):
            self.numbers[item] = number
        entry = self._entry(name)
        bare = self._of_variable(number, entry, name) if block is None else self._of_block(number, block, entry)
        if entry is None:
            return bare
        return replace(
            bare,
            help=getattr(entry.help, self.lang) if entry.help else "",
            condition=self._condition(entry.shown_if) if entry.shown_if else "",
        )

    def _of_variable(self, number: int, entry: BlockEntry | Item | None, name: str) -> Question:
        variable = self.survey.codebook[self._single(name)]
        text = self._words(entry, variable.text(self.lang))
        item = self._item(variable.name)
        kind = item.kind if item is not None and item.kind else variable.kind
        options = tuple(self._options(variable, instead=kind == "numeric"))
        if kind == "numeric":
            choice: Choice = "one" if options else ""
            return Question(number, text, items=options, choice=choice, number_field=True)
        if kind in ("text", "date") or not options:
            return Question(number, text)
        return Question(number, text, message("form-choose-one", self.lang), items=options, choice="one")

    def _single(self, name: str) -> str:
        """Return the variable behind a name: itself, or the only item of a block."""
        if name in self.survey.codebook:
            return name
        return self.survey.blocks[name].items[0]

    def _of_block(self, number: int, block: Block, entry: BlockEntry | Item | None) -> Question:
        variables = [self.survey.codebook[item] for item in block.items]
        text = self._words(entry, block.label)
        names = tuple(variable.text(self.lang) for variable in variables)
        if block.kind == "multiple-dichotomies":
            return Question(number, text, message("form-choose-all", self.lang), items=names, choice="many")
        options = tuple(self._columns(variables[0]) if block.kind == "grid" else self._options(variables[0]))
        if block.kind == "multiple-categories":
            how = message("form-choose-listed", self.lang)
            return Question(number, text, how, items=names, listed=options)
        if block.kind in ("grid", "single") and options:
            how = message("form-choose-each-row", self.lang)
            return Question(number, text, how, items=names, columns=options)
        fields = (self._field(name, variable) for name, variable in zip(names, variables, strict=True))
        return Question(number, text, items=tuple(fields) if block.kind != "open" else names)

    def _field(self, name: str, variable: Variable) -> str:
        """Return a row in which a number is written, with what may be ticked instead."""
        item = self._item(variable.name)
        if item is None or item.kind != "numeric":
            return name
        instead = "".join(f" ○ {option}" for option in self._options(variable, instead=True))
        return f"{name}: {message('form-number', self.lang)} ______{instead}"

    def _words(self, entry: BlockEntry | Item | None, otherwise: str) -> str:
        return (str(getattr(entry, self.lang)) if entry is not None else "") or otherwise

    def _entry(self, name: str) -> BlockEntry | Item | None:
        """Return what ``survey.toml`` says of a block or an item."""
        file = self.survey.form
        if file is None:
            return None
        blocks = {block.name: block for block in file.blocks}
        items = {item.name: item for item in file.items}
        return blocks.get(name) or items.get(name)

    def _condition(self, shown: ShownIf) -> str:
        """Say who is asked; where the answer is a tick, the option that was ticked."""
        variable = self.survey.codebook[shown.item]
        ticks = any(shown.item in block.items and block.counted in shown.codes for block in self._file.blocks)
        codes = {float(code) if isinstance(code, int) else code for code in shown.codes}
        words = [variable.value_text(code, self.lang) for code in variable.labels if code in codes]
        quoted = [
            message("form-quoted", self.lang, words=word)
            for word in ([variable.text(self.lang)] if ticks or not words else words)
        ]
        answers = f" {message('form-or', self.lang)} ".join(quoted)
        return message("form-asked-if", self.lang, number=str(self.numbers.get(shown.item, "")), answers=answers)

    @property
    def _file(self) -> SurveyFile:
        assert self.survey.form is not None
        return self.survey.form

    def _item(self, name: str) -> Item | None:
        """Return the item of ``survey.toml`` behind a variable, where the form gives its options."""
        file = self.survey.form
        found = next((item for item in file.items if item.name == name), None) if file is not None else None
        return found if found is not None and found.scale else None

    def _columns(self, variable: Variable) -> list[str]:
        """Return what may be ticked in a row of a grid, numbers between the ends with them."""
        item = self._item(variable.name)
        return list(self._options(variable)) if item is None else form_columns(self._file, item, self.lang)

    def _options(self, variable: Variable, *, instead: bool = False) -> Iterator[str]:
        """Yield what may be ticked, as the printed form has it; `instead` of a number, only what is none."""
        item = self._item(variable.name)
        if item is not None:
            for option in form_options(self._file, item):
                if option.missing or not instead:
                    yield str(getattr(option, self.lang))
            return
        for code in variable.labels:
            rule = variable.rule(code)
            if rule.reason in _TICKED if rule is not None else not instead:
                yield variable.value_text(code, self.lang)
