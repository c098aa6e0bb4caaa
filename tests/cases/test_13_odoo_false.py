"""Odoo writes False where a field is empty."""

import pytest

from exports import SHARED, read_export
from kamgraph.sources.read import read_with_report

CASE = SHARED.parent / "cases" / "13-odoo-false-and-one2many" / "export"


@pytest.mark.skipif(not CASE.exists(), reason="the shared data are not here")
def test_an_empty_field_is_no_title():
    book, report = read_with_report(CASE)
    assert book.people["title"].dropna().tolist() == ["CFO"]
    assert "False" not in {*book.people["name"], *book.organizations["name"]}
    assert book.people["name"].tolist() == ["Ada Quist", "Ben Orr"]
    # Nothing but a number is known of the fourth, not even a company.
    assert report.skipped["reason"].tolist() == ["its organization stands for nothing"]


def test_false_where_truth_is_meant_is_false(tmp_path):
    partners = """id,name,is_company,parent_id/id,function,active
        x.1,Acme,True,,False,True
        x.2,Ada Quist,False,x.1,False,True
        x.3,Ben Orr,False,x.1,CFO,False"""
    book, report = read_export(tmp_path, "odoo", **{"res.partner": partners})
    assert book.people["name"].tolist() == ["Ada Quist"]
    assert report.skipped["reason"].str.contains("active is false").any()
