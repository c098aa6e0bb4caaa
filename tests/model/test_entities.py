import math

import pytest
from pydantic import ValidationError

from kamgraph.model.entities import TABLES, Person, Tie
from kamgraph.model.tables import nature, unique_key

ANN = {"id": "ann", "name": "Ann", "organization": "acme"}
LINE = {"source": "bo", "target": "ann", "kind": "reports_to"}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_what_it_is(table):
    fields = TABLES[table].model_fields.values()
    assert all(field.description and field.description.endswith(".") for field in fields)


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_columns(table):
    assert {*unique_key(table), *nature(table).key} <= set(TABLES[table].model_fields)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", ""),
        ("id", " ann"),
        ("id", "ann\u3000"),
        ("id", "a\nb"),
        ("id", 7),
        ("name", "\x00"),
        ("name", "two\nlines"),
        ("name", "\ud800"),
        ("level", 0),
        ("level", 6),
        ("level", 2.5),
        ("susceptibility", 1.0),
        ("susceptibility", -0.1),
        ("susceptibility", 5e-324),
        ("susceptibility", math.nan),
        ("susceptibility", math.inf),
    ],
)
def test_impossible_values_are_refused(column, value):
    with pytest.raises(ValidationError):
        Person(**ANN | {column: value})


@pytest.mark.parametrize("confidence", [0.0, 1.0000001, 5e-324, -math.inf, math.nan])
def test_confidence_is_a_share_without_zero(confidence):
    with pytest.raises(ValidationError):
        Tie(**LINE, confidence=confidence)


def test_values_at_the_bounds_are_taken():
    person = Person(**ANN, level=5, susceptibility=-0.0, title="副总\u2028经理 😀")
    assert person.level == 5
    assert person.susceptibility == 0


def test_entities_keep_what_they_do_not_know_and_do_not_change():
    person = Person(**ANN, shoe_size="44")
    assert person.model_extra == {"shoe_size": "44"}
    with pytest.raises(ValidationError):
        person.name = "Anna"
