"""Into and out of a Book."""

from kamgraph.sources.demo import load_demo
from kamgraph.sources.read import read, read_with_report
from kamgraph.sources.write import write

__all__ = ["load_demo", "read", "read_with_report", "write"]
