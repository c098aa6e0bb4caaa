"""Answers that are kept are those of now, each is worked out once, and nobody waits for ever."""

import asyncio
import json
import pickle
import time
from itertools import count
from multiprocessing import active_children

import httpx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kamgraph as k
from kamgraph.errors import NotFoundError
from kamgraph.reviews.records import spell_records
from kamgraph.service import Bounds, Tenants, make_app
from kamgraph.service.jobs import Ask, do
from kamgraph.service.questions import Asked, spell_answer

ACME, BRAVO = "/v1/accounts/acme", "/v1/accounts/bravo"


def ask_at_once(app, *paths):
    """Return the answers to requests that come at the same time."""

    async def send():
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await asyncio.gather(*map(client.get, paths))

    return asyncio.run(send())


@pytest.fixture
def slow(monkeypatch):
    """Let answers take a while, and count how many are worked out."""
    done = count()

    def work(job):
        time.sleep(0.5)
        next(done)
        return do(job)

    monkeypatch.setattr("kamgraph.service.workers.do", work)
    return done


def test_who_asks_the_same_at_once_waits_for_one_answer(tenants, slow):
    answers = ask_at_once(make_app(tenants), *[f"{ACME}/scores"] * 5)
    assert [answer.status_code for answer in answers] == [200] * 5
    assert len({answer.content for answer in answers}) == 1
    assert next(slow) == 1


@pytest.mark.usefixtures("slow")
def test_whoever_would_wait_too_long_is_told_when_to_come_again(tenants):
    app = make_app(tenants, bounds=Bounds(threads=1, waiting=1))
    paths = [f"{ACME}/scores", f"{BRAVO}/scores", f"{ACME}/gaps"]
    answers = ask_at_once(app, *paths)
    late = [answer for answer in answers if answer.status_code == 503]
    assert len(late) == 1
    assert int(late[0].headers["Retry-After"]) >= 1
    assert "come again in" in late[0].json()["detail"]
    assert [one.status_code for one in ask_at_once(app, *paths[:2])] == [200, 200]


def test_an_answer_that_comes_too_late_is_there_for_the_next(tenants, slow):
    path = f"{ACME}/scores"
    assert ask_at_once(make_app(tenants, bounds=Bounds(seconds=0.3)), path)[0].status_code == 503
    time.sleep(0.6)
    assert ask_at_once(make_app(tenants), path)[0].status_code == 200
    assert next(slow) == 1


def test_what_another_process_changes_is_in_the_next_answer(store, tenants):
    app = make_app(tenants)
    (before,) = ask_at_once(app, f"{ACME}/scores")
    with k.Store(f"sqlite:///{store.place}") as other:
        grade = pd.DataFrame([{"person": "bo", "date": "2026-02-01", "price": 1}])
        other.change({"assessments": grade})
        (after,) = ask_at_once(app, f"{ACME}/scores")
        expected = spell_records("scores", k.scores(k.build_graph(other.book(), account="acme")))
    assert after.content == expected != before.content


PEOPLE, FIRMS = (
    st.sampled_from(["ann", "bo", "cy", "vic", "new"]),
    st.sampled_from(["acme", "bravo"]),
)
DAYS = st.sampled_from(["2026-01-01", "2026-02-01", "2026-03-01"])
ROWS = st.one_of(
    st.tuples(
        st.just("people"), st.fixed_dictionaries({"id": PEOPLE, "name": PEOPLE, "organization": FIRMS})
    ),
    st.tuples(
        st.just("assessments"),
        st.fixed_dictionaries({"person": PEOPLE, "date": DAYS, "price": st.integers(1, 5)}),
    ),
    st.tuples(
        st.just("roles"),
        st.fixed_dictionaries(
            {"person": PEOPLE, "role": st.sampled_from(["approver", "user"]), "account": FIRMS}
        ),
    ),
    st.tuples(
        st.just("ties"),
        st.fixed_dictionaries({"source": PEOPLE, "target": PEOPLE, "kind": st.just("influences")}),
    ),
)  # fmt: skip


@pytest.mark.long
@settings(max_examples=4, deadline=None)  # each opens half a dozen stores
@given(rows=st.lists(ROWS, min_size=4, max_size=6))
def test_answers_that_are_kept_are_those_of_a_fresh_store(filled, tmp_path_factory, rows):
    url = f"sqlite:///{tmp_path_factory.mktemp('law') / 'live.db'}"
    asks = [Ask(one, name, Asked()) for one in ("acme", "bravo") for name in ("scores", "gaps")]
    with k.Store(url) as store:
        store.change(filled.to_tables())
        tenants = Tenants({"": store})
        for table, row in rows:
            try:
                store.change({table: pd.DataFrame([row])})
            except k.BookError:
                continue
            kept = [tenants.answer("", one) for one in asks]
            with k.Store(url) as fresh:
                assert kept == [Tenants({"": fresh}).answer("", one) for one in asks]


@pytest.mark.parametrize("question", ["scores", "completeness", "contacts"])
@pytest.mark.parametrize("account", ["acme", "bravo"])
def test_what_a_process_is_handed_is_enough_for_the_answer(tenants, filled, account, question):
    _, job = tenants.find("", tenants.look(""), Ask(account, question, Asked()))
    expected = spell_answer(question, k.build_graph(filled, account=account), Asked())
    assert do(pickle.loads(pickle.dumps(job))) == expected


@pytest.mark.long
def test_processes_answer_alike_and_others_take_the_place_of_one_that_was_killed(tenants, filled):
    app = make_app(tenants, bounds=Bounds(processes=1))
    (answer,) = ask_at_once(app, f"{ACME}/scores")
    assert json.loads(answer.text) == json.loads(
        spell_records("scores", k.scores(k.build_graph(filled, account="acme")))
    )
    (lost,) = ask_at_once(app, f"{ACME}/scores?deal=none")
    assert lost.status_code == NotFoundError.status
    for process in active_children():
        process.kill()
        process.join()
    statuses = [ask_at_once(app, f"{BRAVO}/scores")[0].status_code for _ in range(2)]
    assert statuses[-1] == 200
    assert set(statuses) <= {200, 503}  # whether the pool has seen it in time
    asyncio.run(live_and_end(app))
    for process in active_children():
        process.join(10)
        assert not process.is_alive()


async def live_and_end(app):
    async with app.router.lifespan_context(app):
        pass
