"""The words of a review in one language; the sentences themselves are in ``wording.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from kamgraph.graph.scale import at_least
from kamgraph.plot.words import minus, signed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kamgraph.model.vocabulary import Language, Vocabulary


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Return every sentence and heading: key, then language."""
    return tomllib.loads(files(__package__).joinpath("wording.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Wording:
    """Says things in one language.

    Parameters
    ----------
    language
        ``"en"`` or ``"zh"``.
    """

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """Return a sentence or heading with values put into its places."""
        return self._template(key).format(**values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """Return a phrase with a count, in the form for one or for several."""
        one, _, several = self._template(key).partition("|")
        return (one if count == 1 else several or one).format(count=f"{count:,}", **values)

    def _template(self, key: str) -> str:
        return sentences()[key][self.language]

    def label(self, vocabulary: Vocabulary, word: str) -> str:
        """Return the label of a vocabulary's word."""
        return vocabulary.label(word, self.language)

    def listed(self, words: Sequence[str]) -> str:
        """Return words as a list within a sentence."""
        first = self("comma").join(words[:-1])
        return self("and").join([first, words[-1]]) if first else "".join(words)

    def sentence(self, clauses: Sequence[str]) -> str:
        """Return one sentence made of clauses."""
        return self("semicolon").join(clauses) + self("full_stop")

    def day(self, day: dt.date) -> str:
        """Return a date as people write it."""
        month = self(f"month_{day.month}")
        return self("day", year=day.year, month=month, day=day.day)


def score(value: float, threshold: float | None = None) -> str:
    """Return a score in whole points, finer where rounding would seem to cross a threshold."""
    if np.isnan(value):
        return "–"
    if threshold is not None:
        seems, is_so = at_least(np.array([round(value), value]), threshold)
        return f"{value:.0f}" if seems == is_so else f"{value:.1f}"
    return f"{value:.0f}"


def share(value: float) -> str:
    """Return a share of 0-1 in percent."""
    if np.isnan(value):
        return "–"
    text = f"{abs(value):.0%}"
    return text if text == "0%" else minus(value) + text


def points(value: float) -> str:
    """Return signed points."""
    return "–" if np.isnan(value) else signed(value)
