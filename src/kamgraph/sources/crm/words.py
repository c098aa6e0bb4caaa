"""The words of all systems together, for exports of none of them."""

from __future__ import annotations

from functools import cache

from kamgraph.model.folding import fold
from kamgraph.sources.crm.systems import SYSTEMS, load_system


@cache
def collect_words() -> dict[str, dict[str, str]]:
    """Return by our table and column the words, folded, for which all systems mean the same."""
    found: dict[str, dict[str, set[str]]] = {}
    for system in SYSTEMS:
        mapping = load_system(system).mapping
        said = [
            (f"{use.table}.{name}", words)
            for use in mapping.tables
            for name, words in use.words.items()
        ]
        for column, words in (*mapping.words.items(), *said):
            for their, our in words.items():
                known = found.setdefault(column, {}).setdefault(
                    fold(their.removesuffix("*")), set()
                )
                known.add(our)
    return {
        column: {their: min(our) for their, our in words.items() if their and len(our) == 1}
        for column, words in found.items()
    }
