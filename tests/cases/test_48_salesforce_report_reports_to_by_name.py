"""A Salesforce report names bosses by their names, not by ids."""

import pytest

from kamgraph.sources.read import read_with_report

REPORT = """\
"Contact ID","First Name","Last Name","Account Name","Title","{heading}"
"0030000000000a1","Ada","Quist","Acme","CFO",""
"0030000000000a2","Ben","Orr","Acme","Buyer","Ada Quist"
"0030000000000a3","Cy","Dunn","Acme","Buyer","{boss}"
"""
ADA, BEN, CY = (f"0030000000000a{at}AAA" for at in (1, 2, 3))


def read(folder, heading="Reports To", boss="", more=""):
    path = folder / "report.csv"
    path.write_text(REPORT.format(heading=heading, boss=boss) + more, "utf-8")
    book, report = read_with_report(path)
    return book.ties[["source", "target", "kind"]].to_numpy().tolist(), report


@pytest.mark.parametrize("heading", ["Reports To", "Reports To: Full Name"])
def test_a_boss_in_the_same_report_is_found_by_name(tmp_path, heading):
    assert read(tmp_path, heading)[0] == [[BEN, ADA, "reports_to"]]


def test_a_boss_who_is_not_in_the_report_is_told(tmp_path):
    ties, report = read(tmp_path, boss="Quist, Ada")
    assert ties == [[BEN, ADA, "reports_to"]]
    assert report.lost[["line", "value", "meant"]].to_numpy().tolist() == [
        [4, "Quist, Ada", f"Ada Quist ({ADA})"]
    ]


def test_a_name_of_two_is_nobody(tmp_path):
    ties, report = read(tmp_path, more='"0030000000000a4","Ada","Quist","Acme","Clerk",""\n')
    assert ties == []
    (reason,) = report.lost["reason"]
    assert reason.startswith("names 2 of the people: ")
    assert [place.rsplit(" ")[-1] for place in reason.split("; ")] == ["2", "5"]
