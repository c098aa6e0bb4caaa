"""Exports as they lie on a first day, read to the row; the numbers are counted by hand."""

import csv

import pytest

from exports import SHARED
from kamgraph.sources.read import read_with_report

ACCOUNTS, CONTACTS, USERS, DEALS, ROLES = 4, 39, 6, 6, 5
EVENTS, TASKS = 50, 154
MANAGERS = 5  # users with a ManagerId; no contact has a ReportsToId
OWNED = 10  # accounts and deals, each with an owner

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no exports in {SHARED}")


def sizes(book):
    return {name: len(table) for name, table in book.to_tables().items() if len(table)}


@pytest.mark.parametrize("export", ["plain_salesforce", "plain_salesforce_undated"])
def test_salesforce_is_read_to_the_row(export):
    book, report = read_with_report(SHARED / export)
    assert sizes(book) == {
        "organizations": ACCOUNTS + 1,  # ours
        "people": CONTACTS + USERS,
        "deals": DEALS,
        "ties": MANAGERS,
        "roles": ROLES,
        "team": OWNED,
        "interactions": 2 * (EVENTS + TASKS),  # the contact and the owner of each
    }
    assert report.skipped.empty
    assert report.losses == []
    assert "264 of 264 rows taken (5 organizations, 45 people, 6 deals," in report.verdict
    assert "204 interactions with 408 who took part" in report.verdict


@pytest.mark.parametrize("export", ["plain_salesforce", "plain_salesforce_undated"])
def test_every_activity_that_has_happened_is_taken_with_its_day(export):
    book, _ = read_with_report(SHARED / export)
    expected = {}
    for file, day in (("Event", "ActivityDateTime"), ("Task", "ActivityDate")):
        with (SHARED / export / f"{file}.csv").open(encoding="utf-8") as stream:
            expected |= {row["Id"][:15]: row[day][:10] for row in csv.DictReader(stream)}
    dates = book.interactions.assign(id=book.interactions["id"].str[:15]).groupby("id")["date"]
    assert dates.first().astype(str).to_dict() == expected
    assert str(book.newest_day) == "2026-10-30"


def test_hubspot_is_read_to_the_row():
    book, report = read_with_report(SHARED / "plain_hubspot")
    assert sizes(book) == {
        "organizations": 4 + 1,
        "people": 39 + 2,  # the owners, Dana Weiss and Mei Tan
        "deals": 2,
        "roles": 4 + 4,  # buying roles, and contacts of deals
        "team": 4 + 2,
    }
    assert "45 of 45 rows taken" in report.verdict
    assert "only sums ('Last Activity Date', 'Number of times contacted')" in report.verdict
    assert report.losses == []
    participants = book.roles[book.roles["role"] == "participant"].sort_values("person")
    assert participants["person"].tolist() == ["5002", "5007", "5008", "5010"]
