"""A review as slides whose boxes, lines, tables and charts can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.errors import require_extra
from kamgraph.plot.required import check_matplotlib

if TYPE_CHECKING:
    from pathlib import Path

    from kamgraph.reviews.content import ReviewContent


def check_extras() -> None:
    """Refuse to begin without what slides need."""
    with require_extra("slides need python-pptx", "slides"):
        import pptx  # noqa: F401 - tells whether it is there before the modules that need it
    check_matplotlib()


def write(review: ReviewContent, path: Path, *, template: Path | None = None) -> None:
    """Write the slides of a review; see :meth:`kamgraph.Review.to_pptx`."""
    check_extras()
    from kamgraph.reviews.formats.slides.pages import write_pages

    write_pages(review, path, template=template)
