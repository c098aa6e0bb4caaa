"""A graph as one of networkx, in types and names that programs which draw networks take."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.model.colours import UNKNOWN, colour, separate_channels
from kamgraph.model.vocabulary import SIDES

if TYPE_CHECKING:
    import networkx as nx

    from kamgraph.graph.measured import Measured

_SMALLEST, _LARGEST = 10.0, 40.0  # nodes
_BESIDE, _BELOW = 120.0, 150.0  # from one node to the next one, and from one row to the next one
_UNKNOWN_LEVEL = 6  # below all that there are


def make_network(
    graph: Measured, people: pd.DataFrame, ties: pd.DataFrame, *, measures: bool, viz: bool
) -> nx.MultiDiGraph:
    """Return people and ties as ``to_networkx`` of their graph says, which is of one scope."""
    import networkx as nx

    network = nx.MultiDiGraph()
    _add_nodes(network, people)
    for _, row in ties.drop(columns=["account", "deal"]).iterrows():
        edge = _select_present(row)
        network.add_edge(edge.pop("source"), edge.pop("target"), key=edge["kind"], **edge)
    if measures or viz:
        drawn = _draw(graph, people, network)
        if measures:
            _add_nodes(network, drawn.assign(**_measure(graph)))
        if viz:
            for person, row in drawn.iterrows():
                network.add_node(person, label=row["label"], viz=_describe_for_gexf(row))
    return network


def _add_nodes(network: nx.MultiDiGraph, people: pd.DataFrame) -> None:
    """Add people, or what there is to say of them besides."""
    for person, row in people.iterrows():
        network.add_node(person, **_select_present(row))


def _measure(graph: Measured) -> dict[str, np.ndarray]:
    found = {"power": graph.power, "choice": graph.personal_choice.value}
    return found | {"reach": graph.best_routes.reach}


def _draw(graph: Measured, people: pd.DataFrame, network: nx.MultiDiGraph) -> pd.DataFrame:
    """Return what is to be seen of people: their names, and place, size and colour of nodes."""
    power = np.abs(graph.power)
    share = np.sqrt(power / max(power.max(initial=0.0), np.finfo(float).tiny))
    choice = graph.known_choice
    x, y = _place(people, network)
    return pd.DataFrame(
        {
            "label": people["name"],
            "x": x,
            "y": y,
            "size": (_SMALLEST + (_LARGEST - _SMALLEST) * share).round(1),
            "color": [UNKNOWN if np.isnan(one) else colour(one) for one in choice],
        }
    )


def _place(people: pd.DataFrame, network: nx.MultiDiGraph) -> tuple[np.ndarray, np.ndarray]:
    """Return where people stand: those of the account by level, below them the other sides."""
    import networkx as nx

    level = people["level"].fillna(_UNKNOWN_LEVEL).to_numpy(dtype="int64")
    side = people["side"].map(SIDES.words.index).to_numpy(dtype="int64")
    height = np.where(people["own"], level, _UNKNOWN_LEVEL + 1 + side)
    _, row = np.unique(height, return_inverse=True)
    x = pd.Series(0.0, people.index)
    for number in range(row.max(initial=-1) + 1):
        # Each row is sorted by where those stand above it with whom its people have ties.
        above = {*people.index[row < number]}
        mine = people.index[row == number]
        middle = [x[[*above.intersection(nx.all_neighbors(network, one))]].mean() for one in mine]
        order = np.argsort(np.nan_to_num(middle), kind="stable")
        x[mine[order]] = (np.arange(len(mine)) - (len(mine) - 1) / 2) * _BESIDE
    return x.to_numpy(), 0.0 - _BELOW * row


def _describe_for_gexf(row: pd.Series[Any]) -> dict[str, Any]:
    red, green, blue = separate_channels(row["color"])
    return {
        "position": {"x": row["x"], "y": row["y"], "z": 0.0},
        "size": row["size"],
        "color": {"r": red, "g": green, "b": blue},
    }


def _select_present(row: pd.Series[Any]) -> dict[str, Any]:
    """Return what is there of a row, in types that every file of graphs can hold."""
    return {str(name): _make_plain(value) for name, value in row.items() if not _is_missing(value)}


def _make_plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    return value.item() if isinstance(value, np.generic) else value


def _is_missing(value: Any) -> bool:
    return not value if isinstance(value, tuple) else bool(pd.isna(value))
