"""The exact split of a change, against its definition person by person, and its laws."""

from collections import defaultdict

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import kamgraph as k
from books import from_rows
from kamgraph.graph.hybrid import PARTS, changes_by_part
from kamgraph.graph.pairing import paired
from kamgraph.model.vocabulary import AXES
from strategies import DAY, tables

POLICY = k.Policy()
costly = settings(max_examples=40)
days = st.sampled_from([DAY, "2025-06-30"])


def split(before, after):
    """Return the parts of the change of each shared scope: scopes, axes, parts."""
    pairing = paired(before, after)
    return pairing.scope_sums(changes_by_part(pairing))


class Pulls(dict):
    """Who pulls whom in a graph of one scope: (pulled, pulling) → raw pull."""

    def __init__(self, graph):
        super().__init__()
        vacant = set(graph.people.index[graph.people["vacant"]])
        for tie in graph.ties.itertuples():
            if not vacant & {tie.source, tie.target}:
                self.add(tie.source, tie.target, tie.kind, tie.strength)

    def add(self, source, target, kind, strength):
        line = {"reports_to": 1.0, "dotted_line": POLICY.dotted}.get(kind, 0.0)
        influence = strength if kind == "influences" else 0.0
        for ends, pull in {
            (target, source): influence + line * POLICY.report_up,
            (source, target): line * POLICY.report_down,
        }.items():
            self[ends] = self.get(ends, 0.0) + pull


def raw_weights(graph):
    roles = graph.people["roles"]
    weight = roles.map(lambda held: max((POLICY.role_weights.get(r, 0.0) for r in held), default=0))
    if weight.sum() > 0:
        return weight
    spans = pd.Series({person: span(graph, person) for person in graph.people.index}, dtype=float)
    return spans / spans[spans > 0].min()


def span(graph, person):
    """Return 1 and how many other active people are below; 0 for those without a span."""
    people, reports = graph.people, defaultdict(set)
    if not people.loc[person, "own"] or people.loc[person, "vacant"]:
        return 0
    for tie in graph.ties.query("kind == 'reports_to'").itertuples():
        reports[tie.target].add(tie.source)
    below, new = set(), {person}
    while new:
        new = set().union(*(reports[one] for one in new)) - below
        below |= new
    return 1 + sum(not people.loc[one, "vacant"] for one in below - {person})


def accepted(graphs, stances, ties, weights, people):
    """Return the acceptance of a hybrid by definition; 0 and 1 name the graph of each part."""
    here = list(graphs[people].people.index)
    common = set(here) & set(graphs[1 - people].people.index)
    facts = [graph.people.assign(weight=raw_weights(graph)) for graph in graphs]

    def of(part, columns):
        return np.array([facts[part if i in common else people].loc[i, columns] for i in here])

    stance = np.nan_to_num(of(stances, [*AXES.words]).astype(float).reshape(-1, 3))
    weight = of(weights, "weight")
    if not weight.sum() > 0:
        return np.zeros(3)
    pulls = [Pulls(graph) for graph in graphs]
    pull = np.array(
        [[pulls[ties if {i, j} <= common else people].get((j, i), 0) for i in here] for j in here]
    )
    size = np.abs(pull).sum(axis=1)
    M = pull * (of(ties, "susceptibility") / np.maximum(1, size))[:, None]
    D = np.diag(1 - np.abs(M).sum(axis=1))
    return weight / weight.sum() @ np.linalg.solve(np.eye(len(here)) - M, D @ stance)


def split_by_definition(graphs):
    """Replace one part after the other, forward and backward, and average."""
    forward = [(0, 0, 0, 0), (1, 0, 0, 0), (1, 1, 0, 0), (1, 1, 1, 0), (1, 1, 1, 1)]
    backward = [(0, 0, 0, 0), (0, 0, 0, 1), (0, 0, 1, 1), (0, 1, 1, 1), (1, 1, 1, 1)]
    steps = [
        np.diff([accepted(graphs, *mix) for mix in order], axis=0) for order in (forward, backward)
    ]
    return (steps[0] + steps[1][::-1]).T / 2


@costly
@given(tables(people=7), days)
def test_the_split_is_the_one_of_the_definition(drawn, day):
    book = from_rows(drawn)
    before, after = k.build_graph(book, as_of=day), k.build_graph(book)
    parts = split(before, after)
    for number, (account, deal) in enumerate(paired(before, after).labels):
        one = {"account": account, "deal": deal or None}
        alone = [k.build_graph(book, **one, as_of=day), k.build_graph(book, **one)]
        np.testing.assert_allclose(parts[number], split_by_definition(alone), rtol=0, atol=1e-9)


@costly
@given(tables(), days)
def test_the_parts_add_up_and_mirror_the_way_back(drawn, day):
    book = from_rows(drawn)
    before, after = k.build_graph(book, as_of=day), k.build_graph(book)
    forth, pairing = split(before, after), paired(before, after)
    change = after.acceptance[pairing.after.scopes] - before.acceptance[pairing.before.scopes]
    np.testing.assert_allclose(forth.sum(axis=2), change, rtol=0, atol=1e-9)
    np.testing.assert_allclose(forth, -split(after, before), rtol=0, atol=1e-12)
    np.testing.assert_array_equal(split(after, after), 0.0)


@costly
@given(tables(people=8), st.data())
def test_a_grade_is_all_stances_and_a_tie_of_influence_all_ties(drawn, data):
    graph = k.build_graph(from_rows(drawn), account="acme", as_of=DAY)
    active = [*graph.people.index[~graph.people["vacant"]]]
    if len(active) < 2:
        return
    person, other = data.draw(st.permutations(active))[:2]
    grade = data.draw(st.integers(1, 5))
    parts = split(graph, graph.with_grade(person, "price", grade))
    assert not parts[:, :, 1:].any()
    assert not parts[:, :2].any()
    parts = split(graph, graph.with_tie(person, other, "influences", strength=0.5))
    assert not np.delete(parts, PARTS.index("ties"), axis=2).any()


@costly
@given(tables(people=8))
def test_a_newcomer_without_ties_weight_or_power_changes_nothing(drawn):
    us = {"id": "us", "kind": "vendor", "name": "us"}
    drawn["organizations"] = [o for o in drawn["organizations"] if o["id"] != "us"] + [us]
    before = k.build_graph(from_rows(drawn), as_of=DAY)
    drawn["people"].append({"id": "newcomer", "name": "new", "organization": "us"})
    role = {"person": "newcomer", "account": "acme", "role": "lead_expert"}
    drawn["team"].append(role)
    after = k.build_graph(from_rows(drawn), as_of=DAY)
    assert "newcomer" in after.index.get_level_values("person")
    np.testing.assert_allclose(split(before, after), 0.0, rtol=0, atol=1e-15)
