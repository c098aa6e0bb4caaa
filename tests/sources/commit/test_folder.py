import os

import pytest

from books import book
from kamgraph.sources.read import read
from kamgraph.sources.write import write

OLD = book(people="ann acme; bo acme", ties="bo reports_to ann")
NEW = book(people="cy acme; di acme", deals="d acme")
FORMS = pytest.mark.parametrize("parquet", [False, True], ids=["csv", "parquet"])


def list_steps(folder, monkeypatch, parquet):
    """Return how many steps a write takes, each a file, a name or a removal."""
    count = 0

    def step(*_, **__):
        nonlocal count
        count += 1

    watch(monkeypatch, step)
    write(NEW, folder, parquet=parquet)
    return count


def watch(monkeypatch, step):
    """Let something happen before each call by which a write changes the disk."""
    for name in ("fsync", "mkdir", "rename", "replace", "unlink", "rmdir", "chmod"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, real=real, **k: (step(), real(*a, **k))[1])


@pytest.mark.long
@FORMS
def test_whenever_a_write_ends_there_is_the_old_book_or_the_new_one(tmp_path, monkeypatch, parquet):
    write(OLD, tmp_path / "try", parquet=not parquet)
    with monkeypatch.context() as patched:
        steps = list_steps(tmp_path / "try", patched, parquet)
    assert steps > 15
    found = []
    for last in range(steps):
        folder = tmp_path / str(last)
        write(OLD, folder, parquet=not parquet)
        child = os.fork()
        if not child:
            left = iter(range(last))
            watch(monkeypatch, lambda left=left: next(left, None) is None and os._exit(7))
            write(NEW, folder, parquet=parquet)
            os._exit(0)
        assert os.waitpid(child, 0)[1] >> 8 == 7
        found.append(read(folder))
        write(NEW, folder, parquet=parquet)
        assert read(folder) == NEW
        assert not [one for one in folder.iterdir() if one.name.startswith(".")]
    changed = found.index(NEW)
    assert 0 < changed < steps - 5
    assert found == [OLD] * changed + [NEW] * (steps - changed)
