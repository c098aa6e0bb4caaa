"""Brief boxes: what of a person is told where there is little room."""

from dataclasses import replace

import pytest

from kamgraph.plot.canvas.surface import PADDING
from kamgraph.plot.fonts import choose_screen_face
from kamgraph.plot.lettering import Paragraph
from kamgraph.plot.palette import INK, PAPER
from kamgraph.plot.stakeholder_map.brief import BRIEF_SIZE, SMALLEST, shorten_card
from kamgraph.plot.stakeholder_map.cards import Card

FACE = choose_screen_face(["Ann"])
WIDTH = BRIEF_SIZE[0] - 2 * PADDING
PLAIN = Card(
    person="ann",
    paragraphs=(Paragraph("Ann", 9.0, bold=True),),
    fill=PAPER,
    edge=INK,
    power=0.2,
    mark="",
    vacant=False,
    unknown=False,
    doubtful=False,
    assumed=False,
    inferred=False,
    chips=(("1", 0.5),),
)


def shorten(name, *others, mark=""):
    """Shorten a card with a name, a title and bold roles, marked by a star."""
    below = [Paragraph(text.strip("*"), 7.4, bold=text.startswith("*")) for text in others]
    first = Paragraph(name, 9.0, bold=True)
    return shorten_card(replace(PLAIN, paragraphs=(first, *below), mark=mark), FACE)


def test_a_role_stands_above_the_title_and_chips_are_left_out():
    card = shorten("Ann", "Director", "*Approver", "in touch")
    assert [one.text for one in card.paragraphs] == ["Ann", "Approver", "Director"]
    assert card.chips == ()


def test_a_long_name_takes_the_line_of_the_title():
    card = shorten("Bartholomew Featherstonehaugh", "Director", "*Approver")
    name, *rest = card.paragraphs
    assert name.lines == ["Bartholomew", "Featherstonehaugh"]
    assert [one.text for one in rest] == ["Approver"]


@pytest.mark.parametrize("mark", ["", "50?"])
@pytest.mark.parametrize(
    "name", ["Ann", "Ann-Christin van der Meer", "Wolfeschlegelsteinhausen" * 3]
)
def test_every_line_fits_beside_the_mark_in_letters_that_can_be_read(name, mark):
    title = "Vice President of everything that happens north of the river"
    first, *rest = shorten(name, title, "*Approver", mark=mark).paragraphs
    beside = Paragraph(mark, 9.0, bold=True).measure(FACE)
    assert first.size >= SMALLEST
    assert first.measure(FACE) <= WIDTH - beside
    for one in rest:
        assert len(one.lines) == 1
        assert one.size == SMALLEST
        assert one.measure(FACE) <= WIDTH


def test_what_is_cut_ends_in_an_ellipsis_and_what_fits_does_not():
    *_, title = shorten("Ann", "Director, Purchasing and Logistics").paragraphs
    assert title.text == "Director, Purchasing…"
    assert shorten("Ann", "Director").paragraphs[1].text == "Director"
