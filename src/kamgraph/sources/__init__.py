"""Into and out of a Book."""

from kamgraph.sources.demo import load_demo
from kamgraph.sources.folder import read, write

__all__ = ["load_demo", "read", "write"]
