"""The section on the decision chain: who holds which role, and who holds one we do not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from kamgraph.analysis.rules.decision import role_unknown
from kamgraph.model.vocabulary import AXES, DECISION_ROLES
from kamgraph.reviews import pictures
from kamgraph.reviews.people import graded, named, placed
from kamgraph.reviews.section import Column, Section, Table

if TYPE_CHECKING:
    from kamgraph.analysis.rules import Labels
    from kamgraph.graph import RelationshipGraph
    from kamgraph.reviews.results import Results
    from kamgraph.reviews.wording import Wording

_LEADING = ("approver", "decision_maker")


def decision_chain(results: Results, words: Wording) -> Section:
    """List the decision roles with their holders, and in a deal what its account does otherwise."""
    holders = _holders(results.people, results.graph)
    account = _account_holders(results.graph)
    unknown = _unknown_roles(results.graph)
    rows = pd.concat([_told(holders, results, words), _not_told(unknown, words)])
    rows = rows.sort_values("order", kind="stable").drop(columns="order")
    columns = {
        "role": Column(words("role")),
        "name": Column(words("person"), "name", below="place"),
        "stance": Column(words("stance")),
        "choice": Column(words("choice"), "score"),
        "reach": Column(words("reach"), "reach"),
    }
    if account is not None:
        rows["in_account"] = _in_account(rows, account, words)
        columns["in_account"] = Column(words("in_account"))
    return Section(
        name="chain",
        heading=words("chain"),
        sentence=_who_holds_what(holders, unknown, account, words),
        table=Table(rows, columns, words("chain_caption")) if len(rows) else None,
        picture=pictures.power(results, words),
    )


def _holders(people: pd.DataFrame, graph: RelationshipGraph) -> pd.DataFrame:
    """Return who holds a role, one row a role held, in the order of the roles and of power."""
    held = people.assign(power=graph.power).explode("roles").dropna(subset="roles")
    held["order"] = pd.Index(DECISION_ROLES.words).get_indexer(pd.Index(held["roles"]))
    return held.sort_values("power", ascending=False, kind="stable").sort_values(
        "order", kind="stable"
    )


def _account_holders(graph: RelationshipGraph) -> pd.DataFrame | None:
    """Return who holds a role in the account of a deal; None for an account itself."""
    scope = graph.scopes.iloc[0]
    if not scope["deal"]:
        return None
    whole = graph.of_scope(scope["account"])
    return _holders(whole.people, whole)


def _unknown_roles(graph: RelationshipGraph) -> list[str]:
    """Return the roles that have to be known by now and nobody holds."""
    found = cast("Labels", role_unknown(graph).facts["role"])
    return [found.vocabulary.words[place] for place in np.flatnonzero(found.held.any(axis=0))]


def _told(holders: pd.DataFrame, results: Results, words: Wording) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "order": holders["order"],
            "role": [words.label(DECISION_ROLES, role) for role in holders["roles"]],
            "word": holders["roles"],
            "name": named(holders, words),
            "place": placed(holders),
            "stance": _stances(holders, results, words),
            "choice": results.acceptance["choice"].reindex(holders.index),
            "reach": results.reach["reach"].reindex(holders.index),
        }
    )


def _stances(people: pd.DataFrame, results: Results, words: Wording) -> list[str]:
    """Return the grades of each person on all axes, one word where none is known."""
    parts = [graded(people, axis, results.graph.policy, words) for axis in AXES.words]
    lines = zip(*parts, strict=True)
    return [line[0] if len(set(line)) == 1 else " · ".join(line) for line in lines]


def _not_told(unknown: list[str], words: Wording) -> pd.DataFrame:
    """Return a row for each role whose holder has to be found out."""
    return pd.DataFrame(
        {
            "order": [DECISION_ROLES.words.index(role) for role in unknown],
            "role": [words.label(DECISION_ROLES, role) for role in unknown],
            "word": unknown,
            "name": words("holder_unknown"),
            "place": "",
            "stance": "",
            "choice": float("nan"),
            "reach": float("nan"),
        },
        index=[""] * len(unknown),
    )


def _in_account(rows: pd.DataFrame, account: pd.DataFrame, words: Wording) -> list[str]:
    """Return who holds each row's role in the account."""
    names = named(account, words)
    told = []
    for person, role in rows["word"].items():
        there = names[account["roles"] == role]
        if person in there.index:
            told.append(words("same_there"))
        else:
            told.append(words.listed(list(there)) if len(there) else words("nobody_there"))
    return told


def _who_holds_what(
    holders: pd.DataFrame, unknown: list[str], account: pd.DataFrame | None, words: Wording
) -> str:
    if holders.empty and not unknown:
        return words("no_roles")
    leading = [_part(holders[holders["roles"] == role], words) for role in _LEADING]
    parts = [part for part in leading if part] or [words("nobody_leads")]
    if unknown:
        roles = [words.label(DECISION_ROLES, role).lower() for role in unknown]
        parts.append(words("roles_unknown", roles=words.listed(roles)))
    if account is not None and len(account):
        parts.append(_difference(holders, account, words))
    return words.sentence(parts)


def _part(holders: pd.DataFrame, words: Wording) -> str:
    if holders.empty:
        return ""
    names = words.listed(list(named(holders, words)))
    return words.counted(f"chain_{holders['roles'].iloc[0]}", len(holders), names=names)


def _difference(holders: pd.DataFrame, account: pd.DataFrame, words: Wording) -> str:
    """Say in how many roles the deal's holders are others than those of its account."""
    here, there = (
        {role: set(group.index) for role, group in held.groupby("roles")}
        for held in (holders, account)
    )
    differing = sum(here.get(role) != there.get(role) for role in here.keys() | there.keys())
    return words.counted("chain_differs", differing) if differing else words("chain_same")
