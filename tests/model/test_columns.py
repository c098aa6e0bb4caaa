import math

import numpy as np
import pytest

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.tables import unique_key

COLUMNS = [(table, column) for table in TABLES for column in columns(table)]


def column(table, name):
    return next(found for found in columns(table) if found.name == name)


def test_columns_are_the_fields_of_the_entity_in_their_order():
    for table, entity in TABLES.items():
        assert [found.name for found in columns(table)] == [*entity.model_fields]


@pytest.mark.parametrize(
    ("table", "name", "kind", "dtype"),
    [
        ("people", "id", "text", "str"),
        ("people", "level", "integer", "Int64"),
        ("people", "susceptibility", "number", "float64"),
        ("people", "since", "day", "datetime64[s]"),
        ("ties", "strength", "graded", "str"),
        ("assessments", "price", "graded", "str"),
        ("interactions", "kind", "text", "str"),
    ],
)
def test_a_column_has_the_kind_and_dtype_of_its_type(table, name, kind, dtype):
    found = column(table, name)
    assert (found.kind, found.dtype) == (kind, dtype)


def test_required_columns_are_those_without_default():
    required = [found.name for found in columns("ties") if found.required]
    assert required == ["source", "target", "kind"]


def test_references_lead_to_tables_with_ids():
    referred = {found.references for _, found in COLUMNS if found.references}
    assert referred == {"organizations", "people", "deals"}
    assert all(unique_key(table) == ("id",) for table in referred)


def test_a_range_takes_its_bounds_and_nothing_beyond():
    confidence = column("ties", "confidence")
    numbers = [1.0, 1e-6, 0.0, -0.0, 5e-324, 9e-7, math.nextafter(1, 2), math.inf, -math.inf]
    assert confidence.fits(np.array(numbers)).tolist() == [True, True] + [False] * 7
    assert confidence.fits(np.array([math.nan])).all()


def test_a_range_can_be_read():
    assert column("ties", "confidence").range == (
        "a finite number and more than 0 and at most 1 and 0 or at least 1e-06 in size"
    )
    assert column("organizations", "contribution").range == "a finite number"
