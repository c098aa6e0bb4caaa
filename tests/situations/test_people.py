"""Who came, who left, who came back, and the names that are nobody."""

import pytest

import kamgraph as k
from books import book
from told import gaps_of, standing, summary, told

DAY = "2026-01-01"
FOUR = "ann approver acme; dan decision_maker acme; eva evaluator acme; uma user acme"
ALL = f"ann {DAY} 4 4 4; dan {DAY} 4 4 4; eva {DAY} 4 4 4; uma {DAY} 4 4 4"


def test_a_champion_left():
    """Mo had us specified and has left in March. Nobody changed his mind; we lost our man."""
    facts = book(
        people="ann acme; dan acme; mo acme until=2026-03-01; eva acme; uma acme; cy us",
        roles=FOUR,
        ties="mo influences dan decisive; mo influences eva decisive; cy knows dan trusted",
        assessments="ann 2025-12-31 3 3 3; dan 2025-12-31 3 3 3; mo 2025-12-31 5 5 5; "
        "eva 2025-12-31 3 3 3; uma 2025-12-31 3 3 3",
    )
    now = k.build_graph(facts, account="acme", as_of="2026-03-02")
    before = now.at("2026-01-01")
    # Then dan and eva stood half on mo's ground; today everybody is where they were, neutral.
    assert standing(before)["solution"] > standing(now)["solution"]
    assert standing(now)["solution"] == pytest.approx(50)
    said = told(now, since="2026-01-01")
    assert "mo, who supported us, left" in said
    assert "changed their minds" not in said
    zh = told(now, since="2026-01-01", language="zh")
    assert "支持我方的 mo 离开了" in zh
    assert "立场变了" not in zh


def test_a_hostile_successor_is_no_coach():
    """Carl told us everything. Hank has his chair now, and he came from our competitor."""
    facts = book(
        people="ann acme; dan acme; carl acme until=2025-12-01 successor=hank; hank acme; uma acme; cy us",
        roles="ann approver acme; dan decision_maker acme; carl evaluator acme; carl coach acme; uma user acme",
        ties="cy knows carl trusted",
        assessments=f"ann {DAY} 4 4 4; dan {DAY} 4 4 4; hank {DAY} 1 1 1; uma {DAY} 4 4 4",
    )
    graph = k.build_graph(facts, account="acme")
    assert graph.people.loc["hank", "roles"] == ("evaluator",)
    assert "no_coach" in gaps_of(graph)
    assert "Nobody on their side is our coach." in told(graph)
    assert "no_contact" in gaps_of(graph, "hank")  # carl's friend is not hank's


def test_a_coach_whom_the_rival_has_hired_coaches_us_no_more():
    """Hein showed us the way for years. Since July he sells for our competitor."""
    facts = book(
        people="ann acme; dan acme; hein acme; uma acme; cy us",
        positions="hein acme until=2026-07-01; hein rival since=2026-07-01",
        roles="ann approver acme; dan decision_maker acme; hein coach acme; uma user acme",
        ties="cy knows ann trusted; hein influences dan",
        assessments=f"hein {DAY} 5 5 5; ann {DAY} 4 4 4",
    )
    now = k.build_graph(facts, account="acme", as_of="2026-07-02")
    assert "no_coach" in gaps_of(now)
    assert "no_coach" not in gaps_of(now.at("2026-06-30"))
    assert now.people.loc["hein", "roles"] == ()


def test_who_left_years_ago_has_no_power():
    """HR's list has everybody since 2015. Lou left in 2019, Moritz in 2020: they decide nothing."""
    facts = book(
        people="ann acme; lou acme until=2019-06-30; moritz acme until=2020-03-31",
        roles="ann approver acme",
        ties="lou influences ann decisive; moritz influences ann decisive",
    )
    graph = k.build_graph(facts, account="acme")
    assert str(graph.as_of) == "2020-03-31"
    assert set(graph.people.index) == {"ann"}
    assert "moritz" not in told(graph)


def test_whom_the_next_export_lacks_is_gone():
    """Moritz is no longer in Monday's export: from Monday on he is not in the picture either."""
    tables = {"roles": "ann approver acme", "ties": "moritz influences ann decisive"}
    before = book(people="ann acme; moritz acme", **tables)
    after = book(people="ann acme", roles="ann approver acme")
    assert "moritz" in k.build_graph(before, account="acme").people.index
    found = k.sync(before, after, on="2026-03-02").book
    graph = k.build_graph(found, account="acme")
    assert str(graph.as_of) == "2026-03-02"
    assert list(graph.people.index) == ["ann"]


def test_who_comes_back_is_back():
    """Rita was at a subsidiary for a year and is in her old seat again, with all her friends."""
    facts = book(
        people="rita acme; dan acme; cy us",
        positions="rita acme until=2024-01-01; rita bravo since=2024-01-01 until=2025-06-01; "
        "rita acme since=2025-06-01",
        roles="rita approver acme",
        ties="cy knows rita trusted; rita influences dan strong",
        assessments="rita 2023-06-01 4 4 4; rita 2025-12-01 5 5 5",
    )
    here = {day: k.build_graph(facts, account="acme", as_of=day) for day in ("2023-12-01", DAY)}
    for graph in here.values():
        assert graph.people.loc["rita", "organization"] == "acme"
        assert "approver" in graph.people.loc["rita", "roles"]
    away = k.build_graph(facts, account="acme", as_of="2024-06-01")
    assert (
        not away.own[list(away.people.index).index("rita")] if "rita" in away.people.index else True
    )
    moves = k.moves_of_people(facts, since="2025-01-01")
    assert "rita" in moves.to_string()
    assert "rita approves" in told(here[DAY])


@pytest.mark.parametrize("name", ["VACANT", "TBD", "待定", "空缺"])
def test_a_placeholder_is_nobody(name):
    """Somebody typed TBD into the role of approver, so that the form could be saved."""
    facts = book(
        people=f"x1 acme name={name}; dan acme; eva acme; uma acme; cy us",
        roles="x1 approver acme; dan decision_maker acme; eva evaluator acme; uma user acme",
        ties="cy knows dan trusted",
        assessments=f"dan {DAY} 5 5 5; eva {DAY} 5 5 5; uma {DAY} 5 5 5; x1 {DAY} 5 5 5",
    )
    graph = k.build_graph(facts, account="acme")
    found = standing(graph)
    assert graph.people.loc["x1", "vacant"]
    assert found["choice"] == pytest.approx(50)  # nobody can have said yes for them
    assert (found["low"], found["high"]) == (0, 100)
    assert gaps_of(graph, "x1") == {"vacant_seat"}
    assert "is not filled yet; it has the role of approver." in told(graph)
    assert "尚无人到任" in told(graph, language="zh")
    assert f"{name} has left" not in told(graph)


def hired(organization):
    """Sam, who championed us at acme, has another employer since December."""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme; sam acme; cy us",
        positions=f"sam acme until=2025-12-01; sam {organization} since=2025-12-01",
        roles=FOUR,
        ties="cy knows sam trusted; cy knows dan several; sam influences ann strong",
        assessments="ann 2025-10-01 4 4 4; dan 2025-10-01 4 4 4; sam 2025-10-01 5 5 5",
    )
    return k.build_graph(facts, account="acme", as_of=DAY)


def test_the_rival_hires_our_champion():
    """Sam knows our offer to the last screw, and since December he works for the others."""
    graph = hired("rival")
    assert graph.people.loc["sam", "side"] == "competitor"
    said = told(graph)
    assert "sam, who supported us, now works for rival, a competitor." in said
    assert "grade sam anew: the grade there is from before" in said
    zh = told(graph, language="zh")
    assert "曾支持我方的 sam 现已加入友商 rival" in zh
    assert "重新评估 sam：现有评估是其加入友商之前的" in zh


def test_our_champion_goes_to_another_customer():
    """Sam is now at bravo, where we have never sold anything. Call him."""
    facts = hired("bravo").book
    graph = k.build_graph(facts, account="bravo", as_of=DAY)
    assert k.reach(graph).loc["sam", "reach"] > 0.9
    said = told(hired("bravo"))
    assert "sam, who supported us, has gone to bravo." in said
    assert "Visit sam at bravo" in said
    assert "曾支持我方的 sam 已到 bravo 任职。" in told(hired("bravo"), language="zh")


def test_the_same_people_who_refuse_us_are_nothing_to_strengthen():
    """Nobody came or left in two years, and they all still want us out. Strengthen what?"""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme",
        roles=FOUR,
        assessments=ALL.replace("4 4 4", "1 2 1") + "; ann 2024-01-01 1 2 1",
    )
    graph = k.build_graph(facts, account="acme")
    assert standing(graph)["choice"] < 10
    row = k.stage(graph, since="2025-01-01").iloc[0]
    assert row["changed"] == 0
    assert row["stage"] == "building"
    assert row["reason"] == (
        "The same people decide as on 1 January 2025, but no key person is known to support us: "
        "the relationship has to be built."
    )
    zh = k.stage(graph, since="2025-01-01", language="zh").iloc[0]["reason"]
    assert zh == "决策人与 2025 年 1 月 1 日时相同，但尚无已知支持我方的关键人，关系有待建立。"


def test_where_only_the_users_want_us_the_relationship_is_to_be_stabilised():
    """The same people, the shop floor is all for us, and the board has still not decided."""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme",
        roles=FOUR,
        assessments=f"ann {DAY} 3 3 3; dan {DAY} 3 3 3; eva {DAY} 5 5 5; uma {DAY} 5 5 5; "
        "ann 2024-01-01 3 3 3",
    )
    row = k.stage(k.build_graph(facts, account="acme"), since="2025-01-01").iloc[0]
    assert row["stage"] == "stabilising"
    assert row["reason"] == (
        "The same people decide as on 1 January 2025, but the decision does not lean to us: "
        "the relationship has to be stabilised first."
    )


def test_the_same_people_who_want_us_can_be_strengthened():
    """The same faces as two years ago, and they want us: now talk about the framework contract."""
    facts = book(
        people="ann acme; dan acme; eva acme; uma acme",
        roles=FOUR,
        assessments=f"{ALL}; ann 2024-01-01 4 4 4",
    )
    row = k.stage(k.build_graph(facts, account="acme"), since="2025-01-01").iloc[0]
    assert row["stage"] == "strengthening"


def test_what_is_planned_does_not_move_the_day():
    """The order closes next summer and her contract ends in 2028. Today is still today."""
    facts = book(
        people="ann acme until=2028-01-01; dan acme; eva acme; uma acme",
        roles=FOUR,
        deals="d1 acme closes=2026-07-01",
        assessments=ALL,
    )
    graph = k.build_graph(facts, account="acme")
    assert str(graph.as_of) == DAY
    assert standing(graph)["known"] == pytest.approx(1)
    assert "every stance that counts is known" in summary(graph)[0]


def test_a_seat_to_be_filled_has_no_former_holder():
    """They look for a head of purchasing. Nobody called 待定 has ever sat there."""
    facts = book(
        people="ann acme; v1 acme name=待定 title=Einkaufsleiter",
        roles="ann approver acme; v1 procurement acme",
    )
    graph = k.build_graph(facts, account="acme")
    assert "Vacant seat (Einkaufsleiter)" in told(graph)
    assert "formerly" not in told(graph)
    assert "The seat of Einkaufsleiter is not filled yet" in told(graph)
    assert "空缺（Einkaufsleiter）" in told(graph, language="zh")
    assert "原任" not in told(graph, language="zh")


def test_only_people_with_a_role_of_their_own_decide_openly():
    """An empty chair decides nothing, and the consultant at the table only sits there."""
    facts = book(
        people="ann acme; dan acme; old acme until=2025-12-01; eve acme; con institute",
        roles="ann approver acme; dan decision_maker acme; old decision_maker acme; con participant acme",
        ties="eve reports_to old; con influences ann",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-01-01")
    section = next(one for one in k.review(graph).sections if one.name == "key_people")
    assert section.sentence.startswith("2 people decide openly; 1 seat with a role is vacant")
    for said in (section.sentence, summary(graph)[1]):
        assert "con takes part, in which role is not recorded" in said
    assert summary(graph)[1].startswith("ann and dan decide openly")


def test_nobody_changed_his_mind_because_we_hired_him_or_graded_her_first():
    """Their decision maker, who never wanted us, now works for us; and we met Ann at last."""
    facts = book(
        people="ann acme; hal acme; vic us",
        roles="ann approver acme; hal decision_maker acme",
        positions="person=hal organization=acme since=2025-01-01 until=2026-07-01; "
        "person=hal organization=us since=2026-07-01",
        assessments="hal 2026-03-01 1 1 1; ann 2026-08-01 4 4 4",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-09-30")
    said = summary(graph, since="2026-06-30")[3]
    assert said.endswith("most of all because hal, who was against us, left.")
    assert summary(graph, since="2026-06-30", language="zh")[3].endswith("反对我方的 hal 离开了。")
    # What is assumed of a colleague of ours is nobody's grade.
    grades = k.compare(graph.at("2026-06-30"), graph).grades
    assert set(grades["person"]) == {"ann"}
    met = book(
        people="ann acme; bo acme",
        roles="ann approver acme; ann decision_maker acme; bo evaluator acme",
        assessments="ann 2026-08-01 4 4 4; bo 2026-01-01 3 3 3",
    )
    first = k.build_graph(met, account="acme", as_of="2026-09-30")
    assert summary(first, since="2026-06-30")[3].endswith("people were graded for the first time.")
    assert "首次评估了相关人员" in summary(first, since="2026-06-30", language="zh")[3]


def test_what_raised_the_choice_is_not_that_our_best_man_left():
    """Bo decided and loved us; he left. That the figure went up has another reason."""
    facts = book(
        people="ann acme; bo acme; vic us",
        roles="ann approver acme; bo decision_maker acme; bo evaluator acme",
        positions="person=bo organization=acme since=2020-01-01 until=2026-07-01; "
        "person=bo organization=institute since=2026-07-01",
        assessments="ann 2026-09-01 4 4 4; bo 2026-05-01 5 5 5",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-09-30")
    said = summary(graph, since="2026-06-01")[3]
    before, after = (standing(one)["choice"] for one in (graph.at("2026-06-01"), graph))
    assert after > before
    assert "bo, who supported us, left" not in said
