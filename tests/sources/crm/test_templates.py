"""Templates for 纷享销客 and 销售易; every system's exports told from all others'."""

import pytest

from exports import IMITATIONS, SHARED, read_export, rows
from kamgraph.errors import SourceError
from kamgraph.sources.contents import Reader, list_contents
from kamgraph.sources.crm import SYSTEMS, load_system, recognise_system

EXPORTS = {
    "salesforce": {
        "Account": "Id,IsDeleted,Name,Type,ParentId\n001A,false,Acme,,",
        "Contact": "Id,AccountId,FirstName,LastName,ReportsToId\n003A,001A,Ann,Lee,",
        "Opportunity": "Id,AccountId,Name,StageName,Amount\n006A,001A,Pumps,Prospecting,1",
    },
    "hubspot": {
        "companies": "hs_object_id,name,domain\n1,Acme,acme.example",
        "contacts": "hs_object_id,firstname,lastname,associatedcompanyid\n11,Ann,Lee,1",
        "deals": "hs_object_id,dealname,dealstage\n21,Pumps,closedwon",
    },
    "dynamics": {
        "account": "accountid,name,parentaccountid,statecode\na1,Acme,,0",
        "contact": "contactid,fullname,parentcustomerid,jobtitle\nc1,Ann,a1,Head",
        "opportunity": "opportunityid,name,parentaccountid,estimatedvalue\no1,Pumps,a1,2",
    },
    "odoo": {
        "res.partner": "id,name,is_company,parent_id/id,type\np1,Acme,True,,contact",
        "crm.lead": "id,name,type,partner_id/id\nl1,Pumps,opportunity,p1",
    },
    "suitecrm": {
        "accounts": "id,name,account_type,parent_id,deleted\na1,Acme,,,0",
        "contacts": "id,first_name,last_name,account_id,reports_to_id,deleted\nc1,Ann,Lee,a1,,0",
        "opportunities": "id,name,account_id,sales_stage,amount,deleted\no1,Pumps,a1,,,0",
    },
    "monday": {
        "contacts": "Name,Subitems,Email,Title,Accounts,Owner,Item ID (auto generated)\nAnn,,,COO,Acme,Vic,1",
    },
    "fxiaoke": {
        "客户": "客户名称,客户编号,负责人,负责人主属部门,行业\n一汽,K1,王五,销售部,汽车",
        "联系人": "姓名,客户名称,职务,部门\n张三,一汽,总监,采购部",
        "商机": "商机名称,客户名称,商机阶段,商机金额,负责人,生命状态\n泵站,一汽,方案报价,12,王五,正常",
        "商机联系人": "商机名称,客户名称,姓名,联系人角色,锁定状态\n泵站,一汽,张三,决策人,未锁定",
        "人员": "员工姓名,主属部门,职位\n王五,销售部,经理",
    },
    "xiaoshouyi": {
        "客户": "客户名称,客户所有人,上级客户\n一汽,王五,",
        "联系人": "联系人姓名,客户名称,职务,直属上级\n张三,一汽,总监,\n李四,一汽,经理,张三",
        "销售机会": "销售机会名称,客户名称,销售阶段,销售金额,结单日期,销售机会所有人\n泵站,一汽,赢单,12,2026-03-04,王五",
        "用户": "姓名,部门\n王五,销售部",
    },
}
# Files of which every column stands in those of other systems, too.
ANYBODYS = {"fxiaoke": {"联系人", "人员"}, "xiaoshouyi": {"用户", "联系人"}}
EXPORTS = {
    folder.name: {file.stem: file.read_text("utf-8") for file in folder.glob("*.csv")}
    for folder in IMITATIONS.iterdir()
} | EXPORTS
BY_HAND = {
    "hubspot": {"all": "Record ID,Company name,Company owner\n1,Acme,Vic"},
    "dynamics": {"Active Accounts": "(Do Not Modify) Account,Account Name\na1,Acme"},
    "odoo": {"Contact (res.partner)": "External ID,Name,Is a Company\np1,Acme,True"},
    "xiaoshouyi": {"account": "id,accountName,parentAccountId,ownerId\n1,Acme,,"},
    "fxiaoke": {"AccountObj": "_id,name,owner\n1,Acme,"},
}

LINKS = {
    "hubspot": {
        "contact_company": "contact_id,company_id,type_id",
        "company_company": "company_id,to_company_id,label",
        "engagement_contact": "engagement_id,contact_id",
        "deal_pipeline_stage": "stage_id,label,closed_won",
    },
    "dynamics": {
        "connection": "connectionid,record1id,record2id,ismaster",
        "activityparty": "activityid,partyid,participationtypemask",
        "stringmap": "objecttypecode,attributename,attributevalue,value",
    },
    "suitecrm": {"accounts_contacts": "account_id,contact_id,deleted"},
}


def written(folder, files):
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text + "\n", "utf-8")
    return list_contents(folder, Reader()).tables


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_system_can_be_loaded(name):
    assert load_system(name).mapping.name == name
    assert name in EXPORTS


@pytest.mark.parametrize("name", SYSTEMS)
def test_exports_are_recognised_whole_and_file_by_file(tmp_path, name):
    assert recognise_system(written(tmp_path / "export", EXPORTS[name])) == name
    ignored = load_system(name).mapping.why_ignored
    for file in filter(lambda file: not ignored(file), EXPORTS[name]):
        alone = recognise_system(written(tmp_path / file, {file: EXPORTS[name][file]}))
        assert alone == (None if file in ANYBODYS.get(name, ()) else name)


@pytest.mark.parametrize(
    "header",
    ["Person Id,Full Name,Stage", "Person Id,Headline,Owner", "Opportunity Id,Forecast"],
)
def test_a_heading_of_a_system_is_no_evidence_where_nothing_could_be_taken(tmp_path, header):
    row = ",".join("1" for _ in header.split(","))
    assert recognise_system(written(tmp_path / "export", {"list": f"{header}\n{row}"})) is None


@pytest.mark.parametrize("name", BY_HAND)
def test_exports_by_hand_are_recognised(tmp_path, name):
    assert recognise_system(written(tmp_path / "export", BY_HAND[name])) == name


@pytest.mark.parametrize("name", SYSTEMS)
def test_small_exports_are_read(tmp_path, name):
    book, _ = read_export(tmp_path / "export", **EXPORTS[name])
    assert len(book.people) + len(book.organizations) >= 2


@pytest.mark.parametrize("name", SYSTEMS)
def test_exports_without_rows_are_read(tmp_path, name):
    bare = {file: text.partition("\n")[0] for file, text in EXPORTS[name].items()}
    bare |= LINKS.get(name, {})
    book, report = read_export(tmp_path / "export", name, **bare)
    assert len(book.organizations) <= 1
    assert report.skipped.empty


def test_nothing_known_is_not_recognised(tmp_path):
    assert recognise_system(written(tmp_path / "export", {"weather": "day,rain\n1,2"})) is None
    with pytest.raises(SourceError, match="unknown; known are salesforce, hubspot"):
        load_system("abacus")


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no real exports in {SHARED}")
@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("fivetran_hubspot", "hubspot"),
        ("fivetran_salesforce", "salesforce"),
        ("salesforce_snowfakery/medium", "salesforce"),
        ("salesforce_snowfakery/ocr_small", "salesforce"),
    ],
)
def test_real_exports_are_recognised(folder, name):
    assert recognise_system(list_contents(SHARED / folder, Reader()).tables) == name


def test_fxiaoke_by_hand(tmp_path):
    book, report = read_export(tmp_path / "export", "fxiaoke", **EXPORTS["fxiaoke"])
    assert rows(book, "organizations", "id kind industry") == ["一汽 customer 汽车"]
    assert rows(book, "people", "id name organization function") == [
        "一汽 张三 张三 一汽 采购部",
        "王五 王五 us 销售部",
    ]
    assert rows(book, "deals", "id account stage value") == ["泵站 一汽 bid 12.0"]
    assert rows(book, "roles", "person role account deal") == ["一汽 张三 decision_maker 一汽 泵站"]
    assert rows(book, "team", "person account deal") == ["王五 一汽 -", "王五 一汽 泵站"]
    assert report.skipped.empty


def test_fxiaoke_by_its_interface(tmp_path):
    book, _ = read_export(
        tmp_path / "export",
        "fxiaoke",
        AccountObj="_id,name,owner\nA1,Acme,",
        ContactObj="_id,name,account_id,job_title\nC1,Ann,A1,Head",
        NewOpportunityObj="_id,name,account_id\nN1,Pumps,A1",
        NewOpportunityContactsObj="_id,name,new_opportunity_id,contact_id,role\nX1,Ann,N1,C1,影响人\nX2,Ann,N1,C1,审批人",
    )
    assert rows(book, "people", "id organization title") == ["C1 A1 Head"]
    assert rows(book, "roles", "person role account deal") == [
        "C1 approver A1 N1",
        "C1 participant A1 N1",
    ]


def test_xiaoshouyi_by_hand(tmp_path):
    book, report = read_export(tmp_path / "export", "xiaoshouyi", **EXPORTS["xiaoshouyi"])
    assert rows(book, "people", "id organization") == [
        "一汽 张三 一汽",
        "一汽 李四 一汽",
        "王五 us",
    ]
    assert rows(book, "ties", "source kind target") == ["一汽 李四 reports_to 一汽 张三"]
    assert rows(book, "deals", "id account stage value closes") == [
        "泵站 一汽 closed 12.0 2026-03-04"
    ]
    assert rows(book, "team", "person account deal") == ["王五 一汽 -", "王五 一汽 泵站"]
    assert report.skipped.empty


def test_xiaoshouyi_by_its_interface(tmp_path):
    book, _ = read_export(
        tmp_path / "export",
        "xiaoshouyi",
        account="id,accountName,parentAccountId\n1,Acme,\n2,Unit,1",
        contact="id,contactName,accountId,parentContactId\n11,Ann,1,\n12,Bo,2,11",
        opportunity="id,opportunityName,accountId,saleStageId\n21,Pumps,2,赢单",
    )
    assert rows(book, "organizations", "id name parent") == ["1 Acme -", "2 Unit 1"]
    assert rows(book, "ties", "source target") == ["12 11"]
    assert rows(book, "deals", "id account stage") == ["21 2 closed"]


@pytest.mark.parametrize("name", SYSTEMS)
def test_evidence_belongs_to_one_system(name):
    own = load_system(name).mapping.evidence
    others = {
        column
        for other in SYSTEMS
        if other != name
        for column in load_system(other).mapping.evidence.columns
    }
    assert own.columns
    assert not others & {*own.columns}


@pytest.mark.parametrize("name", SYSTEMS)
def test_exports_hold_evidence_of_their_own_system_alone(tmp_path, name):
    raws = written(tmp_path / "export", EXPORTS[name])
    held = {str(column) for raw in raws for column in raw.cells}
    known = {one for one in SYSTEMS if held & {*load_system(one).mapping.evidence.columns}}
    assert known == {name}


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("contacts", "First Name,Last Name,Email,Company,Job Title,Phone"),
        ("people", "ID,First Name,Last Name,Title,Organisation,Owner"),
        ("employees", "Id,Name,Title,Department,Manager Id,Email"),
        ("HRDataset", "Employee_Name,EmpID,ManagerName,ManagerID,Position,Department"),
        ("accounts", "Account ID,Account Name,Industry,Owner"),
        ("opportunities", "Deal Name,Stage,Amount,Close Date,Owner"),
        ("Connections", "First Name,Last Name,URL,Email Address,Company,Position,Connected On"),
        ("attio", "Record ID,Record,Name,Job title,Company"),
        ("通讯录", "姓名,账号,部门,职务,直属上级"),
        ("员工", "工号,姓名,部门,职位,直属上级,入职日期"),
        ("客户", "客户名称,联系人姓名,电话,负责人,行业"),
        ("商机", "商机名称,客户名称,阶段,金额,负责人"),
        ("商机", "商机名称,客户名称,商机阶段,商机金额,负责人"),
        ("商机联系人", "商机名称,客户名称,姓名,联系人角色"),
        ("客户", "客户编号,客户名称,归属部门,负责人"),
        ("人员", "员工姓名,主属部门,职位"),
    ],
)
def test_lists_that_anybody_may_have_are_of_no_system(tmp_path, file, columns):
    line = ",".join("x" for _ in columns.split(","))
    assert recognise_system(written(tmp_path / "export", {file: f"{columns}\n{line}"})) is None
