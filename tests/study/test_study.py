"""A study is typed, immutable, complete in what it says of itself, and the same from files and from frames."""

from __future__ import annotations

import pickle
from pathlib import Path

import pandas as pd
import pytest
from study_builder import build_study, write

from valuma.loaders.study_folder import read_study
from valuma.schema.problems import StudyError, ValumaError
from valuma.schema.tables import TABLES
from valuma.study.settings import StudySettings
from valuma.study.study import Study


@pytest.fixture
def small(tmp_path: Path) -> Study:
    return read_study(build_study(tmp_path))


def frames() -> dict[str, pd.DataFrame]:
    """Return the frames of a study in hand: two towns in one network."""
    return {
        "sources": pd.DataFrame({"source_id": ["page"], "title": ["Page"], "publisher": ["Ring"]}),
        "actors": pd.DataFrame(
            {
                "actor_id": ["west", "east"],
                "name": ["West", "East"],
                "kind": "municipality",
                "side": "municipal",
                "level": "local",
            }
        ),
        "networks": pd.DataFrame({"network_id": ["ring"], "group": ["finnish"], "status": ["draft"]}),
        "memberships": pd.DataFrame(
            {"network_id": "ring", "actor_id": ["west", "east"], "role": "member", "source_id": "page"}
        ),
    }


def test_every_table_is_there_with_its_columns_and_dtypes(small: Study) -> None:
    dtypes = {"text": "str", "id": "str", "date": "str", "integer": "Int64", "year": "Int64", "number": "float64",
              "yes-no": "boolean", "list": "object"}  # fmt: skip
    for name, table in TABLES.items():
        frame = small.tables[name]
        assert list(frame.columns) == list(table.names)
        assert {c.name: str(frame[c.name].dtype) for c in table.columns} == {
            c.name: dtypes[c.kind] for c in table.columns
        }, name


def test_unknown_is_missing_and_never_an_empty_text(small: Study) -> None:
    for name, table in TABLES.items():
        for column in table.columns:
            cells = small.tables[name][column.name]
            if column.kind == "list":
                assert all(isinstance(cell, tuple) for cell in cells)
            else:
                assert not (cells.astype(object) == "").any(), (name, column.name)


def test_card_becomes_rows_of_the_tables(small: Study) -> None:
    network = small.networks.iloc[0]
    assert network["name_fi"] == "Järviverkosto"
    assert network["name_translated"] == ("sv", "en")
    assert network["policy_fields"] == ("rural",)
    assert pd.isna(network["ended"])
    assert network["goes_on"]
    assert pd.isna(network["host"])
    assert small.funding["amount"].tolist() == [100000.0]
    assert small.periods[["from", "to"]].to_numpy().tolist() == [[2018, 2020]]
    assert small.bodies["kinds"].tolist() == [("municipality", "ministry")]
    assert dict(zip(small.claims["value"], small.claims["used"], strict=True)) == {"2012": True, "2013": False}
    assert small.practices["text_sv"].tolist() == ["Besök från kommun till kommun."]
    assert small.network_sources[["field", "source_id"]].to_numpy().tolist() == [
        ["card", "lake-page"], ["founded", "land-survey"],
    ]  # fmt: skip


def test_network_that_has_ended_does_not_go_on(tmp_path: Path) -> None:
    folder = build_study(tmp_path)
    card = folder / "cases/finnish/lake-network/card.toml"
    card.write_text(card.read_text(encoding="utf-8").replace('ended = "none"', "ended = 2021"), encoding="utf-8")
    network = read_study(folder).networks.iloc[0]
    assert network["ended"] == 2021
    assert not network["goes_on"]


def test_changing_a_frame_does_not_change_the_study(small: Study) -> None:
    actors = small.actors
    actors.loc[0, "name"] = "changed"
    actors["new"] = 1
    del small.tables["networks"]["group"]
    assert small.actors["name"].iloc[0] == "Korpi"
    assert "new" not in small.actors
    assert "group" in small.networks


def test_study_cannot_be_changed(small: Study) -> None:
    with pytest.raises(AttributeError, match="immutable"):
        small.settings = StudySettings()
    with pytest.raises(AttributeError, match="immutable"):
        del small.settings
    with pytest.raises(TypeError):
        small.tables["actors"] = pd.DataFrame()  # type: ignore[index]
    with pytest.raises(AttributeError, match="no attribute 'actor'"):
        _ = small.actor


def test_study_travels_to_another_process_whole(small: Study) -> None:
    copy = pickle.loads(pickle.dumps(small))
    assert copy.fingerprint == small.fingerprint
    assert copy.settings == small.settings
    assert repr(copy) == repr(small)


def test_study_from_frames_needs_only_what_it_uses() -> None:
    study = Study.from_frames(**frames())
    assert repr(study) == "<Study study: 2 actors, 1 networks, 2 memberships; 0 warnings>"
    assert study.tiers().to_dict() == {"east": "local", "west": "local"}


def test_study_from_frames_of_a_study_is_the_same_study(small: Study) -> None:
    again = Study.from_frames(
        settings=small.settings, coding=small.coding, area_rules=small.area_rules, **dict(small.tables)
    )
    assert again.fingerprint == small.fingerprint


def test_key_may_be_the_index_and_rows_may_come_in_any_order() -> None:
    given = frames()
    plain = Study.from_frames(**given)
    given["actors"] = given["actors"].set_index("actor_id").iloc[::-1]
    assert Study.from_frames(**given).fingerprint == plain.fingerprint


@pytest.mark.parametrize("years", [[2010, None], [2010.0, float("nan")], ["2010", ""], pd.array([2010, None], "Int64")])
def test_years_are_read_from_every_way_pandas_holds_them(years: object) -> None:
    given = frames()
    given["memberships"] = given["memberships"].assign(year_from=years)
    rows = Study.from_frames(**given).memberships.set_index("actor_id")["year_from"]
    assert rows["west"] == 2010
    assert pd.isna(rows["east"])


def test_problems_of_all_frames_come_at_once_with_the_position_in_the_frame() -> None:
    given = frames()
    given["actors"] = given["actors"].assign(level=["local", "locl"])
    given["memberships"] = given["memberships"].assign(role=["membr", "member"], source_id=["page", "pge"])
    with pytest.raises(StudyError) as caught:
        Study.from_frames(**given)
    places = {(p.file, p.row, p.column, p.hint) for p in caught.value.problems.errors}
    assert places == {
        ("actors", 1, "level", "did you mean 'local'?"),
        ("memberships", 0, "role", "did you mean 'member'?"),
        ("memberships", 1, "source_id", "did you mean 'page'?"),
    }


def test_frame_of_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValumaError, match="did you mean 'memberships'"):
        Study.from_frames(membership=pd.DataFrame())


def test_select_keeps_the_registry_and_drops_the_other_networks(tmp_path: Path) -> None:
    folder = build_study(tmp_path)
    card = 'id = "part"\ngroup = "nordic"\nstatus = "draft"\nparent_network = "lake-network"\nsources = ["lake-page"]\n'
    write(folder, "cases/nordic/part/card.toml", card)
    write(folder, "cases/nordic/part/members.csv", "actor_id,role,source_id\nkorpi,member,lake-page\n")
    study = read_study(folder)
    part = study.select(group="nordic")
    assert part.networks["network_id"].tolist() == ["part"]
    assert part.memberships["actor_id"].tolist() == ["korpi"]
    assert len(part.actors) == len(study.actors)
    assert len(part.claims) == 0
    assert not part.check().errors, "the parent is known although it was not selected"
    assert study.select(network=["part", "lake-network"]).fingerprint == study.fingerprint
    assert study.select(country="FI").networks["network_id"].tolist() == ["lake-network"]


def test_select_of_what_is_not_there_gets_the_nearest(small: Study) -> None:
    with pytest.raises(ValumaError, match="did you mean 'lake-network'"):
        small.select(network="lake-netwrk")
    with pytest.raises(ValumaError, match="no network has group 'nordic'"):
        small.select(group="nordic")


def test_summary_counts_rows_and_filled_cells(small: Study) -> None:
    summary = small.summary().set_index("table")
    assert summary.loc["regions", "rows"] == 2
    assert summary.loc["network_sources", "completeness"] == 1.0
    # Nine of the 12 cells that members.csv could hold beside notes and marks: no year, no sectors for most.
    rows, cells = 5, 8
    filled = 5 * 3 + 3 + 2 + 5 + 0 + 5
    assert summary.loc["memberships", "completeness"] == filled / (rows * cells)
    assert pd.isna(summary.loc["interests", "completeness"])
    assert not summary["synthetic"].any()


def test_html_holds_title_and_counts(small: Study) -> None:
    text = small._repr_html_()
    assert "Järviseutu" in text
    assert "7 actors" in text


def test_study_is_synthetic_where_any_row_or_source_is(tmp_path: Path) -> None:
    folder = build_study(tmp_path)
    assert not read_study(folder).synthetic
    write(folder, "tables/sources.csv", "source_id,title,publisher,synthetic\nmade-up,Answers,nobody,yes\n")
    write(folder, "tables/actors.csv", "actor_id,name,kind,side,level,policy_sectors,synthetic\n"
          "toy,Toy,municipality,municipal,local,not-applicable,yes\n")  # fmt: skip
    write(folder, "tables/interests.csv", "actor_id,theme_id,strength,source_id\ntoy,water,0.5,made-up\n")
    study = read_study(folder)
    assert study.synthetic
    assert study.synthetic_tables == {"sources", "actors", "interests"}
    assert "synthetic" in repr(study)
    assert bool(study.summary().set_index("table").loc["interests", "synthetic"])


def test_fingerprint_changes_with_any_cell_and_any_setting(small: Study) -> None:
    tables = dict(small.tables)
    tables["actors"].loc[0, "name"] = "Korpi II"
    other = Study.from_frames(settings=small.settings, coding=small.coding, area_rules=small.area_rules, **tables)
    assert other.fingerprint != small.fingerprint
    again = Study.from_frames(coding=small.coding, area_rules=small.area_rules, **dict(small.tables))
    assert again.fingerprint != small.fingerprint


def test_frames_that_lack_columns_or_tables_name_what_is_needed() -> None:
    with pytest.raises(StudyError) as caught:
        Study.from_frames(actors=pd.DataFrame({"actor_id": ["a"]}))
    assert {problem.hint for problem in caught.value.problems} == {"actors need actor_id, name, kind, side, level"}
    rows = pd.DataFrame({"network_id": ["x"], "actor_id": ["a"], "role": ["member"], "source_id": ["s"]})
    with pytest.raises(StudyError) as caught:
        Study.from_frames(memberships=rows)
    assert {problem.file: problem.hint for problem in caught.value.problems} == {
        "networks": "networks need network_id, group, status",
        "actors": "actors need actor_id, name, kind, side, level",
        "sources": "sources need source_id, title, publisher",
    }
    with pytest.raises(ValumaError, match="actors is a list; expected a data frame with actor_id, name"):
        Study.from_frames(actors=["a"])  # type: ignore[arg-type]
