"""Tables of other systems, by a mapping, into the tables of a book."""

from kamgraph.sources.translation.mapping import Mapping, TableMapping, folded
from kamgraph.sources.translation.translate import Identify, Translation, translate

__all__ = ["Identify", "Mapping", "TableMapping", "Translation", "folded", "translate"]
