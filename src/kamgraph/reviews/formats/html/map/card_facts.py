"""What a card tells beside how somebody stands: what is suggested of them, and of their ties."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kamgraph.model.voice import share
from kamgraph.reviews.sections.candidates import say_suggestion

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results


def list_suggestions(results: Results) -> dict[str, list[list[str]]]:
    """Return what is suggested of everybody, and of their ties: id, words, confidence, evidence."""
    names = dict(results.graph.part.people[["id", "name"]].to_numpy())
    found: dict[str, list[list[str]]] = defaultdict(list)
    suggested: Any = results.candidates.fillna({"evidence": ""}).reset_index().itertuples()
    for row in suggested:
        told = [row.id, say_suggestion(row, names), share(row.confidence), row.evidence]
        for person in dict.fromkeys(one for one in (row.person, row.other) if isinstance(one, str)):
            found[person].append(told)
    return found
