import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kamgraph.model.sorting import count_alike, list_distinct, list_others

numbers = arrays.arrays(st.sampled_from([np.int32, np.int64]), st.integers(0, 20))


@given(numbers, numbers)
def test_distinct_numbers_are_those_of_numpy(one, other):
    found = list_distinct(one)
    np.testing.assert_array_equal(found, np.unique(one))
    assert found.dtype == one.dtype
    np.testing.assert_array_equal(
        list_others(found, list_distinct(other)), np.setdiff1d(one, other)
    )


@given(st.lists(st.integers(0, 9)))
def test_alike_ones_are_counted(some):
    assert count_alike(np.array(some, dtype=np.int64)).tolist() == [some.count(one) for one in some]


def test_the_least_number_has_none_before_it():
    least = np.array([np.iinfo(np.int64).min, 0, np.iinfo(np.int64).min])
    assert list_distinct(least).tolist() == [np.iinfo(np.int64).min, 0]
