"""Odoo: partners that are companies, people or mere addresses; deals; users."""

import pytest

from exports import left_out, read_export, rows

PARTNERS = """
    id,name,is_company,type,parent_id/id,function,user_id/id
    base.main_partner,My Firm,True,contact,,,
    __export__.p1,Acme,True,contact,,,base.user_admin
    __export__.p2,Acme North,True,contact,__export__.p1,,
    __export__.p3,Ann Lee,False,contact,__export__.p1,Head,
    __export__.p4,Acme Invoices,False,invoice,__export__.p1,,
    __export__.p5,Gate 3,False,delivery,__export__.p1,,
    __export__.p6,Bo Li,False,contact,,,
    __export__.p7,Cy Ho,False,,__export__.p2,,
"""


@pytest.fixture
def read(tmp_path):
    return lambda **files: read_export(tmp_path / "export", "odoo", **files)


def test_partners_are_companies_or_people_and_addresses_neither(read):
    book, report = read(**{"res.partner": PARTNERS})
    assert rows(book, "organizations", "id name kind parent") == [
        "__export__.p1 Acme customer -",
        "__export__.p2 Acme North customer __export__.p1",
        "base.main_partner My Firm vendor -",
    ]
    assert rows(book, "people", "id name organization title") == [
        "__export__.p3 Ann Lee __export__.p1 Head",
        "__export__.p7 Cy Ho __export__.p2 -",
    ]
    reasons = left_out(report, "res.partner")
    assert set(reasons) == {6, 7, 8}
    assert reasons[8] == "no organization for a row of people"
    assert reasons[6] == reasons[7] == "an address, not a person"


def test_numbers_of_the_database_tell_users_from_partners(read):
    book, _ = read(
        res_partner="""
            id,name,is_company,type,parent_id,user_id,active
            1,Acme,t,contact,,2,t
            2,Ann Lee,f,contact,1,,t
            3,Gone,f,contact,1,,f
        """,
        res_users="id,login\n2,vic@us.example\n3,wu@us.example",
        crm_lead="""
            id,name,type,partner_id,user_id,stage_id,expected_revenue,active,create_date
            7,Pumps,opportunity,1,3,Proposition,1200.5,t,2026-01-02 03:04:05
            8,Lamps,opportunity,2,,Qualified,,f,
            9,Hello,lead,1,,New,,t,
        """,
    )
    assert rows(book, "people", "id name organization") == [
        "2 Ann Lee 1",
        "user 2 vic@us.example us",
        "user 3 wu@us.example us",
    ]
    assert rows(book, "deals", "id account stage value created") == [
        "7 1 bid 1200.5 2026-01-02",
        "8 1 lost - -",
    ]
    assert rows(book, "team", "person account deal role") == [
        "user 2 1 - account_responsible",
        "user 3 1 7 account_responsible",
    ]


def test_leads_are_left_out_and_deals_of_people_are_their_companies(read):
    book, report = read(
        **{
            "res.partner": PARTNERS,
            "crm.lead": """
                id,name,type,partner_id/id
                l1,Pumps,opportunity,__export__.p3
                l2,Hello,lead,__export__.p1
                l3,Lamps,opportunity,__export__.p6
            """,
        }
    )
    assert rows(book, "deals", "id account") == ["l1 __export__.p1"]
    assert left_out(report, "crm.lead") == {
        3: "type is lead",
        4: "its account is not among the organizations taken",
    }


def test_employees_are_our_people_with_their_managers_and_users(read):
    book, report = read(
        **{
            "res.partner": PARTNERS,
            "hr.employee": """
                id,name,job_title,department_id/name,parent_id/id,coach_id/id,work_email,user_id/id,active,departure_date
                hr.e1,Ada Quist,CEO,Board,,,ada@us.example,,True,
                hr.e2,Ben Orr,Key Account Manager,Sales,hr.e1,hr.e1,ben@us.example,base.user_admin,True,
                hr.e3,Cy Dunn,Engineer,,hr.e2,hr.e1,cy@us.example,,False,2026-03-01
                hr.e4,Di Ek,Engineer,,hr.e2,,di@us.example,,False,
            """,
            "res.users": "id,name,login\nbase.user_admin,Administrator,admin",
        }
    )
    assert [
        row for row in rows(book, "people", "id name organization title until") if " us " in row
    ] == [
        "hr.e1 Ada Quist us CEO -",
        "hr.e2 Ben Orr us Key Account Manager -",
        "hr.e3 Cy Dunn us Engineer 2026-03-01",
    ]
    assert rows(book, "ties", "source kind target") == [
        "hr.e2 reports_to hr.e1",
        "hr.e3 reports_to hr.e2",
    ]
    assert rows(book, "team", "person account") == ["hr.e2 __export__.p1"]
    assert left_out(report, "hr.employee") == {
        5: "no longer employed, and nothing tells since when"
    }


def test_contacts_in_the_rows_of_their_company_are_people(read):
    book, report = read(
        **{
            "res.partner": """
                id,name,is_company,parent_id/id,function,child_ids/id,child_ids/name,child_ids/function
                p1,Acme,True,,,p2,Ada Quist,CFO
                ,,,,,p3,Ben Orr,Buyer
                p9,Borg,True,,,,,
                ,,,,,p10,Cy Dunn,CEO
                p4,Di Ek,False,p1,Clerk,,,
            """
        }
    )
    assert rows(book, "people", "id name organization title") == [
        "p10 Cy Dunn p9 CEO",
        "p2 Ada Quist p1 CFO",
        "p3 Ben Orr p1 Buyer",
        "p4 Di Ek p1 Clerk",
    ]
    assert rows(book, "organizations", "id name kind") == ["p1 Acme customer", "p9 Borg customer"]
    goes_on = "more contacts of the partner above, which are read as such"
    assert left_out(report, "res.partner") == {3: goes_on, 5: goes_on}
    assert report.findings.empty
