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
from kamgraph.model.history import Sync, sync
from kamgraph.model.policy import Policy
from kamgraph.model.privacy.erasure_list import ErasureList
from kamgraph.review import Review, review
from kamgraph.sources import (
    Limits,
    Mapping,
    ReadReport,
    TableMapping,
    from_networkx,
    load_demo,
    propose_mapping,
    read,
    read_with_report,
    to_cytoscape,
    to_networkx,
    write,
    write_template,
)

__all__ = [
    "Book",
    "BookError",
    "Comparison",
    "ErasureList",
    "KamgraphError",
    "Limits",
    "Mapping",
    "MissingGlyphsWarning",
    "Policy",
    "PolicyError",
    "ReadReport",
    "RelationshipGraph",
    "Review",
    "ScopeError",
    "SourceError",
    "Sync",
    "TableMapping",
    "acceptance",
    "brokerage",
    "build_graph",
    "check",
    "compare",
    "contributions",
    "fragility",
    "from_networkx",
    "gaps",
    "handover",
    "json_schema",
    "key_people",
    "load_demo",
    "plot",
    "propose_mapping",
    "reach",
    "read",
    "read_with_report",
    "review",
    "scores",
    "sensitivity",
    "stage",
    "structural_holes",
    "structure",
    "sync",
    "to_cytoscape",
    "to_networkx",
    "verdict",
    "write",
    "write_template",
]
