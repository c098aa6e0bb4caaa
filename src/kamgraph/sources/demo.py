"""The demo accounts that come with the library."""

from __future__ import annotations

from importlib.resources import files

from kamgraph.model.book import Book
from kamgraph.model.entities import TABLES
from kamgraph.sources import delimited


def load_demo() -> Book:
    """Return the book of three invented accounts of one vendor, each known to another degree.

    Of ``yaochuan``, a power-grid company with two open deals, much is known: people were assessed
    for three reviews, on 2025-12-15, 2026-04-15 and 2026-09-15; in between some came, left or
    moved. Of ``beiwan``, a metro, decision roles, meetings, calls and mail are recorded, but no
    reporting line and no grade. Of ``orvale``, a water company, there is what a CRM holds on the
    first day: contacts with titles, deals and activities. The newest day recorded is 2026-09-30.
    """
    folder = files("kamgraph") / "demo"
    paths = {table: folder / f"{table}.csv" for table in TABLES}
    parsed = {
        table: delimited.parse(path.read_bytes(), str(path))
        for table, path in paths.items()
        if path.is_file()
    }
    return Book.from_tables({table: raw.cells for table, raw in parsed.items()})
