"""Whom a map does not show, as lists unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamgraph.model.voice import say_count
from kamgraph.plot.people import label_functions
from kamgraph.reviews.certainty import list_known_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.plot.stakeholder_map.folding import Unit
    from kamgraph.reviews.results import Results


class UnitPerson(NamedTuple):
    """One person of a unit."""

    id: str
    name: str
    place: str
    depth: int  # how far below the head
    score: float  # missing where it is not known


class UnitList(NamedTuple):
    """The people of a unit, as a chart is read."""

    head: str  # an id; empty for a unit whose head is not known
    label: str
    people: tuple[UnitPerson, ...]


def list_units(results: Results, units: Sequence[Unit]) -> list[UnitList]:
    """Return units in words."""
    ids, names, places = results.people.index, results.names, results.places
    scores = list_known_scores(results)["choice"].reindex(ids)
    each = list(zip(ids, names[ids], places[ids], scores, strict=True))
    functions = label_functions(results.people)
    firms = results.people["organization_name"]
    group = functions.fillna(firms)
    loose = [unit.members[0][0] for unit in units if unit.head < 0]
    if group.iloc[loose].duplicated().any():  # the same function at several firms
        group = group.where(functions.isna(), group + " · " + firms)
    lists = []
    for unit in units:
        head, first = unit.head, unit.members[0][0]
        key, name = (
            ("map_unit", names.iloc[head]) if head >= 0 else ("map_others", group.iloc[first])
        )
        people = tuple(
            UnitPerson(*each[row][:3], depth, float(each[row][3])) for row, depth in unit.members
        )
        label = say_count(key, len(people), name=name)
        lists.append(UnitList(ids[head] if head >= 0 else "", label, people))
    return lists
