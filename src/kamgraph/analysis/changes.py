"""What is different between two graphs: people, ties and grades, one table each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from kamgraph.graph.succession import find_heirs
from kamgraph.model.result import (
    Axis,
    OrganizationKind,
    Record,
    Share,
    SignedShare,
    TableOnly,
    TieKind,
    names,
)
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.vocabulary import AXES

if TYPE_CHECKING:
    from kamgraph.graph.pairing import Pairing, Side

_PERSON, _TIE = ["scope", "person"], ["scope", "source", "target", "kind"]


def list_people(pairing: Pairing) -> pd.DataFrame:
    """Return who is in the shared scopes, one row per node, as they were before and after."""
    before, after = (_list_people(side) for side in pairing.sides)
    who = ["person", "name", "side"]
    table = after[who].fillna(before[who])
    table.insert(0, "scope", pairing.scope)
    table["power"] = np.maximum(before["power"], after["power"])
    for name in ("active", "roles"):
        table[f"{name}_before"], table[f"{name}_after"] = before[name], after[name]
    return table


def _list_people(side: Side) -> pd.DataFrame:
    """Return a graph's people over a pairing; who is not there has no role and no power."""
    graph, place = side.graph, side.nodes
    people = graph.people[["name", "side", "roles", "team"]].reset_index("person")
    table = people.reset_index(drop=True).reindex(place).set_axis(range(len(place)))
    active = np.append(~graph.vacant, [False])[place]
    table["roles"] = (table["roles"] + table["team"]).where(active, pd.Series([()] * len(table)))
    power = np.abs(np.append(graph.power, 0.0))[place]
    return table.drop(columns="team").assign(active=active, power=power)


class PersonChangeRecord(Record):
    """Who came, left or was replaced."""

    account: TableOnly[str]
    """The account's id."""
    deal: TableOnly[str]
    """The deal's id; empty for the account itself."""
    change: Literal["replaced", "left", "came"]
    """What happened."""
    person: str
    """The person's id."""
    name: str
    """The person's name."""
    side: OrganizationKind
    """The kind of the person's organization."""
    roles: tuple[str, ...]
    """Roles that pass on, were or are held."""
    by: str | None
    """The id of who replaced them."""
    by_name: str | None
    """The name of who replaced them."""
    power: Share
    """Share of the decision in size, the larger of before and after."""


def find_people_changes(pairing: Pairing, everybody: pd.DataFrame) -> pd.DataFrame:
    """Return who came, who left, and who was replaced by whom."""
    was, now = everybody["active_before"], everybody["active_after"]
    left = everybody[was & ~now].rename(columns={"roles_before": "roles"}).assign(change="left")
    came = everybody[now & ~was].rename(columns={"roles_after": "roles"}).assign(change="came")
    table = pd.concat([_match_successors(pairing, everybody), left, came], ignore_index=True)
    order = pd.Categorical(table["change"], ["replaced", "left", "came"]).codes
    table = table.iloc[np.lexsort((table["person"], -table["power"], order, table["scope"]))]
    return pairing.add_labels(table, names(PersonChangeRecord))


def _match_successors(pairing: Pairing, everybody: pd.DataFrame) -> pd.DataFrame:
    pairs = pd.concat([_pair_by_seat(pairing, everybody), _pair_by_role(everybody)])
    former = pairs.drop_duplicates().merge(everybody, on=_PERSON)
    heir = everybody.add_prefix("by_").rename(columns={"by_scope": "scope", "by_person": "by"})
    table = former.merge(heir, on=["scope", "by"])
    table["power"] = np.maximum(table["power"], table["by_power"])
    table["roles"] = _find_shared_roles(table)
    return table.assign(change="replaced")


def _find_shared_roles(table: pd.DataFrame) -> pd.Series[Any]:
    """Return the roles that the one held before and the other holds after, instead of them."""
    roles = ["roles_before", "by_roles_after", "roles_after", "by_roles_before"]
    held = zip(*(table[name] for name in roles), strict=True)
    passed = [
        tuple(role for role in given if role in taken and role not in {*kept, *had})
        for given, taken, kept, had in held
    ]
    return pd.Series(passed, index=table.index, dtype=object)


def _pair_by_seat(pairing: Pairing, everybody: pd.DataFrame) -> pd.DataFrame:
    """Return ``scope``, ``person``, ``by`` of each seat with a holder before and another after."""
    before, after = (
        find_heirs(side.graph.book, side.graph.as_of, side.graph.policy) for side in pairing.sides
    )
    seat = before.index.union(after.index)
    holders = pd.DataFrame(
        {
            "person": before.reindex(seat).fillna(seat.to_series()),
            "by": after.reindex(seat).fillna(seat.to_series()),
        }
    )
    holders = holders[holders["person"] != holders["by"]]
    was = everybody.loc[everybody["active_before"], _PERSON]
    now = everybody.loc[everybody["active_after"], _PERSON].rename(columns={"person": "by"})
    return holders.merge(was, on="person").merge(now, on=["scope", "by"])


def _pair_by_role(everybody: pd.DataFrame) -> pd.DataFrame:
    """Return ``scope``, ``person``, ``by`` of each role with one holder before, one other after."""
    before = _find_sole_holders(everybody, "roles_before")
    after = _find_sole_holders(everybody, "roles_after").rename(columns={"person": "by"})
    pairs = before.merge(after, on=["scope", "role"])
    return pairs.loc[pairs["person"] != pairs["by"], [*_PERSON, "by"]]


def _find_sole_holders(everybody: pd.DataFrame, roles: str) -> pd.DataFrame:
    held = everybody[[*_PERSON, roles]].rename(columns={roles: "role"}).explode("role").dropna()
    return held.drop_duplicates(["scope", "role"], keep=False)


class TieChangeRecord(Record):
    """A tie that appeared, vanished or is of another strength."""

    account: str
    """The account's id."""
    deal: str
    """The deal's id; empty for the account itself."""
    change: Literal["appeared", "vanished", "reversed", "strengthened", "weakened"]
    """What happened; strengthened is further from 0, reversed of the other sign."""
    source: str
    """The id of the person at whom it begins."""
    source_name: str
    """That person's name."""
    target: str
    """The id of the person at whom it ends."""
    target_name: str
    """That person's name."""
    kind: TieKind
    """Its kind."""
    before: SignedShare | None
    """Its strength before."""
    after: SignedShare | None
    """Its strength after."""
    origin: str
    """Where it is from after, else before."""
    power: Share
    """Share of the decision in size of the end that has more, the larger of before and after."""


def find_tie_changes(pairing: Pairing, everybody: pd.DataFrame) -> pd.DataFrame:
    """Return the ties that appeared, vanished, or are of another strength."""
    before, after = (_list_ties(side) for side in pairing.sides)
    ties = before.merge(after, on=_TIE, how="outer", suffixes=("_before", "_after"))
    ties = ties.rename(columns={"strength_before": "before", "strength_after": "after"})
    ties["change"] = _name_tie_change(ties["before"].to_numpy(), ties["after"].to_numpy())
    ties = ties[ties["change"] != ""]
    known = everybody.set_index(_PERSON)[["name", "power"]]
    for end in ("source", "target"):
        at_end = known.reindex(pd.MultiIndex.from_frame(ties[["scope", end]]))
        ties[[f"{end}_name", f"{end}_power"]] = at_end.set_axis(ties.index)
    ties["origin"] = ties["origin_after"].fillna(ties["origin_before"])
    ties["power"] = ties[["source_power", "target_power"]].max(axis=1)
    moved = (ties["after"].fillna(0.0) - ties["before"].fillna(0.0)).abs()
    ids = [ties[name] for name in reversed(_TIE[1:])]
    ties = ties.iloc[np.lexsort((*ids, -moved * ties["power"], ties["scope"]))]
    return pairing.add_labels(ties, names(TieChangeRecord))


def _list_ties(side: Side) -> pd.DataFrame:
    return side.select_common(side.graph.ties)[[*_TIE, "strength", "origin"]]


def _name_tie_change(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    grown = np.abs(after) - np.abs(before)
    cases = {
        "appeared": np.isnan(before),
        "vanished": np.isnan(after),
        "reversed": before * after < 0,
        "strengthened": grown > ROUNDING,
        "weakened": grown < -ROUNDING,
    }
    return np.select(list(cases.values()), list(cases), "")


class GradeChangeRecord(Record):
    """Whose grade moved."""

    account: TableOnly[str]
    """The account's id."""
    deal: TableOnly[str]
    """The deal's id; empty for the account itself."""
    person: str
    """The person's id."""
    name: str
    """The person's name."""
    axis: Axis
    """The axis."""
    change: Literal["rose", "fell", "known", "unknown"]
    """What happened."""
    before: SignedShare | None
    """The grade before, whatever its age; in a review, on the day of the last one."""
    after: SignedShare | None
    """The grade after, whatever its age; in a review, today."""
    origin_before: TableOnly[str]
    """Where the stance before is from."""
    origin_after: TableOnly[str]
    """Where the stance after is from."""
    power: Share
    """Share of the decision in size, the larger of before and after."""


def find_grade_changes(pairing: Pairing, everybody: pd.DataFrame) -> pd.DataFrame:
    """Return the grades that moved, became known or unknown, of people active in both graphs."""
    # What is assumed of who works for us or for a competitor now is nobody's grade.
    both = everybody["active_before"] & everybody["active_after"]
    before, after = (_list_stances(side, both) for side in pairing.sides)
    table = before.add_suffix("_before").join(after.add_suffix("_after")).reset_index()
    table = table.rename(columns={"stance_before": "before", "stance_after": "after"})
    table["change"] = _name_grade_change(table["before"].to_numpy(), table["after"].to_numpy())
    who = everybody.loc[both, [*_PERSON, "name", "power"]].reset_index(drop=True)
    table = table.join(who, on="place")
    assumed = (table[["origin_before", "origin_after"]] == "assumed").any(axis=1)
    table = table[(table["change"] != "") & ~assumed]
    table = table.iloc[np.lexsort((table["axis"], table["place"], -table["power"], table["scope"]))]
    table["axis"] = np.array(AXES.words)[table["axis"]]
    return pairing.add_labels(table, names(GradeChangeRecord))


def _list_stances(side: Side, which: pd.Series[bool]) -> pd.DataFrame:
    """Return ``stance`` and ``origin`` of some nodes on ``place`` (among them) and ``axis``."""
    node = side.nodes[which]
    people = side.graph.people.iloc[node]
    origins = [people[f"{axis}_origin"].to_numpy() for axis in AXES.words]
    index = pd.MultiIndex.from_product(
        [range(len(node)), range(len(AXES.words))], names=["place", "axis"]
    )
    origin = pd.array(np.column_stack(origins).ravel(), dtype="str")
    return pd.DataFrame({"stance": side.graph.grade[node].ravel(), "origin": origin}, index=index)


def _name_grade_change(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    unknown = np.isnan(before), np.isnan(after)
    cases = {
        "": unknown[0] & unknown[1],
        "known": unknown[0],
        "unknown": unknown[1],
        "rose": after - before > ROUNDING,
        "fell": after - before < -ROUNDING,
    }
    return np.select(list(cases.values()), list(cases), "")
