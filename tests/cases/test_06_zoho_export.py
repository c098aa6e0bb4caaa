"""An export of Zoho is one of Zoho, whatever columns it shares with others."""

from exports import read_export, rows

EXPORT = {
    "Accounts": """
        Record Id,Account Owner.id,Account Owner,Account Name,Industry,Account Type,Parent Account.id,Parent Account
        zcrm_100001,zcrm_900001,Kim Lee,Acme,Metals,Customer,,
    """,
    "Contacts": """
        Record Id,Contact Owner.id,Contact Owner,First Name,Last Name,Account Name.id,Account Name,Title,Department,Reporting To.id,Reporting To,Created Time
        zcrm_200001,zcrm_900001,Kim Lee,Ada,Quist,zcrm_100001,Acme,CFO,Finance,,,2026-01-05 09:00:00
        zcrm_200002,zcrm_900001,Kim Lee,Ben,Orr,zcrm_100001,Acme,Buyer,Procurement,zcrm_200001,Ada Quist,2026-01-06 09:00:00
    """,
    "Deals": """
        Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name.id,Account Name,Stage,Contact Name.id,Contact Name,Created Time
        zcrm_300001,zcrm_900001,Kim Lee,120000,Pumps,2026-12-31,zcrm_100001,Acme,Id. Decision Makers,zcrm_200001,Ada Quist,2026-02-01 10:00:00
    """,
    "Contact_Roles_X_Deals": """
        Record Id,Deals.id,Contact Name.id,Contact Roles
        zcrm_400001,zcrm_300001,zcrm_200001,Decision Maker
    """,
}


def test_people_lines_deals_roles_and_owners_are_read(tmp_path):
    book, report = read_export(tmp_path / "export", **EXPORT)
    assert report.source.endswith(": an export of zoho")
    assert report.known_by
    assert rows(book, "people", "id name organization function") == [
        "zcrm_200001 Ada Quist zcrm_100001 Finance",
        "zcrm_200002 Ben Orr zcrm_100001 Procurement",
        "zcrm_900001 Kim Lee us -",
    ]
    assert rows(book, "ties", "source kind target") == ["zcrm_200002 reports_to zcrm_200001"]
    assert rows(book, "deals", "id account stage value") == [
        "zcrm_300001 zcrm_100001 opportunity 120000.0"
    ]
    assert rows(book, "roles", "person deal role") == ["zcrm_200001 zcrm_300001 decision_maker"]
    assert rows(book, "team", "person deal") == ["zcrm_900001 -", "zcrm_900001 zcrm_300001"]
    assert report.skipped.empty
