"""What a ``survey.toml`` must hold beyond the form of its keys: names that meet, each thing once, words that exist."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from valuma.loaders.survey_files.stated_values import plain_text
from valuma.loaders.survey_files.survey_toml_form import check_form
from valuma.loaders.survey_files.survey_toml_scales import ScaleReading, shown_code
from valuma.loaders.survey_files.variable_names import VariableNames, plain_name
from valuma.schema.problems import Problems, nearest
from valuma.schema.survey_file import RESPONDENT_ROLES, Item, Scale, SurveyFile
from valuma.schema.toml import Toml
from valuma.schema.vocabularies import Kind, SurveyRole, Tier

#: Words that the options of an item of this role stand for.
_WORDS: dict[SurveyRole | None, tuple[Iterable[str], str]] = {
    SurveyRole.KIND: (Kind, "a kind of organisation"),
    SurveyRole.TIER: (Tier, "a tier"),
    SurveyRole.RESPONDENT_ROLE: (RESPONDENT_ROLES, "a position of a respondent"),
}
#: A survey has one variable of each of these at most.
_ONCE = (SurveyRole.RESPONDENT, SurveyRole.WEIGHT, SurveyRole.ORGANISATION, SurveyRole.RESPONDENT_ROLE)
_WITHOUT_SCALE = ("text", "date")


@dataclass(frozen=True)
class _Place:
    """Where problems of one file go."""

    name: str
    toml: Toml | None
    problems: Problems

    def error(self, key: str, found: str, expected: str, hint: str = "") -> None:
        row = self.toml.line(key) if self.toml else None
        self.problems.error(self.name, found, expected, row=row, column=key, hint=hint)

    def line(self, key: str) -> str:
        row = self.toml.line(key) if self.toml else None
        return f"row {row}" if row else key


def check_file(file: SurveyFile, toml: Toml | None, name: str, problems: Problems) -> None:
    """Check a ``survey.toml`` in itself.

    Parameters
    ----------
    file : SurveyFile
        Keys of the right form.
    toml : Toml, optional
        For lines.
    name : str
        How the file is named in problems.
    problems : Problems
        Grows by one error a thing that is wrong.
    """
    place = _Place(name, toml, problems)
    scales = {scale.name: scale for scale in file.scales}
    _check_once(place, "items", [item.name for item in file.items])
    _check_once(place, "scales", [scale.name for scale in file.scales], exact=True)
    _check_once(place, "blocks", [block.name for block in file.blocks], exact=True)
    for number, scale in enumerate(file.scales, start=1):
        _check_scale(place, f"scales[{number}]", scale)
    for number, item in enumerate(file.items, start=1):
        _check_item(place, f"items[{number}]", item, scales)
    _check_roles(place, file)
    _check_blocks(place, file)
    _check_population(place, file, scales)
    check_form(file, toml, name, problems)


def _check_once(place: _Place, table: str, names: list[str], *, exact: bool = False) -> None:
    first: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        key = name if exact else plain_name(name)
        if key in first:
            again = f"{table}[{first[key]}].name"
            place.error(f"{table}[{number}].name", f"{name!r} once more", "every name once", f"see {place.line(again)}")
        first.setdefault(key, number)


def _check_scale(place: _Place, path: str, scale: Scale) -> None:
    seen: set[tuple[float | str, float | None]] = set()
    for number, option in enumerate(scale.options, start=1):
        key = f"{path}.options[{number}].code"
        code = option.code if isinstance(option.code, str) else float(option.code)
        if (isinstance(code, float) and math.isnan(code)) or code == "":
            place.error(key, repr(option.code), "a code")
        elif (code, option.to) in seen:
            place.error(key, f"the code {shown_code(code)} once more", "every code once in a scale")
        seen.add((code, option.to))
        if option.to is None:
            continue
        key = f"{path}.options[{number}].to"
        if isinstance(code, str) or not option.to > code:
            place.error(key, f"a range from {option.code!r} to {option.to!r}", "numbers, the smaller one first")
        elif not option.missing:
            place.error(key, "a range of codes that is an answer", "a range only with the key 'missing'")


def _check_item(place: _Place, path: str, item: Item, scales: dict[str, Scale]) -> None:
    if not item.scale:
        return
    if item.scale not in scales:
        hint = nearest(item.scale, scales)
        place.error(f"{path}.scale", repr(item.scale), "the name of a scale of [[scales]]", hint)
        return
    if item.kind in _WITHOUT_SCALE:
        place.error(f"{path}.kind", f"{item.kind!r} with a scale", "an item with a scale to be a number or a category")
    if item.role not in _WORDS:
        return
    vocabulary, what = _WORDS[item.role]
    words = [str(word) for word in vocabulary]
    where = [scale.name for scale in scales.values()].index(item.scale) + 1
    for number, option in enumerate(scales[item.scale].options, start=1):
        if option.word and option.word not in words:
            key = f"scales[{where}].options[{number}].word"
            place.error(key, f"{option.word!r} in the scale of {item.name!r}", what, nearest(option.word, words))


def _check_roles(place: _Place, file: SurveyFile) -> None:
    for role in _ONCE:
        of_role = [number for number, item in enumerate(file.items, start=1) if item.role is role]
        for number in of_role[1:]:
            hint = f"see {place.line(f'items[{of_role[0]}].role')}"
            place.error(f"items[{number}].role", f"the role {str(role)!r} once more", "one item of that role", hint)
    for key, role in (("weight", SurveyRole.WEIGHT), ("respondent", SurveyRole.RESPONDENT)):
        stated = getattr(file, key)
        other = next((item.name for item in file.items if item.role is role), stated)
        if stated and plain_name(other) != plain_name(stated):
            place.error(key, repr(stated), f"the item with the role {str(role)!r}, {other!r}, or no such key")


def _check_blocks(place: _Place, file: SurveyFile) -> None:
    names = {block.name for block in file.blocks}
    owner: dict[str, str] = {}
    for number, block in enumerate(file.blocks, start=1):
        path = f"blocks[{number}]"
        for item in block.items:
            key = plain_name(item)
            if key in owner:
                other = "the same block" if owner[key] == block.name else f"the block {owner[key]!r}"
                place.error(f"{path}.items", f"{item!r}, which is in {other} already", "every variable in one block")
            owner.setdefault(key, block.name)
        if block.of and block.of not in names:
            place.error(f"{path}.of", repr(block.of), "the name of a block", nearest(block.of, names - {block.name}))
        elif block.of == block.name:
            place.error(f"{path}.of", repr(block.of), "another block")
        if block.of and block.kind != "other-specify":
            place.error(f"{path}.of", f"a block of the kind {block.kind!r}", "'of' only for the kind 'other-specify'")
        if block.counted is not None and block.kind != "multiple-dichotomies":
            expected = "'counted' only for the kind 'multiple-dichotomies'"
            place.error(f"{path}.counted", f"a block of the kind {block.kind!r}", expected)


def _check_population(place: _Place, file: SurveyFile, scales: dict[str, Scale]) -> None:
    """Check that every stratum with a size exists, as far as the scales tell."""
    strata = _strata(file)
    if len(file.population) > 1 and not strata:
        place.error("population", "sizes of strata", "'strata' or an item with the role 'stratum'")
    items = {plain_name(item.name): item for item in file.items}
    known = [scales.get(items[plain_name(name)].scale) if plain_name(name) in items else None for name in strata]
    words = [list(_stratum_words(scale, file.language)) if scale else [] for scale in known]
    for key in file.population:
        parts = [part.strip() for part in key.split("/")] if len(strata) > 1 else [key]
        if len(parts) != len(strata) or not strata:
            continue
        for part, name, options in zip(parts, strata, words, strict=True):
            if options and plain_text(part) not in map(plain_text, options):
                expected = f"{part!r} to be an answer of {name!r}"
                place.error(f"population.{key}", f"the stratum {key!r}", expected, nearest(part, options))


def _stratum_words(scale: Scale, language: str) -> Iterator[str]:
    """Yield every word by which ``population`` may name the strata of a scale: labels, words, codes."""
    for code, option in ScaleReading(scale, language, numeric=False).options:
        if not option.missing:
            yield from (text for text in (option.fi, option.sv, option.en, option.word) if text)
            yield shown_code(code)


def _strata(file: SurveyFile) -> list[str]:
    return file.strata or [item.name for item in file.items if item.role is SurveyRole.STRATUM]


def check_names(
    file: SurveyFile, toml: Toml | None, name: str, names: VariableNames, problems: Problems, *, of: str = ""
) -> None:
    """Check that every variable that a ``survey.toml`` names exists.

    Parameters
    ----------
    file : SurveyFile
        Codebook and settings.
    toml : Toml, optional
        For lines.
    name : str
        How the file is named in problems.
    names : VariableNames
        Variables of the answers; for a survey without answers, the items.
    problems : Problems
        Grows by one error a name, with the nearest one.
    of : str
        File of the answers, for the words of the errors.
    """
    place = _Place(name, toml, problems)
    expected = f"a variable of {of}" if of else "an item"
    named = [(f"items[{number}].name", item.name) for number, item in enumerate(file.items, start=1)]
    named += [(f"blocks[{n}].items", item) for n, block in enumerate(file.blocks, start=1) for item in block.items]
    named += [(key, getattr(file, key)) for key in ("weight", "respondent") if getattr(file, key)]
    named += [("strata", stratum) for stratum in file.strata]
    for key, variable in named:
        if names.find(variable) is None:
            place.error(key, repr(variable), expected, nearest(variable, names.names))
