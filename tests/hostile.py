"""Hostile input: a collection of files, names that try to be markup, and random damage."""

import csv
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import strategies as st

DATA = Path(__file__).resolve().parent / "data"
FOLDER = DATA / "nasty"
TOKENS = (
    *(b"<", b">", b"/>", b"&", b"&#0;", b'"', b"'", b"\\", b"\\u0000", b"{", b"}", b"[", b"]"),
    *(b",", b":", b"\0", b"\r", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"1e400", b"NaN"),
    *(b"-", b"9" * 400, b"<!DOCTYPE a>", b"<!--", b"<![CDATA[", b"<?x ?>", b"<a b='c'>"),
    *(b"_x0000_", b"_xD800_", b"_xFFFE_", b"true", b"null", b"\\ud800"),
)


def hostile(name):
    """Return the path of a file of the collection."""
    return FOLDER / name


def hostile_names():
    """Return names that try to be markup, formulas or more than one line."""
    with (DATA / "hostile_names.csv").open(encoding="utf-8", newline="") as file:
        return [" ".join(row["name"].split()) for row in csv.DictReader(file)]


def refused(error, words, call, *args):
    """Assert that a call ends within five seconds in an error with some words in it."""
    begin = perf_counter()
    with pytest.raises(error, match=words):
        call(*args)
    assert perf_counter() - begin < 5


@st.composite
def damaged(draw, data):
    """Draw the bytes with pieces cut out, put in, doubled or moved."""
    for _ in range(draw(st.integers(1, 4))):
        begin, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        end = min(end, begin + draw(st.sampled_from((0, 1, 5, 100))))
        piece = draw(st.sampled_from((*TOKENS, data[begin:end] * 2, b"")) | st.binary(max_size=3))
        data = data[:begin] + piece + data[end:]
    return data
