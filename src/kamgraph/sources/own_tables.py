"""Our own tables as files hold them: what is odd about them is a problem, or is told."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kamgraph.errors import BookError, SourceError
from kamgraph.model.book import Book
from kamgraph.model.columns import columns
from kamgraph.model.finding import Finding
from kamgraph.model.labels import find_table
from kamgraph.model.problems import sort_problems
from kamgraph.sources import by_hand
from kamgraph.sources.csv_writing import restore_texts
from kamgraph.sources.odd_cells import describe_odd, mark_errors, report_hidden_rows, report_odd
from kamgraph.sources.raw import LeftOut
from kamgraph.sources.respelling import join_cells
from kamgraph.sources.translation.read_report import LIKE_OURS
from kamgraph.sources.translation.report import FileRecord, report_on
from kamgraph.sources.translation.totals import find_repeated_headers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from kamgraph.errors import Locate
    from kamgraph.model.policy import Policy
    from kamgraph.sources.contents import Contents
    from kamgraph.sources.raw import RawTable
    from kamgraph.sources.translation.read_report import ReadReport


class OwnTable(NamedTuple):
    """A table of ours, its cells as they were before they were written."""

    raw: RawTable
    repeated: np.ndarray  # which rows of the file say its header again, and are left out
    findings: list[Finding]


def read_own(
    contents: Contents,
    path: Path,
    sheets: Sequence[str],
    *,
    policy: Policy | None,
    lenient: bool,
) -> tuple[Book, ReadReport]:
    """Make a book of tables that are ours, beside other sheets."""
    raws, like = contents.tables, by_hand.find_tables_like(sheets)
    _refuse_second_tables(raws, path)
    if not lenient:
        _refuse_missing_tables(contents, like, path)
    records = [*map(FileRecord, raws)]
    settled: list[Finding] = []
    # Most text files hold nothing odd, which takes long to look for.
    if not lenient and (book := _make_quickly(raws, policy)):
        tidy = [*map(_keep, raws)]
    else:
        tidy = [*map(tidy_own, raws)]
        book, settled = _settle([table.raw for table in tidy], policy, lenient=lenient)
    for record, table in zip(records, tidy, strict=True):
        record.take_all(but=table.repeated)
    unread = [
        LeftOut(f"{path}, sheet {name}", _explain_sheet(like.get(name)), lost=False)
        for name in by_hand.find_notes(sheets)
    ]
    report = report_on(
        f"{path}: the tables of a book",
        book,
        records=records,
        findings=[
            *settled,
            *(found for table in tidy for found in table.findings),
            *(found for raw in raws for found in _report_columns_like(raw)),
        ],
        left_out=[*contents.left_out, *unread],
    )
    return book, report


def check_tables(
    tables: dict[str, pd.DataFrame],
    locate: Mapping[str, Locate],
    *,
    policy: Policy | None,
    lenient: bool,
) -> Book:
    """Make a book of tables; problems say where each stands in its file."""
    try:
        return Book.from_tables(tables, policy=policy, lenient=lenient)
    except BookError as error:
        raise error.add_places(locate) from None


def _refuse_second_tables(raws: Sequence[RawTable], path: Path) -> None:
    names: set[str] = set()
    for raw in raws:
        if raw.name in names:
            raise SourceError(
                f"{path}: {raw.name} is there twice; remove {raw.place} or the other one"
            )
        names.add(raw.name)


def _refuse_missing_tables(contents: Contents, like: Mapping[str, str], path: Path) -> None:
    """Refuse tables whose rows name those of one that is hidden, or there but for its name."""
    filled = [raw.name for raw in contents.tables if len(raw.cells)]
    needed = {table for name in filled for table in by_hand.list_needed(name)}
    missing = needed - {raw.name for raw in contents.tables}
    for unread in contents.left_out:
        if find_table(unread.name) in missing:
            raise SourceError(f"{unread.file}: {unread.reason}; rows of other sheets name its own")
    for sheet, table in like.items():
        if table in missing:
            raise SourceError(
                f"{path}: has no sheet {table}, whose rows others name; if the sheet '{sheet}' is "
                f"that, call it {table}"
            )


def _explain_sheet(like: str | None) -> str:
    """Return why a sheet is not read, with the table that it is nearly called as."""
    return f"no table of a book (if it is the {like}, call it so)" if like else "no table of a book"


def _report_columns_like(raw: RawTable) -> Iterator[Finding]:
    """Report the columns that nothing of a book takes, and that are nearly called as ours."""
    for theirs, ours in by_hand.find_columns_like(raw).items():
        yield Finding(
            "medium",
            LIKE_OURS,
            raw.name,
            (theirs,),
            f"{raw.place}: nothing takes the column '{theirs}', and there is no {ours}.",
            f"Call it {ours}, if that is meant; it was kept as a column of your own.",
        )


def _make_quickly(raws: Sequence[RawTable], policy: Policy | None) -> Book | None:
    """Return the book of tables that are whole as they stand; None where anything is odd."""
    if any(raw.letters or raw.odd for raw in raws):
        return None
    with suppress(BookError):
        return Book.from_tables({raw.name: restore_texts(raw).cells for raw in raws}, policy=policy)
    return None


def _keep(raw: RawTable) -> OwnTable:
    return OwnTable(raw, np.zeros(len(raw.cells), dtype=bool), [])


def tidy_own(raw: RawTable) -> OwnTable:
    """Return a table of ours as it was written, without what files put together repeat."""
    if not raw.may_be_typed:
        return _keep(raw)
    ours = {column.name for column in columns(raw.name)}
    repeated = find_repeated_headers(raw.cells)
    kept = raw.keep_rows(~repeated) if repeated.any() else raw
    tidy, respelled = join_cells(restore_texts(mark_errors(kept, ours)))
    return OwnTable(tidy, repeated, [*_report_odd(tidy), *report_hidden_rows([tidy]), *respelled])


def _report_odd(raw: RawTable) -> Iterator[Finding]:
    """Yield what became of odd cells, those of columns that no table of ours has included."""
    kinds = {column.name: column.kind for column in columns(raw.name)}
    for column, odd in raw.odd.items():
        yield from report_odd(raw, column, odd, kinds.get(column, "text"), raw.name)


def _settle(
    raws: Sequence[RawTable], policy: Policy | None, *, lenient: bool
) -> tuple[Book, list[Finding]]:
    """Make a book of tables of ours, and tell what of theirs people had typed otherwise."""
    locate = {raw.name: raw.locate for raw in raws}
    settled = by_hand.settle_cells(raws)
    odd = [problem for raw in raws for problem in describe_odd(raw)]
    if problems := [*odd, *settled.problems]:
        raise BookError(sort_problems(problems)).add_places(locate)
    return check_tables(settled.tables, locate, policy=policy, lenient=lenient), settled.findings
