"""The facts that figures come of, in words: of each person, and of the accounts of a portfolio."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, GRADES, TIE_KINDS
from kamgraph.model.voice import say, say_day, say_label, say_within, score, share
from kamgraph.reviews.people import name_posts, tell_origins

if TYPE_CHECKING:
    import datetime as dt

    from kamgraph.reviews.results import PortfolioResults, Results

Facts = defaultdict[str, defaultdict[str, list["Fact"]]]  # by whom they are about, and family
Ties = dict[tuple[str, str], list[tuple[str, "Fact"]]]  # kinds and facts, by source and target


class Fact(NamedTuple):
    """A fact in words."""

    what: str
    value: str = ""
    day: str = ""
    by: str = ""  # from whom we know it


def list_facts(results: Results, about: frozenset[str]) -> Facts:
    """Return what is known of some of the people in a graph of one scope."""
    # A review tells of a few people of many, and words cost more than figures.
    found: Facts = defaultdict(lambda: defaultdict(list))
    routes = _list_routes(results, about)
    steps = {frozenset(step) for route in routes.values() for step in pairwise(route)}
    ties = _list_ties(results, about, steps)
    _add_evidence(found, results, about)
    _add_ties(found, ties, about)
    _add_posts(found, results, about)
    _add_routes(found, routes, ties)
    _add_touches(found, results, about)
    return found


def list_scores(results: PortfolioResults) -> Facts:
    """Return the scores of each account and deal, by its id."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    rows = results.scores.reset_index()
    for row in rows.to_dict("records"):
        told = [Fact(say_label(AXES, axis), score(row[axis])) for axis in AXES.words]
        told += [Fact(say(f"columns.{name}"), score(row[name])) for name in ("low", "high")]
        told += [Fact(say(f"columns.{name}"), share(row[name])) for name in ("known",)]
        found[row["deal"] or row["account"]]["score"] = [one for one in told if one.value]
    return found


def _add_evidence(found: Facts, results: Results, about: frozenset[str]) -> None:
    """Add grades and roles to whom they are about."""
    names, rows = results.all_names, results.evidence
    rows = rows[(rows["fact"] != "tie") & rows["person"].isin(about)]
    for row in rows.to_dict("records"):
        day, by = _spell_day(row["day"]), names.get(row["by"], "")
        person, kind = row["person"], row["kind"]
        if row["fact"] == "grade":
            grade = say_label(GRADES, row["value"])
            found[person]["grade"].append(Fact(say_label(AXES, kind), grade, day, by))
        elif row["fact"] == "role":
            found[person]["role"].append(Fact(say_label(DECISION_ROLES, kind), "", day, by))


def _add_ties(found: Facts, ties: Ties, about: frozenset[str]) -> None:
    """Add what moves people to both ends: influence before the chart."""
    for ends, facts in ties.items():
        for end in about.intersection(ends):
            found[end]["tie"] += [fact for kind, fact in facts if kind not in tie_kinds.CLOSENESS]
    for person in about:
        found[person]["tie"].sort(key=lambda fact: not fact.value)


def _list_ties(results: Results, about: frozenset[str], steps: set[frozenset[str]]) -> Ties:
    """Return kinds and facts of what moves some people, and of steps, by source and target."""
    names, graph = results.all_names, results.graph
    strength = graph.ties.groupby(["source", "target", "kind"])["strength"].first()
    found = defaultdict(list)
    rows = results.evidence[results.evidence["fact"] == "tie"]
    moves = ~rows["kind"].isin(tie_kinds.CLOSENESS)
    moves &= rows["person"].isin(about) | rows["other"].isin(about)
    ends = zip(rows["person"], rows["other"], strict=True)
    rows = rows[moves | np.array([frozenset(pair) in steps for pair in ends], dtype=bool)]
    for row in rows.to_dict("records"):
        source, target, kind = row["person"], row["other"], row["kind"]
        what = say(
            "trace.tie",
            source=names[source],
            target=names[target],
            kind=say_within(TIE_KINDS, kind),
        )
        value = "" if kind in tie_kinds.FORMAL else share(strength[source, target, kind])
        by = names.get(row["by"], "")
        found[source, target].append((kind, Fact(what, value, _spell_day(row["day"]), by)))
    return found


def _list_routes(results: Results, about: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the best route to each of some people to whom there is one."""
    routes = results.reach["route"]
    return {
        str(person): route
        for person, route in routes[routes.index.isin(about)].items()
        if isinstance(route, tuple)
    }


def _spell_day(day: dt.date | pd.Timestamp | None) -> str:
    return "" if pd.isna(day) else say_day(day)


def _add_posts(found: Facts, results: Results, about: frozenset[str]) -> None:
    """Add levels and functions, and what they are read from."""
    people = results.people[results.people.index.isin(about)]
    posts, origins = name_posts(people), tell_origins(people)
    for person, post, title, origin in zip(
        people.index, posts, people["title"], origins, strict=True
    ):
        if post:
            told = title if isinstance(title, str) else ""
            found[person]["post"].append(Fact(post, told, "", origin))


def _add_routes(found: Facts, routes: dict[str, tuple[str, ...]], ties: Ties) -> None:
    """Add the ties along the best route to each person; a boss passes on down the chart."""
    for person, route in routes.items():
        for source, target in pairwise(route):
            steps = [*ties.get((source, target), ()), *ties.get((target, source), ())]
            found[person]["route"] += [fact for _, fact in steps]


def _add_touches(found: Facts, results: Results, about: frozenset[str]) -> None:
    """Add the last contacts with each person."""
    for person, met in results.meetings.items():
        if person in about:
            found[person]["touch"] += [Fact(kind, "", day, ours) for day, kind, ours in met["last"]]
