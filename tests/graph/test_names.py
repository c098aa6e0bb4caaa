"""Names beside the ids of a result."""

import inspect
import re

import pandas as pd
import polars as pl
import pytest

import kamgraph as k
from books import book
from kamgraph.model.dtypes import TEXT
from kamgraph.model.result import RESULTS, columns

# Loaded, since a question declares its result when it is.
assert [one for name in k.__all__ if inspect.isfunction(one := getattr(k, name))]

DEMO = k.load_demo()
GRAPH = k.build_graph(DEMO, account="yaochuan")
TABLES = {
    "key_people": lambda: k.key_people(GRAPH),
    "reach": lambda: k.reach(GRAPH),
    "gaps": lambda: k.gaps(GRAPH),
    "scores": lambda: k.scores(k.build_graph(DEMO)),
    "steps": lambda: k.plan(GRAPH, budget=5).steps,
    "vital_ties": lambda: k.vital_ties(GRAPH),
    "contacts": lambda: k.contacts(GRAPH),
    "payments": lambda: k.payments(GRAPH),
}
NAMES = {
    table: dict(zip(DEMO.column(table, "id"), DEMO.column(table, "name"), strict=True))
    for table in ("organizations", "people", "deals")
}


@pytest.mark.parametrize("result", TABLES)
def test_names_stand_beside_ids_and_nothing_else_is_changed(result):
    table = TABLES[result]()
    named = k.add_names(table, GRAPH)
    before = table.reset_index() if any(table.index.names) else table
    pd.testing.assert_frame_equal(named[[*before]], before)
    added = [one for one in named if one not in before]
    assert added or "name" in before
    known = {one: name for names in NAMES.values() for one, name in names.items()}
    for column in added:
        ids = named.iloc[:, named.columns.get_loc(column) - 1]
        expected = [known.get(one) for one in ids]
        assert [None if pd.isna(one) else one for one in named[column]] == expected
    assert len(pl.from_pandas(named).columns) == len(named.columns)


def test_it_says_which_columns_it_adds():
    steps = k.add_names(k.plan(GRAPH, budget=5).steps, DEMO)
    assert [*steps][:6] == ["step", "kind", "owner", "owner_name", "contact", "contact_name"]
    assert [*k.add_names(k.reach(GRAPH), GRAPH)][:2] == ["person", "name"]


def test_who_has_no_name_has_none_beside_it():
    facts = book(people="ann acme; vic us", ties="vic knows ann")
    named = k.add_names(pd.DataFrame({"owner": ["vic", "gone", None]}), facts)
    assert named["owner_name"].isna().tolist() == [False, True, True]


def test_a_column_of_ones_own_is_not_overwritten():
    table = pd.DataFrame({"owner": ["henrik-aalto"], "owner_name": ["mine"]})
    with pytest.raises(k.ArgumentError, match="has a column 'owner_name'"):
        k.add_names(table, DEMO)


def test_names_that_a_question_gives_itself_stay_where_they_are():
    ties = k.compare(GRAPH.at("2026-04-15"), GRAPH).ties
    assert {"source_name", "target_name"} <= {*ties}
    named = k.add_names(ties, GRAPH)
    pd.testing.assert_frame_equal(named[[*ties]], ties)


def test_every_column_that_is_declared_to_hold_an_id_has_names():
    declared = {
        column.name
        for record in RESULTS.values()
        for column in columns(record)
        if column.dtype == TEXT and re.match(r"The id of|The \w+'s id\.", column.meaning)
    }
    assert {"person", "owner", "assessor", "signer"} <= declared
    own = {"action", "commitment", "payment"}  # which have no names
    facts = book(people="ann acme")
    for column in declared - own:
        named = k.add_names(pd.DataFrame({column: ["acme"]}), facts)
        assert len(named.columns) == 2, column
