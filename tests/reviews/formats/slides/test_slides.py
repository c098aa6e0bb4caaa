"""The slides of a review, read back with python-pptx."""

import io
import itertools
import re
import sys
import zipfile

import numpy as np
import openpyxl
import pptx
import pytest
from pptx.oxml.ns import qn
from pptx.util import Pt

import kamgraph
import slide_shapes
from kamgraph.errors import SourceError
from kamgraph.model.colours import colour
from kamgraph.model.voice import share, speaking
from kamgraph.plot.contact_grid import ContactGrid
from kamgraph.reviews.formats.slides.pages import _measure_fonts, _write_quotes
from kamgraph.reviews.section import Quote

TITLE, SUMMARY, MAP, APPENDIX = 0, 1, 2, 7
ASIAN = "\u2e80-\u9fff\uff00-\uffef"
PIECES = re.compile(rf"[{ASIAN}]|[^\s/{ASIAN}-]+[/-]*\s*|[/-]+\s*|\s+")


def titled(slides, heading):
    return [slide for slide in slides if slide.shapes.title.text_frame.text.startswith(heading)]


def tables(some):
    return [shape.table for slide in some for shape in slide.shapes if shape.has_table]


def test_cover_and_summary_say_what_the_review_says(review, slides):
    cover = " ".join(slide_shapes.texts(slides[TITLE]))
    assert review.title in cover
    assert review.verdict in cover
    said = slide_shapes.texts(slides[SUMMARY])
    assert all(point.sentence in said for point in review.summary[1:])
    assert len(review.summary) == 5
    grounds = review.verdict.removeprefix(f"{slides[SUMMARY].shapes.title.text_frame.text}: ")
    assert grounds != review.verdict
    assert grounds[0].upper() + grounds[1:] in said


def test_six_slides_in_front_say_their_message_in_the_title(review, slides):
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    front, appendix = titles[SUMMARY:APPENDIX], titles[APPENDIX + 1 :]
    assert len(front) == 6
    assert titles[APPENDIX] == "Appendix"
    told = " ".join(
        [*(point.sentence for point in review.summary), *map(_sentence, review.sections)]
    )
    assert all(title in told for title in front)
    assert not {section.heading for section in review.sections} & {*front}
    headings = (*(section.heading for section in review.sections), "Power held")
    assert all(title.startswith(headings) for title in appendix)


def _sentence(section):
    return section.sentence


def test_the_file_is_signed_with_what_it_is(path):
    properties = pptx.Presentation(path).core_properties
    assert properties.title == "Account review · Yaochuan Power Grid"
    assert (properties.author, properties.last_modified_by) == ("", "")


def test_every_section_with_a_table_has_its_slides(review, slides):
    headings = [slide.shapes.title.text_frame.text for slide in slides]
    for section in review.sections:
        if section.table and not section.fine_print:
            assert any(heading.startswith(section.heading) for heading in headings), section.name


def test_tables_are_dealt_over_slides_and_nothing_is_lost(review, slides):
    (section,) = (section for section in review.sections if section.name == "gaps")
    some = titled(slides, section.heading)
    assert len(some) > 1
    rows = [row for table in tables(some) for row in list(table.rows)[1:]]
    for place, (name, column) in enumerate(section.table.columns.items()):
        said = [row.cells[place].text_frame.paragraphs[0].text for row in rows]
        values = section.table.rows[name]
        if column.kind == "share":
            values = values.map(share)
        assert said == [str(value) for value in values]


def test_key_persons_are_a_native_table_with_scores_in_their_colours(review, slides):
    key = review.tables["key_people"]
    cells = {
        row.cells[0].text_frame.paragraphs[0].text: list(row.cells)
        for table in tables(titled(slides, "Key persons"))
        for row in list(table.rows)[1:]
    }
    assert list(cells) == key["name"].tolist()
    columns = next(part.table.columns for part in review.sections if part.name == "key_people")
    first = cells[key["name"].iloc[0]][list(columns).index("choice")]
    assert str(first.fill.fore_color.rgb) == colour(key["choice"].iloc[0])[1:].upper()
    assert first.text_frame.text.split() == [f"{key['choice'].iloc[0]:.0f}", key["band"].iloc[0]]


def test_the_map_has_boxes_for_most_key_persons_and_no_two_overlap(review, slides):
    boxes = slide_shapes.people(slides[MAP])
    names = {name for shape in boxes.values() for name in shape.text_frame.text.split("\n")[:1]}
    graph = review.results.graph
    key = kamgraph.key_people(graph)["name"]
    found = [any(name in shown for shown in names) for name in key]
    assert found[0]
    assert sum(found) >= 7  # in letters that can be read from afar
    for one, other in itertools.combinations(boxes.values(), 2):
        a, b = slide_shapes.edges(one), slide_shapes.edges(other)
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_boxes_are_filled_by_choice_and_edged_by_power(review, slides):
    accepted = kamgraph.acceptance(review.results.graph)
    person = accepted["power"].idxmax()
    name = review.results.graph.people.loc[person, "name"]
    (box,) = (one for one in slide_shapes.people(slides[MAP]).values() if one.name == name)
    assert str(box.fill.fore_color.rgb) == colour(accepted.loc[person, "choice"])[1:].upper()
    assert box.line.width == max(
        one.line.width for one in slide_shapes.people(slides[MAP]).values()
    )
    foot = box.text_frame.text.split("\n")[-1]
    assert foot.split("\t")[0] == f"{accepted.loc[person, 'choice']:.0f}"


def test_connectors_are_glued_and_end_where_they_are_glued(slides):
    boxes = slide_shapes.people(slides[MAP])
    connectors = slide_shapes.ties(slides[MAP])
    for connector in connectors:
        for (box, place), end in zip(
            slide_shapes.glue_points(connector), slide_shapes.ends(connector), strict=True
        ):
            assert end == pytest.approx(slide_shapes.place(boxes[box], place), abs=0.05), (
                connector.name
            )
    kinds = {connector.name.split(":")[0] for connector in connectors}
    assert {"reports_to", "influences"} <= kinds


def test_lines_of_the_chart_lead_from_the_boss_to_the_report(review, slides):
    boxes = slide_shapes.people(slides[MAP])
    names = review.results.graph.people["name"]
    lines = [one for one in slide_shapes.ties(slides[MAP]) if one.name.startswith("reports_to:")]
    assert lines
    for line in lines:
        report, boss = line.name.removeprefix("reports_to:").split(">")
        (upper, _), (lower, _) = slide_shapes.glue_points(line)
        assert names[boss] in boxes[upper].text_frame.text
        assert names[report] in boxes[lower].text_frame.text


def test_nothing_leaves_its_slide(path):
    presentation = pptx.Presentation(path)
    width, height = presentation.slide_width / Pt(1), presentation.slide_height / Pt(1)
    for slide in presentation.slides:
        for shape in slide_shapes.shapes(slide):
            if shape._element.tag == qn("p:cxnSp"):
                corners = slide_shapes.ends(shape)
            else:
                left, top, right, foot = slide_shapes.edges(shape)
                corners = [(left, top), (right, foot)]
            for x, y in corners:
                assert -0.5 <= x <= width + 0.5, shape.name
                assert -0.5 <= y <= height + 0.5, shape.name


def test_no_text_leaves_its_shape(review, slides):
    face = _measure_fonts(review)
    for slide in slides:
        for shape in slide_shapes.shapes(slide):
            if shape.has_text_frame and not shape.is_placeholder:
                frame = shape.text_frame
                inner = (shape.width - frame.margin_left - frame.margin_right) / Pt(1)
                high = (shape.height - frame.margin_top - frame.margin_bottom) / Pt(1)
                assert_fits(frame, face, inner, high)
            elif shape.has_table:
                for row in shape.table.rows:
                    for cell, column in zip(row.cells, list(shape.table.columns), strict=True):
                        inner = (column.width - cell.margin_left - cell.margin_right) / Pt(1)
                        high = (row.height - cell.margin_top - cell.margin_bottom) / Pt(1)
                        assert_fits(cell.text_frame, face, inner, high)


def assert_fits(frame, face, width, height):
    """Wrap greedily at blanks and between East Asian letters; a word too long for a line breaks."""
    lines = 0.0
    for paragraph in frame.paragraphs:
        if paragraph.runs:
            size, bold = paragraph.runs[0].font.size / Pt(1), bool(paragraph.runs[0].font.bold)
            filled, count = 0.0, 1
            for piece in PIECES.findall(face.show(paragraph.text.replace("\t", " "))):
                long = face.measure(piece, bold=bold) * size
                seen = face.measure(piece.rstrip(), bold=bold) * size
                if filled + seen > width + 0.01 and seen <= width:
                    filled, count = 0.0, count + 1
                elif seen > width:
                    filled, count = 0.0, count + int(filled > 0)
                    for letter in piece:
                        long = face.measure(letter, bold=bold) * size
                        filled, count = (
                            (filled + long, count) if filled + long <= width else (long, count + 1)
                        )
                    long = 0.0
                filled += long
            lines += count * size * 1.22
    assert lines <= height + 0.5, frame.text


def test_texts_on_the_map_can_be_read(slides):
    sizes = [
        run.font.size / Pt(1)
        for box in slide_shapes.people(slides[MAP]).values()
        for paragraph in box.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert sorted(sizes)[len(sizes) // 10] >= 11  # nine of ten
    assert min(sizes) > 8


def test_charts_are_native_and_add_up(review, slides):
    (slide,) = titled(slides, "For and against us")
    (chart,) = (shape.chart for shape in slide.shapes if shape.has_chart)
    plot = chart.plots[0]
    base, total, up, down = (list(series.values) for series in plot.series)
    average = review.tables["contributions"]["average"]
    assert list(plot.categories)[1:-1] == review.tables["contributions"]["name"].tolist()
    assert total[0] == 50
    assert total[-1] == pytest.approx(50 + average.sum())
    steps = [(one or 0) - (other or 0) for one, other in zip(up, down, strict=True)][1:-1]
    assert steps == pytest.approx(average.tolist())
    assert all(value is not None for value in base[1:-1])


def test_touches_are_a_native_chart_of_each_quarter(review, slides):
    slide, *_ = titled(slides, "How often we meet")
    (chart,) = (shape.chart for shape in slide.shapes if shape.has_chart)
    plot = chart.plots[0]
    found = kamgraph.touches(review.results.graph, by="quarter").groupby("part")["touches"].sum()
    sums = np.sum([series.values for series in plot.series], axis=0)
    assert list(sums) == list(found.reindex(list(plot.categories), fill_value=0))
    assert sum(sums) == found.sum()


def test_whom_we_meet_is_a_table_of_functions_and_levels(review, slides):
    grids = [table for table in tables(titled(slides, "Whom we meet"))
             if table.cell(0, 1).text_frame.text == "Level 1"]  # fmt: skip
    told = {
        row.cells[0].text_frame.text: [cell.text_frame.text for cell in row.cells]
        for grid in grids
        for row in list(grid.rows)[1:]
    }
    cells = ContactGrid.of(review.results.graph).cells
    assert set(told) == {row for row, _ in cells}
    assert told["audit"][2].startswith("no contact")
    touched = [text for row in told.values() for text in row if " touch" in text]
    assert len(touched) == sum(not cell.unmet for cell in cells.values())


def test_notes_tell_what_the_words_mean(review, slides):
    meanings = review.tables["definitions"]["meaning"]
    assert all(meaning in slides[SUMMARY].notes_slide.notes_text_frame.text for meaning in meanings)
    (first, *_) = titled(slides, "Key persons")
    notes = first.notes_slide.notes_text_frame.text
    assert meanings["power"] in notes
    assert meanings["threads"] not in notes


def test_east_asian_letters_take_the_theme_s_font(firm, tmp_path):
    review = kamgraph.review(firm(5, "王{}".format), language="zh")
    slides = pptx.Presentation(review.to_pptx(tmp_path / "zh.pptx")).slides
    assert slides[SUMMARY].shapes.title.text_frame.text == "决策尚未倾向我方"
    runs = [run for slide in slides for run in slide.element.iter(qn("a:r")) if "王" in run.text]
    assert runs
    for run in runs:
        assert run.find(qn("a:rPr")).get("lang") == "zh-CN"
        assert run.find(qn("a:rPr")).find(qn("a:ea")).get("typeface") in {"+mn-ea", "+mj-ea"}


@pytest.mark.long
def test_the_same_review_gives_the_same_bytes(firm, tmp_path):
    graph = firm(6)
    paths = [kamgraph.review(graph).to_pptx(tmp_path / f"{name}.pptx") for name in ("one", "other")]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with zipfile.ZipFile(paths[0]) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


HOSTILE = {
    "p0": '=HYPERLINK("http://x","{}")',
    "p1": "</a:t><script>{}</script>&amp;_x0041_ \u202e\u200d\ue000",
    "p2": "{} " + "Bartholomäus-Maximilian " * 40,
    "p3": "{}" + "W" * 3_000,
}


@pytest.mark.long
def test_hostile_names_are_text_and_fit(firm, tmp_path):
    def name(key):
        return HOSTILE.get(key, "{}").format(key)

    review = kamgraph.review(firm(4, name, title=name("p2")))
    path = review.to_pptx(tmp_path / "review.pptx")
    presentation = pptx.Presentation(path)
    height = presentation.slide_height
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= height + Pt(1)
    test_no_text_leaves_its_shape(review, presentation.slides)
    with zipfile.ZipFile(path) as archive:
        books = [name for name in archive.namelist() if name.endswith(".xlsx")]
        assert books
        for book in books:
            sheet = openpyxl.load_workbook(io.BytesIO(archive.read(book))).active
            assert all(cell.data_type != "f" for row in sheet for cell in row)
            assert all(cell.hyperlink is None for row in sheet for cell in row)


def test_many_people_are_cut_to_those_who_matter(firm, tmp_path):
    review = kamgraph.review(firm(120))
    slide = pptx.Presentation(review.to_pptx(tmp_path / "many.pptx")).slides[MAP]
    boxes = slide_shapes.people(slide)
    names = {shape.text_frame.text.split("\n")[0].split("\t")[0] for shape in boxes.values()}
    assert {
        "Person p119",
        "Person p29",
        "Person p0",
    } <= names  # the key persons, and what leads there
    assert any("Person ann" in name for name in names)  # the route
    rest = len(review.results.graph.people) - len(boxes)
    assert any(f"{rest} others are left out" in text for text in slide_shapes.texts(slide))


def test_nobody_is_told_without_a_map(firm, tmp_path):
    nobody = kamgraph.Book.from_tables({"organizations": firm(3)._book.organizations})
    graph = kamgraph.build_graph(nobody, account="firm")
    path = kamgraph.review(graph).to_pptx(tmp_path / "empty.pptx")
    assert "no verdict" in " ".join(slide_shapes.texts(pptx.Presentation(path).slides[SUMMARY]))


@pytest.mark.long
def test_a_portfolio_has_slides_of_its_tables(tmp_path):
    review = kamgraph.review(kamgraph.build_graph(kamgraph.load_demo()))
    slides = pptx.Presentation(review.to_pptx(tmp_path / "portfolio.pptx")).slides
    for section in review.sections:
        if section.table and not section.fine_print:
            found = tables(titled(slides, section.heading))
            assert sum(len(table.rows) - 1 for table in found) == len(section.table.rows)


def test_without_python_pptx_the_extra_is_named(review, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(SourceError, match=r"pip install .* \(the extra kamgraph\[slides\]\)"):
        review.to_pptx(tmp_path / "review.pptx")


def test_a_folder_that_is_not_there_is_named(firm, tmp_path):
    with pytest.raises(SourceError, match="nowhere is not there; make it first"):
        kamgraph.review(firm(2)).to_pptx(tmp_path / "nowhere" / "review.pptx")


def test_notes_tell_by_whose_words_the_people_of_a_slide_are_known(review, slides):
    [section] = [one for one in review.sections if one.name == "key_people"]
    quoted = dict(zip(section.table.rows["name"], section.table.quotes, strict=True))
    shown = [slide for slide in titled(slides, "Key persons") if tables([slide])]
    told = {}
    for slide in shown:
        [table] = tables([slide])
        names = [row.cells[0].text_frame.paragraphs[0].text for row in list(table.rows)[1:]]
        told |= dict.fromkeys(names, slide.notes_slide.notes_text_frame.text)
    assert set(told) == set(quoted)
    for name, quotes in quoted.items():
        for quote in quotes:
            assert f"{quote.about} – {quote.text}" in told[name]
            assert quote.source in told[name]


def test_long_words_are_cut_in_notes():
    quote = Quote("ann", "Relationship: Friend", "无话可说，" * 200, "1 January 2026")
    with speaking("zh"):
        [line] = _write_quotes([(quote,), (quote,)])
    assert "…（1 January 2026）" in line
    assert len(line) < 350
