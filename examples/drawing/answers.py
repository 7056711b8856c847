"""What all answers have in common: scales with codes, questions not shown, not answered, not reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from drawing.chance import Chance

#: One respondent: a number, a text, or None where the file holds nothing.
Row = dict[str, float | str | None]

CANNOT_SAY, NO_ANSWER, NOT_SHOWN = 98.0, 99.0, 96.0
_STEPS = (-1.15, -0.35, 0.4, 1.25)


class Form:
    """The questions of a codebook in the order in which they are asked.

    Parameters
    ----------
    codebook : mapping
        Plain values of a ``survey.toml``.
    """

    def __init__(self, codebook: Mapping[str, Any]) -> None:
        self.items: dict[str, Mapping[str, Any]] = {item["name"]: item for item in codebook["items"]}
        self.blocks: dict[str, Mapping[str, Any]] = {block["name"]: block for block in codebook["blocks"]}
        self.scales: dict[str, Sequence[Mapping[str, Any]]] = {
            scale["name"]: scale["options"] for scale in codebook["scales"]
        }
        self.sections = [
            [name for asked in section["asks"] for name in self.blocks.get(asked, {"items": [asked]})["items"]]
            for section in codebook["sections"]
        ]

    def of_block(self, name: str) -> Sequence[str]:
        """Return the items of a block."""
        names: Sequence[str] = self.blocks[name]["items"]
        return names

    def code(self, scale: str, word: str) -> float | None:
        """Return the code of the option that stands for a word."""
        return next((float(option["code"]) for option in self.scales[scale] if option.get("word") == word), None)

    def shown(self, asked: str, row: Row) -> bool:
        """Whether an item or block is shown to somebody with the answers so far."""
        condition = {**self.items, **self.blocks}[asked].get("shown_if")
        return condition is None or row.get(condition["item"]) in condition["codes"]

    def empty(self, name: str, code: float) -> float | str | None:
        """Return how a missing answer of one sort stands in the file: as its code, where the item has it."""
        item = self.items[name]
        if item.get("kind") == "text":
            return ""
        codes = [float(option["code"]) for option in self.scales[item["scale"]]]
        for wanted in (code, code + 900):
            if wanted in codes:
                return wanted
        return None

    def leave(self, row: Row, chance: Chance, share: float) -> None:
        """Let somebody break off: whatever comes after one of the sections was never reached."""
        if chance.happens(share):
            first = 2 + chance.below(max(1, len(self.sections) - 2))
            for name in (name for section in self.sections[first:] for name in section):
                row[name] = "" if self.items[name].get("kind") == "text" else None


def step(score: float, first: float = 0.0) -> float:
    """Return the place on a scale of five steps.

    Examples
    --------
    >>> step(-2), step(0), step(2, first=1)
    (0.0, 2.0, 5.0)
    """
    return float(first + sum(score > limit for limit in _STEPS))
