"""The table that every benchmark prints, a line for each way that was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aims import judged

if TYPE_CHECKING:
    from measuring import Lead, Spent

_LINE = "{:<10}{:<26}{:<24}{:>7}{:>8}  {:<28}{:>4}{:>9}{:>9}{:>8}{:>6}"


def head() -> None:
    """Print the names of the columns, below an empty line."""
    print()
    figures = ("runs", "CPU s", "wall s", "+MiB", "GiB")
    _print("size", "what", "way", "x CPU", "x wall", "aim", *figures)


def line(
    size: str, what: str, way: str, spent: Spent | None = None, lead: Lead | None = None
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
    lead
        How many times kamgraph's seconds, or those of a tenth of the accounts, it takes.
    """
    aim = judged(size, what, way, spent, lead)
    taken = [spent.runs, _seconds(spent.cpu), _seconds(spent.wall)] if spent else ["-"] * 3
    memory = (_known(getattr(spent, name, None), digits) for name, digits in _MEMORY.items())
    times = (_known(ratio, 1) for ratio in lead or (None, None))
    _print(size, what, way, *times, aim, *taken, *memory)


def note(text: str) -> None:
    """Print a remark on the lines below."""
    print(f"{'':<10}{text}", flush=True)


_MEMORY = {"more": 1, "peak": 2}


def _seconds(number: float) -> str:
    return f"{number:.4f}" if number < 10 else f"{number:.1f}"


def _known(number: float | None, digits: int) -> str:
    return "-" if number is None else f"{number:.{digits}f}"


def _print(*cells: object) -> None:
    print(_LINE.format(*cells).rstrip(), flush=True)
