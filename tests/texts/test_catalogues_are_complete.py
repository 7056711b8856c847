"""Every catalogue holds every language, and the same names in braces in each."""

from __future__ import annotations

import inspect
from enum import StrEnum

import pytest

from valuma import texts
from valuma.schema import vocabularies
from valuma.texts.catalogue import blanks, catalogue
from valuma.texts.words import forbidden

ENUMS = [
    value
    for _, value in inspect.getmembers(vocabularies, inspect.isclass)
    if issubclass(value, StrEnum) and value is not StrEnum
]
PRINTED = ("label", "unit", "how_to_read", "does_not_mean")


def every_text() -> list[tuple[str, str, str]]:
    """(where, language, text) of everything the catalogues can print."""
    found = []
    for key, entry in catalogue("terms")["term"].items():
        found += [(f"term {key}", lang, entry[lang]) for lang in texts.LANGUAGES]
    for name, entries in catalogue("terms")["vocabulary"].items():
        for value, entry in entries.items():
            found += [(f"{name}.{value}", k[:2], v) for k, v in entry.items() if k[:2] in texts.LANGUAGES]
    for key, entry in catalogue("sentences").items():
        found += [(f"{key}.{part}", lang, entry[part][lang]) for part in PRINTED for lang in texts.LANGUAGES]
    for key, entry in catalogue("messages").items():
        for lang in texts.LANGUAGES:
            forms = entry[lang].values() if isinstance(entry[lang], dict) else [entry[lang]]
            found += [(key, lang, form) for form in forms]
    return found


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_vocabulary_value_has_a_label_in_every_language(enum: type[StrEnum]) -> None:
    for value in enum:
        for lang in texts.LANGUAGES:
            assert texts.label(value, lang).strip()
            assert texts.label(value, lang, short=True).strip()


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_no_label_is_left_from_a_value_that_is_gone(enum: type[StrEnum]) -> None:
    assert set(catalogue("terms")["vocabulary"][enum.__name__]) == {value.value for value in enum}


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_two_values_of_a_vocabulary_never_share_a_label(enum: type[StrEnum]) -> None:
    for lang in texts.LANGUAGES:
        for short in (False, True):
            labels = [texts.label(value, lang, short=short) for value in enum]
            assert len(set(labels)) == len(labels)


def test_every_term_and_label_names_its_source() -> None:
    entries = list(catalogue("terms")["term"].values())
    for values in catalogue("terms")["vocabulary"].values():
        entries += values.values()
    assert all(entry["source"].strip() for entry in entries)


def test_every_text_stands_in_every_language() -> None:
    for where, lang, text in every_text():
        assert isinstance(text, str), (where, lang)
        assert text.strip() == text, (where, lang)
        assert text, (where, lang)


def test_short_labels_come_in_all_languages_or_none() -> None:
    for name, entries in catalogue("terms")["vocabulary"].items():
        for value, entry in entries.items():
            assert sum(key.endswith("_short") for key in entry) in (0, 3), f"{name}.{value}"


def test_names_in_braces_are_the_same_in_every_language() -> None:
    for key, entry in catalogue("messages").items():
        found = set()
        for lang in texts.LANGUAGES:
            forms = entry[lang].values() if isinstance(entry[lang], dict) else [entry[lang]]
            found |= {frozenset(blanks(form)) for form in forms}
        assert len(found) == 1, key


def test_number_dependent_wordings_have_both_forms_in_every_language() -> None:
    for key, entry in catalogue("messages").items():
        kinds = {type(entry[lang]) for lang in texts.LANGUAGES}
        assert len(kinds) == 1, key
        if kinds == {dict}:
            assert all(set(entry[lang]) == {"one", "other"} for lang in texts.LANGUAGES), key


def test_every_measure_says_where_it_may_stand_and_which_end_is_better() -> None:
    for key in texts.sentence_keys():
        for lang in texts.LANGUAGES:
            sentence = texts.sentence(key, lang)
            assert sentence.where in {"brief", "annex"}
            assert sentence.better in {"higher", "lower", "neither"}
            assert sentence.how_to_read.endswith(".")
            assert sentence.does_not_mean.endswith(".")


def test_measures_that_terms_keep_out_of_briefs_are_annex_only() -> None:
    annex = {key for key in texts.sentence_keys() if texts.sentence(key, "en").where == "annex"}
    assert {"ei_index", "assortativity", "z_score", "p_value", "confidence_factor", "sobol_index"} <= annex


def test_measures_of_mixing_say_that_neither_end_is_better() -> None:
    for key in texts.sentence_keys():
        if key.endswith("_mix") or key in {"themes_span", "tier_span", "share_across"}:
            assert texts.sentence(key, "en").better == "neither"


def test_no_catalogue_text_holds_a_forbidden_word() -> None:
    annex = {key for key in texts.sentence_keys() if texts.sentence(key, "en").where == "annex"}
    for where, lang, text in every_text():
        place = "annex" if where.split(".")[0] in annex else "brief"
        assert forbidden(text, lang, where=place) == [], (where, lang, text)


def test_swedish_and_finnish_texts_are_not_left_in_english() -> None:
    for key, entry in catalogue("sentences").items():
        assert entry["how_to_read"]["fi"] != entry["how_to_read"]["en"] != entry["how_to_read"]["sv"], key
