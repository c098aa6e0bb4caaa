import pytest

import kamgraph as k
from books import book
from kamgraph.service import Tenants

FIRMS = {
    "organizations": "acme customer; bravo customer; us vendor",
    "people": "ann acme level=1 title=CEO; bo acme level=3; cy bravo level=1; vic us",
    "ties": "vic knows bo; bo reports_to ann; bo influences ann",
    "roles": "ann approver acme",
    "assessments": "ann 2026-01-01 4 3 3; bo 2026-02-01 3 4 3",
}


@pytest.fixture(scope="module")
def filled():
    return book(**FIRMS)


@pytest.fixture
def store(tmp_path, filled):
    with k.Store(f"sqlite:///{tmp_path / 'live.db'}") as opened:
        opened.change(filled.to_tables())
        yield opened


@pytest.fixture
def tenants(store):
    return Tenants({"": store})
