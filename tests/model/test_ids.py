"""Numbers of ids against plain look-ups, in lenient books, where some ids lead nowhere."""

import numpy as np
import pandas as pd
from hypothesis import given

from books import book
from kamgraph.model.columnar.make import hold_frame
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.ids import NONE, NOWHERE, Ids
from kamgraph.model.tables import unique_key
from strategies import books, few

LOST = {"people": "ann acme; bo lost", "ties": "ann reports_to ghost; zoe reports_to ann"}


def number(tables):
    """Return the ids in frames."""
    return Ids.of({name: hold_frame(name, frame) for name, frame in tables.items()})


def looked_up(tables, column, values):
    """Return what codes say, one id after the other."""
    known = sorted(tables[column.references]["id"])
    return [
        NONE if pd.isna(value) else known.index(value) if value in known else NOWHERE
        for value in values
    ]


def check(tables):
    ids = number(tables)
    for table in TABLES:
        for column in columns(table):
            if column.references:
                values = tables[table][column.name]
                assert ids.codes(table, column.name).tolist() == looked_up(tables, column, values)


@few
@given(books())
def test_codes_are_places_among_the_sorted_ids(found):
    check(found.to_tables())


def test_ids_that_lead_nowhere_have_a_code_of_their_own():
    kept = book(**LOST, lenient=True).to_tables()
    check(kept)
    assert number(kept).codes("ties", "target").tolist() == [NOWHERE, 0]


@few
@given(books())
def test_keys_are_ordered_as_the_values_they_stand_for(found):
    ids = number(found.to_tables())
    for table, frame in found.to_tables().items():
        for name, codes in ids.keys(table, hold_frame(table, frame)).items():
            values = frame[name]
            assert (codes == -1).tolist() == values.isna().tolist()
            held = [*zip(codes[codes >= 0], values.dropna(), strict=True)]
            assert all((a < b) == (x < y) for a, x in held for b, y in held)
        assert {*ids.keys(table, hold_frame(table, frame))} == {*(unique_key(table) or frame)}


def test_rows_in_another_order_keep_their_numbers():
    tables = book(people="ann acme; bo unit", ties="bo reports_to ann").to_tables()
    ids = number(tables)
    order = {table: np.arange(len(rows))[::-1] for table, rows in tables.items()}
    turned = {table: rows.take(order[table]) for table, rows in tables.items()}
    others = number(turned)
    for place, cells in ids.reorder(order).columns.items():
        assert cells.codes.tolist() == others.columns[place].codes.tolist()


def test_values_by_code_are_those_of_the_first_row_of_an_id():
    tables = book(**LOST, lenient=True).to_tables()
    tables["people"] = pd.concat([tables["people"], tables["people"]], ignore_index=True)
    values = number(tables).by_code("people", np.array([7, 8, 9, 10]))
    assert values[[0, 1, NONE, NOWHERE]].tolist() == [7, 8, -1, -1]
