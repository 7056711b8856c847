"""Precision and recall on names written by hand, and the page that states them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from loaders.linkage_measure import OUTCOMES, by_kind, in_registry, measured, shares, variants

from valuma.loaders.linkage import known_names, link

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "linkage.md"


@pytest.fixture(scope="module")
def rows(study) -> pd.DataFrame:
    return measured(study)


def half(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of one half in the order of the file."""
    order = {kind: place for place, kind in enumerate(dict.fromkeys(variants()["kind"]))}
    part = rows[rows["half"] == name]
    return part.sort_values("kind", key=lambda kinds: kinds.map(order), kind="stable")


def stated(title: str) -> dict[str, list[float]]:
    """Return the numbers of a table of the page, by the first cell of each row."""
    text = PAGE.read_text(encoding="utf-8").split(title, 1)[1]
    lines = text.split("\n\n")[1].strip().splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0].strip("*"): [float(re.sub(r"[ *%]", "", cell)) for cell in row[1:]] for row in cells}


def test_the_set_is_large_and_holds_what_is_not_in_the_registry() -> None:
    table = variants()
    assert len(table) >= 400
    assert (table["kind"] == "outsider").sum() >= 100
    assert not table.duplicated(["name", "at"]).any()
    assert abs((table["half"] == "tune").sum() - len(table) / 2) <= table["kind"].nunique()


def test_no_name_is_linked_to_a_wrong_body(rows: pd.DataFrame) -> None:
    wrong = rows[rows["outcome"] == "wrong"]
    assert wrong[["name", "expected", "actor_id", "how"]].to_numpy().tolist() == []


@pytest.mark.parametrize("name", ["tune", "held-out"])
def test_the_linked_band_is_right_and_finds_most(rows: pd.DataFrame, name: str) -> None:
    found = shares(half(rows, name))
    assert found["precision of linked"] >= 99.5
    assert found["recall of linked"] >= 95
    assert found["linked or shown"] >= 99


def test_slips_made_by_a_machine_are_linked_wrongly_less_than_once_in_a_thousand(study) -> None:
    meant: dict[str, set[str]] = {}
    ended = study.actors["valid_to"].notna() | study.actors["valid_from"].notna()
    for row in study.actors[~ended].to_dict("records"):
        for name in {row[column] for column in ("name", "name_sv", "name_en") if isinstance(row[column], str)}:
            for slip in slips(f"{name} kommun" if row["kind"] == "municipality" else name):
                meant.setdefault(slip, set()).add(row["actor_id"])
    found = link(list(meant), known_names(study), at=2019).frame
    linked = found[found["band"] == "linked"]
    wrong = [name for name, actor in zip(linked["name"], linked["actor_id"], strict=True) if actor not in meant[name]]
    assert len(linked) > 2500
    assert len(wrong) < len(linked) / 1000


def slips(name: str) -> set[str]:
    """Return a name with a letter left out, doubled, exchanged or replaced at two places."""
    made = set()
    for part in (1, 2):
        place = part * (len(name) - 1) // 3
        before, here, after = name[:place], name[place], name[place + 1 :]
        made |= {before + after, before + here * 2 + after, before + after[:1] + here + after[1:], f"{before}e{after}"}
    return made - {name}


def test_no_body_of_the_registry_is_taken_as_new(rows: pd.DataFrame) -> None:
    lost = rows[in_registry(rows) & (rows["outcome"] == "new")]
    assert lost["name"].tolist() == []


def test_the_page_states_the_numbers_of_the_held_out_half(rows: pd.DataFrame) -> None:
    computed = {kind: [float(n) for n in counts] for kind, counts in by_kind(half(rows, "held-out")).items()}
    computed["all"] = [sum(column) for column in zip(*computed.values(), strict=True)]
    assert stated("**Outcomes on the held-out half.**") == computed
    assert len(computed["all"]) == len(OUTCOMES) + 1


def test_the_page_states_precision_and_recall(rows: pd.DataFrame) -> None:
    tuned, held = shares(half(rows, "tune")), shares(half(rows, "held-out"))
    assert stated("**Precision and recall.**") == {name: [tuned[name], held[name]] for name in tuned}


def test_the_page_states_how_many_names_there_are() -> None:
    table = variants()
    said = re.search(r"(\d+) names written by hand, (\d+) of which", PAGE.read_text(encoding="utf-8"))
    assert said is not None
    assert [int(n) for n in said.groups()] == [len(table), int((~in_registry(table)).sum())]
