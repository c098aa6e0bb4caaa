"""What a review says, whatever form it comes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph.model.vocabulary import Language
    from kamgraph.reviews.results import Basis
    from kamgraph.reviews.section import Point, Section, Tone


@dataclass(frozen=True, eq=False, repr=False)
class ReviewContent:
    """The words, figures, tables and pictures of a review; :class:`Review` documents them."""

    kind: str
    title: str
    facts: tuple[str, ...]
    summary: tuple[Point, ...]
    tone: Tone
    sections: tuple[Section, ...]
    language: Language
    results: Basis

    @property
    def verdict(self) -> str:
        """Where we stand and how sure that is, in a sentence: the first of the summary."""
        return self.summary[0].sentence

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """A copy of the table of each section that has one, by the section's name."""
        return {section.name: section.table.rows for section in self.sections if section.table}
