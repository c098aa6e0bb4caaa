"""What people type into cells of our tables, settled: names become ids, words of a CRM ours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kamgraph.sources.by_hand.references import References
from kamgraph.sources.by_hand.words import translate_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from kamgraph.model.finding import Finding
    from kamgraph.sources.raw import RawTable


@dataclass(frozen=True)
class Settled:
    """The cells of tables as a book takes them, what was read into them, and what cannot be."""

    tables: dict[str, pd.DataFrame]
    findings: list[Finding]
    problems: list[pd.DataFrame]


def settle_cells(raws: Sequence[RawTable]) -> Settled:
    """Settle the cells of tables that people may have typed; leave those that programs wrote."""
    references = References({raw.name: raw for raw in raws})
    tables = {}
    for raw in raws:
        tables[raw.name] = raw.cells
        if raw.may_be_typed:
            cells = translate_words(raw, references.findings)
            tables[raw.name] = references.settle(replace(raw, cells=cells))
    return Settled(tables, references.findings, references.problems)
