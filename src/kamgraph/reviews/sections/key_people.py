"""The section on the key people: who decides, with which part, and how they stand with us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.analysis.acceptance import AcceptanceRecord
from kamgraph.analysis.key_people import KeyPersonRecord
from kamgraph.model.dtypes import TEXT
from kamgraph.model.voice import join_clauses, list_words, say, say_count
from kamgraph.plot.people import list_roles
from kamgraph.reviews import pictures
from kamgraph.reviews.certainty import list_bands, list_known_scores, tell_assumptions
from kamgraph.reviews.columns import Column, show_column, show_columns, show_person
from kamgraph.reviews.deal_facts import spell_stakes
from kamgraph.reviews.deciders import list_deciders, say_nobody_hidden
from kamgraph.reviews.people import (
    name_posts,
    spell_grades,
    tell_origins,
)
from kamgraph.reviews.section import Section, Table

if TYPE_CHECKING:
    from kamgraph.reviews.results import Results

_COUNTED = {
    "consenting": "deciding_direct",
    "direct": "having_a_say",
    "vacant": "seats_vacant",
    "assumed": "deciding_assumed",
}
_SURE = 0.8  # of the draws in which a key person has to stay one


def key_people(results: Results) -> Section | None:
    """List the key persons with their part and stance; None where titles alone tell of any."""
    if results.little_known:
        return None
    found = results.key_people.assign(stable=results.stability["stays"])
    rows = _list_people(found, results)
    return Section(
        name="key_people",
        heading=say("key_people"),
        sentence=_say_who_decides(found, results),
        table=Table(
            rows,
            _list_columns(results.axes),
            say("key_people_caption"),
            results.quotes.of_people(found.index),
        )
        if len(rows)
        else None,
        picture=pictures.portrait(results),
    )


def _list_people(found: pd.DataFrame, results: Results) -> pd.DataFrame:
    people = results.people.loc[found.index]
    accepted = list_known_scores(results).reindex(found.index)
    rows = {
        "name": results.names[found.index],
        "place": results.places[found.index],
        "part": found["kind"].map(say),
        "roles": _join_roles(people),
        "post": name_posts(people),
        "origin": tell_origins(people),
        "weight": found["weight"],
        "assumed": tell_assumptions(results)[found.index],
        "power": found["power"],
        "worth": spell_stakes(found["power"], results.graph),
        "choice": accepted["choice"],
        "band": list_bands(accepted),
        "known": found["known"].mask(found["kind"] == "external"),
        "stable": found["stable"],
    }
    for axis in results.axes:
        rows |= {
            axis: accepted[axis],
            f"{axis}_grade": spell_grades(results.people, axis, results.graph)[found.index],
        }
    return pd.DataFrame(rows)


def _list_columns(axes: list[str]) -> dict[str, Column]:
    """Return the columns; how people stand is told on the axes that count alone."""
    columns = {
        "name": show_person(),
        "part": show_column(KeyPersonRecord, "kind", below="roles"),
        "post": Column(say("columns.post"), below="origin"),
        "weight": show_column(KeyPersonRecord, "weight", below="assumed"),
        "power": show_column(KeyPersonRecord, "power", below="worth"),
    }
    for axis in axes:
        columns[axis] = show_column(AcceptanceRecord, axis, below=f"{axis}_grade")
    if axes:
        columns["choice"] = show_column(AcceptanceRecord, "choice", below="band")
    return columns | show_columns(KeyPersonRecord, "known", "stable")


def _join_roles(people: pd.DataFrame) -> pd.Series[str]:
    held = zip(people["roles"], people["role_origins"], strict=True)
    labels = [" · ".join(list_roles(*pair)) for pair in held]
    return pd.Series(labels, people.index, dtype=TEXT)


def _say_who_decides(found: pd.DataFrame, results: Results) -> str:
    if found.empty:
        return say("no_key_people")
    told = list_deciders(results)
    names = {str(part): list(rows["full"]) for part, rows in told.groupby("part", sort=False)}
    parts = _count_deciders(names)
    if "indirect" in names:
        parts.append(say("hidden", names=list_words(names["indirect"])))
    else:
        parts += say_nobody_hidden(told, results)
    if "external" in names:
        parts.append(say("outside", names=list_words(names["external"])))
    unsure = found.index[(found["stable"] < _SURE) & (found["kind"] != "external")]
    if len(unsure):
        parts.append(say("key_people_unsure", names=list_words(list(told["full"][unsure]))))
    return join_clauses(parts)


def _count_deciders(names: dict[str, list[str]]) -> list[str]:
    """Say how many decide openly, have a say, would by title and level, or merely take part."""
    parts = [say_count(key, len(names[part])) for part, key in _COUNTED.items() if part in names]
    if among := names.get("participant"):
        parts.append(say_count("taking_part", len(among), names=list_words(among)))
    return parts
