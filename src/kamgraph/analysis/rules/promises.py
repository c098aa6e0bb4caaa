"""Gaps in what was promised: by us to them, and by them to us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.commitments import OVERDUE, list_promises
from kamgraph.analysis.rules.definition import Found, rule, words_of
from kamgraph.analysis.rules.facts import Addition, Names, Numbers, Remarks, spell_day_number
from kamgraph.graph.codes import CUSTOMER, PARTNER, VENDOR, read_texts
from kamgraph.graph.let_down import list_let_down
from kamgraph.graph.sales import find_nodes
from kamgraph.model.ids import NONE
from kamgraph.model.rows import Rows
from kamgraph.model.voice import share

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


@rule(
    "promise_overdue",
    "high",
    **words_of("promise_overdue"),
    needs=("commitments",),
    by_stake=True,
)
def promise_overdue(graph: RelationshipGraph) -> Found:
    """Promises of ours that are not kept by their day, by whom they were made to."""
    return _tell(graph, ours="by", theirs="to")


@rule(
    "promise_to_us",
    "medium",
    **words_of("promise_to_us"),
    needs=("commitments",),
    by_stake=True,
)
def promise_to_us(graph: RelationshipGraph) -> Found:
    """Promises made to us that are not kept by their day, by who made them."""
    return _tell(graph, ours="to", theirs="by")


def _tell(graph: RelationshipGraph, *, ours: str, theirs: str) -> Found:
    rows = list_promises(graph)
    side, active = graph.people_on["side"], graph.people_on["active"]
    between = (side[rows[ours]] == VENDOR) & np.isin(side[rows[theirs]], (CUSTOMER, PARTNER))
    rows = rows.take((rows["rank"] == OVERDUE) & between)
    who = rows[theirs]
    text = read_texts(graph.part, "commitments", "text", rows["row"])
    pairs = Rows(
        source=find_nodes(graph, rows["scope"], rows["by"]),
        target=find_nodes(graph, rows["scope"], rows["to"]),
    )
    cooled = pairs.is_in(list_let_down(graph), "source", "target")
    counts = Numbers(np.full(len(rows), graph.policy.broken_promise), share)
    return Found.scopes(
        rows["scope"],
        stake=np.append(np.abs(graph.power), 0.0)[find_nodes(graph, rows["scope"], who)],
        case=np.where(active[rows[ours]], "here", "left"),
        who=who,
        lead=np.where(active[rows[ours]], rows[ours], NONE),
        ours=Names(rows[ours]),
        due=Numbers(rows["due"], spell_day_number),
        text=Remarks(text),
        cooled=Addition("rules.promise_overdue.cooled", cooled, {"share": counts}),
    )
