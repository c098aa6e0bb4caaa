"""The look of slides without a firm's template: wide, white, one rule of colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from kamgraph.model.colours import CHOICE
from kamgraph.plot.palette import INK, QUIET, SIDES, TIES
from kamgraph.reviews.formats.slides.box import Box

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.shapes.placeholder import LayoutPlaceholder, MasterPlaceholder
    from pptx.slide import SlideLayout, SlideMaster

_WIDTH, _HEIGHT = 960.0, 540.0
_MARGIN = 36.0
_KEPT = {"Title Slide": "cover", "Title Only": "page"}
_TITLE = Box(_MARGIN, 14, _WIDTH - 2 * _MARGIN, 66)  # two lines at its size
_FOOT = Box(_MARGIN, 514, 640, 18)
_PLACES = {
    PP_PLACEHOLDER.TITLE: _TITLE,
    PP_PLACEHOLDER.BODY: Box(_MARGIN, 92, _WIDTH - 2 * _MARGIN, 418),
    PP_PLACEHOLDER.FOOTER: _FOOT,
    PP_PLACEHOLDER.SLIDE_NUMBER: _FOOT._replace(x=_WIDTH - _MARGIN - 80, width=80),
}
_COVER = {
    PP_PLACEHOLDER.CENTER_TITLE: Box(80, 120, 800, 110),
    PP_PLACEHOLDER.SUBTITLE: Box(80, 246, 800, 180),
}
_RULE, _BAND = Box(_MARGIN, 82, _WIDTH - 2 * _MARGIN, 1.5), Box(0, 0, 24, _HEIGHT)
_COLOURS = {
    "dk1": INK,
    "dk2": SIDES["vendor"].edge,
    "accent1": CHOICE[-1][1],
    "accent2": "#d9931a",
    "accent3": TIES["influence"].colour,
    "accent4": TIES["contrary"].colour,
    "accent5": SIDES["partner"].edge,
    "accent6": QUIET,
}
_EAST_ASIAN = "Microsoft YaHei"
_SIZES = {"ctrTitle": 40, "subTitle": 20}


def blank_presentation() -> Presentation:
    """Return an empty presentation with a layout for the cover and one for all other slides."""
    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Pt(_WIDTH), Pt(_HEIGHT)
    master = presentation.slide_master
    for layout in list(presentation.slide_layouts):
        if layout.name not in _KEPT:
            presentation.slide_layouts.remove(layout)
    _write_theme(master)
    _write_titles(master)
    for placeholder in list(master.placeholders):
        _align_edges(placeholder)
        _place(placeholder, _PLACES.get(placeholder.placeholder_format.type))
    for layout in presentation.slide_layouts:
        _arrange(layout)
    _add_rectangle(master, _RULE, "accent1")
    return presentation


def _arrange(layout: SlideLayout) -> None:
    """Keep the placeholders that the slides use, the cover's in places of their own."""
    cover = _KEPT[layout.name] == "cover"
    for placeholder in list(layout.placeholders):
        kind = placeholder.placeholder_format.type
        if cover and kind in _COVER:
            _place(placeholder, _COVER[kind])
            _align_text(placeholder)
        elif cover or kind == PP_PLACEHOLDER.DATE:
            _place(placeholder, None)
    if cover:
        layout._element.set("showMasterSp", "0")  # noqa: SLF001 - python-pptx does not set it
        _add_rectangle(layout, _BAND, "accent1")


def _align_edges(placeholder: MasterPlaceholder) -> None:
    """Let a text begin and end where its placeholder does, in line with what is below it."""
    body = placeholder._element.txBody.bodyPr  # noqa: SLF001 - python-pptx sets it on slides only
    body.set("lIns", "0")
    body.set("rIns", "0")


def _place(placeholder: LayoutPlaceholder | MasterPlaceholder, box: Box | None) -> None:
    """Put a placeholder in its place; without one it goes."""
    if box is None:
        placeholder._element.getparent().remove(placeholder._element)  # noqa: SLF001 - as above
    else:
        placeholder.left, placeholder.top, placeholder.width, placeholder.height = box.emu


def _align_text(placeholder: LayoutPlaceholder) -> None:
    """Let a text of the cover begin at the left, at the foot of the title and the top below."""
    element = placeholder._element  # noqa: SLF001 - python-pptx has no styles of placeholders
    size = _SIZES[element.ph.get("type")]
    body, style = element.txBody.bodyPr, element.txBody.find(qn("a:lstStyle"))
    body.set("anchor", "b" if element.ph.get("type") == "ctrTitle" else "t")
    for child in list(style):
        style.remove(child)
    style.append(
        parse_xml(
            f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="l"><a:buNone/>'
            f'<a:defRPr sz="{size * 100}"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill>'
            "</a:defRPr></a:lvl1pPr>"
        )
    )


def _write_titles(master: SlideMaster) -> None:
    """Set titles bold, in the darker colour, at the left."""
    level = master._element.find(".//" + qn("p:titleStyle") + "/" + qn("a:lvl1pPr"))  # noqa: SLF001
    level.set("algn", "l")
    style = level.find(qn("a:defRPr"))
    style.set("sz", "2200")
    style.set("b", "1")
    style.find(".//" + qn("a:schemeClr")).set("val", "tx2")


def _write_theme(master: SlideMaster) -> None:
    """Put our colours into the theme, and a sans-serif font for East Asian letters."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode()
    for name, colour in _COLOURS.items():
        value = f'<a:{name}><a:srgbClr val="{colour.removeprefix("#").upper()}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", value, text, flags=re.DOTALL)
    text = text.replace('<a:ea typeface=""/>', f'<a:ea typeface="{_EAST_ASIAN}"/>')
    theme._blob = text.encode()  # noqa: SLF001 - a theme is bytes to python-pptx


def _add_rectangle(parent: SlideMaster | SlideLayout, box: Box, colour: str) -> None:
    """Add a rectangle in a colour of the theme, behind everything."""
    x, y, width, height = box.emu
    shape = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Rule"/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f'</a:prstGeom><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></p:spPr></p:sp>'
    )
    parent.shapes._spTree.insert(2, shape)  # noqa: SLF001 - masters and layouts take no shapes
