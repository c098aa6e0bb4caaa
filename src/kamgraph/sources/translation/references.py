"""Cells that name another row by its name or mail address, made ids where they name but one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.full_names import turn_name
from kamgraph.sources.translation.cells import map_distinct
from kamgraph.sources.translation.rows import FILE, FILLS, KEY, ROW, USE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kamgraph.sources.translation.mapping import Mapping, TableMapping
    from kamgraph.sources.translation.report import FileRecord
    from kamgraph.sources.translation.rows import Frames, Notes

_MAIL = re.compile(r"[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")


def list_keys(table: str, mapping: Mapping) -> list[str]:
    """Return by what the cells of other rows name those of a table, instead of by their ids."""
    found = (
        key
        for use in mapping.tables
        for column, of in _list_references(use)
        if of == table
        for key in use.by[column]
    )
    return [*dict.fromkeys(found)]


def find_ids(tables: Frames, mapping: Mapping, notes: Notes) -> Frames:
    """Return tables in which cells hold ids that held what names one row alone."""
    # What is an id already stays one, and so does what names nobody, or more than one.
    tables = {table: _drop_bare(table, rows, mapping, notes) for table, rows in tables.items()}
    found = dict(tables)
    for number, use in enumerate(mapping.tables):
        for column, of in _list_references(use):
            if use.table in tables and of in tables:
                frame = found[use.table]
                here = frame[USE] == number
                named = _Named(of, tables, notes)
                ids = _find_column(frame[here], column, use.by[column], named)
                if column not in use.split:  # where a row may name several, all of them count
                    _note_others(use, column, frame[here].assign(**{column: ids}), named)
                found[use.table] = frame.assign(**{column: frame[column].mask(here, ids)})
    return {table: _drop_marks(frame) for table, frame in found.items()}


def _drop_bare(table: str, frame: pd.DataFrame, mapping: Mapping, notes: Notes) -> pd.DataFrame:
    """Leave out rows that know something by its name alone, where another row bears that name."""
    if "name" not in list_keys(table, mapping) or "name" not in frame:
        return frame
    bare = frame[FILLS].astype(bool) & (frame["id"] == frame["name"]) & (frame["id"] != "")
    if not bare.any():
        return frame
    names = map_distinct(frame["name"], spell_key)
    again = bare & names.isin(names[~bare])
    notes.skip(frame[again], f"says again what another row says of {table}")
    return frame[~again].reset_index(drop=True)


def spell_key(text: str) -> str:
    """Return what names a row as it is compared: mail in any case, ``唐睿`` as ``睿 唐``."""
    mails = _MAIL.findall(text) if "@" in text else ()
    if len(mails) == 1:
        return str(mails[0]).casefold()
    return turn_name(unicodedata.normalize("NFC", " ".join(text.split())))


def _list_references(use: TableMapping) -> Iterator[tuple[str, str]]:
    """Yield the columns whose cells name rows otherwise than by ids, and the tables of those."""
    if use.by:
        for column in columns(use.table):
            if column.name in use.by and column.references:
                yield column.name, column.references


def _drop_marks(frame: pd.DataFrame) -> pd.DataFrame:
    marks = [name for name in frame if str(name).startswith(KEY)]
    return frame.drop(columns=marks) if marks else frame


def _find_column(
    rows: pd.DataFrame, column: str, keys: Sequence[str], named: _Named
) -> pd.Series[str]:
    """Return a column of some rows with ids for what names one row."""
    ids = rows[column].astype(object)
    for file in rows[FILE].unique():
        texts = ids[rows[FILE] == file]
        if meant := named.find(texts.unique(), keys, file):
            ids[texts.index] = texts.map(meant).fillna(texts)
    return ids


def _note_others(use: TableMapping, column: str, rows: pd.DataFrame, named: _Named) -> None:
    """Note rows in which another column that may stand in for the first names somebody else."""
    for file in map(int, rows[FILE].unique()):
        here = rows[rows[FILE] == file]
        record = named.notes.records[file]
        theirs = [name for one in use.columns[column] if (name := record.raw.find_column(one))]
        for other in theirs[1:]:
            texts = record.read_texts(other).iloc[here[ROW]].set_axis(here.index)
            meant = {one: one for one in texts.unique() if one in named.ids}
            meant |= named.find(texts.unique(), use.by[column], file)
            ids = texts.map(meant)
            differs = ids.notna() & (ids != here[column]) & here[column].isin(named.ids)
            record.contradict(
                f"{use.table}.{column}",
                {
                    int(row): " and ".join(_quote(record, theirs, row))
                    for row in here.loc[differs, ROW]
                },
            )


def _quote(record: FileRecord, columns: Sequence[str], row: int) -> Iterator[str]:
    """Yield what the columns of a row hold, those that are empty aside."""
    for name in columns:
        if text := record.read_texts(name).iloc[row]:
            yield f"{name} '{text}'"


class _Bearer(NamedTuple):
    """A row that bears a name, and where it is from."""

    id: str
    file: int
    row: int


class _Named:
    """The rows of a table, to be found by what others call them."""

    def __init__(self, table: str, tables: Frames, notes: Notes) -> None:
        self._table = table
        self._rows = tables[table]
        self.ids = {*self._rows["id"]}
        self.notes = notes

    def find(self, texts: Collection[str], keys: Sequence[str], file: int) -> dict[str, str]:
        """Return the id that each text means, if it means one; rows of its own file come first."""
        found: dict[str, str] = {}
        rest = {text: spell_key(text) for text in texts if text and text not in self.ids}
        for key in keys:
            bearers = self._list_bearers(key, {*rest.values()})
            for text in [text for text, name in rest.items() if name in bearers]:
                known = bearers[rest.pop(text)]
                here = [one for one in known if one.file == file] or known
                by_id = {one.id: one for one in here}
                if len(by_id) == 1:
                    found[text] = here[0].id
                else:
                    self.notes.ambiguous[self._table, text] = self._explain([*by_id.values()])
        return found

    def _list_bearers(self, key: str, names: Collection[str]) -> dict[str, list[_Bearer]]:
        """Return the rows that bear each of some names."""
        if not names:
            return {}
        texts = self._rows.get(KEY + key, pd.Series("", self._rows.index, dtype=object))
        if key in self._rows:  # a column of ours
            texts = texts.mask(texts == "", self._rows[key])
        spelled = map_distinct(texts, spell_key)
        rows = self._rows[spelled.isin(names) & (self._rows["id"] != "")]
        found = defaultdict(list)
        for name, *bearer in zip(
            spelled[rows.index], rows["id"], rows[FILE], rows[ROW], strict=True
        ):
            found[name].append(_Bearer(*bearer))
        return found

    def _explain(self, bearers: Sequence[_Bearer]) -> str:
        places = "; ".join(self.notes.name_place(one.file, one.row) for one in bearers)
        return f"names {len(bearers)} of the {self._table}: {places}"
