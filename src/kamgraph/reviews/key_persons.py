"""The sections on people: who decides, how we reach them, who is for and against us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.rounding import at_least
from kamgraph.model.vocabulary import AXES, DECISION_ROLES
from kamgraph.model.voice import join_clauses, list_words, say, say_count, say_label, share
from kamgraph.reviews import pictures
from kamgraph.reviews.people import described, graded, named, on_average, placed
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    import numpy as np

    from kamgraph.reviews.results import Results

_PER_SIDE = 5  # how many of those for us, and of those against, are named


def deciders(results: Results) -> Section:
    """List the key persons with their part in the decision and how they stand with us."""
    found = results.key_people
    people = results.people.loc[found.index]
    accepted = results.acceptance.reindex(found.index)
    rows = pd.DataFrame(
        {
            "name": named(people),
            "place": placed(people),
            "part": found["kind"].map(say),
            "roles": _roles(people),
            "weight": found["weight"],
            "power": found["power"],
            **{axis: accepted[axis] for axis in AXES.words},
            **{f"{axis}_grade": graded(people, axis, results.graph.policy) for axis in AXES.words},
            "choice": accepted["choice"],
        }
    )
    columns = {
        "name": Column(say("person"), "name", below="place"),
        "part": Column(say("part"), below="roles"),
        "weight": Column(say("weight"), "share"),
        "power": Column(say("power"), "share"),
        **{
            axis: Column(say_label(AXES, axis), "score", below=f"{axis}_grade")
            for axis in AXES.words
        },
        "choice": Column(say("choice"), "score"),
    }
    return Section(
        name="key_people",
        heading=say("key_people"),
        sentence=_who_decides(rows["name"], found["kind"]),
        table=Table(rows, columns, say("key_people_caption")) if len(rows) else None,
        picture=pictures.portrait(results),
    )


def _roles(people: pd.DataFrame) -> pd.Series[str]:
    labels = [
        " · ".join(say_label(DECISION_ROLES, role) for role in held) for held in people["roles"]
    ]
    return pd.Series(labels, people.index, dtype="str")


def _who_decides(names: pd.Series[str], kind: pd.Series[str]) -> str:
    if names.empty:
        return say("no_key_people")
    hidden, outside = list(names[kind == "indirect"]), list(names[kind == "external"])
    parts = [say_count("deciding", int((kind == "direct").sum()))]
    if hidden:
        parts.append(say("hidden", names=list_words(hidden)))
    else:
        parts.append(say("nobody_hidden"))
    if outside:
        parts.append(say("outside", names=list_words(outside)))
    return join_clauses(parts)


def routes(results: Results) -> Section:
    """List the strongest chain from us to each direct and indirect key person."""
    found = results.key_people
    found = found[found["kind"] != "external"]
    names, reachable = named(results.people), results.graph.policy.reachable
    rows = pd.DataFrame({"name": names[found.index], "power": found["power"]})
    rows = rows.join(results.reach[["reach", "hops", "threads", "route"]])
    reached = at_least(rows["reach"].to_numpy(float), reachable)
    rows["route"] = [
        _route(route, names, near=near) for route, near in zip(rows["route"], reached, strict=True)
    ]
    columns = {
        "name": Column(say("person"), "name"),
        "power": Column(say("power"), "share"),
        "reach": Column(say("reach"), "reach"),
        "hops": Column(say("hops"), "count"),
        "threads": Column(say("threads"), "count"),
        "route": Column(say("route")),
    }
    caption = say("routes_caption", reachable=share(reachable))
    return Section(
        name="routes",
        heading=say("routes"),
        sentence=_who_is_reached(rows, reached),
        table=Table(rows, columns, caption) if len(rows) else None,
    )


def _route(route: tuple[str, ...] | float, names: pd.Series[str], *, near: bool) -> str:
    """Return the names along a route; a vacant seat has none, and misses even an empty one."""
    if not isinstance(route, tuple):
        return say("seat_route")
    if not route:
        return say("no_route")
    chain = " → ".join(names[list(route)])
    return chain if near else say("weak_route", route=chain)


def _who_is_reached(rows: pd.DataFrame, reached: np.ndarray) -> str:
    if rows.empty:
        return say("reach_nobody")
    if not reached.any():
        return join_clauses([say("reached_none", count=len(rows))])
    vacant = rows["reach"].isna()
    parts = [say("reached", reached=reached.sum(), count=len(rows))]
    if single := int((reached & (rows["threads"] == 1)).sum()):
        parts.append(say("single_thread", count=single))
    if missed := list(rows["name"][~reached & ~vacant]):
        parts.append(say("unreached", names=list_words(missed)))
    if vacant.any():
        parts.append(say_count("empty_seats", int(vacant.sum())))
    return join_clauses(parts)


def balance(results: Results) -> Section:
    """List who adds most to the scores and who takes most away, and what all others do."""
    parts = 50 * results.contributions
    parts = parts[(parts != 0).any(axis=1)]
    parts["average"] = on_average(parts, results.graph.policy)
    people = results.people
    shown = parts.loc[_extremes(parts["average"])]
    about = people.loc[shown.index]
    rows = shown.assign(name=named(about), place=placed(about))
    if rest := len(parts) - len(shown):
        others = parts.drop(shown.index).sum().to_dict()
        others["name"] = say_count("others", rest)
        rows = pd.concat([rows, pd.DataFrame([others], index=[""])])
    columns = {
        "name": Column(say("person"), "name", below="place"),
        **{axis: Column(say_label(AXES, axis), "points") for axis in AXES.words},
        "average": Column(say("average"), "points"),
    }
    return Section(
        name="contributions",
        heading=say("contributions"),
        sentence=_who_weighs_most(parts["average"], people),
        table=Table(rows, columns, say("contributions_caption")) if len(rows) else None,
        picture=pictures.contributions(results),
    )


def _extremes(average: pd.Series[float]) -> pd.Index[str]:
    """Return those who do most for us, then those who do most against us, the last the worst."""
    ordered = average.sort_values(ascending=False, kind="stable")
    favour, against = ordered[ordered > 0], ordered[ordered < 0]
    return favour.index[:_PER_SIDE].append(against.index[-_PER_SIDE:])


def _who_weighs_most(average: pd.Series[float], people: pd.DataFrame) -> str:
    favour, against = (average > 0).any(), (average < 0).any()
    if not favour and not against:
        return say("neither")
    kind = "for_and_against" if favour and against else "only_for" if favour else "only_against"
    return say(
        kind,
        supporter=described(people.loc[[average.idxmax()]]),
        opponent=described(people.loc[[average.idxmin()]]),
    )
