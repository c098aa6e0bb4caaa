"""The results behind a review as typed records, put together from those of the questions."""

from __future__ import annotations

from functools import cache, cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, create_model

from kamgraph.model.result import RESULTS, columns
from kamgraph.reviews.results import PortfolioResults, Results

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.result import Record

Model = type[BaseModel]
Parts = dict[str, tuple[str, str]]  # name in JSON → the result behind it, and what it says

_OF_SCOPE = ["account", "deal"]
_CHANGES: Parts = {
    "scores": ("comparison.scores", "Every number of the scores."),
    "reasons": ("comparison.explanation", "Why each axis moved."),
    "people": ("comparison.people", "Who came, left or was replaced."),
    "grades": ("comparison.grades", "Whose grades moved."),
    "gaps": ("comparison.gaps", "Which gaps opened or closed."),
}
_PORTFOLIO: Parts = {
    "accounts": ("portfolio.accounts", "All accounts, the most urgent first."),
    "scores": ("scores", "Where every account and deal stands."),
    "gaps": ("gaps", "What is missing anywhere, the gravest first."),
    "workload": ("portfolio.workload", "What each of us carries."),
    "evaluations": ("portfolio.evaluations", "Every evaluation that the policy asks for."),
    "funnel": ("funnel", "What is signed, expected and missing beside the goals of accounts."),
}
# Every result of a scope that bears the name of a question, promises, and the steps of the plan.
_SCOPE: Parts = {
    name: (name, str(result.__doc__))
    for name, result in vars(Results).items()
    if isinstance(result, cached_property) and name in RESULTS
} | {
    "commitments": ("commitments.promises", "What was promised, and whether it was kept."),
    "counterparts": ("counterparts.pairs", "Which of us should face which key person."),
    "plan": ("plan.steps", "What to do next, each step in its order."),
}


_MODELS: dict[type[Record], Model] = {}


def row_model(record: type[Record]) -> Model:
    """Return the model of one row: the columns that the JSON of a review has."""
    if record not in _MODELS:
        _MODELS[record] = _make_row_model(record)
    return _MODELS[record]


def _make_row_model(record: type[Record]) -> Model:
    fields = {
        column.key: (column.type, column.description)
        for column in columns(record)
        if column.in_json
    }
    return _make_model(record.__name__, str(record.__doc__), fields)


def _make_model(name: str, meaning: str, fields: Mapping[str, tuple[Any, str]]) -> Model:
    declared: dict[str, Any] = {
        field: (kind, Field(description=text)) for field, (kind, text) in fields.items()
    }
    config = ConfigDict(frozen=True, extra="forbid")
    return create_model(name, __config__=config, __doc__=meaning, **declared)


def _type(result: str, *, single_scope: bool = False) -> Any:
    """Return the type of a result: one row, if it has one for each scope, or a list of rows."""
    record = RESULTS[result]
    index = [column.name for column in columns(record) if column.in_index]
    row: Any = row_model(record)
    return row if single_scope and index == _OF_SCOPE else tuple[row, ...]


ChangesRecord = _make_model(
    "ChangesRecord",
    "What is different since the last review.",
    {name: (_type(result), meaning) for name, (result, meaning) in _CHANGES.items()},
)
ScopeRecords = _make_model(
    "ScopeRecords",
    "The results of an account or deal; every list in the order of the results.",
    {
        **{
            name: (_type(result, single_scope=True), meaning)
            for name, (result, meaning) in _SCOPE.items()
        },
        "changes": (
            ChangesRecord | None,
            "What is different since the last review; null if there was none.",
        ),
    },
)
PortfolioRecords = _make_model(
    "PortfolioRecords",
    "The results of a portfolio; every list in the order of the results.",
    {name: (_type(result), meaning) for name, (result, meaning) in _PORTFOLIO.items()},
)


def records(results: Results | PortfolioResults) -> BaseModel:
    """Return the results behind a review as records."""
    if isinstance(results, PortfolioResults):
        return PortfolioRecords(**_fill(_PORTFOLIO, results))
    changes = ChangesRecord(**_fill(_CHANGES, results)) if results.comparison else None
    return ScopeRecords(**_fill(_SCOPE, results), changes=changes)


def _fill(parts: Parts, results: Results | PortfolioResults) -> dict[str, Any]:
    return {
        name: _make_records(RESULTS[result], attrgetter(result)(results))
        for name, (result, _) in parts.items()
    }


def spell_records(result: str, table: pd.DataFrame) -> bytes:
    """Return the table of a result as a list of records in JSON."""
    record = RESULTS[result]
    adapter = _check_rows(row_model(record))
    return adapter.dump_json(_make_records(record, table))


def _make_records(record: type[Record], result: pd.DataFrame | pd.Series[Any]) -> Any:
    """Return a table as records, and the row of a scope as one."""
    if isinstance(result, pd.Series):
        [row] = _make_records(record, result.to_frame().T.rename_axis(_OF_SCOPE))
        return row
    shown = {column.name: column.key for column in columns(record) if column.in_json}
    values = [
        _read_values(result[name] if name in result else result.index.get_level_values(name))
        for name in shown
    ]
    rows = [dict(zip(shown.values(), row, strict=True)) for row in zip(*values, strict=True)]
    return _check_rows(row_model(record)).validate_python(rows)


@cache
def _check_rows(model: Model) -> TypeAdapter[tuple[BaseModel, ...]]:
    """Return what makes records of many rows at once."""
    return TypeAdapter(tuple[model, ...])  # type: ignore[valid-type]


def _read_values(column: pd.Series[Any] | pd.Index) -> list[Any]:
    """Return the values of a column with null for what is missing, and days for moments."""
    if column.dtype.kind == "M":
        return column.to_numpy("datetime64[D]").tolist()  # None for no day
    values = column.to_numpy(dtype=object, copy=True)
    values[pd.isna(values)] = None  # a tuple is there, whatever it holds
    return values.tolist()
