"""Loops over arrays: no names, no pandas.

They are run by the interpreter while there is little to do; the compiler, numba, is loaded by
the first kernel that is given more, not with the package. Scopes are ranges of nodes
(``starts[k]`` to ``starts[k + 1]``), matrices are in compressed rows (``ptr``, ``idx``,
``val``), and each scope is solved for itself, so that a result never depends on what else is in
the graph.
"""

from kamgraph.kernels.cells import compressed_rows
from kamgraph.kernels.fixed_point import equilibrium, leverage
from kamgraph.kernels.flow import disjoint_chains
from kamgraph.kernels.hierarchy import spans
from kamgraph.kernels.removal import losses, truck_factors
from kamgraph.kernels.routes import best_routes

__all__ = [
    "best_routes",
    "compressed_rows",
    "disjoint_chains",
    "equilibrium",
    "leverage",
    "losses",
    "spans",
    "truck_factors",
]
