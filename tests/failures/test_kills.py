"""Writers that are killed at any moment leave the old content or the new one, and no litter."""

import random
import time

from forms import litter, state
from jobs import write_in_turn

SECONDS = 2.0  # a form is tried for, at least
KILLS = 5  # at least


def test_a_killed_writer_leaves_the_old_content_or_the_new_one(
    form, tmp_path, fork, record_property
):
    target, chance = tmp_path / form.called, random.Random(1)
    form.write("old", target)
    begin = time.perf_counter()
    form.write("new", target)
    one = time.perf_counter() - begin
    kills, found = 0, set()
    while kills < KILLS or time.perf_counter() < begin + SECONDS:
        with fork(write_in_turn, form, target) as child:
            child.let_go()
            time.sleep(chance.uniform(0, 3 * one))
            child.kill()
        found.add(state(form, target))
        kills += 1
    record_property("kills", kills)
    assert found <= {"old", "new"}
    form.write("new", target)
    assert state(form, target) == "new"
    assert litter(form, tmp_path) == []
