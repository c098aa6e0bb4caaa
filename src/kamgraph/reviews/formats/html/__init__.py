"""A review as one page of HTML that needs nothing else."""

from kamgraph.reviews.formats.html.page import frame_page
from kamgraph.reviews.formats.html.review import render

__all__ = ["frame_page", "render"]
