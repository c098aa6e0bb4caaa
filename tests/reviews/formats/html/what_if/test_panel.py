"""What-ifs as somebody tries them in the page of a review: ``pytest -m browser``."""

import json

import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.analysis.plan.values import measure_aims
from kamgraph.model.vocabulary import AIMS
from kamgraph.sources.demo import load_demo

pytestmark = pytest.mark.browser
BEST = k.Policy().scales["solution"][-1]


@pytest.fixture(scope="session")
def demo():
    return k.build_graph(load_demo(), account="yaochuan")


@pytest.fixture(scope="session")
def files(demo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    return {
        language: k.review(demo, language=language).to_html(folder / f"{language}.html")
        for language in ("en", "zh")
    }


@pytest.fixture
def page(visit, files):
    return visit(files["en"].as_uri())


def go(page, part):
    page.evaluate("part => { location.hash = part; }", part)


def open_card(page, person):
    go(page, "map")
    page.locator(f'.map .person[data-id="{person}"]').dispatch_event("click")
    page.locator(".card .what-if summary").click()
    return page.locator(".card .what-if")


def endorse(page):
    open_card(page, "he-guodong").locator("select").nth(1).select_option(BEST)


def figure(page, name, part="then"):
    """Return one of the figures of the bar, now or then."""
    label = page.get_by_text(name, exact=True)
    line = page.locator(".what-if-bar .what-if-figures > div", has=label)
    return line.locator(f".{part}").inner_text()


def test_nothing_is_supposed_at_first(page):
    assert page.locator(".what-if-bar").is_hidden()
    assert page.locator(".what-if-tick").count() > 0


def test_another_grade_is_told_before_and_after_and_taken_back(page, demo):
    endorse(page)
    after = demo.with_grade("he-guodong", "solution", BEST)
    now, then = (k.scores(one)["choice"].iloc[0] for one in (demo, after))
    assert now < then < now + 1  # so that a digit tells them apart
    assert f"{now:.1f}" in figure(page, "Choice", "now")
    assert f"{then:.1f}" in figure(page, "Choice")
    assert "supposed, and not so" in page.locator(".what-if-bar h2").inner_text()
    assert page.locator('.map .person.supposed[data-id="he-guodong"]').count() == 1
    assert page.locator(".card .what-if .changed").count() > 0
    page.locator(".what-if-items button").click()
    assert page.locator(".what-if-bar").is_hidden()
    assert page.locator(".card .what-if select").nth(1).input_value() == ""
    assert page.locator(".supposed").count() == 0


def test_green_does_not_pass_for_a_decision_that_leans_to_us(visit, tmp_path):
    facts = book(
        people="ann acme; bo acme; vic us",
        roles="ann approver acme; bo decision_maker acme",
        ties="vic knows ann trusted; vic knows bo trusted",
        assessments="ann 2026-03-01 friend prefers objects; bo 2026-03-01 acquainted neutral neutral",
    )
    graph = k.build_graph(facts, account="acme")
    after = k.scores(graph.with_grade("ann", "price", "endorses")).iloc[0]
    assert after["status"] == "green"
    assert after["choice"] < k.Policy().verdict_threshold
    page = visit(k.review(graph).to_html(tmp_path / "green.html").as_uri())
    open_card(page, "ann").locator("select").nth(2).select_option("endorses")
    assert "do not lean to us yet: 60 is needed" in figure(page, "TAS status")


def test_who_leaves_changes_who_is_reached(page, demo):
    open_card(page, "sun-licheng").get_by_role("button", name="Leaves").click()
    after = k.scores(demo.without("sun-licheng"))["coverage"].iloc[0]
    assert figure(page, "Coverage").split()[-1] == f"{after:.0f}"


def test_a_move_that_secures_coverage_does_not_leave_everything_unchanged(page, demo):
    made = k.plan(demo, budget=demo.policy.plan_budget)
    first = made.steps.reset_index().sort_values("day", kind="stable").index[0]
    tried = demo.with_changes(*made.changes[first])
    place = AIMS.words.index("secure")
    secure = [measure_aims(one)[0, place] for one in (demo, tried)]
    go(page, "plan")
    page.locator("#plan .what-if-tick input").first.check()
    now, then = (figure(page, "Coverage without any one of us", part) for part in ("now", "then"))
    assert [said.split()[-1] for said in (now, then)] == [f"{value:.0f}" for value in secure]
    assert secure[0] + 1 < secure[1]


def test_new_key_persons_are_told_though_there_are_as_many(page, demo):
    def keys(graph):
        kinds = k.key_people(graph)["kind"]
        return {*kinds[kinds != "external"].index.get_level_values("person")}

    after = demo.with_tie("li-na", "wu-xiaofang", "influences", strength="decisive")
    assert len(keys(after)) == len(keys(demo))
    assert keys(after) - keys(demo) == {"li-na"}
    ties = open_card(page, "li-na").locator("fieldset").first
    chosen = ("influences:to", "wu-xiaofang", "decisive")
    for number, value in enumerate(chosen):
        ties.locator("select").nth(number).select_option(value)
    ties.get_by_role("button").first.click()
    assert "new: Li Na" in figure(page, "Key persons")


def test_people_to_choose_from_are_in_the_order_of_their_names(page):
    whom = open_card(page, "he-guodong").locator("fieldset").first.locator("select").nth(1)
    names = whom.locator("option").all_text_contents()
    collate = "names => [...names].sort(new Intl.Collator('en').compare)"
    assert names == page.evaluate(collate, names)


def test_a_move_of_the_plan_is_tried_with_the_keyboard(page):
    go(page, "plan")
    box = page.locator("#plan .what-if-tick input").first
    box.focus()
    page.keyboard.press("Space")
    assert box.is_checked()
    assert page.locator(".what-if-items li").count() == 1
    page.get_by_role("button", name="Take all back").press("Enter")
    assert not box.is_checked()


def test_what_cannot_be_told_here_is_refused_in_words(page):
    place = open_card(page, "sun-licheng")
    ends = place.get_by_label("A tie that ends")
    options = ends.locator("option").all_text_contents()
    ends.select_option(label=next(one for one in options if "Knows" in one))
    assert "they have met" in page.locator(".what-if-said").inner_text()
    assert page.locator(".what-if-items").count() == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_saved_is_taken_by_the_book(visit, files, demo, language, tmp_path):
    page = visit(files[language].as_uri(), accept_downloads=True)
    endorse(page)
    go(page, "plan")
    page.locator("#plan .what-if-tick input").first.check()
    page.locator(".what-if-bar .what-if-acts button").first.click()
    dialog = page.locator(".what-if-dialog")
    dialog.locator("li input").first.fill("He said so in March")
    dialog.locator("select").select_option("sun-licheng")
    dialog.locator("input[type=date]").fill("2026-10-02")
    with page.expect_download() as download:
        dialog.locator("button[type=submit]").click()
    path = tmp_path / "changes.json"
    download.value.save_as(path)
    saved = json.loads(path.read_text("utf-8"))
    assert (saved["account"], saved["who"], saved["date"]) == (
        *("yaochuan", "sun-licheng"),
        "2026-10-02",
    )
    after = k.apply(demo.book, path)
    told = after.assessments[after.assessments["date"] == pd.Timestamp("2026-10-02")].iloc[0]
    assert told[["person", "solution", "assessor", "evidence"]].tolist() == [
        *("he-guodong", BEST, "sun-licheng", "He said so in March")
    ]
    assert len(after.actions) == len(demo.book.actions) + 1
    assert "kamgraph apply" in page.locator(".what-if-said").inner_text()


def test_candidates_are_decided_about_on_the_card(visit, tmp_path):
    suggested = "c influences ann bob account=acme confidence=0.8 method=mail seen=2026-01-01"
    facts = book(
        people="ann acme; bob acme; vic us",
        roles="ann approver acme",
        assessments="ann 2026-01-01 4 4 2",
        candidates=suggested,
    )
    review = k.review(k.build_graph(facts, account="acme"))
    page = visit(review.to_html(tmp_path / "page.html").as_uri())
    open_card(page, "ann")
    page.locator(".card").get_by_role("button", name="Is so", exact=True).click()
    assert "confirmed:" in page.locator(".what-if-items").inner_text()
    assert "unchanged" in page.locator(".what-if-figures").inner_text()
    pressed = page.locator('.card [aria-pressed="true"]')
    assert pressed.inner_text() == "Is so"
    pressed.click()
    assert page.locator(".what-if-bar").is_hidden()


def test_names_are_never_markup(visit, tmp_path):
    nasty = "<img src=x onerror=alert(1)></script>"
    acme = book(people="ann acme; vic us", ties="vic knows ann", roles="ann approver acme")
    tables = acme.to_tables()
    tables["people"] = tables["people"].assign(name=nasty)
    graph = k.build_graph(k.Book.from_tables(tables), account="acme")
    page = visit(k.review(graph).to_html(tmp_path / "nasty.html").as_uri())
    place = open_card(page, "ann")
    place.get_by_role("button", name="Leaves").click()
    assert nasty in page.locator(".what-if-items").inner_text()
    assert page.locator("img").count() == 0


def test_a_phone_has_room_for_it(visit, files):
    page = visit(files["zh"].as_uri(), viewport={"width": 390, "height": 800})
    go(page, "plan")
    page.locator("#plan .what-if-tick input").first.check()
    assert page.locator(".what-if-bar").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
