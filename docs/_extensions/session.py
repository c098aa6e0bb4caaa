"""A page as one session: its examples in order, and the pictures drawn from what they made."""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_PICTURE = re.compile(r"^```\{picture\}.*\n(?::.*\n)*((?:(?!```).*\n)*)```$", re.MULTILINE)


def pictures(page: str) -> Iterator[tuple[str, str]]:
    """Yield what comes before each picture of a page, and the code that draws it."""
    for found in _PICTURE.finditer(page):
        yield page[: found.start()], found[1]


def run(text: str) -> dict[str, Any]:
    """Run the examples of a text, and return the names they made."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for example in doctest.DocTestParser().get_examples(text):
            exec(compile(example.source, "<page>", "single"), names)  # noqa: S102 - our own pages
    return names


def drawn(code: str, names: dict[str, Any]) -> Any:
    """Return the axes that the last line of a picture's code gives."""
    tree = ast.parse(code)
    last = tree.body.pop()
    if not isinstance(last, ast.Expr):
        raise TypeError(f"a picture ends in an expression that gives its axes: {code}")
    exec(compile(tree, "<picture>", "exec"), names)  # noqa: S102 - our own pages
    return eval(compile(ast.Expression(last.value), "<picture>", "eval"), names)  # noqa: S307
