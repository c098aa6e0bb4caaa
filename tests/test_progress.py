import sys

import pytest

from kamgraph import progress as module
from kamgraph.progress import progress, stages


def test_no_bar_where_nobody_watches(capsys):
    assert list(progress(range(3), "work")) == [0, 1, 2]
    assert capsys.readouterr().err == ""


def test_a_bar_in_a_terminal_once_it_lasts(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(progress(range(3), "work")) == [0, 1, 2]
    assert "work" not in capsys.readouterr().err
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    assert list(progress(iter(range(3)), "work", total=3)) == [0, 1, 2]
    assert "work" in capsys.readouterr().err


def test_stages_pass_results_on_under_one_bar(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    with stages(2, "work") as done:
        assert [done("a"), done("b")] == ["a", "b"]
    assert "0/2" in capsys.readouterr().err


def test_a_stage_that_fails_takes_its_bar_away(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with pytest.raises(KeyError), stages(3, "work") as done:
        done({}["no such key"])
    assert "work" not in capsys.readouterr().err
