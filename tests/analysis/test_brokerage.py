from itertools import product

import numpy as np
import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.analysis.brokerage import ROLES, brokerage
from kamgraph.model.dtypes import TEXT
from networks import DATA, EXAMPLE, LAZEGA, R, arcs, customer, read, ties

OUTWARD = {"w_I": "coordinator", "w_O": "consultant", "b_O": "liaison", "t": "total"}
# In R's sna b_OI is A → B → B, from outside into the broker's group, b_IO is A → A → B.
SAME_DIRECTION = OUTWARD | {"b_OI": "gatekeeper", "b_IO": "representative"}
OTHER_DIRECTION = OUTWARD | {"b_IO": "gatekeeper", "b_OI": "representative"}
STUDIES = {
    "ht_advice_by_dept": ("ht_advice", EXAMPLE / "managers.csv", "dept", DATA),
    "ht_friends_by_dept": ("ht_friends", EXAMPLE / "managers.csv", "dept", DATA),
    "law_advice_by_office": ("law_advice", LAZEGA / "law_advice.nodes.csv", "office", R),
    "law_advice_by_status": ("law_advice", LAZEGA / "law_advice.nodes.csv", "status", R),
}


def roles_of(person, graph, **options):
    row = brokerage(graph, **options).loc[person]
    return {role: row[role] for role in ROLES if row[role]}


def graph_of(text, people="a acme; v acme; b acme"):
    return k.build_graph(book(people=people, ties=text), account="acme")


@pytest.mark.parametrize("study", STUDIES)
@pytest.mark.parametrize(
    ("source", "target", "names"),
    [("src", "dst", SAME_DIRECTION), ("dst", "src", OTHER_DIRECTION)],
    ids=["who asks influences who is asked", "who is asked influences who asks"],
)
def test_counts_are_those_of_sna(study, source, target, names):
    network, people, group, folder = STUDIES[study]
    nodes = read(people)
    expected = read(folder / f"gould_fernandez_{study}.csv").set_index("id")
    table = ties(arcs(network), source, target, "influences")
    graph = customer(nodes["id"], table, function=nodes[group].astype(TEXT))
    found = brokerage(graph, by="function").loc[expected.index]
    for column, role in names.items():
        assert found[role].tolist() == expected[column].tolist(), role


@pytest.mark.parametrize(
    ("functions", "role"),
    [
        (("x", "x", "x"), "coordinator"),
        (("x", "y", "x"), "consultant"),
        (("x", "y", "y"), "gatekeeper"),
        (("x", "x", "y"), "representative"),
        (("x", "y", "z"), "liaison"),
    ],
)
def test_each_role_by_hand(functions, role):
    people = "; ".join(
        f"{person} acme function={function}"
        for person, function in zip("avb", functions, strict=True)
    )
    graph = graph_of("a influences v; v influences b", people)
    assert roles_of("v", graph, by="function") == {role: 1}
    assert brokerage(graph).loc["v", "coordinator"] == 1


def test_nothing_is_brokered_where_the_two_talk_themselves():
    assert roles_of("v", graph_of("a influences v; v influences b; a influences b")) == {}
    # From b to a they do not: b → v → a would be, a → b does not cut it short.
    both = "a influences v; v influences a; b influences v; v influences b; a influences b"
    assert roles_of("v", graph_of(both)) == {"coordinator": 1}


def test_nobody_brokers_from_somebody_to_the_same():
    assert roles_of("v", graph_of("a influences v; v influences a")) == {}


def test_influence_to_the_contrary_is_no_arc():
    assert roles_of("v", graph_of("a influences v -0.5; v influences b")) == {}
    cut = "a influences v; v influences b; a influences b -1"
    assert roles_of("v", graph_of(cut)) == {"coordinator": 1}


def test_reporting_and_acquaintance_are_no_arcs():
    graph = graph_of("a reports_to v; v reports_to b; u knows v", "a acme; v acme; b acme; u us")
    assert not brokerage(graph).to_numpy().any()


def test_groups_by_organization_and_side():
    people = "a acme; v unit; b rival; c unit"
    graph = graph_of("a influences v; v influences b; v influences c", people)
    assert roles_of("v", graph) == {"liaison": 1, "gatekeeper": 1}
    assert roles_of("v", graph, by="side") == {"representative": 1, "coordinator": 1}


def test_who_has_no_function_shares_a_group_with_nobody():
    graph = graph_of("a influences v; v influences b")
    assert roles_of("v", graph, by="function") == {"liaison": 1}


def test_another_grouping_is_refused():
    with pytest.raises(k.KamgraphError, match="'title'; choose organization, function, side"):
        brokerage(graph_of(""), by="title")


def test_who_brokers_most_comes_first_and_seats_do_not_count():
    people = "a acme; v acme; b acme; w acme; s acme until=2025-01-01"
    text = "a influences v; v influences b; b influences w; v influences w; a reports_to s"
    graph = k.build_graph(book(people=people, ties=text), account="acme", as_of="2026-01-01")
    assert "s" in graph.people.index
    assert brokerage(graph).index.tolist() == ["v", "a", "b", "w"]


def random_ties(seed, people, share=0.4):
    random = np.random.default_rng(seed)
    pairs = [(a, b) for a, b in product(people, people) if a != b and random.random() < share]
    found = pd.DataFrame(pairs, columns=["src", "dst"])
    table = ties(found, "src", "dst", "influences")
    return table.assign(strength=random.choice([1.0, 0.5, -0.5], len(table)))


def brokered(people, table, group):
    """Count from the definition."""
    links = {(a, b) for a, b, _, strength in table.itertuples(index=False) if strength > 0}
    counts = {person: dict.fromkeys(ROLES, 0) for person in people}
    for a, v, b in product(people, people, people):
        if a != b and {(a, v), (v, b)} <= links and (a, b) not in links:
            same = (group[a] == group[v], group[v] == group[b], group[a] == group[b])
            role = {
                (True, True, True): "coordinator",
                (False, False, True): "consultant",
                (False, True, False): "gatekeeper",
                (True, False, False): "representative",
                (False, False, False): "liaison",
            }[same]
            counts[v][role] += 1
    return counts


@pytest.mark.parametrize("seed", range(20))
def test_counts_are_those_of_the_definition(seed):
    people, group = [*"abcdefg"], dict(zip("abcdefg", "xxyyzzx", strict=True))
    table = random_ties(seed, people)
    found = brokerage(customer(people, table, function=[*group.values()]), by="function")
    assert found[list(ROLES)].to_dict("index") == brokered(people, table, group)
    assert (found["total"] == found[list(ROLES)].sum(axis=1)).all()


@pytest.mark.parametrize("seed", range(3))
def test_names_and_newcomers_without_ties_change_nothing(seed):
    people, new = [*"abcdef"], dict(zip("abcdef", "fedcba", strict=True))
    table = random_ties(seed, people)
    found = brokerage(customer(people, table))
    wider = brokerage(customer([*people, "z"], table))
    pd.testing.assert_frame_equal(wider.drop(index="z"), found)
    assert not wider.loc["z"].any()
    renamed = table.replace({"source": new, "target": new})
    again = brokerage(customer(people, renamed)).rename(index=new)
    again.index = again.index.astype(found.index.dtype)  # pandas 2 makes objects of it
    pd.testing.assert_frame_equal(again.loc[found.index], found)


def test_many_scopes_are_counted_each_for_itself():
    several = book(
        people="a acme; v acme; b acme; x bravo; y bravo; z bravo",
        ties="a influences v; v influences b; x influences y; y influences z; a influences b - D",
        deals="D acme",
    )
    found = brokerage(k.build_graph(several))["total"]
    assert found[found > 0].index.tolist() == [("acme", "", "v"), ("bravo", "", "y")]
    assert found.index.names == ["account", "deal", "person"]
    empty = brokerage(k.build_graph(book(people="u us")))
    assert empty.empty
    assert empty.columns.tolist() == [*ROLES, "total"]
