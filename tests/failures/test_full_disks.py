"""A disk that is full in the middle of a file: an error of ours, the old content, no litter."""

import os
from pathlib import Path

import pytest

import children
from forms import FORMS, litter, state
from jobs import write_little

LIMITS = (0, 1, 100, 300)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_file_that_may_not_grow_is_told_and_leaves_what_was_there(form, tmp_path, fork):
    target = tmp_path / form.called
    form.write("old", target)
    for limit in LIMITS:
        with fork(write_little, form, target, limit) as child:
            child.let_go()
            assert child.end() == children.REFUSED, child.message
            assert form.called in child.message
        assert state(form, target) == "old"
        assert litter(form, tmp_path) == []


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_name_too_long_is_told(form, tmp_path, fork):
    target = tmp_path / ("n" * 300 + Path(form.called).suffix)
    with fork(form.write, "new", target) as child:
        child.let_go()
        assert child.end() == children.REFUSED, child.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.getuid() == 0, reason="nothing is read-only for root")
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_folder_that_is_read_only_is_told(form, tmp_path, fork):
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o500)
    with fork(form.write, "new", folder / form.called) as child:
        child.let_go()
        assert child.end() == children.REFUSED, child.message
