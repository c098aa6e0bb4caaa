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


def svg(axes: Axes) -> str:
    """Return the figure of some axes as an ``<svg>`` element, and close it.

    Letters are outlines, so that it looks the same everywhere; it carries no date, no address
    and no comment, and the same figure gives the same text.
    """
    figure = cast("Figure", axes.get_figure(root=True))
    text = io.StringIO()
    with rc_context({"svg.hashsalt": "kamgraph", "svg.fonttype": "path"}):
        figure.savefig(text, format="svg", metadata=_SILENT)
    plt.close(figure)
    whole = _INDENT.sub("\n", _COMMENT.sub("", text.getvalue()))
    opening, _, drawing = whole[whole.index("<svg") :].partition(">")
    return f"{_ADDRESSES.sub('', opening)}>{drawing.strip()}"
