"""Why a database refused something, in words that tell neither who asked nor where."""

from __future__ import annotations

import re
import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_NOBODY = "no server answers; is it running, and are host and port right?"
_UNKNOWN = "no server of this name is known; check the host"
_BUSY = "another program is writing, try again when it has finished"
# Of SQLite, whose messages name neither people nor addresses, and are kept.
_HINTS = {
    "database is locked": f"; {_BUSY}",
    "unable to open database file": "; copy it, and a -wal beside it, to a folder you may write",
    "file is not a database": "; it is of another kind, or damaged",
    "database disk image is malformed": "; the file is damaged, restore a backup",
}
# Of a server, by its SQLSTATE or the beginning of one.
_STATES = {
    "28": "the server refuses the user or the password; check both",
    "3D000": "the server has no database of this name; create it, or correct the name",
    "42501": "the user may not do this; ask whoever runs the server for the rights",
    "55P03": _BUSY,
    "40": "others have changed the same at the same time; try again",
    "25006": "the server, or the user, may only read",
    "53100": "the disk of the server is full",
    "53300": "the server has too many connections; try again later",
    "57": "the server has ended the connection or the statement; try again",
    "08": "the connection to the server was lost; try again",
    "22": "a row holds a value that is no longer what a book holds",
}
# Of the driver, which has no SQLSTATE where no connection came about.
_SAID = {
    r"password authentication failed|no password supplied|role .* does not exist": _STATES["28"],
    r"database .* does not exist": _STATES["3D000"],
    r"refused|No such file or directory": _NOBODY,
    r"resolve|translate host|not known|getaddrinfo": _UNKNOWN,
    r"time.?out|timed out": "the server does not answer in time; is it reachable from here?",
    r"closed the connection|connection.*lost|terminat": _STATES["08"],
    r"invalid (?:connection|URI|port|integer)": "PostgreSQL knows no such option as one of the URL",
    r"SSL|certificate": "the server and this machine agree on no encryption; check sslmode",
    r"too many (?:clients|connections)": _STATES["53300"],
    r"pg_hba": _STATES["28"],
}


def explain(error: Exception) -> str:
    """Return why a database refused something, without addresses, users and what rows hold."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        # What follows may quote rows, as may the error itself, and logs must not name people.
        first, *_ = str(cause).partition(" with text ")[0].splitlines() or [type(cause).__name__]
        return first + _HINTS.get(first, "")
    if isinstance(cause, PoolTimeout):
        return "all connections are in use; try again, or let the engine keep more"
    state = getattr(cause, "sqlstate", None)
    if state:
        known = (reason for start, reason in _STATES.items() if state.startswith(start))
        return next(known, f"the server reports {type(cause).__name__} ({state})")
    said = (why for words, why in _SAID.items() if re.search(words, str(cause), re.IGNORECASE))
    return next(said, f"the database cannot be used ({type(cause).__name__})")
