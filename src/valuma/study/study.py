"""Study: the validated tables of a study folder or of data in hand, immutable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from valuma.schema.coding import Coding, CodingRules
from valuma.schema.frozen import Frozen
from valuma.schema.problems import Problems, ValumaError, nearest
from valuma.schema.tables import TABLES
from valuma.study.area_rules import AreaRules
from valuma.study.attached import WithSurveys
from valuma.study.checks import Context, check_tables
from valuma.study.completeness import completeness
from valuma.study.frames import conform, empty_frame, key_as_column, sort_by_key
from valuma.study.origins import Origin
from valuma.study.settings import StudySettings
from valuma.study.summary import html_of, summary
from valuma.study.synthetic import synthetic_rows
from valuma.study.view import ImmutableTables


class Study(ImmutableTables, WithSurveys):
    """The tables of a study after all checks, with the settings and rules that hold for them.

    Use `valuma.read_study` for a study folder and `Study.from_frames` for data in hand.

    Attributes
    ----------
    settings : StudySettings
        What ``study.toml`` says.
    coding : CodingRules
        The one rule from kind to side, levels, tier and remit.
    area_rules : AreaRules
        Rule of the derived urban–rural classes.
    tables : mapping of str to DataFrame
        Every table of `valuma.schema.tables.TABLES`; without rows where the study has none. Each is also an
        attribute: ``study.actors``.
    inputs : mapping of str to str
        SHA-256 of every file that was read, by path relative to the study folder.
    surveys : mapping of str to Survey
        Surveys of the study by identifier, those without answers too.

    Notes
    -----
    *Dtypes.* Text, identifiers, vocabulary words and dates are ``str`` with NaN for unknown (never an empty
    text), whole numbers and years ``Int64``, other numbers ``float64``, yes/no ``boolean``; a list is a tuple of
    words, ``()`` for unknown. ``not-applicable`` and ``none`` stand as words. Rows are sorted by the key of
    the table, so that nothing depends on the order of rows in files. Columns that a contract does not
    know are kept, last.

    *Immutable.* Every access gives a copy that is made only when it is written to (copy on write), so
    that changing a frame never changes the study.
    """

    settings: StudySettings
    coding: CodingRules
    area_rules: AreaRules
    inputs: Mapping[str, str]

    #: What is computed when it is first asked for.
    derived = ("_report", "_synthetic", "_fingerprint")

    @classmethod
    def from_frames(
        cls,
        *,
        settings: StudySettings | None = None,
        coding: CodingRules | None = None,
        area_rules: AreaRules | None = None,
        inputs: Mapping[str, str] | None = None,
        origins: Mapping[str, Origin] | None = None,
        **frames: pd.DataFrame,
    ) -> Study:
        """Build a study from data frames and check everything that a study folder is checked for.

        Parameters
        ----------
        settings : StudySettings, optional
            Settings; by default those of an empty ``study.toml``.
        coding : CodingRules, optional
            Coding rule; by default the built-in tiers, against which nothing is checked.
        area_rules : AreaRules, optional
            Rule of the derived urban–rural classes; by default only official classes are known.
        inputs : mapping of str to str, optional
            Hash of each file the frames come from.
        origins : mapping of str to Origin, optional
            Where the rows of a frame were read; by default the position in the frame.
        **frames : DataFrame
            Tables by name, with the columns of their contract (`valuma.schema.tables.TABLES`); optional
            columns may be left out, the key may be the index. The example has every column that is required.

        Returns
        -------
        Study
            The study; warnings and notes stand in its `report`.

        Raises
        ------
        StudyError
            Anything is wrong; carries all problems of all frames.
        ValumaError
            There is no table of a given name, or a table is no data frame.

        Notes
        -----
        The cost grows with rows times logarithm of rows; a million memberships take a few seconds.

        Examples
        --------
        >>> Study.from_frames(
        ...     sources=pd.DataFrame({"source_id": ["page"], "title": ["Members"], "publisher": ["Island network"]}),
        ...     actors=pd.DataFrame({"actor_id": ["narpes"], "name": ["Närpes"], "kind": ["municipality"],
        ...                          "side": ["municipal"], "level": ["local"]}),
        ...     networks=pd.DataFrame({"network_id": ["islands"], "group": ["finnish"], "status": ["draft"]}),
        ...     memberships=pd.DataFrame({"network_id": ["islands"], "actor_id": ["narpes"], "role": ["member"],
        ...                               "source_id": ["page"]}),
        ... )
        <Study study: 1 actors, 1 networks, 1 memberships; 0 warnings>
        """
        study, problems = cls.assemble(
            frames, settings=settings, coding=coding, area_rules=area_rules, inputs=inputs, origins=origins
        )
        problems.raise_if_errors("the study cannot be used")
        return study

    @classmethod
    def assemble(
        cls,
        frames: Mapping[str, pd.DataFrame],
        *,
        settings: StudySettings | None = None,
        coding: CodingRules | None = None,
        area_rules: AreaRules | None = None,
        inputs: Mapping[str, str] | None = None,
        origins: Mapping[str, Origin] | None = None,
        headers_checked: bool = False,
        incomplete: Iterable[str] = (),
        problems: Problems | None = None,
    ) -> tuple[Study, Problems]:
        """Build a study and return it with all problems; with errors among them it must not be used.

        Parameters
        ----------
        frames : mapping of str to DataFrame
            Tables by name.
        settings, coding, area_rules, inputs, origins
            As in `from_frames`.
        headers_checked : bool
            Columns were compared with the contracts before.
        incomplete : iterable of str
            Tables of which rows could not be read; references to them are not checked.
        problems : Problems, optional
            What was found before.

        Returns
        -------
        tuple of Study and Problems
            All problems, those found before first.
        """
        found = Problems() if problems is None else problems
        for name in frames:
            if name not in TABLES:
                raise ValumaError(f"there is no table {name!r}; {nearest(name, TABLES) or ', '.join(TABLES)}")
            if not isinstance(frames[name], pd.DataFrame):
                needed = ", ".join(TABLES[name].required)
                raise ValumaError(f"{name} is a {type(frames[name]).__name__}; expected a data frame with {needed}")
        typed: dict[str, pd.DataFrame] = {}
        places: dict[str, Origin] = {}
        for name, table in TABLES.items():
            if name not in frames:
                typed[name], places[name] = empty_frame(table), Origin.of_frame(name, 0)
                continue
            frame = key_as_column(frames[name], table.key)
            origin = (origins or {}).get(name) or Origin.of_frame(name, len(frame))
            frame = conform(table, frame, origin, found, headers_checked=headers_checked)
            typed[name], places[name] = sort_by_key(table, frame, origin)
        before = tuple(found)
        study = cls(
            settings=settings or StudySettings(),
            coding=coding or CodingRules(),
            area_rules=area_rules or AreaRules(),
            inputs=Frozen(dict(sorted((inputs or {}).items()))),
            _frames=Frozen(typed),
            _origins=Frozen(places),
            _before=before,
            _beyond=Frozen(),
        )
        problems = Problems((*before, *study._run_checks(frozenset(incomplete))))
        study.__dict__["_report"] = problems
        return study, problems

    def _run_checks(self, incomplete: frozenset[str] = frozenset()) -> Problems:
        beyond = self.__dict__["_beyond"]
        return check_tables(
            Context(self._frames_as_they_are, self.origins, self.settings, self.coding, incomplete, beyond)
        )

    @property
    def origins(self) -> Mapping[str, Origin]:
        """Where the rows of every table were read, in the order of its rows."""
        origins: Mapping[str, Origin] = self.__dict__["_origins"]
        return origins

    @property
    def report(self) -> Problems:
        """Warnings and notes of the load."""
        if "_report" not in self.__dict__:
            self.__dict__["_report"] = self.check()
        return Problems(self.__dict__["_report"])

    def check(self) -> Problems:
        """Run all checks of the tables again.

        Returns
        -------
        Problems
            What was found when the files were read, and what the checks find now.
        """
        return Problems((*self.__dict__["_before"], *self._run_checks()))

    @property
    def synthetic_tables(self) -> frozenset[str]:
        """Names of the tables that hold at least one invented row."""
        if "_synthetic" not in self.__dict__:
            frames = self._frames_as_they_are
            self.__dict__["_synthetic"] = frozenset(name for name in frames if synthetic_rows(frames, name).any())
        names: frozenset[str] = self.__dict__["_synthetic"]
        return names

    @property
    def synthetic(self) -> bool:
        """Whether anything in the study is invented, a row or the answers of a survey."""
        return bool(self.synthetic_tables) or self.surveys.invented

    @property
    def fingerprint(self) -> str:
        """SHA-256 of settings, rules, tables and surveys: equal exactly where a result would be equal."""
        if "_fingerprint" not in self.__dict__:
            digest = hashlib.sha256()
            for part in (self.settings, self.coding, self.area_rules):
                digest.update(repr(part).encode())
            for name, frame in self._frames_as_they_are.items():
                digest.update(name.encode())
                digest.update(frame.to_csv(index=False, lineterminator="\n").encode())
            for one in self.surveys.values():
                digest.update(one.fingerprint.encode())
            self.__dict__["_fingerprint"] = digest.hexdigest()
        return str(self.__dict__["_fingerprint"])

    def tiers(self, coding: Coding = "A") -> pd.Series:
        """Return the tier of every actor under a coding.

        Parameters
        ----------
        coding : {"A", "B"}
            A gives universities and research institutes no tier; B does.

        Returns
        -------
        Series of str, indexed by actor_id
            ``local``, ``regional``, ``national``, ``not-applicable`` or missing (unknown).
        """
        return self.coding.tiers(self._frames_as_they_are["actors"], self.settings.tiers, coding)

    def completeness(self) -> pd.DataFrame:
        """Return for every stated size how many of the members are known.

        Returns
        -------
        DataFrame
            See `valuma.study.completeness.completeness`.
        """
        return completeness(self._frames_as_they_are, self.settings.roles)

    def select(
        self,
        *,
        group: str | Iterable[str] | None = None,
        network: str | Iterable[str] | None = None,
        country: str | Iterable[str] | None = None,
    ) -> Study:
        """Return the study of some of the networks; the registry stays whole.

        Parameters
        ----------
        group, network, country : str or iterable of str, optional
            Groups, networks, and countries of the networks; those that meet every condition are kept.

        Returns
        -------
        Study
            A study that shares what did not change.

        Raises
        ------
        ValumaError
            There is no such group, network or country among the networks.
        """
        networks = self._frames_as_they_are["networks"]
        kept = pd.Series(True, index=networks.index)
        for column, wanted in (("group", group), ("network_id", network), ("country", country)):
            if wanted is None:
                continue
            values = [wanted] if isinstance(wanted, str) else list(wanted)
            known = sorted(networks[column].dropna().unique())
            for value in values:
                if value not in known:
                    hint = nearest(value, known)
                    raise ValumaError(f"no network has {column} {value!r}" + (f"; {hint}" if hint else ""))
            kept &= networks[column].isin(values)
        return self._without(set(networks["network_id"][~kept.to_numpy(dtype=bool)]))

    def _without(self, networks: set[str]) -> Study:
        """Return the study without some networks; references to them stay valid."""
        frames: dict[str, pd.DataFrame] = {}
        origins: dict[str, Origin] = {}
        for name, frame in self._frames_as_they_are.items():
            frames[name], origins[name] = frame, self.origins[name]
            if "network_id" in TABLES[name] or name == "claims":
                column = "subject" if name == "claims" else "network_id"
                mask = ~frame[column].isin(networks).to_numpy()
                frames[name] = frame[mask].reset_index(drop=True)
                origins[name] = origins[name].take(np.flatnonzero(mask))
        beyond = frozenset(networks) | self.__dict__["_beyond"].get("networks", frozenset())
        kept = {key: value for key, value in self.__dict__.items() if key not in self.derived}
        kept |= {"_frames": Frozen(frames), "_origins": Frozen(origins), "_beyond": Frozen({"networks": beyond})}
        return Study(**kept)

    def summary(self) -> pd.DataFrame:
        """Return one row a table: its rows, whether any is invented, the share of cells that are filled.

        Returns
        -------
        DataFrame
            ``table``, ``rows``, ``synthetic``, ``completeness`` (share of cells that are not unknown, remarks and
            marks left out; NaN for a table without rows).
        """
        return summary(self._frames_as_they_are, self.synthetic_tables)

    def __repr__(self) -> str:
        frames = self._frames_as_they_are
        counts = ", ".join(f"{len(frames[name]):,} {name}" for name in ("actors", "networks", "memberships"))
        mark = "; synthetic" if self.synthetic else ""
        counts += f", {len(self.surveys)} surveys" if self.surveys else ""
        return f"<Study {self.settings.id}: {counts}; {len(self.report.warnings)} warnings{mark}>"

    def _repr_html_(self) -> str:
        title = self.settings.title_in(self.settings.language)
        return html_of(title, repr(self)[1:-1], self.summary())
