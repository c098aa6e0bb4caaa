import numpy as np
import pytest

from kamgraph import kernels
from kamgraph.kernels import compile as compiling
from matrices import dense_rows


@pytest.fixture(autouse=True)
def _compiled_at_once(monkeypatch):
    monkeypatch.setattr(compiling, "_PATIENCE", 0)


@pytest.fixture(scope="session")
def many_scopes():
    """Return 30 scopes of 10 nodes, two of them sources, with random steps within each."""
    random = np.random.default_rng(1)
    cells = np.zeros((300, 300))
    for first in range(0, 300, 10):
        block = random.random((10, 10)) * (random.random((10, 10)) < 0.3)
        block[:, :2] = 0.0
        cells[first : first + 10, first : first + 10] = block
    np.fill_diagonal(cells, 0.0)
    source = np.arange(300) % 10 < 2
    return np.arange(0, 301, 10), cells, source


@pytest.fixture
def measured(many_scopes):
    """Return a function that gives all results of all kernels."""

    def results():
        starts, cells, source = many_scopes
        steps, back = dense_rows(cells), dense_rows(cells.T)
        stake = np.where(source, 0.0, cells.sum(axis=0))
        reach, hops, before = kernels.find_best_routes(starts, *steps, source)
        moved, whole = dense_rows(cells / 12), np.array([0, len(source)])
        signed = (*moved[:2], moved[2] * np.where(moved[1] % 3, 1.0, -1.0))
        row = np.repeat(np.arange(300), np.diff(moved[0]))
        swayed = (*moved[:2], 0.9999 * signed[2] / np.bincount(row, moved[2])[row])
        stances = np.column_stack([stake, reach, source])
        ways = (False, True)  # of what is too large to eliminate, and too close to 1 to sweep
        row, column = np.nonzero(cells)
        both = dense_rows(cells + cells.T)[:2]
        lines = (dense_rows(np.tril(cells, -1))[:2], dense_rows(np.tril(cells, -1).T)[:2])
        return [
            *(reach, hops, before),
            *kernels.find_losses(steps, back, reach, before, stake, 0.2, ~source),
            kernels.count_truck_factors(starts, steps, back, source, stake),
            kernels.count_disjoint_chains(starts, *back[:2], source, ~source),
            kernels.take_apart(starts, *signed).solve(stances),
            kernels.take_apart(starts, *moved).solve(stake, turned=True),
            *(kernels.take_apart(whole, *signed).solve(stances, turned=way) for way in ways),
            *(kernels.take_apart(whole, *swayed).solve(stances, turned=way) for way in ways),
            kernels.find_circles(steps[:2]),
            kernels.measure_depths(*lines),
            *kernels.count_above(*lines, np.arange(300), whole[:1].repeat(300)),
            kernels.add_up_nearness_without(*both, np.arange(0, 300, 7), source),
            kernels.count_steps_without(*both, np.arange(0, 300, 7), np.array([[5, 17], [8, 9]])),
            kernels.add_up_gains(*both, np.arange(300), np.arange(300) % 5 - 1),
            kernels.measure_steps(*both, np.array([[5, 17], [8, 259]])),
            *kernels.compress_rows(300, row, column // 2, cells[row, column], largest=False),
            *kernels.compress_rows(300, row, column // 2, cells[row, column], largest=True),
        ]

    return results
