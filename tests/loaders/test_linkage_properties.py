"""What holds for every name and every registry."""

from __future__ import annotations

import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from loaders.linkage_register import register, table

from valuma.loaders.linkage import known_names, link
from valuma.loaders.names.dates import period_of

TABLES = register()
INDEX = known_names(TABLES)
UNRELATED = table("actor_id,name,kind\nzyx,Zyxwvut Qponmlk gmbh,business\n")
LARGER = known_names(TABLES | {"actors": pd.concat([TABLES["actors"], UNRELATED], ignore_index=True)})
COLUMNS = ["name", "name_sv", "name_en"]
KNOWN = sorted(set(TABLES["actors"][COLUMNS].stack().dropna()) | set(TABLES["municipalities"]["name_fi"]))
WORDS = sorted(
    {word for name in KNOWN for word in name.split()} | {"kaupunki", "kunta", "stad", "Oy", "ry", ",", "-", "/"}
)

known = st.sampled_from(KNOWN)
joined = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
years = st.one_of(st.none(), st.integers(2005, 2030))


@st.composite
def misspelled(draw: st.DrawFn) -> str:
    """A known name with a letter left out, doubled, exchanged or replaced."""
    name = draw(known)
    place = draw(st.integers(0, len(name) - 1))
    letter = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyzåäö"))
    before, here, after = name[:place], name[place], name[place + 1 :]
    changed = [
        before + after,
        before + here * 2 + after,
        before + after[:1] + here + after[1:],
        before + letter + after,
    ]
    return changed[draw(st.integers(0, 3))]


names = st.one_of(known, joined, misspelled(), st.text(max_size=12))


def rows(found: pd.DataFrame) -> dict[str, list[object]]:
    """Return the rows by name, missing values as None."""
    plain = found.astype(object).where(found.notna(), None)
    return {row[0]: row[1:] for row in plain.to_numpy().tolist()}


@given(st.lists(names, max_size=4), st.randoms(use_true_random=False), years)
def test_order_and_repetition_of_names_do_not_matter(some: list[str], random, at: int | None) -> None:
    mixed = some + some
    random.shuffle(mixed)
    together = rows(link(some, INDEX, at=at).frame)
    assert rows(link(mixed, INDEX, at=at).frame) == together
    for name in some:
        assert rows(link([name], INDEX, at=at).frame)[name] == together[name]


@given(names, years)
def test_capitals_and_spaces_do_not_matter(name: str, at: int | None) -> None:
    ways = (name, f"  {name}\t", name.replace(" ", "  "), name.replace(" ", "\u00a0"))
    # Letters such as ı have no way back from their capital, and "II" is not Ii; both are left as they are.
    same = name.upper().casefold() == name.casefold() and "ii" not in re.split(r"\W+", name.casefold())
    ways += (name.upper(),) if same else ()
    found = rows(link(ways, INDEX, at=at).frame)
    assert all(row == found[name] for row in found.values())


@given(names, years)
def test_a_linked_name_is_never_a_body_that_does_not_exist_at_the_date(name: str, at: int | None) -> None:
    row = link([name], INDEX, at=at).frame.iloc[0]
    if row["band"] == "linked":
        assert INDEX.lifetimes.valid(row["actor_id"], period_of(at))


@given(st.lists(names, min_size=1, max_size=6), years)
def test_an_unrelated_actor_changes_no_exact_link(some: list[str], at: int | None) -> None:
    before, after = rows(link(some, INDEX, at=at).frame), rows(link(some, LARGER, at=at).frame)
    for name, row in before.items():
        if row[0] == "linked" and not str(row[4]).startswith("typo"):
            assert after[name] == row


@given(misspelled(), st.just(2020))
def test_a_slip_never_leads_to_another_body(name: str, at: int) -> None:
    row = link([name], INDEX, at=at).frame.iloc[0]
    if str(row["how"]).startswith("typo"):
        nearest = min(KNOWN, key=lambda other: (_edits(name, other), other))
        assert row["actor_id"] == link([nearest], INDEX, at=at).frame["actor_id"].iloc[0]


@given(names, years)
def test_every_row_says_what_was_done_and_scores_lie_between_zero_and_one(name: str, at: int | None) -> None:
    row = link([name], INDEX, at=at).frame.iloc[0]
    assert row["how"]
    assert row["band"] in ("linked", "review", "new")
    assert (row["band"] == "linked") == isinstance(row["actor_id"], str)
    assert pd.isna(row["score"]) or 0 <= row["score"] <= 1


def _edits(a: str, b: str) -> int:
    """Levenshtein's distance, letter by letter."""
    a, b = a.casefold(), b.casefold()
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
