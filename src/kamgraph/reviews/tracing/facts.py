"""The facts that figures come of, in words: of each person, and of the accounts of a portfolio."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kamgraph.model import tie_kinds
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, GRADES, TIE_KINDS
from kamgraph.model.voice import say, say_day, say_label, say_within, score, share
from kamgraph.reviews.meetings import list_meetings
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


def list_facts(results: Results) -> Facts:
    """Return what is known of everybody in a graph of one scope."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    ties = _list_ties(results)
    _add_evidence(found, results, ties)
    _add_posts(found, results)
    _add_routes(found, results, ties)
    _add_touches(found, results)
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


def _add_evidence(found: Facts, results: Results, ties: Ties) -> None:
    """Add grades and roles to whom they are about, and what moves people to both ends."""
    names = _name_everybody(results)
    for row in results.evidence.to_dict("records"):
        day, by = _spell_day(row["day"]), names.get(row["by"], "")
        person, kind = row["person"], row["kind"]
        if row["fact"] == "grade":
            grade = say_label(GRADES, row["value"])
            found[person]["grade"].append(Fact(say_label(AXES, kind), grade, day, by))
        elif row["fact"] == "role":
            found[person]["role"].append(Fact(say_label(DECISION_ROLES, kind), "", day, by))
    for (source, target), facts in ties.items():
        for end in (source, target):
            found[end]["tie"] += [fact for kind, fact in facts if kind not in tie_kinds.CLOSENESS]
    for told in found.values():
        told["tie"].sort(key=lambda fact: not fact.value)  # influence before the chart


def _list_ties(results: Results) -> Ties:
    """Return the kinds and facts of the ties of each source and target."""
    names, graph = _name_everybody(results), results.graph
    strength = graph.ties.groupby(["source", "target", "kind"])["strength"].first()
    found = defaultdict(list)
    rows = results.evidence[results.evidence["fact"] == "tie"]
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


def _name_everybody(results: Results) -> dict[object, str]:
    known = results.graph.part.people
    return dict(zip(known["id"], known["name"], strict=True)) | dict(results.names)


def _spell_day(day: dt.date | pd.Timestamp | None) -> str:
    return "" if pd.isna(day) else say_day(day)


def _add_posts(found: Facts, results: Results) -> None:
    """Add everybody's level and function, and what they are read from."""
    people = results.people
    posts, origins = name_posts(people), tell_origins(people)
    for person, post, title, origin in zip(
        people.index, posts, people["title"], origins, strict=True
    ):
        if post:
            told = title if isinstance(title, str) else ""
            found[person]["post"].append(Fact(post, told, "", origin))


def _add_routes(found: Facts, results: Results, ties: Ties) -> None:
    """Add the ties along the best route to each person; a boss passes on down the chart."""
    for person, route in results.reach["route"].items():
        for source, target in pairwise(route) if isinstance(route, tuple) else ():
            steps = [*ties.get((source, target), ()), *ties.get((target, source), ())]
            found[str(person)]["route"] += [fact for _, fact in steps]


def _add_touches(found: Facts, results: Results) -> None:
    """Add the last contacts with each person."""
    for person, met in list_meetings(results).items():
        found[person]["touch"] += [Fact(kind, "", day, ours) for day, kind, ours in met["last"]]
