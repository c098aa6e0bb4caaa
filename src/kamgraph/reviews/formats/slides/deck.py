"""Slides with a title, a sentence, room for content and notes, all in the template's looks."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Pt

from kamgraph.plot.fonts import flatten_text
from kamgraph.plot.lettering import Paragraph
from kamgraph.reviews.formats.slides.box import find_box
from kamgraph.reviews.formats.slides.lettering import (
    THEME,
    add_text,
    fit_text,
    measure_height,
    tag_language,
)
from kamgraph.reviews.formats.slides.theme import find_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.shapes.placeholder import LayoutPlaceholder, SlidePlaceholder
    from pptx.shapes.shapetree import SlideShapes
    from pptx.slide import Slide, SlideLayout

    from kamgraph.plot.fonts import Typeface
    from kamgraph.reviews.formats.slides.box import Box
    from kamgraph.reviews.formats.slides.template import Template

_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
_LEAD, _AFTER = 13.0, 8.0
_INSET = (14.4, 7.2)  # what a placeholder keeps free at both sides together, and above and below
_READABLE = 0.3  # of the size that a template wants for its titles
_FOOTER = 10.0
_LOWER = 0.7  # of the size of a cover's text for what stands below its first line


class Page(NamedTuple):
    """A slide to be filled: its shapes, the room for them, and what texts are measured with."""

    shapes: SlideShapes
    room: Box
    face: Typeface


@dataclass(frozen=True, eq=False)
class Deck:
    """Slides that are added one after the other."""

    template: Template
    face: Typeface
    footer: str  # at the foot of each page, where the template has a place for it

    def add_cover(self, title: str, texts: Sequence[str], notes: str) -> None:
        """Add the first slide; where its layout has no place for texts, they take the room."""
        slide = self._add_slide(self.template.cover, title, notes)
        below = [one for one in slide.placeholders if one.placeholder_format.type not in _TITLES]
        for unused in below[1:]:
            _remove(unused)
        if below:
            self._fill(below[0], texts)
        else:
            self._say(slide, texts)

    def add_page(self, title: str, *, lead: str = "", notes: str = "") -> Page:
        """Add a slide with a sentence on top, and return what is left of it."""
        slide = self._add_slide(self.template.page, title, notes)
        for unused in list(slide.placeholders):
            if unused.placeholder_format.type not in _TITLES:
                _remove(unused)
        self._add_foot(slide)
        room = self.measure_room(lead)
        if lead:
            above = self.template.room.take_top(room.y - self.template.room.y)
            add_text(slide.shapes, above, self._write_sentence(lead), name="Lead")
        return Page(slide.shapes, room, self.face)

    def measure_room(self, lead: str) -> Box:
        """Return what is left of a page below a sentence."""
        room = self.template.room
        if not lead:
            return room
        return room.drop_top(
            measure_height(self._write_sentence(lead), self.face, room.width) + _AFTER
        )

    def _write_sentence(self, lead: str) -> list[Paragraph]:
        room = self.template.room
        sentence = [Paragraph(lead, _LEAD, colour=THEME)]
        return fit_text(sentence, self.face, width=room.width, height=room.height / 3)

    def _add_slide(self, layout: SlideLayout, title: str, notes: str) -> Slide:
        slide = self.template.presentation.slides.add_slide(layout)
        heading = next(one for one in slide.placeholders if one.placeholder_format.type in _TITLES)
        self._fill(heading, [title], heading=True)
        if notes and (frame := slide.notes_slide.notes_text_frame) is not None:
            frame.text = "\n".join(flatten_text(line) for line in notes.splitlines())
        return slide

    def _fill(
        self, placeholder: SlidePlaceholder, texts: Sequence[str], *, heading: bool = False
    ) -> None:
        """Write texts in the template's own size, or in a smaller one if they need it."""
        wanted = find_size(placeholder)
        sizes = [wanted, *[wanted * (1 if heading else _LOWER)] * (len(texts) - 1)]
        paragraphs = [
            Paragraph(text, size, bold=True) for text, size in zip(texts, sizes, strict=True)
        ]
        box = find_box(placeholder)
        room = {"width": box.width - _INSET[0], "height": box.height - _INSET[1]}
        written = fit_text(paragraphs, self.face, **room, smallest=_READABLE)
        frame = placeholder.text_frame
        for number, one in enumerate(written):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = one.text
            if one.size < wanted:
                run.font.size = Pt(int(one.size))
            tag_language(run, heading=heading)

    def _say(self, slide: Slide, texts: Sequence[str]) -> None:
        room = self.template.room
        paragraphs = [Paragraph(text, _LEAD * 1.4, colour=THEME) for text in texts]
        fitting = fit_text(paragraphs, self.face, width=room.width, height=room.height)
        add_text(slide.shapes, room, fitting, name="Facts")

    def _add_foot(self, slide: Slide) -> None:
        """Add the page number and what is reviewed where the layout has places for them."""
        for place in self.template.page.placeholders:
            kind = place.placeholder_format.type
            if kind == PP_PLACEHOLDER.SLIDE_NUMBER:
                _copy_element(place, slide)
            elif kind == PP_PLACEHOLDER.FOOTER:
                footer = _copy_element(place, slide)
                box = find_box(footer)
                room = {"width": box.width - _INSET[0], "height": box.height}
                footer.text_frame.clear()
                paragraphs = fit_text([Paragraph(self.footer, _FOOTER)], self.face, **room)
                for one in paragraphs:
                    run = footer.text_frame.paragraphs[0].add_run()
                    run.text, run.font.size = one.text, Pt(int(one.size))
                    tag_language(run)


def _copy_element(place: LayoutPlaceholder, slide: Slide) -> SlidePlaceholder:
    """Copy a placeholder of the foot to a slide, where it inherits its place and looks."""
    shapes = slide.shapes
    element: Any = deepcopy(place._element)  # noqa: SLF001 - python-pptx leaves the foot empty
    for own in (*element.spPr, *element.txBody.find(qn("a:lstStyle"))):
        own.getparent().remove(own)
    element.nvSpPr.cNvPr.set("id", str(1 + max(shape.shape_id for shape in shapes)))
    shapes._spTree.append(element)  # noqa: SLF001 - as above
    return shapes[len(shapes) - 1]


def _remove(placeholder: SlidePlaceholder) -> None:
    element = placeholder._element  # noqa: SLF001 - python-pptx removes no shapes
    element.getparent().remove(element)
