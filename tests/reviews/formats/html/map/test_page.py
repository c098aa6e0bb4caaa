"""The page of the map: whole, its own, and safe whatever people are called."""

import base64
import hashlib
import json
import re

import pytest

import kamgraph
from books import book
from kamgraph.errors import KamgraphError, ScopeError
from kamgraph.reviews.formats.html.page import fill_page
from kamgraph.reviews.interactive_map import InteractiveMap, interactive_map
from pages import Page

NASTY = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--<script>",
    "&lt;b&gt; {x} %s",
    "evil\u202e\u2028 live",
    "W" * 90,
    "__proto__",
)


@pytest.fixture(scope="module")
def text(account):
    return interactive_map(account, since="2026-02-15").page()


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def data_of(page):
    [island] = [text for tag, text in page.texts if tag == "script" and text.startswith('{"words"')]
    return json.loads(island)


def test_everybody_of_every_view_is_there(account, deal, page):
    days = [account, account.at("2026-02-15"), deal, deal.at("2026-02-15")]
    drawn = [about["data-id"] for about in page.of_class("person")]
    assert drawn == [person for graph in days for person in graph.index]
    people = [[row[0] for row in view["people"]] for view in data_of(page)["views"]]
    assert people == [list(graph.index) for graph in days]


def test_people_carry_their_data(account, page):
    people = account.people
    for about in page.of_class("person")[: len(people)]:
        row = people.loc[about["data-id"]]
        assert ("outside" in about["class"]) != row["own"]


def test_every_tie_of_every_view_is_there(account, page):
    ties, data = account.ties, data_of(page)
    [first, *_] = data["views"]
    aside = {
        (data["looks"][look]["data-kind"], *(first["people"][end][0] for end in ends))
        for look, *ends, _ in first["aside"]
    }
    drawn = page.of_class("tie")[: len(ties) - len(aside)]
    found = {(about["data-kind"], about["data-source"], about["data-target"]) for about in drawn}
    assert found | aside == set(zip(ties["kind"], ties["source"], ties["target"], strict=True))


def test_ties_that_the_script_draws_have_a_rule_for_their_colour(text, page):
    looks = data_of(page)["looks"]
    assert looks
    for about in looks:
        assert any(f".{name} .shaft {{ stroke:" in text for name in about["class"].split())


def test_it_needs_nothing_and_leaks_nothing(text, page):
    assert {tag for tag, _ in page.elements}.isdisjoint({"img", "link", "iframe", "object", "a"})
    names = {name for _, about in page.elements for name in about}
    assert names.isdisjoint({"src", "href", "action", "srcset", "style", "xlink:href"})
    assert not [name for name in names if name.startswith("on")]
    assert "://" not in text
    assert set(re.findall(r"url\((.)", text)) == {"#"}
    assert not re.findall(
        r"\b(fetch|XMLHttpRequest|import|innerHTML|eval)\b", page.text_in("script")
    )


def test_ids_are_unique_and_names_lead_somewhere(page):
    ids = [about["id"] for _, about in page.elements if "id" in about]
    assert len(set(ids)) == len(ids)
    fills = {about["fill"] for _, about in page.elements if about.get("fill", "").startswith("url")}
    assert fills
    assert {fill[5:-1] for fill in fills} <= set(ids)


def digest(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_its_own_policy_allows_what_it_consists_of_and_nothing_else(text):
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    [script] = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert rules == {
        "default-src": "'none'",
        "style-src": digest(style),
        "script-src": digest(script),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_with_a_nonce_the_policy_is_the_servers(account):
    text = interactive_map(account).page(nonce="cmFuZG9t-_==")
    assert "http-equiv" not in text
    assert text.count('nonce="cmFuZG9t-_=="') == 2
    assert len(re.findall(r"<(?:style|script)(?! type)", text)) == 2


@pytest.mark.parametrize("nonce", ["", 'a"b', "a b", "x>", "é", "=", "a\n"])
def test_a_nonce_that_is_none_is_refused(nonce):
    with pytest.raises(KamgraphError, match="nonce"):
        fill_page("review.html.j2", title="Title", styles=(), nonce=nonce)


def test_without_its_script_the_first_view_and_all_texts_are_there(account, page):
    hidden = [about for _, about in page.elements if "hidden" in about]
    assert {about["class"] for about in hidden} == {"tools", "hint"}
    words = page.text_in("text")
    assert all(name.replace(" ", "") in words for name in account.index)
    assert page.text_in("h1") == "acme"


def test_the_same_graph_gives_the_same_page(acme, deal):
    again = kamgraph.build_graph(acme, deal="grid")
    assert interactive_map(again).page() == interactive_map(deal).page()


def test_whatever_people_are_called_the_page_is_the_same(acme):
    pages = []
    for names in (NASTY, [f"plain {k}" for k in range(len(NASTY))]):
        tables = acme.to_tables()
        people = tables["people"].head(len(names)).copy()
        people["name"] = people["title"] = people["function"] = list(names)
        ids = [name.replace("\u202e", "").replace("\u2028", "") for name in names]
        renamed = dict(zip(people["id"], ids, strict=True))
        for table, columns in {
            "people": ["id"],
            "ties": ["source", "target"],
            "roles": ["person"],
            "assessments": ["person", "assessor"],
        }.items():
            frame = people if table == "people" else tables[table]
            tables[table] = frame.replace(dict.fromkeys(columns, renamed))
        tables["deals"] = tables["deals"].assign(name=names[0])
        book = kamgraph.Book.from_tables(tables)
        graph = kamgraph.build_graph(book, account="acme", as_of="2026-03-01")
        pages.append(Page(interactive_map(graph).page()))
    mean, plain = ([tag for tag, _ in page.elements if tag != "text"] for page in pages)
    assert sorted(mean) == sorted(plain)
    drawn = {about["data-id"] for about in pages[0].of_class("person")}
    assert drawn == {name.replace("\u202e", "").replace("\u2028", "") for name in NASTY}
    data = data_of(pages[0])
    assert {who["name"] for who in data["parts"]["who"]} >= {NASTY[0], NASTY[1]}


@pytest.mark.parametrize(("language", "word"), [("en", "Reporting lines"), ("zh", "汇报关系")])
def test_it_speaks_both_languages(account, language, word):
    text = interactive_map(account, language=language).page()
    assert word in text
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in text
    if language == "zh":
        data = data_of(Page(text))
        said = re.sub(r"{\w+}", "", " ".join(data["words"].values()))
        assert not re.findall(r"[A-Za-z]{3,}", said)


def test_layers_are_those_that_occur(page):
    boxes = [about["value"] for tag, about in page.elements if about.get("type") == "checkbox"]
    assert boxes == ["reports_to", "dotted_line", "influences", "knows", "outside"]
    alone = interactive_map(kamgraph.build_graph(book(people="ann acme"), account="acme"))
    page = Page(alone.page())
    assert not [about for _, about in page.elements if about.get("type") in {"checkbox", "radio"}]
    assert not [tag for tag, _ in page.elements if tag == "select"]


def test_nobody_is_a_map_too():
    graph = kamgraph.build_graph(book(people="vic us"), account="acme")
    assert not Page(interactive_map(graph).page()).of_class("person")


def test_one_scope_and_a_language_we_speak(acme, account):
    with pytest.raises(ScopeError, match="one scope"):
        interactive_map(kamgraph.build_graph(acme))
    with pytest.raises(KamgraphError, match="language 'fr'"):
        interactive_map(account, language="fr")


def test_a_notebook_shows_it_in_a_frame(account, tmp_path):
    made = interactive_map(account)
    assert isinstance(made, InteractiveMap)
    frame = Page(made._repr_html_())
    [(tag, about)] = frame.elements
    assert tag == "iframe"
    assert about["sandbox"] == "allow-scripts allow-modals"
    assert about["srcdoc"] == made.to_html(tmp_path / "map.html").read_text("utf-8")
    assert repr(made) == "<InteractiveMap: acme>"
