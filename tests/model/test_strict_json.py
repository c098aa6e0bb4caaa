import json
import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import refused
from kamgraph.errors import SourceError
from kamgraph.model.strict_json import parse, quote

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(
    VALUES, st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32")), st.booleans()
)
def test_what_is_json_is_read_in_any_unicode_encoding(value, encoding, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert parse(text) == value
    assert parse(text.encode(encoding)) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("[1,\n 2,]", "line 2, column 4"),
        ('{"a": 1,\n}', "line 2, column 1"),
        ("{'a': 1}", "line 1, column 2"),
        ('{"a": 1}\n{"a": 2}\n', "line 2, column 1 .*NDJSON"),
        ("1 2", "second JSON value"),
        ('[{"id": "C1", "na', r"line 1, column 15 \(offset 14\); is the file complete"),
        ("[1, 2", r"offset 5\); is the file complete"),
        ('[1,\n"NaN", NaN]', r"NaN is no number in line 2, column 8"),
        ("[-Infinity]", "-Infinity is no number in line 1, column 2"),
        (
            '{"a": 1, "b": {"c": 1, "c": 2}}',
            "'c' stands twice in one object, which begins with 'c': 1",
        ),
        ('{"\\ud800\\n": 1, "\\ud800\\n": 2}', r"'\\ud800\\n' stands twice"),
        (b"\xff\xfe\x00", "not UTF-16, at byte offset 2"),
        (b'{"a": "\xe5\xbc"}', "not UTF-8, at byte offset 7; save it as UTF-8"),
        (b"\xef\xbb\xbf\xff", "not UTF-8"),
        ('["\n"]', "line 1, column 3"),
        ("\ufeff[]", "BOM"),
        ("nul", "line 1, column 1"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(text, words):
    with pytest.raises(SourceError, match=words):
        parse(text)


@pytest.mark.parametrize("limit", [None, 10**6])  # without one Python itself would crash
@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000 + "]" * 100_000,
        "[" * 100_000,
        '{"a":' * 100_000,
        '[{"a": ' * 100_000,
        '["]]]]", ' * 100_000,
    ],
)
def test_depth_is_refused_whatever_the_limit_of_recursion(text, limit):
    before = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(limit or before)
        refused(SourceError, "deep", parse, text)
    finally:
        sys.setrecursionlimit(before)


@pytest.mark.parametrize(
    "value",
    [
        ["[" * 1000, '\\"[', {"}": "{" * 1000}],
        [[1, [2]] for _ in range(200)],
        [{"a": {"b": {}}} for _ in range(200)],
    ],
)
def test_many_brackets_are_not_deep(value):
    assert parse(json.dumps(value)) == value


def test_a_hundred_levels_are_read_and_one_more_is_not():
    assert parse("[" * 100 + "]" * 100)
    with pytest.raises(SourceError, match="more than 100 levels"):
        parse("[" * 101 + "]" * 101)


@pytest.mark.parametrize("text", ['"' + '\\"' * 200_000, '"' * 200_001, "[" * 60 + '"\\' * 200_000])
def test_open_strings_take_no_time(text):
    refused(SourceError, "line 1", parse, text)


@pytest.mark.parametrize("digits", ["1e400", "1" + "0" * 4300, "1" + "0" * 400])
def test_a_number_out_of_range_is_infinite(digits):
    assert parse(digits) == math.inf
    assert parse("-" + digits) == -math.inf


def test_what_is_shown_is_short_and_printable():
    assert quote("a\n\ud800") == r"'a\n\ud800'"
    assert len(quote("x" * 1000)) == 80
