"""The graph: blocks, roles, years, selections."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import valuma as va


def memberships(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = ["actor_id", "network_id", "role", "year_from", "year_to", "observed_year"]
    return pd.DataFrame([[*row, *[None] * (6 - len(row))] for row in rows], columns=columns)


def test_an_actor_with_two_roles_counts_once_and_both_rows_are_kept() -> None:
    graph = va.ActorNetworkThemeGraph.from_memberships(memberships(("a", "x", "member"), ("a", "x", "coordinator")))
    assert graph.membership.toarray().tolist() == [[1.0]]
    assert len(graph.rows) == 2


def test_a_funder_does_not_count_by_default_but_stays_in_the_graph() -> None:
    table = memberships(("a", "x", "member"), ("f", "x", "funder"))
    graph = va.ActorNetworkThemeGraph.from_memberships(table)
    assert graph.n_memberships == 1
    assert "f" in graph.actors.index
    assert graph.recount(roles=(*graph.roles, "funder")).n_memberships == 2


def test_nodes_without_a_tie_are_kept() -> None:
    actors = pd.DataFrame({"actor_id": ["a", "alone"]})
    graph = va.ActorNetworkThemeGraph.from_memberships(memberships(("a", "x", "member")), actors=actors)
    assert graph.membership.shape == (2, 1)
    empty_column = va.ActorNetworkThemeGraph.from_biadjacency([[1, 0], [1, 0]])
    assert len(empty_column.networks) == 2


def test_an_id_that_is_not_in_its_table_is_named_with_the_nearest() -> None:
    actors = pd.DataFrame({"actor_id": ["helsinki"]})
    with pytest.raises(va.ValumaError, match="did you mean 'helsinki'"):
        va.ActorNetworkThemeGraph.from_memberships(memberships(("helsinky", "x", "member")), actors=actors)


def test_an_id_that_stands_twice_in_its_table_is_an_error() -> None:
    actors = pd.DataFrame({"actor_id": ["a", "a"]})
    with pytest.raises(va.ValumaError, match="stands twice"):
        va.ActorNetworkThemeGraph.from_memberships(memberships(("a", "x", "member")), actors=actors)


@pytest.mark.parametrize(
    ("start", "end", "seen", "state"),
    [
        (2015, 2018, None, "out"),
        (2015, None, None, "in"),
        (None, 2019, None, "out"),
        (None, 2020, None, "in"),
        (2021, None, None, "out"),
        (None, None, 2020, "in"),
        (None, None, 2019, "undated"),
        (None, None, None, "undated"),
    ],
)
def test_a_row_is_in_out_or_undated(start: int | None, end: int | None, seen: int | None, state: str) -> None:
    graph = va.ActorNetworkThemeGraph.from_memberships(memberships(("a", "x", "member", start, end, seen)))
    assert graph.at_year(2020).rows["state"].tolist() == [state]


def test_years_of_a_study_are_nullable_integers_and_read_the_same() -> None:
    table = memberships(("a", "x", "member", 2015, 2018), ("b", "x", "member"))
    table = table.astype({"year_from": "Int64", "year_to": "Int64", "observed_year": "Int64"})
    graph = va.ActorNetworkThemeGraph.from_memberships(table)
    assert graph.at_year(2020).rows["state"].tolist() == ["out", "undated"]


def test_undated_rows_are_kept_dropped_or_give_both() -> None:
    table = memberships(("a", "x", "member"), ("b", "x", "member", 2018), ("c", "x", "member", 2010, 2012))
    graph = va.ActorNetworkThemeGraph.from_memberships(table)
    assert graph.at_year(2020).n_memberships == 2
    assert graph.at_year(2020, undated="drop").n_memberships == 1
    bounds = graph.at_year(2020, undated="bounds")
    assert (bounds.dropped.n_memberships, bounds.kept.n_memberships) == (1, 2)
    assert "year 2020" in repr(graph.at_year(2020))
    with pytest.raises(va.ValumaError, match="undated is 'maybe'"):
        graph.at_year(2020, undated="maybe")  # type: ignore[call-overload]


def test_the_undated_share_counts_pairs_that_rest_on_undated_rows_only() -> None:
    table = memberships(("a", "x", "member"), ("a", "x", "steering", 2018), ("b", "x", "member"))
    graph = va.ActorNetworkThemeGraph.from_memberships(table)
    assert graph.undated_share == 0.5
    assert va.ActorNetworkThemeGraph.from_biadjacency(np.zeros((1, 1))).undated_share is None


def test_select_and_drop_return_new_graphs_and_leave_the_first_alone() -> None:
    graph = va.ActorNetworkThemeGraph.from_biadjacency([[1, 1], [1, 0], [0, 1]])
    part = graph.select(networks=["n1"])
    assert part.n_memberships == 2
    assert len(part.actors) == 3
    fewer = graph.drop_actors(["a0"])
    assert fewer.membership.toarray().tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert graph.n_memberships == 4
    with pytest.raises(va.ValumaError, match="no actor 'a9'"):
        graph.drop_actors(["a9"])


def test_with_membership_replaces_one_block_and_shares_the_rest() -> None:
    graph = va.ActorNetworkThemeGraph.from_biadjacency([[1, 0], [0, 1]])
    other = graph.with_membership([[1, 1], [0, 0]])
    assert other.n_memberships == 2
    assert other.actors is graph.actors
    assert other.rows["role"].isna().all()
    with pytest.raises(va.ValumaError, match="shape"):
        graph.with_membership([[1, 1]])


def test_cooperation_not_said_to_be_directed_holds_both_ways() -> None:
    table = pd.DataFrame(
        {"actor_id": ["a", "b"], "partner_id": ["b", "c"], "strength": [0.5, 1.0], "directed": [None, True]}
    )
    graph = va.ActorNetworkThemeGraph.from_memberships(memberships(), cooperation=table)
    assert graph.cooperation.toarray().tolist() == [[0, 0.5, 0], [0.5, 0, 1], [0, 0, 0]]


def test_an_actor_is_not_its_own_partner() -> None:
    table = pd.DataFrame({"actor_id": ["a"], "partner_id": ["a"], "strength": [0.5]})
    with pytest.raises(va.ValumaError, match="own partner"):
        va.ActorNetworkThemeGraph.from_memberships(memberships(), cooperation=table)


def test_a_branch_named_by_the_row_gives_a_general_authority_a_profile_in_that_network_only() -> None:
    rows = pd.DataFrame(
        {
            "actor_id": ["town", "town", "min"],
            "network_id": ["x", "y", "x"],
            "sectors": [("health", "social"), (), ()],
        }
    )
    actors = pd.DataFrame(
        {
            "actor_id": ["town", "min"],
            "policy_sectors": [("not-applicable",), ("health",)],
            "level": ["local", "national"],
        }
    )
    graph = va.ActorNetworkThemeGraph.from_memberships(rows, actors=actors)
    profiles = graph.network_profiles(graph.attribute("policy_sector"))
    assert profiles.counts.sum(axis=1).tolist() == [2.0, 0.0]
    assert profiles.left.tolist() == [[0, 0, 0, 0], [0, 0, 0, 1]]
    own = profiles.attribute.table[-1]
    assert sorted(own[own > 0].tolist()) == [0.5, 0.5]
    general = graph.network_profiles(graph.attribute("policy_sector", "B"))
    assert general.counts.sum(axis=1).tolist() == [2.0, 1.0]
    assert general.left.sum() == 0


def test_an_unknown_role_names_the_nearest_and_never_means_zero(graph: va.ActorNetworkThemeGraph) -> None:
    rows = pd.DataFrame({"actor_id": ["a"], "network_id": ["x"], "role": ["owner"]})
    for build in (
        lambda: va.ActorNetworkThemeGraph.from_memberships(rows, roles=["ownr"]),
        lambda: va.ActorNetworkThemeGraph.from_memberships(rows).recount(roles=["ownr"]),
    ):
        with pytest.raises(va.ValumaError, match="there is no role 'ownr' \\(did you mean 'owner'"):
            build()
    assert va.ActorNetworkThemeGraph.from_memberships(rows, roles=["owner"]).n_memberships == 1
    assert va.ActorNetworkThemeGraph.from_memberships(rows, roles="funder").roles == ("funder",)


def test_options_of_a_study_graph_that_would_give_nothing_are_errors(study: va.Study) -> None:
    with pytest.raises(va.ValumaError, match="did you mean 'funder'"):
        va.build_graph(study, roles=["fundr"])
    with pytest.raises(va.ValumaError, match="year is 20200; expected a year from 1850 to 2100"):
        va.build_graph(study, year=20200)
    with pytest.raises(va.ValumaError, match="needs a year"):
        va.build_graph(study, undated="drop")


def test_undated_is_named_when_it_is_given(graph: va.ActorNetworkThemeGraph) -> None:
    with pytest.raises(TypeError):
        graph.at_year(2020, "drop")  # type: ignore[call-overload]


def test_lists_in_place_of_node_tables_say_where_ids_go() -> None:
    with pytest.raises(va.ValumaError, match=r"actors is a list; .* ids of the rows go into rows="):
        va.ActorNetworkThemeGraph.from_biadjacency([[1]], actors=["a"])  # type: ignore[arg-type]
    with pytest.raises(va.ValumaError, match="networks is a list; expected a data frame"):
        va.ActorNetworkThemeGraph.from_biadjacency([[1]], networks=["x"])  # type: ignore[arg-type]


def test_a_notebook_shows_sizes_what_is_undated_and_what_is_invented() -> None:
    rows = pd.DataFrame({"actor_id": ["a", "b"], "network_id": ["x", "x"], "year_from": [2015, None]})
    shown = va.ActorNetworkThemeGraph.from_memberships(rows, synthetic=True)._repr_html_()
    for name, said in (("actors", "2"), ("memberships", "2"), ("undated", "50%"), ("synthetic", "yes: invented data")):
        assert f"<th>{name}</th><td>{said}</td>" in shown
