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
from kamgraph.reviews.columns import show_column, show_columns, show_person
from kamgraph.reviews.people import name_people, place_people, spell_grades
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results


def key_people(results: Results) -> Section:
    """List the key persons with their part in the decision and how they stand with us."""
    found = results.key_people
    people = results.people.loc[found.index]
    accepted = results.acceptance.reindex(found.index)
    rows = pd.DataFrame(
        {
            "name": name_people(people),
            "place": place_people(people),
            "part": found["kind"].map(say),
            "roles": _join_roles(people),
            "weight": found["weight"],
            "power": found["power"],
            **{axis: accepted[axis] for axis in AXES.words},
            **{
                f"{axis}_grade": spell_grades(people, axis, results.graph.policy)
                for axis in AXES.words
            },
            "choice": accepted["choice"],
        }
    )
    columns = {
        "name": show_person(),
        "part": show_column(KeyPersonRecord, "kind", below="roles"),
        **show_columns(KeyPersonRecord, "weight", "power"),
        **{axis: show_column(AcceptanceRecord, axis, below=f"{axis}_grade") for axis in AXES.words},
        "choice": show_column(AcceptanceRecord, "choice"),
    }
    return Section(
        name="key_people",
        heading=say("key_people"),
        sentence=_say_who_decides(rows["name"], found["kind"]),
        table=Table(rows, columns, say("key_people_caption")) if len(rows) else None,
        picture=pictures.portrait(results),
    )


def _join_roles(people: pd.DataFrame) -> pd.Series[str]:
    labels = [" · ".join(list_roles(held)) for held in people["roles"]]
    return pd.Series(labels, people.index, dtype="str")


def _say_who_decides(names: pd.Series[str], kind: pd.Series[str]) -> str:
    if names.empty:
        return say("no_key_people")
    hidden, outside = list(names[kind == "indirect"]), list(names[kind == "external"])
    parts = [say_count("deciding", int((kind == "direct").sum()))]
    if hidden:
        parts.append(say("hidden", names=list_words(hidden)))
    else:
        parts.append(say("nobody_hidden"))
    if outside:
        parts.append(say("outside", names=list_words(outside)))
    return join_clauses(parts)
