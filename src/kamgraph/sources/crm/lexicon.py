"""The words that all known systems together, and lists of none, have for ours."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from kamgraph.model.folding import fold
from kamgraph.sources.crm.systems import SYSTEMS, load_system

if TYPE_CHECKING:
    from collections.abc import Iterator

_SWITCHES = {"true", "false", "yes", "no"}  # say nothing without the column they stand in


def list_words(column: str) -> dict[str, str]:
    """Return their words, folded, for one of our columns such as ``roles.role``, and ours."""
    return _collect_words().get(column, {})


@cache
def _collect_words() -> dict[str, dict[str, str]]:
    """Return by column the words that mean the same in every system that has them."""
    meant: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for column, their, our in (*_list_common(), *chain.from_iterable(map(_list_pairs, SYSTEMS))):
        meant[column][fold(their)].add(our)
    return {
        column: {their: min(ours) for their, ours in words.items() if len(ours) == 1 and all(ours)}
        for column, words in meant.items()
    }


def _list_common() -> Iterator[tuple[str, str, str]]:
    """Yield column of ours, their word and ours of lists that are of no known system."""
    text = (files(__package__) / "words.toml").read_text("utf-8")
    for column, words in tomllib.loads(text).items():
        yield from ((column, their, our) for their, our in words.items())


def _list_pairs(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield column of ours, their word and ours of a system, but for patterns and codes."""
    mapping = load_system(name).mapping
    for column, words in mapping.words.items():
        yield from ((column, their, our) for their, our in words.items() if _is_word(their))
    for use in mapping.tables:
        for column, words in use.words.items():
            pairs = ((their, our) for their, our in words.items() if _is_word(their))
            yield from ((f"{use.table}.{column}", their, our) for their, our in pairs)
        for column, deciders in use.decided_by.items():
            said = (pair for words in deciders.values() for pair in words.items())
            pairs = ((their, our) for their, our in said if _is_word(their))
            yield from ((f"{use.table}.{column}", their, our) for their, our in pairs)


def _is_word(their: str) -> bool:
    letters = any(char.isalpha() for char in their)
    return letters and not their.endswith("*") and fold(their) not in _SWITCHES
