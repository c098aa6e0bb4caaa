"""The steps that we meant to take, as scopes see them, and those that we have agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.codes import VENDOR
from kamgraph.graph.sales import find_nodes, list_sales
from kamgraph.graph.units import is_part
from kamgraph.model.coded import NEVER, day_number
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows, stack

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.graph import RelationshipGraph

FIRST_MEETINGS = frozenset({"meet", "sponsor", "open"})  # by which one of us gets to know somebody
SEEING = FIRST_MEETINGS | {"deepen", "refresh"}


def list_actions(graph: RelationshipGraph) -> Rows:
    """Return the actions that scopes see: ``scope``, and ``row``, their place in the table."""
    # ``contact`` is a place of people, ``due`` and ``done`` are days: NEVER what is still to do.
    day = NEVER - 1 if graph.as_of is None else day_number(graph.as_of)
    table = graph.part.coded.actions
    rows = table.with_columns(row=np.arange(len(table))).select(
        *("row", "account", "unit", "contact", "due", "done"), sale="deal"
    )
    seen = stack([_see_of_accounts(graph, rows), _see_of_deals(graph, rows)])
    return seen.with_columns(done=np.where(seen["done"] <= day, seen["done"], NEVER))


def _see_of_accounts(graph: RelationshipGraph, rows: Rows) -> Rows:
    """Return the actions for no deal in the scopes of what they are for, and of what is above."""
    scopes = Rows(account=graph.account, whole=graph.unit, scope=np.arange(len(graph.account)))
    seen = rows.take(rows["sale"] == NONE).join(scopes.take(~graph.of_deal), "account")
    part = is_part(graph.part.coded.organizations, seen["unit"], seen["whole"])
    return seen.take(part).select("scope", *rows.names)


def _see_of_deals(graph: RelationshipGraph, rows: Rows) -> Rows:
    """Return the actions for deals that scopes see."""
    return list_sales(graph).join(rows, "sale").select("scope", *rows.names)


def list_agreed(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the steps that one of us is still to take, as each scope sees them."""
    # ``person`` is the owner's place; ``owner`` and ``contact`` are nodes, -1 for who has no part
    # in the scope; ``wait`` is in how many days they are due.
    owner, now, rows = graph.part.coded.actions["owner"], graph.people_on, list_actions(graph)
    rows = rows.take((rows["done"] == NEVER) & (owner[rows["row"]] >= 0))
    person = owner[rows["row"]]
    ours = now["active"][person] & (now["side"][person] == VENDOR)
    rows, person = rows.take(ours), person[ours]
    day = 0 if graph.as_of is None else day_number(graph.as_of)
    told = graph.part.actions.iloc[rows["row"]]
    return told[["kind", "axis"]].assign(
        row=rows["row"],
        scope=rows["scope"],
        person=person,
        owner=find_nodes(graph, rows["scope"], person),
        contact=find_nodes(graph, rows["scope"], rows["contact"]),
        wait=np.where(rows["due"] < NEVER, np.maximum(rows["due"] - day, 0), 0),
    )
