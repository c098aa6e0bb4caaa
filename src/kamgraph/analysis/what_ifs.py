"""How would we stand after each of many changes?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
import pandas as pd

from kamgraph.analysis.scores import Position, Standing, measure_position, name_status
from kamgraph.errors import KamgraphError, ScopeError
from kamgraph.model.arguments import check_argument
from kamgraph.model.result import Index, Of, returns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.graph import RelationshipGraph
    from kamgraph.graph.changes import Change


class WhatIfRecord(Position):
    """Where we would stand after a change."""

    change: Index[int]
    """The number of the change, from 0."""
    status: Annotated[object, Of(Standing)]


@returns(WhatIfRecord)
def what_ifs(
    graph: RelationshipGraph, changes: Sequence[Change | Sequence[Change]]
) -> pd.DataFrame:
    """Return how an account or deal would stand after each of many changes, tried one by one.

    Each row is what :func:`scores` says, but for the gaps, of the graph with that change, which
    ``graph.with_changes(...)`` gives, within 1e-9; thousands are worked out a second, since those
    that bring nobody in and take nobody out are tried side by side.

    Parameters
    ----------
    graph
        The graph of one account, unit or deal.
    changes
        Each a :class:`NewTie`, :class:`NewGrade`, :class:`NewRole`, :class:`NewMeeting` or
        :class:`Leaver`, or several that happen together.

    Returns
    -------
    DataFrame
        One :class:`WhatIfRecord` per change, in their order.

    Raises
    ------
    ScopeError
        If the graph has more than one scope, somebody is not in the book, or who leaves is not in
        the graph.
    BookError
        If a book could not hold what is new.
    """
    wanted = "changes are a list, each one of NewTie, NewGrade and the like or a list of them"
    check_argument(changes, (list, tuple), wanted, KamgraphError)
    if changes and len(graph.scope_index) != 1:
        raise ScopeError(
            f"the graph has {len(graph.scope_index)} scopes and changes are tried in one; "
            "take it by graph.of_scope(account, deal)"
        )
    trials = [tuple(one) if isinstance(one, list | tuple) else (one,) for one in changes]
    none = np.zeros(0, dtype=np.int64)
    tried = (_stand(tried, numbers) for numbers, tried in graph.try_out(trials))
    return pd.concat([_stand(graph.stack(none), none), *tried]).sort_index()


def _stand(graph: RelationshipGraph, numbers: np.ndarray) -> pd.DataFrame:
    """Return where we stand in each scope, by numbers."""
    columns = measure_position(graph) | name_status(graph)
    return pd.DataFrame(columns, index=pd.Index(numbers, dtype="int64", name="change"))
