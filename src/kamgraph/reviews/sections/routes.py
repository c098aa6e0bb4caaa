"""The section on routes: the strongest chain from us to each key person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.key_people import KeyPersonRecord
from kamgraph.analysis.reach import ReachRecord
from kamgraph.model.rounding import at_least
from kamgraph.model.voice import join_clauses, list_words, say, say_count, share
from kamgraph.plot.people import rank_acquaintances
from kamgraph.reviews.columns import Column, show_column, show_columns
from kamgraph.reviews.let_down import explain_route, say_let_down
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    import numpy as np

    from kamgraph.reviews.results import Results


def routes(results: Results) -> Section | None:
    """List the strongest chain from us to each of the customer's key persons, if that is known."""
    if results.little_known:
        return None
    if not results.graph.acquaintance_recorded:
        return Section(
            name="routes", heading=say("routes"), sentence=say("acquaintance_not_recorded")
        )
    found = results.key_people
    found = found[found["kind"] != "external"]
    names, reachable = results.names, results.graph.policy.reachable
    rows = pd.DataFrame({"name": names[found.index], "power": found["power"]})
    rows = rows.join(results.reach[["reach", "hops", "threads", "route"]])
    reached = at_least(rows["reach"].to_numpy(float), reachable)
    met = rows.index.isin(rank_acquaintances(results.graph)["target"])
    quotes = results.quotes.of_routes(
        [one if isinstance(one, tuple) else () for one in rows["route"]]
    )
    reasons = say_let_down(results)
    rows["reason"] = [
        explain_route(route, reasons) if isinstance(route, tuple) else "" for route in rows["route"]
    ]
    rows["route"] = [
        _spell_route(route, names, near=near)
        for route, near in zip(rows["route"], reached, strict=True)
    ]
    columns = {
        "name": Column(say("columns.person"), "name"),
        "power": show_column(KeyPersonRecord, "power"),
        **show_columns(ReachRecord, "reach", "hops", "threads"),
        "route": show_column(ReachRecord, "route", below="reason" if rows["reason"].any() else ""),
    }
    caption = say("routes_caption", reachable=share(reachable))
    return Section(
        name="routes",
        heading=say("routes"),
        sentence=_say_reach(rows, reached, met),
        table=Table(rows, columns, caption, quotes) if len(rows) else None,
    )


def _spell_route(route: tuple[str, ...] | float, names: pd.Series[str], *, near: bool) -> str:
    """Return the names along a route; a vacant seat has none, and misses even an empty one."""
    if not isinstance(route, tuple):
        return say("seat_route")
    if not route:
        return say("no_route")
    chain = " → ".join(names[one] for one in route)
    return chain if near else say("weak_route", route=chain)


def _say_reach(rows: pd.DataFrame, reached: np.ndarray, met: np.ndarray) -> str:
    if rows.empty:
        return say("reach_nobody")
    if not reached.any():
        return join_clauses([say("reached_none", count=len(rows))])
    vacant = rows["reach"].isna()
    parts = [say("reached", reached=reached.sum(), count=len(rows))]
    for key, some in {"reached_through": ~met, "reached_better": met}.items():
        if names := list(rows["name"][reached & some & (rows["hops"] > 1)]):
            parts.append(say(key, names=list_words(names)))
    if single := int((reached & (rows["threads"] == 1)).sum()):
        parts.append(say("single_thread", count=single))
    if missed := list(rows["name"][~reached & ~vacant]):
        parts.append(say("unreached", names=list_words(missed)))
    if vacant.any():
        parts.append(say_count("empty_seats", int(vacant.sum())))
    return join_clauses(parts)
