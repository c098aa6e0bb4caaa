"""Books of one account with a bit of everything, drawn by number: quick, and alike every time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from books import from_rows

if TYPE_CHECKING:
    from kamgraph.model.book import Book

DAY = dt.date(2026, 6, 30)
TITLES = (None, "CFO", "Head of Procurement", "Chief Engineer", "IT Manager", "总经理", "clerk")
DECIDING = (
    *("approver", "decision_maker", "evaluator", "user", "procurement", "finance"),
    *("quality", "coach", "participant"),
)
STAGES = ("lead", "bid", "contract", "delivery", "closed", "lost")


def draw_book(number: int) -> Book:
    """Return the book of a number: the account ``acme`` with its deal ``d``."""
    random = np.random.default_rng(number)
    theirs = [f"p{one:02d}" for one in range(int(random.integers(3, 14)))]
    people = {
        **dict.fromkeys(theirs, "acme"),
        **dict.fromkeys(theirs[::4], "acme unit"),
        **dict.fromkeys(("u1", "u2", "u3"), "us"),
        "r1": "rival",
        "q1": "institute",
    }
    draw = _Drawer(random, [*people], theirs)
    return from_rows(
        {
            "organizations": [
                {"id": "acme", "name": "Acme", "kind": "customer"},
                {"id": "acme unit", "name": "Unit", "kind": "customer", "parent": "acme"},
                {"id": "rival", "name": "Rival", "kind": "competitor"},
                {"id": "institute", "name": "Institute", "kind": "partner"},
                {"id": "us", "name": "We", "kind": "vendor"},
            ],
            "people": [draw.person(one, home) for one, home in people.items()],
            "deals": [{"id": "d", "account": "acme", "stage": str(random.choice(STAGES))}],
            "ties": draw.ties(),
            "roles": [draw.role() for _ in range(random.integers(0, 6))],
            "team": [{"person": "u1", "account": "acme", "role": "account_responsible"}],
            "assessments": [draw.assessment() for _ in range(random.integers(0, 14))],
            "interactions": [
                row for event in range(random.integers(0, 10)) for row in draw.interaction(event)
            ],
            "commitments": [draw.promise(one) for one in range(random.integers(0, 2))],
        }
    )


class _Drawer:
    """Draws rows about some people."""

    def __init__(self, random: np.random.Generator, people: list[str], theirs: list[str]) -> None:
        self._random, self._people, self._theirs = random, people, theirs

    def person(self, one: str, home: str) -> dict[str, Any]:
        random, row = self._random, {"id": one, "name": one.upper(), "organization": home}
        row["title"] = str(random.choice(TITLES[1:])) if random.random() < 0.6 else None
        if random.random() < 0.3:
            row["level"] = int(random.integers(1, 6))
        if one in self._theirs and random.random() < 0.1:
            row |= {"until": self._day(), "successor": self._pick(self._theirs, but=one)}
        if one in self._theirs and random.random() < 0.05:
            row["name"] = "TBD"
        if random.random() < 0.2:
            row["susceptibility"] = float(np.round(random.random() * 0.9, 2))
        return row

    def ties(self) -> list[dict[str, Any]]:
        random, found = self._random, {}
        for place, one in enumerate(self._theirs[1:], start=1):
            if random.random() < 0.7:
                kind = "reports_to" if random.random() < 0.8 else "dotted_line"
                boss = self._theirs[int(random.integers(place))]
                found[one, boss, kind] = {"deal": self._deal(0.1)}
        for _ in range(random.integers(0, 2 * len(self._theirs))):
            source = self._pick(self._people)
            key = (source, self._pick(self._people, but=source), "influences")
            strength = float(random.choice([0.25, 0.5, 0.75, 1, -0.5]))
            found[key] = {"strength": strength, "deal": self._deal(0.2)}
        for _ in range(random.integers(0, 6)):
            key = (self._pick(["u1", "u2", "u3", "q1"]), self._pick(self._theirs), "knows")
            strength = float(random.choice([0.25, 0.5, 0.9]))
            since = self._day() if random.random() < 0.5 else None
            found[key] = {"strength": strength, "since": since, "deal": self._deal(0.2)}
        names = ("source", "target", "kind")
        return [dict(zip(names, key, strict=True)) | row for key, row in found.items()]

    def role(self) -> dict[str, Any]:
        person = self._pick([*self._theirs, "q1"])
        role = str(self._random.choice(DECIDING))
        return {"person": person, "account": "acme", "role": role, "deal": self._deal(0.2)}

    def assessment(self) -> dict[str, Any]:
        random = self._random
        row = {"person": self._pick(self._people), "date": self._day(), "deal": self._deal(0.2)}
        axes = [axis for axis in ("relationship", "solution", "price") if random.random() < 0.7]
        return row | {axis: str(random.integers(1, 6)) for axis in axes or ["solution"]}

    def interaction(self, event: int) -> list[dict[str, Any]]:
        random = self._random
        kind = str(random.choice(["meeting", "email", "visit"]))
        row = {"id": f"m{event}", "date": self._day(), "kind": kind, "deal": self._deal(0.2)}
        some = {self._pick(["u1", "u2", "u3"]), self._pick(self._theirs)}
        some |= {self._pick(self._people) for _ in range(random.integers(0, 3))}
        parts = ["from", "to", "cc"] if kind == "email" else ["present"]
        return [{**row, "person": one, "part": str(random.choice(parts))} for one in sorted(some)]

    def promise(self, number: int) -> dict[str, Any]:
        due = DAY - dt.timedelta(days=20)
        ends = {"by": self._pick(["u1", "u2"]), "to": self._pick(self._theirs)}
        return {"id": f"c{number}", "made": due - dt.timedelta(days=30), "due": due, **ends}

    def _pick(self, some: list[str], *, but: str | None = None) -> str:
        return str(self._random.choice([one for one in some if one != but]))

    def _day(self) -> dt.date:
        return DAY - dt.timedelta(days=int(self._random.integers(0, 500)))

    def _deal(self, share: float) -> str | None:
        return "d" if self._random.random() < share else None
