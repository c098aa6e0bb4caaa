"""What a stakeholder map shows, before it is placed: boxes, lines, headings, and the legend."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.vocabulary import SIDES, TIE_KINDS
from kamgraph.model.voice import say, say_label, share
from kamgraph.plot import legend
from kamgraph.plot.layout.page import Units
from kamgraph.plot.people import label_functions
from kamgraph.plot.stakeholder_map.cards import Card, build_cards, choose_border
from kamgraph.plot.stakeholder_map.lines import (
    Line,
    drop_weakest,
    find_bosses,
    find_lines,
    select_lines,
)

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.plot.arrays import IntArray

_BESIDE = {"vendor": -1, "competitor": 1, "partner": 1, "customer": 1}  # left or right
_POWERS = (0.04, 0.15, 0.4)  # the examples in the legend
_CLOSENESSES = (0.25, 0.5, 0.75, 1.0)
_UNITS = 2  # that are worth telling apart
_FIRST_UNIT = 1_000_000  # above the numbers of groups beside the chart


@dataclass(frozen=True, eq=False)
class MapContent:
    """Everybody on a map and the lines among them."""

    people: pd.DataFrame  # ``side``, ``own`` and ``organization_name`` of everybody
    cards: list[Card]  # the box of each of them
    boss: IntArray  # the row number of each one's boss in the chart, -1 for none
    lines: list[Line]  # all lines; their ends are row numbers of the people

    def drop_weakest(self, arrows: float) -> list[Line]:
        """Return the lines to draw: of influences the strongest, so many per person on average."""
        power = [card.power for card in self.cards]
        return drop_weakest(self.lines, power, round(arrows * len(self.cards)))

    def select(self, rows: IntArray) -> MapContent:
        """Return some of the people, the ties among them, and who of them is known to whom."""
        people, some = self.people.iloc[rows], [self.cards[row] for row in rows]
        ours = np.flatnonzero(people["side"] == "vendor")
        numbers = {some[row].chips[0][0] for row in ours}
        lines = select_lines(self.lines, rows)
        return MapContent(
            people=people,
            cards=[_drop_strangers(card, numbers) for card in some],
            boss=find_bosses(lines, len(rows)),
            lines=lines,
        )


def build_content(graph: RelationshipGraph) -> MapContent:
    """Return what the map of a graph of one scope shows."""
    everybody, known = build_cards(graph), find_lines(graph)
    return MapContent(graph.people, everybody, find_bosses(known, len(everybody)), known)


def _drop_strangers(card: Card, numbers: set[str]) -> Card:
    """Leave out the chips of those of us who are not shown."""
    return replace(card, chips=tuple(chip for chip in card.chips if chip[0] in numbers))


def group_people(people: pd.DataFrame) -> tuple[IntArray, dict[int, tuple[str, str]]]:
    """Return each person's group in the layout, and the headings of the groups beside it."""
    columns = (people[name].tolist() for name in ("own", "side", "organization_name"))
    firms = [None if own else (side, name) for own, side, name in zip(*columns, strict=True)]
    numbers: dict[tuple[str, str] | None, int] = {None: 0}
    headings: dict[int, tuple[str, str]] = {}
    for side, direction in _BESIDE.items():
        for firm in sorted(firm for firm in {*firms} if firm and firm[0] == side):
            numbers[firm] = direction * (1 + sum(other * direction > 0 for other in headings))
            headings[numbers[firm]] = (_say_side(side), firm[1])
    return np.array([numbers[firm] for firm in firms], dtype=np.int64), headings


def find_units(content: MapContent) -> tuple[Units, dict[int, tuple[str, str]]] | None:
    """Return the units of the customer's people, with headings; None where lines tell as much."""
    # A unit is an organization below the account, else a function: by their titles, or as recorded.
    people = content.people
    own = people["own"].to_numpy()
    if not own.any() or (content.boss[own] >= 0).any():
        return None
    home = people["organization"] == people["organization"][own].mode().iloc[0]
    functions = label_functions(people).fillna(say("plot.no_function"))
    names = people["organization_name"].where(~home, functions)
    level = people["level"].astype("float64").fillna(np.inf).to_numpy()
    power = np.array([abs(card.power) for card in content.cards])
    ranked = pd.DataFrame({"name": names, "level": level, "below": ~home, "power": -power})[own]
    order = ranked.groupby("name").agg({"below": "max", "level": "min", "power": "min"})
    order = order.sort_values(["below", "level", "power"], kind="stable")
    if len(order) < _UNITS:
        return None
    numbers = {name: _FIRST_UNIT + place for place, name in enumerate(order.index)}
    headings = {
        number: (say("plot.unit" if order["below"][name] else "plot.function"), str(name))
        for name, number in numbers.items()
    }
    unit = names.map(numbers).where(own, 0).to_numpy(dtype=np.int64)
    rank = np.empty(len(people), dtype=np.int64)
    rank[np.lexsort([-power, level])] = np.arange(len(people))
    return Units(unit, rank), headings


def _say_side(side: str) -> str:
    return say(f"plot.{side}") if side in {"vendor", "customer"} else say_label(SIDES, side)


def explain_ties(shown: list[Line]) -> list[legend.Entry]:
    """Return the legend of the ties that occur, in the order in which kinds are declared."""
    kinds = [kind for kind in TIE_KINDS.words if any(line.kind == kind for line in shown)]
    entries = []
    for kind in kinds:
        looks = {(line.inferred, line.contrary): line.look for line in shown if line.kind == kind}
        label = say_label(TIE_KINDS, kind)
        label = label[:1].lower() + label[1:]
        for (inferred, contrary), style in sorted(looks.items()):
            text = say("plot.contrary", kind=label) if contrary else label
            text = say("plot.inferred_line", kind=text) if inferred else text
            entries.append(legend.explain_line(text, style))
    return entries


def list_entries(everybody: list[Card], known: list[Line], shown: list[Line]) -> list[legend.Entry]:
    """Return the legend: only what occurs."""
    entries = [legend.explain_choice(say("plot.choice"))]
    if any(card.unknown for card in everybody):
        entries.append(legend.explain_box(say("plot.unknown"), "?", hatched=True))
    if any(card.doubtful for card in everybody):
        pale = [card for card in everybody if card.doubtful]
        entries.append(legend.explain_box(say("plot.doubtful"), pale[0].mark, fill=pale[0].fill))
    if any(card.assumed for card in everybody):
        entries.append(legend.explain_box(say("plot.assumed_weight"), "", dashed=True))
    if any(card.inferred for card in everybody):
        entries.append(legend.explain_box(say("plot.inferred_role"), "", dashed=True))
    if any(card.vacant for card in everybody):
        entries.append(legend.explain_box(say("plot.vacant_seat"), "", dashed=True))
    borders = {share(power): choose_border(power) for power in _POWERS}
    entries.append(legend.explain_borders(say("plot.power"), borders))
    entries += explain_ties(shown)
    if any(card.chips for card in everybody):
        entries.append(legend.explain_chips(say("plot.known_by"), _CLOSENESSES))
    if len(shown) < len(known):
        counts = [sum(line.moves for line in some) for some in (shown, known)]
        entries.append(legend.write_remark(say("plot.strongest", shown=counts[0], count=counts[1])))
    return entries
