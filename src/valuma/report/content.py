"""What a report is filled with: results, figures and tables by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from valuma.report.results import Results
from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.figures.record import Figure
    from valuma.report.cache import Cache
    from valuma.study.study import Study


@dataclass(frozen=True)
class BriefTable:
    """A table as it is printed, in one language.

    Parameters
    ----------
    frame : DataFrame
        One row a printed row. Text is printed as it is, whole numbers and decimals in the format of
        the language. The first column names the rows.
    headers : mapping of str to str
        Column → printed heading. Columns that are not named here are not printed.
    caption : str
        What the table shows; stands above it, after its number.
    notes : tuple of str
        Printed under the table.
    sources : tuple of str
        Source ids.
    right : tuple of str, optional
        Columns set to the right; None means those that hold numbers.
    widths : mapping of str to float
        Relative widths of columns, one that is not named being as wide as what it holds; without any,
        widths follow from the words.
    digits : int
        Decimals of floating numbers; integers have none.
    synthetic : bool
        True where any of it was invented.

    Raises
    ------
    ValumaError
        A heading for a column that is not there, no row, an empty cell, or an empty caption.

    Examples
    --------
    >>> frame = pd.DataFrame({"network": ["MAL"], "members": [22]})
    >>> table = BriefTable(frame, {"network": "Network", "members": "Members"}, "Members known")
    >>> table.set_right
    (False, True)
    """

    frame: pd.DataFrame
    headers: Mapping[str, str]
    caption: str
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    right: tuple[str, ...] | None = None
    widths: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    digits: int = 1
    synthetic: bool = False

    def __post_init__(self) -> None:
        absent = [name for name in (*self.headers, *self.widths, *(self.right or ())) if name not in self.frame]
        if absent:
            raise ValumaError(
                f"table {self.caption!r}: no column {absent[0]!r} among {', '.join(map(str, self.frame))}"
            )
        if not self.caption.strip() or not self.headers or self.frame.empty:
            raise ValumaError(f"table {self.caption!r} needs a caption, headings and at least one row")
        if any(not label.strip() for label in self.headers.values()):
            raise ValumaError(f"table {self.caption!r} has a column without a heading")
        cells = self.frame[list(self.headers)]
        empty = cells.isna() | cells.map(lambda cell: isinstance(cell, str) and not cell.strip())
        if empty.to_numpy().any():
            name = next(column for column in cells if empty[column].any())
            raise ValumaError(f"table {self.caption!r}: an empty cell in {name!r}; write what is the case")

    @property
    def set_right(self) -> tuple[bool, ...]:
        """For every printed column, whether it is set to the right."""
        if self.right is not None:
            return tuple(name in self.right for name in self.headers)
        return tuple(
            index > 0 and all(_is_number(cell) for cell in self.frame[name]) for index, name in enumerate(self.headers)
        )

    def rows(self, lang: str) -> list[list[str]]:
        """Return the cells as printed in a language."""
        from valuma import texts

        def shown(cell: object) -> str:
            if not _is_number(cell):
                return str(cell)
            return texts.number(cell, lang, 0 if pd.api.types.is_integer(cell) else self.digits)  # type: ignore[arg-type]

        return [[shown(cell) for cell in row] for row in self.frame[list(self.headers)].itertuples(index=False)]


def _is_number(cell: object) -> bool:
    return pd.api.types.is_number(cell) and not pd.api.types.is_bool(cell)


@dataclass(frozen=True)
class BriefContent:
    """Everything a report may show.

    Parameters
    ----------
    results : Results
        Named results for the text.
    figures : mapping of str to callable
        Name → function of the language that draws the figure. Only those named in the text are drawn.
        The name is that of the catalogue, or begins with it (``mixing-matrix-side``).
    tables : mapping of str to callable
        Name → function of the language that gives the table.
    options : mapping of str to object
        What was chosen on the way (roles, groups, …); goes to the manifest.
    """

    results: Results
    figures: Mapping[str, Callable[[str], Figure]] = field(default_factory=lambda: MappingProxyType({}))
    tables: Mapping[str, Callable[[str], BriefTable]] = field(default_factory=lambda: MappingProxyType({}))
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


class Collector(Protocol):
    """The function that measures a study and says what a brief can show."""

    def __call__(self, study: Study, *, draws: int, seed: int, cache: Cache) -> BriefContent:
        """Return the content of a brief."""
