"""What a review is made of: sections of words, figures, a table and a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

Kind = Literal["name", "text", "score", "share", "reach", "points", "count", "span"]
"""What a column holds: who a row is about, a text, a score (0-100), a share (0-1, compared within
the column), a reach (0-1), signed points, a count, or a :class:`Span`."""

Tone = Literal["", "good", "fair", "poor"]


class Span(NamedTuple):
    """Scores to be drawn on one line from 0 to 100; missing ones are left out.

    ``own`` as graded, ``after`` influence, ``low`` and ``high`` bounds, ``mark`` to be reached.
    """

    own: float
    after: float
    low: float
    high: float
    mark: float


@dataclass(frozen=True)
class Column:
    """How a column of a table is shown.

    Parameters
    ----------
    heading
        Its title.
    kind
        What it holds.
    below
        The column whose text stands small below each value; empty for none.
    """

    heading: str
    kind: Kind = "text"
    below: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """A table with the way to show it.

    Parameters
    ----------
    _rows
        Plain values; missing ones are shown as a dash.
    columns
        The columns to show, in this order.
    caption
        How to read it, in a sentence.
    """

    _rows: pd.DataFrame
    columns: Mapping[str, Column]
    caption: str

    @property
    def rows(self) -> pd.DataFrame:
        """A copy of the values."""
        return self._rows.copy()


@dataclass(frozen=True)
class Figure:
    """One number to remember, with what it is and what it means."""

    label: str
    value: str
    note: str
    tone: Tone = ""


class Point(NamedTuple):
    """One sentence of a summary, with what it is about."""

    label: str
    sentence: str


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture that is drawn when it is shown.

    Parameters
    ----------
    draw
        Returns an element that is safe to put into a page: an ``<svg>``, or more where it is live.
    alternative
        What the picture shows, for those who cannot see it.
    live
        Whether people work with it; then its parts say themselves what they are.
    """

    draw: Callable[[], str]
    alternative: str
    live: bool = False


@dataclass(frozen=True, eq=False)
class Section:
    """One part of a review.

    Parameters
    ----------
    name
        What it is called in :attr:`Review.tables` and in links.
    heading, sentence
        What it is about, and what it says in a sentence.
    figures, table, picture
        What it shows, in this order; each may be left out.
    fine_print
        Whether it only explains the others.
    """

    name: str
    heading: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    table: Table | None = None
    picture: Picture | None = None
    fine_print: bool = False
