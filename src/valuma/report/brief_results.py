"""What the brief of the cases can say: its results, figures and tables by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures import draw
from valuma.graph import build_graph
from valuma.metrics import contact, cooperation_profile, policy_fields
from valuma.metrics.sensitivity import CODINGS
from valuma.metrics.states import ResultState
from valuma.report.brief_tables import across_table, networks_table
from valuma.report.content import BriefContent
from valuma.report.findings import ACROSS, KINDS, Variants, below_lot, measure_variants
from valuma.report.results import Result, Results
from valuma.report.survey_results import survey_results
from valuma.report.survey_tables import survey_figures, survey_tables
from valuma.schema.vocabularies import CardStatus, Governance
from valuma.study.member_lists import ListState, member_lists
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.figures.record import Figure
    from valuma.graph.core import ActorNetworkThemeGraph
    from valuma.report.cache import Cache
    from valuma.study.study import Study

#: Figures of the group that a text can show as they are.
_OF_GROUP = ("policy-triangle", "known-sums", "membership-overlap", "theme-coverage", "typology")
#: How many of the largest networks stand in the table where a study names none.
_MOST = 12


def collect(study: Study, *, draws: int, seed: int, cache: Cache) -> BriefContent:
    """Measure a study and say what its brief can show.

    Parameters
    ----------
    study : Study
        Validated tables.
    draws, seed : int
        Draws by lot and their seed.
    cache : Cache
        Where heavy results are kept.

    Returns
    -------
    BriefContent
        Results, figures and tables by the names that the texts use.
    """
    group, year = study.settings.brief_group, study.settings.reference_year
    whole, graph = build_graph(study), build_graph(study, group=group)
    shown = study.settings.brief_networks or _largest(whole)
    variants = measure_variants(graph, year=year, draws=draws, seed=seed, cache=cache, name="brief-variants")
    results = Results(
        [
            *_sizes(study, whole, graph),
            *_lists(study, shown),
            *_vertical(graph, variants),
            *_across(variants),
            *_policies(graph),
            *_organisation(study, graph),
            *_money(study, graph),
            *survey_results(study),
        ]
    )
    return BriefContent(
        results=results,
        figures={**_figures(study, shown, draws, seed), **survey_figures(study)},
        tables={
            "across": partial(across_table, variants),
            "networks": partial(networks_table, study, whole, shown),
            **survey_tables(study),
        },
        options={"group": group, "roles": list(graph.roles), "reference_year": year},
    )


def _largest(graph: ActorNetworkThemeGraph) -> tuple[str, ...]:
    sizes = pd.Series(graph.membership.sum(axis=0), index=graph.networks.index)
    return tuple(map(str, sizes.sort_values(ascending=False, kind="stable").index[:_MOST]))


def _figures(study: Study, shown: Sequence[str], draws: int, seed: int) -> dict[str, Callable[[str], Figure]]:
    group = study.settings.brief_group

    def of_group(name: str, **options: Any) -> Callable[[str], Figure]:
        return lambda lang: draw(name, study, lang=lang, group=group, **options)

    def captioned(drawn: Callable[[str], Figure]) -> Callable[[str], Figure]:
        return lambda lang: _captioned(drawn(lang))

    plane = of_group("profile-plane", label_first=shown, tall=60)
    matrix = of_group("mixing-matrix", attribute="tier", draws=draws, seed=seed)
    return {
        "profile-plane": captioned(plane),
        "mixing-matrix": captioned(matrix),
        **{name: of_group(name) for name in _OF_GROUP},
        "cases-compare": lambda lang: draw("cases-compare", study, lang=lang, networks=shown),
        "where": lambda lang: draw("where", study, lang=lang, network=shown[0]),
        "ant-map": lambda lang: draw("ant-map", study, lang=lang, case=shown[0]),
    }


def _captioned(figure: Figure) -> Figure:
    """Give a figure the short caption of the brief; what it leaves out stands below the drawing."""
    return replace(figure, caption=message(f"brief-caption-{figure.name}", figure.lang))


def _sizes(study: Study, whole: ActorNetworkThemeGraph, graph: ActorNetworkThemeGraph) -> Iterator[Result]:
    yield Result("networks", len(whole.networks))
    yield Result("networks.home", len(graph.networks))
    for group, n in study.networks["group"].value_counts().items():
        yield Result(f"networks.{group}", int(n))
    yield Result("actors", _met(whole))
    yield Result("actors.home", _met(graph))
    yield Result("memberships", whole.n_memberships)
    yield Result("memberships.home", graph.n_memberships)
    yield Result("undated", whole.undated_share, "share")
    counted = whole.rows[whole.rows["counted"]]
    seen = counted["observed_year"].notna() | counted["year_from"].notna() | counted["year_to"].notna()
    unseen = ~counted.assign(seen=seen).groupby(["network_id", "actor_id"])["seen"].any()
    yield Result("undated.unseen", float(unseen.mean()), "share")
    yield Result("themes", len(whole.themes))
    tables = [table for name, table in study.tables.items() if "source_id" in table and name != "sources"]
    yield Result("sources", int(pd.concat([table["source_id"] for table in tables]).dropna().nunique()))


def _met(graph: ActorNetworkThemeGraph) -> int:
    return int((graph.membership.sum(axis=1) > 0).sum())


def _lists(study: Study, shown: Sequence[str]) -> Iterator[Result]:
    """How many member lists are known nearly whole, in part, or are of unstated size."""
    states = member_lists(study)["state"]
    for name, state in (
        ("whole", ListState.NEARLY_WHOLE),
        ("part", ListState.IN_PART),
        ("unstated", ListState.NOT_STATED),
    ):
        n = int((states == state).sum())
        yield Result(f"lists.{name}", n, n=n, of=len(study.networks))
    graph = build_graph(study, case=shown)
    frame = cooperation_profile(graph, threshold=study.settings.completeness_threshold).frame
    for network, row in frame[frame["stated_low"].notna() & frame["known"].notna()].iterrows():
        yield Result(f"known.{network}", int(row["known"]), n=int(row["known"]), of=int(row["stated_low"]))
    n = int((study.networks["status"] == CardStatus.DRAFT).sum())
    yield Result("cards.draft", n, n=n, of=len(study.networks))


def _vertical(graph: ActorNetworkThemeGraph, variants: Variants) -> Iterator[Result]:
    met = contact(graph).frame.iloc[0]
    local = int(met["local"])
    yield Result("local", local)
    for with_ in ("national", "state"):
        yield variants.share(f"contact.{with_}", f"contact_{with_}", n=int(met[f"with_{with_}"]), of=local)
    kinds = contact(graph, by="kind").frame.to_dict("index")
    for kind in KINDS:
        if kind in kinds and kinds[kind]["local"]:
            n, of = int(kinds[kind]["with_state"]), int(kinds[kind]["local"])
            yield variants.share(f"contact.state.{kind}", f"contact_state_{kind}", n=n, of=of)
    yield variants.count("contact.only-association", "contact_only_association")


def _across(variants: Variants) -> Iterator[Result]:
    for attribute in ACROSS:
        name = attribute.replace("_", "-")
        measure = f"across_{attribute}"
        yield variants.share(f"across.{name}", measure)
        yield variants.filled(f"filled.{name}", measure)
        yield variants.by_lot(f"lot.{name}", measure)
        yield variants.finding(f"{name}-below-lot", below_lot(measure))


def _policies(graph: ActorNetworkThemeGraph) -> Iterator[Result]:
    fields = policy_fields(graph)
    for field, n in fields.fields["bodies"].items():
        yield Result(f"bodies.{field}", int(n))
    pairs = fields.frame.reset_index().to_dict("records")
    for row in pairs:
        first, second = row["field"], row["with_field"]
        pair = f"{first}-{second}"
        yield Result(f"policy.{pair}.actors", len(row["shared_actors"]))
        yield Result(f"policy.{pair}.own-tables", len(row["tables_both"]))
        yield Result(f"policy.{pair}.cross-tables", len(row["tables_cross"]))
        yield Result(f"policy.{pair}.networks", _meeting(graph, fields.actors[first] > 0, fields.actors[second] > 0))
    urban = [row for row in pairs if "urban" in (row["field"], row["with_field"])]
    # What a card says of policy fields does not depend on the coding of actors.
    yield Result("urban-apart", kind="finding", holds_under=CODINGS if not any(r["tables_both"] for r in urban) else ())


def _meeting(graph: ActorNetworkThemeGraph, first: pd.Series, second: pd.Series) -> int:
    """Count the networks in which an actor of the first field alone meets one of the second alone."""
    one, two = (mask.reindex(graph.actors.index, fill_value=False) for mask in (first, second))
    of_first, of_second = (graph.membership.T @ mask.to_numpy(dtype=float) for mask in (one & ~two, two & ~one))
    return int(((of_first > 0) & (of_second > 0)).sum())


def _organisation(study: Study, graph: ActorNetworkThemeGraph) -> Iterator[Result]:
    modes = graph.networks["governance"].value_counts()
    total = int(graph.networks["governance"].notna().sum())
    for mode in Governance:
        n = int(modes.get(str(mode), 0))
        yield Result(f"governance.{mode}", n, n=n, of=total)
    clear = len(modes) > 0 and modes.index[0] == Governance.LEAD_ORGANISATION and modes.iloc[0] > modes.iloc[1:].max()
    # The mode of governance does not depend on the coding of actors.
    yield Result("lead-most", kind="finding", holds_under=CODINGS if clear else ())
    frame = cooperation_profile(graph, threshold=study.settings.completeness_threshold).frame
    states = frame.loc[frame["sector_mix"].isna(), "sector_mix_state"]
    yield Result("branch.undefined", len(states), n=len(states), of=len(frame))
    general = int((states == ResultState.NO_REMIT).sum())
    yield Result("branch.general", general)
    yield Result("branch.too-few", len(states) - general)
    span = frame["themes_span"].dropna()
    if span.empty:
        yield Result(
            "span", kind="number", of=len(frame), state="no network has a theme with a branch of administration"
        )
    else:
        yield Result("span", float(span.median()), "number", n=len(span), of=len(frame))


def _money(study: Study, graph: ActorNetworkThemeGraph) -> Iterator[Result]:
    sums = study.funding[study.funding["amount"].notna()]
    n = int(sums["network_id"].nunique())
    yield Result("sums.networks", n, n=n, of=len(study.networks))
    yield Result("sums", len(sums))
    own = int(sums.loc[sums["network_id"].isin(graph.networks.index), "network_id"].nunique())
    yield Result("sums.networks.home", own, n=own, of=len(graph.networks))
