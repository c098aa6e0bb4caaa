"""Where among rows of texts the tables are: below notes, one below another, or side by side."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.folding import fold_name
from kamgraph.sources.proposal.headings import is_heading, read_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

Row: TypeAlias = "Sequence[str]"
Names: TypeAlias = dict[int, str]  # the position of a column → what it is called
Lines: TypeAlias = tuple[int, ...]
Headers: TypeAlias = "Mapping[str, Sequence[Lines]]"  # a file or sheet, folded → its headers

_LOOKED_AT = 100  # rows of a block, for its header
_LONGEST = 120  # characters of a name; a longer text is a note
# A number, a day or an address is a value, not the name of a column.
_VALUE = re.compile(r"[\W\d_]+|\S+@\S+|\w+://\S+")
_PAIR = 2
_WIDE = 5  # columns of a table above which pairs of words may stand
_LABEL_ENDS = (":", "：")


@dataclass(frozen=True)
class Area:
    """Where one table stands, in positions of rows that are not blank."""

    header: tuple[int, ...]  # the rows of its names, from the top
    end: int  # the first row that is not its own any more
    title: str = ""  # the text right above it, if it stands alone


class Side(NamedTuple):
    """One of the tables of an area that stand side by side."""

    title: str
    names: Names  # what each of its columns is called, empty where it has no name
    rows: np.ndarray  # those of the area's rows that are its own


def find_areas(rows: Sequence[Row], starts: Sequence[int]) -> list[Area]:
    """Find the tables among rows that are not blank; blank ones stand before each start."""
    # A later block is a table of its own only if its header cannot be a row of the table above.
    # Where no row can be a header, none is found.
    areas: list[Area] = []
    for begin, end in pairwise([*starts, len(rows)]):
        if not areas and begin >= _LOOKED_AT:
            break
        first = begin if areas else 0  # what stands above the first table has to be notes
        block = rows[first : min(end, first + _LOOKED_AT)]
        header = tuple(first + at for at in find_header(block, trust_first=not areas))
        area = Area(header, end, find_title(rows, header[0]) if header else "")
        if header and not (areas and _goes_on(rows, areas[-1], area)):
            areas.append(area)
        elif areas and not all(map(_is_note, block)):
            areas[-1] = replace(areas[-1], end=end)
    found = _drop_properties(rows, areas)
    if [area.header for area in found] == [(0,)]:  # nothing but this table: all is of it
        return [Area((0,), len(rows))]
    return found


def place_areas(
    rows: Sequence[Row], starts: Sequence[int], headers: Sequence[tuple[int, ...]]
) -> list[Area]:
    """Return the tables below headers that are given, each up to the next one."""
    ordered = sorted(headers)
    tops = [*(header[0] for header in ordered), len(rows)]
    areas = []
    for header, last in zip(ordered, tops[1:], strict=True):
        cuts = [at for at in starts if header[-1] < at < last]
        blocks = pairwise([header[-1] + 1, *cuts, last])
        ends = [end for begin, end in blocks if not all(map(_is_note, rows[begin:end]))]
        title = find_title(rows, header[0])
        areas.append(Area(header, max(ends, default=header[-1] + 1), title))
    return areas


def find_header(block: Sequence[Row], *, trust_first: bool = False) -> tuple[int, ...]:
    """Return the rows of a block that name its columns; none if no row can be a header."""
    # A header names every column that is filled below it, no two alike, and above it are notes,
    # or, if it is wide, pairs of a word and its meaning. Where the first row is trusted, its names
    # may be anything.
    paired = False
    for top in range(len(block) - 1):
        if _are_titles(*map(_fill, block[top : top + 2])):
            continue
        for bottom in _list_bottoms(block, top):
            names = name_columns(block[top:bottom])
            if _names_all(names, block[bottom:], trusted=trust_first and bottom == 1):
                return tuple(range(top, bottom)) if len(names) >= _WIDE or not paired else ()
        paired |= not _is_note(block[top])
        if paired and not _is_pair(block[top]):
            break
    return ()


def _are_titles(upper: Names, lower: Names) -> bool:
    """Return whether texts stand over tables side by side, each over the first column of one."""
    firsts = {side[0] for side in list_sides(lower, (), upper)}
    return len(upper) > 1 and {*upper} <= firsts


def _list_bottoms(block: Sequence[Row], top: int) -> list[int]:
    """Return below which rows a header that begins in a row may end: it, or the next one too."""
    two = top + 2 < len(block) and _name_groups(_fill(block[top]), _fill(block[top + 1]))
    return [top + 1, top + 2] if two else [top + 1]


def choose_headers(headers: Headers | None, name: str) -> Sequence[Lines]:
    """Return the headers that are given for a file or sheet, none if they are to be found."""
    return headers.get(fold_name(name), ()) if headers else ()


def find_lines(header: Lines, positions: Mapping[int, int], place: str) -> Lines:
    """Return the positions of the lines that are said to be a header."""
    if empty := [line for line in header if line not in positions]:
        raise SourceError(f"{place}: the header is said to be in line {empty[0]}, which is empty")
    return tuple(positions[line] for line in header)


def name_columns(rows: Sequence[Row]) -> Names:
    """Return the names that rows of a header give columns; the lowest counts."""
    names = _fill(rows[0])
    for row in rows[1:]:
        names = _join_names(names, _fill(row))
    return names


def list_sides(
    names: Names, filled: Collection[int], above: Collection[int] = ()
) -> list[list[int]]:
    """Return the columns of each of the tables that stand side by side; of one, if it is one."""
    # An empty column may stand inside a table; but no table has two columns of one name, or a
    # title of its own over the first of several columns behind an empty one.
    sides: list[list[int]] = []
    for column in sorted({*names, *filled}):
        if sides and column == sides[-1][-1] + 1:
            sides[-1].append(column)
        else:
            sides.append([column])
    called = [{fold_name(names[one]) for one in side if one in names} for side in sides]
    repeats = sum(map(len, called)) > len(set[str]().union(*called))
    if repeats:
        return sides
    titled = {*above} <= {side[0] for side in sides}
    tables = sides[:1] or [[]]
    for side in sides[1:]:
        if titled and side[0] in above and len(side) > 1:
            tables.append(side)
        else:
            tables[-1] = tables[-1] + side
    return tables


def find_groups(rows: Sequence[Row], area: Area) -> tuple[str, ...]:
    """Return the groups into which a header of two rows parts all of its columns."""
    if len(area.header) == 1:
        return ()
    upper, lower = (_fill(rows[at]) for at in (area.header[0], area.header[-1]))
    groups = _find_groups(upper, lower)
    sizes = Counter(groups.get(at, "") for at in lower)
    is_parted = {*upper} <= {*lower} and "" not in sizes and min(sizes.values(), default=0) > 1
    return tuple(sizes) if is_parted and len(sizes) > 1 else ()


def find_sides(
    rows: Sequence[Row], area: Area, body: np.ndarray, held: Mapping[int, np.ndarray]
) -> list[Side]:
    """Return the tables of an area, of whose rows each column fills some."""
    names = name_columns([rows[at] for at in area.header])
    top = area.header[0]
    above: Names = _fill(rows[top - 1]) if top else {}
    sides = list_sides(names, [column for column, own in held.items() if len(own)], above)
    called = [{column: names.get(column, "") for column in side} for side in sides]
    if len(sides) == 1:
        return [Side(area.title, called[0], body)]
    titles = [find_title(rows, top, side) for side in sides]
    # Each table ends where its own rows do.
    own = [np.unique(np.concatenate([held[column] for column in side])) for side in sides]
    return [*map(Side, titles, called, own)]


def _names_all(names: Names, below: Sequence[Row], *, trusted: bool) -> bool:
    """Return whether names are those of every column that is filled below them."""
    filled = {column for row in below for column in _fill(row)}
    sides = [[fold_name(names.get(one, "")) for one in side] for side in list_sides(names, filled)]
    distinct = all(len({*side}) == len(side) for side in sides)
    likely = trusted or all(map(_is_name, names.values()))
    return len(names) > 1 and distinct and likely and filled <= {*names}


def _join_names(upper: Names, lower: Names) -> Names:
    """Return the lower of two names of each column, with its group where two have the same."""
    # A name and a full name are the same, too: only their groups say whose they are.
    groups = _find_groups(upper, lower)
    meant = {at: read_key(name) or fold_name(name) for at, name in lower.items()}
    count = Counter(meant.values())
    full = {at: f"{groups.get(at, '')} {name}".strip() for at, name in lower.items()}
    return groups | {at: name if count[meant[at]] == 1 else full[at] for at, name in lower.items()}


def _find_groups(upper: Names, lower: Names) -> Names:
    """Return the names that stand over columns: their own, or those of the group they are in."""
    groups: Names = {}
    for at in range(max([*upper, *lower], default=-1) + 1):
        if group := upper.get(at) or (groups.get(at - 1, "") if at in lower else ""):
            groups[at] = group
    return groups


def _name_groups(upper: Names, lower: Names) -> bool:
    """Return whether the upper one of two rows of names names groups of the lower one's."""
    # A group stands over several names; a name below a single one would be a value of its column,
    # unless nothing stands over the first column. That the lower row is no row of values shows
    # where it says nothing below a name, or in its words. A text alone is a title.
    if len(upper) <= 1 or not lower:
        return False
    groups = _find_groups(upper, lower)
    sizes = Counter(groups.get(at, "") for at in lower)
    if min(upper) > min(lower):
        return True
    repeated = len({*upper.values()}) < len(upper)
    sparse = not {*upper} <= {*lower} and not repeated
    together = all(sizes[groups[at]] > 1 for at in lower if at in groups)
    return together and (sparse or 2 * _count_headings(lower) >= len(lower))


def _goes_on(rows: Sequence[Row], above: Area, new: Area) -> bool:
    """Return whether what looks like a header is but a row of the table above it."""
    before, names = (name_columns([rows[at] for at in area.header]) for area in (above, new))
    if [*before.values()] == [*names.values()]:
        return True
    wider = not {*names} <= {*before}
    apart = wider or bool(new.title)
    return not (
        _are_known(names) or (wider and new.title) or (apart and _is_above_values(rows, above, new))
    )


def _are_known(names: Names) -> bool:
    """Return whether most of some names are known as headings."""
    return 2 * _count_headings(names) > len(names)


def _count_headings(names: Names) -> int:
    own = {fold_name(one.name) for table in TABLES for one in columns(table)}
    return sum(fold_name(name) in own or is_heading(name) for name in names.values())


def _is_above_values(rows: Sequence[Row], above: Area, new: Area) -> bool:
    """Return whether a column holds values below a row, and none in the table above."""
    parts = [rows[area.header[-1] + 1 : area.end][:_LOOKED_AT] for area in (above, new)]
    before, after = ([_fill(row) for row in part] for part in parts)
    return any(
        all(_find_values(column, after)) and not any(_find_values(column, before))
        for column in name_columns([rows[at] for at in new.header])
    )


def _find_values(column: int, rows: Sequence[Names]) -> list[bool]:
    """Return which of the filled cells of a column hold a value rather than a word."""
    return [bool(_VALUE.fullmatch(row[column])) for row in rows if column in row]


def _drop_properties(rows: Sequence[Row], areas: list[Area]) -> list[Area]:
    """Leave out pairs of a word and its meaning that stand above a table and look like one."""
    names = [name_columns([rows[at] for at in area.header]) for area in areas]
    return [
        area
        for at, area in enumerate(areas)
        if len(names[at]) > _PAIR or _are_known(names[at]) or max(map(len, names[at:])) == _PAIR
    ]


def find_title(rows: Sequence[Row], top: int, side: Collection[int] | None = None) -> str:
    """Return the text that stands alone above a header, or above one of several side by side."""
    above = _fill(rows[top - 1]) if top else {}
    above = {at: text for at, text in above.items() if side is None or at in side}
    title = next(iter(above.values()), "")
    return title if len(above) == 1 and len(title) <= _LONGEST else ""


def _fill(row: Row) -> Names:
    """Return the texts of a row that are not blank, by their columns."""
    return {at: text.strip() for at, text in enumerate(row) if text.strip()}


def _is_note(row: Row) -> bool:
    """Return whether a row is a text alone, or one with a label before it."""
    texts = [*_fill(row).values()]
    return len(texts) <= 1 or texts[0].endswith(_LABEL_ENDS)


def _is_pair(row: Row) -> bool:
    """Return whether a row is a word of its own with what it means."""
    names = _fill(row)
    if _is_note(row) or len(names) != _PAIR:
        return _is_note(row)
    return not all(map(_is_name, names.values())) or not _are_known(names)


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST and not _VALUE.fullmatch(text)
