"""Our own tables as files hold them: what is odd about them is a problem, or is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.model.columns import columns
from kamgraph.sources.delimited import restore_texts
from kamgraph.sources.odd_cells import mark_errors, report_hidden_rows, report_odd
from kamgraph.sources.respelling import join_cells
from kamgraph.sources.translation.totals import find_repeated_headers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamgraph.model.finding import Finding
    from kamgraph.sources.raw import RawTable


class OwnTable(NamedTuple):
    """A table of ours, its cells as they were before they were written."""

    raw: RawTable
    repeated: np.ndarray  # which rows of the file say its header again, and are left out
    findings: list[Finding]


def tidy_own(raw: RawTable) -> OwnTable:
    """Return a table of ours as it was written, without what files put together repeat."""
    if not raw.may_be_typed:
        return OwnTable(raw, np.zeros(len(raw.cells), dtype=bool), [])
    ours = {column.name for column in columns(raw.name)}
    repeated = find_repeated_headers(raw.cells)
    kept = raw.keep_rows(~repeated) if repeated.any() else raw
    tidy, respelled = join_cells(restore_texts(mark_errors(kept, ours)))
    return OwnTable(tidy, repeated, [*_report_odd(tidy), *report_hidden_rows([tidy]), *respelled])


def _report_odd(raw: RawTable) -> Iterator[Finding]:
    """Yield what became of odd cells, those of columns that no table of ours has included."""
    kinds = {column.name: column.kind for column in columns(raw.name)}
    for column, odd in raw.odd.items():
        yield from report_odd(raw, column, odd, kinds.get(column, "text"), raw.name)
