"""Exports of systems nobody has told us of: who is a customer, what is over, who takes part."""

import pytest

from exports import propose_and_read, rows

PEOPLE = """
    Record Id,First Name,Last Name,Organization Id,Title,Contact Owner
    11,Ada,Quist,51,CEO,kim@us.test
    12,Ben,Orr,52,CIO,kim@us.test
    13,Cy,Dunn,52,Buyer,lou@us.test
"""
COMPANIES = """
    Record Id,Organization Name
    51,Quist Pharma
    52,Northgate
"""


@pytest.mark.parametrize(
    ("column", "words", "stages"),
    [
        ("OpportunityState", ("OPEN", "ABANDONED"), ("bid", "lost")),
        ("Status", ("Open", "Lost"), ("bid", "lost")),
        ("State", ("Won", "In Progress"), ("closed", "bid")),
        ("Loss Reason", ("", "Price"), ("bid", "lost")),
        ("Lost reason", ("N/A", "no budget"), ("bid", "lost")),
        ("状态", ("进行中", "输单"), ("bid", "lost")),
    ],
)
def test_a_deal_that_is_over_by_another_column_is_no_bid(tmp_path, column, words, stages):
    book, _, text = propose_and_read(
        tmp_path,
        contacts=PEOPLE,
        accounts=COMPANIES,
        opportunities=f"""
        Record Id,Opportunity Name,Organization Name,{column},Pipeline Stage,Amount
        91,Wards,Northgate,{words[0]},Proposal,1
        92,Lab,Quist Pharma,{words[1]},Proposal,2
        """,
    )
    assert book.deals.sort_values("id")["stage"].tolist() == [*stages]
    assert "Is a deal" not in text


def test_words_nobody_knows_beside_a_stage_are_asked_for(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        contacts=PEOPLE,
        accounts=COMPANIES,
        opportunities="""
        Record Id,Opportunity Name,Organization Name,Status,Stage,Amount
        91,Wards,Northgate,Dormant,Proposal,1
        92,Lab,Quist Pharma,Lost,Proposal,2
        """,
    )
    assert book.deals.sort_values("id")["stage"].tolist() == ["bid", "lost"]
    assert '# ? Is a deal over whose "Status" is "Dormant"?' in text


def test_a_reason_beside_a_deal_that_is_won_is_asked_for(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        contacts=PEOPLE,
        accounts=COMPANIES,
        opportunities="""
        Record Id,Opportunity Name,Organization Name,Stage,Amount,Loss Reason
        91,Wards,Northgate,Won,1,Price
        92,Lab,Quist Pharma,Proposal,2,Price
        """,
    )
    assert book.deals.sort_values("id")["stage"].tolist() == ["closed", "bid"]
    assert '# ? Is a deal lost where "Loss Reason" is filled?' in text


def test_columns_that_link_people_and_companies_are_followed(tmp_path):
    book, report, text = propose_and_read(
        tmp_path,
        contacts=PEOPLE,
        accounts=COMPANIES,
        leads="""
        Lead ID,Description,Primary company,Linked Contacts,Main contact id,Main contact name,Stage,Value,User Responsible
        l1,Wards,Northgate,12;13,12,Ben Orr,Proposal,1,kim@us.test
        l2,Lab,Quist Pharma,,11,Ada Quist,Proposal,2,lou@us.test
        """,
    )
    assert report.lost.empty
    assert rows(book, "deals", "id account") == ["l1 52", "l2 51"]
    assert rows(book, "roles", "person deal role") == [
        "11 l2 participant",
        "12 l1 participant",
        "13 l1 participant",
    ]
    assert '# not used: "Main contact name"' in text
    assert '# ? Does whoever "Contact Owner" names know these people?' in text


def test_which_are_no_customers_is_asked_once(tmp_path):
    _, _, text = propose_and_read(
        tmp_path,
        contacts="""
        id,name,company,title
        1,Ada Quist,Acme,CEO
        """,
        deals="""
        id,name,company id,company name,stage,amount
        7,Lab,c1,Acme,Proposal,1
        """,
    )
    assert text.count("no customers?") == 1
