"""``valuma graph``: the graph of a study, summarised or written to a file."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

import pandas as pd

from valuma.cli.options import CallError, Subparsers, add_graph_options, command, graph_of, read
from valuma.cli.output import add_table_options, print_table, progress

if TYPE_CHECKING:
    from valuma.graph.core import ActorNetworkThemeGraph

_EXAMPLES = """\
  valuma graph .                                       sizes of the whole graph
  valuma graph . --group finnish --year 2020           what holds in 2020, undated rows kept
  valuma graph . --case mal-verkosto -o mal.graphml    everything in one file (.graphml, .gexf)
  valuma graph . -o ties.net                           structure for Pajek (.net), UCINET (.dl), a table (.csv)
  valuma graph . -o ties.net --one-mode                the same for networkx; ties.dl --one-mode for igraph
  valuma graph . -o ties.graphml --key ../study.key    ties told under pseudonyms, too (valuma privacy key)

ties that people told in confidence are counted, never written by name
"""


def add_command(commands: Subparsers[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = command(commands, "graph", "build the actor-network-theme graph and write it to a file", _EXAMPLES)
    add_graph_options(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="file to write: .graphml .gexf .net .dl .csv")
    parser.add_argument(
        "--one-mode", action="store_true", help="write .net and .dl with one mode, as networkx and igraph read them"
    )
    parser.add_argument("--key", metavar="FILE", help="key for pseudonyms, made by valuma privacy key")
    add_table_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.one_mode and not str(options.output or "").lower().endswith((".net", ".dl")):
        raise CallError("--one-mode is for files ending in .net or .dl, named by --output")
    if options.key and not options.output:
        raise CallError("--key is for a graph that is written, named by --output")
    graph = graph_of(read(options), options)
    if options.output:
        return _write(graph, options)
    from valuma.graph.told import left_out_words

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
        "told in confidence": left_out_words(graph.confidential) or "none",
        "synthetic": "yes" if graph.synthetic else "no",
    }
    print_table(pd.DataFrame({"what": list(sizes), "value": list(sizes.values())}, dtype=object), options)
    return 0


def _write(graph: ActorNetworkThemeGraph, options: argparse.Namespace) -> int:
    """Write the graph, and say what is left out of it."""
    key = None
    if options.key:
        from valuma.loaders.key_file import read_key

        key = read_key(options.key)
    with progress("writing the graph"):
        written = graph.write(options.output, key=key, **({"two_mode": False} if options.one_mode else {}))
        left_out = graph.released(key=key).meta.get("left_out")
    for path in written:
        print(path)
    if left_out:
        print(f"note: {left_out} left out", file=sys.stderr)
    return 0
