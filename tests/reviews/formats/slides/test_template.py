"""The firm's own template: its size, layouts and placeholders, whatever they are called."""

import pptx
import pytest
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

import kamgraph
import slide_shapes
from kamgraph.errors import SourceError
from kamgraph.reviews.formats.slides.package import clear_stamps, convert_template
from kamgraph.reviews.formats.slides.template import open_template

TEMPLATE = b"presentationml.template.main+xml"
PRESENTATION = b"presentationml.presentation.main+xml"
SECTIONS = (
    f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
    '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/>'
    "</p:ext></p:extLst>"
)


def house(*, keep=range(11), dark=False):
    """A template of 4:3 with layouts called after plants, a sample slide and sections."""
    presentation = pptx.Presentation()
    for number, layout in enumerate(list(presentation.slide_layouts)):
        if number in keep:
            layout.name = f"Fern {number}"
        else:
            presentation.slide_layouts.remove(layout)
    if dark:
        fill = presentation.slide_master.background.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor(0x10, 0x18, 0x30)
    if len(presentation.slide_layouts):
        slide = presentation.slides.add_slide(presentation.slide_layouts[0])
        for shape in slide.placeholders:
            shape.text_frame.text = "Sample"
    presentation.part._element.append(parse_xml(SECTIONS))
    return presentation


@pytest.fixture
def saved(tmp_path):
    def save(presentation, name="house.pptx"):
        presentation.save(tmp_path / name)
        return tmp_path / name

    return save


@pytest.fixture
def shown(firm, tmp_path):
    def show(template):
        review = kamgraph.review(firm(7))
        return pptx.Presentation(review.to_pptx(tmp_path / "review.pptx", template=template))

    return show


@pytest.fixture(scope="module")
def at_home(firm, tmp_path_factory):
    """The slides of a review in the template, and where it is."""
    folder = tmp_path_factory.mktemp("house")
    house().save(folder / "house.pptx")
    path = kamgraph.review(firm(7)).to_pptx(folder / "review.pptx", template=folder / "house.pptx")
    return pptx.Presentation(path), folder / "house.pptx"


def test_slides_take_the_size_and_the_layouts_of_a_template(at_home):
    slides, _ = at_home
    assert (slides.slide_width, slides.slide_height) == (Inches(10), Inches(7.5))
    assert slides.slides[0].slide_layout.name == "Fern 0"  # with a centred title
    assert {slide.slide_layout.name for slide in list(slides.slides)[1:]} == {
        "Fern 5"
    }  # title only
    assert "Sample" not in [text for slide in slides.slides for text in slide_shapes.texts(slide)]
    assert slides.part._element.find(f".//{qn('p:ext')}") is None


def test_titles_keep_the_looks_of_a_template(at_home):
    for slide in at_home[0].slides:
        title = slide.shapes.title
        (run,) = title.text_frame.paragraphs[0].runs
        assert run.font.name is None
        assert run.font.color.type is None
        inherited = slide.slide_layout.placeholders[0]
        assert (title.left, title.width) == (inherited.left, inherited.width)


def test_nothing_is_placed_outside_a_small_slide_or_on_its_title_and_foot(at_home):
    slides, template = at_home
    room = open_template(template).room
    for slide in list(slides.slides)[1:]:
        for shape in slide.shapes:
            if not shape.is_placeholder and shape._element.tag != qn("p:cxnSp"):
                left, top, right, foot = slide_shapes.edges(shape)
                assert room.x - 1 <= left, shape.name
                assert right <= room.right + 1, shape.name
                assert room.y - 1 <= top, shape.name
                assert foot <= room.foot + 1, shape.name


def test_page_number_and_footer_stand_where_the_template_has_them(at_home):
    slide = at_home[0].slides[2]
    kinds = {shape.placeholder_format.type: shape for shape in slide.placeholders}
    assert kinds[PP_PLACEHOLDER.FOOTER].text_frame.text == "Account review · Person firm"
    assert kinds[PP_PLACEHOLDER.SLIDE_NUMBER]._element.find(f".//{qn('a:fld')}") is not None
    ids = [shape.shape_id for shape in slide.shapes]
    assert len(ids) == len(set(ids))


def test_on_a_dark_background_the_map_stands_on_paper(at_home, saved, shown):
    assert "Paper" not in {shape.name for shape in at_home[0].slides[2].shapes}
    dark = shown(saved(house(dark=True), "dark.pptx")).slides[2]
    (paper,) = (shape for shape in dark.shapes if shape.name == "Paper")
    assert str(paper.fill.fore_color.rgb) == "FFFFFF"
    left, top, right, foot = slide_shapes.edges(paper)
    for box in slide_shapes.people(dark).values():
        inner = slide_shapes.edges(box)
        assert left <= inner[0]
        assert top <= inner[1]
        assert inner[2] <= right
        assert inner[3] <= foot


def test_a_template_file_is_taken_like_a_presentation(saved):
    path = saved(house())
    content = path.read_bytes()
    template = path.with_suffix(".potx")
    template.write_bytes(retyped(content, TEMPLATE))
    assert open_template(template).cover.name == "Fern 0"


def retyped(content, kind):
    """The same package under another content type."""
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(PRESENTATION, kind))
    return stream.getvalue()


def test_without_a_layout_for_the_cover_another_with_a_title_serves(saved, shown):
    slides = shown(saved(house(keep=[5])))
    assert {slide.slide_layout.name for slide in slides.slides} == {"Fern 5"}
    assert "does not lean" in " ".join(slide_shapes.texts(slides.slides[0]))


def test_a_layout_with_a_text_serves_where_no_other_does(saved, shown):
    slides = shown(saved(house(keep=[1])))
    kinds = {shape.placeholder_format.type for shape in slides.slides[2].placeholders}
    assert PP_PLACEHOLDER.OBJECT not in kinds


@pytest.mark.parametrize("keep", [[], [6]], ids=["none", "blank"])
def test_a_template_without_a_usable_layout_is_refused(saved, keep):
    with pytest.raises(SourceError, match=r"house\.pptx: no layout has a title and room below it"):
        open_template(saved(house(keep=keep)))


def test_a_template_whose_title_leaves_no_room_is_refused(saved):
    presentation = house(keep=[5])
    presentation.slide_layouts[0].placeholders[0].left = Pt(0)
    presentation.slide_layouts[0].placeholders[0].top = Pt(0)
    presentation.slide_layouts[0].placeholders[0].width = Pt(700)
    presentation.slide_layouts[0].placeholders[0].height = Pt(480)
    with pytest.raises(SourceError, match="no layout has a title and room"):
        open_template(saved(presentation))


def test_what_is_no_template_is_refused_by_name(tmp_path, saved):
    path = tmp_path / "house.pptx"
    with pytest.raises(SourceError, match=r"house\.pptx: No such file"):
        open_template(path)
    path.write_text("no archive")
    with pytest.raises(SourceError, match=r"house\.pptx: is no PowerPoint file; save"):
        open_template(path)
    saved(house())
    path.write_bytes(retyped(path.read_bytes(), b"wordprocessingml.document.main+xml"))
    with pytest.raises(SourceError, match=r"house\.pptx: is no PowerPoint file, or damaged"):
        open_template(path)


def test_macros_are_refused(saved):
    content = saved(house()).read_bytes()
    macros = retyped(content, b"presentation.macroEnabled.main+xml")
    with pytest.raises(SourceError, match="deck: holds macros"):
        convert_template(macros, "deck")


def test_packages_without_time_are_the_same_whenever_they_are_made(saved):
    content = saved(house()).read_bytes()
    assert clear_stamps(clear_stamps(content)) == clear_stamps(content)
