"""The command line: ``kamgraph review``, ``check``, ``scores``, ``convert``, ``sync`` and more."""

from kamgraph.cli.program import main

__all__ = ["main"]
