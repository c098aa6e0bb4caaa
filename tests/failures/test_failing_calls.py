"""The n-th call of the system fails: an error of ours, and what was there before is there."""

import pytest

import children
import system_calls
from forms import FORMS, litter, state

# What fails, and with which error: a full disk, one that is broken, one that became read-only, a
# quota. A "+" makes all later calls fail, too, as a disk that is full stays full.
FAILURES = (
    ("write", "ENOSPC", "+"),
    ("write", "EIO", ""),
    ("write", "EDQUOT", ""),
    ("cut", "EIO", ""),
    ("sync", "EIO", ""),
    ("name", "EIO", ""),
    ("name", "EROFS", "+"),
    ("remove", "EIO", ""),
    ("folder", "ENOSPC", ""),
    ("open", "EMFILE", ""),
)
MOST = 2  # places of one kind of call that are tried: the first and the last


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_call_that_fails_is_told_and_leaves_what_was_there(
    form, tmp_path_factory, fork, record_property
):
    folder = tmp_path_factory.mktemp("first")
    _write(form, folder, fork)
    calls = system_calls.read_calls(folder.with_suffix(".calls"))
    tried, told = 0, []
    for kind, error, more in FAILURES:
        for name, place in places(kind, calls, folder):
            what = f"{name}:error={error}:when={place}{more}"
            found = complaints(form, what, fork, tmp_path_factory.mktemp("failing"))
            told += [f"{what}: {one}" for one in found]
            tried += 1
    record_property("failures", tried)
    assert told == []


def places(kind, calls, folder):
    """Yield which calls of a kind are to fail: the first, the last and some between, from 1."""
    for name in system_calls.CALLS[kind].split(","):
        same = [call for call in calls if call.name == name]
        ours = [number for number, call in enumerate(same, 1) if call.touches(folder)]
        last = len(ours) - 1
        yield from sorted(
            {(name, ours[round(at * last / (MOST - 1))]) for at in range(MOST) if ours}
        )


def _write(form, folder, fork, *, inject=""):
    """Write the new content over the old one; return the exit code and what was said."""
    form.write("old", folder / form.called)
    with fork(form.write, "new", folder / form.called) as child:
        with system_calls.trace(child, folder.with_suffix(".calls"), inject=inject):
            pass
        return child.end(), child.message


def complaints(form, inject, fork, folder):
    """Write with a failure put in, and yield what is then not as it should be."""
    target = folder / form.called
    code, message = _write(form, folder, fork, inject=inject)
    found = state(form, target)
    if code == children.RAW:
        yield f"not an error of ours: {message}"
    if code == children.REFUSED and form.called not in message:
        yield f"the error names no file: {message}"
    if found not in ({"new"} if code == children.DONE else {"old", "new"}):
        yield f"exit code {code}, and there is {found}"
    form.write("new", target)
    if state(form, target) != "new" or litter(form, folder):
        yield f"the next write leaves {state(form, target)} and {litter(form, folder)}"
