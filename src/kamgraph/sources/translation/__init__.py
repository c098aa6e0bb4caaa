"""Tables of other systems, by a mapping, into the tables of a book."""

from kamgraph.sources.translation.mapping import Mapping, TableMapping
from kamgraph.sources.translation.translate import Identify, Translation, translate

__all__ = ["Identify", "Mapping", "TableMapping", "Translation", "translate"]
