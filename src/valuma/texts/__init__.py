"""Words: terms, labels, sentences of measures, messages and numbers in Finnish, Swedish and English."""

from __future__ import annotations

from valuma.texts.catalogue import (
    LANGUAGES,
    Sentence,
    TextError,
    label,
    message,
    message_keys,
    sentence,
    sentence_keys,
    term,
    term_keys,
)
from valuma.texts.numbers import interval, known_of_stated, number, percent, percents, stated_size
from valuma.texts.words import Hit, forbidden

__all__ = [
    "LANGUAGES",
    "Hit",
    "Sentence",
    "TextError",
    "forbidden",
    "interval",
    "known_of_stated",
    "label",
    "message",
    "message_keys",
    "number",
    "percent",
    "percents",
    "sentence",
    "sentence_keys",
    "stated_size",
    "term",
    "term_keys",
]
