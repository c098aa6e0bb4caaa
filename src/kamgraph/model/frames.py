"""Frames of other libraries as frames of pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import narwhals as nw
    from narwhals.typing import IntoFrame

_WIDE = ("UInt64", "Int128", "UInt128")  # whose numbers Int64 cannot hold


def as_pandas(frame: IntoFrame) -> pd.DataFrame:
    """Return a frame of any library as one of pandas, without a change of any value."""
    if isinstance(frame, pd.DataFrame):
        return frame.reset_index(drop=True)

    import narwhals as nw  # which takes longer to load than most books to check

    native = nw.from_native(frame)
    eager = native.collect() if isinstance(native, nw.LazyFrame) else native
    return pd.DataFrame({name: _convert_series(eager[name]) for name in eager.columns})


def _convert_series(values: nw.Series[Any]) -> pd.Series[Any]:
    """Keep whole numbers with gaps and mixed values as they are; pandas would make floats."""
    whole = values.dtype.is_integer() and str(values.dtype) not in _WIDE
    return pd.Series(values.to_list(), dtype="Int64" if whole else object)
