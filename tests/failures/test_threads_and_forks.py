"""Threads share books and graphs, and draw at once; a fork while one measures does not hang."""

from concurrent.futures import ThreadPoolExecutor

import matplotlib as mpl
import numpy as np
import pytest

import children
import kamgraph as k
from forms import book
from jobs import fork_while_measuring

THREADS = 6
QUESTIONS = (k.scores, k.key_people, k.acceptance, k.gaps, k.reach, k.fragility, k.contributions)


def fresh():
    """Return a graph of which nothing was asked yet."""
    return k.build_graph(k.load_demo(), account="yaochuan")


def test_threads_that_ask_one_graph_get_what_one_thread_gets():
    alone = fresh()
    expected = [question(alone) for question in QUESTIONS]
    for _ in range(3):
        shared = fresh()
        with ThreadPoolExecutor(THREADS) as pool:
            asked = [pool.submit(question, shared) for question in QUESTIONS * 2]
            found = [one.result() for one in asked]
        for table, other in zip(found, expected * 2, strict=True):
            assert table.equals(other)


def test_pages_drawn_at_once_are_those_drawn_one_by_one():
    before = dict(mpl.rcParams)
    reviews = [k.review(k.build_graph(book(name), account="acme")) for name in ("old", "new")]
    expected = [render(one) for one in reviews]
    with ThreadPoolExecutor(THREADS) as pool:
        found = [*pool.map(render, reviews * 2)]
    assert found == expected * 2
    assert dict(mpl.rcParams) == before


def render(review):
    return review._repr_html_()


def test_what_is_measured_cannot_be_changed():
    asked = fresh()
    for name in ("power", "equilibrium", "half_width", "decision_weight", "grade"):
        values = getattr(asked, name)
        with pytest.raises(ValueError, match="read-only"):
            np.asarray(values)[...] = 0


def test_a_fork_while_a_thread_measures_does_not_hang(fork):
    with fork(fork_while_measuring) as child:
        child.let_go()
        assert child.end() == children.DONE, child.message
