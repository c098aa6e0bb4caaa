"""The benchmarks tell time, memory and aims as they are."""

import sys
import time
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from aims import END_TO_END, judged
from measuring import FORGET, LONG, Lead, Spent, interleaved


def test_ways_take_turns_after_a_first_run_whose_results_are_checked():
    order, seen = [], {}
    ways = {name: lambda name=name: order.append(name) or name.upper() for name in "ab"}
    spent = interleaved(ways, check=seen.update, times=2)
    assert order == list("ababab")
    assert seen == {"a": "A", "b": "B"}
    assert [each.runs for each in spent.values()] == [2, 2]


def test_nothing_is_measured_where_results_differ():
    def differ(_):
        raise AssertionError("not the same")

    with pytest.raises(AssertionError, match="not the same"):
        interleaved({"a": list}, check=differ)


def test_what_takes_long_is_run_once(monkeypatch):
    clock = iter([0.0, LONG + 1])
    monkeypatch.setattr(time, "process_time", lambda: next(clock))
    assert interleaved({"slow": list})["slow"].runs == 1


def test_the_peak_counts_what_was_let_go_again_and_nothing_of_before():
    kept = np.ones(2**24)  # 128 MiB
    spent = interleaved({"large": lambda: np.ones(2**23).sum(), "small": kept.sum}, times=1)
    if not FORGET.exists():
        assert spent["large"].more is None
        return
    assert spent["large"].more == pytest.approx(64, abs=4)
    assert spent["small"].more < 4
    assert spent["small"].peak > 128 / 1024


def test_an_aim_is_reached_or_missed_by_every_figure_it_is_about():
    line = ("20000x50", END_TO_END, "kamgraph")
    assert judged(*line, Spent(60, 30, peak=7), None) == "≤ 30 s wall ✓, ≤ 6 GiB ✗"
    assert judged(*line, Spent(60, 31), None) == "≤ 30 s wall ✗, ≤ 6 GiB ?"
    assert judged("20000x50", "reach", "networkx", None, Lead(9, 25)) == "≥ 25 x wall ✓"
    assert judged("1x50", "reach", "networkx", None, Lead(1, 1)) == ""
