"""A staff list in which bosses are named by their mail addresses, in other capitals than theirs."""

import pytest

from kamgraph import Mapping
from kamgraph.sources.read import read_with_report

STAFF = """\
Employee ID,Name,Email,Job Title,Department,Manager Email
007,Ada Quist,ada.quist@acme.test,CEO,Board,
008,Ben Orr,ben.orr@acme.test,CFO,Finance,Ada.Quist@acme.test
009,Cy Dunn,cy.dunn@acme.test,Buyer,Procurement,ben.orr@acme.test
010,Di Ek,di.ek@acme.test,Buyer,Procurement,gone.boss@acme.test
"""
PEOPLE = """
name = "staff"
[rows]
organizations = [{ id = "acme", name = "Acme", kind = "customer" }]
[[tables]]
file = "staff"
table = "people"
columns = { id = "ID", name = "Name", title = "Job Title", function = "Department" }
constants = { organization = "acme" }
[[tables]]
file = "staff"
table = "ties"
columns = { source = "ID", target = "Manager Email" }
constants = { kind = "reports_to" }
"""
BY_MAIL = PEOPLE.replace('"ID"', '"Employee ID"') + 'by = { target = "Email" }\n'
MAIL_AS_ID = PEOPLE.replace('"ID"', '"Email"')


def read(folder, mapping, staff=STAFF):
    (folder / "staff.csv").write_text(staff, "utf-8")
    return read_with_report(folder / "staff.csv", mapping=Mapping.from_toml(mapping))


def lost(report):
    return report.lost[["line", "row", "column", "value", "meant"]].to_numpy().tolist()


def test_bosses_are_found_by_mail_in_any_case(tmp_path):
    book, report = read(tmp_path, BY_MAIL)
    assert book.ties[["source", "target"]].to_numpy().tolist() == [["008", "007"], ["009", "008"]]
    assert lost(report) == [[5, "source 010, kind reports_to", "target", "gone.boss@acme.test", ""]]


@pytest.mark.parametrize("spelled", ["mailto:ada.quist@acme.test", " Ada.Quist@ACME.test\u00a0"])
def test_a_mail_address_may_be_spelled_as_a_link_or_among_blanks(tmp_path, spelled):
    book, _ = read(tmp_path, BY_MAIL, STAFF.replace("Ada.Quist@acme.test", spelled))
    assert ["008", "007"] in book.ties[["source", "target"]].to_numpy().tolist()


def test_where_mail_addresses_are_ids_what_was_meant_is_named(tmp_path):
    book, report = read(tmp_path, MAIL_AS_ID)
    assert book.ties["source"].tolist() == ["cy.dunn@acme.test"]
    assert lost(report) == [
        [
            3,
            "source ben.orr@acme.test, kind reports_to",
            "target",
            "Ada.Quist@acme.test",
            "ada.quist@acme.test",
        ],
        [5, "source di.ek@acme.test, kind reports_to", "target", "gone.boss@acme.test", ""],
    ]


def test_a_row_that_is_taken_in_part_does_not_hide_it(tmp_path):
    _, report = read(tmp_path, MAIL_AS_ID)
    (loss,) = report.losses
    assert loss.startswith("2 rows lost in part (line 3: target 'Ada.Quist@acme.test' of ties is")
    assert "4 of 4 rows taken, 2 in part" in str(report)
    assert "'gone.boss@acme.test'" in str(report)
