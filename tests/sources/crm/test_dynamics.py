"""Dynamics 365: tables of Dataverse, and workbooks from a view."""

import pytest

from exports import findings, left_out, read_export, rows

# GUIDs are long; the texts of these tests name them by letter and number.
KINDS = {"a": 0xA, "c": 0xC, "o": 0xD, "u": 0xB, "r": 0xE, "x": 0xF, "t": 0x7}


def guid(name):
    return f"{KINDS[name[0]]:08x}-0000-4000-8000-{int(name[1:]):012x}"


def spelled(text):
    """Write each of ``a1``, ``C2``, ``{o3}`` as the GUID it stands for, in that spelling."""
    cells = [
        [_spelled(cell) for cell in line.strip().split(",")] for line in text.strip().split("\n")
    ]
    return "\n".join(",".join(line) for line in cells)


def _spelled(cell):
    name = cell.strip("{}")
    if len(name) != 2 or name[0].lower() not in KINDS or not name[1].isdecimal():
        return cell
    found = guid(name.lower())
    return cell.replace(name, found.upper() if name[0].isupper() else found)


@pytest.fixture
def read(tmp_path):
    def read(system="dynamics", **files):
        texts = {name: spelled(text) for name, text in files.items()}
        return read_export(tmp_path / "export", system, **texts)

    return read


def short(found):
    """Name GUIDs in rows by their letters and numbers again."""
    names = {guid(f"{kind}{number}"): f"{kind}{number}" for kind in KINDS for number in range(10)}
    for long, name in names.items():
        found = [row.replace(long, name) for row in found]
    return sorted(found)


ACCOUNTS = """
    accountid,name,parentaccountid,customertypecode,statecode,ownerid
    a1,Acme,,3,0,u1
    a2,Unit,{A1},,Active,
    a3,Shop,,9,0,
    a4,Closed,,,1,
"""
CONTACTS = """
    contactid,fullname,parentcustomerid,parentcustomeridtype,jobtitle,statecode,accountrolecode
    c1,Ann Lee,{A1},account,Head,0,1
    c2,Bo Li,A2,account,,0,3
    c3,Cy Ho,c1,contact,,0,
    c4,Di Xu,a1,account,,1,1
"""
USERS = """
    systemuserid,fullname,isdisabled,parentsystemuserid
    u1,Vic Hall,0,u2
    u2,Wu Ten,false,
    u3,Xi Old,1,
"""
DEALS = """
    opportunityid,name,parentaccountid,salesstage,statecode,estimatedvalue,estimatedclosedate,ownerid
    o1,Pumps,A1,2,0,1200.50,2026-03-04T00:00:00Z,{U2}
    o2,Lamps,a2,,1,,,
    o3,Wires,a2,,2,,,
"""


def test_ids_in_braces_and_capitals_are_one(read):
    book, report = read(account=ACCOUNTS, contact=CONTACTS)
    assert short(rows(book, "organizations", "id name kind parent")) == [
        "a1 Acme customer -",
        "a2 Unit customer a1",
        "a3 Shop partner -",
    ]
    assert short(rows(book, "people", "id name organization title")) == [
        "c1 Ann Lee a1 Head",
        "c2 Bo Li a2 -",
    ]
    assert left_out(report, "account") == {5: "statecode is 1 or Inactive"}
    assert left_out(report, "contact") == {
        4: "parentcustomeridtype is contact or 2",
        5: "statecode is 1 or Inactive",
    }


def test_roles_at_the_account_are_known_by_number_or_label(read):
    book, report = read(
        account="accountid,name\na1,Acme",
        contact="""
            contactid,fullname,parentcustomerid,accountrolecode
            c1,Ann,a1,1
            c2,Bo,a1,Decision Maker
            c3,Cy,a1,3
            c4,Di,a1,100000001
            c5,Ed,a1,2
        """,
        stringmap="""
            objecttypecode,attributename,attributevalue,value
            contact,accountrolecode,1,Entscheider
            2,accountrolecode,100000001,Procurement
            contact,accountrolecode,100000002,Finance
            account,accountrolecode,100000001,Legal
        """,
    )
    assert short(rows(book, "roles", "person role account deal")) == [
        "c1 decision_maker a1 -",
        "c2 decision_maker a1 -",
        "c3 participant a1 -",
        "c4 procurement a1 -",
    ]
    assert ("word_left_out", "2") in findings(report)
    assert left_out(report, "stringmap") == {
        2: "says nothing that a book holds",
        3: "covered by the rows it was joined to",
        4: "says nothing that a book holds",
        5: "says nothing that a book holds",
    }


def test_options_are_told_by_their_labels(read):
    book, _ = read(
        account="accountid,name,industrycode\na1,Acme,7\na2,Bravo,8",
        stringmap="objecttypecode,attributename,attributevalue,value\n1,industrycode,7,Consulting",
    )
    assert short(rows(book, "organizations", "id industry")) == ["a1 Consulting", "a2 8"]


def test_deals_end_by_their_state_and_have_an_owner(read):
    book, report = read(account=ACCOUNTS, systemuser=USERS, opportunity=DEALS)
    assert short(rows(book, "deals", "id account stage value closes")) == [
        "o1 a1 bid 1200.5 2026-03-04",
        "o2 a2 closed - -",
        "o3 a2 lost - -",
    ]
    assert short(rows(book, "team", "person account deal role")) == [
        "u1 a1 - account_responsible",
        "u2 a1 o1 account_responsible",
    ]
    assert short(rows(book, "people", "id organization")) == ["u1 us", "u2 us"]
    assert short(rows(book, "ties", "source kind target")) == ["u1 reports_to u2"]
    assert left_out(report, "systemuser") == {4: "isdisabled is true"}


ROLES = """
    connectionroleid,name,category
    r1,Decision Maker,1000
    r2,Economic Buyer,Stakeholder
    r3,Account Manager,1001
    r4,Friend,3
    r5,Influencer,1000
    r6,Champion,1000
"""


@pytest.mark.parametrize(
    "connections",
    [
        """
        connectionid,record1id,record1roleid,record2id,record2roleid,ismaster
        x1,o1,,C1,r1,1
        x2,c1,r1,o1,,0
        x3,u1,r3,o1,,0
        x4,o1,,u1,r3,1
        x5,a1,,c2,r2,1
        x6,c2,R2,a1,,0
        """,
        """
        connectionid,record1id,record1roleid,record2id,record2roleid,relatedconnectionid
        x1,o1,r9,C1,r1,x2
        x2,c1,r1,o1,,{X1}
        x4,o1,,u1,r3,x3
        x3,u1,r3,o1,,x4
        x5,a1,,c2,r2,x6
        x6,c2,R2,a1,,x5
        """,
        """
        connectionid,_record1id_value,_record1roleid_value,_record2id_value,_record2roleid_value
        x1,o1,,C1,r1
        x2,c1,r1,o1,
        x3,u1,r3,o1,
        x4,o1,,u1,r3
        x5,a1,,c2,r2
        x6,c2,R2,a1,
        """,
    ],
)
def test_both_halves_of_a_connection_count_once(read, connections):
    book, report = read(
        account="accountid,name\na1,Acme",
        contact=CONTACTS.replace("accountrolecode", "other"),
        systemuser=USERS,
        opportunity="opportunityid,parentaccountid\no1,a1",
        connection=connections,
        connectionrole=ROLES,
    )
    assert short(rows(book, "roles", "person role account deal")) == ["c1 decision_maker a1 o1"]
    assert short(rows(book, "team", "person role account deal")) == ["u1 account_responsible a1 o1"]
    reasons = list(left_out(report, "connection").values())
    assert reasons.count("the other half of a pair") == 3


def test_connections_are_stakeholders_or_our_team_by_category(read):
    book, report = read(
        account="accountid,name\na1,Acme",
        contact="contactid,fullname,parentcustomerid\nc1,Ann,a1\nc2,Bo,a1",
        systemuser=USERS,
        opportunity="opportunityid,parentaccountid\no1,a1",
        connection="""
            connectionid,record1id,record1roleid,record2id,record2roleid,statecode,effectivestart,effectiveend
            x1,a1,,c1,r2,0,2026-01-02T00:00:00Z,2026-05-06T00:00:00Z
            x2,o1,,c1,r4,0,,
            x3,o1,,c1,r5,0,,
            x4,o1,,u1,r1,0,,
            x5,o1,,c2,r6,1,,
            x6,c1,r4,c2,r4,0,,
            x7,o1,,c2,r6,0,,
        """,
        connectionrole=ROLES,
    )
    assert short(rows(book, "roles", "person role account deal since until")) == [
        "c1 approver a1 - 2026-01-02 2026-05-06",
        "c1 participant a1 o1 - -",
        "c2 coach a1 o1 - -",
    ]
    assert rows(book, "team", "person") == []
    assert left_out(report, "connection") == {
        3: "says nothing that a book holds",
        5: "says nothing that a book holds",
        6: "statecode is 1 or Inactive",
        7: "says nothing that a book holds",
    }
    assert left_out(report, "connectionrole")[4] == "says nothing that a book holds"


def test_parties_of_activities_take_part_once(read):
    book, report = read(
        account="accountid,name\na1,Acme",
        contact="contactid,fullname,parentcustomerid\nc1,Ann,a1\nc2,Bo,a1",
        systemuser=USERS,
        appointment="activityid,scheduledstart,statecode\n{T1},2026-01-02T10:00:00Z,1\nt6,2026-01-03T10:00:00Z,2",
        phonecall="activityid,actualend\nt2,2026-02-03 11:00\nt9,2026-02-03 11:00",
        activitypointer="activityid,activitytypecode,actualstart\nt3,4202,2026-03-04\nt4,task,2026-03-05",
        activityparty="""
            activityid,partyid,participationtypemask
            t1,u1,9
            t1,u1,7
            t1,c1,5
            t1,C2,Optional attendee
            t2,u2,1
            t2,{C1},2
            t2,a1,8
            t3,u1,Sender
            t3,c1,3
            t3,c1,8
            t4,c1,5
            t5,c1,5
            t6,c1,5
        """,
    )
    assert short(rows(book, "interactions", "id date kind person part")) == [
        "t1 2026-01-02 meeting c1 present",
        "t1 2026-01-02 meeting c2 present",
        "t1 2026-01-02 meeting u1 present",
        "t2 2026-02-03 call c1 to",
        "t2 2026-02-03 call u2 from",
        "t3 2026-03-04 email c1 cc",
        "t3 2026-03-04 email u1 from",
    ]
    assert left_out(report, "activityparty") == {
        2: "the person is there in another part",
        8: "part '8' has no counterpart",
        11: "the person is there in another part",
        12: "kind 'task' has no counterpart",
        13: "no date for a row of interactions",
        14: "no date for a row of interactions",
    }
    assert left_out(report, "appointment") == {
        2: "covered by the rows it was joined to",
        3: "says nothing that a book holds",
    }
    assert left_out(report, "phonecall") == {
        2: "covered by the rows it was joined to",
        3: "says nothing that a book holds",
    }


def test_activities_are_about_the_deal_that_they_regard(read):
    book, _ = read(
        account="accountid,name\na1,Acme",
        contact="contactid,fullname,parentcustomerid\nc1,Ann,a1",
        systemuser=USERS,
        opportunity="opportunityid,name,parentaccountid\no1,Pumps,a1",
        appointment="""
            activityid,scheduledstart,regardingobjectid,regardingobjecttypecode
            t1,2026-01-02T10:00:00Z,o1,opportunity
            t2,2026-01-03T10:00:00Z,a1,account
        """,
        phonecall="activityid,actualend,_regardingobjectid_value\nt3,2026-02-03 11:00,o1\nt4,2026-02-04 11:00,",
        activityparty="""
            activityid,partyid,participationtypemask
            t1,c1,5
            t2,c1,5
            t3,c1,2
            t3,u1,1
            t4,c1,2
        """,
    )
    assert short(rows(book, "interactions", "id person deal")) == [
        "t1 c1 o1",
        "t2 c1 -",
        "t3 c1 o1",
        "t3 u1 o1",
        "t4 c1 -",
    ]


def test_an_executive_sponsor_is_theirs_or_ours_by_whose_side_it_is(read):
    book, _ = read(
        account="accountid,name\na1,Acme",
        contact="contactid,fullname,parentcustomerid\nc1,Ann,a1",
        systemuser=USERS,
        opportunity="opportunityid,name,parentaccountid\no1,Pumps,a1",
        connection="connectionid,record1id,record2id,record2roleid\nx1,o1,c1,r9\nx2,o1,u1,r9",
        connectionrole="connectionroleid,name\nr9,Executive Sponsor",
    )
    assert short(rows(book, "roles", "person role deal")) == ["c1 supervisor o1"]
    assert short(rows(book, "team", "person role deal")) == ["u1 executive_sponsor o1"]


def test_merged_records_are_one(read):
    book, _ = read(
        account="accountid,name,masterid,merged,statecode\na1,Acme,,0,0\na2,Acme Inc,A1,1,1",
        contact="contactid,fullname,parentcustomerid,masterid,statecode\nc1,Ann,a2,,0\nc2,Anne,a1,c1,1",
        opportunity="opportunityid,parentaccountid\no1,a2",
        connection="connectionid,record1id,record2id,record2roleid\nx1,o1,c2,r6",
        connectionrole=ROLES,
    )
    assert short(rows(book, "people", "id organization")) == ["c1 a1"]
    assert short(rows(book, "roles", "person role account deal")) == ["c1 coach a1 o1"]


def test_workbooks_from_a_view_name_accounts(read):
    views = {
        "Active Contacts": """
            (Do Not Modify) Contact,(Do Not Modify) Row Checksum,Full Name,Company Name,Job Title
            c1,==,Ann Lee,Acme,Head
            c2,==,Bo Li,Bravo,
            c3,==,Cy Ho,,
        """,
        "Open Opportunities": """
            (Do Not Modify) Opportunity,Topic,Account,Est. Revenue,Status
            o1,Pumps,Acme,12,Open
        """,
    }
    book, report = read(None, **views)
    assert short(rows(book, "people", "id name organization title")) == [
        "c1 Ann Lee Acme Head",
        "c2 Bo Li Bravo -",
    ]
    assert short(rows(book, "deals", "id name account value")) == ["o1 Pumps Acme 12.0"]
    assert left_out(report, "Active Contacts") == {4: "no organization for a row of people"}
    accounts = """
        (Do Not Modify) Account,Account Name
        A1,Acme
        a2,Bravo
        a3,Bravo
    """
    book, report = read(None, **views, **{"Active Accounts": accounts})
    assert short(rows(book, "people", "id organization")) == ["c1 a1"]
    assert short(rows(book, "deals", "id account")) == ["o1 a1"]
    assert left_out(report, "Active Contacts")[3] == "no organization for a row of people"


def test_contracts_that_are_signed_and_invoices_that_are_open_are_read(read):
    book, report = read(
        account=ACCOUNTS,
        opportunity=DEALS,
        contract="""
            contractid,title,customerid,totalprice,activeon,expireson,statecode
            t1,Care,a1,500,2025-01-01,2026-12-31,2
            t2,Draft,a1,,,,0
        """,
        invoice="""
            invoiceid,name,opportunityid,duedate,totalamount,statecode
            x1,First,{O1},2026-03-31,300,0
            x2,Second,o1,2026-02-28,200,2
        """,
    )
    assert short(rows(book, "deals", "id account name stage value starts ends"))[-1] == (
        "t1 a1 Care closed 500.0 2025-01-01 2026-12-31"
    )
    assert short(rows(book, "payments", "id deal part due amount")) == [
        "x1 o1 invoice 2026-03-31 300.0"
    ]
    assert left_out(report, "contract") == {3: "the contract is a draft, on hold or cancelled"}
    assert left_out(report, "invoice") == {3: "paid on a day that nothing tells, or cancelled"}


def test_what_nobody_has_committed_to_needs_or_knows_is_no_claim(read):
    book, report = read(
        account="accountid,name,customertypecode,statecode\na1,Acme,3,0",
        opportunity="""
            opportunityid,parentaccountid,name,budgetstatus,decisionmaker,need,purchasetimeframe
            o1,a1,One,0,false,3,4
            o2,a1,Two,2,true,0,1
            o3,a1,Three,,,,
        """,
    )
    assert short(rows(book, "deals", "id budget authority need timing")) == [
        "o1 - - - -",
        "o2 Can buy Decision maker known Must have This quarter",
        "o3 - - - -",
    ]
    assert report.lost.empty
