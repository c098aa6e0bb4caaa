"""The sections on people: who decides, how we reach them, who is for and against us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.graph.scale import at_least
from kamgraph.model.vocabulary import AXES, DECISION_ROLES
from kamgraph.reviews import pictures
from kamgraph.reviews.people import described, graded, named, on_average, placed
from kamgraph.reviews.section import Column, Section, Table
from kamgraph.reviews.wording import Wording, share

if TYPE_CHECKING:
    import numpy as np

    from kamgraph.reviews.results import Results

_PER_SIDE = 5  # how many of those for us, and of those against, are named


def deciders(results: Results, words: Wording) -> Section:
    """List the key persons with their part in the decision and how they stand with us."""
    found = results.key_people
    people = results.people.loc[found.index]
    accepted = results.acceptance.reindex(found.index)
    rows = pd.DataFrame(
        {
            "name": named(people, words),
            "place": placed(people),
            "part": found["kind"].map(words),
            "roles": _roles(people, words),
            "weight": found["weight"],
            "power": found["power"],
            **{axis: accepted[axis] for axis in AXES.words},
            **{
                f"{axis}_grade": graded(people, axis, results.graph.policy, words)
                for axis in AXES.words
            },
            "choice": accepted["choice"],
        }
    )
    columns = {
        "name": Column(words("person"), "name", below="place"),
        "part": Column(words("part"), below="roles"),
        "weight": Column(words("weight"), "share"),
        "power": Column(words("power"), "share"),
        **{
            axis: Column(words.label(AXES, axis), "score", below=f"{axis}_grade")
            for axis in AXES.words
        },
        "choice": Column(words("choice"), "score"),
    }
    return Section(
        name="key_people",
        heading=words("key_people"),
        sentence=_who_decides(rows["name"], found["kind"], words),
        table=Table(rows, columns, words("key_people_caption")) if len(rows) else None,
        picture=pictures.portrait(results, words),
    )


def _roles(people: pd.DataFrame, words: Wording) -> pd.Series[str]:
    labels = [
        " · ".join(words.label(DECISION_ROLES, role) for role in held) for held in people["roles"]
    ]
    return pd.Series(labels, people.index, dtype="str")


def _who_decides(names: pd.Series[str], kind: pd.Series[str], words: Wording) -> str:
    if names.empty:
        return words("no_key_people")
    hidden, outside = list(names[kind == "indirect"]), list(names[kind == "external"])
    parts = [words.counted("deciding", int((kind == "direct").sum()))]
    if hidden:
        parts.append(words("hidden", names=words.listed(hidden)))
    else:
        parts.append(words("nobody_hidden"))
    if outside:
        parts.append(words("outside", names=words.listed(outside)))
    return words.sentence(parts)


def routes(results: Results, words: Wording) -> Section:
    """List the strongest chain from us to each direct and indirect key person."""
    found = results.key_people
    found = found[found["kind"] != "external"]
    names, reachable = named(results.people, words), results.graph.policy.reachable
    rows = pd.DataFrame({"name": names[found.index], "power": found["power"]})
    rows = rows.join(results.reach[["reach", "hops", "threads", "route"]])
    reached = at_least(rows["reach"].to_numpy(float), reachable)
    rows["route"] = [
        _route(route, names, words, near=near)
        for route, near in zip(rows["route"], reached, strict=True)
    ]
    columns = {
        "name": Column(words("person"), "name"),
        "power": Column(words("power"), "share"),
        "reach": Column(words("reach"), "reach"),
        "hops": Column(words("hops"), "count"),
        "threads": Column(words("threads"), "count"),
        "route": Column(words("route")),
    }
    caption = words("routes_caption", reachable=share(reachable))
    return Section(
        name="routes",
        heading=words("routes"),
        sentence=_who_is_reached(rows, reached, words),
        table=Table(rows, columns, caption) if len(rows) else None,
    )


def _route(
    route: tuple[str, ...] | float, names: pd.Series[str], words: Wording, *, near: bool
) -> str:
    """Return the names along a route; a vacant seat has none, and misses even an empty one."""
    if not isinstance(route, tuple):
        return words("seat_route")
    if not route:
        return words("no_route")
    chain = " → ".join(names[list(route)])
    return chain if near else words("weak_route", route=chain)


def _who_is_reached(rows: pd.DataFrame, reached: np.ndarray, words: Wording) -> str:
    if rows.empty:
        return words("reach_nobody")
    if not reached.any():
        return words.sentence([words("reached_none", count=len(rows))])
    vacant = rows["reach"].isna()
    parts = [words("reached", reached=reached.sum(), count=len(rows))]
    if single := int((reached & (rows["threads"] == 1)).sum()):
        parts.append(words("single_thread", count=single))
    if missed := list(rows["name"][~reached & ~vacant]):
        parts.append(words("unreached", names=words.listed(missed)))
    if vacant.any():
        parts.append(words.counted("empty_seats", int(vacant.sum())))
    return words.sentence(parts)


def balance(results: Results, words: Wording) -> Section:
    """List who adds most to the scores and who takes most away, and what all others do."""
    parts = 50 * results.contributions
    parts = parts[(parts != 0).any(axis=1)]
    parts["average"] = on_average(parts, results.graph.policy)
    people = results.people
    shown = parts.loc[_extremes(parts["average"])]
    about = people.loc[shown.index]
    rows = shown.assign(name=named(about, words), place=placed(about))
    if rest := len(parts) - len(shown):
        others = parts.drop(shown.index).sum().to_dict()
        others["name"] = words.counted("others", rest)
        rows = pd.concat([rows, pd.DataFrame([others], index=[""])])
    columns = {
        "name": Column(words("person"), "name", below="place"),
        **{axis: Column(words.label(AXES, axis), "points") for axis in AXES.words},
        "average": Column(words("average"), "points"),
    }
    return Section(
        name="contributions",
        heading=words("contributions"),
        sentence=_who_weighs_most(parts["average"], people, words),
        table=Table(rows, columns, words("contributions_caption")) if len(rows) else None,
        picture=pictures.contributions(results, words),
    )


def _extremes(average: pd.Series[float]) -> pd.Index[str]:
    """Return those who do most for us, then those who do most against us, the last the worst."""
    ordered = average.sort_values(ascending=False, kind="stable")
    favour, against = ordered[ordered > 0], ordered[ordered < 0]
    return favour.index[:_PER_SIDE].append(against.index[-_PER_SIDE:])


def _who_weighs_most(average: pd.Series[float], people: pd.DataFrame, words: Wording) -> str:
    favour, against = (average > 0).any(), (average < 0).any()
    if not favour and not against:
        return words("neither")
    kind = "for_and_against" if favour and against else "only_for" if favour else "only_against"
    return words(
        kind,
        supporter=described(people.loc[[average.idxmax()]], words),
        opponent=described(people.loc[[average.idxmin()]], words),
    )
