"""People as they are offered, by name, and found again by what was chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamgraph.model.folding import fold
from kamgraph.model.voice import say

if TYPE_CHECKING:
    from kamgraph.model.names import Names

_BEHIND = re.compile(r"\s*[(（](.*)[)）]\s*$")  # a name: the title, or the id of one of several


def describe_person(one: str, name: str, place: str, *, alone: bool) -> str:
    """Return a name with the title behind, and with the id where others are called so, too."""
    told = " · ".join(filter(None, [place, "" if alone else one]))
    return say("person_described", name=name, description=told) if told else name


def find_chosen(names: Names, text: str) -> list[str]:
    """Return the ids that a text means: by id or name, with or without what stands behind it."""
    if found := names.find(text):
        return found
    behind = _BEHIND.search(text)
    if behind is None:
        return []
    found, told = names.find(text[: behind.start()]), fold(behind[1])
    if len(found) < 2:  # noqa: PLR2004 - one needs nothing to be told apart
        return found
    return [one for one in found if told.split(" · ")[-1] == fold(one)] or found
