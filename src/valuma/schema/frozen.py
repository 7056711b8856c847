"""A mapping that cannot be changed and can be sent to another process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Frozen(Mapping[Key, Value], Generic[Key, Value]):
    """A read-only copy of a mapping, in its order.

    Parameters
    ----------
    values : mapping
        What it holds.

    Examples
    --------
    >>> tiers = Frozen({"subregional": "local"})
    >>> tiers["subregional"], tiers == {"subregional": "local"}
    ('local', True)
    >>> tiers["local"] = "local"
    Traceback (most recent call last):
    TypeError: 'Frozen' object does not support item assignment
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[Key, Value] | None = None) -> None:
        self._values = dict(values or {})

    def __getitem__(self, key: Key) -> Value:
        return self._values[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values))

    def __repr__(self) -> str:
        return repr(self._values)
