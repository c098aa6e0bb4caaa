"""The deals that scopes see, those of an account among them, and who holds which role in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.graph.codes import ASSUMED
from kamgraph.graph.inferred import tell_role_origin
from kamgraph.model.coded import day_number
from kamgraph.model.dtypes import TEXT
from kamgraph.model.rows import Rows, stack
from kamgraph.model.span import has_begun, in_effect
from kamgraph.model.vocabulary import DECISION_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas._typing import ArrayLike

    from kamgraph.graph import RelationshipGraph

_HOLDER = ("scope", "sale", "role", "person", "node")


def list_sales(graph: RelationshipGraph) -> Rows:
    """Return the deals that each scope sees by the day: ``scope`` and ``sale``."""
    # Closed and lost ones too; the scope of a deal sees that one.
    seen = graph.seen_deals.select("scope", sale="deal")
    begun = has_begun(graph.part.coded.deals["created"], _number_day(graph))
    return seen.take(begun[seen["sale"]])


def find_nodes(graph: RelationshipGraph, scope: np.ndarray, person: np.ndarray) -> np.ndarray:
    """Return the node of each person in a scope, -1 for who has no part in it."""
    asked = Rows(scope=scope, person=person)
    return asked.locate(Rows(scope=graph.scope, person=graph.person), "scope", "person")


def list_holders(graph: RelationshipGraph, sales: Rows, roles: Sequence[str]) -> Rows:
    """Return who holds roles in the deals of scopes, as recorded: with ``person`` and ``node``."""
    # A deal's own holders of a role replace those of its account; node is -1 for those who have
    # no part in the scope of the account.
    own = _list_own(graph, sales, roles)
    day = _number_day(graph)
    held = own.take(in_effect(own, day))
    held = held.with_columns(person=graph.people_on["holder"][held["person"]])
    held = held.take(held["person"] >= 0)
    node = find_nodes(graph, held["scope"], held["person"])
    held = held.with_columns(node=node).select(*_HOLDER)
    above = _list_above(graph, roles).join(sales, "scope").select(*_HOLDER)
    whole = stack([held, above.take(~above.is_in(own, "scope", "sale", "role"))])
    return whole.sort("scope", "sale", "role", "person").keep_first(
        "scope", "sale", "role", "person"
    )


def _list_own(graph: RelationshipGraph, sales: Rows, roles: Sequence[str]) -> Rows:
    """Return the rows of deals seen by scopes of accounts on some roles, also those ended."""
    coded = graph.part.coded
    told = np.isin(coded.roles["role"], [DECISION_ROLES.words.index(role) for role in roles])
    told &= (coded.roles["deal"] >= 0) & (coded.roles["person"] >= 0)
    told &= has_begun(coded.roles["since"], _number_day(graph))
    told &= tell_role_origin(coded) != ASSUMED
    rows = coded.roles.take(told).select("person", "role", "since", "until", sale="deal")
    return sales.take(~graph.of_deal[sales["scope"]]).join(rows, "sale")


def _list_above(graph: RelationshipGraph, roles: Sequence[str]) -> Rows:
    """Return who holds some roles in the scopes themselves."""
    found = [np.flatnonzero(graph.holds_on_record(role)) for role in roles]
    node = np.concatenate([np.zeros(0, dtype=np.int64), *found])
    role = np.repeat([DECISION_ROLES.words.index(one) for one in roles], list(map(len, found)))
    return Rows(scope=graph.scope[node], role=role, person=graph.person[node], node=node)


def list_ids(graph: RelationshipGraph, sales: Rows, held: Rows) -> pd.Series[Any]:
    """Return the ids of the people of each deal, as tuples, each once."""
    held = held.sort("scope", "sale", "person").keep_first("scope", "sale", "person")
    place = held.locate(sales, "scope", "sale")
    ids = graph.part.column("people", "id").array[held["person"]]
    named: list[list[str]] = [[] for _ in range(len(sales))]
    for row, one in zip(place.tolist(), ids, strict=True):
        named[row].append(one)
    return pd.Series(list(map(tuple, named)), dtype=object)


def index_sales(graph: RelationshipGraph, scope: np.ndarray, **keys: ArrayLike) -> pd.Index[Any]:
    """Return the index of a table with a row per scope and keys, of which each is a text."""
    levels: dict[str, Any] = {
        name: pd.Index(key, name=name, dtype=TEXT) for name, key in keys.items()
    }
    if len(graph.scope_index) != 1:
        scopes = graph.scope_index.take(scope)
        named = {name: scopes.get_level_values(name) for name in ("account", "deal")}
        levels = named | levels
    if len(levels) == 1:
        return next(iter(levels.values()))
    return pd.MultiIndex.from_arrays([*levels.values()], names=[*levels])


def _number_day(graph: RelationshipGraph) -> int | None:
    return None if graph.as_of is None else day_number(graph.as_of)
