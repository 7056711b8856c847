"""The catalogue: names, languages, lazy loading, the style around each drawing."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pandas as pd
import pytest

from valuma import figures
from valuma.figures import catalogue
from valuma.figures.record import Figure
from valuma.schema.problems import ValumaError
from valuma.study.settings import StudySettings
from valuma.study.study import Study
from valuma.texts import LANGUAGES


def test_every_figure_says_what_it_shows_in_every_language() -> None:
    for entry in figures.list():
        for lang in LANGUAGES:
            assert entry.shows(lang)


def test_names_are_unique_and_those_of_the_brief_are_there() -> None:
    names = [entry.name for entry in figures.list()]
    assert len(set(names)) == len(names)
    assert {"where", "cases-compare", "known-sums", "policy-triangle", "typology"} <= set(names)


def test_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(ValumaError, match="did you mean 'known-sums'"):
        figures.draw("known-sum", None, lang="fi")


def test_unknown_name_cannot_be_registered() -> None:
    with pytest.raises(ValumaError, match="no figure 'pie'"):
        figures.register("pie")


def test_listing_figures_loads_no_drawing_library() -> None:
    code = "import sys, valuma.figures as f; f.list(); print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.fixture
def registered(small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_DRAWERS", {})

    @figures.register("where")
    def draw(source: object, *, lang: str) -> Figure:
        import matplotlib as mpl

        assert mpl.rcParams["font.family"][0] == "Source Sans Pro"
        return small(lang=lang)


def test_language_is_the_study_s_own_where_none_is_given(registered: None) -> None:
    study = SimpleNamespace(settings=SimpleNamespace(language="sv"))
    assert figures.draw("where", study).lang == "sv"
    assert figures.draw("where", study, lang="en").lang == "en"


def test_unknown_language_is_refused(registered: None) -> None:
    with pytest.raises(ValumaError, match="language 'de' is not there"):
        figures.draw("where", None, lang="de")


def test_a_figure_of_a_study_knows_the_titles_of_its_sources(study: Study) -> None:
    figure = figures.draw("known-sums", study, lang="en")
    titles = study.sources.set_index("source_id")["title"]
    assert len(figure.sources) > 10
    assert figure.source_titles == tuple(titles[list(figure.sources)])


@pytest.mark.parametrize("name", ["cases-compare", "typology"])
def test_a_group_of_a_study_s_own_is_drawn_and_called_by_its_folder(name: str) -> None:
    own = Study.from_frames(
        settings=StudySettings(groups=("lakes",)),
        sources=pd.DataFrame({"source_id": ["page"], "title": ["Members"], "publisher": ["Lake network"]}),
        actors=pd.DataFrame(
            {"actor_id": ["a"], "name": ["A"], "kind": ["municipality"], "side": ["municipal"], "level": ["local"]}
        ),
        networks=pd.DataFrame(
            {
                "network_id": ["ring"],
                "group": ["lakes"],
                "status": ["draft"],
                "governance": ["lead-organisation"],
                "purpose_kind": ["peer-learning"],
            }
        ),
        memberships=pd.DataFrame(
            {"network_id": ["ring"], "actor_id": ["a"], "role": ["member"], "source_id": ["page"]}
        ),
    )
    figure = figures.draw(name, own, lang="en")
    assert "ring" in set(figure.data["network_id"])
    with pytest.raises(ValumaError, match="did you mean 'lakes'"):
        figures.draw(name, own, lang="en", group="lake")
