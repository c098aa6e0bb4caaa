"""What is on a slide, worked out from the file alone."""

from __future__ import annotations

import math

from pptx.enum.shapes import MSO_SHAPE, MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

NOBODY = {"Legend", "Paper", "Ground", "Chip"}
PLACES = ((0.5, 0), (0, 0.5), (0.5, 1), (1, 0.5))  # where a box can be glued: top, left, ...


def edges(shape):
    """Left, top, right and lower edge in points."""
    left, top = shape.left / Pt(1), shape.top / Pt(1)
    return left, top, left + shape.width / Pt(1), top + shape.height / Pt(1)


def shapes(slide):
    """All shapes of a slide, those in groups too."""
    for shape in slide.shapes:
        yield from shape.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP else [shape]


def people(slide):
    """The boxes of people by their shape ids."""
    found = {}
    for shape in shapes(slide):
        if shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE and shape.name not in NOBODY:
            assert shape.auto_shape_type == MSO_SHAPE.ROUNDED_RECTANGLE
            found[shape.shape_id] = shape
    return found


def ties(slide):
    """The connectors that are no part of the legend."""
    return [
        shape
        for shape in slide.shapes
        if shape._element.tag == qn("p:cxnSp") and shape.name != "Legend"
    ]


def glue_points(connector):
    """The shape id and the number of the place where each end is glued."""
    element = connector._element.nvCxnSpPr.cNvCxnSpPr
    ends = [element.find(qn(tag)) for tag in ("a:stCxn", "a:endCxn")]
    return [(int(end.get("id")), int(end.get("idx"))) for end in ends]


def ends(connector):
    """Where the ends of a connector are when its frame is mirrored and turned."""
    frame = connector._element.spPr.find(qn("a:xfrm"))
    offset, extent = frame.find(qn("a:off")), frame.find(qn("a:ext"))
    x, y = (int(offset.get(name)) / Pt(1) for name in "xy")
    width, height = (int(extent.get(name)) / Pt(1) for name in ("cx", "cy"))
    angle = math.radians(int(frame.get("rot", "0")) / 60_000)
    points = []
    for sign in (-1, 1):
        along = sign * width / 2 * (-1 if frame.get("flipH") == "1" else 1)
        across = sign * height / 2 * (-1 if frame.get("flipV") == "1" else 1)
        points.append(
            (
                x + width / 2 + along * math.cos(angle) - across * math.sin(angle),
                y + height / 2 + along * math.sin(angle) + across * math.cos(angle),
            )
        )
    return points


def place(shape, number):
    """Where on a box a connector is glued."""
    left, top, right, foot = edges(shape)
    across, down = PLACES[number]
    return left + across * (right - left), top + down * (foot - top)


def texts(slide):
    """Everything that is written on a slide, tables included."""
    said = []
    for shape in shapes(slide):
        if shape.has_text_frame:
            said.append(shape.text_frame.text)
        elif shape.has_table:
            said += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return said
