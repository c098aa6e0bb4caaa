"""Units as scopes: their people, and what names them over what names their account."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book, from_rows
from strategies import few, tables

GROUP = """
acme customer; north customer acme; lab customer north; south customer acme; bravo customer
us vendor; institute partner
"""
PEOPLE = "top acme; nina north; leo lab; sam south; vic us; val us; pat institute"


def unit_book(**more):
    return book(**{"organizations": GROUP, "people": PEOPLE, "deals": "d north bid; e acme"} | more)


def people_of(facts, **asked):
    return k.build_graph(facts, **asked).people


def test_in_a_unit_are_its_people_and_whom_they_have_ties_with():
    facts = unit_book(
        ties="nina reports_to top; leo reports_to nina; sam reports_to top; vic knows nina; val knows top; pat influences sam"
    )
    people = people_of(facts, account="north")
    # Whoever of us knows somebody who is then in the scope is in it too, so val by the top.
    assert people["own"].to_dict() == {
        "leo": True, "nina": True, "top": False, "val": False, "vic": False}  # fmt: skip
    graph = k.build_graph(facts, account="north")
    assert graph.scopes[["account", "deal", "account_name"]].to_numpy().tolist() == [
        ["north", "", "north"]
    ]
    assert repr(graph).startswith("<RelationshipGraph: account north on")


def test_a_vacant_seat_is_its_own_units():
    facts = unit_book(
        people=PEOPLE + "; old north until=2026-01-01; gone acme until=2026-01-01",
        ties="leo reports_to old; nina reports_to gone",
    )
    graph = k.build_graph(facts, account="north", as_of="2026-02-01")
    assert graph.people["vacant"].to_dict() == {"leo": False, "nina": False, "old": True}


ROLES = """
top approver acme; top evaluator acme; sam evaluator south; leo user lab; nina user north
sam user acme; nina procurement north; leo finance lab; top finance acme
"""


def roles_in(**asked):
    roles = people_of(unit_book(roles=ROLES), **asked)["roles"]
    return {person: held for person, held in roles.items() if held}


def test_an_account_sees_the_roles_of_all_its_units():
    assert roles_in(account="acme") == {
        "leo": ("user", "finance"),
        "nina": ("user", "procurement"),
        "sam": ("evaluator", "user"),
        "top": ("approver", "evaluator", "finance"),
    }


def test_a_unit_puts_its_roles_and_those_below_over_those_above_and_sees_no_neighbours():
    expected = {
        "leo": ("user", "finance"),
        "nina": ("user", "procurement"),
        "top": ("approver", "evaluator"),
    }
    assert roles_in(account="north") == expected
    # A deal of the unit sees what the unit sees, and what is the account's own what it sees.
    assert roles_in(deal="d") == expected
    assert roles_in(account="north", deal="d") == expected
    assert roles_in(deal="e") == roles_in(account="acme")


def test_the_deepest_unit_wins():
    assert roles_in(account="lab") == {
        "leo": ("user", "finance"), "nina": ("procurement",), "top": ("approver", "evaluator")}  # fmt: skip


def test_a_role_that_ends_in_a_unit_is_not_inherited_there_nor_in_its_deals():
    facts = unit_book(roles="top approver acme; top approver north until=2026-01-01; top user acme")
    held = {
        name: people_of(facts, as_of="2026-02-01", **asked)["roles"].get("top")
        for name, asked in {
            "acme": {"account": "acme"},
            "north": {"account": "north"},
            "lab": {"account": "lab"},
            "south": {"account": "south"},
            "d": {"deal": "d"},
        }.items()
    }
    assert held == {
        "acme": ("approver", "user"),
        "north": ("user",),
        "lab": ("user",),
        "south": ("approver", "user"),
        "d": ("user",),
    }


def test_rows_of_tables_are_seen_as_the_units_are():
    graph = k.build_graph(unit_book(roles=ROLES), account="north")
    rows = graph.rows("roles")
    assert set(zip(rows["person"], rows["role"], strict=True)) == {
        ("leo", "user"), ("nina", "user"), ("leo", "finance"), ("nina", "procurement"),
        ("top", "approver"), ("top", "evaluator")}  # fmt: skip


def test_another_scope_of_the_same_book():
    graph = k.build_graph(unit_book(roles=ROLES), account="acme")
    assert graph.of_scope("north") == k.build_graph(unit_book(roles=ROLES), account="north")
    assert graph.of_scope("acme", "d") == k.build_graph(unit_book(roles=ROLES), deal="d")


def test_a_grade_in_a_unit_is_the_unit_s():
    facts = unit_book(
        assessments="nina 2026-01-01 1 1 1; nina 2026-01-01 2 2 2 account=lab",
        ties="sam influences nina; leo reports_to nina",
    )
    new = k.build_graph(facts, account="north").with_grade("nina", "price", "endorses")
    price = {
        unit: new.of_scope(unit).people.loc["nina", "price_stance"]
        for unit in ("north", "lab", "south")
    }
    # Grades of the laboratory are the unit's own there; beside it the one of no account stands.
    assert price == {"north": 1.0, "lab": 1.0, "south": -1.0}
    assert new.people.loc["nina", "solution_stance"] == -0.5
    account = k.build_graph(facts, account="acme")
    assert account.people.loc["nina", "price_stance"] == -0.75
    assert account.with_grade("nina", "price", "endorses").people.loc["nina", "price_stance"] == 1.0


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"account": "nort"}, "no account 'nort'; it has "),
        ({"account": "institute"}, "no account 'institute'"),
        ({"account": "south", "deal": "d"}, "deal 'd' belongs to account 'north', not 'south'"),
        ({"account": "lab", "deal": "d"}, "deal 'd' belongs to account 'north', not 'lab'"),
    ],
)
def test_what_is_no_unit_is_named(asked, words):
    with pytest.raises(k.ScopeError, match=words):
        k.build_graph(unit_book(), **asked)


@few
@given(tables(), st.sampled_from([None, "2025-06-30"]))
def test_a_unit_of_everything_equals_its_account(drawn, day):
    """All people, deals, roles, grades and places in the team are of one unit."""
    whole = {"id": "zz", "name": "Whole", "kind": "customer", "parent": "acme"}
    for row in itertools.chain(*drawn.values()):
        for column in {"organization", "account"} & {*row}:
            row[column] = "zz" if row[column] in {"acme", "acme unit"} else row[column]
    # A unit's own grades count before those that name no account, an account's beside them.
    drawn["assessments"] = [
        row if row.get("deal") else {"account": "zz"} | row for row in drawn["assessments"]
    ]
    drawn["organizations"].append(whole)
    drawn["goals"] = []  # which may be the same for both, and of which neither graph is made
    account, unit = (
        k.build_graph(from_rows(drawn), account=one, as_of=day) for one in ("acme", "zz")
    )
    columns = [name for name in account.people if name != "own"]
    pd.testing.assert_frame_equal(account.people[columns], unit.people[columns])
    for table in (k.key_people, k.acceptance, k.contributions, k.reach, k.fragility):
        pd.testing.assert_frame_equal(table(account), table(unit), check_exact=True)


WORK = (("people", "organization"), ("positions", "organization"))


def test_a_unit_has_its_own_deals_and_those_of_the_account_but_no_neighbour_s():
    facts = book(
        organizations=GROUP,
        people=PEOPLE,
        deals="d north bid value=3 currency=CNY; e south bid value=5 currency=CNY",
    )
    asked = {unit: k.build_graph(facts, account=unit) for unit in ("acme", "north", "lab", "south")}
    assert {unit: graph.open_value.tolist() for unit, graph in asked.items()} == {
        "acme": [8.0], "north": [3.0], "lab": [3.0], "south": [5.0]}  # fmt: skip
    assert all(graph.has_deals.all() for graph in asked.values())
    assert not k.build_graph(facts, account="bravo").has_deals.any()
