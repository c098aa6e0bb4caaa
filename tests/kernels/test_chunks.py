import _thread
import threading
import time

import numba
import numpy as np
import pytest

from kamgraph.kernels import chunks

pytestmark = pytest.mark.kernels


@pytest.mark.long
@pytest.mark.parametrize("threads", [1, 2])
def test_chunks_and_threads_change_nothing(monkeypatch, measured, threads):
    whole = measured()
    monkeypatch.setattr(chunks, "_CHUNK", 25)
    monkeypatch.setattr(numba.config, "NUMBA_NUM_THREADS", threads)
    for expected, found in zip(whole, measured(), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_chunks_cover_everything_once(monkeypatch):
    monkeypatch.setattr(chunks, "_CHUNK", 7)
    bounds = np.array([0, 0, 3, 20, 20, 24, 31])
    parts = chunks.run_in_chunks(lambda part: part.tolist(), bounds, label="parts")
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
        chunks.run_in_chunks(kernel, np.arange(500), label="long work")
    assert len(begun) < 250


def test_an_interrupt_does_not_wait_for_one_large_scope():
    begun = threading.Event()

    def kernel(_bounds, _values):
        begun.set()
        _thread.interrupt_main()
        time.sleep(5)

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        chunks.run_in_chunks(kernel, np.array([0, 9]), np.zeros(10**6), label="one large scope")
    assert begun.is_set()
    assert time.monotonic() - started < 2


def test_what_a_kernel_raises_is_raised(monkeypatch):
    monkeypatch.setattr(chunks, "_CHUNK", 1)

    def kernel(bounds):
        raise MemoryError(f"no room for {bounds[0]}")

    with pytest.raises(MemoryError, match="no room for"):
        chunks.run_in_chunks(kernel, np.arange(50), label="too much")
