import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES, Graded, Words
from kamgraph.model.policy import Policy
from kamgraph.model.reading import name_problem, read_column, read_extra

POLICY = Policy()
AWKWARD = [0, 1, 5, -1, 0.0, -0.0, 5e-324, 1e-6, 0.5, 1.0, 2.5, 1e308, math.inf, -math.inf]
ANYTHING = st.one_of(
    st.sampled_from(AWKWARD),
    st.integers(-9, 9),
    st.floats(allow_nan=False),
    st.text(max_size=3),
    st.text(st.characters(categories=["Zs", "Cc", "Cs", "Ll"]), max_size=3),
    st.dates(),
)
KINDS = {"text": str, "number": (int, float), "integer": (int, float), "day": dt.date}
# Words and labels are the vocabulary's and the policy's to judge, not the entity's.
PLAIN = [
    (table, column)
    for table in TABLES
    for column in columns(table)
    if column.mark(Words) is None and column.mark(Graded) is None
]


def column(table, name):
    return next(found for found in columns(table) if found.name == name)


def read(table, name, values, dtype=object):
    clean, problems = read_column(
        pd.Series(values, dtype=dtype), column(table, name), POLICY
    )
    return [None if pd.isna(value) else value for value in clean], problems


def entity_takes(table, name, value):
    try:
        TABLES[table].__pydantic_validator__.validate_assignment(
            TABLES[table].model_construct(), name, value
        )
    except ValidationError as error:
        return not any(one["loc"] == (name,) for one in error.errors())
    return True
