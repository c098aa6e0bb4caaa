"""Pictures as elements of a page."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, Literal

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure

from kamgraph.plot.canvas.axes import WholeFigure
from kamgraph.plot.fonts import fill_gaps, writing_for_screens
from kamgraph.plot.palette import PAPER

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.font_manager import FontProperties

_POINTS = 72  # an inch
_SILENT = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_ADDRESSES = re.compile(r' xmlns(:xlink)?="[^"]*"| (id|version)="[^"]*"')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INDENT = re.compile(r"\s*\n\s*")
_SHEET = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>\s*", re.DOTALL)
_LINES = ' stroke-linejoin="round" stroke-linecap="butt"'  # what that sheet says
_TAG = re.compile(r"<[^>]*>")
_NAME = re.compile(r'(?<=^<g) id="[^"]*"')
_STYLE = re.compile(r' style="([^"]*)"')
# What nobody sees: no turn, where texts begin anyway, the sharp corners of thin lines, and where
# axes that are all of the picture end.
_UNSEEN = re.compile(
    r' transform="rotate\(-0 [^"]*"| text-anchor="start"| stroke-linejoin="miter"'
    r'| clip-path="[^"]*"'
)
_CLIPS = re.compile(r"<defs>\s*(<clipPath\b.*?</clipPath>\s*)+</defs>\s*", re.DOTALL)
_GROUP = re.compile(r"(</?g\b[^>]*>)\n?")
_PATH = re.compile(r'(?<= d=")[^"]*')
_STEP = re.compile(r"\s*([A-Za-z])\s*")
_FINE = re.compile(r"(\.\d\d)\d+")  # hundredths of a point are seen by nobody


class _Renderer(RendererSVG):
    """Writes texts as texts, and calls parts after what they are, whatever matplotlib is set to."""

    # Its settings are those of the process: to set them for a while changes what other threads
    # draw meanwhile. So does pyplot, which keeps a list of all figures.

    def __init__(self, size: tuple[float, float], text: io.StringIO) -> None:
        super().__init__(*size, text, image_dpi=_POINTS, metadata=_SILENT)

    def get_text_width_height_descent(
        self,
        s: str,
        prop: FontProperties,
        ismath: bool | Literal["TeX"],  # noqa: FBT001 - as matplotlib gives it
    ) -> tuple[float, float, float]:
        """Measure a text; what no font here has a glyph for is left to the browser."""
        return super().get_text_width_height_descent(fill_gaps(s, prop.get_family()), prop, ismath)

    def _draw_text_as_path(self, *what: object) -> None:
        self._draw_text_as_text(*what)

    def _make_id(self, kind: str, content: object) -> str:
        return f"{kind}{hashlib.sha256(f'kamgraph{content}'.encode()).hexdigest()[:10]}"


def write_svg(draw: Callable[..., object]) -> str:
    """Return a picture, drawn on the ``ax`` it is given, as an ``<svg>`` element."""
    # Texts are texts, in the fonts of the page. The element carries no date, no address, no
    # comment, and no style, which a page's policy may forbid; the same picture gives the same text.
    figure, text = Figure(dpi=_POINTS, facecolor=PAPER), io.StringIO()
    figure.set_layout_engine("none")
    with writing_for_screens():
        draw(ax=WholeFigure(figure))
    width, height = figure.get_size_inches() * _POINTS
    renderer = _Renderer((width, height), text)
    figure.draw(renderer)
    renderer.finalize()
    whole = _INDENT.sub("\n", _COMMENT.sub("", text.getvalue()))
    opening, _, drawing = whole[whole.index("<svg") :].partition(">")
    lean = _TAG.sub(lambda tag: _strip_tag(tag[0]), _CLIPS.sub("", _SHEET.sub("", drawing)))
    return f"{_ADDRESSES.sub('', opening)}{_LINES}>{_drop_bare_groups(lean).strip()}"


def _drop_bare_groups(drawing: str) -> str:
    """Leave out the groups that say nothing of what is in them."""
    kept, bare = [], []
    for part in _GROUP.split(drawing):
        if part.startswith("<g"):
            bare.append(part == "<g>")
        elif part != "</g>":
            kept.append(part)
            continue
        said = bare[-1] if part != "</g>" else bare.pop()
        kept.append("" if said else part)
    return "".join(kept)


def _strip_tag(tag: str) -> str:
    """Return a tag with attributes in place of its style, and without what nobody sees."""
    plain = _STYLE.sub(lambda style: _write_attributes(style[1]), _NAME.sub("", tag))
    plain = _UNSEEN.sub("", plain)
    short = _PATH.sub(lambda path: _STEP.sub(r"\1", path[0].strip()), plain)
    return short if "scale" in short else _FINE.sub(r"\1", short)


def _write_attributes(style: str) -> str:
    """Return the rules of a style as attributes, save the font, which is the page's."""
    rules = [rule.partition(":") for rule in style.split(";") if rule.strip()]
    pairs = [(name.strip(), value.strip()) for name, _, value in rules]
    return "".join(f' {name}="{value}"' for name, value in pairs if name != "font-family")
