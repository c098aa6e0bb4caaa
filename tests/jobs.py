"""What children of tests do: write while others do, fork, ask what takes long."""

from __future__ import annotations

import os
import resource
import signal
import tempfile
import threading
import time
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

import pandas as pd

import books
import kamgraph as k
from forms import book, chart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from forms import Form

THREADS = 4
FORKS = 12
_PATIENCE = 40  # seconds for a child of a child


def write_in_turn(form: Form, target: Path, *, times: int | None = None) -> None:
    """Write the new content and the old one in turn, for ever unless told how many times."""
    for at in count() if times is None else range(times):
        form.write("old" if at % 2 else "new", target)


def write_in_threads(form: Form, target: Path) -> None:
    """Let threads write one target, and raise the first error of any of them."""
    errors: list[BaseException] = []

    def write() -> None:
        try:
            write_in_turn(form, target, times=4)
        except BaseException as error:  # noqa: BLE001 - raised below
            errors.append(error)

    threads = [threading.Thread(target=write) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def write_little(form: Form, target: Path, limit: int) -> None:
    """Write where no file may have more bytes than a limit."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    form.write("new", target)


def add_people(source: str, name: str, changes: int, options: dict[str, Any]) -> None:
    """Add people one by one to the book at a place; begin again where somebody was faster."""
    for number in range(changes):
        while not _add(source, f"{name}{number}", options):
            pass


def _add(source: str, person: str, options: dict[str, Any]) -> bool:
    known = k.read(source)
    tables = known.to_tables()
    row = pd.DataFrame({"id": [person], "name": [person], "organization": ["acme"]})
    tables["people"] = pd.concat([tables["people"], row], ignore_index=True)
    try:
        k.write(k.Book.from_tables(tables), source, expecting=known.content_hash, **options)
    except k.ChangedError:
        return False
    return True


def fork_while_measuring() -> None:
    """Fork often while a thread measures a graph, and let each child ask the same graph."""
    tree = chart(lambda at, _: max(0, at - 1) // 3, 40)
    for _ in range(FORKS):
        graph = k.build_graph(tree, account="acme")
        measures = threading.Thread(target=k.scores, args=(graph,))
        measures.start()
        time.sleep(0.001)
        if not (child := os.fork()):
            k.scores(graph)
            os._exit(0)
        measures.join()
        _wait(child)


def _wait(child: int) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert status == 0
            return
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("a child that was forked while a thread measured hangs")


def repeat(job: Callable[[], object]) -> None:
    """Do a job over and over."""
    while True:
        job()


STUBBORN = k.Policy(susceptibility=1 - 1e-9)  # nearly all of everybody's stance is from others


def ask_a_stubborn_ring() -> None:
    """Let a stance go round a ring for ever."""
    k.scores(k.build_graph(book("ring of 2500"), account="acme", policy=STUBBORN))


@cache
def _clique() -> k.Book:
    people = [f"p{at}" for at in range(300)]
    return books.book(
        people="us1 us; " + "; ".join(f"{one} acme" for one in people),
        ties="us1 knows p0; "
        + "; ".join(f"{a} influences {b}" for a in people for b in people if a != b),
        roles="p0 approver acme",
    )


def ask_where_everybody_influences_everybody() -> None:
    """Let stances go to and fro between all pairs of people."""
    k.scores(k.build_graph(_clique(), account="acme", policy=STUBBORN))


def ask_the_structure_of_a_chain() -> None:
    """Ask what a chart of 5,000 levels looks like."""
    k.structure(k.build_graph(book("chain of 5000"), account="acme"))


def ask_the_structure_of_a_ring() -> None:
    """Ask what a chart without a top looks like."""
    k.structure(k.build_graph(book("ring of 20000"), account="acme"))


def meet_in_a_crowd() -> None:
    """Ask who knows whom after an event of 6,000 people."""
    people = [f"p{at}" for at in range(6000)]
    crowd = books.book(
        people="us1 us; " + "; ".join(f"{one} acme" for one in people),
        interactions="; ".join(f"m1 2026-02-01 event {one}" for one in ("us1", *people)),
    )
    k.scores(k.build_graph(crowd, account="acme"))
    assert "m1" in " ".join(k.check(crowd)["detail"])


def review_a_star() -> None:
    """Review an account in which 20,000 people have one boss."""
    graph = k.build_graph(book("star of 20000"), account="acme")
    k.review(graph).to_markdown()


def ask_how_stable_a_chain_is() -> None:
    """Ask all that is drawn at random or by removal in a large account."""
    graph = k.build_graph(book("chain of 5000"), account="acme")
    k.stability(graph)
    k.fragility(graph)


def read_a_large_book() -> None:
    """Write and read a book of 20,000 people."""
    with tempfile.TemporaryDirectory() as folder:
        k.write(book("star of 20000"), folder)
        k.read(folder)


def change_in_turn(url: str, people: list[str]) -> None:
    """Give all of some people another title in a live store, for ever."""
    with k.Store(url) as store:
        for at in count():
            title = "old" if at % 2 else "new"
            rows = [
                {"id": one, "name": one, "organization": "acme", "title": title} for one in people
            ]
            store.change({"people": pd.DataFrame(rows)})
