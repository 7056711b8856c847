"""Codebook page: every question of a survey with its variables, codes and missing codes, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from valuma.schema.vocabularies import SurveyRole
from valuma.survey.reasons import Reason
from valuma.texts import LANGUAGES, label, message

if TYPE_CHECKING:
    from valuma.survey.blocks import Block
    from valuma.survey.codebook import Code, MissingRule, Variable
    from valuma.survey.survey import Survey

_REASONS = {
    Reason.CANNOT_SAY: "codebook-cannot-say",
    Reason.NOT_APPLICABLE: "codebook-not-applicable",
    Reason.NOT_SHOWN: "codebook-not-shown",
}


def codebook_page(survey: Survey, lang: str) -> str:
    """Write the codebook of a survey.

    Parameters
    ----------
    survey : Survey
        With or without answers.
    lang : {"fi", "sv", "en"}
        Language of the page; labels that the codebook does not have in it stay in the language of the file.

    Returns
    -------
    str
        Markdown: a heading a question, a table of its variables, a table of its codes. No answers and no counts, so
        that nothing of a respondent is in it.

    Examples
    --------
    >>> import pandas as pd
    >>> from valuma.survey import Blocks, Codebook, Survey, SurveySettings, Variable
    >>> book = Codebook([Variable("q1", "Trust", "ordered", {1.0: "low", 2.0: "high"})])
    >>> empty = pd.DataFrame({"q1": []})
    >>> print(codebook_page(Survey(SurveySettings("ring"), empty, empty, book, Blocks()), "en"))
    # ring: codebook
    <BLANKLINE>
    no answers yet · 1 variable
    <BLANKLINE>
    ## Trust
    <BLANKLINE>
    `q1` · ordered category
    <BLANKLINE>
    | Code | Answer option |
    | --- | --- |
    | 1 | low |
    | 2 | high |
    <BLANKLINE>
    """
    page = _Page(survey, lang)
    title = survey.settings.title.get(lang) or survey.id
    parts = [f"# {_text(message('codebook-title', lang, title=title))}"]
    if survey.synthetic:
        banner = " / ".join(message("synthetic-line", language) for language in LANGUAGES)
        parts.append(f"> **{banner}**")
    parts.append(" · ".join(page.facts()))
    shown: set[str] = set()
    blocks = {item: block for block in survey.blocks for item in block.items}
    for variable in survey.codebook:
        if variable.name in shown:
            continue
        block = blocks.get(variable.name)
        items = block.items if block is not None else (variable.name,)
        shown |= set(items)
        parts += page.question(block, [survey.codebook[item] for item in items])
    return "\n\n".join(parts) + "\n"


class _Page:
    """One language of a page."""

    def __init__(self, survey: Survey, lang: str) -> None:
        self.survey = survey
        self.lang = lang

    def say(self, key: str, **values: object) -> str:
        """Return a message of the page."""
        return message(f"codebook-{key}", self.lang, **values)

    def facts(self) -> Iterator[str]:
        """Yield what holds for the survey as a whole."""
        settings = self.survey.settings
        answers = len(self.survey.answers)
        yield self.say("answers", n=answers) if answers else self.say("no-answers")
        yield self.say("variables", n=len(self.survey.codebook))
        if settings.sample != "unknown":
            yield self.say(f"sample-{settings.sample}")
        if settings.weight:
            yield self.say("weight", name=_name(settings.weight))

    def question(self, block: Block | None, variables: Sequence[Variable]) -> Iterator[str]:
        """Yield the parts of one question."""
        first = variables[0]
        heading = block.label if block is not None and len(variables) > 1 else first.text(self.lang)
        yield f"## {_text(heading or (block.name if block is not None else first.name))}"
        if len(variables) == 1:
            yield " · ".join(self._facts_of(first))
        else:
            assert block is not None
            ticked = "" if block.counted is None else " " + self.say("ticked", code=_code(block.counted))
            yield f"{self.say(f'block-{block.kind}')}.{ticked}"
            yield self._variables(variables)
        for members, table in self._codes(variables):
            if len(members) < len(variables):
                yield ", ".join(_name(variable.name) for variable in members)
            yield table

    def _facts_of(self, variable: Variable) -> Iterator[str]:
        yield _name(variable.name)
        yield self.say(f"kind-{variable.kind}")
        if variable.role:
            yield self._role(variable)
        if variable.identifies:
            yield self.say("identifies")

    def _role(self, variable: Variable) -> str:
        about = [variable.about[key] for key in ("theme", "network", "tier", "item") if variable.about.get(key)]
        role = label(SurveyRole(variable.role), self.lang)
        return role + (f" ({_text(', '.join(about))})" if about else "")

    def _variables(self, variables: Sequence[Variable]) -> str:
        """Return the table of the variables of a block; columns that would be empty are left out."""
        rows = [
            [
                _name(variable.name),
                _text(variable.text(self.lang)),
                self.say(f"kind-{variable.kind}"),
                self._role(variable) if variable.role else "",
                self.say("identifies") if variable.identifies else "",
            ]
            for variable in variables
        ]
        heads = [self.say("variable"), self.say("question"), self.say("holds"), self.say("role"), ""]
        kept = [place for place in range(len(heads)) if place < 3 or any(row[place] for row in rows)]
        return _table([heads[place] for place in kept], [[row[place] for place in kept] for row in rows])

    def _codes(self, variables: Sequence[Variable]) -> Iterator[tuple[list[Variable], str]]:
        """Yield the codes of variables, once for those that share them."""
        groups: dict[tuple[tuple[str, str, str], ...], list[Variable]] = {}
        for variable in variables:
            groups.setdefault(tuple(self._options(variable)), []).append(variable)
        for options, members in groups.items():
            if not options:
                continue
            heads = [self.say("code"), self.say("option"), self.say("missing")]
            width = 3 if any(option[2] for option in options) else 2
            yield members, _table(heads[:width], [list(option[:width]) for option in options])

    def _options(self, variable: Variable) -> Iterator[tuple[str, str, str]]:
        """Yield code, words and sort of missing of each code, then of codes and ranges without words."""
        for code in variable.labels:
            rule = variable.rule(code)
            yield _code(code), _text(variable.value_text(code, self.lang)), self._missing(rule) if rule else ""
        ranges = [rule for rule in variable.missing if rule.low != rule.high]
        for rule in variable.missing:
            covered = rule.low in variable.labels or any(other.covers(rule.low) for other in ranges)
            if rule in ranges or not covered:
                yield _code(rule.low) if rule.low == rule.high else _range(rule), _text(rule.label), self._missing(rule)

    def _missing(self, rule: MissingRule) -> str:
        return message(_REASONS.get(rule.reason, "codebook-is-missing"), self.lang)


def _range(rule: MissingRule) -> str:
    if rule.low == float("-inf"):
        return f"≤ {_code(rule.high)}"
    return f"≥ {_code(rule.low)}" if rule.high == float("inf") else f"{_code(rule.low)}–{_code(rule.high)}"


def _code(code: Code) -> str:
    return _text(code) if isinstance(code, str) else f"{code:.15g}"


def _name(name: str) -> str:
    return f"`{' '.join(name.replace('`', '').replace('|', '').split())}`"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [list(heads), ["---"] * len(heads), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(words: str) -> str:
    """Return words in which nothing is taken for Markdown or HTML."""
    plain = " ".join(words.split())
    for sign in ("\\", "|", "*", "_", "`", "#", "[", "]"):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
