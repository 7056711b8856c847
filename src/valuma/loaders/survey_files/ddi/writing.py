"""The codebook of a survey as DDI Codebook 2.5, for an archive."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.formats.files import atomic_write
from valuma.formats.markup import content, quoted
from valuma.loaders.survey_files.ddi.codebook import NO_WEIGHT
from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.survey.blocks import Block
    from valuma.survey.codebook import Code, MissingRule, Variable
    from valuma.survey.survey import Survey

_SORTS = {
    "multiple-dichotomies": "multipleResp",
    "multiple-categories": "multipleResp",
    "grid": "grid",
}
_NATURE = {"ordered": "ordinal", "category": "nominal"}
_SAMPLING = {
    "invited": "Sent to a list of invited respondents.",
    "census": "Sent to everybody.",
    "open-link": "Open link: anyone could answer. Not a sample.",
}
#: Signs that XML cannot hold.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_ddi(survey: Survey, path: str | os.PathLike[str]) -> Path:
    """Write the codebook of a survey as DDI Codebook 2.5.

    Parameters
    ----------
    survey : Survey
        With or without answers.
    path : path
        File to write; never one that is there.

    Returns
    -------
    Path

    Raises
    ------
    ValumaError
        The file is there already, or cannot be written.

    Examples
    --------
    >>> import tempfile, pandas as pd
    >>> from valuma.loaders.survey_files.ddi import read_ddi
    >>> from valuma.survey import Blocks, Codebook, Survey, SurveySettings, Variable
    >>> book = Codebook([Variable("q1", "Trust", "ordered", {1.0: "low", 2.0: "high"})])
    >>> cells = pd.DataFrame({"q1": []})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_ddi(Survey(SurveySettings("ring"), cells, cells, book, Blocks()), Path(folder, "ring.xml"))
    ...     read_ddi(path.read_bytes(), path.name).variables["q1"].labels
    {1.0: 'low', 2.0: 'high'}

    Notes
    -----
    The format is DDI Codebook [1]_. Labels in every language, missing codes as categories and ranges with their sort,
    groups of questions, the weight. No answers and no frequencies: small numbers would tell of single respondents. What
    DDI has no place for stays in ``survey.toml``: roles, themes, amounts, what was promised.

    References
    ----------
    .. [1] DDI Alliance, DDI Codebook 2.5, https://ddialliance.org/Specification/DDI-Codebook/2.5/
    """
    if Path(path).exists():
        raise ValumaError(f"{os.fspath(path)} is there already; give another name or remove it")
    with atomic_write(path) as file:
        file.write(ddi_text(survey))
    return Path(path)


def ddi_text(survey: Survey) -> str:
    """Return the codebook of a survey as DDI Codebook 2.5."""
    return "\n".join(_Writer(survey).lines()) + "\n"


class _Writer:
    """Writes one survey; elements stand in the order of the schema."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.lang = survey.settings.language
        self.ids = {variable.name: f"V{place}" for place, variable in enumerate(survey.codebook, start=1)}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the document."""
        settings = self.survey.settings
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f'<codeBook xmlns="ddi:codebook:2_5" version="2.5" xml:lang={_attribute(self.lang)}>'
        yield "<stdyDscr>"
        title = settings.title.get(self.lang) or settings.id
        yield "<citation><titlStmt>"
        yield f"<titl xml:lang={_attribute(self.lang)}>{_content(title)}</titl>"
        for lang, text in settings.title.items():
            if lang != self.lang:
                yield f"<parTitl xml:lang={_attribute(lang)}>{_content(text)}</parTitl>"
        yield f"<IDNo>{_content(settings.id)}</IDNo>"
        yield "</titlStmt></citation>"
        yield from self._method()
        yield "</stdyDscr>"
        yield from self._file()
        yield "<dataDscr>"
        for number, block in enumerate(self.survey.blocks, start=1):
            if len(block.items) > 1:
                yield self._group(block, number)
        for variable in self.survey.codebook:
            yield from self._variable(variable)
        yield "</dataDscr>"
        yield "</codeBook>"

    def _method(self) -> Iterator[str]:
        settings = self.survey.settings
        said = []
        if settings.sample in _SAMPLING:
            said.append(f'<sampProc xml:lang="en">{_SAMPLING[settings.sample]}</sampProc>')
        if settings.weight:
            said.append(f'<weight xml:lang="en">{_content(f"Weight variable: {settings.weight}")}</weight>')
        else:
            # Else a reader would take a variable for the weight whose label sounds like one.
            said.append(f'<weight xml:lang="en">{NO_WEIGHT}</weight>')
        notes = ['<notes xml:lang="en">The answers are invented.</notes>'] if self.survey.synthetic else []
        if said or notes:
            yield "".join(["<method>", "<dataColl>", *said, "</dataColl>", *notes, "</method>"])

    def _file(self) -> Iterator[str]:
        rows = f"<caseQnty>{len(self.survey.answers)}</caseQnty>" if self.survey.answered else ""
        size = f"<dimensns>{rows}<varQnty>{len(self.survey.codebook)}</varQnty></dimensns>"
        yield f'<fileDscr ID="F1"><fileTxt>{size}</fileTxt></fileDscr>'

    def _group(self, block: Block, number: int) -> str:
        sort = _SORTS.get(block.kind, "other")
        kind = f"type={_attribute(sort)}" + (f" otherType={_attribute(block.kind)}" if sort == "other" else "")
        items = " ".join(self.ids[item] for item in block.items)
        label = f"<labl xml:lang={_attribute(self.lang)}>{_content(block.label)}</labl>" if block.label else ""
        return f'<varGrp ID="G{number}" name={_attribute(block.name)} {kind} var={_attribute(items)}>{label}</varGrp>'

    def _variable(self, variable: Variable) -> Iterator[str]:
        text = variable.kind == "text" or any(isinstance(code, str) and not _letter(code) for code in variable.labels)
        attributes = {
            "ID": self.ids[variable.name],
            "name": variable.name,
            "files": "F1",
            "intrvl": "contin" if variable.kind in ("numeric", "date") else "discrete",
        }
        if variable.name == self.survey.settings.weight:
            attributes["wgt"] = "wgt"
        nature = _NATURE.get(variable.kind) or ("ratio" if variable.measure == "scale" else "")
        attributes |= {"nature": nature} if nature else {}
        yield f"<var {' '.join(f'{key}={_attribute(value)}' for key, value in attributes.items())}>"
        yield from self._words("labl", {self.lang: variable.label, **variable.texts})
        if question := variable.attributes.get("question"):
            yield f"<qstn><qstnLit xml:lang={_attribute(self.lang)}>{_content(question)}</qstnLit></qstn>"
        yield from (_invalid(rule) for rule in variable.missing if rule.low != rule.high)
        if universe := variable.attributes.get("universe"):
            yield f"<universe xml:lang={_attribute(self.lang)}>{_content(universe)}</universe>"
        yield from self._categories(variable)
        form = f" formatname={_attribute(variable.format)}" if variable.format else ""
        if variable.kind == "date" and not variable.format:
            form = ' formatname="DATETIME20"'
        yield f'<varFormat type="{"character" if text else "numeric"}" schema="SPSS"{form}/>'
        yield "</var>"

    def _categories(self, variable: Variable) -> Iterator[str]:
        """Yield codes with labels, then codes that are missing without one."""
        ranges = [rule for rule in variable.missing if rule.low != rule.high]
        single = [rule.low for rule in variable.missing if rule not in ranges and rule.low not in variable.labels]
        bare = [code for code in single if not any(span.covers(code) for span in ranges)]
        for code in (*variable.labels, *bare):
            rule = variable.rule(code)
            missing = "" if rule is None else f' missing="Y" missType={_attribute(str(rule.reason))}'
            words = {self.lang: variable.labels.get(code, ""), **_of_code(variable, code)}
            labels = "".join(self._words("labl", words))
            yield f"<catgry{missing}><catValu>{_content(_code(code))}</catValu>{labels}</catgry>"

    def _words(self, tag: str, words: Mapping[str, str]) -> Iterator[str]:
        for lang, text in words.items():
            if text:
                yield f"<{tag} xml:lang={_attribute(lang)}>{_content(text)}</{tag}>"


def _of_code(variable: Variable, code: Code) -> dict[str, str]:
    return {lang: texts[code] for lang, texts in variable.value_texts.items() if code in texts}


def _invalid(rule: MissingRule) -> str:
    ends = [("min", rule.low), ("max", rule.high)]
    shown = [(name, end) for name, end in ends if not (isinstance(end, float) and math.isinf(end))]
    whole = all(float(end).is_integer() for _, end in shown)
    bounds = " ".join(f'{name}="{_code(end)}"' for name, end in shown)
    return f'<invalrng><range {bounds} UNITS="{"INT" if whole else "REAL"}"/></invalrng>'


def _letter(code: str) -> bool:
    return re.fullmatch(r"\.[A-Za-z_]", code) is not None


def _code(code: Code) -> str:
    return code if isinstance(code, str) else f"{code:.15g}"


def _content(text: str) -> str:
    return content(_NOT_XML.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoted(_NOT_XML.sub("\ufffd", text))
