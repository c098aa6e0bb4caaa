"""The benchmark of growth asks everything, of accounts of the shapes it names, and tells exponents."""

import inspect
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import kamgraph as k
from kamgraph import plot

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import growth
from shapes import SHAPES, shape_book

WRITE = {"write_questions"}


def test_everything_that_takes_a_graph_is_asked():
    public = {
        prefix + name
        for module, prefix in ((k, ""), (plot, "plot."))
        for name in module.__all__
        if inspect.isfunction(asked := getattr(module, name)) and growth.takes_graph(asked)
    }
    assert len(public) > 30
    assert public - WRITE <= set(growth.questions())


@pytest.mark.parametrize("power", [1, 2])
def test_an_exponent_is_that_of_the_work(power, monkeypatch):
    clock = iter(np.repeat(np.cumsum([0, 3, 0, 3 * 10**power]), 1).tolist())
    monkeypatch.setattr(growth.time, "process_time", lambda: next(clock))
    small, large = (SimpleNamespace(elements=elements) for elements in (7, 70))
    found = growth.grown(lambda _: None, small, large, times=1)
    assert found == (3, 3 * 10**power, pytest.approx(power))


def test_what_is_soon_done_has_no_exponent():
    account = SimpleNamespace(elements=1)
    assert growth.grown(lambda _: None, account, account).exponent is None


@pytest.mark.parametrize("shape", SHAPES)
def test_an_account_has_as_many_lines_as_its_shape_and_is_the_same_again(shape):
    book = shape_book(shape, 30)
    lines = book.ties[book.ties["kind"] == "reports_to"]
    bosses = lines.groupby("target").size()
    most = {"chain": 1, "star": 29, "tree": 5, "complete": 29}
    assert bosses.max() == most.get(shape, bosses.max())
    assert len(lines) == {"complete": 30 * 29, "random": len(lines)}.get(shape, 29)
    assert book == shape_book(shape, 30)
    assert book != shape_book(shape, 30, seed=1)
