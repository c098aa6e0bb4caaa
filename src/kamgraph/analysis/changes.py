"""What is different between two graphs: people, ties and grades."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamgraph.graph import RelationshipGraph
from kamgraph.graph.pairing import Pairing
from kamgraph.graph.scale import ROUNDING
from kamgraph.graph.succession import heirs
from kamgraph.model.vocabulary import AXES

SCOPE = ["account", "deal"]


def roster(pairing: Pairing) -> pd.DataFrame:
    """Return everybody of the shared scopes of two graphs, one row a node of the pairing.

    Columns: ``scope`` (number), ``account``, ``deal``, ``person``, ``name``, ``side``,
    ``power`` (its size, the larger of before and after), ``active_before``, ``active_after``
    (there and no vacant seat), ``roles_before``, ``roles_after`` (tuples: decision and team
    roles, empty for who is not active).
    """
    before = _present(pairing.before, pairing.nodes["before"])
    after = _present(pairing.after, pairing.nodes["after"])
    who = ["person", "name", "side"]
    table = after[who].where(pairing.nodes["after"] >= 0, before[who])
    table.insert(0, "scope", pairing.scope)
    for place, name in enumerate(SCOPE, start=1):
        labels = pairing.labels.get_level_values(name)
        table.insert(place, name, labels.take(pairing.scope).array)
    table["power"] = np.maximum(before["power"], after["power"])
    for name in ("active", "roles"):
        table[f"{name}_before"], table[f"{name}_after"] = before[name], after[name]
    return table


def _present(graph: RelationshipGraph, place: np.ndarray) -> pd.DataFrame:
    """Return a graph's people at some nodes; who is not there (-1) has no role and no power."""
    people = graph.people
    active = np.append(~graph.vacant, False)[place]
    table = pd.DataFrame({"person": graph.index.get_level_values("person").array})
    table[["name", "side"]] = people[["name", "side"]].to_numpy()
    table["roles"] = (people["roles"] + people["team"]).array
    table = table.reindex(place).set_axis(range(len(place)))
    table["roles"] = [roles if there else () for roles, there in zip(table["roles"], active, strict=True)]
    return table.assign(active=active, power=np.abs(np.append(graph.power, 0.0)[place]))
