"""Who of many people is on a map at first, and behind whom the others are folded, unit by unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.plot.layout.tree import break_cycles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.plot.arrays import IntArray
    from kamgraph.plot.stakeholder_map.content import MapContent
    from kamgraph.plot.stakeholder_map.excerpt import Excerpt

MOST = 50  # people of the customer who can be read at once


class Unit(NamedTuple):
    """People who are folded: those below one who is shown, or a group whose boss is unknown."""

    # Numbers are rows of the graph's people.
    head: int  # who stands for them; -1 for nobody
    members: tuple[tuple[int, int], ...]  # each with how far below the head, as a chart is read


class Folding(NamedTuple):
    """Who is shown of a map, and who is folded."""

    rows: IntArray
    units: tuple[Unit, ...]


def fold(excerpt: Excerpt) -> Folding:
    """Show those who matter first with their bosses and routes; fold the others by unit."""
    content = excerpt.content
    if content.people["own"].sum() <= MOST:
        return Folding(np.arange(len(content.people)), ())
    rows = _choose_rows(excerpt)
    return Folding(rows, tuple(_fold_others(content, rows)))


def leave_out(content: MapContent, folding: Folding) -> MapContent:
    """Return what is shown, the boxes of heads with how many are folded behind them."""
    folded = {unit.head: len(unit.members) for unit in folding.units}
    shown = content.select(folding.rows)
    cards = [
        replace(card, folded=folded.get(int(row), 0))
        for card, row in zip(shown.cards, folding.rows, strict=True)
    ]
    return replace(shown, cards=cards)


def _choose_rows(excerpt: Excerpt) -> IntArray:
    """Return as many people as can be read at once, beginning with those who matter most."""
    own = excerpt.content.people["own"].to_numpy()
    shown = frozenset[int]()
    for person in excerpt.order:
        more = shown | excerpt.surround(person, len(excerpt.order))
        if own[list(more)].sum() > MOST:
            break
        shown = more
    return np.array(sorted(shown), dtype=np.int64)


def _fold_others(content: MapContent, rows: IntArray) -> Iterator[Unit]:
    """Yield the units of those who are not shown, each below the nearest boss who is."""
    people = content.people
    side = (people["side"] + "\n" + people["organization_name"]).to_numpy()
    boss = break_cycles(np.where(side[content.boss] == side, content.boss, -1))
    shown = np.zeros(len(people), dtype=bool)
    shown[rows] = True
    below: dict[int, list[int]] = {}
    loose: dict[tuple[str, str], list[int]] = {}
    group = people["function"].fillna("").to_numpy()
    for row in np.flatnonzero(~shown).tolist():
        if boss[row] >= 0:
            below.setdefault(int(boss[row]), []).append(row)
        else:
            loose.setdefault((side[row], group[row]), []).append(row)
    for head in sorted(head for head in below if shown[head]):
        yield Unit(head, tuple(_walk(below[head], below)))
    for _, roots in sorted(loose.items()):
        yield Unit(-1, tuple(_walk(roots, below)))


def _walk(reports: list[int], below: dict[int, list[int]]) -> Iterator[tuple[int, int]]:
    """Yield reports, each before those below it, with how deep each stands."""
    waiting = [(row, 1) for row in reversed(reports)]
    while waiting:
        row, depth = waiting.pop()
        yield row, depth
        waiting += [(one, depth + 1) for one in reversed(below.get(row, []))]
