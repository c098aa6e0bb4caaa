"""Pictures read back from their artists."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text

from kamgraph.plot.palette import PAPER


def named(axes, prefix):
    """Return the artists whose name begins with a prefix, by the rest of their name."""
    found = [(artist.get_gid() or "", artist) for artist in axes.get_children()]
    return {gid.removeprefix(prefix): one for gid, one in found if gid.startswith(prefix)}


def texts(axes):
    return [one for one in axes.get_children() if isinstance(one, Text) and one.get_text()]


def said(axes):
    """Return everything that is written, as one text."""
    return " ".join(text.get_text() for text in texts(axes))


def corners(artist):
    """Return left, bottom, right and top of a patch, in the units of its axes."""
    points = artist.get_patch_transform().transform(artist.get_path().vertices)
    return np.array([*points.min(axis=0), *points.max(axis=0)])


def middle(artist):
    left, bottom, right, top = corners(artist)
    return np.array([(left + right) / 2, (bottom + top) / 2])


def written_in(axes, artists):
    """Return for each named patch the texts whose middle lies within it."""
    placed = [(text.get_text(), text_box(axes, text).mean(axis=0)) for text in texts(axes)]
    found = {}
    for gid, artist in artists.items():
        left, bottom, right, top = corners(artist)
        found[gid] = [text for text, (x, y) in placed if left <= x <= right and bottom <= y <= top]
    return found


def text_box(axes, text):
    """Return the lower left and upper right corner of a text, in the units of the axes."""
    return axes.transData.inverted().transform(text.get_window_extent().get_points())


def assert_nothing_is_cut(axes):
    """Every text lies on the page, and none that stands upright covers another."""
    written = texts(axes)
    boxes = np.array([text_box(axes, text) for text in written])
    page = np.array([axes.get_xlim(), axes.get_ylim()]).T
    outside = (boxes[:, 0] < page[0] - 1) | (boxes[:, 1] > page[1] + 1)
    assert not outside.any(), [written[k].get_text() for k in np.flatnonzero(outside.any(axis=1))]
    upright = np.array([not text.get_rotation() for text in written])
    low, high = boxes[upright, 0], boxes[upright, 1]
    overlap = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    # Descenders may reach into the line below by a little.
    covers = (overlap > [0.5, 2.6]).all(axis=2) & ~np.eye(len(low), dtype=bool)
    assert not covers.any(), np.array([text.get_text() for text in written])[upright][
        covers.any(axis=1)
    ]


def ringed(axes, style):
    """The people around whose boxes there is a ring of a style."""
    rings = [
        patch
        for patch in axes.patches
        if isinstance(patch, FancyBboxPatch)
        and patch.get_gid() is None
        and to_hex(patch.get_edgecolor()) == style.colour
        and to_hex(patch.get_facecolor()) == PAPER
    ]
    centres = {person: middle(box) for person, box in named(axes, "person:").items()}
    return {
        person
        for person, place in centres.items()
        for ring in rings
        if np.allclose(middle(ring), place)
    }


def tag(axes, person):
    """What stands on the upper edge of a person's box."""
    box = named(axes, "person:")[person]
    top, left = box.get_y() + box.get_height(), box.get_x()
    return " ".join(
        text.get_text()
        for text in texts(axes)
        if top - 3 < text.get_position()[1] < top + 16
        and left < text.get_position()[0] < left + box.get_width()
        and to_hex(text.get_color()) == PAPER
    )
