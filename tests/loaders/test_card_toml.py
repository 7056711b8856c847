"""Cards to TOML and back: one layout for new files, one changed line for one changed value."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valuma.loaders.card_text.editing import ROW_KEYS, comments_of, edit, read
from valuma.loaders.card_text.layout import LISTS, content, text_of, value_text
from valuma.loaders.card_text.page import Page
from valuma.loaders.card_text.rows import pair_rows
from valuma.schema.card import Card
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import FundingKind, Kind, LegalForm, ListIs, PolicyField, Role

BY_HAND = """\
# Written by hand.
id = 'ring'   # the folder
group = "regional"
status = "draft"
policy_fields = [
  "urban",   # the largest town
  "rural",
]
host = "tampere"

# Names are official.
name.fi = "Kaupunkikehä"
name.en = "Ring of towns"

[source_of]
host = ["ring-page"]

# The first period was a trial.
[[periods]]
from = 2015
to = 2017
what = "trial"
source = "ring-page"

# ---- after the trial

# Decided in the spring.
[[periods]]
from = 2018
what = '''project'''
source = "ring-page"
"""


@pytest.fixture(scope="module")
def own_cards(root: Path) -> dict[str, str]:
    """Text of every card of the repository."""
    paths = sorted(root.glob("cases/*/*/card.toml"))
    return {path.parent.name: path.read_bytes().decode() for path in paths}


def test_every_own_card_is_laid_out_as_a_new_one_would_be(own_cards: dict[str, str]) -> None:
    assert len(own_cards) == 102
    for name, text in own_cards.items():
        assert edit(None, None, read(text), comments=comments_of(text)) == text, name


def test_change_and_change_back_give_the_same_bytes_for_every_own_card(own_cards: dict[str, str]) -> None:
    for name, text in own_cards.items():
        card = read(text)
        other = card.model_copy(
            update={
                "founded": None if card.founded else 1999,
                "host": "another-host",
                "policy_fields": ["cross"],
                "themes": card.themes[1:],
                "funding": [row.model_copy(update={"notes": None, "year": 1999}) for row in card.funding],
            }
        )
        changed = edit(text, card, other)
        assert content(read(changed)) == content(other)
        assert edit(changed, other, card) == text, name


def test_nothing_changes_where_nothing_differs() -> None:
    assert edit(BY_HAND, None, read(BY_HAND)) == BY_HAND


def test_one_changed_value_changes_one_line_and_keeps_quotes_and_comment() -> None:
    card = read(BY_HAND)
    changed = edit(BY_HAND, card, card.model_copy(update={"group": "nordic", "host": None, "country": "FI"}))
    removed = set(BY_HAND.splitlines()) - set(changed.splitlines())
    assert removed == {'group = "regional"', 'host = "tampere"'}
    assert set(changed.splitlines()) - set(BY_HAND.splitlines()) == {'group = "nordic"', 'country = "FI"'}
    assert "id = 'ring'   # the folder" in changed


def test_a_new_key_stands_where_the_order_of_the_fields_puts_it() -> None:
    card = read(BY_HAND)
    changed = edit(BY_HAND, card, card.model_copy(update={"purpose_kind": "project"}))
    assert changed.index("status") < changed.index("purpose_kind") < changed.index("policy_fields")


def test_dotted_names_stay_dotted() -> None:
    card = read(BY_HAND)
    changed = edit(BY_HAND, card, card.model_copy(update={"name": card.name.model_copy(update={"sv": "Ringen"})}))
    assert 'name.sv = "Ringen"' in changed
    assert "[name]" not in changed


def test_comment_inside_a_list_that_changes_moves_above_its_key() -> None:
    card = read(BY_HAND)
    changed = edit(BY_HAND, card, card.model_copy(update={"policy_fields": ["urban"]}))
    assert '# the largest town\npolicy_fields = ["urban"]' in changed


def test_removed_row_takes_its_own_comment_along_and_no_other() -> None:
    card = read(BY_HAND)
    changed = edit(BY_HAND, card, card.model_copy(update={"periods": card.periods[:1]}))
    assert "Decided in the spring" not in changed
    assert "# ---- after the trial" in changed
    assert "# The first period was a trial." in changed


def test_new_first_row_and_rows_in_another_order_keep_their_comments() -> None:
    card = read(BY_HAND)
    turned = card.model_copy(update={"periods": card.periods[::-1]})
    changed = edit(BY_HAND, card, turned)
    assert [row["from"] for row in tomllib.loads(changed)["periods"]] == [2018, 2015]
    assert changed.index("# Decided in the spring.\n[[periods]]\nfrom = 2018") < changed.index("a trial.\n[[periods]]")


def test_windows_line_ends_stay() -> None:
    text = BY_HAND.replace("\n", "\r\n")
    card = read(text)
    changed = edit(text, card, card.model_copy(update={"founded": 2015, "sources": [f"source-{k}" for k in range(30)]}))
    assert "\n" not in changed.replace("\r\n", "")
    assert read(changed).founded == 2015


def test_table_inside_a_line_is_changed_inside_the_line() -> None:
    text = 'id = "ring"\ngroup = "g"\nstatus = "draft"\nname = { fi = "Kehä", en = "Ring" }  # ours\n'
    card = read(text)
    changed = edit(text, card, card.model_copy(update={"name": card.name.model_copy(update={"en": "The ring"})}))
    assert changed.splitlines()[3] == 'name = { fi = "Kehä", en = "The ring" }  # ours'


def test_comments_behind_values_can_be_set_and_taken_away() -> None:
    text = 'id = "ring"  # folder\ngroup = "g"\nstatus = "draft"\n'
    changed = edit(text, None, read(text), comments={"id": "", "status": "to be checked"})
    assert changed == 'id = "ring"\ngroup = "g"\nstatus = "draft"  # to be checked\n'
    assert comments_of(changed) == {"status": "to be checked"}


def test_last_line_without_an_end_is_closed_when_something_follows() -> None:
    text = 'id = "ring"\ngroup = "g"\nstatus = "draft"'
    changed = edit(text, None, read(text).model_copy(update={"founded": 2001}))
    assert changed == 'id = "ring"\ngroup = "g"\nstatus = "draft"\nfounded = 2001\n'


def test_hash_and_equals_signs_inside_texts_are_no_marks() -> None:
    page = Page('"a=b" = "x # y" # z\n')
    assert [(path, entry.value, entry.comment) for path, entry, _ in page.entries()] == [(("a=b",), '"x # y"', "z")]


def test_rows_are_paired_by_content_key_and_likeness() -> None:
    before = [{"id": "a", "n": 1, "s": "x"}, {"id": "b", "n": 2, "s": "x"}, {"id": "c", "n": 3, "s": "x"}]
    after = [{"id": "d", "n": 3, "s": "x"}, {"id": "b", "n": 9, "s": "x"}, {"id": "a", "n": 1, "s": "x"}, {"id": "e"}]
    assert pair_rows(before, after, ["id"]) == [2, 1, 0, None]


def test_every_list_of_a_card_has_fields_that_name_its_rows() -> None:
    assert set(ROW_KEYS) == set(LISTS)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
years = st.integers(1850, 2100)
numbers = st.floats(0, 1e12) | st.integers(0, 10**9).map(float)


def maybe(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | values


def words(vocabulary: type) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([str(word) for word in vocabulary]), max_size=8, unique=True)


def table(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(fields).map(lambda row: {k: v for k, v in row.items() if v is not None})


periods = table(**{"from": maybe(years), "to": maybe(years), "what": texts, "source": slugs, "notes": maybe(texts)})
counts = table(
    of=texts, kinds=words(Kind), roles=words(Role), n_low=st.integers(0, 10**6), n_high=maybe(st.integers(0, 10**6)),
    list_is=st.sampled_from([str(word) for word in ListIs]), used=st.booleans(), source=slugs,
)  # fmt: skip
funding = table(
    kind=st.sampled_from([str(word) for word in FundingKind]), payer_kind=maybe(texts), amount=maybe(numbers),
    share=maybe(st.floats(0, 1)), source=slugs,
)  # fmt: skip
claims = table(field=slugs, value=texts | years | st.floats(-1e9, 1e9), used=st.booleans(), source=slugs)
raw_cards = table(
    id=slugs, group=texts, status=st.just("draft"), policy_fields=words(PolicyField), host=maybe(texts),
    legal_form=maybe(st.sampled_from([str(word) for word in LegalForm])), founded=maybe(years),
    ended=maybe(years | st.just("none")), synthetic=st.booleans(), notes=maybe(texts),
    sources=st.lists(slugs, max_size=12), name=table(fi=maybe(texts), sv=maybe(texts), en=maybe(texts)),
    source_of=st.dictionaries(texts, st.lists(slugs, min_size=1, max_size=3), max_size=3),
    periods=st.lists(periods, max_size=3), member_counts=st.lists(counts, max_size=3),
    funding=st.lists(funding, max_size=2), claims=st.lists(claims, max_size=2),
)  # fmt: skip
cards = raw_cards.map(Card.model_validate)


@settings(max_examples=40)
@given(cards)
def test_any_card_is_read_as_it_was_written(card: Card) -> None:
    assert content(read(text_of(card))) == content(card)


@settings(max_examples=25)
@given(cards, cards)
def test_any_card_becomes_any_other_and_the_first_again(one: Card, other: Card) -> None:
    changed = edit(text_of(one), one, other)
    assert content(read(changed)) == content(other)
    assert edit(changed, other, one) == text_of(one)


@given(texts | numbers | st.lists(texts, max_size=9))
def test_any_value_is_toml(value: object) -> None:
    assert tomllib.loads(f"key = {value_text(value, 'key')}")["key"] == value


def test_value_that_no_card_holds_is_named() -> None:
    with pytest.raises(ValumaError, match=r"founded is datetime.date\(2015, 1, 1\), a date; a card holds text"):
        value_text(datetime.date(2015, 1, 1), "founded")
