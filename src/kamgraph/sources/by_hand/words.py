"""Words of CRM systems in columns of our own words: taken where all systems mean the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.columns import columns
from kamgraph.model.counts import first_of
from kamgraph.model.finding import Finding
from kamgraph.model.folding import fold
from kamgraph.model.marks import Words
from kamgraph.sources.crm import list_words

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.model.vocabulary import Vocabulary
    from kamgraph.sources.raw import RawTable


def translate_words(raw: RawTable, findings: list[Finding]) -> pd.DataFrame:
    """Return cells with the words that only CRM systems know in ours, and tell of each."""
    cells = raw.cells
    for column in columns(raw.name):
        mark = column.mark(Words)
        if mark is None or mark.open or column.name not in cells:
            continue
        meant = _find_meanings(cells[column.name], f"{raw.name}.{column.name}", mark.vocabulary)
        if meant:
            cells = cells.assign(**{column.name: cells[column.name].replace(meant)})
            findings.append(_report(raw.name, column.name, meant))
    return cells


def _find_meanings(texts: pd.Series[str], column: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Return for the words of a column that are not ours what CRM systems mean by them."""
    strange = [text for text in texts.unique() if text and vocabulary.find(text) is None]
    known = list_words(column) if strange else {}
    return {text: known[fold(text)] for text in strange if fold(text) in known}


def _report(table: str, column: str, meant: dict[str, str]) -> Finding:
    shown = first_of([f"'{text}' as {word}" for text, word in meant.items()])
    return Finding(
        "low",
        "crm_word",
        table,
        (column,),
        f"Words of CRM systems in the column {column} were taken for ours: {shown}.",
        "Correct the cells where another word is meant.",
    )
