"""The section on the key people: who decides, with which part, and how they stand with us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.acceptance import AcceptanceRecord
from kamgraph.analysis.key_people import KeyPersonRecord
from kamgraph.graph.key_kinds import KEY_KINDS
from kamgraph.model.voice import join_clauses, list_words, say, say_count
from kamgraph.plot.people import list_roles
from kamgraph.reviews import pictures
from kamgraph.reviews.certainty import list_bands, tell_assumptions
from kamgraph.reviews.columns import Column, show_column, show_columns, show_person
from kamgraph.reviews.people import (
    name_people,
    name_posts,
    place_people,
    spell_grades,
    tell_origins,
)
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_SURE = 0.8  # of the draws in which a key person has to stay one


def key_people(results: Results) -> Section:
    """List the key persons with their part in the decision and how they stand with us."""
    found = results.key_people.assign(stable=results.stability["stays"])
    rows = _list_people(found, results)
    return Section(
        name="key_people",
        heading=say("key_people"),
        sentence=_say_who_decides(rows["name"], found, results.graph.recorded),
        table=Table(rows, _list_columns(results.axes), say("key_people_caption"))
        if len(rows)
        else None,
        picture=pictures.portrait(results),
    )


def _list_people(found: pd.DataFrame, results: Results) -> pd.DataFrame:
    people = results.people.loc[found.index]
    accepted = results.acceptance.reindex(found.index)
    rows = {
        "name": name_people(people),
        "place": place_people(people),
        "part": found["kind"].map(say),
        "roles": _join_roles(people),
        "post": name_posts(people),
        "origin": tell_origins(people),
        "weight": found["weight"],
        "assumed": tell_assumptions(results)[found.index],
        "power": found["power"],
        "choice": accepted["choice"],
        "band": list_bands(accepted),
        "known": found["known"].mask(found["kind"] == "external"),
        "stable": found["stable"],
    }
    for axis in results.axes:
        rows |= {axis: accepted[axis], f"{axis}_grade": spell_grades(results, axis)[found.index]}
    return pd.DataFrame(rows)


def _list_columns(axes: list[str]) -> dict[str, Column]:
    """Return the columns; how people stand is told on the axes that count alone."""
    columns = {
        "name": show_person(),
        "part": show_column(KeyPersonRecord, "kind", below="roles"),
        "post": Column(say("columns.post"), below="origin"),
        "weight": show_column(KeyPersonRecord, "weight", below="assumed"),
        "power": show_column(KeyPersonRecord, "power"),
    }
    for axis in axes:
        columns[axis] = show_column(AcceptanceRecord, axis, below=f"{axis}_grade")
    if axes:
        columns["choice"] = show_column(AcceptanceRecord, "choice", below="band")
    return columns | show_columns(KeyPersonRecord, "known", "stable")


def _join_roles(people: pd.DataFrame) -> pd.Series[str]:
    labels = [" · ".join(list_roles(held)) for held in people["roles"]]
    return pd.Series(labels, people.index, dtype="str")


def _say_who_decides(names: pd.Series[str], found: pd.DataFrame, recorded: frozenset[str]) -> str:
    if names.empty:
        return say("no_key_people")
    of_kind = {kind: list(names[found["kind"] == kind]) for kind in (*KEY_KINDS, "external")}
    unsure = list(names[(found["stable"] < _SURE) & (found["kind"] != "external")])
    parts = [
        say_count(f"deciding_{kind}", len(of_kind[kind]))
        for kind in ("direct", "assumed")
        if of_kind[kind]
    ]
    if of_kind["indirect"]:
        parts.append(say("hidden", names=list_words(of_kind["indirect"])))
    elif "influence" in recorded:
        parts.append(say("nobody_hidden"))
    if of_kind["external"]:
        parts.append(say("outside", names=list_words(of_kind["external"])))
    if unsure:
        parts.append(say("key_people_unsure", names=list_words(unsure)))
    return join_clauses(parts)
