"""Examples worked by hand that the reference itself must satisfy."""

import datetime as dt
import random
from itertools import combinations

import pytest
from numpy.testing import assert_allclose

from oracle import AXES, newest_date, oracle, scopes

DAY = dt.date(2025, 6, 30)
ORGANIZATIONS = [
    {"id": "acme", "kind": "customer"},
    {"id": "plant", "kind": "customer", "parent": "acme"},
    {"id": "other", "kind": "customer"},
    {"id": "us", "kind": "vendor"},
    {"id": "rival", "kind": "competitor"},
    {"id": "institute", "kind": "partner"},
]


def book(people, **tables):
    """Tables of a book; people are given as one string of ids for each organization."""
    rows = [{"id": i, "organization": o} for o, ids in people.items() for i in ids.split()]
    empty = {name: [] for name in ("deals", "ties", "roles", "team")}
    return {"organizations": ORGANIZATIONS, "people": rows} | empty | tables


def tie(source, kind, target, strength=None, **more):
    return {"source": source, "target": target, "kind": kind, "strength": strength} | more


def line(subordinate, boss, **more):
    return tie(subordinate, "reports_to", boss, **more)


def grades(person, *axes, date=DAY, **more):
    return {"person": person, "date": date} | dict(zip(AXES, axes, strict=True)) | more


def role(person, name, **more):
    return {"person": person, "account": "acme", "role": name} | more


def person_row(tables, person):
    return next(row for row in tables["people"] if row["id"] == person)


def tie_names(scope):
    return {(t.source, t.kind, t.target) for t in scope.ties}


@pytest.fixture
def three():
    """A is the boss of B and C; nobody holds a role."""
    return oracle(
        book(
            {"acme": "A B C"},
            ties=[line("B", "A"), line("C", "A")],
            assessments=[
                grades("A", "friend", "champions", 3),  # 0.5, 1, 0
                grades("B", "hostile", "4", None),  # -1, 0.5, unknown
            ],
        ),
        account="acme",
    )


def test_three_people_influence(three):
    # Span: A is above two, B and C above nobody: 3, 1, 1 of 5.
    assert three.span == {"A": 3, "B": 1, "C": 1}
    assert three.weight == pytest.approx({"A": 0.6, "B": 0.2, "C": 0.2})
    # A boss pulls with 0.4, a subordinate with 0.15; no sum exceeds 1, so M is half of that.
    assert three.pull["B"] == {"A": 0.4, "B": 0, "C": 0}
    assert three.pull["A"] == {"A": 0, "B": 0.15, "C": 0.15}
    assert_allclose(three.M, [[0, 0.075, 0.075], [0.2, 0, 0], [0.2, 0, 0]])
    # D = 0.85, 0.8, 0.8.  x_B = 0.8 s_B + 0.2 x_A, x_C alike, and
    # x_A = 0.85 s_A + 0.075 (x_B + x_C) = 0.85 s_A + 0.06 (s_B + s_C) + 0.03 x_A, so
    # x_A = (85 s_A + 6 s_B + 6 s_C) / 97 and x_B = (17 s_A + 78.8 s_B + 1.2 s_C) / 97.
    V = [[85, 6, 6], [17, 78.8, 1.2], [17, 1.2, 78.8]]
    assert_allclose(three.V * 97, V)
    # p_A = (0.6·85 + 0.2·17 + 0.2·17) / 97, p_B = p_C = (0.6·6 + 0.2·78.8 + 0.2·1.2) / 97.
    assert three.power == pytest.approx({"A": 57.8 / 97, "B": 19.6 / 97, "C": 19.6 / 97})
    assert three.key_persons == {"A": "direct", "B": "direct", "C": "direct"}


def test_three_people_acceptance(three):
    assert three.stance["B"] == {"relationship": -1, "solution": 0.5, "price": None}
    # Own: relationship 0.6·0.5 - 0.2 = 0.1, solution 0.6 + 0.2·0.5 = 0.7, price 0.
    assert three.own_scores == pytest.approx({"relationship": 55, "solution": 85, "price": 50})
    # After: (57.8·0.5 - 19.6) / 97 = 9.3 / 97 and (57.8 + 19.6·0.5) / 97 = 67.6 / 97.
    relationship, solution = 50 * (1 + 9.3 / 97), 50 * (1 + 67.6 / 97)
    expected = {"relationship": relationship, "solution": solution, "price": 50}
    assert three.scores == pytest.approx(expected)
    assert three.choice == pytest.approx((relationship * solution * 50) ** (1 / 3))
    assert three.weakest == "price"
    # C is unknown throughout (19.6 / 97), B on price besides (39.2 / 97).
    known = {"relationship": 77.4 / 97, "solution": 77.4 / 97, "price": 57.8 / 97}
    assert three.known == pytest.approx(known)
    assert three.low_scores["relationship"] == pytest.approx(50 * (1 - 10.3 / 97))
    assert three.high_scores["relationship"] == pytest.approx(50 * (1 + 28.9 / 97))
    assert three.high_scores["price"] == pytest.approx(50 * (1 + 39.2 / 97))
    assert three.bound_width["B", "price"] == pytest.approx(1960 / 97)
    # x_A = (85·0.5 - 6) / 97 = 36.5 / 97 on the relationship.
    assert three.person_after["A"]["relationship"] == pytest.approx(50 * (1 + 36.5 / 97))
    assert three.person_own["C"] == dict.fromkeys(AXES)


def test_three_people_verdict(three):
    # A alone is known on all axes: (75·100·50)^(1/3) = 72.1 supports us, but A holds no role.
    assert three.status == "amber"
    # One grade is 0.5 in stance, 25 points: A moves the scope by 25·57.8 / 97.
    assert three.sensitivity["A", "price"] == pytest.approx((1445 / 97, -1445 / 97))
    # Choice 61.5 is a yes. A one grade worse takes 0.298 from each axis: scores 39.9, 69.9 and
    # 35.1, choice 46.1.
    assert three.margin == 1


def test_pull_beyond_one_is_scaled():
    ties = [
        line("j", "i"),  # i is the boss: 0.4 down, 0.15 up
        tie("i", "influences", "j", "decisive"),  # 1
        tie("k", "influences", "j", -0.5, confidence=0.8),  # -0.4
        tie("j", "dotted_line", "k"),  # half of 0.4 down, half of 0.15 up
    ]
    scope = oracle(book({"acme": "i j", "rival": "k"}, ties=ties), account="acme")
    assert scope.pull["j"] == pytest.approx({"i": 1.4, "j": 0, "k": -0.2})
    assert scope.pull["k"] == pytest.approx({"i": 0, "j": 0.075, "k": 0})
    # Σ|a| = 1.6 on j: M = 0.5·1.4/1.6, 0.5·0.2/1.6.  The competitor does not move.
    expected = [[0, 0.075, 0], [0.4375, 0, -0.0625], [0, 0, 0]]
    assert_allclose(scope.M, expected)
    assert scope.stance["k"] == dict.fromkeys(AXES, -1)
    assert scope.stance_origin["k"] == dict.fromkeys(AXES, "assumed")
    # w_i = 2/3, w_j = 1/3;  x_j = 0.5 s_j + 0.4375 x_i - 0.0625 s_k with x_i = 0.925 s_i + 0.075
    # x_j, so x_j (1 - 0.4375·0.075) = 0.5 s_j + 0.4375·0.925 s_i - 0.0625 s_k.
    pivot = 1 - 0.4375 * 0.075
    assert scope.power["k"] == pytest.approx(-0.0625 / pivot * (1 / 3 + 2 / 3 * 0.075))
    assert "k" not in scope.key_persons  # |power| = 0.0248


def test_decision_roles_come_before_span():
    roles = [role("b", "user"), role("b", "finance"), role("p", "legal"), role("a", "coach")]
    people = {"acme": "a b", "institute": "p"}
    scope = oracle(book(people, roles=roles, ties=[line("b", "a")]), account="acme")
    # The larger of b's roles counts: 0.5 and 0.3 of 0.8. A coach has no weight.
    assert scope.weight == pytest.approx({"a": 0, "b": 0.625, "p": 0.375})
    # a reaches the decision as b's boss: V_ba w_b, V as for two people (see above):
    # x_a = 0.925 s_a + 0.075 x_b, x_b = 0.8 s_b + 0.2 x_a, so V_ba = 0.2·0.925 / 0.985.
    assert scope.power["a"] == pytest.approx(0.625 * 0.185 / 0.985)
    assert scope.key_persons == {"a": "indirect", "b": "direct", "p": "direct"}


def test_span_in_a_cycle_and_over_a_vacant_seat():
    # b and c are below each other; V is vacant, with d below and e above.
    ties = [line("b", "c"), line("c", "b"), line("a", "b"), line("d", "V"), line("V", "e")]
    tables = left(book({"acme": "a b c d e V"}, ties=ties), "V")
    scope = oracle(tables, account="acme", as_of=DAY)
    assert scope.span == {"a": 1, "b": 3, "c": 3, "d": 1, "e": 2}
    assert (scope.weight["b"], scope.weight["V"]) == (0.3, 0)


def left(tables, person, successor=None):
    person_row(tables, person).update(until=DAY, successor=successor)
    return tables


def test_successor_takes_lines_and_roles_only():
    tables = book(
        {"acme": "X A B C D", "us": "u"},
        ties=[
            line("A", "X"),
            line("B", "A"),  # B is promoted into the seat: this line goes
            line("C", "A"),
            tie("D", "dotted_line", "A"),
            tie("A", "influences", "C", 1),
            tie("u", "knows", "A", 1),
        ],
        roles=[role("A", "approver")],
        assessments=[grades("A", 5, 5, 5, date=dt.date(2025, 1, 1))],
    )
    scope = oracle(left(tables, "A", "B"), account="acme", as_of=DAY)
    lines = {("B", "reports_to", "X"), ("C", "reports_to", "B"), ("D", "dotted_line", "B")}
    assert scope.members == ["B", "C", "D", "X"]  # nobody knows anybody any more
    assert tie_names(scope) == lines
    assert {t.origin for t in scope.ties} == {"successor"}
    assert scope.roles["B"] == {"approver"}
    assert scope.stance["B"] == dict.fromkeys(AXES)
    assert scope.span == {"X": 3, "B": 2, "C": 1, "D": 1}


def test_own_solid_line_wins_over_the_inherited():
    ties = [line("A", "X"), line("B", "A2"), line("C", "Y")]
    tables = left(left(book({"acme": "A A2 B C X Y"}, ties=ties), "A", "A2"), "A2", "C")
    scope = oracle(tables, account="acme", as_of=DAY)
    # C succeeds A2, who succeeded A. A's boss X is not C's, for C has a boss; B gets C as boss.
    assert tie_names(scope) == {("C", "reports_to", "Y"), ("B", "reports_to", "C")}
    assert {t.origin for t in scope.ties if t.source == "C"} == {"account"}


def test_a_line_found_twice_is_one():
    ties = [line("B", "A"), line("B", "C"), line("B", "A2")]
    tables = left(left(book({"acme": "A A2 B C"}, ties=ties), "A", "C"), "A2", "C")
    scope = oracle(tables, account="acme", as_of=DAY)
    assert [(*t,) for t in scope.ties] == [("B", "C", "reports_to", 1, "account")]


def test_vacant_seats():
    # V1 has somebody below; V2 has V1; V3 holds a role; V4 has nothing; V5 is only above V3.
    tables = book(
        {"acme": "a V1 V2 V3 V4 V5"},
        ties=[line("a", "V1"), line("V1", "V2"), line("V3", "V5"), tie("V1", "influences", "a", 1)],
        roles=[role("V3", "approver"), role("a", "user")],
        assessments=[grades("V1", 5, 5, 5, date=dt.date(2025, 1, 1))],
    )
    for seat in ("V1", "V2", "V3", "V4", "V5"):
        left(tables, seat)
    scope = oracle(tables, account="acme", as_of=DAY)
    assert scope.vacant == {"V1", "V2", "V3"}
    assert scope.span == {"a": 1}
    assert scope.pull["a"]["V1"] == scope.pull["V1"]["a"] == 0
    assert scope.stance["V1"] == dict.fromkeys(AXES)
    assert scope.power == pytest.approx({"a": 0.2, "V1": 0, "V2": 0, "V3": 0.8})
    assert "V3" not in scope.reach
    assert scope.coverage == 0


def test_deal_over_account():
    tables = book(
        {"acme": "a b c", "plant": "d", "us": "u v"},
        deals=[{"id": "D", "account": "plant"}, {"id": "E", "account": "acme", "stage": "lost"}],
        ties=[
            line("b", "a"),
            line("c", "a"),
            line("c", "b", deal="D"),
            line("b", "a", deal="D", strength=0),
            tie("a", "influences", "c", 0.5),
            tie("a", "influences", "c", 0, deal="D"),
            tie("u", "knows", "a", "trusted"),
            tie("u", "knows", "a", "brief", deal="D"),
        ],
        roles=[role("a", "approver"), role("d", "user", account="plant", deal="D")],
        team=[
            role("u", "lead_expert"),
            role("u", "account_responsible"),
            role("v", "lead_expert", deal="D"),
        ],
        assessments=[
            grades("a", 5, None, None, date=dt.date(2025, 5, 1)),
            grades("a", 1, 4, None, date=dt.date(2025, 4, 1)),
            grades("a", 1, None, None, date=dt.date(2025, 1, 1), deal="D"),
            grades("a", 3, None, None, date=dt.date(2025, 1, 1), deal="D"),
        ],
    )
    account = oracle(tables, account="plant")
    deal = oracle(tables, account="acme", deal="D")
    assert account.account == deal.account == "acme"
    assert scopes(tables, newest_date(tables)) == [("acme", ""), ("acme", "D"), ("other", "")]
    assert {(t.source, t.target, t.strength, t.origin) for t in account.ties} == {
        ("b", "a", 1, "account"),
        ("c", "a", 1, "account"),
        ("a", "c", 0.5, "account"),
        ("u", "a", 1, "account"),
    }
    # In the deal b has no boss, c another one, a no hold on c, u is less close to a.
    deal_ties = {(t.source, t.target, t.strength, t.origin) for t in deal.ties}
    assert deal_ties == {("c", "b", 1, "deal"), ("u", "a", 0.25, "deal")}
    assert (account.weight["a"], deal.weight["d"]) == (1, 1)
    assert account.team["u"] == {"lead_expert", "account_responsible"}
    assert deal.team == {i: set() for i in "abcd"} | {
        "u": {"account_responsible"},
        "v": {"lead_expert"},
    }
    assert "v" not in account.members
    # The deal's older grades (-1 and 0) come before the account's; no grade, the account's.
    assert account.stance["a"] == {"relationship": 1, "solution": 0.5, "price": None}
    assert deal.stance["a"] == {"relationship": -0.5, "solution": 0.5, "price": None}
    expected = {"relationship": "deal", "solution": "account", "price": ""}
    assert deal.stance_origin["a"] == expected


@pytest.fixture
def meetings():
    interactions = [
        # Three took part, a half-life ago: 1 · 0.5 / 2 = 0.25 for each pair.
        *(
            {"id": "1", "date": DAY - dt.timedelta(days=90), "kind": "meeting", "person": i}
            for i in ("u", "k", "l")
        ),
        # Two today: 1.5 / 1.
        *({"id": "2", "date": DAY, "kind": "visit", "person": i} for i in ("u", "k")),
        # After the day: not seen.
        *(
            {"id": "3", "date": DAY + dt.timedelta(days=1), "kind": "visit", "person": i}
            for i in ("v", "k")
        ),
    ]
    ties = [
        tie("u", "knows", "l", "brief"),
        tie("u", "knows", "k", 0, deal="D"),
        tie("u", "knows", "l", "0.1", deal="D"),
    ]
    deals = [{"id": "D", "account": "acme"}]
    people = {"acme": "k l", "us": "u v"}
    return book(people, ties=ties, deals=deals, interactions=interactions)


def test_acquaintance_from_interactions(meetings):
    scope = oracle(meetings, account="acme", as_of=DAY)
    # k: h = 1.75, closeness 1.75 / 2.75 = 7/11. l: 0.25 / 1.25 = 0.2, graded 0.25.
    assert {(t.target, round(t.strength, 12), t.origin) for t in scope.ties} == {
        ("k", round(7 / 11, 12), "interactions"),
        ("l", 0.25, "account"),
    }
    assert scope.members == ["k", "l", "u"]
    assert scope.reach["k"] == (pytest.approx(7 / 11), 1, "u", ("u", "k"))


def test_a_deal_can_remove_an_observed_acquaintance(meetings):
    scope = oracle(meetings, account="acme", deal="D", as_of=DAY)
    # k is removed; l is graded 0.1, and observed 0.2.
    assert {(t.target, t.strength, t.origin) for t in scope.ties} == {("l", 0.2, "interactions")}


def test_three_contacts_under_one_champion_are_one_thread():
    knows = [tie(u, "knows", k, 0.5) for u, k in (("u", "k"), ("v", "l"), ("w", "m"))]
    heads = [tie(k, "influences", "c", 0.5) for k in "klm"]
    ties = [*knows, *heads, tie("c", "influences", "j", 1)]
    scope = oracle(book({"acme": "k l m c j", "us": "u v w"}, ties=ties), account="acme")
    assert scope.threads == {"k": 1, "l": 1, "m": 1, "c": 3, "j": 1}
    ties.append(tie("u", "knows", "j", 0.2))  # just not weak
    scope = oracle(book({"acme": "k l m c j", "us": "u v w"}, ties=ties), account="acme")
    assert scope.threads["j"] == 2
    ties[-1]["strength"] = 0.19
    scope = oracle(book({"acme": "k l m c j", "us": "u v w"}, ties=ties), account="acme")
    assert scope.threads["j"] == 1


def test_two_threads_need_a_detour():
    # The strongest chain u-a-b-j would block the two: u-a-j and v-b-j.
    ties = [
        tie("u", "knows", "a", 1),
        tie("v", "knows", "b", 0.3),
        tie("a", "influences", "b", 1),
        tie("a", "influences", "j", 0.3),
        tie("b", "influences", "j", 1),
    ]
    scope = oracle(book({"acme": "a b j", "us": "u v"}, ties=ties), account="acme")
    assert scope.reach["j"] == (1, 3, "u", ("u", "a", "b", "j"))
    assert scope.threads["j"] == 2


def test_threads_equal_the_smallest_cut():
    # Menger: as many chains share nobody as people must go to break them all.
    random.seed(1)
    for _ in range(40):
        contacts, ours = "abcde", "uvw"
        pairs = [(i, j) for i in contacts + ours for j in contacts if i != j]
        ties = [
            tie(i, "knows" if i in ours else "influences", j, random.choice((0.1, 0.5)))
            for i, j in pairs
            if random.random() < 0.4
        ]
        scope = oracle(book({"acme": "a b c d e", "us": "u v w"}, ties=ties), account="acme")
        strong = {(t.source, t.target) for t in scope.ties if t.strength >= 0.2}
        for j in contacts:
            assert scope.threads[j] == smallest_cut(set(ours), set(contacts), strong, j)


def smallest_cut(ours, contacts, links, target):
    people = sorted((ours | contacts) - {target})
    for size in range(len(people) + 1):
        for gone in combinations(people, size):
            reached = ours - set(gone)
            for _ in people:
                reached |= {j for i, j in links if i in reached and j not in gone}
            if target not in reached:
                return size
    raise AssertionError


def test_routes_of_equal_reach():
    ties = [
        tie("u9", "knows", "a2", 0.5),
        tie("u1", "knows", "b", 0.5),
        tie("a2", "influences", "j", 0.5),
        tie("b", "influences", "j", 0.5),
        tie("u1", "knows", "a0", 1),
        tie("a0", "influences", "a1", 0.5),
        tie("a1", "influences", "j", 0.5),
        tie("u1", "knows", "e", 0.25),
        tie("u9", "knows", "e", 0.25),
    ]
    scope = oracle(book({"acme": "a0 a1 a2 b e j", "us": "u1 u9"}, ties=ties), account="acme")
    # Three chains carry 0.25; two of them in two hops; of their last stops a2 comes before b.
    assert scope.reach["j"] == (0.25, 2, "u9", ("u9", "a2", "j"))
    assert scope.reach["e"].first_contact == "u1"


def test_competitors_pass_nobody_on_and_partners_do():
    ties = [
        tie("r", "influences", "j", 1),
        tie("p", "influences", "j", 0.5),
        tie("u", "knows", "p", 0.5),
        tie("v", "influences", "j", 0.3),
        tie("p", "influences", "r", 1),
    ]
    people = {"acme": "j", "institute": "p", "rival": "r", "us": "u v w", "other": "o"}
    scope = oracle(book(people, ties=ties), account="acme")
    assert scope.members == ["j", "p", "r", "u", "v"]  # u for knowing the partner's p
    assert scope.own == {"j"}
    assert scope.reach == {
        "j": (0.3, 1, "v", ("v", "j")),  # our own pull; over p it is 0.25
        "p": (0.5, 1, "u", ("u", "p")),
    }
    # Σ a on j = 1.8: p_r = 0.5/1.8, p_p = 0.25/1.8, p_v = 0.15/1.8, p_j the other half.
    expected = {"j": 0.5, "p": 0.25 / 1.8, "r": 0.5 / 1.8, "u": 0, "v": 0.15 / 1.8}
    assert scope.power == pytest.approx(expected)
    assert scope.key_persons == {"j": "direct", "p": "indirect", "r": "external", "v": "external"}


def test_coverage_fragility_and_truck_factor():
    ties = [tie("u", "knows", "a", 0.5), tie("v", "knows", "a", 0.25), tie("v", "knows", "b", 1)]
    roles = [role("a", "approver"), role("b", "user")]
    scope = oracle(book({"acme": "a b", "us": "u v"}, ties=ties, roles=roles), account="acme")
    # Power 0.8 and 0.2, reach 0.5 and 1: 40 + 20 points.
    assert scope.coverage == pytest.approx(60)
    # Without u, v's 0.25 still reaches a: 20 + 20. Without v, b is out of reach: 40.
    assert scope.fragility == {
        "u": (pytest.approx(20), set()),
        "v": (pytest.approx(20), {"b"}),
        "a": (pytest.approx(40), {"a"}),
        "b": (pytest.approx(20), {"b"}),
    }
    # u goes first (as bad as v, first by id), 40 is not below 30; with v all is gone.
    assert scope.truck_factor == 2
    assert scope.least_threads == 1
    assert (scope.threads["a"], scope.threads["b"]) == (2, 1)
    assert scope.status == "red"  # nobody is known


def test_status_needs_a_supporter_who_decides():
    people, roles = {"acme": "a b"}, [role("a", "approver"), role("b", "user")]
    good, fair = (4, 4, 3), (4, 3, 3)  # choice (75·75·50)^(1/3) = 65.5; (75·50·50)^(1/3) = 57.2
    for of_a, of_b, status in ((fair, good, "amber"), (good, fair, "green"), (fair, fair, "red")):
        rows = [grades("a", *of_a), grades("b", *of_b)]
        assert oracle(book(people, roles=roles, assessments=rows), account="acme").status == status


def test_margin_counts_people_from_the_most_powerful():
    roles = [role(i, "approver") for i in "ab"] + [role("c", "evaluator")]
    rows = [grades(i, 4, 4, 4) for i in "abc"]
    scope = oracle(book({"acme": "a b c"}, roles=roles, assessments=rows), account="acme")
    # Power 0.4, 0.4, 0.2; choice 75 on every axis. Each error takes 25·power: 65, 55.
    assert scope.choice == pytest.approx(75)
    assert scope.margin == 2
    scope = oracle(
        book({"acme": "a b c"}, roles=roles, assessments=rows[2:]),
        account="acme",
        policy={"verdict_threshold": 61.0},
    )
    # Only c is graded: choice 55, and one grade up makes it 60.
    assert scope.choice == pytest.approx(55)
    assert scope.margin is None


def test_nobody_decides():
    scope = oracle(book({"us": "u"}, team=[role("u", "lead_expert")]), account="acme")
    assert scope.members == ["u"]
    assert scope.scores is scope.choice is scope.weakest is scope.margin is None
    assert scope.known == dict.fromkeys(AXES, 0)
    assert (scope.status, scope.coverage, scope.truck_factor) == ("red", 0, 0)


def test_an_account_without_people():
    scope = oracle(book({}), account="acme")
    assert scope.members == []
    assert scope.V.shape == (0, 0)


def test_dates():
    tables = book(
        {"acme": "a b"},
        ties=[
            line("b", "a", since=dt.date(2025, 1, 1), until=dt.date(2025, 3, 1)),
            tie("a", "influences", "b", 0.5, since=dt.date(2025, 1, 1)),
            tie("a", "influences", "b", 0.75, since=dt.date(2025, 2, 1)),
        ],
    )
    assert newest_date(tables) == dt.date(2025, 2, 1)
    assert newest_date(book({"acme": "a"})) is None
    first, last = (
        oracle(tables, account="acme", as_of=day).ties
        for day in (dt.date(2025, 1, 31), dt.date(2025, 3, 1))
    )
    assert {(t.kind, t.strength) for t in first} == {("reports_to", 1), ("influences", 0.5)}
    assert {(t.kind, t.strength) for t in last} == {("influences", 0.75)}
