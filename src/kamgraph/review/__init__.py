"""The account review: words, tables and pictures put together."""

from kamgraph.review.compose import review
from kamgraph.review.interactive import InteractiveMap, interactive_map
from kamgraph.review.review import Review

__all__ = ["InteractiveMap", "Review", "interactive_map", "review"]
