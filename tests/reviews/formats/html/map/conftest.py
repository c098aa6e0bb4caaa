"""A firm small enough to know by heart, and the demo as pages."""

import pytest

import kamgraph
from books import book

TABLES = {
    "people": """
        ann acme title=Director; bo acme; cy acme; dee acme until=2026-01-20
        vic us; win us; rex rival
    """,
    "ties": """
        bo reports_to ann; cy reports_to bo; dee reports_to ann; cy dotted_line ann
        bo influences ann strong; cy influences bo weak; rex influences ann medium
        vic knows bo trusted; win knows cy brief
    """,
    "deals": "grid acme bid 2026-02-01; old acme closed 2025-02-01",
    "roles": "ann approver acme; bo evaluator acme; dee user acme",
    "assessments": """
        ann 2026-01-10 friend prefers accepts assessor=vic
        ann 2026-03-01 - doubts - grid assessor=win
        bo 2026-01-10 friend - - assessor=vic; bo 2026-01-10 friend - - assessor=win
    """,
}


@pytest.fixture(scope="session")
def acme():
    """The book of the firm."""
    return book(**TABLES)


@pytest.fixture(scope="session")
def account(acme):
    return kamgraph.build_graph(acme, account="acme")


@pytest.fixture(scope="session")
def deal(acme):
    return kamgraph.build_graph(acme, deal="grid")
