"""How a review speaks of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.titles import name_titles
from kamgraph.model.vocabulary import AXES, FUNCTIONS, GRADES
from kamgraph.model.voice import list_words, say, say_label, share

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.book import Book

_FRESH = 0.5  # the certainty from which a grade needs no word about its age
# What is told of levels and functions that nobody recorded.
_READ = ("title", "chart", "assumed", "accepted")


def name_people(people: pd.DataFrame) -> pd.Series[str]:
    """Return the name of each person; vacant seats are told by who left them, else by title."""
    names, vacant = people["name"].copy(), people["vacant"]
    if not vacant.any():
        return names
    empty = people[vacant]
    seats = [
        _name_seat(title if nobody else say("plot.formerly", name=name))
        for name, title, nobody in zip(
            empty["name"], empty["title"], empty["placeholder"], strict=True
        )
    ]
    names.update(pd.Series(seats, empty.index, dtype=names.dtype))
    return names


def name_all(book: Book) -> dict[str, str]:
    """Return what everything with an id is called, those who have left among them."""
    return {
        id_: name
        for table in ("organizations", "deals", "people")
        for id_, name in zip(book.column(table, "id"), book.column(table, "name"), strict=True)
        if isinstance(name, str)
    }


def _name_seat(told: object) -> str:
    seat = say("plot.vacant")
    known = isinstance(told, str) and told
    return say("person_described", name=seat, description=told) if known else seat


def list_people(graph: RelationshipGraph) -> pd.DataFrame:
    """Return the people of a graph, with who works for its account itself (``home``)."""
    # Whoever works for a unit below it, or elsewhere, is told with the name of that.
    account = graph.scopes["account"].to_numpy()[graph.scope]
    people = graph.people
    return people.assign(
        title=name_titles(people["title"], people["function"]),
        home=people["own"] & (people["organization"] == account),
    )


def place_people(people: pd.DataFrame) -> pd.Series[str]:
    """Return the title of each of :func:`list_people`, and where those work who are elsewhere."""
    organization = people["organization_name"].mask(people["home"])
    titles = people["title"].mask(people["vacant"] & people["placeholder"])  # told as the name
    places = [
        " · ".join(part for part in parts if not pd.isna(part))
        for parts in zip(titles, organization, strict=True)
    ]
    return pd.Series(places, people.index, dtype=TEXT)


def introduce(person: pd.DataFrame) -> str:
    """Return the name of the one person of a table, with title and organization behind."""
    name, place = name_people(person).iloc[0], place_people(person).iloc[0]
    return say("person_described", name=name, description=place) if place else name


def spell_grades(people: pd.DataFrame, axis: str, graph: RelationshipGraph) -> pd.Series[str]:
    """Return everybody's own grade on an axis in words, whether it is old or only assumed."""
    scale = graph.policy.scales[axis]
    known = graph.certainty[:, AXES.words.index(axis)]
    grades = [
        _say_assumption(stance) if origin == "assumed" else _say_age(_grade(stance, scale), day, k)
        for stance, origin, day, k in zip(
            people[f"{axis}_stance"],
            people[f"{axis}_origin"],
            people[f"{axis}_date"],
            known,
            strict=True,
        )
    ]
    return pd.Series(grades, people.index, dtype=TEXT)


def _say_assumption(stance: float) -> str:
    return say("assumed_for" if stance > 0 else "assumed_against" if stance < 0 else "assumed_none")


def _grade(stance: float, scale: tuple[str, ...]) -> str:
    """Return the grade of a stance, or both neighbours of one averaged to between them."""
    if np.isnan(stance):
        return say("unknown_grade")
    place = (stance + 1) / 2 * (len(scale) - 1)
    between = sorted({int(np.floor(place + 0.25)), int(np.ceil(place - 0.25))})
    return " – ".join(say_label(GRADES, scale[rank]) for rank in between)


def _say_age(grade: str, day: Any, known: float) -> str:
    """Return a grade, with what it still counts where it is old."""
    if known == 0 or known >= _FRESH:
        return grade
    return say("grade_old", grade=grade, year=day.year, share=share(known))


def average_axes(parts: pd.DataFrame, graph: RelationshipGraph) -> pd.Series[float]:
    """Return the mean of the axes that count, by what each counts in the choice."""
    weights = np.nan_to_num(graph.axis_weights[0])
    return parts[list(AXES.words)].fillna(0.0) @ weights


def name_posts(people: pd.DataFrame) -> pd.Series[str]:
    """Return the level and the function of each person, as far as they are known."""
    levels = ["" if pd.isna(level) else say("level", level=level) for level in people["level"]]
    functions = ["" if pd.isna(word) else say_label(FUNCTIONS, word) for word in people["function"]]
    posts = [" · ".join(filter(None, pair)) for pair in zip(levels, functions, strict=True)]
    return pd.Series(posts, people.index, dtype=TEXT)


def tell_origins(people: pd.DataFrame) -> pd.Series[str]:
    """Return what each person's level and function are read from; nothing where recorded."""
    levels = people["level_origin"].where(people["level"].notna())
    functions = people["function_origin"].where(people["function"].notna())
    said = [_tell_origin(*pair) for pair in zip(levels, functions, strict=True)]
    return pd.Series(said, people.index, dtype=TEXT)


def _tell_origin(level: object, function: object) -> str:
    """Say what a level and a function are read from: which of them, where not both are."""
    known = {"level": level, "function": function}
    origins = {name: origin for name, origin in known.items() if isinstance(origin, str)}
    told = []
    for origin in _READ:
        names = [name for name, one in origins.items() if one == origin]
        if names:
            source = say(f"read_from_{origin}")
            both = len(names) == len(origins)
            told.append(
                source if both else say("read_of", what=say(f"the_{names[0]}"), source=source)
            )
    return list_words(told)
