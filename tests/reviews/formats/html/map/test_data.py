"""Data in a page can end nothing but itself."""

import json
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from kamgraph.reviews.formats.html.pool import Pool
from kamgraph.reviews.formats.html.templates import load_templates

NASTY = st.sampled_from(["</script>", "<!--", "<script", "]]>", "\u2028", "\u2029", "&lt;", "\\"])
DATA = st.recursive(
    st.text() | NASTY | st.integers() | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | NASTY, inner),
    max_leaves=8,
)


class Scripts(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, _attrs):
        self.seen.append(tag)

    def handle_data(self, data):
        self.seen.append(data)


def script_data(name, data):
    return load_templates().get_template("macros.html.j2").module.script_data(name, data)


@settings(max_examples=50)
@given(DATA)
def test_it_is_read_back_as_it_was(data):
    tag, text = Scripts(script_data("data", data)).seen
    assert tag == "script"
    assert json.loads(text) == data
    assert not {"<", ">", "\u2028", "\u2029"} & set(text)


@given(st.lists(st.lists(st.integers(0, 3), max_size=3)))
def test_a_pool_tells_each_value_once(values):
    pool = Pool()
    numbers = [pool.number(value) for value in values]
    assert [pool.values[number] for number in numbers] == values
    assert len(pool.values) == len({tuple(value) for value in values})
