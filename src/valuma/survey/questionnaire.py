"""Questionnaire: the form of a survey in one language, written from its ``survey.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuma.texts import LANGUAGES, message

if TYPE_CHECKING:
    from valuma.schema.survey_file import BlockEntry, Item, Scale, ShownIf, SurveyFile, ValueLabel

#: Codes of these sorts are written by those who keep the data, never ticked by a respondent.
_NOT_ON_THE_FORM = ("missing", "not-shown")
_LINE = "\\_" * 30


def questionnaire(file: SurveyFile, lang: str) -> str:
    """Write the questionnaire of a survey.

    Parameters
    ----------
    file : SurveyFile
        Codebook with ``sections``: what is asked, in which order.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    str
        Markdown: title, introduction, a heading a section, numbered questions with their options. Options that only
        the data know ("no answer", "not shown") are left out; *cannot say* is printed like any answer. The form of a
        survey with invented answers says so above everything.

    Examples
    --------
    >>> from valuma.schema.survey_file import SurveyFile
    >>> yes_no = {"name": "yes-no", "options": [{"code": 1, "en": "Yes"}, {"code": 2, "en": "No"}]}
    >>> file = SurveyFile.model_validate({
    ...     "id": "a", "title": {"fi": "Kysely", "sv": "Enkät", "en": "Survey"}, "scales": [yes_no],
    ...     "items": [{"name": "q1", "en": "Do you take part?", "scale": "yes-no"}],
    ...     "sections": [{"title": {"fi": "Osa", "sv": "Del", "en": "Part"}, "asks": ["q1"]}],
    ... })
    >>> print(questionnaire(file, "en"))
    # Survey
    <BLANKLINE>
    ## Part
    <BLANKLINE>
    **1. Do you take part?** Please choose one.
    <BLANKLINE>
    - ○ Yes
    - ○ No
    <BLANKLINE>
    """
    form = _Form(file, lang)
    parts = [f"# {form.text(file.title)}"]
    if file.synthetic:
        banner = " / ".join(message("synthetic-line", language) for language in LANGUAGES)
        parts.insert(0, f"> **{banner}**")
    if file.introduction is not None:
        parts.append(form.text(file.introduction))
    for section in file.sections:
        parts.append(f"## {form.text(section.title)}")
        if section.text is not None:
            parts.append(form.text(section.text))
        parts += [part for name in section.asks for part in form.question(name)]
    if file.closing is not None:
        parts += ["---", form.text(file.closing)]
    return "\n\n".join(parts) + "\n"


@dataclass
class _Form:
    """One language of a form; numbers the questions in the order in which they are asked."""

    file: SurveyFile
    lang: str
    numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.items = {item.name: item for item in self.file.items}
        self.blocks = {block.name: block for block in self.file.blocks}

    def text(self, thing: object) -> str:
        """Return the words of a thing that has three languages."""
        return str(getattr(thing, self.lang))

    def question(self, name: str) -> Iterator[str]:
        """Yield the paragraphs of one question."""
        block = self.blocks.get(name)
        asked = block if block is not None else self.items[name]
        number = len(set(self.numbers.values())) + 1
        for item in (name, *(block.items if block is not None else ())):
            self.numbers[item] = number
        how = self._how(block) if block is not None else self._how_alone(self.items[name])
        yield f"**{number}. {self.text(asked)}** {how}".rstrip()
        if asked.help is not None:
            yield f"*{self.text(asked.help)}*"
        if asked.shown_if is not None:
            yield f"*{self._condition(asked.shown_if)}*"
        yield self._answers(block) if block is not None else self._answers_alone(self.items[name])

    def _how(self, block: BlockEntry) -> str:
        if block.kind == "multiple-dichotomies":
            return message("form-choose-all", self.lang)
        return message("form-choose-each-row", self.lang) if block.kind == "grid" else ""

    def _how_alone(self, item: Item) -> str:
        chosen = item.scale and item.kind != "numeric"
        return message("form-choose-one", self.lang) if chosen else ""

    def _condition(self, shown: ShownIf) -> str:
        """Say who is asked; where the answer is a tick, the option that was ticked."""
        options = self._options(self.items[shown.item])
        ticks = any(shown.item in block.items and block.counted in shown.codes for block in self.file.blocks)
        words = [self.text(option) for option in options if option.code in shown.codes]
        said = [self.text(self.items[shown.item])] if ticks else words
        quoted = [message("form-quoted", self.lang, words=word) for word in said]
        answers = f" {message('form-or', self.lang)} ".join(quoted)
        return message("form-asked-if", self.lang, number=str(self.numbers[shown.item]), answers=answers)

    def _options(self, item: Item) -> list[ValueLabel]:
        return form_options(self.file, item)

    def _answers(self, block: BlockEntry) -> str:
        items = [self.items[name] for name in block.items]
        if block.kind == "multiple-dichotomies":
            return "\n".join(f"- ☐ {self.text(item)}" for item in items)
        if block.kind == "grid":
            return self._grid(items)
        if block.kind == "multiple-categories":
            listed = "\n".join(f"- {self.text(option)}" for option in self._options(items[0]))
            lines = "\n".join(f"- {self.text(item)}: {_LINE}" for item in items)
            return f"{lines}\n\n{message('form-choose-listed', self.lang)}\n\n{listed}"
        if block.kind == "other-specify":
            return _LINE
        return "\n".join(f"- {self.text(item)}: {self._line(item)}" for item in items)

    def _answers_alone(self, item: Item) -> str:
        if not item.scale or item.kind == "numeric":
            return self._line(item)
        return "\n".join(f"- ○ {self.text(option)}" for option in self._options(item))

    def _line(self, item: Item) -> str:
        """Return the place to write, with what may be ticked instead of a number."""
        if item.kind != "numeric":
            return _LINE
        instead = "".join(f" ○ {self.text(option)}" for option in self._options(item) if option.missing)
        return f"{message('form-number', self.lang)} \\_\\_\\_\\_\\_\\_{instead}"

    def _grid(self, items: list[Item]) -> str:
        columns = self._columns(items[0])
        head = ["", *columns]
        rows = [[self.text(item), *("○" for _ in columns)] for item in items]
        rule = [":--", *(":-:" for _ in columns)]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))

    def _columns(self, item: Item) -> list[str]:
        return form_columns(self.file, item, self.lang)


def form_options(file: SurveyFile, item: Item) -> list[ValueLabel]:
    """Return the answer options of an item that stand on the form.

    Parameters
    ----------
    file : SurveyFile
        Codebook with the scales.
    item : Item
        One of its items.

    Returns
    -------
    list of ValueLabel
        Without those that only the data know; empty for an item without a scale.
    """
    scale: Scale | None = next((one for one in file.scales if one.name == item.scale), None)
    return [option for option in scale.options if option.missing not in _NOT_ON_THE_FORM] if scale else []


def form_columns(file: SurveyFile, item: Item, lang: str) -> list[str]:
    """Return what may be ticked in a row of a grid, in words.

    Parameters
    ----------
    file : SurveyFile
        Codebook with the scales.
    item : Item
        An item of the grid.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    list of str
        Of numbers with words for the ends alone, every whole number between them.
    """
    options = form_options(file, item)
    if item.kind != "numeric":
        return [str(getattr(option, lang)) for option in options]
    ends = {int(option.code): option for option in options if not option.missing}
    numbers = range(min(ends), max(ends) + 1) if ends else ()
    words = [str(getattr(ends[number], lang)) if number in ends else str(number) for number in numbers]
    return [*words, *(str(getattr(option, lang)) for option in options if option.missing)]
