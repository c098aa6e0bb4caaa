"""Columns of texts: every text once, and which of them each row holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from kamgraph.model.columnar.cells import MISSING, Cells, follow, hold, pick, repeat
from kamgraph.model.dtypes import TEXT
from kamgraph.model.read_only import forbid_writing
from kamgraph.model.sorting import list_distinct

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence, Sized

    from pandas.api.extensions import ExtensionArray

_FEW = 64  # texts, which cost less to keep than to leave out
_SOME = 1000  # texts, which Python puts in order before pandas has begun to
_NO_TEXTS: ExtensionArray = pd.array([], dtype=TEXT)


@dataclass(frozen=True, eq=False)
class Texts(Cells):
    """Texts: which of some distinct ones each row holds."""

    codes: np.ndarray  # in the smallest whole numbers; -1 for a missing one
    texts: ExtensionArray  # none of them missing; not all need be held

    def __post_init__(self) -> None:
        """Let nobody write what many share."""
        forbid_writing(self.codes)

    @classmethod
    def of(cls, values: Any, places: np.ndarray | None = None, *, distinct: bool = False) -> Self:
        """Return texts of some values, or of the values at some places, -1 for a missing one."""
        # Of distinct ones none is missing, and they need not be told apart again.
        if distinct and places is not None:
            return cls(shrink_codes(places, values), hold(values, TEXT))
        if isinstance(values, pd.Categorical) and values.categories.dtype == TEXT:
            texts = values.categories.array
            codes = values.codes if places is None else follow(values.codes, places)
            return cls(shrink_codes(codes, texts), texts)
        codes, texts = pd.factorize(pd.Index(hold(values, TEXT)))
        codes = codes if places is None else follow(codes, places)
        return cls(shrink_codes(codes, texts), texts.array)

    @classmethod
    def nothing(cls, count: int) -> Self:
        """Return so many missing texts."""
        return cls(repeat(np.int8(MISSING), count), _NO_TEXTS)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.codes)

    def take(self, rows: np.ndarray) -> Self:
        """Return the cells of the rows that a mask or positions choose."""
        return type(self)(pick(self.codes, rows), self.texts)

    def forget_others(self) -> Self:
        """Return the same cells, with no more than a few texts that none of them holds."""
        if len(self.texts) <= _FEW:
            return self
        held = self.codes[self.codes != MISSING]
        if not len(held):
            return self.nothing(len(self))
        used = list_distinct(held)
        codes = np.where(self.codes == MISSING, MISSING, np.searchsorted(used, self.codes))
        return type(self)(codes, self.texts.take(used))

    def is_missing(self) -> np.ndarray:
        """Return which cells are empty."""
        missing: np.ndarray = self.codes == MISSING
        return missing

    def at(self, places: np.ndarray) -> ExtensionArray:
        """Return the texts at some places, missing where there is no place."""
        return self.texts.take(follow(self.codes, places), allow_fill=True)

    def is_in(self, texts: Collection[str]) -> np.ndarray:
        """Return which cells hold one of some texts."""
        return self.find([*texts]) >= 0

    def compact(self) -> Self:
        """Return the cells with those of the texts alone that are held."""
        if len(self) < len(self.texts):  # so few that to sort them takes less than to mark all
            held = list_distinct(self.codes[~self.is_missing()])
        else:
            marked = np.zeros(len(self.texts) + 1, dtype=bool)
            marked[self.codes] = True
            held = np.flatnonzero(marked[:-1])
        if len(held) == len(self.texts):
            return self
        codes = np.where(self.is_missing(), MISSING, np.searchsorted(held, self.codes))
        return type(self)(shrink_codes(codes, held), self.texts.take(held))

    def find(self, words: Sequence[str]) -> np.ndarray:
        """Return the place of each text among some words; -1 for others and missing ones."""
        known = {word: place for place, word in enumerate(words)}
        places = np.array([known.get(text, MISSING) for text in self.texts.tolist()], np.int64)
        return follow(places, self.codes)

    def rank(self) -> np.ndarray:
        """Return numbers that are ordered as the texts are; -1 for missing ones."""
        rank = np.empty(len(self.texts), dtype=np.int64)
        rank[np.asarray(self.texts.argsort())] = np.arange(len(self.texts))
        return follow(rank, self.codes)

    def to_pandas(self) -> ExtensionArray:
        """Return the texts in the dtype in which a frame has them."""
        return self.texts.take(self.codes, allow_fill=True)


def shrink_codes(codes: np.ndarray, texts: Sized) -> np.ndarray:
    """Return codes of some texts in the smallest whole numbers that hold them."""
    return codes.astype(np.min_scalar_type(-max(len(texts), 1)), copy=False)


def share_texts(columns: Sequence[Texts]) -> list[Texts]:
    """Return columns of texts whose codes mean the same in all of them, ordered as the texts."""
    own = {id(cells.texts): cells.texts for cells in columns}  # many may hold the same
    ends = np.cumsum([len(texts) for texts in own.values()])
    order = _order_few if ends[-1] <= _SOME else _order_many
    ranks, shared = order([*own.values()])
    rank = dict(zip(own, np.split(ranks, ends[:-1]), strict=True))
    return [
        Texts(follow(rank[id(cells.texts)], cells.codes) if len(cells) else cells.codes, shared)
        for cells in columns
    ]


def _order_few(columns: Sequence[ExtensionArray]) -> tuple[np.ndarray, ExtensionArray]:
    """Return the rank of each text of some columns among all of them, and these in order."""
    texts = [column.tolist() for column in columns]
    known = sorted({text for some in texts for text in some})
    rank = {text: place for place, text in enumerate(known)}
    shared = next((one for one, some in zip(columns, texts, strict=True) if some == known), None)
    ranks = np.array([rank[text] for some in texts for text in some], dtype=np.int32)
    return ranks, hold(known, TEXT) if shared is None else shared


def _order_many(columns: Sequence[ExtensionArray]) -> tuple[np.ndarray, ExtensionArray]:
    """Return the same of so many texts that looking at each takes longer than to begin."""
    codes, found = pd.factorize(pd.Index(columns[0]).append([*map(pd.Index, columns[1:])]))
    order = np.asarray(found.argsort())
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order))
    return rank[codes], found.array.take(order)


def join_texts(columns: Sequence[Texts]) -> Texts:
    """Return the cells of some columns of texts one after another."""
    held = [cells for cells in columns if len(cells)]
    if len(held) == 1:
        return held[0]
    if all(cells.texts is columns[0].texts for cells in columns):
        return Texts(np.concatenate([cells.codes for cells in columns]), columns[0].texts)
    shared = share_texts(columns)
    codes = np.concatenate([cells.codes for cells in shared])
    return Texts(shrink_codes(codes, shared[0].texts), shared[0].texts)
