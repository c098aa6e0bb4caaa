"""A book into a folder, a file or a database."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamgraph.errors import SourceError
from kamgraph.model.arguments import NONE, check_argument
from kamgraph.sources import database, excel, folder, graphs
from kamgraph.sources.commit import check_target, write_text
from kamgraph.sources.expectation import expect_content
from kamgraph.sources.false_addresses import refuse_false_address
from kamgraph.sources.files import name_errors
from kamgraph.sources.read import read_with_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.model.vocabulary import Language


_FILES = (".json", ".xlsx", ".graphml", ".gexf", ".cyjs")
_ONE_WAY = (".gexf", ".cyjs")
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,6}")  # of a file, as `.5` in `book-1.5` is none


class Before(NamedTuple):
    """A book that was read from where another is to be written."""

    content_hash: str
    read_again: Callable[[], Book]  # in the way it was read


def check_form(target: str | os.PathLike[str]) -> None:
    """Refuse a target that is in no form that is written, or that cannot be there."""
    path, text = Path(target), os.fspath(target)
    refuse_false_address(target)
    if text == "-":
        raise SourceError("'-' is no name for a book, which is not printed; give that of a file")
    with name_errors(path):
        if "://" in text or path.is_dir() or text.endswith(("/", os.sep)):
            return
    if path.suffix.lower() in _FILES:
        check_target(path)
    elif _ENDING.fullmatch(path.suffix):
        raise SourceError(
            f"{path}: no book is written as {path.suffix}; give a file that ends in "
            f"{', '.join(_FILES)}, or a folder, which gets one CSV file per table"
        )


def is_one_place(source: str, target: str) -> bool:
    """Return whether what is read and what is written are one book, whole in both."""
    if "://" in source and "://" in target:
        return database.is_one_place(source, target)
    if "://" in source + target or Path(target).suffix.lower() in _ONE_WAY:
        return False
    return all(Path(one).exists() for one in (source, target)) and Path(source).samefile(target)


def write(
    book: Book,
    target: str | os.PathLike[str],
    *,
    parquet: bool = False,
    language: Language = "en",
    policy: Policy | None = None,
    expecting: str | None = None,
) -> None:
    """Write a book so that :func:`kamgraph.read` gives an equal one.

    A folder gets a file for each table with rows, with all its columns; files of tables that
    the book does not have, or that were there as other text or Parquet, are removed, other files
    stay as they are; where :func:`kamgraph.read` takes any of those, nothing is written.
    Whatever happens on the way, there is the old book or the new one: of a folder,
    ``manifest.json`` says which files are the book, and is checked on reading.

    Parameters
    ----------
    book
        The book.
    target
        A folder, made if it is not there; a file that ends in ``.json`` or ``.xlsx``; or the URL
        of a database, whose book is replaced in one transaction. For other tools, a file that
        ends in ``.graphml``, ``.gexf`` (Gephi) or ``.cyjs`` (Cytoscape) gets people and ties as
        nodes and edges, and all else, such as deals, as a note of the graph.
    parquet
        Write Parquet instead of CSV into a folder; needs the extra ``kamgraph[parquet]``.
    language
        Of a workbook: ``"en"``, or ``"zh"`` for Chinese names of sheets and columns, words and
        notes, which are read as well.
    policy
        Of a workbook: the policy whose labels for strengths and grades are offered; default
        ``Policy()``.
    expecting
        The ``content_hash`` of the book that must still be there, so that nobody's work is lost:
        ``write(changed, target, expecting=book.content_hash)`` after ``book = read(target)``. It
        is compared, and the book written, while every other writer has to wait.

    Raises
    ------
    ChangedError
        If the book that is there is not the one expected; it stays as it is.
    SourceError
        If something cannot be written.
    """
    check_argument(expecting, (str, NONE), "expecting is the content_hash of a book")
    before = None if expecting is None else Before(expecting, partial(_read_whole, target, policy))
    write_over(before, book, target, parquet=parquet, language=language, policy=policy)


def write_over(
    before: Before | None,
    book: Book,
    target: str | os.PathLike[str],
    *,
    parquet: bool = False,
    language: Language = "en",
    policy: Policy | None = None,
) -> None:
    """Write a book as :func:`write` does, over one that was read in whatever way."""
    if "://" in str(target):
        expecting = before.content_hash if before else None
        database.write_database(book, str(target), expecting=expecting, policy=policy)
        return
    path = Path(target)
    check_form(target)
    check = _make_check(path, before)
    with name_errors(path):
        match path.suffix.lower():
            case ".json":
                write_text(path, book.to_json(), check=check)
            case ".xlsx":
                excel.write_workbook(book, path, language=language, policy=policy, check=check)
            case ".graphml":
                graphs.write_graphml(book, path, check=check)
            case ".gexf":
                graphs.write_gexf(book, path)
            case ".cyjs":
                graphs.write_cytoscape(book, path)
            case _:
                folder.write_folder(book, path, parquet=parquet, check=check)


def _make_check(path: Path, before: Before | None) -> Callable[[], None] | None:
    """Return what refuses to write if another book is there than is expected, if one is."""
    if before is None:
        return None
    if path.suffix.lower() in _ONE_WAY:
        raise SourceError(
            f"{path}: no whole book is read back from {path.suffix}, so none can be expected "
            "there; leave expecting= out"
        )
    check = partial(expect_content, before.content_hash, before.read_again, str(path))
    if not path.exists():  # no folder is made where a book is expected
        check()
    return check


def _read_whole(source: str | os.PathLike[str], policy: Policy | None) -> Book:
    return read_with_report(source, policy=policy, lenient=True)[0]
