"""Odoo: contacts in the rows of their company, on lines that go on below; employees."""

from exports import left_out, read_export, rows

CHILDREN = """
    id,name,is_company,parent_id/id,function,child_ids/id,child_ids/name,child_ids/function
    __export__.res_partner_1,Acme,True,,,__export__.res_partner_2,Ada Quist,CFO
    ,,,,,__export__.res_partner_3,Ben Orr,Buyer
    __export__.res_partner_9,Borg,True,,,__export__.res_partner_10,Cy Dunn,CEO
"""
EMPLOYEES = """
    id,name,job_title,department_id/name,parent_id/id,coach_id/id,work_email
    hr.employee_1,Ada Quist,CEO,Board,,,ada@acme.test
    hr.employee_2,Ben Orr,CFO,Finance,hr.employee_1,hr.employee_1,ben@acme.test
"""


def test_children_are_people_of_their_company_without_a_doubt(tmp_path):
    book, report = read_export(tmp_path / "export", **{"res.partner": CHILDREN})
    assert rows(book, "people", "id name organization title") == [
        "__export__.res_partner_10 Cy Dunn __export__.res_partner_9 CEO",
        "__export__.res_partner_2 Ada Quist __export__.res_partner_1 CFO",
        "__export__.res_partner_3 Ben Orr __export__.res_partner_1 Buyer",
    ]
    assert left_out(report, "res.partner") == {
        3: "more contacts of the partner above, which are read as such"
    }
    assert report.findings.empty


def test_employees_have_their_managers(tmp_path):
    book, report = read_export(tmp_path / "export", **{"hr.employee": EMPLOYEES})
    assert rows(book, "people", "id name organization title function") == [
        "hr.employee_1 Ada Quist us CEO Board",
        "hr.employee_2 Ben Orr us CFO Finance",
    ]
    assert rows(book, "ties", "source kind target") == ["hr.employee_2 reports_to hr.employee_1"]
    assert report.skipped.empty
