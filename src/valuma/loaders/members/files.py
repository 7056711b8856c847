"""Files that an import of members changes: members, names that wait, new actors, a new source."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.loaders.changes import Change, Changes
from valuma.loaders.csv_editing import CsvText
from valuma.loaders.folder import REGISTRY
from valuma.loaders.members.actors import decided_actors, municipality_actors
from valuma.loaders.members.decisions import NEW, NameList, same
from valuma.loaders.members.linkage import Linked
from valuma.loaders.members.plan import Plan
from valuma.loaders.members.source import NewSource
from valuma.schema.problems import Problems
from valuma.schema.tables import TABLES

if TYPE_CHECKING:
    from valuma.study.study import Study


class NewActors:
    """The actors of a study and those that an import adds."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.rows = study.actors
        self.municipalities: dict[str, dict[str, str]] = {}
        self.decided: dict[str, dict[str, str]] = {}

    def add(self, linked: Linked, names: NameList, report: Problems, *, invented: bool) -> None:
        """Make the actors of municipalities of the register and of names decided to be new.

        Parameters
        ----------
        linked : Linked
            What the names mean.
        names : NameList
            Decisions of people.
        report : Problems
            Grows by what is wrong with a decision.
        invented : bool
            The network is invented; then new actors are, too, but never a municipality of a real register.
        """
        taken = set(self.rows["actor_id"])
        self.municipalities = municipality_actors(set(linked.municipality_of.values()), self.study, taken)
        taken |= {cells["actor_id"] for cells in self.municipalities.values()}
        self.decided = decided_actors(names, linked.new, self.study, taken, report)
        sources = self.study.sources
        made_up = set(sources.loc[sources["synthetic"].fillna(False), "source_id"])
        source_of = self.study.municipalities.set_index("municipality_code")["source_id"]
        for code, cells in self.municipalities.items():
            cells["synthetic"] = "yes" if invented and source_of[code] in made_up else ""
        for cells in self.decided.values():
            cells["synthetic"] = "yes" if invented else ""

    def by_name(self, linked: Linked) -> dict[str, str]:
        """Return the new actor of each name."""
        places = {name: self.municipalities[code]["actor_id"] for name, code in linked.municipality_of.items()}
        return {**places, **{name: cells["actor_id"] for name, cells in self.decided.items()}}

    def new(self) -> list[dict[str, str]]:
        """Return the cells of all new actors."""
        return [*self.municipalities.values(), *self.decided.values()]

    def labels(self) -> dict[str, str]:
        """Return the name of each actor."""
        old = dict(zip(self.rows["actor_id"], self.rows["name"], strict=True))
        return {**old, **{cells["actor_id"]: cells["name"] for cells in self.new()}}


@dataclass
class StudyFiles:
    """Files of a study that an import changes, and the change in words.

    Parameters
    ----------
    root : Path
        The study folder.
    study : Study
        What was read from it.
    network : str
        Network whose members are imported.
    """

    root: Path
    study: Study
    network: str
    contents: dict[str, bytes] = field(default_factory=dict)
    told: list[Change] = field(default_factory=list)

    @property
    def invented(self) -> bool:
        """Whether the network is invented; then so is everything that is added for it."""
        networks = self.study.networks.set_index("network_id")["synthetic"]
        return bool(networks.fillna(False)[self.network])

    def members(self, folder: str) -> CsvText:
        """Return the file of members in the folder of a network."""
        return self._text(f"{folder}/members.csv", "memberships", without=("network_id", "synthetic"))

    def add_source(self, source: str, new: NewSource | None) -> None:
        """Add the source where the study does not have it."""
        if new is None or source in set(self.study.sources["source_id"]):
            return
        text = self._registry("sources")
        mark = "yes" if self.invented else ""
        text.add({"source_id": source, **vars(new), "synthetic": mark}, key=("source_id",))
        self.contents[text.file] = text.data()
        self.told.append(Change("", "sources", source, "row", "", f"{new.title}, {new.publisher}"))

    def add_actors(self, new: list[dict[str, str]]) -> None:
        """Add actors to the registry."""
        if not new:
            return
        text = self._registry("actors")
        for cells in new:
            text.add(cells, key=("actor_id",))
            words = [cells["name"], *(f"{name} {cells[name]}" for name in ("kind", "side", "level") if name in cells)]
            self.told.append(Change("", "actors", cells["actor_id"], "row", "", ", ".join(words)))
        self.contents[text.file] = text.data()

    def put_members(self, text: CsvText, plan: Plan) -> None:
        """Take the changed file of members."""
        if plan.changes:
            self.contents[text.file] = text.data()
            self.told += plan.changes

    def put_names(self, before: NameList, after: NameList) -> None:
        """Take the list of names that wait, where it says something else than before."""
        if same(before, after):
            return
        self.contents[after.file] = after.data()
        for name in sorted({*before.rows, *after.rows}):
            old, new = before.rows.get(name), after.rows.get(name)
            if old is None:
                self.told.append(Change(self.network, "names", name, "row", "", "waits for a decision"))
            elif new is None:
                self.told.append(Change(self.network, "names", name, "row", "waited for a decision", ""))
            elif old.get("decision") == NEW and old.get("actor_id", "") != new.get("actor_id", ""):
                self.told.append(Change(self.network, "names", name, "actor_id", "", new["actor_id"]))

    def changes(self, report: Problems) -> Changes:
        """Return everything that changes."""
        return Changes(self.root, self.contents, tuple(self.told), report)

    def _registry(self, table: str) -> CsvText:
        """Return the file of a table of the registry, wherever the study keeps it."""
        places = (f"{REGISTRY}/{table}.csv", f"tables/{table}.csv")
        there = [name for name in places if name in self.study.inputs]
        return self._text(there[0] if there else places[0], table, without=("synthetic",))

    def _text(self, file: str, table: str, *, without: tuple[str, ...]) -> CsvText:
        path = self.root / file
        data = path.read_bytes() if path.is_file() else b""
        if data.strip():
            return CsvText.parse(data, file, TABLES[table].names)
        return CsvText.new(file, TABLES[table], without=without)
