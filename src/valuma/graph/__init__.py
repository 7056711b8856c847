"""The actor–network–theme graph, its projections and null models."""

from valuma.graph.attributes import Attribute, State
from valuma.graph.blocks import NetworkProfiles
from valuma.graph.build import build_graph
from valuma.graph.core import ActorNetworkThemeGraph, YearBounds
from valuma.graph.project import Projection, project
from valuma.graph.read import read_graph

__all__ = [
    "ActorNetworkThemeGraph",
    "Attribute",
    "NetworkProfiles",
    "Projection",
    "State",
    "YearBounds",
    "build_graph",
    "project",
    "read_graph",
]
