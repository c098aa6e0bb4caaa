"""Lists of the same people or things from different times, of which one is the newest."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from kamgraph.model.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.sources.proposal.sheet import Sheet

_THINGS = {"people", "users", "organizations", "deals"}
_NUMBERS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_FEWEST = 2  # rows that two lists share


def find_older(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return the files that list what a file of a later year lists, each with that file."""
    older: dict[str, str] = {}
    for one, other in _list_alike(sheets):
        first, last = sorted((one, other), key=lambda sheet: _read_time(sheet.name))
        if _call_without_time(one.name) == _call_without_time(other.name) and (
            _read_time(first.name) < _read_time(last.name)
        ):
            older[first.name] = last.name
    return {name: _find_newest(name, older) for name in older}


def list_same(sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Sheet]]:
    """Yield lists of the same things of which nothing tells which is newer."""
    older = find_older(sheets)
    for one, other in _list_alike(sheets):
        if not {one.name, other.name} & older.keys():
            yield one, other


def _list_alike(sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Sheet]]:
    """Yield pairs of files of which most of what the shorter one lists is in the other, too."""
    listed = [(sheet, _list_rows(sheet)) for sheet in sheets if _is_list(sheet)]
    for (one, rows), (other, others) in combinations(listed, 2):
        shared, fewest = len(rows & others), min(len(rows), len(others))
        is_other = one.record.raw is not other.record.raw and one.subject == other.subject
        if is_other and shared >= _FEWEST and 2 * shared >= fewest:
            yield one, other


def _is_list(sheet: Sheet) -> bool:
    return sheet.subject in _THINGS and sheet.is_whole


def _list_rows(sheet: Sheet) -> set[tuple[str, ...]]:
    """Return by what a file tells its rows apart: ids and names together, as numbers repeat."""
    parts = ("id", "name", "first name", "last name")
    found = [column for part in parts if (column := sheet.find_column(part))]
    return {*zip(*map(sheet.read_texts, found), strict=True)}


def _call_without_time(name: str) -> str:
    return fold_name(_NUMBERS.sub("", name))


def _read_time(name: str) -> list[int]:
    """Return the year in a name and the numbers behind it, none without a year."""
    numbers = _NUMBERS.findall(name)
    years = [at for at, number in enumerate(numbers) if _YEAR.match(number)]
    return [int(number.ljust(8, "0")) for number in numbers[years[0] :]] if years else []


def _find_newest(name: str, older: dict[str, str]) -> str:
    while name in older:
        name = older[name]
    return name
