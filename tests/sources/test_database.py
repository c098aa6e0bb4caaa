import os
import random
import re
import sqlite3
import subprocess
import sys
import traceback
from contextlib import closing, nullcontext, suppress
from pathlib import Path

import psycopg
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url

import kamgraph as k
import writers
from books import book, from_rows, rows
from kamgraph.errors import BookError, KamgraphError, SourceError
from kamgraph.model.policy import Policy
from kamgraph.model.versions import VERSION
from kamgraph.sources.database import content, is_one_place, read_database, sqlite, write_database
from kamgraph.sources.limits import Limits
from postgres import PASSWORD, syncing
from strategies import TEXTS, few, tables

PEOPLE = "ann acme 2026-01-01 level=2 susceptibility=0.1 手机=123; vic us"
ODD = ("extra", "row_number", "Name", 'quo"te', "%s", ":x", "{0}", "手机", "two words")
others = st.lists(st.dictionaries(st.sampled_from(ODD), st.sampled_from(TEXTS)), max_size=12)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "book.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, file):
    return f"sqlite:///{file}" if request.param == "sqlite" else request.getfixturevalue("schema")


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory):
    return f"sqlite:///{tmp_path_factory.mktemp('books') / 'book 100%?#.db'}"


def test_one_database_of_a_server_has_many_names(schema):
    named = make_url(schema)
    other = named.set(host="localhost", query={**named.query, "application_name": "another"})
    assert is_one_place(schema, other.render_as_string(hide_password=False))
    elsewhere = named.set(database="template1").render_as_string(hide_password=False)
    assert not is_one_place(schema, elsewhere)


def sql(target, *statements):
    """Run statements by the driver alone, and return the rows of the last."""
    if isinstance(target, Path):
        with closing(sqlite3.connect(target)) as connection, connection:
            rows = [connection.execute(statement).fetchall() for statement in statements]
            return rows[-1]
    with psycopg.connect(target) as connection:
        found = [connection.execute(statement) for statement in statements][-1]
        return found.fetchall() if found.description else []


def url_of(target):
    return f"sqlite:///{target}" if isinstance(target, Path) else target


def altered(url):
    """Return what :func:`sql` takes to get at the database of a URL."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else url


def made(rows, others):
    """Make a book of rows, its people with values in columns that the library does not know."""
    people = zip(rows["people"], [*others, *[{}] * len(rows["people"])], strict=False)
    return from_rows(rows | {"people": [person | more for person, more in people]})


def survives(whole, url):
    write_database(whole, url)
    assert read_database(url) == whole


ODDEST = dict.fromkeys(ODD, "\u2028😀\r\\N\t\n")
EXTREMES = (
    rows(organizations="", people=""),
    rows(people="a acme 0001-01-01 9999-12-31; A acme susceptibility=1e-06"),
    rows(organizations="o customer potential=5e-324 contribution=-1e308", people=""),
)


@settings(few, max_examples=few.max_examples * 3 // 5)
@given(rows=tables(), others=others)
@example(EXTREMES[0], [])
@example(EXTREMES[1], [ODDEST])
@example(EXTREMES[2], [])
def test_sqlite_gives_back_the_book(anywhere, rows, others):
    survives(made(rows, others), anywhere)


@settings(few, max_examples=8)
@given(rows=tables(), others=others)
@example(EXTREMES[0], [])
@example(EXTREMES[1], [ODDEST])
@example(EXTREMES[2], [])
def test_postgresql_gives_back_the_book(postgresql, rows, others):
    survives(made(rows, others), postgresql)


def test_the_tables_can_be_read_without_the_library(url):
    write_database(book(people=PEOPLE), url)
    query = "SELECT row_number, id, level, susceptibility, since, extra FROM kamgraph_people"
    ann, vic = sql(altered(url), query)
    assert [*map(str, ann)] == ["1", "ann", "2", "0.1", "2026-01-01", '{"手机": "123"}']
    assert vic == (2, "vic", None, None, None, None)


def test_a_book_replaces_the_one_that_is_there(url):
    write_database(book(people=PEOPLE), url)
    survives(book(people="bo acme"), url)
    survives(book(organizations=""), url)


def test_a_relative_path_and_the_driver_may_be_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    survives(book(people=PEOPLE), "sqlite+pysqlite:///book.db")
    assert [*tmp_path.iterdir()] == [tmp_path / "book.db"]


def test_the_driver_of_postgresql_may_be_named(schema):
    survives(book(people=PEOPLE), schema.replace("postgresql:", "postgresql+psycopg:"))


def test_other_tables_of_a_postgresql_database_stay(schema):
    sql(schema, "CREATE TABLE people AS SELECT 1 AS id")
    survives(book(people=PEOPLE), schema)
    sql(schema, "CREATE VIEW names AS SELECT name FROM kamgraph_people")
    survives(book(people=PEOPLE), schema)
    assert sql(schema, "SELECT id FROM people") == [(1,)]


# A book that is there as a whole, whatever happens.


@pytest.mark.long
def test_writers_at_once_and_killed_ones_leave_one_book_whole(url):
    if not hasattr(os, "fork"):
        pytest.skip("writers are forked, which this system cannot")
    command = [sys.executable, writers.__file__, url]
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # who forks has no other threads
    with nullcontext() if url.startswith("sqlite") else syncing(url):
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=alone)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["new", "old"]


def test_who_waits_for_another_writer_in_vain_is_told(file, monkeypatch):
    whole = book(people=PEOPLE)
    write_database(whole, url_of(file))
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SourceError, match="locked; another program is writing, try again"):
            write_database(book(), url_of(file))
        assert read_database(url_of(file)) == whole


def test_who_waits_for_another_writer_of_postgresql_in_vain_is_told(schema, monkeypatch):
    from kamgraph.sources.database import postgresql as module

    whole = book(people=PEOPLE)
    write_database(whole, schema)
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    with psycopg.connect(schema) as other:
        other.execute(f"SELECT {module.LOCK}")
        with pytest.raises(SourceError, match="another program is writing, try again"):
            write_database(book(), schema)
        assert read_database(schema) == whole


def test_a_new_file_that_others_keep_locked_is_not_waited_for_without_end(file, monkeypatch):
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM sqlite_master").fetchall()
        with pytest.raises(SourceError, match="locked"):
            write_database(book(), url_of(file))


# What a file keeps.


def bytes_of(file):
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


def test_who_was_removed_is_gone_from_the_bytes(file):
    crowd = "; ".join(f"p{number} acme title=Unmistakable{number}" for number in range(300))
    write_database(book(people=crowd), url_of(file))
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT count(*) FROM kamgraph_people").fetchone() == (300,)
        assert b"Unmistakable" in bytes_of(file)
        write_database(book(people="bo acme"), url_of(file))
        assert len([*file.parent.iterdir()]) == 3  # the other program keeps WAL and index
        assert b"Unmistakable" not in bytes_of(file)
    assert b"Unmistakable" not in bytes_of(file)


def test_a_reader_who_keeps_the_old_book_is_named(file, monkeypatch):
    write_database(book(people=PEOPLE), url_of(file))
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN")
        assert other.execute("SELECT id FROM kamgraph_people").fetchall() == [("ann",), ("vic",)]
        with pytest.raises(SourceError, match=r"is written, but book.db-wal still holds"):
            write_database(book(people="bo acme"), url_of(file))
        assert other.execute("SELECT id FROM kamgraph_people").fetchall() == [("ann",), ("vic",)]
    assert read_database(url_of(file)) == book(people="bo acme")


def test_files_are_written_with_care(file, monkeypatch):
    found = {}
    connect = sqlite.SqliteFile.connect

    def spy(self, mode):
        connection = connect(self, mode)
        for name in ("synchronous", "foreign_keys", "secure_delete", "trusted_schema"):
            found[name] = connection.execute(f"PRAGMA {name}").fetchone()[0]
        return connection

    monkeypatch.setattr(sqlite.SqliteFile, "connect", spy)
    write_database(book(), url_of(file))
    assert found == {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
    assert sql(file, "PRAGMA journal_mode") == [("wal",)]


# What is not a book as kamgraph writes it.


def refuses(url, message):
    for use in (read_database, lambda url: write_database(book(), url)):
        with pytest.raises(SourceError, match=message):
            use(url)


def content_of(target):
    if isinstance(target, Path):
        return target.read_bytes()
    return sql(target, "SELECT * FROM kamgraph_people"), sql(target, "SELECT * FROM kamgraph_book")


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            "UPDATE kamgraph_book SET version = version + 1",
            f"of version {VERSION + 1}, and this kamgraph reads 1 to {VERSION}",
        ),
        ("INSERT INTO kamgraph_book VALUES (1, '')", "must have one row, not 2"),
        ("DELETE FROM kamgraph_book", "must have one row, not 0"),
        ("DROP TABLE kamgraph_ties", "kamgraph_ties is missing"),
        ("ALTER TABLE kamgraph_people ADD COLUMN more TEXT", "kamgraph_people is not as"),
        ("ALTER TABLE kamgraph_deals RENAME COLUMN need TO needs", "kamgraph_deals is not as"),
    ],
)
def test_another_version_or_layout_is_refused_unchanged(url, statement, message):
    write_database(book(people=PEOPLE), url)
    sql(altered(url), statement)
    before = content_of(altered(url))
    refuses(url, message)
    assert content_of(altered(url)) == before


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON kamgraph_people BEGIN DELETE FROM kamgraph_ties; END",
        "CREATE VIEW v AS SELECT * FROM kamgraph_people",
        "CREATE INDEX i ON kamgraph_people (name)",
        "CREATE TABLE other (id)",
    ],
)
def test_what_does_not_belong_into_a_file_is_refused_unchanged(file, statement):
    write_database(book(people=PEOPLE), url_of(file))
    sql(file, statement)
    before = file.read_bytes()
    refuses(url_of(file), r"does not belong to a book")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE RULE r AS ON INSERT TO kamgraph_people DO INSTEAD NOTHING"],
        ["ALTER TABLE kamgraph_people ENABLE ROW LEVEL SECURITY"],
        ["ALTER TABLE kamgraph_people ALTER level TYPE bigint"],
        ["ALTER TABLE kamgraph_people ALTER name DROP NOT NULL"],
        ["ALTER TABLE kamgraph_people ALTER row_number ADD GENERATED ALWAYS AS IDENTITY"],
        [
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "CREATE TRIGGER t BEFORE INSERT ON kamgraph_people FOR EACH ROW EXECUTE FUNCTION f()",
        ],
        [
            "ALTER TABLE kamgraph_people RENAME TO hidden",
            "CREATE VIEW kamgraph_people AS SELECT * FROM hidden",
        ],
    ],
)
def test_what_stands_between_a_postgresql_table_and_its_rows_is_refused(schema, statements):
    write_database(book(people=PEOPLE), schema)
    sql(schema, *statements)
    before = content_of(schema)
    refuses(schema, "kamgraph_people is not as kamgraph makes it")
    assert content_of(schema) == before


def test_a_file_of_somebody_else_is_refused_unchanged(file):
    sql(file, "CREATE TABLE notes (text)", "INSERT INTO notes VALUES ('keep')")
    before = file.read_bytes()
    refuses(url_of(file), "kamgraph_actions is missing|'notes' does not belong")
    assert file.read_bytes() == before
    assert [*file.parent.iterdir()] == [file]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kamgraph_people SET name = 'Bo'",
        "UPDATE kamgraph_people SET level = 3 WHERE id = 'ann'",
        "UPDATE kamgraph_people SET extra = NULL",
        "DELETE FROM kamgraph_people WHERE id = 'ann'",
        "UPDATE kamgraph_people SET row_number = 9 WHERE id = 'ann'",
        "UPDATE kamgraph_book SET sha256 = ''",
    ],
)
def test_rows_changed_by_other_means_are_noticed(file, statement):
    changes_are_noticed(url_of(file), statement)


def test_rows_changed_by_other_means_are_noticed_in_postgresql(schema):
    changes_are_noticed(schema, "UPDATE kamgraph_people SET level = 3 WHERE id = 'ann'")


def changes_are_noticed(url, statement):
    write_database(book(people=PEOPLE), url)
    sql(altered(url), statement)
    with pytest.raises(SourceError, match="not those that kamgraph wrote"):
        read_database(url)
    survives(book(people=PEOPLE), url)


def test_no_flipped_bit_gives_another_book(file):
    whole = book(people=PEOPLE)
    write_database(whole, url_of(file))
    good, chance = file.read_bytes(), random.Random(0)
    used = [place for place, byte in enumerate(good) if byte]
    for trial in range(100):
        place = chance.choice(used) if trial % 2 else chance.randrange(len(good))
        bad = bytearray(good)
        bad[place] ^= 1 << chance.randrange(8)
        for part in file.parent.glob(f"{file.name}*"):
            part.unlink()
        file.write_bytes(bad)
        with suppress(KamgraphError):
            assert read_database(url_of(file)) == whole


@pytest.mark.parametrize(
    "extra",
    ["1", "[]", "{", '{"a": 1}', '{"a": null}', '{"a": {"b": "c"}}', "[" * 100_000, "9" * 5000],
)
def test_other_columns_hold_texts_and_nothing_else(file, monkeypatch, extra):
    write_database(book(people="ann acme"), url_of(file))
    monkeypatch.setattr(content, "_hash_content", lambda _: "forged")
    sql(file, "UPDATE kamgraph_book SET sha256 = 'forged'")
    sql(file, f"UPDATE kamgraph_people SET extra = '{extra}'")  # noqa: S608 - no quotes in it
    with pytest.raises(SourceError, match="something else than a JSON object of texts"):
        read_database(url_of(file))


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ('UPDATE kamgraph_people SET extra = \'{"name": "Bo"}\'', "repeats the column name"),
        ('UPDATE kamgraph_people SET extra = \'{"\\ud800": "Bo"}\'', "half a character"),
        ("UPDATE kamgraph_people SET name = x'00'", "must be text"),
        ("UPDATE kamgraph_people SET since = 'soon'", "is no date"),
        ("UPDATE kamgraph_people SET level = 'high'", "is no number"),
        ("UPDATE kamgraph_people SET susceptibility = 9e999", "must be"),
    ],
)
def test_cells_of_any_type_end_in_an_error_of_ours(file, monkeypatch, statement, message):
    write_database(book(people="ann acme"), url_of(file))
    monkeypatch.setattr(content, "_hash_content", lambda _: "forged")
    sql(file, "UPDATE kamgraph_book SET sha256 = 'forged'", statement)
    with pytest.raises(KamgraphError, match=message):
        read_database(url_of(file))


# What a URL may lead to.


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("mysql://me:Secret7@server/book", "'mysql' is no database kamgraph knows"),
        ("postgresql+psycopg2://me:Secret7@server/book", "'postgresql.psycopg2' is no database"),
        ("sqlite+aiosqlite:///Secret7", "is no database kamgraph knows"),
        ("postgresql://me:Secret7@server:port/book", "URL cannot be read"),
        ("Secret7", "URL cannot be read"),
        ("sqlite:///Secret7\0", "URL cannot be read"),
        ("sqlite:///Secret7\ud800", "URL cannot be read"),
        ("sqlite://", "names one file"),
        ("sqlite:///:memory:", "names one file"),
        ("sqlite:///book.db?password=Secret7", "names one file"),
        ("sqlite://Secret7/book.db", "names one file"),
        ("postgresql://me:Secret7@127.0.0.1:1/book", "database 'book': no server answers"),
        ("postgresql://me@127.0.0.1:1/book?password=Secret7", "database 'book': no server"),
        ("postgresql://me:Secret7@127.0.0.1:1/book?colour=red", "no such option"),
    ],
)
def test_a_url_that_leads_nowhere_is_refused_without_its_password(bad, message):
    with pytest.raises(SourceError, match=message) as caught:
        read_database(bad)
    assert "Secret7" not in "".join(traceback.format_exception(caught.value))
    assert not re.search(r"127\.0\.0\.1|me@", str(caught.value))


def test_a_folder_that_is_not_there_is_named_as_what_is_missing(tmp_path):
    for ask in (lambda url: write_database(book(), url), k.Store):
        with pytest.raises(SourceError, match="its folder is not there; make it first"):
            ask(url_of(tmp_path / "none" / "book.db"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"host": "no-such-host.invalid"}, "no server of this name is known"),
        ({"database": "nothing"}, "database 'nothing': the server has no database of this name"),
        ({"username": "stranger"}, "the server refuses the user or the password"),
    ],
)
def test_what_a_server_says_is_told_without_its_address(postgresql, change, message):
    url = make_url(postgresql).set(**change).render_as_string(hide_password=False)
    with pytest.raises(SourceError, match=message) as caught:
        read_database(url)
    told = str(caught.value)
    assert not re.search(r"127\.0\.0\.1|@|invalid|stranger|kamgraph_test", told), told


def test_a_wrong_password_is_refused_without_naming_one(postgresql):
    wrong = postgresql.replace(PASSWORD, "Secret7")
    with pytest.raises(SourceError, match="refuses the user or the password") as caught:
        read_database(wrong)
    assert "Secret7" not in "".join(traceback.format_exception(caught.value))


def test_what_is_not_there_is_not_made_by_reading(file):
    with pytest.raises(SourceError, match=r"book\.db: no such file"):
        read_database(url_of(file))
    assert not file.exists()


def test_what_is_no_file_of_sqlite_is_refused_unchanged(tmp_path, file):
    refuses(url_of(tmp_path), "is no file")
    file.write_bytes(b"id,name\n" * 1000)
    refuses(url_of(file), "file is not a database; it is of another kind, or damaged")
    assert file.read_bytes() == b"id,name\n" * 1000
    with pytest.raises(SourceError, match="its folder is not there"):
        write_database(book(), url_of(tmp_path / "nowhere" / "book.db"))
    with pytest.raises(SourceError, match="File name too long"):
        read_database(url_of(tmp_path / ("long" * 100)))


def test_a_database_without_a_book_holds_none(file, schema):
    file.touch()
    for url in (url_of(file), schema):
        with pytest.raises(SourceError, match="holds no book"):
            read_database(url)


@pytest.mark.parametrize(
    ("module", "url", "name"),
    [
        ("sqlalchemy", "sqlite:///book.db", "SQLAlchemy"),
        ("psycopg", "postgresql://server/book", "psycopg"),
    ],
)
def test_a_missing_package_is_named_with_its_extra(monkeypatch, module, url, name):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "kamgraph.sources.database.postgresql", raising=False)
    with pytest.raises(SourceError, match=rf"needs {name}; install .*kamgraph\[database\]"):
        read_database(url)


# What may be read.


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(rows=1), "6 rows are more than 1"),
        (Limits(columns=5), "columns are more than 5"),
        (Limits(cell=4), "a text of .* characters is longer than 4"),
    ],
)
def test_more_than_the_limits_is_refused(url, limits, message):
    write_database(book(people=PEOPLE), url)
    with pytest.raises(SourceError, match=message):
        read_database(url, limits=limits)


def test_a_file_larger_than_the_limits_is_refused(file):
    write_database(book(), url_of(file))
    with pytest.raises(SourceError, match=r"\d\d,\d{3} bytes are more than 10,000"):
        read_database(url_of(file), limits=Limits(size=10_000))


def test_rows_that_cannot_be_taken_are_named_by_table_and_row(url):
    whole = book(people="ann acme; bo nowhere", lenient=True)
    write_database(whole, url)
    with pytest.raises(BookError, match=r"table kamgraph_people, row 2, column organization"):
        read_database(url)
    assert read_database(url, lenient=True) == whole


def test_labels_are_those_of_the_policy(url):
    scales = {"relationship": ("cold", "warm"), "solution": ("no", "yes"), "price": ("no", "yes")}
    policy = Policy(scales=scales)
    whole = book(people="ann acme", assessments="ann 2026-01-01 warm", policy=policy)
    write_database(whole, url)
    assert read_database(url, policy=policy) == whole
    with pytest.raises(BookError, match="neither a number nor one of"):
        read_database(url)


def test_a_sqlite_file_where_nothing_can_be_written_is_read(file, monkeypatch):
    write_database(book(people=PEOPLE), f"sqlite:///{file}")
    connected, connect = [], sqlite3.connect
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(
        sqlite3, "connect", lambda *what, **how: connected.append(what[0]) or connect(*what, **how)
    )
    assert read_database(f"sqlite:///{file}") == book(people=PEOPLE)
    assert connected[-1].endswith("?mode=ro&immutable=1")
    assert [one.name for one in file.parent.iterdir()] == [file.name]
