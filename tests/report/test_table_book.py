from __future__ import annotations

import re
import shutil
import subprocess
from csv import reader
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from report.fake_brief import collect, draw_where, make_study, write_texts
from report.handed_over import parts_of, prepared

from valuma.report.manifest import read_manifest
from valuma.report.prepared import prepare
from valuma.report.results import Result, Results
from valuma.report.xlsx.ranges import beside, parts
from valuma.report.xlsx.sheet import Cell, as_number, sheet_name
from valuma.report.xlsx.tables import TableFiles, make_tables
from valuma.report.xlsx.words import cell_words, heading, number_format
from valuma.schema.problems import ValumaError
from valuma.texts import LANGUAGES, message


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> TableFiles:
    ready = prepared(tmp_path_factory.mktemp("ready"))
    return make_tables(ready, out=tmp_path_factory.mktemp("made") / "build" / "tables")


def rows_of(path: Path, sheet: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def below(rows: list[list[object]], first: str) -> list[list[object]]:
    """The table that begins with a heading, down to the first empty row."""
    start = next(index for index, row in enumerate(rows) if row[0] == first)
    end = next((index for index in range(start, len(rows)) if not any(rows[index])), len(rows))
    return rows[start:end]


def test_there_is_one_workbook_a_language_with_names_in_it(made: TableFiles) -> None:
    assert [path.name for path in made.files] == ["tables-en.xlsx", "tables-fi.xlsx", "tables-sv.xlsx"]
    assert made.sheets["en"][:3] == ("Read this", "Figure 1 Places", "Table 1")
    assert made.sheets["fi"][:3] == ("Lue tämä", "Kuvio 1 Sijainti", "Taulukko 1")
    assert made.sheets["sv"][-3:] == ("Resultat", "Kolumner", "Källor")
    for lang, names in made.sheets.items():
        assert CalamineWorkbook.from_path(made.folder / f"tables-{lang}.xlsx").sheet_names == list(names)


def test_the_first_sheet_lists_all_others(made: TableFiles) -> None:
    listed = below(rows_of(made.folder / "tables-en.xlsx", "Read this"), "Sheet")
    assert [row[0] for row in listed[1:]] == list(made.sheets["en"][1:])


def test_the_first_sheet_says_what_it_was_made_from(made: TableFiles) -> None:
    said = " ".join(str(row[0]) for row in rows_of(made.folder / "tables-en.xlsx", "Read this"))
    fingerprint = make_study().fingerprint
    assert fingerprint in said
    assert "seed 7, draws 99" in said
    assert "Empty is not zero." in said


def test_a_figure_has_its_numbers_with_headings_in_the_language(made: TableFiles) -> None:
    rows = rows_of(made.folder / "tables-fi.xlsx", "Kuvio 1 Sijainti")
    assert rows[0][0] == "Kuvio\u00a01. Närpes & co"
    table = below(rows, "Verkosto")
    assert table == [["Verkosto", "Teemojen laajuus"], ["Islands", 1.5], ["Skerries", 2.0], ["Bays", ""]]
    said = [row[0] for row in rows]
    assert "Each dot is a place." in said
    assert said.index("Vaihtoehtoinen teksti") + 1 == said.index("Three dots.")
    assert said[said.index("Lähteet") + 1] == "1 lähde, ks. sivu ”Lähteet”"


def test_sources_stand_on_a_sheet_of_their_own(made: TableFiles) -> None:
    head, *rows = below(rows_of(made.folder / "tables-en.xlsx", "Sources"), "Source, identifier")
    assert head[1:] == ["Source", "Publisher", "Published", "Read", "Address", "On the sheets"]
    found = {row[0]: row[1:] for row in rows}
    assert found["report"] == ["Yearly report", "Island network", "", "", "", "Figure 1 Places"]
    assert found["list"][4] == "https://example.org/members"


def panes(path: Path, sheets: tuple[str, ...]) -> dict[str, str]:
    """The first cell below the rows that stay in view, by sheet."""
    files = parts_of(path)
    found = {}
    for index, name in enumerate(sheets, start=1):
        match = re.search(rb'<pane [^>]*topLeftCell="(\w+)"', files[f"xl/worksheets/sheet{index}.xml"])
        found[name] = match[1].decode() if match else ""
    return found


def test_only_headings_near_the_top_stay_in_view(made: TableFiles) -> None:
    found = panes(made.folder / "tables-en.xlsx", made.sheets["en"])
    assert found["Read this"] == ""
    assert found["Figure 1 Places"] == "A7"
    assert all(int(re.sub(r"\D", "", cell)) <= 9 for cell in found.values() if cell)


def test_headings_are_not_printed_again_over_what_stands_below_a_short_table(made: TableFiles) -> None:
    assert b"Print_Titles" not in parts_of(made.folder / "tables-en.xlsx")["xl/workbook.xml"]


def test_the_row_it_points_to_is_that_of_the_alternative_text(made: TableFiles) -> None:
    rows = rows_of(made.folder / "tables-en.xlsx", "Figure 1 Places")
    row = next(int(found[1]) for row in rows if (found := re.search(r"from row (\d+)", str(row[0]))))
    assert rows[row - 1][0] == "Alternative text"


def test_headings_carry_the_name_of_the_column_in_the_data(made: TableFiles) -> None:
    comments = b"".join(data for name, data in parts_of(made.files[0]).items() if "comments" in name)
    assert b"themes_span" in comments
    keys = below(rows_of(made.folder / "tables-en.xlsx", "Columns"), "Sheet")
    assert ["Figure 1 Places", "Span of themes", "themes_span"] in keys


def test_printed_numbers_are_numbers_and_the_rest_is_as_printed(made: TableFiles) -> None:
    table = below(rows_of(made.folder / "tables-sv.xlsx", "Tabell 1"), "Nätverk")
    assert table == [
        [
            "Nätverk",
            "Kända medlemmar",
            *(f"Kända medlemmar: {part}" for part in ("tal", "av minst", "av högst")),
            "Andel",
        ],
        ["Islands", "22/57", 22, 57, 57, 0.25],
        ["Skerries", "4/4", 4, 4, 4, 0.5],
    ]


def test_ranges_and_remarks_are_numbers_in_columns_of_their_own() -> None:
    columns, rows = beside("mix", "Mix", ["20–31%", "known 57%", "3%", "–"], "en")
    assert [column.heading for column in columns] == [
        "Mix: number",
        "Mix: lower end",
        "Mix: upper end",
        "Mix: remark",
    ]
    share = [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in rows]
    assert share == [
        [None, 0.2, 0.31, None],
        [0.57, None, None, "of known members"],
        [0.03, 0.03, 0.03, None],
        [None, None, None, None],
    ]
    assert rows[0][1].form == "0%"
    assert beside("sources", "Sources", ["1–16"], "en") is None
    assert beside("what", "What", ["15 towns", "C21"], "en") is None


@pytest.mark.parametrize(
    ("text", "lang", "number", "low", "high", "remark"),
    [
        ("3/57", "en", 3, 57, 57, ""),
        ("15/27–31", "sv", 15, 27, 31, ""),
        ("75/>75", "en", 75, 75, None, "out of more than 75"),
        ("75/yli 75", "fi", 75, 75, None, "kaikkiaan yli 75"),
        ("3/?", "en", 3, None, None, "the total is not known"),
    ],
)
def test_one_number_out_of_another_is_read(text, lang, number, low, high, remark) -> None:
    found = parts(text, lang)
    ends = [None if cell is None else cell.value for cell in (found.number, found.of_low, found.of_high)]
    assert [*ends, found.remark] == [number, low, high, remark]


def test_years_are_whole_numbers_without_a_mark_between_their_digits() -> None:
    found = parts("2014–2023", "fi")
    assert (found.low, found.high) == (Cell(2014, "0"), Cell(2023, "0"))
    assert parts("2014", "en").number == Cell(2014, "0")
    assert parts("31–15", "en") is None


def test_every_result_stands_with_its_value_and_how_it_reads(made: TableFiles) -> None:
    head, *rows = below(rows_of(made.folder / "tables-fi.xlsx", "Tulokset"), "Tulos")
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert list(found) == ["networks", "state", "complete", "fewer"]
    assert found["networks"]["Arvo"] == 62
    assert (found["state"]["Arvo"], found["state"]["Alaraja"], found["state"]["Yläraja"]) == (0.38, 0.31, 0.44)
    assert found["state"]["Näin se luetaan tekstissä"] == "38\u00a0%"
    assert (found["complete"]["n"], found["complete"]["Kaikkiaan"]) == (22, 57)
    assert found["complete"]["Missä tekstissä"] == "Avainluvut"
    assert found["fewer"]["Pätee luokitteluilla"] == "A, B"


def test_shares_show_as_percentages(made: TableFiles) -> None:
    parts = parts_of(made.files[0])
    assert b'formatCode="0.0%"' in parts["xl/styles.xml"]
    assert not [name for name in parts if b"numberStoredAsText" in parts[name]]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    def hostile(study, **options):
        found = collect(study, **options)

        def draw(lang: str):
            figure = draw_where(lang)
            data = pd.DataFrame({"network": ["=1+1", "+358", "@sum", "-x", "ok"], "n": [1, 2, 3, 4, -5]})
            return replace(figure, data=data)

        return replace(found, figures={"where": draw})

    ready = prepare(make_study(), texts=write_texts(tmp_path / "texts"), collect=hostile)
    made = make_tables(ready, out=tmp_path / "build" / "tables", lang="en")
    table = below(rows_of(made.files[0], "Figure 1 Places"), "Network")
    assert [row[0] for row in table[1:]] == ["'=1+1", "'+358", "'@sum", "'-x", "ok"]
    assert table[5][1] == -5
    assert not [name for name, data in parts_of(made.files[0]).items() if "sheet" in name and b"<f>" in data]


def test_the_same_study_gives_the_same_bytes(tmp_path: Path, made: TableFiles) -> None:
    again = make_tables(prepared(tmp_path), out=tmp_path / "build" / "tables")
    assert [path.read_bytes() for path in again.files] == [path.read_bytes() for path in made.files]


def test_the_file_says_its_title_and_language_and_no_date(made: TableFiles) -> None:
    core = parts_of(made.folder / "tables-sv.xlsx")["docProps/core.xml"].decode()
    assert "<dc:title>Öarnas nätverk: tabeller</dc:title>" in core
    assert "<dc:language>sv</dc:language>" in core
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"1980-01-01"}


def test_the_manifest_names_inputs_and_outputs(made: TableFiles) -> None:
    entry = read_manifest(made.manifest)["tables"]
    assert sorted(entry["outputs"]) == [f"tables/{path.name}" for path in made.files]
    assert entry["options"]["languages"] == ["fi", "sv", "en"]


def test_an_example_says_so_on_every_sheet_and_in_its_name(tmp_path: Path) -> None:
    made = make_tables(prepared(tmp_path, synthetic=True), out=tmp_path / "build" / "tables", lang="sv")
    assert [path.name for path in made.files] == ["tables-synthetic-sv.xlsx"]
    for name in made.sheets["sv"]:
        said = " ".join(str(row[0]) for row in rows_of(made.files[0], name)[:4])
        assert "EXEMPEL – PÅHITTADE SVAR" in said, name
    assert below(rows_of(made.files[0], "Figur 1 Platser"), "Nätverk")[1] == ["Islands", 1.5, "ja"]


def test_only_the_figures_asked_for_have_a_sheet(tmp_path: Path) -> None:
    ready = prepared(tmp_path)
    made = make_tables(ready, out=tmp_path / "build" / "tables", lang="en", figures=[])
    assert "Table 1" in made.sheets["en"]
    assert not [name for name in made.sheets["en"] if name.startswith("Figure")]
    with pytest.raises(ValumaError, match="did you mean 'where'"):
        make_tables(ready, out=tmp_path / "build" / "tables", figures=["were"])


def test_a_result_without_a_value_says_why_and_has_an_empty_cell(tmp_path: Path) -> None:
    def more(study, **options):
        found = collect(study, **options)
        extra = [Result("part", 0.81, "share", low=0.78, high=0.95)]
        extra += [Result("lost", state="no list is known"), Result("sum", 12_500.0, "money")]
        return replace(found, results=Results([*found.results.values(), *extra]))

    ready = prepare(make_study(), texts=write_texts(tmp_path / "texts"), collect=more)
    made = make_tables(ready, out=tmp_path / "build" / "tables", lang="en")
    head, *rows = below(rows_of(made.files[0], "Results"), "Result")
    part, lost, money = (dict(zip(head, row, strict=True)) for row in rows[-3:])
    assert part["How it reads in the text"] == "78–95%"
    assert (lost["Value"], lost["Why there is no value"]) == ("", "no list is known")
    assert (money["Value"], money["How it reads in the text"]) == (12_500, "€12,500")


# ---------------------------------------------------------------- words and numbers


def test_every_heading_of_the_catalogue_is_in_three_languages(study) -> None:
    import valuma as va

    figure = va.figures.draw("profile-plane", study, lang="en", group="nordic")
    for column in figure.data:
        headings = {lang: heading(str(column), lang) for lang in LANGUAGES}
        assert len(set(headings.values())) > 1, column


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cells_of_vocabularies_are_in_the_language(lang: str) -> None:
    assert cell_words("purpose_kind", "peer-learning", lang) != "peer-learning"
    assert cell_words("tier", "not-applicable", lang) == message("not-applicable", lang)
    assert cell_words("tier_mix_state", "one known member", lang) == message("state-one-known-member", lang)
    assert cell_words("actor_id", "none", lang) == "none"


@pytest.mark.parametrize(
    ("text", "lang", "cell"),
    [
        ("1 234,5", "fi", None),  # this library writes a space that does not break
        ("3,5", "sv", Cell(3.5, "#,##0.0")),
        ("1,234", "en", Cell(1234, "#,##0")),
        ("43\u00a0%", "fi", Cell(0.43, "0%")),
        ("41–56 %", "fi", None),
        ("tunn. 43 %", "fi", None),
        ("091", "fi", None),
        ("", "en", None),
    ],
)
def test_only_what_reads_the_same_again_becomes_a_number(text: str, lang: str, cell: Cell | None) -> None:
    assert as_number(text, lang) == cell


def test_names_of_sheets_are_short_lawful_and_unlike() -> None:
    taken: list[str] = []
    for wanted in ["A/B: [c]*?", "x" * 50, "x" * 50, "X" * 50, "'"]:
        taken.append(sheet_name(wanted, taken))
    assert taken == ["A B c", "x" * 31, "x" * 29 + " 2", "X" * 29 + " 3", "–"]


def test_shares_and_years_have_their_own_formats() -> None:
    assert number_format("completeness", whole=True) == "0.0%"
    assert number_format("year_to", whole=True) == number_format("year_from", whole=True) == "0"


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_numbers(tmp_path: Path, made: TableFiles) -> None:
    csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            csv,
            "--outdir",
            str(tmp_path),
            str(made.folder / "tables-en.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    found = {path.name.removeprefix("tables-en-").removesuffix(".csv") for path in tmp_path.glob("*.csv")}
    assert found == set(made.sheets["en"])
    with (tmp_path / "tables-en-Results.csv").open(encoding="utf-8", newline="") as file:
        rows = {row[0]: row for row in reader(file)}
    assert rows["state"][1:5] == ["38%", "38%", "31%", "44%"]
    assert rows["complete"][2] == "22"
