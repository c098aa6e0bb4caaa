"""Which decision it is: the group, its unit, the deal, the joint venture, another account."""

import pytest

import kamgraph as k
from books import book
from kamgraph.model.policy import Policy
from told import gaps_of, standing, summary, told

DAY = "2026-01-01"
FOUR = "ann approver acme; dan decision_maker acme; eva evaluator acme; uma user acme"
ALL = f"ann {DAY} 4 4 4; dan {DAY} 4 4 4; eva {DAY} 4 4 4; uma {DAY} 4 4 4"
GROUP = """
    acme customer; unit customer acme; plant customer acme; bravo customer
    us vendor; rival competitor; institute partner
"""


def roles_in(graph):
    found = graph.people["roles"]
    return {person: roles for person, roles in found.items() if roles}


def test_one_role_of_a_deal_leaves_the_others_of_the_account():
    """In this tender Pete evaluates instead of Eva. The board has not resigned because of that."""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme; pete acme",
        roles=f"{FOUR}; pete evaluator acme d1",
        deals="d1 acme opportunity",
        assessments=ALL + f"; pete {DAY} 1 1 1",
    )
    graph = k.build_graph(facts, deal="d1")
    assert roles_in(graph) == {
        "ann": ("approver",), "dan": ("decision_maker",), "uma": ("user",), "pete": ("evaluator",),
    }  # fmt: skip
    found = standing(graph)
    # pete refuses with .5 of 2.75; the others prefer us, 75.
    assert found["choice"] == pytest.approx(75 * 2.25 / 2.75)
    said = told(graph)
    assert "ann approves" in said
    assert "1 role is held by others than in the account" in said
    assert "1 个角色的承担者与客户层面不同" in told(graph, language="zh")
    assert gaps_of(graph).isdisjoint({"role_unknown"})


def test_the_chain_is_rebuilt_for_the_deal():
    """For this project Eva works for Pat, not for Dan. Here it is Pat who has to be won."""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme; pat acme",
        roles="eva approver acme; eva decision_maker acme; eva evaluator acme; eva user acme",
        ties="eva reports_to dan; eva reports_to pat deal=d1",
        deals="d1 acme",
        assessments=f"eva {DAY} 3 3 3; dan {DAY} 5 5 5; pat {DAY} 1 1 1",
    )
    account, deal = k.build_graph(facts, account="acme"), k.build_graph(facts, deal="d1")
    # ½ · .4 of eva's stance is her boss's, and a little more as he listens to her.
    power = 0.2 * (1 - 0.075) / (1 - 0.2 * 0.075)
    assert standing(account)["choice"] == pytest.approx(50 * (1 + power))
    assert standing(deal)["choice"] == pytest.approx(50 * (1 - power))
    assert "pat weighs most against us" in summary(deal)[0]


def group():
    """A group that buys centrally: its board approves, each unit has its own users and buyer."""
    return book(
        organizations=GROUP,
        people="gina acme; greg acme; uli unit; pia unit; paul plant",
        roles="gina approver acme; greg decision_maker acme; greg evaluator acme; "
        "uli user unit; pia evaluator unit; paul user plant",
        assessments=f"gina {DAY} 4 4 4; greg {DAY} 4 4 4; uli {DAY} 2 2 2; pia {DAY} 3 3 3; paul {DAY} 5 5 5",
    )


def test_who_has_a_role_in_a_unit_alone_is_told_so_in_the_chain_of_the_group():
    """Pia tests for her plant. Nobody may think that she tests for the whole group."""
    whole = k.build_graph(group(), account="acme")
    assert "for unit" in told(whole)
    assert "仅限 unit" in told(whole, language="zh")
    chain = next(one for one in k.review(whole).sections if one.name == "chain")
    assert list(chain.table.rows["place"][["gina", "pia"]]) == ["", "unit · for unit"]
    unit = k.build_graph(group(), account="unit")
    assert "for unit" not in told(unit)
    assert "in this account" not in told(unit)


def test_a_unit_is_a_customer_of_its_own():
    """The group has approved us. In this unit they have their own engineers, and their own doubts."""
    unit = k.build_graph(group(), account="unit")
    # The unit's evaluator takes the place of the group's; the plant's user has no say here.
    assert roles_in(unit) == {
        "gina": ("approver",), "greg": ("decision_maker",), "pia": ("evaluator",), "uli": ("user",),
    }  # fmt: skip
    assert "paul" not in unit.people.index
    # gina and greg 75, pia 50 with .5, uli 25 with .25, of 2.75
    assert standing(unit)["choice"] == pytest.approx((150 + 25 + 6.25) / 2.75)
    assert "Unit review · acme" in told(unit)
    assert "下属单位评审 · acme" in told(unit, language="zh")


def test_the_group_hears_all_its_units():
    """For the group's review all who use it count, those of the plant and those of the unit."""
    whole = k.build_graph(group(), account="acme")
    assert {"uli", "paul"} <= {who for who, roles in roles_in(whole).items() if "user" in roles}
    # The two users share .25: (5 · and 2 ·) 100 and 25.
    power = dict(zip(whole.people.index, whole.decision_weight, strict=True))
    assert power["uli"] == pytest.approx(power["paul"]) == pytest.approx(0.125 / 2.75)


def test_a_joint_venture_has_two_fathers():
    """Both shareholders must approve. The one is our friend; the other has his own supplier."""
    facts = book(
        organizations="jv customer; acme customer; bravo customer; us vendor",
        people="ada acme; bob bravo; dan jv; eva jv; uma jv",
        roles="ada approver jv; bob approver jv; dan decision_maker jv; eva evaluator jv; uma user jv",
        assessments=f"ada {DAY} 5 5 5; bob {DAY} 1 1 1; dan {DAY} 5 5 5; eva {DAY} 5 5 5; uma {DAY} 5 5 5",
    )
    graph = k.build_graph(facts, account="jv")
    found = standing(graph)
    assert found["blocked_by"] == ("bob",)
    assert found["choice"] == pytest.approx(50)
    assert found["status"] == "red"
    both = k.build_graph(facts, account="jv", policy=Policy(decision_rule="unanimous"))
    assert standing(both)["choice"] == 0
    assert "The decision is blocked by bob" in summary(both)[0]
    assert "bob, one of 2 who have the role of approver, would refuse us" in summary(graph)[0]
    assert "2 位批准者中有 1 位会拒绝我方：bob" in summary(graph, language="zh")[0]
    assert "决策卡在 bob" in summary(both, language="zh")[0]


def two_accounts():
    """Gina is on the board of both, our friend in the one and a refusal in the other."""
    return book(
        people="gina acme; dan acme; eva acme; uma acme; ben bravo",
        roles="gina approver acme; gina approver bravo; dan decision_maker acme; eva evaluator acme; "
        "uma user acme; ben decision_maker bravo; ben evaluator bravo; ben user bravo",
        assessments=f"gina {DAY} 5 5 5 account=acme; gina {DAY} 1 1 1 account=bravo; dan {DAY} 5 5 5; "
        f"eva {DAY} 5 5 5; uma {DAY} 5 5 5; ben {DAY} 5 5 5",
    )


def test_one_person_with_a_role_in_two_accounts():
    """She signs for both. What she thinks of us there is not what she thinks of us here."""
    facts = two_accounts()
    found = k.scores(k.build_graph(facts)).droplevel("deal")
    assert found.loc["acme", "choice"] == pytest.approx(100)
    assert found.loc["bravo", "choice"] == 0
    assert found.loc["acme", "blocked_by"] == ()
    assert found.loc["bravo", "blocked_by"] == ("gina",)
    bravo = k.build_graph(facts, account="bravo")
    assert "The decision is blocked by gina" in summary(bravo)[0]


def test_a_grade_of_one_account_does_not_colour_another():
    """At bravo she told Tom that she is fed up with us. In acme nobody has asked her yet."""
    facts = book(
        people="gina acme; dan acme; eva acme; uma acme; ben bravo",
        roles="gina approver acme; gina approver bravo; dan decision_maker acme; eva evaluator acme; uma user acme",
        assessments=f"gina {DAY} 1 1 1 account=bravo; dan {DAY} 5 5 5; eva {DAY} 5 5 5; uma {DAY} 5 5 5",
    )
    graph = k.build_graph(facts, account="acme")
    found = standing(graph)
    assert found["choice"] == pytest.approx(50)  # she may say yes or no
    assert found["blocked_by"] == ()
    assert "never_assessed" in gaps_of(graph, "gina")
    assert "Nobody has graded gina here yet, only for another account or deal." in told(graph)


def test_empty_accounts_beside_it_change_nothing():
    """The CRM holds four hundred companies nobody works on. My account is what it is."""
    rows = "; ".join(f"c{number:03} customer" for number in range(400))
    small = book(people="ann acme; dan acme; eva acme; uma acme", roles=FOUR, assessments=ALL)
    large = book(
        organizations=f"{GROUP}; {rows}",
        people="ann acme; dan acme; eva acme; uma acme",
        roles=FOUR,
        assessments=ALL,
    )
    one, other = (standing(k.build_graph(facts, account="acme")) for facts in (small, large))
    assert one.equals(other)


def test_a_deal_about_which_nothing_else_is_known_stands_like_its_account():
    """The project was opened this morning. There is nothing about it that I did not know before."""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme", roles=FOUR, assessments=ALL,
        deals="d1 acme lead",
    )  # fmt: skip
    account, deal = k.build_graph(facts, account="acme"), k.build_graph(facts, deal="d1")
    names = ["relationship", "solution", "price", "choice", "low", "high", "known"]
    assert standing(account)[names].equals(standing(deal)[names])
    assert "the same people hold the roles as in the account" in told(deal)
