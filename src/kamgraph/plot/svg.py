"""Pictures as elements of a page."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, cast

from matplotlib import pyplot as plt
from matplotlib import rc_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SILENT = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_ADDRESSES = re.compile(r' xmlns(:xlink)?="[^"]*"| version="[^"]*"')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INDENT = re.compile(r"\s*\n\s*")
_SHEET = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>\s*", re.DOTALL)
_LINES = ' stroke-linejoin="round" stroke-linecap="butt"'  # what that sheet says
_TAG = re.compile(r"<[^>]*>")
_NAME = re.compile(r'(?<=^<g) id="[^"]*"')
_STYLE = re.compile(r' style="([^"]*)"')
_LEVEL = re.compile(r' transform="rotate\(-0 [^"]*"')
_PATH = re.compile(r'(?<= d=")[^"]*')
_STEP = re.compile(r"\s*([A-Za-z])\s*")
_FINE = re.compile(r"(\.\d\d)\d+")  # hundredths of a point are seen by nobody


def write_svg(axes: Axes) -> str:
    """Return the figure of some axes as an ``<svg>`` element, and close it."""
    # Texts are texts, in the fonts of the page. The element carries no date, no address, no
    # comment, and no style, which a page's policy may forbid; the same figure gives the same text.
    figure = cast("Figure", axes.get_figure(root=True))
    text = io.StringIO()
    with rc_context({"svg.hashsalt": "kamgraph", "svg.fonttype": "none"}):
        figure.savefig(text, format="svg", metadata=_SILENT)
    plt.close(figure)
    whole = _INDENT.sub("\n", _COMMENT.sub("", text.getvalue()))
    opening, _, drawing = whole[whole.index("<svg") :].partition(">")
    lean = _TAG.sub(lambda tag: _strip_tag(tag[0]), _SHEET.sub("", drawing))
    return f"{_ADDRESSES.sub('', opening)}{_LINES}>{lean.strip()}"


def _strip_tag(tag: str) -> str:
    """Return a tag with attributes in place of its style, and without what nobody sees."""
    bare = _LEVEL.sub("", _NAME.sub("", tag))
    plain = _STYLE.sub(lambda style: _write_attributes(style[1]), bare)
    short = _PATH.sub(lambda path: _STEP.sub(r"\1", path[0].strip()), plain)
    return short if "scale" in short else _FINE.sub(r"\1", short)


def _write_attributes(style: str) -> str:
    """Return the rules of a style as attributes, save the font, which is the page's."""
    rules = [rule.partition(":") for rule in style.split(";") if rule.strip()]
    pairs = [(name.strip(), value.strip()) for name, _, value in rules]
    return "".join(f' {name}="{value}"' for name, value in pairs if name != "font-family")
