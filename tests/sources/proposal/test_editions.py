"""Lists of the same people from different times: the newest counts, or it is asked which is."""

import pytest

from exports import rows
from kamgraph.sources.read import propose_mapping, read_with_report
from kamgraph.sources.translation.mapping import Mapping

BEFORE = "Employee ID,Name,Title,Manager ID\n1,Ada Quist,CEO,\n2,Ben Orr,CFO,1\n3,Cy Dunn,CTO,1\n"
AFTER = "Employee ID,Name,Title,Manager ID\n1,Ada Quist,Chair,\n2,Ben Orr,CEO,1\n4,Di Ek,CTO,2\n"


def propose_and_read(folder):
    text = propose_mapping(folder)
    return text, *read_with_report(folder, mapping=Mapping.from_toml(text))


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("hr_2025", "hr_2026"),
        ("2026 staff", "2027 staff"),
        ("staff 2025-12-31", "staff 2026-01-31"),
        ("staff_20251231", "staff_20260131"),
        ("花名册2025年", "花名册2026年"),
        ("staff [2025]", "staff [2026]"),
    ],
)
def test_of_lists_of_several_years_the_newest_counts(tmp_path, older, newer):
    for name, text in ((older, BEFORE), (newer, AFTER)):
        (tmp_path / f"{name}.csv").write_text(text)
    told, book, report = propose_and_read(tmp_path)
    assert rows(book, "people", "id title") == ["1 Chair", "2 CEO", "4 CTO"]
    assert rows(book, "ties", "source target") == ["2 1", "4 2"]
    assert {*report.skipped["reason"]} == {f"older than {newer}, which lists the same"}
    assert "kamgraph sync OLDER NEWER" in told


def test_of_three_years_the_last_counts(tmp_path):
    for year, text in ((2026, BEFORE), (2024, AFTER), (2025, AFTER)):
        (tmp_path / f"staff {year}.csv").write_text(text)
    _, book, report = propose_and_read(tmp_path)
    assert rows(book, "people", "id title") == ["1 CEO", "2 CFO", "3 CTO"]
    assert {*report.skipped["reason"]} == {"older than staff 2026, which lists the same"}


@pytest.mark.parametrize("other", ["staff new", "people 2026"])
def test_where_no_name_tells_which_is_newer_it_is_asked(tmp_path, other):
    (tmp_path / "staff.csv").write_text(BEFORE)
    (tmp_path / f"{other}.csv").write_text(AFTER)
    told, book, _ = propose_and_read(tmp_path)
    assert told.count("lists the same people: which is newer?") == 1
    assert len(book.people) == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BEFORE, "Employee ID,Name\n1,Kim Po\n2,Lea Ma\n3,Noa Su\n"),  # numbers begin anew
        (BEFORE, "Employee ID,Name\n7,Kim Po\n8,Lea Ma\n"),
        (BEFORE, "Employee ID,Name\n1,Ada Quist\n8,Lea Ma\n9,Noa Su\n"),
    ],
)
def test_lists_of_different_people_are_all_read(tmp_path, one, other):
    (tmp_path / "staff 2025.csv").write_text(one)
    (tmp_path / "staff 2026.csv").write_text(other)
    told = propose_mapping(tmp_path)
    assert "which is newer?" not in told
    assert Mapping.from_toml(told).ignored == {}
