"""A graph in one line, and as a small table for a notebook."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph


def html_of(graph: ActorNetworkThemeGraph) -> str:
    """Return sizes of a graph, how much of it is not dated, and whether it is invented, as an HTML table.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Any graph.

    Returns
    -------
    str
        One table.
    """
    share = graph.undated_share
    treated = "kept" if graph.undated == "keep" else "dropped"
    sizes = {
        "actors": f"{len(graph.actors):,}",
        "networks": f"{len(graph.networks):,}",
        "themes": f"{len(graph.themes):,}",
        "memberships": f"{graph.n_memberships:,}",
        "year": "all years" if graph.year is None else f"{graph.year}, undated rows {treated}",
        "undated": "no memberships" if share is None else f"{share:.0%}",
        "synthetic": "yes: invented data" if graph.synthetic else "no",
    }
    rows = "".join(f"<tr><th>{name}</th><td>{html.escape(said)}</td></tr>" for name, said in sizes.items())
    return f"<table><caption>actor–network–theme graph</caption><tbody>{rows}</tbody></table>"


def text_of(graph: ActorNetworkThemeGraph) -> str:
    """Return a graph in one line.

    Parameters
    ----------
    graph : ActorNetworkThemeGraph
        Any graph.

    Returns
    -------
    str
        Sizes, the year it shows, and whether it is invented.
    """
    parts = [
        f"{len(graph.actors)} actors",
        f"{len(graph.networks)} networks",
        f"{len(graph.themes)} themes",
        f"{graph.n_memberships} memberships",
    ]
    if graph.year is not None:
        share = graph.undated_share
        said = "no memberships" if share is None else f"{share:.0%} undated"
        parts.append(f"year {graph.year} ({said}, {'kept' if graph.undated == 'keep' else 'dropped'})")
    if graph.synthetic:
        parts.append("SYNTHETIC")
    return f"<ActorNetworkThemeGraph: {', '.join(parts)}>"
