"""What was made from what: inputs, versions, options, seed and the hash of every output."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from valuma.formats.files import atomic_write
from valuma.schema.problems import ValumaError

#: Packages whose version can change a number, a line break or a drawing.
PACKAGES = (
    "fonttools",
    "font-source-sans-pro",
    "jinja2",
    "markdown-it-py",
    "matplotlib",
    "networkx",
    "numpy",
    "pandas",
    "pydantic",
    "python-docx",
    "python-igraph",
    "python-pptx",
    "scipy",
    "typst",
    "xlsxwriter",
)
#: File that says what was made from what, beside the folder of a product.
MANIFEST = "manifest.json"
_SOURCES = (".py", ".toml", ".typ", ".j2", ".css", ".xml")


def sha256(path: str | os.PathLike[str]) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@functools.cache
def code_version() -> str:
    """Hash of every source file of the package: changes exactly when its code or words change."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*"), key=lambda path: path.relative_to(root).as_posix()):
        if path.suffix in _SOURCES and path.is_file():
            digest.update(f"{path.relative_to(root).as_posix()}\0{sha256(path)}\n".encode())
    return digest.hexdigest()


@functools.cache
def versions() -> Mapping[str, str]:
    """Version of Python and of every package that has a part in the outputs."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def write_manifest(
    path: str | os.PathLike[str],
    product: str,
    *,
    folder: str | os.PathLike[str],
    inputs: Mapping[str, str],
    options: Mapping[str, Any],
    draws: int,
    seed: int,
) -> Path:
    """Enter one product into a manifest; what it says of other products stays.

    Parameters
    ----------
    path : path
        The manifest, ``build/manifest.json``.
    product : str
        Name of the product (``brief``).
    folder : path
        Folder with the outputs; all its files are listed.
    inputs : mapping of str to str
        SHA-256 of every input by path.
    options : mapping of str to object
        What was chosen; anything JSON can hold.
    draws, seed : int
        Of the calculation.

    Returns
    -------
    Path
        The manifest, with sorted keys and without any date.
    """
    target = Path(path)
    entry = {
        "code": code_version(),
        "draws": draws,
        "inputs": dict(inputs),
        "options": dict(options),
        "outputs": {name: sha256(file) for name, file in _files(Path(folder), target.parent)},
        "seed": seed,
        "versions": dict(versions()),
    }
    products = {**read_manifest(target), product: entry}
    with atomic_write(target) as file:
        file.write(json.dumps(products, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    return target


def read_manifest(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Read a manifest; one that is missing or damaged is empty, because a build writes it anew."""
    try:
        products = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return products if isinstance(products, dict) else {}


def changed_outputs(path: str | os.PathLike[str], product: str) -> list[str]:
    """Return the outputs of a product that are missing or no longer what the manifest says.

    Raises
    ------
    ValumaError
        The manifest does not name the product.
    """
    entry = read_manifest(path).get(product)
    if entry is None:
        raise ValumaError(f"{os.fspath(path)} says nothing of {product!r}")
    root = Path(path).parent
    outputs: Iterable[tuple[str, str]] = entry["outputs"].items()
    return [name for name, digest in outputs if not (root / name).is_file() or sha256(root / name) != digest]


def _files(folder: Path, root: Path) -> list[tuple[str, Path]]:
    """Files below a folder with their names seen from the manifest."""
    found = (file for file in folder.rglob("*") if file.is_file())
    return sorted((os.path.relpath(file, root).replace(os.sep, "/"), file) for file in found)
