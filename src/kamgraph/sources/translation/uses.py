"""The first half of a translation: which files a mapping is about, and their cells as ours."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.dtypes import TEXT
from kamgraph.model.folding import fold, fold_name
from kamgraph.model.marks import CurrencyOf, InPercent
from kamgraph.model.nothing import ERRORS, list_nothing
from kamgraph.model.tables import unique_key
from kamgraph.sources.odd_cells import find_unfit
from kamgraph.sources.translation.cells import (
    fill_fields,
    fill_names,
    find_respelled,
    is_plain,
    map_distinct,
    may_be_thousands,
    spell_column,
    spell_shares,
    take_first,
)
from kamgraph.sources.translation.currencies import differ, spell_currency
from kamgraph.sources.translation.mapping import ALIASES, FIELD, list_fields
from kamgraph.sources.translation.numbers import multiply, tell_currency
from kamgraph.sources.translation.references import list_keys
from kamgraph.sources.translation.rows import FILE, FILLS, KEY, LATER, ROW, USE
from kamgraph.sources.translation.several import split_values, take_off_remarks
from kamgraph.sources.translation.words import find_nothing, translate_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Mapping as AbstractMapping
    from collections.abc import Set as AbstractSet

    from kamgraph.model.columns import Column
    from kamgraph.sources.translation.mapping import Mapping, TableMapping
    from kamgraph.sources.translation.report import FileRecord

    Beside: TypeAlias = AbstractMapping[str, AbstractMapping[int, str]]  # by column and row

_PERSON = ("people", "name")  # said in parts, the family first or last
_TRUTHS = ({"true", "1", "yes"}, {"false", "0", "no"})


def make_pieces(
    mapping: Mapping, records: Sequence[FileRecord]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield for each use of a file our table and its rows, as text, with where they are from."""
    for at, use in enumerate(mapping.tables):
        for number, record in enumerate(records):
            if is_about(use, mapping, record):
                _note_done_rows(use, record)
                yield use.table, _make_piece(at, mapping, number, record)


def is_about(use: TableMapping, mapping: Mapping, record: FileRecord) -> bool:
    """Return whether a file is one that a mapping uses so: by its name, or else by its columns."""
    raw = record.raw
    name = fold_name(raw.name)
    if use.header:
        is_meant = use.header == raw.header and fold_name(raw.part_of or raw.name) in use.files
    elif name in mapping.files:
        is_meant = name in use.files
    else:
        is_meant = any(all(map(raw.find_column, one)) for one in use.known_by)
    return is_meant and not mapping.why_ignored(raw.name)


def _note_done_rows(use: TableMapping, record: FileRecord) -> None:
    """Note which rows of a file are said to have happened."""
    for theirs, values in use.done.items():
        record.done |= find_rows(record, theirs, values)


def _make_piece(at: int, mapping: Mapping, number: int, record: FileRecord) -> pd.DataFrame:
    use = mapping.tables[at]
    rows = np.flatnonzero(_select_rows(use, mapping, record))
    piece = pd.DataFrame({FILE: number, ROW: rows, USE: at, FILLS: use.fills})
    for column in _list_columns(use):
        name = column.name
        if name in use.constants:
            piece[name] = use.constants[name]
        elif name in use.columns:
            piece[name] = _spell_cells(use, column, mapping, record, rows)
        elif name in use.defaults or name in use.decided_by:
            piece[name] = ""
    piece = _fill_currencies(use, mapping, record, piece)
    piece = piece.assign(
        **_read_keys(use, mapping, record, rows), **_read_own_columns(use, mapping, record, rows)
    )
    if use.prefer:
        first = [find_rows(record, theirs, values) for theirs, values in use.prefer.items()]
        piece[LATER] = np.where(np.logical_and.reduce(first)[rows], "", "later")
    for name, marks in use.split.items():
        piece = split_values(piece, name, marks)
    for name, remarks in use.remarks.items():
        piece = take_off_remarks(piece, name, remarks)
    return _translate_words(use, mapping, record, piece)


def _translate_words(
    use: TableMapping, mapping: Mapping, record: FileRecord, piece: pd.DataFrame
) -> pd.DataFrame:
    """Return rows with our words for theirs, and the codes of currencies that no mapping names."""
    for column in _list_columns(use):
        if column.name in piece:
            piece = translate_words(use, column, piece, record, mapping)
            if column.mark(CurrencyOf):
                codes = map_distinct(piece[column.name], spell_currency)
                piece = piece.assign(**{column.name: codes})
    return piece


def _spell_cells(
    use: TableMapping, column: Column, mapping: Mapping, record: FileRecord, rows: np.ndarray
) -> pd.Series[str]:
    """Return what some rows hold in a column of ours, in its spelling unless it is to be split."""
    texts = _coalesce(use, column, mapping, record)
    is_share = column.mark(InPercent) is not None
    if is_share or may_be_thousands(column):
        names = use.columns[column.name]
        texts = _write_beside(texts, names, record, record.raw.units, multiply)
    texts = texts.iloc[rows].reset_index(drop=True)
    if column.name in use.split or is_plain(texts, column):
        return texts
    if column.kind == "text":
        for what, here in find_respelled(texts).items():
            record.respell(f"{use.table}.{column.name}", what, rows[here])
    if is_share:
        return spell_shares(texts, mapping, in_percent=column.name in use.percent)
    is_typed = not record.raw.from_text
    return spell_column(texts, column, mapping, is_typed=is_typed)


def _fill_currencies(
    use: TableMapping, mapping: Mapping, record: FileRecord, piece: pd.DataFrame
) -> pd.DataFrame:
    """Return rows with the currencies that their amounts tell, where nothing else tells them."""
    ours = {column.name: column for column in _list_columns(use)}
    pairs = [(name, one.mark(CurrencyOf)) for name, one in ours.items()]
    for name, mark in pairs:
        if mark is None or mark.column not in use.columns:
            continue
        amounts = _read_amounts(use, ours[mark.column], mapping, record)
        amounts = amounts.iloc[piece[ROW]].reset_index(drop=True)
        told = map_distinct(amounts, tell_currency)
        known = map_distinct(piece[name], str) if name in piece else told
        cells = pd.DataFrame({"known": known, "told": told, "amount": amounts})
        _note_other_currencies(f"{use.table}.{name}", cells, piece[ROW], record)
        piece = piece.assign(**{name: known.mask(known == "", told)})
    return piece


def _read_amounts(
    use: TableMapping, column: Column, mapping: Mapping, record: FileRecord
) -> pd.Series[str]:
    """Return amounts as the file shows them, with the currencies that the formats of cells show."""
    amounts = _coalesce(use, column, mapping, record)
    names = use.columns[column.name]
    return _write_beside(amounts, names, record, record.raw.currencies, "{} {}".format)


def _write_beside(
    amounts: pd.Series[str],
    names: Sequence[str],
    record: FileRecord,
    beside: Beside,
    write: Callable[[str, str], str],
) -> pd.Series[str]:
    """Return amounts with what the formats of their cells show beside them."""
    for theirs in filter(None, map(record.raw.find_column, names)):
        shown = pd.Series({**beside.get(theirs, {})}, dtype=TEXT).astype(object)
        plain = amounts.loc[shown.index]
        is_there = (plain != "") & (plain == record.read_texts(theirs).loc[shown.index])
        pairs = zip(plain[is_there], shown[is_there], strict=True)
        written = pd.Series([write(*pair) for pair in pairs], plain[is_there].index, dtype=object)
        amounts = pd.concat([amounts.drop(written.index), written]).sort_index()
    return amounts


def _note_other_currencies(
    ours: str, cells: pd.DataFrame, rows: pd.Series[int], record: FileRecord
) -> None:
    """Note rows whose amounts tell another currency than they do: known, told and the amount."""
    told = cells[(cells["known"] != "") & (cells["told"] != "")]
    pairs = told[["known", "told"]].drop_duplicates().itertuples(index=False)
    if odd := {(one, other) for one, other in pairs if differ(one, other)}:
        others = told[[pair in odd for pair in zip(told["known"], told["told"], strict=True)]]
        said = "'" + others["known"] + "' beside '" + others["amount"] + "'"
        record.contradict(ours, dict(zip(rows[said.index].tolist(), said, strict=True)))


def _read_keys(
    use: TableMapping, mapping: Mapping, record: FileRecord, rows: np.ndarray
) -> dict[str, pd.Series[str]]:
    """Return what else than their ids others may call rows by."""
    found = {
        key: _fill_template(key, record, f"{use.table}, as others name them", record.read_texts)
        for key in list_keys(use.table, mapping)
    }
    return {
        KEY + key: texts.iloc[rows].reset_index(drop=True)
        for key, texts in found.items()
        if texts is not None
    }


def _read_own_columns(
    use: TableMapping, mapping: Mapping, record: FileRecord, rows: np.ndarray
) -> dict[str, pd.Series[str]]:
    """Return the columns that the library does not know, and that are kept all the same."""
    found = {}
    for name, templates in use.keep.items():
        column = _make_column(name)
        read = partial(record.read_known_texts, ours=column, nothing=list_nothing(column.kind))
        texts = (_fill_template(one, record, f"{use.table}.{name}", read) for one in templates)
        if there := [text for text in texts if text is not None]:
            cells = take_first(there, record.raw.cells.index).iloc[rows].reset_index(drop=True)
            found[name] = spell_column(cells, column, mapping)
    return found


def _list_columns(use: TableMapping) -> tuple[Column, ...]:
    if use.table == ALIASES:
        return tuple(map(_make_column, use.known_columns))
    return columns(use.table)


def _make_column(name: str) -> Column:
    """Return a column of plain text in one line, as names are."""
    of_names = next(column for column in columns("people") if column.name == "name")
    return replace(of_names, name=name)


def _select_rows(use: TableMapping, mapping: Mapping, record: FileRecord) -> np.ndarray:
    """Return which rows of a file count, and note why others do not."""
    kept = ~record.apart
    for theirs, values in use.only.items():
        kept &= find_rows(record, theirs, values)
    counting = kept
    for theirs, values in _list_skips(use, mapping):
        out = kept & find_rows(record, theirs, values)
        reason = use.because.get(theirs) or f"{theirs} is {' or '.join(values)}"
        record.skip(np.flatnonzero(out), reason, fills=use.fills, meant=True)
        kept = kept & ~out
    lost = counting & ~kept
    if "id" in unique_key(use.table) and lost.any() and not use.fills:
        id_column = next(one for one in _list_columns(use) if one.name == "id")
        ids = _coalesce(use, id_column, mapping, record)[lost]
        record.left_out.setdefault(use.table, []).append(ids.str.strip())
    return kept


def _list_skips(use: TableMapping, mapping: Mapping) -> list[tuple[str, tuple[str, ...]]]:
    if use.table == ALIASES:
        return [*use.skip.items()]
    return [*mapping.skip.items(), *use.skip.items()]


def find_rows(record: FileRecord, theirs: str, values: Sequence[str]) -> np.ndarray:
    """Return which rows hold one of some values; truth values in any spelling."""
    column = record.raw.find_column(theirs)
    if column is None:
        return np.zeros(len(record.raw.cells), dtype=bool)
    record.use(column, "which rows count")
    wanted = {*map(fold, values)}
    wanted = wanted.union(*(truth for truth in _TRUTHS if truth & wanted))
    beginnings = tuple(value[:-1] for value in wanted if value.endswith("*"))
    return record.find_folded(column, wanted, beginnings)


def _coalesce(
    use: TableMapping, column: Column, mapping: Mapping, record: FileRecord
) -> pd.Series[str]:
    """Return the first of a column's sources that is not empty, row by row."""
    nothing = find_nothing(use, column, mapping)
    fill = fill_names if (use.table, column.name) == _PERSON else fill_fields

    def read(theirs: str) -> pd.Series[str]:
        if column.required:
            _explain_empty(use, column, record, theirs, nothing)
        return record.read_known_texts(theirs, column, nothing)

    templates = use.columns[column.name]
    sources, lost = [], np.zeros(len(record.raw.cells), dtype=bool)
    for at, template in enumerate(templates, start=1):
        texts = _fill_template(template, record, f"{use.table}.{column.name}", read, fill)
        if texts is None:
            continue
        # Whoever stands in a cell that cannot be read has a name: no seat is vacant for it.
        is_made_up = bool(list_fields(template)) and any(map(str.isalpha, FIELD.sub("", template)))
        sources.append(texts.mask(lost, "") if is_made_up and lost.any() else texts)
        if column.required and at < len(templates):
            lost |= _find_lost(template, column, record)
    return take_first(sources, record.raw.cells.index)


def _find_lost(template: str, column: Column, record: FileRecord) -> np.ndarray:
    """Return the rows in which something stands for a column of ours that cannot be read."""
    lost = np.zeros(len(record.raw.cells), dtype=bool)
    for name in list_fields(template) or [template]:
        if theirs := record.raw.find_column(name):
            lost[[*find_unfit(record.raw, theirs, column)]] = True
            lost |= record.find_cells(theirs, ERRORS)
    return lost


def _fill_template(
    template: str,
    record: FileRecord,
    ours: str,
    read: Callable[[str], pd.Series[str]],
    fill: Callable[[str, Sequence[pd.Series[str]]], pd.Series[str]] = fill_fields,
) -> pd.Series[str] | None:
    """Return a column of a file, or what a template makes of several; None if one is not there."""
    names = list_fields(template) or [template]
    theirs = [found for name in names if (found := record.raw.find_column(name))]
    if len(theirs) < len(names):
        return None
    for found in theirs:
        record.use(found, ours)
    columns_there = [*map(read, theirs)]
    if not list_fields(template):
        return columns_there[0]
    return fill(template, columns_there)


def _explain_empty(
    use: TableMapping, column: Column, record: FileRecord, theirs: str, nothing: AbstractSet[str]
) -> None:
    """Note why cells are empty that no row can be without, though something stands in them."""
    whys = record.whys.setdefault(f"{use.table}.{column.name}", {})
    for row in np.flatnonzero(record.find_cells(theirs, nothing)).tolist():
        whys.setdefault(row, "stands for nothing")
    for row, one in find_unfit(record.raw, theirs, column).items():
        whys.setdefault(row, one.what)
