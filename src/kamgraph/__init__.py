"""The relationship graph of key accounts: who decides, who stands with us, whom we reach."""

from kamgraph.analysis import acceptance, contributions, key_people, reach, scores
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
from kamgraph.model.policy import Policy

__all__ = [
    "Book",
    "BookError",
    "KamgraphError",
    "MissingGlyphsWarning",
    "Policy",
    "PolicyError",
    "RelationshipGraph",
    "ScopeError",
    "SourceError",
    "acceptance",
    "build_graph",
    "contributions",
    "json_schema",
    "key_people",
    "reach",
    "scores",
]
