import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.kernels import compress_rows
from kamgraph.kernels import core as cores
from kamgraph.kernels.factors import factorise, solve_factors
from matrices import dense_rows, influences

pytestmark = pytest.mark.kernels

NEAR_ONE = [0.5, 0.99, 1 - 1e-6, 1 - 1e-10]


def moved(size, pairs, susceptibility, sign=None):
    """Return compressed rows in which all who move somebody do so alike."""
    row, column = np.array(pairs, dtype=np.int64).T
    value = susceptibility / np.bincount(row, minlength=size)[row]
    return compress_rows(size, row, column, value * (1 if sign is None else sign), largest=False)


def tangle(size, degree, susceptibility, seed, *, signed):
    random = np.random.default_rng(seed)
    row, column = np.repeat(np.arange(size), degree), random.integers(0, size, size * degree)
    pairs = np.column_stack([row, column])[row != column]
    sign = random.choice([-1, 1], len(pairs)) if signed else None
    return moved(size, pairs, susceptibility, sign)


def dense(rows):
    ptr, idx, val = rows
    cells = np.zeros((len(ptr) - 1, len(ptr) - 1))
    cells[np.repeat(np.arange(len(cells)), np.diff(ptr)), idx] = val
    return cells


def settle(rows, stances):
    """Return where stances settle, and how far the rows leave people their own."""
    own = 1 - np.abs(dense(rows)).sum(axis=1)
    return solve_factors(factorise(*rows), own[:, None] * stances), own


@given(influences(), st.integers(0, 2**32 - 1))
def test_factors_solve_both_systems(drawn, seed):
    matrix, own = drawn
    right = np.random.default_rng(seed).uniform(-1, 1, (len(matrix), 3))
    factors, system = factorise(*dense_rows(matrix)), np.eye(len(matrix)) - matrix
    tolerance = 1e-13 / (1 - np.abs(matrix).sum(axis=1).max())
    settled = solve_factors(factors, own[:, None] * right)
    np.testing.assert_allclose(system @ settled, own[:, None] * right, atol=tolerance)
    lever = solve_factors(factors, right, turned=True)
    np.testing.assert_allclose(system.T @ lever, right, atol=tolerance)


@pytest.mark.long
@pytest.mark.parametrize("susceptibility", NEAR_ONE)
@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("small", [2000, 10])  # a core solved as such, and by projection
def test_a_core_agrees_with_a_dense_solution(monkeypatch, susceptibility, signed, small):
    monkeypatch.setattr(cores, "_SMALL", small)
    rows = tangle(300, 4, susceptibility, 3, signed=signed)
    stances = np.random.default_rng(1).uniform(-1, 1, (300, 2))
    settled, own = settle(rows, stances)
    assert len(factorise(*rows).core.nodes) > 50
    system = np.eye(300) - dense(rows)
    tolerance = 1e-14 / (1 - susceptibility) + 1e-13
    expected = np.linalg.solve(system, own[:, None] * stances)
    np.testing.assert_allclose(settled, expected, atol=tolerance)
    weight = np.random.default_rng(2).random((300, 1)) / 300
    lever = solve_factors(factorise(*rows), weight, turned=True)
    power = np.linalg.solve(system.T, weight) * own[:, None]
    np.testing.assert_allclose(own[:, None] * lever, power, atol=tolerance)


@pytest.mark.parametrize("small", [2000, 10])
def test_where_everybody_moves_everybody_all_is_core(monkeypatch, small):
    monkeypatch.setattr(cores, "_SMALL", small)
    random = np.random.default_rng(4)
    cells = random.uniform(0.1, 1, (90, 90)) * (1 - np.eye(90))
    cells *= 0.9999 / cells.sum(axis=1)[:, None]
    stances = random.uniform(-1, 1, (90, 2))
    rows = dense_rows(cells)
    assert len(factorise(*rows).core.nodes) == 90
    settled, own = settle(rows, stances)
    expected = np.linalg.solve(np.eye(90) - cells, own[:, None] * stances)
    np.testing.assert_allclose(settled, expected, atol=1e-10)


@pytest.mark.parametrize("susceptibility", NEAR_ONE)
@pytest.mark.parametrize("size", [2, 7, 20_000])
def test_a_ring_settles_at_its_closed_form(susceptibility, size):
    # x_j = own * sum of pull^k s_(j - k) over k below the size, over 1 - pull^size.
    pull, stances = susceptibility, np.zeros(size)
    stances[0] = 1
    ring = moved(size, [((i + 1) % size, i) for i in range(size)], pull)
    settled = solve_factors(factorise(*ring), (1 - pull) * stances[:, None])
    expected = (1 - pull) * pull ** np.arange(size) / -np.expm1(size * np.log1p(pull - 1))
    np.testing.assert_allclose(settled[:, 0], expected, rtol=1e-11, atol=0)


@pytest.mark.parametrize("shape", ["chain", "star", "ring"])
def test_of_chains_stars_and_rings_no_core_is_left(shape):
    size = 5000
    ends = {
        "chain": [(i, i + 1) for i in range(size - 1)],
        "star": [(i, 0) for i in range(1, size)],
        "ring": [(i, (i + 1) % size) for i in range(size)],
    }[shape]
    rows = moved(size, [*ends, *(pair[::-1] for pair in ends)], 1 - 1e-10)
    factors = factorise(*rows)
    assert not len(factors.core.nodes)
    own = 1 - np.bincount(np.repeat(np.arange(size), np.diff(rows[0])), rows[2])
    np.testing.assert_allclose(solve_factors(factors, own[:, None]), 1, atol=1e-12)


def test_whom_others_move_altogether_settles_where_they_do():
    rows = compress_rows(3, *map(np.array, ([0, 1, 2], [1, 0, 0], [1.0, 0.5, 0.0])), largest=False)
    settled = solve_factors(factorise(*rows), np.array([[0.0], [0.5], [1.0]]))
    np.testing.assert_allclose(settled[:, 0], [1, 1, 1])
