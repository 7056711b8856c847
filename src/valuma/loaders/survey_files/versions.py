"""Versions of one survey in several languages: one table, with the words of each language beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from valuma.formats.guards import unusable
from valuma.loaders.survey_files.cell_columns import TEXT
from valuma.loaders.survey_files.counting import counted
from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.stated_values import plain_text
from valuma.loaders.survey_files.variable_names import VariableNames
from valuma.schema.frozen import Frozen
from valuma.survey.blocks import Block
from valuma.survey.codebook import Code, Variable, VariableKind
from valuma.survey.load_report import LoadReport
from valuma.survey.reasons import Reason

if TYPE_CHECKING:
    from valuma.schema.survey_file import SurveyFile

#: Words of one language → the same words in others; scales that surveys share.
SAME_WORDS: Sequence[Mapping[str, str]] = (
    {"fi": "kyllä", "sv": "ja", "en": "yes"},
    {"fi": "ei", "sv": "nej", "en": "no"},
    {"fi": "en osaa sanoa", "sv": "kan inte säga", "en": "cannot say"},
    {"fi": "ei osaa sanoa", "sv": "vet inte", "en": "don't know"},
    {"fi": "muu", "sv": "annat", "en": "other"},
)
_IDENTIFIERS = ("token", "id", "respondent", "vastaajatunnus", "responseid", "record_id")
_NAMED = 5


def merge_versions(versions: Mapping[str, RawSurvey], *, same_words: Iterable[Mapping[str, str]] = ()) -> RawSurvey:
    """Join versions of one survey into one.

    Parameters
    ----------
    versions : mapping of str to RawSurvey
        By language; words of the first one become those of the whole.
    same_words : iterable of mapping of str to str
        Answers that mean the same, by language: ``{"fi": "usein", "sv": "ofta"}``. Needed where a tool exports the
        words of answers instead of codes; the scales of ``survey.toml`` are such words.

    Returns
    -------
    RawSurvey
        All respondents, and a column that tells the language of the version.

    Raises
    ------
    StudyError
        There is no version.

    Notes
    -----
    Variables belong together by their names, without regard to case. Codes are joined as they are; where a code has a
    label in each version, the labels become words of the code by language. Answers in words are joined by equal words,
    then by `same_words`; what is left is kept as an answer of its own. A cell of an item that a version did not ask is
    ``not-shown``. The report names every item that is in some versions only, or differs in kind or codes.
    """
    if not versions:
        raise unusable("versions", "no version", "a file a language")
    first_language, first = next(iter(versions.items()))
    if len(versions) == 1:
        return replace(first, language=first_language)
    report = LoadReport()
    for raw in versions.values():
        report.extend(raw.report)
    file = ", ".join(raw.file for raw in versions.values())
    names = _joined_names(versions, file, report)
    words = _translations([*same_words, *SAME_WORDS], list(versions))
    merged = _Merged(versions, report, words)
    columns: dict[str, pd.Series] = {}
    variables: dict[str, Variable] = {}
    states: dict[str, pd.Series] = {}
    for name, own in names.items():
        columns[name], variables[name], states[name] = merged.variable(name, own)
    language = _free("version_language", columns)
    lengths = {lang: len(raw.values) for lang, raw in versions.items()}
    columns[language] = pd.Series(np.repeat(list(lengths), list(lengths.values())), dtype=TEXT)
    variables[language] = Variable(language, "Language of the version", "category", {lang: lang for lang in lengths})
    _report_twice(columns, lengths, file, report)
    rows = sum(lengths.values())
    return RawSurvey(
        file=file,
        format=f"{first.format} in {len(versions)} languages",
        values=pd.DataFrame(columns, index=pd.RangeIndex(rows), columns=list(columns)),
        variables=variables,
        letters=_letters(versions, names),
        states={name: state for name, state in states.items() if state.notna().any()},
        weight=next((raw.weight for raw in versions.values() if raw.weight in columns), ""),
        blocks=_blocks(versions, names),
        documents=[text for raw in versions.values() for text in raw.documents],
        language=first_language,
        fixed_kinds=frozenset(
            name for name, own in names.items() if all(own[lang] in versions[lang].fixed_kinds for lang in own)
        )
        | {language},
        report=report,
    )


def same_words_of(file: SurveyFile | None) -> list[dict[str, str]]:
    """Return the answers that the scales of ``survey.toml`` name in several languages.

    Parameters
    ----------
    file : SurveyFile, optional
        The codebook; None gives nothing.
    """
    options = [option for scale in (file.scales if file else []) for option in scale.options]
    words = [{"fi": option.fi, "sv": option.sv, "en": option.en} for option in options]
    return [{lang: text for lang, text in one.items() if text} for one in words]


def _joined_names(versions: Mapping[str, RawSurvey], file: str, report: LoadReport) -> dict[str, dict[str, str]]:
    """Name of each variable by version, under the name of the first version that has it."""
    names: dict[str, dict[str, str]] = {}
    for lang, raw in versions.items():
        known = VariableNames(names)
        for own in raw.values.columns:
            found = known.find(own)
            name = found if found is not None and lang not in names[found] else own
            names.setdefault(name, {})[lang] = own
    partly = {name: own for name, own in names.items() if len(own) < len(versions)}
    for lang in versions:
        lacking = [name for name, own in partly.items() if lang not in own]
        if lacking:
            shown = ", ".join(lacking[:_NAMED]) + (" …" if len(lacking) > _NAMED else "")
            what = f"{counted(len(lacking), 'item')} that the version {lang} does not have: {shown}"
            report.warning(file, what, "their cells are not-shown for those who answered it")
    return names


def _translations(same: Iterable[Mapping[str, str]], languages: Sequence[str]) -> dict[str, dict[str, str]]:
    """By language: its words → words of the first language that has them."""
    found: dict[str, dict[str, str]] = {lang: {} for lang in languages}
    for words in same:
        first = next((words[lang] for lang in languages if words.get(lang)), "")
        for lang in languages:
            if words.get(lang) and first:
                found[lang].setdefault(plain_text(words[lang]), first)
    return found


class _Merged:
    """Joins one variable after the other."""

    def __init__(
        self, versions: Mapping[str, RawSurvey], report: LoadReport, words: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._versions, self._report, self._words = versions, report, words

    def variable(self, name: str, own: Mapping[str, str]) -> tuple[pd.Series, Variable, pd.Series]:
        """Return cells, description and states of one variable."""
        parts = {lang: self._versions[lang].values[column] for lang, column in own.items()}
        about = {lang: self._versions[lang].variables[column] for lang, column in own.items()}
        parts, about = self._one_type(name, parts, about)
        variable = self._described(name, about)
        if _in_words(variable):
            parts, variable = self._one_scale(name, parts, about, variable)
        cells, states = [], []
        for lang, raw in self._versions.items():
            rows = len(raw.values)
            if lang in parts:
                cells.append(parts[lang])
                state = raw.states.get(own[lang])
                states.append(pd.Series(None, index=range(rows), dtype=object) if state is None else state)
            else:
                like = next(iter(parts.values()))
                cells.append(pd.Series(np.nan, index=range(rows)).astype(like.dtype) if like.dtype.kind == "f"
                             else pd.Series([None] * rows, dtype=like.dtype))  # fmt: skip
                states.append(pd.Series([str(Reason.NOT_SHOWN)] * rows, dtype=object))
        filled = [part for part in cells if len(part)] or cells[:1]
        return pd.concat(filled, ignore_index=True), variable, pd.concat(states, ignore_index=True).astype(object)

    def _one_type(
        self, name: str, parts: dict[str, pd.Series], about: dict[str, Variable]
    ) -> tuple[dict[str, pd.Series], dict[str, Variable]]:
        """Bring the cells of all versions to one type; columns without cells have any."""
        kinds = {lang: part.dtype.kind for lang, part in parts.items() if part.notna().any()}
        wanted = next(iter(kinds.values()), next(iter(parts.values())).dtype.kind)
        mixed = len({"t" if kind not in "fM" else kind for kind in kinds.values()}) > 1
        if mixed:
            shown = ", ".join(f"{lang}: {_sort(kind)}" for lang, kind in kinds.items())
            self._report.warning(name, f"versions that hold different things ({shown})", "joined as text")
        found = {}
        for lang, part in parts.items():
            if mixed:
                found[lang] = _as_text(part)
            elif lang not in kinds and wanted == "f":
                found[lang] = pd.Series(np.nan, index=range(len(part)))
            elif lang not in kinds and wanted == "M":
                found[lang] = pd.Series(np.full(len(part), np.datetime64("NaT"), dtype="datetime64[s]"))
            else:
                found[lang] = part if wanted in "fM" else part.astype(TEXT)
        if mixed:
            about = {lang: replace(one, kind="text", labels=Frozen(), missing=()) for lang, one in about.items()}
        return found, about

    def _described(self, name: str, about: Mapping[str, Variable]) -> Variable:
        """One description: words by language, labels of the first version that has them."""
        first = next(iter(about.values()))
        texts: dict[str, str] = {}
        value_texts: dict[str, dict[Code, str]] = {}
        labels: dict[Code, str] = {}
        for lang, one in about.items():
            texts |= {other: text for other, text in one.texts.items() if other not in texts}
            texts[lang] = one.texts.get(lang) or one.label
            for other, known in one.value_texts.items():
                value_texts[other] = {**known, **value_texts.get(other, {})}
            if one.labels and not _in_words(one):
                value_texts[lang] = {**value_texts.get(lang, {}), **(one.value_texts.get(lang) or one.labels)}
            labels |= {code: text for code, text in one.labels.items() if code not in labels}
        self._compare(name, about)
        return replace(
            first,
            name=name,
            kind=_kind([one.kind for one in about.values()]),
            labels=Frozen(labels),
            texts=Frozen(texts),
            value_texts=Frozen(value_texts),
            missing=tuple(dict.fromkeys(rule for one in about.values() for rule in one.missing)),
        )

    def _compare(self, name: str, about: Mapping[str, Variable]) -> None:
        coded = {lang: set(one.labels) for lang, one in about.items() if one.labels and not _in_words(one)}
        if len(coded) > 1 and len(set(map(frozenset, coded.values()))) > 1:
            common = set.intersection(*coded.values())
            shown = "; ".join(
                f"{lang}: {', '.join(sorted(_shown(code) for code in codes - common)) or 'none'}"
                for lang, codes in coded.items()
            )
            self._report.warning(name, f"codes that not all versions have ({shown})", "all of them kept")

    def _one_scale(
        self, name: str, parts: dict[str, pd.Series], about: Mapping[str, Variable], variable: Variable
    ) -> tuple[dict[str, pd.Series], Variable]:
        """Join answers in words: equal ones, then those that are known to mean the same."""
        canonical: dict[str, str] = {}
        texts: dict[str, dict[Code, str]] = {}
        strange: dict[str, list[str]] = {}
        found = {}
        for k, (lang, part) in enumerate(parts.items()):
            turned: dict[str, str] = {}
            for word in [*map(str, about[lang].labels), *map(str, part.dropna().unique())]:
                if word in turned:
                    continue
                meant = self._words[lang].get(plain_text(word), word)
                known = canonical.get(plain_text(meant))
                if known is None:
                    known = canonical.setdefault(plain_text(meant), meant if k else word)
                    if k and meant == word:
                        strange.setdefault(lang, []).append(word)
                turned[word] = known
                texts.setdefault(lang, {})[known] = word
            found[lang] = part.map(turned, na_action="ignore").astype(TEXT)
        if strange:
            what = "answers of some versions without the same answer in the first: " + "; ".join(
                f"{lang}: {len(words)}" for lang, words in strange.items()
            )
            done = "kept as answers of their own; a scale with fi, sv and en in survey.toml joins them"
            self._report.warning(name, what, done)
        labels: dict[Code, str] = {word: word for word in canonical.values()}
        return found, replace(variable, labels=Frozen(labels), value_texts=Frozen(texts))


def _in_words(variable: Variable) -> bool:
    """Whether the codes of a variable are the words of its answers."""
    return bool(variable.labels) and all(code == label for code, label in variable.labels.items())


def _kind(kinds: Sequence[VariableKind]) -> VariableKind:
    return next((kind for kind in kinds if kind in ("category", "ordered")), kinds[0])


def _sort(kind: str) -> str:
    return {"f": "numbers", "M": "dates"}.get(kind, "texts")


def _shown(code: Code) -> str:
    return code if isinstance(code, str) else f"{code:g}"


def _as_text(part: pd.Series) -> pd.Series:
    if part.dtype.kind == "f":
        return part.map(lambda cell: f"{cell:.15g}", na_action="ignore").astype(TEXT)
    return part.dt.strftime("%Y-%m-%d %H:%M:%S").astype(TEXT) if part.dtype.kind == "M" else part.astype(TEXT)


def _free(name: str, taken: Mapping[str, object]) -> str:
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _report_twice(columns: Mapping[str, pd.Series], lengths: Mapping[str, int], file: str, report: LoadReport) -> None:
    """People who answered in two languages, as far as a token tells."""
    for name, column in columns.items():
        if name.casefold() not in _IDENTIFIERS or name.casefold() in ("id", "record_id"):
            continue
        again = int(column.dropna().duplicated().sum())
        if again:
            report.warning(
                f"{file}, {name}", f"{counted(again, 'respondent')} in more than one version", "all rows kept"
            )


def _letters(versions: Mapping[str, RawSurvey], names: Mapping[str, Mapping[str, str]]) -> dict[str, pd.Series]:
    found = {}
    for name, own in names.items():
        if any(own.get(lang) in raw.letters for lang, raw in versions.items()):
            parts = [
                raw.letters.get(own.get(lang, ""), pd.Series(None, index=range(len(raw.values)), dtype=object))
                for lang, raw in versions.items()
            ]
            found[name] = pd.concat(parts, ignore_index=True)
    return found


def _blocks(versions: Mapping[str, RawSurvey], names: Mapping[str, Mapping[str, str]]) -> list[Block]:
    """Blocks of the first version, and those of others that it does not have."""
    joined = {(lang, column): name for name, own in names.items() for lang, column in own.items()}
    found: dict[str, Block] = {}
    taken: set[str] = set()
    for lang, raw in versions.items():
        for block in raw.blocks:
            items = tuple(joined[lang, item] for item in block.items if (lang, item) in joined)
            same = next((one for one in found.values() if set(one.items) & set(items) and one.kind == block.kind), None)
            if same is not None:
                more = tuple(item for item in items if item not in taken)
                found[same.name] = replace(same, items=(*same.items, *more))
            elif items and block.name not in found:
                found[block.name] = replace(block, items=items)
            taken |= set(items)
    return list(found.values())
