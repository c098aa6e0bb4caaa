"""A book into a folder, a file or a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.sources import database, excel, folder, graphs
from kamgraph.sources.files import name_errors, write_text

if TYPE_CHECKING:
    import os

    from kamgraph.model.book import Book


def write(book: Book, target: str | os.PathLike[str], *, parquet: bool = False) -> None:
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

    Raises
    ------
    SourceError
        If something cannot be written.
    """
    if "://" in str(target):
        database.write_database(book, str(target))
        return
    path = Path(target)
    with name_errors(path):
        match path.suffix.lower():
            case ".json":
                write_text(path, book.to_json())
            case ".xlsx":
                excel.write_workbook(book, path)
            case ".graphml":
                graphs.write_graphml(book, path)
            case ".gexf":
                graphs.write_gexf(book, path)
            case ".cyjs":
                graphs.write_cytoscape(book, path)
            case _:
                folder.write_folder(book, path, parquet=parquet)
