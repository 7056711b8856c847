"""Answers become interests, memberships and cooperation of organisations; every number is computed by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from survey.made_surveys import survey

from valuma.schema.problems import StudyError, ValumaError
from valuma.study.study import Study
from valuma.survey import Block, Survey
from valuma.survey.ties import ties

LINKS = pd.DataFrame({"answer": ["Saarela", "Saarelan kunta", "Korpi"], "actor_id": ["saarela", "saarela", "korpi"]})
FIVE = {0.0: "none", 1.0: "little", 2.0: "some", 3.0: "much", 4.0: "very much"}
POSITIONS = {1.0: "elected", 2.0: "official", 3.0: "manager"}
YES = {0.0: "no", 1.0: "yes"}


def made(*, settings: dict[str, Any] | None = None, **more: Any) -> Survey:
    """Four respondents of two organisations; what is asked besides is given by the test."""
    columns = {"org": ["Saarela", "Saarelan kunta", "Korpi", "Elsewhere"], **more.pop("columns", {})}
    variables = {"org": {"role": "organisation"}, **more.pop("variables", {})}
    given = {"id": "lake-survey", "year": 2020, "sample": "invited", **(settings or {})}
    return survey(columns, variables=variables, **more, **given)


def interest(codes: list[float | None], *, theme: str = "water", **more: Any) -> Survey:
    return made(
        columns={"q1": codes, **more.pop("columns", {})},
        labels={"q1": FIVE, **more.pop("labels", {})},
        variables={"q1": {"role": "interest", "about": {"theme": theme}}, **more.pop("variables", {})},
        **more,
    )


def row(frame: pd.DataFrame, actor: str) -> dict[str, Any]:
    (found,) = frame[frame["actor_id"] == actor].to_dict("records")
    return found


def test_interest_of_an_organisation_is_the_mean_of_its_respondents_with_their_range() -> None:
    found = ties(interest([4.0, 1.0, 3.0, 4.0]), LINKS).interests
    saarela = row(found, "saarela")
    assert saarela["strength"] == (4 / 4 + 1 / 4) / 2
    assert (saarela["low"], saarela["high"], saarela["n_answers"]) == (0.25, 1.0, 2)
    # The standard deviation of 1 and 0.25 is 0.75 / √2; that of their mean 0.75 / 2.
    assert saarela["standard_error"] == pytest.approx(0.375)
    korpi = row(found, "korpi")
    assert (korpi["strength"], korpi["n_answers"]) == (0.75, 1)
    assert math.isnan(korpi["low"])
    assert math.isnan(korpi["standard_error"])


def test_cannot_say_is_missing_and_no_zero() -> None:
    found = ties(interest([4.0, None, None, 2.0]), LINKS).interests
    assert found["actor_id"].tolist() == ["saarela"]
    assert (row(found, "saarela")["strength"], row(found, "saarela")["n_answers"]) == (1.0, 1)


def test_no_interest_at_all_is_an_answer() -> None:
    assert row(ties(interest([0.0, 0.0, 3.0, 4.0]), LINKS).interests, "saarela")["strength"] == 0.0


def test_answers_through_an_open_link_have_no_standard_error() -> None:
    found = ties(interest([4.0, 1.0, 3.0, 4.0], settings={"sample": "open-link"}), LINKS).interests
    assert found["standard_error"].isna().all()


def test_several_items_on_a_theme_are_averaged_within_a_respondent_first() -> None:
    made_up = interest(
        [4.0, 0.0, 4.0, 4.0],
        columns={"q2": [0.0, None, 2.0, 2.0]},
        labels={"q2": FIVE},
        variables={"q2": {"role": "interest", "about": {"theme": "water"}}},
    )
    found = row(ties(made_up, LINKS).interests, "saarela")
    # First respondent (1 + 0) / 2, second 0: by item it would be (1 + 0 + 0) / 3.
    assert (found["strength"], found["n_answers"]) == (0.25, 2)


def test_amounts_of_the_codebook_make_the_scale() -> None:
    made_up = made(
        columns={"q1": [1.0, 2.0, 5.0, 3.0]},
        labels={"q1": {1.0: "a", 2.0: "b", 5.0: "c", 3.0: "d"}},
        variables={
            "q1": {
                "role": "interest",
                "about": {"theme": "water"},
                "amounts": {1.0: 0.0, 2.0: 1.0, 3.0: 2.0, 5.0: 4.0},
            }
        },
    )
    found = ties(made_up, LINKS).interests
    assert row(found, "saarela")["strength"] == (0 / 4 + 1 / 4) / 2
    assert row(found, "korpi")["strength"] == 1.0


def test_codes_from_one_to_five_begin_at_zero() -> None:
    labels = {float(code): str(code) for code in range(1, 6)}
    made_up = made(
        columns={"q1": [1.0, 1.0, 5.0, 3.0]},
        labels={"q1": labels},
        variables={"q1": {"role": "interest", "about": {"theme": "water"}}},
    )
    assert ties(made_up, LINKS).interests["strength"].tolist() == [1.0, 0.0]


def test_a_number_beyond_its_scale_is_an_error() -> None:
    made_up = made(
        columns={"q1": [1.0, 7.0, 2.0, 3.0]}, variables={"q1": {"role": "interest", "about": {"theme": "water"}}}
    )
    with pytest.raises(ValumaError, match="the answer 7 lies beyond its scale from 0 to 4"):
        ties(made_up, LINKS)


def positioned(codes: list[float | None]) -> Survey:
    return interest(
        [4.0, 0.0, 3.0, 4.0],
        columns={"who": codes},
        labels={"who": POSITIONS},
        variables={"who": {"role": "respondent-role", "words": dict(POSITIONS)}},
    )


def test_officials_and_managers_speak_for_the_organisation_by_default() -> None:
    found = ties(positioned([2.0, 1.0, 3.0, 2.0]), LINKS)
    assert row(found.interests, "saarela")["strength"] == 1.0
    assert row(found.interests, "korpi")["strength"] == 0.75
    (said,) = [remark for remark in found.remarks if "officials" in remark.what]
    assert "1 respondents" in said.what


def test_all_respondents_speak_where_it_is_asked_for() -> None:
    found = ties(positioned([2.0, 1.0, 3.0, 2.0]), LINKS, respondents="all")
    assert row(found.interests, "saarela")["strength"] == 0.5


def test_an_organisation_of_which_only_elected_people_answered_is_counted() -> None:
    found = ties(positioned([2.0, 2.0, 1.0, None]), LINKS)
    assert found.interests["actor_id"].tolist() == ["saarela"]
    (said,) = [remark for remark in found.remarks if "officials" in remark.what]
    assert "1 organisations have no other answers" in said.done


def test_respondents_without_a_link_are_counted() -> None:
    found = ties(interest([4.0, 1.0, 3.0, 4.0]), LINKS)
    (remark,) = found.remarks
    assert remark.severity == "warning"
    assert "1 of 4 respondents name an organisation that is linked to no actor" in remark.what


def member(**more: Any) -> Survey:
    return made(
        columns={"m1": [1.0, 0.0, 0.0, 1.0], "m2": [0.0, 0.0, 1.0, 1.0]},
        labels={"m1": YES, "m2": YES},
        variables={
            "m1": {"role": "membership", "about": {"network": "lake-network"}, **more},
            "m2": {"role": "membership", "about": {"network": "hill-network", "membership_role": "partner"}},
        },
        blocks=[Block("m", "multiple-dichotomies", "Networks", ("m1", "m2"), 1.0)],
    )


def test_a_membership_that_any_respondent_ticks_is_one() -> None:
    found = ties(member(), LINKS).memberships
    assert found[["network_id", "actor_id", "role", "observed_year", "n_answers"]].values.tolist() == [
        ["hill-network", "korpi", "partner", 2020, 1],
        ["lake-network", "saarela", "member", 2020, 1],
    ]


def test_answers_that_stand_for_roles_give_the_role() -> None:
    labels = {0.0: "no", 1.0: "we take part", 2.0: "we coordinate"}
    made_up = made(
        columns={"m1": [1.0, 2.0, 0.0, 1.0]},
        labels={"m1": labels},
        variables={
            "m1": {
                "role": "membership",
                "about": {"network": "lake-network"},
                "words": {1.0: "member", 2.0: "coordinator"},
            }
        },
    )
    found = ties(made_up, LINKS).memberships
    assert found[["actor_id", "role"]].values.tolist() == [["saarela", "coordinator"], ["saarela", "member"]]


def test_choices_whose_words_are_networks_are_memberships() -> None:
    made_up = made(
        columns={"m": [1.0, 2.0, 2.0, 1.0]},
        labels={"m": {1.0: "the lakes", 2.0: "the hills"}},
        variables={"m": {"role": "membership", "words": {1.0: "lake-network", 2.0: "hill-network"}}},
    )
    found = ties(made_up, LINKS).memberships
    assert found[["actor_id", "network_id"]].values.tolist() == [
        ["korpi", "hill-network"],
        ["saarela", "hill-network"],
        ["saarela", "lake-network"],
    ]


def test_a_roster_gives_directed_ties_with_the_mean_of_the_scale() -> None:
    made_up = made(
        columns={"c1": [4.0, 2.0, 0.0, 1.0]},
        labels={"c1": FIVE},
        variables={"c1": {"role": "cooperation", "about": {"partner": "min-land"}}},
    )
    found = ties(made_up, LINKS).cooperation
    saarela = row(found, "saarela")
    assert (saarela["partner_id"], saarela["strength"], saarela["low"], saarela["high"]) == ("min-land", 0.75, 0.5, 1.0)
    assert saarela["directed"] is True
    assert row(found, "korpi")["strength"] == 0.0


def test_a_ticked_partner_is_a_tie_where_anyone_ticks_it() -> None:
    made_up = made(
        columns={"c1": [0.0, 1.0, 0.0, 1.0]},
        labels={"c1": YES},
        variables={"c1": {"role": "cooperation", "about": {"partner": "min-land"}}},
    )
    found = ties(made_up, LINKS).cooperation
    assert found[["actor_id", "partner_id", "strength", "n_answers"]].values.tolist() == [
        ["saarela", "min-land", 1.0, 1]
    ]


def test_partners_that_people_write_are_linked_and_the_others_counted() -> None:
    made_up = made(
        columns={"p1": ["Korpi; Rantala", "Korpi", "Saarela\nKorpi", ""]},
        variables={"p1": {"role": "cooperation"}},
    )
    found = ties(made_up, LINKS)
    assert found.cooperation[["actor_id", "partner_id", "strength", "n_answers"]].values.tolist() == [
        ["korpi", "saarela", 1.0, 1],
        ["saarela", "korpi", 1.0, 2],
    ]
    said = [remark.what for remark in found.remarks]
    assert any("1 of 5 names of partners are linked to no actor" in what for what in said)
    assert any("1 organisations name themselves" in what for what in said)


def test_cooperation_with_a_tier_is_no_tie() -> None:
    made_up = made(
        columns={"c1": [4.0, 2.0, 0.0, 1.0]},
        labels={"c1": FIVE},
        variables={"c1": {"role": "cooperation", "about": {"tier": "national"}}},
    )
    assert len(ties(made_up, LINKS).cooperation) == 0


@pytest.mark.parametrize(
    ("stated", "consent", "expected"),
    [
        ("", None, "aggregate"),
        ("named", None, "named"),
        ("pseudonymous", None, "pseudonymous"),
        ("", [1.0, 1.0, 0.0, 1.0], "aggregate"),  # consent covers networks and partners, no opinions
        ("named", [1.0, 1.0, 0.0, 1.0], "named"),
        ("", [1.0, 0.0, 1.0, 1.0], "aggregate"),
        ("", [1.0, None, 1.0, 1.0], "aggregate"),
        ("named", [1.0, 0.0, 1.0, 1.0], "aggregate"),
        ("pseudonymous", [1.0, 1.0, 1.0, 1.0], "pseudonymous"),
        ("aggregate", [1.0, 1.0, 1.0, 1.0], "aggregate"),
    ],
)
def test_a_row_is_as_open_as_the_closest_answer_behind_it(
    stated: str, consent: list[float | None] | None, expected: str
) -> None:
    more: dict[str, Any] = {}
    if consent is not None:
        more = {"columns": {"ok": consent}, "labels": {"ok": YES}, "variables": {"ok": {"role": "consent"}}}
    variables = {"q1": {"role": "interest", "about": {"theme": "water"}, "attribution": stated}}
    made_up = interest([4.0, 1.0, 3.0, 4.0], **{**more, "variables": {**more.get("variables", {}), **variables}})
    assert row(ties(made_up, LINKS).interests, "saarela")["attribution"] == expected


def lake_study(*, synthetic: bool | None = None) -> Study:
    ids = ["saarela", "korpi", "min-land"]
    return Study.from_frames(
        sources=pd.DataFrame({"source_id": ["page"], "title": ["Page"], "publisher": ["Lakes"]}),
        actors=pd.DataFrame(
            {
                "actor_id": ids,
                "name": ["Saarela", "Korpi", "Ministry"],
                "kind": ["municipality", "municipality", "ministry"],
                "side": ["municipal", "municipal", "central-state"],
                "level": ["local", "local", "national"],
                "synthetic": [synthetic, synthetic, None],
            }
        ),
        themes=pd.DataFrame(
            {
                "theme_id": ["water"],
                "label_fi": ["Vesi"],
                "label_sv": ["Vatten"],
                "label_en": ["Water"],
                "policy_field": ["rural"],
                "phenomenon": [True],
            }
        ),
        networks=pd.DataFrame({"network_id": ["lake-network"], "group": ["finnish"], "status": ["draft"]}),
        interests=pd.DataFrame(
            {"actor_id": ["min-land"], "theme_id": ["water"], "strength": [1.0], "source_id": ["page"]}
        ),
    )


def test_rows_join_a_study_with_their_source_and_the_survey_is_attached() -> None:
    made_up = interest([4.0, 1.0, 3.0, 4.0], settings={"title": {"fi": "Kysely"}})
    before = lake_study()
    study = made_up.to_study(LINKS, study=before)
    rows = study.interests[["actor_id", "strength", "source_id"]].values.tolist()
    assert rows == [
        ["korpi", 0.75, "lake-survey"],
        ["min-land", 1.0, "page"],
        ["saarela", 0.625, "lake-survey"],
    ]
    (source,) = study.sources[study.sources["source_id"] == "lake-survey"].to_dict("records")
    assert (source["title"], source["published"]) == ("Kysely", "2020")
    assert study.survey("lake-survey") is made_up
    assert any("linked to no actor" in item.found for item in study.report.warnings)
    assert len(before.interests) == 1
    assert study.fingerprint != before.fingerprint


def test_a_joined_study_checks_anew_and_gives_the_same() -> None:
    study = interest([4.0, 1.0, 3.0, 4.0]).to_study(LINKS, study=lake_study())
    assert str(study.check()) == str(study.report)
    assert str(study.interests["n_answers"].dtype) == "Int64"


def test_a_survey_joins_once() -> None:
    made_up = interest([4.0, 1.0, 3.0, 4.0])
    study = made_up.to_study(LINKS, study=lake_study())
    with pytest.raises(ValumaError, match="part of the study already"):
        made_up.to_study(LINKS, study=study)


@pytest.mark.parametrize("answers_are", [True, False])
def test_invented_answers_are_never_joined_to_real_actors_nor_real_ones_to_invented(answers_are: bool) -> None:
    made_up = interest([4.0, 1.0, 3.0, 4.0], settings={"synthetic": answers_are})
    with pytest.raises(StudyError, match="invented with invented, real with real"):
        made_up.to_study(LINKS, study=lake_study(synthetic=None if answers_are else True))


def test_invented_answers_make_invented_rows() -> None:
    made_up = interest([4.0, 1.0, 3.0, 4.0], settings={"synthetic": True})
    study = made_up.to_study(LINKS, study=lake_study(synthetic=True).with_surveys({}))
    assert study.interests.loc[study.interests["source_id"] == "lake-survey", "synthetic"].all()
    assert study.synthetic


def test_an_item_about_an_unknown_theme_is_named_once_with_the_nearest_one() -> None:
    with pytest.raises(StudyError) as error:
        interest([4.0, 1.0, 3.0, 4.0], theme="watr").to_study(LINKS, study=lake_study())
    assert len(error.value.problems.errors) == 1
    assert "'watr'" in str(error.value)
    assert "did you mean 'water'?" in str(error.value)


def test_links_to_unknown_actors_are_errors() -> None:
    links = LINKS.assign(actor_id=["saarella", "saarella", "korpi"])
    with pytest.raises(StudyError, match="did you mean 'saarela'"):
        interest([4.0, 1.0, 3.0, 4.0]).to_study(links, study=lake_study())


def test_without_a_study_the_links_say_what_the_actors_are() -> None:
    links = LINKS.assign(kind="municipality", side="municipal", level="local")
    study = interest([4.0, 1.0, 3.0, 4.0]).to_study(links)
    assert study.actors["actor_id"].tolist() == ["korpi", "saarela"]
    assert study.interests["strength"].tolist() == [0.75, 0.625]
    with pytest.raises(ValumaError, match="kind, side and level"):
        interest([4.0, 1.0, 3.0, 4.0]).to_study(LINKS)


def test_a_survey_without_answers_or_ties_says_so() -> None:
    made_up = interest([4.0, 1.0, 3.0, 4.0])
    empty = made_up.changed(answers=made_up.answers.iloc[:0], reasons=made_up.reasons.iloc[:0])
    with pytest.raises(ValumaError, match="has no answers yet"):
        ties(empty, LINKS)
    with pytest.raises(ValumaError, match="no variable of survey 'lake-survey' has a role that makes ties"):
        ties(made(), LINKS)


def test_links_may_be_a_series_or_a_table_and_nothing_else() -> None:
    made_up = interest([4.0, 1.0, 3.0, 4.0])
    series = LINKS.set_index("answer")["actor_id"]
    pd.testing.assert_frame_equal(ties(made_up, series).interests, ties(made_up, LINKS).interests)
    with pytest.raises(ValumaError, match="links have no column 'actor_id'"):
        ties(made_up, LINKS.rename(columns={"actor_id": "actor"}))


@given(
    st.permutations([1, 2, 3, 4]), st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, None]), min_size=4, max_size=4)
)
def test_the_order_of_respondents_changes_nothing_and_every_row_stays_in_its_range(
    order: list[int], codes: list[float | None]
) -> None:
    made_up = interest(codes)
    turned = made_up.changed(answers=made_up.answers.loc[order], reasons=made_up.reasons.loc[order])
    found = ties(made_up, LINKS).interests
    pd.testing.assert_frame_equal(found, ties(turned, LINKS).interests)
    assert found["strength"].between(0, 1).all()
    several = found[found["n_answers"] > 1]
    assert (several["low"] <= several["strength"]).all()
    assert (several["strength"] <= several["high"]).all()


def test_two_surveys_join_one_after_the_other() -> None:
    first, second = interest([4.0, 1.0, 3.0, 4.0]), interest([0.0, 0.0, 0.0, 0.0], settings={"id": "second-survey"})
    study = second.to_study(LINKS, study=first.to_study(LINKS, study=lake_study()))
    assert list(study.surveys) == ["lake-survey", "second-survey"]
    rows = study.interests[study.interests["actor_id"] == "korpi"]
    assert rows[["source_id", "strength"]].values.tolist() == [["lake-survey", 0.75], ["second-survey", 0.0]]
