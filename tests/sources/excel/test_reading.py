import time
from contextlib import suppress
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

import kamgraph
from kamgraph.errors import BookError, KamgraphError, SourceError
from kamgraph.model.folding import fold_name
from kamgraph.sources.excel import list_sheets, read_sheets
from kamgraph.sources.excel.number_formats import read_format
from kamgraph.sources.limits import Limits
from kamgraph.sources.translation.mapping import Mapping
from packages import (
    BOOK,
    BOOK_RELS,
    MAIN,
    SHEET,
    STRICT_MAIN,
    STRICT_OFFICE,
    STRINGS,
    STYLES,
    number,
    package,
    parts,
    relations,
    rows,
    styles,
    typed,
    zipped,
)

MONEY = """
name = "mine"
[[tables]]
file = "Deals"
table = "organizations"
fills = true
columns = { id = "Firm", name = "Firm" }
constants = { kind = "customer" }
[[tables]]
file = "Deals"
table = "deals"
columns = { id = "No", account = "Firm", name = "No", value = "Sum", currency = "In" }
constants = { stage = "bid" }
"""
DAYS = {"more": {STYLES: styles("yyyy\\-mm\\-dd", "0.00")}}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "book.xlsx"


def read(file, data, **options):
    file.write_bytes(data)
    (table,) = read_sheets(file, **options)
    return table


def column(file, *cells, **options):
    """Return how the cells of a column called x are read, beside a column of row numbers."""
    lines = [f"{cell}|{at}" for at, cell in enumerate(cells)]
    return read(file, package(rows("x|n", *lines), **options)).cells["x"].tolist()


def problems(file, data, **options):
    file.write_bytes(data)
    with pytest.raises(BookError) as caught:
        read_sheets(file, **options)
    return caught.value.problems


def one_odd(file, *cells, **options):
    """Return row, text and oddity of the one odd cell of a column called x."""
    lines = [f"{cell}|{at}" for at, cell in enumerate(cells)]
    table = read(file, package(rows("x|n", *lines), **options))
    assert [*table.odd] == ["x"]
    ((row, odd),) = table.odd["x"].items()
    return row, table.cells["x"][row], odd


def refused(file, data, words, **options):
    file.write_bytes(data)
    with pytest.raises(SourceError, match=words) as caught:
        read_sheets(file, **options)
    assert str(file) in str(caught.value)


def saved(file, fill):
    """Save a workbook of another writer."""
    workbook = openpyxl.Workbook()
    fill(workbook.active)
    workbook.save(file)
    return file.read_bytes()


def test_a_table_knows_where_its_cells_stand(file):
    lines = ["", "", "id||name", "a||Ann", "", "b||Bo", " |"]
    table = read(file, package(rows(*lines)))
    assert table.name == "S"
    assert table.place == f"{file}, sheet S"
    assert table.cells.to_dict("list") == {"id": ["a", "b"], "name": ["Ann", "Bo"]}
    assert table.lines.tolist() == [4, 6]
    assert table.letters == {"id": "A", "name": "C"}
    assert table.name_place(1, "name") == f"{file}, sheet S, cell C6"


def test_cells_may_have_no_references(file):
    table = read(file, package("<row><c><v>1</v></c><c/><c><v>2</v></c></row>"))
    assert table.letters == {"1": "A", "2": "C"}


def test_a_header_alone_is_a_table_without_rows(file):
    table = read(file, package(rows("id|name")))
    assert [*table.cells] == ["id", "name"]
    assert table.cells.shape == (0, 2)


@pytest.mark.parametrize("data", [package(), package('<row r="5"/>'), package(rows(" | "))])
def test_a_workbook_that_holds_nothing_is_refused(file, data):
    refused(file, data, "its sheets hold nothing")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (number(101), "101"),
        (number("101.0"), "101"),
        (number("1.5E2"), "150"),
        (number(-0.0), "0"),
        (number(0.1), "0.1"),
        (number("1E-7"), "1e-07"),
        (number(2**53 - 1), "9007199254740991"),
        (number("007"), "7"),
        (number(""), ""),
        (typed("n", 5), "5"),
        (typed("s", 0), "LAST"),
        (typed("s", ""), ""),
        (typed("str", "a &amp; b"), "a & b"),
        (typed("str", "_x000D_"), "\r"),
        ("<c t='inlineStr'><is><t>_x005F_x000D_</t></is></c>", "_x000D_"),
        ("<c t='inlineStr'><is><t>_xD83D__xDE00_</t></is></c>", "😀"),
        ("<c t='inlineStr'><is><t xml:space='preserve'> a </t></is></c>", " a "),
        ("<c t='inlineStr'><is><r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r></is></c>", "ab"),
        ("<c t='inlineStr'><is><t>東京</t><rPh><t>トウキョウ</t></rPh></is></c>", "東京"),
        ("<c t='inlineStr'><is><t>00123</t></is></c>", "00123"),
        ("<c t='inlineStr'><is><t>=1+1</t></is></c>", "=1+1"),
        ("<c t='inlineStr'><is/></c>", ""),
        ("<c/>", ""),
    ],
)
def test_a_cell_is_read_as_text(file, cell, text):
    assert column(file, cell) == [text]


def test_shared_strings_are_runs_without_reading_aids(file):
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>東京</t><rPh sb="0" eb="2"><t>トウ</t></rPh></si>'
        "<si><r><t>a_x00</t></r><r><t>41_</t></r></si><si/></sst>"
    )
    cells = [typed("s", at) for at in range(3)]
    assert column(file, *cells, more={STRINGS: strings}) == ["東京", "a_x0041_", ""]


@pytest.mark.parametrize(
    ("code", "day"),
    [
        *(("yyyy-mm-dd", 1), ("D/M/YY", 1), ("[$-804]yyyy&quot;年&quot;m&quot;月&quot;", 1)),
        *(("mmm-yy", 1), ("[Red]dddd", 1), ("0.00", 0), ("General", 0), ("#,##0\\d", 0)),
        *(("0 &quot;days&quot;", 0), ("[h]:mm:ss", 0), ("_d0*y", 0), ("0.00E+00", 0), ("@", 0)),
    ],
)
def test_a_format_tells_days_from_numbers(file, code, day):
    text = column(file, number(46_082, 1), more={STYLES: styles(code)})
    assert text == ["2026-03-01" if day else "46082"]


@pytest.mark.parametrize("built_in", [14, 17, 22, 31, 57])
def test_formats_that_every_excel_knows_need_no_code(file, built_in):
    style = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="{built_in}"/></cellXfs></styleSheet>'
    assert column(file, number(46_082, 1), more={STYLES: style}) == ["2026-03-01"]


@pytest.mark.parametrize(
    ("serial", "old", "text"),
    [
        (46_082, "", "2026-03-01"),
        (46_082.5, "", "2026-03-01T12:00:00"),
        (61, "", "1900-03-01"),
        (59, "", "1900-02-28"),
        (1, "", "1900-01-01"),
        (2_958_465, "", "9999-12-31"),
        (44_620, '<workbookPr date1904="1"/>', "2026-03-01"),
        (0, '<workbookPr date1904="true"/>', "1904-01-01"),
    ],
)
def test_days_are_iso_days(file, serial, old, text):
    assert column(file, number(serial, 1), properties=old, **DAYS) == [text]


def test_days_may_be_written_as_such(file):
    cells = [
        typed("d", "2026-03-01"),
        typed("d", "2026-03-01T00:00:00"),
        typed("d", "2026-03-01T08:30:00"),
    ]
    assert column(file, *cells) == ["2026-03-01", "2026-03-01", "2026-03-01T08:30:00"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (number("1.234567890123457e+18"), "too large to be exact, so its last digits are lost"),
        (number(-(2**53)), "too large to be exact"),
        (number("9" * 5_000), "is no number"),
        (number("1e999"), "is no number"),
        (number("nan"), "is no number"),
        (number("1_000"), "is no number"),
        (number("１"), "is no number"),
        (number(60, 1), "29th of February 1900"),
        (number(0, 1), "is no day of the calendar"),
        (number(-1, 1), "is no day of the calendar"),
        (number(1e300, 1), "beyond the calendar"),
        (number(2_958_466, 1), "beyond the calendar"),
        (typed("d", "soon"), "is no day of the calendar"),
        (typed("b", "yes"), "is no truth value"),
        (typed("e", "#N/A"), "is an error of the sheet"),
        (typed("zz", "x"), "of the unknown type 'zz'"),
        ("<c><f>1+1</f></c>", "is a formula without a value"),
        ("<c><f>1+1</f><v/></c>", "is a formula without a value"),
        ('<c t="e"><f t="shared" si="0"/><v>#REF!</v></c>', "is an error of the sheet"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_odd_and_empty(file, cell, words):
    row, text, odd = one_odd(file, "a", "b", cell, **DAYS)
    assert words in odd.what
    assert (row, text, odd.fits) == (2, "", "optional" if 't="e"' in cell else "none")


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        ("<c><f>1+1</f><v>2</v></c>", "2", "=1+1"),
        ("<c t='str'><f>A1</f><v>Ann</v></c>", "Ann", "=A1"),
        ('<c><f t="shared" si="0"/><v>46082</v></c>', "46082", "46082"),
        ('<c s="1"><f>TODAY()</f><v>46082</v></c>', "2026-03-01", "=TODAY()"),
        ("<c t='b'><f>A1</f><v>1</v></c>", "TRUE", "=A1"),
    ],
)
def test_a_formula_is_its_last_value(file, cell, text, value):
    row, found, odd = one_odd(file, cell, **DAYS)
    assert (row, found, odd.value, odd.fits) == (0, text, value, "any")


def test_a_formula_whose_value_is_no_text_is_an_empty_cell(file):
    table = read(file, package(rows("x|n", "<c t='str'><f>A1</f><v></v></c>|1")))
    assert (table.cells["x"].tolist(), table.odd["x"][0].fits) == ([""], "any")


def test_formulas_of_another_writer_are_seen(file):
    def fill(sheet):
        sheet.append(["id", "name", "sum"])
        sheet.append(["C1", "=cmd|' /C calc'!A0", ArrayFormula("C2:C2", "=1+1")])

    table = read(file, saved(file, fill))
    shown = [(column, odd.value) for column, rows in table.odd.items() for odd in rows.values()]
    assert shown == [("name", "=cmd|' /C calc'!A0"), ("sum", "=1+1")]
    assert table.cells.to_numpy().tolist() == [["C1", "", ""]]


def test_what_a_cell_holds_is_shown_in_one_short_line(file):
    cell = f"<c><f>&quot;\n\u202e{'x' * 100}&quot;</f></c>"
    value = one_odd(file, cell)[-1].value
    assert value.startswith('="\\n\\u202exxx')
    assert value.endswith("x…")


def test_ids_that_excel_has_spoiled_are_told_from_days_and_truths(file):
    _, text, spoiled = one_odd(file, "a", "b", number(46_082, 1), **DAYS)
    assert "is a date among values that are none" in spoiled.what
    assert (text, spoiled.value, spoiled.fits) == ("2026-03-01", "2026-03-01", "day")
    _, text, spoiled = one_odd(file, typed("b", 1), "a")
    assert "is a truth value among others" in spoiled.what
    assert (text, spoiled.value, spoiled.fits) == ("", "TRUE", "none")
    texts = ["2026-01-01", "2026-01-02", number(46_082, 1), "soon"]
    assert column(file, *texts, **DAYS) == ["2026-01-01", "2026-01-02", "2026-03-01", "soon"]
    assert column(file, typed("b", 1), typed("b", 0), "") == ["TRUE", "FALSE", ""]


@pytest.mark.parametrize(
    ("header", "places", "words"),
    [
        ("id|<c/>|x", ["B1"], "the column has no name in the first row"),
        ("id|id|x", ["A1", "B1"], "is the name of two columns"),
        ("Key account review", ["B1", "C1"], "is that row the header?"),
        ("id|<c><f>A1</f></c>|x", ["B1"], "the column has no name"),
    ],
)
def test_a_header_names_every_column_once(file, header, places, words):
    found = problems(file, package(rows(header, "a|b|c")))
    assert [place.rpartition(" ")[2] for place in found["place"]] == places
    assert words in found["problem"].iloc[0]


def test_tables_stand_side_by_side_where_a_name_repeats(file):
    lines = ["Notes", "", "Name|Company||Deal|Company", "Ann|Acme||Pumps|Acme", "Bo|Acme"]
    file.write_bytes(package(rows(*lines)))
    people, deals = read_sheets(file)
    assert people.cells.to_numpy().tolist() == [["Ann", "Acme"], ["Bo", "Acme"]]
    assert (deals.name, [*deals.cells], deals.lines.tolist()) == (
        f"{people.name} 2",
        ["Deal", "Company"],
        [4],
    )
    assert deals.name_place(0, "Company").endswith("cell E4")
    assert (people.parted_at, deals.parted_at) == ("", "column D")


def test_columns_that_a_given_header_does_not_name_are_left_out(file):
    file.write_bytes(package(rows("Name|Title", "Ann|CEO||ask Kim")))
    with pytest.raises(BookError, match="then columns without a name are left out"):
        read_sheets(file)
    (name,) = list_sheets(file)
    (table,) = read_sheets(file, headers={fold_name(name): [(1,)]})
    assert table.cells.to_numpy().tolist() == [["Ann", "CEO"]]
    assert table.nameless == (("D", "ask Kim"),)


def test_a_total_below_is_the_footer(file):
    lines = ["id|name", "a|Ann", "Total|Bo", "总计：|1,200", "Total"]
    table = read(file, package(rows(*lines)))
    assert table.cells["id"].tolist() == ["a", "Total"]
    assert table.footer == ((4, "总计：, 1,200"), (5, "Total"))
    assert table.lines.tolist() == [2, 3]


def merged(*ranges):
    listed = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return f"<mergeCells>{listed}</mergeCells>"


def test_cells_merged_in_a_column_all_hold_the_same(file):
    lines = rows("account|id", "A1|a", "|b", "", "|c", "A2|d")
    table = read(file, package(lines, merged("A2:A5", "A7:A1048576", "C9:XFD9")))
    assert table.cells["account"].tolist() == ["A1", "A1", "A1", "A2"]
    assert table.lines.tolist() == [2, 3, 5, 6]


def test_a_merged_cell_may_hide_all_that_the_last_row_holds(file):
    table = read(file, package(rows("account|id", "A1|a", "", "hidden|"), merged("A3:A4")))
    assert table.cells.to_numpy().tolist() == [["A1", "a"], ["", ""]]
    assert table.footer == ()


@pytest.mark.parametrize(
    ("area", "places", "words"),
    [
        ("A2:B2", {"account": [0], "id": [0]}, "merged with cells of other columns"),
        ("A1:A2", {"account": [0]}, "merged with rows below the header"),
    ],
)
def test_cells_of_other_merged_ranges_are_odd(file, area, places, words):
    table = read(file, package(rows("account|id", "A1|a", "|b"), merged(area)))
    assert {column: [*cells] for column, cells in table.odd.items()} == places
    assert all(words in odd.what for cells in table.odd.values() for odd in cells.values())


def test_a_merged_title_of_the_header_does_not_matter(file):
    lines = rows("", "account|id", "A1|a")
    assert len(read(file, package(lines, merged("A1:B1"))).cells) == 1


@pytest.mark.parametrize("area", ["", "A1", "A1:", "a1:b2", "A1:B2:C3", "A1:B99999999"])
def test_a_merged_range_is_a_range(file, area):
    refused(file, package(rows("x"), merged(area)), "is no range of cells")


def test_merged_ranges_that_overlap_are_refused(file):
    refused(file, package(rows("x", "a"), merged(*["A1:XFD1048576"] * 10)), "merged cells overlap")


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<row r="2"><c r="A3"><v>1</v></c></row>', "row 2 holds a cell called 'A3'"),
        ('<row r="2"><c r="2"><v>1</v></c></row>', "holds a cell called '2'"),
        ('<row r="2"><c r="XFE2"><v>1</v></c></row>', "holds a cell called 'XFE2'"),
        ('<row r="2"><c r="AAAA2"><v>1</v></c></row>', "holds a cell called 'AAAA2'"),
        ('<row r="2"/><row r="2"/>', "row 2 follows row 2"),
        ('<row r="3"/><row r="2"/>', "row 2 follows row 3"),
        ('<row r="1048577"/>', "row 1048577 follows row 0"),
        ('<row r="0"/>', "row 0"),
        ('<row r="-1"/>', "row -1"),
        ('<row r="x"/>', "row x"),
    ],
)
def test_cells_out_of_place_are_refused(file, xml, words):
    refused(file, package(xml), words)


def test_a_cell_that_stands_twice_is_refused(file):
    xml = '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'
    refused(file, package(xml), "cell A1 stands in the sheet twice")


@pytest.mark.parametrize("number", [-1, 1, "9" * 5_000, "²"])
def test_a_cell_without_its_text_is_refused(file, number):
    words = "cell A2 refers to a text that is not in the workbook"
    refused(file, package(rows("x", typed("s", number))), words)


def test_a_far_cell_costs_nothing(file):
    lines = rows("x", "a") + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    begin = time.process_time()
    assert read(file, package(lines)).lines.tolist() == [2, 1_048_576]
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    refused(
        file, package(rows("x") + far), "cell XFD1048576: lies beyond the limit of 1,000 columns"
    )
    dimension = '<dimension ref="A1:XFD1048576"/><sheetData>'
    lying = parts(rows("x", "a"))
    lying[SHEET] = lying[SHEET].replace("<sheetData>", dimension)
    assert len(read(file, zipped(lying)).cells) == 1
    assert time.process_time() - begin < 1


@pytest.mark.long
def test_a_sheet_of_scattered_cells_is_refused(file):
    scattered = "".join(
        f'<row r="{row}"><c r="{chr(65 + row % 26)}{chr(65 + row // 26 % 26)}{row}"><v>1</v></c></row>'
        for row in range(1, 20_000)
    )
    refused(
        file,
        package(scattered),
        "nearly empty",
    )


def test_limits_are_kept(file):
    refused(file, package(rows("x", "a", "b")), "2 rows are more than 1", limits=Limits(rows=1))
    refused(file, package(rows("x|y")), "cell B1: .* limit of 1 columns", limits=Limits(columns=1))
    refused(file, package(rows("x", "long")), "longer than 3", limits=Limits(cell=3))
    refused(file, package(rows("x")), "nested more than 2", limits=Limits(depth=2))
    refused(file, package(rows("x")), "bytes when decompressed", limits=Limits(size=100))
    truth = package(rows("x", typed("b", 0)))
    refused(file, truth, "cell A2: is longer than 4", limits=Limits(cell=4))
    shared = {STRINGS: f'<sst xmlns="{MAIN}"><si><t>long</t></si></sst>'}
    refused(file, package(rows("x"), more=shared), "sharedStrings.*longer", limits=Limits(cell=3))


def test_sheets_are_listed_and_only_those_wanted_are_read(file):
    workbook = openpyxl.Workbook()
    workbook.active.title = "people"
    workbook.active.append(["id"])
    workbook.create_sheet("sums").append(["=1+1"])
    workbook.create_sheet("old").sheet_state = "veryHidden"
    workbook.create_chartsheet("chart")
    workbook.save(file)
    unread = list_sheets(file)
    assert [*unread] == ["people", "sums", "old", "chart"]
    assert unread["people"] == unread["sums"] == ""
    assert unread["old"].startswith("is hidden so that only its macros show it")
    assert unread["chart"].startswith("is a chart")
    assert [table.name for table in read_sheets(file, names={"people", "old"})] == ["people"]
    assert read_sheets(file, names=()) == []
    assert [table.name for table in read_sheets(file)] == ["people", "sums"]


def test_the_strict_form_and_prefixes_are_read(file):
    strict = {"main": STRICT_MAIN, "office": STRICT_OFFICE}
    assert read(file, package(rows("x", "a"), **strict)).cells["x"].tolist() == ["a"]
    prefixed = parts()
    prefixed[SHEET] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    assert [*read(file, zipped(prefixed)).cells] == ["1"]


def test_macros_links_and_parts_that_nobody_needs_are_not_looked_at(file):
    more = {
        "xl/vbaProject.bin": "not a macro",
        "xl/externalLinks/externalLink1.xml": "<!DOCTYPE x>",
        "../evil": "x",
        STRINGS: None,
        STYLES: None,
        BOOK_RELS: relations(worksheet="/xl/worksheets/sheet1.xml"),
    }
    assert read(file, package(rows("x", "a"), more=more)).cells["x"].tolist() == ["a"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"_rels/.rels": None}, "a zip archive, but no workbook"),
        ({"_rels/.rels": relations()}, "a zip archive, but no workbook"),
        ({"_rels/.rels": relations(officeDocument="../../etc/passwd")}, "etc/passwd is missing"),
        ({"_rels/.rels": relations(officeDocument=STYLES)}, "styles.xml is no workbook"),
        ({BOOK: None}, "the part xl/workbook.xml is missing"),
        ({BOOK_RELS: None}, "sheet S: its cells are not in the file"),
        ({BOOK_RELS: relations(worksheet="../../../x.xml")}, "the part x.xml is missing"),
        ({SHEET: None}, "the part xl/worksheets/sheet1.xml is missing"),
        ({STRINGS: None}, "the part xl/sharedStrings.xml is missing"),
        ({SHEET: "<worksheet>"}, "sheet S: not well-formed XML"),
        ({STYLES: "<!DOCTYPE x><x/>"}, "styles.xml: holds a DTD"),
        ({BOOK: f'<workbook xmlns="{MAIN}"/>'}, ""),
    ],
)
def test_a_part_that_is_wrong_is_named(file, more, words):
    data = package(rows("x", "a"), more=more)
    if words:
        refused(file, data, words)
    else:
        file.write_bytes(data)
        assert read_sheets(file) == []


def test_a_sheet_outside_the_file_is_never_fetched(file):
    outside = relations(worksheet="http://x.invalid/s.xml").replace(
        "/>", ' TargetMode="External"/>'
    )
    refused(file, package(rows("x"), more={BOOK_RELS: outside}), "its cells are not in the file")


@pytest.mark.parametrize("name", ["", "a&#10;b", "\u202eevil"])
def test_a_sheet_has_a_printable_name(file, name):
    book = parts(rows("x"))
    book[BOOK] = book[BOOK].replace('"S"', f'"{name}"')
    refused(file, zipped(book), "give it a printable one")


def test_two_sheets_of_one_name_are_refused(file):
    book = parts(rows("x"))
    book[BOOK] = book[BOOK].replace("</sheets>", '<sheet name="s" r:id="worksheet"/></sheets>')
    refused(file, zipped(book), "two sheets have the same name")


def test_two_sheets_of_the_same_cells_are_refused(file):
    book = parts(rows("x"))
    book[BOOK] = book[BOOK].replace("</sheets>", '<sheet name="t" r:id="worksheet"/></sheets>')
    refused(file, zipped(book), "two sheets have the same cells")


def test_a_file_that_is_not_there_is_named(tmp_path):
    for call in (read_sheets, list_sheets):
        with pytest.raises(SourceError, match=r"lost\.xlsx: No such file"):
            call(tmp_path / "lost.xlsx")
        with pytest.raises(SourceError, match="but a folder"):
            call(tmp_path)


SOUND = parts(
    rows("id|since|truth", f"a|{number(46_082, 1)}|{typed('b', 1)}", f"{typed('s', 0)}||"),
    merged("A2:A3"),
    properties='<workbookPr date1904="0"/>',
    more={STYLES: styles("yyyy"), STRINGS: f'<sst xmlns="{MAIN}"><si><t>_x0041_</t></si></sst>'},
)
flips = st.lists(st.tuples(st.integers(0, 10**4), st.integers(1, 255)), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzzed") / "book.xlsx"


def survives(path, data):
    path.write_bytes(data)
    with suppress(KamgraphError):
        read_sheets(path)


@given(flips=flips, cut=st.integers(0, 10**4))
def test_no_bytes_are_too_strange_to_refuse(fuzzed, flips, cut):
    data = bytearray(zipped(SOUND))
    survives(fuzzed, bytes(data[: cut % len(data)]))
    for at, change in flips:
        data[at % len(data)] ^= change
    survives(fuzzed, bytes(data))


@given(name=st.sampled_from([*SOUND]), flips=flips, new=st.binary(max_size=30))
def test_no_part_is_too_strange_to_refuse(fuzzed, name, flips, new):
    survives(fuzzed, zipped(SOUND | {name: new}))
    part = bytearray(SOUND[name].encode())
    for at, change in flips:
        part[at % len(part)] ^= change
    survives(fuzzed, zipped(SOUND | {name: bytes(part)}))


@given(
    old=st.sampled_from(["46082", "A2:A3", "1", "0", "2", "worksheet", "yyyy", "b", "S"]),
    new=st.text(st.characters(codec="utf-8"), max_size=8) | st.integers().map(str),
)
def test_no_value_is_too_strange_to_refuse(fuzzed, old, new):
    changed = {
        name: text.replace(f'"{old}"', quoteattr(new)).replace(f">{old}<", f">{escape(new)}<")
        for name, text in SOUND.items()
    }
    survives(fuzzed, zipped(changed))


def test_a_sheet_whose_part_is_something_else_is_refused(file):
    book = parts(rows("x"))
    sheet = next(name for name in book if "sheet" in name and name.endswith("1.xml"))
    refused(file, zipped(book | {sheet: "<chart/>"}), "is no worksheet")


def test_the_currencies_that_formats_show_are_told_beside_the_numbers(file):
    book = openpyxl.Workbook()
    book.active.append(["id", "sum"])
    shown = {
        "[$€-407] #,##0.00": "€",
        '#,##0 "EUR"': "EUR",
        "￥#,##0": "¥",
        "[$USD] 0": "USD",
        '0 "pieces"': None,
        "0.00": None,
        "General": None,
    }
    for at, code in enumerate(shown, start=2):
        book.active.append([f"d{at}", 1200])
        book.active.cell(at, 2).number_format = code
    book.save(file)
    (table,) = read_sheets(file)
    assert {*table.cells["sum"]} == {"1200"}
    told = table.currencies["sum"]
    assert [told.get(row) for row in range(len(shown))] == [*shown.values()]
    kept = table.keep_rows(table.lines != 2)
    assert kept.currencies["sum"][0] == "EUR"


@pytest.mark.parametrize(
    ("code", "currency", "unit"),
    [
        *(("[$-409]#,##0.00", "", ""), ("[$-804]0", "", ""), ("[$-F400]0", "", "")),
        *(("[$¥-804]0", "CNY", ""), ("[$￥-411]0", "JPY", ""), ("[$$-409]0", "USD", "")),
        *(("[$kr-41D]0", "SEK", ""), ("[$$-en-CA]0", "CAD", ""), ("[$¥-zzz]0", "¥", "")),
        *(('0.0"万元"', "元", "万"), ('#,##0 "k€"', "€", "k"), ('0.0 "Mio. €"', "€", "Mio")),
        *(('"USD k" 0', "USD", "k"), ('0" TEUR"', "EUR", "T"), ("0.0%", "", "%")),
        *(('#,##0,"k€"', "€", ""), ('#,##0,,"M$"', "$", ""), ('0"人"', "", "")),
        *(('"€"0" per $"', "", ""), ('"EUR" 0;[Red]"USD" 0', "", ""), ('0"€ (net)"', "€", "")),
        *(('_($* #,##0_);_($* "-"??_)', "$", ""), ("General", "", ""), ("0.0E+00", "", "")),
    ],
)
def test_a_format_shows_a_currency_and_a_unit(code, currency, unit):
    assert read_format("200", code) == (currency, unit)


def test_amounts_are_read_with_the_units_that_their_formats_show(file):
    book = openpyxl.Workbook()
    book.active.title = "Deals"
    book.active.append(["No", "Firm", "Sum", "In"])
    codes = ('0.0"万元"', '#,##0,"k€"', "0%", '0"TEUR"')
    for at, code in enumerate(codes, start=2):
        book.active.append([f"d{at}", "Acme", 1234.5, None])
        book.active.cell(at, 3).number_format = code
    book.save(file)
    found, report = kamgraph.read_with_report(file, mapping=Mapping.from_toml(MONEY))
    assert found.deals["value"].fillna(-1).tolist() == [12_345_000, 1234.5, -1, -1]
    assert found.deals["currency"].fillna("").tolist() == ["CNY", "EUR", "", "EUR"]
    assert report.lost["reason"].tolist() == [
        "is a share of something, and no amount",
        "is no number",
    ]


def test_units_of_formats_are_problems_of_our_own_tables(file):
    book = openpyxl.Workbook()
    book.active.title = "organizations"
    book.active.append(["id", "name", "kind"])
    book.active.append(["acme", "Acme", "customer"])
    deals = book.create_sheet("deals")
    deals.append(["id", "account", "name", "stage", "value"])
    deals.append(["d1", "acme", "Pumps", "bid", 200])
    deals.cell(2, 5).number_format = '0"万元"'
    book.save(file)
    with pytest.raises(BookError, match="cell E2: '200' is shown with 万, which the number"):
        kamgraph.read(file)


def test_a_deal_has_the_currency_that_its_amount_is_shown_in(file):
    book = openpyxl.Workbook()
    book.active.title = "Deals"
    book.active.append(["No", "Firm", "Sum", "In"])
    for at, (code, named) in enumerate([("[$€-407] 0", None), ("0", "GBP"), ("0", None)], start=2):
        book.active.append([f"d{at}", "Acme", 1200, named])
        book.active.cell(at, 3).number_format = code
    book.save(file)
    mapping = Mapping.from_toml(MONEY)
    deals = kamgraph.read(file, mapping=mapping).deals
    assert deals["value"].tolist() == [1200, 1200, 1200]
    assert deals["currency"].fillna("").tolist() == ["EUR", "GBP", ""]
