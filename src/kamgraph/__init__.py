"""The relationship graph of key accounts: who decides, who stands with us, whom we reach."""

from typing import TYPE_CHECKING

from kamgraph import later, plot
from kamgraph.analysis import (
    Comparison,
    Portfolio,
    acceptance,
    bounds,
    brokerage,
    compare,
    contributions,
    fragility,
    gaps,
    handover,
    key_people,
    portfolio,
    reach,
    scores,
    sensitivity,
    stage,
    structural_holes,
    structure,
    targets,
    trend,
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
from kamgraph.model.erasure_list import ErasureList
from kamgraph.model.findings import check
from kamgraph.model.history import Sync, sync
from kamgraph.model.policy import Policy
from kamgraph.reviews import Review, review

if TYPE_CHECKING:
    from kamgraph.reviews.interactive_map import InteractiveMap, interactive_map
    from kamgraph.sources.demo import load_demo
    from kamgraph.sources.excel import write_template
    from kamgraph.sources.graphs import from_networkx, to_cytoscape, to_networkx
    from kamgraph.sources.limits import Limits
    from kamgraph.sources.read import propose_mapping, read, read_with_report
    from kamgraph.sources.translation.mapping import Mapping, TableMapping
    from kamgraph.sources.translation.report import ReadReport
    from kamgraph.sources.write import write

__all__ = [
    "Book",
    "BookError",
    "Comparison",
    "ErasureList",
    "InteractiveMap",
    "KamgraphError",
    "Limits",
    "Mapping",
    "MissingGlyphsWarning",
    "Policy",
    "PolicyError",
    "Portfolio",
    "ReadReport",
    "RelationshipGraph",
    "Review",
    "ScopeError",
    "SourceError",
    "Sync",
    "TableMapping",
    "acceptance",
    "bounds",
    "brokerage",
    "build_graph",
    "check",
    "compare",
    "contributions",
    "fragility",
    "from_networkx",
    "gaps",
    "handover",
    "interactive_map",
    "json_schema",
    "key_people",
    "load_demo",
    "plot",
    "portfolio",
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
    "targets",
    "to_cytoscape",
    "to_networkx",
    "trend",
    "verdict",
    "write",
    "write_template",
]

# What many programs never need: loaded with the first of its names that is asked for.
__getattr__ = later.loader(
    __name__,
    {
        "reviews.interactive_map": ("InteractiveMap", "interactive_map"),
        "sources.demo": ("load_demo",),
        "sources.excel": ("write_template",),
        "sources.graphs": ("from_networkx", "to_cytoscape", "to_networkx"),
        "sources.limits": ("Limits",),
        "sources.read": ("propose_mapping", "read", "read_with_report"),
        "sources.translation.mapping": ("Mapping", "TableMapping"),
        "sources.translation.report": ("ReadReport",),
        "sources.write": ("write",),
    },
)


def __dir__() -> list[str]:
    """Name what is not loaded yet as well."""
    return sorted({*globals(), *__all__})
