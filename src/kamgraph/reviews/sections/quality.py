"""The section on data quality: what is known, what is old, and what looks wrong in the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.columns import columns as known_columns
from kamgraph.model.entities import TABLES
from kamgraph.model.findings import find_doubts
from kamgraph.model.voice import join_clauses, list_words, say, say_count, share
from kamgraph.reviews.columns import Column
from kamgraph.reviews.section import Figure, Section, Table

if TYPE_CHECKING:
    import numpy as np

    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.book import Book
    from kamgraph.reviews.results import Results

_ABOUT_COLUMNS = "similar_column"
_KEPT = ("mail",)  # what readers of exports keep for those who read them again


def quality(results: Results) -> Section | None:
    """Tell how much of the decision is known and how fresh, and what is doubtful in the book."""
    rows = _list_doubts(results)
    graded = results.known != "nothing"
    if not graded and rows.empty:
        return None
    columns = {
        name: Column(say(f"columns.{name}")) for name in ("severity", "doubt", "whom", "remedy")
    }
    return Section(
        name="quality",
        heading=say("quality"),
        sentence=join_clauses([*(_say_grades(results) if graded else ()), _say_doubts(len(rows))]),
        figures=_make_figures(results) if graded else (),
        table=Table(rows, columns, say("quality_caption")) if len(rows) else None,
    )


def _select_gradable(graph: RelationshipGraph) -> np.ndarray:
    """Return which nodes are key persons who can be graded."""
    return graph.key & ~graph.vacant


def _make_figures(results: Results) -> tuple[Figure, ...]:
    graph = results.graph
    key = _select_gradable(graph)
    everywhere = (graph.graded | ~graph.counted[0]).all(axis=1) & graph.graded.any(axis=1)
    graded = int((key & everywhere).sum())
    limit = f"{graph.policy.assessment_days:g}"
    return (
        Figure(
            say("columns.known"), share(results.scores["known"]), say("known_note"), term="known"
        ),
        Figure(
            say("graded"),
            say("of", part=graded, whole=int(key.sum())),
            say("graded_note"),
            term="graded",
        ),
        Figure(say("stale"), f"{_count_stale(graph)}", say("stale_note", days=limit), term="old"),
    )


def _count_stale(graph: RelationshipGraph) -> int:
    """Return how many key persons were last assessed too long ago."""
    age = graph.days_since_assessment[_select_gradable(graph)]
    return int((age > graph.policy.assessment_days).sum())


def _say_grades(results: Results) -> list[str]:
    """Say how many key people are graded, and how many were so too long ago."""
    graph = results.graph
    if not _select_gradable(graph).any():
        return [say("nobody_to_grade")]
    never = int((_select_gradable(graph) & ~graph.graded.any(axis=1)).sum())
    stale = _count_stale(graph)
    return [
        say_count("never_graded", never) if never else say("all_graded"),
        say_count("stale_graded", stale) if stale else say("none_stale"),
    ]


def _say_doubts(doubts: int) -> str:
    return say_count("doubts", doubts) if doubts else say("no_doubts")


def _list_doubts(results: Results) -> pd.DataFrame:
    """Return the findings that touch the scope's people, and the columns that nobody reads."""
    graph, scope = results.graph, results.graph.scopes.iloc[0]
    ids = {*graph.index, *results.people["organization"].dropna(), scope["account"], scope["deal"]}
    names = results.all_names
    rows = [
        _make_row(one.severity, one.finding, [names.get(key, key) for key in one.subject])
        for one in find_doubts(graph.part, graph.policy)
        if one.finding != _ABOUT_COLUMNS and not ids.isdisjoint(one.subject)
    ]
    rows += [
        _make_row("low", "unused_column", [column]) for column in _find_spare_columns(graph.part)
    ]
    return pd.DataFrame(rows, columns=["severity", "doubt", "whom", "remedy"])


def _make_row(severity: str, code: str, whom: list[str]) -> tuple[str, ...]:
    what = say(f"severity_{severity}"), say(f"finding_{code}")
    return *what, list_words(whom), say(f"remedy_{code}")


def _find_spare_columns(book: Book) -> list[str]:
    """Return the columns that no entity knows and no reader brings along, with their tables."""
    return [
        f"{table}.{column}"
        for table in TABLES
        for column in sorted(
            {*book.list_columns(table)} - {*_KEPT, *(known.name for known in known_columns(table))}
        )
    ]
