"""A review as JSON, for a service to embed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.reviews.document import document

if TYPE_CHECKING:
    from kamgraph.reviews.content import ReviewContent


def render(review: ReviewContent) -> str:
    """Return a review as JSON; what is missing is null."""
    return document(review).model_dump_json(indent=2) + "\n"
