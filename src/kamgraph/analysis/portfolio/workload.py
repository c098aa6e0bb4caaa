"""Which of us carries how much of all accounts."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Annotated, TypeVar

import numpy as np
import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.result import HeadedBy, Index, Points, Record, Shown, returns
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import WORKLOAD

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy


T = TypeVar("T")
_Heading = Annotated[T, HeadedBy(WORKLOAD)]


class WorkloadRecord(Record):
    """What one of us carries."""

    person: Index[str]
    """The person's id."""
    name: str
    """The person's name."""
    accounts: _Heading[int]
    """In how many accounts."""
    contacts: _Heading[int]
    """How many people of customers and partners are known."""
    power: _Heading[Annotated[float, Shown("share")]]
    """Of the key persons known, added up over accounts; 1 is the whole decision of one."""
    coverage: _Heading[Annotated[Points, Shown("count")]]
    """Coverage lost without them, added up over accounts."""
    over: tuple[str, ...]
    """Which of these are above ``policy.overload``."""
    overloaded: bool
    """Whether any is."""


@returns(WorkloadRecord)
def workload(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what each of us carries over the scopes of a graph."""
    person = graph.index.get_level_values("person")
    ours = pd.DataFrame({"person": person, "coverage": graph.losses_of_ours})[graph.ours]
    table = ours.groupby("person")["coverage"].agg(accounts="size", coverage="sum")
    table = table.join(_count_contacts(graph, person)).fillna({"contacts": 0, "power": 0.0})
    table = table[list(WORKLOAD.words)].astype({"contacts": "int64"})
    table.insert(0, "name", graph.part.people.set_index("id")["name"].reindex(table.index))
    over = _find_overloads(table, graph.policy)
    table["over"] = pd.Series(over, index=table.index, dtype=object)
    table["overloaded"] = np.array([bool(words) for words in over], dtype=bool)
    return table.sort_values("coverage", ascending=False, kind="stable")


def _count_contacts(graph: RelationshipGraph, person: pd.Index[str]) -> pd.DataFrame:
    """Return how many contacts each of us knows, and the power of the key persons among them."""
    known = graph.arcs(tie_kinds.CLOSENESS)
    known = known.take(graph.contact[known["target"]]).keep_first("source", "target")
    pairs = pd.DataFrame({end: person.take(known[end]) for end in ("source", "target")})
    pairs["power"] = graph.stake[known["target"]]
    return pairs.groupby("source").agg(contacts=("target", "nunique"), power=("power", "sum"))


def _find_overloads(table: pd.DataFrame, policy: Policy) -> list[tuple[str, ...]]:
    """Return for each row the columns that are above their limit."""
    limits = {name: policy.overload.get(name, np.inf) + ROUNDING for name in WORKLOAD.words}
    above = [(table[name] > limit).to_numpy() for name, limit in limits.items()]
    return [tuple(compress(limits, row)) for row in zip(*above, strict=True)]
