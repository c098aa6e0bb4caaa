"""Records read many at once, beside the same ones read one by one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.errors import SourceError
from kamgraph.sources.limits import Limits
from kamgraph.sources.records import parse_records
from kamgraph.sources.records.json_stream import JsonStream

NAMES = st.sampled_from(["id", "name", "total", "error", "next", "a.b", "@odata.nextLink", "x"])
PLAIN = st.one_of(
    st.text(max_size=5),
    st.sampled_from(["}", "{", "},{", "}\n{", '"', "[", "true", "\ud800", "é"]),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
)
VALUES = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(NAMES, PLAIN, max_size=2)
RECORDS = st.lists(st.dictionaries(NAMES, VALUES, max_size=4), min_size=1, max_size=8)
PLAIN_RECORDS = st.lists(st.dictionaries(NAMES, PLAIN, max_size=4), min_size=1, max_size=8)
SPELLINGS = st.sampled_from([{}, {"separators": (",", ":")}, {"indent": 1}])


def outcome(text, *, in_lines, size, one_by_one=False):
    """Return the tables of a document that comes in blocks, or what is said of it."""
    data = text.encode("utf-8", "surrogatepass")
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    with pytest.MonkeyPatch.context() as patch:
        if one_by_one:
            patch.setattr(JsonStream, "_take_plain", lambda *_: [])
        try:
            tables = parse_records(blocks, "p", "n", in_lines=in_lines, limits=Limits(rows=6))
        except (SourceError, IndexError) as error:
            return str(error)
    return [(one.name, [*one.cells], one.cells.to_numpy().tolist(), one.lines.tolist()) for one in tables]  # fmt: skip


def is_alike(text, *, in_lines, size):
    both = [outcome(text, in_lines=in_lines, size=size, one_by_one=one) for one in (False, True)]
    return both[0] == both[1]


@given(PLAIN_RECORDS | RECORDS, SPELLINGS, st.booleans(), st.integers(1, 90), st.data())
def test_read_many_at_once_as_one_by_one(records, spelling, in_lines, size, data):
    if in_lines:
        spelling = {key: value for key, value in spelling.items() if key != "indent"}
    spelled = [json.dumps(record, **spelling) for record in records]
    text = "\n".join(spelled) if in_lines else json.dumps(records, **spelling)
    assert is_alike(text, in_lines=in_lines, size=size)
    at = data.draw(st.integers(0, len(text)))
    more = data.draw(st.sampled_from(["", "\n", ",", "}", "{", '"', "]", " ", "\r\n"]))
    damaged = text[:at] + more + text[at + data.draw(st.integers(0, 2)) :]
    assert is_alike(damaged, in_lines=in_lines, size=size)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}, {"a": 2}\n{"a": 3}\n',
        '{"a": 1},\n{"a": 2}\n',
        '{"a": [{"b": 1}\n{"c": 2}]}\n',
        '{"a": 1, "a": 2}\n{"a": 3}\n',
        '{"a": 1} {"a": 2}\n{"a": 3}\n',
        '{"a": 1}\n\n{"a": 2}\n',
        '{"a": NaN}\r\n{"a": -Infinity}\r\n',
        '{"a": true}\n{"a": {"id": false}}\n',
        '{"id": 1}\n{"error": "gone"}\n',
    ],
)
@pytest.mark.parametrize("size", [5, 1000])
def test_read_hostile_lines_as_one_by_one(text, size):
    assert is_alike(text, in_lines=True, size=size)


def test_spell_truth_values_of_many_records_as_of_one():
    text = '{"id": "1", "gone": false}\n{"id": "2", "gone": true}\n{"id": "3", "gone": null}\n'
    (found,) = parse_records([text.encode()], "p", "n", in_lines=True)
    assert found.cells["gone"].tolist() == ["false", "true", ""]
    assert found.lines.tolist() == [1, 2, 3]


def test_take_all_whole_lines_that_are_there(monkeypatch):
    """Without this, the laws above would hold of a reader that takes none of them."""
    taken = []
    take = JsonStream._take_plain

    def count(self, *given):
        taken.append(len(found := take(self, *given)))
        return found

    monkeypatch.setattr(JsonStream, "_take_plain", count)
    lines = '{"id": 1, "text": "[true]"}\n' * 5
    parse_records([lines.encode()], "p", "n", in_lines=True)
    assert taken[0] == 5
    parse_records([b'[{"id": 1}, {"id": 2}, {"id": 3}]'], "p", "n")
    assert 2 in taken
