"""Whom we know, how well, and through whom."""

import datetime as dt

import pytest

import kamgraph as k
from books import book
from told import gaps_of, standing, summary, told

DAY = "2026-01-01"
ALONE = "ann approver acme; ann decision_maker acme; ann evaluator acme; ann user acme"
FOUR = "ann approver acme; dan decision_maker acme; eva evaluator acme; uma user acme"


def every(days, times, rows, name="i"):
    """Repeat the rows of an interaction every so many days, the last one on the day."""
    last = dt.date.fromisoformat(DAY)
    return "; ".join(
        row.format(id=f"{name}{number}", day=last - dt.timedelta(days * number))
        for number in range(times)
        for row in rows
    )


def met(interactions, **tables):
    """Ann decides alone; one of us, cy, is or is not in touch with her."""
    facts = {"people": "ann acme; cy us", "roles": ALONE, "assessments": f"ann {DAY} 4 4 4"}
    facts |= tables
    return k.build_graph(book(**facts, interactions=interactions), account="acme", as_of=DAY)


def reach_of(graph, person="ann"):
    return k.reach(graph).loc[person, "reach"]


def test_a_trusted_contact_of_2015_is_not_trusted_any_more():
    """Ten years ago he would have called me first. We have not spoken since he moved upstairs."""
    old = met("", ties="cy knows ann trusted since=2015-01-01")
    # 4,018 days; a friendship not looked after halves every 720: 2^-5.58
    assert reach_of(old) == pytest.approx(2 ** (-4018 / 720))
    assert "out_of_reach" in gaps_of(old, "ann")
    said = told(old)
    assert (
        "cy was once close to ann, but nothing has been recorded since 1 January 2015 (2%)." in said
    )
    assert "cy 与 ann 曾有深交，但自 2015 年 1 月 1 日以来没有往来记录（2%）。" in told(
        old, language="zh"
    )


def test_a_trusted_contact_met_last_week_is_as_warm_as_ever():
    """The same friendship of 2015, and we had dinner last week."""
    warm = met(
        "m 2025-12-25 meeting cy; m 2025-12-25 meeting ann",
        ties="cy knows ann trusted since=2015-01-01",
    )
    assert reach_of(warm) == pytest.approx(2 ** (-7 / 720))
    assert gaps_of(warm, "ann").isdisjoint({"out_of_reach", "no_contact", "no_touch"})


MAIL_OUT = ("{id} {day} email cy part=from", "{id} {day} email ann part=to")
MAIL_IN = ("{id} {day} email ann part=from", "{id} {day} email cy part=to")


def test_forty_mails_without_an_answer_are_no_relationship():
    """I have written every week for nine months. She has not answered once."""
    unanswered = met(every(7, 40, MAIL_OUT))
    answered = met(every(7, 20, MAIL_OUT) + "; " + every(7, 20, MAIL_IN, "a"))
    # Weekly mails, .2 each, halving every 90 days; unanswered they count a tenth.
    weekly = [0.2 * 2 ** (-7 * week / 90) for week in range(40)]
    h = 0.1 * sum(weekly)
    assert reach_of(unanswered) == pytest.approx(h / (h + 1))
    h = 2 * sum(weekly[:20])
    assert reach_of(answered) == pytest.approx(h / (h + 1))
    assert reach_of(answered) > 3 * reach_of(unanswered)
    assert "no_contact" in gaps_of(unanswered, "ann")
    said = "None of us knows ann: cy has written, but no answer and no meeting is on record"
    assert said in summary(unanswered)[2]
    assert "Try another way to ann than writing once more" in summary(unanswered)[4]
    assert "我方无人认识 ann：cy 联系过，但没有任何回复或会面记录。" in told(
        unanswered, language="zh"
    )
    assert "no_touch" not in gaps_of(answered, "ann")


def test_both_on_the_list_of_a_circular_are_no_contact():
    """The association's newsletter goes to both of us. That is no contact."""
    both = ("{id} {day} email cy part=to", "{id} {day} email ann part=cc")
    assert reach_of(met(every(7, 40, both))) == 0


def test_a_year_of_monthly_committees_makes_an_acquaintance():
    """Twelve around the table, every month for a year. We know each other; less than one to one."""
    others = [f"p{number:02}" for number in range(10)]
    rows = [f"{{id}} {{day}} meeting {person}" for person in ("cy", "ann", *others)]
    people = "; ".join(["cy us", *(f"{person} acme" for person in ("ann", *others))])
    committee = met(every(30, 12, rows), people=people)
    alone = met(every(30, 12, rows[:2]))
    # Twelve meetings, halving every 90 days: 4.54 for two people alone, .82 as closeness.
    assert reach_of(alone) == pytest.approx(4.544 / 5.544, abs=0.001)
    assert committee.policy.reachable <= reach_of(committee) < reach_of(alone) / 2
    assert "out_of_reach" not in gaps_of(committee, "ann")


def test_one_of_us_knows_a_decision_maker_of_another_firm():
    """The holding decides for them. Its director is an old friend of mine, and in the review
    it said that none of us knows her."""
    graph = met(
        "",
        people="ann acme; eva acme; uma acme; dora bravo; cy us",
        roles="ann approver acme; dora decision_maker acme; eva evaluator acme; uma user acme",
        ties="cy knows dora trusted",
        assessments=f"ann {DAY} 4 4 4; dora {DAY} 4 4 4",
    )
    assert reach_of(graph, "dora") == 1
    assert k.reach(graph).loc["dora", "route"] == ("cy", "dora")
    assert "None of us knows dora" not in told(graph)
    assert "no_contact" in gaps_of(graph, "ann")


def test_a_partner_who_knows_the_cfo_opens_the_door():
    """Our integrator plays golf with their CFO. That is our way in, and the review should say so."""
    graph = met(
        "",
        people="ann acme title=CFO; flo institute; cy us",
        ties="cy knows flo trusted; flo knows ann in_depth",
    )
    assert reach_of(graph) == pytest.approx(0.75)
    assert k.reach(graph).loc["ann", "route"] == ("cy", "flo", "ann")
    said = told(graph)
    assert "None of us knows ann; the best way in is cy → flo → ann." in said
    assert "Have cy ask flo to open the way" in said
    assert "最佳引荐路径是 cy → flo → ann" in told(graph, language="zh")


def test_a_sponsor_who_knows_nobody_is_a_name_on_a_slide():
    """Our executive sponsor has never met anybody there."""
    graph = met(
        "",
        people="ann acme; cy us; sue us level=1",
        team="cy account_responsible acme; sue executive_sponsor acme",
        ties="cy knows ann trusted",
    )
    assert any("sponsor" in code for code in gaps_of(graph, "sue"))
    assert "sue is our executive sponsor and knows nobody there." in told(graph)
    assert "sue 是我方高层赞助人，却不认识对方任何人。" in told(graph, language="zh")


def test_everything_hangs_on_one_friend():
    """All I know there I know through Fred. He retires in spring."""
    graph = met(
        "",
        people="ann acme; dan acme; eva acme; uma acme; fred acme; cy us",
        roles=FOUR,
        ties="cy knows fred trusted; fred influences ann decisive; fred influences dan decisive; "
        "fred influences eva strong; fred influences uma strong",
        assessments=f"ann {DAY} 4 4 4; dan {DAY} 4 4 4; fred {DAY} 5 5 5",
    )
    found = standing(graph)
    assert found["coverage"] > 80
    assert found["threads"] == 1
    lost = k.fragility(graph).loc["fred", "coverage_lost"]
    assert lost == pytest.approx(found["coverage"])
    said = told(graph)
    assert f"Without fred there our coverage falls from {found['coverage']:.0f} to 0 of 100" in said
    assert "若对方的 fred 离开，我方覆盖度将从" in told(graph, language="zh")
    assert "behind the scenes fred carries" in summary(graph)[1]


SIX = ("finance", "procurement", "legal", "quality", "it", "production")


def test_one_seller_with_all_functions_is_no_diamond():
    """He knows somebody in each of their six departments, and nobody else of us knows anybody.
    When he leaves we are out. That is no diamond."""
    graph = met(
        "",
        people="ann acme; cy us function=sales; "
        + "; ".join(f"{name} acme function={name}" for name in SIX),
        ties="; ".join(f"cy knows {name} trusted" for name in SIX),
    )
    assert k.structure(graph).iloc[0]["contact_structure"] == "bow_tie"


def test_six_of_ours_with_six_of_theirs_are_a_diamond():
    """Each of our departments has its counterpart there: whoever leaves, the rest stands."""
    ours = ("finance", "procurement", "legal", "quality", "it", "production")
    graph = met(
        "",
        people="ann acme; "
        + "; ".join(f"{name} acme function={name}; our_{name} us function={name}" for name in ours),
        ties="; ".join(f"our_{name} knows {name} trusted" for name in ours),
    )
    assert k.structure(graph).iloc[0]["contact_structure"] == "diamond"


def test_meetings_about_another_deal_warm_nobody_up_for_this_one():
    """We sit together every month about the service contract. The new line is another story."""
    rows = ("{id} {day} meeting cy deal=d1", "{id} {day} meeting ann deal=d1")
    facts = met(every(30, 12, rows), deals="d1 acme; d2 acme").book
    found = {deal: k.build_graph(facts, deal=deal, as_of=DAY) for deal in ("d1", "d2")}
    assert reach_of(found["d1"]) == pytest.approx(4.544 / 5.544, abs=0.001)
    assert reach_of(found["d2"]) == 0
    assert reach_of(k.build_graph(facts, account="acme", as_of=DAY)) == reach_of(found["d1"])
    assert "None of us knows ann" in told(found["d2"])


def test_a_copy_to_the_boss_is_not_a_talk_with_the_boss():
    """I write to Eva and copy Ann in. Eva answers; Ann has never written a line."""
    rows = (
        "o{id} {day} email cy part=from", "o{id} {day} email eva part=to", "o{id} {day} email ann part=cc",
        "e{id} {day} email eva part=from", "e{id} {day} email cy part=to",
    )  # fmt: skip
    graph = met(every(7, 12, rows), people="ann acme; eva acme; cy us")
    assert reach_of(graph, "eva") > 3 * reach_of(graph, "ann") > 0
    assert "out_of_reach" in gaps_of(graph, "ann")
