"""What a large book takes through every door, in and out, beside pandas with the same files."""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import polars as pl
import table
from made_up import made_up_book
from measuring import interleaved

import kamgraph as k

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Ways = dict[str, Callable[[], object]]

PEOPLE_AN_ACCOUNT = 50
DAY = "2026-07-31"  # of an export a month later
GONE = 1000  # one in so many people is not in it
TEXTS = {"dtype": "str"}
READERS = {
    "csv": partial(pd.read_csv, **TEXTS),
    "parquet": pd.read_parquet,
    "jsonl": partial(pd.read_json, lines=True, **TEXTS),
}


def list_doors(book: k.Book, folder: Path) -> Iterator[tuple[str, Ways]]:
    """Yield the doors of a book, those out first, each with the ways to go through it."""
    database = f"sqlite:///{folder / 'book.db'}"
    yield "write CSV", {"kamgraph": lambda: k.write(book, folder / "csv")}
    yield "write Parquet", {"kamgraph": lambda: k.write(book, folder / "parquet", parquet=True)}
    yield "write JSON", {"kamgraph": lambda: k.write(book, folder / "book.json")}
    yield "write SQLite", {"kamgraph": lambda: k.write(book, database)}
    make_lines(folder)
    yield "read CSV", read_ways(folder / "csv")
    yield "read Parquet", read_ways(folder / "parquet")
    yield "read JSON lines", read_ways(folder / "jsonl")
    yield "read JSON", {"kamgraph": lambda: k.read(folder / "book.json")}
    yield "read SQLite", {"kamgraph": lambda: k.read(database)}
    frames = book.to_tables()
    polars = {name: pl.from_pandas(frame) for name, frame in frames.items()}
    arrow = {name: frame.to_arrow() for name, frame in polars.items()}
    for library, tables in (("pandas", frames), ("polars", polars), ("Arrow", arrow)):
        yield f"frames of {library}", {"kamgraph": partial(k.Book.from_tables, tables)}
    frames["people"] = frames["people"].drop(index=range(0, len(frames["people"]), GONE))
    later = k.Book.from_tables(frames, lenient=True)
    yield "sync", {"kamgraph": lambda: k.sync(book, later, on=DAY)}
    yield "check", {"kamgraph": lambda: k.check(book)}


def make_lines(folder: Path) -> None:
    """Put the tables as one record per line beside those in CSV."""
    (folder / "jsonl").mkdir()
    for file in (folder / "csv").glob("*.csv"):
        to = folder / "jsonl" / f"{file.stem}.jsonl"
        pd.read_csv(file, **TEXTS).to_json(to, orient="records", lines=True)


def read_ways(folder: Path) -> Ways:
    """Return the ways to read the files of a folder: into a book, and only into frames."""
    read, files = READERS[folder.name], [*folder.glob(f"*.{folder.name}")]
    return {"kamgraph": lambda: k.read(folder), "pandas": lambda: [*map(read, files)]}


def main() -> None:
    """Print what each door takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200_000)
    accounts = parser.parse_args().people // PEOPLE_AN_ACCOUNT
    book = made_up_book(accounts, PEOPLE_AN_ACCOUNT)
    table.head()
    with tempfile.TemporaryDirectory() as folder:
        for what, ways in list_doors(book, Path(folder)):
            found = interleaved(ways, times=1)
            for name, spent in found.items():
                lead = spent.over(found["kamgraph"]) if len(found) > 1 else None
                table.line(f"{accounts}x{PEOPLE_AN_ACCOUNT}", what, name, spent, lead)


if __name__ == "__main__":
    main()
