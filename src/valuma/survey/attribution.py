"""Who may be shown by name: one rule for everything that people told."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Attribution, SurveyRole

#: Tables of a study that hold what people told; what stands in any other is public record.
TOLD = ("interests", "cooperation")
#: Never by name, whatever was agreed: what organisations would pay.
NEVER_NAMED = (str(SurveyRole.WILLINGNESS_TO_PAY),)


def attribution_of(frame: pd.DataFrame, table: str = "", *, role: str = "") -> pd.Series[Any]:
    """Return how far each row may be shown with a name.

    Parameters
    ----------
    frame : DataFrame
        Rows with or without a column ``attribution``.
    table : str
        Table of a study. An empty cell is ``aggregate`` in `interests` and `cooperation`, which hold what people told,
        and ``named`` in any other, which holds public record: public memberships are exempt.
    role : str
        Role of the item, a word of `SurveyRole`: willingness to pay is ``aggregate`` whatever the column says.

    Returns
    -------
    Series of str
        ``named``, ``pseudonymous`` or ``aggregate``.

    Raises
    ------
    ValumaError
        The column holds another word.

    Examples
    --------
    >>> rows = pd.DataFrame({"attribution": ["named", None]})
    >>> attribution_of(rows, "cooperation").tolist(), attribution_of(rows, "memberships").tolist()
    (['named', 'aggregate'], ['named', 'named'])
    >>> attribution_of(rows, role="willingness-to-pay").tolist()
    ['aggregate', 'aggregate']
    """
    aggregate, named = str(Attribution.AGGREGATE), str(Attribution.NAMED)
    if role in NEVER_NAMED:
        return pd.Series(aggregate, index=frame.index, dtype=object)
    empty = aggregate if table in TOLD else named
    if "attribution" not in frame:
        return pd.Series(empty, index=frame.index, dtype=object)
    found = frame["attribution"].astype(object)
    found = found.where(found.notna() & (found != ""), empty).map(str)
    words = {str(word) for word in Attribution}
    for word in found.unique():
        if word not in words:
            hint = nearest(word, words) or ", ".join(sorted(words))
            raise ValumaError(f"attribution is {word!r}, which is no word of the vocabulary ({hint})")
    return found


def named(frame: pd.DataFrame, table: str = "", *, role: str = "") -> npt.NDArray[np.bool_]:
    """Return which rows may be shown by name; see `attribution_of`."""
    return np.asarray(attribution_of(frame, table, role=role) == str(Attribution.NAMED), dtype=np.bool_)
