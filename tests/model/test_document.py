import json

import pandas as pd
import pytest
from hypothesis import given, settings

import kamgraph as k
from books import book
from kamgraph.model.entities import TABLES
from strategies import books

few = settings(max_examples=min(60, settings.default.max_examples // 8))
FACTS = book(people="ann acme level=2", assessments="ann 2026-01-31 5 prefers -")


def document(**row):
    tables = {"organizations": [{"id": "A", "name": "A", "kind": "customer"}], "people": [row]}
    return json.dumps({"format": "kamgraph-book", "version": 1, "tables": tables})


@few
@given(books())
def test_json_gives_back_what_was_written(drawn):
    assert k.Book.from_json(drawn.to_json()) == drawn


def test_numbers_are_numbers_and_labels_labels():
    row = json.loads(FACTS.to_json())["tables"]["assessments"][0]
    assert row == {"person": "ann", "date": "2026-01-31", "relationship": 5, "solution": "prefers"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1, 2]", "not the document of a book"),
        ('{"format": "kamgraph-book", "version": 2, "tables": {}}', "version 2"),
        ('{"format": "kamgraph-book", "version": 1}', "no object"),
        ('{"format": "kamgraph-book", "version": 1, "tables": {"people": 1}}', "not a list"),
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": Infinity}', "Infinity is no number"),
        ('{"a": 1,}', "line 1, column 9"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_document_is_refused(text, said):
    with pytest.raises(k.SourceError, match=said):
        k.Book.from_json(text)


def test_bytes_that_are_not_utf_8():
    with pytest.raises(k.SourceError, match="UTF-8"):
        k.Book.from_json(b'{"a": "\xff"}')


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": 1, "name": "x", "organization": "A"}, "must be text"),
        ({"id": True, "name": "x", "organization": "A"}, "must be text"),
        ({"id": "p", "name": "x", "organization": "A", "level": 1e400}, "level"),
        ({"id": "p", "name": "\ud800", "organization": "A"}, "surrogate"),
    ],
)
def test_bad_values_are_rows_of_a_book_error(row, said):
    text = document(**row).replace("Infinity", "1e400")
    with pytest.raises(k.BookError, match=said):
        k.Book.from_json(text)


def test_the_schema_describes_what_is_written():
    schema = k.json_schema()
    tables = schema["$defs"]["Tables"]["properties"]
    assert list(tables) == list(TABLES)
    written = json.loads(FACTS.to_json())
    assert set(written) == set(schema["properties"])
    person = schema["$defs"]["Person"]
    assert person["required"] == ["id", "name", "organization"]
    assert set(written["tables"]["people"][0]) <= set(person["properties"])


def test_missing_values_are_left_out():
    row = json.loads(FACTS.to_json())["tables"]["people"][0]
    assert row == {"id": "ann", "name": "ann", "organization": "acme", "level": 2}
    assert pd.isna(FACTS.people["title"].iloc[0])
