import sys

from kamgraph import progress as module
from kamgraph.progress import progress


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
