"""What shows that one of us has dealt with somebody, though no contact is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.commitments import list_promises
from kamgraph.graph.actions import list_actions
from kamgraph.graph.codes import VENDOR
from kamgraph.model.coded import NEVER
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def find_dealings(graph: RelationshipGraph, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which of us, as a place among people, dealt with each node last, and on which day."""
    promises = list_promises(graph)
    ours = _list_dealings(graph, promises, promises["by"], promises["to"], promises["made"])
    theirs = _list_dealings(graph, promises, promises["to"], promises["by"], promises["made"])
    done = list_actions(graph)
    done = done.take(done["done"] < NEVER)
    owner = graph.part.coded.actions["owner"][done["row"]]
    steps = _list_dealings(graph, done, owner, done["contact"], done["done"])
    last = stack([ours, theirs, steps]).sort("scope", "person", "newest", "by")
    last = last.keep_first("scope", "person")
    asked = Rows(scope=graph.scope[nodes], person=graph.person[nodes])
    place = asked.locate(last, "scope", "person")
    return np.append(last["by"], NONE)[place], np.append(-last["newest"], NEVER)[place]


def _list_dealings(
    graph: RelationshipGraph, rows: Rows, by: np.ndarray, person: np.ndarray, day: np.ndarray
) -> Rows:
    """Return the rows in which one of us dealt with anybody."""
    known = (by >= 0) & (person >= 0)
    found = Rows(scope=rows["scope"], person=person, by=by, newest=-day).take(known)
    return found.take(graph.people_on["side"][found["by"]] == VENDOR)
