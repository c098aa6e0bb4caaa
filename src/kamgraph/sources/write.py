"""A book into a folder, a file or a database."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.sources import database, excel, folder, graphs
from kamgraph.sources.commit import check_target, write_text
from kamgraph.sources.files import name_errors

if TYPE_CHECKING:
    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.model.vocabulary import Language


_FILES = (".json", ".xlsx", ".graphml", ".gexf", ".cyjs")
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,6}")  # of a file, as `.5` in `book-1.5` is none


def check_form(target: str | os.PathLike[str]) -> None:
    """Refuse a target that is in no form that is written, or that cannot be there."""
    path, text = Path(target), os.fspath(target)
    if "://" in text or path.is_dir() or text.endswith(("/", os.sep)):
        return
    if path.suffix.lower() in _FILES:
        check_target(path)
    elif _ENDING.fullmatch(path.suffix):
        raise SourceError(
            f"{path}: no book is written as {path.suffix}; give a file that ends in "
            f"{', '.join(_FILES)}, or a folder, which gets one CSV file per table"
        )


def write(
    book: Book,
    target: str | os.PathLike[str],
    *,
    parquet: bool = False,
    language: Language = "en",
    policy: Policy | None = None,
) -> None:
    """Write a book so that :func:`kamgraph.read` gives an equal one.

    A folder gets a file for each table with rows, with all its columns; files of tables that
    the book does not have, or that were there in the other format, are removed, other files
    stay as they are. Nothing is replaced before everything is written.

    Parameters
    ----------
    book
        The book.
    target
        A folder, made if it is not there; a file that ends in ``.json`` or ``.xlsx``; or the URL
        of a database, whose book is replaced in one transaction. For other tools, a file that
        ends in ``.graphml``, ``.gexf`` or ``.cyjs`` (Cytoscape) gets the people and ties.
    parquet
        Write Parquet instead of CSV into a folder; needs the extra ``kamgraph[parquet]``.
    language
        Of a workbook: ``"en"``, or ``"zh"`` for Chinese names of sheets and columns, words and
        notes, which are read as well.
    policy
        Of a workbook: the policy whose labels for strengths and grades are offered; default
        ``Policy()``.

    Raises
    ------
    SourceError
        If something cannot be written.
    """
    if "://" in str(target):
        database.write_database(book, str(target))
        return
    path = Path(target)
    check_form(target)
    with name_errors(path):
        match path.suffix.lower():
            case ".json":
                write_text(path, book.to_json())
            case ".xlsx":
                excel.write_workbook(book, path, language=language, policy=policy)
            case ".graphml":
                graphs.write_graphml(book, path)
            case ".gexf":
                graphs.write_gexf(book, path)
            case ".cyjs":
                graphs.write_cytoscape(book, path)
            case _:
                folder.write_folder(book, path, parquet=parquet)
