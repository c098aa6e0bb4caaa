"""What a card tells of what is suggested."""

import kamgraph as k
from books import book
from kamgraph.model.voice import speaking
from kamgraph.reviews.formats.html.map.card_facts import list_suggestions
from kamgraph.reviews.results import Results

OFFERED = """
    c influences ann bo account=acme confidence=0.8 method=mail seen=2026-01-01 evidence=copied
    d role cy account=acme value=user confidence=0.6 method=title seen=2026-01-01
"""


def suggest(language="en", offered=OFFERED):
    facts = book(people="ann acme; bo acme; cy acme; vic us", candidates=offered)
    graph = k.build_graph(facts, account="acme")
    with speaking(language):
        return list_suggestions(Results(graph, language))


def test_a_tie_is_suggested_on_the_cards_of_both_its_ends():
    found = suggest()
    [of_ann], [of_bo] = (
        [one for one in found[person] if one[0] == "c"] for person in ("ann", "bo")
    )
    assert of_ann == of_bo
    assert of_ann == ["c", "bo listens to ann", "80%", "copied"]


def test_what_is_of_one_person_stands_on_their_card_alone():
    found = suggest()
    told = {person: [one for one in cards if one[0] == "d"] for person, cards in found.items()}
    assert [person for person, one in told.items() if one] == ["cy"]
    assert told["cy"][0][2:] == ["60%", ""]


def test_it_is_told_in_chinese():
    [told] = [one for one in suggest("zh")["ann"] if one[0] == "c"]
    assert told[1] == "ann 能影响 bo"


def test_what_is_decided_is_suggested_no_longer():
    decided = OFFERED.strip().splitlines()[0] + " verdict=dismissed decided=2026-01-02 by=vic"
    assert not [
        one for cards in suggest(offered=decided).values() for one in cards if one[0] == "c"
    ]
