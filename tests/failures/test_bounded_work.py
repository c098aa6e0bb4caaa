"""No input makes a question take for ever, and Ctrl-C ends any of them at once."""

import random
import time

import pytest

import children
import jobs

PATIENCE = 20.0  # seconds, on a machine that has other things to do; most take less than one
AT_ONCE = 3.0  # seconds, as well; one where the machine is idle
INTERRUPTS = 3
BOUNDED = (
    jobs.ask_a_stubborn_ring,
    jobs.ask_where_everybody_influences_everybody,
    jobs.ask_the_structure_of_a_chain,
    jobs.ask_the_structure_of_a_ring,
    jobs.meet_in_a_crowd,
)
LONG = (
    jobs.ask_a_stubborn_ring,
    jobs.review_a_star,
    jobs.ask_how_stable_a_chain_is,
    jobs.read_a_large_book,
)


@pytest.mark.parametrize("job", BOUNDED, ids=lambda job: job.__name__)
def test_no_question_takes_for_ever(job):
    begin = time.process_time()
    job()
    assert time.process_time() - begin < PATIENCE


@pytest.mark.parametrize("job", LONG, ids=lambda job: job.__name__)
def test_an_interrupt_ends_any_work_at_once(job, fork):
    chance = random.Random(1)
    for _ in range(INTERRUPTS):
        with fork(jobs.repeat, job) as child:
            child.let_go()
            time.sleep(chance.uniform(0.5, 4))
            begin = child.interrupt(AT_ONCE)
            assert child.end() == children.RAW
            assert time.perf_counter() - begin < AT_ONCE
            assert "KeyboardInterrupt" in child.message
