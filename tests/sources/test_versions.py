"""Books that older versions stored, the first edition in every format of its own."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

import kamgraph as k
from books import book
from kamgraph.errors import SourceError
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.versions import VERSION, check_version, list_columns, list_tables

FIRST = Path(__file__).parents[1] / "data" / "first_edition"
# Written by hand, as the first edition had it.
EXPECTED = book(
    organizations="acme customer; unit customer acme; us vendor; rival competitor",
    people="""
        ann acme title=总经理 level=1 手机=123; cy us; ed rival
        bo unit since=2020-01-01 until=2024-02-01 successor=ann
    """,
    deals="d unit opportunity 2024-01-15 value=1200000 currency=EUR closes=2024-09-30",
    ties="""
        bo reports_to ann; ann influences bo strong deal=d since=2024-01-20
        cy knows ann trusted evidence=fair
    """,
    roles="ann approver acme; bo coach_inform unit d",
    team="cy account_responsible acme",
    assessments="""
        ann 2024-02-01 friend prefers 2 assessor=cy; bo 2024-02-02 hostile - - d
    """,
    targets="ann 2024-06-30 mentor champions",
    interactions="""
        i 2024-02-05 visit cy part=from; i 2024-02-05 visit ann part=present; j 2024-02-06 dinner bo
    """,
)
_DAYS = re.compile(r"\b(date|created|closes|since|until|due) TEXT")


@pytest.mark.parametrize("name", ["book.json", "book.xlsx", "tables", "parquet"])
def test_a_file_or_folder_of_the_first_edition_is_read(name):
    assert k.read(FIRST / name) == EXPECTED


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Return the URL of a database in which the first edition has stored the book."""
    script = (FIRST / "book.sql").read_text("utf-8")
    if request.param == "sqlite":
        with closing(sqlite3.connect(tmp_path / "book.db")) as connection:
            connection.executescript(script)
        return f"sqlite:///{tmp_path / 'book.db'}"
    schema = request.getfixturevalue("schema")
    with psycopg.connect(schema, autocommit=True) as connection:
        connection.execute(_DAYS.sub(r"\1 DATE", script).replace("DOUBLE", "DOUBLE PRECISION"))
    return schema


def test_a_database_of_the_first_edition_is_read(url):
    assert k.read(url) == EXPECTED


def test_a_database_of_the_first_edition_is_replaced_by_one_of_today(url):
    newer = book(
        people="ann acme",
        positions="ann acme since=2024-01-01",
        assessments="ann 2024-02-01 friend",
    )
    for whole in (newer, EXPECTED):
        k.write(whole, url)
        assert k.read(url) == whole


def test_a_database_without_probabilities_is_read_and_replaced(tmp_path):
    url = f"sqlite:///{tmp_path / 'book.db'}"
    script = (FIRST.parent / "version_3" / "book.sql").read_text("utf-8")
    with closing(sqlite3.connect(tmp_path / "book.db")) as connection:
        connection.executescript(script)
    found = k.read(url)
    assert found.deals["probability"].isna().tolist() == [True, True]
    assert (found.goals["amount"].tolist(), found.payments["id"].tolist()) == ([7], ["p"])
    newer = found.changed({"deals": found.deals.assign(probability=[1, 0.25])})
    k.write(newer, url)
    assert k.read(url) == newer


def test_a_document_without_probabilities_is_read():
    text = EXPECTED.to_json()
    assert k.Book.from_json(text.replace(f'"version": {VERSION}', '"version": 3')) == EXPECTED


def test_rows_that_were_changed_by_other_means_are_noticed_in_older_books(tmp_path):
    script = (FIRST / "book.sql").read_text("utf-8").replace("'hostile'", "'friend'")
    with closing(sqlite3.connect(tmp_path / "book.db")) as connection:
        connection.executescript(script)
    with pytest.raises(SourceError, match="not those that kamgraph wrote"):
        k.read(f"sqlite:///{tmp_path / 'book.db'}")


def test_what_a_version_lacks_was_brought_by_a_later_one():
    assert list_tables(VERSION) == tuple(TABLES)
    assert all(list_columns(VERSION, table) == columns(table) for table in TABLES)
    assert {*list_tables(2)} - {*list_tables(1)} == {"positions", "candidates"}
    assert {*list_tables(3)} - {*list_tables(2)} == {"commitments", "payments", "goals", "actions"}
    held = [{one.name for one in list_columns(version, "deals")} for version in (2, 3)]
    assert held[1] - held[0] == {"starts", "ends", "renews"}
    newer = {one.name for one in columns("deals")} - {one.name for one in list_columns(3, "deals")}
    assert newer == {"probability"}
    names = {one.name for one in list_columns(1, "assessments")}
    assert "account" not in names
    assert "deal" in names


@pytest.mark.parametrize("version", [0, VERSION + 1, True, 1.0, "1", None])
def test_a_version_that_this_kamgraph_cannot_read_is_refused(version):
    with pytest.raises(SourceError, match="use the one that wrote it, or a newer one"):
        check_version(version)
