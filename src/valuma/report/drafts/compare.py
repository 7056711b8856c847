"""Two drafts side by side: which items changed, where they stand, which texts were edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from valuma.report.drafts.items import CellItem, FigureItem, FindingItem, Item, Reading, ResultItem, View
from valuma.report.drafts.passages import Number
from valuma.report.drafts.snapshot import PrintedTable, Snapshot
from valuma.report.drafts.sources import findings, marks
from valuma.report.drafts.whole_result import WholeResult


@dataclass(frozen=True, slots=True)
class Changed:
    """An item that is not what it was.

    Parameters
    ----------
    item : Item
        What it is.
    was, now : Reading
        What the two drafts say.
    change : {"changed", "new", "gone", "unseen"}
        ``unseen`` where it is printed alike.
    where : str
        Where it stands, for a reader.
    cause : str
        The text that brought it in or took it out, or the finding it depends on; empty where inputs have to be asked.
    """

    item: Item
    was: Reading
    now: Reading
    change: str
    where: str = ""
    cause: str = ""

    @property
    def settled(self) -> bool:
        """Whether it is a number that stands in one of the two texts only: the text says why."""
        return self.item.what == "number" and self.change in ("new", "gone")


def changed_items(was: Snapshot, now: Snapshot, lang: str, *, results_only: bool = False) -> list[Changed]:
    """Compare two drafts.

    Parameters
    ----------
    was, now : Snapshot
        Two drafts.
    lang : {"fi", "sv", "en"}
        Language.
    results_only : bool, default False
        Compare every named result, printed or not, and nothing else.

    Returns
    -------
    list of Changed
        Numbers in reading order, then findings, table cells and figures.
    """
    views = View.of(was, lang), View.of(now, lang)
    if results_only:
        return [*_results(was, now, views, lang), *_findings(was, now, views, lang, everywhere=True)]
    return [
        *_numbers(was, now, views, lang),
        *_findings(was, now, views, lang, everywhere=False),
        *_cells(was, now, views, lang),
        *_figures(was, now, views),
    ]


def numbers_in(snapshot: Snapshot, lang: str) -> dict[tuple[str, str], str]:
    """Return the numbers that stand in a text, by result and format, with the places where they stand."""
    found: dict[tuple[str, str], list[str]] = {}
    for passage in snapshot.texts.get(lang, ()):
        for number in passage.numbers:
            found.setdefault(number[:2], []).append(f"{passage.heading}: {_quoted(passage.sentence(number))}")
    return {key: _places(places) for key, places in found.items()}


def _quoted(text: str) -> str:
    return f"“{text}”"


def _places(places: Sequence[str]) -> str:
    more = len(places) - 1
    return places[0] + (f" (and {more} more place{'s' if more > 1 else ''})" if more else "")


def _printed(snapshot: Snapshot, lang: str) -> dict[tuple[str, str], str]:
    numbers: Iterable[Number] = (n for passage in snapshot.texts.get(lang, ()) for n in passage.numbers)
    return {number[:2]: number.text for number in numbers}


def _numbers(was: Snapshot, now: Snapshot, views: tuple[View, View], lang: str) -> list[Changed]:
    before, after = _printed(was, lang), _printed(now, lang)
    places = {**numbers_in(was, lang), **numbers_in(now, lang)}
    found = []
    for key in dict.fromkeys((*after, *before)):
        item = ResultItem(*key, lang)
        old, new = (item.read(view) for view in views)
        if key in before and key in after:
            if not old.same(new):
                change = "changed" if before[key] != after[key] else "unseen"
                found.append(Changed(item, old, new, change, places[key]))
            continue
        gone = key in before
        old = old if gone else Reading("", old.values)
        new = Reading("", new.values) if gone else new
        cause = _why(key, was, now, lang)
        found.append(Changed(item, old, new, "gone" if gone else "new", places[key], cause))
    return found


def _why(key: tuple[str, str], was: Snapshot, now: Snapshot, lang: str) -> str:
    """Say why a number stands in one text only: a writer's hand, or a finding."""
    before, after = (
        [mark for mark in marks(snapshot.inputs, lang) if mark.result == key[0] and mark.form in ("", key[1])]
        for snapshot in (was, now)
    )
    if bool(before) != bool(after):
        return f"text {(before or after)[0].file}"
    for mark in (*after, *before):
        for finding in mark.findings:
            old, new = was.results.get(finding), now.results.get(finding)
            if (old is not None and old.holds) != (new is not None and new.holds):
                return f"finding {finding}"
    return f"text {(after or before)[0].file}" if after or before else ""


def _findings(was: Snapshot, now: Snapshot, views: tuple[View, View], lang: str, *, everywhere: bool) -> list[Changed]:
    places = {**findings(was.inputs, lang), **findings(now.inputs, lang)}
    names = [result.name for results in (now.results, was.results) for result in results.values()]
    found = []
    for name in dict.fromkeys(names):
        kinds = {results[name].kind for results in (was.results, now.results) if name in results}
        if name not in places and not (everywhere and "finding" in kinds):
            continue
        item = FindingItem(name)
        old, new = (item.read(view) for view in views)
        if not old.same(new):
            flipped = (old.shown == "holds") != (new.shown == "holds")
            found.append(Changed(item, old, new, "changed" if flipped else "unseen", places.get(name, "")))
    return found


def _results(was: Snapshot, now: Snapshot, views: tuple[View, View], lang: str) -> list[Changed]:
    found = []
    for name in dict.fromkeys((*now.results, *was.results)):
        result = now.results.get(name) or was.results[name]
        if result.kind == "finding":
            continue
        item = WholeResult.of(result, lang)
        old, new = (item.read(view) for view in views)
        if not old.same(new):
            there = [name in snapshot.results for snapshot in (was, now)]
            seen = "changed" if old.shown != new.shown else "unseen"
            found.append(Changed(item, old, new, seen if all(there) else "gone" if there[0] else "new"))
    return found


def _cells(was: Snapshot, now: Snapshot, views: tuple[View, View], lang: str) -> list[Changed]:
    found = []
    names = sorted({name for name, in_lang in (*was.tables, *now.tables) if in_lang == lang})
    for name in names:
        before, after = was.tables.get((name, lang)), now.tables.get((name, lang))
        for row, column, header in _places_of_cells(before, after):
            item = CellItem(name, row, column, lang)
            old, new = (item.read(view) for view in views)
            if old.shown != new.shown:
                change = "new" if not old.shown else "gone" if not new.shown else "changed"
                found.append(Changed(item, old, new, change, f"“{header}” of “{_caption(before, after)}”"))
    return found


def _caption(before: PrintedTable | None, after: PrintedTable | None) -> str:
    table = after or before
    return table.caption if table is not None else ""


def _places_of_cells(*tables: PrintedTable | None) -> list[tuple[str, str, str]]:
    """Return row, column and heading of every cell of the tables but those that name rows."""
    there = [table for table in reversed(tables) if table is not None]
    rows = dict.fromkeys(row[0] for table in there for row in table.rows)
    columns = {
        column: header
        for table in reversed(there)
        for column, header in zip(table.columns[1:], table.headers[1:], strict=True)
    }
    return [(row, column, header) for row in rows for column, header in columns.items()]


def _figures(was: Snapshot, now: Snapshot, views: tuple[View, View]) -> list[Changed]:
    found = []
    for name in sorted({*was.figures, *now.figures}):
        item = FigureItem(name)
        old, new = (item.read(view) for view in views)
        if was.figures.get(name) == now.figures.get(name):
            continue
        change = "new" if name not in was.figures else "gone" if name not in now.figures else "changed"
        if change == "changed" and not any(item.difference(old, new)[1]):
            continue
        found.append(Changed(item, old, new, change))
    return found
