"""Results as tables of Arrow: ids among the columns, and types, units and meaning as declared."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, get_args, get_origin

from kamgraph.errors import require_extra
from kamgraph.model.arguments import check_argument
from kamgraph.model.result import RESULT, RESULTS, columns, flatten, list_types

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    import pyarrow as pa

    from kamgraph.model.result import Record, ResultColumn

_SCOPE = {"account": "Id of the account.", "deal": "Id of the deal; empty for the account itself."}


def to_arrow(result: pd.DataFrame) -> pa.Table:
    """Return the table of a result as one of Arrow, which polars, DuckDB and others take as it is.

    Parameters
    ----------
    result
        What a question returns, or a table of it; rows and columns may have been left out or added.

    Returns
    -------
    pyarrow.Table
        The index of the table (who and what a row is about) is its first columns. Several ids are a
        list, days are days, and the metadata of each field say its ``unit`` and what it means
        (``description``).

    Raises
    ------
    MissingExtraError
        If pyarrow is not installed.

    Examples
    --------
    >>> import kamgraph
    >>> graph = kamgraph.build_graph(kamgraph.load_demo())
    >>> table = to_arrow(kamgraph.scores(graph))
    >>> table.column_names[:3]
    ['account', 'deal', 'own_relationship']
    >>> table.schema.field("choice").metadata[b"unit"]
    b'0-100'
    """
    import pandas as pd

    pa = import_arrow()
    check_argument(result, (pd.DataFrame,), "a result is a DataFrame; a larger one has several")
    frame = flatten(result)
    name = result.attrs.get(RESULT, "")
    declared = make_schema(RESULTS.get(name), map(str, frame))
    fields = [
        declared.field(str(one))
        if str(one) in declared.names
        else pa.Schema.from_pandas(frame[[one]], preserve_index=False).field(0)
        for one in frame
    ]
    metadata = {RESULT: name} if name else None
    return pa.Table.from_pandas(frame, pa.schema(fields)).replace_schema_metadata(metadata)


def make_schema(record: type[Record] | None, wanted: Iterable[str]) -> pa.Schema:
    """Return the schema of those of some columns that a record declares, and of the scope's."""
    pa = import_arrow()
    known = {} if record is None else {one.name: one for one in columns(record)}
    fields = [
        _make_field(known[name])
        if name in known
        else pa.field(name, pa.string(), metadata={"description": _SCOPE[name]})
        for name in wanted
        if name in known or (name in _SCOPE and record is not None)
    ]
    return pa.schema(fields)


def _make_field(column: ResultColumn) -> pa.Field:
    pa = import_arrow()
    said = {"unit": column.unit, "description": column.meaning}
    return pa.field(
        column.name,
        _find_type(next(list_types(column.type))),
        metadata={name: text for name, text in said.items() if text},
    )


def _find_type(declared: Any) -> pa.DataType:
    pa = import_arrow()
    if get_origin(declared) is tuple:
        return pa.list_(_find_type(get_args(declared)[0]))
    plain = {float: pa.float64(), int: pa.int64(), bool: pa.bool_(), dt.date: pa.date32()}
    return plain.get(declared, pa.string())


def import_arrow() -> Any:
    """Return pyarrow, or say how to get it."""
    with require_extra("Arrow needs pyarrow", "parquet"):
        import pyarrow as pa
    return pa
