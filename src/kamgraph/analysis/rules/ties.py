"""Which of us is in touch with whom, and who pulls whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.codes import PARTNER, VENDOR
from kamgraph.graph.encounters import list_participations
from kamgraph.graph.parts import FROM
from kamgraph.model.coded import ALWAYS, day_number
from kamgraph.model.rounding import at_least
from kamgraph.model.rows import Rows
from kamgraph.model.tie_kinds import CLOSENESS, FORMAL, MOVING

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.graph.matrix import Matrix


def find_key_people(graph: RelationshipGraph, which: np.ndarray) -> np.ndarray:
    """Return the key people of theirs among some nodes; a seat is nobody to meet."""
    return np.flatnonzero(mark_key_people(graph) & ~graph.vacant & which)


def mark_key_people(graph: RelationshipGraph) -> np.ndarray:
    """Return which nodes are key people of whom more is recorded than a title that would fit."""
    # While nobody of a scope is graded, a title alone makes no to-do of a person.
    graded = np.asarray(graph.counted.any(axis=1))[graph.scope]
    by_title = (graph.assumed_weight > 0) & (graph.recorded_weight <= 0)
    return np.asarray(graph.key & (graded | ~by_title))


def find_opponents(graph: RelationshipGraph) -> np.ndarray:
    """Return which nodes of theirs would not choose us after influence, as far as is known."""
    settled = graph.personal_choice.value
    return graph.contact & ~np.isnan(settled) & ~at_least(settled, graph.policy.opposing)


def find_opponents_before(graph: RelationshipGraph, nodes: np.ndarray) -> np.ndarray:
    """Return the first opponent on the best route to each of some nodes, -1 for nobody."""
    before, against = np.append(graph.best_routes.before, -1), find_opponents(graph)
    against = np.append(against, False)
    step, found = before[nodes], np.full(len(nodes), -1)
    while (step >= 0).any():
        found = np.where(against[step], step, found)
        step = before[step]
    return found


def recall_closeness(
    graph: RelationshipGraph, ours: np.ndarray, contacts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return when each pair was last in touch, and the closeness by then; ALWAYS, 0 if unknown."""
    pairs = Rows(source=ours, target=contacts)
    known = graph.arcs(CLOSENESS)
    place = pairs.locate(known, "source", "target")
    since, closeness = np.append(known["since"], ALWAYS)[place], np.append(known["strength"], 0.0)
    last = np.maximum(since, _find_last_shared(graph, ours, contacts))
    dated = (last > ALWAYS) & (graph.as_of is not None)
    age = np.where(dated, _read_day(graph) - last, 0) / graph.policy.closeness_half_life_days
    return last, np.where(dated, closeness[place] * 2.0**age, 0.0)


def find_writers(graph: RelationshipGraph, contacts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which of us (place in the book) wrote last to each contact, and how many days ago."""
    # -1 and missing where nobody did.
    asked = Rows(contact=graph.person[contacts], place=np.arange(len(contacts)))
    shared = _list_shared(graph, asked)
    shared = shared.take(shared["part"] == FROM)
    newest = shared.sort("place", "date", "ours").keep_last("place")
    found = asked.locate(newest, "place")
    days = np.append(_read_day(graph) - newest["date"].astype(float), np.nan)[found]
    return np.append(newest["ours"], -1)[found], days


def find_assessors(graph: RelationshipGraph, contacts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which of us (place in the book) last graded each contact, and on which day."""
    # -1 and ALWAYS where none of us did.
    judged = graph.rows_about(contacts, "assessments", "person", "date", "assessor", "axis")
    judged = judged.dropna(subset="assessor").sort_values("date", kind="stable")
    last = judged.drop_duplicates("node", keep="last").set_index("node")
    last = last.reindex(np.arange(len(contacts)))
    place = pd.Index(graph.part.column("people", "id")).get_indexer(pd.Index(last["assessor"]))
    ours = np.append(graph.people_on["side"] == VENDOR, False)[place]
    days = last["date"].to_numpy("datetime64[D]").astype(np.int64)
    return np.where(ours, place, -1), np.where(ours, days, ALWAYS)


def find_partners(graph: RelationshipGraph, contacts: np.ndarray) -> np.ndarray:
    """Return who of a partner knows each contact best, -1 where nobody of one is recorded to."""
    known = graph.arcs(CLOSENESS)
    known = known.take((graph.side == PARTNER)[known["source"]])
    ranked = known.with_columns(distance=-known["strength"]).sort("target", "distance", "source")
    best = ranked.keep_first("target")
    return np.append(best["source"], -1)[Rows(target=contacts).locate(best, "target")]


def _find_last_shared(
    graph: RelationshipGraph, ours: np.ndarray, contacts: np.ndarray
) -> np.ndarray:
    """Return the newest day on which each pair took part in one interaction, else ALWAYS."""
    asked = Rows(contact=graph.person[contacts], place=np.arange(len(contacts)))
    shared = _list_shared(graph, asked)
    shared = shared.take(shared["ours"] == graph.person[ours][shared["place"]])
    last = np.full(len(contacts), ALWAYS)
    np.maximum.at(last, shared["place"], shared["date"])
    return last


def _list_shared(graph: RelationshipGraph, asked: Rows) -> Rows:
    """Return the interactions by the day of one of ``ours`` with each contact asked for."""
    rows = list_participations(graph.part.coded, graph.policy)
    rows = rows.take((rows["date"] <= _read_day(graph)) & (rows["person"] >= 0))
    theirs = rows.select("interaction", contact="person")
    theirs = theirs.take(theirs.is_in(asked, "contact")).join(asked, "contact")
    ours = rows.take(graph.people_on["side"][rows["person"]] == VENDOR)
    return theirs.join(ours.select("interaction", "date", "part", ours="person"), "interaction")


def _read_day(graph: RelationshipGraph) -> int:
    return ALWAYS if graph.as_of is None else day_number(graph.as_of)


def sum_pull(pull: Matrix, who: np.ndarray) -> np.ndarray:
    """Return the sum of the positive pull, raw or scaled, of some nodes on each node."""
    rows = _list_positive_pull(pull, who)
    return np.bincount(rows["person"], weights=rows["pull"], minlength=len(who))


def find_strongest_pull(graph: RelationshipGraph, who: np.ndarray, *, on: np.ndarray) -> np.ndarray:
    """Return who among some nodes pulls each of others most, -1 where none of them does."""
    pull = _list_positive_pull(graph.pull, who)
    return _find_strongest(pull.take(_mark(on, len(who))[pull["person"]]), on, len(who))


def find_advisers(graph: RelationshipGraph, on: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return who could bring each of some nodes round, -1 for nobody, and as what they could."""
    # As somebody whose word counts only where that is recorded; else as a report or a boss, of whom
    # it is only assumed.
    count, asked = len(graph.contact), _mark(on, len(graph.contact))
    sway = graph.arcs(MOVING).select(person="target", puller="source", pull="strength")
    sway = sway.take(asked[sway["person"]] & graph.contact[sway["puller"]] & (sway["pull"] > 0))
    # Who opposes us is asked last, and only where their word is known to count.
    ally = graph.contact & ~find_opponents(graph)
    friend = _find_strongest(sway.take(ally[sway["puller"]]), on, count)
    anybody = _find_strongest(sway, on, count)
    near = find_strongest_pull(graph, ally, on=on)
    reports = graph.arcs(FORMAL).select(person="target", puller="source")
    below = Rows(person=on, puller=near).is_in(reports, "person", "puller")
    cases = [friend >= 0, (near >= 0) & below, near >= 0, anybody >= 0]
    tie = np.select(cases, ["advised", "report", "boss", "advised"], "alone")
    return np.select([friend >= 0, near >= 0], [friend, near], anybody), tie


def _find_strongest(pull: Rows, on: np.ndarray, count: int) -> np.ndarray:
    """Return which ``puller`` pulls each of some nodes among so many most, -1 for nobody."""
    ranked = pull.with_columns(order=-pull["pull"]).sort("person", "order", "puller")
    first, strongest = ranked.keep_first("person"), np.full(count, -1)
    strongest[first["person"]] = first["puller"]
    return strongest[on]


def _list_positive_pull(pull: Matrix, who: np.ndarray) -> Rows:
    """Return which ``person`` is pulled by which ``puller`` among some nodes, how strongly."""
    rows = Rows(person=pull.row, puller=pull.idx, pull=pull.val)
    return rows.take(who[pull.idx] & (pull.val > 0))


def _mark(nodes: np.ndarray, count: int) -> np.ndarray:
    """Return which of so many nodes are among some."""
    marked = np.zeros(count, dtype=bool)
    marked[nodes] = True
    return marked
