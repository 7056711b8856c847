"""How many members of a network are known and stated, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from valuma.figures.names import known
from valuma.schema.vocabularies import Kind
from valuma.study.member_lists import SizeIs, member_lists
from valuma.texts import label, message, number

if TYPE_CHECKING:
    from valuma.study.study import Study


def members(study: Study) -> pd.DataFrame:
    """Return the memberships in the roles that count, one row an actor and network.

    Parameters
    ----------
    study : Study
        Validated tables.

    Returns
    -------
    DataFrame
        ``network_id``, ``actor_id``, ``role`` (the one that comes first among the study's roles).
    """
    rows = study.tables["memberships"]
    order = {role: place for place, role in enumerate(study.settings.roles)}
    rows = rows[rows["role"].isin(list(order))][["network_id", "actor_id", "role", "source_id"]]
    rows = rows.assign(place=rows["role"].map(order)).sort_values(["network_id", "actor_id", "place"], kind="stable")
    return rows.drop_duplicates(["network_id", "actor_id"]).drop(columns="place").reset_index(drop=True)


def used_counts(study: Study) -> pd.DataFrame:
    """Return the stated sizes that calculations use, with the members known of each."""
    frame = study.completeness()
    frame = frame[frame["used"].fillna(False).astype(bool)]
    kinds = study.tables["member_counts"][["network_id", "of", "year", "source_id", "kinds", "roles"]]
    merged = frame.drop(columns=["kinds", "roles"], errors="ignore").merge(
        kinds.drop_duplicates(["network_id", "of", "year", "source_id"]),
        on=["network_id", "of", "year", "source_id"],
        how="left",
    )
    return merged.sort_values(["network_id", "n_low"], ascending=[True, False], kind="stable").reset_index(drop=True)


def stated(row: Any, lang: str) -> str:
    """Return a stated size in words: one number, two with a dash, or "more than"."""
    low = number(int(row["n_low"]), lang)
    if not known(row["n_high"]):
        return message("more-than", lang, value=low)
    high = number(int(row["n_high"]), lang)
    return low if high == low else message("from-to", lang, low=low, high=high)


def fraction(row: Any, lang: str) -> str:
    """Return known and stated with a slash, as 22/57; "?" where no member rows hold the count."""
    have = number(int(row["known"]), lang) if known(row["known"]) else "?"
    return message("known-of-stated", lang, known=have, stated=stated(row, lang))


def completeness_line(study: Study, network_id: str, lang: str) -> str:
    """Return how many members of a network are known of each stated size, or that none is stated."""
    rows = used_counts(study)
    rows = rows[(rows["network_id"] == network_id) & rows["known"].notna()]
    if rows.empty:
        have = int((members(study)["network_id"] == network_id).sum())
        return message("completeness-unknown", lang, known=have)
    parts = "; ".join(_part(row, lang) for row in rows.to_dict("records"))
    line = message("completeness-line", lang, parts=parts)
    part_only = member_lists(study).loc[network_id, "size_is"] == SizeIs.NOT_STATED
    return f"{line} {message('counts-of-a-part', lang)}" if part_only else line


def _part(row: dict[Any, Any], lang: str) -> str:
    kinds = row["kinds"] if known(row["kinds"]) else ()
    of = ", ".join(label(kind, lang, vocabulary=Kind.__name__) for kind in kinds) or message("all-members", lang)
    year = str(int(row["year"])) if known(row["year"]) else message("year-unknown", lang)
    return message("completeness-part", lang, of=of, fraction=fraction(row, lang), year=year)
