"""The exact split of a change, against its definition person by person, and its laws."""

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import from_rows
from kamgraph.graph.hybrid import PARTS, split_change
from kamgraph.graph.pairing import pair_graphs
from kamgraph.model.vocabulary import AXES
from strategies import DAY, few, tables

POLICY = k.Policy()
days = st.sampled_from([DAY, "2025-06-30"])


def split(before, after):
    """Return the parts of the change of each shared scope: scopes, axes, parts."""
    pairing = pair_graphs(before, after)
    return pairing.scope_sums(split_change(pairing))


def raw_pull(graph):
    """Return how strongly a graph of one scope has people pulled: (pulled, pulling) → pull."""
    vacant = set(graph.people.index[graph.people["vacant"]])
    pull, reports = defaultdict(float), defaultdict(float)
    lines = {"reports_to": 1.0, "dotted_line": POLICY.dotted}
    ties = [tie for tie in graph.ties.itertuples() if not vacant & {tie.source, tie.target}]
    for tie in ties:
        reports[tie.target] += lines.get(tie.kind, 0.0)
    for tie in ties:
        line = lines.get(tie.kind, 0.0)
        influence = tie.strength if tie.kind == "influences" else 0.0
        up = POLICY.report_up / max(1.0, reports[tie.target])
        pull[tie.target, tie.source] += influence + line * up
        pull[tie.source, tie.target] += line * POLICY.report_down
    return pull


def raw_weights(graph):
    """Return what people's roles weigh, before they are divided by the weight of all roles."""
    return graph.decision_weight * graph.decision_weights.total[graph.scope]


def raw_unnamed(graph):
    """Return what the roles of nobody on the list weigh, 1 where no role counts."""
    weights = graph.decision_weights
    return float((weights.unnamed * np.where(weights.total > 0, weights.total, 1.0)).item())


class Definition:
    """Hybrids of two graphs of one scope, straight from the definition with dense matrices."""

    def __init__(self, graphs):
        tables = [
            graph.people.assign(
                weight=raw_weights(graph), **dict(zip(AXES.words, graph.stance.T, strict=True))
            )
            for graph in graphs
        ]
        self.unnamed = [raw_unnamed(graph) for graph in graphs]
        self.facts = [table.T.to_dict() for table in tables]
        self.pulls = [raw_pull(graph) for graph in graphs]
        before, after = self.facts
        self.stay = {
            person
            for person in set(before) & set(after)
            if all(before[person][fact] == after[person][fact] for fact in ("side", "vacant"))
        }

    def accepted(self, stances, ties, weights, people):
        """Return the acceptance; 0 and 1 name the graph that each part is from."""
        here = list(self.facts[people])

        def of(part, fact):
            return np.array(
                [self.facts[part if i in self.stay else people][i][fact] for i in here], float
            )

        weight = of(weights, "weight")
        total = weight.sum() + self.unnamed[weights]
        if not weight.sum() > 0:
            return np.zeros(3)
        stance = np.nan_to_num(np.column_stack([of(stances, axis) for axis in AXES.words]))
        pull = np.array([[self.pull(ties, people, j, i) for i in here] for j in here])
        size = np.abs(pull).sum(axis=1)
        M = pull * (of(ties, "susceptibility") / np.maximum(1, size))[:, None]
        D = np.diag(1 - np.abs(M).sum(axis=1))
        return weight / total @ np.linalg.solve(np.eye(len(here)) - M, D @ stance)

    def pull(self, ties, people, pulled, pulling):
        inner = {pulled, pulling} <= self.stay
        return self.pulls[ties if inner else people].get((pulled, pulling), 0.0)

    def split(self):
        """Replace one part after the other, forward and backward, and average."""
        forward = [(0, 0, 0, 0), (1, 0, 0, 0), (1, 1, 0, 0), (1, 1, 1, 0), (1, 1, 1, 1)]
        backward = [mix[::-1] for mix in forward]
        there, back = (
            np.diff([self.accepted(*mix) for mix in order], axis=0) for order in (forward, backward)
        )
        return (there + back[::-1]).T / 2


@few
@given(tables(people=7), days)
def test_the_split_is_the_one_of_the_definition(drawn, day):
    book = from_rows(drawn)
    before, after = k.build_graph(book, as_of=day), k.build_graph(book)
    parts = split(before, after)
    for number, (account, deal) in enumerate(pair_graphs(before, after).labels):
        one = {"account": account, "deal": deal or None}
        alone = [k.build_graph(book, **one, as_of=day), k.build_graph(book, **one)]
        np.testing.assert_allclose(parts[number], Definition(alone).split(), rtol=0, atol=1e-9)


@few
@given(tables(), days)
def test_the_parts_add_up_and_mirror_the_way_back(drawn, day):
    book = from_rows(drawn)
    before, after = k.build_graph(book, as_of=day), k.build_graph(book)
    forth, pairing = split(before, after), pair_graphs(before, after)
    change = after.acceptance[pairing.after.scopes] - before.acceptance[pairing.before.scopes]
    np.testing.assert_allclose(forth.sum(axis=2), change, rtol=0, atol=1e-9)
    np.testing.assert_allclose(forth, -split(after, before), rtol=0, atol=1e-12)
    np.testing.assert_array_equal(split(after, after), 0.0)


@few
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


@few
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
