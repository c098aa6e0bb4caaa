"""The table of gaps, its counts, rules of one's own, and the page about them."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.analysis.gaps import count_gaps, gaps
from kamgraph.analysis.rules import (
    RULES,
    SEVERITIES,
    About,
    Found,
    Labels,
    Lookup,
    Rule,
    rule,
)
from kamgraph.errors import KamgraphError
from kamgraph.model.vocabulary import AXES
from rule_rows import REVIEWS, demo, persons
from strategies import books, few

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "gaps.md").read_text("utf-8")
COLUMNS = ["account", "deal", "gap", "severity", "person", "stake", "detail", "action"]

# An account with every gap there is; names differ from ids, so that an id in a sentence shows.
TROUBLE = book(
    people="""
        p1 acme name=Ann function=board level=1
        p2 acme name=Bo function=finance
        p3 acme name=Cy function=works
        p4 acme name=Di function=works until=2026-01-01
        p5 acme name=Eve function=works
        p6 acme name=Flo function=works
        v1 us name=Vic level=5; v2 us name=Val; r1 rival name=Rob
    """,
    ties="v1 knows p1; v2 knows p6 0.1; p3 influences p2 0.3; v1 knows p3 0.5; r1 influences p1",
    deals="d1 acme delivery",
    roles="p1 approver acme; p2 finance acme; p4 user acme; p5 legal acme; p6 quality acme",
    assessments="p1 2025-01-01 3 1 2 d1; v1 2026-05-01 5",
)
NOBODY_AGAINST = book(people="p1 acme name=Ann; v1 us", roles="p1 approver acme")
ALL = k.build_graph(k.load_demo())


def trouble():
    return [k.build_graph(TROUBLE), k.build_graph(NOBODY_AGAINST)]


def told(language="en"):
    return pd.concat([gaps(graph, language=language) for graph in trouble()])


# The table.


def test_the_columns_and_what_they_hold():
    for graph in (ALL, *trouble()):
        for rules in (RULES, RULES[:1], ()):
            table = gaps(graph, rules)
            assert list(table.columns) == COLUMNS
            assert table.index.equals(pd.RangeIndex(len(table)))
            assert table.dtypes.map(str).tolist() == ["str"] * 5 + ["float64"] + ["str"] * 2
            assert table.notna().all(axis=None)
            assert table["stake"].between(0, 1).all()


def test_the_gravest_come_first_then_those_with_the_most_at_stake():
    table = gaps(ALL)
    rank = table["severity"].map(SEVERITIES.index)
    order = pd.DataFrame({"rank": rank, "stake": -table["stake"]}).join(
        table[["account", "deal", "gap", "person"]]
    )
    assert [*order.itertuples(index=False)] == sorted(order.itertuples(index=False))
    assert rank.is_monotonic_increasing
    assert rank.nunique() == 3


def test_every_rule_of_the_catalogue_fires_where_everything_is_wrong():
    assert set(told()["gap"]) == {one.code for one in RULES}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentences_name_people_and_hide_the_machinery(language):
    for table in (told(language), gaps(ALL, language=language)):
        for sentence in [*table["detail"], *table["action"]]:
            assert not re.search(r"[{}]|\bnan\b|\b[pvrd]\d\b|[a-z]+_[a-z]+|-1", sentence)
            assert sentence.endswith("." if language == "en" else "。")


def test_both_languages_tell_of_the_same_rows():
    for graph in (ALL, *trouble()):
        english, chinese = (gaps(graph, language=language) for language in ("en", "zh"))
        assert english[COLUMNS[:6]].equals(chinese[COLUMNS[:6]])
        assert (english[COLUMNS[6:]] != chinese[COLUMNS[6:]]).all(axis=None)


def test_a_fact_may_hold_braces():
    strange = book(people="a acme name={0}; v us", roles="a approver acme")
    assert "{0}" in gaps(k.build_graph(strange, account="acme"))["detail"][0]


def test_another_language_is_refused():
    with pytest.raises(KamgraphError, match="'fr' is unknown; choose en or zh"):
        gaps(ALL, language="fr")


# Counts, rules and scopes.


def counted(graph, rules=RULES):
    table = gaps(graph, rules)
    return {
        (scope, severity): int(count)
        for (*scope, severity), count in table.value_counts(["account", "deal", "severity"]).items()
        for scope in [tuple(scope)]
    }


@few
@given(books())
def test_counts_are_those_of_the_rows(drawn):
    graph = k.build_graph(drawn)
    counts = count_gaps(graph)
    assert counts.index.tolist() == [*graph.scopes[["account", "deal"]].itertuples(index=False)]
    counts.columns = [name.removeprefix("gaps_") for name in counts.columns]
    found = counts.stack()
    assert {(row[:2], row[2]): count for row, count in found.items() if count} == counted(graph)


def test_counts_of_the_demo_account():
    counts = count_gaps(ALL)
    assert list(counts.columns) == ["gaps_high", "gaps_medium", "gaps_low"]
    assert counts.to_numpy().sum() == len(gaps(ALL))
    assert not count_gaps(ALL, ()).to_numpy().any()


@pytest.mark.parametrize("left_out", RULES, ids=lambda one: one.code)
def test_without_a_rule_exactly_its_rows_are_missing(left_out):
    others = tuple(one for one in RULES if one is not left_out)
    for graph in (ALL, *trouble()):
        table = gaps(graph)
        kept = table[table["gap"] != left_out.code].reset_index(drop=True)
        pd.testing.assert_frame_equal(gaps(graph, others), kept)


@few
@given(books(), st.booleans())
def test_a_scope_has_the_same_gaps_alone_and_among_others(drawn, chinese):
    language = "zh" if chinese else "en"
    together = k.build_graph(drawn)
    table = gaps(together, language=language)
    for scope in together.scopes.itertuples():
        alone = k.build_graph(drawn, account=scope.account, deal=scope.deal or None)
        mine = table[(table["account"] == scope.account) & (table["deal"] == scope.deal)]
        expected = mine.reset_index(drop=True)
        pd.testing.assert_frame_equal(gaps(alone, language=language), expected)


@pytest.mark.parametrize("review", REVIEWS)
def test_only_their_own_rule_speaks_of_vacant_seats(review):
    table, people = gaps(demo(review)), demo(review).people
    seats = people.index[people["vacant"]]
    assert set(table["gap"][table["person"].isin(seats)]) <= {"vacant_seat"}


MILDER = [
    ("reachable", 0.5, 0.1, ["out_of_reach", "function_unreached"]),
    ("contact_days", 5, 120, ["no_touch"]),
    ("assessment_days", 5, 250, ["assessment_old"]),
    ("level_tolerance", 0, 3, ["level_gap"]),
    ("owner_share", 0.05, 0.24, ["owner_share"]),
    ("opposing", 55, 35, ["opposing"]),
    ("opposing", 10, 40, ["opposition_unknown"]),
]


@pytest.mark.parametrize(("field", "strict", "mild", "codes"), MILDER)
def test_a_milder_policy_finds_fewer_gaps_and_no_others(field, strict, mild, codes):
    rules = [one for one in RULES if one.code in codes]
    found = []
    for value in (strict, mild):
        graph = k.build_graph(k.load_demo(), policy=k.Policy(**{field: value}))
        rows = gaps(graph, rules)[["account", "deal", "gap", "person"]]
        found.append({*rows.itertuples(index=False)})
    assert found[1] < found[0]


# Rules of one's own.

WORDS = {"why": ("why", "为何"), "action": ("Act.", "行动。")}


def everybody(**facts):
    """Make a rule that finds everybody and tells {x}."""

    @rule("everybody", "low", detail=("{name}: {x}.", "{name}：{x}。"), **WORDS)
    def find(graph):
        return Found.people(np.arange(len(graph.power)), **facts)

    return find


PAIR = k.build_graph(book(people="a acme name=Ann; b acme name=Bo title=Boss"), account="acme")


def test_facts_are_told_in_the_language():
    one = everybody(x=Labels(AXES, np.array([[True, False, False], [True, True, True]])))
    assert sorted(gaps(PAIR, (one,))["detail"]) == [
        "Ann: relationship.",
        "Bo: relationship, solution and price.",
    ]
    assert sorted(gaps(PAIR, (one,), language="zh")["detail"]) == [
        "Ann：关系。",
        "Bo：关系、方案、价格。",
    ]


def test_missing_texts_are_told_as_nothing():
    one = everybody(x=About(np.array([0, 1]), "title"))
    assert sorted(gaps(PAIR, (one,))["detail"]) == ["Ann: .", "Bo: Boss."]


def test_stake_and_policy_are_as_the_rule_says():
    @rule("mine", "high", detail=("{policy.key_share}.", "{policy.key_share}。"), **WORDS)
    def mine(_):
        return Found.scopes(np.array([0, 0]), stake=np.array([0.25, 0.75]))

    table = gaps(PAIR, (mine,))
    assert table["stake"].tolist() == [0.75, 0.25]
    assert table["detail"].tolist() == ["0.04."] * 2
    assert table["person"].tolist() == ["", ""]
    assert count_gaps(PAIR, (mine,)).to_numpy().tolist() == [[2, 0, 0]]


def test_a_sentence_about_what_was_not_found_is_refused():
    with pytest.raises(KamgraphError, match="gap 'everybody': there is no 'x' to tell"):
        gaps(PAIR, (everybody(),))


def test_a_mask_and_facts_of_another_length_are_refused():
    with pytest.raises(KamgraphError, match=r"make them of a mask with np\.flatnonzero"):
        Found.people(np.array([True, False]))
    with pytest.raises(KamgraphError, match="a rule found 1 rows, 'x' tells of 2"):
        Found.scopes(np.array([0]), x=np.array([1, 2]))


def test_a_rule_needs_a_known_severity_and_both_languages():
    with pytest.raises(KamgraphError, match="severity 'huge' is none of high, medium, low"):
        rule("mine", "huge", detail=("a", "b"), **WORDS)(lambda _: None)
    with pytest.raises(KamgraphError, match=r"give '.*English only.*' in English and Chinese"):
        rule("mine", "low", detail={"one": ("English only",)}, **WORDS)(lambda _: None)
    with pytest.raises(KamgraphError, match="give 'English only' in English and Chinese"):
        rule("mine", "low", detail="English only", **WORDS)(lambda _: None)


def test_codes_are_unique():
    assert len({one.code for one in RULES}) == len(RULES)


def test_names_come_from_the_graph():
    assert Lookup(PAIR).names == {"a": "Ann", "b": "Bo"}


# The page.


def test_the_page_has_every_rule_as_the_code_has_it():
    sections = dict(re.findall(r"^### `(\w+)`(.*?)(?=^#|\Z)", PAGE, re.DOTALL | re.MULTILINE))
    assert list(sections) == [one.code for one in RULES]
    for one in RULES:
        text = " ".join(sections[one.code].split())
        assert text.startswith(f"· {one.severity} "), one.code
        assert one.why[0] in text, one.code


def test_the_example_of_the_page_runs_as_printed():
    page = (DOCS / "own_rules.md").read_text("utf-8")
    source, printed, *_ = re.findall(r"```(?:python|text)\n(.*?)```", page, re.DOTALL)
    namespace = {}
    exec(source, namespace)  # noqa: S102, the page is ours
    assert isinstance(namespace["idle_supporter"], Rule)
    assert namespace["sentences"] == printed.splitlines()
    assert persons(namespace["idle_supporter"], namespace["graph"])
