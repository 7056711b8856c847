"""A folder is replaced as a whole only where nothing but an earlier product stands in it."""

from __future__ import annotations

import os
from pathlib import Path

from valuma.formats.files import TEMPORARY_PREFIX
from valuma.report.manifest import MANIFEST, read_manifest
from valuma.schema.problems import ValumaError


def refuse_foreign(folder: str | os.PathLike[str], product: str) -> None:
    """Refuse to replace a folder that holds anything but an earlier product of the same kind.

    Parameters
    ----------
    folder : path
        The folder that will be replaced as a whole; one that is empty or not there is fine.
    product : str
        Beginning of the names of the product's files, such as ``brief``.

    Raises
    ------
    ValumaError
        A file in it was not written by this library as such a product.
    """
    target = Path(folder)
    entry = read_manifest(target.parent / MANIFEST).get(target.name, {})
    known = {os.path.normpath(target.parent / name) for name in entry.get("outputs", ())}
    files = [file for file in sorted(target.rglob("*")) if file.is_file()] if target.is_dir() else []
    own = {file for file in files if file.parent == target and file.name.startswith((f"{product}-", TEMPORARY_PREFIX))}
    # A manifest may be lost; figures beside files of the product are then still the product's.
    own |= {file for file in files if own and file.parent == target / "figures"}
    for file in files:
        if file not in own and os.path.normpath(file) not in known:
            raise ValumaError(
                f"{target} would be replaced as a whole, and holds {file.relative_to(target).as_posix()}, "
                f"which is no part of an earlier {product}; name another folder"
            )
