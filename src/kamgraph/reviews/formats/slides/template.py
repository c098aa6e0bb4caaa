"""The firm's own template: which of its layouts serve, and where they leave room."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pptx
from lxml.etree import LxmlError
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn
from pptx.util import Pt

from kamgraph.errors import SourceError
from kamgraph.plot.palette import measure_luminance
from kamgraph.reviews.formats.slides.blank import blank_presentation
from kamgraph.reviews.formats.slides.box import Box, find_box
from kamgraph.reviews.formats.slides.package import convert_template
from kamgraph.reviews.formats.slides.theme import find_background
from kamgraph.sources.archive import open_archive
from kamgraph.sources.files import name_errors
from kamgraph.sources.limits import Limits, check_file
from kamgraph.sources.source_file import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pptx.presentation import Presentation
    from pptx.slide import SlideLayout

_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
FOOTERS = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
# Pictures of a single colour are pressed as far as a bomb, so that the size alone tells.
_LIMITS = Limits(size=2**29, ratio=2_000)
_LEAST = (300.0, 160.0)  # points of room that a slide needs
_MARGIN = 0.04  # of the slide, where a template names no room
_GAP = 6.0
_LIGHT = 0.8  # the luminance from which dark ink and our colours can stand on a background
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_DAMAGE = (PythonPptxError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError)


@dataclass(frozen=True, eq=False)
class Template:
    """An empty presentation with the layouts that the slides use."""

    presentation: Presentation
    cover: SlideLayout
    page: SlideLayout  # of all slides but the first
    room: Box  # what a page leaves free for its content
    light: bool  # whether the background of a page takes dark ink


def open_template(path: Path | None) -> Template:
    """Open a firm's template, or the one of ours."""
    presentation = blank_presentation() if path is None else _open_presentation(path)
    _remove_slides(presentation)
    size = Box(0, 0, *(edge / Pt(1) for edge in _find_size(presentation)))
    layouts = [one for master in presentation.slide_masters for one in master.slide_layouts]
    usable = [one for one in layouts if _fits(_find_room(one, size))]
    if not usable:
        names = ", ".join(f"'{layout.name}'" for layout in layouts) or "none"
        raise SourceError(
            f"{path}: no layout has a title and room below it (found: {names}); "
            "add a layout 'Title Only' in the slide master"
        )
    page = min(
        usable,
        key=lambda one: (PP_PLACEHOLDER.TITLE not in _list_kinds(one), len(_list_kinds(one))),
    )
    room = _find_room(page, size)
    assert room is not None  # noqa: S101 - only layouts with room are usable
    behind = find_background(page)
    return Template(
        presentation=presentation,
        cover=next(
            (one for one in layouts if PP_PLACEHOLDER.CENTER_TITLE in _list_kinds(one)), page
        ),
        page=page,
        room=room,
        light=behind is not None and measure_luminance(behind) > _LIGHT,
    )


def _open_presentation(path: Path) -> Presentation:
    with name_errors(path):
        check_file(path, _LIMITS)
        if not zipfile.is_zipfile(path):
            raise SourceError(f"{path}: is no PowerPoint file; save the template as .potx or .pptx")
        with open_archive(SourceFile.on_disk(path, _LIMITS), _LIMITS):
            content = path.read_bytes()
    try:
        return pptx.Presentation(io.BytesIO(convert_template(content, str(path))))
    except SourceError:
        raise
    except _DAMAGE as error:
        raise SourceError(f"{path}: is no PowerPoint file, or damaged ({error})") from error


def _find_size(presentation: Presentation) -> tuple[int, int]:
    width, height = presentation.slide_width, presentation.slide_height
    if width is None or height is None:
        raise SourceError("the template does not say how large its slides are; save it again")
    return width, height


def _remove_slides(presentation: Presentation) -> None:
    """Remove what a firm shows in its template, and the sections and shows that list it."""
    element: Any = presentation.part._element  # noqa: SLF001 - python-pptx removes no slides
    for shows in element.findall(qn("p:custShowLst")):
        element.remove(shows)
    for extension in element.iterfind(f".//{qn('p:ext')}[@uri='{_SECTIONS}']"):
        extension.getparent().remove(extension)
    slides: Any = presentation.slides._sldIdLst  # noqa: SLF001 - as above
    for slide in list(slides):
        presentation.part.drop_rel(slide.rId)
        slides.remove(slide)


def _list_kinds(layout: SlideLayout) -> list[PP_PLACEHOLDER]:
    """Return the kinds of placeholders of a layout, without those of its foot."""
    kinds = [one.placeholder_format.type for one in layout.placeholders]
    return [kind for kind in kinds if kind not in FOOTERS]


def _fits(room: Box | None) -> bool:
    return room is not None and room.width >= _LEAST[0] and room.height >= _LEAST[1]


def _find_room(layout: SlideLayout, slide: Box) -> Box | None:
    """Return what a layout with a title leaves free below it, within the master's text."""
    titles = [one for one in layout.placeholders if one.placeholder_format.type in _TITLES]
    if not titles:
        return None
    title = find_box(titles[0])
    text = _find_text_of_master(layout) or slide.shrink(slide.height * _MARGIN)
    top = max(title.foot + _GAP, text.y)
    foot = min([text.foot, slide.foot, *(y - _GAP for y in _find_feet(layout, slide) if y > top)])
    left, right = max(text.x, 0.0), min(text.right, slide.right)
    return Box(left, top, right - left, foot - top)


def _find_text_of_master(layout: SlideLayout) -> Box | None:
    texts = (
        find_box(one)
        for one in layout.slide_master.placeholders
        if one.placeholder_format.type == PP_PLACEHOLDER.BODY
    )
    return next(texts, None)


def _find_feet(layout: SlideLayout, slide: Box) -> Iterator[float]:
    """Yield where the placeholders at the foot of a layout begin."""
    for one in layout.placeholders:
        if one.placeholder_format.type in FOOTERS and (top := find_box(one).y) > slide.height / 2:
            yield top
