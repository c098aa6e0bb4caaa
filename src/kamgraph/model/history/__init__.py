"""History: a series of plain exports becomes a dated book."""

from kamgraph.model.history.syncing import Sync, sync

__all__ = ["Sync", "sync"]
