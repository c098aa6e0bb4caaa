from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamgraph.errors import SourceError
from kamgraph.sources.delimited import parse, parse_tables
from kamgraph.sources.excel.cells import Column
from kamgraph.sources.excel.grid import lay_out
from kamgraph.sources.limits import Limits
from kamgraph.sources.table_finder import find_areas, name_columns

CELLS = st.sampled_from(["", "Ann", "Lee", "CEO", "12", "2026-01-12", "a@b.test", "Name", "Title"])


def tables(text, **options):
    """Return the name, the columns, the rows and the lines above and below of each table."""
    found = parse_tables(text.encode(), "t.csv", "t", **options)
    return {raw.name: ([*raw.cells], raw.cells.to_numpy().tolist()) for raw in found}


def table(text, **options):
    ((columns, rows),) = tables(text, **options).values()
    return columns, rows


@pytest.mark.parametrize(
    "above",
    [
        "Staff of Acme\n",
        "Staff of Acme,,\n,,\n",
        '"Staff, as of today\n\nDo not change"\n\n\n',
        "Report:,Staff\nAs of:,2026-01-12\n",
        "Project,Pumps\nOwner,Kim\n\n",
        "填写须知：,,\n1、姓名必填；2、工号唯一,,\n",
    ],
)
def test_a_table_is_found_below_what_is_none(above):
    assert table(f"{above}Name,Title,Level\nAnn,CEO,1\nBo,CFO,2\n") == (
        ["Name", "Title", "Level"],
        [["Ann", "CEO", "1"], ["Bo", "CFO", "2"]],
    )


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        ("ID,Name,Contact,\n,,Phone,Mail", ["ID", "Name", "Phone", "Mail"]),
        ("ID,Contact,Contact,Note\n,Phone,Mail,", ["ID", "Phone", "Mail", "Note"]),
        (",Visual,,Labels\nVertex 1,Color,Width,Label", ["Vertex 1", "Color", "Width", "Label"]),
        (
            "Home,,Work,\nPhone,Mail,Phone,Mail",
            ["Home Phone", "Home Mail", "Work Phone", "Work Mail"],
        ),
    ],
)
def test_names_may_stand_in_several_rows(names, columns):
    assert table(f"{names}\n1,x,5,y\n2,z,6,u\n") == (
        columns,
        [["1", "x", "5", "y"], ["2", "z", "6", "u"]],
    )


def test_tables_of_one_name_of_a_column_stand_side_by_side():
    text = """Name,Company,,Deal,Company
Ann,Acme,,Pumps,Acme
Bo,Acme,,,
,,,Lab,North
"""
    assert tables(text) == {
        "t": (["Name", "Company"], [["Ann", "Acme"], ["Bo", "Acme"]]),
        "t 2": (["Deal", "Company"], [["Pumps", "Acme"], ["Lab", "North"]]),
    }
    assert [raw.lines.tolist() for raw in parse_tables(text.encode(), "t.csv", "t")] == [
        [2, 3],
        [2, 4],
    ]


TITLED = """Our team,,,Their people,,
Name,Company,,Name,Title
Ann,Us,,Cy,CEO
Bo,Us,,Di,CFO
,,,Ed,CTO
"""


@pytest.mark.parametrize("above", ["", "Accounts of May\n\n"])
def test_tables_side_by_side_may_have_titles(above):
    theirs = (["Name", "Title"], [["Cy", "CEO"], ["Di", "CFO"], ["Ed", "CTO"]])
    found = tables(above + TITLED)
    assert [*found.values()] == [(["Name", "Company"], [["Ann", "Us"], ["Bo", "Us"]]), theirs]
    assert [*found] == ["t", "Their people"]


def test_titles_over_tables_of_a_sheet_are_found_as_those_of_a_text():
    columns = defaultdict(Column)
    for row, line in enumerate(TITLED.splitlines(), start=3):
        for at, text in enumerate(line.split(",")):
            if text:
                columns[at].rows.append(row)
                columns[at].texts.append(text)
    ours, theirs = lay_out(columns, "b.xlsx, sheet May", Limits())
    assert (ours.title, theirs.title) == ("Our team", "Their people")
    assert [*ours.names.values(), *theirs.names.values()] == ["Name", "Company", "Name", "Title"]
    assert (ours.rows.tolist(), theirs.rows.tolist()) == ([5, 6], [5, 6, 7])


def test_names_over_groups_of_one_table_are_no_titles():
    text = "Contact,,Account,\nId,Name,Id,Name\n1,Ann,2,Acme\n"
    assert table(text)[0] == ["Contact Id", "Contact Name", "Account Id", "Account Name"]
    (raw,) = parse_tables(text.encode(), "t.csv", "t")
    assert raw.groups == ("Contact", "Account")  # which may be tables that touch


def test_an_empty_column_parts_no_table_whose_names_differ():
    names = ["Name", "Company", "Deal"]
    assert table("Name,Company,,Deal\nAnn,Acme,,Pumps\n") == (names, [["Ann", "Acme", "Pumps"]])
    with pytest.raises(SourceError, match="named twice"):
        tables("Name,Company,Name\nAnn,Acme,Pumps\n")


def test_an_empty_column_without_a_name_is_none_wherever_it_stands():
    for text in (
        "Name,Title,\nAnn,CEO,\n",
        ",Name,Title\n,Ann,CEO\n",
        "Name,Title,,,\nAnn,CEO, ,,\n",
    ):
        assert table(text) == (["Name", "Title"], [["Ann", "CEO"]])
    late = "Name,Title,\n" + "Ann,CEO,\n" * 200 + "Bo,CFO,x\n"
    with pytest.raises(SourceError, match="without a name"):
        tables(late)


def test_several_tables_stand_one_below_another():
    text = (
        "Name,Title,Level,Phone\nAnn,CEO,1,5\n\nBo,CFO,2,6\n,,,\n"
        "Lines,,,\nSource,Target,Kind,\nBo,Ann,reports_to,\n\n"
        "Meetings,,,\nDate,Subject,Where,\n2026-01-12,Pumps,Bonn,\n\nprinted by Kim,,,\n"
    )
    found = parse_tables(text.encode(), "t.csv", "t")
    assert [(raw.name, [*raw.cells], raw.lines.tolist()) for raw in found] == [
        ("t", ["Name", "Title", "Level", "Phone"], [2, 4]),
        ("Lines", ["Source", "Target", "Kind"], [8]),
        ("Meetings", ["Date", "Subject", "Where"], [12]),
    ]
    assert [raw.header for raw in found] == [(1,), (7,), (11,)]
    assert [raw.above for raw in found] == [(), ((6, "Lines"),), ((10, "Meetings"),)]
    assert found[-1].footer == ((14, "printed by Kim"),)
    assert [raw.place for raw in found] == ["t.csv", "t.csv, Lines", "t.csv, Meetings"]
    assert {raw.part_of for raw in found} == {"t"}


@pytest.mark.parametrize(
    "text",
    [
        "Name,Title\n\nAnn,CEO\nBo,CFO\n",
        "Name,Title\n\nSales,\nAnn,CEO\nBo,CFO\n\nLegal,\nCy,Head\nDi,Clerk\n",
        "Name,Title,Since\nAnn,CEO,2001\n\nBo,CFO,n/a\nCy,CTO,2002\n",
        "Name,Title,Note\nAnn,CEO,\n\nBo,CFO,\nCy,CTO,\n",
        "Name,Title\nAnn,CEO\n\nName,Title\nBo,CFO\n",
        "2024,2025\n1,2\n3,4\n",
    ],
)
def test_rows_below_a_blank_one_are_no_table_of_their_own(text):
    assert len(tables(text)) == 1
    assert len(table(text)[1]) == sum(any(row.strip(",")) for row in text.split("\n")[1:] if row)


@pytest.mark.parametrize(
    "text",
    [
        "Name,Title,,\nAnn,CEO,x,y\nBo,CFO,z,u\n",
        "Name,,Title,\nAnn,x,CEO,y\nBo,z,CFO,u\n",
        "Name,Title\n1,a\n2,b,c\n",
        "Name,Title\nAnn,CEO\n\nBo,CFO,late\nCy,CTO,soon\n",
        "Name,Name\nAnn,CEO\nBo,CFO\n",
    ],
)
def test_what_is_not_plain_is_refused_with_the_way_out(text):
    with pytest.raises(SourceError, match=r"name its line in a mapping \(header = 5\)"):
        parse_tables(text.encode(), "t.csv")


def test_headers_may_be_said():
    text = "Stand,Mai\nVorname,Firma,Ort\nAnn,Acme,Bonn\n\nTermine\nTag,Wer,Wo\nheute,Ann,Bonn\n"
    assert tables(text, headers=[(6,), (2,)]) == {
        "t": (["Vorname", "Firma", "Ort"], [["Ann", "Acme", "Bonn"]]),
        "Termine": (["Tag", "Wer", "Wo"], [["heute", "Ann", "Bonn"]]),
    }
    with pytest.raises(SourceError, match="said to be in line 4, which is empty"):
        tables(text, headers=[(4,)])


def test_columns_that_a_given_header_does_not_name_are_left_out_and_told():
    text = "Name,Title,\nAnn,CEO,ask Kim\n"
    with pytest.raises(SourceError, match="line 1: without a name: column 3"):
        tables(text)
    (raw,) = parse_tables(text.encode(), "t.csv", "t", headers=[(1,)])
    assert (raw.cells.to_numpy().tolist(), raw.nameless) == ([["Ann", "CEO"]], (("3", "ask Kim"),))


def test_a_title_behind_an_empty_column_parts_tables_whose_names_differ():
    deals = (["Deal", "Amount"], [["Pumps", "5"]])
    people = (["Name", "Title"], [["Ann", "CEO"], ["Bo", "CFO"]])
    for above in (",,,Deals,\n", "Customer,,,Deals,\n"):
        text = f"{above}Name,Title,,Deal,Amount\nAnn,CEO,,Pumps,5\nBo,CFO,,,\n"
        assert tables(text) == {"t": people, "Deals": deals}
    told = [raw.parted_at for raw in parse_tables(text.encode(), "t.csv", "t")]
    assert told == ["", "column 4"]
    assert len(tables(",,Secret,\nName,Title,,Note\nAnn,CEO,,x\n")) == 1


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
@example([["Name", "Title", "Ann"]])
def test_a_table_with_a_full_first_row_is_what_the_strict_reader_makes_of_it(rows):
    text = "\n".join(map(",".join, [["First", "Second", "Third"], *rows]))
    plain = parse(text.encode(), "t.csv")
    found = parse_tables(text.encode(), "t.csv")
    assert [*found[0].cells] == [*plain.cells]
    kept = [row for raw in found for row in raw.cells.to_numpy().tolist()]
    if len(found) == 1:
        assert kept == plain.cells.to_numpy().tolist()


@given(st.lists(st.lists(CELLS, max_size=5), max_size=9), st.data())
def test_areas_follow_each_other_and_name_all_that_they_hold(rows, data):
    rows = [row for row in rows if any(row)]
    cuts = data.draw(st.sets(st.integers(1, max(len(rows) - 1, 1))))
    starts = [0, *sorted(cut for cut in cuts if cut < len(rows))]
    areas = find_areas(rows, starts)
    for area in areas:
        assert area.header == tuple(range(area.header[0], area.header[-1] + 1))
        assert area.header[-1] < area.end <= len(rows)
    for one, other in pairwise(areas):
        assert one.end <= other.header[0]
    if areas and areas[0].header[0]:
        names = name_columns([rows[at] for at in areas[0].header])
        filled = {
            at
            for row in rows[areas[0].header[-1] + 1 : starts[-1]]
            for at, text in enumerate(row)
            if text
        }
        assert len(areas) > 1 or len(starts) > 1 or filled <= {*names}
