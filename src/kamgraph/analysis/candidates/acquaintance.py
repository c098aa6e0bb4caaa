"""Which of us may know whom, of those who were only ever addressed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.analysis.candidates.guesses import Guesses, list_guesses
from kamgraph.graph.codes import VENDOR
from kamgraph.graph.encounters import list_participations
from kamgraph.model import tie_kinds
from kamgraph.model.coded import ALWAYS, day_number
from kamgraph.model.rows import Rows

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph


def guess_acquaintance(graph: RelationshipGraph) -> Guesses:
    """Propose that those of ours know whom they were named with, where that proves nothing."""
    pairs = _list_named(graph)
    each = pairs.sort("node", "knower").keep_first("node", "knower")
    place = pairs.locate(each, "node", "knower")
    order = np.lexsort((pairs["participants"], place))
    total = np.bincount(place[order], 1.0 / (pairs["participants"][order] - 1), len(each))
    warmth = graph.policy.one_way * total
    return Guesses(
        tie_kinds.OBSERVED,
        "named_together",
        list_guesses(
            scope=graph.scope[each["node"]],
            person=each["knower"],
            other=graph.person[each["node"]],
            confidence=warmth / (warmth + graph.policy.half_saturation),
        ),
        events=pairs.select("interaction", "date").with_columns(
            one=np.minimum(pairs["knower"], pairs["person"]),
            other=np.maximum(pairs["knower"], pairs["person"]),
        ),
    )


def _list_named(graph: RelationshipGraph) -> Rows:
    """Return the interactions of each contact with those of us who do not know them."""
    day = ALWAYS if graph.as_of is None else day_number(graph.as_of)
    rows = list_participations(graph.part.coded, graph.policy)
    rows = rows.take((rows["date"] <= day) & (rows["person"] >= 0) & (rows["participants"] > 1))
    contacts = graph.members_within.select("node", "person")
    people = graph.people_on
    ours = rows.take(((people["side"] == VENDOR) & people["active"])[rows["person"]])
    theirs = rows.take(rows.is_in(contacts, "person")).select("interaction", "person")
    pairs = theirs.join(contacts, "person").join(
        ours.select("interaction", "participants", "date", knower="person"), "interaction"
    )
    known = graph.arcs(tie_kinds.CLOSENESS)
    known = Rows(node=known["target"], knower=graph.person[known["source"]])
    return pairs.take(~pairs.is_in(known, "node", "knower"))
