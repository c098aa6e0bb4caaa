"""The interactive map: one page that needs no network, no library and no server."""

from kamgraph.reviews.interactive.interactive_map import InteractiveMap, interactive_map

__all__ = ["InteractiveMap", "interactive_map"]
