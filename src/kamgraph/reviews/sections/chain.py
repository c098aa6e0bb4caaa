"""The section on the decision chain: who holds which role, and which holders we do not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.analysis.acceptance import AcceptanceRecord
from kamgraph.analysis.candidates.roles import count_fitting
from kamgraph.analysis.reach import ReachRecord
from kamgraph.graph.deal_roles import describe_deal_roles
from kamgraph.model.vocabulary import AXES, DECISION_ROLES
from kamgraph.model.voice import join_clauses, list_among, list_words, say, say_count, say_label
from kamgraph.plot.people import label_role
from kamgraph.reviews import pictures
from kamgraph.reviews.certainty import (
    list_bands,
    list_known_scores,
    list_open_roles,
    list_roles_within,
)
from kamgraph.reviews.columns import Column, show_column, show_person
from kamgraph.reviews.people import list_people, name_people, place_people, spell_grades
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.reviews.results import Results

_MOST_LIKELY = 3  # whom candidates propose for a role
_LEADING = ("approver", "decision_maker")


def chain(results: Results) -> Section:
    """List the decision roles with their holders, and in a deal what its account does otherwise."""
    holders = _find_holders(results.people, results.graph)
    account = _find_account_holders(results.graph)
    unknown = list_open_roles(results.graph)
    if len(results.deal_roles):
        unknown = [role for role in unknown if role not in set(results.deal_roles["role"])]
    known = _list_holders(holders, results)
    parts = [known, _list_of_deals(results), _list_unknown(unknown, results)]
    rows = pd.concat([part for part in parts if len(part)] or [known])
    rows = rows.sort_values("order", kind="stable").drop(columns="order")
    columns = {
        "role": Column(say("columns.role")),
        "name": show_person(),
        "stance": Column(say("columns.stance")),
        "choice": show_column(AcceptanceRecord, "choice", below="band"),
        "reach": show_column(ReachRecord, "reach"),
    }
    if account is not None:
        rows["in_account"] = _compare_with_account(rows, account)
        columns["in_account"] = Column(say("columns.in_account"))
    return Section(
        name="chain",
        heading=say("chain"),
        sentence=_say_holders(holders, unknown, account, results),
        table=Table(rows, columns, say("chain_caption")) if len(rows) else None,
        picture=pictures.chain(results) if holders.empty else pictures.power(results),
    )


def _find_holders(people: pd.DataFrame, graph: RelationshipGraph) -> pd.DataFrame:
    """Return who holds a role, one row per role held, in the order of the roles and of power."""
    held = people.assign(power=graph.power).explode(["roles", "role_origins"])
    held = held.dropna(subset="roles")
    held["order"] = pd.Index(DECISION_ROLES.words).get_indexer(pd.Index(held["roles"]))
    return held.sort_values("power", ascending=False, kind="stable").sort_values(
        "order", kind="stable"
    )


def _find_account_holders(graph: RelationshipGraph) -> pd.DataFrame | None:
    """Return who holds a role in the account of a deal; None for an account itself."""
    scope = graph.scopes.iloc[0]
    if not scope["deal"]:
        return None
    whole = graph.of_scope(scope["account"])
    return _find_holders(list_people(whole), whole)


def _list_holders(holders: pd.DataFrame, results: Results) -> pd.DataFrame:
    stands = list_known_scores(results).reindex(holders.index)
    reached = results.reach["reach"].reindex(holders.index)
    return pd.DataFrame(
        {
            "order": holders["order"],
            "role": [*map(label_role, holders["roles"], holders["role_origins"])],
            "word": holders["roles"],
            "name": name_people(holders),
            "place": _place_holders(holders, results.graph),
            "stance": _spell_stances(holders, results),
            "choice": stands["choice"],
            "band": list_bands(stands),
            "reach": reached if results.graph.acquaintance_recorded else np.nan,
        }
    )


def _list_of_deals(results: Results) -> pd.DataFrame:
    """Return a row for each role that somebody holds in a deal of the account."""
    held = results.deal_roles
    people = results.people.reindex(held["person"])
    known = people.index.isin(results.people.index)
    names = results.graph.part.people.set_index("id")["name"]
    stands = list_known_scores(results).reindex(people.index)
    stances = dict(zip(people.index[known], _spell_stances(people[known], results), strict=True))
    titles = people["title"].fillna("")
    deals = [say("of_deal", deal=name) for name in held["name"]]
    return pd.DataFrame(
        {
            "order": [DECISION_ROLES.words.index(role) for role in held["role"]],
            "role": [say_label(DECISION_ROLES, role) for role in held["role"]],
            "word": held["role"].to_numpy(),
            "name": names[held["person"]].to_numpy(),
            "place": [" · ".join(filter(None, pair)) for pair in zip(titles, deals, strict=True)],
            "stance": [stances.get(person, "") for person in held["person"]],
            "choice": stands["choice"].to_numpy(),
            "band": list_bands(stands),
            "reach": results.reach["reach"].reindex(people.index).to_numpy(float)
            if results.graph.acquaintance_recorded
            else np.nan,
        },
        index=people.index,
    )


def _place_holders(holders: pd.DataFrame, graph: RelationshipGraph) -> list[str]:
    """Return the title and firm of each holder, and for which unit alone the role is named."""
    units = _find_units(graph)
    keys = zip(holders.index, holders["roles"], strict=True)
    said = [say("for_unit", unit=units[key]) if key in units else "" for key in keys]
    places = zip(place_people(holders), said, strict=True)
    return [" · ".join(filter(None, parts)) for parts in places]


def _find_units(graph: RelationshipGraph) -> dict[tuple[str, str], str]:
    """Return the unit of an account for which alone people are named in roles, by both."""
    row, book = graph.scopes.iloc[0], graph.part
    if row["deal"] or book.coded.organizations["depth"][graph.unit[0]] > 0:
        return {}
    roles = book.roles[book.roles["deal"].isna()]
    if graph.as_of is not None:
        day = pd.Timestamp(graph.as_of)
        roles = roles[~(roles["since"] > day) & ~(roles["until"] <= day)]
    roles = roles.set_index(["person", "role"])["account"]
    of_unit = roles[~roles.index.isin(roles.index[roles == row["account"]])]
    return dict(of_unit.map(book.organizations.set_index("id")["name"]))


def _spell_stances(people: pd.DataFrame, results: Results) -> list[str]:
    """Return the grades of each person on all axes, one word where none is known."""
    parts = [spell_grades(results.people, axis, results.graph)[people.index] for axis in AXES.words]
    lines = zip(*parts, strict=True)
    return [line[0] if len(set(line)) == 1 else " · ".join(line) for line in lines]


def _list_unknown(unknown: list[str], results: Results) -> pd.DataFrame:
    """Return a row for each role whose holder has to be found out, with who fits it best."""
    return pd.DataFrame(
        {
            "order": [DECISION_ROLES.words.index(role) for role in unknown],
            "role": [say_label(DECISION_ROLES, role) for role in unknown],
            "word": unknown,
            "name": say("holder_unknown"),
            "place": [_name_likely(role, results) for role in unknown],
            "stance": "",
            "choice": float("nan"),
            "band": "",
            "reach": float("nan"),
        },
        index=[""] * len(unknown),
    )


def _name_likely(role: str, results: Results) -> str:
    """Say who would have an open role by title and level, and whether others fit as well."""
    found, people = results.candidates, results.names
    found = found[(found["kind"] == "role") & (found["value"] == role)]
    found = found[found["person"].isin(people.index)]
    likely = found.sort_values("confidence", ascending=False, kind="stable")["person"]
    if likely.empty:
        return ""
    fitting = int(count_fitting(results.graph, role)[0]) if len(likely) >= _MOST_LIKELY else 0
    return say("likely", names=list_among(list(people[likely.unique()]), fitting))


def _compare_with_account(rows: pd.DataFrame, account: pd.DataFrame) -> list[str]:
    """Return who holds each row's role in the account."""
    names = name_people(account)
    names_there = []
    for person, role in rows["word"].items():
        there = names[account["roles"] == role]
        if person in there.index:
            names_there.append(say("same_there"))
        else:
            names_there.append(list_words(list(there)) if len(there) else say("nobody_there"))
    return names_there


def _say_holders(
    holders: pd.DataFrame, unknown: list[str], account: pd.DataFrame | None, results: Results
) -> str:
    in_deals = describe_deal_roles(results.graph, results.deal_roles)
    if holders.empty and not in_deals:
        return say("no_roles")
    if holders.empty:
        parts = [say("chain_in_deals", people=list_words(in_deals))]
        told = say("roles_unknown", roles=list_roles_within(unknown)) if unknown else ""
        return join_clauses([*parts, *filter(None, [told])])
    leading = [_say_role(holders[holders["roles"] == role]) for role in _LEADING]
    parts = [part for part in leading if part] or [say("nobody_leads")]
    if in_deals:
        parts.append(say("roles_in_deals", people=list_words(in_deals)))
    if unknown:
        parts.append(say("roles_unknown", roles=list_roles_within(unknown)))
    if account is not None and len(account):
        parts.append(_say_difference(holders, account))
    return join_clauses(parts)


def _say_role(holders: pd.DataFrame) -> str:
    if holders.empty:
        return ""
    inferred = holders["role_origins"] == "assumed"
    names = [
        say("plot.inferred", what=name) if guessed else name
        for name, guessed in zip(name_people(holders), inferred, strict=True)
    ]
    role = holders["roles"].iloc[0]
    return say_count(f"chain_{role}", len(holders), names=list_words(names))


def _say_difference(holders: pd.DataFrame, account: pd.DataFrame) -> str:
    """Say in how many roles the deal's holders are others than those of its account."""
    here, there = (
        {role: set(group.index) for role, group in held.groupby("roles")}
        for held in (holders, account)
    )
    differing = sum(here.get(role) != there.get(role) for role in here.keys() | there.keys())
    return say_count("chain_differs", differing) if differing else say("chain_same")
