"""What a master says of its looks: sizes of texts, and the colour of the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

if TYPE_CHECKING:
    from pptx.shapes.placeholder import SlidePlaceholder
    from pptx.slide import SlideLayout

_STYLES = {"title": "p:titleStyle", "ctrTitle": "p:titleStyle"}
_DEFAULT = 18.0
_NAMED = {"bg1": "lt1", "bg2": "lt2", "tx1": "dk1", "tx2": "dk2"}


def find_size(placeholder: SlidePlaceholder) -> float:
    """Return the size of the text of a placeholder in points, as its layout and master say."""
    layout: Any = placeholder.part.slide.slide_layout
    kind = placeholder._element.ph.get("type", "body")  # noqa: SLF001 - styles are XML only
    own = next(
        one._element  # noqa: SLF001 - as above
        for one in layout.placeholders
        if one.placeholder_format.idx == placeholder.placeholder_format.idx
    )
    style = _STYLES.get(kind, "p:bodyStyle")
    general = layout.slide_master._element.find(".//" + qn(style))  # noqa: SLF001 - as above
    for where in (own.find(".//" + qn("a:lstStyle")), general):
        if where is not None and (size := _find_level_size(where)):
            return size
    return _DEFAULT


def _find_level_size(style: Any) -> float | None:
    level = style.find(qn("a:lvl1pPr") + "/" + qn("a:defRPr"))
    size = None if level is None else level.get("sz")
    return int(size) / 100 if size else None


def find_background(layout: SlideLayout) -> str | None:
    """Return the colour behind a slide, ``#rrggbb``; None where it is a picture or a gradient."""
    master: Any = layout.slide_master._element  # noqa: SLF001 - backgrounds are XML only
    found = (one.find(".//" + qn("p:bg")) for one in (layout._element, master))  # noqa: SLF001
    behind = next((one for one in found if one is not None), None)
    if behind is None:
        return "#ffffff"
    plain = behind.find(qn("p:bgPr") + "/" + qn("a:solidFill"))
    colour = behind.find(qn("p:bgRef")) if plain is None else plain
    if colour is None or len(colour) == 0:
        return None
    return _resolve(colour[0], layout)


def _resolve(colour: Any, layout: SlideLayout) -> str | None:
    """Return a colour as ``#rrggbb``, looked up in the theme where it is named."""
    if colour.tag == qn("a:srgbClr"):
        return f"#{colour.get('val').lower()}"
    if colour.tag == qn("a:sysClr"):
        return f"#{colour.get('lastClr', 'ffffff').lower()}"
    if colour.tag != qn("a:schemeClr"):
        return None
    master = layout.slide_master
    names = master._element.find(qn("p:clrMap"))  # noqa: SLF001 - as above
    name = colour.get("val")
    name = names.get(name, _NAMED.get(name, name)) if names is not None else _NAMED.get(name, name)
    theme = parse_xml(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    entry = theme.find(f".//{qn('a:clrScheme')}/{qn('a:' + name)}")
    return None if entry is None or len(entry) == 0 else _resolve(entry[0], layout)
