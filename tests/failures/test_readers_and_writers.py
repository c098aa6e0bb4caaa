"""Who reads beside writers sees the old content or the new one, never a mixture or an error."""

import time
from contextlib import ExitStack

import children
from forms import litter, state
from jobs import write_in_threads, write_in_turn

SECONDS = 2.0
WRITERS = 3


def test_readers_beside_writing_processes_see_one_content(form, tmp_path, fork, record_property):
    target = tmp_path / form.called
    form.write("old", target)
    with ExitStack() as stack:
        for _ in range(WRITERS):
            stack.enter_context(fork(write_in_turn, form, target)).let_go()
        found, reads = read_for(SECONDS, form, target)
    record_property("reads", reads)
    assert reads
    assert found <= {"old", "new"}


def test_threads_that_write_one_target_do_not_hinder_each_other(
    form, tmp_path, fork, record_property
):
    target = tmp_path / form.called
    form.write("old", target)
    with fork(write_in_threads, form, target) as child:
        child.let_go()
        found, reads = read_for(SECONDS, form, target)
        record_property("reads", reads)
        assert child.end() == children.DONE, child.message
    assert found <= {"old", "new"}
    assert state(form, target) in {"old", "new"}
    assert litter(form, tmp_path) == []


def read_for(seconds, form, target):
    """Return all that was seen, and how often it was looked."""
    end, seen, reads = time.perf_counter() + seconds, set(), 0
    while time.perf_counter() < end:
        seen.add(state(form, target))
        reads += 1
    return seen, reads
