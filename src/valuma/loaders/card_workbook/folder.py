"""What a study folder holds of cards, member lists and sources, as text that can be edited."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from valuma.loaders.card_text.editing import comments_of, read
from valuma.loaders.cards import parse_card
from valuma.loaders.csv_editing import CsvText
from valuma.loaders.folder import REGISTRY, find_files
from valuma.schema.card import Card
from valuma.schema.problems import Problems, ValumaError, nearest
from valuma.schema.study_file import StudyFile
from valuma.schema.tables import TABLES
from valuma.schema.text_file import decode, read_bytes
from valuma.schema.toml import read_toml
from valuma.study.settings import StudySettings

if TYPE_CHECKING:
    from collections.abc import Iterable

_BOM = "\ufeff"

#: Column that names the rows of each table that other tables refer to.
_NAMED_BY = {"actors": "name", "themes": "label_en", "sources": "title"}


@dataclass(frozen=True)
class CardFile:
    """One network in a study folder.

    Parameters
    ----------
    folder : str
        Folder of the network, relative to the study folder.
    card : Card
        What the card says.
    text : str
        Text of ``card.toml`` without a byte-order mark, line ends as they are; empty for a new network.
    comments : mapping of str to str
        Comments behind single values.
    members : CsvText
        The member list; without rows where there is none.
    has_bom : bool
        The card's file begins with a byte-order mark.
    fingerprint : str
        Tells whether card or list have changed.
    """

    folder: str
    card: Card
    text: str
    comments: Mapping[str, str]
    members: CsvText
    has_bom: bool = False
    fingerprint: str = ""

    def data(self, text: str) -> bytes:
        """Return the bytes of the card's file with another text."""
        return ((_BOM if self.has_bom else "") + text).encode()


@dataclass(frozen=True)
class CardFolder:
    """Cards, member lists and sources of a study.

    Parameters
    ----------
    root : Path
        The study folder.
    groups : tuple of str
        Groups of networks that study.toml names.
    cards : mapping of str to CardFile
        Networks by id, in the order of their folders.
    sources : CsvText
        The register of sources.
    names : mapping of str to mapping of str to str
        Name of every actor, theme, network and source by its identifier.
    """

    root: Path
    groups: tuple[str, ...]
    cards: Mapping[str, CardFile]
    sources: CsvText
    names: Mapping[str, Mapping[str, str]]

    @property
    def versions(self) -> dict[str, str]:
        """What tells whether a network, or the register of sources, has changed."""
        mark = hashlib.sha256(self.sources.data()).hexdigest()[:16]
        return {name: file.fingerprint for name, file in self.cards.items()} | {self.sources.file: mark}

    def some(self, networks: Iterable[str]) -> CardFolder:
        """Return the folder with some of its networks.

        Raises
        ------
        ValumaError
            There is no such network.
        """
        wanted = list(networks)
        for name in wanted:
            if name not in self.cards:
                hint = nearest(name, self.cards)
                raise ValumaError(f"there is no network {name!r}" + (f"; {hint}" if hint else ""))
        return replace(self, cards={name: file for name, file in self.cards.items() if name in wanted})

    def new_card(self, folder: str, card: Card) -> CardFile:
        """Return a network that has no card yet; a member list may be there."""
        return CardFile(folder, card, "", {}, _csv(self.root, f"{folder}/members.csv", "memberships"))


def read_card_folder(root: str | Path) -> CardFolder:
    """Read what a workbook of cards shows.

    Parameters
    ----------
    root : str or Path
        Study folder. That its tables fit together is not checked.

    Returns
    -------
    CardFolder

    Raises
    ------
    StudyError
        The folder is no study folder, or a card cannot be read.
    """
    root = Path(root)
    settings = StudySettings.from_model(read_toml(root / "study.toml", StudyFile))
    problems = Problems()
    files = find_files(root, Problems())
    found = {network: _card_file(root, folder, problems) for _, network, folder in files.cases}
    problems.raise_if_errors(f"{root} cannot be used")
    cards = {network: file for network, file in found.items() if file is not None}
    tables = {table: _csv(root, files.tables.get(table, [f"{REGISTRY}/{table}.csv"])[0], table) for table in _NAMED_BY}
    names = {
        table: {row.cells.get(TABLES[table].key[0], ""): row.cells.get(column, "") for row in tables[table].rows}
        for table, column in _NAMED_BY.items()
    }
    names["networks"] = {network: file.card.name.en or "" for network, file in cards.items()}
    return CardFolder(root, settings.groups, cards, tables["sources"], names)


def _card_file(root: Path, folder: str, problems: Problems) -> CardFile | None:
    name = f"{folder}/card.toml"
    if not (root / name).is_file():
        return None
    data = read_bytes(root / name, name, problems)
    if data is None or parse_card(data, name, problems) is None:
        return None
    text = decode(data, "card.toml", Problems(), keep_line_ends=True) or ""
    members = root / folder / "members.csv"
    mark = hashlib.sha256(data)
    if members.is_file():
        mark.update(members.read_bytes())
    return CardFile(
        folder,
        read(text),
        text,
        comments_of(text),
        _csv(root, f"{folder}/members.csv", "memberships"),
        data.startswith(_BOM.encode()),
        mark.hexdigest()[:16],
    )


def _csv(root: Path, name: str, table: str) -> CsvText:
    path = root / name
    if path.is_file():
        return CsvText.parse(path.read_bytes(), name, TABLES[table].names)
    return _new_members(name) if table == "memberships" else CsvText.new(name, TABLES[table])


def _new_members(name: str) -> CsvText:
    return CsvText.new(name, TABLES["memberships"], without=("network_id", "synthetic"))
