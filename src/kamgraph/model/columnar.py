"""The columns of tables as a book holds them: small numbers, and every text once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
import pandas as pd

from kamgraph.model.columns import DAYS, columns
from kamgraph.model.dtypes import TEXT
from kamgraph.model.once import once
from kamgraph.model.read_only import forbid_writing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence, Sized

    from pandas.api.extensions import ExtensionArray

    from kamgraph.model.columns import Column

Kind = TypeVar("Kind", bound="Cells")

MISSING = -1  # the code of a missing text
_FEW = 64  # texts, which cost less to keep than to leave out
_SOME = 1000  # texts, which Python puts in order before pandas has begun to
NO_DAY = 2**29  # the number of a missing day: later than any, and no sum of two leaves 32 bits
_NO_TEXTS: ExtensionArray = pd.array([], dtype=TEXT)
_DAY = np.dtype("M8[D]")
_NUMBERS = ("number", "integer")


class Cells(ABC):
    """The cells of one column; they are read-only, every change makes new ones."""

    @abstractmethod
    def __len__(self) -> int:
        """Return how many there are."""

    @abstractmethod
    def take(self, rows: np.ndarray) -> Self:
        """Return the cells of the rows that a mask or positions choose."""

    @abstractmethod
    def is_missing(self) -> np.ndarray:
        """Return which cells are empty."""

    @abstractmethod
    def rank(self) -> np.ndarray:
        """Return numbers that are ordered as the values are; -1 for missing ones."""

    @abstractmethod
    def to_pandas(self) -> ExtensionArray | np.ndarray:
        """Return the values in the dtype in which a frame has them, for the caller to keep."""

    def equals(self, other: Cells) -> bool:
        """Tell whether both hold the same values."""
        mine, theirs = (pd.Series(cells.to_pandas(), copy=False) for cells in (self, other))
        return mine.equals(theirs)


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
            return cls(shrink_codes(places, values), _hold(values, TEXT))
        codes, texts = pd.factorize(pd.Index(_hold(values, TEXT)))
        codes = codes if places is None else follow(codes, places)
        return cls(shrink_codes(codes, texts), texts.array)

    @classmethod
    def nothing(cls, count: int) -> Self:
        """Return so many missing texts."""
        return cls(_repeat(np.int8(MISSING), count), _NO_TEXTS)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.codes)

    def take(self, rows: np.ndarray) -> Self:
        """Return the cells of the rows that a mask or positions choose."""
        return type(self)(_pick(self.codes, rows), self.texts)

    def forget_others(self) -> Self:
        """Return the same cells, with no more than a few texts that none of them holds."""
        if len(self.texts) <= _FEW:
            return self
        held = self.codes[self.codes != MISSING]
        if not len(held):
            return self.nothing(len(self))
        used = np.unique(held)
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
            held = np.unique(self.codes[~self.is_missing()])
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


@dataclass(frozen=True, eq=False)
class Days(Cells):
    """Days, as numbers since 1970."""

    numbers: np.ndarray  # NO_DAY for a missing one

    def __post_init__(self) -> None:
        """Let nobody write what many share."""
        forbid_writing(self.numbers)

    @classmethod
    def of(cls, values: Any, places: np.ndarray | None = None) -> Self:
        """Return days of some values, or of the values at some places, -1 for a missing one."""
        days = np.asarray(_hold(values, DAYS)).astype(_DAY)
        numbers = np.where(np.isnat(days), NO_DAY, days.astype(np.int64)).astype(np.int32)
        return cls(numbers if places is None else follow(numbers, places, missing=NO_DAY))

    @classmethod
    def nothing(cls, count: int) -> Self:
        """Return so many missing days."""
        return cls(_repeat(np.int32(NO_DAY), count))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.numbers)

    def take(self, rows: np.ndarray) -> Self:
        """Return the cells of the rows that a mask or positions choose."""
        return type(self)(_pick(self.numbers, rows))

    def is_missing(self) -> np.ndarray:
        """Return which cells are empty."""
        missing: np.ndarray = self.numbers == NO_DAY
        return missing

    def rank(self) -> np.ndarray:
        """Return numbers that are ordered as the days are; -1 for missing ones."""
        first = self.numbers.min(initial=0)
        return np.where(self.is_missing(), MISSING, self.numbers - first)

    def to_days(self) -> np.ndarray:
        """Return the days as numpy has them."""
        days = self.numbers.astype(_DAY)
        days[self.is_missing()] = np.datetime64("NaT", "D")
        return days

    def to_pandas(self) -> ExtensionArray:
        """Return the days in the dtype in which a frame has them."""
        days: ExtensionArray = _hold(self.to_days().astype(DAYS), DAYS)
        return days


@dataclass(frozen=True, eq=False)
class Numbers(Cells):
    """Numbers, whole ones and others."""

    floats: np.ndarray  # NaN for a missing one
    whole: bool

    def __post_init__(self) -> None:
        """Let nobody write what many share."""
        forbid_writing(self.floats)

    @classmethod
    def of(cls, values: Any, places: np.ndarray | None = None, *, whole: bool) -> Self:
        """Return numbers of some values, or of the values at some places, -1 for a missing one."""
        held = _hold(values, "Int64" if whole else "Float64")
        numbers = held.to_numpy(dtype=np.float64, na_value=np.nan)
        return cls(numbers if places is None else follow(numbers, places, missing=np.nan), whole)

    @classmethod
    def nothing(cls, count: int, *, whole: bool) -> Self:
        """Return so many missing numbers."""
        return cls(_repeat(np.float64(np.nan), count), whole)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.floats)

    def take(self, rows: np.ndarray) -> Self:
        """Return the cells of the rows that a mask or positions choose."""
        return type(self)(_pick(self.floats, rows), self.whole)

    def is_missing(self) -> np.ndarray:
        """Return which cells are empty."""
        return np.isnan(self.floats)

    def rank(self) -> np.ndarray:
        """Return whole numbers that are ordered as the numbers are; -1 for missing ones."""
        _, rank = np.unique(self.floats, return_inverse=True)
        return np.where(self.is_missing(), MISSING, rank)

    def to_pandas(self) -> ExtensionArray | np.ndarray:
        """Return the numbers in the dtype in which a frame has them."""
        if not self.whole:
            return self.floats.copy()
        missing = self.is_missing()
        return pd.arrays.IntegerArray(np.where(missing, 0, self.floats).astype(np.int64), missing)


class Table:
    """The columns of one table by their names, of equal length."""

    def __init__(self, columns: Mapping[str, Cells]) -> None:
        self._columns = dict(columns)

    def __getitem__(self, name: str) -> Cells:
        """Return the cells of a column."""
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the columns."""
        return iter(self._columns)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(next(iter(self._columns.values()), ()))

    def texts(self, name: str) -> Texts:
        """Return a column of texts."""
        return _require(self[name], Texts)

    def days(self, name: str) -> Days:
        """Return a column of days."""
        return _require(self[name], Days)

    def numbers(self, name: str) -> Numbers:
        """Return a column of numbers."""
        return _require(self[name], Numbers)

    def with_columns(self, columns: Mapping[str, Cells]) -> Table:
        """Return the table with more or other columns."""
        return Table(self._columns | dict(columns))

    def take(self, rows: np.ndarray) -> Table:
        """Return the rows that a mask or positions choose."""
        if not len(rows):
            return self._nothing if len(self) else self
        return Table({name: cells.take(rows) for name, cells in self._columns.items()})

    @once
    def _nothing(self) -> Table:
        """The table without rows, of which a part of a book has many."""
        none = np.zeros(0, dtype=np.int64)
        found = {name: cells.take(none) for name, cells in self._columns.items()}
        return Table(found).forget_others()

    def forget_others(self) -> Table:
        """Return the same table, with no more than a few texts of a column that no cell holds."""
        return Table(
            {
                name: cells.forget_others() if isinstance(cells, Texts) else cells
                for name, cells in self._columns.items()
            }
        )

    def column(self, name: str) -> pd.Series[Any]:
        """Return a column as pandas has it."""
        return pd.Series(self[name].to_pandas(), name=name, copy=False)

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a frame."""
        found = {name: cells.to_pandas() for name, cells in self._columns.items()}
        return pd.DataFrame(found, copy=False)

    def equals(self, other: Table) -> bool:
        """Tell whether both hold the same columns and rows."""
        same = [*self] == [*other] and len(self) == len(other)
        return same and all(self[name].equals(other[name]) for name in self)


def _require(cells: Cells, kind: type[Kind]) -> Kind:
    if not isinstance(cells, kind):
        raise TypeError(f"a column of {type(cells).__name__} is none of {kind.__name__}")
    return cells


def make_cells(
    column: Column, values: Any, places: np.ndarray | None = None, *, distinct: bool = False
) -> Cells:
    """Return the cells of a column of some values, or of the values at some places."""
    if column.kind == "day":
        return Days.of(values, places)
    if column.kind in _NUMBERS:
        return Numbers.of(values, places, whole=column.kind == "integer")
    return Texts.of(values, places, distinct=distinct)


def hold_frame(name: str, frame: pd.DataFrame) -> Table:
    """Return the columns of a frame that holds a checked table."""
    known = {column.name: column for column in columns(name)}
    return Table(
        {
            str(name): make_cells(known[name], frame[name].array)
            if name in known
            else Texts.of(frame[name].array)
            for name in frame
        }
    )


def join_tables(parts: Sequence[Table]) -> Table:
    """Return the rows of some tables one after another; a column that one lacks is empty there."""
    parts = [part for part in parts if len(part)] or [*parts[:1]]
    if len(parts) == 1:
        return parts[0]
    kinds = {name: type(part[name]) for part in parts for name in part}
    return Table({name: _join_cells(name, kind, parts) for name, kind in kinds.items()})


def _join_cells(name: str, kind: type[Cells], parts: Sequence[Table]) -> Cells:
    if issubclass(kind, Days):
        return Days(np.concatenate([part.days(name).numbers for part in parts]))
    if issubclass(kind, Numbers):
        numbers = [part.numbers(name) for part in parts]
        return Numbers(np.concatenate([one.floats for one in numbers]), numbers[0].whole)
    texts = [part.texts(name) if name in {*part} else Texts.nothing(len(part)) for part in parts]
    return join_texts(texts)


def make_nothing(column: Column, count: int) -> Cells:
    """Return so many empty cells of a column, which take no room."""
    if column.kind == "day":
        return Days.nothing(count)
    if column.kind in _NUMBERS:
        return Numbers.nothing(count, whole=column.kind == "integer")
    return Texts.nothing(count)


def follow(values: np.ndarray, places: np.ndarray, *, missing: float = MISSING) -> np.ndarray:
    """Return the values at some places, another one where there is no place."""
    return np.append(values, np.array([missing], dtype=values.dtype))[places]


def fill(values: np.ndarray, missing: np.ndarray, value: float) -> np.ndarray:
    """Return values with another one in place of what is missing; the same where nothing is."""
    if not missing.any():
        return values
    if missing.all():
        return _repeat(values.dtype.type(value), len(values))
    return np.where(missing, values.dtype.type(value), values)


def shrink_codes(codes: np.ndarray, texts: Sized) -> np.ndarray:
    """Return codes of some texts in the smallest whole numbers that hold them."""
    return codes.astype(np.min_scalar_type(-max(len(texts), 1)), copy=False)


def share_texts(columns: Sequence[Texts]) -> list[Texts]:
    """Return columns of texts whose codes mean the same in all of them, ordered as the texts."""
    ends = np.cumsum([len(cells.texts) for cells in columns])
    order = _order_few if ends[-1] <= _SOME else _order_many
    ranks, shared = order([cells.texts for cells in columns])
    return [
        Texts(follow(own, cells.codes) if len(cells) else cells.codes, shared)
        for own, cells in zip(np.split(ranks, ends[:-1]), columns, strict=True)
    ]


def _order_few(columns: Sequence[ExtensionArray]) -> tuple[np.ndarray, ExtensionArray]:
    """Return the rank of each text of some columns among all of them, and these in order."""
    texts = [column.tolist() for column in columns]
    known = sorted({text for some in texts for text in some})
    rank = {text: place for place, text in enumerate(known)}
    shared = next((one for one, some in zip(columns, texts, strict=True) if some == known), None)
    ranks = np.array([rank[text] for some in texts for text in some], dtype=np.int32)
    return ranks, _hold(known, TEXT) if shared is None else shared


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


def _hold(values: Any, dtype: Any) -> Any:
    """Return values in an array of pandas."""
    return pd.array(values, dtype=dtype, copy=False)


def _repeat(value: np.generic, count: int) -> np.ndarray:
    """Return an array of one value that takes the room of one."""
    return np.broadcast_to(value, count)


def _pick(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the values of some rows; of a single value that is repeated, again no more."""
    if values.strides == (0,) and len(values):
        count = np.count_nonzero(rows) if rows.dtype == bool else len(rows)
        return _repeat(values[0], int(count))
    return values[rows]
