"""Columns that name bosses and others: each is taken, or asked about."""

import pytest

from exports import propose_and_read, rows
from kamgraph.sources.read import propose_mapping, read_with_report
from kamgraph.sources.translation.mapping import Mapping

LINES = "source target"
_NAMED = "what are they to each row? Nothing takes them"


def test_bosses_by_number_and_by_name_are_one_line(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        staff="""
        Employee ID,Full name,Manager Name,Manager ID
        1,Ann Lee,,
        2,Bo Li,Ann Lee,1
        3,Cy Orr,Bo Li,1
        4,Di Ek,,2
        5,Ed Fox,Bo Li,
        """,
    )
    assert rows(book, "ties", LINES) == ["2 1", "3 1", "4 2", "5 2"]
    assert (
        '# ? Who is the boss where "Manager ID" and "Manager Name" name different people (line 4)? '
        'Now whoever "Manager ID" names' in text
    )


def test_bosses_that_mostly_differ_are_two_and_the_second_is_asked_about(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        staff="""
        Employee ID,Name,Manager,Supervisor
        1,Ann Lee,,
        2,Bo Li,1,Ann Lee
        3,Cy Orr,2,Ann Lee
        4,Di Ek,3,Bo Li
        """,
    )
    assert rows(book, "ties", LINES) == ["2 1", "3 2", "4 3"]
    assert f'# ? "Supervisor" names people in "staff": {_NAMED}' in text


@pytest.mark.parametrize(("code", "boss"), [("Kennzahl", "Manager"), ("Emp", "Reports to (ID)")])
def test_numbers_that_bosses_are_named_by_are_ids_whatever_they_are_called(tmp_path, code, boss):
    book, _, text = propose_and_read(
        tmp_path,
        staff=f"""
        {code},Full name,Cost,{boss}
        100,Ann Lee,1,
        101,Bo Li,1,100
        102,Cy Orr,2,101
        """,
    )
    assert rows(book, "people", "id name") == ["100 Ann Lee", "101 Bo Li", "102 Cy Orr"]
    assert rows(book, "ties", LINES) == ["101 100", "102 101"]
    assert "Whom does" not in text


def test_a_number_that_names_bosses_stands_beside_a_known_id(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path,
        staff="""
        ID,Name,Kennzahl,Manager
        a,Ann Lee,77,
        b,Bo Li,78,77
        c,Cy Orr,79,78
        """,
    )
    assert rows(book, "ties", LINES) == ["b a", "c b"]


@pytest.mark.parametrize("heading", ["Level 1 Manager", "Chief", "Boss 2", "Coach"])
def test_columns_that_name_people_are_asked_about(tmp_path, heading):
    _, _, text = propose_and_read(
        tmp_path,
        staff=f"""
        ID,Name,Title,{heading}
        1,Ann Lee,CEO,
        2,Bo Li,CFO,Ann Lee
        3,Cy Orr,Clerk,Bo Li
        """,
    )
    assert f'# ? "{heading}" names people in "staff": {_NAMED}' in text


@pytest.mark.parametrize("heading", ["Cost centre", "Floor", "Grade"])
def test_numbers_of_something_else_are_no_links(tmp_path, heading):
    _, _, text = propose_and_read(
        tmp_path,
        staff=f"""
        ID,Name,Title,{heading}
        1,Ann Lee,CEO,1
        2,Bo Li,CFO,1
        3,Cy Orr,Clerk,2
        """,
    )
    assert f'# ? "{heading}"' not in text


def test_japanese_numbers_of_bosses_are_lines(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path,
        staff="""
        社員No,姓,名,部署名,上長社員No
        1,山田,太郎,社長室,
        2,佐藤,花子,営業,1
        """,
    )
    assert rows(book, "ties", LINES) == ["2 1"]


def test_units_above_units_are_asked_about(tmp_path):
    _, _, text = propose_and_read(
        tmp_path,
        staff="""
        员工号,姓名,部门,部门负责人,上级部门
        1,赵一,总部,赵一,
        2,钱二,采购部,钱二,总部
        3,孙三,采购部,钱二,总部
        """,
    )
    assert '# ? "上级部门" names units of "部门"' in text


def test_depths_of_a_chart_drawn_by_rows_are_no_levels_of_ours(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        staff="""
        Level,Employee,Title
        1,Ada Quist,CEO
        2,Ben Orr,CFO
        3,Cy Dunn,Controller
        2,Di Ek,CIO
        """,
    )
    assert book.people["level"].isna().all()
    assert '# ? Does "Level" tell how deep each row stands' in text


def test_levels_in_no_order_of_a_chart_are_ours(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path,
        staff="""
        Level,Employee,Title
        3,Cy Dunn,Controller
        1,Ada Quist,CEO
        2,Ben Orr,CFO
        """,
    )
    assert sorted(book.people["level"].tolist()) == [1, 2, 3]


def test_uuids_of_nested_records_are_ids(tmp_path):
    path = tmp_path / "dump.json"
    path.write_text(
        '{"accounts":[{"uuid":"a1","legal_name":"Acme","type":"Customer","contacts":['
        '{"uuid":"c1","given_name":"Ann","family_name":"Lee","reports_to":null},'
        '{"uuid":"c2","given_name":"Bo","family_name":"Li","reports_to":{"uuid":"c1"}}],'
        '"opportunities":[{"uuid":"o1","label":"Pumps","stage":{"name":"Negotiation"}}]}]}',
        encoding="utf-8",
    )
    text = propose_mapping(path)
    book, _ = read_with_report(path, mapping=Mapping.from_toml(text))
    assert rows(book, "people", "id organization") == ["c1 a1", "c2 a1"]
    assert rows(book, "ties", LINES) == ["c2 c1"]
    assert rows(book, "deals", "id account") == ["o1 a1"]
    assert "holds ids of deals" not in text
