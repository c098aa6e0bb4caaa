"""One account of any size whose people are tied as a shape says, the same one for the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from made_up import BRANCHING, DAY, DAYS, ROLES

from kamgraph import Book

if TYPE_CHECKING:
    from collections.abc import Callable

DEGREE = 3
OURS = 20  # people of theirs for each one of us
MET = 4  # how many take part in a meeting

Pairs = tuple[np.ndarray, np.ndarray]


def _chain(people: int, _: np.random.Generator) -> Pairs:
    return np.arange(1, people), np.arange(people - 1)


def _star(people: int, _: np.random.Generator) -> Pairs:
    return np.arange(1, people), np.zeros(people - 1, dtype=np.int64)


def _tree(people: int, _: np.random.Generator) -> Pairs:
    report = np.arange(1, people)
    return report, (report - 1) // BRANCHING


def _complete(people: int, _: np.random.Generator) -> Pairs:
    return np.nonzero(~np.eye(people, dtype=bool))


def _random(people: int, random: np.random.Generator) -> Pairs:
    ends = random.integers(0, people, (DEGREE * people, 2))
    one, other = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0).T
    return one, other


SHAPES: dict[str, Callable[[int, np.random.Generator], Pairs]] = {
    "chain": _chain,
    "star": _star,
    "tree": _tree,
    "complete": _complete,
    "random": _random,
}


def shape_book(shape: str, people: int, *, seed: int = 0) -> Book:
    """Return a book of the tables of :func:`shape_tables`."""
    return Book.from_tables(shape_tables(shape, people, seed=seed))


def shape_tables(shape: str, people: int, *, seed: int = 0) -> dict[str, pd.DataFrame]:
    """Return tables of an account in which lines and influence follow a shape.

    Parameters
    ----------
    shape
        One of :data:`SHAPES`. Everybody's place in it is drawn by chance.
    people
        How many people the customer has; one of us deals with twenty of them.
    seed
        Of the random numbers.
    """
    random = np.random.default_rng(seed)
    theirs = np.array([f"c{number:06d}" for number in range(people)], dtype=object)
    ours = np.array([f"v{number:06d}" for number in range(1 + people // OURS)], dtype=object)
    report, boss = SHAPES[shape](people, random)
    place = random.permutation(theirs)
    return {
        "organizations": pd.DataFrame(
            [("firm", "Firm", "customer"), ("us", "Us", "vendor")], columns=["id", "name", "kind"]
        ),
        "people": _people(theirs, ours, random),
        "ties": _ties(place[report], place[boss], theirs, ours, random),
        "roles": pd.DataFrame(
            {"person": theirs[: len(ROLES)], "account": "firm", "role": ROLES[:people]}
        ),
        "assessments": _assessments(theirs, random),
        "interactions": _interactions(theirs, ours, random),
    }


def _people(theirs, ours, random) -> pd.DataFrame:
    ids = np.concatenate([theirs, ours])
    return pd.DataFrame(
        {
            "id": ids,
            "name": ids,
            "organization": np.repeat(["firm", "us"], [len(theirs), len(ours)]),
            "level": random.integers(1, 6, len(ids)),
            "function": random.choice(["engineering", "finance", "operations"], len(ids)),
        }
    )


def _ties(report, boss, theirs, ours, random) -> pd.DataFrame:
    lines = pd.DataFrame({"source": report, "target": boss, "kind": "reports_to"})
    strength = np.round(random.uniform(0.1, 0.9, len(report)), 2)
    pulls = pd.DataFrame(
        {"source": boss, "target": report, "kind": "influences", "strength": strength}
    )
    known = theirs[random.random(len(theirs)) < 1 / DEGREE]
    contacts = pd.DataFrame(
        {
            "source": random.choice(ours, len(known)),
            "target": known,
            "kind": "knows",
            "strength": random.choice(["brief", "several", "in_depth", "trusted"], len(known)),
        }
    )
    return pd.concat([lines, pulls, contacts], ignore_index=True)


def _assessments(theirs, random) -> pd.DataFrame:
    judged = theirs[random.random(len(theirs)) < 0.6]
    grades = random.integers(1, 6, (len(judged), 3))
    table = pd.DataFrame(grades, columns=["relationship", "solution", "price"])
    return table.assign(person=judged, date=DAY)


def _interactions(theirs, ours, random) -> pd.DataFrame:
    number = np.repeat(np.arange(len(theirs)), MET)
    first = np.arange(len(number)) % MET == 0
    day = DAY - pd.to_timedelta(random.integers(0, DAYS, len(theirs)), unit="D")
    rows = pd.DataFrame(
        {
            "id": np.char.add("i", number.astype(str)).astype(object),
            "date": day.to_numpy()[number],
            "person": np.where(
                first, random.choice(ours, len(number)), random.choice(theirs, len(number))
            ),
            "kind": "meeting",
            "part": "present",
        }
    )
    return rows.drop_duplicates(["id", "person"])
