"""How a review speaks of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.vocabulary import AXES, GRADES
from kamgraph.model.voice import say, say_label

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy


def name_people(people: pd.DataFrame) -> pd.Series[str]:
    """Return the name of each person; vacant seats are told by who left them."""
    vacant = say("plot.vacant")
    former = [say("plot.formerly", name=name) for name in people["name"]]
    seats = [say("person_described", name=vacant, description=left) for left in former]
    return people["name"].mask(people["vacant"], pd.Series(seats, people.index, dtype="str"))


def place_people(people: pd.DataFrame) -> pd.Series[str]:
    """Return each person's title, and the organization of those outside the account."""
    organization = people["organization_name"].mask(people["own"])
    places = [
        " · ".join(part for part in parts if not pd.isna(part))
        for parts in zip(people["title"], organization, strict=True)
    ]
    return pd.Series(places, people.index, dtype="str")


def introduce(person: pd.DataFrame) -> str:
    """Return the name of the one person of a table, with title and organization behind."""
    name, place = name_people(person).iloc[0], place_people(person).iloc[0]
    return say("person_described", name=name, description=place) if place else name


def spell_grades(people: pd.DataFrame, axis: str, policy: Policy) -> pd.Series[str]:
    """Return each person's own grade on an axis in words, and whether it is only assumed."""
    scale = policy.scales[axis]
    grades = [
        _say_assumption(stance) if origin == "assumed" else _grade(stance, scale)
        for stance, origin in zip(people[axis], people[f"{axis}_origin"], strict=True)
    ]
    return pd.Series(grades, people.index, dtype="str")


def _say_assumption(stance: float) -> str:
    return say("assumed_for" if stance > 0 else "assumed_against")


def _grade(stance: float, scale: tuple[str, ...]) -> str:
    """Return the grade of a stance, or both neighbours of one averaged to between them."""
    if np.isnan(stance):
        return say("unknown_grade")
    place = (stance + 1) / 2 * (len(scale) - 1)
    between = sorted({int(np.floor(place + 0.25)), int(np.ceil(place - 0.25))})
    return " – ".join(say_label(GRADES, scale[rank]) for rank in between)


def average_axes(parts: pd.DataFrame, policy: Policy) -> pd.Series[float]:
    """Return the mean of the axes, by what each counts in the choice."""
    weights = pd.Series({axis: policy.axis_weights[axis] for axis in AXES.words})
    return parts[list(AXES.words)] @ (weights / weights.sum())
