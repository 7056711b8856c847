"""Labels fit their format, differ from each other and are the identifiers wherever they can be."""

from __future__ import annotations

from formats.samples import texts
from hypothesis import given
from hypothesis import strategies as st

from valuma.formats.labels import labels_for
from valuma.formats.pajek import LABELS as PAJEK
from valuma.formats.ucinet import LABELS as UCINET


@given(st.lists(texts | st.sampled_from(["a" * 18, "a" * 19, "A" * 18, "a" * 16 + "_2"]), unique=True))
def test_labels_of_ucinet_are_short_plain_and_unique(identifiers: list[str]) -> None:
    labels = labels_for(identifiers, UCINET)
    assert list(labels) == identifiers
    assert len({label.casefold() for label in labels.values()}) == len(identifiers)
    assert all(1 <= len(label) <= 18 and label.isascii() and " " not in label for label in labels.values())


@given(st.lists(texts, unique=True))
def test_labels_of_pajek_stand_on_one_line_within_quotes(identifiers: list[str]) -> None:
    labels = labels_for(identifiers, PAJEK).values()
    assert len(set(labels)) == len(identifiers)
    assert all('"' not in label and len(label.splitlines()) == 1 for label in labels)


def test_identifier_that_fits_is_kept_whoever_comes_first() -> None:
    assert labels_for(["Ähtäri", "Ahtari"], UCINET) == {"Ähtäri": "Ahtari_2", "Ahtari": "Ahtari"}
    assert labels_for(["kaupunki 1", "maakunta"], PAJEK)["kaupunki 1"] == "kaupunki 1"
