"""Whatever moment a process is killed at, or the power is cut: the old content or the new one."""

import random
import shutil

import pytest

import children
import crashes
import system_calls
from forms import FORMS, state

BEFORE = ("old", "nothing")


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_the_old_content_or_the_new_one_is_there_after_every_call(
    form, before, tmp_path, fork, record_property
):
    top = tmp_path / "disk"
    top.mkdir()
    if before == "old":
        form.write("old", top / form.called)
    disk, chance = crashes.Disk(top), random.Random(1)
    found = [("killed before anything was done", disk.kept)]
    for number, call in enumerate(calls_of(form, top, fork)):
        if disk.take(call):
            after = f"after call {number}, {call.name}"
            found += [(f"killed {after}", disk.kept)]
            found += [(f"power cut {after}", cut) for cut in disk.cuts(chance)]
    assert disk.kept == crashes.Disk(top).kept, "a call was overlooked"
    different = {repr(content): (when, content) for when, content in reversed(found)}
    record_property("contents", len(different))
    bad = [when for when, one in different.values() if not holds(form, one, before, tmp_path)]
    assert bad == []
    kept = [holds(form, cut, "new", tmp_path) for cut in disk.cuts(chance)]
    assert all(kept), "what was said to be written can still be lost"


def calls_of(form, top, fork):
    """Return the calls that it takes to write."""
    log = top.with_suffix(".calls")
    with fork(form.write, "new", top / form.called) as child:
        with system_calls.trace(child, log):
            pass
        assert child.end() == children.DONE, child.message
    return system_calls.read_calls(log)


def holds(form, content, before, tmp_path):
    """Tell whether a disk holds the new content or what was there before."""
    again = tmp_path / "again"
    shutil.rmtree(again, ignore_errors=True)
    again.mkdir()
    crashes.lay_out(content, again)
    return state(form, again / form.called) in {"new", before}
