"""A map read back from its artists: who stands out, and what tags and texts say."""

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text

from kamgraph.plot.palette import PAPER


def named(axes, prefix):
    """The artists of a kind by the rest of their name."""
    found = [(artist.get_gid() or "", artist) for artist in axes.get_children()]
    return {gid.removeprefix(prefix): one for gid, one in found if gid.startswith(prefix)}


def texts(axes):
    """Every text on axes."""
    return [artist for artist in axes.get_children() if isinstance(artist, Text)]


def said(axes):
    """Everything that axes say."""
    return " ".join(text.get_text() for text in texts(axes))


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
    centres = {person: centre(box) for person, box in named(axes, "person:").items()}
    return {
        person
        for person, place in centres.items()
        for ring in rings
        if np.allclose(centre(ring), place)
    }


def centre(box):
    """The middle of a box."""
    return box.get_x() + box.get_width() / 2, box.get_y() + box.get_height() / 2


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
