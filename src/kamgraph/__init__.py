"""The relationship graph of key accounts: who decides, who stands with us, whom we reach."""

from kamgraph import plot
from kamgraph.analysis import (
    Comparison,
    acceptance,
    brokerage,
    compare,
    contributions,
    fragility,
    gaps,
    handover,
    key_people,
    reach,
    scores,
    sensitivity,
    stage,
    structural_holes,
    structure,
    verdict,
)
from kamgraph.errors import (
    BookError,
    KamgraphError,
    MissingGlyphsWarning,
    PolicyError,
    ScopeError,
    SourceError,
)
from kamgraph.graph import RelationshipGraph, build_graph
from kamgraph.model.book import Book
from kamgraph.model.document import json_schema
from kamgraph.model.findings import check
from kamgraph.model.policy import Policy
from kamgraph.review import Review, review
from kamgraph.sources import load_demo, read, write

__all__ = [
    "Book",
    "BookError",
    "Comparison",
    "KamgraphError",
    "MissingGlyphsWarning",
    "Policy",
    "PolicyError",
    "RelationshipGraph",
    "Review",
    "ScopeError",
    "SourceError",
    "acceptance",
    "brokerage",
    "build_graph",
    "check",
    "compare",
    "contributions",
    "fragility",
    "gaps",
    "handover",
    "json_schema",
    "key_people",
    "load_demo",
    "plot",
    "reach",
    "read",
    "review",
    "scores",
    "sensitivity",
    "stage",
    "structural_holes",
    "structure",
    "verdict",
    "write",
]
