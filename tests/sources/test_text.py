"""Bytes to characters: by mark, by what the caller says, else strictly UTF-8."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamgraph.errors import SourceError
from kamgraph.sources.text import decode

TEXT = "id,name\n1,张伟\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_a_byte_order_mark_tells_the_encoding(encoding):
    assert decode(TEXT.encode(encoding), "t.csv") == TEXT


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le"])
def test_the_caller_tells_any_other_encoding(encoding):
    text = TEXT.replace("张伟", "王三")
    assert decode(text.encode(encoding), "t.csv", encoding) == text


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        (
            TEXT.encode("gbk"),
            None,
            r"line 2: not UTF-8, at byte offset 10; save .* encoding= it .*\('张伟'\), .*cp1252",
        ),
        (TEXT.encode() + b"2,\xff", None, "line 3: .*before is UTF-8, so this place is damaged"),
        (TEXT.encode("utf-16-le"), None, "line 1: holds a NUL .*encoding='utf-16-le'"),
        (b"a\r\nb\rc\n\xff", "ascii", "line 4: not ASCII, at byte offset 7; save"),
        (b"a", "klingon", "encoding 'klingon' is unknown"),
        (b"a", "hex", "encoding 'hex' is unknown"),
        (b"a", "a\0", r"encoding 'a\\x00' is unknown"),
        (b"+2AA-", "utf-7", "not UTF-7"),
        (b"\xef\xbb\xbf\xff", None, "line 1: not UTF-8"),
        (b"a\nb\0", None, "line 2: holds a NUL"),
    ],
)
def test_nothing_is_guessed(data, encoding, words):
    with pytest.raises(SourceError, match=words):
        decode(data, "t.csv", encoding)


@given(st.binary(max_size=30), st.sampled_from([None, "gb18030", "big5", "utf-7", "idna"]))
@example(b"\xff\xfe\x00", None)
def test_any_bytes_are_text_or_refused(data, encoding):
    with contextlib.suppress(SourceError):
        assert "\0" not in decode(data, "t.csv", encoding)
