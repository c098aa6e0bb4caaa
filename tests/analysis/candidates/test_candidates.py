"""What is suggested: each kind by hand, lines and influence against loops."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from strategies import books, few

PEOPLE = [*"abcdef"]


def mails(events, start=0):
    """Return interactions: who is addressed, after a bar who sent it."""
    rows = []
    for number, event in enumerate(events, start):
        addressed, _, sender = event.partition("|")
        rows += [
            f"m{number:02} 2026-01-{1 + number % 28:02} email {one} part=to" for one in addressed
        ]
        rows += [
            f"m{number:02} 2026-01-{1 + number % 28:02} email {one} part=from" for one in sender
        ]
    return "; ".join(rows) or "m 2026-01-01 call vic"


def graph_of(events, ties="", **named):
    people = "; ".join(f"{one} acme {named.get(one, '')}" for one in PEOPLE)
    facts = book(people=people + "; vic us", ties=ties, interactions=mails(events))
    return k.build_graph(facts, account="acme")


def told(graph, kind):
    found = k.candidates(graph)
    return found[found["kind"] == kind]


def test_a_boss_is_close_and_stands_higher():
    events = ["ab", "abc", "abd", "cd|a", "ab"]
    lines = told(graph_of(events), "reports_to")
    assert set(lines.loc[lines["person"] == "c", "other"]) == {"a", "b"}
    assert (
        "a" not in set(lines["person"]) or lines.loc[lines["person"] == "a", "other"].ne("c").all()
    )
    assert lines["evidence"].str.contains("between them").all()
    best = lines[(lines["person"] == "c") & (lines["other"] == "a")].iloc[0]
    assert best["evidence"] == "2 interactions between them, last in m03 and m01"


def test_levels_tell_who_stands_higher_where_they_are_known():
    events = ["ab", "abc", "abd"]
    lines = told(graph_of(events, c="level=1", a="level=2", b="level=3"), "reports_to")
    pairs = set(zip(lines["person"], lines["other"], strict=True))
    assert ("a", "c") in pairs
    assert ("c", "a") not in pairs
    assert ("b", "a") in pairs


def test_the_board_is_offered_no_boss():
    lines = told(graph_of(["ab", "abc", "abd"] * 3, a="title=CEO", b="title=CFO"), "reports_to")
    assert not {"a", "b"} & set(lines["person"])
    assert {"a", "b"} <= set(lines["other"])


def test_who_has_a_boss_or_is_the_top_of_a_chart_is_not_asked_for():
    lines = told(graph_of(["abc"] * 3, ties="a reports_to b"), "reports_to")
    assert not {"a", "b"} & set(lines["person"])


def test_an_open_role_goes_to_those_who_fit_it():
    graph = graph_of([], a="title=CEO", b="title=CFO")
    roles = told(graph, "role")
    shares = roles[roles["value"] == "approver"].set_index("person")["confidence"]
    assert shares["a"] == shares["b"] == pytest.approx(1 / (2 + 4 * 0.3))
    assert (roles["deal"].isna()).all()
    assert "% of the role" in roles["evidence"].iloc[0]


def test_a_role_that_only_a_later_stage_needs_is_of_the_deal():
    facts = book(people="a acme title=CFO", deals="sale acme delivery")
    roles = told(k.build_graph(facts, account="acme", deal="sale"), "role")
    deals = roles.set_index("value")["deal"]
    assert deals["finance"] == "sale"
    assert pd.isna(deals["approver"])


def test_levels_of_who_has_none_are_those_of_whom_they_stand_beside():
    known = dict.fromkeys("abcd", "level=3")
    [found] = told(graph_of(["abcde"], **known), "level").itertuples()
    assert (found.person, found.value, found.method) == ("e", "3", "standing")
    assert found.confidence == pytest.approx(4 / 5)
    assert found.evidence == "4 of those who stand nearest have it"


def test_functions_of_who_has_none_are_those_of_whom_they_are_addressed_with():
    graph = graph_of(["ab", "ab", "ac"], b="function=finance", c="function=it")
    [found] = [row for row in told(graph, "function").itertuples() if row.person == "a"]
    assert found.value == "finance"
    assert found.confidence == pytest.approx(1 / (1.5 + 1))
    assert found.evidence == "has to do with 1 person of this function, more than with others"


def test_one_of_ours_who_was_only_named_together_with_them():
    facts = book(
        people="ann acme; bo acme; vic us; val us",
        interactions="""
        m 2026-01-01 email bo part=from; m 2026-01-01 email ann part=to; m 2026-01-01 email vic part=cc
        n 2026-01-01 call bo; n 2026-01-01 call val
        """,
    )
    [found] = told(k.build_graph(facts, account="acme"), "knows").itertuples()
    assert (found.person, found.other, found.method) == ("vic", "ann", "named_together")
    assert found.confidence == pytest.approx(0.05 / 1.05)
    assert found.evidence == "named together in 1 interaction that shows no contact: m"


def test_two_records_of_one_address_or_name():
    people = [
        {"id": "1", "name": "Wei Zhang", "organization": "acme", "mail": "Wei@acme.test"},
        {"id": "2", "name": "W. Zhang", "organization": "acme", "mail": "wei@acme.test "},
        {"id": "3", "name": "wei  zhang", "organization": "acme", "mail": None},
        {"id": "4", "name": "Wei Zhang", "organization": "rival", "mail": "wei@acme.test"},
    ]
    firms = pd.DataFrame([{"id": "acme", "name": "Acme", "kind": "customer"},
                          {"id": "rival", "name": "Rival", "kind": "competitor"}])  # fmt: skip
    facts = k.Book.from_tables({"organizations": firms, "people": pd.DataFrame(people)})
    found = told(k.build_graph(facts, account="acme"), "same_person")
    pairs = found.set_index(["person", "other"])
    assert pairs["method"].to_dict() == {("1", "2"): "mail", ("1", "3"): "name"}
    merged = k.accept(facts, found, on="2026-01-01")
    assert [*merged.people["id"]] == ["1", "4"]
    assert merged.candidates["value"].tolist() == ["2", "3"]
    assert k.accept(merged, merged.candidates["id"], on="2026-01-02") == merged
    again = k.sync(merged, facts, on="2026-01-03").book
    assert [*again.people["id"]] == ["1", "4"]
    with pytest.raises(k.ScopeError, match="cannot be told apart"):
        k.dismiss(merged, merged.candidates["id"], on="2026-01-03")


def test_nobody_is_the_boss_of_whom_they_report_to():
    facts = graph_of(
        ["ab", "ab", "bc"], ties="b reports_to c; c reports_to a", a="level=2", b="level=1"
    )
    assert "a" not in set(told(facts, "reports_to")["person"])


def test_nobody_of_unknown_level_stands_over_the_board():
    lines = told(graph_of(["ab", "abc"], c="level=1"), "reports_to")
    assert "c" not in set(lines["person"])


def test_what_the_account_holds_is_not_offered_where_a_deal_says_no():
    events = ["ab", "ac", "abc", "d|a"] * 60 + ["ef"]
    [first, *_] = told(graph_of(events), "influences").itertuples()
    facts = book(
        people="; ".join(f"{one} acme" for one in PEOPLE),
        deals="sale acme",
        ties=f"{first.person} influences {first.other} 0.5; {first.person} influences {first.other} 0 sale",
        interactions=mails(events),
    )
    found = told(k.build_graph(facts, account="acme", deal="sale"), "influences")
    assert (first.person, first.other) not in set(zip(found["person"], found["other"], strict=True))


def test_three_records_of_one_name_are_three_pairs():
    people = [{"id": one, "name": "Wei Zhang", "organization": "acme"} for one in "123"]
    firms = pd.DataFrame([{"id": "acme", "name": "Acme", "kind": "customer"}])
    facts = k.Book.from_tables({"organizations": firms, "people": pd.DataFrame(people)})
    assert len(told(k.build_graph(facts, account="acme"), "same_person")) == 3


def closeness_twin(events):
    """Return c + d of each pair: addressed together, and written to."""
    close = {}
    for event in events:
        addressed, _, sender = event.partition("|")
        addressed = addressed.replace(sender, "") if sender else addressed
        pairs = [(i, j) for i in addressed for j in addressed if i < j]
        if sender and len(addressed) <= 10:
            pairs += [tuple(sorted((sender, one))) for one in addressed]
        for pair in pairs:
            close[pair] = close.get(pair, 0) + 1 / len(addressed)
    return close


def stands_higher(level, other_level, place, other_place):
    """Return who stands higher by levels that are known and differ, else by standing."""
    if other_level == 1:  # the board
        return False
    if level is None or other_level is None or level == other_level:
        return place > other_place
    return level < other_level


events = st.lists(
    st.tuples(st.sets(st.sampled_from(PEOPLE), min_size=1), st.sampled_from(["", *PEOPLE])).map(
        lambda drawn: "".join(sorted(drawn[0] - {drawn[1]})) + ("|" + drawn[1] if drawn[1] else "")
    ).filter(lambda event: event.partition("|")[0]),
    max_size=40,
)  # fmt: skip


@few
@given(events, st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 3), max_size=3))
def test_lines_and_influence_equal_loops(drawn, levels):
    graph = graph_of(drawn, **{one: f"level={level}" for one, level in levels.items()})
    place = k.standing(graph)["standing"].to_dict()
    number = {one: graph.person[graph.index.get_loc(one)] for one in PEOPLE}
    close, weights, pulls = closeness_twin(drawn), {}, {}
    for pair, c in close.items():
        for low, high in (pair, pair[::-1]):
            a, u = c / (c + 1), np.nan_to_num(place[high])
            if stands_higher(levels.get(high), levels.get(low), place[high], place[low]):
                weights.setdefault(low, {})[high] = np.exp(np.log(a + a**2) + 2 * np.log(u + 0.02))
            if place[high] > place[low]:
                sure = graph.standings.is_above(np.array([number[high]]), np.array([number[low]]))[
                    0
                ]
                if a >= 0.5 and sure >= 0.8:
                    pulls[high, low] = sure
    lines = told(graph, "reports_to")
    for low, bosses in weights.items():
        best = sorted(bosses.values(), reverse=True)[:3]
        found = lines.loc[lines["person"] == low, "confidence"].tolist()
        assert sorted(found, reverse=True) == pytest.approx(
            [one / sum(bosses.values()) for one in best]
        )
    assert set(lines["person"]) == {*weights}
    found = told(graph, "influences").set_index(["person", "other"])["confidence"]
    assert found.to_dict() == pytest.approx(pulls)


def test_clear_influence_is_suggested():
    events = ["ab", "ac", "abc", "d|a"] * 60 + ["ef"]
    found = told(graph_of(events), "influences")
    assert len(found)
    assert found["confidence"].min() >= 0.8
    assert found["value"].astype(float).between(0.5, 1).all()
    assert found["evidence"].str.contains("stand clearly higher").all()


@few
@given(books())
def test_laws(made):
    graph = k.build_graph(made)
    found = k.candidates(graph)
    assert not found.index.has_duplicates
    assert found["confidence"].between(0, 1, inclusive="right").all()
    bosses = (
        found[found["kind"] == "reports_to"].groupby("person")["confidence"].agg(["sum", "size"])
    )
    assert (bosses["sum"] <= 1 + 1e-9).all()
    assert (bosses["size"] <= 3).all()
    chinese = k.candidates(graph, language="zh")
    pd.testing.assert_frame_equal(found.drop(columns="evidence"), chinese.drop(columns="evidence"))


def test_names_are_alike_as_they_are_folded():
    people = [
        {"id": str(at), "name": name, "organization": "acme"}
        for at, name in enumerate(["José Ruiz", "JOSE\u0301 RUIZ", "Ann  Lee", "ann lee", "Bo Li"])
    ]
    firms = pd.DataFrame([{"id": "acme", "name": "Acme", "kind": "customer"}])
    facts = k.Book.from_tables({"organizations": firms, "people": pd.DataFrame(people)})
    found = told(k.build_graph(facts, account="acme"), "same_person")
    assert set(zip(found["person"], found["other"], strict=True)) == {("0", "1"), ("2", "3")}


def test_evidence_names_the_newest_three_and_counts_all():
    lines = told(graph_of(["ab", "abc", "ab", "ab|c", "ab", "c|a", "a|c"]), "reports_to")
    found = lines[lines["person"] == "c"].set_index("other")["evidence"].to_dict()
    assert found == {
        "a": "4 interactions between them, last in m06, m05 and m03",
        "b": "2 interactions between them, last in m03 and m01",
    }
