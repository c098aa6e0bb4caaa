"""A page that needs nothing else and lets nothing else run: its own styles and scripts alone."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kamgraph.errors import KamgraphError
from kamgraph.model.voice import current_language
from kamgraph.plot.canvas.svg_rules import RULES
from kamgraph.reviews.formats.html.templates import fill_template, score_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEIGHT = 900  # of a frame in a notebook
_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
_NONCE = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
SCRIPTS = (
    *(
        "rows.js",
        "scroll.js",
        "copy.js",
        "map/camera.js",
        "map/captions.js",
        "map/card.js",
        "map/chart.js",
        "map/display.js",
        "map/map.js",
    ),
    *("contents.js", "glance.js"),
)


def fill_page(
    template: str,
    *,
    title: str,
    styles: Sequence[str],
    scripts: Sequence[str] = SCRIPTS,
    nonce: str | None = None,
    **values: Any,
) -> str:
    """Return a whole page in the language that is spoken; without a nonce it has its own policy."""
    if nonce is not None and not _NONCE.fullmatch(nonce):
        raise KamgraphError(
            f"nonce {nonce!r} is no base64 value: give the one of the Content-Security-Policy "
            "header, such as secrets.token_urlsafe(16) makes"
        )
    style, script = join_styles(*styles), join_scripts(*scripts)
    return fill_template(
        template,
        title=title,
        language=_LANGUAGES[current_language()],
        nonce=nonce,
        style=style,
        script=script,
        digests={"style": _hash(style), "script": _hash(script)},
        **values,
    )


def frame_page(title: str, page: str, *, height: int = _HEIGHT) -> str:
    """Return a page in a frame of its own, so that its styles stay out of a notebook."""
    return fill_template("frame.html.j2", title=title, page=page, height=height)


@cache
def join_styles(*names: str) -> str:
    """Return stylesheets of this package with the rules of the palette."""
    return "\n".join([*map(_read, names), RULES, *score_rules()])


@cache
def join_scripts(*names: str) -> str:
    """Return scripts of this package as one, in a block so that they leave nothing behind."""
    return '"use strict";\n{\n' + "\n".join(map(_read, names)) + "}\n"


def _read(name: str) -> str:
    # A page is light without its indents, and what is said to those who read the source.
    lines = files(__package__).joinpath(name).read_text("utf-8").splitlines()
    bare = (line.strip() for line in lines)
    return "\n".join(line for line in bare if line and not line.startswith("//"))


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
