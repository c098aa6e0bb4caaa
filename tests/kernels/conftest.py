import pytest

from kamgraph.kernels import compile as compiling


@pytest.fixture(autouse=True)
def _compiled_at_once(monkeypatch):
    monkeypatch.setattr(compiling, "_PATIENCE", 0)
