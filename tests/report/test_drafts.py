"""A draft is frozen, the inputs change, and every number that moved has its cause; numbers are counted by hand."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from report.fake_brief import draw_where, write_texts
from study_builder import CASE, add, build_study, change, write

import valuma as va
from valuma.report import drafts
from valuma.report.content import BriefContent, BriefTable
from valuma.report.drafts import DraftDiff, diff, freeze
from valuma.report.drafts.api import FEWEST_DRAWS
from valuma.report.drafts.items import View
from valuma.report.drafts.paper import read_draft
from valuma.report.drafts.whole_result import WholeResult
from valuma.report.results import Result, Results
from valuma.schema.problems import StudyError, ValumaError
from valuma.schema.study_file import StudyFile

REGISTRY = "cases/registry"
OTHER = "cases/finnish/shore-network"


def counting(study, *, draws, seed, cache):
    """Members, municipalities among them, and what the settings say: every number can be counted in the files."""
    rows = study.memberships[study.memberships["role"] != "funder"]
    kinds = rows["actor_id"].map(study.actors.set_index("actor_id")["kind"])
    members = rows.groupby("network_id").size()
    state = study.memberships["actor_id"].isin(["min-land"]).sum()
    mark = study.synthetic
    frame = members.rename("members").reset_index()
    table = BriefTable(frame, {"network_id": "Network", "members": "Members"}, "Members", synthetic=mark)
    share = float((kinds == "municipality").mean())
    results = [
        Result("networks", len(rows), synthetic=mark),
        Result("state", share, "share", low=share, high=1.0, synthetic=mark),
        Result("complete", len(rows), n=len(rows), of=draws, synthetic=mark),
        Result("fewer", kind="finding", holds_under=("A", "B") if state < 2 else ("A",), synthetic=mark),
        Result("many", int(len(rows) > 4), synthetic=mark),
        Result("unseen", 0.1 + len(rows) / 1e6, "share", synthetic=mark),
    ]
    figures = {"where": lambda lang: draw_where(lang, synthetic=mark)}
    return BriefContent(Results(results), figures, {"members": lambda lang: table})


def compare(folder: Path, name: str = "draft-1", **options) -> DraftDiff:
    return diff(folder, name, collect=counting, lang="en", **options)


def rows_of(found: DraftDiff, what: str = "number") -> dict[str, tuple]:
    """Name → change, was, becomes, difference, because."""
    part = found.frame[found.frame["what"] == what]
    columns = ["change", "was", "becomes", "difference", "because"]
    return dict(zip(part["name"], part[columns].itertuples(index=False, name=None), strict=True))


def causes_of(found: DraftDiff, name: str) -> list[tuple]:
    part = found.causes[found.causes["name"] == name]
    return list(part[["cause", "size", "how"]].itertuples(index=False, name=None))


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two networks, of four members (three municipalities) and of one, and a draft of them."""
    root = tmp_path_factory.mktemp("drafts") / "study"
    build_study(root)
    change(root, f"{CASE}/card.toml", "n_high = 5", "n_high = 50")  # room for members more
    add(root, f"{REGISTRY}/sources.csv", "list,Members & friends,Island network,,,\n")
    card = (root / CASE / "card.toml").read_text(encoding="utf-8").replace("lake-network", "shore-network")
    write(root, f"{OTHER}/card.toml", card)
    write(root, f"{OTHER}/members.csv", "actor_id,role,source_id\nsuurkyla,coordinator,lake-page\n")
    write_texts(root / "brief")
    freeze(root, "draft-1", collect=counting)
    return root


@pytest.fixture
def frozen(template: Path, tmp_path: Path) -> Path:
    """The study and its draft, in a folder with ä in its name."""
    return shutil.copytree(template, tmp_path / "selvitys ä")


@pytest.fixture
def folder(frozen: Path) -> Path:
    """The study without a draft."""
    shutil.rmtree(frozen / "drafts")
    return frozen


def test_a_draft_holds_what_was_said_and_everything_it_was_made_from(folder):
    place = freeze(folder, "draft-1", collect=counting)
    assert place == folder / "drafts" / "draft-1"
    assert sorted(files_of(place)) == [
        ".gitattributes", "figures/where.csv", "inputs.zip", "manifest.json", "results.csv", "tables/members-en.csv",
        "tables/members-fi.csv", "tables/members-sv.csv", "texts/en.json", "texts/fi.json", "texts/sv.json",
    ]  # fmt: skip
    draft, study = read_draft(folder, "draft-1"), va.read_study(folder)
    assert {name: data for name, data in draft.inputs.items() if not name.startswith("brief/")} == {
        name: (folder / name).read_bytes() for name in study.inputs
    }
    texts = {name for name in draft.inputs if name.startswith("brief/")}
    assert texts == {f"brief/{path.name}" for path in (folder / "brief").iterdir()}
    assert (draft.draws, draft.seed, draft.fingerprint) == (999, 2020, study.fingerprint)
    assert draft.versions["valuma"] == va.__version__
    assert [p.text for p in draft.texts["en"]][1] == "There are 5 networks, and 80% of them have State actors\u00a0."
    assert draft.results["state"].value == 0.8
    assert draft.results["fewer"].holds
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert "date" not in manifest
    assert set(manifest["inputs"]) == set(draft.inputs)


def test_the_same_study_is_frozen_to_the_same_bytes(folder):
    one = files_of(freeze(folder, "draft-1", collect=counting))
    assert files_of(freeze(folder, "draft-1", collect=counting, replace_existing=True)) == one


def test_a_date_is_kept_only_when_it_is_given(folder):
    freeze(folder, "draft-1", collect=counting, date="2020-05-01")
    assert read_draft(folder, "draft-1").date == "2020-05-01"
    with pytest.raises(ValumaError, match="'May' is no day"):
        freeze(folder, "draft-2", collect=counting, date="May")


def test_a_draft_is_not_replaced_unless_asked_and_nothing_else_ever(frozen):
    with pytest.raises(ValumaError, match="'draft-1' is there already"):
        freeze(frozen, "draft-1", collect=counting)
    (frozen / "drafts" / "mine").mkdir()
    (frozen / "drafts" / "mine" / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ValumaError, match="is no draft"):
        freeze(frozen, "mine", collect=counting, replace_existing=True)


@pytest.mark.parametrize(
    "name", ["Draft", "a/b", "../a", "", "a--b", "luonnos ä", "con", "nul", "aux", "prn", "com1", "lpt9"]
)
def test_a_name_is_a_slug(folder, name):
    with pytest.raises(ValumaError, match="cannot name a draft"):
        freeze(folder, name, collect=counting)


def test_a_folder_that_cannot_be_written_to_is_refused_in_words(folder, monkeypatch):
    def refused(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(ValumaError, match=r"cannot write .*draft-1: Permission denied"):
        freeze(folder, "draft-1", collect=counting)


def test_nothing_changed(frozen):
    found = compare(frozen)
    assert not found
    assert found.headline == "nothing changed"
    assert found.measurements == 0


def test_an_unknown_draft_names_the_nearest(frozen):
    with pytest.raises(ValumaError, match="there is no draft 'draft-2'; did you mean 'draft-1'"):
        compare(frozen, "draft-2")


def test_a_member_more_changes_exactly_these_numbers_because_of_that_network(frozen):
    # 5 rows, 4 of them municipalities → 6 rows, 5 of them: 80 % → 83.3 %.
    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    found = compare(frozen)
    because = "because of network lake-network"
    assert rows_of(found) == {
        "networks|count": ("changed", "5", "6", "+1", because),
        "state|percent": ("changed", "80%", "83%", "+3.3 percentage points", because),
        "complete|of": ("changed", "5/999", "6/999", "+1 and 0", because),
    }
    assert rows_of(found, "cell") == {"members: lake-network, members": ("changed", "4", "5", "+1", because)}
    assert found.headline == "3 of 3 numbers in the text changed; 1 table cell changed; 1 input changed"
    key = "lake-network, korpi, member, lake-page"
    assert found.inputs.to_numpy().tolist() == [["network lake-network", "memberships", key, "", "", key]]
    assert "memberships: 1 added (korpi, member, lake-page)" in found.summary()
    assert found.frame.set_index("name").loc["networks|count", "where"].startswith("Islands meet each other: “There")


def test_data_of_a_figure_are_compared_row_by_row(frozen):
    def drawing(study, *, draws, seed, cache):
        content = counting(study, draws=draws, seed=seed, cache=cache)
        sizes = study.memberships.groupby("network_id").size().rename("rows").reset_index()
        figures = {"where": lambda lang: dataclasses.replace(draw_where(lang), data=sizes)}
        return BriefContent(content.results, figures, content.tables)

    freeze(frozen, "draft-2", collect=drawing)
    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    found = diff(frozen, "draft-2", collect=drawing, lang="en")
    because = "because of network lake-network"
    assert rows_of(found, "figure") == {"where": ("changed", "2 rows", "2 rows", "1 changed", because)}
    assert causes_of(found, "where") == [("network lake-network", "1 changed", "put back")]


def test_a_text_is_edited_and_no_number_changes(frozen):
    change(frozen, "brief/2-findings.en.md", "Funding is not known.", "Nobody knows\nof funding.")
    found = compare(frozen)
    assert len(found.frame) == 0
    assert found.measurements == 0
    assert found.texts[["file", "lang", "becomes"]].to_numpy().tolist() == [
        ["brief/2-findings.en.md", "en", "> **[unknown]** Nobody knows of funding."]
    ]
    assert "0 inputs changed" in found.headline


def test_lines_broken_elsewhere_are_no_edit(frozen):
    change(frozen, "brief/2-findings.en.md", "Funding is not known.", "Funding is\nnot known.")
    assert len(compare(frozen).texts) == 0


def test_a_number_written_into_the_text_is_new_because_of_the_text(frozen):
    for lang in ("fi", "sv", "en"):
        add(frozen, f"brief/2-findings.{lang}.md", "\n{{many}}.\n")
    found = compare(frozen)
    assert rows_of(found) == {"many|count": ("new", "", "1", "", "because of text brief/2-findings.en.md")}


def test_two_networks_move_one_number_in_opposite_directions(frozen):
    # +2 municipalities here, −1 partner there: 5 → 6 rows; each network alone: +2 and −1.
    add(frozen, f"{OTHER}/members.csv", "korpi,member,lake-page\nrantala,member,lake-page\n")
    change(frozen, f"{CASE}/members.csv", "lake-leader,partner,,,2019,lake-page\n", "")
    found = compare(frozen)
    assert rows_of(found)["networks|count"] == (
        "changed", "5", "6", "+1", "because of network lake-network; network shore-network",
    )  # fmt: skip
    assert causes_of(found, "networks|count") == [
        ("network lake-network", "−1", "put back"),
        ("network shore-network", "+2", "put back"),
    ]
    # Shares: 4/5 → 6/6. Lake back: 6/7; shore back: 4/4. 100 − 85.7 = +14.3; 100 − 100 = 0: shore alone moves nothing.
    assert causes_of(found, "state|percent") == [
        ("network lake-network", "+14.3 percentage points", "put back"),
        ("interaction", "+5.7 percentage points", "not added up"),
    ]


def test_two_networks_that_would_each_have_done_it_are_both_named(frozen):
    # The finding falls when the ministry stands in a second row; two networks bring one each.
    for case in (CASE, OTHER):
        columns = "min-land,member,,,2019,lake-page\n" if case == CASE else "min-land,member,lake-page\n"
        add(frozen, f"{case}/members.csv", columns)
    found = compare(frozen)
    flipped = rows_of(found, "finding")["fewer"]
    assert flipped[:3] == ("changed", "holds", "holds under A only")
    assert flipped[4] == "because of any one of: network lake-network; network shore-network"
    assert found.count("finding") == 1


def grown(study) -> list[bool]:
    """Say of three inputs whether they are as after the change: two networks and the settings."""
    sizes = study.memberships.groupby("network_id").size()
    return [sizes["lake-network"] > 5, sizes["shore-network"] > 1, study.settings.reference_year == 2021]


@pytest.mark.parametrize(
    ("enough", "expected"),
    [
        # Each of the three undoes it; three times 1 is 2 more than the 1 that was moved.
        (
            3,
            [
                ("network lake-network", "+1", "put back"),
                ("network shore-network", "+1", "put back"),
                ("study.toml", "+1", "put back"),
                ("interaction", "−2", "not added up"),
            ],
        ),
        # Any two of the three do it: no one undoes it, and no one does it alone.
        (2, [("interaction", "", "only together")]),
    ],
)
def test_inputs_that_only_work_together_are_not_summed(frozen, enough, expected):
    def collect(study, *, draws, seed, cache):
        content = counting(study, draws=draws, seed=seed, cache=cache)
        results = {**content.results, "networks": Result("networks", int(sum(grown(study)) >= enough))}
        return BriefContent(Results(results.values()), content.figures, content.tables)

    freeze(frozen, "draft-2", collect=collect)
    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    add(frozen, f"{OTHER}/members.csv", "korpi,member,lake-page\n")
    change(frozen, "study.toml", "reference_year = 2020", "reference_year = 2021")
    found = diff(frozen, "draft-2", collect=collect, lang="en")
    assert sorted(causes_of(found, "networks|count")) == sorted(expected)
    because = rows_of(found)["networks|count"][4]
    assert because.startswith("because of network" if enough == 3 else "several inputs together")


def test_a_state_that_cannot_be_measured_is_said(frozen):
    def picky(study, *, draws, seed, cache):
        sizes = study.memberships.groupby("network_id").size()
        if sizes["shore-network"] > 1 and sizes["lake-network"] == 5:
            raise ValumaError("nothing to divide by")
        return counting(study, draws=draws, seed=seed, cache=cache)

    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    add(frozen, f"{OTHER}/members.csv", "korpi,member,lake-page\n")
    found = diff(frozen, "draft-1", collect=picky, lang="en")
    (note,) = found.notes
    assert note.startswith("network lake-network could not be measured put back (nothing to divide by)")
    assert causes_of(found, "networks|count") == [
        ("network shore-network", "+1", "put back"),
        ("network lake-network", "+1", "forward only"),
    ]


def test_an_input_that_cannot_be_measured_alone_is_neither_blamed_nor_cleared(frozen):
    def picky(study, *, draws, seed, cache):
        sizes = study.memberships.groupby("network_id").size()
        if (sizes["shore-network"] > 1) != (sizes["lake-network"] > 5):
            raise ValumaError("nothing to divide by")
        return counting(study, draws=draws, seed=seed, cache=cache)

    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    add(frozen, f"{OTHER}/members.csv", "korpi,member,lake-page\n")
    found = diff(frozen, "draft-1", collect=picky, lang="en")
    both = "network lake-network; network shore-network"
    assert rows_of(found)["networks|count"][4] == f"cause not known; could not be measured alone: {both}"
    said = found.summary()
    assert said.count("(could not be measured alone: nothing to divide by)") == 2
    assert "none of them alone" not in said
    assert "moves no number" not in said


def test_a_network_taken_out_with_its_place_in_the_settings_is_explained_by_both(frozen):
    def listing(study, *, draws, seed, cache):
        content = counting(study, draws=draws, seed=seed, cache=cache)
        table = content.tables["members"]("en")
        unknown = set(study.settings.brief_networks) - set(table.frame["network_id"])
        if unknown:
            raise ValumaError(f"unknown networks in the brief: {unknown}")
        shown = table.frame[table.frame["network_id"].isin(study.settings.brief_networks)]
        tables = {"members": lambda lang: dataclasses.replace(table, frame=shown)}
        return BriefContent(content.results, content.figures, tables)

    brief = '\n[brief]\nnetworks = ["lake-network", "shore-network"]\n'
    add(frozen, "study.toml", brief)
    freeze(frozen, "draft-2", collect=listing)
    shutil.rmtree(frozen / OTHER)
    change(frozen, "study.toml", ', "shore-network"', "")
    found = diff(frozen, "draft-2", collect=listing, lang="en")
    cell = rows_of(found, "cell")["members: shore-network, members"]
    assert cell == ("gone", "1", "", "", "because of study.toml")
    # Five rows, one of them in the network that is gone.
    assert rows_of(found)["networks|count"] == ("changed", "5", "4", "−1", "because of network shore-network")
    assert "moves no number" not in found.summary()


def test_names_that_begin_alike_are_different_inputs(frozen):
    found = compare(frozen)
    row = {"what": "number", "name": "n", "change": "changed", "was": "1", "becomes": "2", "difference": "+1"}
    frame = pd.DataFrame([{**row, "differences": (1.0,), "where": "", "because": "because of x"}])
    causes = pd.DataFrame([{"what": "number", "name": "n", "cause": "network mane-hymy + a.csv", "how": "put back"}])
    inputs = pd.DataFrame(
        [{"unit": unit, "table": "", "key": "", "field": "", "was": "", "becomes": ""}
         for unit in ("network mane", "network mane-hymy")]
    )  # fmt: skip
    said = dataclasses.replace(found, frame=frame, causes=causes, inputs=inputs).summary().splitlines()
    assert "  network mane  (moves no number shown here)" in said
    assert "  network mane-hymy" in said


@pytest.mark.slow
def test_a_source_renamed_in_two_files_goes_back_as_one(frozen):
    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,land-register\n")
    tables = [f"{REGISTRY}/{n}.csv" for n in ("sources", "municipalities", "actor_areas", "regions", "area_changes")]
    for file in (*tables, f"{CASE}/card.toml", f"{OTHER}/card.toml"):
        path = frozen / file
        path.write_text(path.read_text(encoding="utf-8").replace("land-survey", "land-register"), encoding="utf-8")
    found = compare(frozen)
    (cause,) = [name for name, _, _ in causes_of(found, "networks|count")]
    assert cause.split(" + ") == sorted([*tables, "network lake-network", "network shore-network"])
    assert any("can only go back together (" in note for note in found.notes)


def test_a_new_actor_in_the_registry_counts_with_the_network_that_needs_it(frozen):
    add(frozen, f"{REGISTRY}/actors.csv", "islet,Luoto,municipality,municipal,local,not-applicable,FI,\n")
    add(frozen, f"{OTHER}/members.csv", "islet,member,lake-page\n")
    found = compare(frozen)
    assert causes_of(found, "networks|count") == [("network shore-network", "+1", "put back")]
    (note,) = found.notes
    assert note.startswith("cases/registry/actors.csv can only go back after network shore-network")
    assert "cases/registry/actors.csv  (moves no number shown here)" in found.summary()


def test_another_number_of_draws_is_a_cause_of_its_own(frozen):
    change(frozen, "study.toml", "reference_year = 2020", "reference_year = 2020\ndraws = 99")
    found = compare(frozen)
    assert rows_of(found) == {
        "complete|of": ("changed", "5/999", "5/99", "0 and −900", "because of draws and seed"),
    }
    assert found.inputs[["unit", "field", "was", "becomes"]].to_numpy().tolist() == [
        ["draws and seed", "draws", "999", "99"]
    ]


def test_draws_and_other_settings_are_told_apart(frozen):
    # The year moves nothing here; draws and network move the same number.
    change(frozen, "study.toml", "reference_year = 2020", "reference_year = 2021\ndraws = 99")
    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    found = compare(frozen)
    assert rows_of(found)["complete|of"][4] == "because of draws and seed; network lake-network"


def test_draws_chosen_by_hand_are_used_again(folder):
    freeze(folder, "draft-1", collect=counting, draws=199)
    assert not compare(folder)


def test_a_difference_with_the_same_inputs_is_that_of_the_program(frozen):
    def newer(study, *, draws, seed, cache):
        content = counting(study, draws=draws, seed=seed, cache=cache)
        results = {**content.results, "networks": Result("networks", content.results["networks"].value + 10)}
        return BriefContent(Results(results.values()), content.figures, content.tables)

    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    found = diff(frozen, "draft-1", collect=newer, lang="en")
    assert causes_of(found, "networks|count") == [
        ("program", "+10", "program"),
        ("network lake-network", "+1", "put back"),
    ]
    assert rows_of(found)["networks|count"][4] == "because of the program; network lake-network"


def test_numbers_that_are_printed_alike_are_counted_apart(frozen):
    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    found = compare(frozen, results_only=True)
    assert rows_of(found, "result")["unseen|percent"][:3] == ("unseen", "10%", "10%")
    assert rows_of(found, "result")["state|percent"][:4] == (
        "changed", "80% (80–100%)", "83% (83–100%)", "+3.3 percentage points; low +3.3 percentage points",
    )  # fmt: skip
    assert found.count("result", "unseen") == 1
    assert set(found.frame["what"]) == {"result"}


PARTS = {
    "value": (Result("x", 3, low=2, high=4), Result("x", 4, low=2, high=4), "3 (2–4)", "4 (2–4)", "+1"),
    "low of a count": (Result("x", 3, low=2.0, high=4.0), Result("x", 3, low=1.0, high=4.0),
                       "3 (2–4)", "3 (1–4)", "low −1"),
    "high of a share": (Result("x", 0.5, "share", low=0.5, high=0.6), Result("x", 0.5, "share", low=0.5, high=0.7),
                        "50% (50–60%)", "50% (50–70%)", "high +10.0 percentage points"),
    "bounds": (Result("x", 3), Result("x", 3, low=2, high=4), "3", "3 (2–4)", ""),
    "n": (Result("x", 0.5, "share", n=1, of=2), Result("x", 0.5, "share", n=2, of=4),
          "50% (1/2)", "50% (2/4)", "n +1; of +2"),
    "coding": (Result("x", 3), Result("x", 3, holds_under=("A",)), "3", "3 (holds under A only)", ""),
    "state": (Result("x", state="no row"), Result("x", state="no list"), "no row", "no list", ""),
    "a value that came": (Result("x", state="no row"), Result("x", 3), "no row", "3", ""),
}  # fmt: skip


@pytest.mark.parametrize(("was", "now", "shown", "becomes", "step"), PARTS.values(), ids=PARTS)
def test_a_result_is_compared_in_every_part(was, now, shown, becomes, step):
    one, other = (View(Results([result]), lambda name: None, lambda name: None) for result in (was, now))
    item = WholeResult.of(now, "en")
    before, after = item.read(one), item.read(other)
    assert not before.same(after)
    assert (before.shown, after.shown) == (shown, becomes)
    assert item.difference(before, after)[0] == step


def test_a_count_with_bounds_is_kept_and_compared(frozen):
    def bounded(study, *, draws, seed, cache):
        content = counting(study, draws=draws, seed=seed, cache=cache)
        n = content.results["networks"].value
        results = {**content.results, "many": Result("many", 1, low=1.0, high=float(n))}
        return BriefContent(Results(results.values()), content.figures, content.tables)

    for lang in ("fi", "sv", "en"):
        add(frozen, f"brief/2-findings.{lang}.md", "\n{{many}}, {{many|range}}.\n")
    freeze(frozen, "draft-2", collect=bounded)
    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    found = diff(frozen, "draft-2", collect=bounded, lang="en")
    because = "because of network lake-network"
    assert rows_of(found)["many|range"] == ("changed", "1–5", "1–6", "0 and +1", because)
    assert "many|count" not in rows_of(found)
    whole = diff(frozen, "draft-2", collect=bounded, lang="en", results_only=True)
    assert rows_of(whole, "result")["many|count"] == ("changed", "1 (1–5)", "1 (1–6)", "high +1", because)
    assert causes_of(whole, "many|count") == [("network lake-network", "high +1", "put back")]
    assert whole.count("result") == 4  # networks, state, complete, many


def test_quick_names_inputs_and_numbers_without_causes(frozen):
    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    found = compare(frozen, quick=True)
    assert found.count("number") == 3
    assert found.inputs["unit"].tolist() == ["network lake-network"]
    assert (found.measurements, len(found.causes), found.attributed) == (0, 0, False)


def test_a_draft_is_compared_with_another_draft(frozen):
    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    freeze(frozen, "draft-2", collect=counting)
    add(frozen, f"{OTHER}/members.csv", "korpi,member,lake-page\n")
    found = compare(frozen, with_draft="draft-2")
    assert rows_of(found)["networks|count"][:3] == ("changed", "5", "6")
    assert found.now == "draft-2"


def test_a_card_field_is_shown_as_was_and_becomes(frozen):
    change(frozen, f"{CASE}/card.toml", 'legal_form = "none"', 'legal_form = "association"  # looked up again')
    found = compare(frozen)
    assert found.inputs.to_numpy().tolist() == [
        ["network lake-network", "networks", "lake-network", "legal_form", "none", "association"]
    ]
    assert "legal_form: none → association" in found.summary()
    change(frozen, f"{CASE}/card.toml", 'legal_form = "association"', 'legal_form = "none"')
    assert "only its form" in compare(frozen).summary()


@pytest.mark.parametrize(
    "file", ["results.csv", "texts/en.json", "tables/members-fi.csv", "inputs.zip", "manifest.json"]
)
def test_a_draft_that_was_changed_is_refused_with_the_file(frozen, file):
    path = frozen / "drafts" / "draft-1" / file
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"x" if file == "inputs.zip" else re.sub(rb"[45]", b"6", data, count=1))
    with pytest.raises(StudyError, match=re.escape(f"drafts/draft-1/{file}")):
        compare(frozen)


def test_a_file_of_ones_own_may_lie_in_a_draft_and_a_missing_one_is_named(frozen):
    (frozen / "drafts" / "draft-1" / "sent.pdf").write_bytes(b"%PDF")
    assert not compare(frozen)
    (frozen / "drafts" / "draft-1" / "results.csv").unlink()
    with pytest.raises(StudyError, match=r"results.csv: found no such file"):
        compare(frozen)


def test_a_draft_of_a_newer_valuma_is_refused(frozen):
    path = frozen / "drafts" / "draft-1" / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 2'), encoding="utf-8")
    with pytest.raises(ValumaError, match="written by a newer valuma"):
        compare(frozen)


def test_a_draft_of_invented_data_says_so_in_every_name(folder):
    header, *rows = (folder / REGISTRY / "actors.csv").read_text(encoding="utf-8").splitlines()
    ghosts = [f"ghost-{k},Ghost {k},municipality,municipal,local,not-applicable,FI,,yes" for k in (1, 2)]
    write(folder, f"{REGISTRY}/actors.csv", "\n".join([f"{header},synthetic", *(f"{row}," for row in rows), *ghosts]))
    change(folder, f"{OTHER}/card.toml", 'coordinator = "suurkyla"', 'coordinator = "ghost-1"\nsynthetic = true')
    write(folder, f"{OTHER}/members.csv", "actor_id,role,source_id,synthetic\nghost-1,coordinator,lake-page,yes\n")
    place = freeze(folder, "draft-1", collect=counting)
    names = [name for name in files_of(place) if name not in (".gitattributes", "inputs.zip", "manifest.json")]
    assert all("-synthetic." in name for name in names)
    add(folder, f"{OTHER}/members.csv", "ghost-2,member,lake-page,yes\n")
    found = compare(folder)
    assert found.synthetic
    assert "INVENTED DATA" in found.summary()


def test_a_study_without_texts_can_be_frozen_and_its_results_compared(folder):
    for path in (folder / "brief").iterdir():
        path.unlink()
    freeze(folder, "draft-1", collect=counting)
    add(folder, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    assert compare(folder).headline == "1 input changed"
    assert rows_of(compare(folder, results_only=True), "result")["networks|count"][:3] == ("changed", "5", "6")


def test_an_edited_sum_is_one_field_that_was_and_becomes(frozen):
    change(frozen, f"{CASE}/card.toml", "amount = 100000", "amount = 101000")
    found = compare(frozen)
    (row,) = found.inputs[["unit", "table", "field", "was", "becomes"]].to_numpy().tolist()
    assert row == ["network lake-network", "funding", "amount", "100000", "101000"]
    assert "min-land" in found.inputs["key"][0]
    assert "101000" not in found.inputs["key"][0]


def test_another_source_of_the_same_members_is_no_other_member(frozen):
    path = frozen / CASE / "members.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("lake-page", "list"), encoding="utf-8")
    found = compare(frozen)
    rows = found.inputs[["table", "key", "field", "was", "becomes"]].to_numpy().tolist()
    assert ["memberships", "lake-network, rantala, member", "source_id", "lake-page", "list"] in rows
    assert len(rows) == 5
    assert "memberships: rantala, member, source_id: lake-page → list" in found.summary()


def test_another_member_in_the_place_of_one_is_one_more_and_one_less(frozen):
    change(frozen, f"{CASE}/members.csv", "rantala,member", "korpi,member")
    assert compare(frozen).inputs["field"].tolist() == ["", ""]


def test_findings_are_not_counted_as_numbers(frozen):
    def weaker(study, *, draws, seed, cache):
        content = counting(study, draws=draws, seed=seed, cache=cache)
        none = len(study.memberships) > 6
        finding = Result("fewer", kind="finding", holds_under=() if none else ("A",))
        return BriefContent(Results({**content.results, "fewer": finding}.values()), content.figures, content.tables)

    freeze(frozen, "draft-2", collect=weaker)
    add(frozen, f"{CASE}/members.csv", "korpi,member,,,2019,lake-page\n")
    said = diff(frozen, "draft-2", collect=weaker, lang="en").summary()
    assert "changed too little" not in said
    assert "1 finding changed without holding now or before" in said


def test_lines_are_of_about_a_hundred_characters(frozen):
    names = [f"islet-of-the-very-long-name-{k}" for k in range(8)]
    actors = "".join(f"{name},Luoto,municipality,municipal,local,not-applicable,FI,\n" for name in names)
    add(frozen, f"{REGISTRY}/actors.csv", actors)
    add(frozen, f"{OTHER}/members.csv", "".join(f"{name},member,lake-page\n" for name in names))
    said = compare(frozen).summary()
    assert all(name in said for name in names)
    assert max(map(len, said.splitlines())) <= 104


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValumaError, match=r"there is no folder .*nofolder"):
        compare(tmp_path / "nofolder")


def test_so_few_draws_as_study_toml_refuses_are_refused_at_once(folder):
    with pytest.raises(ValumaError, match="5 draws are too few; expected at least 99"):
        freeze(folder, "draft-1", collect=counting, draws=5)
    (least,) = [rule.ge for rule in StudyFile.model_fields["draws"].metadata if hasattr(rule, "ge")]
    assert least == FEWEST_DRAWS


def test_the_public_names(folder):
    assert va.report.freeze is drafts.freeze
    assert va.report.diff is drafts.diff
