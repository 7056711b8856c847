"""Answers of a coordinator put into a card: values, their sources, and what was said before as a claim."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from valuma.loaders.changes import Change
from valuma.loaders.corrections.fields import LISTS, Answer, ListField, entry_name, raw, signature, summary
from valuma.loaders.corrections.form import NO, UNKNOWN, YES, Line, shown
from valuma.loaders.corrections.values import BY_PATH, Amount, Refused, Unsure, Values
from valuma.schema.problems import Problems
from valuma.schema.vocabularies import CardStatus, Language

_PURPOSE, _NAME = "purpose.", "name."


@dataclass
class CardCorrections:
    """A card while answers are put into it.

    Parameters
    ----------
    card : dict
        The card as its file has it; never changed.
    source : str
        Source id of the check.
    day : date
        Day of the check.
    values : Values
        Reads corrected values.
    file : str
        Name of the form, in problems.
    problems : Problems
        Grows by what cannot be read, and by notes on what a person has to decide.
    again : bool
        The form was written before: a line about what is another by now says nothing new.

    Attributes
    ----------
    new : dict
        The card after the answers so far.
    changes : list of Change
        What became what.
    """

    card: dict[str, Any]
    source: str
    day: datetime.date
    values: Values
    file: str
    problems: Problems
    again: bool = False
    new: dict[str, Any] = field(init=False)
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.new = deepcopy(self.card)

    # ---- lines

    def apply(self, line: Line) -> None:
        """Put the answer of one line into the card; what cannot be read is reported."""
        cell = line.cells.get("corrected")
        if line.answer == UNKNOWN and cell is not None:
            self._refuse(line, "a corrected value beside the answer that it is not known", "one of the two")
        elif not line.answered or line.answer == UNKNOWN:
            return
        elif line.path == "question":
            if cell is not None:
                self._by_hand(line, "it opens a new entry of the card")
        elif line.path in LISTS:
            self._entry(line, LISTS[line.path])
        else:
            self._field(line)

    def check_status(self, status: str) -> None:
        """Set how far the card has been checked."""
        if self.new["status"] != status:
            self._change("networks", "status", self.new["status"], status)
            self.new["status"] = status

    def draft(self) -> bool:
        """Whether the card is a draft still."""
        return bool(self.new["status"] == CardStatus.DRAFT)

    # ---- single fields

    def _field(self, line: Line) -> None:
        was = raw(self._get(self.card, line.path))
        if was != line.was:
            self._gone(line, f"a line made when the card said {line.was!r}", f"{was!r}, as the card says now")
            return
        value = self._read(line, BY_PATH.get(line.path, BY_PATH["purpose"]).answer)
        if value is _NOT_READ:
            return
        if value is not None and raw(value) != was:
            if line.answer == YES:
                self._refuse(line, "another value beside the answer yes", "no beside it, or no value")
                return
            self._set(line.path, value, was)
        elif was and (value is not None or line.answer == YES):
            self._confirm(line.path)
        elif was and line.answer == NO:
            self._set(line.path, None, was)

    def _set(self, path: str, value: Any, was: str) -> None:
        """Change a single field and keep what it said as a claim."""
        former = self._sources(path)
        if was:
            self._claim_former(path, was, former)
        self._put(path, value)
        sources = self.new.setdefault("source_of", {})
        sources.pop(path, None)
        if value is None:
            found = f"no as the answer about {path} ({was!r})"
            self.problems.note(self.file, found, "the right value", hint="it is unknown from now on")
        else:
            sources[path] = [self.source]
            self._claim(path, raw(value), used=True)
        self._no_reading(path)
        self._change("networks", path, was, "" if value is None else raw(value))
        if path.startswith(_PURPOSE):
            others = [lang for lang in Language if lang != path.removeprefix(_PURPOSE)]
            expected = f"the same in {' and '.join(others)}, which somebody has to write"
            self.problems.note(self.file, f"a new purpose in {path[-2:]} only", expected)

    def _confirm(self, path: str) -> None:
        own = self._own_sources(path)
        named = [*own, *([] if own or self._is_reading(path) else self.new.get("sources", []))]
        named = named if own or len(named) == 1 else []
        self._source(path, named)
        if self._is_reading(path):
            self._change("networks", f"curators_reading {path}", path, "")
            self._no_reading(path)
        if path.startswith(_NAME):
            self._no_translation(path.removeprefix(_NAME))

    def _source(self, name: str, before: list[str]) -> None:
        sources = self.new.setdefault("source_of", {})
        if self.source not in sources.get(name, []):
            sources[name] = list(dict.fromkeys([*sources.get(name, before), self.source]))
            self._change("network_sources", name, ";".join(before), ";".join(sources[name]))

    # ---- entries of lists

    def _entry(self, line: Line, part: ListField) -> None:
        if line.path == "claims":
            self._claimed(line)
            return
        entry = next((item for item in self.new.get(line.path, []) if signature(line.path, item) == line.was), None)
        if entry is None:
            self._gone(line, "a line about an entry that the card no longer has", "a form made from the card")
            return
        name = entry_name(line.path, entry)
        value = self._read(line, part.answer)
        if value is _NOT_READ:
            return
        if value is None and line.answer == YES:
            self._source(name, [])
        elif value is None and line.answer == NO:
            self._claim_former(name, summary(line.path, entry), [str(entry["source"])])
            self.new[line.path].remove(entry)
            self._change(part.table, name, summary(line.path, entry), "")
        elif line.answer == YES:
            self._refuse(line, "another value beside the answer yes", "no beside it, or no value")
        else:
            self._correct(line, entry, name, value)

    def _correct(self, line: Line, entry: dict[str, Any], name: str, value: Any) -> None:
        was, former = summary(line.path, entry), [str(entry["source"])]
        if line.path == "member_counts":
            self._count(entry, name, value)
            return
        if line.path == "periods":
            _put_pair(entry, "from", "to", value)
        elif line.path == "bodies":
            entry["composition"] = value
        elif isinstance(value, Amount):
            currency = value.currency or entry.get("currency")
            if not currency:
                self._refuse(line, shown(line.cells["corrected"]), "a sum with its currency, such as 5 000 EUR")
                return
            whole = value.value.is_integer()
            entry |= {"amount": int(value.value) if whole else value.value, "currency": currency}
        entry["source"] = self.source
        becomes = summary(line.path, entry)
        if was:
            self._claim_former(name, was, former)
        self._claim(name, becomes, used=True)
        self._change(LISTS[line.path].table, name, was, becomes)

    def _count(self, entry: dict[str, Any], name: str, value: tuple[int, int | None]) -> None:
        """Add a stated size beside the former one, which calculations no longer use."""
        new = {**entry, "year": self.day.year, "source": self.source}
        new.pop("notes", None)
        _put_pair(new, "n_low", "n_high", value)
        was, field_name = summary("member_counts", entry), f"member_counts.{entry['of']}"
        if any((item["of"], item["source"]) == (entry["of"], self.source) for item in self.new["member_counts"]):
            return
        self._claim_former(field_name, was, [str(entry["source"])])
        if entry.get("used"):
            entry["used"] = False
        at = self.new["member_counts"].index(entry)
        self.new["member_counts"].insert(at + 1, new)
        self._claim(field_name, summary("member_counts", new), used=True)
        self._change("member_counts", name, was, summary("member_counts", new))

    def _claimed(self, line: Line) -> None:
        """Confirm or correct a field of which sources say different things."""
        rows = [claim for claim in self.new.get("claims", []) if claim["field"] == line.was]
        if not rows:
            self._gone(line, "a line about a claim that the card no longer has", "a form made from the card")
            return
        used = next((claim for claim in rows if claim["used"]), None)
        value = self._read(line, Answer.TEXT)
        if value is _NOT_READ:
            return
        if any(claim["source"] == self.source for claim in rows):
            return
        if value is not None and line.answer != YES:
            self._unuse(line.was)
            self._claim(line.was, raw(value), used=True)
            self._change("claims", line.was, raw(used["value"]) if used else "", raw(value))
        elif line.answer == YES and used is not None and value is None:
            self._claim(line.was, used["value"], used=True)
            self._change("claims", line.was, "", f"{raw(used['value'])} ({self.source})")
        elif value is not None:
            self._refuse(line, "another value beside the answer yes", "no beside it, or no value")
        elif line.answer == NO:
            self._by_hand(line, "the right value was not given")

    # ---- claims

    def _claim_former(self, name: str, value: str, sources: list[str]) -> None:
        """Keep what the card said: claims that say it are no longer used; one is added where none says it."""
        self._unuse(name)
        claims = self.new.setdefault("claims", [])
        if any(claim["field"] == name and raw(claim["value"]) == value for claim in claims):
            return
        reason = f"Said before the coordinator's check of {self.day}."
        for source in sources[:1]:
            claims.append({"field": name, "value": value, "used": False, "reason": reason, "source": source})

    def _unuse(self, name: str) -> None:
        for claim in self.new.get("claims", []):
            if claim["field"] == name:
                claim["used"] = False

    def _claim(self, name: str, value: Any, *, used: bool) -> None:
        reason = f"Coordinator's check of {self.day}."
        claim = {"field": name, "value": value, "used": used, "reason": reason, "source": self.source}
        self.new.setdefault("claims", []).append(claim)

    # ---- the card as nested keys

    def _get(self, card: Mapping[str, Any], path: str) -> Any:
        head, _, rest = path.partition(".")
        value = card.get(head)
        return value.get(rest) if rest and isinstance(value, Mapping) else value

    def _put(self, path: str, value: Any) -> None:
        head, _, rest = path.partition(".")
        place = self.new.setdefault(head, {}) if rest else self.new
        if value is None:
            place.pop(rest or head, None)
        else:
            place[rest or head] = value
        if path.startswith(_NAME):
            self._no_translation(rest)

    def _no_translation(self, lang: str) -> None:
        """Mark a name as the network's own: what the coordinator writes or confirms is no translation of ours."""
        before = list(self.new["name"].get("translated", []))
        if lang not in before:
            return
        left = [other for other in before if other != lang]
        self.new["name"].pop("translated")
        if left:
            self.new["name"]["translated"] = left
        self._change("networks", "name.translated", ";".join(before), ";".join(left))

    def _own_sources(self, path: str) -> list[str]:
        sources = self.card.get("source_of", {})
        return list(sources.get(path, sources.get(path.partition(".")[0], [])))

    def _sources(self, path: str) -> list[str]:
        """Return the sources of a field; those of the whole card where it has none of its own."""
        named = self.card.get("source_of", {})
        return (
            self._own_sources(path)
            or list(self.card.get("sources", []))
            or [s for part in named.values() for s in part]
        )

    def _is_reading(self, path: str) -> bool:
        return path in self.new.get("curators_reading", [])

    def _no_reading(self, path: str) -> None:
        readings = [name for name in self.new.get("curators_reading", []) if name != path]
        if readings:
            self.new["curators_reading"] = readings
        else:
            self.new.pop("curators_reading", None)

    # ---- telling

    def _read(self, line: Line, answer: Answer) -> Any:
        """Return the corrected value, None where there is none; a mark where it cannot be read."""
        cell = line.cells.get("corrected")
        if cell is None:
            return None
        if answer is Answer.NOTHING:
            self._by_hand(line, "only yes or no can be taken over")
            return _NOT_READ
        try:
            return self.values.read(answer, cell, BY_PATH.get(line.path))
        except Refused as refused:
            self._refuse(line, shown(cell), refused.expected, hint=refused.hint)
        except Unsure:
            self._by_hand(line, "the name does not lead to one organisation of the registry")
        return _NOT_READ

    def _gone(self, line: Line, found: str, expected: str) -> None:
        if not self.again:
            self._refuse(line, found, expected, "key")

    def _refuse(self, line: Line, found: str, expected: str, column: str = "corrected", *, hint: str = "") -> None:
        self.problems.error(self.file, f"{line.key}: {found}", expected, column=line.place(column), hint=hint)

    def _by_hand(self, line: Line, why: str) -> None:
        cell = line.cells.get("corrected")
        found = f"{repr(line.answer) if cell is None else shown(cell)} on line {line.key}"
        expected = "a change that somebody makes in the card by hand"
        self.problems.warning(self.file, found, expected, column=line.place("corrected"), hint=f"not written: {why}")

    def _change(self, table: str, field_name: str, was: str, becomes: str) -> None:
        network = str(self.card["id"])
        self.changes.append(Change(network, table, network, field_name, was, becomes))


_NOT_READ = object()


def _put_pair(entry: dict[str, Any], first: str, last: str, pair: tuple[int | None, int | None]) -> None:
    for key, value in zip((first, last), pair, strict=True):
        if value is None:
            entry.pop(key, None)
        else:
            entry[key] = value
