"""The sheet of all named results: value, ends, counts, how each reads and where it stands in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from valuma.report.document import Document
from valuma.report.results import Result
from valuma.report.tree import Callout, Heading, Value, plain, walk
from valuma.report.xlsx.sheet import Cell, Column, Content, Line, Sheet, lines
from valuma.schema.problems import ValumaError
from valuma.texts import message

if TYPE_CHECKING:
    from valuma.report.prepared import Prepared

_COLUMNS = (
    "name",
    "reads",
    "value",
    "low",
    "high",
    "n",
    "of",
    "unit",
    "kind",
    "used",
    "holds",
    "synthetic",
    "sources",
    "state",
)
_FORMS = {"share": "0.0%", "count": "#,##0", "money": "#,##0", "number": "#,##0.00", "range": "#,##0.00"}


def results_sheet(prepared: Prepared, lang: str, name: str, above: Sequence[Line]) -> Sheet:
    """Return the sheet of all named results.

    Parameters
    ----------
    prepared : Prepared
        Results and text.
    lang : {"fi", "sv", "en"}
        Language.
    name : str
        Name of the sheet.
    above : sequence of Line
        What stands over the table.

    Returns
    -------
    Sheet
        One row a result, in the order in which they were collected.
    """
    document = prepared.documents[lang]
    used = _used(document)
    written = _written(document)
    rows = tuple(
        _row(result, lang, used.get(result.name, ()), written.get(result.name, ()))
        for result in prepared.content.results.values()
    )
    columns = tuple(Column(key, message(f"tables-result-{key}", lang), widest=50) for key in _COLUMNS)
    about = lines(message("tables-results-about", lang))
    head, *rest = above
    title = message("tables-results-title", lang)
    return Sheet(name, title, (head, *about, *rest, Line(("",))), columns, rows)


def _row(result: Result, lang: str, used: Sequence[str], written: Sequence[str]) -> tuple[Content, ...]:
    form = _FORMS.get(result.kind, "General")
    return (
        result.name,
        "; ".join(written) or _usual(result, lang),
        _value(result, lang, form),
        Cell(result.low, form),
        Cell(result.high, form),
        Cell(result.n, "#,##0"),
        Cell(result.of, "#,##0"),
        result.unit,
        message(f"tables-kind-{result.kind}", lang),
        "; ".join(used),
        ", ".join(result.holds_under),
        message("yes" if result.synthetic else "no", lang),
        "; ".join(result.sources),
        result.state if result.value is None else "",
    )


def _value(result: Result, lang: str, form: str) -> Content:
    if isinstance(result.value, int | float):
        return Cell(result.value, form)
    return result.render("text", lang) if result.value is not None else None


def _usual(result: Result, lang: str) -> str:
    """Return how a result that the text does not show would read, a range before a point; empty without a number."""
    for form in ("range", "", "of"):
        try:
            return result.render(form, lang)
        except ValumaError:
            continue
    return ""


def _used(document: Document) -> dict[str, list[str]]:
    """Headings and boxes under which each result stands."""
    found: dict[str, list[str]] = {}
    place = document.heading
    for block in (*document.front, *document.blocks):
        if isinstance(block, Heading):
            place = plain(block.children)
        here = plain(block.title) if isinstance(block, Callout) else place
        for node in walk(block):
            if isinstance(node, Value) and here not in found.setdefault(node.result, []):
                found[node.result].append(here)
    return found


def _written(document: Document) -> dict[str, list[str]]:
    """Every way a result is written in the text."""
    found: dict[str, list[str]] = {}
    for node in walk((*document.front, *document.blocks)):
        if isinstance(node, Value) and node.text not in found.setdefault(node.result, []):
            found[node.result].append(node.text)
    return found
