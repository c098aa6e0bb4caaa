"""The words behind a review: where they stand, and whose they are."""

import json

import pytest

import kamgraph as k
from books import book
from hostile import hostile_names
from kamgraph.model.voice import speaking
from kamgraph.reviews.results import Results
from kamgraph.reviews.section import Quote

SALE = {
    "people": "ann acme title=CEO; bo acme title=CFO; vic us; val us",
    "deals": "sale acme bid",
    "ties": """
        vic knows bo trusted since=2025-02-01 evidence=dinner; bo influences ann evidence=advice
    """,
    "roles": "ann approver acme; bo decision_maker acme",
    "assessments": """
        ann 2026-01-01 friend prefers evidence=lunch assessor=vic
        bo 2025-06-01 friend evidence=talk assessor=vic
        bo 2026-02-01 distant evidence=quarrel assessor=val; bo 2026-02-01 - neutral evidence=pilot
        ann 2026-02-01 - neutral deal=sale evidence=tender assessor=val
    """,
}


def of(since=None, facts=None, **asked):
    graph = k.build_graph(
        facts or book(**SALE), as_of="2026-06-30", **(asked or {"account": "acme"})
    )
    return Results(graph, "en", since and graph.at(since))


def test_one_word_on_several_grades_is_quoted_once():
    quotes = [said.quote for said in of().quotes.said if said.person == "ann"]
    assert quotes == [
        Quote("ann", "Relationship: Friend · Solution: Prefers", "lunch", "1 January 2026 by vic")
    ]


def test_a_deal_says_what_it_has_from_its_account():
    told = {said.quote.text: said.quote for said in of(deal="sale").quotes.said}
    assert told["tender"].source == "1 February 2026 by val"
    assert told["lunch"].about == "Relationship: Friend"
    assert told["lunch"].source == "1 January 2026 by vic (from the account)"


def test_ties_are_quoted_at_both_ends():
    [ann, bo, nobody] = of().quotes.of_people(["ann", "bo", ""])
    assert [quote.text for quote in ann] == ["lunch", "advice"]
    assert {quote.text for quote in bo} == {"quarrel", "pilot", "advice", "dinner"}
    assert Quote("vic", "Knows: bo", "dinner", "since 1 February 2025") in bo
    assert Quote("bo", "Influences: ann", "advice", "") in bo
    assert nobody == ()


def test_of_a_grade_and_a_route_only_their_words_are_quoted():
    [quarrel, pilot] = of().quotes.of_grades([("bo", "relationship"), ("bo", "solution")])
    assert [quarrel[0].text, pilot[0].text] == ["quarrel", "pilot"]
    [way, none] = of().quotes.of_routes([("vic", "bo", "ann"), ()])
    assert [quote.text for quote in way] == ["dinner", "advice"]
    assert none == ()


def test_rows_of_tables_have_their_words():
    with speaking("en"):
        review = k.review(of().graph, since="2026-01-31")
    quoted = {
        part.name: [[quote.text for quote in quotes] for quotes in part.table.quotes]
        for part in review.sections
        if part.table and part.table.quotes
    }
    assert {"key_people", "routes", "events"} <= set(quoted)
    for name, rows in quoted.items():
        assert len(rows) == len(review.tables[name])
    events = dict(zip(review.tables["events"]["what"], quoted["events"], strict=True))
    [moved] = [quotes for what, quotes in events.items() if what.startswith("Relationship")]
    assert moved == ["quarrel"]


def test_the_section_says_how_much_is_known_by_words():
    review = k.review(of().graph)
    [section] = [one for one in review.sections if one.name == "evidence"]
    assert section.sentence == "4 of 4 grades say how we know; 2 ties say how we know."
    assert set(section.table.rows["evidence"]) == {"lunch", "quarrel", "pilot", "dinner", "advice"}
    silent = k.build_graph(book(people="ann acme; vic us"), account="acme")
    assert "evidence" not in [one.name for one in k.review(silent).sections]


def test_what_is_inferred_is_told_so():
    facts = book(
        people="ann acme title=CEO; bo acme; vic us",
        team="vic lead_expert acme - 2026-01-10",
        candidates="""a kind=reports_to person=bo other=ann confidence=.9 method=closeness
            """.strip()
        + " seen=2026-01-05 evidence=mail account=acme",
    )
    draft, accepted = k.draft(facts), k.accept(facts, ["a"], by="vic", on="2026-02-01")
    sources = [
        {said.quote.text: said.quote.source for said in of(facts=one).quotes.said}["mail"]
        for one in (draft, accepted)
    ]
    assert sources == ["inferred, not confirmed", "accepted 1 February 2026 by vic"]
    [section] = [one for one in k.review(of(facts=draft).graph).sections if one.name == "evidence"]
    assert "inferred and confirmed by nobody" in section.sentence


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_words_are_only_words(firm, language):
    texts = iter(hostile_names() * 3)
    facts = firm({"boss": 0}, ties=[("seller", "buyer", "knows")]).to_tables()
    judged = facts["assessments"]
    facts["assessments"] = judged.assign(evidence=[next(texts) for _ in range(len(judged))])
    review = k.review(k.build_graph(k.Book.from_tables(facts), account="firm"), language=language)
    words = {quote.text for part in review.sections if part.table
             for quotes in part.table.quotes for quote in quotes}  # fmt: skip
    assert words == set(facts["assessments"]["evidence"])
    told = json.loads(review.to_json())
    assert {row["evidence"] for row in told["results"]["evidence"]} - {None} == words
