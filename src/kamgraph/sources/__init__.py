"""Into and out of a Book."""

from kamgraph.sources.demo import load_demo
from kamgraph.sources.excel import write_template
from kamgraph.sources.graphs import from_networkx, to_cytoscape, to_networkx
from kamgraph.sources.limits import Limits
from kamgraph.sources.read import propose_mapping, read, read_with_report
from kamgraph.sources.translation import Mapping, TableMapping
from kamgraph.sources.translation.report import ReadReport
from kamgraph.sources.write import write

__all__ = [
    "Limits",
    "Mapping",
    "ReadReport",
    "TableMapping",
    "from_networkx",
    "load_demo",
    "propose_mapping",
    "read",
    "read_with_report",
    "to_cytoscape",
    "to_networkx",
    "write",
    "write_template",
]
