"""What works out an answer, in a thread or in a process of its own."""

# A process is handed the part of the book that the account can see, some tens of kilobytes, and no
# book: packing and unpacking it takes a few milliseconds, and what is worked out there keeps
# nobody waiting for Python's lock.

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamgraph.analysis.what_ifs import what_ifs
from kamgraph.graph.build import build_graph
from kamgraph.model.kept import Kept
from kamgraph.reviews.records import spell_records
from kamgraph.service.questions import Asked, spell_answer
from kamgraph.service.trials import read_trials

if TYPE_CHECKING:
    from kamgraph.graph.relationship_graph import RelationshipGraph
    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy

WHAT_IFS = "what_ifs"
_GRAPHS: Kept[RelationshipGraph] = Kept(32)


@dataclass(frozen=True)
class Ask:
    """A question about an account, as somebody asks it."""

    account: str
    name: str
    asked: Asked
    trials: bytes = b""  # of what-ifs, in JSON


@dataclass(frozen=True)
class Job:
    """All that an answer hangs on."""

    ask: Ask
    part: Book
    policy: Policy
    seen: str  # what is the same for equal graphs alone


def do(job: Job) -> bytes:
    """Return the answer as JSON."""
    graph = _find_graph(job)
    if job.ask.name == WHAT_IFS:
        trials = read_trials(job.ask.trials, most=None)
        return spell_records(WHAT_IFS, what_ifs(graph, trials))
    return spell_answer(job.ask.name, graph, job.ask.asked)


def _find_graph(job: Job) -> RelationshipGraph:
    """Return the graph, which is kept for other questions about it."""
    asked = job.ask.asked
    key = (job.seen, job.ask.account, asked.deal, asked.as_of)
    graph = _GRAPHS.find(key)
    if graph is None:
        graph = build_graph(
            copy(job.part),  # which lets go of the book that the part was cut from
            account=job.ask.account,
            deal=asked.deal,
            as_of=asked.as_of,
            policy=job.policy,
        )
        _GRAPHS.keep(key, graph)
    return graph


def begin_process() -> None:
    """Leave it to the process that gives the work when to end, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)
