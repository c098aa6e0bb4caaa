from pathlib import Path

import pytest

import children
import postgres
from forms import BOOKS, FORMS, database


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.failures)


@pytest.fixture(scope="session")
def fork():
    """Start children; they are forks of a process that has loaded everything."""
    with children.server():
        yield children.fork


@pytest.fixture(scope="session")
def _postgresql():
    with postgres.server() as url, postgres.syncing(url):
        yield database(url)


@pytest.fixture(params=[*FORMS, "postgresql"], ids=str)
def form(request):
    """Each form that is written."""
    return _choose(request)


@pytest.fixture(params=[*BOOKS, "postgresql"], ids=str)
def book_form(request):
    """Each form in which a book is written and read."""
    return _choose(request)


def _choose(request):
    return (
        request.getfixturevalue("_postgresql") if request.param == "postgresql" else request.param
    )
