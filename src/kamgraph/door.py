"""The door to the public functions: a call that fails is held against what the function takes."""

from __future__ import annotations

import ast
import collections.abc
import datetime as dt
import inspect
import numbers
import os
from functools import wraps
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.errors import ArgumentError, KamgraphError, spell_value

if TYPE_CHECKING:
    from collections.abc import Callable

    LookUp = Callable[[str], type | None]  # the public class of a name

_PLAIN: dict[str, type] = {
    "None": type(None),
    "bool": bool,
    "dt.date": dt.date,
    "float": numbers.Real,
    "int": numbers.Integral,
    "os.PathLike[]": os.PathLike,
    "pd.DataFrame": pd.DataFrame,
    "pd.Series": pd.Series,
    "str": str,
    **{f"{name}[]": getattr(collections.abc, name) for name in collections.abc.__all__},
}
_SPOKEN = {
    "bool": "True or False",
    "None": "None",
    "dt.date": "a date",
    "float": "a number",
    "int": "a whole number",
    "os.PathLike[]": "a path",
    "pd.DataFrame": "a DataFrame",
    "pd.Series": "a Series",
    "str": "a text",
    "Mapping[]": "a dict",
    "Callable[]": "a function",
    **dict.fromkeys(("Collection[]", "Iterable[]", "Sequence[]"), "a list"),
}
_INSTEAD = {  # what is wanted, what is given → how the one is made of the other
    ("RelationshipGraph", "Book"): "build_graph(book, account=...) makes one of a book",
    ("Book", "RelationshipGraph"): "graph.book is the one that a graph was built of",
    ("dt.date", "int"): "write a day as YYYY-MM-DD",
    ("Policy", "dict"): "Policy(**judgements) makes one of a dict",
    ("Policy", "str"): "Policy.from_toml reads one",
    ("Policy", "PosixPath"): "Policy.from_toml reads one",
}
# What Python and its libraries raise where they are given something else than they take.
_SLIPS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
)


def guard(function: Callable[..., Any], look_up: LookUp) -> Callable[..., Any]:
    """Return a function whose calls end in an answer or in an error of this library.

    What a function says itself of an argument goes first. Who calls rightly pays for nothing: only
    when a call fails is it held against the signature, whose hints are read as they are written.
    """

    @wraps(function)
    def ask(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (KamgraphError, *_SLIPS) as error:
            if _is_foreign(error) and (wrong := _find_wrong(function, args, kwargs, look_up)):
                raise wrong from error
            raise

    ask.__module__ = __package__ or ""  # where a pickle finds it again
    return ask


def _is_foreign(error: BaseException | None) -> bool:
    """Tell whether an error, or what it was made of, is none of this library."""
    while isinstance(error, KamgraphError):
        error = error.__cause__
    return error is not None


def _find_wrong(
    function: Callable[..., Any], args: Any, kwargs: Any, look_up: LookUp
) -> ArgumentError | None:
    """Return what is wrong with a call by the signature of its function, if anything is."""
    signature = inspect.signature(function)
    try:
        given = signature.bind(*args, **kwargs).arguments
    except TypeError as error:
        return ArgumentError(str(error), place=function.__name__)
    for name, value in given.items():
        wanted = _read_hint(signature.parameters[name].annotation, look_up)
        if wanted and not any(_is_one(value, kind) for kind in wanted.values()):
            return _refuse(function.__name__, name, value, [*wanted])
    return None


def _read_hint(hint: object, look_up: LookUp) -> dict[str, type]:
    """Return the alternatives of a hint with their classes; none if one of them is unknown."""
    if not isinstance(hint, str):
        return {}
    words = _split(ast.parse(hint, mode="eval").body)
    found = {word: _PLAIN.get(word) or look_up(word) for word in words}
    return {word: kind for word, kind in found.items() if kind} if all(found.values()) else {}


def _split(hint: ast.expr) -> list[str]:
    match hint:
        case ast.BinOp(left=left, right=right):
            return [*_split(left), *_split(right)]
        case ast.Subscript(value=value):
            return [f"{ast.unparse(value)}[]"]
    return [ast.unparse(hint)]


def _is_one(value: object, kind: type) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _refuse(function: str, name: str, value: object, wanted: list[str]) -> ArgumentError:
    said = " or ".join(_SPOKEN.get(word, f"a {word}") for word in wanted)
    hints = (_INSTEAD.get((word, type(value).__name__), "") for word in wanted)
    message = f"{name} is {said}, and not {spell_value(repr(value))}"
    return ArgumentError(message, place=function, hint=next(filter(None, hints), ""))
