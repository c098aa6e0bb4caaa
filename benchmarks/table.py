"""The table that every benchmark prints, a line for each way that was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aims import judged

if TYPE_CHECKING:
    from measuring import Spent

_LINE = "{:<14}{:<27}{:<28}{:>5}{:>11}{:>11}{:>10}{:>8}{:>9}  {}"


def head() -> None:
    """Print the names of the columns."""
    _print("size", "what", "way", "runs", "CPU s", "wall s", "+MiB", "GiB", "x", "aim")


def line(
    size: str, what: str, way: str, spent: Spent | None = None, ratio: float | None = None
) -> None:
    """Print what a way took, beside what it should.

    Parameters
    ----------
    size
        Accounts and people in each.
    what, way
        What was asked, and of whom.
    spent
        Runs, CPU and wall seconds, memory beyond what was held before, memory in all.
    ratio
        How many times as much CPU time as kamgraph it takes.
    """
    aim = judged(size, what, way, spent, ratio)
    taken = [spent.runs, f"{spent.cpu:.4f}", f"{spent.wall:.4f}"] if spent else ["-"] * 3
    memory = (_known(getattr(spent, name, None), digits) for name, digits in _MEMORY.items())
    _print(size, what, way, *taken, *memory, _known(ratio, 1), aim)


def note(text: str) -> None:
    """Print a remark on the lines below."""
    print(f"{'':<14}{text}", flush=True)


_MEMORY = {"more": 1, "peak": 2}


def _known(number: float | None, digits: int) -> str:
    return "-" if number is None else f"{number:.{digits}f}"


def _print(*cells: object) -> None:
    print(_LINE.format(*cells).rstrip(), flush=True)
