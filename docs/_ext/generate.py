"""Pages of the documentation that repeat what code and data say: written anew at every build."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import valuma
from valuma.schema.contract import Column, Table
from valuma.schema.survey_tables import INVITED, LINKS
from valuma.schema.tables import TABLES
from valuma.texts import LANGUAGES, term, term_keys

_API = (
    ("", "What most scripts need"),
    ("graph", "The graph"),
    ("metrics", "Measures"),
    ("figures", "Figures"),
    ("report", "Brief, report, tables, slides, case sheets, drafts"),
    ("report.annexes", "Annexes of the report"),
    ("loaders", "Member lists, cards, corrections, names, survey files"),
    ("survey", "Surveys"),
    ("survey.estimates", "Estimates of a survey"),
    ("survey.disclosure", "What of a survey may leave"),
    ("survey.agreement", "Agreement of coders"),
    ("study.study", "The study"),
    ("study.status", "How far the cards are"),
    ("study.settings", "Settings of a study"),
    ("study.areas", "Places of actors"),
    ("schema.problems", "Problems"),
    ("schema.contract", "Contracts of tables"),
    ("schema.coding", "The coding rule"),
    ("schema.vocabularies", "Vocabularies"),
    ("formats", "Network files"),
    ("formats.workbook", "Spreadsheets"),
    ("texts", "Words"),
)


def generate_all(docs: Path, root: Path) -> None:
    """Write every generated page below ``docs/_generated``."""
    folder = docs / "_generated"
    folder.mkdir(exist_ok=True)
    pages = {
        "data-dictionary.md": data_dictionary(),
        "glossary.md": glossary(),
        "cases.md": cases(root),
        "api.rst": api(),
        "figures.md": figures(folder / "figures", root),
    }
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    head = list(head)
    lines = [
        head,
        ["---"] * len(head),
        *([cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def data_dictionary() -> str:
    """Every table and column, from the contracts that the checks use."""
    parts = [
        "# Data dictionary",
        "Made from the contracts that `valuma check` uses. An empty cell is *unknown*; `not-applicable` means that "
        "there can be no value; `none` that it is known that there is none. Lists are separated by semicolons.",
    ]
    for one in (*TABLES.values(), INVITED, LINKS):
        parts += [
            f"## {one.name}",
            one.description,
            f"Key: {', '.join(f'`{name}`' for name in one.key)}.",
            columns(one),
        ]
    words = {c.vocabulary for t in (*TABLES.values(), INVITED, LINKS) for c in t.columns if c.vocabulary is not None}
    parts.append("## Vocabularies")
    for vocabulary in sorted(words, key=lambda v: v.__name__):
        doc = (inspect.getdoc(vocabulary) or "").splitlines()[0]
        parts += [f"### {vocabulary.__name__}", doc, ", ".join(f"`{word}`" for word in vocabulary)]
    return "\n\n".join(parts) + "\n"


def columns(one: Table) -> str:
    """The columns of a table."""
    return table(
        ("column", "what it holds", "kind", "values", "needed"),
        ((f"`{c.name}`", c.description, c.kind, values(c), "yes" if c.required else "") for c in one.columns),
    )


def values(column: Column) -> str:
    """What a cell of a column may hold, in words."""
    said = []
    if column.vocabulary is not None:
        said.append(f"[{column.vocabulary.__name__}](#{column.vocabulary.__name__.lower()})")
    if column.references:
        said.append(f"a key of [{column.references}](#{column.references})")
    if column.low is not None or column.high is not None:
        low = "" if column.low is None else f"{column.low:g}"
        high = "" if column.high is None else f"{column.high:g}"
        said.append(f"{low}–{high}")
    if column.not_applicable:
        said.append("`not-applicable`")
    return ", ".join(said)


def glossary() -> str:
    """All terms in three languages."""
    rows = sorted(([term(key, lang) for lang in LANGUAGES] for key in term_keys()), key=lambda row: row[0].casefold())
    return "\n\n".join(
        [
            "# Glossary",
            "The words that figures, pages and tables are printed with. They live in one file, and a test looks for "
            "words that mislead.",
            table(("suomi", "svenska", "English"), rows),
            "",
        ]
    )


def cases(root: Path) -> str:
    """The page of the cases, as it stands beside the data."""
    return (root / "cases" / "README.md").read_text(encoding="utf-8")


def api() -> str:
    """Every public name with its own page, in reStructuredText, which autosummary reads for its table of contents."""
    parts = [
        underlined("API", "="),
        "Options are keyword-only; ``draws``, ``seed``, ``executor``, ``resume`` come last, in this order, everywhere.",
    ]
    seen: set[int] = set()
    for name, heading in _API:
        module = importlib.import_module(f"valuma.{name}" if name else "valuma")
        names = []
        for public in getattr(module, "__all__", None) or own_names(module):
            thing = getattr(module, public)
            if inspect.ismodule(thing) or not callable(thing) or id(thing) in seen:
                continue
            seen.add(id(thing))
            names.append(f"   {module.__name__}.{public}")
        if names:
            parts += [underlined(heading, "-"), ".. autosummary::\n   :toctree: api\n\n" + "\n".join(names)]
    return "\n\n".join(parts) + "\n"


def underlined(title: str, mark: str) -> str:
    """A heading of reStructuredText."""
    return f"{title}\n{mark * len(title)}"


def own_names(module: ModuleType) -> list[str]:
    """Public classes and functions that a module defines itself, in the order of its source."""
    return [
        name
        for name, thing in vars(module).items()
        if not name.startswith("_") and getattr(thing, "__module__", None) == module.__name__ and callable(thing)
    ]


def figures(folder: Path, root: Path) -> str:
    """Every figure of the catalogue, drawn from the repository's own study, or from the example study."""
    study, example = valuma.read_study(root), None
    parts = [
        "# Figures",
        "Every figure of the catalogue, drawn from the cases in the repository; figures of answers from the example "
        "study, whose answers are invented. `valuma figures --list` lists them.",
    ]
    for entry in valuma.figures.list():
        name, shows, lacks = entry.name, entry.shows("en"), entry.lacks(study)
        if lacks and example is None:
            example = valuma.read_study(root / "examples" / "example-study")
        figure = valuma.figures.draw(name, example if lacks else study, lang="en")
        figure.save(folder)
        parts += [
            f"## {name}",
            shows[0].upper() + shows[1:] + ".",
            *([f"Not drawn from the repository's own study ({lacks}), but from the example study."] if lacks else []),
            f"```{{image}} figures/{figure.stem}.png\n:alt: {figure.spoken}\n:width: 100%\n```",
            figure.caption,
            f'```python\nva.figures.draw("{name}", study, lang="en").save("out/")\n```',
        ]
    return "\n\n".join(parts) + "\n"
