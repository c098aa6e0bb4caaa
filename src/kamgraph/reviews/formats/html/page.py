"""A page that needs nothing else and lets nothing else run: its own styles and scripts alone."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from kamgraph.errors import KamgraphError
from kamgraph.plot.canvas.svg_rules import RULES
from kamgraph.plot.palette import colour, ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.model.vocabulary import Language

_HEIGHT = 900  # of a frame in a notebook
_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
_NONCE = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
{policy}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style{nonce}>{style}</style>
</head>
{body}
<script{nonce}>{script}</script>
</html>
"""
_SCRIPTS = ("copying.js", "map/camera.js", "map/card.js", "map/chart.js", "map/map.js")


def page(
    title: str,
    body: str,
    *,
    language: Language,
    styles: Sequence[str],
    nonce: str | None = None,
) -> str:
    """Return a whole page.

    Parameters
    ----------
    title
        Its title, a text.
    body
        Its ``<body>``, in which every text is escaped already.
    language
        The language of its texts.
    styles
        The names of its stylesheets in this package.
    nonce
        What the server's content security policy asks of every style and script. Without it
        the page carries a policy of its own, which allows what the page consists of and
        nothing else.

    Raises
    ------
    KamgraphError
        If the nonce is none.
    """
    style, script = stylesheet(*styles), _script()
    if nonce is not None and not _NONCE.fullmatch(nonce):
        raise KamgraphError(
            f"nonce {nonce!r} is no base64 value: give the one of the Content-Security-Policy "
            "header, such as secrets.token_urlsafe(16) makes"
        )
    return _PAGE.format(
        language=_LANGUAGES[language],
        title=escape(title),
        policy=_policy(style, script) if nonce is None else "",
        nonce="" if nonce is None else f' nonce="{nonce}"',
        style=style,
        body=body,
        script=script,
    )


def frame(title: str, whole: str, *, height: int = _HEIGHT) -> str:
    """Return a page in a frame of its own, so that its styles stay out of a notebook.

    What is in the frame may run its script and open the print dialogue, and reaches nothing
    outside.
    """
    return (
        f'<iframe sandbox="allow-scripts allow-modals" title="{escape(title)}" width="100%" '
        f'height="{height}" frameborder="0" srcdoc="{escape(whole)}"></iframe>'
    )


@cache
def stylesheet(*names: str) -> str:
    """Return stylesheets of this package with the rules of the palette."""
    return "\n".join([*map(_read, names), RULES, *_score_rules()])


def score_class(value: float) -> str:
    """Return the class that gives an element the colours of a score, 0-100."""
    return f"s{round(value)}"


def _score_rules() -> list[str]:
    fills = [colour(value) for value in range(101)]
    return [
        f".s{value} {{ background: {fill}; color: {ink(fill)}; }}"
        for value, fill in enumerate(fills)
    ]


def _script() -> str:
    """Return the scripts as one, in a block so that they leave nothing behind."""
    return '"use strict";\n{\n' + "\n".join(map(_read, _SCRIPTS)) + "}\n"


@cache
def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    rules = [
        "default-src 'none'",
        f"style-src '{_digest(style)}'",
        f"script-src '{_digest(script)}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">\n'


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
