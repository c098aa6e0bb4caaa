import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import kamgraph
from kamgraph.model.once import once

FORK = """
import os, sys, threading, time
from kamgraph.model.once import once

class Slow:
    @once
    def answer(self):
        begun.set()
        time.sleep(0.2)
        return 42

begun, slow = threading.Event(), Slow()
worker = threading.Thread(target=lambda: slow.answer)
worker.start()
begun.wait()
child = os.fork()
if not child:
    os._exit(Slow().answer)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


class Measure:
    """Something with properties of every kind."""

    def __init__(self):
        self.asked = 0

    @once
    def one(self):
        """One array."""
        self.asked += 1
        return np.zeros(3)

    @once
    def several(self):
        return np.zeros(3), {"of": np.ones(2)}, "text"


def test_a_property_is_worked_out_once():
    measure = Measure()
    assert measure.one is measure.one
    assert measure.asked == 1
    assert Measure.one.__doc__ == "One array."


def test_nobody_can_write_what_was_found():
    measure = Measure()
    first, more, _ = measure.several
    for array in (measure.one, first, more["of"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_all_threads_are_given_the_same():
    measure, meeting, found = Measure(), threading.Barrier(8), []

    def ask():
        meeting.wait()
        found.append(measure.one)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(array) for array in found}) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_process_forked_while_a_thread_works_something_out_can_do_so_too():
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORK], capture_output=True, timeout=20, check=True
    )
    assert found.stdout.split() == [b"42"]


def test_nothing_of_ours_holds_the_lock_of_a_class():
    sources = Path(kamgraph.__file__).parent.rglob("*.py")
    locked = [path.name for path in sources if "@cached_property" in path.read_text("utf-8")]
    assert locked == []
