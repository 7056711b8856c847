"""What a filled workbook changes of the cards, member lists and sources of a study folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from valuma.loaders.card_text.editing import comments_of, edit
from valuma.loaders.card_text.layout import content
from valuma.loaders.card_text.page import comments_in
from valuma.loaders.card_text.rows import pair_rows
from valuma.loaders.card_workbook.cells import csv_text, same
from valuma.loaders.card_workbook.folder import CardFile, CardFolder
from valuma.loaders.card_workbook.lines import parse_lines
from valuma.loaders.card_workbook.reading import Filled, FilledRow
from valuma.loaders.card_workbook.sheets import CardSheet, Field, card_sheets
from valuma.loaders.card_workbook.values import (
    baseline,
    in_words,
    put,
    put_other_sources,
    read_back,
    row_name,
    single_cells,
    table_cells,
)  # fmt: skip
from valuma.loaders.cards import check_sources
from valuma.loaders.changes import Change
from valuma.loaders.csv_editing import CsvText
from valuma.schema.card import Card
from valuma.schema.cells import Value
from valuma.schema.problems import Problems
from valuma.schema.toml import Toml

#: Characters of the id of a new network, which names a folder.
_LONGEST_ID = 80

#: Fields named where the files of a network have changed since the workbook was made.
_NAMED = 4

#: Field of a change that is a whole row.
WHOLE_ROW = "row"


@dataclass
class Merge:
    """Collects what changes while the networks are gone through.

    Parameters
    ----------
    folder : CardFolder
        The study as it is.
    filled : Filled
        The workbook.
    problems : Problems
        Grows.
    take_workbook : bool
        The workbook also wins over files that have changed since it was made.
    """

    folder: CardFolder
    filled: Filled
    problems: Problems
    take_workbook: bool = False
    changes: list[Change] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    _today: Mapping[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Work out all changes."""
        # Tables change while they are gone through, so what they are now is taken first.
        self._today = self.folder.versions
        rows = self.filled.rows.get("networks", [])
        self._networks_are_right(rows)
        for row in rows:
            if row.network in self.folder.cards or _can_be_made(row, self.folder.groups):
                self._network(row)
        before, sources = len(self.changes), self.folder.sources
        self._table("sources", "", sources)
        self._is_of_today(sources.file, "the register of sources", before)

    def _is_of_today(self, name: str, what: str, before: int, row: FilledRow | None = None) -> None:
        """Refuse, or tell, changes of files that have changed since the workbook was made: they may undo newer work."""
        versions, changes = self.filled.versions, self.changes[before:]
        if not changes or versions.get(name) in (None, self._today.get(name)):
            return
        where = row.places.get("id") if row else None
        fields = list(dict.fromkeys(f"{change.table} {change.field}" for change in changes))
        found = f"{what}: other values than in files that have changed since the workbook was made"
        found += f" ({', '.join(fields[:_NAMED])}{' …' if len(fields) > _NAMED else ''})"
        tell = self.problems.warning if self.take_workbook else self.problems.error
        hint = (
            "the changes shown may undo what was done there"
            if self.take_workbook
            else "export again, or use --take-workbook to let the workbook win"
        )
        expected = "a workbook made from the files as they are"
        tell(self.filled.file, found, expected, row=row.row if row else None, column=where, hint=hint)

    def _networks_are_right(self, rows: Sequence[FilledRow]) -> None:
        """Report ids that stand twice, are gone, or have moved to another group."""
        cards, file = self.folder.cards, self.filled.file
        seen: dict[str, int] = {}
        for row in rows:
            where, group = row.places.get("id"), row.values.get("group")
            if row.network in seen:
                first = f"the id also stands in row {seen[row.network]}"
                self.problems.error(
                    file, repr(row.network), "every network once", row=row.row, column=where, hint=first
                )
            seen.setdefault(row.network, row.row)
            if row.network in cards and group not in (None, cards[row.network].card.group):
                expected = f"{cards[row.network].card.group!r}, the folder of the network"
                hint = "move the folder itself to change the group"
                where = row.places.get("group")
                self.problems.error(file, repr(group), expected, row=row.row, column=where, hint=hint)
            elif row.network not in cards and len(row.network) > _LONGEST_ID:
                found = f"{len(row.network):,} characters"
                self.problems.error(file, found, f"at most {_LONGEST_ID}", row=row.row, column=where)
            elif group is not None and group not in self.folder.groups:
                hint = "one of " + ", ".join(map(repr, self.folder.groups))
                where = row.places.get("group")
                self.problems.error(
                    file, repr(group), "a group that study.toml names", row=row.row, column=where, hint=hint
                )
        for name in self.filled.versions:
            if name in cards and name not in seen:
                self._gone(name, [row for row in rows if row.network not in cards])

    def _gone(self, name: str, new: Sequence[FilledRow]) -> None:
        card = self.folder.cards[name].card
        like = next((row for row in new if _likely_the_same(card, row)), None)
        if like is not None:
            where = like.places.get("id")
            hint = "an id is not changed here; write the old one back"
            self.problems.error(
                self.filled.file, repr(like.network), f"{name!r}", row=like.row, column=where, hint=hint
            )
            return
        hint = f"put the row back; to take the network away, delete {self.folder.cards[name].folder}"
        self.problems.error(
            self.filled.file, f"no row of the network {name!r}", "every network that was there", hint=hint
        )

    def _network(self, row: FilledRow) -> None:
        name = row.network
        old = self.folder.cards.get(name)
        file = old or self.folder.new_card(f"cases/{row.values.get('group')}/{name}", _empty_card(row))
        before = len(self.changes)
        raw = content(file.card)
        comments = self._single(raw, file, row, is_new=old is None)
        for sheet in card_sheets():
            if sheet.part and sheet.key in self.filled.columns:
                self._part(raw, sheet, name)
        card = self._card(raw, row)
        if card is not None and (old is None or len(self.changes) > before):
            text = edit(file.text if old else None, file.card if old else None, card, comments=comments)
            self._comments_are_right(row, file, comments, text)
            self.contents[f"{file.folder}/card.toml"] = file.data(text)
        self._table("memberships", name, file.members)
        self._is_of_today(name, f"network {name!r}", before, row)

    def _single(self, raw: dict[str, Any], file: CardFile, row: FilledRow, *, is_new: bool) -> dict[str, str]:
        """Take over the fields of the first sheet; return the comments that change."""
        comments: dict[str, str] = {}
        for one in row.sheet.fields:
            if one.key not in row.values or one.key in ("id", "group"):
                continue
            was, value = None if is_new else read_back(one, single_cells(file, one)), row.values[one.key]
            if self._unchanged(row, one, was, value):
                continue
            if one.key in ("comments", "source_of"):
                lines = self._lines(row, one, value)
                if one.key == "comments":
                    comments = {key: lines.get(key, "") for key in dict.fromkeys((*file.comments, *lines))}
                else:
                    put_other_sources(raw, lines)
            else:
                put(raw, one.key, value)
            if not is_new:
                self._say(row.network, "networks", row.network, one, was, value)
        if is_new:
            shown = ", ".join(f"{key}={in_words(value)}" for key, value in row.known.items() if key != "id")
            self.changes.append(Change(row.network, "networks", row.network, WHOLE_ROW, "", shown))
        return comments

    def _comments_are_right(self, row: FilledRow, file: CardFile, comments: Mapping[str, str], text: str) -> None:
        """Report comments on what is not known, and show those that go with what they stand beside."""
        there = comments_of(text)
        for key, comment in comments.items():
            if comment and there.get(key) != comment:
                where, found = row.places["comments"], f"a comment on {key!r}"
                self.problems.error(
                    self.filled.file, found, "a comment on what is filled in", row=row.row, column=where
                )
        taken_away = Counter(file.comments[key] for key in comments if key in file.comments)
        lost = Counter(comments_in(file.text)) - Counter(comments_in(text)) - taken_away
        for comment in lost.elements():
            self.changes.append(Change(row.network, "networks", row.network, "comments", comment, ""))

    def _lines(self, row: FilledRow, one: Field, value: Value) -> dict[str, str]:
        lines, wrong = parse_lines(str(value or ""), list(Card.model_fields))
        for text, hint in wrong:
            where = row.places[one.key]
            self.problems.error(
                self.filled.file, repr(text), "a line 'field: text'", row=row.row, column=where, hint=hint
            )
        return lines

    def _part(self, raw: dict[str, Any], sheet: CardSheet, name: str) -> None:
        """Take over the rows of one list of a card."""
        old = raw.get(sheet.part, [])
        rows = [row for row in self.filled.rows.get(sheet.key, ()) if row.network == name]
        before = [baseline(sheet, values, self.filled.columns[sheet.key]) for values in old]
        paired = self._paired(sheet, before, rows)
        kept: dict[int, dict[str, Any]] = {}
        for row, i in zip(rows, paired, strict=True):
            if i is not None:
                kept[i] = dict(old[i])
                for one in self._differing(sheet, row, before[i]):
                    put(kept[i], one.key, row.values[one.key])
                    self._say(
                        name, sheet.key, row_name(sheet, before[i]), one, before[i].get(one.key), row.values[one.key]
                    )
        result = [kept[i] for i in sorted(kept)]
        last: dict[str, Any] | None = None
        for row, i in zip(rows, paired, strict=True):
            if i is None:
                made: dict[str, Any] = {}
                for key, value in row.known.items():
                    if key != sheet.holder:
                        put(made, key, value)
                place = 0 if last is None else 1 + next(k for k, item in enumerate(result) if item is last)
                result.insert(place, made)
                self._say_row(name, sheet, row.known, new=True)
                last = made
            else:
                last = kept[i]
        for i in range(len(old)):
            if i not in kept:
                self._say_row(name, sheet, before[i], new=False)
        put(raw, sheet.part, result)

    def _table(self, key: str, network: str, text: CsvText) -> None:
        """Take over the rows of a CSV file."""
        sheet = next(sheet for sheet in card_sheets() if sheet.key == key)
        if key not in self.filled.columns:
            return
        rows = [row for row in self.filled.rows[key] if not sheet.holder or row.network == network]
        old = list(text.rows)
        before = [baseline(sheet, table_cells(sheet, row), self.filled.columns[key]) for row in old]
        count = len(self.changes)
        added: list[dict[str, str]] = []
        paired = self._paired(sheet, before, rows)
        for row, i in zip(rows, paired, strict=True):
            if i is None:
                added.append({name: csv_text(value) for name, value in row.known.items() if name != sheet.holder})
                self._say_row(network, sheet, row.known, new=True)
                continue
            for one in self._differing(sheet, row, before[i]):
                text.set(old[i], one.key, csv_text(row.values[one.key]))
                self._say(network, key, row_name(sheet, before[i]), one, before[i].get(one.key), row.values[one.key])
        gone = [i for i in range(len(old)) if i not in paired]
        for i in gone:
            self._say_row(network, sheet, before[i], new=False)
        lost = {id(old[i]) for i in gone}
        text.rows[:] = [row for row in text.rows if id(row) not in lost]
        for cells in added:
            text.add(cells, key=sheet.row_key)
        if len(self.changes) > count:
            self.contents[text.file] = text.data()

    def _paired(
        self, sheet: CardSheet, before: Sequence[Mapping[str, Any]], rows: Sequence[FilledRow]
    ) -> list[int | None]:
        after = [{key: value for key, value in row.known.items() if key != sheet.holder} for row in rows]
        return pair_rows(before, after, sheet.row_key)

    def _differing(self, sheet: CardSheet, row: FilledRow, before: Mapping[str, Value]) -> Iterator[Field]:
        for one in sheet.fields:
            if one.key not in row.values or one.key == sheet.holder:
                continue
            if not self._unchanged(row, one, before.get(one.key), row.values[one.key]):
                yield one

    def _unchanged(self, row: FilledRow, one: Field, was: Value, value: Value) -> bool:
        if not same(one, was, value):
            return False
        if was != value and not one.own_type:
            where, hint = row.places[one.key], "taken as unchanged"
            found = "other quotation marks than in the card"
            self.problems.note(self.filled.file, found, "the text as it was", row=row.row, column=where, hint=hint)
        return True

    def _card(self, raw: Mapping[str, Any], row: FilledRow) -> Card | None:
        """Make a card of what the sheets say and check that every fact has a source."""
        file = self.filled.file
        try:
            card = Card.model_validate(raw)
        except ValidationError as error:
            if not self.problems.errors:
                for item in error.errors(include_url=False):
                    path = ".".join(map(str, item["loc"]))
                    self.problems.error(
                        file, f"{path}: {item['msg']}", "a card that can be read", row=row.row, hint=row.network
                    )
            return None
        found = Problems()
        check_sources(card, Toml({}), file, found)
        for problem in found:
            name = str(problem.column or "")
            places = (f"source_of.{name}", name, name.partition(".")[0])
            where = next((row.places[key] for key in places if key in row.places), row.places.get("id"))
            hint = problem.hint if "curator-notes" not in problem.hint else ""
            self.problems.error(file, problem.found, problem.expected, row=row.row, column=where, hint=hint)
        return card

    def _say(self, network: str, table: str, key: str, one: Field, was: Value, value: Value) -> None:
        self.changes.append(Change(network, table, key, one.key, in_words(was), in_words(value)))

    def _say_row(self, network: str, sheet: CardSheet, values: Mapping[str, Value], *, new: bool) -> None:
        shown = ", ".join(f"{key}={in_words(value)}" for key, value in values.items() if key != sheet.holder)
        pair = ("", shown) if new else (shown, "")
        self.changes.append(Change(network, sheet.key, row_name(sheet, values), WHOLE_ROW, *pair))


def _can_be_made(row: FilledRow, groups: Sequence[str]) -> bool:
    return 0 < len(row.network) <= _LONGEST_ID and row.values.get("group") in groups


def _empty_card(row: FilledRow) -> Card:
    return Card.model_construct(
        id=row.network, group=str(row.values.get("group") or ""), status=str(row.values.get("status") or "")
    )


def _likely_the_same(card: Card, row: FilledRow) -> bool:
    names = (card.name.fi, card.name.sv, card.name.en)
    return any(
        name and name == row.values.get(f"name.{lang}") for name, lang in zip(names, ("fi", "sv", "en"), strict=True)
    )
