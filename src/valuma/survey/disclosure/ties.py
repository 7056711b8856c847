"""Ties that people told of: by name only where that was agreed, else as sums of groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Attribution
from valuma.survey.attribution import attribution_of
from valuma.survey.disclosure.pseudonyms import pseudonyms
from valuma.survey.disclosure.released import hidden_note
from valuma.survey.disclosure.table import protect_table
from valuma.survey.settings import Privacy
from valuma.texts import message

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Tables of ties: who tells, and what the tie goes to.
_ENDS = {
    "cooperation": ("actor_id", "partner_id"),
    "interests": ("actor_id", "theme_id"),
    "memberships": ("actor_id", "network_id"),
}
_GROUP_COLUMNS = ["from_group", "to_group", "ties", "tellers", "answers", "strength"]
#: Stands for all groups in a table of sums; no group is called so.
_ALL = "\x1e"
#: Group of actors of whom the group is not known.
UNKNOWN_GROUP = "unknown"


@dataclass(frozen=True, eq=False)
class ReleasedTies:
    """Ties that may leave.

    Parameters
    ----------
    named : DataFrame
        Rows that may be shown as they are: the teller agreed, or the row is public record.
    pseudonymous : DataFrame
        Rows in which all actors have pseudonyms; empty without a key.
    groups : DataFrame
        All rows as sums: ``from_group``, ``to_group``, ``ties``, ``tellers`` (organisations that told), ``answers``
        (persons), ``strength`` (mean), ``shown``, ``why``. Hidden sums hold no number.
    left_out : int
        Rows that are in sums alone.
    privacy : Privacy
        The thresholds.
    """

    named: pd.DataFrame
    pseudonymous: pd.DataFrame
    groups: pd.DataFrame
    left_out: int
    privacy: Privacy

    def note(self, lang: str) -> str:
        """Say how many ties are not shown one by one, and how many sums are hidden; empty where none is.

        Parameters
        ----------
        lang : {"fi", "sv", "en"}
            Language.
        """
        parts = [message("disclosure-ties", lang, n=self.left_out)] if self.left_out else []
        parts += [hidden_note(int((~self.groups["shown"]).sum()), self.privacy, lang)]
        return " ".join(part for part in parts if part)


def release_ties(
    frame: pd.DataFrame,
    privacy: Privacy,
    *,
    table: str = "cooperation",
    groups: Mapping[str, str] | pd.Series | None = None,
    key: bytes | None = None,
) -> ReleasedTies:
    """Let ties leave: by name where that was agreed, under pseudonyms with a key, and all as sums of groups.

    Parameters
    ----------
    frame : DataFrame
        Rows of `cooperation`, `interests` or `memberships`, as in the study.
    privacy : Privacy
        Thresholds: a sum stands for so many organisations that told and so many persons.
    table : {"cooperation", "interests", "memberships"}
        Which of them it is. Rows without a word on attribution are aggregate, those of `memberships` public record.
    groups : mapping or Series of str by actor_id, optional
        Group of each actor, such as its kind; without it all actors are one group. Themes and networks are
        groups of their own.
    key : bytes, optional
        Key for pseudonyms; without it pseudonymous rows are in sums alone.

    Returns
    -------
    ReleasedTies

    Raises
    ------
    ValumaError
        A column is missing, or an attribution is no word of the vocabulary.

    Notes
    -----
    A tie that is told has one or two informants by its nature, so it leaves by name only with their consent. A sum
    is shown where enough organisations told it, enough persons answered, and, between actors, enough
    organisations are on the other side too, since a group of one is a name; and where it does not give such a
    sum away through the sums of a group. Sums hold the named rows as well; since these are known one by one, the
    thresholds are those of what is left of a sum without them. A sum of named rows alone is always shown.

    Examples
    --------
    >>> rows = pd.DataFrame({"actor_id": ["oulu", "espoo"], "partner_id": ["min", "min"], "strength": [1.0, 0.5],
    ...                      "attribution": ["named", None]})
    >>> left = release_ties(rows, Privacy())
    >>> left.named["actor_id"].tolist(), left.left_out, left.groups["why"].tolist()
    (['oulu'], 1, ['few persons'])
    """
    teller, target = _ends(frame, table)
    said = attribution_of(frame, table)
    open_rows = frame[(said == str(Attribution.NAMED)).to_numpy()]
    marked = frame[(said == str(Attribution.PSEUDONYMOUS)).to_numpy()]
    masked = marked.iloc[:0] if key is None else _masked(marked, teller, target, table, key)
    left_out = len(frame) - len(open_rows) - len(masked)
    told = (said != str(Attribution.NAMED)).to_numpy()
    sums = _sums(frame, told, privacy, (teller, target), table, groups)
    return ReleasedTies(open_rows.reset_index(drop=True), masked.reset_index(drop=True), sums, left_out, privacy)


def if_more_consented(frame: pd.DataFrame, *, table: str = "cooperation") -> pd.DataFrame:
    """Say how many ties could be shown by name if more organisations agreed to it.

    Parameters
    ----------
    frame : DataFrame
        Rows as in `release_ties`.
    table : str
        Which table it is.

    Returns
    -------
    DataFrame
        One row a number of further organisations from 0 to all that have not agreed: ``more``, ``ties_least``,
        ``ties_expected``, ``ties_most`` (ties shown by name if those with the fewest, any, or those with the most
        agreed) and ``share_expected`` of all ties. It names no organisation.

    Examples
    --------
    >>> rows = pd.DataFrame({"actor_id": ["a", "a", "b"], "partner_id": ["x", "y", "x"], "strength": [1.0, 1.0, 1.0]})
    >>> if_more_consented(rows)[["more", "ties_least", "ties_expected", "ties_most"]].values.tolist()
    [[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.5, 2.0], [2.0, 3.0, 3.0, 3.0]]
    """
    teller, _ = _ends(frame, table)
    closed = attribution_of(frame, table) != str(Attribution.NAMED)
    already = int((~closed).sum())
    counts = np.sort(frame.loc[closed.to_numpy(), teller].value_counts().to_numpy())
    more = np.arange(len(counts) + 1)
    whole = max(1, len(frame))
    expected = already + more * (counts.mean() if len(counts) else 0.0)
    return pd.DataFrame(
        {
            "more": more,
            "ties_least": already + np.concatenate([[0], np.cumsum(counts)]),
            "ties_expected": expected,
            "ties_most": already + np.concatenate([[0], np.cumsum(counts[::-1])]),
            "share_expected": expected / whole,
        }
    )


def _ends(frame: pd.DataFrame, table: str) -> tuple[str, str]:
    if table not in _ENDS:
        hint = nearest(table, _ENDS)
        raise ValumaError(f"there is no table of ties {table!r}" + (f" ({hint})" if hint else ""))
    for column in _ENDS[table]:
        if column not in frame:
            raise ValumaError(f"the ties have no column {column!r}")
    return _ENDS[table]


def _masked(frame: pd.DataFrame, teller: str, target: str, table: str, key: bytes) -> pd.DataFrame:
    """Put pseudonyms in place of actors, and keep what says nothing of them."""
    kept = [name for name in (teller, target, "strength", "directed") if name in frame]
    out = frame[kept].copy()
    for column in (teller, target) if table == "cooperation" else (teller,):
        out[column] = out[column].map(pseudonyms(out[column], key))
    return out.sort_values([teller, target], kind="stable")


def _sums(
    frame: pd.DataFrame,
    told: npt.NDArray[np.bool_],
    privacy: Privacy,
    ends: tuple[str, str],
    table: str,
    groups: Mapping[str, str] | pd.Series | None,
) -> pd.DataFrame:
    """Sum ties by group of those who tell and of what they name, and protect the sums."""
    if frame.empty:
        columns = [*_GROUP_COLUMNS, "shown", "why"]
        return pd.DataFrame({name: pd.Series(dtype=bool if name == "shown" else object) for name in columns})
    of: dict[str, Any] = {} if groups is None else {str(one): group for one, group in groups.items()}
    teller, target = ends
    known, partners = groups is not None, table == "cooperation"
    rows = pd.DataFrame(
        {
            "from_group": _group_of(frame[teller], of, known=known),
            "to_group": _group_of(frame[target], of, known=known) if partners else frame[target],
            "teller": frame[teller],
            "target": frame[target],
            "answers": frame["n_answers"].fillna(1).astype(int) if "n_answers" in frame else 1,
            "strength": frame["strength"].astype(float) if "strength" in frame else 1.0,
        }
    )
    sums, rest = _summed(rows), _summed(rows[told])
    cells = ["from_group", "to_group"]
    few = ["tellers", "targets"] if partners else ["tellers"]
    # Named ties are known one by one: what they leave of a sum has to be large enough by itself.
    left = rest[cells].assign(rest=rest["answers"], few=rest[few].min(axis=1))
    sums = sums.merge(left, on=cells, how="left").fillna({"rest": 0, "few": 0})
    return _protected(sums.astype({"rest": "int64", "few": "int64"}), privacy)


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    return (
        rows.groupby(["from_group", "to_group"], sort=True)
        .agg(
            ties=("target", "size"),
            tellers=("teller", "nunique"),
            targets=("target", "nunique"),
            answers=("answers", "sum"),
            strength=("strength", "mean"),
        )
        .reset_index()
    )


def _group_of(ids: pd.Series[Any], of: Mapping[str, Any], *, known: bool) -> pd.Series[Any]:
    if not known:
        return pd.Series("", index=ids.index, dtype=object)
    return ids.map(lambda one: UNKNOWN_GROUP if pd.isna(of.get(one)) else str(of[one])).astype(object)


def _protected(sums: pd.DataFrame, privacy: Privacy) -> pd.DataFrame:
    """Hide sums with few unnamed ties behind them, and those that give them away through sums of rows and columns."""
    out = protect_table(
        sums,
        rows="from_group",
        columns="to_group",
        n="rest",
        privacy=privacy,
        organisations="few",
        total=_ALL,
        also=("ties", "tellers", "answers", "strength"),
    )
    return out[[*_GROUP_COLUMNS, "shown", "why"]]
