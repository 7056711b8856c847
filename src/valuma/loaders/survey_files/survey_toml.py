"""``survey.toml``: the codebook and settings of a survey, laid over what its files say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from valuma.loaders.survey_files.raw import RawSurvey
from valuma.loaders.survey_files.stated_values import plain_text, read_as_stated
from valuma.loaders.survey_files.survey_toml_checks import check_file, check_names
from valuma.loaders.survey_files.survey_toml_form import mark_not_shown
from valuma.loaders.survey_files.survey_toml_rest import by_line, is_of_rest, usable_rest
from valuma.loaders.survey_files.survey_toml_scales import ScaleReading, rules_beside
from valuma.loaders.survey_files.variable_names import VariableNames, plain_name
from valuma.schema.problems import Problems
from valuma.schema.survey_file import Item, SurveyFile
from valuma.schema.text_file import read_bytes
from valuma.schema.toml import Toml, parse_toml, validate
from valuma.schema.vocabularies import Language, SurveyRole
from valuma.survey.blocks import Block
from valuma.survey.codebook import Code, Codebook, Variable, VariableKind
from valuma.survey.settings import Privacy, SampleKind, SurveySettings

_ABOUT = ("theme", "network", "partner", "tier", "fee_rule", "unit", "item", "membership_role")
_LANGUAGES = tuple(str(language) for language in Language)


def read_survey_file(
    path: str | Path, *, beside: Callable[[SurveyFile, Problems], None] | None = None
) -> tuple[SurveyFile, Toml]:
    """Read a ``survey.toml`` and check what can be checked without the answers.

    Parameters
    ----------
    path : str or Path
        The file.
    beside : callable, optional
        Looks at the files that a ``survey.toml`` with errors names, and adds what is wrong with them.

    Returns
    -------
    SurveyFile
        Codebook and settings.
    Toml
        The plain values and the line of each key, for `overlay`.

    Raises
    ------
    StudyError
        Everything that is wrong at once: no TOML, unknown keys, values of another kind, items, scales and blocks that
        are there twice or are named but missing, words that no vocabulary has, strata without a variable.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "survey.toml")
    ...     _ = path.write_text('''id = "ring-survey"
    ... title = { fi = "Kysely", sv = "Enkät", en = "Survey" }
    ... [[items]]
    ... name = "q1"
    ... scale = "agreement"''', encoding="utf-8")
    ...     read_survey_file(path)
    Traceback (most recent call last):
    ...
    valuma.schema.problems.StudyError: survey.toml cannot be used: 1 error
    error: survey.toml, row 5, items[1].scale: found 'agreement'; expected the name of a scale of [[scales]]
    """
    path = Path(path)
    problems = Problems()
    data = read_bytes(path, path.name, problems)
    toml = parse_toml(data, path.name, problems) if data is not None else None
    file = validate(toml, SurveyFile, path.name, problems) if toml is not None else None
    if toml is not None:
        # What is wrong in form is left out, so that the rest is still looked at in the same run.
        rest = file or usable_rest(toml, problems)
        if rest is not None:
            more = Problems()
            check_file(rest, toml, path.name, more)
            if beside is not None and (problems.errors or more.errors):
                beside(rest, more)
            problems.extend(one for one in more if not is_of_rest(one))
    problems = by_line(problems, toml)
    problems.raise_if_errors(f"{path.name} cannot be used")
    assert file is not None
    assert toml is not None
    return file, toml


def settings_of(file: SurveyFile) -> SurveySettings:
    """Return the settings that a ``survey.toml`` states.

    Parameters
    ----------
    file : SurveyFile
        As read by `read_survey_file`.

    Returns
    -------
    SurveySettings
        ``sample`` is ``open-link`` where the invited are unknown, ``census`` where all were, else ``invited``.
        Variables of a role are taken from the items where the file does not name them itself.
    """
    samples: Mapping[str, SampleKind] = {"unknown": "open-link", "all": "census"}
    spelled = _spelled(file)
    strata = [item.name for item in file.items if item.role is SurveyRole.STRATUM]
    return SurveySettings(
        id=file.id,
        title=dict(file.title),
        year=file.year,
        source_id=file.source,
        synthetic=file.synthetic,
        language=file.language,
        sample=samples.get(file.invited, "invited"),
        weight=spelled.get(plain_name(file.weight), "") or _named(file, SurveyRole.WEIGHT),
        respondent=spelled.get(plain_name(file.respondent), "") or _named(file, SurveyRole.RESPONDENT),
        organisation=_named(file, SurveyRole.ORGANISATION),
        strata=tuple(spelled[plain_name(name)] for name in file.strata or strata),
        population=dict(file.population),
        privacy=Privacy(**dict(file.privacy)),
    )


def _named(file: SurveyFile, role: SurveyRole) -> str:
    return next((item.name for item in file.items if item.role is role), "")


def codebook_of(file: SurveyFile, toml: Toml | None = None, *, name: str = "survey.toml") -> Codebook:
    """Return the codebook of a survey that has no answers yet.

    Parameters
    ----------
    file : SurveyFile
        As read by `read_survey_file`.
    toml : Toml, optional
        For the lines of errors.
    name : str, default "survey.toml"
        How the file is named in errors.

    Returns
    -------
    Codebook
        One variable an item, in their order.

    Raises
    ------
    StudyError
        A block, the weight, the token or a stratum names a variable that is no item.
    """
    problems = Problems()
    check_names(file, toml, name, VariableNames(item.name for item in file.items), problems)
    problems.raise_if_errors(f"{name} cannot be used")
    scales = {scale.name: scale for scale in file.scales}
    blocks = {item: block.name for block in file.blocks for item in block.items}
    variables = []
    for item in file.items:
        scale = scales.get(item.scale)
        reading = ScaleReading(scale, file.language, numeric=False) if scale else None
        made = _variable(Variable(item.name, kind=_default_kind(item)), item, reading, file)
        variables.append(replace(made, block=blocks.get(item.name, "")))
    return Codebook(variables)


def _default_kind(item: Item) -> VariableKind:
    """Return the kind of an item that states neither kind nor scale."""
    texts = (SurveyRole.OPEN_TEXT, SurveyRole.ORGANISATION, SurveyRole.RESPONDENT)
    return "text" if item.role in texts else "numeric"


def overlay(
    raw: RawSurvey, file: SurveyFile, toml: Toml | None, problems: Problems, *, name: str = "survey.toml"
) -> RawSurvey:
    """Lay a ``survey.toml`` over what a file of answers says; where they differ, ``survey.toml`` holds.

    Parameters
    ----------
    raw : RawSurvey
        As a reader returned it.
    file : SurveyFile
        Codebook and settings.
    toml : Toml, optional
        For the lines of errors.
    problems : Problems
        Grows by one error an item, block, weight or stratum of which the answers know nothing, with the nearest
        name. A difference in case alone is none: variables are then called as ``survey.toml`` spells them.
    name : str, default "survey.toml"
        How the file is named in errors.

    Returns
    -------
    RawSurvey
        Texts, labels, missing codes, kinds, roles as stated. Texts of answer options have become their codes. Codes
        that only the file declares missing stay so; blocks of the file that share a variable with a stated block
        give way. All of this is in the report.
    """
    check_names(file, toml, name, VariableNames(raw.variables), problems, of=raw.file)
    scales = {scale.name: scale for scale in file.scales}
    result = _as_spelled(raw, file, name)
    for number, item in enumerate(file.items, start=1):
        if item.name not in result.variables:
            continue
        scale = scales.get(item.scale)
        numeric = result.values[item.name].dtype.kind in "fiub"
        reading = ScaleReading(scale, file.language, numeric) if scale else None
        wrong = [code for code, _ in reading.options if isinstance(code, str)] if reading and numeric else []
        if wrong:
            key = f"items[{number}].scale"
            shown = f"scale {item.scale!r} with the code {wrong[0]!r}"
            expected = f"numbers, as in the variable {item.name!r} of {raw.file}"
            problems.error(name, shown, expected, row=toml.line(key) if toml else None, column=key)
            continue
        _lay_item(result, item, reading, file)
    result.blocks = _blocks(result, file, name)
    mark_not_shown(result, file)
    return result


def _as_spelled(raw: RawSurvey, file: SurveyFile, name: str) -> RawSurvey:
    """Return a copy in which variables have the names by which ``survey.toml`` calls them."""
    names = VariableNames(raw.variables)
    called = {found: stated for stated in _spelled(file).values() if (found := names.find(stated)) is not None}
    other = {found: stated for found, stated in called.items() if found != stated}
    if other:
        shown = ", ".join(f"{found!r} is {stated!r}" for found, stated in list(other.items())[:3])
        what = f"variables that {name} spells otherwise: {shown}" + (" …" if len(other) > 3 else "")
        raw.report.note(raw.file, what, f"called as in {name}")

    def new(variable: str) -> str:
        return other.get(variable, variable)

    return replace(
        raw,
        values=raw.values.rename(columns=other) if other else raw.values.copy(deep=False),
        variables={new(old): replace(variable, name=new(old)) for old, variable in raw.variables.items()},
        letters={new(old): cells for old, cells in raw.letters.items()},
        states={new(old): cells for old, cells in raw.states.items()},
        weight=new(raw.weight),
        blocks=[replace(block, items=tuple(map(new, block.items))) for block in raw.blocks],
        fixed_kinds=frozenset(map(new, raw.fixed_kinds)),
        language=file.language,
    )


def _spelled(file: SurveyFile) -> dict[str, str]:
    """Return every variable that a file names, by its plain name, as the file spells it first."""
    named = [item.name for item in file.items]
    named += [item for block in file.blocks for item in block.items]
    named += [*file.strata, file.weight, file.respondent]
    spelled: dict[str, str] = {}
    for variable in filter(None, named):
        spelled.setdefault(plain_name(variable), variable)
    return spelled


def _lay_item(raw: RawSurvey, item: Item, reading: ScaleReading | None, file: SurveyFile) -> None:
    """Change one variable and its column as its item says."""
    old = raw.variables[item.name]
    made = _variable(old, item, reading, file)
    read_as_stated(raw, made, reading.by_text if reading else {}, stated=item.kind is not None)
    if reading is not None:
        kept = rules_beside(reading.answers, old.missing)
        if kept != old.missing:
            what = (
                f"codes among the missing ones ({', '.join(map(str, old.missing))}) that survey.toml lists as answers"
            )
            raw.report.warning(f"{raw.file}, {item.name}", what, "taken as answers")
        stated = reading.missing()
        made = replace(made, missing=(*stated, *(rule for rule in kept if rule not in stated)))
    raw.variables[item.name] = made
    if item.kind is not None or (reading is not None and reading.answers):
        raw.fixed_kinds = raw.fixed_kinds | {item.name}


def _variable(old: Variable, item: Item, reading: ScaleReading | None, file: SurveyFile) -> Variable:
    """Return a variable with everything that its item and scale state."""
    texts = {**old.texts, **{lang: getattr(item, lang) for lang in _LANGUAGES if getattr(item, lang)}}
    made = replace(
        old,
        label=getattr(item, file.language) or old.label or next(iter(texts.values()), ""),
        kind=item.kind or old.kind,
        role=str(item.role) if item.role else old.role,
        texts=texts,
        about={**old.about, **{key: str(value) for key in _ABOUT if (value := getattr(item, key))}},
        attribution=str(item.attribution) if item.attribution else old.attribution,
        personal=old.personal if item.personal is None else item.personal,
    )
    if reading is None:
        return made
    labels = reading.labels(old.labels)
    given = {lang: {**old.value_texts.get(lang, {}), **reading.texts(lang)} for lang in _LANGUAGES}
    # Answers that stood in the file as words are codes by now.
    known = reading.by_text
    words_alone: set[Code] = {code for code in old.labels if isinstance(code, str) and plain_text(code) in known}
    words_alone -= set(labels)
    words = {code: option.word for code, option in reading.options if option.word}
    amounts = {code: float(option.amount) for code, option in reading.options if option.amount is not None}
    scaled: VariableKind = "ordered" if reading.scale.ordered else "category"
    return replace(
        made,
        kind=item.kind or (scaled if reading.answers else old.kind),
        labels={**labels, **{code: label for code, label in old.labels.items() if code not in (*labels, *words_alone)}},
        missing=reading.missing(),
        value_texts={lang: _without(by_code, words_alone) for lang, by_code in given.items() if by_code},
        words={**old.words, **words},
        amounts={**old.amounts, **amounts},
    )


def _without(texts: Mapping[Code, str], codes: set[Code]) -> dict[Code, str]:
    return {code: text for code, text in texts.items() if code not in codes}


def _blocks(raw: RawSurvey, file: SurveyFile, name: str) -> list[Block]:
    """Return the stated blocks, then those of the file that share no variable with them."""
    spelled = _spelled(file)
    stated = []
    for entry in file.blocks:
        items = tuple(found for item in entry.items if (found := spelled[plain_name(item)]) in raw.variables)
        counted = entry.counted if entry.counted is None or isinstance(entry.counted, str) else float(entry.counted)
        label = getattr(entry, file.language) or entry.fi or entry.sv or entry.en
        stated.append(Block(entry.name, entry.kind, label, items, counted, f"{name} says so", entry.of, stated=True))
    taken = {item for block in stated for item in block.items}
    whole = {frozenset(block.items) for block in stated}
    used = {block.name for block in stated}
    kept = []
    for block in raw.blocks:
        if frozenset(block.items) in whole:
            continue
        if taken.intersection(block.items):
            what = f"the block {block.name!r} shares variables with a block of {name}"
            raw.report.note(raw.file, what, f"the block of {name} holds")
        elif block.name in used:
            what = f"a block has the name {block.name!r}, as one of {name}"
            raw.report.note(raw.file, what, f"it is called {block.name + '-of-file'!r} here")
            kept.append(replace(block, name=f"{block.name}-of-file"))
        else:
            kept.append(block)
    return [*stated, *kept]
