"""Variables of a DDI codebook: labels, categories, missing codes, kinds."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from valuma.loaders.survey_files.ddi.elements import children, text_of, texts
from valuma.loaders.survey_files.missing import reason_of
from valuma.loaders.survey_files.variable_names import plain_name
from valuma.survey.codebook import Code, MissingRule, Variable, VariableKind
from valuma.survey.reasons import Reason

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?")
#: Names under which codebooks list cells that are empty.
_SYSTEM = frozenset({"sysmiss", "system", ".", "sysmis"})
#: Letters that mark missing cells in Stata and SAS.
_LETTER = re.compile(r"\.[A-Za-z_]")
_REASONS = {str(reason): reason for reason in Reason}
_BRACKET = re.compile(r"\[([^\]]+)\]\s*(\S.*)", re.DOTALL)
_MEASURES = {"nominal": "nominal", "ordinal": "ordinal", "interval": "scale", "ratio": "scale", "percent": "scale"}
_DATE_FORMAT = re.compile(r"(?:[AEJS]?DATE|DATETIME|YMDHMS|MOYR|QYR|WKYR|%t[cdwmqh])", re.IGNORECASE)


class VariableReader:
    """Reads one variable after the other.

    Parameters
    ----------
    language : str
        Language of texts that state none.

    Attributes
    ----------
    made : list of str
        Names read so far.
    weights : list of str
        Variables that the codebook marks as weights, or names as the weight of others.
    counts : dict of code to int
        Frequencies of the variable that was read last.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.made: list[str] = []
        self.weights: list[str] = []
        self.counts: dict[Code, int] = {}

    def read(self, element: Element) -> Variable | None:
        """Return a variable; None where it has no name."""
        name = unicodedata.normalize("NFC", (element.get("name") or element.get("ID") or "").strip())
        if not name:
            return None
        self.made.append(name)
        if element.get("wgt") == "wgt":
            self.weights.append(name)
        is_text = _is_text(element)
        labels, by_language, missing = self._categories(element, is_text)
        words = {lang: _without_name(text, name) for lang, text in self._labels(element).items()}
        asked = self._question(element)
        words = words or asked
        format_ = element.find("varFormat")
        return Variable(
            name,
            words.get(self.language) or next(iter(words.values()), ""),
            _kind(element, labels, missing, is_text),
            labels,
            missing,
            texts=words if len(words) > 1 else {},
            value_texts=by_language if len(by_language) > 1 else {},
            measure=_MEASURES.get(element.get("nature", ""), ""),
            format="" if format_ is None else format_.get("formatname", ""),
            attributes=self._attributes(element, asked, words),
        )

    def _labels(self, element: Element) -> dict[str, str]:
        return texts(element, "labl", self.language)

    def _question(self, element: Element) -> dict[str, str]:
        """Return the question in words by language: what is read before the answer is given."""
        asked: dict[str, str] = {}
        for question in children(element, "qstn"):
            for tag in ("preQTxt", "qstnLit"):
                for lang, text in texts(question, tag, self.language).items():
                    asked[lang] = f"{asked[lang]} {text}" if lang in asked else text
            if not len(question) and (text := text_of(question)):
                asked.setdefault(self.language, text)
        return asked

    def _attributes(self, element: Element, asked: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
        """Return the question and who was asked it, where the label does not say so already."""
        found: dict[str, str] = {}
        question = asked.get(self.language) or next(iter(asked.values()), "")
        if question and question not in words.values():
            found["question"] = question
        universe = texts(element, "universe", self.language)
        if said := universe.get(self.language) or next(iter(universe.values()), ""):
            found["universe"] = said
        return found

    def _categories(
        self, element: Element, is_text: bool
    ) -> tuple[dict[Code, str], dict[str, dict[Code, str]], tuple[MissingRule, ...]]:
        """Return labels, labels by language, and the union of missing categories and invalid ranges."""
        self.counts = {}
        listed = [(text_of(category.find("catValu")), category) for category in children(element, "catgry")]
        listed = [(value, category) for value, category in listed if value and value.casefold() not in _SYSTEM]
        numeric = not is_text and all(_NUMBER.fullmatch(value) or _LETTER.fullmatch(value) for value, _ in listed)
        labels: dict[Code, str] = {}
        by_language: dict[str, dict[Code, str]] = {}
        missing: dict[tuple[Code, Code], MissingRule] = {}
        for value, category in listed:
            code: Code = _number(value) if numeric and not _LETTER.fullmatch(value) else value
            words = texts(category, "labl", self.language)
            label = words.get(self.language) or next(iter(words.values()), "")
            if label or category.get("missing") != "Y":
                labels.setdefault(code, label)
            for lang, text in words.items():
                by_language.setdefault(lang, {})[code] = text
            if category.get("missing") == "Y":
                reason = _REASONS.get(category.get("missType", "")) or reason_of(label)
                missing[(code, code)] = MissingRule(code, code, label, reason)
            count = _frequency(category)
            if count is not None:
                self.counts[code] = count
        for low, high in _invalid(element, numeric):
            label = labels.get(low, "") if low == high else ""
            missing.setdefault((low, high), MissingRule(low, high, label, reason_of(label)))
        order = sorted(labels, key=_place) if numeric else list(labels)
        return {code: labels[code] for code in order}, by_language, tuple(missing.values())


def _place(code: Code) -> tuple[bool, float, str]:
    """Sort numbers before letters."""
    return (True, 0.0, code) if isinstance(code, str) else (False, code, "")


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _without_name(label: str, name: str) -> str:
    """Take the name in brackets, with which some archives begin every label, from a label."""
    found = _BRACKET.fullmatch(label)
    return found.group(2) if found and plain_name(found.group(1)) == plain_name(name) else label


def _is_text(element: Element) -> bool:
    format_ = element.find("varFormat")
    return (format_ is not None and format_.get("type") == "character") or element.get("representationType") == "text"


def _kind(
    element: Element, labels: Mapping[Code, str], missing: tuple[MissingRule, ...], is_text: bool
) -> VariableKind:
    format_ = element.find("varFormat")
    name = "" if format_ is None else format_.get("formatname", "")
    if element.get("representationType") == "datetime" or _DATE_FORMAT.match(name):
        return "date"
    proper = [code for code in labels if not any(rule.covers(code) for rule in missing)]
    if proper and element.get("intrvl") != "contin":
        return "ordered" if element.get("nature") == "ordinal" else "category"
    return "text" if is_text else "numeric"


def _frequency(category: Element) -> int | None:
    """Return how often a category occurs, unweighted; statistics without a type are frequencies."""
    for statistic in children(category, "catStat"):
        if statistic.get("type", "freq") == "freq" and statistic.get("wgtd", "not-wgtd") != "wgtd":
            digits = text_of(statistic)
            return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None
    return None


def _invalid(element: Element, numeric: bool) -> list[tuple[Code, Code]]:
    """Return first and last code of each item and range that the codebook calls invalid."""
    found: list[tuple[Code, Code]] = []
    for invalid in children(element, "invalrng"):
        for item in children(invalid, "item"):
            value = item.get("VALUE", "").strip()
            if value and value.casefold() not in _SYSTEM:
                code: Code | None = (_bound(value, 0.0) if _NUMBER.fullmatch(value) else None) if numeric else value
                found += [(code, code)] if code is not None else []
        for span in children(invalid, "range"):
            whole = span.get("UNITS", "INT") == "INT"
            low, high = _bound(span.get("min", ""), -math.inf), _bound(span.get("max", ""), math.inf)
            if (text := span.get("minExclusive")) is not None:
                low = _beside(_bound(text, -math.inf), math.inf, whole)
            if (text := span.get("maxExclusive")) is not None:
                high = _beside(_bound(text, math.inf), -math.inf, whole)
            if numeric and low <= high and (low, high) != (-math.inf, math.inf):
                found.append((low, high))
    return found


def _bound(text: str, default: float) -> float:
    return _number(text) if _NUMBER.fullmatch(text.strip()) else default


def _beside(value: float, way: float, whole: bool) -> float:
    """Return the number next to an excluded one."""
    if math.isinf(value):
        return value
    return value + math.copysign(1, way) if whole and value.is_integer() else math.nextafter(value, way)
