"""Agreement of coders: Krippendorff's alpha, Cohen's kappa and plain agreement, for all codes and code by code."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.survey.reliability import alpha_of, counts_of, disagreement_within, kappa

SetDistance = Literal["nominal", "jaccard", "masi"]
#: What a coder writes where no code fits; different from a unit that was not coded.
NONE = "none"
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far coders agree.

    Parameters
    ----------
    frame : DataFrame
        The first row, without ``code``, compares the whole set of codes of each unit; then a row a code, as given or
        not given: ``code``, ``units`` (coded by two at least), ``coders``, ``n`` (units to which somebody gave it),
        ``all`` (units to which everybody did who coded them), ``percent`` (share of pairs of coders that agree),
        ``kappa``, ``alpha``, ``low``, ``high`` (bootstrap interval of alpha), ``why`` (there is no coefficient).
    distance : {"nominal", "jaccard", "masi"}
        How sets of codes are compared in the first row.
    confidence : float
        Level of the interval.
    draws, seed : int
        Of the bootstrap.
    """

    frame: pd.DataFrame
    distance: SetDistance
    confidence: float
    draws: int
    seed: int | None

    def __repr__(self) -> str:
        whole = self.frame.iloc[0]
        value = f"alpha {whole['alpha']:.3f}" if np.isfinite(whole["alpha"]) else str(whole["why"])
        return f"<Agreement: {whole['coders']} coders, {whole['units']} units, {len(self.frame) - 1} codes; {value}>"

    def _repr_html_(self) -> str:
        import html

        return f"<p>{html.escape(repr(self)[1:-1])}</p>{self.frame.to_html(index=False)}"


def agreement(
    codings: pd.DataFrame,
    *,
    codes: Sequence[str] = (),
    distance: SetDistance = "nominal",
    confidence: float = 0.95,
    draws: int = 1999,
    seed: int | None = 0,
) -> Agreement:
    """Measure how far coders agree who gave each unit one code, several or none.

    Parameters
    ----------
    codings : DataFrame
        One row a unit, coder and code: ``unit``, ``coder``, ``code``. A coder for whom no code fits has one row with
        the code ``none``; a unit without a row was not coded by that coder.
    codes : sequence of str, optional
        Codes of the frame in their order, those that nobody used too; by default those that occur.
    distance : {"nominal", "jaccard", "masi"}, default "nominal"
        Whether two sets of codes agree only when they are the same, or in part.
    confidence : float, default 0.95
        Level of the intervals, in (0, 1).
    draws : int, default 1999
        Bootstrap samples of units.
    seed : int, optional
        Of the bootstrap.

    Returns
    -------
    Agreement

    Raises
    ------
    ValumaError
        A column is missing, a coder gave a unit codes and ``none``, or nothing was coded by two.

    Notes
    -----
    Alpha of one code compares units by whether the code was given. With more than two coders kappa is the mean over
    pairs (Light). The interval is the percentile interval over samples of units drawn with replacement; samples in
    which nothing varies have no alpha and are left out. Coefficients are undefined where every coder gives every unit
    the same.

    References
    ----------
    Krippendorff, K. (2019). *Content Analysis: An Introduction to Its Methodology*, 4th ed., chapter 12. Sage.
    https://doi.org/10.4135/9781071878781

    Cohen, J. (1960). A coefficient of agreement for nominal scales. *Educational and Psychological Measurement* 20,
    37–46. https://doi.org/10.1177/001316446002000104

    Light, R. J. (1971). Measures of response agreement for qualitative data. *Psychological Bulletin* 76, 365–377.
    https://doi.org/10.1037/h0031643

    Examples
    --------
    >>> first, second = ["money", "time", "time"], ["money", "none", "time"]
    >>> codings = pd.DataFrame({"unit": [1, 2, 3] * 2, "coder": [*"aaabbb"], "code": first + second})
    >>> agreement(codings).frame[["code", "units", "n", "all", "percent", "kappa"]].round(3)
        code  units  n  all  percent  kappa
    0             3  3    2    0.667    0.5
    1  money      3  1    1    1.000    1.0
    2   time      3  2    1    0.667    0.4
    """
    if not 0.0 < confidence < 1.0:
        raise ValumaError(f"confidence is {confidence}; expected a share between 0 and 1, such as 0.95")
    sets = _sets(codings)
    found = codings.loc[codings["code"] != NONE, "code"].astype(str)
    names = tuple(codes) or tuple(sorted(found.unique()))
    if unknown := sorted(set(found) - set(names)):
        raise ValumaError(f"codes that the frame does not have: {', '.join(map(repr, unknown[:5]))}")
    samples = _samples(len(sets), draws, seed)
    rows = [{"code": ""} | _compared(sets, _set_distance(distance), samples, confidence)]
    for name in names:
        given = sets.map(lambda one, name=name: one if one is None else name in one)
        rows.append({"code": name} | _compared(given, _different, samples, confidence))
    columns = ["code", "units", "coders", "n", "all", "percent", "kappa", "alpha", "low", "high", "why"]
    return Agreement(pd.DataFrame(rows, columns=columns), distance, confidence, draws, seed)


def _sets(codings: pd.DataFrame) -> pd.DataFrame:
    """Return units × coders of sets of codes; None where a coder did not code a unit."""
    if absent := [name for name in ("unit", "coder", "code") if name not in codings]:
        raise ValumaError(f"codings have no column {absent[0]!r}; expected unit, coder and code")
    grouped = codings.astype({"code": str}).groupby(["unit", "coder"], sort=True)["code"].agg(frozenset)
    both = grouped[grouped.map(lambda codes: NONE in codes and len(codes) > 1)]
    if len(both):
        unit, coder = both.index[0]
        raise ValumaError(f"coder {coder} gave unit {unit} codes and {NONE!r}")
    table = grouped.map(lambda codes: codes - {NONE}).unstack("coder").astype(object)
    table = table.where(table.notna(), None)
    if table.empty or not (table.notna().sum(axis=1) >= 2).any():
        raise ValumaError("no unit was coded by two coders: there is nothing to compare")
    return table


def _compared(
    table: pd.DataFrame,
    distance: Callable[[Hashable, Hashable], float],
    samples: npt.NDArray[np.int64],
    confidence: float,
) -> dict[str, object]:
    """Return one row of the frame."""
    known = table.notna()
    compared = known.sum(axis=1) >= 2
    given = table.map(bool).where(known, False)
    everybody = table.map(bool).where(known, True).all(axis=1)
    row: dict[str, object] = {
        "units": int(compared.sum()),
        "coders": table.shape[1],
        "n": int((given.any(axis=1) & compared).sum()),
        "all": int((everybody & compared).sum()),
    }
    counts, values = counts_of(table)
    distances = np.array([[distance(x, y) for y in values] for x in values], dtype=float)
    pairs = (counts.sum(axis=1) * (counts.sum(axis=1) - 1)).sum()
    row["percent"] = float((counts * (counts - 1)).sum() / pairs)
    row["kappa"] = _mean_kappa(table)
    row["alpha"] = alpha_of(counts, distances)
    row["low"], row["high"] = _interval(counts, distances, samples[:, compared.to_numpy()], confidence)
    row["why"] = "" if len(values) > 1 else ("nobody gave it" if not row["n"] else "everybody gave the same")
    return row


def _mean_kappa(table: pd.DataFrame) -> float:
    """Return the mean kappa over pairs of coders that have one."""
    columns = [table[name].tolist() for name in table.columns]
    found = [kappa(one, other) for one, other in itertools.combinations(columns, 2)]
    known = [value for value in found if np.isfinite(value)]
    return float(np.mean(known)) if known else float("nan")


def _samples(units: int, draws: int, seed: int | None) -> npt.NDArray[np.int64]:
    """Return how often each unit is in each bootstrap sample."""
    if draws < 1:
        raise ValumaError(f"draws is {draws}; expected at least 1")
    return np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=draws)


def _interval(
    counts: _Floats, distances: _Floats, samples: npt.NDArray[np.int64], confidence: float
) -> tuple[float, float]:
    """Return the percentile interval of alpha over samples of units."""
    observed = samples @ disagreement_within(counts, distances)
    totals = samples @ counts
    expected = ((totals @ distances) * totals).sum(axis=1) / np.maximum(totals.sum(axis=1) - 1, 1)
    varied = expected > 0
    if not varied.any():
        return float("nan"), float("nan")
    low, high = np.quantile(1 - observed[varied] / expected[varied], [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(low), float(high)


def _different(one: Hashable, other: Hashable) -> float:
    return float(one != other)


def _set_distance(name: SetDistance) -> Callable[[Hashable, Hashable], float]:
    distances = {"nominal": _different, "jaccard": _jaccard, "masi": _masi}
    if name not in distances:
        raise ValumaError(f"distance is {name!r}; expected one of {', '.join(map(repr, distances))}")
    return distances[name]


def _jaccard(one: Hashable, other: Hashable) -> float:
    """Return one minus the share of common codes among all codes of two sets; two empty sets are the same."""
    assert isinstance(one, frozenset)
    assert isinstance(other, frozenset)
    return 1 - len(one & other) / len(one | other) if one | other else 0.0


def _masi(one: Hashable, other: Hashable) -> float:
    """Return Passonneau's distance of two sets: Jaccard's, milder where one set holds the other."""
    assert isinstance(one, frozenset)
    assert isinstance(other, frozenset)
    if one == other:
        return 0.0
    common = one & other
    monotone = 2 / 3 if common in (one, other) and common else 1 / 3 if common else 0.0
    return 1 - (1 - _jaccard(one, other)) * monotone
