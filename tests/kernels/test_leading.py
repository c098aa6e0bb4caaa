import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kamgraph import kernels
from matrices import dense_rows

pytestmark = pytest.mark.kernels

FOUR = arrays(float, (5, 5), elements=st.floats(0.05, 1))


@given(FOUR)
def test_it_is_the_leading_eigenvector(drawn):
    matrix = np.triu(drawn, 1) + np.triu(drawn, 1).T
    found = kernels.find_leading(np.array([0, 5]), *dense_rows(matrix))
    values = np.linalg.eigvalsh(matrix)
    assert found.max() == 1
    assert matrix @ found == pytest.approx(values[-1] * found, abs=1e-9)


def test_each_scope_is_solved_for_itself():
    pair, alone = np.array([[0, 0.5], [0.5, 0]]), np.zeros((1, 1))
    whole = np.zeros((5, 5))
    whole[:2, :2], whole[3:, 3:] = pair, pair / 9
    found = kernels.find_leading(np.array([0, 2, 3, 5]), *dense_rows(whole))
    assert found.tolist() == [1, 1, 0, 1, 1]
    assert kernels.find_leading(np.array([0, 1]), *dense_rows(alone)).tolist() == [0]


def test_two_who_know_nobody_else_do_not_take_turns():
    star = np.zeros((3, 3))
    star[0, 1:] = star[1:, 0] = 0.5
    found = kernels.find_leading(np.array([0, 3]), *dense_rows(star))
    assert found == pytest.approx([1, 2**-0.5, 2**-0.5])
