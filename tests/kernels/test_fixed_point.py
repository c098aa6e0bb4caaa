import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamgraph import kernels
from matrices import dense_rows, influences

pytestmark = pytest.mark.kernels

EXAMPLES = json.loads(Path(__file__).parents[1].joinpath("data/worked_examples.json").read_text())


def draw_sparse(random, size, most):
    """Draw about four cells a row, whose sums are at most so much."""
    cells = random.random((size, size)) * (random.random((size, size)) < 4 / size)
    return most * cells / cells.sum(axis=1).max()


def take_apart(matrix):
    return kernels.take_apart(np.array([0, len(matrix)]), *dense_rows(matrix))


def solve(matrix, own):
    return take_apart(matrix).solve(own)


def lever(matrix, weight):
    return take_apart(matrix).solve(weight, turned=True)


@pytest.mark.parametrize("case", EXAMPLES["friedkin_johnsen"]["cases"])
def test_the_published_equilibria_to_their_printed_digits(case):
    weights = np.array(EXAMPLES["friedkin_johnsen"]["W"])
    susceptibility = 1 - np.diag(weights)
    first = np.array(case["x0"], dtype=float)
    fixed = (1 - susceptibility) * first
    settled = solve(susceptibility[:, None] * weights, fixed[:, None])[:, 0]
    digits = 0 if "xinf_rounded0" in case else 1
    np.testing.assert_array_equal(np.round(settled, digits), case[f"xinf_rounded{digits}"])


def test_the_published_total_influence():
    weights = np.array(EXAMPLES["friedkin_johnsen"]["W"])
    susceptibility = 1 - np.diag(weights)
    total = solve(susceptibility[:, None] * weights, np.diag(1 - susceptibility))
    printed = EXAMPLES["friedkin_johnsen"]["total_influence_V_computed"]
    np.testing.assert_allclose(total, printed, atol=5.1e-4)


@given(influences(), st.integers(0, 2**32 - 1))
@example((np.zeros((1, 1)), np.ones(1)), 0)
def test_both_solvers_agree_with_a_dense_inverse(drawn, seed):
    matrix, own = drawn
    stances = np.random.default_rng(seed).uniform(-1, 1, (len(matrix), 3))
    weight = np.random.default_rng(seed).uniform(0, 1, len(matrix))
    inverse = np.linalg.inv(np.eye(len(matrix)) - matrix)
    tolerance = 1e-13 / (1 - np.abs(matrix).sum(axis=1).max())
    np.testing.assert_allclose(
        solve(matrix, own[:, None] * stances), inverse @ (own[:, None] * stances), atol=tolerance
    )
    np.testing.assert_allclose(lever(matrix, weight), inverse.T @ weight, atol=10 * tolerance)


@pytest.mark.parametrize("size", [1, 2, 30, 90, 300])  # the last is swept
@pytest.mark.parametrize("susceptibility", [0.05, 0.5, 0.9])
def test_small_and_large_scopes_agree_with_a_dense_solution(size, susceptibility):
    random = np.random.default_rng(size)
    raw = random.uniform(-1, 1, (size, size)) * (random.random((size, size)) < 4 / size)
    np.fill_diagonal(raw, 0.0)
    matrix = susceptibility * raw / np.maximum(1.0, np.abs(raw).sum(axis=1))[:, None]
    fixed, weight = random.uniform(-1, 1, (size, 3)), random.random(size) / size
    system = np.eye(size) - matrix
    np.testing.assert_allclose(solve(matrix, fixed), np.linalg.solve(system, fixed), atol=1e-13)
    np.testing.assert_allclose(lever(matrix, weight), np.linalg.solve(system.T, weight), atol=1e-13)


@pytest.mark.parametrize("size", [30, 300])  # the last is swept
def test_each_right_side_is_solved_for_itself_bit_for_bit(size):
    random = np.random.default_rng(size)
    system = take_apart(draw_sparse(random, size, 0.5))
    sides = random.uniform(-1, 1, (size, 4))
    for turned in (False, True):
        alone = [system.solve(side, turned=turned) for side in sides.T]
        found = system.solve(sides, turned=turned)
        if size < 300:  # who sweeps looks at all sides before it stops
            np.testing.assert_array_equal(found, np.column_stack(alone))
        np.testing.assert_allclose(found, np.column_stack(alone), atol=1e-13)


def test_scopes_of_every_way_are_solved_side_by_side():
    random = np.random.default_rng(1)
    blocks = [draw_sparse(random, size, 0.5) for size in (300, 20, 300, 8)]
    blocks[2] *= 0.9999 / 0.5  # too close to 1 to sweep
    starts = np.cumsum([0, *map(len, blocks)])
    whole = np.zeros((starts[-1], starts[-1]))
    for block, first in zip(blocks, starts, strict=False):
        whole[first : first + len(block), first : first + len(block)] = block
    sides = random.uniform(-1, 1, (len(whole), 2))
    system = kernels.take_apart(starts, *dense_rows(whole))
    assert len(system.swept.nodes) == 300
    assert len(system.large) == 1
    for turned in (False, True):
        alone = [
            take_apart(block).solve(sides[first : first + len(block)], turned=turned)
            for block, first in zip(blocks, starts, strict=False)
        ]
        np.testing.assert_array_equal(system.solve(sides, turned=turned), np.vstack(alone))


@given(influences(), st.integers(0, 2**32 - 1))
def test_the_equilibrium_solves_its_equation(drawn, seed):
    matrix, own = drawn
    stances = np.random.default_rng(seed).uniform(-1, 1, (len(matrix), 3))
    settled = solve(matrix, own[:, None] * stances)
    residual = settled - matrix @ settled - own[:, None] * stances
    assert np.abs(residual).max() <= 1e-9


@given(influences())
def test_rows_of_total_influence_are_at_most_one(drawn):
    matrix, own = drawn
    total = solve(matrix, np.diag(own))
    assert (np.abs(total).sum(axis=1) <= 1 + 1e-9).all()


@given(influences(signed=False))
def test_rows_of_total_influence_are_one_without_negative_ties(drawn):
    matrix, own = drawn
    np.testing.assert_allclose(solve(matrix, np.diag(own)).sum(axis=1), 1.0, atol=1e-9)


@given(influences(), influences())
def test_a_scope_is_solved_for_itself_bit_for_bit(one, other):
    stances = np.linspace(-1, 1, 3 * (len(one[0]) + len(other[0]))).reshape(-1, 3)
    first = one[1][:, None] * stances[: len(one[0])]
    second = other[1][:, None] * stances[len(one[0]) :]
    (ptr, idx, val), (ptr2, idx2, val2) = dense_rows(one[0]), dense_rows(other[0])
    size = len(one[0])
    rows = (
        np.concatenate([ptr, ptr2[1:] + ptr[-1]]),
        np.concatenate([idx, idx2 + size]),
        np.concatenate([val, val2]),
    )
    starts = np.array([0, size, size + len(other[0])])
    both = kernels.take_apart(starts, *rows).solve(np.vstack([first, second]))
    np.testing.assert_array_equal(both[:size], solve(one[0], first))
    np.testing.assert_array_equal(both[size:], solve(other[0], second))


@pytest.mark.skipif(
    os.environ.get("NUMBA_DISABLE_JIT") == "1",
    reason="hundreds of millions of steps need the compiler",
)
def test_slow_mixing_in_a_large_scope_still_settles():
    # Too large to eliminate, two people who hardly hold an own view each: only sweeps are left.
    size, pull = 2001, 1 - 1e-4
    cells = np.zeros((size, size))
    cells[0, 1] = cells[1, 0] = pull
    own = 1 - np.abs(cells).sum(axis=1)
    fixed = np.zeros((size, 1))
    fixed[0] = own[0]
    settled = solve(cells, fixed)
    expected = np.linalg.solve(np.eye(2) - cells[:2, :2], fixed[:2])
    np.testing.assert_allclose(settled[:2], expected, atol=1e-9)
