from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.analysis.structure import CONTACT_STRUCTURES, structure
from kamgraph.errors import PolicyError
from networks import ARCS, arcs, customer, graph_level, node_level, ties

CHART = ["connectedness", "hierarchy", "efficiency", "least_upper_bound"]


def chart_of(network, source, target):
    graph = customer(node_level(network).index, ties(arcs(network), source, target, "reports_to"))
    return structure(graph).iloc[0]


def structure_of(ties="", people="a acme; b acme; c acme; d acme", **tables):
    policy = tables.pop("policy", None)
    graph = k.build_graph(book(people=people, ties=ties, **tables), account="acme", policy=policy)
    return structure(graph).loc[("acme", "")]


def chart(text, **tables):
    return structure_of(text, **tables)[CHART].tolist()


@pytest.mark.parametrize("network", ARCS)
@pytest.mark.parametrize(("report", "boss"), [("dst", "src"), ("src", "dst")], ids=["down", "up"])
def test_connectedness_hierarchy_and_efficiency_are_those_of_sna(network, report, boss):
    found, expected = chart_of(network, report, boss), graph_level(network)
    assert found["connectedness"] == pytest.approx(expected["gtd_connectedness"], abs=1e-6)
    assert found["hierarchy"] == pytest.approx(expected["gtd_hierarchy"], abs=1e-6)
    assert found["efficiency"] == pytest.approx(expected["gtd_efficiency"], abs=1e-6)


def bounded(network, is_bound_sought):
    """Count from the definition; sna's arcs run from boss to report, so bounds are ancestors."""
    above = {node: nx.ancestors(network, node) | {node} for node in network}
    below = {node: nx.descendants(network, node) | {node} for node in network}
    missing = most = 0
    for part in nx.weakly_connected_components(network):
        most += (len(part) - 1) * (len(part) - 2) / 2
        for one, other in combinations(part, 2):
            bounds = above[one] & above[other]
            reached = (is_bound_sought(above[bound], below[bound], bounds) for bound in bounds)
            missing += not any(reached)
    return 1 - missing / most


@pytest.mark.parametrize("network", ARCS)
def test_least_upper_bound_is_the_lowest_and_the_one_of_sna_the_uppermost(network):
    found = chart_of(network, "dst", "src")["least_upper_bound"]
    directed = nx.DiGraph(arcs(network).itertuples(index=False))
    directed.add_nodes_from(node_level(network).index)
    lowest = bounded(directed, lambda above, _, bounds: bounds <= above)
    uppermost = bounded(directed, lambda _, below, bounds: bounds <= below)
    assert found == pytest.approx(lowest, abs=1e-12)
    assert graph_level(network)["gtd_lubness"] == pytest.approx(uppermost, abs=1e-6)
    if network in {"ht_advice", "ht_friends", "law_cowork", "florentine_marriage", "kite"}:
        assert found == pytest.approx(graph_level(network)["gtd_lubness"], abs=1e-6)
    else:
        assert found > graph_level(network)["gtd_lubness"] + 0.02


def test_krackhardts_firm_reports_as_one_tree():
    assert chart_of("ht_reports", "src", "dst")[CHART].tolist() == [1, 1, 1, 1]


def test_a_tree_a_forest_and_nobody():
    assert chart("b reports_to a; c reports_to a; d reports_to b") == [1, 1, 1, 1]
    # a-b-c are 3 of 6 pairs.
    assert chart("b reports_to a; c reports_to a") == [0.5, 1, 1, 1]
    two_pairs = chart("b reports_to a; d reports_to c")
    assert two_pairs == pytest.approx([1 / 3, 1, 1, np.nan], nan_ok=True)
    assert chart("") == pytest.approx([0, np.nan, np.nan, np.nan], nan_ok=True)
    assert np.isnan(chart("", people="a acme")).all()
    assert np.isnan(chart("", people="u us")).all()


def test_two_bosses_cost_efficiency_and_perhaps_a_least_bound():
    # d has two bosses who have one: one line more than 3, of 9 possible.
    assert chart("b reports_to a; c reports_to a; d reports_to b; d reports_to c") == pytest.approx(
        [1, 1, 1 - 1 / 9, 1]
    )
    # c and d have a and b above them, of whom neither is below the other, and a and b nobody.
    assert chart("c reports_to a; c reports_to b; d reports_to a; d reports_to b") == pytest.approx(
        [1, 1, 1 - 1 / 9, 1 - 2 / 3]
    )


def test_a_circle_is_no_hierarchy():
    # a and b are above each other, c and d below both: 1 of 6 pairs. One line more than 3.
    text = "a reports_to b; b reports_to a; c reports_to b; d reports_to c"
    assert chart(text) == pytest.approx([1, 5 / 6, 1 - 1 / 9, 1])


def test_only_the_accounts_own_solid_lines_count():
    people = "a acme; b unit; c acme; u us; v us"
    text = "b reports_to a; c dotted_line a; u reports_to v; u knows a"
    assert chart(text, people=people) == pytest.approx([1 / 3, 1, 1, np.nan], nan_ok=True)


def test_a_vacant_seat_holds_the_chart_together():
    people = "a acme; s acme until=2025-01-01; b acme; c acme since=2025-06-01"
    text = "s reports_to a; b reports_to s; c reports_to s"
    assert chart(text, people=people) == [1, 1, 1, 1]


@pytest.mark.parametrize("seed", range(5))
def test_names_change_nothing_and_newcomers_only_what_they_are_apart_from(seed):
    random = np.random.default_rng(seed)
    people, new = [*"abcdefg"], dict(zip("abcdefg", "gfedcba", strict=True))
    pairs = {tuple(pair) for pair in random.choice(people, (9, 2)) if pair[0] != pair[1]}
    table = ties(pd.DataFrame(sorted(pairs), columns=["src", "dst"]), "src", "dst", "reports_to")
    found = structure(customer(people, table))
    renamed = table.replace({"source": new, "target": new})
    pd.testing.assert_frame_equal(structure(customer(people, renamed)), found)
    wider = structure(customer([*people, "z"], table))
    same = [column for column in found if column != "connectedness"]
    pd.testing.assert_frame_equal(wider[same], found[same])
    assert wider["connectedness"].iloc[0] == pytest.approx(found["connectedness"].iloc[0] * 21 / 28)


THEIRS = "a acme function=use; b acme function=buy; c acme function=build; d acme function=use"
OURS = "u us function=sell; v us function=design; w us function=deliver"
BRIDGES = ["interfaces", "contacts", "unplaced", "busiest", "busiest_share", "contact_structure"]


def bridges(text, people=f"{THEIRS}; {OURS}", **tables):
    return structure_of(text, people=people, **tables)[BRIDGES].tolist()


def test_one_interface_is_a_bow_tie():
    found = bridges("u knows a; u knows d")
    assert found == [1, 2, 0, ("sell", "use"), 1.0, "bow_tie"]


def test_half_of_the_contacts_in_one_interface_is_a_bow_tie():
    half = "u knows a; u knows d; v knows b; w knows c"
    assert bridges(half) == [3, 4, 0, ("sell", "use"), 0.5, "bow_tie"]
    assert bridges(f"{half}; w knows b")[-2:] == [0.4, "emerging"]


SIX = ["buy", "build", "use", "plan", "pay", "store"]


def six_to_six(also=""):
    """Six of ours, each with a function, know six of theirs, one each."""
    people = "; ".join(f"o{n} us function=our_{word}; t{n} acme function={word}"
                       for n, word in enumerate(SIX))  # fmt: skip
    ties = "; ".join(f"o{n} knows t{n}" for n in range(6))
    return bridges(f"{ties}{also}", people=people)


def test_six_even_interfaces_of_different_people_are_a_diamond():
    assert six_to_six()[:2] == [6, 6]
    assert six_to_six()[-2:] == [pytest.approx(1 / 6), "diamond"]


def test_one_of_ours_who_knows_somebody_everywhere_is_no_diamond():
    people = f"{'; '.join(f't{n} acme function={word}' for n, word in enumerate(SIX))}; {OURS}"
    everywhere = "; ".join(f"u knows t{n}" for n in range(6))
    assert bridges(everywhere, people=people)[:2] == [1, 6]
    assert bridges(everywhere, people=people)[-1] == "bow_tie"
    # A second one who knows them all makes two.
    both = f"{everywhere}; {everywhere.replace('u knows', 'v knows')}"
    found = bridges(both, people=people)
    assert found[:2] == [2, 12]
    assert found[-1] == "emerging"


def test_many_contacts_in_one_pair_of_functions_are_one_interface():
    people = f"{THEIRS}; {OURS}; x us function=sell"
    assert bridges("u knows a; x knows d", people=people)[:2] == [1, 2]


def test_interfaces_are_as_many_as_people_can_hold():
    # u could hold any of three pairs and v one of these: two, whichever u holds.
    assert bridges("u knows a; u knows b; u knows c; v knows b")[0] == 2
    # Of theirs, too: a alone is known by three functions of ours.
    assert bridges("u knows a; v knows a; w knows a")[0] == 1


def most_interfaces(contacts, ours, theirs):
    """Count by trying: pairs of functions, each given one of ours and one of theirs of its own."""
    pairs = sorted({(ours[u], theirs[t]) for u, t in contacts})
    holders = [
        [(u, t) for u in ours for t in theirs
         if any((u, x) in contacts and theirs[x] == pair[1] for x in theirs)
         and any((y, t) in contacts and ours[y] == pair[0] for y in ours)
         and (ours[u], theirs[t]) == pair]
        for pair in pairs
    ]  # fmt: skip

    def best(place, busy):
        if place == len(pairs):
            return 0
        free = [two for two in holders[place] if not busy & {*two}]
        given = [1 + best(place + 1, busy | {*two}) for two in free]
        return max([best(place + 1, busy), *given])

    return best(0, frozenset())


@pytest.mark.parametrize("seed", range(12))
def test_interfaces_agree_with_trying_every_way(seed):
    random = np.random.default_rng(seed)
    ours = {f"o{n}": f"f{random.integers(3)}" for n in range(4)}
    theirs = {f"t{n}": f"g{random.integers(3)}" for n in range(4)}
    contacts = {(u, t) for u in ours for t in theirs if random.random() < 0.4}
    people = "; ".join(
        f"{person} {firm} function={word}"
        for firm, side in (("us", ours), ("acme", theirs))
        for person, word in side.items()
    )
    text = "; ".join(f"{u} knows {t}" for u, t in sorted(contacts))
    assert bridges(text, people=people)[0] == most_interfaces(contacts, ours, theirs)


def test_thresholds_are_the_policys():
    text = "u knows a; v knows b; w knows c"
    assert bridges(text)[-1] == "emerging"
    broad = k.Policy(diamond_interfaces=3, diamond_share=0.4)
    assert bridges(text, policy=broad)[-1] == "diamond"
    narrow = k.Policy(bow_tie_share=0.3)
    assert bridges(text, policy=narrow)[-1] == "bow_tie"
    assert bridges(f"{text}; u knows b brief", policy=k.Policy(weak_tie=0.25))[1] == 4
    assert bridges(f"{text}; u knows b brief", policy=k.Policy(weak_tie=0.26))[1] == 3
    with pytest.raises(PolicyError, match="diamond_share must be below bow_tie_share"):
        k.Policy(diamond_share=0.5)


def test_our_influence_is_a_contact_and_theirs_on_us_is_not():
    assert bridges("u influences a")[:2] == [1, 1]
    assert bridges("u influences a; u knows a")[:2] == [1, 1]
    assert bridges("u influences a -1; a influences u; a influences b")[:2] == [0, 0]


def test_partners_and_other_customers_are_no_bridge():
    people = f"{THEIRS}; {OURS}; p institute function=plan; o bravo function=use"
    text = "u knows p; p influences a; u knows o; o influences a"
    assert bridges(text, people=people)[:2] == [0, 0]


def test_who_has_no_function_is_in_no_interface():
    people = f"{THEIRS}; {OURS}; n acme; m us"
    text = "u knows a; v knows b; u knows n; m knows a; m knows n"
    assert bridges(text, people=people) == [2, 5, 3, ("design", "buy"), 0.5, "bow_tie"]
    unknown = structure_of("m knows n; u knows n", people=people)
    assert unknown[["interfaces", "contacts", "unplaced", "busiest"]].tolist() == [0, 2, 2, ()]
    assert unknown[["busiest_share", "contact_structure"]].isna().all()
    nobody = structure_of("", people=people)
    assert nobody[["contacts", "busiest"]].tolist() == [0, ()]
    assert pd.isna(nobody["contact_structure"])


def test_every_scope_is_counted_for_itself():
    several = book(
        people=f"{THEIRS}; {OURS}; x bravo function=use; y bravo",
        ties="b reports_to a; u knows a; v knows b - D; v knows x; y reports_to x; x reports_to y",
        deals="D acme",
    )
    found = structure(k.build_graph(several))
    assert found.index.tolist() == [("acme", ""), ("acme", "D"), ("bravo", "")]
    assert found["interfaces"].tolist() == [1, 2, 1]
    assert found["hierarchy"].tolist() == [1, 1, 0]
    for account, deal in found.index:
        alone = structure(k.build_graph(several, account=account, deal=deal or None))
        pd.testing.assert_frame_equal(alone, found.loc[[(account, deal)]], check_exact=True)


def test_a_book_without_accounts_has_no_structure():
    found = structure(k.build_graph(book(organizations="us vendor", people="u us")))
    assert found.empty
    assert found.columns.tolist() == [*CHART, *BRIDGES]


def test_the_words_have_labels():
    assert CONTACT_STRUCTURES.label("diamond", "zh") == "钻石型"
    assert CONTACT_STRUCTURES.words == ("bow_tie", "emerging", "diamond")
