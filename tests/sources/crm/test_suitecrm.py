"""SuiteCRM: the tables of its database."""

import pytest

from exports import left_out, read_export, rows

TABLES = {
    "accounts": """
        id,name,account_type,parent_id,assigned_user_id,deleted
        a1,Acme,Customer,,1,0
        a2,Unit,,a1,,0
        a3,Shop,Reseller,,,0
        a4,Gone,,,,1
    """,
    "contacts": """
        id,first_name,last_name,title,reports_to_id,deleted
        c1,Ann,Lee,Head,,0
        c2,,Li,,c1,0
        c3,Cy,Ho,,c1,1
        c4,Di,Xu,,,0
    """,
    "accounts_contacts": """
        id,account_id,contact_id,deleted
        l1,a1,c1,0
        l2,a1,c2,1
        l3,a2,c2,0
        l4,a1,c2,0
        l5,a1,c3,0
        l6,a3,c4,0
    """,
    "users": "id,user_name,first_name,last_name,reports_to_id,deleted\n1,admin,,,,0\nu2,wu,Wu,Ten,1,0",
    "opportunities": """
        id,name,sales_stage,amount,date_closed,assigned_user_id,deleted
        o1,Pumps,Proposal/Price Quote,1200.5,2026-03-04,u2,0
        o2,Lamps,Closed Lost,,,,0
        o3,Wires,,,,,0
    """,
    "accounts_opportunities": "opportunity_id,account_id,deleted\no1,a1,0\no2,a2,0",
    "opportunities_contacts": """
        contact_id,opportunity_id,contact_role,deleted
        c1,o1,Primary Decision Maker,0
        c2,o1,Technical Evaluator,0
        c4,o1,Influencer,0
        c1,o2,Executive Sponsor,1
    """,
}


@pytest.fixture
def read(tmp_path):
    return lambda **files: read_export(tmp_path / "export", "suitecrm", **files)


def test_people_and_deals_have_the_account_of_their_links(read):
    book, report = read(**TABLES)
    assert rows(book, "organizations", "id kind parent") == [
        "a1 customer -",
        "a2 customer a1",
        "a3 partner -",
    ]
    assert rows(book, "people", "id name organization") == [
        "1 admin us",
        "c1 Ann Lee a1",
        "c2 Li a2",
        "c4 Di Xu a3",
        "u2 Wu Ten us",
    ]
    assert rows(book, "deals", "id account stage value closes") == [
        "o1 a1 bid 1200.5 2026-03-04",
        "o2 a2 lost - -",
    ]
    assert left_out(report, "accounts_contacts") == {
        2: "covered by the rows it was joined to",
        3: "deleted is 1",
        4: "covered by the rows it was joined to",
        5: "another link of the row is the primary or first one",
        6: "one of the rows that it links is not in the export",
        7: "covered by the rows it was joined to",
    }
    assert left_out(report, "opportunities") == {4: "no account for a row of deals"}


def test_ties_roles_and_team(read):
    book, report = read(**TABLES)
    assert rows(book, "ties", "source kind target") == ["c2 reports_to c1", "u2 reports_to 1"]
    assert rows(book, "roles", "person role account deal") == [
        "c1 decision_maker a1 o1",
        "c2 evaluator a1 o1",
        "c4 participant a1 o1",
    ]
    assert rows(book, "team", "person account deal role") == [
        "1 a1 - account_responsible",
        "u2 a1 o1 account_responsible",
    ]
    assert left_out(report, "opportunities_contacts") == {5: "deleted is 1"}


def test_calls_and_meetings_are_with_whoever_is_linked(read):
    book, report = read(
        **TABLES,
        calls="id,date_start,assigned_user_id,status,deleted\nk1,2026-01-02 10:00:00,u2,Held,0\nk2,2026-01-03 10:00:00,u2,Not Held,0",
        calls_contacts="call_id,contact_id,deleted\nk1,c1,0\nk2,c1,0",
        meetings="id,date_start,assigned_user_id,deleted\nm1,2026-02-03 10:00:00,,0",
        meetings_contacts="meeting_id,contact_id,deleted\nm1,c1,0\nm1,c2,1",
        meetings_users="meeting_id,user_id,deleted\nm1,u2,0",
    )
    assert rows(book, "interactions", "id date kind person") == [
        "k1 2026-01-02 call c1",
        "k1 2026-01-02 call u2",
        "m1 2026-02-03 meeting c1",
        "m1 2026-02-03 meeting u2",
    ]
    assert left_out(report, "calls_contacts") == {3: "no date for a row of interactions"}


def test_activities_belong_to_the_deal_that_is_their_parent(read):
    book, _ = read(
        **TABLES,
        calls="id,date_start,assigned_user_id,parent_type,parent_id\nk1,2026-01-02,u2,Opportunities,o1\nk2,2026-01-03,u2,Accounts,a1",
        calls_contacts="call_id,contact_id,deleted\nk1,c1,0",
        meetings="id,date_start,assigned_user_id,parent_type,parent_id\nm1,2026-02-03,u2,Opportunities,o2",
    )
    assert rows(book, "interactions", "id person deal") == [
        "k1 c1 o1",
        "k1 u2 o1",
        "k2 u2 -",
        "m1 u2 o2",
    ]
