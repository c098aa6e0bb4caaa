"""What lists remark on people behind their names is no part of the names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.sources.proposal.remarks import find_remarks, tells_of_leaver
from kamgraph.sources.read import propose_mapping, read_with_report
from kamgraph.sources.translation.mapping import Mapping


def read(tmp_path, text):
    file = tmp_path / "staff.csv"
    file.write_text(text, "utf-8")
    proposal = propose_mapping(file)
    return proposal, *read_with_report(file, mapping=Mapping.from_toml(proposal))


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("Ada Quist (On Leave)", "(On Leave)"),
        ("Cy Dunn [C]", "[C]"),
        ("Bo Orr (Terminated)", "(Terminated)"),
        ("Bo Orr (LOA - Parental)", "(LOA - Parental)"),
        ("Bo Orr(External, since 2024)", "(External, since 2024)"),
        ("李雷（产假）", "（产假）"),
        ("山田太郎（休職中）", "（休職中）"),
        ("Eva Kunz (beurlaubt)", "(beurlaubt)"),
        ("Robert (Bob) Lee", ""),
        ("Robert Lee (Bob)", ""),
        ("Ada Quist (Acme)", ""),
        ("赵一(10001)", ""),
        ("(On Leave)", ""),
    ],
)
def test_remarks_are_known_by_their_words(name, remark):
    assert find_remarks([name]) == ({name: remark} if remark else {})


@given(st.text(max_size=30))
def test_a_name_and_its_remark_are_the_whole(text):
    for name, remark in find_remarks([text, f"{text} (On Leave)"]).items():
        assert name.endswith(remark)
        assert name != remark


def test_who_left_is_told_from_who_is_there():
    assert [tells_of_leaver(one) for one in ("(Terminated)", "[C]", "（离职）", "(left 2024)")] == [
        True,
        False,
        True,
        True,
    ]


def test_names_lose_their_remarks_and_bosses_are_found_with_them_or_without(tmp_path):
    proposal, book, report = read(
        tmp_path,
        "Employee ID,Worker,Manager\n1,Ada Quist (On Leave),\n2,Ben Orr,Ada Quist (On Leave)\n"
        "3,Cy Dunn [C],Ada Quist\n4,Di Ek,Cy Dunn\n",
    )
    assert '[tables.remarks.name."(On Leave)"]' in proposal
    assert book.people["name"].tolist() == ["Ada Quist", "Ben Orr", "Cy Dunn", "Di Ek"]
    ties = book.ties[["source", "target"]].to_numpy().tolist()
    assert ties == [["2", "1"], ["3", "1"], ["4", "3"]]
    assert not report.losses


def test_ids_that_are_names_lose_their_remarks_too(tmp_path):
    _, book, report = read(
        tmp_path,
        "Name,Manager\nAda Quist (On Leave),\nBen Orr,Ada Quist (On Leave)\nCy,Ada Quist\n",
    )
    assert book.people["id"].tolist() == ["Ada Quist", "Ben Orr", "Cy"]
    assert book.ties["target"].tolist() == ["Ada Quist", "Ada Quist"]
    assert not report.losses


def test_whoever_is_said_to_have_left_behind_the_name_is_left_out_and_told(tmp_path):
    _, book, report = read(
        tmp_path, "Employee ID,Name\n1,Ada Quist\n2,Ben Orr (Terminated)\n3,Cy Dunn (On Leave)\n"
    )
    assert book.people["name"].tolist() == ["Ada Quist", "Cy Dunn"]
    assert report.skipped["reason"].tolist() == ["has left, and no column of days tells since when"]


@pytest.mark.parametrize(
    "status",
    [
        "Terminated eff. 2999-01-31",
        "gekündigt zum 31.12.2999",
        "Left 12/31/2999",
        "离职 2999年1月31日",
        "Terminated, Jan 2999",
        "Terminated 31.12.99",
        "Suspended",
        "Suspended (inquiry)",
    ],
)
def test_whoever_may_still_be_there_is_kept_and_asked_for(tmp_path, status):
    text = f'Employee ID,Name,Status\n1,Ada Quist,Active\n2,Ben Orr,"{status}"\n3,Cy Dunn,Left\n'
    proposal, book, _ = read(tmp_path, text)
    assert book.people["name"].tolist() == ["Ada Quist", "Ben Orr"]
    assert f'"Status" may say who has left: "{status}"?' in proposal


@pytest.mark.parametrize(
    "status", ["Terminated eff. 2001-01-31", "Left 12/31/2001", "Left in 2001"]
)
def test_whoever_left_on_a_day_that_is_over_is_left_out(tmp_path, status):
    text = f'Employee ID,Name,Status\n1,Ada Quist,Active\n2,Ben Orr,"{status}"\n'
    proposal, book, _ = read(tmp_path, text)
    assert book.people["name"].tolist() == ["Ada Quist"]
    assert "may say who has left" not in proposal


def test_a_remark_with_a_day_to_come_leaves_nobody_out(tmp_path):
    text = "Employee ID,Name\n1,Ada Quist (Left 2999-01-31)\n2,Ben Orr (Left 2001-01-31)\n"
    proposal, book, _ = read(tmp_path, text)
    assert book.people["name"].tolist() == ["Ada Quist"]
    assert "Left 2999-01-31" in proposal.partition("?")[2]
