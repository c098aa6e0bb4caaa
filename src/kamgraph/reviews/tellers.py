"""Which of us says so: who answers, or who has saved changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.accounts import list_ours
from kamgraph.model.names import Names, find_one
from kamgraph.reviews.interview.chosen import find_chosen

if TYPE_CHECKING:
    from kamgraph.model.book import Book


def find_teller(book: Book, text: str) -> str:
    """Return the id of the one of us whom a text means, by id or name."""
    tables = book.to_tables()
    ours = list_ours(tables["organizations"], tables["people"])
    known = Names.of(tables, "people").among(ours, "person of ours")
    found = find_chosen(known, text)
    return found[0] if len(found) == 1 else find_one(known, text)
