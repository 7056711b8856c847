"""Organisation names as people write them, linked to the actors of a registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from valuma.loaders.names.compare import Row, compare, linked
from valuma.loaders.names.dates import Period, period_of
from valuma.loaders.names.index import NameIndex, known_names
from valuma.loaders.names.readings import read
from valuma.loaders.names.words import plain, plain_tokens
from valuma.schema.problems import ValumaError, nearest

__all__ = ["Linkage", "NameIndex", "known_names", "link"]

BANDS = ("linked", "review", "new", "leave-out")
COLUMNS = (
    "name", "band", "actor_id", "municipality_code", "score", "how",
    "candidate_1", "candidate_2", "candidate_3", "score_1", "score_2", "score_3",
)  # fmt: skip


class Linkage:
    """What names of organisations mean, one row a distinct name.

    Attributes
    ----------
    frame : DataFrame
        ``name`` as written; ``band``: *linked*, *review* (a person decides), *new* (nothing like it is known) or
        *leave-out* (only where a person decided so); ``actor_id`` where linked; ``municipality_code`` of a
        municipality of the register that is meant but is not yet an actor (its band is *new*: the actor is to
        be added); ``score`` 0 to 1; ``how`` it was found; up to three candidates, actor_id or
        ``municipality:CODE``, with their scores.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    @property
    def counts(self) -> dict[str, int]:
        """Number of names in each band."""
        found = self.frame["band"].value_counts()
        return {band: int(found.get(band, 0)) for band in BANDS if band != "leave-out" or band in found}

    def to_series(self) -> pd.Series:
        """Return the actor of each name.

        Returns
        -------
        Series of str, indexed by name
            actor_id; missing unless linked.
        """
        return self.frame.set_index("name")["actor_id"]

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        return f"<Linkage: {', '.join(f'{n:,} {band}' for band, n in self.counts.items())}>"

    def _repr_html_(self) -> str:
        return f"<p>{repr(self)[1:-1]}</p>{self.frame.head(20).to_html(index=False, na_rep='')}"


def link(
    names: Sequence[str],
    index: NameIndex,
    *,
    at: dt.date | int | None = None,
    decisions: Mapping[str, str] | None = None,
) -> Linkage:
    """Find out which body of a registry each name means.

    Parameters
    ----------
    names : sequence of str
        Names of organisations as they are written; order and repetitions do not matter.
    index : NameIndex
        Names that are known, from `known_names`.
    at : date or int, optional
        Day or year for which the names hold; without it a body that has ended is for review.
    decisions : mapping of str to str, optional
        What people decided: name → actor_id, "new" or "leave-out". They come before everything else and before those
        of the index; a name is found as it is written, then without regard to case, spaces and punctuation.

    Returns
    -------
    Linkage
        One row a distinct name, in the order in which the names come first.

    Raises
    ------
    ValumaError
        A name is no text; a decision names a body that is not in the index; ``at`` is no date.

    Examples
    --------
    >>> import pandas as pd
    >>> register = pd.DataFrame({"municipality_code": ["992", "905"], "name_fi": ["Äänekoski", "Vaasa"],
    ...                          "name_sv": ["Äänekoski", "Vasa"], "region_code": ["13", "15"]})
    >>> actors = pd.DataFrame({"actor_id": ["aanekoski"], "name": ["Äänekoski"], "kind": ["municipality"],
    ...                        "municipality_code": ["992"]})
    >>> found = link(["Äänekosken kaupunki", "Vasa stad", "Äänekosken seurakunta"],
    ...              known_names({"actors": actors, "municipalities": register}), at=2020)
    >>> found.frame[["band", "actor_id", "municipality_code", "how"]].fillna("").to_numpy().tolist()
    [['linked', 'aanekoski', '', 'genitive'], ['new', '', '905', 'name in Swedish; not yet an actor'],
     ['new', '', '', 'unlike every known name']]

    Notes
    -----
    Names with a known meaning take about 50 µs each; the others are compared with all spellings by their runs of
    three letters. Not checked: whether a body of the same name exists outside the registry.
    """
    if isinstance(names, str):
        raise ValumaError(f"names is the text {names!r}; expected a list of names")
    distinct: list[str] = list(dict.fromkeys(names))
    for name in distinct:
        _check_name(name)
    when = period_of(at)
    made = _Decisions({**index.decisions, **(decisions or {})}, index)
    rows: dict[str, Row] = {}
    unknown: list[str] = []
    for name in distinct:
        row = made.row(name, when) or _known(name, index, when)
        if row is None:
            unknown.append(name)
        else:
            rows[name] = row
    rows.update(compare(unknown, index, when))
    return Linkage(_frame(distinct, rows))


def _check_name(name: object) -> None:
    if not isinstance(name, str):
        raise ValumaError(f"{name!r} is no name of an organisation; expected text")


class _Decisions:
    """Decisions of people, by the name as written and by its words."""

    def __init__(self, decisions: Mapping[str, str], index: NameIndex) -> None:
        self.index = index
        self.written = dict(decisions)
        self.normal: dict[str, set[str]] = {}
        for name, decision in sorted(decisions.items()):
            if decision not in ("new", "leave-out") and decision not in index.bodies:
                hint = nearest(decision, index.bodies)
                raise ValumaError(
                    f"the decision about {name!r} names {decision!r}, which is no actor, nor new, nor leave-out"
                    + (f"; {hint}" if hint else "")
                )
            self.normal.setdefault(_normal(name), set()).add(decision)

    def row(self, name: str, at: Period | None) -> Row | None:
        decision = self.written.get(name, "")
        if not decision:
            # Names that differ in capitals only may have been decided differently; then none holds for a third.
            decided = self.normal.get(_normal(name), set())
            if len(decided) != 1:
                return None
            (decision,) = decided
        if decision in ("new", "leave-out"):
            return Row(decision, "", np.nan, "decision")
        if at is not None and not self.index.lifetimes.valid(decision, at):
            return Row("review", "", 1.0, "decision; does not exist at the date", ((decision, 1.0),))
        return linked(decision, 1.0, "decision")


def _normal(name: str) -> str:
    return " ".join(plain_tokens(plain(name)))


def _known(name: str, index: NameIndex, at: Period | None) -> Row | None:
    """Return the row of a name whose words are known, wholly or in part."""
    if not any(sign.isalnum() for sign in name):
        return Row("review", "", np.nan, "no letters")
    answer = read(name, index, at)
    if answer is None:
        return None
    if answer.certain:
        return linked(answer.bodies[0], 1.0, answer.how)
    return Row("review", "", 1.0, answer.how, tuple((body, 1.0) for body in answer.bodies))


def _frame(names: list[str], rows: Mapping[str, Row]) -> pd.DataFrame:
    ordered = [rows[name] for name in names]
    columns: dict[str, list[object]] = {
        "name": list(names),
        "band": [row.band for row in ordered],
        "actor_id": [row.body if row.band == "linked" else None for row in ordered],
        "municipality_code": [row.body.partition(":")[2] or None if row.band == "new" else None for row in ordered],
        "score": [row.score for row in ordered],
        "how": [row.how for row in ordered],
    }
    for place in range(3):
        columns[f"candidate_{place + 1}"] = [
            row.candidates[place][0] if place < len(row.candidates) else None for row in ordered
        ]
        columns[f"score_{place + 1}"] = [
            row.candidates[place][1] if place < len(row.candidates) else np.nan for row in ordered
        ]
    frame = pd.DataFrame({column: columns[column] for column in COLUMNS})
    texts = [column for column in COLUMNS if not column.startswith("score")]
    return frame.astype(dict.fromkeys(texts, "str") | {c: "float64" for c in COLUMNS if c.startswith("score")})
