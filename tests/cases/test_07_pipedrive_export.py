"""An export of Pipedrive: the status of a deal decides over the stage in which it ended."""

from exports import read_export, rows

EXPORT = {
    "organizations": """
        Organization - ID,Organization - Name,Organization - Owner,Organization - Label
        100,Acme,Kim Lee,Customer
    """,
    "people": """
        Person - ID,Person - Name,Person - Organization,Person - Organization ID,Person - Job title,Person - Owner
        500,Ada Quist,Acme,100,CFO,Kim Lee
        501,Ben Orr,Acme,100,Buyer,Kim Lee
    """,
    "deals": """
        Deal - ID,Deal - Title,Deal - Organization,Deal - Organization ID,Deal - Contact person,Deal - Contact person ID,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,Deal - Owner,Deal - Deal created,Deal - Expected close date,Deal - Lost time
        1,Pumps,Acme,100,Ada Quist,500,120000,EUR,Proposal Made,Open,Kim Lee,2026-02-01 10:00:00,2026-12-31,
        2,Valves,Acme,100,Ben Orr,501,9000,EUR,Negotiations Started,Lost,Kim Lee,2026-01-01 10:00:00,2026-03-31,2026-03-01 09:00:00
    """,
    "activities": """
        Activity - ID,Activity - Subject,Activity - Type,Activity - Due date,Activity - Done,Activity - Contact person ID,Activity - Deal ID,Activity - Assigned to user
        9,Intro,Call,2026-02-10,Done,500,1,Kim Lee
    """,
}


def test_a_lost_deal_is_lost_and_its_contact_takes_part(tmp_path):
    book, report = read_export(tmp_path / "export", **EXPORT)
    assert report.source.endswith(": an export of pipedrive")
    assert report.known_by
    assert rows(book, "deals", "id account stage value") == [
        "1 100 bid 120000.0",
        "2 100 lost 9000.0",
    ]
    assert rows(book, "roles", "person role deal") == ["500 participant 1", "501 participant 2"]
    assert rows(book, "people", "id name organization title") == [
        "500 Ada Quist 100 CFO",
        "501 Ben Orr 100 Buyer",
        "user Kim Lee Kim Lee us -",
    ]
    assert rows(book, "interactions", "id person kind deal") == [
        "9 500 call 1",
        "9 user Kim Lee call 1",
    ]
    assert report.skipped.empty
