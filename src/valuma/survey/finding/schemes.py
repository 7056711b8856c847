"""Schemes: what a variable can hold. Variables that were asked as one have the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from valuma.survey.codebook import Code, Variable
from valuma.survey.finding.wording import TICKS, YES_NO, means_no, means_ticked

Sort = Literal["dichotomy", "category", "numeric", "text", "date", "empty"]
#: Rows that are looked at before all are: most columns show their scheme at once.
_SAMPLE = 500


@dataclass(frozen=True, slots=True)
class Scheme:
    """What the cells of one variable can be.

    Parameters
    ----------
    sort : str
        ``dichotomy`` (ticked or not), ``category``, ``numeric``, ``text``, ``date``, ``empty`` (no cell is filled).
    codes : tuple of (code, label)
        Of a variable with labels; of texts that repeat, the texts.
    counted : float or str, optional
        What means "ticked"; None where any answer does.
    how : str
        In words, for reports.
    """

    sort: Sort
    codes: tuple[tuple[Code, str], ...] = ()
    counted: Code | None = None
    how: str = ""

    @property
    def as_cells(self) -> bool:
        """Codes are the texts that were met, so that some of the scale may be lacking."""
        return bool(self.codes) and all(code == label for code, label in self.codes)

    @property
    def words(self) -> frozenset[str]:
        """Labels without regard to case."""
        return frozenset(label.casefold().strip() for _, label in self.codes)


def scheme_of(values: pd.Series, variable: Variable) -> Scheme:
    """Return the scheme of a variable.

    Parameters
    ----------
    values : Series
        Its column: codes, texts or a categorical of labels; missing codes are taken out.
    variable : Variable
        What the codebook says of it.

    Returns
    -------
    Scheme
        Made from the labels where there are any, else from the cells.
    """
    if variable.kind == "date" or values.dtype.kind == "M":
        return Scheme("date", how="dates")
    codes = tuple((code, variable.labels[code]) for code in variable.codes)
    if variable.kind in ("category", "ordered") or isinstance(values.dtype, pd.CategoricalDtype):
        if not codes and isinstance(values.dtype, pd.CategoricalDtype):
            codes = tuple((str(label), str(label)) for label in values.cat.categories)
        return _labelled(codes)
    if variable.kind == "text" or not pd.api.types.is_numeric_dtype(values.dtype):
        return _texts(values)
    return _numbers(values, codes)


def _labelled(codes: tuple[tuple[Code, str], ...]) -> Scheme:
    """Return the scheme of codes with labels; yes and no under 0 and 1 are ticks, under 1 and 2 they are not."""
    if not codes:
        return Scheme("empty", how="no answers")
    if len(codes) == 1 and (means_ticked(codes[0][1]) or codes[0][1].casefold() in TICKS):
        return Scheme("dichotomy", codes, codes[0][0], f"{_shown(codes[0][0])} or blank")
    if len(codes) == 2:
        no = [code for code, label in codes if means_no(label)]
        ticked = [code for code, label in codes if not means_no(label)]
        numbers = {code for code, _ in codes} == {0.0, 1.0}
        said = any(means_ticked(label) for code, label in codes if code not in no)
        if len(no) == 1 and (said or (numbers and no[0] == 0)):
            shown = " and ".join(f"{_shown(code)} {label}" for code, label in codes)
            return Scheme("dichotomy", codes, ticked[0], shown)
    return Scheme("category", codes, how=f"{len(codes)} labels")


def _numbers(values: pd.Series, codes: tuple[tuple[Code, str], ...]) -> Scheme:
    for part in (values.iloc[:_SAMPLE], values):
        found = part.to_numpy(dtype=np.float64, na_value=np.nan)
        found = found[~np.isnan(found)]
        if ((found != 0) & (found != 1)).any():
            return Scheme("numeric", how="numbers")
    if not len(found):
        return Scheme("empty", how="no answers")
    if not found.any():
        return Scheme("empty", how="only 0")
    return Scheme("dichotomy", codes, 1.0, "0 and 1" if (found == 0).any() else "1 or blank")


def _texts(values: pd.Series) -> Scheme:
    for part in (values.iloc[:_SAMPLE], values):
        found = [str(cell) for cell in pd.unique(part.dropna())]
        found = [cell for cell in found if cell.strip()]
        if len(found) > 2:
            return Scheme("text", how="texts")
    if not found:
        return Scheme("empty", how="no answers")
    folded = frozenset(cell.casefold().strip() for cell in found)
    if folded in YES_NO:
        return Scheme("category", tuple((cell, cell) for cell in sorted(found)), how=" and ".join(sorted(found)))
    if folded == {"0", "1"}:
        return Scheme("dichotomy", (), next(cell for cell in found if cell.strip() == "1"), "0 and 1")
    if len(found) == 1 and folded <= TICKS:
        return Scheme("dichotomy", (), found[0], f"{found[0]} or blank")
    if len(found) == 1 and int(values.notna().sum()) > 1:
        return Scheme("dichotomy", (), None, "one text or blank")
    return Scheme("text", how="texts")


def same(one: Scheme, other: Scheme) -> bool:
    """Whether two variables can have been asked as one.

    Parameters
    ----------
    one, other : Scheme
        What they can hold.

    Returns
    -------
    bool
        Equal codes and labels; where the codes are only the texts that were met, scales of which one is part of the
        other.

    Examples
    --------
    >>> scale = Scheme("category", (("often", "often"), ("rarely", "rarely"), ("never", "never")))
    >>> same(scale, Scheme("category", (("often", "often"), ("never", "never"))))
    True
    """
    if one.sort != other.sort:
        return False
    if one.sort == "dichotomy":
        return one.counted == other.counted
    if one.sort != "category":
        return True
    if one.as_cells and other.as_cells:
        return one.words <= other.words or other.words <= one.words
    return [code for code, _ in one.codes] == [code for code, _ in other.codes] and one.words == other.words


def _shown(code: Code) -> str:
    return f"{code:g}" if isinstance(code, (int, float)) else str(code)
