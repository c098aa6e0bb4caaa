"""The account review: words, tables and pictures put together."""

from kamgraph.reviews.compose import review
from kamgraph.reviews.review import Review

__all__ = ["Review", "review"]
