"""Answers with fewer records than there are are refused, those of any interface; whole ones read."""

import json

import pytest

from exports import rows
from kamgraph.errors import SourceError
from kamgraph.sources.read import read_with_report
from kamgraph.sources.translation.mapping import Mapping

ADA = {
    "attributes": {"type": "Contact"},
    "Id": "003000000000001AAA",
    "LastName": "Quist",
    "AccountId": "001000000000001AAA",
    "Account": {"attributes": {"type": "Account"}, "Name": "Acme"},
}
ACME = {"attributes": {"type": "Account"}, "Id": "001000000000001AAA", "Name": "Acme"}
USER = {"id": "1", "displayName": "Ada Quist", "jobTitle": "CFO", "manager": {"id": "2"}}
CHIEF = {"id": "2", "displayName": "Ben Orr", "jobTitle": "CEO"}
HUBSPOT = {"id": "1", "properties": {"firstname": "Ada", "lastname": "Quist", "associatedcompanyid": "7", "hs_object_id": "1"}}  # fmt: skip
COMPANY = {"id": "7", "properties": {"name": "Acme", "hs_object_id": "7"}}
STAFF = """
name = "staff"
rows = { organizations = [{ id = "acme", name = "Acme", kind = "customer" }] }
[[tables]]
file = "users"
table = "people"
columns = { id = "id", name = "displayName", title = "jobTitle" }
constants = { organization = "acme" }
[[tables]]
file = "users"
table = "ties"
columns = { source = "id", target = "manager.id" }
constants = { kind = "reports_to" }
"""


def write(folder, name, document):
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return path


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ({"result": {"records": [ADA], "totalSize": 2500, "done": False, "nextRecordsUrl": "/x"}}, "holds 1 of 2,500"),
        ({"result": {"records": [ADA], "totalSize": 2500, "done": True}}, "holds 1 of 2,500 records"),
        ({"records": [ACME | {"Contacts": {"totalSize": 300, "done": False, "records": [ADA]}}]}, "Contacts: holds 1 of 300"),
        ({"results": [HUBSPOT], "paging": {"next": {"after": "2"}}}, "one page of several, others follow"),
        ({"value": [USER], "@odata.nextLink": "https://graph.test/users?$skiptoken=2"}, "others follow"),
        ({"value": [USER], "@odata.count": 40}, "holds 1 of 40 records"),
    ],
)  # fmt: skip
def test_what_is_not_all_is_refused(tmp_path, document, problem):
    path = write(tmp_path, "users.json", document)
    for options in ({}, {"mapping": Mapping.from_toml(STAFF)}):
        with pytest.raises(SourceError, match=problem) as caught:
            read_with_report(path, **options)
        assert "users.json" in str(caught.value)


def test_a_whole_result_of_salesforce_is_read(tmp_path):
    document = {"status": 0, "result": {"records": [ADA], "totalSize": 1, "done": True}}
    book, _ = read_with_report(write(tmp_path, "result.json", document))
    assert rows(book, "people", "name organization") == ["Quist 001000000000001AAA"]


def test_whole_answers_of_hubspot_are_read(tmp_path):
    write(tmp_path, "contacts.json", {"results": [HUBSPOT]})
    write(tmp_path, "companies.json", {"results": [COMPANY]})
    book, _ = read_with_report(tmp_path)
    assert rows(book, "organizations", "id name") == ["7 Acme"]
    assert rows(book, "people", "id name organization") == ["1 Ada Quist 7"]


def test_associations_in_answers_of_hubspot_are_links(tmp_path):
    def among(*links):
        return {"results": [{"id": one, "type": kind} for one, kind in links]}

    ada = HUBSPOT | {"properties": {"firstname": "Ada", "lastname": "Quist", "hs_object_id": "1"}}
    employers = among(("8", "contact_to_company_unlabeled"), ("7", "contact_to_company"))
    write(
        tmp_path, "contacts.json", {"results": [ada | {"associations": {"companies": employers}}]}
    )
    others = COMPANY | {"id": "8", "properties": {"name": "Hold Co", "hs_object_id": "8"}}
    children = {"companies": among(("7", "parent_to_child_company"))}
    write(tmp_path, "companies.json", [COMPANY, others | {"associations": children}])
    deal = {"id": "5", "properties": {"dealname": "Pumps", "dealstage": "contractsent"}}
    theirs = {
        "companies": among(("7", "deal_to_company")),
        "contacts": among(("1", "deal_to_contact")),
    }
    write(tmp_path, "deals.json", {"results": [deal | {"associations": theirs}]})
    book, _ = read_with_report(tmp_path)
    assert rows(book, "organizations", "id parent") == ["7 8", "8 -"]
    assert rows(book, "people", "id organization") == ["1 7"]
    assert rows(book, "deals", "id account") == ["5 7"]
    assert rows(book, "roles", "person deal role") == ["1 5 participant"]


def test_answers_of_odoo_name_ids_with_their_names(tmp_path):
    firm = {"id": 7, "name": "Acme", "is_company": True, "parent_id": False, "function": False}
    ada = {"id": 8, "name": "Ada", "is_company": False, "parent_id": [7, "Acme"], "function": "CFO"}
    answer = {"jsonrpc": "2.0", "id": 1, "result": [firm, ada]}
    book, _ = read_with_report(write(tmp_path, "res.partner.json", answer), as_="odoo")
    assert rows(book, "organizations", "id name") == ["7 Acme"]
    assert rows(book, "people", "id name title organization") == ["8 Ada CFO 7"]


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("users.json", {"@odata.context": "https://graph.test/v1.0/$metadata#users", "value": [USER, CHIEF]}),
        ("users.json", [USER, CHIEF]),
        ("users.jsonl", f"{json.dumps(USER)}\n{json.dumps(CHIEF)}\n"),
        ("users.ndjson", f"{json.dumps(USER)}\n\n{json.dumps(CHIEF)}"),
        ("staff.json", {"users": [USER, CHIEF], "meta": {"total": 2}}),
    ],
)  # fmt: skip
def test_records_are_read_by_a_mapping(tmp_path, name, document):
    path = write(tmp_path, name, document)
    book, report = read_with_report(path, mapping=Mapping.from_toml(STAFF))
    assert rows(book, "people", "id name title") == ["1 Ada Quist CFO", "2 Ben Orr CEO"]
    assert rows(book, "ties", "source kind target") == ["1 reports_to 2"]
    assert report.skipped.empty


def test_our_own_tables_may_be_records(tmp_path):
    write(tmp_path, "people.json", [{"id": "1", "name": "Ada Quist", "organization": "acme"}])
    write(tmp_path, "organizations.jsonl", '{"id": "acme", "name": "Acme", "kind": "customer"}\n')
    book, _ = read_with_report(tmp_path)
    assert rows(book, "people", "id name organization") == ["1 Ada Quist acme"]
