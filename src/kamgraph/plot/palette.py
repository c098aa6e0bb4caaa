"""The one palette of all pictures: it holds for the colour-blind and in grey print."""

# The scale of choice is the library's. Whatever else has a colour has a second sign too: sides a
# heading, arrows a head and dashes, the unknown a hatch.

from __future__ import annotations

from functools import cache
from itertools import cycle
from typing import NamedTuple

import numpy as np

from kamgraph.model.colours import Stops, separate_channels
from kamgraph.model.vocabulary import AXES

CLOSENESS: Stops = ((0, "#ffffff"), (0.5, "#86c9a4"), (1, "#00573d"))

PAPER = "#ffffff"
INK = "#050608"
QUIET = "#5b616b"


_LINEAR_BELOW = 0.04045  # of the sRGB transfer curve


class SideStyle(NamedTuple):
    """How people of one side who stand beside the chart are drawn."""

    edge: str
    fill: str


SIDES = {
    "customer": SideStyle(edge="#3d424a", fill=PAPER),
    "vendor": SideStyle(edge="#123f6e", fill="#e9eff6"),
    "competitor": SideStyle(edge="#8a4b00", fill="#fcf3e0"),
    "partner": SideStyle(edge="#6a3d9a", fill=PAPER),
}


class TieStyle(NamedTuple):
    """How a tie is drawn; dashes are lengths of ink and gap in line widths, none is solid."""

    colour: str
    dashes: tuple[float, ...] = ()
    width: float = 1.0
    head: str = ""  # triangle or bar


TIES = {
    "solid": TieStyle("#3d424a", width=1.1),
    "dotted": TieStyle("#3d424a", dashes=(0.1, 2.2), width=1.5),
    "influence": TieStyle("#005c4b", width=2.1, head="triangle"),
    "contrary": TieStyle("#d81b9a", dashes=(3.2, 1.6), width=2.1, head="bar"),
    "acquaintance": TieStyle("#1c7350", dashes=(2.4, 1.8), width=1.4),
}


class HighlightStyle(NamedTuple):
    """How the box of a person who stands out is drawn; its tag says why in words."""

    colour: str
    ring: bool = True
    dashed: bool = False
    struck: bool = False


HIGHLIGHTS = {
    "route": HighlightStyle(INK),
    "gap": HighlightStyle("#c2185b"),
    "came": HighlightStyle("#00695c"),
    "left": HighlightStyle("#a33b00", ring=False, struck=True),
    "moved": HighlightStyle("#6a3d9a", dashed=True),
    "graded": HighlightStyle("#3d424a", ring=False),
}
ROUTE = TieStyle(INK, width=4.0, head="triangle")
MUTED = "#4a4f57"  # texts on what is paler because something else stands out
_PALE = 0.7  # the share of paper in it
_APPEARED, _VANISHED = 2.0, (1.5, 3.5)
_INFERRED = (5.0, 2.6)  # longer than any dashes of ties that are recorded


def make_pale(colour: str, paper: float = _PALE) -> str:
    """Return a colour mixed with paper, much of it unless a share is given."""
    mixed = ((1 - paper) * one + paper * 255 for one in separate_channels(colour))
    return "#" + "".join(f"{round(channel):02x}" for channel in mixed)


def style_new(style: TieStyle) -> TieStyle:
    """Return how a tie is drawn that was not there before: thicker."""
    return style._replace(width=style.width * _APPEARED)


def style_former(style: TieStyle) -> TieStyle:
    """Return how a tie is drawn that is no longer there: short dashes with wide gaps."""
    return style._replace(dashes=_VANISHED)


def style_guess(style: TieStyle) -> TieStyle:
    """Return how a tie is drawn that nobody has confirmed: in long dashes."""
    return style._replace(dashes=_INFERRED)


class Ink(NamedTuple):
    """How a kind of thing is drawn in a chart; the hatch or the shape is its second sign."""

    fill: str
    hatch: str = ""
    shape: str = "circle"  # circle, square, triangle or diamond


KINDS = {
    "direct": Ink("#3d424a"),
    "assumed": Ink("#a9b0ba", hatch="...."),
    "indirect": Ink("#9a6cc4"),
    "external": Ink("#e8c9a0", hatch="////"),
}
_OF_AXES = (  # one after the other; beyond, from the first again
    Ink("#7a4fb5", shape="circle"),
    Ink("#00857a", shape="square"),
    Ink("#c8500a", shape="triangle"),
    Ink("#8f2d56", shape="diamond"),
)
SERIES = dict(zip(AXES.words, cycle(_OF_AXES), strict=False)) | {
    "choice": Ink(INK, shape="diamond"),
    "coverage": Ink("#00573d", shape="circle"),
}
# For words without an order of their own, each lighter than the one before; beyond, the last.
CATEGORIES = ("#2b3a67", "#8a4f9e", "#1f8a8a", "#e08a3c", "#e6cf5c", "#dfe1e5")
GRID = "#d6d9de"
BAND = "#e4e7eb"
ALARM = "#c2185b"  # what needs doing; always with a sign of its own


@cache
def choose_ink(fill: str) -> str:
    """Return the text colour, dark or white, that reads better on a fill."""
    return max((INK, PAPER), key=lambda text: measure_contrast(text, fill))


def measure_contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    dark, light = sorted((measure_luminance(one), measure_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def measure_luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white): its grey in print."""
    channels = np.array(separate_channels(colour)) / 255
    linear = np.where(
        channels <= _LINEAR_BELOW, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    )
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))
