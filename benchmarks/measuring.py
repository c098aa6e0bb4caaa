"""CPU and wall seconds and peak memory of several ways to the same result, measured in turns."""

from __future__ import annotations

import ctypes
import gc
import statistics
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Name = TypeVar("Name")  # a text, or a tuple of them

TIMES = 5
LONG = 30.0  # CPU seconds from which on a way is run once only
STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


class Lead(NamedTuple):
    """How many times the seconds of another way, or of another size, something takes."""

    cpu: float
    wall: float


@dataclass(frozen=True)
class Spent:
    """What a way takes: medians of its runs in seconds, and the memory of its first run.

    CPU seconds are those of all threads: what else the machine does must not decide who is
    faster. They are hard on work shared out to several cores, which a user has sooner. Memory
    is None where the system does not tell.
    """

    cpu: float
    wall: float
    more: float | None = None  # MiB beyond what was held before
    peak: float | None = None  # GiB in all
    runs: int = 1

    def times(self, factor: float) -> Spent:
        """Return the seconds of so many times the work; memory stays what was measured."""
        return replace(self, cpu=self.cpu * factor, wall=self.wall * factor)

    def over(self, other: Spent) -> Lead:
        """Return how many times the seconds of another this is."""
        return Lead(self.cpu / max(other.cpu, 1e-9), self.wall / max(other.wall, 1e-9))


def interleaved(
    ways: Mapping[Name, Callable[[], object]],
    *,
    check: Callable[[dict[Name, object]], None] | None = None,
    times: int = TIMES,
) -> dict[Name, Spent]:
    """Run every way once for its memory and its result, then in turns for the time.

    Parameters
    ----------
    ways
        What to run, by name.
    check
        Takes the result of every way, and raises where they differ.
    times
        How many runs the medians are of; a way that takes long is run once only.
    """
    first, results = {}, {}
    for name, way in ways.items():
        results[name], first[name] = once(way)
    if check:
        check(results)
    del results
    again = {name: [] for name in ways if first[name].cpu <= LONG}
    for _ in range(times):
        for name, runs in again.items():
            runs.append(timed(ways[name])[1])
    return {
        name: replace(median(again.get(name, [spent])), more=spent.more, peak=spent.peak)
        for name, spent in first.items()
    }


def once(way: Callable[[], object]) -> tuple[object, Spent]:
    """Run a way, and tell its memory as well."""
    held = held_now()
    result, spent = timed(way)
    if held is None:
        return result, spent
    return result, replace(spent, more=(peak() - held) / 2**20, peak=peak() / 2**30)


def timed(way: Callable[[], object]) -> tuple[object, Spent]:
    """Run a way, and return its result and the seconds that it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = way()
    return result, Spent(time.process_time() - cpu, time.perf_counter() - wall)


def median(runs: Sequence[Spent]) -> Spent:
    """Return the median seconds of several runs, with the memory of the first."""
    cpu, wall = (statistics.median(getattr(run, name) for run in runs) for name in ("cpu", "wall"))
    return replace(runs[0], cpu=cpu, wall=wall, runs=len(runs))


def held_now() -> float | None:
    """Hand free memory back, forget the peak so far, and return the bytes that are held."""
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
        FORGET.write_text("5")
    except (AttributeError, OSError):  # neither is known outside Linux
        return None
    return _status("VmRSS")


def peak() -> float | None:
    """Return the most bytes that this process has held, None where the system does not tell.

    ``getrusage`` would not do: what a process held before it became this program counts there.
    """
    return _status("VmHWM") if STATUS.exists() else None


def _status(name: str) -> float:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name))
    return 1024.0 * int(line.split()[1])
