"""What the figures should be: every aim in one place."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from measuring import Lead, Spent

END_TO_END = "scores(build_graph(book))"
ASKED_AGAIN = "scores, book asked before"
STEPS = ("Book.from_tables", "book.coded", "build_graph", "scores")
ALL_STEPS = "all four steps"
INFERENCE = "standing and candidates"
FIRST_RESULT = "scores of the demo"
COLD, WARM = "not compiled", "cached"  # the kernels, when a process begins
TEN_TIMES = "10 times"
UNITS = {"cpu": "s CPU", "wall": "s wall", "peak": "GiB", "lead": "x wall"}


@dataclass(frozen=True)
class Aim:
    """A limit of one of the figures of a line: CPU or wall seconds, peak, lead on the clock."""

    figure: str
    within: Callable[[float, float], bool]
    limit: float
    unit: str

    def judged(self, figures: dict[str, float | None]) -> str:
        """Say what the limit is, and whether the figure keeps to it."""
        found = figures[self.figure]
        sign = "≤" if self.within is operator.le else "≥"
        kept = "?" if found is None else "✓" if self.within(found, self.limit) else "✗"
        return f"{sign} {self.limit:g} {self.unit} {kept}"


def _at_most(figure: str, limit: float) -> Aim:
    return Aim(figure, operator.le, limit, UNITS[figure])


def _lead(limit: float) -> Aim:
    return Aim("lead", operator.ge, limit, UNITS["lead"])


# By size, what is asked, and whom.
AIMS: dict[tuple[str, str, str], list[Aim]] = {
    ("1x50", ASKED_AGAIN, "kamgraph"): [_at_most("wall", 0.05)],
    ("1x500", ASKED_AGAIN, "kamgraph"): [_at_most("wall", 0.3)],
    ("20000x50", "Book.from_tables", "kamgraph"): [_at_most("wall", 10)],
    ("20000x50", "reach", "networkx"): [_lead(25)],
    ("20000x50", "reach", "rustworkx"): [_lead(6)],
    ("20000x50", "equilibrium", "networkx loop"): [_lead(500)],
    ("20000x50", "equilibrium", "batched numpy solve"): [_lead(4)],
    ("20000x50", END_TO_END, "kamgraph"): [_at_most("wall", 30), _at_most("peak", 6)],
    ("20000x50", END_TO_END, "networkx"): [_lead(100)],
    ("20000x50", INFERENCE, "kamgraph"): [_at_most("wall", 60)],
    ("1x200000", END_TO_END, "kamgraph"): [_at_most("wall", 90)],
    ("1x200000", ALL_STEPS, "kamgraph"): [_at_most("wall", 90)],
    **{
        (TEN_TIMES, what, figure): [_at_most("lead", 11)]
        for what in (*STEPS, ALL_STEPS)
        for figure in ("seconds", "+MiB")
    },
    **{
        ("a process", FIRST_RESULT, f"{way}{where}"): [_at_most("cpu", seconds)]
        for where in ("", ", read-only")
        for way, seconds in ((COLD, 8), (WARM, 1.5))
    },
}


def judged(size: str, what: str, way: str, spent: Spent | None, lead: Lead | None) -> str:
    """Say of each aim of a line whether it is reached; empty without any."""
    figures = {name: getattr(spent, name, None) for name in ("cpu", "wall", "peak")}
    figures["lead"] = getattr(lead, "wall", None)
    return ", ".join(aim.judged(figures) for aim in AIMS.get((size, what, way), []))
