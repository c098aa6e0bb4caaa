"""Where a rule fires, and what it says there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kamgraph as k
from kamgraph.analysis.gaps import gaps

if TYPE_CHECKING:
    from kamgraph.analysis.rules import Rule


def persons(rule: Rule, graph: k.RelationshipGraph) -> list[str]:
    """Return the person of each row, sorted; the empty string for an account or deal itself."""
    return sorted(gaps(graph, (rule,))["person"])


def said(rule: Rule, graph: k.RelationshipGraph, column: str = "detail") -> list[str]:
    """Return a column of the rows in English."""
    return gaps(graph, (rule,))[column].tolist()
