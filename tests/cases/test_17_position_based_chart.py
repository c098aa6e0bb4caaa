"""Positions report to positions: the chart is drawn by what is proposed, with its vacant seat."""

import pytest

from exports import rows
from kamgraph.graph import build_graph
from kamgraph.sources.read import propose_mapping, read_with_report

POSITIONS = """\
Position ID,Position Title,Reports To Position,Holder ID,Holder Name
100,CEO,,7,Ada Quist
110,CFO,100,8,Ben Orr
120,CTO,100,,
121,Head of IT,120,9,Cy Dunn
122,Buyer,110,10,Di Ek
122,Buyer,110,11,Ed Fox
"""


@pytest.fixture
def chart(tmp_path):
    (tmp_path / "positions.csv").write_text(POSITIONS, "utf-8")
    return tmp_path / "positions.csv"


def read_as_proposed(path):
    mapping = path.with_suffix(".toml")
    mapping.write_text(propose_mapping(path), "utf-8")
    return read_with_report(path, mapping=mapping)


def test_positions_lead_to_those_who_hold_them(chart):
    book, report = read_as_proposed(chart)
    assert rows(book, "people", "id name title") == [
        "10 Di Ek Buyer",
        "11 Ed Fox Buyer",
        "7 Ada Quist CEO",
        "8 Ben Orr CFO",
        "9 Cy Dunn Head of IT",
        "vacant 120 vacant: CTO CTO",
    ]
    assert rows(book, "ties", "source kind target") == [
        "10 reports_to 8",
        "11 reports_to 8",
        "8 reports_to 7",
        "9 reports_to vacant 120",
        "vacant 120 reports_to 7",
    ]
    assert report.findings.empty


def test_nobody_in_a_seat_is_a_vacant_seat_of_the_chart(chart):
    people = build_graph(read_as_proposed(chart)[0]).people
    assert people.loc[people["placeholder"], "name"].tolist() == ["vacant: CTO"]


def test_a_position_is_none_of_the_people_who_have_its_number(chart):
    chart.write_text(POSITIONS.replace(",7,Ada", ",110,Ada"), "utf-8")
    book, _ = read_as_proposed(chart)
    assert rows(book, "ties", "source kind target")[:2] == ["10 reports_to 8", "11 reports_to 8"]


def test_a_boss_in_a_position_of_two_is_asked_for(chart):
    chart.write_text(f"{POSITIONS}130,Clerk,122,12,Flo Gee\n", "utf-8")
    book, report = read_as_proposed(chart)
    assert len(book.ties) == 5
    assert "names 2 of the people" in str(report)
