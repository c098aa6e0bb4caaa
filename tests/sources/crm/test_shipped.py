"""Imitations of real exports in tests/data/systems, each read to the row by numbers counted by hand."""

import pytest

from exports import IMITATIONS, assert_accounted, findings, left_out, rows
from kamgraph.sources.read import read_with_report


@pytest.fixture
def read(request):
    """Read the imitation that a test is named after."""
    name = request.node.name.split("_")[1]
    book, report = read_with_report(IMITATIONS / name)
    assert f": an export of {name}, known by" in report.source
    assert_accounted(report)
    return book, report


def shorten(found, prefix):
    """Return rows without what all ids of a system begin with."""
    return [row.replace(prefix, "") for row in found]


def test_zoho(read):
    book, report = read

    def taken(table, columns):
        return shorten(rows(book, table, columns), "zcrm_531100000")

    assert taken("organizations", "id name kind parent region") == [
        "0410001 Brightwater Foods customer - Sweden",
        "0410002 Brightwater Cold Chain customer 0410001 Sweden",
        "0410003 Frostline Systems competitor - Norway",
        "0410009 Oddmoor Retail customer - -",
    ]
    assert taken("people", "id name organization title") == [
        "0220001 Jonas Weber us -",
        "0220002 Priya Nair us -",
        "0510001 Mara Lindqvist 0410001 Chief Operating Officer",
        "0510002 Tomas Reyes 0410001 Head of Purchasing",
        "0510003 Okafor 0410002 Plant Manager",
        "0510004 Nils Berg 0410009 Buyer",
    ]
    assert taken("ties", "source kind target") == [
        "0510002 reports_to 0510001",
        "0510003 reports_to 0510002",
    ]
    assert taken("deals", "id account stage value created closes") == [
        "0610001 0410001 bid 480000.0 2026-01-15 2026-12-18",
        "0610002 0410002 lost 56000.5 2025-11-03 2026-02-28",
        "0610003 0410001 closed - 2025-08-01 2025-09-30",
    ]
    assert taken("roles", "person role deal") == [
        "0510001 decision_maker 0610001",
        "0510001 supervisor 0610002",
        "0510002 procurement 0610001",  # and no participant beside it
        "0510003 participant 0610002",  # whom the deal names, in no role
    ]
    assert taken("team", "person account deal role") == [
        "0220001 0410001 - account_responsible",
        "0220001 0410001 0610001 account_responsible",
        "0220001 0410001 0610003 account_responsible",
        "0220002 0410002 - account_responsible",
        "0220002 0410002 0610002 account_responsible",
    ]
    assert taken("interactions", "id date kind person deal") == [
        "0810001 2026-02-10 call 0220001 0610001",
        "0810001 2026-02-10 call 0510002 0610001",
        "0810002 2026-02-12 call 0220002 -",  # about an account
        "0810002 2026-02-12 call 0510003 -",
        "0820001 2026-03-04 meeting 0220001 0610001",
        "0820001 2026-03-04 meeting 0510001 0610001",
    ]
    assert left_out(report, "Calls_001") == {4: "it has not taken place"}
    assert left_out(report, "Tasks_001") == {2: "tasks are no interactions"}
    assert not findings(report)


def test_pipedrive(read):
    book, report = read
    assert rows(book, "organizations", "id name kind") == [
        "41 Brightwater Foods customer",
        "42 Brightwater Cold Chain customer",
    ]
    assert rows(book, "people", "id name organization title") == [
        "51 Mara Lindqvist 41 Chief Operating Officer",
        "52 Tomas Reyes 41 Head of Purchasing",
        "53 Ines Okafor 42 Plant Manager",
        "user Jonas Weber Jonas Weber us -",
        "user Priya Nair Priya Nair us -",
    ]
    assert left_out(report, "people") == {5: "no organization for a row of people"}
    assert rows(book, "deals", "id account stage value currency closes") == [
        "61 41 bid 480000.0 EUR 2026-12-18",
        "62 42 lost 56000.5 EUR 2026-02-28",  # lost while it stood in negotiations
        "63 41 closed - EUR 2025-09-30",  # won while it stood at the beginning
        "64 41 opportunity 1.0 EUR -",
    ]
    assert left_out(report, "deals") == {6: "the deal is deleted"}
    assert findings(report) == {("word_by_default", "Our own stage")}
    assert rows(book, "roles", "person role deal") == [
        "51 participant 64",
        "52 participant 61",
        "53 participant 62",
    ]
    assert rows(book, "team", "person account deal") == [
        "user Jonas Weber 41 -",
        "user Jonas Weber 41 61",
        "user Jonas Weber 41 63",
        "user Jonas Weber 41 64",
        "user Priya Nair 42 -",
        "user Priya Nair 42 62",
    ]
    assert rows(book, "interactions", "id date kind person deal") == [
        "81 2026-02-10 call 52 61",
        "81 2026-02-10 call user Jonas Weber 61",
        "82 2026-03-04 meeting 51 61",
        "82 2026-03-04 meeting user Jonas Weber 61",
    ]
    assert left_out(report, "activities") == {
        4: "kind 'Task' has no counterpart",
        5: "not done yet",
    }
