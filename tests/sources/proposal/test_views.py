"""Records in those of others, people beside their companies, and companies that no file lists."""

import json

import pytest

from exports import propose_and_read, rows
from kamgraph.sources.read import propose_mapping, read_with_report
from kamgraph.sources.translation.mapping import Mapping


def propose_and_read_records(tmp_path, records):
    file = tmp_path / "leads.json"
    file.write_text(json.dumps(records), "utf-8")
    text = propose_mapping(file)
    book, report = read_with_report(file, mapping=Mapping.from_toml(text))
    return book, report, text


@pytest.mark.parametrize("inner", ["contacts", "people", "employees"])
@pytest.mark.parametrize("name", ["display_name", "name"])
def test_people_in_a_record_work_there(tmp_path, name, inner):
    book, _, text = propose_and_read_records(
        tmp_path,
        [
            {
                "id": "l1",
                name: "Northgate",
                "status_label": "Qualified",
                inner: [
                    {"id": "c1", "lead_id": "l1", "name": "Ben Orr", "title": "CIO"},
                    {"id": "c2", "lead_id": "l1", "name": "Cy Dunn", "title": "Buyer"},
                ],
                "opportunities": [
                    {"id": "o1", "contact_id": "c1", "status_type": "lost", "value": 12}
                ],
            },
            {"id": "l2", name: "Quist", inner: [{"id": "c3", "name": "Ada Quist", "title": "CEO"}]},
        ],
    )
    assert book.ties.empty
    assert rows(book, "organizations", "id name") == ["l1 Northgate", "l2 Quist"]
    assert rows(book, "people", "id organization title") == [
        "c1 l1 CIO",
        "c2 l1 Buyer",
        "c3 l2 CEO",
    ]
    assert rows(book, "deals", "id account stage") == ["o1 l1 lost"]
    assert rows(book, "roles", "person deal role") == ["c1 o1 participant"]
    assert "reports_to" not in text


def test_people_in_people_report_to_them(tmp_path):
    book, _, _ = propose_and_read_records(
        tmp_path,
        [
            {
                "id": "1",
                "name": "Ada Quist",
                "title": "CEO",
                "reports": [{"id": "2", "name": "Ben Orr", "title": "CIO"}],
            }
        ],
    )
    assert rows(book, "ties", "source kind target") == ["2 reports_to 1"]


@pytest.mark.parametrize("heading", ["Parent ID", "Manager ID"])
def test_ids_of_companies_are_no_bosses(tmp_path, heading):
    book, _, _ = propose_and_read(
        tmp_path,
        accounts="""
        id,name
        a1,Northgate
        a2,Quist
        """,
        contacts=f"""
        id,first name,last name,{heading}
        c1,Ben,Orr,a1
        c2,Ada,Quist,a2
        """,
    )
    assert book.ties.empty
    assert rows(book, "people", "id organization") == ["c1 a1", "c2 a2"]


def test_numbers_of_people_stay_bosses_beside_companies_with_the_same(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path,
        accounts="""
        id,name
        1,Northgate
        2,Quist
        """,
        contacts="""
        id,name,account id,manager id
        1,Ada Quist,1,
        2,Ben Orr,1,1
        """,
    )
    assert rows(book, "ties", "source kind target") == ["2 reports_to 1"]


@pytest.mark.parametrize(
    ("heading", "company", "person"),
    [
        ("is_organisation", "true", "false"),
        ("Is Company", "Yes", "No"),
        ("Record type", "Company", "Person"),
        ("类型", "企业", "个人"),
    ],
)
def test_people_and_companies_in_one_file(tmp_path, heading, company, person):
    book, report, _ = propose_and_read(
        tmp_path,
        contacts=f"""
        id,{heading},contact_id,name,title,organisation_name,owner_id
        1001,{company},,Northgate,,,7
        1002,{company},,Quist Pharma,,,7
        1003,{person},1001,Ben Orr,CIO,Northgate,7
        1004,{person},1002,Ada Quist,CEO,Quist Pharma,8
        """,
        deals="""
        id,name,value,stage_name,main_contact_id,company_id,company_name
        5001,Wards,12,Proposal,1003,1001,Northgate
        """,
    )
    assert report.lost.empty
    assert rows(book, "organizations", "id name") == [
        "1001 Northgate",
        "1002 Quist Pharma",
    ]
    assert rows(book, "people", "id organization") == [
        "1003 1001",
        "1004 1002",
        "user 7 us",
    ]
    assert rows(book, "deals", "id account") == ["5001 1001"]
    assert rows(book, "roles", "person deal") == ["1003 5001"]


def test_a_company_that_no_file_lists_has_one_id(tmp_path):
    book, report, _ = propose_and_read(
        tmp_path,
        contacts="""
        id,name,title,company
        1,Ben Orr,CIO,Northgate
        2,Ada Quist,CEO,Quist Pharma
        3,Cy Dunn,Buyer,Elsewhere
        """,
        deals="""
        id,name,stage,amount,company id,company name
        7,Wards,Proposal,1,c1,Northgate
        8,Lab,Proposal,1,c2,Quist Pharma
        """,
    )
    assert report.lost.empty
    assert rows(book, "people", "id organization") == ["1 c1", "2 c2", "3 Elsewhere"]
    assert rows(book, "deals", "id account") == ["7 c1", "8 c2"]
    assert len(book.organizations) == 3


def test_a_record_with_a_job_and_a_company_is_a_person(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path,
        items="""
        id,name,company,title,status
        1,Ben Orr,Northgate,CIO,active
        """,
    )
    assert rows(book, "people", "name title organization") == ["Ben Orr CIO Northgate"]
    assert book.deals.empty


def test_columns_that_hold_ids_of_rows_are_asked_for(tmp_path):
    _, _, text = propose_and_read(
        tmp_path,
        contacts="""
        Record ID,Name,Company,Referred by Contact ID,Floor
        k1,Ben Orr,Northgate,k2,1
        k2,Ada Quist,Northgate,,2
        """,
    )
    assert '# ? "Referred by Contact ID" holds ids of people in "contacts"' in text
    assert '"Floor" holds' not in text
