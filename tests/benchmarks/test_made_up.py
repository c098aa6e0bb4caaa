"""The made-up accounts are what the benchmarks say, and the analyst scores them as kamgraph does."""

import sys
from pathlib import Path

import numpy as np
import pytest

import kamgraph as k

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from analyst import account_scores, accounts_of
from made_up import (
    made_up_activity,
    made_up_book,
    made_up_history,
    made_up_portfolio,
    made_up_tables,
)

ACCOUNTS, PEOPLE = 300, 50


@pytest.fixture(scope="module")
def tables():
    return made_up_tables(ACCOUNTS, PEOPLE)


def ties(tables, kind):
    return tables["ties"][tables["ties"]["kind"] == kind]


def test_the_same_seed_makes_the_same_book_and_another_seed_another():
    assert made_up_book(3, 10) == made_up_book(3, 10)
    assert made_up_book(3, 10) != made_up_book(3, 10, seed=1)


def test_everybody_but_the_first_of_an_account_reports_and_a_boss_has_about_five(tables):
    lines = ties(tables, "reports_to")
    assert len(lines) == ACCOUNTS * (PEOPLE - 1)
    assert lines["source"].is_unique
    below = lines.groupby("target").size()
    assert below.max() == 5
    assert below.mean() == pytest.approx(5, abs=0.2)


def test_about_three_influence_each_and_a_few_move_many(tables):
    pulls = ties(tables, "influences").drop(columns="kind")
    assert len(pulls) / (ACCOUNTS * PEOPLE) == pytest.approx(3, abs=0.5)
    moved = pulls.groupby("source").size().sort_values(ascending=False)
    first_fifth = moved.iloc[: ACCOUNTS * PEOPLE // 5].sum()
    assert first_fifth > 0.4 * len(pulls)


def test_three_to_eight_of_us_know_about_a_tenth(tables):
    known = ties(tables, "knows")
    share = known["target"].nunique() / (ACCOUNTS * PEOPLE)
    assert share == pytest.approx(0.1, abs=0.02)
    ours = tables["people"].query("organization == 'us'")
    assert 3 <= len(ours) / ACCOUNTS <= 8
    home = tables["people"].set_index("id")["organization"]
    assert (
        known.assign(account=known["target"].map(home)).groupby("source")["account"].nunique().max()
        == 1
    )


def test_a_third_of_the_accounts_have_a_deal(tables):
    assert len(tables["deals"]) == ACCOUNTS / 3
    assert tables["deals"]["account"].is_unique


def test_the_analyst_scores_accounts_as_kamgraph_does():
    tables = made_up_tables(4, 25)
    graph = k.build_graph(k.Book.from_tables(tables), deal="")
    scores = k.scores(graph).droplevel("deal")
    for account, part in zip(scores.index, accounts_of(tables, 4), strict=True):
        theirs = account_scores(part, k.Policy())
        ours = scores.loc[account, [*theirs]].astype(float)
        np.testing.assert_allclose(ours, [*theirs.values()], atol=1e-9, err_msg=account)


@pytest.mark.long
def test_activity_is_about_ten_rows_per_person_of_letters_and_meetings():
    tables = made_up_activity(ACCOUNTS, PEOPLE)
    rows, people = tables["interactions"], tables["people"]
    theirs = people["organization"] != "us"
    assert len(rows) / theirs.sum() == pytest.approx(9.5, abs=0.3)
    assert not rows.duplicated(["id", "person"]).any()
    assert people["level"].isna().mean() == pytest.approx(0.5, abs=0.02)
    begun = rows.merge(people, left_on="person", right_on="id")
    begun = begun[begun["part"] == "from"]
    assert (begun["organization"] == "us").mean() == pytest.approx(0.6, abs=0.02)
    met = rows.groupby("id")["part"].agg(lambda parts: (parts == "present").all())
    assert met.mean() == pytest.approx(0.3, abs=0.02)


def test_activity_gives_candidates_of_every_account():
    found = k.candidates(k.build_graph(k.Book.from_tables(made_up_activity(5, PEOPLE))))
    lines = found[found["kind"] == "reports_to"]
    assert lines["account"].nunique() == 5


def test_a_history_has_rounds_of_grades_ends_successors_and_deals_of_their_own():
    tables = made_up_history(30, 20)
    facts = k.Book.from_tables(tables)
    assert facts.assessments["date"].nunique() == 4
    assert facts.ties["since"].notna().mean() == pytest.approx(0.2, abs=0.05)
    gone = facts.people[facts.people["successor"].notna()]
    assert len(gone) == 30
    assert gone["until"].notna().all()
    assert set(facts.ties["deal"].dropna()) == set(facts.deals["id"])
    assert {"interactions"} <= {name for name, table in tables.items() if len(table)}
    moved = k.compare(k.build_graph(facts, as_of="2026-03-01"), k.build_graph(facts))
    assert (moved.people["change"] == "replaced").any()


def test_a_team_is_shared_by_accounts_and_plans_for_all_of_them_in_the_time_it_has():
    facts = k.Book.from_tables(made_up_portfolio(12, 20, 8))
    assert (facts.people["organization"] == "us").sum() == 8
    assert facts.team.groupby("person")["account"].nunique().max() > 1
    graph = k.build_graph(facts, deal="", policy=k.Policy(capacity=1.5))
    plan = k.plan(graph, budget=10)
    worked = plan.steps.groupby("owner")["cost"].sum()
    assert 1 < worked.max() <= 1.5
    assert plan.cost <= 10
    assert plan.steps.index.get_level_values("account").nunique() > 1
