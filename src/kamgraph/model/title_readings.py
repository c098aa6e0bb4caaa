"""What the titles of a book tell, each distinct one read once, when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model.ids import NONE
from kamgraph.model.title_words import build_lexicon
from kamgraph.model.titles import is_department, read_title
from kamgraph.model.vocabulary import FUNCTIONS

if TYPE_CHECKING:
    from kamgraph.model.title_words import TitleList


class TitleReadings:
    """The levels and functions that distinct titles tell by the library's words and one's own."""

    # A book of a million people has tens of thousands of distinct titles, and the graph of one
    # account asks for a dozen of them.

    def __init__(
        self, titles: tuple[str, ...], functions: tuple[str, ...], more: TitleList
    ) -> None:
        """Take the distinct titles and functions of a book, and the words of one's own."""
        self._titles, self._texts, self._more = titles, functions, more
        told = (group.function for group in more.groups if group.function)
        own = {name_function(text) for text in (*functions, *told)} - {*FUNCTIONS.words}
        self.functions = (*FUNCTIONS.words, *sorted(own))
        self._place = {word: place for place, word in enumerate(self.functions)}
        self.recorded = np.array([*map(self._find_function, functions), NONE])
        self._level = np.full(len(titles) + 1, np.nan)
        self._function = np.full(len(titles) + 1, NONE)
        lexicon = build_lexicon(more)
        self._is_department = np.array(
            [*(is_department(text, lexicon) for text in functions), False]
        )
        self._within: dict[tuple[int, int], tuple[float, int]] = {}
        self._is_read = np.append(np.zeros(len(titles), dtype=bool), np.True_)

    def tell(self, titles: np.ndarray, functions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the levels (NaN unknown) and functions (places, -1) that titles (codes) tell."""
        # Functions (codes, as recorded) tell of which department somebody has the title.
        self._read(np.unique(titles[~self._is_read[titles]]))
        level, function = self._level[titles], self._function[titles]
        inside = np.flatnonzero(self._is_department[functions] & (titles != NONE))
        pairs = zip(titles[inside].tolist(), functions[inside].tolist(), strict=True)
        for node, pair in zip(inside.tolist(), pairs, strict=True):
            level[node], function[node] = self._read_within(pair)
        return level, function

    def _read(self, new: np.ndarray) -> None:
        for code in new.tolist():
            self._level[code], self._function[code] = self._read_one(self._titles[code])
        self._is_read[new] = True  # at last, so that another thread finds all or reads anew

    def _read_within(self, pair: tuple[int, int]) -> tuple[float, int]:
        """Return what the title of somebody tells who is of a department, by the codes of both."""
        if pair not in self._within:
            title, function = pair
            self._within[pair] = self._read_one(self._titles[title], self._texts[function])
        return self._within[pair]

    def _read_one(self, title: str, department: str = "") -> tuple[float, int]:
        level, function = read_title(title, build_lexicon(self._more), department)
        place = NONE if function is None else self._find_function(function)
        return np.nan if level is None else level, place

    def _find_function(self, text: str) -> int:
        return self._place[name_function(text)]


def name_function(text: str) -> str:
    """Return the word of the vocabulary that a text spells in either language, else the text."""
    return FUNCTIONS.find(text) or text
