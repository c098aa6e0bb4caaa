"""What the card of a person tells."""

import pytest

import kamgraph as k
from books import book
from kamgraph.analysis.rules import RULES
from kamgraph.model.voice import speaking
from kamgraph.reviews.formats.html.map.cards import make_cards
from kamgraph.reviews.formats.html.map.data import name_gap
from kamgraph.reviews.results import Results


def show_cards(graph, language="en"):
    with speaking(language):
        return make_cards(Results(graph, language))


def test_grades_are_told_with_day_and_assessors(account):
    found = show_cards(account)
    assert found["ann"].grades == [
        ["Friend", "10 January 2026 by vic"],
        ["Prefers", "10 January 2026 by vic"],
        ["Accepts", "10 January 2026 by vic"],
    ]
    assert found["bo"].grades[0] == ["Friend", "10 January 2026 by vic and win"]
    assert found["cy"].grades == [["unknown", ""]] * 3
    ours = ["for us, assumed", "for us, assumed", "neutral, assumed"]  # of the price no view
    assert found["vic"].grades == [[grade, ""] for grade in ours]


def test_a_title_that_is_a_role_is_told_as_the_role_alone():
    facts = book(people="ann acme; bo acme", roles="ann approver acme").to_tables()
    titled = facts["people"].assign(title=["Approver", "Approver"])
    graph = k.build_graph(k.Book.from_tables(facts | {"people": titled}), account="acme")
    found = show_cards(graph)
    assert (found["ann"].who["place"], found["ann"].who["roles"]) == ("", ["Approver"])
    assert (found["bo"].who["place"], found["bo"].who["roles"]) == ("Approver", [])


def test_a_deal_tells_its_own_grades_from_those_of_its_account(deal):
    relationship, solution, _ = show_cards(deal)["ann"].grades
    assert relationship == ["Friend", "10 January 2026 by vic (from the account)"]
    assert solution == ["Doubts", "1 March 2026 by win"]


def test_a_vacant_seat_has_no_grades_and_says_whose_it_was(account):
    seat = show_cards(account)["dee"]
    assert seat.grades == []
    assert seat.who["name"] == "Vacant seat (formerly dee)"
    assert [gap[0] for gap in seat.gaps] == ["vacant_seat"]


def test_the_best_route_is_told_with_its_strength(account):
    contact = show_cards(account)["ann"].contact
    assert contact["route"] == ["vic", "bo", "ann"]
    assert contact["sentence"] == f"reach {contact['reach']}, 2 steps, 1 independent route"
    assert show_cards(account)["rex"].contact == {
        "route": [],
        "reach": "",
        "sentence": "",
        "known_by": [],
        "remark": "",
    }


def test_who_of_us_knows_a_person_is_told_the_closest_first(account):
    assert show_cards(account)["bo"].contact["known_by"] == [["vic", "100%"]]
    assert show_cards(account)["cy"].contact["known_by"] == [["win", "25%"]]


def test_gaps_are_those_of_the_person(account):
    found = Results(account, "en").gaps
    for person, card in show_cards(account).items():
        mine = found[found["person"] == person]
        assert [gap[0] for gap in card.gaps] == list(mine["gap"])
        assert [gap[3] for gap in card.gaps] == list(mine["action"])
    assert any(card.gaps for card in show_cards(account).values())


def test_roles_and_figures_are_those_of_the_analysis(account):
    results, found = Results(account, "en"), show_cards(account)
    assert found["ann"].who["roles"] == ["Approver"]
    assert found["ann"].standing["part"] == "Direct"
    blank = 0
    for person, row in results.acceptance.iterrows():
        wide = results.graph.half_width[results.graph.index.get_loc(person)] == 1
        shown = ["" if wide.all() else f"{row['choice']:.0f}"]
        shown += [
            "" if unknown else f"{row[axis]:.0f}"
            for axis, unknown in zip(("relationship", "solution", "price"), wide, strict=True)
        ]
        standing = found[person].standing
        assert [standing["choice"], *standing["after"]] == shown
        blank += wide.all()
    assert 0 < blank < len(results.acceptance)
    assert found["rex"].standing["choice"] == ""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_gap_has_a_short_name(rule, language):
    with speaking(language):
        label = name_gap(rule.code)
    assert 0 < len(label) <= 24
    assert label != rule.code


def test_a_gap_of_ones_own_is_named_by_its_code():
    assert name_gap("my_own_rule") == "my own rule"


def test_cards_speak_chinese(account):
    found = show_cards(account, "zh")
    assert found["ann"].grades[0] == ["朋友", "2026 年 1 月 10 日，vic"]
    assert found["ann"].who["side"] == "客户"


def test_a_card_says_that_closeness_is_lower_for_a_broken_promise_to_them_or_on_the_way_to_them():
    facts = book(
        people="ann acme; bo acme; cy acme; vic us",
        ties="vic knows bo; bo influences ann",
        roles="ann approver acme",
        assessments="ann 2026-02-01 3 3 3",
        commitments="p1 vic bo made=2026-01-01 due=2026-01-20; p2 vic cy made=2026-01-01 due=2026-01-20",
    )
    remarks = {
        person: card.contact["remark"]
        for person, card in show_cards(k.build_graph(facts, account="acme")).items()
    }
    told = "A promise of vic to bo is overdue, so the closeness between them counts only 80%."
    assert remarks == {"ann": told, "bo": told, "cy": "", "vic": ""}
    kept = k.build_graph(facts, account="acme", policy=k.Policy(broken_promise=1))
    assert show_cards(kept)["bo"].contact["remark"] == ""


def test_a_card_has_the_words_behind_it_and_explains_a_grade_of_a_stranger():
    facts = book(
        people="ann acme title=CEO; bo acme; vic us",
        ties="vic knows bo evidence=dinner",
        assessments="ann 2026-02-01 friend prefers evidence=hearsay assessor=vic",
    )
    cards = show_cards(k.build_graph(facts, account="acme"))
    about = "Relationship: Friend · Solution: Prefers"
    assert cards["ann"].quotes == [["", about, "hearsay", "1 February 2026 by vic"]]
    assert cards["bo"].quotes == [["vic", "Knows: bo", "dinner", ""]]
    graded = "vic graded ann on 1 February 2026, though no contact is recorded."
    assert [cards[one].contact["remark"] for one in ("ann", "bo", "vic")] == [graded, "", ""]
