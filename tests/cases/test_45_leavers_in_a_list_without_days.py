"""Leavers of a list that holds no other days: gone by default, whose seat has reports is vacant."""

import pandas as pd
import pytest

from kamgraph import build_graph
from kamgraph.sources.read import read
from kamgraph.sources.translation.mapping import Mapping

STAFF = """\
Employee ID,Name,Title,Manager ID,Termination Date
1,Ada Quist,CEO,,
2,Ben Orr,CFO,1,2020-06-30
3,Cy Dunn,Buyer,2,
4,Di Ek,CTO,1,2019-01-31
"""
MAPPING = """
name = "hr"
rows = { organizations = [{ id = "acme", name = "Acme", kind = "customer" }] }
[[tables]]
file = "staff"
table = "people"
columns = { id = "Employee ID", name = "Name", title = "Title", until = "Termination Date" }
constants = { organization = "acme" }
[[tables]]
file = "staff"
table = "ties"
columns = { source = "Employee ID", target = "Manager ID" }
constants = { kind = "reports_to" }
"""


@pytest.fixture
def staff(tmp_path):
    (tmp_path / "staff.csv").write_text(STAFF)
    return read(tmp_path / "staff.csv", mapping=Mapping.from_toml(MAPPING))


def test_leavers_are_out_by_default(staff):
    assert staff.newest_day == pd.Timestamp("2020-06-30").date()
    graph = build_graph(staff, account="acme")
    assert sorted(graph.people.index) == ["1", "2", "3"]
    assert graph.people["vacant"].to_dict() == {"1": False, "2": True, "3": False}


@pytest.mark.parametrize(
    ("day", "there"),
    [("2018-12-31", ["1", "2", "3", "4"]), ("2019-12-31", ["1", "2", "3"]), ("2026-01-01", ["1", "2", "3"])],
)  # fmt: skip
def test_who_is_there_depends_on_the_day(staff, day, there):
    assert sorted(build_graph(staff, account="acme", as_of=day).people.index) == there
