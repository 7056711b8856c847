"""Annexes: what the library's own hold, and that one more is one function."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from report.fake_brief import draw_where
from report.word_samples import build, opened, styled
from study_builder import CASE, add, build_study

import valuma as va
from valuma.report import annexes
from valuma.report.annexes import Annex, MarkedTable, annex, chosen, entries
from valuma.report.cache import Cache
from valuma.report.content import BriefContent, BriefTable
from valuma.report.document import Document
from valuma.report.docx.writer import document_text
from valuma.report.imprint import Source
from valuma.report.prepared import Prepared, _official_names
from valuma.report.results import Results
from valuma.report.tree import (
    Callout,
    Citation,
    CrossReference,
    FigureBlock,
    Heading,
    Items,
    Paragraph,
    TableBlock,
    Text,
    plain,
)
from valuma.schema.problems import StudyError, ValumaError
from valuma.study.study import Study
from valuma.texts import forbidden, label, sentence, sentence_keys

LANGUAGES = ("fi", "sv", "en")


def prepared(study: Study) -> Prepared:
    """A study without text, as far as annexes look at it."""
    sources = {str(row.source_id): Source(str(row.source_id), str(row.title)) for row in study.sources.itertuples()}
    documents = {lang: Document(lang, (Text("Title"),), (), ()) for lang in LANGUAGES}
    cache = Cache(None, inputs="x")
    return Prepared(study, BriefContent(Results([])), documents, sources, 99, 7, {}, cache)


def make(name: str, ready: Prepared, lang: str = "en", **options) -> Annex:
    found = chosen([name])[0].make(ready, lang, **options)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("lakes")
    build_study(folder)
    return prepared(va.read_study(folder))


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    entries()
    monkeypatch.setattr(annexes, "_ENTRIES", dict(annexes._ENTRIES))


def test_the_annexes_of_the_library_in_their_order():
    names = ["networks", "case-sheets", "respondents", "questionnaire", "method", "sources"]
    assert [entry.name for entry in entries()] == names


def test_one_more_annex_is_one_function(registry, tmp_path):
    @annex("answers", order=25)
    def answers(ready, lang, /, **options):
        frame = pd.DataFrame({"who": ["towns"], "rate": ["–"]})
        table = BriefTable(frame, {"who": "Who", "rate": "Answered"}, "Rates", notes=("–: fewer than five",))
        figure = draw_where(lang)
        words = (
            Text("See "),
            CrossReference("table", "rates", ""),
            Text(", "),
            CrossReference("figure", "dots", "map #"),
            Text(" and "),
            Citation(("report",)),
        )
        blocks = (Paragraph(words), Heading(3, (Text("Rates"),)), TableBlock("rates"), FigureBlock("dots"))
        return Annex("answers", "Who answered", blocks, {"rates": table}, {"dots": figure})

    made = build(tmp_path, lang="en", annexes=["networks", "answers"])
    assert made.annexes == ("networks", "answers")
    words = [text for _, text in styled(opened(made.paths["en"]))]
    assert "Annex\u00a02. Who answered" in words
    assert "See Table\u00a03, map 2 and [2]" in words
    assert "Table\u00a03. Rates" in words
    assert "Figure\u00a02. Each dot is a place." in words
    assert "–: fewer than five" in words


def test_a_name_is_registered_once(registry):
    with pytest.raises(ValumaError, match="there is an annex 'method' already"):
        annex("method", order=1)(lambda ready, lang, /, **options: None)


def test_an_annex_may_not_take_a_name_of_the_text(registry, tmp_path):
    @annex("twice", order=50)
    def twice(ready, lang, /, **options):
        return Annex("twice", "Twice", (TableBlock("members"),), {"members": ready.table("members", lang)})

    with pytest.raises(ValumaError, match="annex 'twice': the name 'members' is taken"):
        build(tmp_path, lang="en", annexes=["twice"])


def test_an_annex_with_a_skipped_heading_is_refused(registry, tmp_path):
    @annex("deep", order=50)
    def deep(ready, lang, /, **options):
        return Annex("deep", "Deep", (Heading(5, (Text("Deeper"),)),))

    with pytest.raises(StudyError, match="annex deep"):
        build(tmp_path, lang="en", annexes=["deep"])


def test_invented_data_are_refused_in_the_annex_of_a_real_study(registry, tmp_path):
    @annex("invented", order=50)
    def invented(ready, lang, /, **options):
        figure = draw_where(lang, synthetic=True)
        return Annex("invented", "Invented", (FigureBlock("dots"),), figures={"dots": figure})

    with pytest.raises(ValumaError, match="annex 'invented': invented data in a report of real ones"):
        build(tmp_path, lang="en", annexes=["invented"])


def test_every_network_stands_once_with_what_is_known(lakes):
    """Three of four or five municipalities, two of four memberships dated; see ``tests/study_builder.py``."""
    made = make("networks", lakes)
    [table] = made.tables.values()
    assert table.rows("en") == [
        [
            "Lake network",
            "lead organisation",  # as in the tables and figures of the text
            "3/4–5",
            "size not stated",  # the counts cover the municipalities only
            "50%",
            "draft",
            "lake-page, land-survey",
        ]
    ]
    assert made.wide


def test_the_lead_of_the_networks_adds_up(study):
    made = make("networks", prepared(study))
    rows = sum(len(table.frame) for table in made.tables.values())
    assert rows == len(study.networks)
    words = [row["list"] for table in made.tables.values() for row in table.frame.to_dict("records")]
    lead = plain(made.blocks[0])
    for state, said in (("known (nearly) whole", "whole for"), ("known in part", "in part for")):
        assert f"{said} {words.count(state)}" in lead


def test_a_case_sheet_is_a_heading_facts_numbers_members_and_what_is_not_known(lakes):
    made = make("case-sheets", lakes, networks=["lake-network"])
    assert [type(block) for block in made.blocks[1:3]] == [Heading, TableBlock]
    assert plain(made.blocks[1]) == "Lake network"
    table = made.tables["annex-case-lake-network"]
    facts = [(row[0], row[1].replace("\u00a0", ",")) for row in table.rows("en")]
    assert ("Began", "2012") in facts
    assert any(label == "State grant" and "100,000" in value for label, value in facts)
    roles = next(block for block in made.blocks if isinstance(block, Items))
    assert "Suurkylä" in plain(roles)
    box = made.blocks[-1]
    assert isinstance(box, Callout)
    assert box.kind == "unknown"
    items = [plain(item) for item in box.blocks[0].items]
    assert "Office: we do not know" in items  # without the code of the line and the question that go with a form


def test_funders_do_not_count_as_members_and_stand_apart(tmp_path):
    build_study(tmp_path)
    add(tmp_path, f"{CASE}/members.csv", "univ-north,funder,,,2019,lake-page\nsuurkyla,funder,,,2019,lake-page\n")
    study = va.read_study(tmp_path)
    rows = study.tables["memberships"]
    members = set(rows[rows["role"].isin(study.settings.roles)]["actor_id"])
    others = set(rows["actor_id"]) - members
    assert others
    made = make("case-sheets", prepared(study), networks=["lake-network"])
    titles = [plain(block) for block in made.blocks if isinstance(block, Heading) and block.level == 4]
    assert titles == [
        f"Known members ({len(members)})",
        f"Funders and others that do not count as members ({len(others)})",
    ]
    first, second = (plain(block) for block in made.blocks if isinstance(block, Items))
    assert first.count("Suurkylä") == 1
    assert "funder: Suurkylä" in first  # both of its roles, once
    assert "University of the North" not in first
    assert "Funder: " in second


def test_english_words_of_a_card_are_marked_where_the_page_is_not_english(lakes):
    for lang in ("fi", "sv"):
        table = make("case-sheets", lakes, lang, networks=["lake-network"]).tables["annex-case-lake-network"]
        assert isinstance(table, MarkedTable)
        cells = table.rows(lang)
        assert table.english
        for (row, column), words in table.english.items():
            parts = table.parts(row, column, cells[row][1])
            assert tuple(part for part, english in parts if english) == words
            assert "".join(part for part, _ in parts) == cells[row][1]
    table = make("case-sheets", lakes, "en", networks=["lake-network"]).tables["annex-case-lake-network"]
    assert isinstance(table, MarkedTable)
    assert not table.english


def test_governance_has_the_words_of_the_tables_in_the_text(lakes):
    for lang, words in {"fi": "Johtamistapa", "sv": "Styrform", "en": "Governance"}.items():
        [networks] = make("networks", lakes, lang).tables.values()
        assert networks.headers["governance"] == words
        [cases] = make("case-sheets", lakes, lang, networks="all").tables.values()
        said = dict(row[:2] for row in cases.rows(lang))
        assert said[words] == networks.frame["governance"].iloc[0] == label("lead-organisation", lang, short=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_known_is_said_in_words(study, lang):
    for name in ("networks", "case-sheets"):
        made = make(name, prepared(study), lang, networks=["mal-verkosto"])
        cells = [cell for table in made.tables.values() for row in table.rows(lang) for cell in row]
        assert "–" not in cells


def test_lines_that_ask_the_same_are_one_row(lakes):
    table = make("case-sheets", lakes, networks=["lake-network"]).tables["annex-case-lake-network"]
    labels = [row[0] for row in table.rows("en")]
    assert labels.count("Theme") == 1


def test_case_sheets_are_those_of_the_settings_unless_asked(lakes):
    assert chosen(["case-sheets"])[0].make(lakes, "en") is None  # the settings name none
    assert set(make("case-sheets", lakes, networks="all").tables) == {"annex-case-lake-network"}
    with pytest.raises(ValumaError, match=r"no network 'lake-networks'; .*lake-network"):
        make("case-sheets", lakes, networks=["lake-networks"])


def test_the_method_explains_every_measure_of_the_brief_and_no_other(lakes):
    rows = make("method", lakes).tables["annex-measures"].rows("en")
    said = {row[1] for row in rows}
    for key in sentence_keys():
        entry = sentence(key, "en")
        assert (entry.how_to_read in said) == (entry.where == "brief")


def test_what_was_left_out_is_counted(lakes):
    """Four actors count, three of them municipalities, one is a funder only; see ``tests/study_builder.py``."""
    rows = {row[0]: row[1:] for row in make("method", lakes).tables["annex-left-out"].rows("en")}
    branch = "Actors without a branch of administration of their own (general authorities)"
    assert rows[branch] == ["3", "4"]
    assert rows["Memberships without years"] == ["2", "4"]
    assert rows["Pairs of actor and network in roles that do not count"] == ["1", "5"]
    assert rows["Networks of which no source states the size"] == ["1", "1"]


def test_every_source_stands_once_by_its_code(lakes):
    made = make("sources", lakes)
    items = next(block for block in made.blocks if isinstance(block, Items))
    codes = [plain(item).split("  ")[0] for item in items.items]
    assert codes == sorted(lakes.study.sources["source_id"])
    assert made.lists_sources


@pytest.fixture(scope="module")
def official(study: Study) -> frozenset[str]:
    return _official_names(study)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["networks", "case-sheets", "method"])
def test_no_annex_of_the_own_study_holds_a_forbidden_word(study, official, lang, name):
    made = make(name, prepared(study), lang, networks=["mal-verkosto"])
    for block in made.blocks:
        text = plain(block)
        assert forbidden(text, lang, names=[word for word in official if word in text]) == []
    for table in made.tables.values():
        for text in (table.caption, *table.headers.values()):
            assert forbidden(text, lang) == []


@pytest.mark.slow
def test_the_own_study_becomes_a_report_in_three_languages(study, root: Path, tmp_path):
    made = va.report.word(study, out=tmp_path / "report", texts=root / "brief", draws=99)
    assert made.annexes == ("networks", "case-sheets", "respondents", "questionnaire", "method", "sources")
    for path in made.files:
        text = document_text(path.read_bytes())
        assert "MAL" in text
        assert "{{" not in text
