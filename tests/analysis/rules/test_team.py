import pytest

import kamgraph as k
from books import book
from kamgraph.analysis.gaps import gaps
from kamgraph.analysis.rules.team import owner_share, team_role_empty
from rule_rows import REVIEWS, persons, sentences

TRIANGLE = ["account_responsible", "solution_responsible", "fulfillment_responsible"]
NEW = ["lead_expert", "account_responsible", "solution_responsible"]


def account(roles, deals="", deal=None, day=None, policy=None):
    """An account whose team is Vic, or the scope of one of its deals."""
    team = "; ".join(f"vic {role} acme" for role in roles)
    drawn = book(people="ann acme; vic us", team=team, deals=deals)
    if deal:
        return k.build_graph(drawn, deal=deal, as_of=day, policy=policy)
    return k.build_graph(drawn, account="acme", as_of=day, policy=policy)


# Roles of the team.


@pytest.mark.parametrize("role", NEW)
def test_a_new_customer_needs_expert_account_and_solution(role):
    others = [other for other in NEW if other != role]
    assert sentences(team_role_empty, account(others)) == [
        f"Nobody of us is {role.replace('_', ' ')} for this new customer."
    ]
    assert persons(team_role_empty, account(NEW)) == []


@pytest.mark.parametrize("role", TRIANGLE)
@pytest.mark.parametrize(("deal", "scope"), [(None, "account"), ("d", "deal")])
def test_with_a_deal_the_iron_triangle_is_needed(role, deal, scope):
    others = [other for other in TRIANGLE if other != role]
    assert sentences(team_role_empty, account(others, "d acme bid", deal)) == [
        f"Nobody of us is {role.replace('_', ' ')} for this {scope}."
    ]
    assert persons(team_role_empty, account(TRIANGLE, "d acme bid", deal)) == []


@pytest.mark.parametrize("stage", ["closed", "lost"])
def test_a_customer_whose_deals_are_over_is_not_new(stage):
    assert persons(team_role_empty, account(TRIANGLE, f"d acme {stage}")) == []


def test_a_customer_is_new_until_its_first_deal():
    deals = "d acme bid 2026-02-01"
    assert persons(team_role_empty, account(NEW, deals, day="2026-01-31")) == []
    assert persons(team_role_empty, account(NEW, deals, day="2026-02-01")) == [""]


def test_every_unfilled_role_is_a_row_and_every_filled_one_less():
    policy = k.Policy(required_team={"account": (), "deal": TRIANGLE})
    for count in range(len(TRIANGLE) + 1):
        graph = account(TRIANGLE[:count], "d acme bid", policy=policy)
        assert len(persons(team_role_empty, graph)) == len(TRIANGLE) - count
    assert persons(team_role_empty, account([], policy=policy)) == []


# The share of one owner.


def owned(share, ties="vic knows ann 0.6; val knows bo 0.4"):
    drawn = book(
        people="ann acme; bo acme; vic us; val us",
        roles="ann approver acme; bo approver acme",
        ties=ties,
    )
    return k.build_graph(drawn, account="acme", policy=k.Policy(owner_share=share))


def test_more_than_the_owners_share():
    assert persons(owner_share, owned(0.6)) == []
    assert persons(owner_share, owned(0.59)) == ["vic"]
    assert persons(owner_share, owned(0.39)) == ["val", "vic"]


def test_an_owner_is_told_with_what_would_be_lost():
    graph = owned(0.5)
    assert sentences(owner_share, graph) == ["Without vic our coverage falls from 50 to 20 of 100."]
    assert gaps(graph, (owner_share,))["stake"].tolist() == pytest.approx([0.3])


def test_where_nothing_is_covered_nobody_holds_it():
    assert persons(owner_share, owned(0, ties="")) == []


@pytest.mark.parametrize("review", REVIEWS)
def test_owners_are_those_of_us_whose_loss_exceeds_the_share(review):
    name, deal, day = review
    policy = k.Policy(owner_share=0.1)
    graph = k.build_graph(k.load_demo(), account=name, deal=deal, as_of=day, policy=policy)
    lost, coverage = k.fragility(graph), k.scores(graph)["coverage"].iloc[0]
    ours = lost["coverage_lost"][(lost["side"] == "vendor")]
    assert persons(owner_share, graph) == sorted(ours.index[ours > 0.1 * coverage])
    assert len(persons(owner_share, graph)) >= 1
