"""HubSpot: copies in a warehouse, properties by name, exports by hand."""

import pandas as pd
import pytest

from exports import SHARED, assert_accounted, findings, left_out, read_export, rows
from kamgraph.analysis.scores import scores
from kamgraph.graph.build import build_graph
from kamgraph.sources.read import read_with_report

FIRMS = """
    id,property_name,property_domain,is_deleted
    1,Acme,acme.example,false
    2,Bravo,,false
    3,,,false
"""
PEOPLE = """
    id,property_firstname,property_lastname,property_email,_fivetran_deleted
    11,Ann,Lee,ann@acme.example,false
    12,,,bo@acme.example,false
    13,,,,false
    14,Gone,Away,,true
"""
OWNERS = """
    owner_id,first_name,last_name,email
    11,Vic,Hall,vic@us.example
    12,,,wu@us.example
"""


@pytest.fixture
def read(tmp_path):
    return lambda **files: read_export(tmp_path / "export", "hubspot", **files)


def test_companies_without_a_name_are_called_by_domain_or_id(read):
    book, _ = read(
        company="""
            id,property_name,property_domain,property_type,property_hs_parent_company_id
            1,Acme,acme.example,PROSPECT,
            2,,bravo.example,PARTNER,
            3,,,VENDOR,
            4,Unit,,,1
        """
    )
    assert rows(book, "organizations", "id name kind parent") == [
        "1 Acme customer -",
        "2 bravo.example partner -",
        "3 3 partner -",
        "4 Unit customer 1",
    ]


def test_companies_are_parents_by_association(read):
    book, report = read(
        company=FIRMS,
        company_company="""
            company_id,to_company_id,type_id,label
            1,2,13,
            3,2,,Parent Company
            2,3,,Child Company
            1,3,450,
        """,
    )
    assert rows(book, "organizations", "id parent") == ["1 -", "2 1", "3 2"]
    assert left_out(report, "company_company") == {
        2: "covered by the rows it was joined to",
        3: "covered by the rows it was joined to",
        4: "covered by the rows it was joined to",
        5: "one of the rows that it links is not in the export",
    }


def test_contacts_have_the_company_of_their_primary_link(read):
    book, report = read(
        company=FIRMS,
        contact=PEOPLE,
        contact_company="""
            contact_id,company_id,type_id,category,_fivetran_deleted
            11,2,279,HUBSPOT_DEFINED,false
            11,1,1,HUBSPOT_DEFINED,false
            12,2,279,HUBSPOT_DEFINED,false
            12,1,1,USER_DEFINED,false
            13,3,279,HUBSPOT_DEFINED,true
            13,2,279,HUBSPOT_DEFINED,false
            14,1,1,HUBSPOT_DEFINED,false
            99,1,1,HUBSPOT_DEFINED,false
        """,
    )
    assert rows(book, "people", "id name organization") == [
        "11 Ann Lee 1",
        "12 bo@acme.example 2",
        "13 13 2",
    ]
    assert left_out(report, "contact") == {5: "_fivetran_deleted is true"}
    assert left_out(report, "contact_company") == {
        2: "another link of the row is the primary or first one",
        3: "covered by the rows it was joined to",
        4: "covered by the rows it was joined to",
        5: "another link of the row is the primary or first one",
        6: "_fivetran_deleted is true",
        7: "covered by the rows it was joined to",
        8: "one of the rows that it links is not in the export",
        9: "one of the rows that it links is not in the export",
    }


def test_the_company_that_a_contact_names_comes_before_links(read):
    book, report = read(
        companies="hs_object_id,name\n1,Acme\n2,Bravo",
        contacts="hs_object_id,firstname,lastname,associatedcompanyid\n11,Ann,Lee,2",
        contact_company="contact_id,company_id\n11,1\n11,2",
    )
    assert rows(book, "people", "id organization") == ["11 2"]
    assert left_out(report, "contact_company") == {
        2: "another link of the row is the primary or first one",
        3: "covered by the rows it was joined to",
    }


def test_exports_by_hand_have_several_ids_in_a_cell(tmp_path):
    book, report = read_export(
        tmp_path / "export",
        **{
            "hubspot-crm-exports-all-companies": """
                Record ID,Company name,Company owner,Associated Contact IDs (Decision maker)
                1,Acme,Vic Hall,
                2,Bravo,,
            """,
            "hubspot-crm-exports-all-contacts": """
                Record ID,First Name,Last Name,Job Title,Associated Company IDs,Associated Company IDs (Primary),Associated Contact IDs (Manager)
                11,Ann,Lee,Head,2;1,1,
                12,Bo,Li,,2 ; 1,,11
            """,
            "hubspot-crm-exports-all-deals": """
                Record ID,Deal Name,Deal Stage,Amount,Close Date,Deal owner,Associated Company IDs,Associated Contact IDs,Associated Contact IDs (End User)
                21,Pumps,Closed Won (Enterprise),1200.5,2026-03-04 10:30,Wu Ten,2,11;12,12
            """,
        },
    )
    assert rows(book, "organizations", "id name") == ["1 Acme", "2 Bravo"]
    assert rows(book, "people", "id title organization") == [
        "11 Head 1",
        "12 - 2",
        "owner Vic Hall - us",
        "owner Wu Ten - us",
    ]
    assert rows(book, "deals", "id account stage value closes") == ["21 2 closed 1200.5 2026-03-04"]
    assert rows(book, "team", "person account deal role") == [
        "owner Vic Hall 1 - account_responsible",
        "owner Wu Ten 2 21 account_responsible",
    ]
    assert rows(book, "ties", "source kind target") == ["12 reports_to 11"]
    assert rows(book, "roles", "person account deal role") == [
        "11 2 21 participant",
        "12 2 21 user",
    ]
    counted = report.reasons[report.reasons["reason"].str.startswith("another link")]
    assert [place.rpartition("all-")[2] for place in counted["file"]] == [
        "contacts.csv, column Associated Company IDs"
    ]
    assert list(counted["rows"]) == [2]


def test_buying_roles_are_roles_at_the_account(read):
    book, report = read(
        companies="hs_object_id,name\n1,Acme",
        contacts="""
            hs_object_id,firstname,associatedcompanyid,hs_buying_role
            11,Ann,1,DECISION_MAKER;BUDGET_HOLDER
            12,Bo,1,CHAMPION; END_USER
            13,Cy,1,EXECUTIVE_SPONSOR;LEGAL_AND_COMPLIANCE
            14,Di,1,BLOCKER;INFLUENCER;OTHER
            15,Ed,,CHAMPION
        """,
    )
    assert rows(book, "roles", "person role account deal") == [
        "11 approver 1 -",
        "11 decision_maker 1 -",
        "12 coach 1 -",
        "12 user 1 -",
        "13 legal 1 -",
        "13 supervisor 1 -",
        "14 participant 1 -",
    ]
    assert ("word_left_out", "BLOCKER") in findings(report)
    assert "words without a counterpart left out (roles: 'BLOCKER'" in report.verdict
    assert left_out(report, "contacts") == {6: "no organization for a row of people"}


def test_labels_between_deals_and_contacts_are_roles_in_the_deal(read):
    book, report = read(
        companies="hs_object_id,name\n1,Acme",
        contacts="hs_object_id,firstname,associatedcompanyid\n11,Ann,1\n12,Bo,1",
        deals="hs_object_id,dealname\n21,Pumps",
        deal_company="deal_id,company_id\n21,1",
        deal_contact="""
            deal_id,contact_id,type_id,category
            21,11,40,USER_DEFINED
            21,12,3,HUBSPOT_DEFINED
            21,12,41,USER_DEFINED
        """,
        association_label="type_id,label\n40,Decision maker\n41,Blocker\n42,Fan\n3,Champion",
    )
    assert rows(book, "roles", "person role account deal") == ["11 decision_maker 1 21"]
    assert left_out(report, "deal_contact") == {
        3: "a link of the same two has a label, which says more",
        4: "role 'Blocker' has no counterpart",
    }


def test_owners_are_our_people_whatever_their_numbers(read):
    book, _ = read(
        company="id,property_name,property_hubspot_owner_id\n1,Acme,11\n2,Bravo,",
        contact="id,property_firstname,property_associatedcompanyid\n11,Ann,1",
        owner=OWNERS,
        deal="deal_id,owner_id,property_dealname\n21,12,Pumps\n22,,Lamps",
        deal_company="deal_id,company_id,type_id\n21,2,341\n22,2,341",
    )
    assert rows(book, "people", "id name organization") == [
        "11 Ann 1",
        "owner 11 Vic Hall us",
        "owner 12 wu@us.example us",
    ]
    assert rows(book, "team", "person account deal role") == [
        "owner 11 1 - account_responsible",
        "owner 12 2 21 account_responsible",
    ]


def test_stages_are_told_by_their_pipeline(read):
    book, report = read(
        company="id,property_name\n1,Acme",
        deal="""
            deal_id,deal_pipeline_stage_id,property_amount,property_createdate,is_deleted
            21,s1,,2026-01-02 09:00:00,false
            22,s2,10,,false
            23,s3,,,false
            24,contractsent,,,false
            25,s9,,,false
            26,s1,,,true
        """,
        deal_company="deal_id,company_id\n21,1\n22,1\n23,1\n24,1\n25,1\n26,1",
        deal_pipeline_stage="""
            stage_id,label,closed_won,is_closed
            s1,Signed and sealed,true,true
            s2,Dead,false,true
            s3,Decision Maker Bought-In,false,false
            s4,Nobody there,false,false
        """,
    )
    assert rows(book, "deals", "id stage value created") == [
        "21 closed - 2026-01-02",
        "22 lost 10.0 -",
        "23 bid - -",
        "24 contract - -",
        "25 opportunity - -",
    ]
    assert left_out(report, "deal_pipeline_stage")[5] == "says nothing that a book holds"
    assert left_out(report, "deal") == {7: "is_deleted is true"}
    assert ("word_by_default", "s9") in findings(report)


def test_engagements_are_interactions_of_owners_and_contacts(read):
    book, report = read(
        company="id,property_name\n1,Acme",
        contact="id,property_firstname,property_associatedcompanyid\n11,Ann,1\n12,Bo,1",
        owner=OWNERS,
        engagement_call="engagement_id,property_hs_timestamp,property_hubspot_owner_id\n31,2026-01-02 10:00:00.5,11",
        engagement_meeting="engagement_id,start_time\n32,2026-02-03 10:00:00\n33,2026-02-04 10:00:00",
        engagement_email="engagement_id,property_hs_timestamp,_fivetran_deleted\n34,2026-02-05 10:00:00,true",
        engagement="id,type\n31,CALL\n32,MEETING\n35,NOTE",
        engagement_contact="""
            engagement_id,contact_id,engagement_type
            31,11,CALL
            32,11,MEETING
            32,12,MEETING
            34,11,INCOMING_EMAIL
            35,11,NOTE
            36,12,TASK
        """,
    )
    assert rows(book, "interactions", "id date kind person") == [
        "31 2026-01-02 call 11",
        "31 2026-01-02 call owner 11",
        "32 2026-02-03 meeting 11",
        "32 2026-02-03 meeting 12",
    ]
    assert left_out(report, "engagement_contact") == {
        5: "no date for a row of interactions",
        6: "kind 'NOTE' has no counterpart",
        7: "kind 'TASK' has no counterpart",
    }
    assert left_out(report, "engagement_meeting") == {
        2: "covered by the rows it was joined to",
        3: "no person for a row of interactions",
    }


def test_calls_exported_by_hand_name_their_contacts_in_a_cell(read):
    book, _ = read(
        companies="hs_object_id,name\n1,Acme",
        contacts="hs_object_id,firstname,associatedcompanyid\n11,Ann,1\n12,Bo,1",
        calls="Record ID,Activity date,Associated Contact IDs\n31,2026-01-02 10:00,11;12",
    )
    assert rows(book, "interactions", "id date kind person") == [
        "31 2026-01-02 call 11",
        "31 2026-01-02 call 12",
    ]


def test_meetings_exported_by_hand_tell_their_start_and_who_of_ours_was_there(read):
    book, _ = read(
        companies="hs_object_id,name\n1,Acme",
        contacts="hs_object_id,firstname,associatedcompanyid\n11,Ann,1",
        meetings="Record ID,Meeting start time,Activity assigned to,Associated Contact IDs\n31,2026-01-02 10:00,Vic Ode,11",
    )
    assert rows(book, "interactions", "id date kind person") == [
        "31 2026-01-02 meeting 11",
        "31 2026-01-02 meeting owner Vic Ode",
    ]
    assert "Vic Ode us" in rows(book, "people", "name organization")


def test_an_engagement_about_one_deal_is_of_that_deal(read):
    book, report = read(
        company="id,property_name\n1,Acme",
        contact="id,property_firstname,property_associatedcompanyid\n11,Ann,1",
        deal="deal_id,property_dealname\n21,Pumps\n22,Lamps",
        deal_company="deal_id,company_id\n21,1\n22,1",
        owner=OWNERS,
        engagement_call="engagement_id,property_hs_timestamp,property_hubspot_owner_id\n31,2026-01-02 10:00:00,11\n32,2026-01-03 10:00:00,11\n33,2026-01-04 10:00:00,11",
        engagement_contact="engagement_id,contact_id\n31,11\n32,11\n33,11",
        engagement_deal="engagement_id,deal_id\n31,21\n31,21\n32,21\n32,22",
    )
    assert rows(book, "interactions", "id person deal") == [
        *("31 11 21", "31 owner 11 21"),
        *("32 11 -", "32 owner 11 -", "33 11 -", "33 owner 11 -"),
    ]
    several = "one of several deals that the interaction is about, and so of none alone"
    covered = "covered by the rows it was joined to"
    assert left_out(report, "engagement_deal") == {2: covered, 3: covered, 4: several, 5: several}


def test_calls_exported_by_hand_name_their_deal_in_a_cell(read):
    book, _ = read(
        companies="hs_object_id,name\n1,Acme",
        contacts="hs_object_id,firstname,associatedcompanyid\n11,Ann,1",
        deals="Record ID,Deal Name,Associated Company IDs\n21,Pumps,1",
        calls="Record ID,Activity date,Associated Contact IDs,Associated Deal IDs\n31,2026-01-02 10:00,11,21",
    )
    assert rows(book, "interactions", "id person deal") == ["31 11 21"]


def test_merged_records_are_one(read):
    book, report = read(
        companies="hs_object_id,name,hs_merged_object_ids\n1,Acme,8;9\n8,Acme Inc,",
        contacts="""
            hs_object_id,firstname,associatedcompanyid,hs_merged_object_ids,hs_buying_role
            11,Ann,9,13;14,
            12,Bo,1,,
            13,Anne,1,,END_USER
        """,
        contact_merge_audit="canonical_vid,contact_id,vid_to_merge\n12,12,15",
        deals="hs_object_id,dealname\n21,Pumps",
        deal_company="deal_id,company_id\n21,8",
        deal_contact="deal_id,contact_id,label\n22,14,Champion\n21,15,End User",
        merged_deal="deal_id,merged_deal_id\n21,22",
    )
    assert rows(book, "people", "id organization") == ["11 1", "12 1"]
    assert rows(book, "deals", "id account") == ["21 1"]
    assert rows(book, "roles", "person role account deal") == [
        "11 coach 1 21",
        "11 user 1 -",
        "12 user 1 21",
    ]
    assert left_out(report, "companies") == {3: "merged into 1"}


def test_labels_between_contacts_say_what_the_second_is(read):
    book, report = read(
        companies="hs_object_id,name\n1,Acme",
        contacts="hs_object_id,firstname,associatedcompanyid\n11,Ann,1\n12,Bo,1\n13,Cy,1",
        contact_contact="""
            contact_id,to_contact_id,label
            12,11,Manager
            11,12,Employee
            12,13,Employee
            11,13,Friend
        """,
    )
    assert rows(book, "ties", "source kind target") == ["12 reports_to 11", "13 reports_to 12"]
    assert left_out(report, "contact_contact") == {
        3: "says again what another row says of ties",
        5: "says nothing that a book holds",
    }


def test_numbers_in_typed_files_are_ids_as_well(tmp_path):
    tables = {
        "company": {"id": [1, 9_007_199_254_740_993], "property_name": ["Acme", None]},
        "contact": {
            "id": [11, 12],
            "property_firstname": ["Ann", "Bo"],
            "property_associatedcompanyid": [1.0, None],
            "_fivetran_deleted": [False, False],
        },
        "contact_company": {"contact_id": [12], "company_id": [9_007_199_254_740_993]},
    }
    for name, columns in tables.items():
        pd.DataFrame(columns).to_parquet(tmp_path / f"{name}.parquet")
    book, report = read_with_report(tmp_path, as_="hubspot")
    assert_accounted(report)
    assert rows(book, "organizations", "id name") == [
        "1 Acme",
        "9007199254740993 9007199254740993",
    ]
    assert rows(book, "people", "id organization") == ["11 1", "12 9007199254740993"]


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no real exports in {SHARED}")
def test_a_real_copy_is_read_and_every_row_accounted_for():
    folder = SHARED / "fivetran_hubspot"
    book, report = read_with_report(folder, as_="hubspot")
    assert_accounted(report)
    files = {file.name: file for file in folder.glob("*.csv")}
    assert len(report.files) == len(files)
    taken = dict(
        zip(report.files["file"].str.rpartition("/")[2], report.files["taken"], strict=True)
    )
    assert {name: count for name, count in taken.items() if count} == {
        "company_data.csv": 24,
        "contact_data.csv": 1,
        "contact_merge_audit_data.csv": 4,
        "merged_deal_data.csv": 14,
        "owner_data.csv": 100,
    }
    assert len(book.organizations) == 25
    assert len(scores(build_graph(book))) == 24


@pytest.mark.parametrize(
    "header",
    [
        "hs_object_id,hs_invoice_status,hs_due_date,hs_amount_billed,hs_balance_due,associated_deal_ids",
        "Record ID,Invoice status,Due date,Amount billed,Balance due,Associated Deal IDs",
    ],
)
def test_open_invoices_are_payments_of_their_deal(tmp_path, header):
    book, report = read_export(
        tmp_path / "export",
        "hubspot",
        companies="hs_object_id,name\n1,Acme",
        deals="Record ID,Deal Name,Associated Company IDs (Primary)\n7,Pumps,1",
        invoices=f"""
            {header}
            11,open,2026-03-31,300,250,7
            12,paid,2026-02-28,200,0,7
            13,draft,2026-04-30,100,100,7
        """,
    )
    assert rows(book, "payments", "id deal part due amount") == ["11 7 invoice 2026-03-31 250.0"]
    reason = "paid on a day that nothing tells, a draft or void"
    assert left_out(report, "invoices") == {3: reason, 4: reason}
