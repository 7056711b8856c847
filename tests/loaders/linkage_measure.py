"""How many of the hand-written names come into which band, and whether rightly."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd

from valuma.loaders.linkage import known_names, link
from valuma.study.study import Study

VARIANTS = Path(__file__).resolve().parent.parent / "data" / "linkage" / "variants.csv"
TABLES = ("actors", "municipalities", "aliases", "regions", "actor_succession")
#: What a name can come to: linked to the right or to a wrong body, shown to a person with or without the right body,
#: taken as new. Of names that mean no body of the registry only "wrong", "review" and "new" are possible.
OUTCOMES = ("right", "wrong", "shown", "review", "new")


def variants() -> pd.DataFrame:
    """Return the names with what is expected of them, empty cells as empty text."""
    return pd.read_csv(VARIANTS, dtype="str", keep_default_na=False)


def measured(study: Study) -> pd.DataFrame:
    """Return the names with the outcome of each.

    Municipalities that the names expect to be no actors yet are taken out of the actors before.
    """
    table = variants()
    codes = table.loc[table["expected"].str.startswith("municipality:"), "expected"].str.removeprefix("municipality:")
    tables = {name: getattr(study, name) for name in TABLES}
    actors = tables["actors"]
    tables["actors"] = actors[~((actors["kind"] == "municipality") & actors["municipality_code"].isin(codes))]
    index = known_names(tables)
    parts = []
    for at, part in table.groupby("at"):
        found = link(part["name"].tolist(), index, at=int(at) if at else None).frame
        parts.append(part.merge(found, on="name", validate="one_to_one"))
    rows = pd.concat(parts, ignore_index=True)
    rows["outcome"] = [outcome(row) for row in rows.to_dict("records")]
    return rows


def outcome(row: dict[str, object]) -> str:
    """Return what one name came to."""
    got = row["actor_id"] if row["band"] == "linked" else row["band"]
    if isinstance(row["municipality_code"], str):
        got = f"municipality:{row['municipality_code']}"
    if got not in ("review", "new"):
        return "right" if got == row["expected"] else "wrong"
    candidates = [row[f"candidate_{place}"] for place in (1, 2, 3)]
    return "shown" if got == "review" and row["expected"] in candidates else str(got)


def in_registry(rows: pd.DataFrame) -> pd.Series:
    """Return which names mean a body of the registry."""
    return ~rows["expected"].isin(["new", "review-ok"])


def by_kind(rows: pd.DataFrame) -> dict[str, list[int]]:
    """Return names and outcomes a kind, in the order of the file."""
    table: dict[str, list[int]] = {}
    for kind, part in rows.groupby("kind", sort=False):
        counts = Counter(part["outcome"])
        table[str(kind)] = [len(part), *(counts[name] for name in OUTCOMES)]
    return table


def shares(rows: pd.DataFrame) -> dict[str, float]:
    """Return precision and recall in per cent, to one decimal."""
    known, outcomes = in_registry(rows), rows["outcome"]
    linked = outcomes.isin(["right", "wrong"])
    return {
        "precision of linked": _percent(outcomes.eq("right").sum(), linked.sum()),
        "recall of linked": _percent(outcomes.eq("right").sum(), known.sum()),
        "linked or shown": _percent((known & outcomes.isin(["right", "shown"])).sum(), known.sum()),
        "precision of new": _percent((~known & outcomes.eq("new")).sum(), outcomes.eq("new").sum()),
        "recall of new": _percent(
            (rows["expected"].eq("new") & outcomes.eq("new")).sum(), rows["expected"].eq("new").sum()
        ),
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * float(part) / float(whole), 1)
