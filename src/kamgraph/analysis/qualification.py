"""Are budget, authority, need and timing of a deal known, and who there vouches for them?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamgraph.graph.sales import index_sales, list_holders, list_ids, list_sales
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Index, ScopedRecord, Stage, returns
from kamgraph.model.rounding import at_least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows

Standing = Literal["unknown", "claimed", "confirmed"]
_PARTS = ("budget", "authority", "need", "timing")


class QualificationRecord(ScopedRecord):
    """An open deal, and how far it is qualified."""

    sale: Index[str]
    """The deal's id."""
    name: str | None
    """What the deal is called."""
    stage: Stage | None
    """Where it stands."""
    value: float | None
    """What it is worth."""
    currency: str | None
    """In which currency."""
    closes: dt.date | None
    """The day it is expected to be decided."""
    budget: Standing
    """Whether the money is there: claimed where the deal says so, confirmed where somebody also
    vouches for it."""
    authority: Standing
    """Whether we have to do with who decides: claimed where the deal says who that is or a role of
    consent is recorded, confirmed where its holder vouches."""
    need: Standing
    """Whether they need it, as for the budget."""
    timing: Standing
    """Whether they will decide in time, as for the budget."""
    confirmed: int
    """How many of the four are confirmed."""
    vouched_by: tuple[str, ...]
    """The ids of the holders of roles of consent who vouch: within our reach, known where they
    stand, and not against us."""


@returns(QualificationRecord)
def qualification(graph: RelationshipGraph) -> pd.DataFrame:
    """Return what is known of budget, authority, need and timing of the open deals.

    A text in a deal's column is a claim, and mostly ours. It is confirmed only where somebody of
    theirs whose role answers for it, by ``policy.vouching_roles`` and for the authority by
    ``policy.consent_roles``, is reached (``policy.reachable``), is graded, and is not against us
    (``policy.opposing``). Closed and lost deals are settled and not listed.

    Returns
    -------
    DataFrame
        One :class:`QualificationRecord` per scope and open deal, the least confirmed first, then
        the dearest.
    """
    sales = list_sales(graph)
    sales = sales.take(graph.part.coded.deals["open"][sales["sale"]])
    deals = graph.part.deals.iloc[sales["sale"]].reset_index(drop=True)
    vouch = {part: _find_vouchers(graph, sales, _list_roles(graph, part)) for part in _PARTS}
    claimed = {part: deals[part].notna().to_numpy() for part in _PARTS}
    claimed["authority"] = claimed["authority"] | _mark(sales, vouch["authority"])
    table = deals[["name", "stage", "value", "currency", "closes"]].copy()
    confirmed = np.zeros(len(sales), dtype=np.int64)
    for part in _PARTS:
        backed = claimed[part] & _mark(sales, vouch[part].take(vouch[part]["vouches"]))
        words = np.select([backed, claimed[part]], ["confirmed", "claimed"], "unknown")
        table[part] = pd.array(words, dtype=TEXT)
        confirmed += backed
    table["confirmed"] = confirmed
    holders = vouch["authority"]
    table["vouched_by"] = list_ids(graph, sales, holders.take(holders["vouches"]))
    value = table["value"].fillna(-1.0).to_numpy(np.float64)
    order = np.lexsort((sales["sale"], -value, confirmed, sales["scope"]))
    ids = graph.part.column("deals", "id").array[sales["sale"]]
    return table.set_axis(index_sales(graph, sales["scope"], sale=ids)).iloc[order]


def _list_roles(graph: RelationshipGraph, part: str) -> Sequence[str]:
    policy = graph.policy
    return policy.consent_roles if part == "authority" else policy.vouching_roles[part]


def _find_vouchers(graph: RelationshipGraph, sales: Rows, roles: Sequence[str]) -> Rows:
    """Return the holders of some roles in deals, and which of them ``vouches``."""
    held = list_holders(graph, sales, roles)
    node = held["node"]
    reach = np.append(graph.best_routes.reach, 0.0)[node]
    choice = np.append(graph.personal_choice.value, np.nan)[node]
    graded = np.append(graph.graded.any(axis=1), False)[node]
    vouches = at_least(reach, graph.policy.reachable) & graded
    return held.with_columns(vouches=vouches & at_least(choice, graph.policy.opposing))


def _mark(sales: Rows, held: Rows) -> np.ndarray:
    """Return of which deals there is any holder."""
    return sales.is_in(held, "scope", "sale")
