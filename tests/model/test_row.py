"""Rows by themselves, judged as in a book."""

import datetime as dt
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

import kamgraph as k
from kamgraph.model import row
from kamgraph.model.entities import TABLES
from strategies import books, few

ANN = {"id": "ann", "name": "Ann", "organization": "acme"}
ENTITIES = {table: getattr(k, entity.__name__) for table, entity in TABLES.items()}


def test_every_table_has_a_public_entity_that_says_what_it_is():
    for table, entity in TABLES.items():
        public = ENTITIES[table]
        assert issubclass(public, entity)
        assert public.__doc__ == entity.__doc__
        assert public.model_fields.keys() == entity.model_fields.keys()


def test_a_row_is_read_as_a_book_reads_it():
    tie = k.Tie(
        source=7, target="bo", kind="认识", strength="信任", since="2026-01-31", until="n/a"
    )
    assert (tie.source, tie.kind, tie.strength) == ("7", "knows", "trusted")
    assert (tie.since, tie.until) == (dt.date(2026, 1, 31), None)
    person = k.Person(**ANN, level="2", susceptibility="0.25", 手机="1")
    assert (person.level, person.susceptibility, person.model_extra) == (2, 0.25, {"手机": "1"})
    assert k.Assessment(person="ann", date="2026-01-01", price=" ACCEPTS ").price == "accepts"


@pytest.mark.parametrize(
    ("entity", "cells", "said"),
    [
        (k.Person, ANN | {"level": 9}, "people, row 1, column level: '9' must be"),
        (k.Person, ANN | {"titel": "CFO"}, "column titel: looks like 'title'"),
        (k.Person, {"id": "ann"}, "column organization: column is missing"),
        (
            k.Person,
            ANN | {"since": "2026-02-01", "until": "2026-01-01"},
            "must be later than since",
        ),
        (
            k.Tie,
            {"source": "a", "target": "b", "kind": "knows", "strength": -0.5},
            "may be negative",
        ),
        (k.Role, {"person": "a", "account": "o", "role": "boss"}, "is no decision role; known are"),
        (k.Goal, {"account": "o", "due": "2026-01-01", "amount": "much"}, "is no number"),
    ],
)
def test_a_row_that_no_book_takes_is_refused_with_the_reason(entity, cells, said):
    for make in (lambda: entity(**cells), lambda: entity.read(cells)):
        with pytest.raises(k.BookError, match=said) as caught:
            make()
        assert caught.value.status == 422


@pytest.mark.parametrize("given", [None, 5, "x", [1], [("id", "x")]])
def test_what_is_no_row_is_refused(given):
    with pytest.raises(k.SourceError, match="a row is a dictionary of its cells"):
        k.Person.read(given)


def test_labels_of_a_policy_are_read_with_it():
    policy = k.Policy(strength_labels={"loose": 0.3})
    cells = {"source": "a", "target": "b", "kind": "influences", "strength": "Loose"}
    assert k.Tie.read(cells, policy=policy).strength == "loose"
    with pytest.raises(k.BookError, match="weak, medium"):
        k.Tie.read(cells)


def test_pydantic_reports_a_wrong_row_among_others_as_its_own_error():
    rows = TypeAdapter(list[k.Person])
    assert rows.validate_json(json.dumps([ANN])) == [k.Person(**ANN)]
    with pytest.raises(ValidationError, match="name: column is missing"):
        rows.validate_python([{"id": "ann", "organization": "acme"}])


@pytest.mark.parametrize("table", TABLES)
def test_the_schema_of_an_entity_stands_alone_and_says_what_that_of_books_does(table):
    alone = TypeAdapter(ENTITIES[table]).json_schema()
    Draft202012Validator.check_schema(alone)
    assert "$ref" not in json.dumps(alone)
    assert alone["required"] == k.json_schema()["$defs"][ENTITIES[table].__name__]["required"]


@few
@given(books(people=4), st.sampled_from([*TABLES]))
def test_the_rows_of_a_book_are_rows_and_make_it_again(found, table):
    held = json.loads(found.to_json())["tables"]
    rows = {
        name: [ENTITIES[name].read(cells) for cells in held[name]] for name in (table, "people")
    }
    assert k.Book.from_tables(held | rows) == found


def test_rows_can_be_kept_and_changed():
    ann = k.Person(**ANN)
    assert pickle.loads(pickle.dumps(ann)) == ann
    assert ann.model_copy(update={"level": 2}).level == 2
    assert row.Row in type(ann).__mro__


def test_a_list_that_is_none_of_rows_is_refused():
    with pytest.raises(k.BookError, match="a row in it no dictionary, but 1"):
        k.Book.from_tables({"people": [1]})
