"""``valuma graph``: the graph of a study, summarised or written to a file."""

from __future__ import annotations

import argparse

import pandas as pd

from valuma.cli.options import CallError, Subparsers, add_graph_options, command, graph_of, read
from valuma.cli.output import add_table_options, print_table, progress

_EXAMPLES = """\
  valuma graph .                                       sizes of the whole graph
  valuma graph . --group finnish --year 2020           what holds in 2020, undated rows kept
  valuma graph . --case mal-verkosto -o mal.graphml    everything in one file (.graphml, .gexf)
  valuma graph . -o ties.net                           structure for Pajek (.net), UCINET (.dl), a table (.csv)
  valuma graph . -o ties.net --one-mode                the same for networkx; ties.dl --one-mode for igraph
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "graph", "build the actor-network-theme graph and write it to a file", _EXAMPLES)
    add_graph_options(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="file to write: .graphml .gexf .net .dl .csv")
    parser.add_argument(
        "--one-mode", action="store_true", help="write .net and .dl with one mode, as networkx and igraph read them"
    )
    add_table_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.one_mode and not str(options.output or "").lower().endswith((".net", ".dl")):
        raise CallError("--one-mode is for files ending in .net or .dl, named by --output")
    graph = graph_of(read(options), options)
    if options.output:
        with progress("writing the graph"):
            written = graph.write(options.output, **({"two_mode": False} if options.one_mode else {}))
        for path in written:
            print(path)
        return 0
    share = graph.undated_share
    sizes = {
        "actors": len(graph.actors),
        "networks": len(graph.networks),
        "themes": len(graph.themes),
        "memberships": graph.n_memberships,
        "undated share": "no memberships" if share is None else round(share, 3),
        "network-theme ties": graph.focus.nnz,
        "interests": graph.interest.nnz,
        "cooperation ties": graph.cooperation.nnz,
        "synthetic": "yes" if graph.synthetic else "no",
    }
    print_table(pd.DataFrame({"what": list(sizes), "value": list(sizes.values())}, dtype=object), options)
    return 0
