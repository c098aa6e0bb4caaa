"""What a mapping of Salesforce exports cannot express: its ids, and how opportunities ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.sources.translation.mapping import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.sources.raw import RawTable

_ID = r"(?=.{0,14}\d)[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?"
_SUFFIXES = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", dtype=np.uint8)
_NUMBERS = np.full(256, -1)
_NUMBERS[_SUFFIXES] = np.arange(32)
_BITS = np.array([1, 2, 4, 8, 16])
_LONG = 18
_BETWEEN_CASES = ord("a") - ord("A")
_OBJECTS = {
    "001": "an account",
    "003": "a contact",
    "005": "a user",
    "006": "an opportunity",
    "00Q": "a lead",
    "00T": "a task",
    "00U": "an event",
}
_PREFIXES = {
    "organizations": {"001"},
    "people": {"003", "005"},
    "deals": {"006"},
    "interactions": {"00T", "00U"},
}


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with opportunities that are over in the stage that says so in any org."""
    return [_with_outcomes(raw) for raw in raws]


def _with_outcomes(raw: RawTable) -> RawTable:
    named = {folded(str(column)): column for column in raw.cells}
    if not named.keys() >= {"stagename", "isclosed", "iswon"}:
        return raw
    won, closed = (_is_true(raw.cells[named[name]]) for name in ("iswon", "isclosed"))
    stage = raw.cells[named["stagename"]].mask(closed, "Closed Lost").mask(won, "Closed Won")
    return replace(raw, cells=raw.cells.assign(**{str(named["stagename"]): stage}))


def _is_true(cells: pd.Series[str]) -> pd.Series[bool]:
    return cells.astype("str").str.strip().str.casefold().isin({"true", "1"})


def identify(ids: pd.Series[str], _of: str) -> pd.Series[str]:
    """Return ids of 15 characters, and those that lost their case, in their form of 18.

    The last three characters tell which of the first 15 are capitals. So an id of 18 characters
    in one case only is restored; any other is compared by its first 15. What is no id of
    Salesforce stays as it is.
    """
    texts = pd.Series(ids.unique(), dtype="str")
    texts = texts[texts.str.fullmatch(_ID)]
    if texts.empty:
        return ids
    letters = _letters(texts)
    restored = _is_restorable(texts, letters)
    letters[restored] = _recased(texts[restored], letters[restored])
    full = _text(np.hstack([letters, _suffixes(letters)]))
    return ids.map(dict(zip(texts, full.tolist(), strict=True))).fillna(ids)


def doubts(ids: pd.Series[str], of: str) -> pd.Series[str]:
    """Return what is doubtful about ids: their last three characters, or what they are ids of."""
    found = pd.Series("", ids.index, dtype="str")
    texts = ids[ids.str.fullmatch(_ID)]
    if texts.empty:
        return found
    letters = _letters(texts)
    given = texts.str[15:].str.upper()
    expected = _text(_suffixes(letters))
    wrong = (given != "") & (given != expected) & ~_is_restorable(texts, letters)
    found[texts.index[wrong]] = "whose last three characters do not fit the others"
    prefix = texts.str[:3]
    strange = prefix[prefix.isin(_OBJECTS) & ~prefix.isin(_PREFIXES.get(of, _OBJECTS.keys()))]
    found[strange.index] = strange.map(
        lambda one: f"beginning with {one}, as that of {_OBJECTS[one]}"
    )
    return found


def _letters(texts: pd.Series[str]) -> np.ndarray:
    """Return the first 15 characters of each id."""
    first = np.array([text[:15] for text in texts], dtype="S15")
    return first.view(np.uint8).reshape(-1, 15).copy()


def _text(letters: np.ndarray) -> np.ndarray:
    width = letters.shape[1]
    return np.ascontiguousarray(letters).view(f"S{width}").ravel().astype(f"U{width}")


def _suffixes(letters: np.ndarray) -> np.ndarray:
    """Return the three characters that tell which of each five before are capitals."""
    return _SUFFIXES[_is_capital(letters).reshape(-1, 3, 5) @ _BITS]


def _is_restorable(texts: pd.Series[str], letters: np.ndarray) -> np.ndarray:
    """Return which ids of 18 are in one case only, and say by their end which letters are capital.

    The end may name letters alone: no digit is a capital.
    """
    found = np.zeros(len(texts), dtype=bool)
    long = (texts.str.len() == _LONG).to_numpy()
    capital, small = _is_capital(letters[long]), _is_small(letters[long])
    one_case = ~(capital.any(axis=1) & small.any(axis=1))
    no_letter = ~(capital | small)
    found[long] = one_case & ~(_wanted_capitals(texts[long]) & no_letter).any(axis=1)
    return found


def _recased(texts: pd.Series[str], letters: np.ndarray) -> np.ndarray:
    """Return the first 15 characters with those in capitals that the last three name."""
    lowered = np.where(_is_capital(letters), letters + _BETWEEN_CASES, letters)
    return np.where(_wanted_capitals(texts), lowered - _BETWEEN_CASES, lowered).astype(np.uint8)


def _wanted_capitals(texts: pd.Series[str]) -> np.ndarray:
    """Return which of the first 15 characters the last three name; all, where they name none."""
    ends = np.array([text[15:].upper() for text in texts], dtype="S3")
    number = _NUMBERS[ends.view(np.uint8).reshape(-1, 3)]
    return (number[:, :, np.newaxis] & _BITS > 0).reshape(-1, 15) | (number < 0).any(
        axis=1, keepdims=True
    )


def _is_capital(letters: np.ndarray) -> np.ndarray:
    return (letters >= ord("A")) & (letters <= ord("Z"))


def _is_small(letters: np.ndarray) -> np.ndarray:
    return (letters >= ord("a")) & (letters <= ord("z"))
