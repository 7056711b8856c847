"""The cases of the repository: all there, all readable, none lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import valuma as va
from valuma.loaders import case_readme
from valuma.study.member_lists import member_lists

#: Rows of the three collections the cases were made from: 953 + 345 + 97 memberships of 64, 24 and 15 networks,
#: of which one (the European rural network) stood in two of them.
NETWORKS = {"finnish": 59, "nordic": 16, "international": 11, "akke2021": 16}


def test_no_network_and_no_membership_is_lost(study: va.Study) -> None:
    assert study.networks["group"].value_counts().to_dict() == NETWORKS
    assert sum(NETWORKS.values()) == 64 + 24 + 15 - 1
    assert len(study.memberships) == 953 + 345 + 97


def test_the_cases_have_no_errors(root: Path) -> None:
    assert va.check(root).errors == []


def test_only_the_network_without_any_found_member_is_empty(study: va.Study) -> None:
    empty = set(study.networks["network_id"]) - set(study.memberships["network_id"])
    assert empty == {"reglab-dk"}


def test_networks_without_a_row_in_a_counted_role_are_warned_of(study: va.Study, root: Path) -> None:
    counted = study.memberships[study.memberships["role"].isin(study.settings.roles)]
    bare = set(study.networks["network_id"]) - set(counted["network_id"])
    assert bare == {"reglab-dk", "akke-seutukaupunkien-kiertotalous", "akke-yhteistekeminen"}
    warned = {problem.found for problem in va.check(root).warnings if problem.found.startswith("no members of")}
    assert warned == {f"no members of {network!r}" for network in bare}


@pytest.mark.parametrize(
    ("network", "known", "stated", "state"),
    [
        ("skane-regional-cooperation", 33, 33, "size not stated"),
        ("maaseutuverkosto", 75, 75, "size not stated"),
        ("kuuma-seutu", 10, 10, "known nearly whole"),
        ("seutukaupunkiverkosto", 41, 56, "known in part"),
    ],
)
def test_a_list_counts_as_known_only_where_its_counts_cover_all_of_it(
    study: va.Study, network: str, known: int, stated: int, state: str
) -> None:
    row = member_lists(study).loc[network]
    assert (row["known"], row["stated_low"], row["state"]) == (known, stated, state)


def test_every_network_with_used_counts_says_what_they_cover(study: va.Study) -> None:
    counts = study.member_counts
    used = set(counts.loc[counts["used"].fillna(False).astype(bool), "network_id"])
    said = set(study.networks.loc[study.networks["counts_cover"].notna(), "network_id"])
    assert used == said


def test_every_case_the_study_named_is_there(study: va.Study, root: Path) -> None:
    with (root / "cases" / "registry" / "study_cases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    named = {network for row in rows for network in row["networks"].split(";")}
    assert len(rows) == 30
    assert named <= set(study.networks["network_id"])


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_every_network_has_a_name_and_a_purpose_in_three_languages(study: va.Study, lang: str) -> None:
    assert study.networks[f"name_{lang}"].notna().all()
    assert study.networks[f"purpose_{lang}"].notna().all()


def test_no_actor_has_a_tie_to_invented_data(study: va.Study) -> None:
    assert not study.synthetic
    assert study.synthetic_tables == frozenset()


def test_general_authorities_carry_no_branch(study: va.Study) -> None:
    general = study.actors[study.actors["kind"].isin(["municipality", "regional-council", "city-region"])]
    assert set(general["policy_sectors"]) == {("not-applicable",)}


def test_all_regional_councils_and_ely_centres_are_in_the_registry(study: va.Study) -> None:
    assert (study.actors["kind"] == "regional-council").sum() == 18
    ely = study.actors["actor_id"].str.startswith("ely-")
    assert ely.sum() == 15


def test_each_mainland_region_of_2020_is_covered_by_one_regional_council(study: va.Study) -> None:
    areas = study.actor_areas
    councils = set(study.actors.loc[study.actors["kind"] == "regional-council", "actor_id"])
    covered = areas[areas["actor_id"].isin(councils) & (areas["area_kind"] == "region")]["area"]
    assert sorted(covered) == sorted(set(study.regions["region_code"]) - {"21"})


def test_every_old_theme_is_mapped_and_every_theme_has_three_labels(study: va.Study) -> None:
    assert study.theme_map.groupby("thesaurus")["old_theme_id"].nunique().tolist() == [20, 35, 40]
    assert study.themes[["label_fi", "label_sv", "label_en"]].notna().all().all()


def test_the_five_municipalities_that_changed_region_in_2021_have_both_divisions(study: va.Study) -> None:
    moved = study.municipalities[study.municipalities["region_code"] != study.municipalities["region_code_2020"]]
    assert sorted(moved["name_fi"]) == ["Heinävesi", "Iitti", "Isokyrö", "Joroinen", "Kuhmoinen"]


def test_the_numbers_on_the_page_of_the_cases_are_those_of_the_data(study: va.Study, root: Path) -> None:
    assert list(case_readme.check(root / "cases" / "README.md", study)) == []


def test_a_wrong_number_on_the_page_is_found_and_renewed(study: va.Study, root: Path, tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    for name in ("coding_choices", "merged", "study_cases"):
        source = root / "cases" / "registry" / f"{name}.csv"
        (tmp_path / "registry" / source.name).write_bytes(source.read_bytes())
    page = tmp_path / "README.md"
    page.write_text(
        "There are <!--n:actors-->7<!--/n--> actors and <!--n:actrs-->1<!--/n-->.\n"
        "<!-- networks:begin -->\n<!-- networks:end -->\n",
        encoding="utf-8",
    )
    found = case_readme.check(page, study)
    assert [(p.row, p.found) for p in found] == [(1, "actors = '7'"), (1, "'actrs'"), (2, found.errors[2].found)]
    assert "did you mean 'actors'" in found.errors[1].hint
    case_readme.renew(page, study)
    assert f"<!--n:actors-->{len(study.actors)}<!--/n-->" in page.read_text(encoding="utf-8")
    assert len(case_readme.check(page, study)) == 1


def test_a_page_without_marks_is_not_written(study: va.Study, tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(va.ValumaError, match="marks"):
        case_readme.renew(page, study)
    assert page.read_text(encoding="utf-8") == "nothing\n"
