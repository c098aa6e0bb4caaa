"""Who changes a book that somebody else has changed meanwhile is told, and nothing is lost."""

from contextlib import ExitStack

import children
import kamgraph as k
from jobs import add_people

PROCESSES, CHANGES = 3, 4


def test_every_change_that_was_acknowledged_is_there(book_form, tmp_path, fork):
    source = place(book_form, tmp_path)
    book_form.write("old", tmp_path / book_form.called)
    before = len(k.read(source).people)
    options = {"parquet": True} if book_form.name == "parquet" else {}
    with ExitStack() as stack:
        writers = [
            stack.enter_context(fork(add_people, source, f"w{number}-", CHANGES, options))
            for number in range(PROCESSES)
        ]
        for writer in writers:
            writer.let_go()
        assert [(one.end(), one.message) for one in writers] == [(children.DONE, "")] * PROCESSES
    people = k.read(source).people
    assert people["id"].str.startswith("w").sum() == PROCESSES * CHANGES
    assert len(people) == before + PROCESSES * CHANGES


def place(form, folder):
    """Return what a form is read by: a path or a URL."""
    if form.name == "postgresql":
        return form.look.args[0]
    return (
        f"sqlite:///{folder / form.called}" if form.name == "sqlite" else str(folder / form.called)
    )
