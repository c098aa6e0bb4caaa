"""That many texts are plain lines: the same answer as by looking at each of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.model.lines import are_lines

PLAIN = st.text("aB9 é王=+\n\t\u00a0\u200b\ud800", max_size=4)


@given(st.lists(PLAIN, max_size=5))
def test_all_are_lines_if_each_is_one(texts):
    each = [text.isprintable() and text == text.strip() for text in texts]
    assert are_lines(texts) == all(each)


@given(st.lists(PLAIN, max_size=5))
def test_none_may_hold_what_is_refused_nor_begin_with_it(texts):
    held = any("9+" in text or text.startswith("=") for text in texts)
    assert are_lines(texts, without=["9+", "\n="]) == (are_lines(texts) and not held)


@pytest.mark.parametrize("texts", [[], [""], ["", "one", ""]])
def test_nothing_is_a_line_too(texts):
    assert are_lines(texts)
