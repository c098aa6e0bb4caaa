from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extended import HARD
from kamgraph.sources.graphs.xml_text import content, escaped, quoted, restored

PIECES = st.sampled_from(
    (*HARD, "_", "x", "_x", "005F", "0001", "_x005F_", "x0041_", "\x01", "\ud800")
)
TEXTS = st.lists(PIECES | st.text(st.characters()), max_size=6).map("".join)


@given(TEXTS)
@example("_x005F\x01")
@example("_x0041_x0042_")
def test_every_text_comes_back(text):
    assert restored(escaped(text)) == text


@given(TEXTS)
def test_xml_holds_what_is_escaped(text):
    element = fromstring(f"<a b={quoted(text)}>{content(text)}</a>")  # noqa: S314 - our own text
    assert restored(element.text or "") == restored(element.get("b")) == text


@pytest.mark.parametrize(
    ("text", "escape"),
    [("a\x01", "a_x0001_"), ("_x0041_", "_x005F_x0041_"), ("\ufffe", "_xFFFE_"), ("_x_", "_x_")],
)
def test_the_rule_is_that_of_office(text, escape):
    assert escaped(text) == escape
