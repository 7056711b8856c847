"""A floor imports only from the floors below it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

FLOORS = (
    "schema",
    "texts",
    "formats",
    "study",
    "survey",
    "loaders",
    "graph",
    "metrics",
    "scenarios",
    "figures",
    "report",
    "cli",
)


def imported(path: Path, package: str) -> list[tuple[int, str]]:
    """Return (line, absolute module) of every import in a file, deferred, relative and dynamic ones too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join(parts[: len(parts) - node.level + 1] + ([base] if base else []))
            found += [(node.lineno, f"{base}.{alias.name}") for alias in node.names]
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("import_module", "__import__")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            found.append((node.lineno, str(node.args[0].value)))
    return found


def upward(path: Path, source: Path) -> list[str]:
    """Return the imports of a file that point to its own height or above, other than its own floor."""
    parts = path.relative_to(source).with_suffix("").parts
    if len(parts) < 3:
        return []
    floor = FLOORS.index(parts[1])
    wrong = []
    for line, module in imported(path, ".".join(parts[:-1])):
        pieces = module.split(".")
        if pieces[0] != "valuma" or len(pieces) < 2 or pieces[1] not in FLOORS:
            continue
        if FLOORS.index(pieces[1]) > floor:
            wrong.append(f"{path.relative_to(source)}:{line} imports {module}")
    return wrong


def test_every_folder_of_the_package_is_a_floor(root: Path) -> None:
    folders = {p.name for p in (root / "src" / "valuma").iterdir() if p.is_dir() and not p.name.startswith("_")}
    assert folders <= set(FLOORS)


def test_floors_import_only_downward(root: Path) -> None:
    source = root / "src"
    wrong = [line for path in sorted(source.rglob("*.py")) for line in upward(path, source)]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("from valuma.report import brief\n", True),
        ("import valuma.report.brief\n", True),
        ("from ..report import brief\n", True),
        ("from .. import report\n", True),
        ("def f():\n    from valuma import cli\n", True),
        ("import importlib\nimportlib.import_module('valuma.figures')\n", True),
        ("from valuma.schema import problems\n", False),
        ("from . import other\n", False),
    ],
)
def test_the_guard_resolves_every_way_of_importing(tmp_path: Path, text: str, caught: bool) -> None:
    path = tmp_path / "valuma" / "metrics" / "sample.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert bool(upward(path, tmp_path)) is caught
