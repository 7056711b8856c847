"""Chance that is the same everywhere: one stream of draws for every thing that is drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")

_NORMAL = NormalDist()

#: Seed of the example study.
SEED = 2020


class Chance:
    """A stream of draws, named by what is drawn; an added question or organisation moves no other stream.

    Parameters
    ----------
    *name : str or int
        What is drawn: ``Chance("answer", "esimerkkikunta-017", 1)``.

    Examples
    --------
    >>> Chance("a").uniform() == Chance("a").uniform() != Chance("b").uniform()
    True

    Notes
    -----
    Only `random.Random.random` is used, whose stream for a given seed is promised not to change between versions of
    Python; everything else is computed from it here.
    """

    def __init__(self, *name: object) -> None:
        self._random = Random("/".join(map(str, (SEED, *name))))

    def uniform(self) -> float:
        """Draw from (0, 1)."""
        return min(max(self._random.random(), 1e-12), 1 - 1e-12)

    def happens(self, probability: float) -> bool:
        """Draw whether something of a probability happens."""
        return self.uniform() < probability

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        """Draw from a normal distribution, rounded so that no last digit of a machine decides."""
        return mean + deviation * round(_NORMAL.inv_cdf(self.uniform()), 9)

    def below(self, number: int) -> int:
        """Draw one of 0, 1, … number − 1."""
        return int(self.uniform() * number)

    def one_of(self, things: Sequence[T]) -> T:
        """Draw one thing; all are equally likely."""
        return things[self.below(len(things))]

    def weighted(self, things: Mapping[T, float]) -> T:
        """Draw one thing by weight."""
        left = self.uniform() * math.fsum(things.values())
        for thing, weight in things.items():
            left -= weight
            if left <= 0:
                return thing
        return thing

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the things in a drawn order."""
        keyed = [(self.uniform(), place) for place in range(len(things))]
        return [things[place] for _, place in sorted(keyed)]

    def sample(self, things: Sequence[T], number: int) -> list[T]:
        """Draw different things, in their own order."""
        chosen = sorted(self.shuffled(range(len(things)))[:number])
        return [things[place] for place in chosen]
