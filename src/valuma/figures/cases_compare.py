"""`cases-compare`: cases side by side on purpose, governance, policy field, funding, size and profile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from valuma.figures.case_columns import CaseTable
from valuma.figures.catalogue import register
from valuma.figures.colours import look
from valuma.figures.counts import fraction, used_counts
from valuma.figures.keys import draw_keys
from valuma.figures.names import known, network_names
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.selection import chosen, funding_kinds
from valuma.figures.sources import sources_of
from valuma.schema.problems import ValumaError
from valuma.schema.vocabularies import Governance, PurposeKind
from valuma.texts import label, message

if TYPE_CHECKING:
    from valuma.study.study import Study

#: At most so many small multiples of profile numbers beside the table.
MOST_MEASURES = 3
_KEYS = 10.5


@register("cases-compare")
def draw(
    study: Study,
    *,
    lang: str,
    networks: Sequence[str] | None = None,
    group: str | None = None,
    profile: pd.DataFrame | None = None,
    measures: Sequence[str] = (),
    most: int = 24,
) -> Figure:
    """Draw networks side by side, one a row.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language.
    networks : sequence of str, optional
        Networks to show, in this order; without it the largest known ones, the groups sharing the places.
    group : str, optional
        Group to choose from.
    profile : DataFrame, optional
        ``network_id`` and, for each measure, a column with its value and, where there are bounds, ``<measure>_low``
        and ``<measure>_high`` (as of ``cooperation_profile(graph).frame``).
    measures : sequence of str
        Measures of the profile to draw as small multiples, at most three.
    most : int, default 24
        Greatest number of rows.

    Returns
    -------
    Figure
        Table-figure. Purpose and governance are the curator's reading; what is unknown says so. With measures,
        governance shrinks to a mark and size to its fraction, to give them room.

    Raises
    ------
    ValumaError
        When a network, group or measure is not there, or there are too many.
    """
    rows, others = chosen(study, networks, group, most)
    total = len(rows) + len(others)
    shown = _checked(profile, measures)
    table = _table(study, rows, lang)
    cases = CaseTable(table, measures=tuple(measures), lang=lang)
    kinds = [kind for kind in PurposeKind if kind in set(table["purpose_kind"])]
    modes = [mode for mode in Governance if mode in set(table["governance"])] if measures else []
    page = Page(
        message("cases-compare-title", lang),
        lang=lang,
        height=cases.height + _KEYS + (5.6 if modes else 0.0),
        subtitle=message("shown-of", lang, shown=len(rows), total=total) if total > len(rows) else "",
        notes=(
            message("completeness-explained", lang),
            message("curators-reading", lang),
            *((message("bounds-note", lang), message("dash-note", lang)) if measures else ()),
            *((message("larger-is-not-better", lang),) if measures else ()),
            message("not-a-sample", lang),
        ),
        synthetic=study.synthetic,
    )
    cases.draw(page, shown)
    draw_keys(page, [(label(kind, lang), look(kind)) for kind in kinds], top=cases.height + 0.5, columns=3)
    keys = [(label(mode, lang, short=True), look(mode)) for mode in modes]
    draw_keys(page, keys, top=cases.height + _KEYS, columns=4)
    rest = _table(study, others, lang)
    data = pd.concat([table.assign(shown="yes"), rest.assign(shown="no")], ignore_index=True).drop(columns="counts")
    return page.record(
        "cases-compare",
        data.merge(shown, on="network_id", how="left") if measures else data,
        caption=message("cases-compare-caption", lang),
        alt=message("cases-compare-alt", lang, shown=len(rows), unfunded=int((table["funding_kinds"] == "").sum())),
        sources=sources_of(study, rows["network_id"]),
    )


def _checked(profile: pd.DataFrame | None, measures: Sequence[str]) -> pd.DataFrame:
    if not measures:
        return pd.DataFrame({"network_id": []})
    if profile is None:
        raise ValumaError("measures are named and there is no profile to take them from")
    if len(measures) > MOST_MEASURES:
        raise ValumaError(f"{len(measures)} measures are named and there is room for {MOST_MEASURES}")
    missing = [name for name in measures if name not in profile.columns]
    if missing:
        raise ValumaError(f"the profile has no {', '.join(missing)}")
    frame = profile.reset_index() if "network_id" not in profile.columns else profile
    wanted = [f"{name}{end}" for name in measures for end in ("", "_low", "_high", "_state")]
    kept = ["network_id", *[name for name in wanted if name in frame.columns]]
    return frame[kept]


def _table(study: Study, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    kinds = funding_kinds(study)
    counts = used_counts(study)
    counts = counts[counts["known"].notna()]
    names = network_names(study.tables["networks"], lang, short=True)
    records = []
    for row in rows.to_dict("records"):
        mine = counts[counts["network_id"] == row["network_id"]].to_dict("records")
        records.append(
            {
                "network_id": row["network_id"],
                "network": names[str(row["network_id"])],
                "group": row["group"],
                "purpose_kind": row["purpose_kind"] if known(row["purpose_kind"]) else "unknown",
                "governance": row["governance"] if known(row["governance"]) else "unknown",
                "policy_fields": ";".join(row["policy_fields"]) if known(row["policy_fields"]) else "unknown",
                "funding_kinds": ";".join(kinds.get(str(row["network_id"]), ())),
                "known": int(row["members"]),
                "known_of_stated": "; ".join(fraction(count, lang) for count in mine),
                "counts": mine,
            }
        )
    return pd.DataFrame(records)
