"""Loops over arrays: no names, no pandas."""

# Scopes are ranges of nodes (``starts[k]`` to ``starts[k + 1]``), matrices are in compressed rows
# (``ptr``, ``idx``, ``val``), and each scope is solved for itself, so that a result never depends
# on what else is in the graph.

from kamgraph.kernels.cells import compress_rows
from kamgraph.kernels.detours import add_up_nearness_without
from kamgraph.kernels.fixed_point import FixedPoint, take_apart
from kamgraph.kernels.flow import count_disjoint_chains
from kamgraph.kernels.hierarchy import count_above, find_circles, measure_depths
from kamgraph.kernels.leading import find_leading
from kamgraph.kernels.nearness import NEVER, add_up_gains, count_steps_without, measure_steps
from kamgraph.kernels.removal import count_truck_factors, find_losses
from kamgraph.kernels.routes import find_best_routes

__all__ = [
    "NEVER",
    "FixedPoint",
    "add_up_gains",
    "add_up_nearness_without",
    "compress_rows",
    "count_above",
    "count_disjoint_chains",
    "count_steps_without",
    "count_truck_factors",
    "find_best_routes",
    "find_circles",
    "find_leading",
    "find_losses",
    "measure_depths",
    "measure_steps",
    "take_apart",
]
