import pandas as pd
import pytest

import kamgraph

GRADES = {
    -1.0: ("hostile", "rejects", "refuses"),
    -0.5: ("distant", "doubts", "objects"),
    0.0: ("acquainted", "neutral", "neutral"),
    0.5: ("friend", "prefers", "accepts"),
    1.0: ("mentor", "champions", "endorses"),
}
PEOPLE = {"boss": ("Ada", "firm"), "buyer": ("Bo", "firm"), "seller": ("Cy", "us")}
ROLES = {"boss": "approver", "buyer": "procurement"}


@pytest.fixture
def firm():
    """A firm of two who decide, the boss with two thirds and the buyer with one, and one of us.

    Nobody influences anybody, so that every score can be worked out by hand.
    """

    def make(stances=None, *, ties=(), text=str):
        graded = {
            person: dict(zip(("relationship", "solution", "price"), GRADES[stance], strict=True))
            for person, stance in (stances or {}).items()
        }
        tables = {
            "organizations": [
                {"id": "firm", "name": text("Firm"), "kind": "customer"},
                {"id": "us", "name": text("Us"), "kind": "vendor"},
            ],
            "people": [
                {"id": person, "name": text(name), "organization": home, "title": text("Head")}
                for person, (name, home) in PEOPLE.items()
            ],
            "deals": [{"id": "deal", "account": "firm", "name": text("Deal"), "stage": "bid"}],
            "roles": [
                {"person": person, "account": "firm", "role": role}
                for person, role in ROLES.items()
            ],
            "assessments": [
                {"person": person, "date": "2026-01-31", **grades}
                for person, grades in graded.items()
            ],
            "ties": [
                dict(zip(("source", "target", "kind", "strength"), tie, strict=False))
                for tie in ties
            ],
        }
        return kamgraph.Book.from_tables(
            {table: pd.DataFrame(rows) for table, rows in tables.items()}
        )

    return make
