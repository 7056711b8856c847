"""`known-sums`: what is known of money, sum by sum, and how little it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures.catalogue import register
from valuma.figures.colours import look
from valuma.figures.keys import draw_keys
from valuma.figures.lettering import width, wrap
from valuma.figures.names import actor_name, known, network_names, period
from valuma.figures.page import Page
from valuma.figures.record import Figure
from valuma.figures.scales import money
from valuma.figures.selection import of_group
from valuma.figures.style import LINE, MUTED, SMALL_PT
from valuma.schema.vocabularies import FundingKind
from valuma.texts import label, message, number

if TYPE_CHECKING:
    from valuma.study.study import Study

_ROW, _AXIS, _HEAD = 4.0, 8.0, 6.0
_NAMES, _DOTS, _SUMS = 101.0, 44.0, 20.0
_NAME_PT = 7.5
_COLUMNS = (
    "network_id",
    "network",
    "payer",
    "payer_kind",
    "kind",
    "amount",
    "currency",
    "year",
    "year_to",
    "source_id",
    "notes",
    "order",
)


@register("known-sums")
def draw(study: Study, *, lang: str, group: str | None = None) -> Figure:
    """Draw every sum that a source names, by currency.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language.
    group : str, optional
        Group of networks; all without it.

    Returns
    -------
    Figure
        Dot plot on logarithmic axes, one block a currency: network, payer, years, kind. Sums are neither
        converted nor added up. Above it the number of networks with any sum.

    Raises
    ------
    ValumaError
        When there is no such group.
    """
    networks = of_group(study, group)
    sums = _sums(study, networks, lang)
    blocks = [part for _, part in sums.groupby("order", sort=True)]
    height = sum(_HEAD + len(part) * _ROW + _AXIS for part in blocks)
    kinds = [kind for kind in FundingKind if kind in set(sums["kind"])]
    columns = min(len(kinds), 4) or 1
    keys_height = 4.6 * math.ceil(len(kinds) / columns)
    with_sum = sums["network_id"].nunique()
    page = Page(
        message("known-sums-title", lang, with_sum=with_sum, total=len(networks)),
        lang=lang,
        height=max(height + keys_height, 12.0),
        subtitle=message("known-sums-subtitle", lang, n=len(sums)),
        notes=(
            message("known-sums-note", lang),
            message("known-sums-rules", lang, rules=_only_rules(study, networks), total=len(networks)),
        ),
        synthetic=study.synthetic,
    )
    top = 0.0
    for part in blocks:
        _block(page, part, top, lang)
        top += _HEAD + len(part) * _ROW + _AXIS
    if sums.empty:
        page.text(0, 6, message("known-sums-none", lang), color=MUTED)
    draw_keys(page, [(label(kind, lang), look(kind)) for kind in kinds], top=top, columns=columns)
    return page.record(
        "known-sums",
        sums.drop(columns="order").reset_index(drop=True),
        caption=message("known-sums-caption", lang),
        alt=message(
            "known-sums-alt",
            lang,
            n=len(sums),
            with_sum=with_sum,
            total=len(networks),
            currencies=", ".join(dict.fromkeys(sums["currency"])) or message("none", lang),
        ),
        sources=tuple(sorted(set(sums["source_id"].dropna()))),
    )


def _sums(study: Study, networks: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Rows with a sum, the study's own currency first, larger sums first."""
    rows = study.tables["funding"]
    rows = rows[rows["amount"].notna() & (rows["amount"] > 0) & rows["network_id"].isin(networks["network_id"])]
    names = network_names(networks, lang, short=True)
    actors = {str(row["actor_id"]): actor_name(row, lang) for row in study.tables["actors"].to_dict("records")}
    records = [_record(row, names, actors, lang) for row in rows.to_dict("records")]
    table = pd.DataFrame(records, columns=_COLUMNS)
    places = table["currency"].value_counts()
    order = sorted(places.index, key=lambda code: (code != "EUR", -places[code], code))
    table["order"] = table["currency"].map({code: place for place, code in enumerate(order)})
    return table.sort_values(["order", "amount", "network_id"], ascending=[True, False, True], ignore_index=True)


def _record(row: dict[Any, Any], names: dict[str, str], actors: dict[str, str], lang: str) -> dict[str, Any]:
    payer = actors.get(str(row["payer"])) if known(row["payer"]) else None
    return {
        "network_id": row["network_id"],
        "network": names[str(row["network_id"])],
        "payer": payer or message("payer-unnamed", lang),
        "payer_kind": row["payer_kind"],
        "kind": row["kind"],
        "amount": row["amount"],
        "currency": row["currency"] if known(row["currency"]) else message("currency-unknown", lang),
        "year": row["year"],
        "year_to": row["year_to"],
        "source_id": row["source_id"],
        "notes": row["notes"],
    }


def _only_rules(study: Study, networks: pd.DataFrame) -> int:
    """Networks of which funding is known in words only, without any sum."""
    rows = study.tables["funding"]
    rows = rows[rows["network_id"].isin(networks["network_id"])]
    with_sum = set(rows[rows["amount"].notna()]["network_id"])
    return int(rows[~rows["network_id"].isin(with_sum)]["network_id"].nunique())


def _block(page: Page, part: pd.DataFrame, top: float, lang: str) -> None:
    """One currency: rows of words at the left, dots on a log axis, sums in figures at the right."""
    currency = str(part["currency"].iloc[0])
    page.text(0, top + 4, message("known-sums-currency", lang, currency=currency, n=len(part)), weight="bold")
    high = len(part) * _ROW
    ax = page.axes(_NAMES, top + _HEAD, _DOTS, high)
    low, top_value = float(part["amount"].min()), float(part["amount"].max())
    ax.set(
        xscale="log",
        ylim=(len(part), 0),
        xlim=(10 ** math.floor(math.log10(low)), 10 ** (math.log10(top_value) + 0.25)),
    )
    ax.grid(axis="x")
    ax.tick_params(axis="y", left=False, labelleft=False)
    ax.tick_params(axis="x", which="minor", bottom=False)
    ax.spines["left"].set_visible(False)
    money(ax.xaxis, lang)
    for place, row in enumerate(part.to_dict("records")):
        y = place + 0.5
        seen = look(FundingKind(row["kind"]))
        ax.plot([ax.get_xlim()[0], row["amount"]], [y, y], color=LINE, linewidth=0.6, zorder=1)
        size = 50 if seen.marker == "*" else 26
        ax.scatter(row["amount"], y, marker=seen.marker, s=size, color=seen.colour, lw=0, zorder=3, clip_on=False)
        down = top + _HEAD + (place + 0.5) * _ROW
        _words(page, row, down)
        page.text(
            _NAMES + _DOTS + _SUMS,
            down,
            number(row["amount"], lang, 0),
            size=SMALL_PT,
            ha="right",
            va="center_baseline",
        )


def _words(page: Page, row: dict[Any, Any], down: float) -> None:
    years = period(row["year"], row["year_to"])
    rest = " · ".join(word for word in (str(row["payer"]), years) if word)
    room = _NAMES - 3
    name = wrap(str(row["network"]), max(room * 0.45, room - width(rest, _NAME_PT) - 2), _NAME_PT, bold=True, lines=1)
    taken = width(name, _NAME_PT, bold=True) + 1.6
    page.text(0, down, name, size=_NAME_PT, weight="bold", va="center_baseline")
    payer = wrap(str(row["payer"]), room - taken - width(" · " + years if years else "", _NAME_PT), _NAME_PT, lines=1)
    page.text(
        taken,
        down,
        " · ".join(word for word in (payer, years) if word),
        size=_NAME_PT,
        color=MUTED,
        va="center_baseline",
    )
