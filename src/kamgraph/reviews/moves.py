"""The next moves in short: what, by whom, with whom, by when, and why."""

from __future__ import annotations

import datetime as dt
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from kamgraph.analysis.plan.calendar import TALKS
from kamgraph.model.vocabulary import MOVES
from kamgraph.model.voice import list_words, say, say_day, say_label
from kamgraph.plot.people import name_everybody
from kamgraph.reviews.acting import find_day, find_who_acts
from kamgraph.reviews.contact_facts import list_cold, list_top_unmet

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from kamgraph.reviews.results import Results

_EACH = 2  # of a kind, while all that is known are contacts


class Move(NamedTuple):
    """One move in words."""

    step: int  # of the plan; 0 for a move of none
    kind: str
    contact: str  # an id; empty where it is about nobody
    owner: str  # a name
    day: str
    why: str  # a sentence


def list_moves(results: Results, most: int) -> list[Move]:
    """Return the first moves of the plan by their days, else what contacts and questions tell."""
    if results.over:
        return [move for _, move in islice(_settle(results), most)]
    steps = results.plan.steps.sort_values("day", kind="stable")
    if steps.empty:
        told = chain(_see_again(results), _meet_first(results), _ask(results))
        first = sorted(islice(told, most), key=itemgetter(0))
        return [move for _, move in first]
    names = results.names
    return [
        Move(
            step=int(first["step"]),
            kind=list_words([say_label(MOVES, one["kind"]) for one in (first, *more)]),
            contact=first["contact"],
            owner=names[first["owner"]],
            day=say_day(first["day"]) if pd.notna(first["day"]) else "",
            why=first["why"],
        )
        for first, *more in islice(_join_talks(steps), most)
    ]


def _join_talks(steps: pd.DataFrame) -> list[list[dict[Hashable, Any]]]:
    """Return steps in their order, those that one talk serves together."""
    talks: dict[object, list[dict[Hashable, Any]]] = {}
    for row in steps.reset_index().to_dict("records"):
        about = (row["owner"], row["contact"])
        talks.setdefault(about if row["kind"] in TALKS else row["step"], []).append(row)
    return [*talks.values()]


def _settle(results: Results) -> Iterator[tuple[dt.date, Move]]:
    """Yield what outlasts a deal that is over, the gravest first."""
    for gap in results.gaps_by_person.to_dict("records"):
        person, asked = gap["person"], gap["lead"]
        lead = asked if isinstance(asked, str) else find_who_acts(person, results)[0]
        kind = say(f"rules.{gap['gap']}.name")
        yield _make_move(gap["gap"], kind, person, lead, gap["action"], results)


def _see_again(results: Results) -> Iterator[tuple[dt.date, Move]]:
    """Yield whom to get back to, the most senior first."""
    names = results.names
    found = list_cold(results)
    found = found[found["by"].map(bool)].head(_EACH)
    for row in found.reset_index().to_dict("records"):
        why = say("move_refresh", who=names[row["person"]], day=say_day(row["last"]))
        yield _make_step("refresh", row["person"], row["by"][0], why, results)


def _meet_first(results: Results) -> Iterator[tuple[dt.date, Move]]:
    """Yield whom to meet at the top of the firm."""
    for person in list_top_unmet(results).index[:_EACH]:
        why = say("move_meet", who=results.names[person])
        yield _make_step("meet", person, find_who_acts(person, results)[0], why, results)


def _ask(results: Results) -> Iterator[tuple[dt.date, Move]]:
    """Yield what to find out, and which of us would."""
    for row in results.ask.to_dict("records"):
        person = row["person"] if isinstance(row["person"], str) else ""
        lead = row["ask"] if isinstance(row["ask"], str) else ""
        yield _make_step("ask", person, lead, row["text"], results)


def _make_step(
    kind: str, contact: str, owner: str, why: str, results: Results
) -> tuple[dt.date, Move]:
    """Return a step of a kind that plans have, with its day."""
    return _make_move(kind, say_label(MOVES, kind), contact, owner, why, results)


def _make_move(
    about: str, kind: str, contact: str, owner: str, why: str, results: Results
) -> tuple[dt.date, Move]:
    """Return a move with its day; who has nothing to do with the account yet is to be named."""
    name = name_everybody(results.graph).get(owner) or say("owner_open")
    day = find_day(about, contact, results)
    said = say_day(day) if day else ""
    return day or dt.date.max, Move(0, kind, contact, name, said, why)
