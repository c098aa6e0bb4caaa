"""Who is above whom over lines from report to boss, without a list of all such pairs."""

from __future__ import annotations

import numpy as np

from kamgraph.kernels.arrays import Ints, Pointers
from kamgraph.kernels.chunks import run_aside
from kamgraph.kernels.compile import Kernel, part

_NOBODY = -1
_BITS = 62  # of a word of places


def find_circles(bosses: Pointers) -> np.ndarray:
    """Return for each node the first of those who are above and below it, or itself."""
    return run_aside(_find_circles, *bosses)


def measure_depths(bosses: Pointers, reports: Pointers) -> np.ndarray:
    """Return the fewest lines up to somebody without a boss, 0 for these; -1 where nobody is."""
    return run_aside(_measure_depths, bosses[0], *reports)


def count_above(
    bosses: Pointers, reports: Pointers, people: np.ndarray, parts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Count the people above each node, and in each part the pairs without a least upper bound."""
    # Without circles, which the nodes stand for, each for so many people. Whoever has one boss
    # shares with others what the boss shares, so that only those with two bosses or none, the
    # heads, need to be compared. Of those above them it is enough to look at the ones that two
    # lines lead to: over whom one leads alone is shared only with the one it comes from.
    return run_aside(_count_above, bosses, reports, people, parts)


@Kernel
def _find_circles(ptr: Ints, idx: Ints) -> np.ndarray:
    # Tarjan, *Depth-first search and linear graph algorithms*, 1972, with a path of its own.
    size = len(ptr) - 1
    circle, number = np.full(size, _NOBODY), np.full(size, _NOBODY)
    low, ahead = np.empty(size, np.int64), ptr[:-1].copy()
    path, open_nodes = np.empty(size, np.int64), np.empty(size, np.int64)
    seen = depth = waiting = 0
    for start in range(size):
        if number[start] < 0:
            path[0], depth = start, 1
        while depth:
            node = path[depth - 1]
            if number[node] < 0:
                number[node] = low[node] = seen
                open_nodes[waiting] = node
                seen, waiting = seen + 1, waiting + 1
            if ahead[node] < ptr[node + 1]:
                other = idx[ahead[node]]
                ahead[node] += 1
                if number[other] < 0:
                    path[depth] = other
                    depth += 1
                elif circle[other] < 0:
                    low[node] = min(low[node], number[other])
                continue
            depth -= 1
            if depth:
                low[path[depth - 1]] = min(low[path[depth - 1]], low[node])
            if low[node] == number[node]:
                waiting = _close_circle(node, open_nodes, waiting, circle)
    return circle


@part
def _close_circle(node: int, open_nodes: np.ndarray, waiting: int, circle: np.ndarray) -> int:
    """Name the open nodes down to one by the first of them; return how many are open still."""
    begin = waiting - 1
    first = open_nodes[begin]
    while open_nodes[begin] != node:
        begin -= 1
        first = min(first, open_nodes[begin])
    for place in range(begin, waiting):
        circle[open_nodes[place]] = first
    return begin


@Kernel
def _measure_depths(boss_ptr: Ints, report_ptr: Ints, reports: Ints) -> np.ndarray:
    size = len(boss_ptr) - 1
    depth, queue = np.full(size, _NOBODY), np.empty(size, np.int64)
    waiting = done = 0
    for node in range(size):
        if boss_ptr[node] == boss_ptr[node + 1]:
            depth[node], queue[waiting] = 0, node
            waiting += 1
    while done < waiting:
        node = queue[done]
        done += 1
        for k in range(report_ptr[node], report_ptr[node + 1]):
            if depth[reports[k]] < 0:
                depth[reports[k]], queue[waiting] = depth[node] + 1, reports[k]
                waiting += 1
    return depth


@Kernel
def _count_above(
    bosses: Pointers, reports: Pointers, people: Ints, parts: Ints
) -> tuple[np.ndarray, np.ndarray]:
    size = len(people)
    order = _sort_by(parts, _order_down(bosses, reports), size)
    held, weight, carried = _choose_comparisons(bosses, people, order)
    above, disputes = np.zeros(size), np.zeros(size)
    place, begin = np.empty(size, np.int64), 0
    while begin < size:
        end = begin
        while end < size and parts[order[end]] == parts[order[begin]]:
            end += 1
        first = parts[order[begin]]
        disputes[first] = _compare(
            order[begin:end], bosses, people, held, weight, carried, place, above
        )
        begin = end
    return above, disputes


@part
def _sort_by(key: np.ndarray, order: np.ndarray, size: int) -> np.ndarray:
    """Return places in the order of their keys below a size, those of equal keys as they were."""
    begin = np.zeros(size + 1, np.int64)
    for k in range(len(order)):
        begin[key[order[k]] + 1] += 1
    for k in range(size):
        begin[k + 1] += begin[k]
    ordered = np.empty(len(order), np.int64)
    for k in range(len(order)):
        place = order[k]
        ordered[begin[key[place]]] = place
        begin[key[place]] += 1
    return ordered


@part
def _order_down(bosses: Pointers, reports: Pointers) -> np.ndarray:
    """Return all nodes, each after its bosses."""
    size = len(bosses[0]) - 1
    missing, order = np.empty(size, np.int64), np.empty(size, np.int64)
    found = done = 0
    for node in range(size):
        missing[node] = bosses[0][node + 1] - bosses[0][node]
        if missing[node] == 0:
            order[found] = node
            found += 1
    while done < found:
        node = order[done]
        done += 1
        for k in range(reports[0][node], reports[0][node + 1]):
            missing[reports[1][k]] -= 1
            if missing[reports[1][k]] == 0:
                order[found] = reports[1][k]
                found += 1
    return order


@part
def _choose_comparisons(
    bosses: Pointers, people: np.ndarray, order: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Choose who is looked at, for how many people as a head, and for how many as one above."""
    # ``held`` is for each node itself if it is looked at, else the first above that is.
    size = len(people)
    lines, lower = np.zeros(size, np.int64), np.full(size, _NOBODY)
    held, head, weight = np.empty(size, np.int64), np.empty(size, np.int64), np.zeros(size)
    carried = people.astype(np.float64)
    for place in range(size - 1, -1, -1):
        node = order[place]
        many = bosses[0][node + 1] - bosses[0][node]
        if lines[node] == 1 and many == 1:
            carried[lower[node]] += people[node]
        elif lines[node] or many > 1:
            lower[node] = node
        if lines[node] or many > 1:
            for k in range(bosses[0][node], bosses[0][node + 1]):
                lines[bosses[1][k]] += 1
                lower[bosses[1][k]] = lower[node]
    for place in range(size):
        node = order[place]
        many = bosses[0][node + 1] - bosses[0][node]
        boss = bosses[1][bosses[0][node]] if many else node
        head[node] = head[boss] if many == 1 else node
        held[node] = held[boss] if many == 1 and lines[node] <= 1 else node
        weight[head[node]] += people[node]
    return held, weight, carried


@part
def _compare(
    order: np.ndarray,
    bosses: Pointers,
    people: np.ndarray,
    held: np.ndarray,
    weight: np.ndarray,
    carried: np.ndarray,
    place: np.ndarray,
    above: np.ndarray,
) -> float:
    """Count those above each node of one part; return its pairs without a least upper bound."""
    count = 0
    for node in order:
        count += held[node] == node
    nodes = np.empty(count, np.int64)
    bounds = np.zeros((count, count // _BITS + 1), np.int64)
    found = 0
    for node in order:
        many = bosses[0][node + 1] - bosses[0][node]
        if held[node] == node:
            place[node], nodes[found] = found, node
            bounds[found, found // _BITS] |= 1 << (found % _BITS)
            for k in range(bosses[0][node], bosses[0][node + 1]):
                over = bounds[place[held[bosses[1][k]]]]
                for word in range(found // _BITS + 1):
                    bounds[found, word] |= over[word]
            found += 1
        if many == 1:
            boss = bosses[1][bosses[0][node]]
            above[node] = above[boss] + people[boss]
        elif many:
            above[node] = _add_up(bounds[found - 1], nodes, carried, found) - people[node]
    disputes = 0.0
    for one in range(count):
        for other in range(one):
            pairs = weight[nodes[one]] * weight[nodes[other]]
            if pairs > 0 and not _has_least(bounds, one, other):
                disputes += pairs
    return disputes


@part
def _add_up(places: np.ndarray, nodes: np.ndarray, carried: np.ndarray, end: int) -> float:
    """Add up what is carried at some places."""
    total = 0.0
    for place in range(end):
        if places[place // _BITS] & (1 << (place % _BITS)):
            total += carried[nodes[place]]
    return total


@part
def _has_least(bounds: np.ndarray, one: int, other: int) -> bool:
    """Tell whether one of the bounds that two share is below all others."""
    # Bosses come first, so that it could only be the last.
    last = other // _BITS
    while last >= 0 and not bounds[one, last] & bounds[other, last]:
        last -= 1
    if last < 0:
        return False
    shared, bit = bounds[one, last] & bounds[other, last], _BITS - 1
    while not shared & (1 << bit):
        bit -= 1
    least = bounds[last * _BITS + bit]
    for word in range(last + 1):
        shared = bounds[one, word] & bounds[other, word]
        if shared & least[word] != shared:
            return False
    return True
