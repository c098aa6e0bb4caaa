"""The account review: words, tables and pictures put together."""

from kamgraph.review.compose import review
from kamgraph.review.review import Review

__all__ = ["Review", "review"]
