"""Which decision roles are recorded for an account in its deals alone, and who holds them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.codes import ASSUMED
from kamgraph.graph.inferred import tell_role_origin
from kamgraph.model.coded import day_number
from kamgraph.model.ids import NONE
from kamgraph.model.span import in_effect
from kamgraph.model.vocabulary import DECISION_ROLES, OPEN_STAGES
from kamgraph.model.voice import say, say_within

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.rows import Rows

_TAKES_PART = DECISION_ROLES.words.index("participant")  # whose role is not recorded
_COLUMNS = ["scope", "deal", "name", "person", "role"]


def list_deal_roles(graph: RelationshipGraph) -> pd.DataFrame:
    """Return who holds which role in open deals that each scope does not hold itself."""
    # Of every scope those of its account's other deals, in the order of the roles.
    roles = _select_roles(graph)
    if not len(roles):
        return pd.DataFrame({name: [] for name in _COLUMNS}).astype({"scope": np.int64})
    book, words = graph.part, np.array(DECISION_ROLES.words, dtype=object)
    held = pd.DataFrame(
        {
            "deal": book.column("deals", "id").array.take(roles["deal"]),
            "person": book.column("people", "id").array.take(roles["person"]),
            "role": words[roles["role"]],
            "order": roles["role"],
        }
    )
    deals = graph.rows("deals")
    deals = deals[deals["stage"].isna() | deals["stage"].isin(OPEN_STAGES)]
    table = deals[["scope", "id", "name"]].merge(held, left_on="id", right_on="deal")
    table = table[table["deal"] != graph.scopes["deal"].to_numpy()[table["scope"]]]
    table = table[~_find_held(graph)[table["scope"], table["order"]]]
    table = table.assign(name=table["name"].fillna(table["deal"]))
    return table.sort_values(["scope", "order"], kind="stable", ignore_index=True)[_COLUMNS]


def _find_held(graph: RelationshipGraph) -> np.ndarray:
    """Return (scopes, roles), which roles somebody is recorded to hold in a scope itself."""
    sums = [graph.scope_sums(graph.holds_on_record(role)) for role in DECISION_ROLES.words]
    return np.column_stack(sums) > 0


def _select_roles(graph: RelationshipGraph) -> Rows:
    """Return the rows on a role in a deal that hold on the day and that somebody recorded."""
    coded, people = graph.part.coded, graph.people_on
    roles, day = coded.roles, None if graph.as_of is None else day_number(graph.as_of)
    person = roles["person"]
    there = people["active"][person] & (
        np.isin(person, graph.person) | (people["account"][person] == NONE)
    )
    told = (roles["deal"] != NONE) & (roles["role"] != _TAKES_PART)
    told &= there & in_effect(roles, day) & (tell_role_origin(coded) != ASSUMED)
    return roles.take(told)


def describe_deal_roles(graph: RelationshipGraph, rows: pd.DataFrame) -> list[str]:
    """Say of people who holds which role in which deal, each once."""
    names = graph.part.people.set_index("id")["name"]
    parts = zip(rows["person"], rows["role"], rows["name"], strict=True)
    told = [
        say("role_in_deal", name=names[person], role=say_within(DECISION_ROLES, role), deal=deal)
        for person, role, deal in parts
    ]
    return [*dict.fromkeys(told)]
