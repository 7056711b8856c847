"""The catalogue: names, languages, lazy loading, the style around each drawing."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from valuma import figures
from valuma.figures import catalogue
from valuma.figures.record import Figure
from valuma.schema.problems import ValumaError
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
