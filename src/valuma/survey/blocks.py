"""Blocks: questions that were asked as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, overload

import pandas as pd

from valuma.schema.problems import ValumaError, nearest

BlockKind = Literal[
    "single", "multiple-dichotomies", "multiple-categories", "grid", "ranking", "other-specify", "numeric", "open"
]


@dataclass(frozen=True, slots=True)
class Block:
    """Variables that were asked as one question.

    Parameters
    ----------
    name : str
        Identifier.
    kind : str
        How it was asked: ``single`` (one of several answers), ``multiple-dichotomies`` (a variable an option),
        ``multiple-categories`` (first, second … choice), ``grid`` (the same scale for several items), ``ranking``,
        ``other-specify`` (the text behind "other"), ``numeric``, ``open``.
    label : str
        The question they share.
    items : tuple of str
        Names of the variables, in the order of the file.
    counted : float or str, optional
        Value that means "ticked", in a block of dichotomies; None where any answer means it.
    why : str
        What made it a block: the file's record, the codebook, the header, equal labels.
    of : str
        For the text behind "other": the block it belongs to.
    stated : bool
        The user's codebook says so; such a block is never split.
    """

    name: str
    kind: BlockKind
    label: str
    items: tuple[str, ...]
    counted: float | str | None = None
    why: str = ""
    of: str = ""
    stated: bool = False


class Blocks(Sequence[Block]):
    """The blocks of a survey, in the order of the file; each also by its name.

    Parameters
    ----------
    blocks : iterable of Block
        Each name once.

    Examples
    --------
    >>> blocks = Blocks([Block("forums", "multiple-dichotomies", "Forums", ("f1", "f2"), 1.0, "the file says so")])
    >>> blocks["forums"].items
    ('f1', 'f2')
    """

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self._blocks = tuple(blocks)
        self._by_name = {block.name: block for block in self._blocks}
        if len(self._by_name) < len(self._blocks):
            raise ValumaError("two blocks have the same name")

    @overload
    def __getitem__(self, key: int | str) -> Block: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[Block]: ...
    def __getitem__(self, key: int | str | slice) -> Block | Sequence[Block]:
        if isinstance(key, str):
            if key not in self._by_name:
                hint = nearest(key, self._by_name)
                raise ValumaError(f"the survey has no block {key!r}" + (f"; {hint}" if hint else ""))
            return self._by_name[key]
        return self._blocks[key]

    def __len__(self) -> int:
        return len(self._blocks)

    def __iter__(self) -> Iterator[Block]:
        return iter(self._blocks)

    @property
    def frame(self) -> pd.DataFrame:
        """One row a block: name, kind, label, items, counted, why, of."""
        columns = ["name", "kind", "label", "items", "counted", "why", "of"]
        return pd.DataFrame([[getattr(block, name) for name in columns] for block in self], columns=columns)

    def __repr__(self) -> str:
        return f"<Blocks: {len(self)}>"

    def _repr_html_(self) -> str:
        return str(self.frame.to_html(index=False))
