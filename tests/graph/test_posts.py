"""Levels and functions of the people in a graph, and what they are known from."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.graph.chart import measure_depths
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import FUNCTIONS

FIRMS = [{"id": "c", "name": "C", "kind": "customer"}, {"id": "v", "name": "V", "kind": "vendor"}]


def make_graph(people, lines=(), policy=None, positions=(), day=None):
    people = [{"name": row["id"], "organization": "c", **row} for row in people]
    ties = [{"source": low, "target": high, "kind": "reports_to"} for low, high in lines]
    tables = {"organizations": FIRMS, "people": people, "ties": ties, "positions": positions}
    made = k.Book.from_tables({name: pd.DataFrame(rows) for name, rows in tables.items() if rows})
    return k.build_graph(made, account="c", as_of=day, policy=policy)


def known(graph, person):
    row = graph.people.loc[person]
    facts = row[["level", "level_origin", "function", "function_origin"]]
    return tuple(None if pd.isna(fact) else fact for fact in facts)


def test_what_is_recorded_wins_over_the_title_and_the_title_over_the_chart():
    people = [
        {"id": "chief", "title": "Chief Financial Officer", "level": 2, "function": "audit"},
        {"id": "head", "title": "采购部部长"},
        {"id": "hand"},
        {"id": "alone"},
    ]
    graph = make_graph(people, [("head", "chief"), ("hand", "head")])
    assert known(graph, "chief") == (2, "recorded", "audit", "recorded")
    assert known(graph, "head") == (3, "title", "procurement", "title")
    assert known(graph, "hand") == (3, "chart", None, "")
    assert known(graph, "alone") == (None, "", None, "")


def test_level_and_function_are_read_each_for_itself():
    people = [{"id": "a", "title": "Head of Procurement", "function": "our own word"}]
    assert known(make_graph(people), "a") == (3, "title", "our own word", "recorded")
    people = [{"id": "a", "title": "Head of Procurement", "level": 1}]
    assert known(make_graph(people), "a") == (1, "recorded", "procurement", "title")


def test_the_post_is_that_of_the_position_on_the_day():
    people = [{"id": "a", "title": "Chief Executive Officer", "level": 1, "function": "executive"}]
    rows = [
        {"title": "Buyer", "until": "2026-02-01"},
        {"title": "Head of Procurement", "level": 2, "since": "2026-02-01", "until": "2026-03-01"},
        {"function": "财务", "since": "2026-03-01"},
    ]
    positions = [{"person": "a", "organization": "c", **row} for row in rows]
    by_day = [
        known(make_graph(people, positions=positions, day=f"2026-0{month}-15"), "a")
        for month in (1, 2, 3)
    ]
    assert by_day == [
        (5, "title", "procurement", "title"),
        (2, "recorded", "procurement", "title"),
        (None, "", "finance", "recorded"),
    ]


@pytest.mark.parametrize("word", FUNCTIONS.words)
def test_a_function_is_recorded_by_its_word_or_its_label_in_either_language(word):
    texts = [word, *FUNCTIONS.both(word), word.upper()]
    graph = make_graph([{"id": f"p{place}", "function": text} for place, text in enumerate(texts)])
    assert set(graph.people["function"]) == {word}
    assert {graph.function_words[code] for code in graph.function} == {word}


def test_a_policy_brings_words_of_its_own():
    text = '[[titles.groups]]\nwords = ["grid wizard"]\nlevel = 2\nfunction = "网络"\n'
    policy = k.Policy.from_toml(text)
    assert k.Policy.from_toml(policy.to_toml()) == policy
    graph = make_graph([{"id": "a", "title": "Grid Wizard"}], policy=policy)
    assert known(graph, "a") == (2, "title", "网络", "title")
    assert known(make_graph([{"id": "a", "title": "Grid Wizard"}]), "a") == (None, "", None, "")


def test_a_title_is_read_once_per_book(monkeypatch):
    from kamgraph.model import title_readings

    asked = []
    read = title_readings.read_title

    def read_and_note(title, lexicon, department=""):
        asked.append(title)
        return read(title, lexicon, department)

    monkeypatch.setattr(title_readings, "read_title", read_and_note)
    titles = ["CFO", "CFO", "Buyer", "Buyer"]
    graph = make_graph([{"id": f"p{n}", "title": title} for n, title in enumerate(titles)])
    for day in ("2026-01-01", "2026-02-01"):
        assert graph.at(day).people["level"].tolist() == [1, 1, 5, 5]
    assert sorted(asked) == ["Buyer", "CFO"]


def test_the_chart_tells_five_levels_at_most_and_none_in_a_circle():
    people = [{"id": name} for name in "abcdefgxyz"]
    lines = [(low, high) for low, high in zip("bcdefg", "abcdef", strict=True)]
    graph = make_graph(people, [*lines, ("x", "y"), ("y", "x"), ("z", "x")])
    levels = graph.people["level"]
    assert levels[list("abcdefg")].tolist() == [1, 2, 3, 4, 5, 5, 5]
    assert levels[list("xyz")].isna().all()


edges = st.integers(2, 9).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(
            st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
                lambda line: line[0] != line[1]
            ),
            max_size=14,
        ),
    )
)


@given(edges)
def test_depths_are_the_shortest_ways_to_somebody_without_a_boss(drawn):
    count, lines = drawn
    ends = np.array(lines, dtype=np.int64).reshape(-1, 2)
    found = measure_depths(Rows(source=ends[:, 0], target=ends[:, 1]), count)
    chart = nx.DiGraph(lines)
    tops = {node for node in chart if chart.out_degree(node) == 0}
    for node in range(count):
        ways = nx.single_source_shortest_path_length(chart, node) if node in chart else {}
        assert found[node] == min((ways[top] for top in tops & {*ways}), default=-1)


def test_the_chart_is_that_of_the_scope():
    found = book(
        people="ann acme; bo acme; cy acme; gone acme until=2026-01-01 successor=bo",
        deals="d acme",
        ties="gone reports_to ann; cy reports_to bo; cy reports_to ann deal=d",
    )
    levels = {
        scope: k.build_graph(found, **{scope: name}, as_of="2026-02-01").people["level"].to_dict()
        for scope, name in (("account", "acme"), ("deal", "d"))
    }
    assert levels["account"] == {"ann": 1, "bo": 2, "cy": 3}
    assert levels["deal"] == {"ann": 1, "bo": 2, "cy": 2}


def test_a_recorded_department_belongs_to_the_title():
    people = [
        {"id": "head", "title": "总经理", "function": "信息科技部"},
        {"id": "top", "title": "总经理", "function": "executive"},
        {"id": "bare", "title": "总经理"},
    ]
    graph = make_graph(people)
    levels = {person: known(graph, person)[:2] for person in ("head", "top", "bare")}
    assert levels == {"head": (3, "title"), "top": (1, "title"), "bare": (1, "title")}
