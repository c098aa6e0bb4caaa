import pytest

import kamgraph as k
from kamgraph.analysis.gaps import gaps
from kamgraph.analysis.rules.team import (
    one_function,
    owner_share,
    sponsor_knows_nobody,
    team_role_empty,
)
from rule_rows import HELD_ALONE, REVIEWS, persons, recorded, sentences

TRIANGLE = ["account_responsible", "solution_responsible", "fulfillment_responsible"]
CALLED = {
    "account_responsible": "account manager",
    "solution_responsible": "solution manager",
    "fulfillment_responsible": "delivery manager",
    "lead_expert": "lead expert",
}
NEW = ["lead_expert", "account_responsible", "solution_responsible"]


def account(roles, deals="", deal=None, day=None, policy=None):
    """An account whose team is Vic, or the scope of one of its deals."""
    team = "; ".join(f"vic {role} acme" for role in roles)
    drawn = recorded(people="ann acme; vic us", team=team, deals=deals)
    if deal:
        return k.build_graph(drawn, deal=deal, as_of=day, policy=policy)
    return k.build_graph(drawn, account="acme", as_of=day, policy=policy)


# Roles of the team.


@pytest.mark.parametrize("role", NEW)
def test_a_new_customer_needs_expert_account_and_solution(role):
    others = [other for other in NEW if other != role]
    assert sentences(team_role_empty, account(others)) == [
        f"Nobody of us is {CALLED[role]} for this new customer."
    ]
    assert persons(team_role_empty, account(NEW)) == []


@pytest.mark.parametrize("role", TRIANGLE)
@pytest.mark.parametrize(("deal", "scope"), [(None, "account"), ("d", "deal")])
def test_with_a_deal_the_iron_triangle_is_needed(role, deal, scope):
    others = [other for other in TRIANGLE if other != role]
    assert sentences(team_role_empty, account(others, "d acme bid", deal)) == [
        f"Nobody of us is {CALLED[role]} for this {scope}."
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
        graph = account(TRIANGLE[::-1][:count], "d acme bid", policy=policy)
        assert len(persons(team_role_empty, graph)) == len(TRIANGLE) - count
    assert persons(team_role_empty, account([], policy=policy)) == []


def test_an_owner_alone_is_no_team_in_which_somebody_is_missing():
    assert persons(team_role_empty, account(["account_responsible"], "d acme bid")) == []


# The share of one owner.


def owned(share, ties="vic knows ann 0.6; val knows bo 0.4"):
    drawn = recorded(
        people="ann acme; bo acme; vic us; val us",
        roles="ann approver acme; bo approver acme",
        ties=ties,
    )
    policy = k.Policy(owner_share=share, required_roles={})
    return k.build_graph(drawn, account="acme", policy=policy)


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


def test_a_fall_to_nothing_is_one_to_0():
    graph = owned(0.5, "vic knows ann 0.09")
    assert sentences(owner_share, graph) == ["Without vic our coverage falls from 4 to 0 of 100."]


def friend(also=""):
    """Fred, who holds no role, leads to Ann and Bo, who decide."""
    drawn = recorded(
        people="ann acme; bo acme; fred acme; vic us; val us",
        roles="ann approver acme; bo approver acme",
        ties=f"vic knows fred 1; val knows fred 1; fred influences ann 1; fred influences bo 1{also}",
    )
    return k.build_graph(drawn, account="acme", policy=HELD_ALONE)


def test_one_of_theirs_who_alone_leads_to_the_others_is_told():
    # Fred has half of the power himself; the other half we reach through him.
    assert persons(owner_share, friend()) == ["fred"]
    assert sentences(owner_share, friend()) == [
        (
            "Without fred there our coverage falls from 100 to 0 of 100: our ways to the others lead "
            "through fred."
        )
    ]
    assert sentences(owner_share, friend(), "action") == [
        "Ask fred to introduce us to ann while fred is still there."
    ]


def test_one_of_theirs_with_power_of_their_own_alone_holds_nothing():
    # Half of what Fred's going would cost is his own; to the others we have other ways.
    both = "; vic knows ann 0.5; val knows bo 0.5"
    assert persons(owner_share, friend(both)) == []
    assert persons(owner_share, owned(0.5, "vic knows ann; val knows ann")) == []


@pytest.mark.parametrize("review", REVIEWS)
def test_owners_are_those_of_us_whose_loss_exceeds_the_share(review):
    name, deal, day = review
    policy = k.Policy(owner_share=0.1)
    graph = k.build_graph(k.load_demo(), account=name, deal=deal, as_of=day, policy=policy)
    lost, coverage = k.fragility(graph), k.scores(graph)["coverage"].iloc[0]
    key, reach = k.key_people(graph), k.reach(graph)["reach"]
    power = key["power"].abs()[key["kind"] != "external"]
    own = 100 * (power * reach / power.sum()).reindex(lost.index).fillna(0)
    own[lost["side"] == "vendor"] = 0
    there = lost["side"].isin(["vendor", "customer", "partner"])
    owners = lost.index[there & (lost["coverage_lost"] - own > 0.1 * (coverage - own) + 1e-9)]
    assert persons(owner_share, graph) == sorted(owners)
    assert len(owners) >= 1


# Sponsors.


def sponsored(ties):
    drawn = recorded(
        people="ann acme level=1; bo acme level=2; vic us; sue us level=2",
        roles="ann approver acme; bo approver acme",
        team="sue executive_sponsor acme",
        ties=ties,
    )
    return k.build_graph(drawn, account="acme", policy=HELD_ALONE)


def test_a_sponsor_who_knows_nobody_there_is_told_with_a_peer():
    graph = sponsored("vic knows ann")
    assert sentences(sponsor_knows_nobody, graph) == [
        "sue is our executive sponsor and knows nobody there."
    ]
    assert sentences(sponsor_knows_nobody, graph, "action") == [
        "Have sue meet bo, of those who have to agree the nearest in rank."
    ]


@pytest.mark.parametrize(
    ("roles", "action"),
    [
        ("con approver acme; bo user acme; ann decision_maker acme", "ann, of those who have to"),
        (
            "con approver acme; bo evaluator acme; ann evaluator acme",
            "bo, of the key people the nearest",
        ),
    ],
)
def test_a_sponsor_meets_the_customer_s_own_who_has_to_agree(roles, action):
    drawn = recorded(
        people="con institute level=2; ann acme level=1; bo acme level=2; vic us; sue us level=2",
        roles=roles,
        team="sue executive_sponsor acme",
        ties="vic knows con",
    )
    graph = k.build_graph(drawn, account="acme", policy=HELD_ALONE)
    assert f"Have sue meet {action}" in sentences(sponsor_knows_nobody, graph, "action")[0]


@pytest.mark.parametrize("tie", ["sue knows bo 0.01", "sue influences bo 0.1"])
def test_a_sponsor_who_knows_or_influences_somebody_is_none_in_name_only(tie):
    assert persons(sponsor_knows_nobody, sponsored(tie)) == []


def test_a_sponsor_of_an_account_without_key_people_waits():
    drawn = recorded(people="sue us", team="sue executive_sponsor acme")
    graph = k.build_graph(drawn, account="acme")
    assert sentences(sponsor_knows_nobody, graph, "action") == [
        "Introduce sue to the customer, as soon as it is known who decides there."
    ]


# Functions of ours.


def in_touch(function="sales", ties="vic knows ann; val knows bo"):
    people = f"ann acme; bo acme; vic us function=sales; val us function={function}"
    drawn = recorded(people=people.replace("function=-", ""), ties=ties)
    return k.build_graph(drawn, account="acme")


def test_contacts_of_one_function_of_ours_alone():
    assert sentences(one_function, in_touch()) == ["All contacts are held by sales alone."]
    assert persons(one_function, in_touch("service")) == []


def test_an_unknown_function_or_a_single_contact_tells_nothing():
    assert persons(one_function, in_touch("-")) == []
    assert persons(one_function, in_touch(ties="vic knows ann; val knows ann")) == []
