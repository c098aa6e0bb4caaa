"""LinkedIn's Connections.csv: notes above the header, and days with the names of months."""

import pytest

from kamgraph import Mapping
from kamgraph.model.dtypes import TEXT
from kamgraph.sources.read import read_with_report

NOTES = """Notes:
"When exporting your connection data, some addresses may be missing.
 Your settings decide."

"""
ROWS = """\
First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ada,Quist,https://example.test/in/ada-quist,,Acme,CFO,12 Jan 2026
Ben,"Orr, MBA",https://example.test/in/ben-orr,,Acme,"Head of IT, Europe",3 Feb 2026
,,,,,,1 Feb 2026
"""
MAPPING = """
name = "LinkedIn"
[rows]
organizations = [{ id = "us", name = "Us", kind = "vendor" }]
people = [{ id = "owner", name = "Owner", organization = "us" }]
[[tables]]
file = "Connections"
table = "organizations"
columns = { id = "Company", name = "Company" }
constants = { kind = "customer" }
[[tables]]
file = "Connections"
table = "people"
columns = { id = "URL", name = "{First Name} {Last Name}", organization = "Company", title = "Position" }
[[tables]]
file = "Connections"
table = "ties"
columns = { target = "URL", since = "Connected On" }
constants = { source = "owner", kind = "knows" }
"""
PEOPLE = [
    ["https://example.test/in/ada-quist", "Ada Quist", "CFO"],
    ["https://example.test/in/ben-orr", "Ben Orr, MBA", "Head of IT, Europe"],
]


def read(folder, text, mapping=MAPPING):
    (folder / "Connections.csv").write_text(text, "utf-8")
    book, report = read_with_report(folder / "Connections.csv", mapping=Mapping.from_toml(mapping))
    people = book.people.query("organization == 'Acme'")
    return people[["id", "name", "title"]].to_numpy().tolist(), report


def test_the_header_is_found_below_the_notes(tmp_path):
    people, report = read(tmp_path, NOTES + ROWS)
    assert people == PEOPLE
    assert report.files[["rows", "taken", "note"]].to_numpy().tolist() == [
        [3, 2, "2 lines above the header"]
    ]
    assert report.skipped["line"].tolist() == [8]


@pytest.mark.parametrize(
    "notes",
    [
        "",
        "Notes:\n",
        "\n\nNotes:\n\n\n",
        ',,,,,,\n"Notes, many; of them",,,,,,\n,,,,,,\n',
        "As of: 2026\n",
    ],
)
def test_notes_may_be_of_any_form(tmp_path, notes):
    assert read(tmp_path, notes + ROWS)[0] == PEOPLE


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_the_separator_is_that_of_the_table(tmp_path, mark):
    text = NOTES + "\n".join(
        mark.join(["URL", "First Name", "Last Name", "Company", "Position"])
        if not at
        else mark.join([f"u{at}", "Ann", "Lee", "Acme", "CEO, CFO"])
        for at in range(3)
    )
    assert read(tmp_path, text)[0] == [["u1", "Ann Lee", "CEO, CFO"], ["u2", "Ann Lee", "CEO, CFO"]]


def test_a_mapping_may_say_where_the_header_is(tmp_path):
    there = MAPPING.replace('file = "Connections"', 'file = "Connections"\nheader = 5')
    assert read(tmp_path, NOTES + ROWS, there)[0] == PEOPLE


def test_people_are_known_since_the_days_they_connected(tmp_path):
    (tmp_path / "Connections.csv").write_text(NOTES + ROWS, "utf-8")
    book, _ = read_with_report(tmp_path, mapping=Mapping.from_toml(MAPPING))
    ties = book.ties.assign(since=book.ties["since"].astype(TEXT))
    assert ties[["source", "target", "kind", "since"]].to_numpy().tolist() == [
        ["owner", PEOPLE[0][0], "knows", "2026-01-12"],
        ["owner", PEOPLE[1][0], "knows", "2026-02-03"],
    ]


def test_empty_rows_are_no_loss(tmp_path):
    header, ada, ben, _ = ROWS.splitlines(keepends=True)
    people, report = read(
        tmp_path, NOTES + header + ",,,,,,\n" + ada + ",,,,,,\n\n" + ben + ",,,,,,\n"
    )
    assert people == PEOPLE
    assert {*report.skipped["reason"]} == {"an empty row"}
    assert report.losses == []
