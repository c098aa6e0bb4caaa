import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kamgraph.model.day import are_days


@given(
    st.lists(st.dates().map(str) | st.sampled_from(["2023-02-30", "0000-01-01", "2024-1-2", ""]))
)
def test_texts_are_days_where_each_one_is(texts):
    def is_day(text):
        try:
            return dt.date.fromisoformat(text) is not None and len(text) == len("2024-01-02")
        except ValueError:
            return False

    assert are_days(texts) == all(map(is_day, texts))
