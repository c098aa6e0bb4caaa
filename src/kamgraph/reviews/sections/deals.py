"""The section on the open deals: what each is worth, where it stands, and who takes part."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.model.vocabulary import STAGES
from kamgraph.model.voice import (
    list_words,
    say,
    say_label,
)
from kamgraph.plot.people import list_roles
from kamgraph.reviews.columns import Column
from kamgraph.reviews.deal_facts import (
    list_open_deals,
    say_open_deals,
    spell_worths,
    tell_overdue,
    tell_probabilities,
)
from kamgraph.reviews.people import name_people
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.reviews.results import Results

_MOST = 20


def deals(results: Results) -> Section | None:
    """List the open deals, those first that close first; None where there is none."""
    graph = results.graph
    found = list_open_deals(graph)
    if found.empty:
        return None
    shown = found.head(_MOST)
    parts = [_name_taking_part(graph, row) for row in shown.itertuples()]
    rows = pd.DataFrame(
        {
            "name": shown["name"].fillna(shown["id"]),
            "stage": shown["stage"].map(partial(say_label, STAGES), na_action="ignore"),
            "odds": tell_probabilities(shown),
            "value": spell_worths(shown),
            "closes": shown["closes"].dt.strftime("%Y-%m-%d"),
            "passed": tell_overdue(shown, graph.as_of),
            "theirs": [theirs for theirs, _ in parts],
            "ours": [ours for _, ours in parts],
        }
    )
    columns = {
        "name": Column(say("columns.deal"), "name"),
        "stage": Column(say("columns.stage"), below="odds"),
        "value": Column(say("columns.worth")),
        "closes": Column(say("columns.closes"), "day", below="passed"),
        "theirs": Column(say("columns.taking_part")),
        "ours": Column(say("columns.of_ours")),
    }
    return Section(
        name="deals",
        heading=say("deals"),
        sentence=say_open_deals(found, graph.as_of),
        table=Table(rows, columns, say("deals_closing")),
    )


def _name_taking_part(graph: RelationshipGraph, deal: Any) -> tuple[str, str]:
    """Return which of theirs has a role in a deal, and which of us is on its team."""
    people = graph.of_scope(deal.account, deal.id).people
    theirs, ours = (people[people[part].map(len) > 0] for part in ("roles", "team"))
    held = [list_roles(*pair) for pair in zip(theirs["roles"], theirs["role_origins"], strict=True)]
    filled = [list_roles((), (), team) for team in ours["team"]]
    return _describe(name_people(theirs), held), _describe(name_people(ours), filled)


def _describe(names: pd.Series[str], parts: list[list[str]]) -> str:
    described = [
        say("person_described", name=name, description=list_words(roles))
        for name, roles in zip(names, parts, strict=True)
    ]
    return list_words(described)
