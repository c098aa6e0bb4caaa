"""The table of gaps, its counts, rules of one's own, and the page about them."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.analysis.gaps import count_gaps, gaps, group_by_person
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
from kamgraph.model.recorded import GRADES
from kamgraph.model.vocabulary import AXES
from kamgraph.model.voice import speaking
from rule_rows import HELD_ALONE, REVIEWS, demo, persons, recorded
from strategies import books, few

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "gaps.md").read_text("utf-8")
COLUMNS = [
    *("account", "deal", "gap", "severity", "person"),
    *("stake", "value", "currency", "lead"),
    *("detail", "action"),
]

# Accounts with every gap there is; names differ from ids, so that an id in a sentence shows.
TROUBLE = recorded(
    people="""
        p1 acme name=Ann function=board level=1
        p2 acme name=Bo function=finance
        p3 acme name=Cy function=works
        p4 acme name=Di function=works until=2026-01-01
        p5 acme name=Eve function=works
        p6 acme name=Flo function=works
        p7 acme name=Guy; p8 acme name=Hal; p9 acme name=Ike until=2026-01-01
        v1 us name=Vic level=5; v2 us name=Val; v3 us name=Sue; r1 rival name=Rob
    """,
    positions="""
        p7 acme until=2026-02-01; p7 bravo since=2026-02-01
        p8 acme until=2026-02-01; p8 rival since=2026-02-01
    """,
    ties="v1 knows p1; v2 knows p6 0.1; p3 influences p2 0.3; v1 knows p3 0.5; r1 influences p1",
    deals="""
        d1 acme delivery value=1000 currency=EUR name=Plant
        d2 acme closed value=90 currency=EUR name=Lease ends=2026-04-01
        d3 acme closed value=80 currency=EUR name=Care closes=2025-01-01 ends=2026-07-01
        d4 acme closed value=70 currency=EUR name=Parts closes=2026-02-01 ends=2026-08-01
    """,
    payments="m1 d1 advance 2026-03-01 100 - p3; m2 d1 delivery 2026-12-01 200 - p6",
    commitments="""
        c1 v1 p1 - 2026-01-01 2026-02-01 text=drawings; c2 p2 v2 - 2026-01-01 2026-02-01
    """,
    roles="p9 decision_maker acme until=2026-01-01; p1 approver acme; p2 finance acme; p4 user acme; p5 legal acme; p6 quality acme",
    team="v3 executive_sponsor acme",
    assessments="""
        p1 2025-01-01 3 1 2 d1; v1 2026-05-01 5
        p7 2026-01-01 5 5 5; p8 2026-01-01 5 5 5
    """,
)
# Of two who decide one is graded, on two axes and for us; all contacts are those of one function.
FRIENDS = recorded(
    people="""
        p1 acme name=Ann susceptibility=0.8; p2 acme name=Bo; p3 acme name=Cy
        v1 us name=Vic function=sales
    """,
    ties="v1 knows p1; v1 knows p3; p1 influences p2 1; p3 influences p1 1",
    roles="p1 approver acme; p2 decision_maker acme",
    assessments="p1 2026-01-01 5 5; p3 2026-01-01 3 3",
)
ALL = k.build_graph(k.load_demo())


@cache
def trouble():
    return [k.build_graph(TROUBLE), k.build_graph(FRIENDS)]


def told(language="en"):
    return pd.concat([gaps(graph, language=language) for graph in trouble()])


# The table.


def test_the_columns_and_what_they_hold():
    for graph in (ALL, *trouble()):
        for rules in (RULES, RULES[:1], ()):
            table = gaps(graph, rules)
            assert list(table.columns) == COLUMNS
            assert table.index.equals(pd.RangeIndex(len(table)))
            assert table.dtypes.map(str).tolist() == ["str"] * 5 + ["float64"] * 2 + ["str"] * 4
            assert table.drop(columns=["value", "currency", "lead"]).notna().all(axis=None)
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
        assert english[COLUMNS[:-2]].equals(chinese[COLUMNS[:-2]])
        assert (english[COLUMNS[-2:]] != chinese[COLUMNS[-2:]]).all(axis=None)


def test_a_fact_may_hold_braces():
    strange = recorded(people="a acme name={0}; v us", roles="a approver acme")
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
    counts = pd.DataFrame(count_gaps(graph), index=graph.scope_index)
    assert counts.index.tolist() == [*graph.scopes[["account", "deal"]].itertuples(index=False)]
    counts.columns = [name.removeprefix("gaps_") for name in counts.columns]
    found = counts.stack(future_stack=True)
    assert {(row[:2], row[2]): count for row, count in found.items() if count} == counted(graph)


def test_counts_of_the_demo_account():
    counts = count_gaps(ALL)
    assert list(counts) == ["gaps_high", "gaps_medium", "gaps_low"]
    assert sum(count.sum() for count in counts.values()) == len(gaps(ALL))
    assert not np.any([*count_gaps(ALL, ()).values()])


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


def test_the_value_at_stake_is_that_part_of_the_open_deals():
    deals = """
        d1 acme bid value=100 currency=EUR; d2 acme - value=60 currency=EUR
        d3 acme lost value=900 currency=EUR; d4 acme lead; d5 bravo lead value=7
    """
    tables = {
        "people": "ann acme; bo acme",
        "roles": "ann approver acme; bo approver acme",
        "assessments": "ann 2020-01-01 3 3 3",
    }
    facts = recorded(deals=deals, **tables)

    def values(account, deal=None, facts=facts):
        graph = k.build_graph(facts, account=account, deal=deal, policy=HELD_ALONE)
        table = gaps(graph, [one for one in RULES if one.code in ("no_contact", "no_coach")])
        return table["value"].tolist()

    # Half of 160, of 100, of nothing; on no coach hangs no part of the decision.
    assert values("acme") == pytest.approx([80, 80, np.nan], nan_ok=True)
    assert values("acme", "d1") == pytest.approx([50, 50, np.nan], nan_ok=True)
    assert np.isnan(values("acme", "d4")).all()
    assert np.isnan(values("acme", "d3")).all()
    # Euros and francs have no sum.
    mixed = recorded(
        deals=deals.replace("value=60 currency=EUR", "value=60 currency=CHF"), **tables
    )
    assert np.isnan(values("acme", facts=mixed)).all()


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
    ("owner_share", 0.05, 0.4, ["owner_share"]),
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
        "Ann：关系紧密度。",
        "Bo：关系紧密度、方案认可度、价格接受度。",
    ]


def test_missing_texts_are_told_as_nothing():
    one = everybody(x=About(np.array([0, 1]), "title"))
    assert sorted(gaps(PAIR, (one,))["detail"]) == ["Ann: .", "Bo: Boss."]


def test_stake_and_policy_are_as_the_rule_says():
    @rule("mine", "high", detail=("{policy.key_cover}.", "{policy.key_cover}。"), **WORDS)
    def mine(_):
        return Found.scopes(np.array([0, 0]), stake=np.array([0.25, 0.75]))

    table = gaps(PAIR, (mine,))
    assert table["stake"].tolist() == [0.75, 0.25]
    assert table["detail"].tolist() == ["0.8."] * 2
    assert table["person"].tolist() == ["", ""]
    counted_gaps = count_gaps(PAIR, (mine,)).values()
    assert [count.tolist() for count in counted_gaps] == [[2], [0], [0]]


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
    names = Lookup(PAIR).read("name", np.array([1, -1, 0]))
    assert names.tolist() == ["Bo", "", "Ann"]


# What is not recorded.

FAMILIES = {
    "roles": ["roles"],
    "acquaintance": ["ties", "interactions"],
    "influence": ["ties"],
    "interactions": ["interactions"],
    "team": ["team"],
    **{family: ["assessments"] for family in GRADES.values()},
    "levels": ["people"],
    "functions": ["people"],
    "commitments": ["commitments"],
    "payments": ["payments"],
    "contracts": ["deals"],
}
# What of a table tells of the family, where it cannot go as a whole.
TOLD_IN = {"levels": "level", "functions": "function", "contracts": "ends"}


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.code)
def test_a_rule_says_on_what_it_rests_and_is_silent_without(rule):
    assert rule.needs
    for need in rule.needs:
        families = {need} if isinstance(need, str) else need
        gone = {table for family in families for table in FAMILIES[family]}
        for facts in (TROUBLE, FRIENDS):
            tables = facts.to_tables()
            for name in gone - {"people", "deals"}:
                tables[name] = tables[name].head(0)
            for name in gone & {"people", "deals"}:
                blank = [TOLD_IN[family] for family in families] + ["title"]
                known = [column for column in blank if column in tables[name]]
                tables[name] = tables[name].assign(**dict.fromkeys(known))
            graph = k.build_graph(k.Book.from_tables(tables))
            assert not families & graph.recorded
            assert gaps(graph, (rule,)).empty


@few
@given(books())
def test_no_rule_fires_where_a_family_that_it_needs_is_not_recorded(drawn):
    graph = k.build_graph(drawn)
    for code in gaps(graph)["gap"].unique():
        [fired] = [one for one in RULES if one.code == code]
        for need in fired.needs:
            assert ({need} if isinstance(need, str) else need) & graph.recorded


def test_a_book_of_people_alone_has_no_gaps():
    assert gaps(k.build_graph(book(people="ann acme level=1; vic us level=4"))).empty


@few
@given(books())
def test_accounts_without_anybody_change_nothing_elsewhere(drawn):
    tables = drawn.to_tables()
    empty = pd.DataFrame({"id": ["empty1", "empty2"], "name": ["E", "F"], "kind": "customer"})
    tables["organizations"] = pd.concat([tables["organizations"], empty])
    graph = k.build_graph(k.Book.from_tables(tables))
    found = gaps(graph)
    found = found[~found["account"].isin(empty["id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, gaps(k.build_graph(drawn)))


# Kinds of key people.


def test_every_kind_of_key_person_has_gaps_and_outsiders_have_none():
    # Ann holds a role, Bo fits the open ones, Di is behind Ann, and Rob of a rival pulls her.
    graph = k.build_graph(
        recorded(
            people="ann acme; bo acme level=1; di acme level=5; rob rival; vic us",
            roles="ann evaluator acme",
            ties="di influences ann 1; rob influences ann 1",
            assessments="ann 2026-01-01 1 1 1; bo 2025-01-01 3 3 3",
        ),
        account="acme",
        policy=k.Policy(role_weights={"approver": 1, "evaluator": 1}, key_cover=0.99),
    )
    kinds = k.key_people(graph)["kind"].to_dict()
    assert kinds == {"ann": "direct", "bo": "assumed", "di": "indirect", "rob": "external"}
    table = gaps(graph)
    assert set(table["person"][table["gap"] == "no_contact"]) == {"ann", "bo", "di"}
    assert set(table["person"][table["gap"] == "never_assessed"]) == {"di"}
    assert set(table["person"][table["gap"] == "assessment_old"]) == {"bo"}
    assert "rob" not in set(table["person"])


# One line per person.


def gravest_first(graph, language="en"):
    with speaking(language):
        return group_by_person(gaps(graph, language=language))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_of_one_person_is_one_line(language):
    for graph in (ALL, *trouble()):
        table, lines = gaps(graph, language=language), gravest_first(graph, language)
        assert list(lines.columns) == COLUMNS
        assert lines.dtypes.equals(table.dtypes)
        about = lines[lines["person"] != ""]
        assert not about.duplicated(["account", "deal", "person"]).any()
        assert (lines["person"] == "").sum() == (table["person"] == "").sum()
        assert set(table["person"]) == set(lines["person"])
        rank = lines["severity"].map(SEVERITIES.index)
        assert rank.is_monotonic_increasing


def test_a_line_tells_the_gravest_first_and_nothing_twice():
    graph = k.build_graph(
        recorded(
            people="ann acme name=Ann; vic us",
            roles="ann approver acme",
            assessments="ann 2026-01-01 1 1 1; ann 2026-06-01 1",
        ),
        account="acme",
        policy=HELD_ALONE,
    )
    assert set(gaps(graph)["gap"][gaps(graph)["person"] == "ann"]) == {
        "blocked", "opposing", "no_contact", "out_of_reach"
    }  # fmt: skip
    [line] = gravest_first(graph).query("person == 'ann'").to_dict("records")
    assert line["gap"] == "blocked"
    assert line["detail"].startswith("Ann has the role of approver and would refuse us")
    assert line["detail"].endswith("None of us knows Ann, and nobody we know leads there.")
    assert "leans against" not in line["detail"]
    assert "No route" not in line["detail"]
    assert line["action"].startswith("Find out what Ann would need")
    assert group_by_person(gaps(graph, ())).empty


def test_nobody_but_one_of_us_is_asked_to_act():
    for graph in (ALL, *trouble()):
        table = gaps(graph)
        ours = set(graph.people["name"].array[graph.ours])
        for action in table["action"]:
            for asked in re.findall(r"^Have (.+?) (?:ask|meet|see) ", action):
                assert asked in ours
        # In Chinese the same people are asked (请…).
        for action in gaps(graph, language="zh")["action"]:
            others = set(graph.people["name"].array[~graph.ours])
            assert not any(action.startswith(f"请{name}") for name in others - ours)


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


GRAPH = k.build_graph(k.load_demo())
_ONE = np.array([0])


def _fail():
    raise ZeroDivisionError("no luck")


RUBBISH = {
    "raises": (lambda _: _fail(), "ZeroDivisionError: no luck"),
    "a number": (lambda _: 5, "returns int"),
    "nothing": (lambda _: None, "returns NoneType"),
    "a list": (lambda _: Found.people([1]), "AttributeError"),
    "nobody": (lambda _: Found.people(np.array([10**6])), "other positions"),
    "before all": (lambda _: Found.people(np.array([-1])), "other positions"),
    "a table": (lambda _: Found.scopes(np.array([[0]])), "other positions"),
    "no number": (lambda _: Found.people(_ONE, stake=np.array([np.nan])), "stake"),
    "a word": (lambda _: Found.people(_ONE, stake=["much"]), "TypeError"),
    "fails later": (lambda _: Found.people(_ONE, later=_fail), "ZeroDivisionError"),
    "rubbish later": (lambda _: Found.people(_ONE, later=lambda: 5), "AttributeError"),
}


@pytest.mark.parametrize("what", RUBBISH)
def test_a_rule_that_fails_or_returns_rubbish_is_named(what):
    find, told = RUBBISH[what]
    mine = rule("mine", "high", why=("", ""), detail=("", ""), action=("", ""))(find)
    with pytest.raises(KamgraphError, match=f"gap 'mine': .*{told}"):
        gaps(GRAPH, [mine])


@pytest.mark.parametrize("words", ["{", "{0}", "{name!q}", "{name:d}", "{policy.nothing}"])
def test_a_rule_whose_words_cannot_be_filled_is_named(words):
    mine = rule("mine", "high", why=("", ""), detail=(words, words), action=("", ""))
    with pytest.raises(KamgraphError, match="gap 'mine': "):
        gaps(GRAPH, [mine(lambda _: Found.people(_ONE))])


def test_a_plain_function_is_no_rule():
    with pytest.raises(KamgraphError, match="is no rule; make one with @rule"):
        gaps(GRAPH, [lambda _: Found.nothing()])


@pytest.mark.parametrize(
    "shown",
    [
        {"commitments": "c val ann - 2025-12-01"},
        {"commitments": "c ann val - 2025-12-01"},
        {"actions": "a acme - call val ann - - 2025-12-01"},
    ],
)
def test_with_whom_somebody_of_ours_dealt_no_contact_is_recorded(shown):
    facts = book(
        people="ann acme; bo acme; vic us; val us",
        ties="vic knows bo",
        roles="ann approver acme; bo user acme",
        team="val lead_expert acme",
        **shown,
    )
    found = k.gaps(k.build_graph(facts, account="acme")).query("gap == 'no_contact'")
    assert found["detail"].tolist() == [
        "No contact with ann is recorded, though val has dealt with ann (1 December 2025)."
    ]
