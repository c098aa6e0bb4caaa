"""Standing: by hand, and against a dense twin with numpy's own eigenvectors."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.analysis.standing import standing
from strategies import books, few

PEOPLE = [*"abcdefgh"]


def graph_of(events, people=PEOPLE, policy=None):
    """Make the graph of one account; an event is who is addressed, after a bar who sent it."""
    rows = []
    for number, event in enumerate(events):
        addressed, _, sender = event.partition("|")
        rows += [f"m{number} 2026-01-01 email {one} part=to" for one in addressed]
        rows += [f"m{number} 2026-01-01 email {sender} part=from" for _ in sender]
    facts = book(
        people="; ".join(f"{one} acme" for one in people) + "; vic us",
        interactions="; ".join(rows) or "m 2026-01-01 call vic",
    )
    return k.build_graph(facts, account="acme", policy=policy or k.Policy())


def twin(events, crowd=10):
    """Return percentile and steepness as the definition says them, in loops."""
    events = [event.partition("|")[0] for event in events]
    joint = [event for event in events if 2 <= len(event) <= crowd]
    ranked = sorted({one for event in joint for one in event})
    closeness = dict.fromkeys(combinations(ranked, 2), 0.0)
    for event in joint:
        for pair in combinations(sorted(event), 2):
            closeness[pair] += 1 / len(event)
    matrix = np.zeros((len(ranked), len(ranked)))
    for (one, other), weight in closeness.items():
        i, j = ranked.index(one), ranked.index(other)
        matrix[i, j] = matrix[j, i] = weight / (weight + 1)
    values, vectors = np.linalg.eigh(matrix)
    leading = vectors[:, values >= values[-1] - 1e-9]
    score = np.round(abs(leading @ (leading.T @ np.ones(len(ranked)))), 7)
    score /= score.max()
    below = [(score < one - 1e-6).sum() + (abs(score - one) <= 1e-6).sum() / 2 for one in score]
    places = [(one - 0.5) / max(len(ranked) - 1, 1) for one in below]
    each = len(joint) / len(ranked)
    return dict(zip(ranked, places, strict=True)), 7 * each / (each + 20)


def told(graph):
    return standing(graph)["standing"].dropna().to_dict()


def test_who_is_addressed_beside_those_who_stand_high_stands_high():
    found = standing(graph_of(["ab", "abc", "ab", "cd", "a|b", "e|a"]))
    assert found["standing"].dropna().index.tolist()[2:] == ["c", "d"]
    assert found["joint"].to_dict() | {} == dict(
        zip("abcdefgh", [3, 3, 2, 1, 0, 0, 0, 0], strict=True)
    )
    assert found["standing"].isna().sum() == 4


def test_who_sends_counts_for_nothing_nor_does_a_crowd():
    assert told(graph_of(["ab", "bc|a"])) == told(graph_of(["ab", "bc"]))
    few_of_them = graph_of(["ab", "abc"], policy=k.Policy(crowd=2))
    assert told(few_of_them) == {"a": 0.5, "b": 0.5}


def test_two_groups_that_lead_alike_share_the_top():
    assert told(graph_of(["ab", "cd"])) == dict.fromkeys("abcd", 0.5)


def test_how_sure_one_stands_above_the_other():
    events = ["ab"] * 30 + ["abc"] * 10
    graph = graph_of(events)
    place, steep = twin(events)
    a, c = (graph.part.people["id"].tolist().index(one) for one in "ac")
    expected = 1 / (1 + math.exp(-steep * (place["a"] - place["c"])))
    assert graph.standings.is_above(np.array([a]), np.array([c]))[0] == pytest.approx(expected)


events = st.lists(
    st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=6).map(sorted).map("".join), max_size=12
)


def connected(found):
    """Tell whether all who are addressed together hang together, so that one part leads."""
    import networkx as nx

    pairs = [pair for event in found if len(event) > 1 for pair in combinations(event, 2)]
    return bool(pairs) and nx.is_connected(nx.Graph(pairs))


@few
@given(events.filter(connected))
def test_standing_equals_that_of_a_dense_twin(drawn):
    graph = graph_of(drawn)
    expected, steep = twin(drawn)
    assert told(graph) == pytest.approx(expected)
    ranked = graph.standings.steepness[~np.isnan(graph.standings.steepness)]
    assert ranked == pytest.approx(np.full(len(ranked), steep))


@few
@given(events, st.permutations(PEOPLE))
def test_names_and_order_do_not_matter(drawn, renamed):
    names = dict(zip(PEOPLE, renamed, strict=True))
    other = ["".join(names[one] for one in event) for event in reversed(drawn)]
    found, again = told(graph_of(drawn)), told(graph_of(other))
    assert again == pytest.approx({names[one]: place for one, place in found.items()})


@few
@given(events)
def test_somebody_alone_changes_nothing(drawn):
    assert told(graph_of(drawn)) == told(graph_of(drawn, people=[*PEOPLE, "z"]))


@few
@given(books())
def test_laws(made):
    graph = k.build_graph(made, deal="")
    found = standing(graph)
    assert len(found) == (graph.own & ~graph.vacant).sum()
    assert found["standing"].dropna().between(0, 1).all()
    assert (found["standing"].isna() == (found["joint"] == 0)).all()
