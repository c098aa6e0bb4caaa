"""Two graphs on one map: everybody of both once, and what is different between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.analysis.compare import Comparison, compare
from kamgraph.model import tie_kinds
from kamgraph.model.once import once
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import current_language, say, say_label
from kamgraph.plot import legend
from kamgraph.plot.palette import HIGHLIGHTS, TIES, TieStyle, style_former, style_new
from kamgraph.plot.scope import check_one_scope
from kamgraph.plot.stakeholder_map.cards import build_cards
from kamgraph.plot.stakeholder_map.content import MapContent
from kamgraph.plot.stakeholder_map.highlight import Highlight, explain_highlight
from kamgraph.plot.stakeholder_map.highlights import Highlights
from kamgraph.plot.stakeholder_map.lines import Line, find_bosses, find_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.graph import RelationshipGraph

Event: TypeAlias = tuple[str, str, str]  # a person, what has happened to them, and that in words

_SIGNS = {"rose": "▲", "fell": "▼", "known": "●", "unknown": "○"}
_APPEARED, _VANISHED = frozenset({"appeared", "reversed"}), frozenset({"vanished"})


@dataclass(frozen=True, eq=False)
class Difference:
    """Two graphs of one scope each, and what is different between them."""

    before: RelationshipGraph
    after: RelationshipGraph

    def __post_init__(self) -> None:
        """Refuse graphs that do not hold one scope each."""
        for graph in (self.before, self.after):
            check_one_scope(graph, "a map")

    @once
    def comparison(self) -> Comparison:
        """The facts."""
        return compare(self.before, self.after, language=current_language())

    @once
    def content(self) -> MapContent:
        """Everybody of either graph, as they are after, or were before they left."""
        people = pd.concat([self.after.people, self.before.people])
        people = people[~people.index.duplicated()].sort_index()
        former = [replace(card, chips=()) for card in build_cards(self.before)]
        boxes = {card.person: card for card in [*former, *build_cards(self.after)]}
        earlier, now = (_number_lines(graph, people.index) for graph in (self.before, self.after))
        there = {line.gid for line in now}
        boss, old = find_bosses(now, len(people)), find_bosses(earlier, len(people))
        return MapContent(
            people=people,
            cards=[boxes[person] for person in people.index],
            boss=np.where(boss >= 0, boss, old),  # who has none any more keeps the place
            lines=now + [line for line in earlier if line.gid not in there],
        )

    @property
    def highlights(self) -> Highlights:
        """What is different, as what stands out."""
        changes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for person, change, tag in self._list_events():
            changes[person][change].append(tag)
        people = {person: _build_highlight(tags) for person, tags in changes.items()}
        ties = dict(map(_style_tie, self._changed_ties.to_dict("records")))
        return Highlights(
            people, ties, self._find_met(), entries=tuple(self._list_entries(changes))
        )

    def _list_events(self) -> Iterator[Event]:
        yield from self._list_arrivals()
        yield from self._cost_moves()
        between = say("comma")
        for keys, rows in self.comparison.grades.groupby(["person", "change"], sort=False):
            person, change = map(str, keys)
            axes = [say_label(AXES, axis) for axis in rows["axis"]]
            yield person, "graded", f"{_SIGNS[change]} {between.join(axes)}"

    def _list_arrivals(self) -> Iterator[Event]:
        """Tell who came, who left, and who was followed by whom."""
        people = self.comparison.people
        for change in ("came", "left"):
            for person in people.loc[people["change"] == change, "person"]:
                yield person, change, say(f"plot.change_{change}")
        for row in people[people["change"] == "replaced"].to_dict("records"):
            change = "left" if row["person"] in self._gone else "moved"
            yield row["person"], change, say("plot.change_replaced", name=row["by_name"])

    @once
    def _gone(self) -> frozenset[str]:
        people = self.comparison.people
        return frozenset(people.loc[people["change"] == "left", "person"])

    def _cost_moves(self) -> Iterator[Event]:
        """Tell of new bosses, unless they follow the old one, and of new units."""
        replaced = self.comparison.people.query("change == 'replaced'")
        followed = set(zip(replaced["person"], replaced["by"], strict=True))
        was, now = (_find_places(graph) for graph in (self.before, self.after))
        both = was.add_suffix("_before").join(now.add_suffix("_after"), how="inner")
        for person, row in both[~both["vacant_after"]].to_dict("index").items():
            pair = row["boss_before"], row["boss_after"]
            if pair[0] != pair[1] and pair not in followed:
                name = row["boss_name_after"]
                key = "plot.change_moved" if name else "plot.change_no_boss"
                yield str(person), "moved", say(key, name=name)
            if row["organization_before"] != row["organization_after"]:
                unit = row["organization_name_after"]
                yield str(person), "moved", say("plot.change_unit", unit=unit)

    @once
    def _changed_ties(self) -> pd.DataFrame:
        ties = self.comparison.ties
        return ties[ties["change"].isin(_APPEARED | _VANISHED)]

    def _find_met(self) -> tuple[Line, ...]:
        """Return who of those in both graphs got to know whom, or knows them no longer."""
        number = {person: row for row, person in enumerate(self.content.people.index)}
        both = self.before.people.index.intersection(self.after.people.index)
        ties = self._changed_ties.query("kind in @tie_kinds.CLOSENESS")
        ties = ties[ties["source"].isin(both) & ties["target"].isin(both)]
        return tuple(
            Line(number[source], number[target], kind, 1.0, f"{kind}:{source}>{target}")
            for source, target, kind in zip(
                ties["source"], ties["target"], ties["kind"], strict=True
            )
        )

    def _list_entries(self, changes: dict[str, dict[str, list[str]]]) -> Iterator[legend.Entry]:
        """Yield the legend of what occurs."""
        occur = {change for tags in changes.values() for change in tags}
        for change in HIGHLIGHTS:
            if change in occur - {"graded"}:
                label = say(f"plot.legend_{change}")
                yield explain_highlight(label, HIGHLIGHTS[change])
        signs = set(self.comparison.grades["change"])
        yield from (
            legend.write_remark(f"{sign} {say(f'plot.legend_{change}')}")
            for change, sign in _SIGNS.items()
            if change in signs
        )
        yield from self._list_tie_entries()

    def _list_tie_entries(self) -> Iterator[legend.Entry]:
        appear = self._changed_ties["change"].isin(_APPEARED)
        met = self._changed_ties["kind"].isin(tie_kinds.CLOSENESS)
        if (appear & ~met).any():
            yield legend.explain_line(say("plot.tie_appeared"), style_new(TIES["influence"]))
        if (appear & met).any():
            yield legend.explain_line(say("plot.tie_met"), style_new(TIES["acquaintance"]))
        if not appear.all():
            yield legend.explain_line(say("plot.tie_vanished"), style_former(TIES["influence"]))


def _number_lines(graph: RelationshipGraph, everybody: pd.Index[str]) -> list[Line]:
    """Return a graph's lines between row numbers of everybody."""
    place = everybody.get_indexer(graph.people.index).tolist()
    return [
        line._replace(source=place[line.source], target=place[line.target])
        for line in find_lines(graph)
    ]


def _build_highlight(tags: dict[str, list[str]]) -> Highlight:
    """Return how somebody stands out to whom one or more things have happened."""
    changes = [change for change in HIGHLIGHTS if change in tags]
    words = dict.fromkeys(tag for change in changes for tag in tags[change])
    return Highlight(HIGHLIGHTS[changes[0]], " · ".join(words))


def _find_places(graph: RelationshipGraph) -> pd.DataFrame:
    """Return everybody's boss and unit, empty where there is none."""
    people = graph.people[["vacant", "organization", "organization_name"]]
    ties = graph.ties.query("kind in @tie_kinds.SOLID").drop_duplicates("source")
    people["boss"] = ties.set_index("source")["target"].reindex(people.index).fillna("")
    people["boss_name"] = people["boss"].map(graph.people["name"]).fillna("")
    return people


def _style_tie(row: dict[Any, Any]) -> tuple[str, TieStyle]:
    """Return the name and the style of a tie that has changed."""
    gone = row["change"] in _VANISHED
    name = f"{row['kind']}:{row['source']}>{row['target']}"
    contrary = row["before" if gone else "after"] < 0
    style = TIES[Line(0, 0, row["kind"], 1.0, name, contrary=contrary).style]
    return name, style_former(style) if gone else style_new(style)
