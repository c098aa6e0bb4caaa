"""Loops over arrays, compiled by numba: no names, no pandas.

The compiler is loaded with the first kernel that is asked for, not with the package.
Scopes are ranges of nodes (``starts[k]`` to ``starts[k + 1]``), matrices are in compressed
rows (``ptr``, ``idx``, ``val``), and each scope is solved for itself, so that a result never
depends on what else is in the graph.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamgraph.kernels.cells import compressed_rows
    from kamgraph.kernels.fixed_point import equilibrium, leverage
    from kamgraph.kernels.flow import disjoint_chains
    from kamgraph.kernels.hierarchy import spans
    from kamgraph.kernels.removal import losses, truck_factors
    from kamgraph.kernels.routes import best_routes

_ROOMS = {
    "best_routes": "routes",
    "compressed_rows": "cells",
    "disjoint_chains": "flow",
    "equilibrium": "fixed_point",
    "leverage": "fixed_point",
    "losses": "removal",
    "truck_factors": "removal",
    "spans": "hierarchy",
}

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


def __getattr__(name: str) -> Any:
    """Load the module of a kernel, and with the first one the compiler."""
    if name not in _ROOMS:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
