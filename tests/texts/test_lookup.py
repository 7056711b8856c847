"""Looking up terms, sentences, messages and labels."""

from __future__ import annotations

import pytest

from valuma import texts
from valuma.schema.vocabularies import Level, Side, Tier
from valuma.texts.catalogue import catalogue


def test_label_of_an_enum_member_comes_from_its_own_vocabulary() -> None:
    assert texts.label(Tier.NATIONAL, "sv") == "nationell"
    assert texts.label(Level.INTERREGIONAL, "fi") == "ylialueellinen"


def test_label_of_a_plain_value_needs_no_vocabulary_where_all_agree() -> None:
    assert texts.label("national", "fi") == "kansallinen"


def test_label_of_an_ambiguous_value_asks_for_the_vocabulary() -> None:
    with pytest.raises(texts.TextError, match="name the vocabulary"):
        texts.label("coordinator", "sv")
    assert texts.label("coordinator", "sv", vocabulary="ThemeChoice") == "koordinatorn"


def test_unknown_value_gets_the_nearest_one() -> None:
    with pytest.raises(texts.TextError, match="did you mean 'municipal'"):
        texts.label("municipl", "en", vocabulary="Side")


def test_unknown_key_gets_the_nearest_one() -> None:
    with pytest.raises(texts.TextError, match="did you mean 'tier_mix'"):
        texts.sentence("tier_mx", "fi")


def test_unknown_language_is_refused() -> None:
    with pytest.raises(texts.TextError, match="language 'no'"):
        texts.term("region", "no")


def test_association_of_municipalities_is_not_called_a_state_actor() -> None:
    assert texts.label(Side.MUNICIPAL, "en") == "municipal side"
    assert "not a State actor" in catalogue("terms")["term"]["kuntaliitto"]["source"]


def test_message_chooses_the_form_by_number() -> None:
    assert texts.message("n-networks", "fi", n=1) == "1 verkosto"
    assert texts.message("n-networks", "fi", n=0) == "0 verkostoa"
    assert texts.message("n-networks", "en", n=21) == "21 networks"


def test_message_writes_numbers_by_language() -> None:
    assert texts.message("n-actors", "fi", n=1234) == "1\u202f234 toimijaa"
    assert texts.message("n-actors", "en", n=1234) == "1,234 actors"


def test_message_leaves_text_values_as_they_are() -> None:
    assert texts.message("reference-year", "sv", year="2020") == "Referensår 2020."


def test_message_with_a_missing_or_surplus_value_is_an_error() -> None:
    with pytest.raises(texts.TextError, match="expected values for"):
        texts.message("reference-year", "sv")
    with pytest.raises(texts.TextError, match="expected values for"):
        texts.message("yes", "sv", n=1)
