"""What other programs write is accepted, and it is said that it was."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from study_builder import ACTORS, CASE, MEMBERS, build_study, write

from valuma.loaders.study_folder import check, read_study
from valuma.study.study import Study

MEMBERS_FILE = f"{CASE}/members.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build_study(tmp_path)


def same_tables(first: Study, second: Study) -> bool:
    return all(first.tables[name].equals(second.tables[name]) for name in first.tables)


def test_byte_order_mark_is_accepted_and_noted(folder: Path) -> None:
    plain = read_study(folder)
    write(folder, MEMBERS_FILE, codecs.BOM_UTF8 + MEMBERS.encode())
    study = read_study(folder)
    assert same_tables(study, plain)
    assert [(p.severity, p.file, p.found) for p in study.report] == [("note", MEMBERS_FILE, "a byte-order mark")]


def test_semicolons_of_finnish_excel_are_accepted_and_noted(folder: Path) -> None:
    plain = read_study(folder)
    text = "\ufeff" + MEMBERS.replace(",", ";").replace("\n", "\r\n")
    write(folder, MEMBERS_FILE, text)
    study = read_study(folder)
    assert same_tables(study, plain)
    assert [p.found for p in study.report.notes] == ["a byte-order mark", "semicolons between cells"]


def test_list_in_a_semicolon_file_stands_in_quotation_marks(folder: Path) -> None:
    plain = read_study(folder)
    rows = [[f'"{cell}"' if ";" in cell else cell for cell in line.split(",")] for line in ACTORS.splitlines()]
    write(folder, "cases/registry/actors.csv", "\r\n".join(";".join(row) for row in rows))
    assert same_tables(read_study(folder), plain)


def test_windows_1252_is_read_with_a_warning(folder: Path) -> None:
    plain = read_study(folder)
    write(folder, "cases/registry/actors.csv", ACTORS.encode("cp1252"))
    study = read_study(folder)
    assert study.actors.loc[study.actors["actor_id"] == "suurkyla", "name"].item() == "Suurkylä"
    assert same_tables(study, plain)
    assert [(p.severity, p.found) for p in study.report] == [("warning", "bytes that are not UTF-8")]


def test_decomposed_letters_become_the_composed_ones(folder: Path) -> None:
    write(folder, "cases/registry/actors.csv", ACTORS.replace("Suurkylä", "Suurkyla\u0308"))
    assert "Suurkylä" in set(read_study(folder).actors["name"])


def test_decimal_comma_is_read_in_a_semicolon_file(folder: Path) -> None:
    write(folder, "tables/interests.csv", "actor_id;theme_id;strength;source_id\nkorpi;water;0,25;lake-page\n")
    study = read_study(folder)
    assert study.interests["strength"].tolist() == [0.25]
    assert "decimal commas" in {p.found for p in study.report.notes}


def test_decimal_comma_and_point_in_one_column_are_an_error(folder: Path) -> None:
    rows = "korpi;water;0,25;lake-page\nrantala;water;0.5;lake-page\n"
    write(folder, "tables/interests.csv", f"actor_id;theme_id;strength;source_id\n{rows}")
    assert "decimal commas and decimal points" in {p.found for p in check(folder).errors}


def test_order_of_rows_and_columns_changes_nothing(folder: Path) -> None:
    plain = read_study(folder)
    for path in sorted(folder.rglob("*.csv")):
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        turned = [line.split(",")[::-1] for line in [header, *rows[::-1]]]
        path.write_text("\n".join(",".join(cells) for cells in turned) + "\n", encoding="utf-8")
    study = read_study(folder)
    assert same_tables(study, plain)
    assert study.fingerprint == plain.fingerprint
    assert study.inputs != plain.inputs


def test_own_column_is_kept_as_text_and_noted(folder: Path) -> None:
    text = ACTORS.replace("municipality_code\n", "municipality_code,staff\n").replace("FI,005\n", "FI,005,12\n")
    rows = [line if line.count(",") == 8 else line + "," for line in text.splitlines()]
    write(folder, "cases/registry/actors.csv", "\n".join(rows))
    study = read_study(folder)
    staff = study.actors.set_index("actor_id")["staff"]
    assert staff["suurkyla"] == "12"
    assert staff.drop("suurkyla").isna().all()
    assert [(p.severity, p.column) for p in study.report] == [("note", "staff")]


def test_small_folder_without_registers_of_places_is_a_study(tmp_path: Path) -> None:
    write(tmp_path, "study.toml", 'id = "mine"\ngroups = ["mine"]\n[title]\nfi = "a"\nsv = "b"\nen = "c"\n')
    write(tmp_path, "cases/registry/sources.csv", "source_id,title,publisher\nown-list,List,Us\n")
    actors = "actor_id,name,kind,side,level,municipality_code\ntown,Town,municipality,municipal,local,005\n"
    write(tmp_path, "cases/registry/actors.csv", actors)
    write(tmp_path, "cases/mine/ring/card.toml", 'id = "ring"\ngroup = "mine"\nstatus = "draft"\n')
    write(tmp_path, "cases/mine/ring/members.csv", "actor_id,role,source_id\ntown,member,own-list\n")
    study = read_study(tmp_path)
    assert not study.report
    assert study.settings.groups == ("mine",)
    assert len(study.municipalities) == 0
    assert study.tiers().to_dict() == {"town": "local"}


def test_tables_may_replace_cards(tmp_path: Path) -> None:
    write(tmp_path, "study.toml", 'id = "mine"\n[title]\nfi = "a"\nsv = "b"\nen = "c"\n')
    write(tmp_path, "tables/sources.csv", "source_id,title,publisher\nown-list,List,Us\n")
    write(tmp_path, "tables/actors.csv", "actor_id,name,kind,side,level\ntown,Town,municipality,municipal,local\n")
    write(tmp_path, "tables/networks.csv", "network_id,group,status,ended,goes_on\nring,finnish,draft,,yes\n")
    write(tmp_path, "tables/memberships.csv", "network_id,actor_id,role,source_id\nring,town,member,own-list\n")
    study = read_study(tmp_path)
    assert study.networks["goes_on"].tolist() == [True]
    assert len(study.memberships) == 1


def test_inputs_hold_a_hash_of_every_file_that_was_read(folder: Path) -> None:
    write(folder, f"{CASE}/notes.txt", "remarks")
    inputs = read_study(folder).inputs
    read = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in (".csv", ".toml")}
    assert set(inputs) == read
    assert all(len(digest) == 64 for digest in inputs.values())


def test_first_line_that_tells_excel_the_delimiter_is_passed_over_and_lines_are_counted_on(folder: Path) -> None:
    plain = read_study(folder)
    write(folder, MEMBERS_FILE, "sep=;\r\n" + MEMBERS.replace(",", ";").replace("\n", "\r\n"))
    study = read_study(folder)
    assert same_tables(study, plain)
    assert "'sep=;'" in {p.found for p in study.report.notes}
    write(folder, MEMBERS_FILE, "sep=;\n" + MEMBERS.replace(",", ";").replace("rantala;member", "rantala;membr"))
    assert [error.row for error in check(folder).errors] == [4]
