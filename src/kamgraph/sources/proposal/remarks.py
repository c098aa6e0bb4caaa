"""What lists remark on people behind their names: ``Ada Quist (On Leave)``, ``Cy Dunn [C]``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kamgraph.model.folding import fold
from kamgraph.sources.proposal.headings import load_knowledge

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRACKETS = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]{1,40})[)\]）】]$")
_REST = re.compile(r"\s*[-:,/].*|\s+\d.*")  # since when, or of which kind
_TOLD = ("there", "leaving", "gone", "beside")


def find_remarks(texts: Iterable[str]) -> dict[str, str]:
    """Return those of some names that end with a remark, and the remark as it stands there."""
    found = ((text, _BRACKETS.search(text)) for text in texts)
    return {
        text: match[0].strip()
        for text, match in found
        if match and match.start() and _tells(match[1])
    }


def tells_of_leaver(remark: str) -> bool:
    """Return whether a remark says that somebody has left."""
    return _fold_remark(remark.strip("()[]（）【】")) in _list_words("gone")


def _tells(remark: str) -> bool:
    """Return whether a remark tells how somebody is employed, and is no part of a name."""
    return any(_fold_remark(remark) in _list_words(kind) for kind in _TOLD)


def _fold_remark(remark: str) -> str:
    return fold(_REST.sub("", remark))


@cache
def _list_words(kind: str) -> frozenset[str]:
    return frozenset(map(fold, load_knowledge().values[kind]))
