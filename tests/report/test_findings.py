"""Findings hold under every variant or not at all."""

from __future__ import annotations

import pandas as pd
import pytest

import valuma as va
from valuma.metrics import chance, contact, share_bounds
from valuma.report.brief_results import collect
from valuma.report.cache import Cache
from valuma.report.findings import Variants, below_lot, measure_variants
from valuma.schema.problems import ValumaError


def variants(*values: float, high: float = 0.35) -> Variants:
    """Twelve variants of one measure; by lot it lies between .4 and .6, with missing members between .2 and `high`."""
    keys = [
        (coding, roles, years)
        for coding in "AB"
        for roles in ("without funders", "with funders")
        for years in ("all", "2020, undated keep", "2020, undated drop")
    ]
    rows = [
        [*key, "across_tier", value, 0.4, 0.6, *((0.2, high) if key[2] == "all" else (None, None))]
        for key, value in zip(keys, values, strict=True)
    ]
    columns = ["coding", "roles", "years", "measure", "value", "lot_low", "lot_high", "low", "high"]
    return Variants(pd.DataFrame(rows, columns=columns).astype({"low": float, "high": float}))


def test_what_holds_everywhere_is_a_finding() -> None:
    found = variants(*[0.3] * 12).finding("tier", below_lot("across_tier"))
    assert found.holds
    assert found.holds_under == ("A", "B")


@pytest.mark.parametrize(("odd", "under"), [(0, ("B",)), (5, ("B",)), (6, ("A",)), (11, ("A",))])
def test_what_fails_in_one_variant_is_none(odd: int, under: tuple[str, ...]) -> None:
    values = [0.3] * 12
    values[odd] = 0.45
    found = variants(*values).finding("tier", below_lot("across_tier"))
    assert found.holds_under == under
    assert not found.holds


def test_what_missing_members_could_undo_is_no_finding() -> None:
    assert variants(*[0.3] * 12, high=0.39).finding("tier", below_lot("across_tier")).holds
    assert not variants(*[0.3] * 12, high=0.41).finding("tier", below_lot("across_tier")).holds


def test_a_share_carries_the_default_value_and_the_range_over_all_variants() -> None:
    found = variants(0.3, 0.31, 0.32, 0.33, 0.2, 0.21, 0.5, 0.22, 0.3, 0.3, 0.3, 0.3)
    share = found.share("tier", "across_tier", n=3, of=10)
    assert (share.value, share.low, share.high, share.n, share.of) == (0.3, 0.2, 0.5, 3, 10)
    assert share.render("range", "en") == "20–50%"
    assert (found.by_lot("lot", "across_tier").low, found.by_lot("lot", "across_tier").high) == (0.4, 0.6)
    assert (found.filled("f", "across_tier").low, found.filled("f", "across_tier").high) == (0.2, 0.35)


def test_a_variant_without_pairs_to_compare_gives_a_state_and_no_finding() -> None:
    found = variants(0.3, *[float("nan")] * 11)
    share = found.share("tier", "across_tier")
    assert share.value is None
    assert share.state == "a variant has no two members with a profile that meet"
    assert not found.finding("tier", below_lot("across_tier")).holds
    with pytest.raises(ValumaError, match="no low and high"):
        share.render("range", "en")


def test_variants_are_the_measures_of_the_metrics_floor(study: va.Study, tmp_path: object) -> None:
    graph = va.build_graph(study, group="international")
    cache = Cache(None, inputs="x")
    found = measure_variants(graph, year=2020, draws=99, seed=3, cache=cache, name="test")
    assert len(found.frame) == 12 * 9
    own = contact(graph, coding="A").frame.iloc[0]
    assert found.of("contact_state")["value"][0] == own["share_state"]
    row = chance(graph, "side", coding="A", draws=99, seed=3).frame.loc["share_across"]
    bounds = share_bounds(graph, "side", coding="A")
    ours = found.of("across_side").loc[0, ["value", "lot_low", "lot_high", "low", "high"]]
    assert ours.tolist() == [*row[["observed", "low", "high"]], bounds.low, bounds.high]
    assert found.of("across_side")["high"].notna().sum() == 4


def test_the_content_of_the_brief_counts_what_the_study_holds(study: va.Study) -> None:
    content = collect(study, draws=99, seed=1, cache=Cache(None, inputs="x"))
    results = content.results
    assert results["networks"].value == len(study.networks)
    by_group = [results[f"networks.{group}"].value for group in study.settings.groups]
    assert sum(by_group) == results["networks"].value
    graph = va.build_graph(study, group=study.settings.brief_group)
    assert results["memberships.home"].value == graph.n_memberships
    assert sum(results[f"lists.{state}"].value for state in ("whole", "part", "unstated")) == len(study.networks)
    assert results["known.terve-kunta"].render("of", "en") == "10/37"  # five on one list, 32 on another
    assert results["policy.urban-rural.networks"].value == 10  # recounted by hand from the member lists
    only = results["contact.only-association"]
    assert (only.low, only.value, only.high) == (27, 38, 38)  # coding B gives eleven of them another national actor
    local = results["contact.state"]
    assert local.of == results["local"].value
    assert local.value == pytest.approx(local.n / local.of)
    shown = study.settings.brief_networks
    assert set(shown) <= set(study.networks["network_id"])
    for lang in ("fi", "sv", "en"):
        assert len(content.tables["networks"](lang).frame) == len(shown)
        assert len(content.tables["across"](lang).frame) == 5
