import runpy
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

NOTEBOOKS = sorted(Path(__file__).parents[2].joinpath("notebooks").glob("*.py"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_ends_in_a_decision(path, monkeypatch):
    monkeypatch.chdir(path.parent)  # where Jupyter runs it
    runpy.run_path(str(path))
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < 60
    assert "**Decision:**" in text.rsplit("# %% [markdown]", 1)[1]


def test_there_are_notebooks():
    assert NOTEBOOKS
