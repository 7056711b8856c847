"""Cards in a workbook: what nobody changed changes nothing, what is wrong is named by its cell."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from study_builder import CASE, build_study, write

from valuma.formats.workbook.reading import Cell, Workbook, read_workbook
from valuma.loaders.card_workbook.exchange import KIND, export_cards, kind_of_workbook, read_card_workbook
from valuma.loaders.card_workbook.sheets import card_sheets
from valuma.loaders.changes import Changes
from valuma.schema.card import Card
from valuma.schema.problems import Problems, StudyError, ValumaError
from valuma.texts import LANGUAGES, message_keys

CARD, MEMBERS = f"{CASE}/card.toml", f"{CASE}/members.csv"

#: Changes the rows of a sheet in place: rows without the headings, and the column of a heading.
Fill = Callable[[list[list[Cell]], Callable[[str], int]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The study of the lake country."""
    return build_study(tmp_path / "study")


_EXPORTED: dict[tuple[str, str], bytes] = {}


def book_of(folder: Path, lang: str = "en") -> Workbook:
    """Export the folder, or take the same export again, and read the workbook."""
    key = (lang, repr(contents(folder)))
    if key not in _EXPORTED:
        _EXPORTED[key] = export_cards(folder, lang=lang)
    path = folder.parent / f"cards-{lang}.xlsx"
    path.write_bytes(_EXPORTED[key])
    return read_workbook(path)


def filled(book: Workbook, name: str, fill: Fill) -> Workbook:
    """Return the workbook after the rows of one sheet have been changed."""
    rows = book.sheet(name).rows
    headings = rows[0]
    below = rows[1:]
    fill(below, lambda heading: headings.index(heading))
    rows[1:] = below
    return book


def put(book: Workbook, name: str, heading: str, value: Cell, row: int = 0) -> Workbook:
    """Write one cell."""
    return filled(book, name, lambda rows, at: rows[row].__setitem__(at(heading), value))


def errors(book: Workbook, folder: Path) -> list[str]:
    """What an import says is wrong."""
    with pytest.raises(StudyError) as caught:
        read_card_workbook(book, folder)
    return [str(item) for item in caught.value.problems.errors]


def shown(changes: Changes) -> list[tuple[str, ...]]:
    return [tuple(row) for row in changes.frame.to_numpy().tolist()]


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_unchanged_workbook_changes_nothing_in_any_language(folder: Path, lang: str) -> None:
    changes = read_card_workbook(book_of(folder, lang), folder)
    assert not changes
    assert not changes.changes
    assert not changes.report


def test_same_folder_gives_the_same_bytes_in_the_language_of_the_study(folder: Path) -> None:
    assert export_cards(folder) == export_cards(folder, lang="fi")


def test_cards_that_were_deleted_come_back_byte_for_byte(folder: Path) -> None:
    path = folder / CARD
    path.write_text(
        path.read_text(encoding="utf-8").replace('"none"\nsou', '"none"  # it goes on\nsou'), encoding="utf-8"
    )
    before, book = contents(folder), book_of(folder)
    path.unlink()
    assert read_card_workbook(book, folder, take_workbook=True).write() == [path]
    assert contents(folder) == before


def test_rows_in_another_order_are_no_change(folder: Path) -> None:
    book = filled(book_of(folder), "Members", lambda rows, at: rows.reverse())
    book = filled(book, "Differing values", lambda rows, at: rows.reverse())
    assert not read_card_workbook(book, folder)


def test_one_value_changes_one_line_and_changed_back_gives_the_same_bytes(folder: Path) -> None:
    before = contents(folder)
    changes = read_card_workbook(put(book_of(folder), "Networks", "Founded", 2013), folder)
    assert shown(changes) == [("lake-network", "networks", "lake-network", "founded", "2012", "2013")]
    text = before[CARD].decode()
    assert changes.contents == {CARD: text.replace("founded = 2012", "founded = 2013").encode()}


def test_changed_and_changed_back_gives_the_same_bytes(folder: Path) -> None:
    before = contents(folder)
    for founded, first, second in ((2013, "2013", "2012"), (2012, "2012", "2013")):
        # The used claim says what the card says, so both change together.
        book = put(book_of(folder), "Networks", "Founded", founded)
        put(book, "Differing values", "Value in the source", first, 0)
        put(book, "Differing values", "Value in the source", second, 1)
        read_card_workbook(book, folder).write()
        assert (contents(folder) == before) == (founded == 2012)


def test_row_is_added_behind_the_row_above_it_and_taken_away_again(folder: Path) -> None:
    before = contents(folder)
    book = book_of(folder)
    new = ["lake-network", 2015, 2017, "trial", "lake-page", None]
    changes = read_card_workbook(filled(book, "Periods", lambda rows, at: rows.insert(1, new)), folder)
    assert shown(changes)[0][3:] == ("row", "", "from=2015, to=2017, what=trial, source=lake-page")
    changes.write()
    assert (folder / CARD).read_text(encoding="utf-8").index('what = "project"') < (folder / CARD).read_text(
        encoding="utf-8"
    ).index('what = "trial"')
    changes = read_card_workbook(filled(book_of(folder), "Periods", lambda rows, at: rows.pop(1)), folder)
    assert shown(changes)[0][5] == ""
    changes.write()
    assert contents(folder) == before


def test_member_is_changed_added_and_taken_away(folder: Path) -> None:
    book = book_of(folder)

    def fill(rows: list[list[Cell]], at: Callable[[str], int]) -> None:
        actors = [row[at("Actor")] for row in rows]
        rows[actors.index("saarela")][at("Last year")] = 2020
        del rows[actors.index("lake-leader")]
        new: list[Cell] = [None] * len(rows[0])
        for heading, value in (
            ("Network", "lake-network"),
            ("Actor", "korpi"),
            ("Role", "member"),
            ("Source", "lake-page"),
        ):
            new[at(heading)] = value
        rows.append(new)

    changes = read_card_workbook(filled(book, "Members", fill), folder)
    assert sorted(change[2:] for change in shown(changes)) == [
        ("korpi · member · lake-page", "row", "", "actor_id=korpi, role=member, source_id=lake-page"),
        (
            "lake-leader · partner · lake-page",
            "row",
            "actor_id=lake-leader, role=partner, observed_year=2019, source_id=lake-page",
            "",
        ),
        ("saarela · member · lake-page", "year_to", "2019", "2020"),
    ]
    lines = changes.contents[MEMBERS].decode().splitlines()
    old = (folder / MEMBERS).read_text(encoding="utf-8").splitlines()
    assert set(lines) - set(old) == {"saarela,member,2015,2020,2019,lake-page", "korpi,member,,,,lake-page"}


def test_new_network_and_new_source_make_new_files(folder: Path) -> None:
    book = book_of(folder)

    def network(rows: list[list[Cell]], at: Callable[[str], int]) -> None:
        row: list[Cell] = [None] * len(rows[0])
        for heading, value in (
            ("Id", "river-network"), ("Group", "finnish"), ("State of the card", "draft"),
            ("Name in Finnish", "Jokiverkosto"), ("Sources of the card", "river-page"), ("Founded", 2001),
        ):  # fmt: skip
            row[at(heading)] = value
        rows.append(row)

    def source(rows: list[list[Cell]], at: Callable[[str], int]) -> None:
        row: list[Cell] = [None] * len(rows[0])
        for heading, value in (
            ("Id of the source", "river-page"), ("Title", "Rivers"), ("Publisher", "River network"),
            ("Published", datetime.date(2020, 5, 4)),
        ):  # fmt: skip
            row[at(heading)] = value
        rows.append(row)

    def member(rows: list[list[Cell]], at: Callable[[str], int]) -> None:
        row: list[Cell] = [None] * len(rows[0])
        for heading, value in (
            ("Network", "river-network"),
            ("Actor", "korpi"),
            ("Role", "member"),
            ("Source", "river-page"),
        ):
            row[at(heading)] = value
        rows.append(row)

    filled(filled(filled(book, "Networks", network), "Sources", source), "Members", member)
    changes = read_card_workbook(book, folder)
    assert not changes.check().errors
    changes.write()
    card = (folder / "cases/finnish/river-network/card.toml").read_text(encoding="utf-8")
    assert card == (
        'id = "river-network"\ngroup = "finnish"\nstatus = "draft"\nfounded = 2001\nsources = ["river-page"]\n\n'
        '[name]\nfi = "Jokiverkosto"\n'
    )
    assert "korpi,member" in (folder / "cases/finnish/river-network/members.csv").read_text(encoding="utf-8")
    assert "river-page,Rivers,River network,,2020-05-04," in (folder / "cases/registry/sources.csv").read_text("utf-8")


def test_all_problems_are_told_at_once_with_sheet_cell_and_what_is_nearest(folder: Path) -> None:
    book = book_of(folder)
    put(book, "Networks", "Mode of governance", "lead-organization")
    put(book, "Networks", "Coordinator", "Suurkylä")
    put(book, "Funding", "Source", None)
    put(book, "Member counts", "At least", datetime.date(2026, 10, 12))
    put(book, "Themes", "Theme", "waters")
    assert errors(book, folder) == [
        "error: cards-en.xlsx, row 2, Networks!N2 (Mode of governance): found 'lead-organization'; expected a word of "
        "the vocabulary governance (did you mean 'lead-organisation'?)",
        "error: cards-en.xlsx, row 2, Member counts!E2 (At least): found the date 2026-10-12; expected a stated "
        "number, or the lower end (a spreadsheet makes dates of texts such as 12-10; write it anew in a cell "
        "formatted as text)",
        "error: cards-en.xlsx, row 2, Funding!L2 (Source): found an empty cell; expected the source of the fact",
        "error: cards-en.xlsx, row 2, Networks!O2 (Coordinator): found 'Suurkylä'; expected an actor of actors.csv "
        "(did you mean 'suurkyla'?)",
        "error: cards-en.xlsx, row 2, Themes!B2 (Theme): found 'waters'; expected a theme of themes.csv "
        "(did you mean 'water'?)",
    ]


def test_fact_without_a_source_is_an_error_at_the_cell_of_its_source(folder: Path) -> None:
    book = put(book_of(folder), "Networks", "Sources of the card", "lake-page; land-survey")
    put(book, "Networks", "Source: Founded", None)
    found = errors(book, folder)
    assert any("(Source: Founded): found 'founded' without a source of its own" in line for line in found)
    assert any("(Source: Coordinator): found 'coordinator' without a source of its own" in line for line in found)


def test_reading_of_the_curator_must_be_named_as_one(folder: Path) -> None:
    book = put(book_of(folder), "Networks", "Curator's readings", "purpose_kind; policy_fields")
    assert len(errors(book, folder)) == 1
    assert "'governance' among `curators_reading`" in errors(book, folder)[0]


@pytest.mark.parametrize(
    ("sheet", "heading", "cell", "becomes"),
    [
        ("Networks", "Founded", datetime.date(1905, 7, 4), "unchanged"),  # day 2012 of Excel
        ("Networks", "Founded", "2012,0", "unchanged"),
        ("Networks", "Founded", "2\u00a0012", "unchanged"),
        ("Networks", "Founded", "  2012 ", "unchanged"),
        ("Networks", "Mode of governance", "Lead-Organisation", "unchanged"),
        ("Networks", "Mode of governance", "\u201dlead-organisation\u201d", "unchanged"),
        ("Networks", "Legal form", "yhtiö", "company"),
        ("Networks", "Country", "fi", "unchanged"),
        ("Networks", "Name in Finnish", "Järviverkosto\u00a0", "unchanged"),
        ("Member counts", "Used", True, "unchanged"),
        ("Member counts", "Used", "kyllä", "unchanged"),
        ("Member counts", "Kinds of actor", "municipality;", "unchanged"),
        ("Missing members", "Area", 2, "unchanged"),
        ("Funding", "Amount", "100 000,50", "100000.5"),
        ("Differing values", "Value in the source", 2012, "unchanged"),
        ("Sources", "Published", 2019, "unchanged"),
    ],
)
def test_what_excel_makes_of_a_cell_is_understood(
    folder: Path, sheet: str, heading: str, cell: Cell, becomes: str
) -> None:
    changes = read_card_workbook(put(book_of(folder), sheet, heading, cell), folder)
    assert [change.becomes for change in changes.changes] == ([] if becomes == "unchanged" else [becomes])


def test_what_was_understood_in_another_way_is_noted(folder: Path) -> None:
    changes = read_card_workbook(put(book_of(folder), "Missing members", "Area", 2), folder)
    assert [item.hint for item in changes.report.notes] == ["read as '02': a spreadsheet drops leading noughts"]


@pytest.mark.parametrize(
    ("sheet", "heading", "cell", "hint"),
    [
        ("Networks", "Founded", "about 2012", ""),
        ("Funding", "Share", "33 %", ""),
        ("Funding", "Amount", "1.200", "did you mean 1200 or 1.2?"),
        ("Funding", "Amount", "15,000", "did you mean 15000 or 15?"),
        ("Member counts", "At least", "1.000", "did you mean 1000 or 1?"),
        ("Bodies", "Body", datetime.date(2026, 2, 1), "texts such as 1-2"),
        ("Member counts", "At least", 10**30, "more than 18 digits"),
        ("Networks", "Group", "finish", "'finnish'"),
        ("Networks", "Id", "Lake Network", "'lake-network'"),
    ],
)
def test_what_cannot_be_understood_is_named(folder: Path, sheet: str, heading: str, cell: Cell, hint: str) -> None:
    assert any(hint in line for line in errors(put(book_of(folder), sheet, heading, cell), folder))


def test_workbook_does_not_undo_what_was_written_after_it_was_made(folder: Path) -> None:
    book = book_of(folder)
    path = folder / CARD
    path.write_text(path.read_text(encoding="utf-8").replace('what = "project"', 'what = "programme"'), "utf-8")
    (line,) = errors(book, folder)
    assert line == (
        "error: cards-en.xlsx, row 2, Networks!A2 (Id): found network 'lake-network': other values than in files that "
        "have changed since the workbook was made (periods what); expected a workbook made from the files as they are "
        "(export again, or use --take-workbook to let the workbook win)"
    )
    changes = read_card_workbook(book, folder, take_workbook=True)
    assert shown(changes)[0][3:] == ("what", "programme", "project")
    assert len(changes.report.warnings) == 1


def test_workbook_without_other_values_is_read_although_files_have_changed(folder: Path) -> None:
    book = book_of(folder)
    path = folder / CARD
    path.write_text(f"# Looked through.\n{path.read_text(encoding='utf-8')}", "utf-8")
    changes = read_card_workbook(book, folder)
    assert not changes
    assert not changes.report


def test_source_that_was_added_after_the_workbook_was_made_is_not_taken_away(folder: Path) -> None:
    book = book_of(folder)
    path = folder / "cases/registry/sources.csv"
    first = path.read_text(encoding="utf-8").splitlines()[1]
    path.write_text(
        path.read_text(encoding="utf-8") + first.replace(first.split(",")[0], "new-page", 1) + "\n", "utf-8"
    )
    assert "the register of sources: other values" in errors(book, folder)[0]


@pytest.mark.parametrize("name", ["a/../ b;c", "Lake Page", "lake_page", "x" * 5 + "-"])
def test_id_of_a_new_source_has_letters_digits_and_hyphens_only(folder: Path, name: str) -> None:
    def fill(rows: list[list[Cell]], at: Callable[[str], int]) -> None:
        row: list[Cell] = [None] * len(rows[0])
        for heading, value in (("Id of the source", name), ("Title", "Rivers"), ("Publisher", "River network")):
            row[at(heading)] = value
        rows.append(row)

    found = errors(filled(book_of(folder), "Sources", fill), folder)
    assert any("expected lower-case letters a-z, digits and single hyphens" in line for line in found)


@pytest.mark.parametrize(("lang", "sheet", "heading"), [("fi", "Rahoitus", "Summa"), ("sv", "Finansiering", "Belopp")])
def test_what_is_missing_is_named_in_the_language_of_the_workbook(
    folder: Path, lang: str, sheet: str, heading: str
) -> None:
    book = book_of(folder, lang)
    rows = book.sheet(sheet).rows
    place = rows[0].index(heading)
    for row in rows:
        del row[place]
    report = read_card_workbook(book, folder).report
    assert [item.found for item in report.warnings] == [f"no column {heading!r}"]
    without = Workbook(book.file, tuple(page for page in book.sheets if page.name != sheet), book.notes)
    assert [item.found for item in read_card_workbook(without, folder).report.warnings] == [f"no sheet {sheet!r}"]


def test_text_that_looks_like_a_formula_comes_back_as_it_was(folder: Path) -> None:
    path = folder / CARD
    text = path.read_text(encoding="utf-8").replace("\n[name]", 'notes = "\'=1+1 or -5"\n\n[name]', 1)
    path.write_text(text, encoding="utf-8")
    (folder / MEMBERS).write_text(
        (folder / MEMBERS)
        .read_text(encoding="utf-8")
        .replace("source_id\n", "source_id,notes\n")
        .replace("page\n", "page,@x\n"),
        encoding="utf-8",
    )
    assert not read_card_workbook(book_of(folder), folder)


def test_typographic_quotation_marks_are_no_change_and_noted(folder: Path) -> None:
    path = folder / CARD
    path.write_text(
        path.read_text(encoding="utf-8").replace("nearer to the event", 'nearer to the \\"event\\"'), "utf-8"
    )
    book = put(book_of(folder), "Differing values", "Why", "The register is nearer to the \u201devent\u201d.", 1)
    changes = read_card_workbook(book, folder)
    assert not changes
    assert [item.hint for item in changes.report.notes] == ["taken as unchanged"]


def test_comment_that_goes_with_its_value_or_row_is_shown(folder: Path) -> None:
    path = folder / CARD
    text = path.read_text(encoding="utf-8").replace('legal_form = "none"', 'legal_form = "none"  # see the charter')
    path.write_text(text.replace("[[bodies]]", "# Met twice.\n[[bodies]]"), encoding="utf-8")
    book = filled(book_of(folder), "Bodies", lambda rows, at: rows.clear())
    changes = read_card_workbook(put(book, "Networks", "Legal form", None), folder)
    gone = [(change.was, change.becomes) for change in changes.changes if change.field == "comments"]
    assert gone == [("see the charter", ""), ("Met twice.", "")]


def test_comment_is_set_changed_and_refused_where_nothing_is_known(folder: Path) -> None:
    book = put(book_of(folder), "Networks", "Comments in the file", "legal_form: see the charter")
    changes = read_card_workbook(book, folder)
    assert 'legal_form = "none"  # see the charter\n' in changes.contents[CARD].decode()
    assert [change.becomes for change in changes.changes] == ["legal_form: see the charter"]
    put(book, "Networks", "Comments in the file", "host: nobody")
    assert any("a comment on 'host'" in line for line in errors(book, folder))


def test_id_that_no_folder_can_have_is_refused(folder: Path) -> None:
    book = filled(book_of(folder), "Networks", lambda rows, at: rows.append(["a" * 300, *rows[0][1:]]))
    assert any("found 300 characters" in line for line in errors(book, folder))


def test_network_that_is_gone_or_renamed_is_refused(folder: Path) -> None:
    gone = filled(book_of(folder), "Networks", lambda rows, at: rows.clear())
    assert any("no row of the network 'lake-network'" in line for line in errors(gone, folder))
    renamed = put(book_of(folder), "Networks", "Id", "lakes")
    assert any("an id is not changed here; write the old one back" in line for line in errors(renamed, folder))
    moved = put(book_of(folder), "Networks", "Group", "nordic")
    assert any("move the folder itself" in line for line in errors(moved, folder))


def test_network_that_stands_twice_is_an_error(folder: Path) -> None:
    book = filled(book_of(folder), "Networks", lambda rows, at: rows.append(list(rows[0])))
    assert any("every network once (the id also stands in row 2)" in line for line in errors(book, folder))


def test_column_or_sheet_that_is_gone_leaves_what_it_held(folder: Path) -> None:
    book = book_of(folder)
    column = book.sheet("Funding").rows[0].index("Amount")
    for row in book.sheet("Funding").rows:
        del row[column]
    sheets = tuple(sheet for sheet in book.sheets if sheet.name != "Practices and lessons")
    changes = read_card_workbook(Workbook(book.file, sheets), folder)
    assert not changes
    assert [item.found for item in changes.report.warnings] == [
        "no column 'Amount'",
        "no sheet 'Practices and lessons'",
    ]


def test_sheets_and_columns_of_other_people_are_named_and_not_read(folder: Path) -> None:
    book = book_of(folder)
    for row, cell in zip(book.sheet("Funding").rows, ("Checked by", "somebody"), strict=True):
        row.append(cell)
    changes = read_card_workbook(book, folder)
    assert [item.found for item in changes.report.warnings] == ["the column 'Checked by'"]


def test_headings_may_stand_lower(folder: Path) -> None:
    book = book_of(folder)
    rows = book.sheet("Networks").rows
    rows[:0] = [[None] * len(rows[0]), ["Our cards"] + [None] * (len(rows[0]) - 1)]
    assert not read_card_workbook(book, folder)


def test_only_the_networks_that_were_exported_are_looked_at(folder: Path) -> None:
    for name in ("card.toml", "members.csv"):
        text = (folder / CASE / name).read_text(encoding="utf-8").replace("lake-network", "pond-network")
        write(folder, f"cases/finnish/pond-network/{name}", text)
    path = folder.parent / "cards.xlsx"
    path.write_bytes(export_cards(folder, ["pond-network"], lang="en"))
    book = read_workbook(path)
    assert {row[0] for row in book.sheet("Members").rows[1:]} == {"pond-network"}
    assert not read_card_workbook(book, folder)
    assert any(
        "expected a network of the first sheet" in line
        for line in errors(put(book, "Periods", "Network", "lake-network"), folder)
    )
    with pytest.raises(ValumaError, match="did you mean 'pond-network'"):
        export_cards(folder, ["pond-networks"])


def test_workbook_of_another_kind_is_refused(folder: Path) -> None:
    book = book_of(folder)
    assert kind_of_workbook(book) == KIND
    for row in book.sheet("About").rows:
        row[:] = ["valuma corrections" if cell == KIND else cell for cell in row]
    assert "found a workbook of the kind 'valuma corrections'" in errors(book, folder)[0]


def test_notes_of_the_reader_are_passed_on(folder: Path) -> None:
    book = book_of(folder)
    notes = Problems()
    notes.warning(book.file, "a formula", "a value")
    report = read_card_workbook(Workbook(book.file, book.sheets, notes), folder).report
    assert [item.found for item in report] == ["a formula"]


def test_every_field_of_a_card_has_a_column() -> None:
    sheets = {sheet.part or sheet.key: sheet for sheet in card_sheets()}
    single = {field.key.partition(".")[0] for field in sheets["networks"].fields}
    for name, info in Card.model_fields.items():
        if name in sheets and name != "sources":
            (model,) = info.annotation.__args__  # type: ignore[union-attr]
            keys = {item.alias or key for key, item in model.model_fields.items()}
            assert keys <= {field.key for field in sheets[name].fields}, name
        else:
            assert name in single


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_headings_of_a_sheet_are_alike_in_any_two_languages(lang: str) -> None:
    for sheet in card_sheets():
        for other in LANGUAGES:
            meant = {sheet.heading(field, other).casefold(): field.key for field in sheet.fields}
            for field in sheet.fields:
                assert meant.get(sheet.heading(field, lang).casefold(), field.key) == field.key, (sheet.key, field.key)
            assert len(meant) == len(sheet.fields)


def test_every_field_is_explained_in_every_language_and_no_explanation_is_left_over() -> None:
    fixed = {"cards-title", "cards-look-up", "cards-source-of", "cards-source-of-means"}
    prefixes = ("cards-sheet-", "cards-about-", "cards-words-")
    used = set(fixed)
    for sheet in card_sheets():
        for field in sheet.fields:
            for lang in LANGUAGES:
                assert sheet.heading(field, lang)
                assert sheet.meaning(field, lang).endswith((".", "…"))
            used |= set(sheet.message_keys(field))
    left = {key for key in message_keys() if key.startswith("cards-")} - used
    assert {key for key in left if not key.startswith(prefixes)} == set()


@pytest.fixture(scope="module")
def own_book(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All cards of the repository as a workbook."""
    path = tmp_path_factory.mktemp("own") / "cards.xlsx"
    path.write_bytes(export_cards(root, lang="sv"))
    return path


@pytest.mark.slow
def test_own_cards_are_unchanged_and_come_back_byte_for_byte(root: Path, own_book: Path, tmp_path: Path) -> None:
    book = read_workbook(own_book)
    changes = read_card_workbook(book, root)
    assert not changes.contents
    assert not changes.report
    shutil.copy(root / "study.toml", tmp_path)
    shutil.copytree(root / "cases", tmp_path / "cases")
    before = contents(tmp_path)
    for path in tmp_path.glob("cases/*/*/card.toml"):
        path.unlink()
    changes = read_card_workbook(book, tmp_path, take_workbook=True)
    assert len(changes.files) == 102
    assert {name: before[name] for name in changes.files} == dict(changes.contents)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_workbook_saved_by_libreoffice_changes_nothing(folder: Path) -> None:
    path = folder.parent / "cards.xlsx"
    path.write_bytes(export_cards(folder, lang="fi"))
    out = folder.parent / "saved"
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(out),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert not read_card_workbook(out / "cards.xlsx", folder)
