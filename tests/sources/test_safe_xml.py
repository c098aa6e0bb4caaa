import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamgraph.errors import SourceError
from kamgraph.sources import safe_xml
from kamgraph.sources.limits import Limits

BLOCK = 2**16


def list_elements(*blocks, names=("a", "b"), depth=100):
    return safe_xml.list_elements(blocks, names, place="x.xml", limits=Limits(depth=depth))


def test_elements_come_in_their_order_without_their_namespaces():
    text = b'<p:a xmlns:p="n"><b x="1"/><c/><p:b p:y="2"/></p:a>'
    found = [("a", {}), ("b", {"x": "1"}), ("b", {"n}y": "2"})]
    assert list_elements(text) == found
    assert list_elements(*(text[at : at + 1] for at in range(len(text)))) == found
    assert list_elements("<a><b x='张'/></a>".encode("utf-16")) == [("a", {}), ("b", {"x": "张"})]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"<a>", r"x\.xml: not well-formed XML: no element found"),
        (b"", "not well-formed"),
        (b"<a/><b/>", "not well-formed"),
        (b"<a>&x;</a>", "not well-formed XML: undefined entity"),
        (b"<a>\x01</a>", "not well-formed"),
        (b"<!DOCTYPE a><a/>", "holds a DTD"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "holds a DTD"),
        (b'<!DOCTYPE a SYSTEM "http://x.invalid/x.dtd"><a/>', "holds a DTD"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "holds a DTD"),
        (b'<!DOCTYPE a [<!ENTITY % x "y"> %x;]><a/>', "holds a DTD"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "in the encoding utf-7; save it as UTF-8"),
        (b'<?xml version="1.0" encoding="gb18030"?><a/>', "in the encoding gb18030"),
        (b'<?xml version="1.0" encoding="no_such"?><a/>', "in the encoding no_such"),
        (b"<a>" * 101 + b"</a>" * 101, "nested more than 100 deep"),
    ],
)
def test_what_may_do_harm_is_refused(text, words):
    with pytest.raises(SourceError, match=words):
        list_elements(text)


def test_elements_may_be_as_deep_as_the_limit_and_many_in_a_row():
    assert len(list_elements(b"<a>" * 100 + b"</a>" * 100)) == 100
    assert len(list_elements(b"<a>" + b"<b/>" * 1_000 + b"</a>", depth=2)) == 1_001


@pytest.mark.parametrize("begin", [b"<a><!--", b'<a b="', b"<a><?b "])
def test_a_tag_that_never_ends_is_refused(begin):
    with pytest.raises(SourceError, match="longer than 1,048,576 bytes"):
        list_elements(begin, *[b"x" * BLOCK] * 100)


@given(st.binary(max_size=60) | st.text("<>/!?&;[]\"'= aDOCTYPE-", max_size=60).map(str.encode))
@example(b'<?xml version="1.0" encoding="zip"?>')
def test_no_bytes_are_too_strange_to_refuse(data):
    try:
        list_elements(data)
    except SourceError as error:
        assert str(error).startswith("x.xml")  # noqa: PT017 - most are refused, not all
