"""The scores of one account as a careful analyst would compute them with networkx.

It knows what the made-up books hold and no more: no ages, titles, successors, confidence,
deal-level rows or interactions, and it counts no gaps. All of that would only make it slower.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    import pandas as pd

    from kamgraph import Policy

AXES = ("relationship", "solution", "price")
US = "us"


def accounts_of(tables: dict[str, pd.DataFrame], count: int) -> list[dict[str, pd.DataFrame]]:
    """Return the rows of each of the first accounts, by table."""
    customers = tables["organizations"].query("kind == 'customer'")["id"]
    people, ties = tables["people"], tables["ties"]
    home = people.set_index("id")["organization"]
    of_ties = ties["target"].map(home)
    found = []
    for account in customers.head(count):
        own = people[people["organization"] == account]
        near = ties[of_ties == account]
        found.append(
            {
                "people": own,
                "ties": near,
                "roles": tables["roles"][tables["roles"]["account"] == account],
                "assessments": tables["assessments"][
                    tables["assessments"]["person"].isin(own["id"])
                ],
            }
        )
    return found


def account_scores(tables: dict[str, pd.DataFrame], policy: Policy) -> dict[str, float]:
    """Return coverage, threads, truck factor and the scores after influence of one account."""
    # And nothing else: no search is made that these do not need.
    theirs = set(tables["people"]["id"])
    pull, chains = graphs(tables["ties"], theirs, policy)
    weight = weights(tables["roles"], tables["people"], policy)
    matrix = influence(pull, theirs, policy)
    power = powers(matrix, weight)
    stance = stances(tables["assessments"], policy)
    key = key_people(sorted(theirs), power, tables["roles"], policy)
    stake = {person: abs(power[person]) for person in key}
    ours = [node for node in chains if node not in theirs]
    settled = equilibrium(matrix, stance, theirs, policy)
    found = {
        axis: 50 * (1 + sum(w * settled[person][k] for person, w in weight.items()))
        for k, axis in enumerate(AXES)
    }
    found["coverage"] = 100 * coverage(chains, ours, stake) / sum(stake.values())
    found["threads"] = min(threads(chains, ours, person, policy) for person in key)
    found["truck_factor"] = truck_factor(chains, ours, stake)
    return found


def graphs(ties: pd.DataFrame, theirs: set[str], policy: Policy) -> tuple[nx.DiGraph, nx.DiGraph]:
    """Return who pulls whom, and the chains from us to contacts."""
    pull, chains = nx.DiGraph(), nx.DiGraph()
    reports: Counter[str] = Counter()
    for node in sorted(theirs):
        pull.add_node(node)
        chains.add_node(node)
    for tie in ties.itertuples():
        if tie.kind == "reports_to":
            add(pull, tie.target, tie.source, policy.report_down)
            reports[tie.target] += 1
        elif tie.kind == "influences":
            add(pull, tie.source, tie.target, float(tie.strength))
        else:
            closeness = policy.closeness_labels[tie.strength]
            chains.add_edge(tie.source, tie.target, strength=closeness)
    for tie in ties[ties["kind"] == "reports_to"].itertuples():
        add(pull, tie.source, tie.target, policy.report_up / reports[tie.target])
    for source, target, weight in pull.edges(data="weight"):
        if weight > 0:
            chains.add_edge(source, target, strength=min(1.0, weight))
    for _, _, data in chains.edges(data=True):
        data["length"] = -math.log(data["strength"])
    return pull, chains


def add(graph: nx.DiGraph, source: str, target: str, weight: float) -> None:
    """Add to the weight of an edge."""
    there = graph.get_edge_data(source, target, {"weight": 0.0})["weight"]
    graph.add_edge(source, target, weight=there + weight)


def weights(roles: pd.DataFrame, people: pd.DataFrame, policy: Policy) -> dict[str, float]:
    """Return the decision weight of those who hold a role, or fit one that nobody holds."""
    weight: Counter[str] = Counter()
    counted = dict.fromkeys([*roles["role"], *policy.required_roles["lead"]])
    for role in counted:
        holders = roles.loc[roles["role"] == role, "person"]
        shares = {person: 1 / len(holders) for person in holders} or fit(role, people, policy)
        for person, share in shares.items():
            weight[person] += policy.role_weights[role] * share
    total = sum(policy.role_weights[role] for role in counted)
    return {person: part / total for person, part in weight.items()}


def fit(role: str, people: pd.DataFrame, policy: Policy) -> dict[str, float]:
    """Return how an open role is spread by level and function."""
    fitting, found = policy.role_fit[role], {}
    for row in people.itertuples():
        fits = fitting.functions == "any" or row.function in fitting.functions
        by_function = 1.0 if fits else fitting.other_function
        found[row.id] = by_function * fitting.levels[int(row.level) - 1]
    whole = max(1.0, sum(found.values()))
    return {person: part / whole for person, part in found.items()}


def key_people(
    theirs: list[str], power: dict[str, float], roles: pd.DataFrame, policy: Policy
) -> list[str]:
    """Return who must consent, and the fewest who hold most of the power together."""
    ranked = sorted(theirs, key=lambda person: -round(abs(power[person]), 9))
    enough = policy.key_cover * sum(abs(power[person]) for person in theirs)
    held, least = 0.0, math.inf
    for person in ranked:
        if held >= enough - 1e-9 or not power[person]:
            break
        held, least = held + abs(power[person]), abs(power[person])
    consents = set(roles.loc[roles["role"].isin(policy.consent_roles), "person"])
    first = [person for person in ranked if person in consents]
    others = [p for p in ranked if p not in consents and power[p] and abs(power[p]) >= least - 1e-9]
    return sorted([*first, *others][: policy.key_most])


def influence(pull: nx.DiGraph, theirs: set[str], policy: Policy) -> nx.DiGraph:
    """Return who moves whom, scaled to susceptibility."""
    matrix = nx.DiGraph()
    for node in pull:
        total = sum(abs(weight) for _, _, weight in pull.in_edges(node, data="weight"))
        scale = policy.susceptibility / max(1.0, total) if node in theirs else 0.0
        matrix.add_node(node, own=1 - scale * total)
        for source, _, weight in pull.in_edges(node, data="weight"):
            matrix.add_edge(source, node, weight=scale * weight)
    return matrix


def stances(assessments: pd.DataFrame, policy: Policy) -> dict[str, list[float]]:
    """Return the stance of those who are graded, by ranks."""
    scales = [policy.scales[axis] for axis in AXES]
    return {
        row.person: [
            2 * (int(getattr(row, axis)) - 1) / (len(scale) - 1) - 1
            for axis, scale in zip(AXES, scales, strict=True)
        ]
        for row in assessments.itertuples()
    }


def equilibrium(
    matrix: nx.DiGraph, stance: dict[str, list[float]], theirs: set[str], policy: Policy
) -> dict[str, list[float]]:
    """Return the stances after influence."""
    ours = [policy.assumed_stance["vendor"][axis] for axis in AXES]
    start = {node: [0.0] * 3 if node in theirs else ours for node in matrix} | stance
    x = {node: [matrix.nodes[node]["own"] * s for s in start[node]] for node in matrix}
    fixed = {node: list(row) for node, row in x.items()}
    change = 1.0
    while change > 1e-12:
        change = 0.0
        for node in matrix:
            row = list(fixed[node])
            for other, data in matrix.pred[node].items():
                for axis in range(3):
                    row[axis] += data["weight"] * x[other][axis]
            change = max(change, *(abs(a - b) for a, b in zip(row, x[node], strict=True)))
            x[node] = row
    return x


def powers(matrix: nx.DiGraph, weight: dict[str, float]) -> dict[str, float]:
    """Return how much of the decision hangs on each person's own stance."""
    y = {node: weight.get(node, 0.0) for node in matrix}
    change = 1.0
    while change > 1e-12:
        change = 0.0
        for node in matrix:
            fresh = weight.get(node, 0.0)
            for other, data in matrix.succ[node].items():
                fresh += data["weight"] * y[other]
            change = max(change, abs(fresh - y[node]))
            y[node] = fresh
    return {node: matrix.nodes[node]["own"] * lever for node, lever in y.items()}


def coverage(chains: nx.DiGraph, ours: list[str], stake: dict[str, float]) -> float:
    """Return the staked reach."""
    ours = [node for node in ours if node in chains]
    if not ours:
        return 0.0
    lengths = nx.multi_source_dijkstra_path_length(chains, set(ours), weight="length")
    return sum(s * math.exp(-lengths[p]) for p, s in stake.items() if p in lengths)


def threads(chains: nx.DiGraph, ours: list[str], person: str, policy: Policy) -> int:
    """Return the most chains to a person that share nobody."""
    limit = policy.weak_tie - 1e-9
    strong = nx.DiGraph((i, j) for i, j, s in chains.edges(data="strength") if s >= limit)
    strong.add_edges_from(("all of us", node) for node in ours)
    if person not in strong or not ours or not nx.has_path(strong, "all of us", person):
        return 0
    return len(list(nx.node_disjoint_paths(strong, "all of us", person)))


def truck_factor(chains: nx.DiGraph, ours: list[str], stake: dict[str, float]) -> int:
    """Return how few of us must go, worst first, until less than half is reached."""
    whole = left = coverage(chains, ours, stake)
    staying, gone = list(ours), 0
    while left > 0 and left >= 0.5 * whole * (1 - 1e-9):
        options = {node: [other for other in staying if other != node] for node in staying}
        without = {
            node: coverage(nx.restricted_view(chains, set(ours) - set(rest), []), rest, stake)
            for node, rest in options.items()
        }
        worst = min(without, key=without.__getitem__)
        staying, left, gone = options[worst], without[worst], gone + 1
    return gone
