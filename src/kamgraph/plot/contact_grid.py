"""Whom we meet in which function and on which level: what the picture of contacts shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kamgraph.analysis.contacts import contacts
from kamgraph.analysis.touches import touches
from kamgraph.model.colours import colour
from kamgraph.model.voice import list_words, say, say_count
from kamgraph.plot.chart.chart import SMALL, TEXT
from kamgraph.plot.lettering import Paragraph
from kamgraph.plot.palette import CLOSENESS
from kamgraph.plot.parts import merge_smallest, name_functions, name_levels
from kamgraph.plot.people import name_everybody

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kamgraph.graph import RelationshipGraph

_MOST_ROWS = 14
_SENIOR = 2  # the lowest level of those who come first and matter most
_MOST_NAMES = 3  # of people in a cell
_DARKEST = 0.5  # on the scale of closeness; dark letters are still read on it
Key = tuple[str, str]  # the row and the column of a cell


class ContactCell(NamedTuple):
    """The people of one function on one level, and what they have had to do with us."""

    people: tuple[str, ...]  # their names
    never: tuple[str, ...]  # of those none of us has ever met; nobody where none is recorded
    unanswered: tuple[str, ...]  # of those to whom we have written only
    cold: tuple[str, ...]  # of those with whom we have had no contact for long
    touches: int
    last: pd.Timestamp | None  # the last day on which one of them was there or wrote to us
    ours: tuple[str, ...]  # the names of those of us who know or have met them, the busiest first

    @property
    def unmet(self) -> bool:
        """Whether none of us has ever met any of them."""
        return len(self.never) == len(self.people)


@dataclass(frozen=True, eq=False)
class ContactGrid:
    """Everybody whom we could meet, by function and level; who is from outside, by firm."""

    touches: pd.Series[int]  # by row, those with senior people first, then the busiest
    columns: list[str]  # levels from the board down
    cells: dict[Key, ContactCell]  # only where there is somebody
    recorded: bool  # whether the book holds any interaction of ours
    inferred: set[str]  # columns in which the level of somebody is recorded by nobody
    senior: set[str]  # columns of those who matter most: levels 1 and 2

    @classmethod
    def of(cls, graph: RelationshipGraph) -> ContactGrid:
        """Lay out the contacts of a graph of one scope."""
        found = contacts(graph)
        people = graph.people.loc[found.index]
        levels = name_levels(people)
        count = found["touches"].fillna(0).astype(int)
        rows = _name_rows(people, count)
        found = found.assign(row=rows, column=levels, count=count)
        ours = _rank_ours(graph, found)
        parts = found.groupby(["row", "column"], sort=False)
        return cls(
            touches=count.groupby(rows).sum()[rows.unique()],
            columns=[*levels.unique()],
            cells={
                (str(row), str(column)): _make_cell(part, ours.get((row, column), ()))
                for (row, column), part in parts
            },
            recorded="interactions" in graph.recorded,
            inferred={*levels[people["level"].notna() & (people["level_origin"] != "recorded")]},
            senior={*levels[people["level"] <= _SENIOR]},
        )


def _name_rows(people: pd.DataFrame, touches: pd.Series[int]) -> pd.Series[str]:
    """Return the row of everybody: their function, or their firm where that is another."""
    rows = people["organization_name"].mask(people["own"]).fillna(name_functions(people))
    level = people["level"].astype(float)
    about = pd.DataFrame(
        {
            "outside": ~people["own"],
            "lower": ~(level <= _SENIOR),
            "touches": -touches,
            "level": level,
        }
    )
    ways = {"outside": "min", "lower": "min", "touches": "sum", "level": "min"}
    order = about.groupby(rows).agg(ways).sort_values([*ways], kind="stable").index
    rank = pd.Series(range(len(order), 0, -1), order, dtype=float)
    return merge_smallest(rows, rank, _MOST_ROWS)


def _make_cell(part: pd.DataFrame, ours: tuple[str, ...]) -> ContactCell:
    """Return the cell of some contacts, of those of us who know them."""
    last = part["last"].max()
    states = ("never", "unanswered", "cold")
    names = {state: tuple(part["name"][part["state"] == state]) for state in states}
    return ContactCell(
        people=tuple(part["name"]),
        **names,
        touches=int(part["count"].sum()),
        last=None if pd.isna(last) else last,
        ours=ours,
    )


def _rank_ours(
    graph: RelationshipGraph, found: pd.DataFrame
) -> dict[tuple[Hashable, ...], tuple[str, ...]]:
    """Return the names of those of us who know or have met the people of each cell."""
    pairs = found.explode("by").dropna(subset="by")
    met = touches(graph, by="person")["touches"]
    count = met.reindex(pd.MultiIndex.from_arrays([pairs["by"], pairs.index])).fillna(0)
    total = pairs.assign(met=count.to_numpy()).groupby(["row", "column", "by"])["met"].sum()
    ranked = total.sort_values(ascending=False, kind="stable").reset_index()
    names = name_everybody(graph)
    cells = ranked.groupby(["row", "column"])["by"]
    return {key: tuple(names[ids]) for key, ids in cells}


def write_cell(cell: ContactCell, *, recorded: bool) -> list[Paragraph]:
    """Return what a cell says: who is there, how often and when we met, and which of us."""
    if cell.unmet:
        names = _list_names(cell.people)
        return [Paragraph(say("plot.never"), TEXT, bold=True), Paragraph(names, SMALL)]
    count = len(cell.people)
    who = cell.people[0] if count == 1 else say_count("plot.people_there", count)
    lines = [Paragraph(who, TEXT, bold=True)]
    lines += [Paragraph(told, SMALL, bold=True) for told in _tell_states(cell)]
    if recorded:
        lines.append(Paragraph(say_count("plot.touches", cell.touches), SMALL))
    if cell.last is not None:
        lines.append(Paragraph(say("plot.last", day=f"{cell.last:%Y-%m-%d}"), SMALL))
    if cell.ours:
        alone = say("plot.alone", name=cell.ours[0])
        lines.append(Paragraph(alone if len(cell.ours) == 1 else _list_names(cell.ours), SMALL))
    return lines


def _tell_states(cell: ContactCell) -> list[str]:
    """Say whom of a cell we never met, who has not answered, and with whom contact went cold."""
    # Of one person, a triangle tells that contact went cold.
    if len(cell.people) == 1:
        return [say("plot.unanswered")] if cell.unanswered else []
    states = {"never": cell.never, "unanswered": cell.unanswered, "cold": cell.cold}
    return [
        say(f"plot.some_{state}", names=_list_names(names))
        for state, names in states.items()
        if names
    ]


def _list_names(names: tuple[str, ...]) -> str:
    """Return the first of some names, and how many more there are."""
    if len(names) <= _MOST_NAMES:
        return list_words(names)
    few = _MOST_NAMES - 1
    return list_words([*names[:few], say_count("plot.others", len(names) - few)])


def shade_touches(share: float) -> str:
    """Return the fill of a cell by its share of the most touches of a cell."""
    return colour(_DARKEST * share**0.5, CLOSENESS)
