"""The door to what is public: a call that fails is held against what the function takes."""

from __future__ import annotations

import ast
import collections.abc
import datetime as dt
import inspect
import numbers
import os
import re
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pandas as pd

from kamgraph.errors import ArgumentError, KamgraphError, quote, spell_value

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = TypeVar("Kind")

_PLAIN: dict[str, type] = {
    "None": type(None),
    "bool": bool,
    "bytes": bytes,
    "dict[]": collections.abc.Mapping,
    "dt.date": dt.date,
    "float": numbers.Real,
    "frozenset[]": frozenset,
    "int": numbers.Integral,
    "np.ndarray": np.ndarray,
    "np.random.Generator": np.random.Generator,
    "os.PathLike[]": os.PathLike,
    "Path": Path,
    "pd.DataFrame": pd.DataFrame,
    "pd.Series": pd.Series,
    "str": str,
    "tuple[]": tuple,
    **dict.fromkeys(("Language", "Literal[]", "Part", "Period"), str),  # words to choose from
    **{f"{name}[]": getattr(collections.abc, name) for name in collections.abc.__all__},
}
# What need not be there, or is no public name, is known by that of its class.
_FOREIGN = {"Axes", "Connection", "Engine", "Rows", "nx.Graph"}
_LISTS = {name: _PLAIN[name] for name in ("Collection[]", "Iterable[]", "Sequence[]")}
_SPOKEN = {
    "Axes": "an Axes of matplotlib",
    "Connection": "a connection of SQLAlchemy",
    "Engine": "an engine of SQLAlchemy",
    "bool": "True or False",
    "bytes": "bytes",
    "None": "None",
    "dt.date": "a date",
    "float": "a number",
    "int": "a whole number",
    "np.ndarray": "an array",
    "nx.Graph": "a graph of networkx",
    "os.PathLike[]": "a path",
    "Path": "a path",
    "pd.DataFrame": "a DataFrame",
    "pd.Series": "a Series",
    "str": "a text",
    **dict.fromkeys(("Mapping[]", "dict[]"), "a dict"),
    **dict.fromkeys(("Language", "Literal[]", "Part", "Period"), "a text"),
    "tuple[]": "a tuple",
    "frozenset[]": "a frozenset",
    "Callable[]": "a function",
    **dict.fromkeys(_LISTS, "a list"),
}
_INSTEAD = {  # what is wanted, what is given → how the one is made of the other
    ("RelationshipGraph", "Book"): "build_graph(book, account=...) makes one of a book",
    ("Book", "RelationshipGraph"): "graph.book is the one that a graph was built of",
    ("dt.date", "int"): "write a day as YYYY-MM-DD",
    ("Policy", "dict"): "Policy(**judgements) makes one of a dict",
    ("Policy", "str"): "Policy.from_toml reads one",
    ("Policy", "PosixPath"): "Policy.from_toml reads one",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
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


def guard(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose calls end in an answer or in an error of this library.

    What a function says itself of an argument goes first. Who calls rightly pays for nothing: only
    when a call fails is it held against the signature, whose hints are read as they are written.
    Only what is to be true or false is looked at before, as Python takes anything for one of them.
    """
    flags = {name for name, hint in function.__annotations__.items() if hint == "bool"}

    @wraps(function)
    def ask(*args: Any, **kwargs: Any) -> Any:
        for name in flags & kwargs.keys():
            if not isinstance(kwargs[name], bool | np.bool_):
                raise _refuse(_name(function, args), name, kwargs[name], ["bool"])
        try:
            return function(*args, **kwargs)
        except (KamgraphError, *_SLIPS) as error:
            find = _find_wrong if _is_foreign(error) else _find_lone_text
            if wrong := find(function, args, kwargs, error):
                raise wrong from error
            raise

    return ask


def guard_public(module: str, name: str, found: Any) -> Any:
    """Return what a room offers by a name; a function is guarded, and found there by pickles."""
    if not inspect.isfunction(found):
        return found
    guarded = guard(found)
    guarded.__module__ = module
    setattr(sys.modules[module], name, guarded)
    return guarded


def guard_methods(kind: type[Kind]) -> type[Kind]:
    """Have the public methods of a class, and how one is made, guarded as functions are."""
    for name, found in [*vars(kind).items()]:
        if name.startswith("_") and name != "__init__":
            continue
        if inspect.isfunction(found):
            setattr(kind, name, guard(found))
        elif isinstance(found, classmethod | staticmethod):
            setattr(kind, name, type(found)(guard(found.__func__)))
    return kind


def _is_foreign(error: BaseException | None) -> bool:
    """Tell whether an error, or what it was made of, is none of this library."""
    while isinstance(error, KamgraphError):
        error = error.__cause__
    return error is not None


def _find_wrong(
    function: Callable[..., Any], args: Any, kwargs: Any, error: Exception
) -> ArgumentError | None:
    """Return what is wrong with a call by the signature of its function, if anything is."""
    signature = inspect.signature(function)
    try:
        given = signature.bind(*args, **kwargs).arguments
    except TypeError as unbound:
        return ArgumentError(str(unbound), place=_name(function, args))
    for name, value in given.items():
        wanted = _read_hint(signature.parameters[name].annotation)
        if wanted and not any(_is_one(value, kind) for kind in wanted.values()):
            return _refuse(_name(function, args), name, value, [*wanted])
        if said := _explain_value(name, value, error):
            return ArgumentError(said, place=_name(function, args))
    return None


def _find_lone_text(
    function: Callable[..., Any], args: Any, kwargs: Any, _: Exception
) -> ArgumentError | None:
    """Return that a text was given for a list, if one was: none of its letters is what is meant."""
    signature = inspect.signature(function)
    for name, value in signature.bind(*args, **kwargs).arguments.items():
        wanted = _read_hint(signature.parameters[name].annotation)
        if isinstance(value, str) and wanted and _LISTS.keys() >= wanted.keys() - {"None"}:
            return _refuse(_name(function, args), name, value, [*wanted])
    return None


def _explain_value(name: str, value: object, error: Exception) -> str:
    """Return what is wrong with an argument of the right kind, empty if nothing is seen."""
    if isinstance(value, str) and _SURROGATE.search(value):
        return f"{name} holds half a character (a lone surrogate): {spell_value(value)}"
    if isinstance(value, np.ndarray) and isinstance(error, IndexError):
        return f"{name} holds no places that there are"
    if not isinstance(error, KeyError):
        return ""
    if isinstance(value, pd.DataFrame):
        return f"{name} has no column {error}; give the table as its question returned it"
    return f"there is no {name} {quote(value)}" if error.args == (value,) else ""


def _name(function: Callable[..., Any], args: Any) -> str:
    """Return what a function is called; one that makes something, as the class of that."""
    made = function.__name__ == "__init__"
    return type(args[0]).__name__ if made else function.__qualname__


def _read_hint(hint: object) -> dict[str, type | str]:
    """Return the alternatives of a hint with their classes; none if one of them is unknown."""
    if not isinstance(hint, str):
        return {}
    words = _split(ast.parse(hint, mode="eval").body)
    found = {word: _PLAIN.get(word) or _find_class(word) for word in words}
    return {word: kind for word, kind in found.items() if kind} if all(found.values()) else {}


def _find_class(name: str) -> type | str | None:
    """Return the public class of a name; the name alone of one that another library has."""
    if name in _FOREIGN:
        return name.rpartition(".")[2]
    public = sys.modules[__package__ or ""]
    found = getattr(public, name) if name in public.__all__ else None
    return found if inspect.isclass(found) else None


def _split(hint: ast.expr) -> list[str]:
    match hint:
        case ast.BinOp(left=left, right=right):
            return [*_split(left), *_split(right)]
        case ast.Subscript(value=value):
            return [f"{ast.unparse(value)}[]"]
    return [ast.unparse(hint)]


def _is_one(value: object, kind: type | str) -> bool:
    if isinstance(kind, str):
        return any(base.__name__ == kind for base in type(value).__mro__)
    if isinstance(value, str) and kind in _LISTS.values():
        return False  # though to Python it is a list of its letters
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _refuse(function: str, name: str, value: object, wanted: list[str]) -> ArgumentError:
    said = " or ".join(dict.fromkeys(_SPOKEN.get(word, f"a {word}") for word in wanted))
    hints = (_INSTEAD.get((word, type(value).__name__), "") for word in wanted)
    message = f"{name} is {said}, and not {spell_value(repr(value))}"
    return ArgumentError(message, place=function, hint=next(filter(None, hints), ""))
