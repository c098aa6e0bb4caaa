"""Several companies of a HubSpot contact: the primary one is the employer, whichever is first."""

from exports import read_export, rows

COMPANIES = """
    "Record ID","Company name","Industry","Company owner","Parent Company","Associated Contact IDs"
    "900","Acme","METALS","Kim Lee","","11;12"
    "901","Hold Co","FINANCE","Kim Lee","","11"
"""
CONTACTS = """
    "Record ID","First Name","Last Name","Email","Job Title","Buying Role","Associated Company","Associated Company IDs","Associated Company (Primary)","Associated Company IDs (Primary)"
    "11","Ada","Quist","ada@acme.test","CFO","Budget holder;Decision maker","Hold Co;Acme","901;900","Acme","900"
    "12","Ben","Orr","ben@acme.test","Buyer","","Acme","900","Acme","900"
"""
DEALS = """
    "Record ID","Deal Name","Deal Stage","Close Date","Deal owner","Amount","Associated Contact IDs","Associated Company IDs","Associated Company IDs (Primary)"
    "501","Pumps","Presentation Scheduled (Sales Pipeline)","2026-12-31 09:00","Kim Lee","120000","11;12","901;900","900"
"""


def test_the_primary_company_is_the_employer_and_the_account(tmp_path):
    book, report = read_export(tmp_path / "a", contacts=CONTACTS, companies=COMPANIES, deals=DEALS)
    assert rows(book, "organizations", "id name kind") == [
        "900 Acme customer",
        "901 Hold Co customer",
    ]
    contacts = [
        row for row in rows(book, "people", "id name organization") if "us" not in row.split()
    ]
    assert contacts == ["11 Ada Quist 900", "12 Ben Orr 900"]
    assert rows(book, "deals", "id account name value closes") == [
        "501 900 Pumps 120000.0 2026-12-31"
    ]
    assert rows(book, "roles", "person account deal role") == [
        "11 900 - approver",
        "11 900 - decision_maker",
        "11 900 501 participant",
        "12 900 501 participant",
    ]
    assert "another link of the row is the primary or first one" in set(report.skipped["reason"])


def test_without_a_primary_one_the_first_company_counts(tmp_path):
    lines = CONTACTS.strip().splitlines()
    contacts = "\n".join(line.strip().rsplit(",", 2)[0] for line in lines)
    companies = (
        COMPANIES.replace(',"Associated Contact IDs"', "")
        .replace(',"11;12"', "")
        .replace(',"11"', "")
    )
    book, _ = read_export(tmp_path / "a", contacts=contacts, companies=companies)
    assert "11 Ada Quist 901" in rows(book, "people", "id name organization")
