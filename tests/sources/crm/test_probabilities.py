"""How likely deals are to be won, each CRM in its own scale: 1 is one percent, or certain."""

import pytest

from exports import IMITATIONS, read_export
from kamgraph.sources.crm import SYSTEMS, load_system
from kamgraph.sources.read import read_with_report

OF_ONE = {"hubspot"}  # all others give percent


def list_uses(name):
    """Return the uses of a system's files that tell probabilities."""
    return [one for one in load_system(name).mapping.tables if "probability" in one.columns]


@pytest.mark.parametrize("name", [one for one in SYSTEMS if list_uses(one)])
def test_every_system_says_in_which_scale_its_probabilities_are(name):
    assert all(("probability" in one.percent) == (name not in OF_ONE) for one in list_uses(name))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(("capsule", [0.5, 0]), ("espocrm", [0.5, 0])),
        ("zoho", [0.75, 0, 1]),
    ],
)
def test_probabilities_of_imitations_are_read(name, expected):
    book, report = read_with_report(IMITATIONS / name)
    assert book.deals["probability"].tolist() == expected
    assert "Probability" not in str(report)


def test_one_of_salesforce_is_one_percent(tmp_path):
    book, report = read_export(
        tmp_path / "export",
        "salesforce",
        Account="Id,Name,ParentId\n001000000000001AAA,Acme,",
        Opportunity="""
            Id,AccountId,Name,StageName,Probability,CloseDate
            006000000000001AAA,001000000000001AAA,a,Prospecting,1,2026-12-01
            006000000000002AAA,001000000000001AAA,b,Prospecting,62.5,2026-12-01
            006000000000003AAA,001000000000001AAA,c,Prospecting,60%,2026-12-01
            006000000000004AAA,001000000000001AAA,d,Prospecting,,2026-12-01
            006000000000005AAA,001000000000001AAA,e,Prospecting,160,2026-12-01
        """,
    )
    assert book.deals["probability"].fillna(-1).tolist() == [0.01, 0.625, 0.6, -1, -1]
    (why,) = report.lost["reason"]
    assert 'of numbers in percent a mapping says percent = "probability"' in why


def test_one_of_hubspot_is_certain(tmp_path):
    book, report = read_export(
        tmp_path / "export",
        "hubspot",
        company="id,property_name\n1,Acme",
        deal="""
            deal_id,property_dealname,property_dealstage,property_hs_deal_stage_probability
            7,a,closedwon,1
            8,b,qualifiedtobuy,0.4
            9,c,qualifiedtobuy,40
        """,
        deal_company="deal_id,company_id\n7,1\n8,1\n9,1",
    )
    assert book.deals["probability"].fillna(-1).tolist() == [1, 0.4, -1]
    assert len(report.lost) == 1


def test_probabilities_of_dynamics_are_in_percent(tmp_path):
    account, deal = (f"0000000{one}-0000-4000-8000-000000000001" for one in "ad")
    book, _ = read_export(
        tmp_path / "export",
        "dynamics",
        account=f"accountid,name,customertypecode,statecode\n{account},Acme,3,0",
        opportunity=f"""
            opportunityid,parentaccountid,name,closeprobability,statecode
            {deal},{account},Pumps,1,0
        """,
    )
    assert book.deals["probability"].tolist() == [0.01]
