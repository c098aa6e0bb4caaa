"""Lists of deals with probabilities, contracts, payments and quotas: what becomes of each."""

import openpyxl
import pytest

from exports import propose_and_read, rows
from kamgraph.sources.read import propose_mapping, read
from kamgraph.sources.translation.mapping import Mapping

FIRMS = """
    编号,客户名称
    K1,Acme
    K2,Bravo
"""
PEOPLE = """
    姓名,客户名称,职务
    Ann Lee,Acme,总经理
    Bo Li,Bravo,部长
"""
DEALS = """
    商机编号,商机名称,客户名称,销售阶段,金额,赢单率,赢单状态,预计成交日期
    S1,Pumps,Acme,投标,100,60%,进行中,2026-12-01
    S2,Meters,Acme,已赢单,50,100%,赢单,2026-03-01
    S3,Valves,Bravo,投标,70,20%,输单,2026-05-01
"""


@pytest.mark.parametrize("heading", ["赢单率", "赢单概率", "Win probability", "赢率", "成交概率"])
def test_a_column_of_shares_is_that_of_probabilities_and_no_outcome(tmp_path, heading):
    book, _, text = propose_and_read(tmp_path, 客户=FIRMS, 商机=DEALS.replace("赢单率", heading))
    assert rows(book, "deals", "id stage probability") == [
        "S1 bid 0.6",
        "S2 closed 1.0",
        "S3 lost 0.2",
    ]
    assert f'[tables.decided_by.stage."{heading}"]' not in text
    assert '[tables.decided_by.stage."赢单状态"]' in text


def test_numbers_in_percent_are_told_by_the_heading_and_never_by_their_size(tmp_path):
    bare = DEALS.replace("%", "")
    book, _, text = propose_and_read(tmp_path / "a", 客户=FIRMS, 商机=bare)
    assert book.deals["probability"].isna().all()
    assert '# ? Is 60 in "赢单率" in percent, or of 1? Nothing tells, so it is left out' in text
    for number, heading in enumerate(["Probability (%)", "赢单率（%）", "赢单百分比"]):
        found, _, told = propose_and_read(
            tmp_path / f"b{number}", 客户=FIRMS, 商机=bare.replace("赢单率", heading)
        )
        assert found.deals["probability"].tolist() == [0.6, 1, 0.2]
        assert 'percent = "probability"' in told
        assert "in percent, or of 1" not in told


def test_contracts_are_deals_that_are_signed_and_no_people(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        客户=FIRMS,
        联系人=PEOPLE,
        合同="""
            合同编号,合同名称,客户名称,合同金额,签约日期,开始日期,到期日期,签约人,状态
            H1,Care,Acme,9,2024-12-20,2025-01-01,2026-12-31,Ann Lee,执行中
        """,
        回款计划="""
            合同编号,期次,应收金额,应收日期,实收日期
            H1,预付款,3,2025-01-20,2025-01-25
            H1,质保金,6,2026-08-31,
        """,
    )
    assert rows(book, "people", "id") == ["Ann Lee", "Bo Li"]
    assert rows(book, "deals", "id account stage value closes starts ends") == [
        "contract H1 K1 closed 9.0 2024-12-20 2025-01-01 2026-12-31"
    ]
    assert rows(book, "roles", "person deal role") == ["Ann Lee contract H1 approver"]
    assert rows(book, "payments", "deal part due amount paid") == [
        "contract H1 advance 2025-01-20 3.0 2025-01-25",
        "contract H1 retention 2026-08-31 6.0 -",
    ]
    assert '# ? Is every contract signed whose "状态" is "执行中"? Now all are: see skip' in text


def test_what_is_paid_for_is_told_by_known_words_and_not_by_a_number(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        客户=FIRMS,
        商机=DEALS,
        回款计划="""
            商机编号,期次,回款类型,应收金额,应收日期
            S2,1,预付款,3,2025-01-20
            S2,2,质保金,6,2026-08-31
        """,
    )
    assert rows(book, "payments", "part amount") == ["advance 3.0", "retention 6.0"]
    assert '# not used: "期次"' in text


def test_contracts_of_deals_that_are_listed_count_once(tmp_path):
    contracts = """
        Contract ID,Contract name,Account,Deal ID,Value,Start date,End date
        H1,Care,Acme,S2,50,2026-04-01,2027-03-31
    """
    book, _, text = propose_and_read(tmp_path / "a", 客户=FIRMS, 商机=DEALS, contracts=contracts)
    care = book.deals.set_index("id").loc["contract H1"]
    assert (str(care["ends"])[:10], care["value"] > 0) == ("2027-03-31", False)
    assert "does each contract belong to that deal" in text
    alone = "\n".join(
        line.replace(",S2", "").replace(",Deal ID", "") for line in contracts.split("\n")
    )
    book, _, text = propose_and_read(tmp_path / "b", 客户=FIRMS, 商机=DEALS, contracts=alone)
    assert book.deals.set_index("id").loc["contract H1", "value"] == 50
    assert "those of deals that are listed as won? Then both count" in text


def test_invoices_are_paid_for_deals(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        客户=FIRMS,
        商机=DEALS,
        invoices="""
            Invoice number,Opportunity ID,Due date,Amount,Paid on
            7,S2,2026-08-31,45,
            8,S2,2026-05-31,5,2026-05-20
        """,
    )
    assert rows(book, "payments", "id deal part due amount paid") == [
        "7 S2 invoice 2026-08-31 45.0 -",
        "8 S2 invoice 2026-05-31 5.0 2026-05-20",
    ]
    _, _, text = propose_and_read(
        tmp_path / "b", 客户=FIRMS, invoices="Invoice number,Due date,Amount\n7,2026-08-31,45"
    )
    assert "No column tells of which deal or contract each is" in text


def test_goals_are_of_accounts_and_those_of_people_are_asked_for(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path / "a", 客户=FIRMS, 销售目标="客户名称,目标金额,截止日期\nAcme,90,2026-12-31"
    )
    assert rows(book, "goals", "account due amount") == ["K1 2026-12-31 90.0"]
    _, _, text = propose_and_read(
        tmp_path / "b", 客户=FIRMS, 销售目标="负责人,年度,目标金额\nVic,2026,90"
    )
    assert "not of people and periods: fill the table goals instead" in text


def test_percent_of_a_sheet_are_read_as_it_shows_them(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "商机"
    for row in (["商机名称", "客户名称", "销售阶段", "赢单率"], ["Pumps", "Acme", "投标", 0.6]):
        book.active.append(row)
    book.active["D2"].number_format = "0%"
    book.save(tmp_path / "deals.xlsx")
    mapping = Mapping.from_toml(propose_mapping(tmp_path / "deals.xlsx"))
    assert read(tmp_path / "deals.xlsx", mapping=mapping).deals["probability"].tolist() == [0.6]
