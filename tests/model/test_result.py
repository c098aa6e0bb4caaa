"""A record says once what a result holds; all else follows."""

import datetime as dt
from typing import Annotated

import pandas as pd

from kamgraph.model.result import (
    RESULTS,
    Index,
    Named,
    Of,
    OrganizationKind,
    PerAxis,
    Points,
    Record,
    Score,
    TableOnly,
    columns,
    empty,
    names,
    returns,
)
from kamgraph.model.vocabulary import AXES, SIDES


class Source(Record):
    """Where a thing is from."""

    own_axis: PerAxis[Score | None]
    """The own grade."""
    side: OrganizationKind
    """Whose it is."""


class Thing(Record):
    """A thing."""

    lost: Points
    """What is lost,
    in all."""
    thing_class: Annotated[str | None, Named("class")]
    """Which class."""
    own_axis: TableOnly[Annotated[object, Of(Source)]]
    side: Annotated[object, Of(Source)]
    count: int | None
    """How many."""
    day: dt.date
    """When."""
    route: tuple[str, ...]
    """Through whom."""
    person: Index[str]
    """Who."""


def column(name):
    return next(one for one in columns(Thing) if one.name == name)


def test_a_column_per_axis_takes_the_axis_for_its_name():
    assert names(Source) == [*(f"own_{axis}" for axis in AXES.words), "side"]


def test_the_index_comes_first_then_the_order_of_the_declaration():
    own = [f"own_{axis}" for axis in AXES.words]
    assert names(Thing) == ["person", "lost", "class", *own, "side", "count", "day", "route"]


def test_what_a_column_says_is_read_from_below_it():
    assert column("lost").meaning == "What is lost, in all."
    assert column("lost").description == "What is lost, in all (points)."
    assert column("own_price").meaning == "The own grade."


def test_a_column_of_another_record_is_that_one_with_marks_of_its_own():
    assert not column("own_price").in_json
    assert all(one.in_json for one in columns(Source))
    assert column("side").words == SIDES.words


def test_json_has_another_name_where_python_could_not_have_the_table_s():
    assert (column("class").name, column("class").key) == ("class", "thing_class")


def test_dtypes_follow_from_types():
    found = {one.name: one.dtype for one in columns(Thing)}
    assert found["lost"] == found["own_price"] == "float64"
    assert found["class"] == found["side"] == "str"
    assert (found["count"], found["route"]) == ("Int64", "object")
    assert {name: str(dtype) for name, dtype in empty(Thing).dtypes.items()} == {
        name: dtype for name, dtype in found.items() if name != "person"
    }
    assert empty(Thing).index.name == "person"


def test_a_question_declares_what_it_returns(monkeypatch):
    monkeypatch.setattr("kamgraph.model.result.RESULTS", registered := {})

    @returns(Thing)
    def things(_):
        return pd.DataFrame()

    assert registered == {"things": Thing}
    assert "things" not in RESULTS
