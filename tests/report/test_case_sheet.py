"""Case sheets: what they say in three languages, and that every one of them is exactly one readable page."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from study_builder import CARD, CASE, MEMBERS, SOURCES, add, build_study, change, write

import valuma as va
from valuma.formats.workbook.reading import read_workbook
from valuma.loaders.corrections.form import read_form
from valuma.report.case_sheet.facts import CaseContext, CaseFacts, case_facts
from valuma.report.case_sheet.typst import add_template, case_sheet_source
from valuma.report.typst_compile import Workshop
from valuma.schema.problems import Problems, ValumaError
from valuma.texts import LANGUAGES, message

LAKE = "lake-network"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return build_study(tmp_path / "study")


@pytest.fixture(scope="module")
def context(study) -> CaseContext:
    return CaseContext(study)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    made = Workshop(tmp_path_factory.mktemp("sheets") / "workshop")
    add_template(made.folder)
    return made


def sheet(context: CaseContext, shop: Workshop, network: str, lang: str):
    facts = case_facts(context.study, network, lang, context=context)
    source = case_sheet_source(
        facts, context.sources, study="Study", version="1", fingerprint="ab12", form=f"case-{network}-corrections.xlsx"
    )
    return shop.pdf(source, f"{network}-{lang}")


def sheet_source(facts: CaseFacts, study) -> str:
    sources = CaseContext(study, facts.network).sources
    return case_sheet_source(facts, sources, study="Study", version="1", fingerprint="ab12", form="form.xlsx")


def value(facts: CaseFacts, key: str) -> str:
    return next(fact.text for fact in facts.rows if fact.key == key)


# ---------------------------------------------------------------- what it says


def test_facts_are_said_in_the_language_with_their_sources(lake: Path) -> None:
    facts = case_facts(va.read_study(lake), LAKE, "fi")
    assert facts.title == "Järviverkosto"
    assert [value(facts, key) for key in ("A5", "A8", "A9", "B1", "B3")] == [
        "vertaisoppiminen", "2012", "toimii edelleen", "Suurkylä", "yhden organisaation vetämä",
    ]  # fmt: skip
    founded = next(fact for fact in facts.rows if fact.key == "A8")
    assert founded.sources == ("land-survey",)
    assert next(fact for fact in facts.rows if fact.key == "B3").reading
    assert not founded.reading


def test_unknown_not_applicable_and_none_are_worded_differently_in_every_language(lake: Path) -> None:
    change(lake, f"{CASE}/card.toml", 'coordinator = "suurkyla"\n', 'coordinator = "none"\nhost = "not-applicable"\n')
    change(
        lake,
        f"{CASE}/members.csv",
        "suurkyla,coordinator,2012,,2019,lake-page\n",
        "suurkyla,member,2012,,2019,lake-page\n",
    )
    study = va.read_study(lake)
    for lang in LANGUAGES:
        facts = case_facts(study, LAKE, lang)
        words = {key: value(facts, key) for key in ("A10", "B1", "B2")}
        assert len(set(words.values())) == 3, lang
        states = {fact.key: fact.state for fact in facts.rows}
        assert (states["A10"], states["B1"], states["B2"]) == ("unknown", "none", "not-applicable")


def test_what_is_unknown_becomes_a_question_with_the_key_of_its_line(lake: Path) -> None:
    change(lake, f"{CASE}/card.toml", "founded = 2012\n", "")
    change(lake, f"{CASE}/card.toml", 'founded = ["land-survey"]\n', 'coordinator = ["lake-page"]\n')
    change(lake, f"{CASE}/card.toml", 'value = "2012"\nused = true', 'value = "2012"\nused = false')
    unknown = case_facts(va.read_study(lake), LAKE, "en").unknown
    assert "A8 Founding year: we do not know – can you tell?" in unknown
    assert any(question.startswith("M We lack 1 of the members") for question in unknown)


def test_keys_of_lines_and_members_are_the_same_in_every_language(context: CaseContext) -> None:
    for network in ("mal-verkosto", "hinku", "akke-yhteistekeminen", "reglab-se"):
        found = [case_facts(context.study, network, lang, context=context) for lang in LANGUAGES]
        assert (
            len({tuple((f.key, f.path.partition(".")[0], f.was) for f in x.rows if f.key != "A4") for x in found}) == 1
        )
        assert len({tuple((line.key, line.was) for line in x.members) for x in found}) == 1


def test_a_member_named_by_two_sources_is_one_line(lake: Path) -> None:
    add(lake, f"{CASE}/members.csv", "rantala,member,,,2020,land-survey\n")
    lines = case_facts(va.read_study(lake), LAKE, "sv").members
    assert [(line.key, line.name, line.role, line.years) for line in lines] == [
        ("M1", "Suurkylä", "koordinator", "2012–"),
        ("M2", "Rantala", "medlem", "(2020)"),
        ("M3", "Saarela", "medlem", "2015–2019"),
        ("M4", "Järviseudun Leader ry", "partner", "(2019)"),
        ("M5", "Ministry of Land", "finansiär", "2018–2020"),
    ]
    assert lines[1].sources == ("lake-page", "land-survey")


def test_known_and_stated_members_are_those_of_the_member_lists(context: CaseContext) -> None:
    from valuma.study.member_lists import member_lists

    lists = member_lists(context.study)
    for network in ("suomen-kasvukaytava", "reglab-se"):
        number = case_facts(context.study, network, "en", context=context).numbers[0]
        row = lists.loc[network]
        low, high = row["stated_low"], row["stated_high"]
        stated = f"{low}" if high == low else f">{low}" if pd.isna(high) else f"{low}–{high}"
        assert number.value == f"{row['known']}/{stated}"


def test_claims_name_the_value_that_is_used_first(lake: Path) -> None:
    facts = case_facts(va.read_study(lake), LAKE, "en")
    assert value(facts, "V1") == "we use 2012; otherwise: 2013"


def test_an_unknown_network_is_refused_with_the_nearest_name(lake: Path) -> None:
    with pytest.raises(ValumaError, match="lake-network"):
        case_facts(va.read_study(lake), "lake-netwrk", "en")


def test_organisations_in_several_roles_are_one_line_with_the_roles_joined(lake: Path) -> None:
    rows = "rantala,steering,2016,,2019,land-survey\nrantala,funder,,,2020,land-survey\n"
    add(lake, f"{CASE}/members.csv", rows)
    facts = case_facts(va.read_study(lake), LAKE, "en")
    lines = [line for line in facts.members if line.actor_id == "rantala"]
    assert [(line.role, line.years, line.was) for line in lines] == [
        ("member, steering-group member, funder", "2016–", "rantala|member;steering;funder")
    ]
    assert set(lines[0].sources) == {"lake-page", "land-survey"}


def test_known_members_are_organisations_in_the_roles_that_count(lake: Path) -> None:
    add(lake, f"{CASE}/members.csv", "rantala,steering,2016,,2019,land-survey\n")
    facts = case_facts(va.read_study(lake), LAKE, "en")
    assert [(line.actor_id, line.counts) for line in facts.members][-1] == ("min-land", False)
    assert facts.n_members == 4
    source = sheet_source(facts, va.read_study(lake))
    assert "Known members (4)" in source
    assert "Funders and commissioners, not members" in source


def test_a_network_of_which_only_a_funder_is_known_has_no_known_members(lake: Path) -> None:
    head = MEMBERS.partition("\n")[0]
    write(lake, f"{CASE}/members.csv", f"{head}\nmin-land,funder,2018,2020,2019,lake-page\n")
    change(lake, f"{CASE}/card.toml", 'coordinator = "suurkyla"\n', "")
    facts = case_facts(va.read_study(lake), LAKE, "en")
    assert (facts.n_members, len(facts.members)) == (0, 1)
    assert any(question.startswith("M Members: we know none") for question in facts.unknown)
    assert "Known members (0)" in sheet_source(facts, va.read_study(lake))


def test_sheet_profile_and_number_of_lines_agree_on_known_members(context: CaseContext) -> None:
    for network in ("mal-verkosto", "akke-seutukaupunkien-kiertotalous", "enrd", "hinku"):
        facts = case_facts(context.study, network, "fi", context=context)
        rows = context.table("memberships", network)
        counted = rows[rows["role"].isin(context.study.settings.roles)]["actor_id"]
        assert facts.n_members == counted.nunique() == context.profile["members"].get(network, 0), network
        assert len({line.actor_id for line in facts.members}) == len(facts.members) == rows["actor_id"].nunique()


def test_bounds_are_promised_only_where_they_are_shown(context: CaseContext) -> None:
    promised = message("case-number-part-bounds", "en")
    for network in context.profile.index:
        shown = case_facts(context.study, network, "en", context=context).numbers
        bounds = [number for number in shown[1:] if "ounds" in number.sentence]
        assert (shown[0].sentence == promised) <= bool(bounds), network


def test_bounds_stand_beside_the_value_of_the_known_members(context: CaseContext) -> None:
    row = context.profile.loc["sisp"]
    numbers = case_facts(context.study, "sisp", "en", context=context).numbers
    mix = next(number for number in numbers if number.value == f"{row['tier_mix_low']:.2f}–{row['tier_mix_high']:.2f}")
    assert f"known members alone give {row['tier_mix']:.2f}" in mix.sentence
    towns = context.profile.loc["seutukaupunkiverkosto"]
    assert towns["tier_mix_low"] == towns["tier_mix_high"]
    mix = case_facts(context.study, "seutukaupunkiverkosto", "en", context=context).numbers[1]
    assert mix.value == f"{towns['tier_mix_low']:.2f}"
    assert f"Both bounds are the same, whoever is missing; the known members alone give {towns['tier_mix']:.2f}" in (
        mix.sentence
    )


def test_several_countries_and_an_unknown_country_are_worded_differently(lake: Path) -> None:
    said = {}
    for name, line in (("several", 'country = "not-applicable"\n'), ("unknown", "")):
        study = build_study(lake.parent / name)
        change(study, f"{CASE}/card.toml", 'country = "FI"\n', line)
        said[name] = case_facts(va.read_study(study), LAKE, "en")
    assert (value(said["several"], "A7"), value(said["unknown"], "A7")) == ("several countries", "we do not know")
    asked = {name: [question for question in facts.unknown if "A7" in question] for name, facts in said.items()}
    assert asked["several"] == []
    assert asked["unknown"] == [
        "A7 Country: we do not know – in which country does the network work, or is it in several?"
    ]


def test_members_of_the_same_name_are_told_apart_by_their_country(context: CaseContext) -> None:
    names = [line.name for line in case_facts(context.study, "enrd", "sv", context=context).members]
    assert {"Landsbygdsnätverket (FI)", "Landsbygdsnätverket (SE)"} <= set(names)
    assert len(set(names)) == len(names)


def test_sources_that_do_not_fit_are_named_by_their_numbers_and_listed_in_the_form(
    context: CaseContext, tmp_path: Path
) -> None:
    from valuma.report.case_sheet.form import form_bytes

    facts = case_facts(context.study, "mal-verkosto", "en", context=context)
    total = len(facts.sources)
    source = sheet_source(facts, context.study)
    assert f"and 3 more sources ({total - 2}–{total}); they are on the sheet Sources of the form" in source
    assert f"and 1 more source ({total}); it is on the sheet Sources of the form" in source
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_bytes(facts, context.sources, fingerprint="ab"))
    listed = next(sheet for sheet in read_workbook(path).sheets if sheet.name == "Sources").rows[1:]
    assert [int(row[0]) for row in listed] == list(range(1, total + 1))
    assert [row[1] for row in listed] == [context.sources[name].title for name in facts.sources]


# ---------------------------------------------------------------- one page


@pytest.mark.parametrize(
    ("network", "lang"),
    [("mal-verkosto", "fi"), ("hinku", "sv"), ("akke-yhteistekeminen", "en"), ("crosscare", "fi")],
)
def test_a_sheet_is_one_page_in_accessible_pdf(context: CaseContext, shop: Workshop, network: str, lang: str) -> None:
    pdf = sheet(context, shop, network, lang)
    assert pdf.pages == 1
    assert b"pdfuaid:part" in pdf.data


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_network_has_a_sheet_of_one_page(context: CaseContext, shop: Workshop, lang: str) -> None:
    for network in context.study.networks["network_id"]:
        assert sheet(context, shop, network, lang).pages == 1, network


@pytest.mark.parametrize("role", ["partner", "funder"])
def test_an_overfull_card_with_300_members_is_still_one_page(lake: Path, shop: Workshop, role: str) -> None:
    long = "Kansainvälisenvuorovaikutusjärjestelmän kehittämisyhteenliittymä " * 12
    change(lake, f"{CASE}/card.toml", 'fi = "Järviverkosto"', f'fi = "{long.strip()}"')
    change(lake, f"{CASE}/card.toml", 'fi = "Kunnat oppivat toisiltaan."', f'fi = "{"x" * 900} {long}."')
    entries = "".join(
        f'\n[[funding]]\nkind = "state-grant"\npayer_kind = "{long}{k}"\nsource = "lake-page"\n' for k in range(40)
    )
    change(lake, f"{CASE}/card.toml", "\n[[themes]]", f"{entries}\n[[themes]]")
    actors = "".join(
        f"body-{k},Pitkänimisten järjestöjen liitto {k},leader-group,civil-society,subregional,"
        "agriculture;economy,FI,\n"
        for k in range(300)
    )
    add(lake, "cases/registry/actors.csv", actors)
    add(lake, f"{CASE}/members.csv", "".join(f"body-{k},{role},,,2019,lake-page\n" for k in range(300)))
    context = CaseContext(va.read_study(lake), LAKE)
    assert len(case_facts(context.study, LAKE, "fi", context=context).members) == 305
    assert sheet(context, shop, LAKE, "fi").pages == 1


def test_an_empty_card_is_one_page_of_questions(lake: Path, shop: Workshop) -> None:
    bare = re.sub(r"\n\[source_of\].*", "\n", CARD, flags=re.DOTALL)
    for line in (
        "purpose_kind",
        "policy_fields",
        "governance",
        "coordinator",
        "legal_form",
        "country",
        "founded",
        "ended",
    ):
        bare = re.sub(rf"^{line} = .*\n", "", bare, flags=re.MULTILINE)
    bare = bare.replace('curators_reading = ["purpose_kind", "policy_fields", "governance"]\n', "")
    write(lake, f"{CASE}/card.toml", bare)
    write(lake, f"{CASE}/members.csv", MEMBERS.partition("\n")[0] + "\n")
    context = CaseContext(va.read_study(lake), LAKE)
    facts = case_facts(context.study, LAKE, "sv", context=context)
    assert len(facts.unknown) == 15
    assert facts.members == ()
    assert sheet(context, shop, LAKE, "sv").pages == 1


def test_no_type_on_a_sheet_is_smaller_than_seven_and_a_half_points() -> None:
    text = (Path(va.__file__).parent / "report" / "templates" / "case.typ").read_text(encoding="utf-8")
    sizes = [float(size) for size in re.findall(r"(?<![\w.])(\d+(?:\.\d+)?)pt\b(?=[,)\s])", text)]
    smallest = float(re.search(r"#let smallest = ([\d.]+)pt", text).group(1))
    assert smallest >= 7.5
    assert [float(x) for x in re.findall(r"size: (\d+(?:\.\d+)?)pt", text) if float(x) < 7.5] == []
    assert sizes


def test_a_word_that_no_line_can_hold_may_break(lake: Path) -> None:
    change(lake, f"{CASE}/card.toml", 'fi = "Kunnat oppivat toisiltaan."', f'fi = "{"x" * 900}"')
    context = CaseContext(va.read_study(lake), LAKE)
    facts = case_facts(context.study, LAKE, "fi", context=context)
    source = case_sheet_source(facts, context.sources, study="S", version="1", fingerprint="ab", form="f.xlsx")
    runs = re.findall("x+", source)
    assert sum(map(len, runs)) > 300
    assert max(map(len, runs)) <= 34


# ---------------------------------------------------------------- files


def test_sheet_and_form_are_written_side_by_side_with_the_same_bytes_again(lake: Path, tmp_path: Path) -> None:
    study = va.read_study(lake)
    made = va.report.case_sheets(study, tmp_path / "a", ["fi", "sv"], LAKE)
    again = va.report.case_sheets(study, tmp_path / "b", ["fi", "sv"], LAKE)
    assert [path.name for path in made] == [
        "case-lake-network-fi.pdf", "case-lake-network-fi-corrections.xlsx",
        "case-lake-network-sv.pdf", "case-lake-network-sv-corrections.xlsx",
    ]  # fmt: skip
    assert [path.read_bytes() for path in made] == [path.read_bytes() for path in again]


def test_an_example_says_so_in_name_and_page(lake: Path, tmp_path: Path) -> None:
    head, *rows = SOURCES.splitlines()
    lines = [f"{head},synthetic", *(f"{row}," for row in rows), "told,An invented page,Nobody,,2020,,yes", ""]
    write(lake, "cases/registry/sources.csv", "\n".join(lines))
    made = va.report.case_sheets(va.read_study(lake), tmp_path / "out", "sv", LAKE)
    assert [path.name for path in made] == [
        "case-lake-network-sv-synthetic.pdf", "case-lake-network-sv-synthetic-corrections.xlsx",
    ]  # fmt: skip
    context = CaseContext(va.read_study(lake), LAKE)
    facts = case_facts(context.study, LAKE, "sv", context=context)
    source = case_sheet_source(facts, context.sources, study="S", version="1", fingerprint="ab", form="f.xlsx")
    assert message("synthetic-line", "sv") in source


def test_every_line_of_the_sheet_stands_in_the_form(study, context: CaseContext, tmp_path: Path) -> None:
    from valuma.report.case_sheet.form import asked, form_bytes

    facts = case_facts(study, "mal-verkosto", "fi", context=context)
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_bytes(facts, context.sources, fingerprint=study.fingerprint))
    problems = Problems()
    form = read_form(read_workbook(path), problems)
    assert form is not None
    assert not problems.errors
    assert (form.network, form.lang, form.fingerprint) == ("mal-verkosto", "fi", study.fingerprint)
    assert form.missing == ()
    lines = {line.key: (line.path, line.was) for line in form.facts}
    assert lines == {fact.key: (fact.path, fact.was) for fact in asked(facts)}
    assert {fact.key for fact in facts.rows} - set(lines) == {"V1", "V2"}, "claims about lines that are asked"
    assert [line.key for line in form.members] == [line.key for line in facts.members]


def test_a_form_that_was_filled_in_is_never_written_over(lake: Path, tmp_path: Path) -> None:
    from correction_forms import fill_in

    study = va.read_study(lake)
    _, form = va.report.case_sheets(study, tmp_path, "en", LAKE)
    va.report.case_sheets(study, tmp_path, "en", LAKE)
    fill_in(form, form, {"A8": {"correct": "no"}})
    before = form.read_bytes()
    with pytest.raises(ValumaError, match="filled in"):
        va.report.case_sheets(study, tmp_path, "en", LAKE)
    assert form.read_bytes() == before
