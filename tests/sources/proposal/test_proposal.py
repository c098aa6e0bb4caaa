"""Lists and exports as people have them: what is proposed runs as it is, to the row."""

import pytest

from exports import propose_and_read, rows
from kamgraph.sources.read import propose_mapping
from kamgraph.sources.translation.mapping import Mapping

LINES = "source kind target"


def test_staff_with_numbers_status_and_days(tmp_path):
    book, report, text = propose_and_read(
        tmp_path,
        headcount="""
        Employee Number,First Name,Last Name,Work Email,Job Title,Department,Hire Date,Employment Status,Termination Date,Supervisor ID,Cost Center
        101,Ada,Quist,ada@acme.test,CEO,Board,2015-03-01,Active,,,10
        102,Ben,Orr,ben@acme.test,CFO,Finance,2016-03-01,Active,,101,10
        103,Cy,Dunn,cy@acme.test,Buyer,Procurement,2017-03-01,On Leave,,102,20
        104,Di,Ek,di@acme.test,Buyer,Procurement,2018-03-01,Terminated,2024-06-30,102,20
        105,Ed,Fox,ed@acme.test,Clerk,Procurement,2019-03-01,Terminated,,102,20
        """,
    )
    assert rows(book, "people", "id name title until") == [
        "101 Ada Quist CEO -",
        "102 Ben Orr CFO -",
        "103 Cy Dunn Buyer -",
        "104 Di Ek Buyer 2024-06-30",
    ]
    assert rows(book, "ties", LINES) == [
        "102 reports_to 101",
        "103 reports_to 102",
        "104 reports_to 102",
    ]
    assert report.skipped["line"].tolist() == [6]
    assert '# not used: "Cost Center"' in text
    assert '# not used: "Work Email"' not in text
    assert book.people["mail"].tolist()[0] == "ada@acme.test"
    assert "# ? Whose people are these?" in text


def test_staff_whose_managers_are_named(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        staff="""
        Full Name,Business Title,Team,Manager,Dotted-line manager,Location
        Ada Quist,CEO,Board,,,Bonn
        Ben Orr,CFO,Finance,Ada Quist,,Bonn
        Cy Dunn,Buyer,Procurement,Ben Orr,Ada Quist,Ulm
        """,
    )
    assert rows(book, "people", "id title function") == [
        "Ada Quist CEO Board",
        "Ben Orr CFO Finance",
        "Cy Dunn Buyer Procurement",
    ]
    assert rows(book, "ties", LINES) == [
        "Ben Orr reports_to Ada Quist",
        "Cy Dunn dotted_line Ada Quist",
        "Cy Dunn reports_to Ben Orr",
    ]
    assert '# not used: "Location"' in text


def test_a_directory_of_accounts_with_their_managers_by_login(tmp_path):
    book, report, _ = propose_and_read(
        tmp_path,
        users_export="""
        displayName,userPrincipalName,jobTitle,department,companyName,manager,accountEnabled
        Ada Quist,ada@acme.test,CEO,Board,Acme,,True
        Ben Orr,ben@acme.test,CFO,Finance,Acme,ada@acme.test,True
        Cy Dunn,cy@acme.test,Buyer,Procurement,Acme Parts,ben@acme.test,True
        Di Ek,di@acme.test,Buyer,Procurement,Acme,ben@acme.test,False
        """,
    )
    assert rows(book, "people", "id name organization") == [
        "ada@acme.test Ada Quist Acme",
        "ben@acme.test Ben Orr Acme",
        "cy@acme.test Cy Dunn Acme Parts",
    ]
    assert len(book.ties) == 2
    assert report.skipped["line"].tolist() == [5]


def test_a_chinese_roster_by_number(tmp_path):
    book, report, text = propose_and_read(
        tmp_path,
        花名册="""
        序号,工号,姓名,部门,职务,直属上级工号,虚线上级,入职日期,在职状态,离职日期
        1,A001,王建国,总经办,总经理,,,2010-05-01,在职,
        2,A002,李敏,财务部,财务总监,A001,,2012-05-01,在职,
        3,A003,张伟,采购部,采购经理,A002,王建国,2015-05-01,试用期,
        4,A004,赵磊,采购部,采购员,A003,,2016-05-01,离职,2025-03-31
        """,
    )
    assert rows(book, "people", "id name function until") == [
        "A001 王建国 总经办 -",
        "A002 李敏 财务部 -",
        "A003 张伟 采购部 -",
        "A004 赵磊 采购部 2025-03-31",
    ]
    assert rows(book, "ties", LINES) == [
        "A002 reports_to A001",
        "A003 dotted_line A001",
        "A003 reports_to A002",
        "A004 reports_to A003",
    ]
    assert report.skipped.empty
    assert '# not used: "序号"' in text


def test_a_chinese_roster_by_name(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path,
        人员名单="""
        姓名,所属公司,部门,岗位,汇报对象,手机
        王建国,远山集团,总经办,总经理,,1
        李敏,远山集团,财务部,财务总监,王建国,2
        张伟,远山重工,采购部,采购经理,李敏,3
        """,
    )
    assert rows(book, "people", "id organization title") == [
        "张伟 远山重工 采购经理",
        "李敏 远山集团 财务总监",
        "王建国 远山集团 总经理",
    ]
    assert rows(book, "ties", LINES) == ["张伟 reports_to 李敏", "李敏 reports_to 王建国"]


def test_a_chinese_roster_that_names_the_heads_of_departments(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path,
        通讯录="""
        姓名,部门,职位,部门负责人
        李敏,财务部,财务总监,李敏
        张伟,财务部,会计,李敏
        赵磊,采购部,采购经理,赵磊
        陈静,采购部,采购员,赵磊
        """,
    )
    assert rows(book, "ties", LINES) == ["张伟 reports_to 李敏", "陈静 reports_to 赵磊"]


def test_a_chinese_roster_that_marks_the_heads_of_departments(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        员工信息="""
        员工编号,姓名,部门,职位,是否部门负责人
        u1,李敏,财务部,财务总监,是
        u2,张伟,财务部,会计,否
        u3,赵磊,采购部,采购经理,是
        u4,陈静,采购部,采购员,否
        u5,周平,采购部,采购员,
        """,
    )
    assert rows(book, "ties", LINES) == [
        "u2 reports_to u1",
        "u4 reports_to u3",
        "u5 reports_to u3",
    ]
    assert "To whom do heads of departments" in text


def test_a_register_of_stakeholders(tmp_path):
    book, report, text = propose_and_read(
        tmp_path,
        register="""
        ID,Stakeholder,Company,Position,Role,Influence,Interest,Attitude,Direct supervisor
        SH1,Ada Quist,Acme,CFO,Decision maker,High,High,Supportive,
        SH2,Ben Orr,Acme,Head of Purchasing,Procurement,Medium,High,Neutral,SH1
        SH3,Cy Dunn,Acme,Engineer,Ambassador,Low,Low,Resistant,SH2
        SH4,Kim Lee,Borg,Consultant,User,Low,Low,Neutral,
        """,
    )
    assert rows(book, "people", "id name organization") == [
        "SH1 Ada Quist Acme",
        "SH2 Ben Orr Acme",
        "SH3 Cy Dunn Acme",
        "SH4 Kim Lee Borg",
    ]
    assert rows(book, "roles", "person account role") == [
        "SH1 Acme decision_maker",
        "SH2 Acme procurement",
        "SH4 Borg user",
    ]
    assert rows(book, "ties", LINES) == ["SH2 reports_to SH1", "SH3 reports_to SH2"]
    assert report.findings["finding"].tolist() == ["word_left_out"]
    assert 'Which role of ours is "Ambassador"?' in text
    assert '# not used: "Influence" (how much somebody moves others' in text
    assert '# not used: "Attitude" (how somebody stands is an assessment' in text


def test_connections_of_one_of_us(tmp_path):
    book, report, text = propose_and_read(
        tmp_path,
        Connections="""
        First Name,Last Name,URL,Email Address,Company,Position,Connected On
        Ada,Quist,https://example.test/in/ada-quist,,Acme,CFO,2026-01-12
        Ben,"Orr, MBA",https://example.test/in/ben-orr,,Acme,"Head of IT, Europe",2026-02-03
        ,,,,,,2026-02-01
        """,
    )
    assert rows(book, "people", "name organization title") == [
        "Ada Quist Acme CFO",
        "Ben Orr, MBA Acme Head of IT, Europe",
        "Me us -",
    ]
    assert rows(book, "ties", "source kind since") == [
        "me knows 2026-01-12",
        "me knows 2026-02-03",
    ]
    assert report.skipped["line"].tolist() == [4]
    assert "# ? Whose connections are these?" in text


def test_plain_contacts(tmp_path):
    book, _, text = propose_and_read(
        tmp_path,
        contacts="""
        First Name,Last Name,E-mail Address,Company,Job Title,Business Phone,Notes
        Ada,Quist,ada@acme.test,Acme,CFO,1,
        Ben,Orr,ben@acme.test,Acme,Buyer,2,met at the fair
        Cy,Dunn,cy@borg.test,Borg,CTO,3,
        """,
    )
    assert rows(book, "people", "id name organization title") == [
        "ada@acme.test Ada Quist Acme CFO",
        "ben@acme.test Ben Orr Acme Buyer",
        "cy@borg.test Cy Dunn Borg CTO",
    ]
    assert rows(book, "organizations", "id kind") == ["Acme customer", "Borg customer"]
    assert "Which of these organizations are no customers?" in text


def test_an_unknown_crm_with_ids(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path,
        companies="""
        Company ID,Company Name,Sector,Parent Company ID,Account Manager
        c1,Acme,Metals,,Kim Lee
        c2,Acme Parts,Metals,c1,Kim Lee
        c3,Borg,Chemicals,,Vic Ray
        """,
        people="""
        Person ID,Full Name,Company ID,Job Title,Reports To ID
        p1,Ada Quist,c1,CFO,
        p2,Ben Orr,c1,Buyer,p1
        p3,Cy Dunn,c3,CTO,
        """,
        opportunities="""
        Opportunity ID,Opportunity Name,Company ID,Main Contact ID,Pipeline Stage,Amount,Currency,Expected Close Date,Owner
        o1,Pumps,c1,p1,Closed Won,120000,EUR,2026-12-31,Kim Lee
        o2,Valves,c3,p3,Handshake,9000,EUR,2026-11-30,Vic Ray
        """,
        meetings="""
        Meeting ID,Date,Contact ID,Opportunity ID,Type,Owner
        m1,2026-01-10,p1,o1,Call,Kim Lee
        m2,2026-01-12,p3,,Meeting,Vic Ray
        """,
    )
    assert rows(book, "organizations", "id name kind parent industry") == [
        "c1 Acme customer - Metals",
        "c2 Acme Parts customer c1 Metals",
        "c3 Borg customer - Chemicals",
    ]
    assert rows(book, "people", "id name organization") == [
        "p1 Ada Quist c1",
        "p2 Ben Orr c1",
        "p3 Cy Dunn c3",
        "user Kim Lee Kim Lee us",
        "user Vic Ray Vic Ray us",
    ]
    assert rows(book, "ties", LINES) == ["p2 reports_to p1"]
    assert rows(book, "deals", "id account stage value closes") == [
        "o1 c1 closed 120000.0 2026-12-31",
        "o2 c3 opportunity 9000.0 2026-11-30",
    ]
    assert rows(book, "team", "person account deal") == [
        "user Kim Lee c1 -",
        "user Kim Lee c1 o1",
        "user Kim Lee c2 -",
        "user Vic Ray c3 -",
        "user Vic Ray c3 o2",
    ]
    assert rows(book, "interactions", "id date person kind deal") == [
        "m1 2026-01-10 p1 call o1",
        "m1 2026-01-10 user Kim Lee call o1",
        "m2 2026-01-12 p3 meeting -",
        "m2 2026-01-12 user Vic Ray meeting -",
    ]


def test_an_unknown_crm_by_names(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path,
        客户清单="""
        客户名称,所属行业,负责人
        远山集团,钢铁,孙悦
        """,
        联系人列表="""
        联系人姓名,客户名称,职务,部门,直属上级
        王建国,远山集团,总经理,总经办,
        李敏,远山集团,财务总监,财务部,王建国
        """,
        商机列表="""
        商机名称,客户名称,销售阶段,预计金额,预计成交日期,联系人,负责人
        泵站,远山集团,投标,1200000,2026-12-31,李敏,孙悦
        """,
        拜访记录="""
        拜访日期,拜访方式,联系人,商机名称,拜访人,主题
        2026-03-01,拜访,李敏,泵站,孙悦,初访
        2026-03-08,电话,王建国,,孙悦,汇报
        """,
    )
    assert rows(book, "organizations", "id industry") == ["远山集团 钢铁"]
    assert rows(book, "people", "id organization title") == [
        "user 孙悦 us -",
        "李敏 远山集团 财务总监",
        "王建国 远山集团 总经理",
    ]
    assert rows(book, "ties", LINES) == ["李敏 reports_to 王建国"]
    assert rows(book, "deals", "id account stage value") == ["泵站 远山集团 bid 1200000.0"]
    assert rows(book, "roles", "person deal role") == ["李敏 泵站 participant"]
    assert rows(book, "interactions", "date person kind deal") == [
        "2026-03-01 user 孙悦 visit 泵站",
        "2026-03-01 李敏 visit 泵站",
        "2026-03-08 user 孙悦 call -",
        "2026-03-08 王建国 call -",
    ]


def test_staff_whose_names_and_bosses_begin_with_the_last_name(tmp_path):
    book, report, text = propose_and_read(
        tmp_path,
        employees="""
        Employee #,"Last Name, First Name",Job Title,Reporting to,Hire Date,Status
        1,"Quist, Ada",CEO,,04/18/2018,Full-Time
        2,"Orr, Ben",CFO,"Quist, Ada",05/02/2019,Full-Time
        3,"Dunn, Cy",Buyer,"Orr, Ben",06/02/2019,Terminated
        """,
    )
    assert rows(book, "people", "id name since") == [
        "1 Quist, Ada 2018-04-18",
        "2 Orr, Ben 2019-05-02",
    ]
    assert rows(book, "ties", LINES) == ["2 reports_to 1"]
    assert report.skipped["line"].tolist() == [4]
    assert "# ? " in text


def test_bosses_in_another_order_of_names_are_told_one_by_one(tmp_path):
    book, report, _ = propose_and_read(
        tmp_path,
        HRDataset="""
        Employee_Name,EmpID,Position,DateofHire,DateofTermination,EmploymentStatus,ManagerName,ManagerID
        "Quist, Ada",10001,CEO,7/2/2012,,Active,Board of Directors,9
        "Orr, Ben",10002,CIO,11/15/2012,,Active,Ada Quist,2
        "Dunn, Cy",10003,DBA,7/5/2011,6/16/2016,Voluntarily Terminated,Ben Orr,4
        """,
    )
    assert rows(book, "people", "id since until") == [
        "10001 2012-07-02 -",
        "10002 2012-11-15 -",
        "10003 2011-07-05 2016-06-16",
    ]
    assert book.ties.empty
    lost = report.lost
    assert lost["value"].tolist() == ["Board of Directors", "Ada Quist", "Ben Orr"]
    assert lost["meant"].str.contains("Quist, Ada").tolist() == [False, True, False]


def test_days_as_chinese_lists_write_them(tmp_path):
    book, _, _ = propose_and_read(
        tmp_path,
        员工="工号,姓名,直接上级,入职时间\n1,王建国,,2018/3/2\n2,李敏,王建国,2019年5月2日",
    )
    assert rows(book, "people", "id since") == ["1 2018-03-02", "2 2019-05-02"]
    assert rows(book, "ties", LINES) == ["2 reports_to 1"]


def test_a_list_with_our_own_names_in_any_spelling(tmp_path):
    (tmp_path / "staff.csv").write_text(
        "ID,Name,ORGANIZATION,Since,Successor,Shoe size\n1,Ann,Acme,2020-01-01,,40\n", "utf-8"
    )
    organizations, people = Mapping.from_toml(propose_mapping(tmp_path)).tables
    assert (organizations.table, people.table) == ("organizations", "people")
    assert people.columns == {
        "id": ("ID",),
        "name": ("Name",),
        "organization": ("ORGANIZATION",),
        "since": ("Since",),
        "successor": ("Successor",),
    }


@pytest.mark.parametrize("heading", ["{#}", "{name}", "mail {", "}title"])
def test_a_heading_with_braces_is_no_template(tmp_path, heading):
    book, _, text = propose_and_read(tmp_path, staff=f"first name,{heading}\nAnn,7")
    assert book.people["name"].tolist() == ["Ann"]
    assert f'# not used: "{heading}"' in text


def test_files_of_nothing_that_a_book_holds_are_comments(tmp_path):
    (tmp_path / "notes.csv").write_text("nr,text\n1,hello\n", "utf-8")
    (tmp_path / "empty.csv").write_text("", "utf-8")
    text = propose_mapping(tmp_path)
    assert text.count("# nothing of ours fits") == 2
    assert '# not used: "text"' in text
    assert Mapping.from_toml(text).tables == ()


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["31/01/2020", "01/02/2021"], "day_first"),
        (["01/31/2020", "02/01/2021"], "month_first"),
        (["2020-01-31", "2021-02-01"], "iso"),
    ],
)
def test_the_order_of_days_is_told_by_the_days(tmp_path, days, order):
    lines = "\n".join(f"{nr},P{nr},{day}" for nr, day in enumerate(days))
    book, _, text = propose_and_read(tmp_path, staff=f"nr,name,hire date\n{lines}")
    assert book.people["since"].dt.strftime("%Y-%m-%d").tolist() == ["2020-01-31", "2021-02-01"]
    assert Mapping.from_toml(text).days == order


def test_days_of_which_none_tells_the_order_are_asked_for(tmp_path):
    book, _, text = propose_and_read(tmp_path, staff="nr,name,hire date\n1,Ann,03/04/2020")
    assert '# ? "hire date" holds days such as 03/04/2020' in text
    assert book.people["since"].isna().all()


def test_days_of_another_column_tell_the_order_too(tmp_path):
    book, _, text = propose_and_read(
        tmp_path, staff="nr,name,hire date,end date\n1,Ann,03/04/2020,31/12/2024"
    )
    assert rows(book, "people", "id since until") == ["1 2020-04-03 2024-12-31"]
    assert Mapping.from_toml(text).days == "day_first"


def test_days_in_two_orders_are_asked_for(tmp_path):
    _, _, text = propose_and_read(
        tmp_path, staff="nr,name,hire date,end date\n1,Ann,01/31/2020,31/12/2024"
    )
    assert text.count("# ? ") == 3
    assert Mapping.from_toml(text).days == "iso"


def test_bosses_whom_nobody_is_called_are_asked_for(tmp_path):
    book, _, text = propose_and_read(
        tmp_path, staff="nr,name,boss\n1,Ann Lee,\n2,Bo Li,The chief\n3,Cy Ho,The chief"
    )
    assert len(book.people) == 3
    assert book.ties.empty
    assert '# ? Whom does "boss" name?' in text


SIDES = """Acme,,,,Beta,,
Name,Title,Reports to,,Name,Title,Reports to
Ann Lee,CEO,,,Ann Lee,Boss,
Bo Li,CFO,Ann Lee,,Zoe,Aide,Ann Lee
"""


def test_namesakes_of_two_titled_tables_are_two_people_of_two_organizations(tmp_path):
    book, report, text = propose_and_read(tmp_path, register=SIDES)
    assert rows(book, "people", "id organization title") == [
        "Ann Lee (Acme) Acme CEO",
        "Ann Lee (Beta) Beta Boss",
        "Bo Li (Acme) Acme CFO",
        "Zoe (Beta) Beta Aide",
    ]
    assert rows(book, "ties", "source target") == [
        "Bo Li (Acme) Ann Lee (Acme)",
        "Zoe (Beta) Ann Lee (Beta)",
    ]
    assert '# ? Do these people work for "Acme"' in text
    assert "# taken for a table of its own, parted at column 5" in text
    assert "tables side by side parted: 'Beta' at column 5" in report.verdict


def test_titles_that_name_no_organization_tell_namesakes_apart_all_the_same(tmp_path):
    sides = SIDES.replace("Acme", "People").replace("Beta", "People")
    book, _, text = propose_and_read(tmp_path, register=sides)
    assert rows(book, "people", "id organization title") == [
        "Ann Lee (People) customer Boss",
        "Ann Lee (register) customer CEO",
        "Bo Li (register) customer CFO",
        "Zoe (People) customer Aide",
    ]
    assert "# ? Whose people are these?" in text
