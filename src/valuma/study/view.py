"""Tables handed out so that nobody can change those of a study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import pandas as pd

from valuma.schema.problems import ValumaError
from valuma.schema.tables import TABLES


class FrameView(Mapping[str, pd.DataFrame]):
    """Tables by name; every access gives a copy that is made only when it is written to.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        The tables.

    Examples
    --------
    >>> tables = FrameView({"actors": pd.DataFrame({"name": ["Oulu"]})})
    >>> frame = tables["actors"]
    >>> frame["name"] = "changed"
    >>> tables["actors"]["name"].tolist()
    ['Oulu']
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = frames

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name].copy(deep=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


class ImmutableTables:
    """What holds the tables of a study: each is an attribute, none can be replaced.

    Parameters
    ----------
    **parts
        Everything the object holds; ``_frames`` are the tables by name.
    """

    if TYPE_CHECKING:
        sources: pd.DataFrame
        regions: pd.DataFrame
        municipalities: pd.DataFrame
        aliases: pd.DataFrame
        area_changes: pd.DataFrame
        actors: pd.DataFrame
        actor_areas: pd.DataFrame
        actor_succession: pd.DataFrame
        themes: pd.DataFrame
        theme_map: pd.DataFrame
        networks: pd.DataFrame
        network_sources: pd.DataFrame
        periods: pd.DataFrame
        bodies: pd.DataFrame
        funding: pd.DataFrame
        member_counts: pd.DataFrame
        members_missing: pd.DataFrame
        memberships: pd.DataFrame
        network_themes: pd.DataFrame
        interests: pd.DataFrame
        cooperation: pd.DataFrame
        claims: pd.DataFrame
        practices: pd.DataFrame

    def __init__(self, **parts: Any) -> None:
        if "_frames" not in parts:
            raise ValumaError("a study is made by read_study(path) or Study.from_frames(...)")
        self.__dict__.update(parts)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a study is immutable; {name!r} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a study is immutable; {name!r} cannot be deleted")

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in TABLES and "_frames" in self.__dict__:
            return self.tables[name]
        raise AttributeError(f"a study has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *TABLES})

    @property
    def _frames_as_they_are(self) -> Mapping[str, pd.DataFrame]:
        frames: Mapping[str, pd.DataFrame] = self.__dict__["_frames"]
        return frames

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Every table by name."""
        return FrameView(self._frames_as_they_are)
