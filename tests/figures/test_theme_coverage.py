"""Themes and whom the networks on them reach: counts, certain gaps, and what is not known."""

from __future__ import annotations

import pandas as pd
import pytest
from figures import reading, tiny

from valuma import figures as catalogue
from valuma.figures.record import Figure
from valuma.graph.build import build_graph
from valuma.schema.problems import ValumaError
from valuma.study.study import Study
from valuma.texts import message


@pytest.fixture(scope="module")
def small_study() -> Study:
    return tiny.study()


def coverage(study: Study, lang: str = "fi", **options: object) -> Figure:
    return catalogue.draw("theme-coverage", study, lang=lang, **options)


def cells(figure: Figure) -> pd.DataFrame:
    return figure.data.set_index(["theme_id", "column"])


def rebuilt(study: Study, **changed: pd.DataFrame) -> Study:
    tables = {name: frame for name, frame in study.tables.items() if len(frame)}
    return Study.from_frames(settings=study.settings, **{**tables, **changed})


def test_the_tiny_study_shows_what_is_counted_by_hand(small_study: Study) -> None:
    rows = cells(coverage(small_study))
    # Transport: kaupungit, maaseutu and saaristo, seven actors together; housing: kaupungit alone.
    assert rows.loc[("liikenne", "networks"), "n"] == 3
    assert rows.loc[("liikenne", "local"), "n"] == 5
    assert rows.loc[("liikenne", "national"), "n"] == 1
    assert rows.loc[("liikenne", "outside"), "n"] == 1
    assert rows.loc[("asuminen", "networks"), "networks"] == "kaupungit"


def test_an_actor_in_two_networks_of_a_theme_counts_once(study: Study) -> None:
    rows = cells(coverage(study, group="finnish"))
    graph = build_graph(study, group="finnish")
    themes = study.themes.set_index("theme_id")["broader"]
    inside = graph.themes.index[(themes.reindex(graph.themes.index) == "regional-development").to_numpy(dtype=bool)]
    places = graph.themes.index.get_indexer([*inside, *graph.themes.index.intersection(["regional-development"])])
    networks = graph.focus.toarray()[:, places].any(axis=1)
    met = graph.membership.toarray()[:, networks].any(axis=1)
    local = (graph.attribute("tier").labels() == "local") & met
    assert rows.loc[("regional-development", "networks"), "n"] == networks.sum()
    assert rows.loc[("regional-development", "local"), "n"] == local.sum()


def test_a_gap_is_certain_only_where_all_lists_are_known(small_study: Study) -> None:
    unsure = cells(coverage(small_study, group="finnish", by="side")).loc[("asuminen", "central-state")]
    assert unsure["cell"] == "reached"
    rows = small_study.memberships
    without = rows[~((rows["network_id"] == "kaupungit") & (rows["actor_id"] == "ministerio"))]
    counts = small_study.member_counts
    found = cells(coverage(rebuilt(small_study, memberships=without), by="side")).loc[("asuminen", "central-state")]
    assert found["cell"] == "unknown"
    assert pd.isna(found["n"])
    whole = counts.assign(list_is=counts["list_is"].mask(counts["network_id"] == "kaupungit", "complete"))
    figure = coverage(rebuilt(small_study, memberships=without, member_counts=whole), by="side")
    sure = cells(figure).loc[("asuminen", "central-state")]
    assert (sure["cell"], sure["n"]) == ("none", 0)
    assert message("coverage-none", "fi") in reading.words(figure)


def test_a_theme_without_a_network_is_a_gap_and_its_cells_say_so(study: Study) -> None:
    figure = coverage(study, theme="regional-development", group="akke2021")
    rows = cells(figure)
    assert rows.loc[("archipelago", "networks"), "cell"] == "none"
    assert set(rows.loc["archipelago"]["cell"]) == {"none", "no network"}
    assert message("coverage-no-network", "fi") in reading.words(figure)


def test_rows_are_all_broad_themes_also_those_nobody_handles(study: Study) -> None:
    broad = study.themes.loc[study.themes["broader"].isna(), "theme_id"]
    assert set(coverage(study, group="international").data["theme_id"]) == set(broad)


def test_there_is_no_column_of_interest_without_answers(study: Study) -> None:
    assert "interest" not in set(coverage(study).data["column"])


def test_few_answers_are_not_shown(small_study: Study) -> None:
    asked = ["helsinki", "espoo", "turku", "leader", "yritys", "ministerio"]
    rows = [(actor, "liikenne") for actor in asked] + [(actor, "asuminen") for actor in asked[:2]]
    interests = pd.DataFrame(rows, columns=["actor_id", "theme_id"]).assign(strength=1.0, source_id="s1")
    figure = coverage(rebuilt(small_study, interests=interests))
    found = cells(figure)
    assert found.loc[("liikenne", "interest"), "n"] == 6
    assert found.loc[("asuminen", "interest"), "cell"] == "suppressed"
    assert pd.isna(found.loc[("asuminen", "interest"), "n"])
    assert "alle 5 vastausta" in figure.notes[0]


@pytest.mark.parametrize("by", ["tier", "side", "kind"])
def test_columns_are_words_of_the_vocabulary(study: Study, by: str) -> None:
    figure = coverage(study, "sv", by=by, group="nordic")
    assert figure.data["column_name"].str.len().min() > 0
    assert figure.data["column"].nunique() <= 10


def test_description_names_the_ends(study: Study) -> None:
    figure = coverage(study, "en")
    rows = figure.data[figure.data["column"] == "networks"]
    top = rows.loc[rows["n"].idxmax()]
    assert f"Most networks: {top['theme']} {top['n']}," in figure.alt


@pytest.mark.parametrize(
    ("options", "words"),
    [({"by": "tire"}, "did you mean 'tier'"), ({"theme": "liikenteet"}, "no broad theme 'liikenteet'")],
)
def test_what_cannot_be_asked_is_refused(small_study: Study, options: dict[str, str], words: str) -> None:
    with pytest.raises(ValumaError, match=words):
        coverage(small_study, **options)
