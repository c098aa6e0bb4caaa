"""Salesforce: weekly exports, Data Loader, reports, copies in warehouses; ids, merges, teams."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports import SHARED, findings, left_out, read_export, rows
from kamgraph.analysis.scores import scores
from kamgraph.errors import BookError
from kamgraph.graph.build import build_graph
from kamgraph.model.dtypes import TEXT
from kamgraph.sources.crm import load_system
from kamgraph.sources.crm.salesforce import find_doubts, identify
from kamgraph.sources.read import read_with_report
from strategies import few

NASTY = SHARED.parent / "nasty" / "csv"

ACME, UNIT, PARTNER = "001000000000001AAA", "001000000000002AAA", "001000000000003AAA"
ANN, BO, CY = "003000000000001AAA", "003000000000002AAA", "003000000000003AAA"
PUMPS = "006000000000001AAA"
VIC, WU = "005000000000001AAA", "005000000000002AAA"

ACCOUNT = f"""
    Id,IsDeleted,MasterRecordId,Name,Type,ParentId,Industry,OwnerId,LastModifiedDate
    {ACME},false,,Acme,Customer - Direct,,Energy,{VIC},2026-03-01T08:00:00.000Z
    {UNIT},false,,Acme Nord,,{ACME},,,2026-03-01T08:00:00.000Z
    {PARTNER},false,,Integrators,Channel Partner / Reseller,,,,2026-03-01T08:00:00.000Z
"""
CONTACT = f"""
    Id,IsDeleted,MasterRecordId,AccountId,FirstName,LastName,Title,Department,ReportsToId
    {ANN},false,,{ACME},Ann,Lee,CEO,Board,
    {BO},false,,{UNIT},Bo,Li,Head,Buying,{ANN}
    {CY},false,,{PARTNER},Cy,Ho,,,
"""
OPPORTUNITY = f"""
    Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,IsClosed,IsWon,OwnerId,CreatedDate
    {PUMPS},false,{ACME},Pumps,Needs Analysis,1200.5,2026-06-30,false,false,{VIC},2026-01-05T10:00:00.000Z
"""
USER = f"""
    Id,Username,FirstName,LastName,Title,IsActive,ManagerId,ContactId,UserType,LastLoginDate
    {VIC},vic@us.example,Vic,Us,Seller,true,{WU},,Standard,2026-03-01T08:00:00.000Z
    {WU},wu@us.example,Wu,Ten,Director,true,,,Standard,
"""
WHOLE = {"Account": ACCOUNT, "Contact": CONTACT, "Opportunity": OPPORTUNITY, "User": USER}
NAMES = {
    ACME: "acme", UNIT: "unit", PARTNER: "partner", ANN: "ann", BO: "bo", CY: "cy",
    PUMPS: "pumps", VIC: "vic", WU: "wu",
}  # fmt: skip


@pytest.fixture
def read_files(tmp_path):
    return lambda **files: read_export(tmp_path / "export", "salesforce", **files)


def short(texts):
    """Let names stand for ids of 18 characters."""
    for one, name in NAMES.items():
        texts = [text.replace(one, name) for text in texts]
    return sorted(texts)


def test_a_weekly_export_is_read_whole(read_files):
    book, report = read_files(**WHOLE)
    assert short(rows(book, "organizations", "id name kind parent industry")) == [
        "acme Acme customer - Energy",
        "partner Integrators partner - -",
        "unit Acme Nord customer acme -",
    ]
    assert short(rows(book, "people", "id name organization title function")) == [
        "ann Ann Lee acme CEO Board",
        "bo Bo Li unit Head Buying",
        "cy Cy Ho partner - -",
        "vic Vic Us us Seller -",
        "wu Wu Ten us Director -",
    ]
    assert short(rows(book, "deals", "id account name stage value closes created")) == [
        "pumps acme Pumps opportunity 1200.5 2026-06-30 2026-01-05"
    ]
    assert short(rows(book, "ties", "source kind target")) == [
        "bo reports_to ann",
        "vic reports_to wu",
    ]
    assert short(rows(book, "team", "person account deal role")) == [
        "vic acme - account_responsible",
        "vic acme pumps account_responsible",
    ]
    assert report.skipped.empty
    assert report.findings.empty


def snake(name):
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")


def with_header(text, spell):
    header, *lines = text.strip().splitlines()
    return "\n".join([",".join(map(spell, header.strip().split(","))), *lines])


@pytest.mark.parametrize("spell", [str.upper, str.lower, snake])
def test_columns_are_known_in_any_spelling(tmp_path, read_files, spell):
    book, _ = read_files(**WHOLE)
    respelled = {name: with_header(text, spell) for name, text in WHOLE.items()}
    other, _ = read_export(tmp_path / "other", "salesforce", **respelled)
    assert other.to_json() == book.to_json()


def test_copies_in_a_warehouse_leave_out_what_was_deleted_there(read_files):
    book, report = read_files(
        sf_account_data="id,name,_fivetran_deleted,_fivetran_active\na1,Acme,false,true\na2,Old,true,true\na1,Acne,false,false",
        sf_account_history_data="id,name\na1,Acme",
        sf_contact_data="id,name,account_id,is_deleted\nc1,Ann,a1,FALSE\nc2,Bo,a1,TRUE\nc3,Cy,a2,FALSE",
        sf_contact_history_data="id,last_name,account_id\nc1,Lee,a1",
    )
    assert rows(book, "organizations", "id name") == ["a1 Acme"]
    assert rows(book, "people", "id organization") == ["c1 a1"]
    assert left_out(report, "sf_account_data") == {
        3: "_fivetran_deleted is true",
        4: "_fivetran_active is false",
    }
    assert left_out(report, "sf_contact_data") == {
        3: "IsDeleted is true",
        4: "its organization is not among the organizations taken",
    }
    for name in ("sf_account_history_data", "sf_contact_history_data"):
        assert left_out(report, name) == {2: "former states of records are not read"}


def test_stages_are_ours_and_the_end_of_an_opportunity_counts_more_than_its_name(read_files):
    book, report = read_files(
        Account="Id,Name\na1,Acme",
        Opportunity="""
            Id,AccountId,Name,StageName,IsClosed,IsWon
            o1,a1,A,Prospecting,false,false
            o2,a1,B,Proposal/Price Quote,false,false
            o3,a1,C,Signed,true,true
            o4,a1,D,No budget,true,false
            o5,a1,E,Our own,false,false
            o6,a1,F,,false,false
        """,
    )
    assert rows(book, "deals", "id stage") == [
        "o1 lead", "o2 bid", "o3 closed", "o4 lost", "o5 opportunity", "o6 opportunity",
    ]  # fmt: skip
    assert ("word_by_default", "Our own") in findings(report)


def test_parts_in_a_deal_and_in_an_account(read_files):
    book, report = read_files(
        **WHOLE,
        OpportunityContactRole=f"""
            Id,OpportunityId,ContactId,Role,IsPrimary,IsDeleted
            k1,{PUMPS},{ANN},Economic Buyer,true,false
            k2,{PUMPS},{CY},Evaluator,true,false
            k3,{PUMPS},{BO},Influencer,false,false
            k4,{PUMPS},{CY},,false,false
            k5,{PUMPS},{BO},Business User,false,true
            k6,{PUMPS},003000000000009,Evaluator,false,false
        """,
        AccountContactRelation=f"""
            Id,AccountId,ContactId,Roles,IsDirect,IsActive,StartDate,EndDate
            r1,{ACME},{ANN},Decision Maker;Influencer,true,true,2025-01-01,
            r2,{ACME},{CY},Technical Buyer;Business User;Neighbour,false,true,,
            r3,{ACME},{BO},Evaluator,false,false,2024-01-01,2025-01-01
            r4,{ACME},{BO},Evaluator,false,false,,
            r5,{UNIT},{BO},,true,true,,
        """,
        AccountContactRole=f"Id,AccountId,ContactId,Role,IsPrimary\nx1,{UNIT},{BO},Executive Sponsor,true",
    )
    assert short(rows(book, "roles", "person account deal role since until")) == [
        "ann acme - decision_maker 2025-01-01 -",
        "ann acme - participant 2025-01-01 -",
        "ann acme pumps approver - -",
        "bo acme - evaluator 2024-01-01 2025-01-01",
        "bo acme pumps participant - -",
        "bo unit - supervisor - -",
        "cy acme - evaluator - -",
        "cy acme - user - -",
        "cy acme pumps evaluator - -",
        "cy acme pumps participant - -",
    ]
    assert left_out(report, "OpportunityContactRole") == {
        6: "IsDeleted is true",
        7: "its person is not among the people taken",
    }
    assert left_out(report, "AccountContactRelation") == {
        5: "no longer active, and nothing tells since when",
        6: "no role for a row of roles",
    }
    assert {("role_of_outsider", CY), ("word_left_out", "Neighbour")} <= findings(report)
    assert BO in [*book.people["id"]]


def test_whom_an_opportunity_names_takes_part_unless_a_role_is_known(read_files):
    lamps = "006000000000002AAA"
    book, _ = read_files(
        **WHOLE
        | {
            "Opportunity": f"""
                Id,AccountId,Name,StageName,ContactId
                {PUMPS},{ACME},Pumps,Prospecting,{ANN}
                {lamps},{ACME},Lamps,Prospecting,{BO}
            """,
            "OpportunityContactRole": f"Id,OpportunityId,ContactId,Role\nk1,{PUMPS},{ANN},Evaluator",
        }
    )
    assert short(rows(book, "roles", "person role")) == ["ann evaluator", "bo participant"]


def test_members_of_teams(read_files):
    book, report = read_files(
        **WHOLE,
        AccountTeamMember=f"""
            Id,AccountId,UserId,TeamMemberRole
            t1,{ACME},{WU},Executive Sponsor
            t2,{ACME},{VIC},Account Manager
            t3,{ACME},{VIC},Lead Qualifier
            t4,{PARTNER},{VIC},Account Manager
        """,
        OpportunityTeamMember=f"Id,OpportunityId,UserId,TeamMemberRole\nt5,{PUMPS},{WU},Pre-Sales Consultant",
    )
    assert short(rows(book, "team", "person account deal role")) == [
        "vic acme - account_responsible",
        "vic acme pumps account_responsible",
        "wu acme - executive_sponsor",
        "wu acme pumps solution_responsible",
    ]
    assert left_out(report, "AccountTeamMember") == {
        3: "says again what another row says of team",
        4: "role 'Lead Qualifier' has no counterpart",
        5: "its account is no customer",
    }


def test_users_who_left_are_there_until_they_were_last_seen(read_files):
    book, report = read_files(
        Account="Id,Name\na1,Acme",
        User="""
            Id,Username,Name,IsActive,ContactId,UserType,LastLoginDate,LastModifiedDate
            u1,a,Vic,true,,Standard,2026-01-01T00:00:00Z,
            u2,b,Wu,false,,Standard,2025-06-01T09:00:00Z,2026-01-01T00:00:00Z
            u3,c,Xi,false,,Standard,,2025-07-01T09:00:00Z
            u4,d,Yu,false,,Standard,,
            u5,e,Portal,true,003,PowerPartner,,
            u6,f,Bot,true,,AutomatedProcess,,
        """,
    )
    assert rows(book, "people", "id organization until") == [
        "u1 us -",
        "u2 us 2025-06-01",
        "u3 us 2025-07-01",
    ]
    assert left_out(report, "User") == {
        5: "no longer active, and nothing tells since when",
        6: "a user of the portal, who is a contact",
        7: "a program, not a person",
    }


def test_events_with_all_who_took_part(read_files):
    book, report = read_files(
        **WHOLE,
        Event=f"""
            Id,WhoId,OwnerId,ActivityDateTime,Type,IsChild,LastModifiedDate
            e1,{ANN},{VIC},2026-02-03T09:00:00.000Z,Meeting,false,2026-03-01T08:00:00.000Z
            e2,{ANN},{WU},2026-02-03T09:00:00.000Z,Meeting,true,2026-03-01T08:00:00.000Z
            e3,00Q000000000001,{VIC},2026-02-04T09:00:00.000Z,Call,false,2026-03-01T08:00:00.000Z
            e4,{BO},{VIC},2026-04-01T09:00:00.000Z,,false,2026-03-01T08:00:00.000Z
            e5,{BO},{VIC},2026-02-05T09:00:00.000Z,,false,2026-03-01T08:00:00.000Z
        """,
        EventRelation=f"""
            Id,EventId,RelationId,IsWhat,IsInvitee,Status
            x1,e1,{ANN},false,true,Accepted
            x2,e1,{BO},false,true,New
            x3,e1,{WU},false,true,Accepted
            x4,e1,{CY},false,true,Declined
            x5,e1,{ACME},true,false,
            x6,e3,00Q000000000001,false,true,
            x7,e3,{WU},false,true,
            x8,e4,{ANN},false,true,
        """,
    )
    assert short(rows(book, "interactions", "id date kind person")) == [
        "e1 2026-02-03 meeting ann",
        "e1 2026-02-03 meeting bo",
        "e1 2026-02-03 meeting vic",
        "e1 2026-02-03 meeting wu",
        "e5 2026-02-05 meeting bo",
        "e5 2026-02-05 meeting vic",
    ]
    assert left_out(report, "Event") == {
        3: "the copy that somebody invited has of an event",
        4: "it is with a lead, who is no contact",
        5: "planned for a day after that of the export, 2026-03-01",
    }
    assert left_out(report, "EventRelation") == {
        2: "says again what another row says of interactions",
        5: "who was invited has declined",
        6: "it names what the event is about",
        7: "it is with a lead, who is no contact",
        8: "its record among the interactions is left out",
        9: "no date for a row of interactions",
    }
    assert str(book.newest_day) == "2026-02-05"


def test_calls_and_mails_that_were_made_and_nothing_else_of_the_tasks(read_files):
    book, report = read_files(
        **WHOLE,
        Task=f"""
            Id,WhoId,OwnerId,ActivityDate,Status,IsClosed,TaskSubtype,Type
            t1,{ANN},{VIC},2026-02-01,Completed,true,Call,
            t2,{ANN},{VIC},2026-02-02,Completed,true,Task,Email
            t3,{ANN},{VIC},2026-02-03,Not Started,false,Call,Call
            t4,{ANN},{VIC},2026-02-04,Completed,true,Task,Send letter
            t5,{ANN},{VIC},2026-02-05,Completed,true,,
            t6,00Q000000000001,{VIC},2026-02-06,Completed,true,Call,Call
            t7,{ANN},{VIC},2026-02-07,In Progress,,Call,Call
        """,
        TaskRelation=f"Id,TaskId,RelationId,IsWhat\nx1,t1,{BO},false\nx2,t1,{ACME},true",
    )
    assert short(rows(book, "interactions", "id date kind person")) == [
        "t1 2026-02-01 call ann",
        "t1 2026-02-01 call bo",
        "t1 2026-02-01 call vic",
        "t2 2026-02-02 email ann",
        "t2 2026-02-02 email vic",
    ]
    assert left_out(report, "Task") == {
        4: "not done yet",
        5: "kind 'Task Send letter' has no counterpart",
        6: "kind is empty",
        7: "it is with a lead, who is no contact",
        8: "not done yet",
    }


def test_what_an_activity_is_about_is_its_deal(read_files):
    book, report = read_files(
        **WHOLE,
        Event=f"""
            Id,WhoId,WhatId,OwnerId,ActivityDateTime
            e1,{ANN},{PUMPS},{VIC},2026-02-03T09:00:00.000Z
            e2,{ANN},{ACME},{VIC},2026-02-04T09:00:00.000Z
            e3,{ANN},006000000000009,{VIC},2026-02-05T09:00:00.000Z
        """,
        Task=f"Id,WhoId,WhatId,OwnerId,ActivityDate,TaskSubtype\nt1,{ANN},{PUMPS},{VIC},2026-02-06,Call",
    )
    assert short(rows(book, "interactions", "id deal person")) == [
        *("e1 pumps ann", "e1 pumps vic", "e2 - ann", "e2 - vic", "e3 - ann", "e3 - vic"),
        *("t1 pumps ann", "t1 pumps vic"),
    ]
    assert ("dangling_id", "006000000000009AAA") in {row[:2] for row in findings(report)}


def test_merges_are_followed_over_several_steps(read_files):
    book, report = read_files(
        Account="Id,Name,MasterRecordId,IsDeleted\na1,Acme,,false\na2,Acme old,a1,true",
        Contact="""
            Id,Name,AccountId,MasterRecordId,IsDeleted,ReportsToId
            c1,Ann,a2,,false,
            c2,Anne,a1,c1,true,
            c3,Anna,a1,c2,true,
            c4,Bo,a1,,false,c3
            c5,Gone,a1,,true,
        """,
    )
    assert rows(book, "people", "id organization") == ["c1 a1", "c4 a1"]
    assert rows(book, "ties", "source target") == ["c4 c1"]
    assert {("merged_id", "a2"), ("merged_id", "c2", "c3")} <= findings(report)
    assert left_out(report, "Contact") == {6: "IsDeleted is true"}


def test_leads_campaigns_and_relations_between_contacts_are_left_out_with_a_reason(read_files):
    _, report = read_files(
        **WHOLE,
        Lead="Id,LastName,Company\n00Q1,Lee,Acme",
        ContactContactRelation=f"Id,ContactId,RelatedContactId,HierarchyType\nx,{ANN},{BO},Peer",
    )
    assert left_out(report, "Lead") == {2: "leads are no contacts of an account yet"}
    assert "not certain" in left_out(report, "ContactContactRelation")[2]


def test_a_report_of_contacts_alone_makes_a_book(read_files):
    book, report = read_files(
        report1='Contact ID,Full Name,Title,Account ID,Account Name\n003A,Ann Lee,CEO,001A,Acme\n003B,Bo Li,,001A,Acme\n003C,Cy Ho,,001B,\n\n\n"Confidential"'
    )
    assert rows(book, "organizations", "id name kind") == [
        "001A Acme customer",
        "001B 001B customer",
    ]
    assert rows(book, "people", "id name organization title") == [
        "003A Ann Lee 001A CEO", "003B Bo Li 001A -", "003C Cy Ho 001B -",
    ]  # fmt: skip
    assert report.skipped.empty
    assert findings(report) == {
        ("known_by_reference", "001B"),
        ("line_outside_table", "Confidential"),
    }


def test_a_query_with_related_columns_makes_a_book(read_files):
    book, _ = read_files(
        OpportunityContactRole="""
            CONTACTID,CONTACT.NAME,CONTACT.ACCOUNTID,CONTACT.ACCOUNT.NAME,OPPORTUNITYID,ROLE
            c1,Ann,a1,Acme,o1,Evaluator
        """,
        bulkQuery="ID,NAME,ACCOUNTID,ACCOUNT.NAME,STAGENAME\no1,Pumps,a1,Acme,Prospecting",
    )
    assert rows(book, "organizations", "id name") == ["a1 Acme"]
    assert rows(book, "people", "id name organization") == ["c1 Ann a1"]
    assert rows(book, "roles", "person account deal role") == ["c1 a1 o1 evaluator"]


def test_rows_of_totals_are_nobody_and_cells_are_repeated_only_if_asked(tmp_path):
    report_file = tmp_path / "report.csv"
    report_file.write_text(
        """"Account Name","Contact ID","Full Name","Amount"
"Alpha","0035g00000AbCdE","Ann Example","100"
"","0035g00000AbCdF","Bo Example","50"
"Subtotal","","Count: 2","150"
"","0035g00000AbCdH","Di Example","EUR 5"
"Total","0035g00000AbCdG","Cy Example","25"
"Total (3 records)","","","175"
"Grand Totals (3 records)","","","EUR 175.00"
""",
        "utf-8",
    )
    book, report = read_with_report(report_file, as_="salesforce")
    assert rows(book, "people", "name organization") == ["Ann Example Alpha", "Cy Example Total"]
    assert left_out(report, "report") == {
        3: "no organization for a row of people",
        4: "a row of totals",
        5: "no organization for a row of people",
        7: "a row of totals",
        8: "a row of totals",
    }
    mapping = load_system("salesforce").mapping.model_copy(update={"fill_down": ("account_name",)})
    book, _ = read_with_report(report_file, mapping=mapping)
    assert rows(book, "people", "name organization") == [
        "Ann Example Alpha", "Bo Example Alpha", "Cy Example Total", "Di Example Alpha",
    ]  # fmt: skip


# Ids

ids_of_15 = st.from_regex(r"[0-9][0-9A-Za-z]{14}", fullmatch=True)


def one(text):
    return identify(pd.Series([text], dtype=TEXT), "people")[0]


@pytest.mark.parametrize(
    ("short_form", "long_form"),
    [
        ("0015g00000XyZaB", "0015g00000XyZaBAAV"),
        ("0035g00000AbCdF", "0035g00000AbCdFAAV"),
        ("0031G00001S3ckZ", "0031G00001S3ckZQAR"),
        ("0051G000005Mun4", "0051G000005Mun4QAC"),
        ("00U1G00000DEaxX", "00U1G00000DEaxXUAT"),
    ],
)
def test_known_ids_in_both_forms(short_form, long_form):
    assert one(short_form) == one(long_form) == one(long_form.lower()) == long_form


@few
@given(st.lists(ids_of_15, min_size=1, max_size=20))
def test_the_long_form_says_the_same_as_the_short_one(texts):
    short_forms = pd.Series(texts, dtype=TEXT)
    long_forms = identify(short_forms, "people")
    assert (long_forms.str[:15] == short_forms).all()
    assert identify(long_forms, "people").equals(long_forms)
    assert identify(long_forms.str.lower(), "people").equals(long_forms)
    # In capitals alone, ids of tasks and events could be of either case: those stay.
    plain = long_forms[~long_forms.str.lower().str.startswith(("00t", "00u"))]
    assert identify(plain.str.upper(), "people").equals(plain)
    assert (find_doubts(long_forms, "") == "").all()


@few
@given(st.text(max_size=20))
def test_what_is_no_id_of_theirs_stays_as_it_is(text):
    if len(text) not in {15, 18}:
        assert one(text) == text


def test_ids_of_one_record_in_both_forms_are_one(read_files):
    book, report = read_files(
        contacts="""
            contact_id,name,title,account_id,reports_to
            0035g00000AbCdE,Ann,CEO,0015g00000XyZaB,
            0035g00000AbCdFAAV,Bo,CFO,0015g00000XyZaBAAV,0035g00000AbCdEAAV
            0035g00000AbCdEAAV,Ann,CEO,0015g00000XyZaBAAV,
        """
    )
    assert rows(book, "people", "id") == ["0035g00000AbCdEAAV", "0035g00000AbCdFAAV"]
    assert rows(book, "ties", "source target") == ["0035g00000AbCdFAAV 0035g00000AbCdEAAV"]
    assert rows(book, "organizations", "id name") == ["0015g00000XyZaBAAV 0015g00000XyZaBAAV"]
    assert left_out(report, "contacts") == {4: "says again what another row says of people"}


def test_ids_cut_short_collide(read_files):
    with pytest.raises(BookError, match=r"line 3, column contact_id.*repeats the id of .*line 2"):
        read_files(
            contacts="contact_id,name,account_id\n0035g00000Ab,Ann,0015g00000XyZaB\n0035g00000Ab,Bo,0015g00000XyZaB"
        )


def test_ids_that_are_not_what_they_should_be_are_told_with_their_rows(read_files):
    _, report = read_files(
        contacts="""
            contact_id,name,account_id
            0015g00000XyZaB,Ann,0015g00000XyZaB
            00Q5g00000XyZaB,Bo,0015g00000XyZaB
            0035g00000AbCdEAAA,Cy,0015g00000XyZaB
            0035g00000AbCdF,Di,0015g00000XyZaB
        """
    )
    told = report.findings.set_index("subject")["detail"]
    assert "beginning with 001, as that of an account" in told["0015g00000XyZaB",]
    assert "contacts.csv, line 2." in told["0015g00000XyZaB",]
    assert "contacts.csv, line 3." in told["00Q5g00000XyZaB",]
    assert "do not fit" in told["0035g00000AbCdEAAA",]
    assert "contacts.csv, line 4." in told["0035g00000AbCdEAAA",]


# Real exports


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no real exports in {SHARED}")
@pytest.mark.parametrize(
    ("export", "taken"),
    [
        ("salesforce_snowfakery/medium", {"Account": 200, "Contact": 800, "Opportunity": 600, "OpportunityContactRole": 1200}),
        ("salesforce_snowfakery/ocr_small", {"Account": 50, "Contact": 100, "Opportunity": 201, "OpportunityContactRole": 201}),
        ("fivetran_salesforce", {"sf_account_data": 2, "sf_contact_data": 3, "sf_user_data": 4}),
    ],
)  # fmt: skip
def test_real_exports_are_accounted_for_and_can_be_asked(export, taken):
    book, report = read_with_report(SHARED / export)
    found = report.files.set_index(report.files["file"].str.extract(r"(\w+)\.csv$")[0])
    assert (found["rows"] == found["taken"] + found["skipped"]).all()
    assert found["taken"][found["taken"] > 0].to_dict() == taken
    assert (report.skipped["reason"] != "").all()
    assert len(book.people) == sum(
        taken.get(name, 0) for name in ("Contact", "sf_contact_data", "sf_user_data")
    )
    graph = build_graph(book)
    assert scores(graph).index.names == ["account", "deal"]


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no real exports in {SHARED}")
def test_parts_of_contacts_of_other_accounts_are_kept_and_told():
    book, report = read_with_report(SHARED / "salesforce_snowfakery" / "medium")
    works_for = book.people.set_index("id")["organization"]
    outside = (book.roles["person"].map(works_for) != book.roles["account"]).sum()
    (detail,) = report.findings.loc[report.findings["finding"] == "role_of_outsider", "detail"]
    assert detail.startswith(f"{outside:,} roles are held by people of another organization")
    assert len(book.roles) == 1200


@pytest.mark.skipif(not NASTY.is_dir(), reason=f"no hostile files in {NASTY}")
@pytest.mark.parametrize(
    ("file", "people", "ties"),
    [
        ("sf_report_totals", 2, 0),
        ("sf_report_subtotals", 2, 0),
        ("sf_ids_15_18_mix", 2, 1),
        ("sf_ids_18_downcased", 2, 0),
        ("sf_wrong_object_prefix", 2, 0),
    ],
)
def test_hostile_exports_can_be_read(file, people, ties):
    book, _ = read_with_report(NASTY / f"{file}.csv", as_="salesforce")
    assert (len(book.people), len(book.ties)) == (people, ties)


def test_a_report_that_names_accounts_is_joined_to_their_rows(read_files):
    book, report = read_files(
        Account=f"Id,IsDeleted,Name,ParentId\n{ACME},false,Acme,",
        Contact=f"""
            Contact ID,Full Name,Account Name,Reports To
            {ANN},Ann Lee,Acme,
            {BO},Bo Li,Elsewhere,
        """,
    )
    assert rows(book, "organizations", "id name") == [f"{ACME} Acme", "Elsewhere Elsewhere"]
    assert rows(book, "people", "id organization") == [f"{ANN} {ACME}", f"{BO} Elsewhere"]
    assert report.skipped.empty


@pytest.mark.parametrize("kept", ["00U000000000001AAA", "00T000000000001AAA"])
def test_ids_that_would_no_longer_say_of_what_they_are_stay(kept):
    assert identify(pd.Series([kept]), "interactions").tolist() == [kept]


def test_ids_in_one_case_are_what_their_ends_say():
    found = identify(pd.Series(["00u000000000001eaa", "00U000000000001"]), "")
    assert {*found} == {"00U000000000001EAA"}


def test_ids_that_get_their_capitals_back_are_told_and_those_that_grow_are_not(read_files):
    _, report = read_files(
        Account=f"Id,Name\n{ACME[:15]},Acme",
        Contact=f"Id,AccountId,LastName\n00300000000001AAAA,{ACME[:15]},Lee\n{BO},{ACME},Li",
    )
    told = report.findings[report.findings["finding"] == "restored_id"]
    assert told[["table", "subject"]].to_numpy().tolist() == [["people", ("00300000000001aAAA",)]]
    assert "(00300000000001AAAA is 00300000000001aAAA)" in told["detail"].iloc[0]
    assert "Contact.csv, line 2" in told["detail"].iloc[0]


CONTRACT = f"""
    Id,ContractNumber,AccountId,Name,Status,StartDate,EndDate,CustomerSignedDate,CustomerSignedId
    800000000000001AAA,00000101,{ACME},Care,Activated,2025-07-01,2026-06-30,2025-06-20,{ANN}
    800000000000002AAA,00000102,{UNIT},,Expired,2024-01-01,2025-12-31,,
    800000000000003AAA,00000103,{ACME},Next,Draft,2026-07-01,2027-06-30,,
"""


def test_contracts_are_read_with_who_signed_them(read_files):
    book, report = read_files(**WHOLE, Contract=CONTRACT)
    told = short(rows(book, "deals", "id account name stage closes starts ends"))
    assert told == [
        "800000000000001AAA acme Care closed 2025-06-20 2025-07-01 2026-06-30",
        "800000000000002AAA unit 00000102 closed - 2024-01-01 2025-12-31",
        "pumps acme Pumps opportunity 2026-06-30 - -",
    ]
    assert short(rows(book, "roles", "person role deal")) == ["ann approver 800000000000001AAA"]
    assert left_out(report, "Contract") == {4: "the contract is not signed, or cancelled"}
    assert report.findings.empty


def test_quotas_and_invoices_are_left_out_with_the_reason_and_what_to_do(read_files):
    quota = "Id,QuotaOwnerId,StartDate,QuotaAmount\n0J9000000000001AAA,x,2026-01-01,5"
    invoice = "Id,InvoiceNumber,DueDate,Balance\n3tt000000000001AAA,7,2026-01-01,5"
    book, report = read_files(**WHOLE, ForecastingQuota=quota, Invoice=invoice)
    assert book == read_files(**WHOLE)[0]
    assert report.findings.empty
    assert "not of accounts: fill the table goals instead" in str(report)
    assert "name the column of its opportunity in a mapping" in str(report)
