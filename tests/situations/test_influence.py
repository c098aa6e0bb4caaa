"""Those behind the scenes."""

import pytest

import kamgraph as k
from books import book
from told import gaps_of, standing, summary, told

DAY = "2026-01-01"
FOUR = "ann approver acme; dan decision_maker acme; eva evaluator acme; uma user acme"
ALONE = "ann approver acme; ann decision_maker acme; ann evaluator acme; ann user acme"


def advised(reports):
    """Ann decides alone, listens to adam, and has some reports."""
    below = [f"r{number:03}" for number in range(reports)]
    ties = ["adam influences ann decisive", *(f"{person} reports_to ann" for person in below)]
    people = "; ".join(f"{person} acme" for person in ("ann", "adam", *below))
    facts = book(
        people=people, ties="; ".join(ties), roles=ALONE,
        assessments=f"ann {DAY} 3 3 3; adam {DAY} 5 5 5",
    )  # fmt: skip
    return k.build_graph(facts, account="acme")


def test_an_adviser_is_not_drowned_by_the_organisation_chart():
    """She asks Adam before each decision. Then HR gave us the chart with her hundred people."""
    # Alone half of her stance is his (λ ½). With reports, who pull .15 together: .5 / 1.15 =
    # .435, a little more (1.3 %) as they in turn hear from her: .4405, however many they are.
    assert k.key_people(advised(0)).loc["adam", "power"] == pytest.approx(0.5)
    for reports in (10, 40, 100):
        graph = advised(reports)
        assert k.key_people(graph).loc["adam", "power"] == pytest.approx(0.4405, abs=1e-4)
        assert "behind the scenes adam carries 44% of the decision" in summary(graph)[1]
    assert "幕后有 adam，决策的 44% 取决于其立场" in summary(advised(10), language="zh")[1]


def test_our_star_seller_does_not_talk_a_price_up():
    """He has her ear and she may warm to us, but nobody has said anything new about the price."""
    facts = book(
        people="ann acme title=CFO; cy us",
        roles=ALONE,
        ties="cy influences ann decisive; cy knows ann trusted",
        assessments=f"ann {DAY} 1 1 1",
    )
    graph = k.build_graph(facts, account="acme")
    found = standing(graph)
    # Half of her stance is ours: relationship and solution (-1 + 1) / 2, but price -1 / 2.
    assert [found[axis] for axis in ("relationship", "solution", "price")] == [50, 50, 25]
    assert found["choice"] == pytest.approx((50 * 50 * 25) ** (1 / 3))  # 39.7
    assert found["blocked_by"] == ("ann",)
    assert found["weakest"] == "price"
    assert "The decision is blocked by ann" in summary(graph)[0]


def test_our_star_seller_does_not_settle_an_open_price():
    """She is neutral on the price, and stays so however much she likes him."""
    facts = book(
        people="ann acme; cy us",
        roles=ALONE,
        ties="cy influences ann decisive",
        assessments=f"ann {DAY} 3 3 3",
    )
    found = standing(k.build_graph(facts, account="acme"))
    assert found["price"] == 50
    assert found["relationship"] == 75


def test_the_blocker_sits_behind_the_cfo():
    """The CFO is friendly each time. Then his controller looks at it, and nothing comes back."""
    facts = book(
        people="ann acme title=CFO; bert acme; cy us",
        roles=ALONE,
        ties="bert influences ann decisive; cy knows ann trusted",
        assessments=f"ann {DAY} 4 4 4; bert {DAY} 1 1 1",
    )
    graph = k.build_graph(facts, account="acme")
    found = standing(graph)
    assert found["own_price"] == 75
    assert found["choice"] == pytest.approx(37.5)  # (.5 - 1) / 2 = -.25
    assert found["blocked_by"] == ("ann",)
    key = k.key_people(graph)
    assert key.loc["bert", "kind"] == "indirect"
    assert key.loc["bert", "power"] == pytest.approx(0.5)
    assert "opposing" in gaps_of(graph, "bert")
    assert "no_contact" in gaps_of(graph, "bert")
    said = told(graph)
    assert "behind the scenes bert carries 50% of the decision" in said
    assert "bert weighs most against us" in said
    assert "work with bert, whose word counts with ann" in summary(graph)[4]
    assert "幕后有 bert，决策的 50% 取决于其立场" in told(graph, language="zh")


def test_the_consultant_of_the_design_institute():
    """Nothing is bought that the institute has not specified, and its consultant specifies the
    other brand."""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme; flo institute; cy us",
        roles=FOUR,
        ties="flo influences eva decisive; flo influences ann medium; cy knows ann trusted",
        assessments=f"ann {DAY} 4 4 4; dan {DAY} 4 4 4; eva {DAY} 4 4 4; uma {DAY} 4 4 4; flo {DAY} 3 1 3",
    )
    graph = k.build_graph(facts, account="acme")
    key = k.key_people(graph)
    # Of eva's .1818 a half, of ann's .3636 a quarter.
    assert key.loc["flo", "power"] == pytest.approx(0.5 * 0.5 / 2.75 + 0.25 / 2.75)
    assert key.loc["flo", "kind"] == "indirect"
    assert set(key.index) == {"dan", "ann", "flo"}  # .364 + .273 + .182 = .818 of all
    said = told(graph)
    assert "behind the scenes flo carries 18% of the decision" in said
    assert "None of us knows flo" in said
    assert "weighs most against us" in said


def test_a_silent_sponsor_stands_behind_us():
    """The vice president has no role in this and never comes to a meeting. Without her we would
    be out since spring."""
    facts = book(
        people="ann acme; vera acme title=VP; cy us",
        roles=ALONE,
        ties="vera influences ann decisive; cy knows ann trusted",
        assessments=f"ann {DAY} 3 3 3; vera {DAY} 5 5 5",
    )
    graph = k.build_graph(facts, account="acme")
    assert standing(graph)["choice"] == pytest.approx(75)  # 50 of her own
    assert k.contributions(graph).loc["vera", "solution"] == pytest.approx(0.5)
    assert "no_contact" in gaps_of(graph, "vera")
    said = told(graph)
    assert "behind the scenes vera carries 50% of the decision" in said
    assert "vera (VP) does most for us" in said


def test_a_matrix_with_two_bosses():
    """She reports to the plant and, dotted, to the product line. Both have a say, not equally."""
    facts = book(
        people="ann acme; dan acme; mat acme",
        roles=ALONE,
        ties="ann reports_to dan; ann dotted_line mat",
        assessments=f"ann {DAY} 3 3 3; dan {DAY} 4 4 4; mat {DAY} 2 2 2",
    )
    graph = k.build_graph(facts, account="acme")
    power = dict(zip(graph.people.index, graph.power, strict=True))
    # M: ann from dan ½ · .4, from mat ½ · .2; dan from ann ½ · .15, mat from ann ½ · .075.
    whole = 1 - 0.2 * 0.075 - 0.1 * 0.0375
    assert power["dan"] == pytest.approx(0.2 * (1 - 0.075) / whole)
    assert power["mat"] == pytest.approx(0.1 * (1 - 0.0375) / whole)
    assert sum(power.values()) == pytest.approx(1)
    assert "behind the scenes dan carries 19% of the decision" in summary(graph)[1]


def test_the_rival_has_her_ear():
    """The competitor's man sits with her every other day, and we come once a quarter."""
    facts = book(
        people="ann acme; cy us; ed rival",
        roles=ALONE,
        ties="ed influences ann strong; cy influences ann weak; cy knows ann in_depth",
        assessments=f"ann {DAY} 4 4 4",
    )
    graph = k.build_graph(facts, account="acme")
    found = standing(graph)
    # ed .75, cy .25, together no more than 1: ½ · .5 + .375 · (-1) + .125 · 1 on the solution.
    assert found["solution"] == pytest.approx(50 * (1 + 0.25 - 0.375 + 0.125))
    assert found["relationship"] == pytest.approx(50 * (1 + 0.25 + 0.125))
    assert "Competitors, ed of rival first, make up 38% of what ann thinks, and we 12%." in told(
        graph
    )
    assert "友商（以 rival 的 ed 为首）的影响占 ann 看法的 38%，我方只占 12%。" in told(
        graph, language="zh"
    )
