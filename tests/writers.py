"""Processes that write one database: killed at random moments, or all at once.

``python writers.py killed URL`` prints the states found after the kills, ``python writers.py
together URL`` whose book it was that stayed; either fails if a book was not whole.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from books import book
from kamgraph.errors import KamgraphError
from kamgraph.sources.database import read_database, write_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.model.book import Book

KILLS = 50
WRITERS = 4


def killed(url: str) -> None:
    """Kill a process that writes two books in turn, again and again."""
    books = {"old": _book("old", 20), "new": _book("new", 60)}
    write_database(books["new"], url)  # which also loads what the processes then share
    duration = _seconds(lambda: write_database(books["old"], url))
    found = Counter()
    for _ in range(KILLS):
        child = _fork(lambda: _write_for_ever([*books.values()], url))
        time.sleep(random.uniform(0, 2 * duration))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found[_which(books, url)] += 1
    print(*(f"{count} {name}" for name, count in sorted(found.items())), sep=", ")  # noqa: T201


def together(url: str) -> None:
    """Let processes write, each a book of its own, into a database that is empty at first."""
    books = {name: _book(name, 50) for name in "abcd"[:WRITERS]}
    children = [
        _fork(lambda whole=whole: [write_database(whole, url) for _ in range(5)])
        for whole in books.values()
    ]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * WRITERS
    print(_which(books, url))  # noqa: T201


def _book(name: str, size: int) -> Book:
    return book(people=";".join(f"{name}{number} acme" for number in range(size)))


def _seconds(write: Callable[[], object]) -> float:
    begin = time.perf_counter()
    write()
    return time.perf_counter() - begin


def _fork(work: Callable[[], object]) -> int:
    if child := os.fork():
        return child
    status = 1
    try:
        work()
        status = 0
    except KamgraphError as error:
        print(error, file=sys.stderr)  # noqa: T201
    finally:
        os._exit(status)


def _write_for_ever(books: list[Book], url: str) -> None:
    while True:
        for whole in reversed(books):
            write_database(whole, url)


def _which(books: dict[str, Book], url: str) -> str:
    found = read_database(url)
    (name,) = [name for name, whole in books.items() if whole == found]
    return name


if __name__ == "__main__":
    {"killed": killed, "together": together}[sys.argv[1]](sys.argv[2])
