"""12万, ￥1,200.00 and 2026/12/31 in the export of a Chinese system are read, not refused."""

import pytest

from exports import SHARED, read_export
from kamgraph.sources.read import read_with_report

CASE = SHARED.parent / "cases" / "51-numbers-with-currency" / "d"


@pytest.mark.skipif(not CASE.exists(), reason="the shared data are not here")
def test_the_case_is_read():
    book, report = read_with_report(CASE, as_="fxiaoke")
    deals = book.deals.sort_values("name")
    assert deals["value"].tolist() == [120_000, 1_200]
    assert deals["closes"].dt.strftime("%Y-%m-%d").tolist() == ["2026-12-31", "2026-12-31"]
    assert "unreadable_cell" not in set(report.findings["finding"])


def test_an_amount_that_may_be_two_is_left_empty_and_told(tmp_path):
    book, report = read_export(
        tmp_path,
        "fxiaoke",
        客户="客户名称,客户编号,负责人\n一汽,K1,王五",
        人员="员工姓名,主属部门\n王五,销售",
        商机="""商机名称,客户名称,商机阶段,商机金额,预计成交日期,创建时间,负责人
        泵站,一汽,方案报价,120万,2026年12月31日,2026-01-05 15:05,王五
        阀门,一汽,方案报价,"1,200",待定,2026-01-06 15:05,王五
        管道,一汽,方案报价,待议,0000-00-00,2026-01-06 15:05,王五""",
    )
    deals = book.deals.set_index("name")
    assert deals["value"].to_dict()["泵站"] == 1_200_000
    assert deals.loc[["阀门", "管道"], ["value", "closes"]].isna().all(axis=None)
    told = " ".join(report.findings["detail"])
    assert "'1,200' may be thousands or a fraction" in told
    assert "'待议' is no number" in told
    assert "'待定' is no date" in told
    assert "0000" not in told


@pytest.mark.parametrize(
    ("other", "value"), [("5.000", None), ("7.50", None), ("1.200,00", 120_000)]
)
def test_the_other_amounts_tell_what_a_point_before_three_digits_is(tmp_path, other, value):
    book, report = read_export(
        tmp_path,
        "fxiaoke",
        客户="客户名称,客户编号,负责人\n一汽,K1,王五",
        人员="员工姓名,主属部门\n王五,销售",
        商机=f"""商机名称,客户名称,商机阶段,商机金额,预计成交日期,创建时间,负责人
        泵站,一汽,方案报价,120.000,2026年12月31日,2026-01-05 15:05,王五
        阀门,一汽,方案报价,"{other}",2026年12月31日,2026-01-06 15:05,王五""",
    )
    found = book.deals.set_index("name")["value"].dropna().get("泵站")
    assert found == value
    assert ("may be thousands or a fraction" in report.verdict) == (value is None)
