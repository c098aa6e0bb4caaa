"""Lists of staff as offices keep them: totals, seats, numbers and bosses in all their spellings."""

import pytest

from exports import assert_accounted, rows
from kamgraph.errors import BookError
from kamgraph.sources.read import propose_mapping, read, read_with_report
from kamgraph.sources.translation.mapping import Mapping

LINES = "source kind target"


def propose_and_read(tmp_path, text):
    """Write a list, read it by the mapping that is proposed as it is, and return its text too."""
    path = tmp_path / "staff.csv"
    lines = [line.strip() for line in text.strip().splitlines()]
    path.write_text("\n".join([*lines, ""]), "utf-8")
    proposed = propose_mapping(path)
    book, report = read_with_report(path, mapping=Mapping.from_toml(proposed))
    assert_accounted(report)
    return book, report, proposed


@pytest.mark.parametrize(
    "total",
    [
        "合计,6人,,",
        "小计,共2人,,2",
        ",总计：2人,,",
        "共2人,,,",
        "2人,,,",
        "Total,2,,",
        ",Grand Total: 2,,",
        "Total headcount: 2,,,",
        "Subtotal Purchasing,,2,",
        "Summe,2 Mitarbeiter,,",
        "Gesamt,,,2",
    ],
)
def test_a_row_of_totals_is_nobody(tmp_path, total):
    book, report, text = propose_and_read(
        tmp_path, f"工号,姓名,职务,直接上级\n1,赵一,总经理,\n2,钱二,部长,1\n{total}"
    )
    assert book.people["id"].tolist() == ["1", "2"]
    assert rows(book, "ties", LINES) == ["2 reports_to 1"]
    assert report.skipped[["line", "reason"]].to_numpy().tolist() == [[4, "a row of totals"]]
    assert Mapping.from_toml(text).totals


@pytest.mark.parametrize("row", ["3,Total,CEO,", "3,Ann Totals,,", "3,合计,专员,1"])
def test_somebody_who_is_called_like_a_total_is_somebody(tmp_path, row):
    book, _, text = propose_and_read(tmp_path, f"Employee ID,Name,Title,Boss\n1,Bo,CEO,\n{row}")
    assert book.people["id"].tolist() == ["1", "3"]
    assert Mapping.from_toml(text).totals == ()


def test_a_company_whose_name_begins_with_total_stays(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text("Account Name,Employees\nAcme,12\nTotal Energies,100\nTotal,112\n", "utf-8")
    book, report = read_with_report(path, mapping=Mapping.from_toml(propose_mapping(path)))
    assert book.organizations["name"].tolist() == ["Acme", "Total Energies"]
    assert report.skipped["reason"].tolist() == ["a row of totals"]


@pytest.mark.parametrize(
    "heading", ["员工编号", "Employee ID", "Personalnr.", "Personalnummer", "Staff No.", "工号"]
)
def test_the_number_of_people_is_their_id_beside_a_number_of_rows(tmp_path, heading):
    book, report, _ = propose_and_read(
        tmp_path,
        f"""
        序号,{heading},姓名,部门,直接上级
        1,0010,欧阳,总裁办,
        2,0011,王伟,销售部,0010
        3,0012,王伟,市场部,0011
        小计,,共3人,,
        """,
    )
    assert rows(book, "people", "id name") == ["0010 欧阳", "0011 王伟", "0012 王伟"]
    assert rows(book, "ties", LINES) == ["0011 reports_to 0010", "0012 reports_to 0011"]
    assert not report.skipped["lost"].any()


def test_a_german_list_of_staff(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        """
        Personalnummer,Vorname,Nachname,Funktion,Abteilung,Eintritt,Austritt,Vorgesetzter
        1,Jan,Meyer,Leiter,Vorstand,01.02.2010,,
        2,Eva,Kunz,Einkauf,Einkauf,15.03.2015,31.12.2025,Jan Meyer
        3,Jan,Meyer,Lager,Logistik,01.04.2016,,Eva Kunz
        4,,unbesetzt,Lager,Logistik,,,Eva Kunz
        """,
    )
    assert rows(book, "people", "id name title function since until") == [
        "1 Jan Meyer Leiter Vorstand 2010-02-01 -",
        "2 Eva Kunz Einkauf Einkauf 2015-03-15 2025-12-31",
        "3 Jan Meyer Lager Logistik 2016-04-01 -",
        "4 unbesetzt Lager Logistik - -",
    ]
    assert rows(book, "ties", LINES) == ["3 reports_to 2", "4 reports_to 2"]
    assert "# not used" not in text


@pytest.mark.parametrize("status", ["Garden Leave", "Active", "On secondment", "待离职", "离职中"])
def test_who_has_a_day_of_leaving_has_left_whatever_the_status(tmp_path, status):
    book, _, text = propose_and_read(
        tmp_path,
        f"""
        Staff No.,Full Name,Position,Employment Status,Last Working Day
        1,Ada Quist,MD,Active,
        2,Ben Orr,GM,Resigned,2026年1月5日
        3,Cy Dunn,Clerk,{status},2025-12-31
        4,Di Ek,Clerk,Retired,
        """,
    )
    assert rows(book, "people", "id until") == ["1 -", "2 2026-01-05", "3 2025-12-31"]
    assert (f'"{status}"? Now taken for people who are there' in text) == (status != "Active")


@pytest.mark.parametrize(
    ("day", "setting"),
    [
        ("5-Jan-26", "century = 1950"),
        ("46027", "epoch = 'days'"),
        ("1767571200", "epoch = 'seconds'"),
        ("1767657600000", "epoch = 'milliseconds'"),
        ("1767657600000000", "epoch = 'microseconds'"),
        ("05.01.2026", "days = 'day_first' or 'month_first'"),
    ],
)
def test_how_days_are_written_is_asked_with_one_of_them(tmp_path, day, setting):
    book, _, text = propose_and_read(
        tmp_path, f"Emp No,Name,Termination Date\n1,Ada,2026年1月5日\n2,Bo,{day}"
    )
    asked = next(line for line in text.splitlines() if '"Termination Date"' in line)
    assert asked.startswith("# ? ")
    assert f"days such as {day}, which " in asked
    assert setting in asked
    assert rows(book, "people", "id until") == ["1 2026-01-05", "2 -"]


def test_an_ambiguous_day_leaves_out_its_own_row_only(tmp_path):
    contacts, activities = tmp_path / "contacts.csv", tmp_path / "activities.csv"
    contacts.write_text("Id,Name,Company\nc1,Ada Quist,Acme\n", "utf-8")
    activities.write_text(
        "Activity ID,Type,Contact,Owner,Date\n1,Call,Ada Quist,Kim,2026-01-05\n"
        "2,Call,Ada Quist,Kim,05.01.2026\n3,Call,Ada Quist,Kim,2026/1/6\n",
        "utf-8",
    )
    text = propose_mapping(tmp_path)
    book, report = read_with_report(tmp_path, mapping=Mapping.from_toml(text))
    assert [*dict.fromkeys(book.interactions["id"])] == ["1", "3"]
    assert report.skipped[["line", "lost"]].to_numpy().tolist() == [[3, True]]
    assert '# ? "Date" holds days such as 05.01.2026, which may be several days' in text


@pytest.mark.parametrize(
    "spell",
    [
        "{name}({id})",
        "{name} ({id})",
        "{name}（{id}）",
        "{name} [{id}]",
        "{id} - {name}",
        "{name}-{id}",
    ],
)
def test_bosses_by_name_and_number_in_one_cell(tmp_path, spell):
    boss = [spell.format(name=name, id=nr) for name, nr in (("赵一", 10001), ("Ann Lee", 10002))]
    book, report, text = propose_and_read(
        tmp_path,
        f"""
        工号,姓名,直接上级
        10001,赵一,
        10002,Ann Lee,{boss[0]}
        10003,Bo Wu,{boss[1]}
        10004,Cy Ho,Ann Lee
        10005,Di Ek,10001
        """,
    )
    assert rows(book, "ties", LINES) == [
        "10002 reports_to 10001",
        "10003 reports_to 10002",
        "10004 reports_to 10002",
        "10005 reports_to 10001",
    ]
    assert report.lost.empty
    assert "? Whom" not in text


@pytest.mark.parametrize("between", [", ", ",", " "])
def test_bosses_by_last_name_and_first_name_where_both_are_columns(tmp_path, between):
    book, report, _ = propose_and_read(
        tmp_path,
        f"""
        Emp No,Last Name,First Name,Supervisor
        1,O'Neil,Sheila,
        2,Van Dam,Pieter,"O'Neil{between}Sheila"
        3,Ray,Mia,"Van Dam{between}Pieter"
        4,TBH,,"Van Dam{between}Pieter"
        """,
    )
    assert rows(book, "ties", LINES) == ["2 reports_to 1", "3 reports_to 2", "4 reports_to 2"]
    assert report.lost.empty


def test_bosses_of_whom_hardly_one_is_listed_so_are_asked_for(tmp_path):
    _, report, text = propose_and_read(
        tmp_path,
        """
        ID,Name,Boss
        1,"Quist, Ada",
        2,"Orr, Ben",Ada Quist
        3,"Dunn, Cy",Ben Orr
        """,
    )
    assert '# ? Whom does "Boss" name? Of 2 texts 0 name somebody as these files do' in text
    assert len(report.lost) == 2


@pytest.mark.parametrize("name", ["Name", "Full Name", "Display Name"])
def test_below_two_rows_of_headings_people_are_not_called_as_their_department(tmp_path, name):
    book, _, _ = propose_and_read(
        tmp_path,
        f"""
        Department,,Employee,,Reporting,
        Code,Name,ID,{name},Line Manager ID,Functional Manager
        10,Board,A1,Ada Quist,,
        20,IT,A2,Ben Orr,A1,Ada Quist
        20,IT,A3,Cy Dunn,A2,Ada Quist
        Subtotal IT,,,2,,
        """,
    )
    assert rows(book, "people", "id name function") == [
        "A1 Ada Quist Board",
        "A2 Ben Orr IT",
        "A3 Cy Dunn IT",
    ]
    assert rows(book, "ties", LINES) == [
        "A2 dotted_line A1",
        "A2 reports_to A1",
        "A3 dotted_line A1",
        "A3 reports_to A2",
    ]


@pytest.mark.parametrize("heading", ["Employee ID", "Personalnummer", "工号"])
def test_a_number_that_two_people_share_stays_the_id_and_is_asked_for(tmp_path, heading):
    path = tmp_path / "staff.csv"
    people = "1,Ada Quist,CEO,\n2,Ben Orr,CFO,1\n2,Bo Li,CTO,1\n4,Di Ek,Dev,2\n"
    path.write_text(f"{heading},Name,Title,Manager\n{people}", "utf-8")
    proposed = propose_mapping(path)
    asked = f'# ? Whose is the {heading} "2"? Different names share it (line 3, line 4)'
    assert asked in proposed
    with pytest.raises(BookError) as refused:
        read(path, mapping=Mapping.from_toml(proposed))
    problem = refused.value.problems.iloc[0]
    assert (problem["line"], problem["column"], problem["value"]) == (4, "id", "2")


def test_who_has_no_number_yet_is_called_by_name(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        """Employee ID,Name,Title,Manager ID
        1,Ada Quist,CEO,
        2,Ben Orr,CFO,1
        ,Bo Li,CTO,1
        4,Di Ek,Dev,2""",
    )
    assert rows(book, "people", "id name") == ["1 Ada Quist", "2 Ben Orr", "4 Di Ek", "Bo Li Bo Li"]
    assert rows(book, "ties", LINES) == ["2 reports_to 1", "4 reports_to 2", "Bo Li reports_to 1"]
    assert "# ?" not in text.replace("# ? Whose people are these?", "")


def test_a_number_that_hardly_anybody_has_is_no_id(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path, "Employee ID,Name,Manager\n,Ada,\n,Ben,Ada\n7,Cy,Ada\n,Di,Ben"
    )
    assert book.people["id"].tolist() == ["Ada", "Ben", "Cy", "Di"]


def test_whoever_is_their_own_boss_is_named(tmp_path):
    book, report, _ = propose_and_read(tmp_path, "Employee ID,Name,Manager ID\n1,Ann,1\n2,Bo,1")
    assert book.ties["source"].tolist() == ["2"]
    (told,) = report.findings.loc[report.findings["finding"] == "self_tie", "detail"]
    assert told.startswith(
        "Left out of ties: 1 row by which people would be tied to themselves (1): "
    )
    assert told.endswith("staff.csv, line 2.")


def test_a_role_of_buyers_is_no_title(tmp_path):
    text = "Name,Company,Buying role\nAda,Acme,EB\nBen,Acme,UB\nCy,Acme,TB\nDi,Acme,Boss\n"
    book, _, proposal = propose_and_read(tmp_path, text)
    assert sorted(zip(book.roles["person"], book.roles["role"], strict=True)) == [
        ("Ada", "approver"),
        ("Ben", "user"),
        ("Cy", "evaluator"),
    ]
    assert book.people["title"].isna().all()
    assert 'Which role of ours is "Boss"?' in proposal


def test_words_nobody_knows_below_a_role_of_any_kind_are_titles_and_below_others_asked_for(
    tmp_path,
):
    book, _, proposal = propose_and_read(tmp_path, "Name,Company,Role\nAda,Acme,CFO\n")
    assert book.people["title"].tolist() == ["CFO"]
    book, _, proposal = propose_and_read(tmp_path, "Name,Company,Buying role\nAda,Acme,CFO\n")
    assert book.people["title"].isna().all()
    assert 'Which role of ours is "CFO"?' in proposal
