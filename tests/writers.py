"""Processes that write one database, all at once and killed at random moments.

``python writers.py URL`` takes a database without a book, and fails if a book was ever not whole
or a writer met an error. It prints which books the kills left there.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from typing import TYPE_CHECKING

from books import book
from kamgraph.errors import KamgraphError
from kamgraph.sources.database import postgresql, read_database, sqlite, write_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamgraph.model.book import Book

LOADED = (postgresql, sqlite)  # once, before there are several processes
KILLS = 50
WRITERS = 4


def together(url: str) -> None:
    """Let processes write, each a book of its own, into a database without one."""
    books = {name: _book(name, 50) for name in "abcd"[:WRITERS]}
    children = [
        _fork(lambda whole=whole: [write_database(whole, url) for _ in range(3)])
        for whole in books.values()
    ]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * WRITERS
    _which(books, url)


def killed(url: str) -> None:
    """Kill a process that writes two books in turn, the one that is not there first."""
    books = {"old": _book("old", 20), "new": _book("new", 60)}
    write_database(books["new"], url)
    delay = _seconds(lambda: write_database(books["old"], url))
    found = ["old"]
    for _ in range(KILLS):
        turn = sorted(books, key=lambda name: name == found[-1])
        child = _fork(lambda turn=turn: _write_for_ever([books[name] for name in turn], url))
        time.sleep(random.uniform(0, 2 * delay))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found.append(_which(books, url))
        delay *= 1.2 if found[-1] == found[-2] else 0.8  # so the kills crowd round the commit
    print(*sorted({*found}))  # noqa: T201


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
        for whole in books:
            write_database(whole, url)


def _which(books: dict[str, Book], url: str) -> str:
    found = read_database(url)
    (name,) = [name for name, whole in books.items() if whole == found]
    return name


if __name__ == "__main__":
    together(sys.argv[1])
    killed(sys.argv[1])
