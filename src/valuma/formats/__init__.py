"""Network files in and out: GraphML and GEXF carry everything, Pajek, UCINET and edge lists structure and weights."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from valuma.formats.tables import BLOCKS, NetworkTables
from valuma.schema.problems import ValumaError, nearest

#: Suffixes of the formats that carry rows with all attributes; the others carry structure and weights.
CARRY_EVERYTHING = (".graphml", ".gexf")

#: Suffix of a file and the module that reads and writes it.
MODULES = {
    ".graphml": "valuma.formats.graphml",
    ".gexf": "valuma.formats.gexf",
    ".net": "valuma.formats.pajek",
    ".dl": "valuma.formats.ucinet",
    ".csv": "valuma.formats.edgelist",
}


def write(tables: NetworkTables, path: str | os.PathLike[str], **options: Any) -> list[Path]:
    """Write a network in the format that the suffix of the path names.

    Parameters
    ----------
    tables : NetworkTables
        What is to be written.
    path : path
        Ends in ``.graphml``, ``.gexf``, ``.net`` (Pajek), ``.dl`` (UCINET) or ``.csv`` (edge list). The last three
        give a file a block and a nodes file: ``case.net`` becomes ``case-membership.net``, … and ``case-nodes.csv``.
    **options
        Options of the format: see `valuma.formats.pajek.write`, `valuma.formats.ucinet.write`.

    Returns
    -------
    list of Path
        The files that were written.

    Raises
    ------
    ValumaError
        The suffix or an option is unknown, or the format cannot carry the network.

    Examples
    --------
    >>> import pandas as pd, tempfile
    >>> nodes = pd.DataFrame({"id": ["oulu", "fisu"], "mode": ["actor", "network"]})
    >>> tables = NetworkTables(nodes, {"membership": pd.DataFrame({"source": ["oulu"], "target": ["fisu"]})})
    >>> folder = Path(tempfile.mkdtemp())
    >>> [path.name for path in write(tables, folder / "case.net")]
    ['case-membership.net', 'case-nodes.csv']
    >>> read(folder / "case.net") == tables
    True
    """
    return cast("list[Path]", _call(path, "write", tables, path, **options))


def read(path: str | os.PathLike[str], **options: Any) -> NetworkTables:
    """Read a network in the format that the suffix of the path names.

    Parameters
    ----------
    path : path
        A file, or for the formats of one file a block the name that was given to `write`.
    **options
        Options of the format; all take `block`, the block of a file or a tie that does not say its own.

    Returns
    -------
    NetworkTables

    Raises
    ------
    ValumaError
        The suffix or an option is unknown, or there is no such file.
    StudyError
        The file is damaged or hostile; with lines.
    """
    return cast("NetworkTables", _call(path, "read", path, **options))


def _call(path: str | os.PathLike[str], verb: str, *arguments: Any, **options: Any) -> Any:
    function = getattr(_module(Path(path)), verb)
    unknown = sorted(set(options) - set(function.__kwdefaults__ or ()))
    if unknown:
        hint = nearest(unknown[0], function.__kwdefaults__ or ())
        raise ValumaError(f"{Path(path).suffix} files have no option {unknown[0]!r}" + (f": {hint}" if hint else ""))
    return function(*arguments, **options)


def _module(path: Path) -> ModuleType:
    """Return the module of a format, imported when it is first needed."""
    name = MODULES.get(path.suffix.lower())
    if name is None:
        hint = nearest(path.suffix.lower(), MODULES)
        raise ValumaError(
            f"{path.name} has the suffix {path.suffix!r}; networks are read and written as {', '.join(MODULES)}"
            + (f": {hint}" if hint.startswith("did") else "")
        )
    return importlib.import_module(name)


__all__ = ["BLOCKS", "CARRY_EVERYTHING", "MODULES", "NetworkTables", "read", "write"]
