"""The account review: words, tables and pictures put together."""

from kamgraph.review.review import Review, review

__all__ = ["Review", "review"]
