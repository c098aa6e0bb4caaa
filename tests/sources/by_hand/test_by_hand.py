"""What people type: names for ids, words of their CRM, Chinese headings; in files and workbooks."""

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.model.entities import TABLES
from kamgraph.model.folding import fold
from kamgraph.model.labels import label_column, label_table
from kamgraph.sources import by_hand
from kamgraph.sources.crm import list_words
from kamgraph.sources.raw import RawTable
from strategies import books, few

ORGANIZATIONS = "id,name,kind\nacme,Acme Ltd,customer\nus,Our Firm,vendor\n"
PEOPLE = "id,name,organization\nann,Ann Lee,acme\nli1,李雷,acme\nli2,李雷,acme\nkim,Kim,us\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "organizations.csv").write_text(ORGANIZATIONS, "utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    return tmp_path


@pytest.fixture
def workbook(tmp_path):
    """A workbook of a small book, to be changed by hand and read again."""
    people = "ann acme title=CFO; bo acme; kim us"
    found = book(
        people=people, ties="kim knows ann trusted; ann reports_to bo", roles="ann user acme"
    )
    tables = found.to_tables()
    tables["people"]["name"] = (
        tables["people"]["name"].map({"ann": "Ann Lee", "bo": "Bo Ek"}).fillna("Kim")
    )
    path = tmp_path / "book.xlsx"
    k.write(k.Book.from_tables(tables), path)
    return path


def change(path, sheet, **cells):
    """Type something into cells, as somebody with a spreadsheet would."""
    workbook = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        workbook[sheet][cell].value = value
    workbook.save(path)


def cell_of(path, sheet, heading, row):
    header = [cell.value for cell in openpyxl.load_workbook(path)[sheet][1]]
    return f"{openpyxl.utils.get_column_letter(header.index(heading) + 1)}{row}"


def test_a_name_does_where_an_id_is_asked_for_and_is_told(folder):
    (folder / "ties.csv").write_text("source,target,kind\nli1,ann  LEE,reports_to\nKim,ann,knows\n")
    found, report = k.read_with_report(folder)
    assert found.ties[["source", "target"]].to_numpy().tolist() == [["kim", "ann"], ["li1", "ann"]]
    told = report.findings[report.findings["finding"] == "name_for_id"]
    assert sorted(told["detail"]) == [
        "The column source holds names in place of ids: 'Kim' is kim.",
        "The column target holds names in place of ids: 'ann  LEE' is ann.",
    ]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (
            "李雷",
            "it is the name of 2, give the id of one: li1 (李雷, Acme Ltd), li2 (李雷, Acme Ltd)",
        ),
        ("Ann Le", "is no id of the table people; is it ann (Ann Lee)?"),
        ("Lee, Ann", "is no id of the table people; is it ann (Ann Lee)?"),
    ],
)
def test_a_name_of_several_or_of_nobody_is_refused_with_ids(folder, target, said):
    (folder / "ties.csv").write_text(f'source,target,kind\nli1,"{target}",reports_to\n', "utf-8")
    with pytest.raises(k.BookError) as caught:
        k.read(folder)
    (problem,) = caught.value.problems.itertuples()
    assert (problem.line, problem.column) == (2, "target")
    assert said in problem.problem


def test_an_id_is_never_taken_for_the_name_of_another(folder):
    (folder / "people.csv").write_text("id,name,organization\nann,bo,acme\nbo,ann,acme\n")
    (folder / "ties.csv").write_text("source,target,kind\nann,bo,reports_to\n")
    assert k.read(folder).ties[["source", "target"]].to_numpy().tolist() == [["ann", "bo"]]


def test_words_of_crm_systems_are_read_as_ours_and_told(folder):
    (folder / "roles.csv").write_text(
        "person,account,role\nann,acme,Economic Buyer\nli1,acme,决策者\nli2,acme,technical  buyer\n"
    )
    (folder / "deals.csv").write_text("id,account,stage\nd,acme,Closed Won\ne,acme,Closed Lost\n")
    found, report = k.read_with_report(folder)
    roles = found.roles.set_index("person")["role"].to_dict()
    assert roles == {"ann": "approver", "li1": "decision_maker", "li2": "evaluator"}
    assert found.deals["stage"].tolist() == ["closed", "lost"]
    told = report.findings[report.findings["finding"] == "crm_word"]["detail"].tolist()
    assert any(
        "'Economic Buyer' as approver, 'technical  buyer' as evaluator" in one for one in told
    )


def test_words_of_which_systems_mean_different_things_are_refused(folder):
    assert list_words("roles.role")["economic buyer"] == "approver"
    assert "blocker" not in list_words("roles.role")
    assert "true" not in list_words("roles.role")
    (folder / "roles.csv").write_text("person,account,role\nann,acme,Blocker\n")
    with pytest.raises(k.BookError, match="is no decision role; known are approver"):
        k.read(folder)


def test_files_and_columns_may_be_called_in_chinese(tmp_path):
    (tmp_path / "组织.csv").write_text("编号,名称,类别\nacme,Acme,客户\n", "utf-8")
    (tmp_path / "人员.csv").write_text(
        "编号,姓名,所属组织,职务,手机\nann,安,Acme,总监,1\n", "utf-8"
    )
    found = k.read(tmp_path)
    assert found.people[["id", "name", "organization", "title", "手机"]].iloc[0].tolist() == [
        *("ann", "安", "acme", "总监", "1")
    ]


def test_chinese_names_alone_are_no_evidence_that_tables_are_ours():
    assert by_hand.find_own(["人员", "商机", "客户"]) == {}  # sheets of an export of 纷享销客
    assert by_hand.find_own(["组织", "人员", "备注"]) == {"组织": "organizations", "人员": "people"}
    assert by_hand.find_own(["people", "People"]) == {"people": "people"}


def test_what_stands_in_front_of_a_template_is_no_sheet_that_was_not_read(tmp_path):
    k.write_template(tmp_path / "book.xlsx", language="zh")
    assert by_hand.find_notes(["填写说明", "组织", "备注"]) == ["备注"]
    assert "not read" not in str(k.read_with_report(tmp_path / "book.xlsx")[1])


def test_a_column_of_ones_own_keeps_its_name_beside_ours(folder):
    (folder / "people.csv").write_text("id,name,organization,title,Title\nann,Ann,acme,CFO,x\n")
    people = k.read(folder).people
    assert people[["title", "Title"]].iloc[0].tolist() == ["CFO", "x"]


def test_a_name_chosen_beside_an_empty_id_is_taken(workbook):
    change(workbook, "ties", A4=None, B4="Kim", C4=None, D4="Bo Ek", E4="knows")
    found = k.read(workbook)
    assert ["kim", "bo"] in found.ties[["source", "target"]].to_numpy().tolist()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "Bo Ek",
            "is the name of bo (Bo Ek), but the id beside it is ann (Ann Lee); empty the one",
        ),
        ("bo", "is the name of bo (Bo Ek), but the id beside it is ann (Ann Lee)"),
    ],
)
def test_a_name_of_another_beside_an_id_is_refused_at_its_own_cell(workbook, name, said):
    cell = cell_of(workbook, "roles", "person (name)", 2)
    change(workbook, "roles", **{cell: name})
    with pytest.raises(k.BookError) as caught:
        k.read(workbook)
    (problem,) = caught.value.problems.itertuples()
    assert problem.place == f"{workbook}, sheet roles, cell {cell}"
    assert said in problem.problem


def test_a_name_of_nobody_beside_an_empty_id_is_refused_at_its_own_cell(workbook):
    change(workbook, "roles", A2=None, B2="Bo Eck")
    with pytest.raises(k.BookError) as caught:
        k.read(workbook)
    assert "cell B2: 'Bo Eck' is no name of one person; is it bo (Bo Ek)?" in str(caught.value)


def test_names_beside_ids_may_be_old(workbook):
    cell = cell_of(workbook, "people", "name", 2)
    change(workbook, "people", **{cell: "Ann Lee-Li"})
    found, report = k.read_with_report(workbook)
    assert "Ann Lee-Li" in found.people["name"].tolist()
    (told,) = report.findings[report.findings["finding"] == "old_name_beside_id"].query(
        "table == 'roles'"
    )["detail"]
    assert (
        told
        == f"Names beside ids are nobody's name now: {workbook}, sheet roles, cell B2: 'Ann Lee'."
    )


def test_names_beside_ids_may_be_left_out_or_moved(workbook):
    before = k.read(workbook)
    opened = openpyxl.load_workbook(workbook)
    opened["ties"].delete_cols(2)
    opened.save(workbook)
    assert k.read(workbook) == before


@few
@given(books(), st.sampled_from(["en", "zh"]))
def test_a_book_comes_back_from_a_workbook_in_either_language(tmp_path_factory, found, language):
    path = tmp_path_factory.mktemp("books") / "book.xlsx"
    k.write(found, path, language=language)
    assert k.read(path) == found
    opened = openpyxl.load_workbook(path, read_only=True)
    assert opened.sheetnames == [label_table(table, language) for table in TABLES]
    for table in TABLES:
        header = [cell.value for cell in next(opened[label_table(table, language)].rows)]
        assert header[0] == label_column(table, next(iter(TABLES[table].model_fields)), language)


def test_a_column_called_as_names_beside_ids_is_refused(tmp_path):
    tables = book(people="ann acme").to_tables()
    tables["people"]["organization (name)"] = "x"
    with pytest.raises(
        k.SourceError, match=r"'organization \(name\)' of the table people is called"
    ):
        k.write(k.Book.from_tables(tables), tmp_path / "book.xlsx")


@few
@given(books())
def test_names_that_one_row_alone_has_are_its_id_and_others_stay(found):
    people, ties = found.people, found.ties
    names = dict(zip(people["id"], people["name"], strict=True))
    typed = {
        "people": people,
        "ties": ties.assign(**{end: ties[end].map(names) for end in ("source", "target")}),
    }
    raws = [
        RawTable(
            name,
            name,
            frame.astype(object).where(frame.notna(), ""),
            np.arange(len(frame)),
            from_text=True,
        )
        for name, frame in typed.items()
    ]
    settled = by_hand.settle_cells(raws).tables["ties"]
    called = [fold(name) for name in names.values()]  # names alike but for case are one
    for end in ("source", "target"):
        for id_, text in zip(ties[end], settled[end], strict=True):
            lone = names[id_] not in names and called.count(fold(names[id_])) == 1
            assert text == (id_ if lone else names[id_])
