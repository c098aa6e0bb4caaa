"""Known, not, and not recorded; and what grows old."""

import re

import numpy as np
import pandas as pd
import pytest

import kamgraph as k
from books import book
from told import gaps_of, standing, summary, told

DAY = "2026-01-01"
ALONE = "ann approver acme; ann decision_maker acme; ann evaluator acme; ann user acme"


def list_rows(graph, name):
    """Return the rows that a section of the review shows."""
    (found,) = [section for section in k.review(graph).sections if section.name == name]
    return found.table.rows


def alone(day=DAY, **tables):
    """Ann holds every role, so that all is about her."""
    facts = {"people": "ann acme; cy us", "roles": ALONE} | tables
    return k.build_graph(book(**facts), account="acme", as_of=day)


def test_what_was_known_six_years_ago_proves_little():
    """All grades are of 2020 and full of praise. I would not bet my bonus on any of them."""
    graph = alone(assessments="ann 2020-01-01 5 5 5")
    found = standing(graph)
    k_old = 2 ** (-2192 / 360)  # 2,192 days, certainty halves every 360: .0147
    assert found["choice"] == pytest.approx(50 * (1 + k_old))
    assert found["low"] == pytest.approx(50 * (1 + k_old - (1 - k_old)))
    assert found["high"] == pytest.approx(100)
    assert found["known"] == pytest.approx(k_old)
    assert found["status"] == "grey"
    said = told(graph)
    assert (
        "What we know of the key persons is too old for a verdict: "
        "the newest grade is of 1 January 2020" in said
    )
    assert "every stance that counts is known" not in said
    assert "ann was last graded 2,192 days ago" in summary(graph)[2]
    assert summary(graph)[4].startswith("Grade ann anew before the review")
    assert "最近一次评估是 2020 年 1 月 1 日" in told(graph, language="zh")


def test_a_grade_of_yesterday_counts_whole():
    """The same words, said to me yesterday: that is a customer who wants us."""
    graph = alone(assessments="ann 2025-12-31 5 5 5")
    found = standing(graph)
    assert found["choice"] == pytest.approx(50 * (1 + 2 ** (-1 / 360)))
    assert found["status"] == "green"
    assert "The decision leans to us: choice stands at 100 of 100" in summary(graph)[0]


def test_a_year_takes_half_of_what_a_grade_says():
    """Nobody has asked her for a year: our lead melts, though she never said a word against us."""
    graph = alone(assessments="ann 2025-01-06 5 5 5")  # 360 days
    found = standing(graph)
    assert found["choice"] == pytest.approx(75)
    assert (found["low"], found["high"]) == (pytest.approx(50), pytest.approx(100))
    assert "The decision leans to us, but not surely" in summary(graph)[0]
    assert "ann was last graded 360 days ago." in told(graph)


def test_time_alone_did_not_change_anybodys_mind():
    """Since the last review nobody was asked again. Do not tell me that she changed her mind."""
    graph = alone(assessments="ann 2025-01-06 5 5 5")
    said = told(graph, since="2025-07-01")
    assert "what we know has grown older" in said
    assert "已有评估随时间失效" in told(graph, since="2025-07-01", language="zh")
    assert "changed their minds" not in said


def test_the_price_is_not_talked_about_yet():
    """At lead stage nobody speaks of the price. That is normal, not our weak point."""
    graph = alone(assessments=f"ann {DAY} 4 4 -")
    found = standing(graph)
    assert np.isnan(found["price"])
    assert np.isnan(found["own_price"])
    # friend and prefers are 75 each; the mean of two axes, and nothing else is open
    assert [found[name] for name in ("choice", "low", "high")] == pytest.approx([75, 75, 75])
    assert found["weakest"] != "price"
    said = told(graph)
    assert "nobody has been graded on price yet, so it is not counted" in said
    assert "price is the weak point" not in said
    assert "Every stance that counts is known, and not from long ago." in said
    assert "hangs on stances that nobody has graded" not in said
    assert "ann on price" not in said
    assert "价格接受度尚无人评估，暂不计入" in told(graph, language="zh")
    assert "短板在价格" not in told(graph, language="zh")


def test_nothing_graded_is_no_verdict_and_no_alarm():
    """A new account: we know who they are, and not yet what they think. Not red. Not 50."""
    graph = alone(team="cy account_responsible acme")
    found = standing(graph)
    assert np.isnan(found["choice"])
    assert (found["low"], found["high"]) == (0, 100)
    assert found["status"] == "grey"
    verdict = summary(graph)[0]
    assert "is not known yet" in verdict
    assert "50" not in verdict
    assert gaps_of(graph, "ann").isdisjoint({"opposing", "blocked", "never_assessed"})
    assert "of 100" not in told(graph)
    assert "目前还不了解决策相关人员的立场" in summary(graph, language="zh")[0]


def test_no_activities_in_the_book_is_not_nobody_reached():
    """The export came without calendars and contacts. We do know these people very well."""
    graph = alone(assessments=f"ann {DAY} 4 4 4")
    found = standing(graph)
    assert np.isnan(found["coverage"])
    assert pd.isna(found["truck_factor"])
    about = gaps_of(graph, "ann")
    assert about.isdisjoint({"no_contact", "out_of_reach", "no_touch", "single_thread"})
    said = told(graph)
    assert "Whom we know is not recorded, so this review does not say whom we reach." in said
    assert "reach none" not in said
    assert "None of us knows" not in said
    assert "尚无相识与往来记录，因此本评审不判断我方能触达谁。" in told(graph, language="zh")
    missing = k.completeness(graph)
    assert missing.loc["acquaintance", "recorded"] == 0


def test_who_knows_whom_is_not_recorded_and_nobody_is_told_as_unreached():
    """The chain said that we reach nobody, in a book that does not say whom we know."""
    graph = alone(assessments="ann 2026-01-01 4 4 4")
    rows = list_rows(graph, "chain")
    assert rows["reach"].isna().all()


def test_of_whom_nothing_is_known_no_score_is_told():
    """Of Bo nobody knows a thing. The review gave him 50, as if he had said so."""
    graph = alone(
        people="ann acme; bo acme; cy us",
        roles=f"{ALONE}; bo user acme",
        assessments="ann 2026-01-01 4 4 4",
    )
    rows = list_rows(graph, "chain").set_index(["word", "name"])
    assert rows.loc[("user", "bo"), "choice"] is None or np.isnan(
        rows.loc[("user", "bo"), "choice"]
    )
    assert rows.loc[("user", "ann"), "choice"] == pytest.approx(75)


def test_half_recorded_is_a_gap():
    """We do record whom we know, and of the one who decides there is nothing: now it is a gap."""
    graph = alone(people="ann acme; bo acme; cy us", ties="cy knows bo trusted")
    assert "no_contact" in gaps_of(graph, "ann")
    assert "None of us knows ann" in told(graph)


def test_the_figures_bear_no_more_digits_than_they_can():
    """One grade off is human. A choice of 87.3 that may as well be 79 is 87, give or take."""
    found = standing(alone(assessments=f"ann {DAY} 5 5 4"))
    # One step of five is .5, a fifth of the grades are one off: 50 · .5 · √.2 = 11.2 points an
    # axis. The choice is 100^⅔ · 75^⅓ = 90.9; its slope a third of choice over score, so
    # 11.2 / 3 · 90.9 · √(1/100² + 1/100² + 1/75²) = 6.6.
    assert found["error"] == pytest.approx(6.58, abs=0.01)
    assert "90.9" not in summary(alone(assessments=f"ann {DAY} 5 5 4"))[0]


def test_a_fall_to_nothing_is_a_fall_to_nothing():
    """Only a machine says that something falls from 9 to -0."""
    facts = {
        "people": "ann acme; cy us",
        "ties": "cy knows ann trusted",
        "assessments": f"ann {DAY} 4 4 4",
    }
    said = told(alone(**facts))
    assert not re.search(r"(?<!\d)[-−]0(?![.\d])", said)
    assert "falls from 100 to 0 of 100" in said


def test_new_facts_only_narrow_what_is_open():
    """Each colleague who tells us what he heard makes the picture clearer, never foggier."""
    roles = "ann approver acme; dan decision_maker acme; eva evaluator acme; uma user acme"
    people = "ann acme; dan acme; eva acme; uma acme"
    grades = [f"{person} {DAY} 3 4 3" for person in ("uma", "eva", "dan", "ann")]
    widths = []
    for known in range(1, 5):
        facts = book(people=people, roles=roles, assessments="; ".join(grades[:known]))
        found = standing(k.build_graph(facts, account="acme"))
        widths.append(found["high"] - found["low"])
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(0)


TITLES = "ann acme title=CEO; tom acme title=总工程师; eve acme title=Engineer"


def test_a_list_of_titles_is_no_reason_to_say_that_all_is_well():
    """We have a contact list and nothing else. The first step is to ask who decides."""
    graph = k.build_graph(book(people=TITLES), account="acme")
    said, zh = summary(graph), summary(graph, language="zh")
    assert said[2].startswith("Whom we meet, how they stand and what may go wrong: no meeting")
    assert said[3].startswith("Ask who approves, decides")
    assert zh[2].endswith("尚无任何往来、角色或评级记录。")
    assert zh[3].startswith("问清谁批准、谁拍板")
    whole = told(graph)
    assert "keep the contacts warm" not in whole
    assert "No rule finds anything missing" not in whole
    assert "Nobody we know of is for us" not in whole


def test_the_likely_approver_is_named_before_the_likely_tester():
    """Asked who signs, a seller says the chief, not the chief engineer."""
    graph = k.build_graph(book(people=TITLES), account="acme")
    assert "by title and level it would be ann" in summary(graph)[1]


def test_who_leads_is_only_proposed_while_our_team_is_not_recorded():
    """Vic knows her; whether he is the one to go nobody has said."""
    facts = {
        "people": "ann acme; vic us",
        "roles": "ann approver acme; ann decision_maker acme",
        "ties": "vic knows ann trusted",
        "assessments": f"ann {DAY} 1 1 1",
    }
    alone = k.build_graph(book(**facts), account="acme")
    assert "; vic could lead, by" in summary(alone)[4]
    assert "；可由 vic 牵头，" in summary(alone, language="zh")[4]
    named = k.build_graph(book(**facts, team="vic account_responsible acme"), account="acme")
    assert "; vic leads, by" in summary(named)[4]
