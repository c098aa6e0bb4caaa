"""By when steps still help: before the next deal closes, or the next contract ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.renewals import find_contracts
from kamgraph.graph.sales import list_sales
from kamgraph.model.coded import NEVER, day_number

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def find_last_days(graph: RelationshipGraph) -> np.ndarray:
    """Return (scopes,) the number of the last day on which steps help; NEVER where none is last."""
    last = np.full(len(graph.scope_index), NEVER)
    if graph.as_of is None:
        return last
    day, deals = day_number(graph.as_of), graph.part.coded.deals
    sales = list_sales(graph)
    closes = deals["closes"][sales["sale"]]
    ahead = deals["open"][sales["sale"]] & (closes > day) & (closes < NEVER)
    np.minimum.at(last, sales["scope"][ahead], closes[ahead] - 1)
    # A contract that was renewed already ends nothing.
    contracts = find_contracts(graph).sales
    unsettled = np.append(deals["open"], True)[contracts["next"]]
    ending = contracts.take((contracts["days"] > 0) & unsettled)
    np.minimum.at(last, ending["scope"], ending["ends"] - 1)
    return last
