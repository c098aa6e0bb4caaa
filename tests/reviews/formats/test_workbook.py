import datetime as dt

import pytest

import kamgraph as k
from hostile import hostile_names

openpyxl = pytest.importorskip("openpyxl")

DEMO = k.load_demo()


def opened(review, folder):
    return openpyxl.load_workbook(review.to_xlsx(folder / "review.xlsx"))


def sheets_of(review, book):
    """Return the sheet of each section that has a table, by the section's name."""
    named = [section for section in review.sections if section.table]
    return dict(zip([section.name for section in named], book.worksheets[1:], strict=True))


@pytest.fixture(scope="module", params=["en", "zh"])
def review(request):
    graph = k.build_graph(DEMO, deal="dispatch-platform")
    return k.review(graph, since="2026-04-30", language=request.param)


@pytest.fixture(scope="module")
def sheets(review, tmp_path_factory):
    return opened(review, tmp_path_factory.mktemp("book"))


def test_the_first_sheet_tells_the_summary_and_leads_to_every_table(review, sheets):
    front = sheets.worksheets[0]
    assert front["A1"].value == review.title
    texts = [cell.value for cell in front["B"]]
    assert [point.sentence for point in review.summary] == texts[3:8]
    links = {cell.value: cell.hyperlink.location for cell in front["A"] if cell.hyperlink}
    assert list(links) == [section.heading for section in review.sections if section.table]
    assert [place.split("!")[0].strip("'") for place in links.values()] == sheets.sheetnames[1:]


def test_every_table_is_there_with_its_numbers_as_numbers(review, sheets):
    found = sheets_of(review, sheets)
    for name, rows in review.tables.items():
        assert [found[name].cell(row, 1).value for row in range(2, len(rows) + 2)] == [
            rows[next(iter(section.table.columns))].iloc[at] or None
            for section in review.sections
            if section.name == name
            for at in range(len(rows))
        ]
    heads = [cell.value for cell in found["standing"][1]]
    choice = found["standing"][5]
    assert choice[heads.index(review.sections[0].table.columns["after"].heading)].value == (
        pytest.approx(k.scores(k.build_graph(DEMO, deal="dispatch-platform"))["choice"].item())
    )
    error = heads.index(review.sections[0].table.columns["error"].heading)
    assert choice[error].number_format == '"±"0'
    assert {cell.number_format for cell in choice if cell.data_type == "n" and cell.value} == {
        "0",
        '"±"0',
    }


def test_every_sheet_is_ready_to_work_with(review, sheets):
    for name, sheet in sheets_of(review, sheets).items():
        assert sheet.freeze_panes == "B2"
        last = openpyxl.utils.get_column_letter(sheet.max_column)
        assert sheet.auto_filter.ref == f"A1:{last}{len(review.tables[name]) + 1}"
        assert all(10 <= one.width <= 49 for one in sheet.column_dimensions.values())
        assert len(sheet.title) <= 31


def test_the_same_review_gives_the_same_bytes(tmp_path):
    graph = k.build_graph(DEMO, account="yaochuan")
    first, second = (k.review(graph).to_xlsx(tmp_path / f"{n}.xlsx").read_bytes() for n in "ab")
    assert first == second


@pytest.mark.parametrize("start", [0, 9, 18])
def test_hostile_texts_are_only_texts(firm, tmp_path, start):
    names = hostile_names()
    texts = iter([*names[start:], *names, "=1+1", "@SUM(A1)", "+1", "http://x.y", *names])
    ties = [("seller", "buyer", "knows")]
    graph = k.build_graph(firm({"boss": 0}, ties=ties, text=lambda _: next(texts)), deal="deal")
    book = opened(k.review(graph), tmp_path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    outside = [cell for cell in cells if cell.hyperlink and cell.hyperlink.target]
    assert outside == []
    assert names[start] in " ".join(cell.value for cell in cells if isinstance(cell.value, str))


def test_a_portfolio_has_sheets_too(tmp_path):
    review = k.review(k.build_graph(DEMO), since=dt.date(2026, 4, 30))
    found = sheets_of(review, opened(review, tmp_path))
    assert [cell.value for cell in found["accounts"]["A"]][:2] == ["Account", "Yaochuan Power Grid"]


def test_without_the_extra_it_is_said_how_to_get_it(firm, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    review = k.review(k.build_graph(firm(), account="firm"))
    with pytest.raises(k.SourceError, match=r"pip install .* \(the extra kamgraph\[excel\]\)"):
        review.to_xlsx(tmp_path / "review.xlsx")
    assert not list(tmp_path.iterdir())


def test_charts_stand_below_tables_and_are_made_of_their_cells(review, sheets):
    found = sheets_of(review, sheets)
    charted = {name: sheet._charts for name, sheet in found.items() if sheet._charts}
    assert {"standing", "key_people", "routes", "contributions"} <= set(charted)
    [chart] = charted["key_people"]
    rows, sheet = len(review.tables["key_people"]), found["key_people"]
    heads = [cell.value for cell in sheet[1]]
    for series, name in zip(chart.series, ("weight", "power"), strict=True):
        column = next(one for one in review.sections if one.name == "key_people").table.columns[
            name
        ]
        letter = openpyxl.utils.get_column_letter(heads.index(column.heading) + 1)
        place = series.val.numRef.f.replace("'", "")
        assert place == f"{sheet.title}!${letter}$2:${letter}${rows + 1}"


def test_what_each_person_brings_adds_up_to_the_scores_by_a_formula(review, sheets):
    sheet, rows = sheets_of(review, sheets)["contributions"], review.tables["contributions"]
    total = [cell for cell in sheet[len(rows) + 2] if cell.data_type == "f"]
    assert [cell.value for cell in total] == [
        f"=50+SUM({cell.column_letter}2:{cell.column_letter}{len(rows) + 1})" for cell in total
    ]
    assert len(total) == 4
    for cell in total[:3]:
        column = [sheet.cell(row, cell.column).value or 0 for row in range(2, len(rows) + 2)]
        heading = sheet.cell(1, cell.column).value
        standing = review.tables["standing"].set_index("axis")["after"]
        assert 50 + sum(column) == pytest.approx(standing[heading])


def test_figures_of_the_summary_lead_to_their_rows(sheets):
    links = [cell.hyperlink.location for cell in sheets.worksheets[0]["B"] if cell.hyperlink]
    assert links
    assert all(place.split("!")[0].strip("'") in sheets.sheetnames for place in links)


def test_every_figure_has_a_note_on_where_it_comes_from(review, sheets):
    [people] = (one for one in review.sections if one.name == "key_people")
    sheet = sheets_of(review, sheets)["key_people"]
    heads = [cell.value for cell in sheet[1]]
    for name, column in people.table.columns.items():
        cells = [sheet.cell(row, heads.index(column.heading) + 1) for row in range(2, 4)]
        noted = [cell.comment.text if cell.comment else "" for cell in cells]
        assert all(noted) if column.kind in {"score", "share"} else not any(noted), name
    power = sheet.cell(2, heads.index(people.table.columns["power"].heading) + 1).comment.text
    assert "何国栋" in power
    assert len(power.splitlines()) > 3
