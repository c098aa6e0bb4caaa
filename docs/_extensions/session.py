"""A page as one session: its examples in order, and what is drawn or reviewed of what they made."""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOCS = Path(__file__).parents[1]
_BLOCK = r"^```\{%s\}.*\n(?::.*\n)*((?:(?!```).*\n)*)```$"


def blocks(page: str, directive: str) -> Iterator[tuple[str, str]]:
    """Yield what comes before each block of a directive on a page, and the code in it."""
    for found in re.finditer(_BLOCK % directive, page, re.MULTILINE):
        yield page[: found.start()], found[1]


def run(before: str, code: str) -> Any:
    """Run a page as far as a block, beside the files that pages read, and return what it gives."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()), tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        with contextlib.chdir(folder):
            for example in doctest.DocTestParser().get_examples(before):
                exec(compile(example.source, "<page>", "single"), names)  # noqa: S102 - our own pages
            return evaluate(code, names)


def lay_out(folder: Path) -> None:
    """Copy the files that pages read into a folder."""
    shutil.copytree(_DOCS / "orvale-export", folder / "orvale-export")


def evaluate(code: str, names: dict[str, Any]) -> Any:
    """Run the code of a block, and return what its last line gives."""
    tree = ast.parse(code)
    last = tree.body.pop()
    if not isinstance(last, ast.Expr):
        raise TypeError(f"a block ends in an expression, a picture's in its axes: {code}")
    exec(compile(tree, "<block>", "exec"), names)  # noqa: S102 - our own pages
    return eval(compile(ast.Expression(last.value), "<block>", "eval"), names)  # noqa: S307
