"""What is different between two graphs: people, ties and grades, one table each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd

from kamgraph.graph.codes import ASSUMED, ORIGINS, spell, spell_bits
from kamgraph.graph.succession import find_heirs
from kamgraph.model.ids import NONE
from kamgraph.model.result import (
    Axis,
    OrganizationKind,
    Record,
    Share,
    SignedShare,
    TableOnly,
    TieKind,
    tabulate,
)
from kamgraph.model.rounding import ROUNDING
from kamgraph.model.rows import Rows, stack
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, TEAM_ROLES, TIE_KINDS

if TYPE_CHECKING:
    from kamgraph.graph.pairing import Pairing, Side

_TIE = ("source", "target", "kind")
_ROLES = {"roles": DECISION_ROLES, "team": TEAM_ROLES}  # the bits of each
_KIND_RANK = np.argsort(np.argsort(TIE_KINDS.words))  # in the order of words
Move = Literal["replaced", "left", "came"]
TieChange = Literal["appeared", "vanished", "reversed", "strengthened", "weakened"]
_TIE_CHANGES = get_args(TieChange)


def list_people(pairing: Pairing) -> Rows:
    """Return who is in the shared scopes, one row per node, as they were before and after."""
    # Columns: scope, power (the larger), and with _before and _after whether they are active, and
    # which roles and team they hold, as bits.
    before, after = (_describe_people(side) for side in pairing.sides)
    power = np.maximum(before.pop("power"), after.pop("power"))
    ends = {f"{name}_before": part for name, part in before.items()}
    ends |= {f"{name}_after": part for name, part in after.items()}
    return Rows(scope=pairing.scope, power=power, **ends)


def _describe_people(side: Side) -> dict[str, np.ndarray]:
    """Return a graph's people over a pairing; who is not there has no role and no power."""
    graph, node = side.graph, side.nodes
    active = np.append(~graph.vacant, [False])[node]
    held = {"roles": graph.role_bits, "team": graph.team_bits}
    bits = {name: np.where(active, np.append(bits, 0)[node], 0) for name, bits in held.items()}
    return {"active": active, "power": np.abs(np.append(graph.power, 0.0))[node], **bits}


class PersonChangeRecord(Record):
    """Who came, left or was replaced."""

    account: TableOnly[str]
    """The account's id."""
    deal: TableOnly[str]
    """The deal's id; empty for the account itself."""
    change: Move
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


def find_people_changes(pairing: Pairing, everybody: Rows) -> pd.DataFrame:
    """Return who came, who left, and who was replaced by whom."""
    was, now = everybody["active_before"], everybody["active_after"]
    changes = [
        _match_successors(pairing, everybody),
        _list_movers(everybody, np.flatnonzero(was & ~now), "_before"),
        _list_movers(everybody, np.flatnonzero(now & ~was), "_after"),
    ]
    order = np.repeat(np.arange(len(get_args(Move))), [len(rows) for rows in changes])
    rows = stack(changes).with_columns(order=order)
    scope = everybody["scope"][rows["place"]]
    rows = rows.with_columns(scope=scope, lightness=-rows["power"])
    rows = rows.sort("scope", "order", "lightness", "place")
    who, by = rows["place"], rows["by"]
    return tabulate(
        PersonChangeRecord,
        {
            **pairing.list_labels(rows["scope"]),
            "change": np.array(get_args(Move), dtype=object)[rows["order"]],
            "person": pairing.read_people("id", who),
            "name": pairing.read_people("name", who),
            "side": pairing.read_people("side", who),
            "roles": _spell_roles(rows),
            "by": pairing.read_people("id", by),
            "by_name": pairing.read_people("name", by),
            "power": rows["power"],
        },
    )


def _list_movers(everybody: Rows, place: np.ndarray, when: str) -> Rows:
    """Return who came or left, with the roles they hold or held."""
    held = {name: everybody[f"{name}{when}"][place] for name in _ROLES}
    return Rows(place=place, power=everybody["power"][place], **held).with_columns(by=NONE)


def _match_successors(pairing: Pairing, everybody: Rows) -> Rows:
    pairs = stack([_pair_by_seat(pairing), _pair_by_role(everybody)]).keep_first("place", "by")
    who, by = pairs["place"], pairs["by"]
    # Roles that the one held before and the other holds after, instead of them.
    passed = {
        name: everybody[f"{name}_before"][who]
        & everybody[f"{name}_after"][by]
        & ~everybody[f"{name}_after"][who]
        & ~everybody[f"{name}_before"][by]
        for name in _ROLES
    }
    power = np.maximum(everybody["power"][who], everybody["power"][by])
    return Rows(place=who, power=power, **passed, by=by)


def _spell_roles(rows: Rows) -> list[tuple[str, ...]]:
    held = (spell_bits(rows[name], vocabulary) for name, vocabulary in _ROLES.items())
    return [roles + team for roles, team in zip(*held, strict=True)]


def _pair_by_seat(pairing: Pairing) -> Rows:
    """Return ``place`` and ``by`` of each seat with a holder before and another after."""
    before, after = (find_heirs(side.graph.part, side.graph.people_on) for side in pairing.sides)
    seat = before.index.union(after.index)
    holders = pd.DataFrame(
        {
            "person": before.reindex(seat).fillna(seat.to_series()),
            "by": after.reindex(seat).fillna(seat.to_series()),
        }
    )
    holders = holders[holders["person"] != holders["by"]]
    was = _find_active(pairing, pairing.before, holders["person"])
    now = _find_active(pairing, pairing.after, holders["by"])
    now = now.rename(columns={"person": "by", "place": "by_place"})
    pairs = holders.merge(was, on="person").merge(now, on=["scope", "by"])
    return Rows(place=pairs["place"].to_numpy(), by=pairs["by_place"].to_numpy())


def _find_active(pairing: Pairing, side: Side, ids: pd.Series[str]) -> pd.DataFrame:
    """Return where some people are active in a graph: ``person``, ``scope`` and ``place``."""
    graph = side.graph
    asked = graph.part.column("people", "id").isin(ids).to_numpy()
    node = np.flatnonzero(asked[graph.person] & ~graph.vacant & (side.places >= 0))
    place = side.places[node]
    return pd.DataFrame(
        {"person": pairing.read_people("id", place), "scope": pairing.scope[place], "place": place}
    )


def _pair_by_role(everybody: Rows) -> Rows:
    """Return ``place`` and ``by`` of each role with one holder before, one other after."""
    before = _find_sole_holders(everybody, "_before")
    after = _find_sole_holders(everybody, "_after").select("scope", "role", by="place")
    pairs = before.join(after, "scope", "role")
    return pairs.take(pairs["place"] != pairs["by"]).select("place", "by")


def _find_sole_holders(everybody: Rows, when: str) -> Rows:
    """Return the one person in each role: ``scope``, ``role`` and ``place``."""
    some = np.flatnonzero(np.any([everybody[f"{name}{when}"] > 0 for name in _ROLES], axis=0))
    held = np.column_stack(
        [
            everybody[f"{name}{when}"][some][:, None] >> np.arange(len(vocabulary.words)) & 1
            for name, vocabulary in _ROLES.items()
        ]
    )
    row, role = np.nonzero(held)
    rows = Rows(scope=everybody["scope"][some[row]], role=role, place=some[row])
    rows = rows.sort("scope", "role")
    first, last = rows.keep_first("scope", "role"), rows.keep_last("scope", "role")
    return first.take(first["place"] == last["place"]).sort("place", "role")


class TieChangeRecord(Record):
    """A tie that appeared, vanished or is of another strength."""

    account: str
    """The account's id."""
    deal: str
    """The deal's id; empty for the account itself."""
    change: TieChange
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


def find_tie_changes(pairing: Pairing, everybody: Rows) -> pd.DataFrame:
    """Return the ties that appeared, vanished, or are of another strength."""
    before, after = (_list_ties(side) for side in pairing.sides)
    gone = before.take(~before.is_in(after, *_TIE))
    ties = stack([after, gone])
    was = np.append(before["strength"], np.nan)[ties.locate(before, *_TIE)]
    now = np.where(np.arange(len(ties)) < len(after), ties["strength"], np.nan)
    ties = ties.with_columns(before=was, after=now)
    change = _tell_tie_change(was, now)
    changed = np.flatnonzero(change >= 0)
    ties, change = ties.take(changed), change[changed]
    moved = np.abs(np.nan_to_num(ties["after"]) - np.nan_to_num(ties["before"]))
    power = np.maximum(*(everybody["power"][ties[end]] for end in ("source", "target")))
    scope, kind = everybody["scope"][ties["source"]], _KIND_RANK[ties["kind"]]
    order = np.lexsort((kind, ties["target"], ties["source"], -moved * power, scope))
    ties = ties.take(order)
    source, target = ties["source"], ties["target"]
    return tabulate(
        TieChangeRecord,
        {
            **pairing.list_labels(scope[order]),
            "change": spell(change[order], _TIE_CHANGES),
            "source": pairing.read_people("id", source),
            "source_name": pairing.read_people("name", source),
            "target": pairing.read_people("id", target),
            "target_name": pairing.read_people("name", target),
            "kind": spell(ties["kind"], TIE_KINDS.words),
            "before": ties["before"],
            "after": ties["after"],
            "origin": spell(ties["origin"], ORIGINS),
            "power": power[order],
        },
    )


def _list_ties(side: Side) -> Rows:
    """Return the ties of a graph in shared scopes, between places of the pairing."""
    ties = side.graph.arcs(TIE_KINDS.words)
    ends = {end: side.places[ties[end]] for end in ("source", "target")}
    return ties.with_columns(**ends).take(ends["source"] >= 0)


def _tell_tie_change(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return the place of what happened to each tie; -1 where nothing did."""
    grown = np.abs(after) - np.abs(before)
    moved = before * after < 0, grown > ROUNDING, grown < -ROUNDING
    cases = [np.isnan(before), np.isnan(after), *moved]
    return np.select(cases, range(len(cases)), NONE)


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


def find_grade_changes(pairing: Pairing, everybody: Rows) -> pd.DataFrame:
    """Return the grades that moved, became known or unknown, of people active in both graphs."""
    both = np.flatnonzero(everybody["active_before"] & everybody["active_after"])
    nodes = [side.nodes[both] for side in pairing.sides]
    before, after = (
        side.graph.grade[node] for side, node in zip(pairing.sides, nodes, strict=True)
    )
    # What is assumed of who works for us or for a competitor now is nobody's grade.
    origins = [
        side.graph.grade_origin[node] for side, node in zip(pairing.sides, nodes, strict=True)
    ]
    change = _name_grade_change(before, after)
    row, axis = np.nonzero((change != "") & ~np.any(np.array(origins) == ASSUMED, axis=0))
    power, scope = everybody["power"][both[row]], everybody["scope"][both[row]]
    order = np.lexsort((axis, row, -power, scope))
    cell, who = (row[order], axis[order]), both[row[order]]
    return tabulate(
        GradeChangeRecord,
        {
            **pairing.list_labels(scope[order]),
            "person": pairing.read_people("id", who),
            "name": pairing.read_people("name", who),
            "axis": spell(axis[order], AXES.words),
            "change": change[cell],
            "before": before[cell],
            "after": after[cell],
            "origin_before": spell(origins[0][cell], ORIGINS),
            "origin_after": spell(origins[1][cell], ORIGINS),
            "power": power[order],
        },
    )


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
