"""The command line: a review, scores or a check of a book, exports read and synced."""

from kamgraph.cli.program import main

__all__ = ["main"]
