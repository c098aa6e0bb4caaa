"""Who decides: consent, roles and their holders, and those without a role."""

import pytest

import kamgraph as k
from books import book
from kamgraph.model.policy import Policy
from told import standing, summary, told

DAY = "2026-01-01"
FOUR = "ann approver acme; dan decision_maker acme; eva evaluator acme"


def users(count):
    return [f"u{number:03}" for number in range(count)]


def a_refusal(count, ann="1 1 1", dan="5 5 5", policy=None):
    """An approver, a decision maker, an evaluator and some users, all of whom champion us."""
    people = ["ann", "dan", "eva", *users(count)]
    grades = {"ann": ann, "dan": dan}
    facts = book(
        people="; ".join(f"{person} acme" for person in people),
        roles="; ".join([FOUR, *(f"{user} user acme" for user in users(count))]),
        assessments="; ".join(f"{person} {DAY} {grades.get(person, '5 5 5')}" for person in people),
    )
    return k.build_graph(facts, account="acme", policy=policy)


@pytest.mark.parametrize("count", [1, 10, 100])
def test_an_approver_who_refuses_is_not_outvoted(count):
    """Everybody down there loves us, and the one who signs wants nothing of us. No contract."""
    graph = a_refusal(count)
    found = standing(graph)
    assert found["choice"] == 0
    assert found["limited_by"] == "approver"
    assert found["blocked_by"] == ("ann",)
    assert found["status"] == "red"
    assert (
        "The decision is blocked by ann: choice stands at 0 of 100, "
        "and no support by others outvotes that" in summary(graph)[0]
    )
    assert (
        "决策卡在 ann：选择意向 0 分（满分 100），其他人再支持也无法替代其同意"
        in summary(graph, language="zh")[0]
    )
    assert "The decision leans" not in told(graph)


def test_a_gap_says_who_blocks_and_what_to_do():
    """In the list of what to do the refusal comes first, once, with what we need from her."""
    graph = a_refusal(1)
    gap = k.gaps(graph).iloc[0]
    assert (gap["gap"], gap["person"], gap["severity"]) == ("blocked", "ann", "high")
    assert gap["detail"] == (
        "ann has the role of approver and would refuse us: choice after influence is 0, on all "
        "axes alike; no support by others outvotes that."
    )
    zh = k.gaps(graph, language="zh").iloc[0]
    assert "ann 担任批准者，目前会拒绝我方" in zh["detail"]
    assert "ann" in summary(graph)[2]


def test_a_refusal_of_the_price_alone_is_a_refusal():
    """She likes us, she likes the solution, and says that at this price she will never sign."""
    graph = a_refusal(1, ann="5 5 1")
    found = standing(graph)
    # Price of all: (-1 + 1 + .5 + .25) / 2.75 = .27, hence 64: that is not what she signs.
    assert found["price"] == pytest.approx(63.64, abs=0.01)
    assert found["choice"] == 0
    assert found["weakest"] == "price"
    assert found["blocked_by"] == ("ann",)
    assert found["status"] == "red"
    said = summary(graph)[0]
    assert "blocked by ann" in said
    assert "our price is the weak point" in said
    assert "短板在价格" in summary(graph, language="zh")[0]


@pytest.mark.parametrize("count", [1, 10, 100])
def test_users_do_not_replace_those_who_sign(count):
    """Approver and decision maker refuse; more champions on the shop floor change nothing."""
    graph = a_refusal(count, dan="1 1 1")
    found = standing(graph)
    assert found["choice"] == 0
    assert found["blocked_by"] == ("ann", "dan")
    # Where votes are counted, too, the users have one role between them: .25 and eva .5 of 2.75.
    weighted = a_refusal(count, dan="1 1 1", policy=Policy(decision_rule="weighted"))
    assert standing(weighted)["choice"] == pytest.approx(100 * 0.75 / 2.75)
    assert "The decision is blocked by ann and dan" in summary(graph)[0]


def test_a_second_approver_who_agrees_does_not_undo_a_refusal():
    """We hear of a second director who signs, and he likes us: still no yes of the first."""
    facts = book(
        people="ann acme; abe acme; dan acme; eva acme; uma acme",
        roles=f"{FOUR}; abe approver acme; uma user acme",
        assessments="; ".join(
            f"{person} {DAY} {grade} {grade} {grade}"
            for person, grade in zip(("ann", "abe", "dan", "eva", "uma"), "15555", strict=True)
        ),
    )
    found = standing(k.build_graph(facts, account="acme"))
    # The two approvers count half each: (0 + 100) / 2.
    assert found["choice"] == pytest.approx(50)
    assert found["limited_by"] == "approver"
    assert found["blocked_by"] == ("ann",)
    unanimous = k.build_graph(facts, account="acme", policy=Policy(decision_rule="unanimous"))
    assert standing(unanimous)["choice"] == 0
    assert "leans to us" not in summary(k.build_graph(facts, account="acme"))[0]


def test_somebody_undecided_holds_back_what_others_want():
    """All are for us, only the decision maker has not made up his mind: it hangs on him."""
    graph = a_refusal(1, ann="5 5 5", dan="3 3 3")
    found = standing(graph)
    assert found["choice"] == pytest.approx(
        50
    )  # of all it would be (100 · 1.75 + 50) / 2.75 = 81.8
    assert found["limited_by"] == "decision_maker"
    assert found["blocked_by"] == ()
    assert "does not lean to us" in summary(graph)[0]
    assert "what holds it back is the decision maker, dan" in summary(graph)[0]
    assert "制约在于决策者 dan" in summary(graph, language="zh")[0]


def test_when_all_who_sign_are_for_us_the_decision_leans_to_us():
    """Approver and decision maker champion us and only a user grumbles: green, and say so."""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme",
        roles=f"{FOUR}; uma user acme",
        assessments=f"ann {DAY} 5 5 5; dan {DAY} 5 5 5; eva {DAY} 5 5 5; uma {DAY} 1 1 1",
    )
    graph = k.build_graph(facts, account="acme")
    found = standing(graph)
    assert found["choice"] == pytest.approx(100 * 2.5 / 2.75)
    assert found["limited_by"] == ""
    assert found["status"] == "green"
    assert "The decision leans to us: choice stands at 91 of 100" in summary(graph)[0]


def test_one_user_among_fifty_is_not_the_decision():
    """Of fifty people we know one, an operator who champions us. We know next to nothing."""
    others = [f"p{number:02}" for number in range(49)]
    facts = book(
        people="; ".join(f"{person} acme" for person in ["uma", *others]),
        roles="uma user acme",
        assessments=f"uma {DAY} 5 5 5",
    )
    graph = k.build_graph(facts, account="acme")
    found = standing(graph)
    # Each of the fifty is as likely as any other to approve: their choice is
    # (100 + 49 · 50) / 50 = 51, and anything from 2 to 100.
    assert found["choice"] == pytest.approx(51)
    assert found["low"] == pytest.approx(2)
    assert found["high"] == pytest.approx(100)
    assert found["roles_known"] == pytest.approx(0.25 / 2.75)
    # uma's own: user .25, and a fiftieth of approver, decision maker and evaluator.
    weight = k.key_people(graph).loc["uma", "weight"]
    assert weight == pytest.approx((0.25 + 2.5 / 50) / 2.75)
    said = told(graph)
    assert "what holds it back is that the approver is not known" in said
    assert (
        "91% of the decision is taken from titles and levels, as its roles are not recorded" in said
    )
    assert "制约在于尚不清楚谁是批准者" in told(graph, language="zh")
    assert summary(graph)[1].startswith("uma is recorded to have a say; ")
    assert "已登记参与决策的有 uma" in summary(graph, language="zh")[1]


@pytest.mark.long
@pytest.mark.parametrize("count", [25, 26, 400])
def test_contacts_without_roles_make_a_list_one_can_talk_about(count):
    """A list from the trade fair, no roles: fifteen names at the most, whether 25 came or 26."""
    people = "; ".join(f"p{number:03} acme" for number in range(count))
    graph = k.build_graph(book(people=people, assessments=f"p000 {DAY} 4 4 4"), account="acme")
    found = k.key_people(graph)
    assert len(found) == 15
    assert set(found["kind"]) == {"assumed"}
    assert standing(graph)["roles_known"] == 0
    said = told(graph)
    assert "No decision roles are recorded; who decides is read from titles and levels." in said
    assert "尚无决策角色记录；暂按职务与层级推定由谁决策。" in told(graph, language="zh")
    assert "decide openly" not in said
    assert "nor a title or level that would tell who has one" in summary(graph)[1]
    assert "p000" not in summary(graph)[1]


@pytest.mark.parametrize(
    ("chief", "clerk"), [("CEO", "Clerk"), ("总经理", "文员"), ("Managing_Director", "Assistant")]
)
def test_the_chief_counts_more_than_the_clerk(chief, clerk):
    """No roles yet, but two business cards: nobody believes that the clerk decides like the chief."""
    facts = book(
        people=f"carl acme title={chief}; kim acme title={clerk}",
        assessments=f"carl {DAY} 1 1 1; kim {DAY} 5 5 5",
    )
    graph = k.build_graph(facts, account="acme")
    key = k.key_people(graph)
    assert key.index[0] == "carl"
    # The chief approves (1) and half decides (.5); of 2.75 that is more than half. The clerk
    # evaluates (.3 · .3 · .5) and uses (1 · .3 · .25) at the very most.
    weights = graph.decision_weight
    assert weights[list(graph.people.index).index("carl")] >= 1.5 / 2.75
    assert weights[list(graph.people.index).index("kim")] <= 0.12 / 2.75
    found = standing(graph)
    assert found["choice"] == 0  # who approves by title refuses
    assert found["blocked_by"] == ()  # but a title blocks nobody: that would be invented
    assert "No decision role is recorded; by title and level it would be carl" in summary(graph)[1]
    assert "按职务与层级推定为 carl" in summary(graph, language="zh")[1]
    assert "every stance that counts is known" not in summary(graph)[0]  # somebody may be missing


def test_a_bid_has_a_buyer_even_before_we_know_who():
    """In the tender the head of purchasing will have a say, whether we have noted that or not."""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme; pia acme title=采购部长; ned acme title=工程师",
        roles=f"{FOUR}; uma user acme",
        deals="d1 acme bid",
        assessments=f"ann {DAY} 5 5 5",
    )
    account = k.build_graph(facts, account="acme")
    deal = k.build_graph(facts, deal="d1")
    weight = dict(zip(deal.people.index, deal.decision_weight, strict=True))
    # Procurement weighs .5 of 3.25; a head of department in purchasing (level 3) fits it whole.
    # The engineer fits it not at all: another function counts 0 there. Those without a title
    # fit by unknown level and function, .3 · .3 each, so pia's share is 1 of 1.36.
    assert weight["pia"] == pytest.approx(0.5 / 3.25 / 1.36)
    assert weight["ned"] == 0
    assert "pia" in k.key_people(deal).index
    assert dict(zip(account.people.index, account.decision_weight, strict=True))["pia"] == 0
    assert "We do not know who has the role of procurement in this deal" in told(deal)


def test_an_empty_seat_that_must_agree_holds_the_decision_open():
    """The managing director has left, nobody is named: the others like us, but who signs?"""
    facts = book(
        people="ann acme until=2025-12-01; dan acme; eva acme; uma acme",
        roles=f"{FOUR}; uma user acme",
        assessments=f"dan {DAY} 5 5 5; eva {DAY} 5 5 5; uma {DAY} 5 5 5; ann 2025-06-01 5 5 5",
    )
    graph = k.build_graph(facts, account="acme")
    found = standing(graph)
    assert found["choice"] == pytest.approx(50)  # whoever comes, we know nothing of them
    assert (found["low"], found["high"]) == (0, 100)
    assert found["limited_by"] == "approver"
    assert found["blocked_by"] == ()
    said = told(graph)
    assert "The seat that ann left is vacant, and it has the role of approver" in said
    assert "does not lean to us" in summary(graph)[0]
    assert "what holds it back is that the seat of the approver is vacant" in summary(graph)[0]
    assert "制约在于批准者的席位空缺" in summary(graph, language="zh")[0]


def test_one_line_for_one_person():
    """She refuses, we have never met her and nobody leads there: that is one point, not four."""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme; cy us",
        roles=f"{FOUR}; uma user acme",
        ties="cy knows uma trusted",
        assessments=f"ann {DAY} 1 1 1; dan {DAY} 5 5 5; eva {DAY} 5 5 5; uma {DAY} 5 5 5",
        interactions=f"m {DAY} meeting cy; m {DAY} meeting uma",
    )
    graph = k.build_graph(facts, account="acme")
    table = k.review(graph).tables["gaps"]
    assert sum("ann" in str(row) for row in table.to_dict("records")) == 1
    first = next(row for row in table.to_dict("records") if "ann" in str(row))
    assert "would refuse us" in str(first)
    assert "None of us knows ann" in str(first)


def test_an_objection_to_the_price_is_no_refusal():
    """She would like to, but the price is too high for her: that is a negotiation, not a no."""
    graph = a_refusal(1, ann="4 4 2")
    found = standing(graph)
    assert found["choice"] == pytest.approx((75 * 75 * 25) ** (1 / 3))  # 52
    assert found["limited_by"] == "approver"
    assert found["blocked_by"] == ()
    assert found["status"] != "red"
    said = summary(graph)[0]
    assert "what holds it back is the approver, ann" in said
    assert "blocked" not in said


def test_thirty_participants_of_a_workshop_do_not_outweigh_anybody():
    """The CRM says "Other" of thirty people who were in the workshop. They share one small voice."""
    crowd = [f"x{number:02}" for number in range(30)]
    people = ["ann", "dan", "eva", "uma", *crowd]
    facts = book(
        people="; ".join(f"{person} acme" for person in people),
        roles="; ".join(
            [FOUR, "uma user acme", *(f"{person} participant acme" for person in crowd)]
        ),
        assessments="; ".join(
            f"{person} {DAY} {'1 1 1' if person in crowd else '5 5 5'}" for person in people
        ),
    )
    graph = k.build_graph(facts, account="acme")
    found = standing(graph)
    assert found["choice"] == pytest.approx(100 * 2.75 / 3)  # .25 of 3 is theirs, all together
    assert found["status"] == "green"
    assert "The decision leans to us: choice stands at 92 of 100" in summary(graph)[0]


def a_committee(refusing, **policy):
    """Five approvers of whom some refuse, and a decision maker who champions us."""
    five = [f"a{place}" for place in range(5)]
    facts = book(
        people="; ".join(f"{person} acme" for person in (*five, "dan")),
        roles="; ".join([*(f"{one} approver acme" for one in five), "dan decision_maker acme"]),
        assessments="; ".join(
            f"{person} {DAY} {'1 1 1' if person in five[:refusing] else '5 5 5'}"
            for person in (*five, "dan")
        ),
    )
    return k.build_graph(facts, account="acme", policy=Policy(**policy))


def test_one_of_a_committee_who_refuses_is_told_but_blocks_nothing():
    """Four of five sign happily. The fifth never will, and everybody has to hear of him."""
    graph = a_committee(1)
    said = summary(graph)[0]
    assert said.startswith("The decision leans to us")
    assert "but a0, one of 5 who have the role of approver, would refuse us" in said
    assert "但是，5 位批准者中有 1 位会拒绝我方：a0" in summary(graph, language="zh")[0]
    assert "outvotes that" not in told(graph)
    assert "as one of 5, and would refuse us" in told(graph)
    two = summary(a_committee(2))[0]
    assert "but a0 and a1, 2 of 5 who have the role of approver, would refuse us" in two
    everybody = summary(a_committee(5))[0]
    assert "all 5 who have the role of approver would refuse us" in everybody
    assert "leans to us" not in everybody


def test_whether_a_refusal_is_outvoted_is_the_rules_to_say():
    """By unanimity one no is a no; where votes are weighed nobody has a veto."""
    blocked = a_committee(1, decision_rule="unanimous")
    assert summary(blocked)[0].startswith("The decision is blocked by a0")
    assert "as one of 5, and would refuse us" in told(blocked)
    weighed = a_refusal(1, policy=Policy(decision_rule="weighted"))
    assert "ann, who has the role of approver, would refuse us" in summary(weighed)[0]
    assert "outvotes" not in told(weighed)
    assert "也无法替代" not in told(weighed, language="zh")


def test_a_decision_that_leans_to_us_without_a_decision_maker_is_told_as_far_as_recorded():
    """The approver loves us. Who decides we have never asked: that is half of the answer."""
    facts = book(people="ann acme; bo acme", roles="ann approver acme",
                 assessments=f"ann {DAY} 5 5 5")  # fmt: skip
    graph = k.build_graph(facts, account="acme")
    said = summary(graph)[0]
    assert said.startswith("The decision leans to us")
    assert "that is as far as recorded, for the decision maker is not known" in said
    assert "以上仅就已有记录而言，尚不清楚由谁担任决策者" in summary(graph, language="zh")[0]


@pytest.mark.parametrize("day", ["2025-01-01", DAY], ids=["old", "new"])
def test_a_refusal_that_what_is_old_may_turn_is_told_as_far_as_recorded(day):
    """A year ago she wanted nothing of us. Whether she still does not, we have yet to hear."""
    facts = book(
        people="ann acme; bo acme; vic us",
        roles="ann approver acme; bo approver acme; bo decision_maker acme",
        assessments=f"ann {day} 1 1 1; bo {DAY} 5 5 5",
    )
    graph = k.build_graph(facts, account="acme", as_of=DAY)
    unsure = day != DAY
    assert (k.acceptance(graph).loc["ann", "choice_high"] >= graph.policy.opposing) == unsure
    said = summary(graph)[0]
    assert ("would refuse us as far as recorded" in said) == unsure
    assert (
        "据现有记录，2 位批准者中有 1 位会拒绝我方" in summary(graph, language="zh")[0]
    ) == unsure
    vetoed = k.build_graph(
        facts, account="acme", as_of=DAY, policy=Policy(decision_rule="unanimous")
    )
    said, zh = summary(vetoed)[0], summary(vetoed, language="zh")[0]
    assert said.startswith("The decision is blocked by ann: ") != unsure
    assert ("the decision is blocked by ann, but not surely" in said) == unsure
    assert ("决策卡在 ann，但并不确定" in zh) == unsure
    notes = [figure.note for figure in k.review(vetoed).sections[0].figures]
    assert ("somebody whose consent is needed refuses us as far as recorded" in notes) == unsure
