from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extra_columns import HARD
from kamgraph.sources.graphs.xml_text import escape, unescape

PIECES = st.sampled_from(
    (*HARD, "_", "x", "_x", "005F", "0001", "_x005F_", "x0041_", "\x01", "\ud800")
)
TEXTS = st.lists(PIECES | st.text(st.characters()), max_size=6).map("".join)


@given(TEXTS)
@example("_x005F\x01")
@example("_x0041_x0042_")
def test_every_text_comes_back(text):
    assert unescape(escape(text)) == text


@given(TEXTS)
def test_xml_holds_what_is_escaped(text):
    element = Element("a", b=escape(text))
    element.text = escape(text)
    element = fromstring(tostring(element))  # noqa: S314 - our own text
    assert unescape(element.text or "") == unescape(element.get("b")) == text


@pytest.mark.parametrize(
    ("text", "spelling"),
    [("a\x01", "a_x0001_"), ("_x0041_", "_x005F_x0041_"), ("\ufffe", "_xFFFE_"), ("_x_", "_x_")],
)
def test_the_rule_is_that_of_office(text, spelling):
    assert escape(text) == spelling
