"""The section on the key people: who decides, with which part, and how they stand with us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.acceptance import AcceptanceRecord
from kamgraph.analysis.key_people import KeyPersonRecord
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import join_clauses, list_words, say, say_count
from kamgraph.plot.people import list_roles
from kamgraph.reviews import pictures
from kamgraph.reviews.certainty import list_bands, tell_assumed
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
    people = results.people.loc[found.index]
    accepted = results.acceptance.reindex(found.index)
    grades = {f"{axis}_grade": spell_grades(results, axis)[found.index] for axis in AXES.words}
    rows = pd.DataFrame(
        {
            "name": name_people(people),
            "place": place_people(people),
            "part": found["kind"].map(say),
            "roles": _join_roles(people),
            "post": name_posts(people),
            "origin": tell_origins(people),
            "weight": found["weight"],
            "assumed": tell_assumed(results)[found.index],
            "power": found["power"],
            **{axis: accepted[axis] for axis in AXES.words},
            **grades,
            "choice": accepted["choice"],
            "band": list_bands(accepted),
            "stable": found["stable"],
            "known": found["known"].mask(found["kind"] == "external"),
        }
    )
    columns = {
        "name": show_person(),
        "part": show_column(KeyPersonRecord, "kind", below="roles"),
        "post": Column(say("columns.post"), below="origin"),
        "weight": show_column(KeyPersonRecord, "weight", below="assumed"),
        "power": show_column(KeyPersonRecord, "power"),
        **{axis: show_column(AcceptanceRecord, axis, below=f"{axis}_grade") for axis in AXES.words},
        "choice": show_column(AcceptanceRecord, "choice", below="band"),
        **show_columns(KeyPersonRecord, "known", "stable"),
    }
    return Section(
        name="key_people",
        heading=say("key_people"),
        sentence=_say_who_decides(
            rows["name"],
            found["kind"],
            influence="influence" in results.graph.recorded,
            unsure=list(rows["name"][(found["stable"] < _SURE) & (found["kind"] != "external")]),
        ),
        table=Table(rows, columns, say("key_people_caption")) if len(rows) else None,
        picture=pictures.portrait(results),
    )


def _join_roles(people: pd.DataFrame) -> pd.Series[str]:
    labels = [" · ".join(list_roles(held)) for held in people["roles"]]
    return pd.Series(labels, people.index, dtype="str")


def _say_who_decides(
    names: pd.Series[str], kind: pd.Series[str], *, influence: bool, unsure: list[str]
) -> str:
    if names.empty:
        return say("no_key_people")
    hidden, outside = list(names[kind == "indirect"]), list(names[kind == "external"])
    counts = {name: int((kind == name).sum()) for name in ("direct", "assumed")}
    parts = [say_count(f"deciding_{name}", count) for name, count in counts.items() if count]
    if hidden:
        parts.append(say("hidden", names=list_words(hidden)))
    elif influence:
        parts.append(say("nobody_hidden"))
    if outside:
        parts.append(say("outside", names=list_words(outside)))
    if unsure:
        parts.append(say("key_people_unsure", names=list_words(unsure)))
    return join_clauses(parts)
