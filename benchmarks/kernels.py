"""Kernels beside the same loops in plain C++, on one core.

``kernels.cpp`` is compiled as the benchmark begins; where there is no compiler, that is said.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from comparisons import Comparison, leads
from made_up import made_up_book

import kamgraph as k
from kamgraph import kernels

ACCOUNTS, PEOPLE = 2000, 50
SOURCE = Path(__file__).with_suffix(".cpp")
FLAGS = ("-O3", "-march=native", "-shared", "-fPIC")


def main() -> None:
    """Print how many times the CPU time of C++ each kernel takes."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        sys.exit("g++ or clang++ is needed to compare with")
    k.warm_up()
    graph = k.build_graph(made_up_book(ACCOUNTS, PEOPLE))
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder, "kernels.so")
        subprocess.run([compiler, *FLAGS, str(SOURCE), "-o", str(library)], check=True)
        peer = ctypes.CDLL(str(library))
        for comparison in (rows, routes, settling, truck_factors):
            measured = comparison(graph, peer).measured()
            ours, theirs = (1000 * spent.cpu for spent in measured.values())
            times = 1 / leads(measured)["C++"].cpu
            print(
                f"{comparison.__name__:<14} {ours:>7.1f} ms, C++ {theirs:>7.1f} ms: {times:.2f} x"
            )


def call(function: ctypes._CFuncPtr, *given: object) -> int:
    """Call a function of the library with arrays and numbers."""
    return function(
        *(
            ctypes.c_void_p(each.ctypes.data)
            if isinstance(each, np.ndarray)
            else ctypes.c_int64(each)
            for each in given
        )
    )


def narrow(*arrays: np.ndarray) -> list[np.ndarray]:
    """Return places in 32 bits."""
    return [each.astype(np.int32) for each in arrays]


def rows(graph: k.RelationshipGraph, peer: ctypes.CDLL) -> Comparison:
    """Compare compressed rows."""
    steps = graph.influence
    cells = np.random.default_rng(0).permutation(len(steps.idx))
    row, column, value = steps.row[cells], steps.idx[cells], steps.val[cells]
    size = len(graph.scope)
    short = narrow(row, column)

    def theirs() -> tuple:
        ptr, idx, val = (
            np.empty(size + 1, np.int64),
            np.empty(len(row), np.int32),
            np.empty(len(row)),
        )
        call(peer.compress_rows, size, len(row), *short, value, ptr, idx, val)
        return ptr, idx[: ptr[-1]], val[: ptr[-1]]

    ways = {"kamgraph": lambda: kernels.compress_rows(size, row, column, value, largest=False)}
    return Comparison("rows", ways | {"C++": theirs}, same_all, 1.0)


def routes(graph: k.RelationshipGraph, peer: ctypes.CDLL) -> Comparison:
    """Compare the strongest chains."""
    starts, steps, ours, size = graph.starts, graph.chain_steps, graph.ours, len(graph.scope)
    idx = steps.idx.astype(np.int32)

    def theirs() -> tuple:
        found = np.empty(size), np.empty(size, np.int32), np.empty(size, np.int32)
        call(
            peer.find_best_routes, len(starts) - 1, starts, steps.ptr, idx, steps.val, ours, *found
        )
        return found

    ways = {"kamgraph": lambda: kernels.find_best_routes(starts, *steps.arrays, ours)}
    return Comparison("routes", ways | {"C++": theirs}, same_all, 1.0)


def settling(graph: k.RelationshipGraph, peer: ctypes.CDLL) -> Comparison:
    """Compare stances and widths after influence with the leverage of everybody."""
    starts, matrix, size = graph.starts, graph.influence, len(graph.scope)
    random = np.random.default_rng(0)
    sides, weight = random.random((size, 6)), random.random(size)
    idx = matrix.idx.astype(np.int32)

    def ours() -> tuple:
        system = kernels.take_apart(starts, *matrix.arrays)
        return system.solve(sides), system.solve(weight, turned=True)

    def theirs() -> tuple:
        found = np.empty((size, 6)), np.empty(size)
        given = (starts, matrix.ptr, idx, matrix.val, sides, weight)
        call(peer.settle, len(starts) - 1, *given, *found)
        return found

    return Comparison("settling", {"kamgraph": ours, "C++": theirs}, same_all, 1.0)


def truck_factors(graph: k.RelationshipGraph, peer: ctypes.CDLL) -> Comparison:
    """Compare how few of us must go."""
    starts, steps, back, size = (
        graph.starts,
        graph.chain_steps,
        graph.steps_back,
        len(graph.starts) - 1,
    )
    idx = steps.idx.astype(np.int32)

    def theirs() -> tuple:
        fewest = np.empty(size, np.int64)
        given = (starts, steps.ptr, idx, steps.val, graph.ours, graph.stake)
        call(peer.count_truck_factors, size, *given, fewest)
        return (fewest,)

    arrays = (starts, steps.arrays, back.arrays, graph.ours, graph.stake)
    ways = {"kamgraph": lambda: (kernels.count_truck_factors(*arrays),)}
    return Comparison("truck", ways | {"C++": theirs}, same_all, 1.0)


def same_all(found: dict) -> None:
    """Make sure that both ways have the same results."""
    for ours, theirs in zip(*found.values(), strict=True):
        np.testing.assert_allclose(theirs, ours, atol=1e-12)


if __name__ == "__main__":
    main()
