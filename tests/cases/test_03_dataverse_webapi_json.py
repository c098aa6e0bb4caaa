"""Answers of the Web API of Dataverse: read as its tables, refused where they are one page."""

import json

import pytest

from exports import rows
from kamgraph.errors import SourceError
from kamgraph.sources.read import read_with_report

FIRM, ADA, BEN = (f"{kind * 8}-1111-1111-1111-000000000001" for kind in "abc")
ACCOUNTS = {
    "@odata.context": "https://example.test/api/data/v9.2/$metadata#accounts",
    "value": [{"accountid": FIRM, "name": "Acme"}],
}
CONTACTS = {
    "@odata.context": "https://example.test/api/data/v9.2/$metadata#contacts",
    "value": [
        {"contactid": ADA, "fullname": "Ada Quist", "jobtitle": "CFO", "_parentcustomerid_value": FIRM},
        {"contactid": BEN, "fullname": "Ben Orr", "jobtitle": "Buyer", "_parentcustomerid_value": FIRM},
    ],
}  # fmt: skip
NEXT = {"@odata.nextLink": "https://example.test/api/data/v9.2/contacts?$skiptoken=2"}


def write(folder, **documents):
    for name, document in documents.items():
        (folder / f"{name}.json").write_text(json.dumps(document), "utf-8")
    return folder


def test_a_page_of_several_is_refused(tmp_path):
    write(tmp_path, accounts=ACCOUNTS, contacts=CONTACTS | NEXT)
    for source in (tmp_path, tmp_path / "contacts.json"):
        with pytest.raises(SourceError, match=r"contacts\.json: is one page of several") as caught:
            read_with_report(source)
        assert "@odata.nextLink is 'https://example.test/" in str(caught.value)


@pytest.mark.parametrize("names", [("accounts", "contacts"), ("first", "second")])
def test_whole_answers_are_an_export_of_dynamics(tmp_path, names):
    """The answer says what it is of, whatever the file is called."""
    write(tmp_path, **dict(zip(names, (ACCOUNTS, CONTACTS), strict=True)))
    book, report = read_with_report(tmp_path)
    assert rows(book, "organizations", "id name kind") == [f"{FIRM} Acme customer"]
    assert rows(book, "people", "name title organization") == [
        f"Ada Quist CFO {FIRM}",
        f"Ben Orr Buyer {FIRM}",
    ]
    assert report.files["taken"].tolist() == [1, 2]


def test_answers_and_text_files_are_one_export(tmp_path):
    write(tmp_path, contacts=CONTACTS)
    (tmp_path / "account.csv").write_text(f"accountid,name\n{FIRM},Acme\n")
    book, report = read_with_report(tmp_path, as_="dynamics")
    assert (len(book.organizations), len(book.people)) == (2, 2)
    assert len(report.files) == 2


def test_annotations_say_what_a_lookup_leads_to_and_what_an_option_is_called(tmp_path):
    kind = "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"
    label = "salesstage@OData.Community.Display.V1.FormattedValue"
    ada, ben = CONTACTS["value"]
    contacts = [ada | {kind: "account"}, ben | {kind: "contact", "_parentcustomerid_value": ADA}]
    deal = {
        "opportunityid": f"{'d' * 8}-1111-1111-1111-000000000001",
        "name": "Pumps",
        "_parentaccountid_value": FIRM,
        "salesstage": 100000002,
        label: "Propose",
    }
    write(
        tmp_path, accounts=ACCOUNTS, contacts={"value": contacts}, opportunities={"value": [deal]}
    )
    book, report = read_with_report(tmp_path, as_="dynamics")
    assert rows(book, "people", "name") == ["Ada Quist"]
    assert rows(book, "deals", "name stage") == ["Pumps bid"]
    assert report.skipped["reason"].tolist() == ["parentcustomeridtype is contact or 2"]
