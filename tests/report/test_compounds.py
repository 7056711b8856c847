from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from valuma.report.compounds import runs


@pytest.mark.parametrize(
    ("text", "lang", "kept"),
    [
        ("Eri hallinnonalojen kesken", "fi", ["hallinnonalojen"]),
        ("Valtionavustus ja toimiala", "fi", ["Valtionavustus", "toimiala"]),
        ("värdorganisationens stöd", "sv", ["värdorganisationens"]),
        ("branches of administration", "en", []),
    ],
)
def test_a_compound_that_would_break_wrongly_is_kept_whole(text, lang, kept):
    found = runs(text, lang)
    assert [run for run, whole in found if whole] == kept
    assert "".join(run for run, _ in found) == text


def test_in_a_narrow_place_a_long_compound_may_break_where_its_parts_meet():
    assert runs("jäsenorganisaatioiden", "fi", narrow=True) == [("jäsen\u00adorganisaatioiden", False)]
    assert runs("toimialat", "fi", narrow=True) == [("toimialat", True)]


def test_every_entry_has_a_place_to_break_and_stands_once():
    entries = tomllib.loads(resources.files("valuma.report").joinpath("compounds.toml").read_text(encoding="utf-8"))
    for words in entries.values():
        assert len(words) == len(set(words))
        assert all("|" in word and word == word.lower() for word in words)
