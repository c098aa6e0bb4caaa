"""What a mapping of Salesforce exports cannot express: its ids, and how opportunities ended."""

from __future__ import annotations

import re
from dataclasses import replace
from string import ascii_letters, digits
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.dtypes import TEXT
from kamgraph.model.folding import fold
from kamgraph.sources.crm.joins import add_columns, coalesce
from kamgraph.sources.records import PARENT
from kamgraph.sources.translation.cells import map_distinct, take_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.sources.raw import RawTable

_ALNUM = np.zeros(256, dtype=bool)  # letters and digits
_ALNUM[[*map(ord, f"{ascii_letters}{digits}")]] = True
_SUFFIXES = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", dtype=np.uint8)
_NUMBERS = np.full(256, -1)
_NUMBERS[_SUFFIXES] = np.arange(32)
_BITS = np.array([1, 2, 4, 8, 16])
_SHORT, _LONG = 15, 18
_TO_SMALL = np.uint8(ord("a") - ord("A"))
_OPPORTUNITY = "006"
# Exported trees refer to a record by `@AccountRef1`, and have it as the id of none.
_REFERENCE = re.compile(r"^@(\w+)$")
_OWN = "referenceId"
# What a record in another one has in place of the id of that.
_LINKS = {
    ("Account", "Account"): "ParentId",
    ("Contact", "Contact"): "ReportsToId",
    ("Contact", "Event"): "WhoId",
    ("Contact", "Task"): "WhoId",
    ("User", "User"): "ManagerId",
}
_OBJECTS = {
    "001": "an account",
    "003": "a contact",
    "005": "a user",
    _OPPORTUNITY: "an opportunity",
    "00Q": "a lead",
    "00T": "a task",
    "00U": "an event",
}
_KINDS = np.array([*_OBJECTS], dtype="S3")
_PREFIXES = {
    "organizations": {"001"},
    "people": {"003", "005"},
    "deals": {_OPPORTUNITY},
    "interactions": {"00T", "00U"},
}


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with what opportunities and activities say in columns of their own."""
    return [_add_opportunity(_add_outcomes(_link_records(raw))) for raw in raws]


def _link_records(raw: RawTable) -> RawTable:
    """Give exported records the ids that they have by reference, or by the record they are in."""
    if raw.system != "salesforce":
        return raw
    ids = [str(name) for name in raw.cells if str(name).endswith(("Id", "__c"))]
    cells = {name: raw.cells[name].str.replace(_REFERENCE, r"\1", regex=True) for name in ids}
    linked = add_columns(raw, cells)
    linked = add_columns(linked, {"Id": coalesce(linked, "Id", _OWN)})
    above, kinds = coalesce(linked, f"{PARENT}.Id", f"{PARENT}.{_OWN}"), coalesce(linked, PARENT)
    for kind in filter(None, kinds.unique()):
        name = _LINKS.get((kind, raw.name), f"{kind}Id")
        either = [coalesce(linked, name), above.where(kinds == kind, "")]
        linked = add_columns(linked, {name: take_first(either, kinds.index)})
    return linked


def _add_opportunity(raw: RawTable) -> RawTable:
    """Name the opportunity that an activity is about, where it is about one."""
    if not raw.find_column("WhatId"):
        return raw
    known = map_distinct(coalesce(raw, "WhatId"), _name_opportunity)
    return add_columns(raw, {"the opportunity": known})


def _name_opportunity(about: str) -> str:
    return about if about.startswith(_OPPORTUNITY) else ""


def _add_outcomes(raw: RawTable) -> RawTable:
    """Give opportunities that are over the stage that says so in any org."""
    stage, closed, won = map(raw.find_column, ("StageName", "IsClosed", "IsWon"))
    if stage is None or closed is None or won is None:
        return raw
    raw.served.update((closed, won))
    stages = raw.cells[stage].mask(_is_true(raw.cells[closed]), "Closed Lost")
    stages = stages.mask(_is_true(raw.cells[won]), "Closed Won")
    return replace(raw, cells=raw.cells.assign(**{stage: stages}))


def _is_true(cells: pd.Series[str]) -> pd.Series[bool]:
    return map_distinct(cells.astype(TEXT), fold).isin({"true", "1"})


def identify(ids: pd.Series[str], _of: str) -> pd.Series[str]:
    """Return ids of 15 characters, and those that lost their case, in their form of 18."""
    # The last three characters tell which of the first 15 are capitals. So an id of 18 characters
    # in one case only is restored. What is no id of Salesforce stays as it is, and so does one
    # whose last three do not fit: it may be another one with the same first 15.
    codes, distinct = pd.factorize(ids)
    texts = np.array(distinct, dtype=object)
    known, letters, ends = _find_ids(texts)
    settled, wrong = _settle_case(letters, ends)
    suffixes = _make_suffixes(settled)
    other = (settled != letters).any(axis=1) | (suffixes != ends).any(axis=1)
    new = other & ~wrong
    if not new.any():  # as in most exports
        return ids
    texts[known[new]] = _join_letters(np.hstack([settled[new], suffixes[new]]))
    return pd.Series(texts[codes], ids.index, dtype=object)


def find_doubts(ids: pd.Series[str], of: str) -> pd.Series[str]:
    """Return what is doubtful about ids: their last three characters, or what they are ids of."""
    found = np.full(len(ids), "", dtype=object)
    known, letters, ends = _find_ids(ids.to_numpy(dtype=object))
    _, wrong = _settle_case(letters, ends)
    found[known[wrong]] = "whose last three characters do not fit the others"
    kinds = _read_kinds(letters)
    for kind in _OBJECTS.keys() - _PREFIXES.get(of, _OBJECTS):
        others = kinds == kind.encode()
        found[known[others]] = f"beginning with {kind}, as that of {_OBJECTS[kind]}"
    return pd.Series(found, ids.index, dtype=object)


def _find_ids(texts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which texts are ids, their first 15 characters, and their last three."""
    # An id is a digit with 14 or 17 more letters and digits; without the last three, these are 0.
    lengths = np.fromiter(map(len, texts), int, len(texts))
    known = np.flatnonzero((lengths == _SHORT) | (lengths == _LONG))
    if not "".join(texts[known]).isascii():
        known = known[[text.isascii() for text in texts[known]]]
    letters = np.zeros((len(known), _LONG), dtype=np.uint8)
    for length in (_SHORT, _LONG):
        alike = lengths[known] == length
        joined = "".join(texts[known[alike]]).encode()
        letters[alike, :length] = np.frombuffer(joined, dtype=np.uint8).reshape(-1, length)
    fits = _ALNUM[letters[:, :_SHORT]].all(axis=1) & _is_digit(letters[:, 0])
    ends = letters[:, _SHORT:]
    fits &= _ALNUM[ends].all(axis=1) | (lengths[known] == _SHORT)
    return known[fits], letters[fits, :_SHORT], ends[fits]


def _join_letters(letters: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(letters).view(f"S{_LONG}").ravel().astype(str).astype(object)


def _make_suffixes(letters: np.ndarray) -> np.ndarray:
    """Return the three characters that tell which of each five before are capitals."""
    return _SUFFIXES[_is_capital(letters).reshape(-1, 3, 5) @ _BITS]


def _settle_case(letters: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return ids with the case that they have lost, and which have last three that do not fit."""
    # Those that fit name the capitals that are there, so only the others can tell of lost ones.
    wrong = (ends != 0).any(axis=1) & (_raise_case(ends) != _make_suffixes(letters)).any(axis=1)
    unfit = np.flatnonzero(wrong)
    lost = unfit[_are_restorable(letters[unfit], ends[unfit])]
    settled = letters.copy()
    settled[lost] = _restore_case(letters[lost], ends[lost])
    wrong[lost] = False
    return settled, wrong


def _are_restorable(letters: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return which ids are in one case only, and say by their end which letters are capital."""
    # The end may name letters alone: no digit is a capital.
    capital, small = _is_capital(letters), _is_small(letters)
    one_case = ~(capital.any(axis=1) & small.any(axis=1))
    fitting = ~(_read_suffixes(ends) & ~(capital | small)).any(axis=1)
    # The first three say of what an id is: restored ones that say it no more were no such id.
    kinds, restored = _read_kinds(letters), _read_kinds(_restore_case(letters, ends))
    changed = np.isin(kinds, _KINDS) & ~np.isin(restored, _KINDS)
    return one_case & fitting & ~changed


def _read_kinds(letters: np.ndarray) -> np.ndarray:
    """Return the first three characters of each id."""
    return np.ascontiguousarray(letters[:, :3]).view(_KINDS.dtype).ravel()


def _restore_case(letters: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the first 15 characters with those in capitals that the last three name."""
    capital = _raise_case(letters)
    small = _is_capital(capital) & ~_read_suffixes(ends)
    return np.where(small, capital + _TO_SMALL, capital)


def _read_suffixes(ends: np.ndarray) -> np.ndarray:
    """Return which of the first 15 characters the last three name; all, where they name none."""
    number = _NUMBERS[_raise_case(ends)]
    named = (number[:, :, np.newaxis] & _BITS > 0).reshape(-1, _SHORT)
    return named | (number < 0).any(axis=1, keepdims=True)


def _raise_case(letters: np.ndarray) -> np.ndarray:
    return np.where(_is_small(letters), letters - _TO_SMALL, letters)


def _is_capital(letters: np.ndarray) -> np.ndarray:
    return (letters >= ord("A")) & (letters <= ord("Z"))


def _is_small(letters: np.ndarray) -> np.ndarray:
    return (letters >= ord("a")) & (letters <= ord("z"))


def _is_digit(letters: np.ndarray) -> np.ndarray:
    return (letters >= ord("0")) & (letters <= ord("9"))
