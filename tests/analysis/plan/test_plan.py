import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.analysis.plan.bound import bound_gain
from kamgraph.analysis.plan.fields import make_fields
from kamgraph.analysis.plan.search import Purse, search_all, search_greedily
from kamgraph.analysis.plan.values import try_sets
from strategies import few

PLAIN = k.Policy(required_roles={}, exact_moves=12)


def planned(graph, **options):
    steps = k.plan(graph, **options).steps
    return list(steps[["kind", "owner", "contact"]].itertuples(index=False, name=None))


def graph_of(policy=PLAIN, **tables):
    tables.setdefault("assessments", "ann 2026-01-01 3 3 3")
    return k.build_graph(book(**tables), account="acme", policy=policy)


def test_a_second_way_opens_where_one_friend_carries_all():
    graph = graph_of(
        people="ann acme; vic us; val us",
        ties="vic knows ann 1",
        roles="ann approver acme",
        team="val lead_expert acme",
    )
    assert planned(graph, budget=1, aims={"secure": 1}) == [("open", "val", "ann")]


@pytest.mark.parametrize(
    ("others", "second"),
    [
        ("val us level=4; wes us level=2", "wes"),
        ("val us; wes us level=4", "val"),
        ("val us level=4; wes us level=3", None),
    ],
)
def test_nobody_far_below_somebody_is_a_second_way_to_them(others, second):
    graph = graph_of(
        people=f"ann acme level=1; vic us level=1; {others}",
        ties="vic knows ann 1",
        roles="ann approver acme",
        team="val lead_expert acme; wes solution_line acme",
    )
    found = planned(graph, budget=1, aims={"secure": 1})
    assert found == ([("open", second, "ann")] if second else [])


def test_who_is_not_known_is_asked_first():
    graph = graph_of(
        people="ann acme; bob acme; vic us",
        ties="vic knows ann 1; vic knows bob 1",
        roles="ann approver acme; bob approver acme",
        assessments="ann 2026-01-01 4 4 -; bob 2026-01-01 4 4 3",
    )
    plan = k.plan(graph, budget=1, aims={"low": 1})
    assert planned(graph, budget=1, aims={"low": 1}) == [("ask", "vic", "ann")]
    assert plan.steps["axis"].tolist() == ["price"]


def test_the_adviser_of_who_decides_is_won_where_that_does_more():
    graph = graph_of(
        people="ann acme susceptibility=0.9; bob acme; vic us",
        ties="bob influences ann 1; vic knows bob 1; vic knows ann 1",
        roles="ann approver acme",
        assessments="ann 2026-01-01 3 3 3; bob 2026-01-01 3 3 3",
    )
    assert planned(graph, budget=3, aims={"choice": 1}) == [("win", "vic", "bob")]


def test_a_stranger_is_met_before_anything_else_through_whoever_introduces():
    graph = graph_of(
        people="ann acme; bob acme; vic us",
        ties="vic knows bob 1; bob influences ann 0.1",
        roles="ann approver acme",
    )
    plan = k.plan(graph, budget=4, aims={"choice": 1, "coverage": 1})
    assert plan.steps["kind"].tolist()[:1] == ["meet"]
    assert "asks bob for an introduction to ann" in plan.steps.loc[1, "why"]
    assert k.plan(graph, budget=4, language="zh").steps["why"].str.startswith("由 vic").all()


def test_who_stands_between_whoever_introduces_and_a_stranger_is_named():
    graph = graph_of(
        people="ann acme; bob acme; cy acme; vic us",
        ties="vic knows bob 1; bob influences cy 0.5; cy influences ann 0.1",
        roles="ann approver acme",
    )
    why = k.plan(graph, budget=4, aims={"coverage": 1}).steps.loc[1, "why"]
    assert why.startswith("vic asks bob for a way to ann through cy:")


def test_who_sees_them_in_the_plan_asks_afterwards():
    graph = graph_of(
        people="ann acme; bob acme; vic us; val us",
        ties="vic knows ann 0.25; val knows ann 1 since=2022-01-01",
        roles="ann approver acme; bob user acme",
        assessments="ann 2022-06-01 5 - 3; bob 2026-01-01 - 3 -",
    )
    steps = k.plan(graph, budget=1, aims={"coverage": 1, "low": 1}).steps
    assert steps["kind"].tolist() == ["refresh", "ask"]
    assert set(steps["owner"]) == {"val"}
    assert len({*steps["day"]}) == 1
    assert steps["why"].str.endswith("One conversation serves both steps.").tolist() == [
        False,
        True,
    ]
    assert (
        "never graded: solution; no longer certain: relationship and price" in steps["why"].iloc[-1]
    )


@pytest.mark.parametrize("exact", [0, 12])
def test_a_stranger_is_met_for_the_sake_of_asking_and_by_whoever_asks(exact):
    graph = graph_of(
        k.Policy(required_roles={}, exact_moves=exact),
        people="ann acme; bob acme; vic us; val us",
        ties="vic knows bob 1; bob influences ann 0.1",
        roles="ann approver acme",
        assessments="bob 2026-01-01 3 3 3",
    )
    plan = k.plan(graph, budget=1.5, aims={"low": 1})
    assert planned(graph, budget=1.5, aims={"low": 1}) == [
        ("meet", "vic", "ann"),
        ("ask", "vic", "ann"),
    ]
    assert plan.steps["gain"].tolist()[0] == pytest.approx(0, abs=0.05)
    assert k.plan(graph, budget=1, aims={"low": 1}).steps.empty


def test_no_step_brings_less_than_is_worth_a_line():
    graph = k.build_graph(k.load_demo(), account="yaochuan")
    assert k.plan(graph, budget=40).steps["gain"].min() >= 0.05


def test_a_peer_is_brought_to_whom_none_of_us_is_of_their_level():
    graph = graph_of(
        people="ann acme level=1; bob acme; vic us level=4; chief us level=1",
        ties="vic knows ann 0.25; chief knows bob 0.25",
        roles="ann approver acme",
    )
    aims = {"secure": 1}
    assert planned(graph, budget=1.5, aims=aims) == [("sponsor", "chief", "ann")]


def test_a_rivals_word_is_countered():
    graph = graph_of(
        people="ann acme; rex rival; vic us",
        ties="rex influences ann 1; vic knows ann 1",
        roles="ann approver acme",
    )
    plan = k.plan(graph, budget=3, aims={"choice": 1})
    assert plan.steps["kind"].tolist() == ["counter"]
    assert "rex" in plan.steps.loc[1, "why"]


def test_what_has_cooled_is_refreshed():
    graph = graph_of(
        people="ann acme; vic us",
        ties="vic knows ann 1 since=2020-01-01",
        roles="ann approver acme",
    )
    assert planned(graph, budget=1, aims={"coverage": 1}) == [("refresh", "vic", "ann")]


def test_a_visit_makes_no_broken_promise_good():
    # Closeness that is lower by the promise alone has not cooled, and a label more is one above
    # what it was: until the promise is kept, either counts by it.
    told = {
        "people": "ann acme; vic us",
        "roles": "ann approver acme",
        "assessments": "ann 2026-01-01",
    }
    warm = "vic knows ann several since=2026-01-01"
    cold = "vic knows ann several since=2020-01-01"
    broken = "p1 vic ann made=2025-01-01 due=2025-06-01"
    policy = k.Policy(required_roles={}, broken_promise=0.5)
    for ties, kind, label in ((warm, "deepen", "in_depth"), (cold, "refresh", "several")):
        graph = graph_of(policy, ties=ties, commitments=broken, **told)
        plan = k.plan(graph, budget=2, aims={"coverage": 1})
        assert plan.steps["kind"].tolist() == [kind]
        after = graph.with_changes(*plan.changes[0])
        assert k.reach(after).loc["ann", "reach"] == pytest.approx(
            0.5 * policy.closeness_labels[label]
        )
        assert plan.steps["coverage"].tolist() == pytest.approx(
            k.scores(after)["coverage"].tolist()
        )


def test_steps_are_due_as_their_owner_has_time_and_before_a_deal_closes():
    tables = {
        "people": "ann acme; bob acme; vic us",
        "ties": "vic knows ann 0.25; vic knows bob 0.25",
        "roles": "ann approver acme; bob approver acme",
    }
    aims = {"coverage": 1}
    steps = k.plan(graph_of(**tables), budget=9, aims=aims).steps
    assert steps["cost"].tolist() == [2, 2]
    assert steps["day"].astype(str).tolist() == ["2026-01-19", "2026-02-06"]
    soon = graph_of(**tables, deals="d acme bid 2026-01-01 closes=2026-01-28")
    steps = k.plan(soon, budget=9, aims=aims).steps
    assert (steps["day"] < "2026-01-28").all()
    assert steps["day"].dt.day_of_week.max() < 5
    assert steps["cost"].sum() > PLAIN.capacity * 26 / PLAIN.plan_days  # time is made before
    tomorrow = graph_of(**tables, deals="d acme bid 2026-01-01 closes=2026-01-02")
    assert k.plan(tomorrow, budget=9, aims=aims).steps.empty
    renewed = "c acme closed 2025-01-01 closes=2025-01-01 ends=2026-01-28"
    steps = k.plan(graph_of(**tables, deals=renewed), budget=9, aims=aims).steps
    assert (steps["day"] < "2026-01-28").all()


STRANGERS = {
    "people": "ann acme; bob acme; vic us; val us",
    "ties": "vic knows bob 1; bob influences ann 0.1; val knows bob 1",
    "roles": "ann approver acme; bob user acme",
    "assessments": "bob 2026-01-01 3 3 3",
}


def test_what_is_agreed_is_not_planned_again_and_takes_its_time():
    aims = {"low": 1, "coverage": 1}
    before = k.plan(graph_of(**STRANGERS), budget=3, aims=aims)
    assert before.steps["kind"].tolist()[:2] == ["meet", "ask"]
    agreed = "a acme - sponsor val ann - 2026-01-20"
    after = k.plan(graph_of(**STRANGERS, actions=agreed), budget=3, aims=aims)
    about = after.steps[after.steps["contact"] == "ann"]
    assert about["kind"].tolist() == ["ask"]
    assert about["owner"].tolist() == ["val"]
    assert (about["day"] >= "2026-01-20").all()
    asked = "a acme - meet val ann; b acme - ask vic ann"
    steps = k.plan(graph_of(**STRANGERS, actions=asked), budget=3, aims=aims).steps
    assert not (steps["contact"] == "ann").any()


def test_who_has_agreed_to_much_is_given_little():
    busy = "; ".join(f"a{n} acme - counter vic bob" for n in range(5))
    steps = k.plan(graph_of(**STRANGERS, actions=busy), budget=3).steps
    assert "vic" not in set(steps["owner"])


def test_to_ask_about_what_nobody_is_graded_on_is_no_gain():
    facts = {
        "people": "ann acme; bob acme; vic us",
        "ties": "vic knows ann 1; vic knows bob 1",
        "roles": "ann approver acme; bob user acme",
    }
    graded = graph_of(**facts, assessments="ann 2026-01-01 4 4 -; bob 2026-01-01 4 4 -")
    steps = k.plan(graded, budget=9).steps
    assert "ask" not in set(steps["kind"])
    new = graph_of(**facts, assessments="bob 2026-01-01 4 4 -")
    [ask] = k.plan(new, budget=9).steps.query("kind == 'ask'")["why"]
    assert "relationship and solution" in ask


def test_rows_of_actions_tell_who_does_what_with_whom_by_when():
    graph = k.build_graph(k.load_demo(), account="yaochuan")
    plan = k.plan(graph, budget=4)
    actions = plan.to_actions()
    assert actions["owner"].tolist() == plan.steps["owner"].tolist()
    assert actions["account"].eq("yaochuan").all()
    assert actions["deal"].isna().all()
    assert actions["id"].is_unique
    assert actions["done"].isna().all()
    kept = k.Book.from_tables({**graph.book.to_tables(), "actions": actions}).actions
    assert sorted(kept["text"]) == sorted(plan.steps["why"])
    assert not plan.exact
    assert f"none brings more than {plan.bound:.1f}" in repr(plan)
    assert plan.cost <= 4


def test_a_team_plans_for_all_accounts_by_what_is_at_stake():
    plan = k.plan(k.build_graph(k.load_demo()), budget=20)
    assert plan.steps.index.names == ["account", "deal", "step"]
    assert set(plan.steps.index.get_level_values("deal")) == {""}
    assert plan.steps["gain"].sum() == pytest.approx(plan.gain)
    assert plan.gain <= plan.bound
    by_owner = plan.steps.groupby("owner")["cost"].sum()
    assert (by_owner <= k.Policy().capacity).all()


def test_impossible_plans_are_refused():
    graph = graph_of(people="ann acme")
    for budget in (-1, float("nan"), "ten"):
        with pytest.raises(k.KamgraphError, match="how many days"):
            k.plan(graph, budget=budget)
    with pytest.raises(k.KamgraphError, match="and not power"):
        k.plan(graph, budget=1, aims={"power": 1})
    for weight in (-1, "x", None, float("nan")):
        with pytest.raises(k.KamgraphError, match="0 or more"):
            k.plan(graph, budget=1, aims={"choice": weight})


AIMS = st.sampled_from(
    [dict(k.Policy().aims), {"choice": 1}, {"coverage": 1, "low": 1}, {"secure": 1, "choice": 0.1}]
)
PEOPLE = ("ann", "bob", "cy")


def policy(**judgements):
    return k.Policy(**{"required_roles": {}, "exact_moves": 7} | judgements)


@st.composite
def small_fields(draw):
    """Draw an account of few people with a few moves, under a policy that looks at all plans."""

    def one_of(*options):
        return draw(st.sampled_from(options))

    levels = {name: one_of("", " level=1", " level=3") for name in (*PEOPLE, "vic", "val")}
    people = [f"{name} acme{levels[name]}" for name in PEOPLE]
    people += [f"{name} us{levels[name]}" for name in ("vic", "val")]
    people += ["rex rival"] * one_of(0, 1)
    ties, roles, grades = [], ["ann approver acme"], []
    for name in PEOPLE:
        since = one_of("", " since=2022-01-01", " since=2026-01-01")
        ties += [f"vic knows {name} {one_of(0.25, 0.5, 1)}{since}"] * one_of(0, 1)
        roles += [f"{name} {one_of('user', 'evaluator')} acme"] * one_of(0, 0, 1)
        day, cells = one_of("2026-01-01", "2024-01-01"), [one_of("-", 1, 2, 3, 4, 5) for _ in "abc"]
        grades += [f"{name} {day} {' '.join(map(str, cells))}"] * one_of(0, 1, 1)
    pairs = [("ann", "bob"), ("bob", "ann"), ("cy", "ann"), ("val", "cy")]
    pairs += [("rex", "ann")] * (len(people) > 5)
    ties += [f"{a} influences {b} {one_of(-0.5, 0.25, 0.5, 1)}" for a, b in pairs if one_of(0, 1)]
    facts = book(
        people=";".join(people),
        ties=";".join(ties),
        roles=";".join(roles),
        assessments=";".join(grades) or "ann 2026-01-01 3 3 3",
    )
    graph = k.build_graph(facts, account="acme", policy=policy(key_most=one_of(1, 2)))
    aims = draw(AIMS)
    [one] = make_fields(graph, aims)
    assume(1 <= len(one.moves) <= 7)
    return graph, aims, one


def is_worth_its_lines(one, order, gains):
    """Tell whether each step brings something, or is a meeting for the sake of the next one."""
    for number, (move, gain) in enumerate(zip(order, gains, strict=True)):
        if gain >= 0.05:
            continue
        first, rest = one.moves[move], order[number + 1 :]
        if gain < -1e-9 or not rest or gains[number + 1] < 0.05:
            return False
        then = one.moves[rest[0]]
        if first.kind == then.kind == "ask" and first.contact != then.contact:
            continue
        if first.kind != "meet" or not then.stranger or then.contact != first.contact:
            return False
    return True


def brute_force(one, budget, capacity):
    """Look at every sequence of moves that can be made and paid for."""
    values, best = {}, 0.0
    for size in range(1, len(one.moves) + 1):
        for order in itertools.permutations(range(len(one.moves)), size):
            spent = {}
            for move in order:
                spent[one.owners[move]] = spent.get(one.owners[move], 0) + one.costs[move]
            if sum(spent.values()) > budget or max(spent.values()) > capacity:
                continue
            gains, before = [], one.start
            for count, move in enumerate(order):
                if not one.allow(order[:count], move):
                    break
                done = frozenset(order[: count + 1])
                if done not in values:
                    moves = [one.moves[place] for place in sorted(done)]
                    [values[done]] = try_sets(one.graph, [moves])
                added = one.weights @ (values[done] - before)
                gains.append(added * one.chances[move] if added > 0 else added)
                before = values[done]
            else:
                if is_worth_its_lines(one, order, gains):
                    best = max(best, sum(gains))
    return best


@pytest.mark.long
@few
@given(small_fields(), st.sampled_from([1, 2.5, 4, 7]))
def test_exact_plans_are_the_best_and_others_within_their_bound(drawn, budget):
    graph, found, one = drawn
    plan = k.plan(graph, budget=budget, aims=found)
    assert plan.exact
    if len(one.moves) <= 5:
        best = brute_force(one, budget, graph.policy.capacity)
        assert plan.gain == pytest.approx(best)
    quick_policy = policy(key_most=graph.policy.key_most, exact_moves=0)
    hasty = k.build_graph(graph.book, account="acme", policy=quick_policy)
    quick = k.plan(hasty, budget=budget, aims=found)
    assert quick.gain <= plan.gain + 1e-9
    assert plan.gain <= quick.bound + 1e-9


@pytest.mark.long
@few
@given(small_fields(), small_fields(), st.sampled_from([1, 2.5, 4]), st.sampled_from([0.5, 2, 5]))
def test_no_two_accounts_together_gain_more_than_their_bound(drawn, other_drawn, here, there):
    fields = [drawn[2], other_drawn[2]]
    capacity = k.Policy().capacity
    best = [
        sum(step.gain for step in search_all([one], Purse(budget, capacity)))
        for one, budget in zip(fields, (here, there), strict=True)
    ]
    steps = search_greedily(fields, Purse(here + there, capacity))
    bound = bound_gain(fields, steps, here + there)
    assert sum(best) <= bound + 1e-9
    assert sum(step.gain for step in steps) <= bound + 1e-9


def test_an_account_without_moves_costs_a_team_nothing():
    facts = book(
        organizations="acme customer; zeta customer; us vendor",
        people="ann acme; bob acme; zoe zeta; vic us",
        ties="vic knows ann 0.25",
        roles="ann approver acme; bob approver acme",
        assessments="ann 2026-01-01 3 3 3; bob 2024-01-01 3 3 3",
    )
    plan = k.plan(k.build_graph(facts, deal="", policy=PLAIN), budget=5)
    assert set(plan.steps.index.get_level_values("account")) == {"acme"}
    assert plan.gain <= plan.bound
    nobody = k.build_graph(book(people="ann acme"), deal="", policy=k.Policy(exact_moves=0))
    assert k.plan(nobody, budget=5).bound == 0


def test_bounds_are_near_what_a_plan_gains():
    book = k.load_demo()
    for account, most in (("yaochuan", 1.7), ("orvale", 1.4)):
        plan = k.plan(k.build_graph(book, account=account), budget=10)
        assert plan.gain <= plan.bound <= most * plan.gain
    plan = k.plan(k.build_graph(book), budget=20)
    assert plan.bound <= 1.7 * plan.gain


@pytest.mark.long
@few
@given(small_fields())
def test_more_budget_never_brings_less_and_a_dearer_move_never_more(drawn):
    graph, found, one = drawn
    gains = [k.plan(graph, budget=budget, aims=found).gain for budget in (0, 1, 2, 4, 8)]
    assert (np.diff([0, *gains]) >= -1e-9).all()
    costs = {**graph.policy.move_costs, one.moves[0].kind: 9}
    changed = policy(key_most=graph.policy.key_most, move_costs=costs)
    dearer = k.build_graph(graph.book, account="acme", policy=changed)
    assert k.plan(dearer, budget=4, aims=found).gain <= gains[3] + 1e-9


@few
@given(small_fields(), st.sampled_from([2, 6]))
def test_the_last_step_stands_where_the_graph_with_all_moves_does(drawn, budget):
    graph, found, _ = drawn
    plan = k.plan(graph, budget=budget, aims=found)
    after = graph.with_changes(*itertools.chain(*plan.changes))
    scores = k.scores(after).fillna({"choice": 50, "coverage": 0}).iloc[0]
    lost = k.fragility(after)
    lost = lost.loc[lost["side"] == "vendor", "coverage_lost"].max() if len(lost) else 0
    secure = max(0.0, scores["coverage"] - np.nan_to_num(lost))
    expected = [scores["choice"], scores["low"], scores["coverage"], secure]
    np.testing.assert_allclose(plan.scores["after"], expected, atol=1e-9)
    if len(plan.steps):
        last = plan.steps.iloc[-1][["choice", "low", "coverage", "secure"]].to_numpy(float)
        np.testing.assert_allclose(last, expected, atol=1e-9)
    assert isinstance(plan.steps, pd.DataFrame)


@few
@given(small_fields(), st.data())
def test_what_sets_of_moves_do_is_that_of_the_graph_with_them(drawn, data):
    graph, _, one = drawn
    places = st.sets(st.integers(0, len(one.moves) - 1))
    sets = data.draw(st.lists(places, min_size=1, max_size=6))
    built = try_sets(graph, [[one.moves[place] for place in sorted(some)] for some in sets])
    np.testing.assert_allclose(one.measure([sorted(some) for some in sets]), built, atol=2e-9)


@pytest.mark.parametrize("account", ["yaochuan", "orvale", "beiwan"])
def test_what_all_moves_of_an_account_do_is_that_of_the_graph_with_them(account):
    graph = k.build_graph(k.load_demo(), account=account)
    [one] = make_fields(graph, k.Policy().aims)
    quiet = [place for place, move in enumerate(one.moves) if move.kind != "counter"]
    sets = [quiet, quiet[::2], quiet[1::3], []]
    built = try_sets(graph, [[one.moves[place] for place in some] for some in sets])
    np.testing.assert_allclose(one.measure(sets), built, atol=2e-9)


def test_an_account_is_planned_for_alike_alone_and_beside_others():
    mine = {
        "organizations": "acme customer; zeta customer; us vendor",
        "people": "zoe zeta title=CEO; zac zeta title=CFO; vic us; val us",
        "ties": "vic knows zoe 1 since=2022-01-01; vic knows zac 0.5",
        "roles": "zoe approver zeta; zac decision_maker zeta",
        "assessments": "zoe 2026-03-01 3 3 3; zac 2026-03-01 3 3 3",
    }
    others = {
        "people": "ann acme",
        "ties": "val knows ann 0.25 since=2026-01-01",
        "deals": "d acme bid closes=2026-04-05",
    }
    both = {name: "; ".join(filter(None, [others.get(name), text])) for name, text in mine.items()}
    alone, beside = (
        k.build_graph(book(**facts), account="zeta", as_of="2026-04-01")
        for facts in (mine, others | both)
    )
    pd.testing.assert_frame_equal(k.plan(alone, budget=10).steps, k.plan(beside, budget=10).steps)
