"""The card of a person, as plain values for JSON."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.analysis.rules.facts import spell_day_number
from kamgraph.analysis.rules.ties import find_assessors
from kamgraph.model.vocabulary import AXES, SIDES
from kamgraph.model.voice import say, say_count, say_label, score, share
from kamgraph.plot.people import is_role, list_roles, rank_acquaintances
from kamgraph.reviews.certainty import list_bands, list_known_scores, tell_assumptions
from kamgraph.reviews.formats.html.map.card_facts import list_suggestions
from kamgraph.reviews.let_down import explain_route, say_let_down
from kamgraph.reviews.people import (
    name_people,
    name_posts,
    place_people,
    spell_grades,
    tell_origins,
)
from kamgraph.reviews.quotes import say_when_graded

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kamgraph.reviews.results import Results

Row = dict["Hashable", Any]


class Card(NamedTuple):
    """What is known of one person, in parts that often are the same in several views."""

    who: dict[str, Any]
    # For each axis the own grade, and when and by whom it was given; none for vacant seats.
    grades: list[list[str]]
    # Part in the decision, weight, power and choice, and each axis after influence.
    standing: dict[str, Any]
    # The best route (ids, ours first), a sentence on it, who of our people knows the person, and a
    # remark: if none does, who graded the person nevertheless, else what promise is broken.
    contact: dict[str, Any]
    # Code, severity, what we see and what to do.
    gaps: list[list[str]]
    # How often we have met or written to each other, and of the last times day, kind and ours.
    meetings: dict[str, Any]
    # Of what is suggested the id, the words, the confidence and the evidence.
    candidates: list[list[str]]
    # Of whom if of somebody else, of what, the words, and from whom and since when.
    quotes: list[list[str]]


def make_cards(results: Results) -> dict[str, Card]:
    """Return the card of everybody in a graph of one scope, by person id."""
    who, grades = _describe_people(results), _list_grades(results)
    standing, contact = _show_standing(results), _show_contact(results)
    gaps, quotes = _list_gaps(results), _list_quotes(results)
    meetings, suggested = results.meetings, list_suggestions(results)
    return {
        person: Card(
            who=who[person],
            grades=grades[person],
            standing=standing[person],
            contact=contact[person],
            gaps=gaps[person],
            meetings=meetings.get(person, {"count": 0, "last": []}),
            candidates=suggested.get(person, []),
            quotes=quotes[person],
        )
        for person in results.people.index
    }


def _describe_people(results: Results) -> dict[str, dict[str, Any]]:
    people = results.people
    held = [
        list_roles(*told)
        for told in zip(people["roles"], people["role_origins"], people["team"], strict=True)
    ]
    twice = np.array([is_role(*told) for told in zip(people["title"], held, strict=True)], bool)
    about = people.assign(
        name=name_people(people),
        place=place_people(people.assign(title=people["title"].mask(twice))),
        post=name_posts(people),
        source=tell_origins(people),
    )
    return {
        person: {
            "name": row["name"],
            "place": row["place"],
            "post": row["post"],
            "post_source": row["source"],
            "title": "" if pd.isna(row["title"]) else row["title"],
            "organization": row["organization_name"],
            "side": say_label(SIDES, row["side"]),
            "roles": roles,
        }
        for person, row, roles in zip(about.index, about.to_dict("records"), held, strict=True)
    }


def _list_grades(results: Results) -> dict[str, list[list[str]]]:
    people = results.people
    columns = []
    for axis in AXES.words:
        given = _say_assessments(results, axis)
        grades = spell_grades(results.people, axis, results.graph)
        days = [given.get(person, "") for person in people.index]
        columns.append([list(pair) for pair in zip(grades, days, strict=True)])
    rows = zip(people.index, people["vacant"], zip(*columns, strict=True), strict=True)
    return {person: [] if vacant else list(row) for person, vacant, row in rows}


def _show_standing(results: Results) -> dict[str, dict[str, Any]]:
    people = results.people
    accepted = list_known_scores(results).reindex(people.index)
    decides = results.key_people.reindex(people.index)
    table = pd.DataFrame(
        {
            "part": [say(kind) if isinstance(kind, str) else "" for kind in decides["kind"]],
            "weight": decides["weight"].map(_show_share),
            "power": decides["power"].combine_first(accepted["power"]).map(_show_share),
            "assumed": tell_assumptions(results),
            "choice": accepted["choice"].map(_show_score),
            "band": list_bands(accepted),
            "after": [
                [_show_score(value) for value in row]
                for row in accepted[list(AXES.words)].to_numpy()
            ],
        },
        index=people.index,
    )
    return dict(zip(table.index, table.to_dict("records"), strict=True))


def _show_share(value: float) -> str:
    return "" if np.isnan(value) else share(value)


def _show_score(value: float) -> str:
    return "" if np.isnan(value) else score(value)


def _say_assessments(results: Results, axis: str) -> dict[str, str]:
    """Return when and by whom everybody's grade on an axis was given, in words."""
    found, of_deal = results.evidence, bool(results.graph.of_deal[0])
    names = dict(results.graph.part.people[["id", "name"]].to_numpy())
    graded = found[(found["fact"] == "grade") & (found["kind"] == axis)]
    by: dict[str, dict[str, None]] = defaultdict(dict)
    first: dict[str, tuple[Any, str]] = {}
    columns = (graded[name] for name in ("person", "by", "day", "origin"))
    for person, assessor, day, origin in zip(*columns, strict=True):
        first.setdefault(person, (day, origin))
        if isinstance(assessor, str):
            by[person][names[assessor]] = None
    given = {}
    for person, (day, origin) in first.items():
        inherited = of_deal and origin == "account"
        given[person] = say_when_graded(day, list(by[person]), inherited=inherited)
    return given


def _list_quotes(results: Results) -> dict[str, list[list[str]]]:
    """Return the words by which everybody's grades, roles and ties are known."""
    names = dict(results.names)
    quotes = results.quotes.of_people(names)
    return {
        str(person): [
            ["" if one.person == name else one.person, one.about, one.text, one.source]
            for one in said
        ]
        for (person, name), said in zip(names.items(), quotes, strict=True)
    }


def _show_contact(results: Results) -> dict[str, dict[str, Any]]:
    # Where the book does not say who knows whom, that nobody does is not known.
    reached = results.reach if results.graph.acquaintance_recorded else results.reach.iloc[:0]
    rows = dict(zip(reached.index, reached.to_dict("records"), strict=True))
    known, remarks = (
        _list_acquaintances(results),
        _explain_grades(results) | _explain_reach(results),
    )
    return {
        person: {
            "route": list(rows[person]["route"]) if person in rows else [],
            "reach": _show_share(rows[person]["reach"]) if person in rows else "",
            "sentence": _say_route(rows[person]) if person in rows else "",
            "known_by": known.get(person, []),
            "remark": remarks.get(person, ""),
        }
        for person in results.people.index
    }


def _say_route(row: Row) -> str:
    if not row["route"]:
        return say("no_route")
    steps = say_count("map_steps", int(row["hops"]))
    threads = say_count("map_threads", int(row["threads"]))
    return say("map_reach", reach=share(row["reach"]), steps=steps, threads=threads)


def _explain_grades(results: Results) -> dict[str, str]:
    """Say which of us graded those whom none of us is recorded to know, and when."""
    graph = results.graph
    if not graph.acquaintance_recorded:
        return {}
    strangers = np.flatnonzero(graph.contact & (graph.closest < 0))
    assessors, days = find_assessors(graph, strangers)
    ids, names = graph.index[strangers], results.names
    by = graph.part.column("people", "name").reindex(assessors)
    return {
        person: say(
            "rules.no_contact.graded",
            name=names[person],
            assessor=assessor,
            day=spell_day_number(day),
        )
        for person, place, assessor, day in zip(ids, assessors, by, days.tolist(), strict=True)
        if place >= 0
    }


def _explain_reach(results: Results) -> dict[str, str]:
    """Say why those are less close whom one of us has let down, on the best route or beside it."""
    reasons = say_let_down(results)
    remarks = {theirs: reason for (_, theirs), reason in reasons.items()}
    return remarks | {
        str(person): reason
        for person, route in results.reach["route"].items()
        if (reason := explain_route(route, reasons))
    }


def _list_acquaintances(results: Results) -> dict[str, list[list[str]]]:
    """Return which of us knows whom, and how closely, the closest first."""
    ties, found = rank_acquaintances(results.graph), defaultdict(list)
    columns = (ties[name] for name in ("source", "target", "strength"))
    for source, target, strength in zip(*columns, strict=True):
        found[target].append([source, share(min(1.0, strength))])
    return found


def _list_gaps(results: Results) -> dict[str, list[list[str]]]:
    gaps: dict[str, list[list[str]]] = {person: [] for person in results.people.index}
    found = results.gaps
    for row in found[found["person"] != ""].to_dict("records"):
        severity = say(f"severity_{row['severity']}")
        gaps[row["person"]].append([row["gap"], severity, row["detail"], row["action"]])
    return gaps
