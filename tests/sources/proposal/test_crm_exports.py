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
        ("输赢", ("进行中", "输单"), ("bid", "lost")),
        ("Win/Loss", ("", "Lost"), ("bid", "lost")),
        ("Won?", ("No", "Yes"), ("bid", "closed")),
        ("Is Lost", ("false", "true"), ("bid", "lost")),
        ("Lost Date", ("", "2025-01-01"), ("bid", "lost")),
        ("Won on", ("N/A", "3 May 2025"), ("bid", "closed")),
        ("是否输单", ("否", "是"), ("bid", "lost")),
        ("gewonnen", ("nein", "ja"), ("bid", "closed")),
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


def test_closed_beside_won_tells_who_lost(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        contacts=PEOPLE,
        accounts=COMPANIES,
        opportunities="""
        Record Id,Opportunity Name,Organization Name,Is Closed,Is Won,Stage,Amount
        91,Wards,Northgate,true,false,Proposal,1
        92,Lab,Quist Pharma,true,true,Proposal,2
        93,Van,Quist Pharma,false,false,Proposal,3
        """,
    )
    assert book.deals.sort_values("id")["stage"].tolist() == ["lost", "closed", "bid"]
    assert "Is a deal" not in text


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ("Is Closed", "true"),
        ("Closed", "2025-01-01"),
        ("Archived", "yes"),
        ("Closed Reason", "Lost to competitor"),
        ("Verdict of the board", "Lost"),
        ("备注结果", "输单"),
    ],
)
def test_what_may_end_a_deal_is_asked_for(tmp_path, column, word):
    book, _, text = propose_and_read(
        tmp_path,
        contacts=PEOPLE,
        accounts=COMPANIES,
        opportunities=f"""
        Record Id,Opportunity Name,Organization Name,{column},Stage,Amount
        91,Wards,Northgate,,Proposal,1
        92,Lab,Quist Pharma,{word},Proposal,2
        """,
    )
    assert book.deals["stage"].tolist() == ["bid", "bid"]
    assert f'# ? Is a deal over whose "{column}" is "{word}"?' in text


def test_deals_without_a_stage_are_asked_for(tmp_path):
    _, _, text = propose_and_read(
        tmp_path,
        contacts=PEOPLE,
        accounts=COMPANIES,
        opportunities="""
        Record Id,Opportunity Name,Organization Name,Amount
        91,Wards,Northgate,1
        """,
    )
    assert "# ? How far are these deals?" in text


@pytest.mark.parametrize("more", ["", ",Subject", ",Notes"])
def test_meetings_without_ids_are_of_whom_their_rows_name(tmp_path, more):
    told = ",Follow-up" if more else ""
    book, report, text = propose_and_read(
        tmp_path,
        contacts=PEOPLE,
        accounts=COMPANIES,
        activities=f"""
        Date,Type,Contact,Owner{more}
        2026-01-06,Call,Ada Quist,Kim{told}
        2026-01-06,Call,Cy Dunn,Lou{told}
        2026-01-06,Call,Ben Orr,Kim{told and ","}
        2026-01-07,Meeting,Ben Orr,Lou{told and ","}
        """,
    )
    met: dict[str, list[str]] = {}
    for one in book.interactions.itertuples():
        met.setdefault(one.id, []).append(one.person)
    assert sorted(map(sorted, met.values())) == [
        ["11", "user Kim"],
        ["12", "user Kim"],
        ["12", "user Lou"],
        ["13", "user Lou"],
    ]
    assert not report.losses
    assert ("one meeting of all" in text) == (more == ",Subject")
