"""A review as one page of HTML that needs nothing else."""

from kamgraph.plot.required import check_matplotlib as check_extras
from kamgraph.reviews.formats.html.page import frame_page
from kamgraph.reviews.formats.html.review import render

__all__ = ["check_extras", "frame_page", "render"]
