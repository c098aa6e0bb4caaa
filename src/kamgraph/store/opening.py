"""Opens a live book, and makes live what is a book or nothing yet."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from sqlalchemy import update

from kamgraph.errors import SourceError
from kamgraph.model.book import Book
from kamgraph.model.versions import VERSION
from kamgraph.sources.database.access import translate_errors
from kamgraph.sources.database.content import LIVE, load, read_hash, replace
from kamgraph.sources.database.layout import find_table, make_tables
from kamgraph.sources.database.live import Live, open_live
from kamgraph.sources.database.log import begin_log
from kamgraph.sources.limits import Limits

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from kamgraph.model.policy import Policy


def make_live(database: str | Engine, schema: str | None, policy: Policy) -> Live:
    """Return a database with a live book."""
    live = open_live(database, schema)
    with ExitStack() as refused:
        refused.callback(live.close)
        with translate_errors(live):
            live.prepare()
            _begin(live, policy)
        refused.pop_all()
    return live


def _begin(live: Live, policy: Policy) -> None:
    """Make a book live that is not yet."""
    with live.read() as connection:
        if _is_live(live, connection):
            return
    with live.write() as connection:
        if not _is_live(live, connection):
            _make_live(live, connection, policy)


def _is_live(live: Live, connection: Connection) -> bool:
    version = live.find_version(connection)
    if version is None or read_hash(connection) != LIVE:
        return False
    if version != VERSION:
        raise SourceError(
            f"holds a live book of version {version}; read it, and write it to a new database"
        )
    return True


def _make_live(live: Live, connection: Connection, policy: Policy) -> None:
    version = live.find_version(connection)
    tables = {} if version is None else load(connection, Limits())
    book = Book.from_tables(tables, policy=policy, lenient=True)
    make_tables(connection, version)
    replace(connection, book, live.fill)
    for statement in live.list_statements():
        connection.exec_driver_sql(statement)
    connection.execute(update(find_table("book")).values(sha256=LIVE))
    begin_log(connection)
