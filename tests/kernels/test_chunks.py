import _thread
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numba
import numpy as np
import pytest

import kamgraph
from kamgraph import kernels
from kamgraph.kernels import chunks
from matrices import dense_rows

pytestmark = pytest.mark.kernels
COUNT = """
import numpy as np
from kamgraph.kernels import spans
compiled = spans.machine
assert compiled(np.array([0, 1, 1]), np.array([1]), np.ones(2, bool)).tolist() == [1, 0]
print(sum(compiled.stats.cache_hits.values()), sum(compiled.stats.cache_misses.values()))
"""


def many_scopes():
    """Return 30 scopes of 10 nodes, two of them sources, with random steps within each."""
    random = np.random.default_rng(1)
    cells = np.zeros((300, 300))
    for first in range(0, 300, 10):
        block = random.random((10, 10)) * (random.random((10, 10)) < 0.3)
        block[:, :2] = 0.0
        cells[first : first + 10, first : first + 10] = block
    np.fill_diagonal(cells, 0.0)
    source = np.arange(300) % 10 < 2
    return np.arange(0, 301, 10), cells, source


def measured():
    starts, cells, source = many_scopes()
    steps, back = dense_rows(cells), dense_rows(cells.T)
    stake = np.where(source, 0.0, cells.sum(axis=0))
    reach, hops, before = kernels.best_routes(starts, *steps, source)
    moved = dense_rows(cells / 12)
    return [
        *(reach, hops, before),
        *kernels.losses(steps, back, reach, before, stake, 0.2),
        kernels.truck_factors(starts, back, source, stake),
        kernels.disjoint_chains(starts, *back[:2], source, ~source),
        kernels.equilibrium(starts, *moved, np.column_stack([stake, reach, source])),
        kernels.leverage(starts, *moved, stake),
    ]


@pytest.mark.parametrize("threads", [1, 2])
def test_chunks_and_threads_change_nothing(monkeypatch, threads):
    whole = measured()
    monkeypatch.setattr(chunks, "_CHUNK", 25)
    monkeypatch.setattr(numba.config, "NUMBA_NUM_THREADS", threads)
    for expected, found in zip(whole, measured(), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_chunks_cover_everything_once(monkeypatch):
    monkeypatch.setattr(chunks, "_CHUNK", 7)
    bounds = np.array([0, 0, 3, 20, 20, 24, 31])
    parts = chunks.in_chunks(lambda part: part.tolist(), bounds, label="parts")
    assert len(parts) > 2
    assert [part[0] for part in parts[1:]] == [part[-1] for part in parts[:-1]]
    assert (parts[0][0], parts[-1][-1]) == (0, 31)


@pytest.mark.parametrize("when", range(1, 11))
def test_an_interrupt_ends_the_work_between_two_chunks(monkeypatch, when):
    monkeypatch.setattr(chunks, "_CHUNK", 1)
    begun = []

    def kernel(bounds):
        assert threading.current_thread() is not threading.main_thread()
        begun.append(bounds)
        if len(begun) == when:
            _thread.interrupt_main()
        time.sleep(0.002)

    with pytest.raises(KeyboardInterrupt):
        chunks.in_chunks(kernel, np.arange(500), label="long work")
    assert len(begun) < 250


def test_what_a_kernel_raises_is_raised(monkeypatch):
    monkeypatch.setattr(chunks, "_CHUNK", 1)

    def kernel(bounds):
        raise MemoryError(f"no room for {bounds[0]}")

    with pytest.raises(MemoryError, match="no room for"):
        chunks.in_chunks(kernel, np.arange(50), label="too much")


def test_a_package_that_cannot_be_written_keeps_its_code_in_the_users_cache(tmp_path):
    package = Path(kamgraph.__file__).parent
    copy = tmp_path / "site" / "kamgraph"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "kernels" / "__pycache__").touch()  # a file, so that there can be no such folder
    environment = os.environ | {
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": str(tmp_path / "site"),
        "NUMBA_DISABLE_JIT": "0",
    }
    environment.pop("NUMBA_CACHE_DIR", None)
    found = [
        subprocess.run(
            [sys.executable, "-c", COUNT],
            capture_output=True,
            check=True,
            text=True,
            env=environment,
        ).stdout.split()
        for _ in range(2)
    ]
    assert found == [["0", "1"], ["1", "0"]]
    assert list((tmp_path / "cache").rglob("*.nbi"))
