import json
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from books import book, from_rows
from hostile import damaged, hostile, refused
from kamgraph.errors import BookError, KamgraphError, SourceError
from kamgraph.model.book import Book
from kamgraph.model.entities import TABLES
from kamgraph.model.frames import frame_rows
from kamgraph.model.versions import VERSION
from strategies import TEXTS, books, few

KEYS = st.sampled_from(("id", "name", "source", "kind", "strength", "since", "level")) | st.text()
ANYTHING = st.characters()  # lone surrogates too
CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(ANYTHING),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
EMPTY = '{"format": "kamgraph-book", "version": 1, "tables": {}}'


def document(**tables):
    return json.dumps(json.loads(EMPTY) | {"tables": tables})


def with_extras(found, name, texts):
    """Return the book with one more column in the table of people."""
    people = found.people
    people[name] = [texts[row % len(texts)] for row in people.index]
    return Book.from_tables(found.to_tables() | {"people": people})


@few
@given(books())
@example(from_rows({}))
@example(book(people="a acme 0001-01-01 9999-12-31; A acme susceptibility=1e-06"))
@example(book(organizations="o customer potential=5e-324 contribution=-0.0"))
def test_a_document_gives_back_the_book(found):
    assert Book.from_json(found.to_json()) == found


def test_a_document_may_come_as_bytes():
    found = book(people="张伟 acme")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert Book.from_json(found.to_json().encode(encoding)) == found


@few
@given(
    books(people=4),
    st.sampled_from(("手机", "a,b", "n'")),
    st.lists(st.sampled_from(TEXTS), min_size=1),
)
def test_other_columns_are_in_the_document(found, name, texts):
    more = with_extras(found, name, texts)
    assert Book.from_json(more.to_json()) == more


@few
@given(books(people=4))
def test_every_row_of_a_document_is_one_of_its_entity(found):
    tables = json.loads(found.to_json())["tables"]
    assert [*tables] == [*TABLES]
    for table, rows in tables.items():
        TypeAdapter(list[TABLES[table]]).validate_json(json.dumps(rows))


def test_numbers_are_written_as_numbers_and_missing_cells_not_at_all():
    found = book(people="ann acme level=2; bo acme", ties="ann influences bo 0.5")
    tables = json.loads(found.to_json())["tables"]
    assert tables["people"][0] == {"id": "ann", "name": "ann", "organization": "acme", "level": 2}
    assert tables["ties"][0]["strength"] == 0.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1"),
        ("{'a': 1}", "line 1, column 2"),
        (EMPTY[:-5], "line 1"),
        ("[]", "a list of values"),
        (EMPTY.replace("1", str(VERSION + 1)), f"version {VERSION + 1}"),
        ('{"format": "kamgraph-book", "version": 1}', "tables"),
        ('{"format": "kamgraph-book", "version": 1, "tables": []}', "tables"),
        (document(people={}), "'people' is not a list"),
        (document(people=[1]), "'people' is not a list"),
        ('{"a": NaN}', "NaN"),
        ('{"a": -Infinity}', "-Infinity"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "'c'"),
        ("[" * 100_000, "deep"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"a": "\xe5\xbc"}', "UTF-8"),
    ],
)
def test_what_is_no_document_is_refused(text, words):
    with pytest.raises(SourceError, match=words):
        Book.from_json(text)


@pytest.mark.parametrize("value", ["1" + "0" * 400, "1" + "0" * 5000, "1e400", "-1e400"])
def test_a_number_too_large_is_a_problem_of_its_row(value):
    text = document(organizations=[{"id": "o", "name": "O", "kind": "vendor", "potential": "N"}])
    with pytest.raises(BookError, match="finite"):
        Book.from_json(text.replace('"N"', value))


@pytest.mark.parametrize("cell", [["a"], {"a": 1}, True, 1.0, "\ud800", "a\0", "", None])
def test_a_cell_of_any_kind_is_a_problem_of_its_row(cell):
    with pytest.raises(BookError) as caught:
        Book.from_json(document(people=[{"id": cell, "name": "N", "organization": "o"}]))
    assert caught.value.problems["column"].tolist() == ["id", "organization"]


@given(st.sampled_from(["people", "ties", "interactions"]), st.dictionaries(KEYS, CONTENT))
@example("people", {})
@example("people", {"": 1})
@example("ties", {"\ud800": "a", "kind": "\ud800", "source": [[]], "strength": {}})
def test_no_content_is_too_strange_to_refuse(table, row):
    with pytest.raises(KamgraphError):
        Book.from_json(document(**{table: [row]}))


@pytest.mark.parametrize("value", ["1e400", "-1e400", "1" + "0" * 4300, "[1]", '{"a": 1}'])
def test_a_column_of_your_own_holds_no_more_than_text_can_tell(value):
    row = {"id": "o", "name": "O", "kind": "vendor"}
    text = document(organizations=[row, row | {"id": "p", "x": "N"}]).replace('"N"', value)
    with pytest.raises(SourceError, match=r"'organizations', row 2, column 'x'.* write it as text"):
        Book.from_json(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"nodes": [], "links": []}', "edges='links'"),
        ('{"nodes": [], "edges": []}', "edges='edges'"),
        ('{"elements": {"nodes": []}}', "cytoscape_graph"),
        ('[{"Id": "1"}]', "list"),
    ],
)
def test_a_document_of_another_kind_is_named(text, words):
    with pytest.raises(SourceError, match=words):
        Book.from_json(text)


@pytest.mark.parametrize("version", [VERSION + 1, "1", None, [[1]], "x" * 10_000])
def test_another_version_is_refused_in_a_short_message(version):
    with pytest.raises(SourceError, match="version") as caught:
        Book.from_json(json.dumps(json.loads(EMPTY) | {"version": version}))
    assert len(str(caught.value)) < 200


def test_a_message_about_many_rows_is_short():
    with pytest.raises(BookError) as caught:
        Book.from_json(document(people=[{"name": "N"}] * 20_000, ties=[{}] * 20_000))
    assert len(str(caught.value)) < 1000


HOSTILE = {
    "deep_array_100k.json": "deep",
    "dup_keys.json": "'id' stands twice",
    "float_overflow.json": "node-link",
    "index_links.json": "node-link",
    "links_to_missing_nodes.json": "node-link",
    "lone_surrogate.json": "node-link",
    "many_empty_nodes.json": "node-link",
    "nan_infinity.json": "NaN is no number in line 1, column 83",
    "ndjson_named_json.json": "NDJSON",
    "trailing_comma.json": "line 1, column 23",
    "truncated.json": r"\(offset 21\); is the file complete",
    "utf16.json": "node-link",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_refused(name):
    refused(SourceError, HOSTILE[name], Book.from_json, hostile(f"json/{name}").read_bytes())


def test_every_hostile_document_is_tried():
    assert {file.name for file in hostile("json").iterdir()} == HOSTILE.keys()


@settings(max_examples=min(400, settings.default.max_examples))
@given(
    damaged(
        book(
            people="a acme level=2; x us", ties="x knows a 0.5", interactions="1 2026-01-01 call a"
        )
        .to_json()
        .encode()
    )
)
def test_damaged_documents_end_in_an_error_of_our_own_or_in_a_book(data):
    with suppress(KamgraphError):
        assert Book.from_json(data)


def test_rows_with_keys_of_their_own_each_are_refused_at_once():
    rows = [{f"key{i}": "x"} for i in range(5000)]
    with pytest.raises(SourceError, match="5,000 rows of 5,000 columns are nearly empty"):
        frame_rows(rows)
