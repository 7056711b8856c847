"""A first ``survey.toml`` of a file of answers, to be completed by hand."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from valuma.loaders.survey_files.missing import reason_of, undeclared
from valuma.loaders.survey_files.role_hints import role_hint
from valuma.survey.reasons import Reason

if TYPE_CHECKING:
    from valuma.survey.codebook import Code, MissingRule, Variable
    from valuma.survey.survey import Survey

_LANGUAGES = ("fi", "sv", "en")
_ABOUT = ("theme", "network", "partner", "tier", "fee_rule", "unit", "item", "membership_role")
_MISSING = {
    Reason.CANNOT_SAY: "cannot-say",
    Reason.NOT_APPLICABLE: "not-applicable",
    Reason.NOT_SHOWN: "not-shown",
}
_HEAD = """\
# A draft made from {source}. It reads as it stands; go through it from top to bottom.
# Lines that begin with "# role" are guesses from words: take the sign away where they are right.
# Every key is explained in docs/howto/codebook.md.
"""
_SETTINGS = """\
{year}
{source}
{invited}
{weight}
# respondent = "..."            # the variable of the token that each invited person was sent
# strata = ["..."]              # the variables that make the strata

[privacy]
# controller = "..."            # who answers for the data
# purpose = "..."
# legal_basis = "..."
# notice_version = "..."
# retain_until = 2030-12-31     # the last day on which the raw answers may be kept
"""


def draft_codebook(survey: Survey, *, source: str, answers: str = "") -> str:
    """Write a first ``survey.toml`` from what the answers themselves say.

    Parameters
    ----------
    survey : Survey
        As `valuma.read_survey` returns it.
    source : str
        Name of the file, for the first line.
    answers : str
        The key ``answers``: the file, relative to the place of the draft; empty leaves the key out.

    Returns
    -------
    str
        TOML: scales that several variables share once, an item a variable, blocks with why they are blocks. Read
        with the draft, the answers are the same as without it. What is sure stands as a key; roles that only the
        words suggest are comments.

    Examples
    --------
    >>> import pandas as pd
    >>> from valuma.survey import Blocks, Codebook, Survey, SurveySettings, Variable
    >>> book = Codebook([Variable("q1", "Tärkein este", "category", {1.0: "raha", 2.0: "aika"})])
    >>> empty = pd.DataFrame({"q1": []})
    >>> text = draft_codebook(Survey(SurveySettings("ring"), empty, empty, book, Blocks()), source="ring.sav")
    >>> print(text[text.index("[[items]]"):])
    [[items]]
    name = "q1"
    fi = "Tärkein este"
    scale = "q1"
    # role = "obstacle"
    <BLANKLINE>
    """
    draft = _Draft(survey)
    parts = [_HEAD.format(source=" ".join(source.split())), *draft.settings(answers)]
    items = [draft.item(variable) for variable in survey.codebook]
    parts += [*draft.scales, *items, *draft.blocks()]
    return "\n".join(parts)


class _Draft:
    """Names what has no name yet, each name once."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        known = survey.settings.language
        self.language = known if known in _LANGUAGES else "fi"
        self.scales: list[str] = []
        self._scale_names: dict[tuple[str, bool], str] = {}
        self._used: set[str] = set()
        self._block_of = {item: block for block in survey.blocks for item in block.items if len(block.items) > 1}

    def settings(self, answers: str) -> Iterator[str]:
        """Yield what holds for the survey as a whole."""
        settings = self.survey.settings
        title = settings.title or dict.fromkeys(_LANGUAGES, settings.id)
        texts = ", ".join(f"{lang} = {quoted(title.get(lang, settings.id))}" for lang in _LANGUAGES)
        lines = [f"id = {quoted(slug(settings.id) or 'survey')}", f"title = {{ {texts} }}"]
        lines.append(f"language = {quoted(self.language)}")
        if answers:
            lines.append(f"answers = {quoted(answers)}")
        if settings.synthetic:
            lines.append("synthetic = true                # the answers are invented")
        known = {
            "year": f"year = {settings.year}" if settings.year else "# year = 2020                   # of the answers",
            "source": _line("source", settings.source_id) or '# source = "..."                # of sources.csv',
            "invited": f'invited = "{"all" if settings.sample == "census" else "unknown"}"'.ljust(32)
            + '# "unknown" is an open link, "all" everybody; or a list such as "invited.csv"',
            "weight": _line("weight", settings.weight) or '# weight = "..."',
        }
        yield "\n".join([*lines, _SETTINGS.format(**known)])

    def item(self, variable: Variable) -> str:
        """Return the table of one variable."""
        lines = ["[[items]]", f"name = {quoted(variable.name)}"]
        texts = {**variable.texts, **({self.language: variable.label} if variable.label else {})}
        lines += [f"{lang} = {quoted(texts[lang])}" for lang in _LANGUAGES if texts.get(lang)]
        scale = self._scale(variable)
        if scale:
            lines.append(f"scale = {quoted(scale)}")
        if not scale or not variable.codes or variable.kind not in ("category", "ordered"):
            lines.append(f"kind = {quoted(variable.kind)}")
        role = variable.role or ("weight" if variable.name == self.survey.settings.weight else "")
        if role:
            lines.append(f"role = {quoted(role)}")
        elif hint := role_hint(variable, self._block_of.get(variable.name)):
            lines.append(f"# role = {quoted(hint)}")
        lines += [f"{key} = {quoted(variable.about[key])}" for key in _ABOUT if variable.about.get(key)]
        lines += [f"attribution = {quoted(variable.attribution)}"] if variable.attribution else []
        lines += [f"personal = {str(variable.personal).lower()}"] if variable.personal is not None else []
        if variable.identifies:
            lines.append(f"# may hold personal data ({variable.identifies}); personal = false where it does not")
        return "\n".join([*lines, ""])

    def _scale(self, variable: Variable) -> str:
        """Return the name of the scale of a variable, which is written when it is met first; empty without one."""
        if variable.kind in ("text", "date") or not (variable.labels or variable.missing):
            return ""
        options = "\n".join(self._option_lines(variable))
        key = (options, variable.kind == "ordered")
        if key not in self._scale_names:
            block = self._block_of.get(variable.name)
            name = self._free(slug(block.name if block is not None else variable.name) or "scale")
            self._scale_names[key] = name
            ordered = "ordered = true\n" if key[1] else ""
            self.scales.append(f"[[scales]]\nname = {quoted(name)}\n{ordered}options = [\n{options}\n]\n")
        return self._scale_names[key]

    def _option_lines(self, variable: Variable) -> Iterator[str]:
        """Yield the options as lines; a label that reads as no answer is hinted at, not stated."""
        doubtful = {f"code = {_code(code)}": reason_of(variable.labels[code]) for code in undeclared(variable)}
        for option in self._options(variable):
            reason = doubtful.get(option.partition(", ")[0]) if "missing = " not in option else None
            yield f"  {{ {option} }}," + (f'  # missing = "{_MISSING.get(reason, "missing")}"' if reason else "")

    def _options(self, variable: Variable) -> Iterator[str]:
        for code in variable.labels:
            yield self._option(variable, code, variable.rule(code))
        for rule in variable.missing:
            if rule.low == rule.high and rule.low not in variable.labels and not _in_range(rule, variable):
                yield self._option(variable, rule.low, rule)
            elif rule.low != rule.high:
                words = f", {self.language} = {quoted(rule.label)}" if rule.label else ""
                yield f"code = {_code(rule.low)}, to = {_code(rule.high)}{words}, missing = {quoted(_sort(rule))}"

    def _option(self, variable: Variable, code: Code, rule: MissingRule | None) -> str:
        parts = [f"code = {_code(code)}"]
        for lang in _LANGUAGES:
            known = variable.value_texts.get(lang, {}).get(code, "")
            text = known or (variable.labels.get(code, "") if lang == self.language else "")
            parts += [f"{lang} = {quoted(text)}"] if text else []
        parts += [f"word = {quoted(variable.words[code])}"] if code in variable.words else []
        parts += [f"amount = {_code(variable.amounts[code])}"] if code in variable.amounts else []
        parts += [f"missing = {quoted(_sort(rule))}"] if rule is not None else []
        return ", ".join(parts)

    def blocks(self) -> Iterator[str]:
        """Yield the tables of the blocks of several variables, and of texts behind "other"."""
        self._used.clear()
        names = {block.name: self._free(slug(block.name) or "block") for block in self.survey.blocks}
        for block in self.survey.blocks:
            if len(block.items) < 2 and not block.of:
                continue
            lines = ["[[blocks]]", f"# {' '.join(block.why.split())}" if block.why else ""]
            lines += [f"name = {quoted(names[block.name])}", f"kind = {quoted(block.kind)}"]
            lines += [f"{self.language} = {quoted(block.label)}"] if block.label else []
            lines.append(f"items = [{', '.join(map(quoted, block.items))}]")
            lines += [f"counted = {_code(block.counted)}"] if block.counted is not None else []
            lines += [f"of = {quoted(names[block.of])}"] if self._is_written(block.of) else []
            yield "\n".join([line for line in lines if line] + [""])

    def _is_written(self, name: str) -> bool:
        return any(block.name == name and (len(block.items) > 1 or block.of) for block in self.survey.blocks)

    def _free(self, name: str) -> str:
        number, free = 2, name
        while free in self._used:
            free = f"{name}-{number}"
            number += 1
        self._used.add(free)
        return free


def _line(key: str, value: str) -> str:
    return f"{key} = {quoted(value)}" if value else ""


def _in_range(rule: MissingRule, variable: Variable) -> bool:
    """Say whether a code without a label belongs to a range that is declared as well."""
    return not rule.label and any(other.low != other.high and other.covers(rule.low) for other in variable.missing)


def _sort(rule: MissingRule) -> str:
    return _MISSING.get(rule.reason, "missing")


def _code(code: Code) -> str:
    """Write a code as TOML: whole numbers as such, infinity for open ranges."""
    if isinstance(code, str):
        return quoted(code)
    if math.isinf(code):
        return "inf" if code > 0 else "-inf"
    return str(int(code)) if float(code).is_integer() and abs(code) < 1e15 else repr(float(code))


def quoted(text: str) -> str:
    r"""Write a text as a TOML string on one line.

    Examples
    --------
    >>> print(quoted('say "ä"' + chr(10)))
    "say \"ä\"\n"
    """
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(safe, ensure_ascii=False).replace("\x7f", "\\u007f")


def slug(name: str) -> str:
    """Return a name in lower-case letters, digits and hyphens.

    Examples
    --------
    >>> slug("Q8_HEINÄ"), slug("k[1]")
    ('q8-heina', 'k-1')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
