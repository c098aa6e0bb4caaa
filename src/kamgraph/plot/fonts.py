"""Fonts that have the glyphs: Chinese names must be legible wherever a font for them is."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from kamgraph.errors import MissingGlyphsWarning, warn
from kamgraph.plot.font_advice import advise_font, is_east_asian

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Sans-serif families with Chinese, Japanese or Korean glyphs, the most complete first.
PREFERRED = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Heiti SC",
    "Noto Sans CJK TC",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
# The font of the ``fonts`` extra, with Chinese, Japanese and Korean glyphs.
_EXTRA, _EXTRA_FILE = "notojp_matplotlib", "fonts/NotoSansCJKjp-Regular.otf"
_REGULAR = 400
_EMPTY = {"Last Resort High-Efficiency"}  # has a frame for every character, and no glyph
_TOFU = "\N{WHITE SQUARE}"
_MEASURED_AT = 32.0
_FOR_SCREENS: ContextVar[bool] = ContextVar("kamgraph_for_screens", default=False)


@dataclass(frozen=True)
class Typeface:
    """Font families that together have the glyphs of some texts."""

    # names of installed families; a glyph comes from the first that has it
    families: tuple[str, ...]
    missing: frozenset[str] = frozenset()  # characters that no installed family has

    def make_properties(self, *, bold: bool = False) -> FontProperties:
        """Return the font properties for an artist; the size is the artist's."""
        return _FamilyWeights(family=list(self.families), weight="bold" if bold else "normal")

    def show(self, text: str) -> str:
        """Return the text on one line, an empty square for every character without a glyph."""
        return self._fill(flatten_text(text))

    def _fill(self, text: str) -> str:
        return "".join(_TOFU if c in self.missing else c for c in text)

    def measure(self, text: str, *, bold: bool = False) -> float:
        """Return how wide a text is at font size 1, in font sizes."""
        return _measure_width(self, text, bold=bold)


class _FamilyWeights(FontProperties):
    """Font properties that ask each family for the weight it has that is nearest to theirs."""

    # Many fonts with Chinese glyphs have one weight; asked for another, matplotlib warns.

    def set_family(self, family: str | Iterable[str] | None) -> None:
        """Set the families; when matplotlib tries one of them, settle for a weight of its own."""
        super().set_family(family)
        if isinstance(family, str):
            self.set_weight(_find_weight(family, self.get_weight()))

    def __copy__(self) -> _FamilyWeights:
        """Return a copy of the same class, which matplotlib's own is not."""
        same = _FamilyWeights.__new__(_FamilyWeights)
        same.__dict__.update(self.__dict__)
        return same


class ScreenFace(Typeface):
    """A typeface that only measures: who shows the texts has glyphs of their own."""

    def show(self, text: str) -> str:
        """Return the text on one line."""
        return flatten_text(text)

    def measure(self, text: str, *, bold: bool = False) -> float:
        """Return how wide a text is, an empty square in place of every glyph not installed."""
        return super().measure(self._fill(text), bold=bold)


@contextmanager
def writing_for_screens() -> Iterator[None]:
    """Leave to a browser the glyphs of what is drawn within, which writes it with its own fonts."""
    token = _FOR_SCREENS.set(True)
    try:
        yield
    finally:
        _FOR_SCREENS.reset(token)


def choose_typeface(texts: Iterable[str]) -> Typeface:
    """Choose installed families that have the glyphs of all the texts, and warn where none has."""
    # The family that matplotlib is set to comes first; its settings are read, never changed.
    if _FOR_SCREENS.get():
        return choose_screen_face(texts)
    face = _cover_texts(texts)
    if face.missing:
        extra_helps = find_extra_font() is None and any(map(is_east_asian, face.missing))
        advice = advise_font(face.missing, extra_helps=extra_helps)
        warn(advice, MissingGlyphsWarning)
    return face


def choose_screen_face(texts: Iterable[str]) -> ScreenFace:
    """Choose installed font families to measure texts with that a browser will write."""
    face = _cover_texts(texts)
    return ScreenFace(face.families, face.missing)


def _cover_texts(texts: Iterable[str]) -> Typeface:
    missing = {c for text in texts for c in flatten_text(text) if not c.isspace()}
    families: list[str] = []
    for family in chain(_list_families(), _add_extra()):
        found = {c for c in missing if _has_glyph(family, c)}
        if found or not families:
            families.append(family)
            missing -= found
        if not missing:
            break
    return Typeface(tuple(families), frozenset(missing))


def fill_gaps(text: str, families: Iterable[str]) -> str:
    """Return a text with an empty square for each character of which no family has a glyph."""
    if text.isascii():
        return text
    known = [*families]
    return "".join(c if any(_has_glyph(one, c) for one in known) else _TOFU for c in text)


def flatten_text(text: str) -> str:
    """Return a text without line breaks, control and format characters."""
    if not text.isprintable():
        visible = (c for c in text if c.isspace() or not unicodedata.category(c).startswith("C"))
        text = "".join(visible)
    return " ".join(text.split())


def _list_families() -> Iterator[str]:
    """Yield the families to try: the one set, the preferred ones, then all others by name."""
    default = font_manager.get_font(font_manager.findfont(FontProperties())).family_name
    upright = [font for font in font_manager.fontManager.ttflist if font.style == "normal"]
    names = {font.name for font in upright}
    others = sorted({font.name for font in upright if font.weight == _REGULAR} - _EMPTY)
    ranked = [default, *(name for name in PREFERRED if name in names), *others]
    yield from dict.fromkeys(ranked)


def _add_extra() -> Iterator[str]:
    """Make the family of the ``fonts`` extra known to matplotlib, and yield it."""
    file = find_extra_font()
    if file is not None:
        known = {font.fname for font in font_manager.fontManager.ttflist}
        if str(file) not in known:
            font_manager.fontManager.addfont(file)
        yield font_manager.get_font(file).family_name


def find_extra_font() -> Path | None:
    """Return the file of the ``fonts`` extra, None where it is not installed."""
    # Found without importing its package, which would change matplotlib's settings.
    spec = find_spec(_EXTRA)
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin).parent / _EXTRA_FILE
    return file if file.is_file() else None


def _find_weight(family: str, wanted: int | str = _REGULAR) -> int | str:
    """Return the weight of the font that matplotlib takes when a family is asked for another."""
    manager = font_manager.fontManager
    nearest = min(
        (font for font in manager.ttflist if font.name == family),
        key=lambda font: (
            manager.score_style("normal", font.style)
            + manager.score_variant("normal", font.variant)
            + manager.score_weight(wanted, font.weight)
            + manager.score_stretch("normal", font.stretch)
        ),
        default=None,
    )
    return wanted if nearest is None else nearest.weight


@lru_cache(maxsize=65536)
def _has_glyph(family: str, character: str) -> bool:
    path = font_manager.findfont(FontProperties(family=family, weight=_find_weight(family)))
    return bool(font_manager.get_font(path).get_char_index(ord(character)))


@lru_cache(maxsize=65536)
def _measure_width(face: Typeface, text: str, *, bold: bool) -> float:
    properties = face.make_properties(bold=bold)
    properties.set_size(_MEASURED_AT)
    width, _, _ = text_to_path.get_text_width_height_descent(text, properties, ismath=False)
    return float(width) / _MEASURED_AT
