"""Published networks, what R computed for them, and graphs of customers made of their arcs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import kamgraph as k

HERE = Path(__file__).parent
DATA = HERE / "data" / "networks"
EXAMPLE = HERE.parent / "examples" / "krackhardt"
SHARED = HERE.parents[1] / "shared" / "data" / "public"
LAZEGA, R = SHARED / "lazega_lawfirm", SHARED / "reference_outputs"

ARCS = {
    "ht_advice": EXAMPLE / "advice.csv",
    "ht_friends": DATA / "ht_friends.csv",
    "ht_reports": EXAMPLE / "reports.csv",
    "florentine_marriage": DATA / "florentine_marriage.csv",
    "kite": DATA / "kite.csv",
    "law_advice": LAZEGA / "law_advice.edges.csv",
    "law_friends": LAZEGA / "law_friends.edges.csv",
    "law_cowork": LAZEGA / "law_cowork.edges.csv",
}
UNDIRECTED = ("florentine_marriage", "kite")
DIRECTED = tuple(name for name in ARCS if name not in UNDIRECTED)


def read(path: Path, **options: Any) -> pd.DataFrame:
    """Read a file of public data; skip the test, and say why, where it is not there."""
    if not path.exists():
        pytest.skip(f"{path} is not there; the larger public data are kept beside the repository")
    return pd.read_csv(path, dtype={"id": "str", "src": "str", "dst": "str"}, **options)


def arcs(name: str) -> pd.DataFrame:
    """Return the arcs of a network, from ``src`` to ``dst``; an undirected tie is two."""
    found = read(ARCS[name])
    if name not in UNDIRECTED:
        return found
    back = found.rename(columns={"src": "dst", "dst": "src"})
    return pd.concat([found, back], ignore_index=True)


def node_level(name: str) -> pd.DataFrame:
    """Return what R computed for each node of a network, by id."""
    found = read((R / "node_level_R.csv") if name.startswith("law") else (DATA / "node_level.csv"))
    return found[found["net"] == name].set_index("id")


def graph_level(name: str) -> pd.Series[Any]:
    """Return what R computed for a network."""
    return read(DATA / "graph_level.csv").set_index("net").loc[name]


def ties(found: pd.DataFrame, source: str, target: str, kind: str) -> pd.DataFrame:
    """Return a book's ties of one kind, of strength 1, between two columns of arcs."""
    ends = {"source": found[source], "target": found[target]}
    return pd.DataFrame(ends).assign(kind=kind, strength=1.0)


def customer(people: pd.Index[str], table: pd.DataFrame, **about: Any) -> k.RelationshipGraph:
    """Return the graph of a customer with these people and ties."""
    firm = {"id": "firm", "name": "firm", "kind": "customer"}
    persons = pd.DataFrame({"id": people, "name": people, "organization": "firm", **about})
    tables = {"organizations": pd.DataFrame([firm]), "people": persons, "ties": table}
    return k.build_graph(k.Book.from_tables(tables), account="firm")
