import html
import os
import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

import kamgraph
from hostile import hostile_names
from kamgraph import review
from kamgraph.errors import SourceError
from kamgraph.reviews.columns import Column
from kamgraph.reviews.formats import render_as
from kamgraph.reviews.formats.html.templates import find_long_texts
from kamgraph.sources.demo import load_demo
from pages import Page

pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.MissingGlyphsWarning")

DRAWING = {"svg", "g", "path", "use", "defs", "clippath", "rect", "pattern", "text"}
DRAWING |= {"circle", "line", "marker", "title", "tspan", "desc", "polygon"}


class Counted(Page):
    """A page with its tags counted, those within drawings apart, and all attributes in a row."""

    def __init__(self, text):
        self.tags, self.drawn, self.attributes, self.names = Counter(), Counter(), [], []
        super().__init__(text)

    def handle_starttag(self, tag, attrs):
        self.count(tag, attrs)
        super().handle_starttag(tag, attrs)

    def handle_startendtag(self, tag, attrs):
        self.count(tag, attrs)
        super().handle_startendtag(tag, attrs)

    def count(self, tag, attrs):
        (self.drawn if "svg" in self.open else self.tags)[tag] += 1
        self.attributes += [(tag, *attribute) for attribute in attrs]
        self.names += [name for name, _ in attrs if "svg" not in self.open]

    def text(self):
        return " ".join(text for _, text in self.texts)


def written(graph, folder, **options):
    return review(graph, **options).to_html(folder / "review.html").read_text("utf-8")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The page of the demo account's bid, in Chinese."""
    graph = kamgraph.build_graph(load_demo(), deal="dispatch-platform")
    return written(graph, tmp_path_factory.mktemp("page"), language="zh")


def test_the_page_stands_alone(plain):
    read = Counted(plain)
    assert read.tags["script"] >= 1  # its own; nothing is loaded
    assert read.tags["img"] == read.tags["link"] == 0
    assert not [a for a in read.attributes if a[1] in {"src", "action", "srcset"}]
    assert {value[0] for _, name, value in read.attributes if name == "href"} == {"#"}
    assert not [a for a in read.attributes if a[1] == "style" or a[1].startswith("on")]
    assert all(value.startswith("#") for _, name, value in read.attributes if name == "xlink:href")
    assert set(re.findall(r"url\((.)", plain)) <= {"#"}
    assert "http" not in plain.replace("http-equiv", "")
    assert "//" not in re.sub("<script.*?</script>", "", plain, flags=re.DOTALL)
    assert len(plain.encode()) < 1_000_000


def test_tables_and_pictures_can_be_read_aloud(plain):
    read = Counted(plain)
    assert ("html", "lang", "zh-Hans") in read.attributes
    assert read.tags["table"] == read.tags["caption"] == read.tags["thead"] >= 9
    heads = [value for tag, name, value in read.attributes if (tag, name) == ("th", "scope")]
    assert len(heads) == read.tags["th"]
    assert set(heads) == {"row", "col"}
    assert [value for tag, name, value in read.attributes if (tag, name) == ("figure", "role")]
    assert read.tags["h1"] == 1
    assert read.tags["h2"] == read.tags["section"] >= 10


def test_the_page_shows_whom_it_is_about(plain):
    texts = Counted(plain).text()
    for shown in (
        "王秀英",
        "顾维民",
        "空缺（原任：Vincent Mak）",
        "截至 2026 年 9 月 30 日",
        "投标与谈判",
    ):
        assert shown in texts


def test_the_same_graph_gives_the_same_bytes(firm, tmp_path):
    graph = kamgraph.build_graph(firm({"boss": 1}), account="firm")
    again = kamgraph.build_graph(firm({"boss": 1}), account="firm")
    assert written(graph, tmp_path) == written(again, tmp_path)


@pytest.mark.parametrize("start", [0, 9, 18])
def test_hostile_texts_are_only_texts(firm, start):
    texts = iter(hostile_names()[start:] + hostile_names())
    ties = [("seller", "buyer", "knows"), ("buyer", "boss", "influences")]
    plain, mean = (
        Counted(words_only(kamgraph.build_graph(firm({"boss": 0}, ties=ties, text=t), deal="deal")))
        for t in (lambda text: text[::-1], lambda _: next(texts))  # neither are titles of a level
    )
    assert mean.tags == plain.tags
    assert mean.names == plain.names
    assert set(mean.drawn) | set(plain.drawn) <= DRAWING
    assert hostile_names()[start] in " ".join(mean.text().split())


def words_only(graph):
    found = review(graph)
    return render_as(
        ".html", replace(found, sections=tuple(s for s in found.sections if not s.picture))
    )


def test_hostile_names_and_ids_are_only_letters_in_the_map(tmp_path):
    firm = pd.DataFrame([{"id": "firm", "name": "Firm", "kind": "customer"}])
    pages = []
    for texts in (hostile_names(), [f"plain {number}" for number in range(len(hostile_names()))]):
        people = pd.DataFrame({"id": texts, "name": texts, "title": texts, "organization": "firm"})
        people["function"], people["level"] = "audit", 3  # whatever the titles are read as
        lines = pd.DataFrame({"source": texts[1:], "target": texts[0], "kind": "reports_to"})
        tables = {"organizations": firm, "people": people, "ties": lines}
        graph = kamgraph.build_graph(kamgraph.Book.from_tables(tables), account="firm")
        pages.append(Counted(written(graph, tmp_path)))
    mean, plain = pages
    assert mean.tags == plain.tags
    assert set(mean.drawn) == set(plain.drawn) <= DRAWING
    names = [{name for _, name, _ in one.attributes} for one in pages]
    assert names[0] == names[1]


def test_a_notebook_shows_the_same_page_in_a_frame(firm, tmp_path):
    found = review(kamgraph.build_graph(firm({"boss": 1}), account="firm"))
    frame = Counted(found._repr_html_())
    assert frame.tags == {"iframe": 1}
    [source] = [value for _, name, value in frame.attributes if name == "srcdoc"]
    assert source == found.to_html(tmp_path / "review.html").read_text("utf-8")
    assert ("iframe", "sandbox", "allow-scripts allow-modals") in frame.attributes
    assert html.unescape(html.escape(source)) == source


def test_a_page_that_cannot_be_written_leaves_what_was_there(firm, tmp_path, monkeypatch):
    found = review(kamgraph.build_graph(firm(), account="firm"))
    target = found.to_html(tmp_path / "review.html")
    before = target.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError, match=r"review\.html: No space left"):
        found.to_html(target)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_words_behind_a_row_are_folded_below_it(firm, tmp_path):
    facts = firm({"boss": 0.5}).to_tables()
    facts["assessments"] = facts["assessments"].assign(evidence="<b>Over lunch</b>")
    graph = kamgraph.build_graph(kamgraph.Book.from_tables(facts), account="firm")
    read = Counted(written(graph, tmp_path))
    quoted = read.of_class("quotes")
    assert read.tags["q"] == len(quoted) == read.tags["summary"] - 1  # beside the map's menu
    assert len(quoted) >= 1
    assert read.text().count("<b>Over lunch</b>") >= 2  # and in the section that lists all
    assert not read.tags["b"]


def test_long_texts_of_a_table_have_the_width_to_be_read():
    rows = pd.DataFrame({"who": ["Ann"], "why": ["what they had has cooled, so see them again"]})
    columns = {"who": Column("Who", "name"), "why": Column("Why")}
    assert find_long_texts(rows, columns) == {"why"}
