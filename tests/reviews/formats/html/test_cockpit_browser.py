"""The page of a review in a real browser: ``pytest -m browser``."""

from functools import partial
from pathlib import Path

import pytest

import kamgraph
from customers import make_customer
from kamgraph.sources.demo import load_demo

pytestmark = pytest.mark.browser

SINCE = "2026-04-15"
LETTERS = """() => Math.min(...[...document.querySelectorAll(".glance .person text")].map((one) =>
    Number(one.getAttribute("font-size")) * one.getScreenCTM().a))"""
AXE = Path("node_modules/axe-core/axe.min.js")
# A box is read as a sentence that begins with the name; its chips are no part of it.
EXEMPT = {"label-content-name-mismatch"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The addresses of reviews: of the demo in both languages, and of large customers."""
    folder = tmp_path_factory.mktemp("pages")
    demo = kamgraph.build_graph(load_demo(), account="yaochuan")
    reviews = {
        "en": kamgraph.review(demo, since=SINCE),
        "zh": kamgraph.review(demo, since=SINCE, language="zh"),
        "5": kamgraph.review(make_customer(5)),
        "150": kamgraph.review(make_customer(150)),
    }
    return {name: one.to_html(folder / f"{name}.html").as_uri() for name, one in reviews.items()}


@pytest.fixture
def visit(visit):
    """Open a page on a screen that is common where people decide."""
    return partial(visit, viewport={"width": 1440, "height": 900})


@pytest.mark.parametrize("name", ["en", "zh", "5", "150"])
def test_the_first_screen_holds_what_is_needed_to_decide(visit, pages, name):
    page = visit(pages[name])
    assert page.evaluate("document.documentElement.scrollHeight") == 900
    assert page.evaluate(LETTERS) >= 11
    for part in (".verdict", ".glance svg", ".moves li", ".notes section"):
        box = page.locator(part).last.bounding_box()
        assert box["y"] + box["height"] <= 900


@pytest.mark.parametrize("width", [390, 1024, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_leaves_the_screen_sideways(visit, pages, width, scheme):
    size = {"width": width, "height": 900}
    page = visit(pages["zh"], viewport=size, color_scheme=scheme)
    parts = page.eval_on_selector_all(".part", "all => all.map((one) => one.id)")
    for part in parts:
        page.evaluate(f"location.hash = '{part}'")
        page.wait_for_selector(f"#{part}.current")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["en", "zh"])
@pytest.mark.parametrize(
    "size",  # millimetres inside the margins: of A4 upright and across, of letter paper upright
    [(184, 273), (271, 186), (190, 255)],
)
def test_the_first_screen_is_one_printed_page(visit, pages, name, size):
    width, height = (round(length * 96 / 25.4) for length in size)
    page = visit(pages[name], viewport={"width": width, "height": height})
    page.emulate_media(media="print")
    box = page.locator(".overview").bounding_box()
    assert box["height"] <= height
    for part in (".glance svg", ".moves li", ".notes section"):
        inside = page.locator(part).last.bounding_box()
        assert inside["y"] + inside["height"] <= box["y"] + box["height"]
    assert page.locator(".part").last.is_visible()


def test_words_stay_in_their_tiles_on_a_phone(visit, pages):
    page = visit(pages["en"], viewport={"width": 390, "height": 900})
    page.evaluate("location.hash = 'structure'")
    wider = "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"
    assert page.eval_on_selector_all("#structure .figures div", wider) == []


@pytest.mark.parametrize("name", ["en", "zh"])
def test_each_row_of_a_table_is_a_card_on_a_phone(visit, pages, name):
    page = visit(pages[name], viewport={"width": 390, "height": 900})
    heads = page.locator("#routes thead th").all_text_contents()
    for part in page.eval_on_selector_all(".part[id]", "parts => parts.map((one) => one.id)"):
        page.evaluate("part => { location.hash = part; }", part)
        wider = page.eval_on_selector_all(
            ".wide",
            "all => all.filter((one) => one.scrollWidth > one.clientWidth).length",
        )
        assert wider == 0, part
    page.evaluate("location.hash = 'routes'")
    first = page.locator("#routes tbody tr").first
    told = first.locator("td").evaluate_all("cells => cells.map((one) => one.dataset.name)")
    assert told == heads[1:]
    tops = first.locator("td").evaluate_all("cells => cells.map((one) => one.offsetTop)")
    assert tops == sorted({*tops})
    assert page.locator("#routes thead").bounding_box()["width"] <= 1


def test_a_table_is_one_on_a_screen(visit, pages):
    page = visit(pages["en"], viewport={"width": 1440, "height": 900})
    page.evaluate("location.hash = 'routes'")
    cells = page.locator("#routes tbody tr").first.locator("td")
    assert len({*cells.evaluate_all("cells => cells.map((one) => one.offsetTop)")}) == 1
    assert page.locator("#routes thead").bounding_box()["width"] > 400


def test_a_link_to_a_section_opens_its_part(visit, pages):
    page = visit(f"{pages['en']}#key_people")
    assert page.locator("#key_people").is_visible()
    assert page.locator(".overview").is_hidden()
    page.locator('.contents a[href="#part-map"]').click()
    page.locator(".map .stage").wait_for()
    assert page.locator('.contents a[href="#part-map"]').get_attribute("aria-current") == "true"


def test_the_search_opens_cards_and_sections(visit, pages):
    page = visit(pages["en"])
    box = page.locator(".find-box")
    box.fill("li na")
    box.press("Enter")
    assert page.locator(".card h3").text_content() == "Li Na"
    page.keyboard.press("Escape")
    assert page.locator(".card").is_hidden()
    box.fill("key persons")
    box.press("Enter")
    page.locator("#key_people").wait_for()


def test_everybody_on_the_first_map_opens_a_card(visit, pages):
    page = visit(pages["en"])
    page.locator('.glance .person[data-id="zhang-wei"]').press("Enter")
    assert page.locator(".card .meeting-list li").count() > 0
    assert page.locator(".card .what-if").get_attribute("data-person") == "zhang-wei"


def test_many_people_are_folded_by_unit(visit, pages):
    page = visit(f"{pages['150']}#map")
    drawn = page.locator(".map .chart .person:not(.outside)").count()
    listed = page.locator(".map .unit-people li").count()
    assert drawn <= 50
    assert drawn + listed == 150
    page.locator(".whole input").check(force=True)
    assert page.locator(".map .chart .person:not(.outside)").count() == 150


def test_the_map_fills_the_screen_and_escape_ends_it(visit, pages):
    page = visit(f"{pages['en']}#map")
    page.locator('[data-do="full"]').click()
    box = page.locator(".map").bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, page.evaluate("innerWidth"))
    page.locator('[data-do="full"]').click()
    assert page.locator(".map.full").count() == 0


def test_without_scripts_everything_is_there(visit, pages):
    page = visit(pages["en"], java_script_enabled=False)
    for part in page.locator(".part").all():
        assert part.is_visible()
    assert page.locator(".find").is_hidden()


def test_pictures_are_legible_on_a_phone_and_scroll_by_keys(visit, pages):
    address = f"{pages['en']}#part-decision"
    for width, scrolls in ((390, True), (1440, False)):
        page = visit(address, viewport={"width": width, "height": 900})
        picture = page.locator("#chain figure")
        assert picture.locator("svg").bounding_box()["width"] >= 640
        assert picture.evaluate("one => one.scrollWidth > one.clientWidth") == scrolls
        page.wait_for_function(
            "([scrolls]) => (document.querySelector('#chain figure').tabIndex === 0) === scrolls",
            arg=[scrolls],
        )


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_serious(visit, pages, width):
    if not AXE.exists():
        pytest.skip("axe-core is not here: npm ci, or make test-browser, which calls it")
    page = visit(pages["en"], viewport={"width": width, "height": 900}, bypass_csp=True)
    page.evaluate(AXE.read_text("utf-8"))
    for part in page.eval_on_selector_all(".part", "all => all.map((one) => one.id)"):
        page.evaluate(f"location.hash = '{part}'")
        page.wait_for_selector(f"#{part}.current")
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        grave = [one["id"] for one in found if one["impact"] in {"serious", "critical"}]
        assert set(grave) <= EXEMPT


def test_a_figure_says_where_it_comes_from(visit, pages):
    page = visit(f"{pages['en']}#routes")
    bar = page.locator(".formula-bar")
    assert bar.is_hidden()
    reach = page.locator("#routes td.reach").first
    reach.click()
    assert "The largest product along a chain" in bar.inner_text()
    assert "孙立诚 → 张伟: knows" in bar.inner_text()
    page.keyboard.press("ArrowDown")
    assert bar.inner_text().startswith("Grace Poon · Reach")
    bar.get_by_role("button", name="Card Grace Poon").click()
    assert page.locator(".card h3").inner_text() == "Grace Poon"
    page.keyboard.press("Escape")
    page.locator("#routes td.count").first.focus()
    page.keyboard.press("Escape")
    assert bar.is_hidden()


def test_the_score_at_the_top_leads_to_the_rows_that_it_adds_up(visit, pages):
    page = visit(pages["en"])
    page.locator(".gauge .figure").nth(1).click()
    page.locator(".formula-bar a[href='#contributions']").click()
    page.wait_for_selector("#part-decision.current")
