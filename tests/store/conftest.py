from itertools import count

import psycopg
import pytest

import kamgraph as k
from postgres import server

_schemas = count(1)


@pytest.fixture(scope="session")
def postgresql():
    with server() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def make_url(request, tmp_path_factory):
    """Return what gives the URL of another empty database."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("stores")
        return lambda: f"sqlite:///{folder / f'{next(_schemas)}.db'}"
    return lambda: _make_schema(request.getfixturevalue("postgresql"))


@pytest.fixture
def url(make_url):
    return make_url()


@pytest.fixture
def store(url):
    with k.Store(url) as opened:
        yield opened


def _make_schema(url):
    name = f"t{next(_schemas)}"
    with psycopg.connect(url) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{url}?options=-csearch_path%3D{name}"
