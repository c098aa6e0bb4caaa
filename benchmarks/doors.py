"""What a large book takes through every door, in and out."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import polars as pl
import table
from made_up import made_up_tables
from measuring import interleaved

import kamgraph as k

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE_AN_ACCOUNT = 50
DAY = "2026-07-31"  # of an export a month later
JSON_LINES = "jsonl"


def write_doors(book: k.Book, folder: Path) -> dict[str, Callable[[], object]]:
    """Return the ways out of a book, each into a place of its own."""
    places = {
        "CSV": (folder / "csv", {}),
        "Parquet": (folder / "parquet", {"parquet": True}),
        "JSON": (folder / "book.json", {}),
        "SQLite": (f"sqlite:///{folder / 'book.db'}", {}),
    }
    return {
        what: lambda to=to, options=options: k.write(book, to, **options)
        for what, (to, options) in places.items()
    }


def read_doors(folder: Path) -> dict[str, Callable[[], object]]:
    """Return the ways in, of what was written."""
    return {
        "CSV": lambda: k.read(folder / "csv"),
        "Parquet": lambda: k.read(folder / "parquet"),
        "JSON": lambda: k.read(folder / "book.json"),
        "JSON lines": lambda: k.read(folder / JSON_LINES),
        "SQLite": lambda: k.read(f"sqlite:///{folder / 'book.db'}"),
    }


def frame_doors(tables: dict[str, pd.DataFrame]) -> dict[str, Callable[[], object]]:
    """Return the ways in of frames of several libraries."""
    polars = {name: pl.from_pandas(found) for name, found in tables.items()}
    arrow = {name: found.to_arrow() for name, found in polars.items()}
    return {
        "pandas": lambda: k.Book.from_tables(tables),
        "polars": lambda: k.Book.from_tables(polars),
        "Arrow": lambda: k.Book.from_tables(arrow),
    }


def later_doors(book: k.Book) -> dict[str, Callable[[], object]]:
    """Return what is done to a book with the export of another day, and what it is asked."""
    tables = book.to_tables()
    tables["people"] = tables["people"].drop(index=range(0, len(tables["people"]), 1000))
    later = k.Book.from_tables(tables, lenient=True)
    return {
        "sync": lambda: k.sync(book, later, on=DAY),
        "check": lambda: k.check(book),
        "content_hash": lambda: hash(k.Book(book._held)),  # noqa: SLF001
    }


def make_lines(folder: Path) -> None:
    """Put the tables as one record per line beside those in CSV."""
    (folder / JSON_LINES).mkdir()
    for file in (folder / "csv").glob("*.csv"):
        found = pd.read_csv(file, dtype="str")
        to = folder / JSON_LINES / f"{file.stem}.jsonl"
        found.to_json(to, orient="records", lines=True)


def main() -> None:
    """Print what each door takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    accounts = parser.parse_args().people // PEOPLE_AN_ACCOUNT
    size = f"{accounts}x{PEOPLE_AN_ACCOUNT}"
    tables = made_up_tables(accounts, PEOPLE_AN_ACCOUNT)
    book = k.Book.from_tables(tables)
    table.head()
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent)
        for verb, doors in (
            ("write", lambda: write_doors(book, folder)),
            ("read", lambda: read_doors(folder)),
            ("from_tables", lambda: frame_doors(book.to_tables())),
            ("later", lambda: later_doors(book)),
        ):
            for what, spent in interleaved(doors(), times=1).items():
                table.line(size, f"{verb} {what}", "kamgraph", spent)
            if verb == "write":
                make_lines(folder)
                for file in sorted(folder.rglob("*")):
                    if file.is_file():
                        print(file.relative_to(folder), f"{file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
