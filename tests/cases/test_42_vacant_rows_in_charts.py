"""Seats that a chart calls VACANT or TBD are vacant seats, with no power of their own."""

import pytest

import kamgraph
from kamgraph.sources.read import propose_mapping, read_with_report

STAFF = """\
Employee ID,Name,Title,Manager ID
1,Ada Quist,CEO,
2,VACANT,CFO,1
3,Ben Orr,Controller,2
4,Vacant,CTO,1
5,TBD,Head of IT,4
6,Cy Dunn,Admin,5
"""


@pytest.fixture
def book(tmp_path):
    (tmp_path / "staff.csv").write_text(STAFF, "utf-8")
    (tmp_path / "mapping.toml").write_text(propose_mapping(tmp_path / "staff.csv"), "utf-8")
    found, report = read_with_report(tmp_path / "staff.csv", mapping=tmp_path / "mapping.toml")
    assert report.skipped.empty
    return found


def test_all_six_seats_and_five_lines_are_there(book):
    assert sorted(book.people["id"]) == ["1", "2", "3", "4", "5", "6"]
    assert sorted(map(tuple, book.ties[["source", "target"]].to_numpy())) == [
        ("2", "1"),
        ("3", "2"),
        ("4", "1"),
        ("5", "4"),
        ("6", "5"),
    ]


def test_vacant_seats_have_no_power_and_are_nobody_to_meet(book):
    graph = kamgraph.build_graph(book)
    vacant = {"2", "4", "5"}
    people = graph.people.reset_index()
    assert {*people.loc[people["placeholder"], "person"]} == vacant
    assert not {*kamgraph.gaps(graph)["person"]} & vacant
    key = kamgraph.key_people(graph).reset_index()
    assert key.loc[key["person"].isin(vacant), "power"].fillna(0).eq(0).all()


@pytest.mark.parametrize("name", ["", "N.N.", "待定", "空缺（原：王五）", "To be hired"])
def test_other_words_for_nobody_and_no_name_at_all_are_vacant_seats(tmp_path, name):
    (tmp_path / "staff.csv").write_text(STAFF.replace("VACANT", name), "utf-8")
    (tmp_path / "mapping.toml").write_text(propose_mapping(tmp_path / "staff.csv"), "utf-8")
    found = kamgraph.read(tmp_path / "staff.csv", mapping=tmp_path / "mapping.toml")
    people = kamgraph.build_graph(found).people.reset_index().set_index("person")
    assert people.loc["2", "placeholder"]
    assert len(found.ties) == 5
