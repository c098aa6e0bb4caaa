"""The chart of solid lines: who is connected, who is above whom, and who settles a dispute."""

# Lines are ``source`` (the report) and ``target`` (the boss), nodes; circles and several bosses are
# allowed. All scopes are worked on at once.

from __future__ import annotations

import numpy as np

from kamgraph.model.rows import Rows, stack

CHAIN = ("below", "above")


def find_parts(lines: Rows, count: int) -> np.ndarray:
    """Return for each of so many nodes the first of those that lines connect it with, or itself."""
    first = np.arange(count)
    while True:
        lower = first.copy()
        np.minimum.at(lower, lines["source"], first[lines["target"]])
        np.minimum.at(lower, lines["target"], first[lines["source"]])
        lower = lower[lower]
        if (lower == first).all():
            return first
        first = lower


def measure_depths(lines: Rows, count: int) -> np.ndarray:
    """Return for each of so many nodes the fewest lines up to somebody without a boss, or -1."""
    # Those without any line have none either, and in a circle with nobody above it all have none.
    depth = np.full(count, -1)
    headless = np.ones(count, dtype=bool)
    headless[lines["source"]] = False
    depth[lines["target"][headless[lines["target"]]]] = 0
    step = 0
    while True:
        lines = lines.take(depth[lines["source"]] < 0)
        reached = lines["source"][depth[lines["target"]] == step]
        if not len(reached):
            return depth
        step += 1
        depth[reached] = step


def list_chains(lines: Rows) -> Rows:
    """Return every pair of somebody ``below`` and somebody else ``above``, over any lines."""
    step = lines.select(above="source", next="target")
    new = found = lines.select(below="source", above="target")
    while len(new):
        longer = new.join(step, "above").select("below", above="next").keep_first(*CHAIN)
        new = longer.take((longer["below"] != longer["above"]) & ~longer.is_in(found, *CHAIN))
        found = stack([found, new])
    return found


def find_circular(found: Rows) -> np.ndarray:
    """Return which chains also run the other way, so that both are above each other."""
    return found.is_in(found.select(below="above", above="below"), *CHAIN)


def count_disputes(lines: Rows, part: np.ndarray, found: Rows) -> np.ndarray:
    """Return for each part, at its first node, how many pairs have no least upper bound."""
    # Upper bounds of two people are all who are above both, each counting as above themselves; the
    # least is one that is below all others, which it is if it has as many bounds as the two share.
    count = len(part)
    stand_in = _find_stand_ins(lines, found, part)
    weight = np.bincount(stand_in, minlength=count)
    heads = np.flatnonzero(weight)
    between = found.take((weight[found["below"]] > 0) & (weight[found["above"]] > 0))
    settled = _find_bounded(stack([Rows(below=heads, above=heads), between]), count)
    alike = np.bincount(part, weight**2, count)
    apart = (np.bincount(part, minlength=count) ** 2 - alike) / 2
    agreed = weight[settled["one"]] * weight[settled["other"]]
    return apart - np.bincount(part[settled["one"]], agreed, count)


def _find_stand_ins(lines: Rows, found: Rows, part: np.ndarray) -> np.ndarray:
    """Return for each node another one that can stand in for it when bounds are compared."""
    # Where nobody has two bosses every pair has a least bound, so one stands in for all. Else only
    # those with two bosses and those above them differ; everybody else shares with others what
    # the lowest of these above them shares, and within a circle all do.
    nodes = np.arange(len(part))
    torn = np.bincount(lines["source"], minlength=len(part)) > 1
    compared = torn.copy()
    compared[found["above"][torn[found["below"]]]] = True
    stand_in = np.where(np.bincount(part, torn)[part] > 0, nodes, part)
    height = np.bincount(found["below"], minlength=len(part))
    under = found.take(~compared[found["below"]] & compared[found["above"]])
    under = under.take(np.argsort(height[under["above"]], kind="stable"))
    stand_in[under["below"]] = under["above"]  # of several the last, which is the lowest, stays
    circle, first = found.take(find_circular(found)), nodes
    np.minimum.at(first, circle["below"], circle["above"])
    return first[stand_in]


def _find_bounded(bounds: Rows, count: int) -> Rows:
    """Return the pairs ``one`` and ``other`` that have a least upper bound."""
    height = np.bincount(bounds["below"], minlength=count)
    ones, others = bounds.select("above", one="below"), bounds.select("above", other="below")
    shared = ones.join(others, "above")
    shared = shared.take(shared["one"] < shared["other"])
    pairs = shared.keep_first("one", "other")
    place = shared.locate(pairs, "one", "other")
    highest = np.zeros(len(pairs), dtype=np.int64)
    np.maximum.at(highest, place, height[shared["above"]])
    return pairs.take(np.bincount(place, minlength=len(pairs)) == highest)
