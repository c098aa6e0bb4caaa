"""A store equals a book after the same changes, whoever made them."""

import sqlite3
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from threading import Thread

import pandas as pd
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

import kamgraph as k
from books import book, rows
from kamgraph.sources.database.log import find_span
from strategies import books, few

FIRMS = {
    "organizations": "acme customer; unit customer acme; bravo customer; us vendor",
    "people": "ann acme; bo unit; cy bravo; vic us",
    "ties": "vic knows ann strength=0.30000000000000004; bo reports_to ann",
}


def frames(**tables):
    found = rows(**tables)
    return {name: pd.DataFrame(found[name], dtype=object) for name in tables}


def fill(store):
    store.change(book(**FIRMS).to_tables())
    return store


@contextmanager
def by_hand(url):
    """Give what runs statements as a CRM would, by the driver alone."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
            yield connection.execute
    else:
        with psycopg.connect(url) as connection:
            yield connection.execute


def test_rows_go_in_and_come_out_for_every_store_of_the_database(store, url):
    fill(store)
    store.change(frames(people="ann bravo; dee acme"), gone={"ties": book(**FIRMS).ties.iloc[[0]]})
    with k.Store(url) as other:
        assert other.book() == store.book()
        assert other.book() == book(
            **FIRMS
            | {
                "people": "ann bravo; bo unit; cy bravo; dee acme; vic us",
                "ties": "vic knows ann strength=0.30000000000000004",
            }
        )
    assert k.read(url) == store.book()


def test_graphs_and_scores_are_those_of_the_book(store):
    fill(store)
    held = store.book()
    assert store.graph("acme") == k.build_graph(held, account="acme")
    pd.testing.assert_frame_equal(
        store.scores("acme"), k.scores(k.build_graph(held, account="acme"))
    )


def test_a_change_that_cannot_be_made_changes_nothing(store):
    before, number = fill(store).book(), store.number
    with pytest.raises(k.BookError, match="nowhere"):
        store.change(frames(people="dee acme; eve nowhere"))
    assert (store.book(), store.number) == (before, number)


@st.composite
def steps(draw):
    """Draw books, and how a store goes from each to the next: rows that come and rows that go."""
    return draw(st.lists(books(people=6, deals=1), min_size=1, max_size=3))


@pytest.mark.long
@settings(few, max_examples=6)
@given(steps())
def test_after_any_changes_a_store_is_what_the_book_is_and_the_log_tells_how(make_url, drawn):
    with k.Store(make_url()) as store, k.Store(store_url(store)) as other:
        for held in drawn:
            number, before = store.number, store.book()
            gone = {name: rows for name, rows in before.to_tables().items() if len(rows)}
            store.change(held.to_tables(), gone=gone)
            assert store.book() == held
            assert store.book().content_hash == other.book().content_hash
            assert replay(before, other.changes(number)) == held


def store_url(store):
    """Return the URL of a store once more, which messages do not tell."""
    engine = store.live._live.engine
    if engine.dialect.name == "sqlite":
        return f"sqlite:///{store.place}"
    return engine.url.render_as_string(hide_password=False).replace("+psycopg", "")


def replay(held, changes):
    """Make the changes of a log in tables, row by row, and return the book of them."""
    rows = [(name, row) for name, table in held.to_tables().items() for row in list_rows(table)]
    for change in changes.itertuples():
        if change.before is not None:
            rows.remove((change.table, normal(change.before)))
        if change.after is not None:
            rows.append((change.table, normal(change.after)))
    tables = {}
    for name, row in rows:
        tables.setdefault(name, []).append(dict(row))
    return k.Book.from_tables(
        {name: pd.DataFrame(some, dtype=object) for name, some in tables.items()}
    )


def list_rows(table):
    return [
        normal(
            {name: cell for name, cell in zip(table.columns, row, strict=True) if not pd.isna(cell)}
        )
        for row in table.itertuples(index=False, name=None)
    ]


def normal(row):
    return frozenset(
        (name, f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else cell)
        for name, cell in row.items()
    )


# Writers beside each other.


def test_of_two_writers_of_one_account_the_second_is_refused(store, url):
    fill(store)
    with k.Store(url) as other:
        read, read_by_other = store.version("acme"), other.version("acme")
        store.change(frames(people="ann acme title=CEO"), expecting={"acme": read})
        before = other.book()
        with pytest.raises(k.ChangedError, match="'acme' has been changed since it was read"):
            other.change(frames(people="ann acme title=CFO"), expecting={"acme": read_by_other})
        assert other.book() == before
        other.change(frames(people="ann acme title=CFO"), expecting={"acme": other.version("acme")})
        assert store.book().people.set_index("id").title["ann"] == "CFO"


def test_two_writers_of_two_accounts_both_succeed(store, url):
    fill(store)
    with k.Store(url) as other:
        read, read_by_other = store.version("acme"), other.version("bravo")
        store.change(frames(people="ann acme title=CEO"), expecting={"acme": read})
        other.change(frames(people="cy bravo title=CFO"), expecting={"bravo": read_by_other})
    assert store.book().people.set_index("id").title.dropna().to_dict() == {
        "ann": "CEO",
        "cy": "CFO",
    }


@pytest.mark.long
def test_nothing_is_lost_of_what_many_threads_change_at_once(store, url):
    fill(store)

    def hire(number):
        with k.Store(url) as own:
            for one in range(3):
                own.change(frames(people=f"p{number}{one} acme"))

    threads = [Thread(target=hire, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.book().people) == 4 + 12


def test_readers_do_not_wait_for_a_writer_and_see_nothing_of_it(store, url):
    before = fill(store).book()
    with store.live._live.write() as connection:
        connection.exec_driver_sql("DELETE FROM kamgraph_ties")
        with k.Store(url) as other:
            assert other.book() == before
    assert store.book().ties.empty


@pytest.mark.long
def test_a_tenant_does_not_wait_for_another(postgresql, monkeypatch):
    from kamgraph.sources.database import postgresql as module

    monkeypatch.setattr(module, "PATIENCE", 0.2)
    with k.Store(postgresql, schema="one") as one, k.Store(postgresql, schema="two two") as two:
        with one.live._live.write():
            two.change(frames(organizations="acme customer"))
            with (
                k.Store(postgresql, schema="one") as late,
                pytest.raises(k.SourceError, match="another program is writing"),
            ):
                late.change(frames(organizations="acme customer"))
        assert one.book().organizations.empty
        assert len(two.book().organizations) == 1


# Within what a host has begun.


@pytest.fixture
def engine(url):
    named = make_url(url).set(
        drivername="sqlite" if url.startswith("sqlite") else "postgresql+psycopg"
    )
    made = create_engine(named, poolclass=NullPool)
    yield made
    made.dispose()


def test_a_change_in_a_transaction_of_ones_own_is_there_when_that_is(engine):
    store = fill(k.Store(engine))
    before = store.book()
    with engine.connect() as connection:
        within = store.on(connection)
        within.change(frames(people="dee acme"))
        assert within.book().has_id("people", "dee")
        assert store.book() == before
        connection.rollback()
    assert store.book() == before
    with engine.begin() as connection:
        store.on(connection).change(frames(people="dee acme"))
    assert store.book().has_id("people", "dee")


# What a CRM writes by itself.


def test_what_a_crm_writes_is_followed_row_by_row(store, url):
    fill(store)
    with by_hand(url) as sql:
        sql("UPDATE kamgraph_people SET title = 'CEO' WHERE id = 'ann'")
        sql("INSERT INTO kamgraph_people (id, name, organization) VALUES ('dee', 'Dee', 'acme')")
        sql("INSERT INTO kamgraph_ties (source, target, kind) VALUES ('dee', 'ann', '汇报')")
        sql("DELETE FROM kamgraph_people WHERE id = 'cy'")
    found = store.book()
    assert found.people.set_index("id").title.dropna().to_dict() == {"ann": "CEO"}
    assert found.ties.kind.tolist().count("reports_to") == 2
    with k.Store(url) as other:
        assert other.book() == found
    store.change(gone={"ties": found.ties[found.ties.source == "dee"], "people": ["dee"]})
    assert k.read(url) == store.book()
    assert not store.book().has_id("people", "dee")


def test_a_row_that_cannot_be_read_is_left_out_and_told_until_it_is_mended(store, url):
    before = fill(store).book()
    with by_hand(url) as sql:
        sql(
            "INSERT INTO kamgraph_people (id, name, organization, level) VALUES ('dee', 'Dee', 'acme', 99)"
        )
        sql("UPDATE kamgraph_ties SET kind = 'adores' WHERE kind = 'knows'")
    assert store.book().people.equals(before.people)
    assert store.book().ties.kind.tolist() == ["reports_to"]
    with k.Store(url) as other:
        for one in (store, other):
            found = one.findings()
            assert found.finding.tolist()[:2] == ["unreadable_row"] * 2
            assert found.table.tolist()[:2] == ["people", "ties"]
            assert "99" in found.detail[0]
    with pytest.raises(k.SourceError, match="nobody can be erased while rows cannot be read"):
        store.erase("ann")
    store.change(frames(people="eve acme"))
    with by_hand(url) as sql:
        sql("UPDATE kamgraph_people SET level = 2 WHERE id = 'dee'")
        sql("UPDATE kamgraph_ties SET kind = 'knows' WHERE kind = 'adores'")
    assert {"dee", "eve"} < {*store.book().people.id}
    assert store.book().ties.equals(before.ties)
    assert "unreadable_row" not in [*store.findings().finding]


def test_of_equal_rows_as_many_go_as_are_taken_out(store, url):
    fill(store).change(frames(roles="bo user unit; bo user unit; bo user unit"))
    with by_hand(url) as sql:
        sql(
            "DELETE FROM kamgraph_roles WHERE row_number = (SELECT min(row_number) FROM kamgraph_roles)"
        )
    assert len(store.book().roles) == 2


# What the log tells and forgets.


def test_nothing_is_left_of_who_was_erased(store, url):
    fill(store).change(frames(people="zed acme title=Unmistakable"))
    with k.Store(url) as other:
        number = other.number
        since = store.erase("zed")
        assert other.book() == book(**FIRMS)
        assert store.changes(since).empty
        with pytest.raises(k.ChangedError, match="read the book anew"):
            other.changes(number)
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        assert b"Unmistakable" not in b"".join(
            part.read_bytes() for part in file.parent.glob(f"{file.name}*")
        )
    else:
        with by_hand(url) as sql:
            assert sql("SELECT count(*) FROM kamgraph_changes").fetchone() == (1,)


def test_the_log_can_be_cut_and_goes_on(store):
    number = fill(store).number
    store.change(frames(people="dee acme"))
    last = store.change(frames(people="eve acme"))
    store.cut_log(last)
    assert store.changes(last - 1).table.tolist() == ["people"]
    with pytest.raises(k.ChangedError):
        store.changes(number)
    store.change(frames(people="fay acme"))
    assert [row["id"] for row in store.changes(last).after] == ["fay"]


def test_the_end_of_a_long_log_is_found_without_a_look_at_all_of_it(tmp_path):
    with k.Store(f"sqlite:///{tmp_path / 'live.db'}") as store:
        fill(store).change(frames(people="; ".join(f"p{one} acme" for one in range(500))))
        with store.live._live.read() as connection:
            steps = count()
            driver = connection.connection.driver_connection
            driver.set_progress_handler(lambda: next(steps) and 0, 100)  # at each 100 operations
            assert find_span(connection) == (1, store.number)
            driver.set_progress_handler(None, 0)
    assert next(steps) < 5


ODD_ROWS = r"""INSERT INTO kamgraph_people (id, name, organization, since, extra) VALUES
    ('p01', 'P', 'acme', NULL, ''),
    ('p02', 'P', 'acme', NULL, 'no json'),
    ('p03', 'P', 'acme', NULL, '["a"]'),
    ('p04', 'P', 'acme', NULL, 'null'),
    ('p05', 'P', 'acme', NULL, '{"a": 1}'),
    ('p06', 'P', 'acme', NULL, '{"a": null}'),
    ('p07', 'P', 'acme', NULL, '{"": "x"}'),
    ('p08', 'P', 'acme', NULL, '{" a ": "x"}'),
    ('p09', 'P', 'acme', NULL, '{"\ud800": "x"}'),
    ('p10', 'P', 'acme', NULL, '{"name": "Nobody"}'),
    ('p11', 'P', 'acme', 'infinity', NULL),
    ('p12', 'P', 'acme', '0044-03-15 BC', NULL),
    ('p13', 'P', 'acme', '12345-01-01', NULL)"""


def test_cells_that_nobody_can_read_leave_out_their_rows_alone(store, url):
    before = fill(store).book()
    with by_hand(url) as sql:
        sql(ODD_ROWS)
    assert store.changes(store.number - 12).after[0]["extra"] == "no json"
    with k.Store(url) as late:
        for one in (store, late):
            assert one.book() == before
            found = one.findings()
            assert found.finding[:13].tolist() == ["unreadable_row"] * 13
            assert all("extra: " in detail for detail in found.detail[:10])
            assert all("since: " in detail for detail in found.detail[10:13])
        store.change({"people": before.people.assign(title="CEO")})
        assert late.book() == store.book() != before


@pytest.mark.parametrize(
    "twin",
    [
        "INSERT INTO kamgraph_people (id, name, organization) VALUES ('cy', 'Twin', 'bravo')",
        """INSERT INTO kamgraph_people (id, name, organization, title)
        SELECT id, name, organization, title FROM kamgraph_people WHERE id = 'cy'""",
        "INSERT INTO kamgraph_ties (source, target, kind) VALUES ('bo', 'ann', 'reports_to')",
    ],
)
def test_a_row_of_the_key_of_another_is_judged_alike_by_whoever_was_there_before(store, url, twin):
    before = fill(store).book()
    table = twin.split()[2]
    with by_hand(url) as sql:
        sql(twin)
    with k.Store(url) as late:
        assert store.book() == late.book() == before
        assert store.version("bravo") == late.version("bravo")
    for one in (store.findings(), store.findings()):
        assert one.finding[0] == "unreadable_row"
    store.change(frames(people="dee acme"))
    with by_hand(url) as sql:
        sql("DELETE FROM kamgraph_people WHERE id = 'dee'")
        row = f"(SELECT max(row_number) FROM {table})"  # noqa: S608
        sql(f"DELETE FROM {table} WHERE row_number = {row}")  # noqa: S608
    assert store.book() == before
    assert "unreadable_row" not in [*store.findings().finding]


def test_a_change_that_a_row_of_the_same_key_would_hide_is_refused(store, url):
    ann = fill(store).book().find_rows("people", "id", "ann").assign(title="CEO")
    with by_hand(url) as sql:
        sql("INSERT INTO kamgraph_people (id, name, organization) VALUES ('ann', 'Twin', 'acme')")
    before = store.book()
    with pytest.raises(k.ChangedError, match="mend or remove kamgraph_people, row_number"):
        store.change({"people": ann})
    assert store.book() == before
    store.change(frames(people="dee acme"))
    with by_hand(url) as sql:
        sql("DELETE FROM kamgraph_people WHERE name = 'Twin'")
    store.change({"people": ann})
    assert store.book().find_rows("people", "id", "ann").title.item() == "CEO"


def test_a_misspelt_column_is_refused_of_a_change_and_told_of_a_row_that_a_crm_wrote(store, url):
    fill(store)
    with pytest.raises(k.BookError, match="looks like 'title'"):
        store.change({"people": pd.DataFrame([{"id": "ann", "name": "Ann", "titel": "CFO"}])})
    with by_hand(url) as sql:
        sql("""UPDATE kamgraph_people SET extra = '{"titel": "CFO"}' WHERE id = 'ann'""")
    with k.Store(url) as other:
        assert store.book() == other.book()
    assert "similar_column" in store.findings()["finding"].tolist()
    assert "unreadable_row" not in store.findings()["finding"].tolist()


# What is no live book.


def test_a_book_that_was_written_becomes_live_and_is_not_written_over(url):
    whole = book(**FIRMS)
    k.write(whole, url)
    with k.Store(url) as store:
        assert store.book() == whole
        with pytest.raises(k.SourceError, match="holds a live book"):
            k.write(book(), url)
        assert store.book() == whole


def test_a_file_with_other_tables_or_triggers_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path / 'book.db'}"
    k.Store(url).close()
    with by_hand(url) as sql:
        sql("DROP TRIGGER kamgraph_people_insert")
    with pytest.raises(k.SourceError, match="kamgraph_people_insert is missing"):
        k.Store(url)


def test_only_postgresql_has_schemas(tmp_path):
    with pytest.raises(k.SourceError, match="give each tenant a file"):
        k.Store(f"sqlite:///{tmp_path / 'book.db'}", schema="one")
