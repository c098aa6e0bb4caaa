"""Frames as pandas and databases make them: ids that became floats refused, decimals read."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from kamgraph import Book
from kamgraph.errors import BookError

ACME = pd.DataFrame({"id": ["acme"], "name": ["Acme"], "kind": ["customer"]})
PEOPLE = pd.DataFrame({"id": ["1", "2", "3"], "name": [*"ABC"], "organization": "acme"})


def make(people=PEOPLE, **tables):
    return Book.from_tables({"organizations": ACME, "people": people} | tables)


def tie(**columns):
    return pd.DataFrame({"source": ["1"], "target": ["2"], "kind": ["influences"]} | columns)


@pytest.mark.parametrize(
    "strength",
    [
        pd.Series([Decimal("0.3")], dtype=object),
        pd.Series(pd.array([Decimal("0.3")], dtype=pd.ArrowDtype(pa.decimal128(5, 2)))),
        pd.Series([0.3]),
        pd.Series(["0.3"]),
    ],
)
def test_decimal_strengths_are_numbers(strength):
    assert make(ties=tie(strength=strength)).ties["strength"].tolist() == ["0.3"]


def test_decimals_are_numbers_in_every_column_of_numbers():
    deals = pd.DataFrame({"id": ["d"], "account": ["acme"], "value": [Decimal("120000.50")]})
    found = make(deals=deals, people=PEOPLE.assign(level=[Decimal(1), Decimal("2.0"), None]))
    assert found.deals["value"].tolist() == [120000.5]
    assert found.people["level"].fillna(0).tolist() == [1, 2, 0]


def test_a_decimal_that_is_none_is_missing_and_a_wrong_one_told():
    assert make(ties=tie(strength=[Decimal("NaN")])).ties["strength"].isna().all()
    with pytest.raises(BookError, match=r"strength.*must be in \[-1, 1\]"):
        make(ties=tie(strength=[Decimal(3)]))


def test_ids_that_are_whole_numbers_are_texts_and_other_floats_are_refused():
    """pandas makes floats of bosses where the top has none."""
    assert make(PEOPLE.assign(id=[1, 2, 3])).people["id"].tolist() == ["1", "2", "3"]
    assert make(PEOPLE.assign(id=pd.array([1, 2, 3], "Int64"))).people["id"].tolist() == [*"123"]
    lines = pd.DataFrame({"source": ["2", "3"], "target": [1.0, 2.0], "kind": "reports_to"})
    assert make(ties=lines).ties["target"].tolist() == ["1", "2"]
    assert make(PEOPLE.assign(id=[1.0, 2.0, 3.0])).people["id"].tolist() == [*"123"]
    with pytest.raises(BookError, match=r"column target: .*must be text, not of type float"):
        make(ties=lines.assign(target=[1.5, 2.0]))


def test_ids_of_two_types_are_refused_with_the_row():
    with pytest.raises(BookError, match="must be text, not of type int"):
        make(pd.DataFrame({"id": [1, "2"], "name": [*"AB"], "organization": "acme"}))


def test_days_and_grades_of_other_types_are_read():
    days = [dt.date(2026, 1, 12), dt.datetime(2026, 1, 13, 5)]
    found = make(
        assessments=pd.DataFrame(
            {
                "person": ["1", "2"],
                "date": days,
                "relationship": [4, np.nan],
                "solution": [np.nan, 3],
            }
        )
    )
    assert found.assessments["date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2026-01-12",
        "2026-01-13",
    ]
    assert found.assessments["relationship"].fillna("").tolist() == ["4", ""]
