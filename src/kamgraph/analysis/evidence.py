"""How do we know: in which words, from whom and since when is each grade, tie and role?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from kamgraph.graph.codes import ACCEPTED, ASSUMED, INTERACTIONS, ORIGINS, read_dates
from kamgraph.model.coded import ALWAYS
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import Record, columns, returns
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, TIE_KINDS

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph

FACTS = ("grade", "tie", "role", "level", "function")
_KINDS = (*AXES.words, *TIE_KINDS.words, *DECISION_ROLES.words)  # in the order of their words
_INFERRED = {origin: ORIGINS[origin] for origin in (ACCEPTED, ASSUMED)}
_SUGGESTED = ["suggested", "person", "other", "word", "since"]  # what a candidate became


class EvidenceRecord(Record):
    """A fact of the graph, and how we know it."""

    account: str
    """The account's id."""
    deal: str
    """The deal's id; empty for the account itself."""
    fact: Literal[FACTS]  # type: ignore[valid-type]
    """What it is."""
    person: str
    """The id of whom it is about; of a tie, its source."""
    other: str | None
    """The id of the target of a tie; missing for all else."""
    kind: str
    """The axis, the kind of tie, or the role; of a level or function, that it is one."""
    value: str | None
    """The grade, the level or the function; missing for ties and roles."""
    evidence: str | None
    """How we know, in the words of whoever recorded it; missing where nobody said."""
    by: str | None
    """The id of who graded, or accepted what was suggested; missing where that is not recorded."""
    day: dt.date | None
    """The day of the grade, since when the tie or role holds, or when it was accepted; of a tie
    seen in interactions, when they last had to do with each other; missing where that is not
    recorded."""
    origin: Literal[ORIGINS]  # type: ignore[valid-type]
    """Where it is from: the account or deal, a predecessor in the seat, interactions, or a
    suggestion that was accepted, or is assumed in a draft."""


@returns(EvidenceRecord)
def evidence(graph: RelationshipGraph) -> pd.DataFrame:
    """Return how we know what the graph holds: in which words, from whom, and since when.

    Of grades those are listed that count: the newest on each axis, all of its day where several of
    us graded on it. What is assumed of our own and of competitors' people rests on nothing and is
    left out, and so are levels and functions that are recorded or read from a title. Of a fact that
    was a candidate (:func:`kamgraph.candidates`) the evidence is the candidate's.

    Returns
    -------
    DataFrame
        One :class:`EvidenceRecord` per fact, numbered; those first on whom most of the decision
        hangs.
    """
    decided = _list_decided(graph)
    parts = [
        _list_grades(graph),
        _add_decisions(_list_ties(graph), decided),
        _add_decisions(_list_roles(graph), decided),
        _list_cells(graph, "level", graph.posts.level_origin, decided),
        _list_cells(graph, "function", graph.posts.function_origin, decided),
    ]
    declared = {column.name: column.dtype for column in columns(EvidenceRecord)}
    placed = [*declared, "node", "other_node"]
    alike = [part.reindex(columns=placed).astype(declared) for part in parts]
    rows = pd.concat(alike, ignore_index=True)
    table = rows[[*declared]]
    size = np.append(np.abs(graph.power), 0.0)
    hangs = np.maximum(size[rows["node"]], size[rows["other_node"].fillna(-1).astype(int)])
    return _sort(table, hangs)


def _sort(table: pd.DataFrame, hangs: np.ndarray) -> pd.DataFrame:
    """Return the rows on which most hangs first, those of one person together."""
    facts = pd.Index(FACTS).get_indexer(pd.Index(table["fact"]))
    kinds = pd.Index(_KINDS).get_indexer(pd.Index(table["kind"]))
    order = table.assign(hangs=-hangs, fact=facts, kind=kinds).sort_values(
        ["hangs", "account", "deal", "person", "fact", "kind", "other", "value", "by", "evidence"],
        kind="stable",
    )
    return table.loc[order.index].reset_index(drop=True)


def _place(graph: RelationshipGraph, fact: str, node: np.ndarray) -> pd.DataFrame:
    """Return rows about nodes, with the scope and the person of each."""
    scopes = graph.scope_index.take(graph.scope[node])
    return pd.DataFrame(
        {
            "account": scopes.get_level_values("account"),
            "deal": scopes.get_level_values("deal"),
            "fact": fact,
            "person": graph.index.get_level_values("person").take(node),
            "node": node,
        }
    )


def _list_grades(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the grades that count, one row per axis."""
    rows = graph.rows("assessments", "axis")
    rows = rows[~graph.vacant[rows["node"]]]
    newest = rows.groupby(["node", "axis"])["date"].transform("max")
    rows = rows[rows["date"] == newest].reset_index(drop=True)
    return _place(graph, "grade", rows["node"].to_numpy()).assign(
        kind=rows["axis"],
        value=_label_grades(graph, rows),
        evidence=rows["evidence"],
        by=rows["assessor"],
        day=rows["date"],
        origin=rows["origin"],
    )


def _label_grades(graph: RelationshipGraph, rows: pd.DataFrame) -> list[str]:
    """Return the labels of grades, which may be recorded by their ranks."""
    labels = {
        (axis, str(rank)): label
        for axis in AXES.words
        for rank, label in enumerate(graph.policy.scales[axis], start=1)
    }
    pairs = zip(rows["axis"], rows["grade"], strict=True)
    return [labels.get((axis, grade), grade) for axis, grade in pairs]


def _list_ties(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the ties, those seen in interactions included."""
    ties, ends = graph.ties, graph.arcs(TIE_KINDS.words)
    seen = ties["origin"] == ORIGINS[INTERACTIONS]
    return _place(graph, "tie", ends["source"]).assign(
        other=ties["target"],
        other_node=ends["target"],
        kind=ties["kind"],
        suggested=ties["kind"],
        word=None,
        evidence=ties["evidence"],
        by=None,
        day=ties["since"].mask(seen, _find_last_days(graph, ends)),
        since=ties["since"],
        origin=ties["origin"],
    )


def _find_last_days(graph: RelationshipGraph, ends: Rows) -> np.ndarray:
    """Return when the source of each tie, one of us, and its target last had to do with another."""
    last = graph.touches.sort("node", "knower", "date").keep_last("node", "knower")
    pairs = Rows(node=ends["target"], knower=graph.person[ends["source"]])
    return read_dates(np.append(last["date"], ALWAYS)[pairs.locate(last, "node", "knower")])


def _list_roles(graph: RelationshipGraph) -> pd.DataFrame:
    """Return who holds which role; whoever is not named for it took it over with the seat."""
    held = np.column_stack([graph.holds(role) for role in DECISION_ROLES.words])
    node, role = np.nonzero(held)
    holders = _place(graph, "role", node).assign(
        scope=graph.scope[node], role=np.array(DECISION_ROLES.words, dtype=object)[role]
    )
    named = graph.rows("roles")[["scope", "person", "role", "since", "origin"]]
    named = named.drop_duplicates(["scope", "person", "role"], keep="last")
    rows = holders.merge(named, "left", on=["scope", "person", "role"])
    return rows.assign(
        other=None,
        kind=rows["role"],
        suggested="role",
        word=rows["role"],
        evidence=None,
        by=None,
        day=rows["since"],
        origin=rows["origin"].fillna("successor"),
    )


def _list_decided(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the candidates that are facts, with the columns by which those are told."""
    rows = graph.part.candidates
    rows = rows[rows["verdict"] == "accepted"]
    inferred = rows["decided"].isna().map({False: _INFERRED[ACCEPTED], True: _INFERRED[ASSUMED]})
    return pd.DataFrame(
        {
            "suggested": rows["kind"],
            "person": rows["person"],
            "other": rows["other"],
            "word": rows["value"].where(rows["kind"] == "role"),
            "since": rows["seen"],
            "value": rows["value"],
            "of_deal": rows["deal"],
            "said": rows["evidence"],
            "decider": rows["by"],
            "decided": rows["decided"],
            "inferred": inferred,
        }
    )


def _add_decisions(rows: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    """Return facts with who accepted those that were candidates, when, and on what evidence."""
    if decided.empty:
        return rows
    texts = {name: TEXT for name in _SUGGESTED if name != "since"}
    numbered = rows.astype(texts).assign(row=np.arange(len(rows)))
    found = numbered.merge(decided, on=_SUGGESTED)
    found = found[found["of_deal"].isna() | (found["of_deal"] == found["deal"])]
    found = found.sort_values("of_deal", na_position="first", kind="stable")
    found = found.drop_duplicates("row", keep="last").set_index("row").reindex(numbered["row"])
    was = found["inferred"].notna().to_numpy()
    taken = {"evidence": "said", "by": "decider", "day": "decided", "origin": "inferred"}
    return rows.assign(
        **{name: rows[name].mask(was, found[new].array) for name, new in taken.items()}
    )


def _list_cells(
    graph: RelationshipGraph, cell: str, origin: np.ndarray, decided: pd.DataFrame
) -> pd.DataFrame:
    """Return the levels or functions that were candidates."""
    node = np.flatnonzero(np.isin(origin, [*_INFERRED]))
    told = decided[decided["suggested"] == cell].drop_duplicates("person", keep="last")
    told = told.set_index("person").reindex(graph.index.get_level_values("person")[node])
    return _place(graph, cell, node).assign(
        kind=cell,
        value=told["value"].array,
        evidence=told["said"].array,
        by=told["decider"].array,
        day=told["decided"].array,
        origin=[_INFERRED[one] for one in origin[node].tolist()],
    )
