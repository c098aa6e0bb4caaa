import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import kamgraph as k
from books import book, from_rows
from kamgraph.analysis.portfolio.portfolio import portfolio
from kamgraph.analysis.portfolio.segments import figures, segments
from strategies import DAY, FIRST, books, few, tables, without_account

FIRMS = "us vendor; " + "; ".join(f"{name} customer" for name in ("ace", "bee", "cat", "dog"))
SHARED = ["class", "class_boundary", "quadrant", "quadrant_boundary"]
BY_FAMILY = ["gaps_high", "gaps_medium", "gaps_low", "threads", "truck_factor"]
BY_FAMILY += ["coverage", "coverage_change"]


def firms(**figures_of):
    """Accounts with a potential and a contribution each, given as ``ace=(80, 10)``."""
    rows = [
        f"{name} customer potential={potential} contribution={contribution}"
        for name, (potential, contribution) in figures_of.items()
    ]
    return "; ".join([*rows, "us vendor"])


def accounts_of(organizations, policy=None, **rows):
    return portfolio(book(organizations=organizations, **rows), policy=policy).accounts


def test_classes_by_what_larger_accounts_hold_of_the_whole():
    # Of 100 each: ace is before all others; those before bee hold 60, before cat 80, dog 90.
    found = accounts_of(firms(ace=(60, 0), bee=(20, 100), cat=(10, -5), dog=(10, 0)))
    assert found["class"].to_dict() == {"ace": "B", "bee": "A", "cat": "D", "dog": "D"}
    assert found["class_boundary"].to_dict() == {
        "ace": False,
        "bee": False,
        "cat": True,
        "dog": True,
    }


def test_equal_accounts_are_equally_high():
    found = accounts_of(firms(ace=(5, 1), bee=(5, 1), cat=(5, 1), dog=(5, 1)))
    assert set(found["class"]) == {"A"}
    assert not found["class_boundary"].any()


def test_a_class_needs_both_figures():
    organizations = "ace customer potential=5; bee customer contribution=5; cat customer potential=0 contribution=0"
    found = accounts_of(organizations)
    assert found.loc[["ace", "bee"], "class"].isna().all()
    assert found.loc["cat", "class"] == "D"
    assert found.index[0] == "cat"  # the unknown come last


def test_a_figure_speaks_for_all_below_and_parts_add_up():
    found = figures(
        book(
            organizations="""
                ace customer potential=7; north customer ace potential=100
                bee customer; east customer bee potential=5; west customer bee
                south customer west potential=3; far customer west; cat customer
            """
        )
    )
    assert found["potential"].to_dict() == pytest.approx(
        {"ace": 7, "bee": 8, "cat": np.nan}, nan_ok=True
    )


def test_quadrants_by_potential_and_choice():
    table = pd.DataFrame(
        {
            "potential": [80.0, 80, 1, 1, np.nan, 80],
            "contribution": np.nan,
            "choice": [60.0, 59, 60, 59, 60, np.nan],
            "low": [60.0, 40, 60, 59, 60, np.nan],
            "high": [70.0, 60, 60, 59, 60, np.nan],
        }
    )
    found = segments(table, k.Policy(class_share=0.9, class_margin=0))
    assert found["quadrant"].tolist()[:4] == ["invest", "build", "maintain", "harvest"]
    assert found["quadrant"].isna().tolist() == [False] * 4 + [True] * 2
    assert found["quadrant_boundary"].tolist() == [False, True, False, False, False, False]


def test_the_first_rows_matter_most():
    found = accounts_of(
        firms(ace=(1, 1), bee=(50, 50), cat=(60, 60), dog=(70, 70)),
        k.Policy(class_share=0.99, class_margin=0),
        people="ann cat",
        roles="ann approver cat",
        assessments="ann 2026-01-01 5 5 5",
    )
    assert found["status"].to_dict() == {
        "ace": "grey",
        "bee": "grey",
        "cat": "green",
        "dog": "grey",
    }
    assert found.index.tolist() == ["dog", "bee", "cat", "ace"]


def test_a_row_holds_the_scores_of_the_account_scope():
    facts = k.load_demo()
    found = portfolio(facts).accounts
    for account in ("yaochuan", "beiwan", "orvale"):
        own = k.scores(k.build_graph(facts, account=account))
        pd.testing.assert_frame_equal(found.loc[[account], own.columns], own.droplevel("deal"))
    assert found.columns.is_unique


def test_trend_and_stage_against_an_earlier_day():
    facts = book(
        organizations=FIRMS,
        people="ann ace; bob bee since=2026-03-01; vic us",
        ties="vic knows ann trusted - 2026-03-01",
        roles="ann approver ace; bob approver bee",
        assessments="ann 2026-01-01 3 3 3; ann 2026-06-01 5 5 5; bob 2026-06-01 4 4 4",
    )
    found = portfolio(facts, since="2026-02-01").accounts
    # Nobody is known to be decision maker; Ann, of unknown level, is so by 0.3: 30 + 0.7 * 50.
    # The friendship has cooled for 92 days.
    changes = ["choice_change", "coverage_change", "changed"]
    expected = [65 - 50, 100 * 2 ** (-92 / 720), 0]
    assert found.loc["ace", changes].tolist() == pytest.approx(expected)
    assert found.loc[["ace", "bee"], "stage"].tolist() == ["strengthening", "building"]
    assert found.loc[["cat", "dog"], "stage"].isna().all()
    assert found.loc[["bee", "cat"], ["choice_change", "coverage_change"]].isna().all(axis=None)
    without = portfolio(facts).accounts
    assert without[["stage", "changed", "choice_change", "coverage_change"]].isna().all(axis=None)
    assert without.columns.equals(found.columns)
    assert without.dtypes.equals(found.dtypes)


def test_since_lies_before():
    with pytest.raises(k.ScopeError, match="is after the day"):
        portfolio(k.load_demo(), as_of="2026-01-01", since="2026-02-01")


def evaluations_of(organizations, policy=None, as_of="2026-06-30", **rows):
    facts = book(organizations=organizations, **rows)
    return portfolio(facts, as_of=as_of, policy=policy).evaluations.set_index("evaluation")


@pytest.mark.parametrize(
    ("last", "state"),
    [("2026-03-29", "overdue"), ("2026-03-30", "due"), ("2026-04-14", "due"), ("2026-04-15", "done"), ("2026-07-01", "never"), ("-", "never")],
)  # fmt: skip
def test_an_evaluation_is_due_after_whole_months(last, state):
    found = evaluations_of(f"ace customer account_plan={last}").loc["account_plan"]
    assert found["state"] == state
    assert pd.isna(found["due"]) == (state == "never")


def test_a_quarter_from_the_end_of_a_month():
    found = evaluations_of("ace customer account_plan=2025-11-30 strategy_review=2025-08-31")
    assert found.loc["account_plan", "due"] == pd.Timestamp("2026-02-28")
    assert found.loc["strategy_review", "due"] == pd.Timestamp("2026-02-28")


def test_a_grade_for_the_account_is_an_account_evaluation():
    rows = {
        "people": "ann ace; bob bee; vic us",
        "deals": "deal ace",
        "assessments": "ann 2026-05-01 4; ann 2026-06-01 5 - - deal; vic 2026-06-02 5; ann 2026-07-01 5",
    }
    found = evaluations_of(
        "ace customer; bee customer account_evaluation=2026-02-01; us vendor", **rows
    )
    done = found.loc["account_evaluation"].set_index("account")["last"]
    assert done.dt.date.to_dict() == {"ace": dt.date(2026, 5, 1), "bee": dt.date(2026, 2, 1)}


def test_a_grade_counts_for_the_account_that_it_names_else_where_the_person_works_that_day():
    found = evaluations_of(
        "ace customer; part customer ace; bee customer; lab partner; us vendor",
        people="ann ace; cy ace; pat lab; vic us",
        positions="cy ace until=2026-05-01; cy bee since=2026-05-01",
        assessments="ann 2026-04-01 4; ann 2026-05-02 4 account=bee; pat 2026-05-03 4 account=part; cy 2026-05-04 4",
    )
    done = found.loc["account_evaluation"].set_index("account")["last"]
    assert done.dt.date.to_dict() == {"ace": dt.date(2026, 5, 3), "bee": dt.date(2026, 5, 4)}


def test_the_policy_says_which_evaluations_there_are():
    policy = k.Policy(evaluation_months={"account_plan": 1})
    found = evaluations_of("ace customer account_plan=2026-05-31", policy)
    assert found["due"].tolist() == [pd.Timestamp("2026-06-30")]
    none = portfolio(book(organizations=FIRMS), policy=k.Policy(evaluation_months={}))
    assert none.evaluations.empty
    assert none.accounts["evaluations_overdue"].tolist() == [0] * 4


def test_evaluations_are_listed_by_state_then_account():
    organizations = "ace customer potential=1 contribution=1; bee customer potential=9 contribution=9 account_plan=2026-01-01"
    policy = k.Policy(evaluation_months={"account_plan": 3, "coverage_review": 6})
    facts = book(organizations=organizations)
    found = portfolio(facts, as_of="2026-06-30", policy=policy)
    assert found.evaluations[["account", "evaluation", "state"]].to_numpy().tolist() == [
        ["bee", "coverage_review", "never"],
        ["ace", "account_plan", "never"],
        ["ace", "coverage_review", "never"],
        ["bee", "account_plan", "overdue"],
    ]
    assert found.accounts["evaluations_overdue"].tolist() == [2, 2]


def test_a_date_that_is_none_is_named():
    with pytest.raises(
        k.BookError, match="organizations, row 1, column account_plan: 'soon' is no date"
    ):
        evaluations_of("ace customer account_plan=soon; bee customer")


def test_a_moment_at_midnight_is_a_day():
    facts = k.Book.from_tables(
        {"organizations": pd.DataFrame({"id": ["ace"], "name": "Ace", "kind": "customer", "account_plan": [pd.Timestamp("2026-05-01")]})}
    )  # fmt: skip
    found = portfolio(facts, as_of="2026-06-30").evaluations
    assert found.loc[found["evaluation"] == "account_plan", "last"].tolist() == [
        pd.Timestamp("2026-05-01")
    ]


def test_workload_of_one_over_two_accounts():
    facts = book(
        organizations=f"{FIRMS}; lab partner",
        people="ann ace; amy ace; bob bee; pat lab; vic us; val us; new us",
        ties="""
            vic knows ann trusted; vic knows bob trusted; val knows amy brief
            vic knows pat brief; pat influences ann; pat influences bob
        """,
        roles="ann approver ace; bob approver bee",
        team="new lead_expert ace",
    )
    found = portfolio(facts, policy=k.Policy(required_roles={})).workload
    assert found.index.tolist() == ["vic", "new", "val"]
    # In both pat's influence is 0.75 by default and half of it moves: 0.375 of the power is pat's,
    # reached by a quarter, the rest that of a friend.
    assert found.loc["vic", ["accounts", "contacts", "power"]].tolist() == pytest.approx([2, 3, 2])
    assert found.loc["vic", "coverage"] == pytest.approx(2 * (62.5 + 37.5 / 4))
    assert found.loc["val", ["accounts", "contacts", "coverage"]].tolist() == [1, 1, 0]
    assert found.loc["new", ["contacts", "power"]].tolist() == [0, 0]
    assert not found["overloaded"].any()


def test_who_carries_too_much_is_told_of_what():
    facts = book(people="ann acme; bob bravo; vic us", ties="vic knows ann; vic knows bob")
    policy = k.Policy(overload={"accounts": 1, "contacts": 2, "power": 2})
    found = portfolio(facts, policy=policy).workload.loc["vic"]
    assert found["over"] == ("accounts",)  # two contacts and a power of two are at the limit
    assert found["overloaded"]


def test_a_book_without_accounts():
    found = portfolio(book(organizations="us vendor", people="vic us"))
    assert [len(table) for table in (found.accounts, found.workload, found.evaluations)] == [
        0,
        0,
        0,
    ]
    assert "accounts: 0" in repr(found)


@few
@given(books(dated=False))
def test_workload_by_hand(facts):
    """Add up what the graphs of single accounts tell."""
    expected = {}
    for account in facts.coded.accounts:
        graph = k.build_graph(facts, account=account)
        lost, ties, people = k.fragility(graph)["coverage_lost"], graph.ties, graph.people
        stake = k.key_people(graph).query("kind != 'external'")["power"].abs()
        seats = people.index[people["vacant"]]
        for person in people.index[people["side"] == "vendor"]:
            mine = ties[(ties["source"] == person) & (ties["kind"] == "knows")]["target"]
            row = expected.setdefault(
                person, {"accounts": 0, "contacts": set(), "power": 0.0, "coverage": 0.0}
            )
            row["accounts"] += 1
            row["contacts"] |= {*mine} - {*seats}
            row["power"] += stake.reindex(mine).drop(seats, errors="ignore").sum()
            row["coverage"] += lost[person]
    found = portfolio(facts).workload
    assert {*found.index} == {*expected}
    for person, row in expected.items():
        row["contacts"] = len(row["contacts"])
        assert found.loc[person, [*row]].to_dict() == pytest.approx(row)


@few
@given(tables(apart=True))
def test_another_account_changes_what_is_shared_alone(rows):
    # Which of us met whom of a partner is shared, and so are meetings with others beside them.
    rows["interactions"] = []
    whole, left = from_rows(rows), from_rows(without_account(rows, "Acme"))
    before, after = (portfolio(facts, as_of=DAY, since=FIRST).accounts for facts in (whole, left))
    kept = before.loc[before.index != "Acme"]
    # Whether a family of facts is recorded at all is a question to the whole book.
    recorded = [k.build_graph(facts, as_of=DAY).recorded for facts in (whole, left)]
    shared = SHARED if recorded[0] == recorded[1] else [*SHARED, *BY_FAMILY]
    pd.testing.assert_frame_equal(
        kept.drop(columns=shared).sort_index(), after.drop(columns=shared).sort_index()
    )
