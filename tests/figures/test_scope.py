"""What a figure is about, and what every figure says of it."""

from __future__ import annotations

import pytest
from figures import tiny

from valuma.figures.counts import completeness_line
from valuma.figures.scope import choose
from valuma.schema.problems import ValumaError
from valuma.study.member_lists import list_state, member_lists
from valuma.study.study import Study
from valuma.texts import message


@pytest.fixture(scope="module")
def small_study() -> Study:
    return tiny.study()


def test_words_name_the_case_the_group_or_all(small_study: Study) -> None:
    assert choose(small_study, "fi").words == "kaikki tapaukset"
    assert choose(small_study, "sv", group="nordic").words == "nordiska nätverk"
    assert choose(small_study, "fi", case="kaupungit").words == "Kaupungit"


def test_an_actor_in_two_roles_is_counted_once(small_study: Study) -> None:
    scope = choose(small_study, "fi", case="kaupungit")
    assert scope.members("kaupungit") == 7
    assert scope.counts() == "1 verkosto, 7 toimijaa, 7 jäsenyyttä"


def test_fraction_is_of_the_stated_part_of_the_list(small_study: Study) -> None:
    scope = choose(small_study, "fi")
    found = {key: scope.fraction(key) for key in scope.names}
    # Three municipalities of four; one Leader group of more than two; sizes that nobody states.
    assert found == {"kaupungit": "3/4", "maaseutu": "1/yli 2", "saaristo": "1/?", "pohjola": "1/?", "yhteinen": "0/?"}


def test_case_and_group_together_are_refused(small_study: Study) -> None:
    with pytest.raises(ValumaError, match="one case or one group"):
        choose(small_study, "fi", case="kaupungit", group="finnish")


def test_an_attribute_known_for_too_few_is_refused_with_its_numbers(study: Study) -> None:
    with pytest.raises(
        ValumaError, match=r"'archipelago' is known for \d+ of the \d+ actors .* below 80% it is not drawn"
    ):
        choose(study, "fi").require("archipelago")
    choose(study, "fi").require("side")


def test_figures_and_tables_agree_on_every_list(study: Study, small_study: Study) -> None:
    for whole in (study, small_study):
        found = choose(whole, "fi")
        states = {
            key: str(list_state(part, whole.settings.completeness_threshold))
            for key, part in found.completeness.items()
        }
        lists = member_lists(whole)
        assert states == lists["state"].to_dict()
        tally = lists["state"].value_counts()
        words = {"whole": "known nearly whole", "part": "known in part", "unstated": "size not stated"}
        numbers = {name: int(tally.get(state, 0)) for name, state in words.items()}
        assert found.completeness_line() == message("scope-completeness", "fi", threshold="90\u00a0%", **numbers)


def test_a_list_of_which_a_part_is_counted_keeps_its_numbers_and_says_so(study: Study) -> None:
    line = completeness_line(study, "skane-regional-cooperation", "en")
    assert "33/33" in line
    assert line.endswith(message("counts-of-a-part", "en"))
    assert message("counts-of-a-part", "en") not in completeness_line(study, "kuuma-seutu", "en")
