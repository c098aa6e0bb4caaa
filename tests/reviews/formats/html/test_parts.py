"""Which sections stand together on a page."""

import pytest

from kamgraph.model.voice import speaking
from kamgraph.reviews.formats.html.parts import choose_front, divide
from kamgraph.reviews.section import Section


def make(*names):
    return [Section(name, name.title(), "") for name in names]


def tell(sections, language="en"):
    with speaking(language):
        return [(part.name, [one.name for one in part.sections]) for part in divide(sections)]


def test_sections_keep_their_order_within_parts_and_empty_parts_are_left_out():
    sections = make("routes", "gaps", "key_people", "plan", "standing")
    assert tell(sections) == [
        ("part-decision", ["key_people", "standing"]),
        ("part-steps", ["gaps", "plan"]),
        ("part-contact", ["routes"]),
    ]
    assert tell([]) == []


def test_what_has_no_part_of_its_own_stands_with_the_evidence_at_the_end():
    assert tell(make("somebodys_own", "map")) == [
        ("part-map", ["map"]),
        ("part-basis", ["somebodys_own"]),
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_part_has_a_heading_of_its_own(language):
    names = ("standing", "map", "plan", "routes", "deals", "changes", "policy")
    with speaking(language):
        headings = [part.heading for part in divide(make(*names))]
    assert len(set(headings)) == len(names)
    assert all(headings)


def test_the_front_of_a_portfolio_is_what_needs_somebody_this_week():
    front = choose_front(make("accounts", "funnel", "risks", "policy"))
    assert [one.name for one in front] == ["accounts", "risks"]
