import pandas as pd
import pytest
from hypothesis import given

import kamgraph as k
from books import book
from strategies import books, few

SALE = {
    "people": "ann acme; bo acme; vic us; dee bravo",
    "deals": "deal acme bid; other acme bid",
    "team": """
        vic account_responsible acme; vic lead_expert acme - 2026-03-01; dee lead_expert acme deal
        vic executive_sponsor acme - - 2026-01-01
    """,
    "assessments": """
        ann 2026-02-01 friend doubts; ann 2026-01-01 - - accepts deal; bo 2026-02-02 1 - - other
        ann 2026-05-01 mentor
    """,
    "targets": "ann 2026-12-01 mentor; ann 2026-11-01 friend prefers - deal",
}


def rows_of(table, *identity, columns, **asked):
    graph = k.build_graph(book(**SALE), as_of="2026-04-01", **asked)
    rows = graph.rows(table, *identity)
    return sorted(rows[columns].astype(str).itertuples(index=False, name=None))


def test_of_a_deal_only_its_own_rows_replace_those_of_the_account():
    columns = ["person", "role", "origin"]
    mine = ("vic", "account_responsible", "account")
    lead = ("vic", "lead_expert", "account")
    assert rows_of("team", "role", columns=columns, account="acme") == [mine, lead]
    assert rows_of("team", "role", columns=columns, deal="other") == [mine, lead]
    assert rows_of("team", "role", columns=columns, deal="deal") == [
        ("dee", "lead_expert", "deal"),
        mine,
    ]


def test_without_an_identity_a_deal_replaces_roles_one_by_one_and_judgements_all():
    found = rows_of("team", columns=["person", "role"], deal="deal")
    assert found == [("dee", "lead_expert"), ("vic", "account_responsible")]
    found = rows_of("assessments", columns=["person", "axis"], deal="deal")
    assert found == [("ann", "price")]


def test_grades_are_overlaid_axis_by_axis():
    columns = ["person", "axis", "grade", "origin"]
    assert rows_of("assessments", "axis", columns=columns, deal="deal") == [
        ("ann", "price", "accepts", "deal"),
        ("ann", "relationship", "friend", "account"),
        ("ann", "solution", "doubts", "account"),
    ]
    assert rows_of("targets", "axis", columns=columns, deal="deal") == [
        ("ann", "relationship", "friend", "deal"),
        ("ann", "solution", "prefers", "deal"),
    ]


@few
@given(books())
def test_each_scope_of_many_sees_what_it_sees_alone(made):
    graph = k.build_graph(made)
    many = {table: graph.rows(table) for table in ("roles", "targets")}
    for number, (account, deal) in enumerate(graph.scope_index):
        one = graph.of_scope(account, deal)
        for table, rows in many.items():
            here = rows[rows["scope"] == number].drop(columns=["scope", "node"], errors="ignore")
            alone = one.rows(table).drop(columns=["scope", "node"], errors="ignore")
            pd.testing.assert_frame_equal(here.reset_index(drop=True), alone, check_dtype=False)


@pytest.mark.parametrize("table", ["roles", "team", "assessments", "targets", "interactions"])
def test_an_empty_book_has_no_rows(table):
    graph = k.build_graph(book(people="ann acme"), account="acme")
    assert graph.rows(table).empty
