"""Cells of frames: the same value and the same text, whichever library held it."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from uuid import UUID

import numpy as np
import pandas as pd


def as_python(value: object) -> object:
    """Return a cell in the type that Python itself has for it, as far as it has one."""
    if isinstance(value, np.datetime64 | np.timedelta64):
        value = pd.Series([value]).iloc[0]
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False) if is_of_calendar(value) else value
    if isinstance(value, pd.Timedelta):
        return value.to_pytimedelta()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return float(value) if isinstance(value, np.floating) else value.item()
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    # Databases hold ids in both; a decimal that has no places is a whole number.
    whole = isinstance(value, Decimal) and value.as_tuple().exponent == 0
    return str(value) if whole or isinstance(value, UUID) else value


def is_of_calendar(day: dt.date) -> bool:
    """Tell whether a day is one that Python and ISO 8601 know; pandas knows others, too."""
    return dt.MINYEAR <= day.year <= dt.MAXYEAR


def spell_cell(value: object) -> object:
    """Return the text of a cell of any type; the cell itself where it has none."""
    if isinstance(value, dt.datetime) and value.tzinfo is None and _is_midnight(value):
        return str(value)[: -len(" 00:00:00")]  # a day, which some libraries know as a moment only
    try:
        if isinstance(value, list | tuple | dict):
            return json.dumps(_name_pairs(value), ensure_ascii=False, default=_spell_part)
        return value if _says_nothing(value) else str(value)
    except (TypeError, ValueError, RecursionError):  # keys, digits and depths that no text has
        return value


def _says_nothing(value: object) -> bool:
    """Tell whether the text of a value is that of its bytes or its place in memory."""
    kind = type(value)
    silent = kind.__repr__ is object.__repr__ and kind.__str__ is object.__str__
    return silent or isinstance(value, bytes | bytearray | memoryview)


def _is_midnight(moment: dt.datetime) -> bool:
    return (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)


def _name_pairs(value: object) -> object:
    """Return pairs, which is how Arrow holds them, as the dictionary that others hold."""
    if isinstance(value, list) and value and all(isinstance(one, tuple) for one in value):
        return dict(value)
    return value


def _spell_part(value: object) -> object:
    """Return what JSON holds for a part of a cell that it does not know."""
    plain = as_python(value)
    if plain is pd.NA or plain is pd.NaT:
        return None
    if _says_nothing(plain):
        raise TypeError(type(plain).__name__)
    return plain if isinstance(plain, list | float | int) else str(plain)
