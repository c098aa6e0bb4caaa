"""Imitations of real exports in tests/data/systems, each read to the row by numbers counted by hand."""

import openpyxl
import pandas as pd
import pytest

from exports import IMITATIONS, assert_accounted, findings, left_out, read_export, rows
from kamgraph.model.dtypes import TEXT
from kamgraph.sources.read import read_with_report


@pytest.fixture
def read(request):
    """Read the imitation that a test is named after."""
    name = request.node.name.split("_")[1]
    book, report = read_with_report(IMITATIONS / name)
    assert report.source.endswith(f": an export of {name}")
    assert_accounted(report)
    return book, report


def shorten(found, prefix):
    """Return rows without what all ids of a system begin with."""
    return [row.replace(prefix, "") for row in found]


def test_zoho(read):
    book, report = read

    def taken(table, columns):
        return shorten(rows(book, table, columns), "zcrm_531100000")

    assert taken("organizations", "id name kind parent region") == [
        "0410001 Brightwater Foods customer - Sweden",
        "0410002 Brightwater Cold Chain customer 0410001 Sweden",
        "0410003 Frostline Systems competitor - Norway",
        "0410009 Oddmoor Retail customer - -",
    ]
    assert taken("people", "id name organization title") == [
        "0220001 Jonas Weber us -",
        "0220002 Priya Nair us -",
        "0510001 Mara Lindqvist 0410001 Chief Operating Officer",
        "0510002 Tomas Reyes 0410001 Head of Purchasing",
        "0510003 Okafor 0410002 Plant Manager",
        "0510004 Nils Berg 0410009 Buyer",
    ]
    assert taken("ties", "source kind target") == [
        "0510002 reports_to 0510001",
        "0510003 reports_to 0510002",
    ]
    assert taken("deals", "id account stage value created closes") == [
        "0610001 0410001 bid 480000.0 2026-01-15 2026-12-18",
        "0610002 0410002 lost 56000.5 2025-11-03 2026-02-28",
        "0610003 0410001 closed - 2025-08-01 2025-09-30",
    ]
    assert taken("roles", "person role deal") == [
        "0510001 decision_maker 0610001",
        "0510001 supervisor 0610002",
        "0510002 procurement 0610001",  # and no participant beside it
        "0510003 participant 0610002",  # whom the deal names, in no role
    ]
    assert taken("team", "person account deal role") == [
        "0220001 0410001 - account_responsible",
        "0220001 0410001 0610001 account_responsible",
        "0220001 0410001 0610003 account_responsible",
        "0220002 0410002 - account_responsible",
        "0220002 0410002 0610002 account_responsible",
    ]
    assert taken("interactions", "id date kind person deal") == [
        "0810001 2026-02-10 call 0220001 0610001",
        "0810001 2026-02-10 call 0510002 0610001",
        "0810002 2026-02-12 call 0220002 -",  # about an account
        "0810002 2026-02-12 call 0510003 -",
        "0820001 2026-03-04 meeting 0220001 0610001",
        "0820001 2026-03-04 meeting 0510001 0610001",
    ]
    assert left_out(report, "Calls_001") == {4: "it has not taken place"}
    assert left_out(report, "Tasks_001") == {2: "tasks are no interactions"}
    assert not findings(report)


def test_pipedrive(read):
    book, report = read
    assert rows(book, "organizations", "id name kind") == [
        "41 Brightwater Foods customer",
        "42 Brightwater Cold Chain customer",
    ]
    assert rows(book, "people", "id name organization title") == [
        "51 Mara Lindqvist 41 Chief Operating Officer",
        "52 Tomas Reyes 41 Head of Purchasing",
        "53 Ines Okafor 42 Plant Manager",
        "user Jonas Weber Jonas Weber us -",
        "user Priya Nair Priya Nair us -",
    ]
    assert left_out(report, "people") == {5: "no organization for a row of people"}
    assert rows(book, "deals", "id account stage value currency closes") == [
        "61 41 bid 480000.0 EUR 2026-12-18",
        "62 42 lost 56000.5 EUR 2026-02-28",  # lost while it stood in negotiations
        "63 41 closed - EUR 2025-09-30",  # won while it stood at the beginning
        "64 41 opportunity 1.0 EUR -",
    ]
    assert left_out(report, "deals") == {6: "the deal is deleted"}
    assert findings(report) == {("word_by_default", "Our own stage")}
    assert rows(book, "roles", "person role deal") == [
        "51 participant 64",
        "52 participant 61",
        "53 participant 62",
    ]
    assert rows(book, "team", "person account deal") == [
        "user Jonas Weber 41 -",
        "user Jonas Weber 41 61",
        "user Jonas Weber 41 63",
        "user Jonas Weber 41 64",
        "user Priya Nair 42 -",
        "user Priya Nair 42 62",
    ]
    assert rows(book, "interactions", "id date kind person deal") == [
        "81 2026-02-10 call 52 61",
        "81 2026-02-10 call user Jonas Weber 61",
        "82 2026-03-04 meeting 51 61",
        "82 2026-03-04 meeting user Jonas Weber 61",
    ]
    assert left_out(report, "activities") == {
        4: "kind 'Task' has no counterpart",
        5: "not done yet",
    }


def test_espocrm(read):
    book, report = read

    def taken(table, columns):
        return shorten(rows(book, table, columns), "65a0c1f2e8b7d0")

    assert taken("organizations", "id name kind region") == [
        "001 Brightwater Foods customer Sweden",
        "002 Oddmoor Retail partner Norway",
        "003 Brightwater Cold Chain customer -",
    ]
    assert taken("people", "id name organization title") == [
        "101 Mara Lindqvist 001 Chief Operating Officer",
        "102 Tomas Reyes 001 Head of Purchasing",
        "103 Okafor 003 -",
        "901 Jonas Weber us -",
        "902 Priya Nair us -",
    ]
    assert taken("deals", "id account stage value currency closes") == [
        "201 001 bid 480000.0 EUR 2026-12-18",
        "202 003 lost 56000.5 EUR 2026-02-28",
    ]
    assert taken("roles", "person role deal") == ["101 decision_maker 201", "102 participant 201"]
    assert taken("team", "person account deal") == ["901 001 -", "901 001 201", "902 003 202"]
    assert taken("interactions", "id date kind person deal") == [
        "301 2026-03-04 meeting 101 201",
        "301 2026-03-04 meeting 901 201",
        "301 2026-03-04 meeting 902 201",
    ]
    assert left_out(report, "Meeting") == {3: "it has not taken place"}


def test_vtiger(read):
    book, report = read
    assert rows(book, "organizations", "id kind parent region") == [
        "Brightwater Cold Chain customer Brightwater Foods Sweden",
        "Brightwater Foods customer - Sweden",
        "Frostline Systems competitor - Norway",
        "Oddmoor Retail customer - -",
    ]
    assert rows(book, "people", "name organization title function") == [
        "Ines Okafor Brightwater Cold Chain Plant Manager -",
        "Jonas Weber us - -",
        "Mara Lindqvist Brightwater Foods Chief Operating Officer Operations",
        "Nils Berg Oddmoor Retail Buyer -",
        "Priya Nair us - -",
        "Tomas Reyes Brightwater Foods Head of Purchasing Procurement",
    ]
    mara, tomas = "Brightwater Foods Mara Lindqvist", "Brightwater Foods Tomas Reyes"
    assert rows(book, "ties", "source kind target") == [
        f"Brightwater Cold Chain Ines Okafor reports_to {tomas}",
        f"{tomas} reports_to {mara}",
    ]
    assert ("dangling_id", "Nobody Here") in findings(report)
    assert rows(book, "deals", "id account stage value closes") == [
        "POT1 Brightwater Foods bid 480000.0 2026-12-18",
        "POT2 Brightwater Cold Chain lost 56000.5 2026-02-28",
    ]
    assert rows(book, "roles", "person role deal") == [f"{tomas} participant POT1"]
    assert rows(book, "team", "person deal account") == [
        "user Jonas Weber - Brightwater Foods",
        "user Jonas Weber POT1 Brightwater Foods",
        "user Priya Nair - Brightwater Cold Chain",
        "user Priya Nair POT2 Brightwater Cold Chain",
    ]
    assert rows(book, "interactions", "date kind person deal") == [
        f"2026-02-10 call {tomas} POT1",
        "2026-02-10 call user Jonas Weber POT1",
        f"2026-03-04 meeting {mara} -",
        "2026-03-04 meeting user Jonas Weber -",
    ]
    assert left_out(report, "Events") == {4: "it has not taken place"}


def test_twenty(read):
    book, report = read

    def taken(table, columns):
        return shorten(rows(book, table, columns), "1c1b0f1e-0000-4000-8000-0000000000")

    assert taken("organizations", "id name region") == [
        "41 Brightwater Foods Sweden",
        "42 Brightwater Cold Chain Sweden",
    ]
    assert taken("people", "id name organization title") == [
        "01 01 us -",  # an owner, of whom an export tells no more
        "51 Mara Lindqvist 41 Chief Operating Officer",
        "52 Tomas Reyes 41 Head of Purchasing",
        "53 ines@brightwater.example 42 -",
    ]
    assert taken("deals", "id account stage value currency closes") == [
        "61 41 bid 480000.0 EUR 2026-12-18",
        "62 41 closed - - -",
    ]
    assert taken("roles", "person role deal") == ["52 participant 61"]
    assert taken("team", "person account deal") == ["01 41 -", "01 41 61"]
    assert report.skipped.empty


def test_freshsales(read):
    book, report = read

    def taken(table, columns):
        return shorten(rows(book, table, columns), "280000000")

    assert taken("organizations", "id name parent industry") == [
        "41 Brightwater Foods - Food",
        "42 Brightwater Cold Chain 41 Logistics",
        "43 Oddmoor Retail - -",
    ]
    assert taken("people", "id name organization title") == [
        "51 Mara Lindqvist 41 Chief Operating Officer",
        "52 Tomas Reyes 41 Head of Purchasing",
        "53 Okafor 43 Plant Manager",
        "user Jonas Weber Jonas Weber us -",
        "user Priya Nair Priya Nair us -",
    ]
    assert taken("deals", "id account stage value closes") == [
        "61 41 bid 480000.0 2026-12-18",
        "62 42 lost 56000.5 2026-02-28",  # its account by the name alone
    ]
    assert taken("roles", "person role deal") == ["51 participant 61", "52 participant 61"]
    assert taken("team", "person account deal") == [
        "user Jonas Weber 41 -",
        "user Jonas Weber 41 61",
        "user Priya Nair 42 -",
        "user Priya Nair 42 62",
    ]
    assert report.skipped.empty


def test_copper(read):
    book, report = read

    def taken(table, columns):
        return shorten(rows(book, table, columns), "700000")

    assert taken("organizations", "id name region") == [
        "41 Brightwater Foods SE",
        "42 Brightwater Cold Chain SE",
    ]
    assert taken("people", "id name organization title") == [
        "51 Mara Lindqvist 41 Chief Operating Officer",
        "52 Tomas Reyes 41 Head of Purchasing",
        "user 1100001 Jonas Weber us -",
        "user 1100002 Priya Nair us -",
    ]
    assert taken("deals", "id account stage value created closes") == [
        "61 41 opportunity 480000.0 2026-01-15 2026-12-18",
        "62 42 lost 56000.5 2025-11-03 2026-02-28",  # abandoned
    ]
    assert taken("roles", "person role deal") == ["52 participant 61"]
    assert taken("team", "person account deal") == [
        "user 1100001 41 -",
        "user 1100001 41 61",
        "user 1100002 42 -",
        "user 1100002 42 62",
    ]
    assert report.skipped.empty


def test_capsule(read):
    book, report = read
    assert rows(book, "organizations", "id region") == [
        "Brightwater Cold Chain Sweden",
        "Brightwater Foods Sweden",
        "Oddmoor Retail -",
    ]
    assert rows(book, "people", "id name organization title") == [
        "9051 Mara Lindqvist Brightwater Foods Chief Operating Officer",
        "9052 Tomas Reyes Brightwater Foods Head of Purchasing",
        "9053 Ines Okafor Oddmoor Retail -",
        "user Jonas Weber Jonas Weber us -",
        "user Priya Nair Priya Nair us -",
    ]
    assert rows(book, "deals", "id account stage value closes") == [
        "9061 Brightwater Foods bid 480000.0 2026-12-18",
        "9062 Brightwater Cold Chain lost 56000.5 2026-02-28",
    ]
    assert rows(book, "team", "person deal account") == [
        "user Jonas Weber - Brightwater Foods",
        "user Jonas Weber 9061 Brightwater Foods",
        "user Priya Nair - Brightwater Cold Chain",
        "user Priya Nair 9062 Brightwater Cold Chain",
    ]
    assert report.skipped.empty


def test_wecom(read):
    book, report = read
    assert rows(book, "organizations", "id kind") == ["明川食品 customer"]
    assert rows(book, "people", "id name organization title") == [
        "luyuan 陆远 us 客户经理",
        "zhouning 周宁 us 销售总监",
        "明川食品 任涛 任涛 明川食品 采购主管",
        "明川食品 林曼 林曼 明川食品 首席运营官",
    ]
    assert rows(book, "ties", "source kind target since") == [
        "luyuan knows 明川食品 任涛 2026-03-04",
        "luyuan knows 明川食品 林曼 2026-02-10",
        "luyuan reports_to zhouning -",
        "zhouning knows 明川食品 任涛 2026-03-20",
    ]
    assert left_out(report, "客户列表") == {5: "no organization for a row of people"}


def test_dingtalk(read):
    book, report = read
    assert rows(book, "people", "id name organization title") == [
        "0102 周宁 us 销售总监",
        "0103 陆远 us 客户经理",
        "0104 沈清 us 客户经理",
        "0105 韩雪 us 会计",
        "manager01 高岚 us 总经理",
    ]
    assert rows(book, "ties", "source kind target") == [
        "0102 reports_to manager01",  # heads a department below another's
        "0103 reports_to 0102",
        "0104 reports_to 0102",  # whose department has no head of its own
        "0105 reports_to manager01",  # by the first of two departments
    ]
    assert report.skipped.empty


CONTACTS = [
    ["Contacts"],
    ["Our contacts"],
    ["Active contacts"],
    ["Name", "Subitems", "Email", "Title", "Accounts", "Owner", "Item ID (auto generated)"],
    ["Mara Lindqvist", None, "mara@b.example", "COO", "Brightwater Foods", "Jonas Weber", "51"],
    ["Tomas Reyes", None, None, "Buyer", "Brightwater Foods", None, "52"],
    [],
    ["Inactive contacts"],
    ["Name", "Subitems", "Email", "Title", "Accounts", "Owner", "Item ID (auto generated)"],
    ["Ines Okafor", None, None, "Plant Manager", "Brightwater Cold Chain", None, "53"],
]
DEALS = [
    ["Deals"],
    ["Active deals"],
    ["Name", "Subitems", "Stage", "Owner", "Deal Value", "Accounts", "Item ID (auto generated)"],
    ["Chiller retrofit", None, "Proposal", "Jonas Weber", 480000, "Brightwater Foods", "61"],
    ["Subitems", "Name", "Owner", "Status", "Date", "Item ID (auto generated)"],
    [None, "Send drawings", "Jonas Weber", "Done", "2026-03-20", "71"],
    [None, None, None, None, 480000],
    [],
    ["Closed"],
    ["Name", "Subitems", "Stage", "Owner", "Deal Value", "Accounts", "Item ID (auto generated)"],
    ["Dock doors", None, "Lost", "Priya Nair", 56000.5, "Brightwater Cold Chain", "62"],
]


def read_board(folder, name, lines):
    """Read a board as a workbook, as monday.com exports it."""
    workbook = openpyxl.Workbook()
    workbook.active.title = name
    for line in lines:
        workbook.active.append(line)
    workbook.save(folder / f"{name}_1750000000.xlsx")
    return read_with_report(folder / f"{name}_1750000000.xlsx")


def test_items_of_a_board_are_people_and_its_titles_are_not(tmp_path):
    book, report = read_board(tmp_path, "contacts", CONTACTS)
    assert report.source.endswith(": an export of monday")
    assert rows(book, "people", "id name organization title") == [
        "51 Mara Lindqvist Brightwater Foods COO",
        "52 Tomas Reyes Brightwater Foods Buyer",
        "53 Ines Okafor Brightwater Cold Chain Plant Manager",
        "user Jonas Weber Jonas Weber us -",
    ]
    assert set(report.skipped["line"]) == {8, 9}


def test_boards_without_ids_name_their_items(tmp_path):
    book, report = read_board(tmp_path, "contacts", [line[:6] for line in CONTACTS])
    assert rows(book, "people", "id") == [
        *("Ines Okafor", "Mara Lindqvist", "Tomas Reyes", "user Jonas Weber")
    ]
    assert set(report.skipped["line"]) == {8, 9}


def test_deals_of_a_board_are_no_table_of_ours_and_its_subitems_no_deals(tmp_path):
    book, report = read_board(tmp_path, "deals", DEALS)
    assert rows(book, "deals", "id name account stage value") == [
        "61 Chiller retrofit Brightwater Foods bid 480000.0",
        "62 Dock doors Brightwater Cold Chain lost 56000.5",
    ]
    assert rows(book, "team", "person deal") == ["user Jonas Weber 61", "user Priya Nair 62"]
    assert set(report.skipped["line"]) == {5, 6, 7, 9, 10}


def test_suitecrm(read):
    book, report = read  # under the labels of SugarCRM
    assert rows(book, "organizations", "id name kind region") == [
        "8b1f0001 Brightwater Foods customer Sweden",
        "8b1f0002 Frostline Systems competitor Norway",
    ]
    assert rows(book, "people", "id name organization title") == [
        "8b1f0051 Mara Lindqvist 8b1f0001 COO",
        "8b1f0052 Tomas Reyes 8b1f0001 Buyer",  # whose account has no id here
        "seed_jonas Jonas Weber us -",
        "seed_priya Priya Nair us -",
    ]
    assert rows(book, "ties", "source kind target") == ["8b1f0052 reports_to 8b1f0051"]
    assert rows(book, "deals", "id account stage value created closes") == [
        "8b1f0061 8b1f0001 bid 480000.0 2026-01-15 2026-12-18",
        "8b1f0062 8b1f0001 lost 56000.5 2025-11-03 2026-02-28",
    ]
    assert rows(book, "team", "person account deal") == [
        "seed_jonas 8b1f0001 -",
        "seed_jonas 8b1f0001 8b1f0061",
        "seed_priya 8b1f0001 8b1f0062",
    ]
    assert report.skipped.empty


def test_fxiaoke(read):
    book, report = read
    assert rows(book, "organizations", "id region") == ["明川冷链 浙江", "明川食品 浙江"]
    assert rows(book, "people", "id organization title") == [
        "周宁 us -",
        "明川冷链 任涛 明川冷链 仓储经理",
        "明川食品 任涛 明川食品 采购主管",
        "明川食品 林曼 明川食品 首席运营官",
        "陆远 us -",
    ]
    assert rows(book, "deals", "id account stage value closes") == [
        "冷机改造 明川食品 bid 480000.0 2026-12-18",
        "月台门 明川冷链 lost 56000.5 2026-02-28",
    ]
    assert rows(book, "roles", "person role deal") == [
        "明川冷链 任涛 participant 月台门",
        "明川食品 任涛 participant 冷机改造",
        "明川食品 林曼 decision_maker 冷机改造",
    ]
    assert rows(book, "team", "person account deal") == [
        *("周宁 明川冷链 -", "周宁 明川冷链 月台门", "陆远 明川食品 -", "陆远 明川食品 冷机改造"),
    ]
    assert left_out(report, "客户") == {4: "生命状态 is 作废"}


def test_xiaoshouyi(read):
    book, report = read
    assert rows(book, "organizations", "id parent") == ["明川冷链 明川食品", "明川食品 -"]
    assert rows(book, "people", "id organization function") == [
        "周宁 us -",
        "明川食品 任涛 明川食品 采购部",
        "明川食品 林曼 明川食品 运营部",
        "陆远 us -",
    ]
    assert rows(book, "ties", "source kind target") == ["明川食品 任涛 reports_to 明川食品 林曼"]
    assert rows(book, "deals", "id account stage value created closes") == [
        "冷机改造 明川食品 bid 480000.0 2026-01-15 2026-12-18",
        "月台门 明川冷链 lost 56000.5 2025-11-03 2026-02-28",
    ]
    assert rows(book, "team", "person account deal") == [
        *("周宁 明川冷链 -", "周宁 明川冷链 月台门", "陆远 明川食品 -", "陆远 明川食品 冷机改造"),
    ]
    assert report.skipped.empty


def test_what_is_linked_by_name_alone_is_the_same_in_pipedrive(tmp_path, read_pipedrive):
    linked = ("Organization ID", "Contact person ID", "Deal ID")
    for file in (IMITATIONS / "pipedrive").glob("*.csv"):
        cells = pd.read_csv(file, dtype=TEXT, keep_default_na=False)
        plain = cells.drop(columns=[name for name in cells if name.endswith(linked)])
        assert len(plain.columns) < len(cells.columns) or file.stem == "organizations"
        plain.to_csv(tmp_path / file.name, index=False)
    book, report = read_with_report(tmp_path)
    assert_accounted(report)
    assert book == read_pipedrive


@pytest.fixture
def read_pipedrive():
    return read_with_report(IMITATIONS / "pipedrive")[0]


def test_lists_of_zoho_name_what_they_link(tmp_path):
    book, report = read_export(
        tmp_path / "export",
        Accounts="Account Id,Account Owner,Account Name\n5311000000410001,Jonas Weber,Brightwater",
        Contacts="""
            Contact Id,Contact Owner,First Name,Last Name,Account Name,Reporting To
            5311000000510001,Jonas Weber,Mara,Lindqvist,Brightwater,
            5311000000510002,Jonas Weber,Tomas,Reyes,Brightwater,Mara Lindqvist
            5311000000510003,Jonas Weber,Nils,Berg,Oddmoor,Nobody Here
        """,
        Deals="""
            Deal Id,Deal Owner,Deal Name,Account Name,Contact Name,Stage
            5311000000610001,Priya Nair,Chiller,Brightwater,Tomas Reyes,Closed Won
        """,
    )
    assert report.source.endswith(": an export of zoho")
    taken = {
        table: shorten(rows(book, table, columns), "5311000000")
        for table, columns in {
            "organizations": "id name",
            "people": "id organization",
            "ties": "source target",
            "deals": "id account stage",
            "roles": "person deal",
            "team": "person account deal",
        }.items()
    }
    assert taken == {
        "organizations": ["410001 Brightwater", "Oddmoor Oddmoor"],
        "people": [
            *("510001 410001", "510002 410001", "510003 Oddmoor"),
            *("user Jonas Weber us", "user Priya Nair us"),
        ],
        "ties": ["510002 510001"],
        "deals": ["610001 410001 closed"],
        "roles": ["510002 610001"],
        "team": ["user Jonas Weber 410001 -", "user Priya Nair 410001 610001"],
    }
    assert ("dangling_id", "Nobody Here") in findings(report)


@pytest.mark.parametrize(
    "name",
    ["zoho", "pipedrive", "espocrm", "vtiger", "twenty", "freshsales", "capsule", "copper"],
)
def test_people_keep_the_address_by_which_a_mailbox_meets_them(name):
    book, _ = read_with_report(IMITATIONS / name)
    met = book.people.set_index("mail")["name"]
    assert met["mara@brightwater.example"] == "Mara Lindqvist"
