"""The figures drawn from the graph: fit to print in every language, and honest about what is not known."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from figures import reading, tiny
from figures.test_figures_of_study_tables import official_names

from valuma import figures as catalogue
from valuma.figures.record import Figure
from valuma.schema.problems import ValumaError
from valuma.study.study import Study
from valuma.texts import LANGUAGES, forbidden, message

#: Options with which a figure can be drawn from the tiny study, too.
SMALL = {
    "ant-map": {"case": "kaupungit"},
    "profile-plane": {"x": "side_mix"},
    "mixing-matrix": {"draws": 19},
    "membership-overlap": {},
    "theme-coverage": {},
}
#: The repository's own study, drawn in every way there is; every figure in every language, ways beyond that in one.
REAL = [
    *(("ant-map", {"case": "mal-verkosto"}, lang) for lang in LANGUAGES),
    *(("ant-map", {"group": "finnish"}, lang) for lang in LANGUAGES),
    ("ant-map", {"case": "hinku"}, "sv"),
    ("ant-map", {}, "sv"),
    *(("profile-plane", {"group": "finnish"}, lang) for lang in LANGUAGES),
    ("profile-plane", {"x": "region_mix", "y": "side_mix", "colour": "group"}, "en"),
    *(("mixing-matrix", {"draws": 19}, lang) for lang in LANGUAGES),
    ("mixing-matrix", {"attribute": "region", "draws": 19, "group": "nordic"}, "sv"),
    ("mixing-matrix", {"attribute": "urban_rural", "draws": 19}, "fi"),
    *(("membership-overlap", {"group": "finnish"}, lang) for lang in LANGUAGES),
    ("membership-overlap", {"group": "international"}, "en"),
    *(("theme-coverage", {}, lang) for lang in LANGUAGES),
    ("theme-coverage", {"by": "side", "group": "nordic"}, "sv"),
    ("theme-coverage", {"by": "kind"}, "en"),
]


@pytest.fixture(scope="module")
def small_study() -> Study:
    return tiny.study()


@pytest.fixture(scope="module", params=SMALL)
def small(request: pytest.FixtureRequest, small_study: Study) -> Figure:
    return catalogue.draw(request.param, small_study, lang="fi", **SMALL[request.param])


@pytest.mark.parametrize(("name", "options", "lang"), REAL, ids=str)
def test_nothing_written_is_cut_or_covered(study: Study, name: str, options: dict[str, object], lang: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph is a warning
        figure = catalogue.draw(name, study, lang=lang, **options)
        assert reading.cut(figure) == []
    assert reading.meeting(figure) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SMALL)
def test_words_are_whole_and_none_is_forbidden(small_study: Study, name: str, lang: str) -> None:
    figure = catalogue.draw(name, small_study, lang=lang, **SMALL[name])
    said = "\n".join((reading.words(figure), figure.title, figure.caption, figure.alt, *figure.notes))
    assert "{" not in said
    assert "nan" not in said.lower().split()
    assert forbidden(said, lang, where="brief", names=official_names(small_study)) == []


@pytest.mark.parametrize("name", SMALL)
def test_two_drawings_are_the_same_bytes(small_study: Study, name: str) -> None:
    one, two = (catalogue.draw(name, small_study, lang="sv", **SMALL[name]) for _ in range(2))
    assert one.content(".svg") == two.content(".svg")
    assert one.csv() == two.csv()


def test_sources_are_those_of_the_study(small: Figure, small_study: Study) -> None:
    assert small.sources
    assert set(small.sources) <= set(small_study.sources["source_id"])


def test_caption_says_how_complete_the_lists_are(small: Figure, small_study: Study) -> None:
    if small.name == "ant-map":
        assert "Jäsenistä tunnetaan 3/4" in small.caption
    else:
        line = message("scope-completeness", "fi", whole=0, part=2, unstated=3, threshold="90\u00a0%")
        assert line in small.caption


def test_notes_say_that_the_cases_are_no_sample(small: Figure) -> None:
    assert message("not-a-sample", "fi") in "\n".join(small.notes)


@pytest.mark.parametrize("name", SMALL)
def test_an_invented_study_says_so_on_every_figure(name: str, tmp_path: Path) -> None:
    figure = catalogue.draw(name, tiny.study(synthetic=True), lang="en", **SMALL[name])
    assert figure.synthetic
    assert message("synthetic-line", "en") in reading.words(figure)
    assert all("-synthetic." in path.name for path in figure.save(tmp_path))


@pytest.mark.parametrize("name", SMALL)
def test_unknown_group_is_refused(small_study: Study, name: str) -> None:
    options = {key: value for key, value in SMALL[name].items() if key != "case"}
    with pytest.raises(ValumaError, match="no group 'finish'"):
        catalogue.draw(name, small_study, lang="fi", group="finish", **options)
