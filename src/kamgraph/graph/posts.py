"""Which post each node holds: its level and its function, and what these are known from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.graph.chart import measure_depths
from kamgraph.graph.codes import CHART, SOLID, TITLE
from kamgraph.graph.inferred import tell_cells
from kamgraph.model.ids import NONE

if TYPE_CHECKING:
    from kamgraph.model.coded import Coded
    from kamgraph.model.policy import Policy
    from kamgraph.model.rows import Rows

_LOWEST = 5  # level


class Posts(NamedTuple):
    """The level and the function of each node; what is recorded wins over what a title tells."""

    level: np.ndarray  # 1 (executive board) to 5 (staff), NaN where unknown
    level_origin: np.ndarray  # code of ORIGINS
    function: np.ndarray  # place in the words, -1 where unknown
    function_origin: np.ndarray  # code of ORIGINS
    words: tuple[str, ...]  # of functions: the vocabulary's, then those of the book's own


def find_posts(coded: Coded, nodes: Rows, ties: Rows, policy: Policy) -> Posts:
    """Return the post of each node; where nothing else tells the level, the chart of a scope."""
    readings = coded.read_titles(policy.titles)
    post = nodes["post"]
    stated = coded.function.codes[post]
    told_level, told_function = readings.tell(coded.title.codes[post], stated)
    recorded = readings.recorded[stated]
    levels = [coded.posts["level"][post], told_level, _read_chart(ties, len(nodes))]
    named, told = recorded != NONE, told_function != NONE
    function = np.where(named, recorded, told_function)
    own = tell_cells(coded, nodes)
    known = [~np.isnan(level) for level in levels]
    return Posts(
        level=_take_first(levels),
        level_origin=np.select(known, [own["level"], np.array(TITLE), np.array(CHART)]),
        function=function,
        function_origin=np.select([named, told], [own["function"], np.array(TITLE)]),
        words=readings.functions,
    )


def _take_first(levels: list[np.ndarray]) -> np.ndarray:
    """Return the first level that is known."""
    return np.select([~np.isnan(level) for level in levels], levels, np.nan)


def _read_chart(ties: Rows, count: int) -> np.ndarray:
    """Return the level of everybody with a solid line by their distance from the top."""
    depth = measure_depths(ties.take(SOLID[ties["kind"]]), count)
    return np.where(depth < 0, np.nan, np.minimum(1.0 + depth, _LOWEST))
