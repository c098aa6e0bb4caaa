from itertools import combinations

import pytest
from hypothesis import assume, given

import kamgraph as k
from books import book
from kamgraph.model.vocabulary import AXES
from strategies import books, few

# One role a person, whose weight is that of the person.
VOTES = k.Policy(
    decision_rule="weighted",
    required_roles={},
    consent_roles=(),
    verdict_threshold=51,
    role_weights={"approver": 50, "decision_maker": 49, "user": 1},
)
FACTS = book(
    people="ann acme; bob acme; cy acme; vic us; val us; vera us",
    ties="vic knows ann 1; val knows bob 1; vera knows cy 1",
    roles="ann approver acme; bob decision_maker acme; cy user acme",
    assessments="ann 2026-01-01 3 3 3; bob 2026-01-01 3 3 3; cy 2026-01-01 3 3 3",
)
GRAPH = k.build_graph(FACTS, account="acme", policy=VOTES)


def test_pivots_are_the_banzhaf_index_as_published():
    # [51; 50, 49, 1], where the small one counts as much as the second (Banzhaf 1965; any textbook).
    pivots = k.best_sets(GRAPH).pivots
    assert pivots.index.tolist() == ["ann", "bob", "cy"]
    assert pivots["share"].tolist() == pytest.approx([3 / 5, 1 / 5, 1 / 5])
    assert pivots["pivotal"].tolist() == pytest.approx([3 / 4, 1 / 4, 1 / 4])


def test_who_has_to_consent_has_a_veto():
    facts = book(people="ann acme; bob acme", roles="ann approver acme; bob user acme")
    policy = k.Policy(required_roles={})
    pivots = k.best_sets(k.build_graph(facts, account="acme", policy=policy)).pivots
    assert pivots["pivotal"].to_dict() == {"ann": 1.0, "bob": 0.0}


def test_the_fewest_win_block_and_carry():
    sets = k.best_sets(GRAPH).sets
    assert sets.loc["winning", "people"] == ("ann",)
    assert sets.loc["blocking", "people"] == ("ann",)
    assert (
        sets.loc["carrying", "people"] in {("vic",), ("val",)} or sets.loc["carrying", "size"] == 1
    )
    assert sets["size"].tolist() == sets["at_least"].tolist() == [1, 1, 1]


def test_what_is_so_already_takes_nobody_and_what_nobody_can_is_missing():
    won = k.build_graph(
        FACTS, account="acme", policy=VOTES.model_copy(update={"verdict_threshold": 50})
    )
    assert k.best_sets(won).sets.loc["winning", "size"] == 0
    undated = book(people="ann acme; vic us", roles="ann approver acme")
    sets = k.best_sets(k.build_graph(undated, account="acme")).sets
    assert sets["size"].isna().all()
    assert sets["people"].tolist() == [(), (), ()]


def smallest(people, works):
    for size in range(len(people) + 1):
        found = [some for some in combinations(people, size) if works(some)]
        if found:
            return size, found
    return None, []


def graded(graph, people, *, best):
    grades = [
        k.NewGrade(one, axis, len(graph.policy.scales[axis]) if best else 1)
        for one in people
        for axis in AXES.words
    ]
    return graph.with_changes(*grades)


def choice(graph):
    return k.scores(graph)["choice"].fillna(0.0).iloc[0]


@pytest.mark.long
@few
@given(books(people=4, accounts=1))
def test_sets_are_the_smallest_of_all(drawn):
    accounts = [one for one, deal in k.build_graph(drawn).scope_index if not deal]
    assume(accounts)
    policy = k.Policy(key_most=3)
    graph = k.build_graph(drawn, account=accounts[0], policy=policy)
    assume(graph.as_of is not None and len(graph.index))
    key = [*graph.index[graph.key & graph.contact]]
    sets = k.best_sets(graph).sets
    limit = policy.verdict_threshold
    size, found = smallest(key, lambda some: choice(graded(graph, some, best=True)) >= limit - 1e-9)
    assert_set(sets.loc["winning"], size, found)
    whole = graded(graph, graph.index[graph.contact], best=True)
    size, found = smallest(key, lambda some: choice(graded(whole, some, best=False)) < limit - 1e-9)
    assert_set(sets.loc["blocking"], size, found)


def assert_set(row, size, found):
    if size is None:
        assert row["size"] is None or row.isna()["size"]
    else:
        assert row["size"] == row["at_least"] == size
        assert set(row["people"]) in [set(some) for some in found]
