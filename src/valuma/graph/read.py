"""Reading a graph from a network file."""

from __future__ import annotations

from pathlib import Path

from valuma import formats
from valuma.graph.core import ActorNetworkThemeGraph


def read_graph(path: str | Path) -> ActorNetworkThemeGraph:
    """Read a graph from a network file.

    Parameters
    ----------
    path : path
        ``.graphml``, ``.gexf``, ``.net``, ``.dl`` or ``.csv``. A ``-nodes.csv`` beside the last three is read too.

    Returns
    -------
    ActorNetworkThemeGraph
        What the file holds. The registry behind a study's graph is not in any file: measures that
        ask what unknown members could be use the actors of the graph itself.

    Raises
    ------
    ValumaError
        The file is not of the format its name says, is hostile, or is cut off.

    Examples
    --------
    >>> import tempfile, pathlib, valuma as va
    >>> graph = va.ActorNetworkThemeGraph.from_biadjacency([[1, 1], [0, 1]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = graph.write(pathlib.Path(folder) / "g.graphml")
    ...     read_graph(pathlib.Path(folder) / "g.graphml")
    <ActorNetworkThemeGraph: 2 actors, 2 networks, 0 themes, 3 memberships>
    """
    return ActorNetworkThemeGraph.from_tables(formats.read(path))
