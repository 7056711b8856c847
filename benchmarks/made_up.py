"""Invented memberships of a given size: the same arrays for every tool, from one seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: Four attributes with the numbers of categories that real studies have.
ATTRIBUTES = {"side": 8, "tier": 3, "kind": 28, "country": 12}
PROFILES, BRANCHES = 60, 20


@dataclass(frozen=True)
class Size:
    """Numbers of memberships, actors and networks."""

    memberships: int
    actors: int
    networks: int

    @classmethod
    def of(cls, memberships: int) -> Size:
        """Five memberships an actor, twenty a network."""
        return cls(memberships, memberships // 5, memberships // 20)


@dataclass(frozen=True)
class Memberships:
    """Distinct actor–network pairs and a category of each actor for each attribute."""

    size: Size
    actor: npt.NDArray[np.int64]
    network: npt.NDArray[np.int64]
    codes: dict[str, npt.NDArray[np.int64]]
    profiles: npt.NDArray[np.float64]
    profile: npt.NDArray[np.int64]


def memberships(size: Size, seed: int = 2020) -> Memberships:
    """Draw memberships: networks of several hundred members down to ones of a dozen, as real ones are.

    Pairs that repeat an earlier one are dropped, so that an actor counts once in a network.
    """
    rng = np.random.default_rng(seed)
    actor = rng.integers(0, size.actors, size.memberships)
    network = (size.networks * rng.random(size.memberships) ** 1.5).astype(np.int64)
    pair = np.unique(network * size.actors + actor)
    codes = {name: rng.integers(0, n, size.actors) for name, n in ATTRIBUTES.items()}
    shares = rng.dirichlet(np.full(BRANCHES, 0.15), PROFILES)
    profile = rng.integers(0, PROFILES, size.actors)
    return Memberships(size, pair % size.actors, pair // size.actors, codes, shares, profile)
