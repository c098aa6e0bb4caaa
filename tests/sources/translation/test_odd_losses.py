"""What stands in odd cells of columns that are used, and is lost with them."""

import pytest

from kamgraph import LossWarning, Mapping
from kamgraph.errors import SourceError
from kamgraph.sources.read import read, read_with_report

MAPPING = Mapping.from_toml("""
name = "staff"
rows = { organizations = [{ id = "acme", name = "Acme", kind = "customer" }] }
[[tables]]
file = "staff"
table = "people"
columns = { id = "nr", name = "name", title = "title" }
constants = { organization = "acme" }
[[tables]]
file = "staff"
table = "ties"
columns = { source = "nr", target = "boss" }
constants = { kind = "reports_to" }
[[tables]]
file = "staff"
table = "roles"
columns = { person = "nr", role = "role" }
constants = { account = "acme" }
""")
LOST = ["line", "table", "column", "value", "whole"]


def write(folder, *rows):
    (folder / "staff.csv").write_text("\n".join(["nr,name,title,boss,role", *rows, ""]), "utf-8")
    return folder / "staff.csv"


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!"])
def test_a_boss_in_an_error_of_a_sheet_is_a_loss(tmp_path, error):
    path = write(tmp_path, "1,Ann,,,", f"2,Bo,,{error},")
    _, report = read_with_report(path, mapping=MAPPING)
    assert report.lost[LOST].to_numpy().tolist() == [[3, "ties", "target", error, True]]
    assert f"target '{error}' of ties is an error" in report.verdict
    with pytest.warns(LossWarning):
        read(path, mapping=MAPPING)
    with pytest.raises(SourceError, match="1 row lost in part"):
        read(path, mapping=MAPPING, strict=True)


def test_a_boss_that_stands_for_nothing_is_no_loss(tmp_path):
    _, report = read_with_report(write(tmp_path, "1,Ann,,n/a,", "2,Bo,,-,"), mapping=MAPPING)
    assert report.lost.empty
    assert report.losses == []


def test_an_error_in_a_cell_that_may_be_empty_is_listed_and_costs_no_row(tmp_path):
    _, report = read_with_report(write(tmp_path, "1,Ann,#N/A,,"), mapping=MAPPING)
    assert report.lost[LOST].to_numpy().tolist() == [[2, "people", "title", "#N/A", False]]
    assert report.losses == []


def test_the_reason_of_a_lost_person_is_the_name_and_not_the_boss(tmp_path):
    _, report = read_with_report(write(tmp_path, "1,Ann,,,", "2,#REF!,,#N/A,"), mapping=MAPPING)
    (reason,) = report.skipped["reason"]
    assert reason.startswith("its name is an error of the sheet")


def test_a_role_without_counterpart_is_a_loss(tmp_path):
    path = write(tmp_path, "1,Ann,,,Boss", "2,Bo,,1,approver")
    _, report = read_with_report(path, mapping=MAPPING)
    assert report.lost[LOST].to_numpy().tolist() == [[2, "roles", "role", "Boss", True]]
    with pytest.raises(SourceError, match="role 'Boss' of roles"):
        read(path, mapping=MAPPING, strict=True)


SEATS = Mapping.from_toml("""
name = "staff"
rows = { organizations = [{ id = "acme", name = "Acme", kind = "customer" }] }
[[tables]]
file = "staff"
table = "people"
columns = { id = "nr", name = ["name", "{boss}", "vacant: {title}"], title = "title", until = "role" }
constants = { organization = "acme" }
""")


@pytest.mark.parametrize("error", ["#N/A", "#REF!"])
def test_an_error_in_place_of_a_name_makes_no_seat_vacant(tmp_path, error):
    path = write(tmp_path, "1,Ann,CEO,,", f"2,{error},CFO,,", f"3,{error},CIO,Cy,", "4,,COO,,")
    book, report = read_with_report(path, mapping=SEATS)
    assert book.people["name"].tolist() == ["Ann", "Cy", "vacant: COO"]
    assert report.skipped[["line", "lost"]].to_numpy().tolist() == [[3, True]]


def test_an_end_that_cannot_be_read_is_a_loss_and_other_cells_are_told(tmp_path):
    path = write(tmp_path, "1,Ann,CEO,,2025-06-30", "2,Bo,CFO,,5.6.2025", "3,Cy,COO,,")
    with pytest.warns(LossWarning, match=r"1 row taken without an end \(line 3: until '5.6.2025'"):
        read(path, mapping=SEATS)
    with pytest.raises(SourceError, match="taken without an end"):
        read(path, mapping=SEATS, strict=True)
    begun = Mapping.from_toml(SEATS.to_toml().replace("until", "since"))
    book, report = read_with_report(path, mapping=begun, strict=True)
    assert len(book.people) == 3
    assert "1 cell left empty (line 3: since '5.6.2025'" in report.verdict
