"""Networks that the tests of the formats share."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import pandas as pd
from hypothesis import strategies as st

from valuma.formats.tables import BLOCKS, NetworkTables
from valuma.formats.values import writable

ODD_IDS = (
    "a b",
    'say "hei"',
    "R&D <Oulu>",
    "ähtäri",
    "🌊",
    "x" * 300,
    "=1+1",
    "tab\there",
    "line\nend",
    "back\\slash",
    "it's",
    "a,b;c",
    "Ähtäri",
)

texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8).filter(writable)
values = {
    "text": texts,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False),
    "yes-no": st.booleans(),
}
weights = st.floats(-1e6, 1e6, allow_nan=False)


def small() -> NetworkTables:
    """Two actors, two networks (one without members), a theme: all blocks, types, a parallel tie, missing values."""
    nodes = pd.DataFrame(
        {
            "id": ["tampere", "kuntaliitto", "mal", "fisu", "housing"],
            "mode": ["actor", "actor", "network", "network", "theme"],
            "municipality_code": ["837", None, None, None, None],
            "population": pd.array([241_009, None, None, None, None], dtype="Int64"),
            "latitude": [61.498, None, None, None, None],
            "synthetic": pd.array([False, False, None, False, None], dtype="boolean"),
            "policy_sectors": [("not-applicable",), ("economy", "land-use"), (), (), ("housing",)],
        }
    )
    membership = pd.DataFrame(
        {
            "source": ["tampere", "tampere", "kuntaliitto"],
            "target": ["mal", "mal", "mal"],
            "weight": [1.0, 1.0, 1.0],
            "role": ["member", "steering", "partner"],
            "year_from": [2010, None, None],
        }
    )
    focus = pd.DataFrame({"source": ["mal"], "target": ["housing"], "weight": [0.5], "primary": [True]})
    interest = pd.DataFrame({"source": ["tampere"], "target": ["housing"], "weight": [0.25]})
    cooperation = pd.DataFrame(
        {"source": ["tampere", "kuntaliitto"], "target": ["kuntaliitto", "tampere"], "weight": [2.0, 1.0]}
    )
    return NetworkTables(
        nodes,
        {"membership": membership, "focus": focus, "interest": interest, "cooperation": cooperation},
        {"cooperation": True},
        {"title": "Small & tidy", "year": "2020"},
    )


def odd() -> NetworkTables:
    """One network with a member for every odd identifier."""
    nodes = pd.DataFrame({"id": [*ODD_IDS, "net"], "mode": ["actor"] * len(ODD_IDS) + ["network"]})
    ties = pd.DataFrame({"source": ODD_IDS, "target": "net", "weight": 1.0})
    return NetworkTables(nodes, {"membership": ties})


def davis() -> NetworkTables:
    """Make the Southern Women of Davis, Gardner and Gardner (1941): 18 women, 14 events, 89 attendances.

    As published with networkx; Freeman (2003), doi:10.17226/10735.
    """
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    nodes = pd.DataFrame({"id": [*women, *events], "mode": ["actor"] * len(women) + ["network"] * len(events)})
    ties = [(woman, event) for woman in women for event in events if graph.has_edge(woman, event)]
    return NetworkTables(nodes, {"membership": pd.DataFrame(ties, columns=["source", "target"])})


@st.composite
def columns(draw: st.DrawFn, n: int, taken: tuple[str, ...]) -> dict[str, list]:
    """Attributes of n rows, each of one type with some values missing."""
    names = draw(st.lists(texts.filter(lambda name: name not in taken), unique=True, max_size=3))
    data = {}
    for name in names:
        kind = draw(st.sampled_from(sorted(values)))
        data[name] = draw(st.lists(st.none() | values[kind], min_size=n, max_size=n))
    return data


@st.composite
def networks(draw: st.DrawFn, one_tie_a_pair: bool = False) -> NetworkTables:
    """Any network: any identifiers, types, blocks and directions."""
    ids = draw(st.lists(texts, unique=True, min_size=1, max_size=6))
    modes = draw(st.lists(st.sampled_from(["actor", "network", "theme"]), min_size=len(ids), max_size=len(ids)))
    taken = ("id", "mode", "source", "target", "weight", "block", "directed", "pajek_label", "ucinet_label")
    nodes = {"id": ids, "mode": modes, **draw(columns(len(ids), (*taken, "synthetic")))}
    blocks = {}
    for name in draw(st.lists(st.sampled_from(sorted(BLOCKS)), unique=True, min_size=1)):
        pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
        key = frozenset if one_tie_a_pair else None
        ends = draw(st.lists(pairs, max_size=6, unique_by=key, unique=one_tie_a_pair and key is None))
        strengths = weights.filter(bool) if one_tie_a_pair else weights
        weight = draw(st.lists(strengths, min_size=len(ends), max_size=len(ends)))
        fixed = {"source": [a for a, _ in ends], "target": [b for _, b in ends], "weight": weight}
        blocks[name] = pd.DataFrame({**fixed, **draw(columns(len(ends), taken))})
    directed = {name: draw(st.booleans()) for name in blocks}
    said = draw(st.dictionaries(texts.filter(lambda name: not name.startswith("block:")), texts, max_size=2))
    return NetworkTables(pd.DataFrame(nodes), blocks, directed, said)


def structure(tables: NetworkTables, directed: Mapping[str, bool]) -> dict[str, list]:
    """Ties without attributes and order; the ends of a tie without direction in any order."""
    result = {}
    for name, ties in tables.blocks.items():
        ends = zip(ties["source"], ties["target"], ties["weight"], strict=True)
        result[name] = sorted(((a, b) if directed[name] else tuple(sorted((a, b))), weight) for a, b, weight in ends)
    return result


def untyped(frame: pd.DataFrame) -> pd.DataFrame:
    """The same table, with columns that have no value at all as text: CSV knows no other type of nothing."""
    return frame.assign(**{name: frame[name].astype(object) for name in frame if frame[name].isna().all()}).fillna(
        pd.NA
    )
