from itertools import count

import psycopg
import pytest

from postgres import server

_schemas = count(1)


@pytest.fixture(scope="session")
def postgresql():
    """Return the URL of a PostgreSQL server of one's own."""
    with server() as url:
        yield url


@pytest.fixture
def schema(postgresql):
    """Return the URL of a schema with nothing in it."""
    name = f"s{next(_schemas)}"
    with psycopg.connect(postgresql) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{postgresql}?options=-csearch_path%3D{name}"
