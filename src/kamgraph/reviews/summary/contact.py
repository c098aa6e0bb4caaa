"""The summary while nobody is graded: whom we meet, whom we never met, and who slips away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.voice import join_clauses, list_words, say
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.acting import find_day, say_by_when, say_who_leads
from kamgraph.reviews.contact_facts import (
    list_cold,
    list_on_file,
    list_top_unmet,
    say_concentration,
    say_held_alone,
    say_longest_silence,
    say_met,
    say_top_unmet,
    say_touches,
)
from kamgraph.reviews.deciders import say_roles_in_deals
from kamgraph.reviews.section import Point

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results


_MOST_NAMES = 3


def tell_contact(results: Results) -> dict[str, Point]:
    """Return the sentences that contacts and activities bear, by what they take the place of."""
    if "interactions" not in results.graph.recorded:
        return _tell_people(results) if _knows_people_alone(results) else {}
    told = {
        "standing": (say("standing"), _list_of_all(results)),
        "who_decides": (
            say("at_the_top"),
            [*filter(None, [say_top_unmet(results)]), *say_roles_in_deals(results)],
        ),
        "risk": (say("silent"), [say_longest_silence(results)]),
        "unknown": (say("on_one_alone"), [say_held_alone(results)]),
        "next_step": (say("next_step"), _list_steps(results)),
    }
    if results.recorded_deciders:
        del told["who_decides"]
    return {
        place: Point(label, join_clauses(clauses))
        for place, (label, clauses) in told.items()
        if any(clauses)
    }


def _knows_people_alone(results: Results) -> bool:
    """Tell whether people and their titles are all that is recorded."""
    more = {"lines", "influence"} & results.graph.recorded
    return results.little_known and not more and not results.own_contacts.empty


def _tell_people(results: Results) -> dict[str, Point]:
    """Say who is on record, and in one line what is not."""
    return {
        "standing": Point(say("standing"), join_clauses(list_on_file(results))),
        "risk": Point(say("risk"), ""),  # of which nothing can be told
        "unknown": Point(say("still_unknown"), join_clauses([say("not_on_file")])),
    }


def _list_of_all(results: Results) -> list[str]:
    """Say how many we meet, how often and where most."""
    clauses = [say_met(results), say_touches(results), say_concentration(results)]
    told = [clause for clause in clauses if clause]
    return [*told, say("not_graded")] if told else []


def _list_steps(results: Results) -> list[str]:
    """Say whom to get back to, and whom to meet for the first time."""
    cold, unmet = list_cold(results).head(1), list_top_unmet(results)
    names, ours = results.names, name_everybody(results.graph)
    steps = [
        say("get_back", who=who, ours=ours[by[0]])
        for who, by in zip(names[cold.index], cold["by"], strict=True)
        if by
    ]
    if len(unmet):
        first = unmet.index[0]
        when = say_by_when(find_day("meet", first, results))
        steps.append(say("meet_first", names=list_words(list(names[unmet.index[:_MOST_NAMES]]))))
        steps.append(say_who_leads(first, results) + when)
    return steps
