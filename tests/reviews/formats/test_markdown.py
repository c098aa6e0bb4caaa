import re

import pytest

import kamgraph
from hostile import hostile_names
from kamgraph import review
from kamgraph.reviews.formats.markdown import escape


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("[a](b) <c> &amp;", r"\[a\](b) \<c\> \&amp;"),
        ("# a", r"\# a"),
        ("- a", r"\- a"),
        ("12. a", r"12\. a"),
        ("1986 people, 53.0 points", "1986 people, 53.0 points"),
        ("a\n\n---\nb", "a --- b"),
        ("http://a.b and www.a.b", r"http\://a.b and www\.a.b"),
        ("mail a@b.c", r"mail a\@b.c"),
    ],
)
def test_markup_is_escape(text, shown):
    assert escape(text) == shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_row_has_the_columns_of_its_head(firm, language):
    ties = [("seller", "buyer", "knows")]
    book = firm({"boss": 0}, ties=ties, text=lambda plain: f"{plain} | *x*")
    found = review(kamgraph.build_graph(book, account="firm"), language=language).to_markdown()
    for table in re.findall(r"(?:^\|.*\n)+", found, re.MULTILINE):
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(columns) == 1


@pytest.mark.parametrize("start", [0, 9, 18])
def test_hostile_texts_are_only_texts(firm, start):
    markdown_it = pytest.importorskip("markdown_it")
    texts = iter(hostile_names()[start:] + hostile_names())
    book = firm({"boss": 0}, ties=[("seller", "buyer", "knows")], text=lambda _: next(texts))
    found = review(kamgraph.build_graph(book, deal="deal")).to_markdown()
    blocks = markdown_it.MarkdownIt("commonmark").enable("table").parse(found)
    parts = [part for block in blocks for part in [block, *(block.children or [])]]
    assert {part.content for part in parts if part.type == "html_inline"} == {"<br>"}
    allowed = {"heading", "paragraph", "bullet_list", "list_item", "strong", "inline", "text"}
    allowed |= {"table", "thead", "tbody", "tr", "th", "td", "html_inline"}
    assert {re.sub("_(open|close)$", "", part.type) for part in parts} <= allowed


def test_the_review_reads_well(firm):
    ties = [("seller", "buyer", "knows", 0.5), ("buyer", "boss", "influences", 0.5)]
    found = review(
        kamgraph.build_graph(
            firm({"boss": -1}, ties=ties),
            account="firm",
            policy=kamgraph.Policy(required_roles={}),
        )
    )
    lines = found.to_markdown().splitlines()
    assert lines[0] == "# Firm"
    assert (
        lines[2]
        == "Account review · As of 31 January 2026 · 1 open deal · 2 people of the customer · 2 key persons"
    )
    assert lines[4] == f"**{found.verdict}**"
    assert "## How we reach them" in lines
    assert "| Ada | 50% | 25% | 2 | 1 | Cy → Bo → Ada |" in lines
    assert "| Bo | 50% | 50% | 1 | 1 | Cy → Bo |" in lines
    assert "## The map" not in lines


def test_turns_of_the_direction_of_letters_are_inert():
    assert escape("a\u202eb\u2066c\u200fd") == "abcd"
