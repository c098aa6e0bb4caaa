"""Frames of any library as frames of pandas, in which equal values are held alike."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pydantic import BaseModel

from kamgraph.errors import SourceError, spell_value
from kamgraph.model.dtypes import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import narwhals as nw

_TEXTS: Any = pd.StringDtype(na_value=np.nan)  # as pandas holds texts by default
_ROOM = 1_000_000  # cells that a frame may have however few of them are filled
_EMPTIEST = 20  # a larger one may have this many cells for each one that is filled
_FOREIGN = (pd.ArrowDtype, pd.CategoricalDtype, pd.SparseDtype)  # that hold values in another way


def as_pandas(frame: object) -> pd.DataFrame:
    """Return a frame of any library, or a list of rows, as a frame of pandas; no value changes."""
    if isinstance(frame, pd.DataFrame):
        return _convert_foreign(frame.reset_index(drop=True))
    if isinstance(frame, list | tuple):
        return frame_rows([*map(_read_row, frame)])
    named = [*_list_series(frame)]
    plain = pd.DataFrame({place: _read(*one) for place, one in enumerate(named)})
    plain.columns = pd.Index([name for name, _ in named], dtype=object)
    return plain


def frame_rows(rows: Sequence[Mapping[Any, Any]]) -> pd.DataFrame:
    """Make a frame of objects, one a row; a key that a row does not have is missing in it."""
    names = dict.fromkeys(chain.from_iterable(rows))
    filled = sum(map(len, rows))
    if len(rows) * len(names) > max(_ROOM, _EMPTIEST * filled):
        message = f"{len(rows):,} rows of {len(names):,} columns are nearly empty"
        raise SourceError(f"{message}, with {filled:,} cells; is it a table?")
    # An index of plain objects, since a name may hold what no text may.
    header = pd.Index(list(names), dtype=object)
    cells = [_make_column([row.get(name) for row in rows]) for name in names]
    found = pd.DataFrame(dict(enumerate(cells)), index=range(len(rows)))
    return found.set_axis(header, axis="columns")


def _read_row(row: object) -> dict[Any, Any]:
    """Return the cells of a row that is a dictionary or an entity."""
    if isinstance(row, Mapping | BaseModel):
        return dict(row)
    raise SourceError(f"is a list, and a row in it no dictionary, but {spell_value(repr(row))}")


def _make_column(cells: list[Any]) -> pd.Series[Any]:
    """Return cells as texts where all are, else as they are."""
    if {str, type(None)}.issuperset(map(type, cells)):
        with suppress(UnicodeEncodeError):  # half a character is no text
            return pd.Series(cells, dtype=TEXT)
    return pd.Series(cells, dtype=object)


def _convert_foreign(frame: pd.DataFrame) -> pd.DataFrame:
    """Convert the columns of pandas that hold their values in another way than usual."""
    if not any(isinstance(dtype, _FOREIGN) for dtype in frame.dtypes):
        return frame
    # By their places, since two may have one name.
    named = [frame.iloc[:, place] for place in range(frame.shape[1])]
    plain = pd.DataFrame({place: _convert_own(values) for place, values in enumerate(named)})
    plain.columns = frame.columns
    return plain


def _convert_own(values: pd.Series[Any]) -> pd.Series[Any]:
    dtype = values.dtype
    if isinstance(dtype, pd.ArrowDtype):
        import narwhals as nw

        array: Any = values.array
        return _read(values.name, nw.from_native(array.__arrow_array__(), series_only=True))
    if isinstance(dtype, pd.CategoricalDtype):
        words = _convert_own(pd.Series(values.cat.categories))
        held = _hold(words.tolist()) if pd.api.types.is_integer_dtype(words.dtype) else words
        return held.reindex(values.cat.codes).reset_index(drop=True)  # none has the code -1
    return pd.Series(np.asarray(values)) if isinstance(dtype, pd.SparseDtype) else values


def _list_series(frame: Any) -> Iterator[tuple[str, nw.Series[Any]]]:
    """Yield the columns of a frame that is none of pandas; two may have one name."""
    import narwhals as nw  # which takes longer to load than most books to check

    pa = nw.dependencies.get_pyarrow()
    if pa and isinstance(frame, pa.RecordBatch):
        frame = pa.Table.from_batches([frame])
    if pa and isinstance(frame, pa.Table):  # of which narwhals takes no two columns of one name
        _refuse_damage(frame)
        for name, values in zip(frame.column_names, frame.itercolumns(), strict=True):
            yield name, nw.from_native(values, series_only=True)
        return
    try:
        native = nw.from_native(frame)
    except TypeError:
        kind = type(frame).__name__
        wanted = "is no frame of pandas, polars or Arrow, and no list of rows"
        raise SourceError(f"{wanted}, but a {kind}") from None
    eager = native.collect() if isinstance(native, nw.LazyFrame) else native
    yield from ((name, eager[name]) for name in eager.columns)


def _refuse_damage(table: Any) -> None:
    """Refuse a table of Arrow whose buffers do not hold what its types say."""
    try:
        table.validate(full=True)
    except ValueError as error:
        raise SourceError(f"is a damaged table of Arrow: {error}") from None


def _read(name: object, values: nw.Series[Any]) -> pd.Series[Any]:
    """Convert a column; refuse one with values that Python does not know."""
    try:
        return _convert(values)
    except (OverflowError, ValueError, KeyError) as error:  # such as days in lists, and zones
        message = f"the column {spell_value(name)} holds what cannot be read: {error}"
        raise SourceError(message) from None


def _convert(values: nw.Series[Any]) -> pd.Series[Any]:
    """Keep every value as it is: pandas would make floats of whole numbers with gaps."""
    import narwhals as nw

    dtype = values.dtype
    if isinstance(dtype, nw.Datetime) and dtype.time_zone:
        moments = values.dt.convert_time_zone("UTC").dt.replace_time_zone(None).to_numpy()
        return pd.Series(pd.DatetimeIndex(moments, tz="UTC").tz_convert(dtype.time_zone))
    if isinstance(dtype, nw.Datetime) or dtype == nw.Date or dtype.is_float():
        return pd.Series(values.to_numpy())
    if dtype.is_integer() and dtype not in (nw.Int128, nw.UInt128):
        return _convert_whole(values)
    if _are_texts(values) and (pa := nw.dependencies.get_pyarrow()):
        texts = values.cast(nw.String).to_arrow().cast(pa.large_string())
        texts.validate(full=True)
        return pd.Series(_TEXTS.__from_arrow__(texts), copy=False)
    cells = values.to_list()
    coded = dtype == nw.Categorical and pd.api.types.infer_dtype(cells) == "integer"
    return _hold(cells) if coded or dtype.is_integer() else pd.Series(cells, dtype=object)


def _convert_whole(values: nw.Series[Any]) -> pd.Series[Any]:
    if not values.null_count():
        return pd.Series(values.to_numpy(), copy=False)
    numbers, missing = values.fill_null(0).to_numpy(), values.is_null().to_numpy()
    return pd.Series(pd.arrays.IntegerArray(numbers, missing), copy=False)


def _are_texts(values: nw.Series[Any]) -> bool:
    """Tell whether a column holds texts, each by itself or as one of some categories."""
    import narwhals as nw

    if values.dtype in (nw.Categorical, nw.Enum):
        return {str}.issuperset(map(type, values.drop_nulls().unique().to_list()))
    return bool(values.dtype == nw.String)


def _hold(numbers: list[int | None]) -> pd.Series[Any]:
    """Return whole numbers in a dtype that has room for them all."""
    known = [number for number in numbers if number is not None]
    low, high = min(known, default=0), max(known, default=0)
    signed, unsigned = low >= -(2**63) and high < 2**63, low >= 0 and high < 2**64
    return pd.Series(numbers, dtype="Int64" if signed else "UInt64" if unsigned else object)
