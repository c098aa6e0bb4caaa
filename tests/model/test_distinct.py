import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.model.columnar.texts import Texts
from kamgraph.model.distinct import Distinct, are_among
from kamgraph.model.dtypes import TEXT

TEXTS = st.lists(st.sampled_from(["a", "b", "é", "c ", None]), max_size=6)


@given(TEXTS, TEXTS)
def test_what_is_among_others_is_found_and_nothing_never_is(values, others):
    rows = pd.Series(values, range(3, 3 + len(values)), dtype=TEXT)
    found = are_among(rows, pd.Series(others, dtype=TEXT))
    assert found.tolist() == [value is not None and value in others for value in values]
    assert found.index.equals(rows.index)


@pytest.mark.parametrize(
    ("column", "members"),
    [
        (pd.Series(["b", None, "a", "b"], dtype=TEXT), ["b", "a"]),
        (pd.Series([0.5, np.nan, -0.0, 0.0]), [0.5, 0.0]),
        (pd.Series([1, None, 2**60, 1], dtype="Int64"), [1, 2**60]),
        (
            pd.Series(["0001-01-01", None, "9999-12-31", None], dtype="M8[s]"),
            ["0001-01-01", "9999-12-31"],
        ),
        (pd.Series([1, True, None, 1.0], dtype=object), [1, True, 1.0]),
        (pd.Series([None, None], dtype=TEXT), []),
        (pd.Series([], dtype=TEXT), []),
    ],
)
def test_each_value_is_there_once_and_each_row_finds_its_own(column, members):
    found = Distinct.of(column)
    assert [*map(repr, found.members)] == [*map(repr, members)]
    spread = found.map(str, missing="none").tolist()
    assert [one == "none" for one in spread] == column.isna().tolist()
    days = column.dtype.kind == "M"
    plain = [str(one.date()) if days else str(one) for one in column.dropna()]
    assert [one.replace("-0.0", "0.0") for one in plain] == [one for one in spread if one != "none"]


@given(TEXTS, st.lists(st.booleans(), max_size=6))
def test_of_cells_as_a_book_holds_them_only_what_a_row_holds_is_there(values, kept):
    # Rows that were taken out leave their texts behind.
    rows = np.flatnonzero(np.array((kept + [False] * len(values))[: len(values)], dtype=bool))
    cells = Texts.of(pd.array(values, dtype=TEXT)).take(rows)
    found = Distinct.of_cells(cells)
    assert {*found.members} == {values[row] for row in rows} - {None}
    assert found.spread(found.members, missing=None).tolist() == [values[row] for row in rows]
