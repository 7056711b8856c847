"""What the brief of the cases can say: its results, figures and tables by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from valuma.figures import draw
from valuma.graph import build_graph
from valuma.metrics import contact, cooperation_profile, policy_fields
from valuma.report.brief_tables import across_table, networks_table
from valuma.report.content import BriefContent
from valuma.report.findings import ACROSS, Variants, above, below_lot, measure_variants
from valuma.report.results import Result, Results
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.figures.record import Figure
    from valuma.graph.core import ActorNetworkThemeGraph
    from valuma.report.cache import Cache
    from valuma.study.study import Study

#: Group of networks that the findings are about.
GROUP = "finnish"
#: Networks shown in the table of the brief: those the study looked into most closely, at home and in the Nordics.
SHOWN = (
    "mal-verkosto",
    "seutukaupunkiverkosto",
    "maaseutuverkosto",
    "suomen-kasvukaytava",
    "6aika",
    "keino",
    "terve-kunta",
    "kehyskuntaverkosto",
    "fisu",
    "reglab-se",
    "mittnorden",
)
#: How much more often local actors must meet national than State actors for the text to say so.
_GAP = 0.1


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
    whole, graph = build_graph(study), build_graph(study, group=GROUP)
    year = study.settings.reference_year
    variants = measure_variants(graph, year=year, draws=draws, seed=seed, cache=cache, name="brief-variants")
    results = Results(
        [
            *_sizes(study, whole, graph),
            *_lists(study),
            *_vertical(graph, variants),
            *_across(variants),
            *_policies(graph),
            *_organisation(study, graph),
            *_money(study),
        ]
    )
    return BriefContent(
        results=results,
        figures=_figures(study, draws, seed),
        tables={
            "across": partial(across_table, variants),
            "networks": partial(networks_table, study, whole, SHOWN),
        },
        options={"group": GROUP, "roles": list(graph.roles), "reference_year": year},
    )


def _figures(study: Study, draws: int, seed: int) -> dict[str, Callable[[str], Figure]]:
    return {
        "profile-plane": lambda lang: _captioned(
            draw("profile-plane", study, lang=lang, group=GROUP, label_first=SHOWN, tall=78)
        ),
        "mixing-matrix": lambda lang: _captioned(
            draw("mixing-matrix", study, lang=lang, group=GROUP, attribute="tier", draws=draws, seed=seed)
        ),
        "policy-triangle": lambda lang: draw("policy-triangle", study, lang=lang, group=GROUP),
        "known-sums": lambda lang: draw("known-sums", study, lang=lang, group=GROUP),
        "where": lambda lang: draw("where", study, lang=lang, network="seutukaupunkiverkosto"),
        "membership-overlap": lambda lang: draw("membership-overlap", study, lang=lang, group=GROUP),
        "theme-coverage": lambda lang: draw("theme-coverage", study, lang=lang, group=GROUP),
        "cases-compare": lambda lang: draw("cases-compare", study, lang=lang, networks=SHOWN),
        "typology": lambda lang: draw("typology", study, lang=lang, group=GROUP),
        "ant-map": lambda lang: draw("ant-map", study, lang=lang, case="mal-verkosto"),
    }


def _captioned(figure: Figure) -> Figure:
    """Give a figure the short caption of the brief; what it leaves out stands below the drawing."""
    return replace(figure, caption=message(f"brief-caption-{figure.name}", figure.lang))


def _sizes(study: Study, whole: ActorNetworkThemeGraph, graph: ActorNetworkThemeGraph) -> Iterator[Result]:
    yield Result("networks", len(whole.networks))
    for group, n in study.networks["group"].value_counts().items():
        yield Result(f"networks.{group}", int(n))
    yield Result("actors", _met(whole))
    yield Result("actors.home", _met(graph))
    yield Result("memberships", whole.n_memberships)
    yield Result("memberships.home", graph.n_memberships)
    yield Result("undated", whole.undated_share, "share")
    yield Result("themes", len(whole.themes))
    used = pd.concat(
        [table["source_id"] for name, table in study.tables.items() if "source_id" in table and name != "sources"]
    )
    yield Result("sources", int(used.dropna().nunique()))


def _met(graph: ActorNetworkThemeGraph) -> int:
    return int((graph.membership.sum(axis=1) > 0).sum())


def _lists(study: Study) -> Iterator[Result]:
    """How many member lists are complete, partly known, or of unstated size."""
    stated = study.completeness()
    used = stated[stated["used"].fillna(False).astype(bool)]
    known = used.groupby("network_id").agg(whole=("list_is", lambda parts: bool((parts == "complete").all())))
    n = len(study.networks)
    yield Result("lists.stated", len(known), n=len(known), of=n)
    yield Result("lists.unstated", n - len(known), n=n - len(known), of=n)
    yield Result("lists.complete", int(known["whole"].sum()), n=int(known["whole"].sum()), of=len(known))
    for name in ("seutukaupunkiverkosto", "kehyskuntaverkosto"):
        row = used[used["network_id"] == name].iloc[0]
        yield Result(f"known.{name}", int(row["known"]), n=int(row["known"]), of=int(row["n_low"]))


def _vertical(graph: ActorNetworkThemeGraph, variants: Variants) -> Iterator[Result]:
    met = contact(graph).frame.iloc[0]
    local = int(met["local"])
    yield Result("local", local)
    for with_ in ("national", "state"):
        yield variants.share(f"contact.{with_}", f"contact_{with_}", n=int(met[f"with_{with_}"]), of=local)
    yield variants.finding("contact-gap", above("contact_national", "contact_state", _GAP))


def _across(variants: Variants) -> Iterator[Result]:
    for attribute in ACROSS:
        name = attribute.replace("_", "-")
        yield variants.share(f"across.{name}", f"across_{attribute}")
        yield variants.by_lot(f"lot.{name}", f"across_{attribute}")
        yield variants.finding(f"{name}-below-lot", below_lot(f"across_{attribute}"))


def _policies(graph: ActorNetworkThemeGraph) -> Iterator[Result]:
    fields = policy_fields(graph)
    for field, n in fields.fields["bodies"].items():
        yield Result(f"bodies.{field}", int(n))
    pairs = fields.frame.reset_index().to_dict("records")
    for row in pairs:
        pair = f"{row['field']}-{row['with_field']}"
        yield Result(f"policy.{pair}.actors", len(row["shared_actors"]))
        yield Result(f"policy.{pair}.own-tables", len(row["tables_both"]))
        yield Result(f"policy.{pair}.cross-tables", len(row["tables_cross"]))
    urban = [row for row in pairs if "urban" in (row["field"], row["with_field"])]
    none = all(len(row["tables_both"]) == 0 and len(row["tables_cross"]) > 0 for row in urban)
    yield Result("urban-apart", kind="finding", holds_under=("A", "B") if none else ())


def _organisation(study: Study, graph: ActorNetworkThemeGraph) -> Iterator[Result]:
    modes = graph.networks["governance"].value_counts()
    total = int(graph.networks["governance"].notna().sum())
    for mode, n in modes.items():
        yield Result(f"governance.{mode}", int(n), n=int(n), of=total)
    first, second = modes.iloc[0], modes.iloc[1]
    clear = modes.index[0] == "lead-organisation" and first > second
    yield Result("lead-most", kind="finding", holds_under=("A", "B") if clear else ())
    frame = cooperation_profile(graph, threshold=study.settings.completeness_threshold).frame
    measured = frame["sector_mix"].notna()
    yield Result("branch.undefined", int((~measured).sum()), n=int((~measured).sum()), of=len(frame))
    span = frame["themes_span"].dropna()
    yield Result("span", float(span.median()), "number", n=len(span), of=len(frame))


def _money(study: Study) -> Iterator[Result]:
    sums = study.funding[study.funding["amount"].notna()]
    n = int(sums["network_id"].nunique())
    yield Result("sums.networks", n, n=n, of=len(study.networks))
    yield Result("sums", len(sums))
    home = study.networks.loc[study.networks["group"] == GROUP, "network_id"]
    own = int(sums.loc[sums["network_id"].isin(home), "network_id"].nunique())
    yield Result("sums.networks.home", own, n=own, of=len(home))
