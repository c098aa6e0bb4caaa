"""Records of Salesforce as JSON: trees, plans, results of queries."""

import json

import pytest

from exports import assert_accounted, rows
from kamgraph.errors import SourceError
from kamgraph.sources.crm import is_plan
from kamgraph.sources.json_files import read_record_tables
from kamgraph.sources.limits import Limits
from kamgraph.sources.read import read_with_report
from kamgraph.sources.source_file import SourceFile


def record(kind, reference=None, **fields):
    attributes = {"type": kind} | ({"referenceId": reference} if reference else {})
    return {"attributes": attributes, **fields}


def tree(*records):
    return {"records": [*records]}


def write(folder, **documents):
    for name, document in documents.items():
        (folder / f"{name}.json").write_text(json.dumps(document), "utf-8")
    return folder


ACCOUNTS = tree(
    record("Account", "AccountRef1", Name="Acme", ParentId=None),
    record("Account", "AccountRef2", Name="Unit", ParentId="@AccountRef1"),
)
CONTACTS = tree(
    record("Contact", "ContactRef1", FirstName="Ann", LastName="Lee", AccountId="@AccountRef1"),
    record(
        "Contact",
        "ContactRef2",
        LastName="@Bo",
        AccountId="@AccountRef2",
        ReportsToId="@ContactRef1",
    ),
)
PLAN = [
    {"sobject": "Account", "saveRefs": True, "resolveRefs": False, "files": ["Accounts.json"]},
    {"sobject": "Contact", "saveRefs": True, "resolveRefs": True, "files": ["Contacts.json"]},
]


@pytest.mark.parametrize("source", ["", "plan.json"])
def test_a_plan_and_the_folder_of_its_files_are_the_same_book(tmp_path, source):
    write(tmp_path, plan=PLAN, Accounts=ACCOUNTS, Contacts=CONTACTS)
    (tmp_path / "other.json").mkdir()
    book, report = read_with_report(tmp_path / source)
    assert_accounted(report)
    assert rows(book, "organizations", "id name parent") == [
        "AccountRef1 Acme -",
        "AccountRef2 Unit AccountRef1",
    ]
    assert rows(book, "people", "id name organization") == [
        "ContactRef1 Ann Lee AccountRef1",
        "ContactRef2 @Bo AccountRef2",
    ]
    assert rows(book, "ties", "source kind target") == ["ContactRef2 reports_to ContactRef1"]
    assert report.skipped.empty


def test_records_in_records_name_those_above(tmp_path):
    unit = record("Account", "AccountRef2", Name="Unit")
    bo = record("Contact", "ContactRef2", LastName="Li")
    role = record("OpportunityContactRole", "RoleRef1", Role="Evaluator", ContactId="@ContactRef1")
    deal = record(
        "Opportunity",
        "OpportunityRef1",
        Name="Pumps",
        StageName="Prospecting",
        Amount=12.5,
        OpportunityContactRoles=tree(role),
    )
    ann = record(
        "Contact", "ContactRef1", LastName="Lee", Contacts=tree(bo | {"AccountId": "@AccountRef2"})
    )
    acme = record(
        "Account",
        "AccountRef1",
        Name="Acme",
        ChildAccounts=tree(unit),
        Contacts=tree(ann),
        Opportunities=tree(deal),
    )
    book, report = read_with_report(write(tmp_path, export=tree(acme)) / "export.json")
    assert_accounted(report)
    assert rows(book, "organizations", "id parent") == ["AccountRef1 -", "AccountRef2 AccountRef1"]
    assert rows(book, "people", "id organization") == [
        "ContactRef1 AccountRef1",
        "ContactRef2 AccountRef2",
    ]
    assert rows(book, "ties", "source target") == ["ContactRef2 ContactRef1"]
    assert rows(book, "deals", "id account stage value") == [
        "OpportunityRef1 AccountRef1 lead 12.5"
    ]
    assert rows(book, "roles", "person deal role") == ["ContactRef1 OpportunityRef1 evaluator"]


def test_the_result_of_a_query_has_the_fields_of_the_records_it_names(tmp_path):
    account = {"attributes": {"type": "Account", "url": "/x"}, "Name": "Acme"}
    ann = record("Contact", Id="c1", Name="Ann", AccountId="a1", Account=account, IsDeleted=False)
    document = {"status": 0, "result": {"totalSize": 1, "done": True, "records": [ann]}}
    book, _ = read_with_report(write(tmp_path, query=document) / "query.json")
    assert rows(book, "organizations", "id name") == ["a1 Acme"]
    assert rows(book, "people", "id name organization") == ["c1 Ann a1"]


def test_rows_are_told_by_the_number_of_their_record(tmp_path):
    broken = tree(record("Account", Id="a1", Name="Acme"), record("Account", Id="a2", Name=""))
    _, report = read_with_report(write(tmp_path, export=broken) / "export.json")
    (left_out,) = report.skipped.itertuples()
    assert (left_out.line, left_out.reason) == (2, "no name for a row of organizations")
    assert left_out.file.endswith("export.json, Account")


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (tree(record("Account", Id="a"), {"Name": "x"}), "is no record with a type"),
        (tree(record("Account", Id="a"), 7), "'7' is no record with a type"),
        (tree(record("Account", Id="a", Name="\ud800")), "half of a character"),
        ({"done": False, **tree(record("Account", Id="a"))}, "one page of several"),
        (
            [{"sobject": "Account", "files": ["../Account.json"]}],
            "no file '../Account.json' beside",
        ),
        ([{"sobject": "Account"}], "None is no list"),
        ([{"sobject": "Account", "files": [7]}], "no file 7 beside"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path, document, problem):
    with pytest.raises(SourceError, match=problem) as error:
        read_with_report(write(tmp_path, export=document) / "export.json")
    assert "export.json" in str(error.value)


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        (Limits(rows=1), "more than 1 records"),
        (Limits(columns=2), "3 columns are more than 2"),
        (Limits(cell=3), "record 1, column referenceId: holds more than 3 characters"),
        (Limits(size=9), "larger than 9 bytes"),
    ],
)
def test_what_is_too_large_is_refused(tmp_path, limits, problem):
    write(tmp_path, export=ACCOUNTS)
    with pytest.raises(SourceError, match=problem):
        read_record_tables(SourceFile.on_disk(tmp_path / "export.json", limits), limits)


def test_records_with_fields_of_their_own_each_are_refused_at_once(tmp_path):
    many = [{"attributes": {"type": "Account"}, f"Field{i}": "x"} for i in range(5000)]
    file = SourceFile.on_disk(write(tmp_path, export={"records": many}) / "export.json")
    with pytest.raises(SourceError, match="5,000 columns are more than"):
        read_record_tables(file, Limits())


def test_a_plan_is_told_by_how_it_begins():
    assert not is_plan(b'{"records": [{"attributes": {"type": "Account"')
    assert is_plan(b'\xef\xbb\xbf [ {"sobject": "Account"')
