"""A writer of a live store that is killed at any moment leaves the old rows or the new ones."""

import os
import random
import time

import pytest

import kamgraph as k
import postgres
from books import book
from jobs import change_in_turn

KILLS = int(os.environ.get("KAMGRAPH_KILLS", "10"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'live.db'}"
    else:
        with postgres.server() as server, postgres.syncing(server):
            yield server


def test_a_killed_change_is_there_as_a_whole_or_not_at_all(url, fork, record_property):
    chance, found, crowd = random.Random(1), set(), [f"p{number}" for number in range(50)]
    with k.Store(url) as store:
        store.change(
            book(
                organizations="acme customer",
                people="; ".join(f"{one} acme title=old" for one in crowd),
            ).to_tables()
        )
        for _ in range(KILLS):
            number = store.number
            with fork(change_in_turn, url, crowd) as child:
                child.let_go()
                time.sleep(chance.uniform(0, 0.4))
                child.kill()
            (title,) = set(store.book().people["title"])  # of all of them, or this fails
            found.add(title)
            assert len(store.book().people) == len(crowd)
            # Each change is in the log as a whole: every row goes and comes.
            assert len(store.changes(number)) % (2 * len(crowd)) == 0
        with k.Store(url) as anew:
            assert anew.book() == store.book()
    record_property("kills", KILLS)
    assert found <= {"old", "new"}
