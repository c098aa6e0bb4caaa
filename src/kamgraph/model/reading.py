"""The vectorised reading of one column: what it may hold, and what is wrong with the rest."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
import pandas as pd
from pydantic import StringConstraints

from kamgraph.model.cells import as_python, is_of_calendar, spell_cell
from kamgraph.model.columnar.cells import Cells, follow
from kamgraph.model.columnar.make import make_cells
from kamgraph.model.columnar.numbers import Numbers
from kamgraph.model.columnar.texts import Texts
from kamgraph.model.columns import Column, unwrap
from kamgraph.model.day import are_days
from kamgraph.model.dtypes import TEXT
from kamgraph.model.folding import fold
from kamgraph.model.lines import are_lines
from kamgraph.model.marks import SMALLEST, Graded, Id, InPercent, Text, Words
from kamgraph.model.nothing import ERROR, ERRORS, NO_VALUES, says_nothing
from kamgraph.model.vocabulary import GRADES, STRENGTHS

if TYPE_CHECKING:
    from kamgraph.model.policy import Policy
    from kamgraph.model.vocabulary import Vocabulary

Parsed: TypeAlias = tuple[object, str | None]  # the clean value, and what is wrong with it
Parser: TypeAlias = Callable[[object], Parsed]
Read: TypeAlias = tuple[Cells, dict[int, str]]  # what is wrong by the position of the cell
Maker: TypeAlias = Callable[..., Cells]  # of values, and the place of each row's

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
PERCENT = re.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)[ \\t-\\r]?[%\uff05]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
SHORTENED = re.compile(r"[0-9]\.[0-9]+[eE]\+[0-9]{2,}")
_SHORTENERS = ("e+", "E+")  # what stands in each number that a spreadsheet has shortened
_EXACT = 2**53  # up to which every whole number has a float of its own
_NUMBERS = (int, float, Decimal)  # decimals are what databases hold
_TYPES = {str, int, float, bool, dt.date}  # whose equal values are alike, but for their type


def read_column(values: pd.Series[Any], column: Column, policy: Policy) -> Read:
    """Read a column of any dtype into the book's own, each distinct value once."""
    values = _unify(values, column)
    if column.kind == "number" and values.dtype == "float64" and column.fits(values).all():
        return Numbers(values.to_numpy() + 0.0, whole=False), {}  # -0.0 becomes 0.0
    parse, is_plain = _make_parser(column, policy), partial(takes_as_they_are, column)
    clean, problems = _read_distinct(values, parse, partial(make_cells, column), is_plain)
    if column.required and (lost := np.flatnonzero(clean.is_missing())).size:
        problems = dict.fromkeys(lost.tolist(), "is missing") | problems
    return clean, problems


def takes_as_they_are(column: Column, values: Sequence[object]) -> bool:
    """Return whether all values are texts in which nothing can be wrong, told of all at once."""
    if column.kind == "day":
        texts = [value for value in values if isinstance(value, str)]
        return len(texts) == len(values) and are_days([*filter(None, texts)])
    return _takes_texts(column) and _is_plain(values)


def _takes_texts(column: Column) -> bool:
    """Return whether a column takes any text of its form."""
    return column.kind == "text" and column.mark(Words) is None


def read_extra(values: pd.Series[Any]) -> Read:
    """Read a column that no entity knows as :func:`read_column` does, as text of any kind."""
    pattern = _compile_pattern(unwrap(Text))
    return _read_distinct(
        values, lambda value: _parse_text(spell_cell(value), pattern), Texts.of, _is_plain
    )


def find_name_problem(name: object) -> str | None:
    """Return why a column cannot be called this, None if it can."""
    return _parse_text(name, _compile_pattern(unwrap(Id)))[1]


def _unify(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    """Bring dtypes that hold the right thing without doubt to the one that is read."""
    if column.is_id and _are_whole_floats(values):
        values = values.astype("Int64")
    if column.kind == "text" and _are_whole(values):
        return _spell_whole(values)
    if column.kind == "day" and pd.api.types.is_datetime64_any_dtype(values.dtype):
        days: pd.Series[Any] = values.dt.tz_localize(None).astype("M8[s]").dt.normalize()
        return days
    if column.kind == "number" and pd.api.types.is_integer_dtype(values.dtype):
        is_exact = ((values >= -_EXACT) & (values <= _EXACT)).all()  # missing ones are skipped
        return values.astype("float64") if is_exact else values
    return values


def _are_whole(values: pd.Series[Any]) -> bool:
    """Tell whether all values that are not missing are whole numbers, in whatever dtype."""
    if values.dtype != object:
        return pd.api.types.is_integer_dtype(values.dtype)
    if len(values) and isinstance(values.iloc[0], str):  # as nearly all are, and long to look at
        return False
    return pd.api.types.infer_dtype(values, skipna=True) == "integer"


def _are_whole_floats(values: pd.Series[Any]) -> bool:
    """Tell whether floats are whole numbers, as pandas holds those with gaps and of databases."""
    if not pd.api.types.is_float_dtype(values.dtype):
        return False
    known = values.dropna()
    return bool(((known % 1 == 0) & (known.abs() < _EXACT)).all())


def _spell_whole(values: pd.Series[Any]) -> pd.Series[Any]:
    """Return whole numbers as texts."""
    codes, numbers = pd.factorize(values)
    texts = pd.array([*map(str, numbers.tolist())], dtype=TEXT)
    return pd.Series(texts.take(codes, allow_fill=True), values.index, copy=False)


def _read_distinct(
    values: pd.Series[Any], parse: Parser, make: Maker, is_plain: Callable[[Sequence[object]], bool]
) -> Read:
    """Read each distinct value once; quickly, if they are texts in which nothing can be wrong."""
    codes, held = _find_distinct(values)
    distinct = held if isinstance(held, list) else held.tolist()
    if is_plain(distinct):
        if "" not in distinct:
            return make(held, codes, distinct=True), {}
        return make([value or None for value in distinct], codes), {}
    parsed = [
        (parse(value) if value else (None, None))
        if isinstance(value, str)
        else parse(as_python(value))
        for value in distinct
    ]
    clean = make([value for value, _ in parsed], codes)
    wrong = np.array([bool(problem) for _, problem in parsed], dtype=bool)
    bad = np.flatnonzero(follow(wrong, codes, missing=False)).tolist()
    return clean, {position: parsed[codes[position]][1] or "" for position in bad}


def _is_plain(values: Sequence[object]) -> bool:
    """Return whether all values are texts that every column of text takes as they are."""
    if not {str}.issuperset(map(type, values)) or not NO_VALUES.isdisjoint(values):
        return False
    return are_lines(cast("Sequence[str]", values), without=_SHORTENERS)


def _find_distinct(
    values: pd.Series[Any],
) -> tuple[np.ndarray, list[object] | np.ndarray | pd.Index[Any]]:
    """Return the distinct values, those of another type apart, and the place of each row's."""
    if values.dtype != object or pd.api.types.infer_dtype(values, skipna=True) == "string":
        return pd.factorize(values)
    missing = values.isna().to_numpy()
    held = values.to_numpy()
    if missing.any():
        held = held[~missing]
    kinds = set(map(type, held))
    codes = np.full(len(values), -1)
    if not _TYPES.issuperset(kinds):  # an hour in two zones hashes alike
        codes[~missing] = np.arange(len(held))
        return codes, list(held)
    if len(kinds - {str}) <= 1:  # as 1 and True do, but never a text and something else
        codes[~missing], alike = pd.factorize(held)
        return codes, alike
    types = np.fromiter(map(type, held), object, len(held))
    distinct: list[object] = []
    code = np.empty(len(held), dtype=np.int64)
    for kind in dict.fromkeys(types):
        mine = types == kind
        code[mine], of_kind = pd.factorize(held[mine])
        code[mine] += len(distinct)
        distinct += list(of_kind)
    codes[~missing] = code
    return codes, distinct


def _make_parser(column: Column, policy: Policy) -> Parser:
    """Return the function that reads one value of the column."""
    return partial(_parse_cell, column=column, parse=_choose_parser(column, policy))


def _parse_cell(value: object, column: Column, parse: Parser) -> Parsed:
    """Read a value that may say nothing, unless it is a word that the column knows."""
    if isinstance(value, str) and value in ERRORS:
        return None, ERROR
    if not isinstance(value, str) or not says_nothing(value, column.kind):
        return parse(value)
    words = column.mark(Words)
    says = column.kind not in {"text", "day"} or (words and words.vocabulary.find(value))
    clean, problem = parse(value) if says else (None, "stands for nothing")
    return (clean, None) if clean is not None or not column.required else (None, problem)


def _choose_parser(column: Column, policy: Policy) -> Parser:
    if column.kind == "graded":
        return partial(
            _parse_grade,
            labels=index_labels(column, policy),
            highest=find_highest_rank(column, policy),
        )
    if column.kind == "day":
        return _parse_day
    if column.kind == "text":
        text = partial(_parse_text, pattern=_compile_pattern(column.marks))
        if column.is_id:
            return partial(_parse_id, text=text)
        words = column.mark(Words)
        return text if words is None else partial(_parse_word, words=words, text=text)
    return partial(_parse_number, column=column)


def _compile_pattern(marks: Iterable[object]) -> re.Pattern[str]:
    constraints = next(mark for mark in marks if isinstance(mark, StringConstraints))
    return re.compile(str(constraints.pattern))


def _parse_text(value: object, pattern: re.Pattern[str]) -> Parsed:
    if not isinstance(value, str):
        return None, f"must be text, not of type {type(value).__name__}"
    if not value.isascii() and _SURROGATE.search(value):
        return None, "holds half a character (a lone surrogate)"
    if not pattern.fullmatch(value):
        return None, "holds a control character, or begins or ends with a blank"
    return value, None


def _parse_id(value: object, text: Parser) -> Parsed:
    clean, problem = text(value)
    if clean is not None and SHORTENED.fullmatch(str(clean)):
        return None, "is a number that a spreadsheet has shortened; export the ids as text"
    return clean, problem


def _parse_word(value: object, words: Words, text: Parser) -> Parsed:
    word = words.vocabulary.find(value) if isinstance(value, str) else None
    if word is not None:
        return word, None
    if words.open:
        return text(value)
    return None, words.vocabulary.explain_unknown()


def _parse_day(value: object) -> Parsed:
    if isinstance(value, dt.date):
        if not is_of_calendar(value):
            return None, "lies beyond the years 1 to 9999"
        return pd.Timestamp(dt.date(value.year, value.month, value.day)), None
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        try:
            return pd.Timestamp(dt.date.fromisoformat(value.strip())), None
        except ValueError as error:
            return None, f"is no day of the calendar: {error}"
    return None, "is no date; write it as YYYY-MM-DD"


def _parse_number(value: object, column: Column) -> Parsed:
    is_share = column.mark(InPercent) is not None
    number = _parse_percent(value) if is_share else None
    number = _parse_float(value) if number is None else number
    if number is None:
        return None, "is no number"
    if not column.fits(np.array([number])).all():
        advice = "; write sixty percent as 0.6 or 60%" if is_share else ""
        return None, f"must be {column.range}{advice}"
    if abs(number) >= _EXACT and Decimal(str(value)) != Decimal(repr(number)):
        return None, "has more digits than a number keeps, which are about 16; round it"
    if column.kind == "number":
        return number, None
    return (int(number), None) if number.is_integer() else (None, "is no whole number")


def _parse_grade(value: object, labels: Mapping[str, str], highest: int | None) -> Parsed:
    number = _parse_float(value)
    if number is None:
        label = labels.get(fold(value)) if isinstance(value, str) else None
        known = ", ".join(dict.fromkeys(labels.values()))
        return label, None if label else f"is neither a number nor one of {known}"
    if highest is not None and not (number.is_integer() and 1 <= number <= highest):
        return None, f"is no rank; ranks go from 1 to {highest}"
    if highest is None and not (number == 0 or SMALLEST <= abs(number) <= 1):
        return None, f"must be in [-1, 1], and 0 or at least {SMALLEST} in size"
    return repr(number).removesuffix(".0"), None


def _parse_percent(value: object) -> float | None:
    """Return the share of 1 that a text such as ``60%`` tells; None where it tells none."""
    found = PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    return float(Decimal(found[1]).scaleb(-2)) if found else None


def _parse_float(value: object) -> float | None:
    """Return what is written or held as a number; a truth value is none, nor is ``1_000``."""
    if isinstance(value, str):
        text = value.strip()
        return float(text) + 0.0 if NUMBER.fullmatch(text) else None
    if not isinstance(value, _NUMBERS) or isinstance(value, bool):
        return None
    try:
        return float(value) + 0.0  # -0.0 becomes 0.0
    except OverflowError:
        return math.inf


def find_highest_rank(column: Column, policy: Policy) -> int | None:
    """Return the highest rank of a column of grades, None where grades are no ranks."""
    graded = column.mark(Graded)
    scale = policy.scales.get(graded.labels) if graded else None
    return None if scale is None else len(scale)


def index_labels(column: Column, policy: Policy) -> dict[str, str]:
    """Return the policy's label that each spelling of it, folded, stands for in a column."""
    graded = column.mark(Graded)
    if graded is None or graded.labels == "strength":
        return index_strengths([*policy.strength_labels, *policy.closeness_labels])
    return _index_spellings(list(policy.scales[graded.labels]), GRADES)


def index_strengths(labels: Iterable[str]) -> dict[str, str]:
    """Return which of some labels of strengths each spelling, folded, stands for."""
    return _index_spellings([*labels], STRENGTHS)


def _index_spellings(labels: list[str], vocabulary: Vocabulary) -> dict[str, str]:
    spellings = {fold(label): word for word in labels for label in vocabulary.both(word)}
    return {fold(word): word for word in labels} | spellings
