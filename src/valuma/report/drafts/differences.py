"""What differs between two drafts, as tables, and in words with the headline first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from valuma.report.drafts.causes import PROGRAM, REST, TOGETHER
from valuma.schema.tables import TABLES

_HEADS = {"finding": "finding ", "cell": "table ", "figure": "figure "}
_NAMED = 8
_WIDTH = 96
_CONTEXT = 6
_NEGLIGIBLE = 0.05


@dataclass(frozen=True)
class DraftDiff:
    """What changed between a draft and the folder as it is, or another draft.

    Parameters
    ----------
    was, now : str
        Name of the older and of the newer draft, or "the folder as it is".
    lang : {"fi", "sv", "en"}
        Language of what is printed.
    frame : DataFrame
        One row a number, finding, table cell or figure: ``what`` (number, result, finding, cell, figure), ``change``
        (changed, new, gone, unseen: too small to be seen in print), ``name``, ``was``, ``becomes`` (as printed),
        ``was_values``, ``becomes_values``, ``difference`` (in words), ``differences`` (as numbers, those of shares
        in percentage points), ``where``, ``because`` (causes in words).
    causes : DataFrame
        One row a number and cause: ``what``, ``name``, ``cause``, ``size``, ``sizes``, ``how`` (put back, brought
        forward, forward only, not measured, only together, not added up, program, text).
    inputs : DataFrame
        One row a changed fact of the inputs: ``unit``, ``table``, ``key``, ``field``, ``was``, ``becomes``.
    texts : DataFrame
        One row a paragraph whose words were edited: ``file``, ``lang``, ``line``, ``was``, ``becomes``.
    numbers : int
        Numbers (results in a format) in the text of the older draft.
    program : tuple of str
        In what the two programs differ.
    notes : tuple of str
        What has to be said of causes.
    attributed : bool
        Whether causes were looked for.
    synthetic : bool
        Whether any of it was invented.
    measurements : int
        How often the study was measured to find causes; what was measured before is not counted.
    unmeasured : mapping of str to str
        Inputs whose part could not be measured alone, each with the reason.
    """

    was: str
    now: str
    lang: str
    frame: pd.DataFrame = field(repr=False)
    causes: pd.DataFrame = field(repr=False)
    inputs: pd.DataFrame = field(repr=False)
    texts: pd.DataFrame = field(repr=False)
    numbers: int = 0
    program: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    attributed: bool = True
    synthetic: bool = False
    measurements: int = 0
    unmeasured: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        return bool(len(self.frame) or len(self.inputs) or len(self.texts))

    def count(self, what: str, *changes: str) -> int:
        """Return how many items of a sort changed.

        Parameters
        ----------
        what : str
            As in the column of this name.
        *changes : str
            Kinds of change; by default those that can be seen.
        """
        kinds = changes or ("changed", "new", "gone")
        return int(((self.frame["what"] == what) & self.frame["change"].isin(kinds)).sum())

    @property
    def headline(self) -> str:
        """The numbers of changes in one line.

        Returns
        -------
        str
            “7 of 64 numbers in the text changed; 2 findings; 3 inputs changed”.
        """
        if not self:
            return "nothing changed"
        changed = self.count("number", "changed")
        words = [f"{changed} of {_counted(self.numbers, 'number')} in the text changed"] if self.numbers else []
        for change in ("new", "gone"):
            if n := self.count("number", change):
                words.append(f"{n} {change}")
        for what, one in (
            ("result", "result"),
            ("finding", "finding"),
            ("cell", "table cell"),
            ("figure", "figure"),
        ):
            if n := self.count(what):
                words.append(f"{_counted(n, one)} changed")
        units = self._units()
        words.append(f"{_counted(len(units), 'input')} changed")
        return "; ".join(words)

    def _units(self) -> list[str]:
        """Return the names of changed inputs that are no texts."""
        return list(dict.fromkeys(self.inputs.loc[self.inputs["table"] != "text", "unit"]))

    def summary(self) -> str:
        """Return everything in words: the headline, what changed by cause, texts, inputs, notes.

        Returns
        -------
        str
            Some lines of at most about a hundred characters, for a terminal.
        """
        lines = [f"{self.was} → {self.now} ({self.lang})", self.headline]
        if self.synthetic:
            lines.insert(1, "INVENTED DATA: one of the two is an example.")
        lines += [*self._unseen(), *self._by_cause(), *self._edited(), *self._changed_inputs()]
        if self.program:
            lines += ["", "PROGRAM", *(f"  {line}" for line in self.program)]
        if self.notes:
            lines += ["", "TO BE KNOWN", *(line for note in self.notes for line in _lines(note, 2))]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON.

        Returns
        -------
        dict
            ``was``, ``now``, ``headline``, ``synthetic``; as lists of records ``numbers`` (the rows of `frame`),
            ``causes``, ``inputs`` and ``texts``; ``program`` and ``notes``. What is missing is None.
        """
        frames = {"numbers": self.frame, "causes": self.causes, "inputs": self.inputs, "texts": self.texts}
        return {
            "was": self.was,
            "now": self.now,
            "headline": self.headline,
            "synthetic": self.synthetic,
            **{name: [_plain(row) for row in frame.to_dict("records")] for name, frame in frames.items()},
            "program": list(self.program),
            "notes": list(self.notes),
        }

    def _unseen(self) -> Iterator[str]:
        unseen = self.count("number", "unseen") + self.count("result", "unseen")
        if unseen:
            yield f"{_counted(unseen, 'number')} changed too little to be seen in print"
        if findings := self.count("finding", "unseen"):
            yield f"{_counted(findings, 'finding')} changed without holding now or before"

    def _by_cause(self) -> Iterator[str]:
        seen = self.frame[self.frame["change"] != "unseen"]
        order = seen["because"].value_counts(sort=False)
        for because in sorted(order.index, key=lambda words: (words == "", -order[words], words)):
            rows = seen[seen["because"] == because]
            yield ""
            yield from _lines(because or ("NO CAUSE FOUND" if self.attributed else "CHANGED"), 0)
            for row in rows.to_dict("records"):
                yield from self._item(row)

    def _item(self, row: Mapping[Any, Any]) -> Iterator[str]:
        what, name = row["what"], row["name"]
        head = _HEADS.get(what, "")
        end = f"({row['change']})" if row["change"] in ("new", "gone") else row["difference"]
        yield f"  {head}{name}: {row['was'] or '–'} → {row['becomes'] or '–'}{'  ' if end else ''}{end}"
        mine = self.causes[(self.causes["what"] == what) & (self.causes["name"] == name)]
        if len(mine) > 1:
            for cause in mine.to_dict("records"):
                if cause["how"] == "not added up" and _negligible(cause["sizes"], row["differences"]):
                    continue
                size = "unknown" if cause["how"] == "not measured" else cause["size"] or "changes it"
                yield f"      {size}: {_how(cause['cause'], cause['how'])}"
        yield from (f"      {line}" for line in _wrapped(row["where"]))

    def _edited(self) -> Iterator[str]:
        if not len(self.texts):
            return
        yield ""
        yield f"WORDS EDITED in {_counted(len(self.texts), 'paragraph')}"
        others = 0
        for row in self.texts.to_dict("records"):
            if row["lang"] != self.lang:
                others += 1
                continue
            yield f"  {row['file']}, line {row['line']}"
            was, becomes = _around(row["was"], row["becomes"])
            yield from (f"    − {line}" for line in _wrapped(was))
            yield from (f"    + {line}" for line in _wrapped(becomes))
        if others:
            yield f"  {_counted(others, 'paragraph')} in the other languages (--lang shows them)"

    def _changed_inputs(self) -> Iterator[str]:
        units = self._units()
        if not units:
            return
        yield ""
        yield "INPUTS CHANGED"
        moving = {unit for cause in self.causes["cause"] for unit in cause.split(TOGETHER)}
        unmeasured = {unit: reason for group, reason in self.unmeasured.items() for unit in group.split(TOGETHER)}
        for unit in units:
            idle = self.attributed and len(self.frame) and unit not in moving and unit not in unmeasured
            yield f"  {unit}{'  (moves no number shown here)' if idle else ''}"
            if unit in unmeasured:
                yield from _lines(f"(could not be measured alone: {unmeasured[unit]})")
            for line in _unit_lines(self.inputs[self.inputs["unit"] == unit]):
                yield from _lines(line)

    def __repr__(self) -> str:
        return f"<DraftDiff {self.was} → {self.now}: {self.headline}>"

    def _repr_html_(self) -> str:
        return f"<p>{self.headline}</p>{self.frame.drop(columns=['was_values', 'becomes_values']).to_html(index=False)}"


def _negligible(rest: Sequence[float], whole: Sequence[float]) -> bool:
    """Whether what does not add up is too little to be worth a line."""
    return max(map(abs, rest)) < _NEGLIGIBLE * max(map(abs, whole), default=0.0)


def _around(was: str, becomes: str) -> tuple[str, str]:
    """Return two versions of a paragraph cut to the words that differ, with some around them."""
    old, new = was.split(), becomes.split()
    if not old or not new:
        return was, becomes
    shorter = min(len(old), len(new))
    before = next((k for k in range(shorter) if old[k] != new[k]), shorter)
    after = next((k for k in range(shorter - before) if old[-1 - k] != new[-1 - k]), shorter - before)
    begin, tail = max(0, before - _CONTEXT), max(0, after - _CONTEXT)
    parts = (words[begin : len(words) - tail] for words in (old, new))
    one, other = (f"{'… ' if begin else ''}{' '.join(part)}{' …' if tail else ''}" for part in parts)
    return one, other


def _counted(n: int, one: str) -> str:
    return f"{n} {one}" if n == 1 else f"{n} {one}s"


def _how(cause: str, how: str) -> str:
    if cause == REST:
        return "the parts do not add up to the whole" if how == "not added up" else "only several inputs together"
    if cause == PROGRAM:
        return "program (same inputs)"
    words = {
        "brought forward": ", and others would do the same",
        "forward only": ", coming alone into the draft",
        "not measured": ", which could not be measured alone",
    }
    return cause + words.get(how, "")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH) if text else []


def _lines(text: str, indent: int = 4) -> list[str]:
    """Return a text indented, in lines of about a hundred characters, all but the first indented further."""
    first, more = " " * indent, " " * (indent + 4)
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=more, break_on_hyphens=False)


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return None if value is None or value is pd.NA or value != value else value


def _unit_lines(rows: pd.DataFrame) -> Iterator[str]:
    """Say what was changed in a unit: rows added and taken away by table, then single fields."""
    for table in dict.fromkeys(map(str, rows["table"])):
        part = rows[rows["table"] == table]
        if not table:
            yield "only its form: order of rows, comments or spaces"
            continue
        whole = part[part["field"] == ""]
        for words, some in (
            ("added", whole[whole["was"] == ""]),
            ("taken away", whole[whole["becomes"] == ""]),
        ):
            if len(some):
                names = _keys(table, some["key"].tolist())
                yield f"{table}: {len(some)} {words} ({names})"
        fields = part[part["field"] != ""]
        for row in fields.head(_NAMED).to_dict("records"):
            key = _keys(table, [row["key"]]) if row["key"] else ""
            place = f"{table}: {key}, {row['field']}" if key and table != "networks" else row["field"]
            yield f"{place}: {_short(row['was'])} → {_short(row['becomes'])}"
        if len(fields) > _NAMED:
            yield f"{table}: {len(fields) - _NAMED} more fields"


def _keys(table: str, keys: Sequence[str]) -> str:
    """Name rows by their key; the network, which is named above, left out."""
    first = table in TABLES and TABLES[table].key[0] in ("network_id", "subject")
    shown = [key.partition(", ")[2] or key if first else key for key in keys]
    names = "; ".join(_short(name) for name in shown[:_NAMED])
    return f"{names}; {len(shown) - _NAMED} more" if len(shown) > _NAMED else names


def _short(value: object) -> str:
    text = str(value) or "–"
    return text if len(text) <= 60 else f"{text[:59]}…"
