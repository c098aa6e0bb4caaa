"""The interactive map and the review in a real browser: ``pytest -m browser``."""

import http.server
import re
import threading
from html import escape

import pytest

import kamgraph
from kamgraph.model.voice import share
from kamgraph.reviews.interactive_map import interactive_map
from kamgraph.sources.demo import load_demo

pytestmark = pytest.mark.browser

NONCE = "c3RyaWN0LW5vbmNl"
STRICT = f"default-src 'none'; script-src 'nonce-{NONCE}'; style-src 'nonce-{NONCE}'"


@pytest.fixture(scope="session")
def demo():
    return kamgraph.build_graph(load_demo(), account="yaochuan")


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def map_file(demo, folder):
    return interactive_map(demo, since="2026-04-01").to_html(folder / "map.html")


@pytest.fixture(scope="session")
def review_file(account, folder):
    return kamgraph.review(account).to_html(folder / "review.html")


@pytest.fixture
def page(visit, map_file):
    page = visit(map_file.as_uri())
    page.wait_for_selector(".map.live")
    return page


def person(page, name):
    return page.locator(f'.map .person[data-id="{name}"]')


def view_box(page):
    box = page.locator("svg.chart").first.get_attribute("viewBox")
    return [float(length) for length in box.split()]


def settled(page):
    """Wait until the map no longer moves."""
    page.wait_for_function(
        """() => new Promise((done) => {
            const chart = document.querySelector("svg.chart");
            const before = chart.getAttribute("viewBox");
            setTimeout(() => done(chart.getAttribute("viewBox") === before), 120);
        })"""
    )
    return view_box(page)


def bright(page):
    return page.eval_on_selector_all(
        ".person:not(.dim)", "people => people.map((one) => one.dataset.id)"
    )


def said(page):
    return page.locator(".map .status").text_content()


def test_a_click_opens_the_card_and_a_click_beside_closes_it(page, demo):
    person(page, "li-na").click()
    card = page.locator(".card")
    assert card.is_visible()
    assert card.locator("h3").text_content() == demo.people.loc["li-na", "name"]
    text = card.inner_text()
    for word in ("Choice", "Grades", "Best route", "Known by", "Priya Menon", "September 2026"):
        assert word in text
    ties = demo.ties.query("kind == 'influences' and source == 'li-na'")
    heading = page.get_by_role("heading", name="Influences", exact=True)
    remarks = card.locator("section", has=heading).locator("small").all_text_contents()
    assert len(remarks) == len(ties) > 0
    for strength in ties["strength"].abs():
        assert any(share(strength) in remark for remark in remarks)
    page.mouse.click(700, 850)
    page.locator(".card .close").click()
    assert card.is_hidden()


def test_a_route_leads_from_card_to_card(page):
    person(page, "li-na").click()
    page.locator(".card .route button").first.click()
    assert page.locator(".card h3").text_content() == "Priya Menon"


def test_hovering_traces_ties_and_the_route(page, demo):
    person(page, "li-na").hover()
    page.wait_for_selector(".person.dim")
    ties = demo.ties
    near = ties[(ties["source"] == "li-na") | (ties["target"] == "li-na")]
    route = kamgraph.reach(demo).loc["li-na", "route"]
    assert set(bright(page)) == {*near["source"], *near["target"], *route}
    way = page.eval_on_selector_all(".person.way", "all => all.map((one) => one.dataset.id)")
    assert set(way) == set(route)
    assert page.locator(".tie.way").count() > 0
    page.mouse.move(5, 5)
    page.wait_for_function('() => !document.querySelector(".person.dim")')


def test_search_finds_by_name_title_and_role_and_enter_jumps(page, demo):
    search = page.locator(".search")
    search.fill("cont")
    people = demo.people
    expected = {
        person
        for person, row in people.iterrows()
        if "cont" in f"{row['name']} {row['title']} {row['organization_name']}".lower()
    }
    assert expected <= set(bright(page))
    assert said(page) == f"{len(bright(page))} people found"
    before = view_box(page)
    search.press("Enter")
    after = settled(page)
    assert after[2] < before[2]
    assert said(page).startswith("1 of ")
    assert page.locator(".ring.here.on").count() == 1
    search.fill("evaluator")
    assert "li-na" in bright(page)
    search.fill("no such person")
    assert said(page) == "0 people found"
    search.press("Escape")
    assert len(bright(page)) == len(people)


def test_search_ignores_case_and_accents(page):
    page.locator(".search").fill("LÍ ná")
    assert bright(page) == ["li-na"]


def displayed(page, selector):
    """Whether elements are shown at all; a straight line has no area to be seen by."""
    shown = page.eval_on_selector_all(
        selector, "all => all.map((one) => getComputedStyle(one).display !== 'none')"
    )
    assert shown
    return all(shown)


@pytest.mark.parametrize(
    ("layer", "hidden"),
    [
        ("reports_to", ".tie[data-kind=reports_to]"),
        ("dotted_line", ".tie[data-kind=dotted_line]"),
        ("influences", ".tie[data-kind=influences]:not(.aside)"),
        ("outside", ".person.outside"),
    ],
)
def test_layers_are_hidden_and_shown(page, layer, hidden):
    box = page.locator(f'.layers input[value="{layer}"]')
    assert displayed(page, hidden)
    box.uncheck(force=True)
    assert not displayed(page, hidden)
    box.check(force=True)
    assert displayed(page, hidden)


def test_acquaintance_is_shown_when_asked_for(page):
    assert not displayed(page, ".tie[data-kind=knows]")
    page.locator('.layers input[value="knows"]').check(force=True)
    assert displayed(page, ".tie[data-kind=knows]")


def test_every_kind_of_gap_that_occurs_filters(page, demo):
    found = kamgraph.gaps(demo)
    people = found[found["person"] != ""].groupby("gap")["person"].agg(set)
    page.locator("details.gaps summary").click()
    boxes = page.locator(".kinds input")
    assert {box.get_attribute("value") for box in boxes.all()} == set(people.index)
    page.locator('.kinds input[value="opposing"]').check()
    assert set(bright(page)) == people["opposing"]
    page.locator('.kinds input[value="single_thread"]').check()
    assert set(bright(page)) == people["opposing"] | people["single_thread"]
    page.locator(".kinds button").click()
    assert len(bright(page)) == len(demo.people)


def test_views_switch_between_account_and_deal_before_and_now(page, demo):
    before = demo.at("2026-04-01")
    shown = page.locator(".person")
    page.locator('.days input[value="before"]').check(force=True)
    assert shown.count() == len(before.people)
    assert said(page) == "Shown: Yaochuan Power Grid, 1 April 2026"
    page.locator("select.scope").select_option(label="Next-generation dispatch platform")
    deal = kamgraph.build_graph(demo.book, deal="dispatch-platform", as_of=before.as_of)
    assert shown.count() == len(deal.people)
    page.locator('.days input[value="now"]').check(force=True)
    person(page, "li-na").click()
    page.locator("select.scope").select_option(label="Yaochuan Power Grid")
    assert page.locator(".card h3").text_content() == "Li Na"
    assert shown.count() == len(demo.people)


def test_the_keyboard_is_enough(page):
    page.locator(".search").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate('document.activeElement.matches(".person")'):
            break
    first = page.evaluate("document.activeElement.dataset.id")
    assert first == "he-guodong"
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.dataset.id")
    assert second != first
    assert page.locator(".ring.here.on").count() == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.locator(".card").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "H3"
    page.keyboard.press("Escape")
    assert page.locator(".card").is_hidden()
    assert page.evaluate('document.activeElement.matches(".person")')
    page.keyboard.press("Escape")


def test_people_say_who_they_are(page):
    label = person(page, "li-na").get_attribute("aria-label")
    assert label == "Li Na, Director of Digitalisation, Evaluator, Choice 71, Power 3%"
    assert person(page, "li-na").get_attribute("role") == "button"
    assert page.locator('.person[tabindex="0"]').count() == 1
    assert page.locator("svg.chart").get_attribute("aria-label").startswith("Everybody")


def test_keys_and_buttons_zoom_and_zero_shows_the_whole(page):
    whole = view_box(page)
    page.locator('[data-do="zoom_in"]').click()
    assert view_box(page)[2] == pytest.approx(whole[2] / 1.4, abs=0.1)
    page.locator('[data-do="zoom_out"]').click()
    page.locator(".person[tabindex='0']").focus()
    for key, change in (("+", 1 / 1.4), ("-", 1.4)):
        before = settled(page)
        page.keyboard.press(key)
        assert view_box(page)[2] == pytest.approx(before[2] * change, rel=0.01)
    page.keyboard.press("+")
    page.keyboard.press("0")
    assert view_box(page) == pytest.approx(whole, abs=0.1)


def test_the_wheel_zooms_on_what_is_under_the_pointer(page):
    before = person(page, "li-na").bounding_box()
    x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    page.mouse.move(x, y)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(100)
    after = person(page, "li-na").bounding_box()
    assert after["width"] > before["width"] * 1.3
    assert after["x"] + after["width"] / 2 == pytest.approx(x, abs=6)
    assert after["y"] + after["height"] / 2 == pytest.approx(y, abs=6)


def test_dragging_moves_the_map_and_opens_nothing(page):
    before = person(page, "li-na").bounding_box()
    x, y = before["x"] + 20, before["y"] + 20
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 40, steps=4)
    page.mouse.up()
    after = person(page, "li-na").bounding_box()
    assert after["x"] == pytest.approx(before["x"] - 60, abs=2)
    assert after["y"] == pytest.approx(before["y"] - 40, abs=2)
    assert page.locator(".card").is_hidden()


def test_texts_never_leave_their_boxes(page):
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".person")].flatMap((one) => {
            const box = one.querySelector(".box").getBBox();
            return [...one.querySelectorAll("text")].filter((text) => {
                const { x, width } = text.getBBox();
                return x < box.x - 0.5 || x + width > box.x + box.width + 0.5;
            }).map((text) => text.textContent);
        })"""
    )
    assert outside == []


@pytest.fixture(scope="session")
def crowd_file(folder):
    """The map of more people than are shown at once."""
    from customers import make_customer

    return interactive_map(make_customer(120)).to_html(folder / "crowd.html")


def measure_letters(page):
    """Return the height of the smallest letters of the map, in pixels."""
    return page.evaluate(
        """() => {
            const texts = [...document.querySelectorAll("svg.chart .person text")];
            const seen = texts.filter((text) => text.getBoundingClientRect().width);
            const size = (text) => parseFloat(getComputedStyle(text).fontSize);
            return Math.min(...seen.map((text) => size(text) * text.getScreenCTM().a));
        }"""
    )


@pytest.mark.parametrize("width", [390, 1024, 1440, 1920])
def test_a_crowd_begins_in_letters_that_can_be_read(visit, crowd_file, width):
    page = visit(crowd_file.as_uri(), viewport={"width": width, "height": 900})
    page.locator(".map.live").wait_for()
    assert measure_letters(page) >= 11
    assert page.locator(".person .caption .bold").count() >= page.locator(".person").count()


def test_zooming_gives_names_more_room_and_then_shows_whole_boxes(visit, crowd_file):
    page = visit(crowd_file.as_uri(), viewport={"width": 1440, "height": 900})
    while page.locator("svg.chart.afar").count():
        assert measure_letters(page) >= 11
        page.locator('[data-do="zoom_in"]').click()
    assert page.locator(".caption").count() == 0
    assert page.locator(".person .digits:visible").count()
    page.locator('[data-do="whole"]').click()
    assert measure_letters(page) >= 11
    assert page.locator(".person .digits:visible").count() == 0


def test_names_that_are_cut_say_so_and_who_is_folded_is_counted(visit, crowd_file):
    page = visit(crowd_file.as_uri(), viewport={"width": 700, "height": 900})
    texts = page.locator(".caption text").all_text_contents()
    names = page.eval_on_selector_all(".person", "all => all.map((one) => one.ariaLabel)")
    told = [text.removesuffix("…") for text in texts if not re.fullmatch(r"\+?\d*\??", text)]
    assert any(text.endswith("…") for text in texts)
    assert [text for text in told if not any(text in name for name in names)] == []
    folded = page.eval_on_selector_all(
        "[data-folded]", "all => all.map((one) => one.dataset.folded)"
    )
    assert [f"+{count}" for count in folded] == [text for text in texts if text.startswith("+")]


def test_wide_letters_are_squeezed_into_the_box(visit, map_file, folder):
    text = map_file.read_text("utf-8")
    wide = text.replace("</style>", ".drawing text { letter-spacing: 4px }</style>")
    policy = wide.index("<meta http-equiv"), wide.index("<meta name")
    target = folder / "wide.html"
    target.write_text(wide[: policy[0]] + wide[policy[1] :], "utf-8")
    test_texts_never_leave_their_boxes(visit(target.as_uri()))


def test_the_people_in_sight_are_copied_as_a_table(visit, map_file, demo):
    page = visit(map_file.as_uri(), permissions=["clipboard-read", "clipboard-write"])
    page.locator('[data-do="copy"]').click()
    page.wait_for_function('() => document.querySelector(".map .status").textContent')
    assert said(page) == f"{len(demo.people)} rows copied"
    text = page.evaluate("navigator.clipboard.readText()")
    rows = [line.split("\t") for line in text.split("\n")]
    assert {len(row) for row in rows} == {13}
    assert rows[0][:2] == ["Person", "Title"]
    assert len(rows) == len(demo.people) + 1
    page.locator(".search").fill("Li Na")
    page.locator('[data-do="copy"]').click()
    page.wait_for_function('() => document.querySelector(".map .status").textContent[0] === "1"')
    assert page.evaluate("navigator.clipboard.readText()").split("\n")[1].startswith("Li Na\t")


def test_tables_of_a_review_are_copied(visit, review_file):
    page = visit(
        f"{review_file.as_uri()}#key_people", permissions=["clipboard-read", "clipboard-write"]
    )
    button = page.locator("#key_people .copy button")
    button.click()
    page.wait_for_function('() => document.querySelector("#key_people [role=status]").textContent')
    rows = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert rows[0].split("\t")[0] == "Person"
    assert "ann; Director" in {row.split("\t")[0] for row in rows[1:]}
    assert page.locator(".copy button").count() == page.locator(".wide > table").count()


def test_where_nothing_may_be_copied_the_text_is_offered(visit, review_file):
    page = visit(f"{review_file.as_uri()}#key_people")
    page.evaluate("document.execCommand = () => false")
    page.locator("#key_people .copy button").click()
    offered = page.locator("dialog textarea")
    assert offered.input_value().startswith("Person\t")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")


def test_texts_like_formulas_are_copied_as_texts(visit, review_file):
    page = visit(f"{review_file.as_uri()}#key_people")
    page.evaluate("document.execCommand = () => false")
    cell = page.locator("#key_people tbody th").first
    cell.evaluate('cell => { cell.textContent = "=HYPERLINK(1)" }')
    page.locator("#key_people .copy button").click()
    assert "\n'=HYPERLINK(1)\t" in page.locator("dialog textarea").input_value()
    page.keyboard.press("Escape")


def test_it_prints_whole_whatever_is_seen_on_the_screen(page):
    whole = view_box(page)
    page.locator('[data-do="zoom_in"]').click()
    page.locator('[data-do="zoom_in"]').click()
    page.emulate_media(media="print")
    page.evaluate('window.dispatchEvent(new Event("beforeprint"))')
    x, _, width, height = view_box(page)
    assert x >= whole[0] - 1
    assert width <= whole[2] + 1
    assert page.locator(".tools").is_hidden()
    assert page.locator(".keys").is_visible()
    assert height > 100
    page.evaluate('window.dispatchEvent(new Event("afterprint"))')
    page.emulate_media(media="screen")
    assert view_box(page)[2] == pytest.approx(whole[2] / 1.96, rel=0.05)


@pytest.fixture(scope="session")
def server(account, folder):
    """Serve a map and a review under a policy that allows a nonce and nothing else."""
    interactive_map(account).to_html(folder / "strict-map.html", nonce=NONCE)
    kamgraph.review(account).to_html(folder / "strict-review.html", nonce=NONCE)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=folder)

        def end_headers(self):
            self.send_header("Content-Security-Policy", STRICT)
            super().end_headers()

        def log_message(self, *_args):
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{served.server_address[1]}"
        served.shutdown()
        thread.join()


@pytest.mark.parametrize("name", ["strict-map.html", "strict-review.html"])
def test_a_strict_policy_with_a_nonce_is_enough(visit, server, name):
    page = visit(f"{server}/{name}#map")
    assert page.locator(".map.live").count() == 1
    person(page, "ann").click()
    assert page.locator(".card").is_visible()
    fill = page.evaluate('getComputedStyle(document.querySelector(".card .chip")).backgroundColor')
    assert fill not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}


def test_a_sandboxed_frame_is_enough(visit, map_file, folder):
    inner = escape(map_file.read_text("utf-8"))
    outer = folder / "outer.html"
    frame = f'<iframe sandbox="allow-scripts" width="1300" height="800" srcdoc="{inner}"></iframe>'
    outer.write_text(f"<!DOCTYPE html><title>x</title>{frame}", "utf-8")
    page = visit(outer.as_uri())
    page.asked.clear()
    page.asked.append(outer.as_uri())
    framed = page.frame_locator("iframe")
    framed.locator('.person[data-id="li-na"]').click()
    assert framed.locator(".card h3").text_content() == "Li Na"
    framed.locator(".card .close").click()
    framed.locator('[data-do="copy"]').click()
    framed.locator("dialog, .status:not(:empty)").first.wait_for()


def test_without_scripts_the_first_view_is_there(visit, map_file, demo):
    page = visit(map_file.as_uri(), java_script_enabled=False)
    assert page.locator(".person").count() == len(demo.people)
    assert page.locator(".person .box").first.is_visible()
    assert page.locator(".tools").is_hidden()
    assert page.locator(".tie[data-kind=influences]:not(.aside)").first.is_visible()


def test_hostile_names_are_names(visit, folder, acme):
    nasty = (
        "</script><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "<!--<script>",
        "evil\u202e live",
        "W" * 500,
        "{name} $& {count}",
        "=1+1",
    )
    tables = acme.to_tables()
    tables["people"] = tables["people"].assign(name=nasty, title=nasty, function=nasty)
    tables["organizations"] = tables["organizations"].assign(name=nasty[0])
    tables["deals"] = tables["deals"].assign(name=nasty[1])
    graph = kamgraph.build_graph(kamgraph.Book.from_tables(tables), account="acme")
    page = visit(interactive_map(graph).to_html(folder / "nasty.html").as_uri())
    for number, one in enumerate(graph.people["name"]):
        page.locator(".person").nth(number).dispatch_event("click")
        shown = page.locator(".card h3").text_content()
        assert shown == one or one in shown
    page.locator(".search").fill("alert")
    page.locator(".search").press("Enter")
    page.locator("select.scope").select_option(index=1)
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 3
    test_texts_never_leave_their_boxes(page)


def test_a_phone_shows_the_tools_and_a_card_from_below(visit, map_file):
    page = visit(
        map_file.as_uri(), viewport={"width": 400, "height": 800}, has_touch=True, is_mobile=True
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    person(page, "zhang-wei").first.dispatch_event("click")
    card = page.locator(".card").bounding_box()
    assert card["x"] == 0
    assert card["width"] == pytest.approx(400, abs=1)
    assert card["y"] > 100
    assert card["y"] + card["height"] == pytest.approx(800, abs=1)
    route = page.locator(".card .route").bounding_box()  # it is never off the screen
    assert route["x"] >= 0
    assert route["x"] + route["width"] <= 400
    assert route["y"] + route["height"] <= 800


def test_who_wants_calm_gets_no_motion(visit, map_file):
    page = visit(map_file.as_uri(), reduced_motion="reduce")
    page.locator(".search").fill("Li Na")
    before = view_box(page)
    page.locator(".search").press("Enter")
    assert view_box(page) != before
    assert view_box(page) == settled(page)


def test_three_hundred_people_are_still_quick(visit, folder):
    from customers import make_customer

    target = interactive_map(make_customer(294)).to_html(folder / "large.html")
    assert target.stat().st_size < 1_000_000
    page = visit(target.as_uri())
    page.locator(".map.live").wait_for()
    took = page.evaluate(
        """() => {
            const start = performance.now();
            for (let k = 0; k < 10; k += 1) document.querySelector('[data-do="zoom_in"]').click();
            document.querySelector(".search").value = "grid";
            document.querySelector(".search").dispatchEvent(new Event("input"));
            return performance.now() - start;
        }"""
    )
    assert took < 1500


def test_a_review_with_every_view_stays_light(demo, folder):
    target = kamgraph.review(demo, since="2026-04-01").to_html(folder / "whole.html")
    assert target.stat().st_size < 1_000_000
