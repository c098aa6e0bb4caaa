"""Examples worked by hand that the reference itself must satisfy."""

import datetime as dt
import random
from itertools import combinations

import pytest
from numpy.testing import assert_allclose

from oracle import AXES, newest_day, oracle, scopes

DAY = dt.date(2025, 6, 30)
ORGANIZATIONS = [
    {"id": "acme", "kind": "customer"},
    {"id": "plant", "kind": "customer", "parent": "acme"},
    {"id": "line", "kind": "customer", "parent": "plant"},
    {"id": "mill", "kind": "customer", "parent": "acme"},
    {"id": "other", "kind": "customer"},
    {"id": "us", "kind": "vendor"},
    {"id": "rival", "kind": "competitor"},
    {"id": "institute", "kind": "partner"},
]
NOTHING_OPEN = {"required_roles": {}}


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


def alter(tables, person, **cells):
    """Change cells of a person."""
    next(row for row in tables["people"] if row["id"] == person).update(cells)
    return tables


def left(tables, person, successor=None):
    return alter(tables, person, until=DAY, successor=successor)


def tie_names(scope):
    return {(t.source, t.kind, t.target) for t in scope.ties}


def ask(tables, *, account="acme", as_of=DAY, **more):
    return oracle(tables, account=account, as_of=as_of, **more)


@pytest.fixture
def three():
    """A approves and is the boss of B, who decides and evaluates, and C, who uses."""
    tables = book(
        {"acme": "A B C"},
        ties=[line("B", "A"), line("C", "A")],
        roles=[
            role("A", "approver"),
            role("B", "decision_maker"),
            role("B", "evaluator"),
            role("C", "user"),
        ],
        assessments=[
            grades("A", "friend", "champions", 3),  # 0.5, 1, 0
            grades("B", "hostile", "4", None),  # -1, 0.5, unknown
        ],
    )
    return ask(tables)


def test_three_people_influence(three):
    # A boss pulls with 0.4, two reports together with 0.15; no sum exceeds 1, so M is half of it.
    assert three.pull["B"] == {"A": 0.4, "B": 0, "C": 0}
    assert three.pull["A"] == {"A": 0, "B": 0.075, "C": 0.075}
    assert_allclose(three.M, [[0, 0.0375, 0.0375], [0.2, 0, 0], [0.2, 0, 0]])
    # D = 0.925, 0.8, 0.8.  x_B = 0.8 s_B + 0.2 x_A, x_C alike, and
    # x_A = 0.925 s_A + 0.0375 (x_B + x_C) = 0.925 s_A + 0.03 (s_B + s_C) + 0.015 x_A, so
    # x_A = (185 s_A + 6 s_B + 6 s_C) / 197 and x_B = (37 s_A + 158.8 s_B + 1.2 s_C) / 197.
    V = [[185, 6, 6], [37, 158.8, 1.2], [37, 1.2, 158.8]]
    assert_allclose(three.V * 197, V)
    # Roles weigh 1, 1.5 and 0.25: 4, 6 and 1 of 11.
    assert three.weight == pytest.approx({"A": 4 / 11, "B": 6 / 11, "C": 1 / 11})
    assert three.unnamed == pytest.approx(0)
    assert three.roles_known == 1
    # p_A = (4·185 + 6·37 + 37) / (11·197), and so on.
    assert three.power == pytest.approx({"A": 999 / 2167, "B": 978 / 2167, "C": 190 / 2167})
    # A and B hold 91 percent between them; C, who holds a role, is not needed for 80.
    assert three.keys == ["A", "B"]
    assert three.key_persons == {"A": "direct", "B": "direct"}


def test_three_people_acceptance(three):
    assert three.stance["B"] == {"relationship": -1, "solution": 0.5, "price": None}
    # Own: relationship 4/11·0.5 - 6/11, solution 4/11 + 6/11·0.5.
    expected = {"relationship": 50 * 7 / 11, "solution": 50 * 18 / 11, "price": 50}
    assert three.own_scores == pytest.approx(expected)
    # After: (999·0.5 - 978) / 2167 and (999 + 978·0.5) / 2167.
    assert three.acceptance["relationship"] == pytest.approx(-478.5 / 2167)
    assert three.scores["solution"] == pytest.approx(50 * (1 + 1488 / 2167))
    assert three.scores["price"] == pytest.approx(50)
    assert three.weakest == "relationship"
    # C is unknown throughout (190 / 2167), B on price besides.
    width = {"relationship": 190 / 2167, "solution": 190 / 2167, "price": 1168 / 2167}
    assert three.width == pytest.approx(width)
    assert three.known == pytest.approx((1977 + 1977 + 999) / 3 / 2167)
    assert three.bound_width["B", "price"] == pytest.approx(97800 / 2167)
    assert three.bound_width["B", "solution"] == 0
    # x_A = (185·0.5 - 6) / 197 on the relationship, y_A = 6 / 197.
    assert three.person_after["A"]["relationship"] == pytest.approx(50 * (1 + 86.5 / 197))
    assert three.half_width["A"]["relationship"] == pytest.approx(6 / 197)
    assert three.person_own["C"] == dict.fromkeys(AXES)


def test_three_people_choice(three):
    # In parts of 197, 50 points each: A 283.5, 385, 197; B 56.7, 313.4, 197; C 214.3, 234.6, 197.
    mean = {
        "A": 50 * (283.5 * 385 * 197) ** (1 / 3) / 197,  # 70.6
        "B": 50 * (56.7 * 313.4 * 197) ** (1 / 3) / 197,  # 38.5
        "C": 50 * (214.3 * 234.6 * 197) ** (1 / 3) / 197,  # 54.5
    }
    assert {i: band.value for i, band in three.personal_choice.items()} == pytest.approx(mean)
    # Bounds: y_B = 1.2 / 197 on both axes; on price only A's stance is sure, 37 parts of 197.
    low, high = (50 * ((56.7 + e * 1.2) * (313.4 + e * 1.2)) ** (1 / 3) for e in (-1, 1))
    price_low, price_high = (37 ** (1 / 3) / 197, (197 + 160) ** (1 / 3) / 197)
    assert three.personal_choice["B"][1:] == pytest.approx((low * price_low, high * price_high))
    # The weighted mean is 51.6, but B, who decides, refuses.
    assert three.choice.value == pytest.approx(mean["B"])
    assert three.choice[1:] == three.personal_choice["B"][1:]
    assert three.limited_by == "decision_maker"
    assert three.blocked_by == ["B"]
    assert three.status == "red"
    weighted = ask(three.facts.tables, policy={"decision_rule": "weighted"})
    assert weighted.choice.value == pytest.approx((4 * mean["A"] + 6 * mean["B"] + mean["C"]) / 11)
    assert weighted.limited_by is None
    assert weighted.blocked_by == ["B"]


def test_three_people_error(three):
    # One grade is 0.5 in stance: 25 · sqrt(0.2 · Σ p²).
    error = 25 * (0.2 * (999**2 + 978**2 + 190**2)) ** 0.5 / 2167
    assert three.axis_error == pytest.approx(dict.fromkeys(AXES, error))
    # A third of c_B / score each: scores in parts of 197, 50 points each.
    value = three.choice.value
    slopes = [value / 3 * 197 / 50 / parts for parts in (56.7, 313.4, 197)]
    assert three.error == pytest.approx(error * sum(slope**2 for slope in slopes) ** 0.5)


def test_open_roles_are_spread_by_fit():
    tables = book({"acme": "A B"}, ties=[line("B", "A")], roles=[role("A", "approver")])
    alter(tables, "B", title="Head of Engineering")
    scope = ask(tables)
    assert scope.level == {"A": (1, "chart"), "B": (3, "title")}
    assert scope.function == {"A": (None, ""), "B": ("engineering", "title")}
    # Of 2.75: A has the approver's 1. Decision maker: A 0.5, B 0.5, all of it. Evaluator: A
    # 0.1·0.3, B 1, more than 1 together. User: A 0, B 0.5, half is left.
    assumed = {"A": 0.5 + 0.5 * 0.03 / 1.03, "B": 0.5 + 0.5 / 1.03 + 0.25 * 0.5}
    assert scope.recorded_weight == pytest.approx({"A": 1 / 2.75, "B": 0})
    assert scope.assumed_weight == pytest.approx({i: w / 2.75 for i, w in assumed.items()})
    assert scope.unnamed == pytest.approx(0.125 / 2.75)
    assert scope.roles_known == pytest.approx(1 / 2.75)
    assert scope.key_persons == {"A": "direct", "B": "assumed"}
    assert ask(tables, policy=NOTHING_OPEN).weight == {"A": 1, "B": 0}


def test_a_role_is_one_weight_however_many_hold_it():
    users = "abcdefgh"
    tables = book({"acme": f"Z {' '.join(users)}"}, roles=[role(i, "user") for i in users])
    tables["roles"].append(role("Z", "approver"))
    scope = ask(tables, policy=NOTHING_OPEN)
    assert scope.weight["Z"] == pytest.approx(0.8)
    assert scope.weight["a"] == pytest.approx(0.2 / 8)
    assert scope.keys == ["Z"]


def test_nobody_on_the_list_decides_where_nobody_fits():
    scope = ask(book({"institute": "p"}, roles=[role("p", "user")]))
    # 2.5 of 2.75 are open, and the account has nobody.
    assert scope.unnamed == pytest.approx(2.5 / 2.75)
    assert scope.weight["p"] == pytest.approx(0.25 / 2.75)


def test_required_roles_by_stage():
    tables = book({"acme": "a"}, deals=[{"id": "D", "account": "acme"}])
    first = {"approver", "decision_maker", "evaluator", "user"}
    later = first | {"procurement", "finance", "quality", "supply_chain"}
    stages = {None: first, "opportunity": first, "bid": first | {"procurement"}}
    stages |= {"lost": stages["bid"], "renewal": later, "closed": later}
    for stage, roles in stages.items():
        tables["deals"][0]["stage"] = stage
        assert ask(tables, deal="D").required == roles
        assert ask(tables).required == first


def test_pull_beyond_one_is_scaled():
    ties = [
        line("j", "i"),  # i is the boss: 0.4 down, 0.15 up
        tie("i", "influences", "j", "decisive"),  # 1
        tie("k", "influences", "j", -0.5, confidence=0.8),  # -0.4
        tie("j", "dotted_line", "k"),  # half of 0.4 down, half of 0.15 up
    ]
    roles = [role("i", "approver"), role("j", "decision_maker")]
    tables = book({"acme": "i j", "rival": "k"}, ties=ties, roles=roles)
    scope = ask(tables, policy=NOTHING_OPEN)
    assert scope.pull["j"] == pytest.approx({"i": 1.4, "j": 0, "k": -0.2})
    assert scope.pull["k"] == pytest.approx({"i": 0, "j": 0.075, "k": 0})
    # Σ|a| = 1.6 on j: M = 0.5·1.4/1.6, 0.5·0.2/1.6.  The competitor does not move.
    expected = [[0, 0.075, 0], [0.4375, 0, -0.0625], [0, 0, 0]]
    assert_allclose(scope.M, expected)
    assert scope.stance["k"] == {"relationship": 0, "solution": -1, "price": -1}
    assert scope.certainty["k"] == dict.fromkeys(AXES, 1)
    assert scope.graded["k"]["price"].origin == "assumed"
    # w_i = w_j = 1/2;  x_j = 0.5 s_j + 0.4375 x_i - 0.0625 s_k with x_i = 0.925 s_i + 0.075
    # x_j, so x_j (1 - 0.4375·0.075) = 0.5 s_j + 0.4375·0.925 s_i - 0.0625 s_k.
    pivot = 1 - 0.4375 * 0.075
    assert scope.power["k"] == pytest.approx(-0.0625 / pivot * (0.5 + 0.5 * 0.075))
    assert "k" not in scope.key_persons
    # Widths add up whatever the sign.
    pivot = 1 - 0.4375 * 0.075
    y = (0.5 + 0.4375 * 0.925) / pivot
    assert scope.half_width["j"]["price"] == pytest.approx(y)


def test_more_reports_drown_nobody():
    for count in (1, 3, 30):
        reports = [f"r{n}" for n in range(count)]
        ties = [line(i, "boss") for i in reports] + [tie("adviser", "influences", "boss", 0.5)]
        ties.append(tie("d", "dotted_line", "boss"))
        scope = ask(book({"acme": f"boss adviser d {' '.join(reports)}"}, ties=ties))
        assert scope.reports["boss"] == count + 0.5
        mine = scope.pull["boss"]
        assert sum(mine[i] for i in [*reports, "d"]) == pytest.approx(0.15)
        assert mine["d"] == pytest.approx(mine["r0"] / 2)
        assert mine["adviser"] == 0.5


def test_indirect_and_external_key_persons():
    roles = [role("b", "user"), role("b", "finance"), role("p", "legal"), role("a", "coach")]
    ties = [line("b", "a"), tie("k", "influences", "b", 0.5)]
    people = {"acme": "a b", "institute": "p", "rival": "k"}
    scope = ask(book(people, roles=roles, ties=ties), policy=NOTHING_OPEN)
    # 0.75 and 0.3 of 1.05. A coach has no weight.
    assert scope.weight == pytest.approx({"a": 0, "b": 0.75 / 1.05, "k": 0, "p": 0.3 / 1.05})
    # x_a = 0.925 s_a + 0.075 x_b, x_b = 0.55 s_b + 0.2 x_a + 0.25 s_k, so V_ba = 0.185 / 0.985
    # and V_bk = 0.25 / 0.985. Of theirs b holds 0.4, p 0.286, a 0.134: two hold 84 percent.
    assert scope.power["a"] == pytest.approx(0.75 / 1.05 * 0.185 / 0.985)
    assert scope.power["k"] == pytest.approx(0.75 / 1.05 * 0.25 / 0.985)
    assert scope.key_persons == {"b": "direct", "p": "direct"}  # k has less than p
    wide = ask(scope.facts.tables, policy=NOTHING_OPEN | {"key_cover": 0.9})
    assert wide.key_persons == {"b": "direct", "p": "direct", "a": "indirect", "k": "external"}


def test_key_persons_are_few_but_equals_stay_together():
    roles = [role(f"u{n:02}", "user") for n in range(20)] + [role("V", "approver")]
    people = " ".join(row["person"] for row in roles)
    policy = NOTHING_OPEN | {"role_weights": {"approver": 0.1, "user": 1}}
    scope = ask(book({"acme": people}, roles=roles), policy=policy)
    # All users are equal, and needed for four fifths; who consents comes first.
    assert scope.keys == ["V", *(f"u{n:02}" for n in range(14))]


def test_levels_in_a_cycle_and_over_a_vacant_seat():
    # b and c are below each other; V is vacant, with d below and e above.
    ties = [line("b", "c"), line("c", "b"), line("a", "b"), line("d", "V"), line("V", "e")]
    ties.append(tie("f", "dotted_line", "e"))
    chain = [line(f"{n + 1}", f"{n}") for n in range(6)]
    people = "a b c d e f V 0 1 2 3 4 5 6"
    scope = ask(left(book({"acme": people}, ties=ties + chain), "V"))
    levels = dict.fromkeys("abcf") | {"e": 1, "V": 2, "d": 3}
    levels |= {"0": 1, "1": 2, "2": 3, "3": 4, "4": 5, "5": 5, "6": 5}
    assert {i: level for i, (level, _) in scope.level.items()} == levels
    assert scope.level["V"] == (2, "chart")


def test_successor_takes_lines_and_positional_roles_only():
    tables = book(
        {"acme": "X A B C D", "us": "u w"},
        ties=[
            line("A", "X"),
            line("B", "A"),  # B is promoted into the seat: this line goes
            line("C", "A"),
            tie("D", "dotted_line", "A"),
            tie("A", "influences", "C", 1),
            tie("u", "knows", "A", 1),
        ],
        roles=[role("A", "approver"), role("A", "coach_advise"), role("A", "participant")],
        team=[role("u", "lead_expert")],
        assessments=[grades("A", 5, 5, 5, date=dt.date(2025, 1, 1))],
    )
    scope = ask(left(left(tables, "A", "B"), "u", "w"))
    lines = {("B", "reports_to", "X"), ("C", "reports_to", "B"), ("D", "dotted_line", "B")}
    assert scope.members == ["B", "C", "D", "X"]  # nobody knows anybody any more
    assert tie_names(scope) == lines
    assert {t.origin for t in scope.ties} == {"successor"}
    assert scope.roles["B"] == {"approver"}
    assert scope.stance["B"] == dict.fromkeys(AXES)
    assert scope.level == {"X": (1, "chart"), "B": (2, "chart"), "C": (3, "chart"), "D": (None, "")}


def test_own_solid_line_wins_over_the_inherited():
    ties = [line("A", "X"), line("B", "A2"), line("C", "Y")]
    tables = left(left(book({"acme": "A A2 B C X Y"}, ties=ties), "A", "A2"), "A2", "C")
    scope = ask(tables)
    # C succeeds A2, who succeeded A. A's boss X is not C's, for C has a boss; B gets C as boss.
    assert tie_names(scope) == {("C", "reports_to", "Y"), ("B", "reports_to", "C")}
    assert {t.origin for t in scope.ties if t.source == "C"} == {"account"}


def test_a_line_found_twice_is_one():
    ties = [line("B", "A"), line("B", "C"), line("B", "A2")]
    tables = left(left(book({"acme": "A A2 B C"}, ties=ties), "A", "C"), "A2", "C")
    assert [(*t,) for t in ask(tables).ties] == [("B", "C", "reports_to", 1, "account")]


def test_vacant_seats():
    # V1 has somebody below; V2 has V1; V3 holds a role; V4 has nothing; V5 is only above V3; V6
    # is named as nobody, and has a role; V7 is another such, with a personal role.
    tables = book(
        {"acme": "a V1 V2 V3 V4 V5 V6 V7"},
        ties=[line("a", "V1"), line("V1", "V2"), line("V3", "V5"), tie("V1", "influences", "a", 1)],
        roles=[
            role("V3", "approver"),
            role("a", "user"),
            role("V6", "decision_maker"),
            role("V7", "coach"),
        ],
        assessments=[
            grades("V1", 5, 5, 5, date=dt.date(2025, 1, 1)),
            grades("V6", 1, 1, 1),
            grades("a", 5, 5, 5),
        ],
    )
    for seat in ("V1", "V2", "V3", "V4", "V5"):
        left(tables, seat)
    alter(tables, "V6", name=" TBD ")
    alter(tables, "V7", name="待定")
    scope = ask(tables, policy=NOTHING_OPEN)
    assert scope.vacant == {"V1", "V2", "V3", "V6"}
    assert scope.members == ["V1", "V2", "V3", "V6", "a"]
    assert scope.pull["a"]["V1"] == scope.pull["V1"]["a"] == 0
    assert scope.stance["V1"] == scope.stance["V6"] == dict.fromkeys(AXES)
    assert scope.half_width["V6"] == dict.fromkeys(AXES, 1)
    power = {"a": 0.25 / 2.25, "V1": 0, "V2": 0, "V3": 1 / 2.25, "V6": 1 / 2.25}
    assert scope.power == pytest.approx(power)
    # A seat without holder neither agrees nor blocks: 50, anything from 0 to 100.
    assert scope.personal_choice["V3"] == pytest.approx((50, 0, 100))
    assert (scope.choice, scope.limited_by) == (pytest.approx((50, 0, 100)), "approver")
    assert scope.blocked_by == []
    assert "V3" not in scope.reach


def test_positions_say_where_somebody_works():
    before, after = dt.date(2025, 3, 1), dt.date(2025, 9, 1)
    tables = book(
        {"acme": "a b c", "other": "d", "us": "u"},
        positions=[
            {"person": "a", "organization": "rival", "until": before},
            {"person": "a", "organization": "acme", "since": before, "title": "CFO"},
            {"person": "b", "organization": "acme", "until": before, "successor": "c"},
            {"person": "b", "organization": "rival", "since": after},
            {"person": "d", "organization": "plant", "since": before, "until": after, "level": 4},
        ],
        roles=[role("b", "approver")],
    )
    alter(tables, "a", title="Clerk", level=5, since=after)
    early, now, late = (ask(tables, as_of=day) for day in (dt.date(2025, 1, 1), DAY, after))
    assert early.members == ["b", "c"]
    assert early.roles["b"] == {"approver"}
    assert now.members == ["a", "c", "d"]
    assert now.roles["c"] == {"approver"}
    assert now.level == {"a": (1, "title"), "c": (None, ""), "d": (4, "recorded")}
    assert now.function["a"] == ("finance", "title")
    # b works for a rival, and who has the seat still approves; d has gone.
    assert late.members == ["a", "c"]
    assert late.roles == {"a": set(), "c": {"approver"}}
    alter(tables, "c", until=after)
    assert ask(tables, as_of=after).roles == {"a": set()}  # a seat here is nobody's elsewhere
    tables["roles"][0]["since"] = after
    later = ask(tables, as_of=after)
    assert (later.side["b"], later.roles["b"]) == ("competitor", {"approver"})


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
        roles=[
            role("a", "approver"),
            role("b", "user"),
            role("c", "legal"),
            role("d", "user", account="plant", deal="D"),
            role("c", "legal", account="plant", deal="D", until=dt.date(2025, 2, 1)),
        ],
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
            grades("b", 5, None, None, account="other"),
        ],
    )
    account, deal = ask(tables), ask(tables, deal="D")
    assert account.account == deal.account == "acme"
    assert scopes(tables, DAY) == [("acme", ""), ("acme", "D"), ("other", "")]
    assert {(t.source, t.target, t.strength, t.origin) for t in account.ties} == {
        ("b", "a", 1, "account"),
        ("c", "a", 1, "account"),
        ("a", "c", 0.5, "account"),
        ("u", "a", 1, "account"),
    }
    # In the deal b has no boss, c another one, a no hold on c, u is less close to a.
    deal_ties = {(t.source, t.target, t.strength, t.origin) for t in deal.ties}
    assert deal_ties == {("c", "b", 1, "deal"), ("u", "a", 0.25, "deal")}
    # The deal has another user, no legal adviser, and the account's approver.
    roles = {i: roles for i, roles in account.roles.items() if roles}
    assert roles == {"a": {"approver"}, "b": {"user"}, "c": {"legal"}}
    assert {i: roles for i, roles in deal.roles.items() if roles} == {
        "a": {"approver"},
        "d": {"user"},
    }
    assert account.team["u"] == {"lead_expert", "account_responsible"}
    assert deal.team == {i: set() for i in "abcd"} | {
        "u": {"account_responsible"},
        "v": {"lead_expert"},
    }
    assert "v" not in account.members
    # The deal's older grades (-1 and 0) come before the account's; no grade, the account's.
    found = {axis: graded[0::2] for axis, graded in deal.graded["a"].items()}
    assert found == {
        "relationship": (-0.5, "deal"),
        "solution": (0.5, "account"),
        "price": (None, ""),
    }
    assert account.graded["a"]["relationship"][0] == 1
    assert account.stance["b"] == dict.fromkeys(AXES)


def test_units():
    tables = book(
        {"acme": "top", "plant": "p q", "line": "l", "mill": "m", "us": "u"},
        deals=[{"id": "D", "account": "plant"}],
        ties=[line("p", "top"), tie("u", "knows", "top")],
        roles=[
            role("top", "approver"),
            role("top", "user"),
            role("p", "user", account="plant"),
            role("l", "user", account="line"),
            role("m", "user", account="mill"),
            role("q", "approver", account="plant", until=dt.date(2025, 1, 1)),
            role("top", "approver", account="mill", until=dt.date(2025, 1, 1)),
        ],
        assessments=[
            grades("p", 5, 5, None, date=dt.date(2025, 5, 1)),
            grades("p", 1, None, None, date=dt.date(2025, 4, 1), account="plant"),
            grades("p", 2, 2, 2, date=dt.date(2025, 6, 1), account="mill"),
        ],
        interactions=[
            {"id": "1", "date": DAY, "person": person, "kind": "meeting", "deal": "D"}
            for person in ("u", "p")
        ],
    )
    found = {unit: ask(tables, account=unit) for unit in ("acme", "plant", "line", "mill")} | {
        "D": ask(tables, account="acme", deal="D")
    }
    # Of other units only who has to do with it: top, who approves for all but the mill.
    assert {unit: " ".join(scope.members) for unit, scope in found.items()} == {
        "acme": "l m p q top u",
        "plant": "l p q top u",
        "line": "l top u",
        "mill": "m",
        "D": "l m p q top u",
    }
    assert found["line"].own == {"l"}
    assert found["D"].own == set("lmpq") | {"top"}
    held = {
        unit: {i: roles for i, roles in scope.roles.items() if roles}
        for unit, scope in found.items()
    }
    assert held == {
        "acme": {"top": {"approver", "user"}, "p": {"user"}, "l": {"user"}, "m": {"user"}},
        "plant": {"top": {"approver"}, "p": {"user"}, "l": {"user"}},
        "line": {"top": {"approver"}, "l": {"user"}},
        "mill": {"m": {"user"}},
        "D": {"top": {"approver"}, "p": {"user"}, "l": {"user"}},
    }
    graded = {unit: scope.graded["p"] for unit, scope in found.items() if "p" in scope.members}
    assert {unit: found["relationship"].stance for unit, found in graded.items()} == {
        "acme": -0.5,  # the newest of all units
        "plant": -1,  # its own
        "D": -1,
    }
    assert graded["plant"]["solution"].stance == 1
    # The deal's meeting counts in the plant and in what is above it, where p is no stranger.
    assert {unit for unit, scope in found.items() if ("u", "knows", "p") in tie_names(scope)} == {
        "acme",
        "plant",
        "D",
    }


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
    scope = ask(meetings)
    # k: h = 1.75, closeness 1.75 / 2.75 = 7/11. l: 0.25 / 1.25 = 0.2, graded 0.25, an eighth of
    # a half-life ago.
    assert {(t.target, round(t.strength, 12), t.origin) for t in scope.ties} == {
        ("k", round(7 / 11, 12), "interactions"),
        ("l", round(0.25 * 2 ** (-1 / 8), 12), "account"),
    }
    assert scope.members == ["k", "l", "u"]
    assert scope.reach["k"] == (pytest.approx(7 / 11), 1, "u", ("u", "k"))


def test_a_deal_can_remove_an_observed_acquaintance(meetings):
    scope = ask(meetings, deal="D")
    # k is removed; l is graded 0.1, and observed 0.2.
    assert {(t.target, t.strength, t.origin) for t in scope.ties} == {("l", 0.2, "interactions")}


def talk(number, kind="email", date=DAY, **parts):
    """Rows of an interaction, by who took which part."""
    return [
        {"id": number, "date": date, "kind": kind, "person": person, "part": part}
        for person, part in parts.items()
    ]


def closeness(*rows, people=None, **more):
    tables = book(people or {"acme": "k l", "us": "u v"}, interactions=[*rows], **more)
    return {(t.source, t.target): t.strength for t in ask(tables).ties if t.kind == "knows"}


def test_mail_without_answer_is_no_acquaintance():
    ours = [row for n in range(40) for row in talk(f"o{n}", u="from", k="to")]
    theirs = [row for n in range(40) for row in talk(f"t{n}", k="from", u="cc")]
    # 40 · 0.2 = 8 one way: 0.8 / 1.8. Both ways: 16 / 17.
    assert closeness(*ours) == {("u", "k"): pytest.approx(0.8 / 1.8)}
    assert closeness(*theirs) == {("u", "k"): pytest.approx(0.8 / 1.8)}
    assert closeness(*ours, *theirs) == {("u", "k"): pytest.approx(16 / 17)}


def test_parts_in_an_interaction():
    def meets(one, other):
        return closeness(*talk("1", "meeting", u=one, k=other)).get(("u", "k"), 0)

    there = [(one, other) for one in (None, "present") for other in (None, "present", "from")]
    assert {meets(*pair) for pair in there} == {0.5}
    assert {meets("from", part) for part in ("present", None)} == {0.5}
    assert [meets("from", "to"), meets("cc", "from")] == [pytest.approx(0.1 / 1.1)] * 2
    assert {meets(*pair) for pair in [("to", "cc"), ("from", "from"), ("cc", "to")]} == {0}


def test_partners_come_to_know_customers():
    people = {"acme": "k", "institute": "p q", "us": "u", "rival": "r"}
    rows = [{"id": "1", "date": DAY, "kind": "meeting", "person": i} for i in "kpqur"]
    # Five took part: a quarter each. Partners do not know each other, and rivals nobody.
    assert closeness(*rows, people=people) == {
        pair: pytest.approx(0.2)
        for pair in [("u", "k"), ("u", "p"), ("u", "q"), ("p", "k"), ("q", "k")]
    }


def test_graded_closeness_cools():
    two_years = DAY - dt.timedelta(days=720)
    one_year = DAY - dt.timedelta(days=360)

    def graded(since, *rows):
        return closeness(*rows, ties=[tie("u", "knows", "k", "trusted", since=since)])["u", "k"]

    assert graded(None) == 1
    assert graded(two_years) == 0.5
    assert graded(two_years, *talk("1", "meeting", one_year, u=None, k=None)) == 2**-0.5
    assert graded(None, *talk("1", "meeting", one_year, u="present", k="from")) == 2**-0.5
    assert graded(None, *talk("1", "email", one_year, u="from", k="to")) == 1


def test_old_grades_prove_little():
    year = DAY - dt.timedelta(days=360)
    rows = [grades("a", 5, 5, 5, date=year), grades("b", 5, None, None)]
    tables = book({"acme": "a b"}, roles=[role("a", "approver")], assessments=rows)
    scope = ask(tables, policy=NOTHING_OPEN)
    assert scope.certainty["a"] == dict.fromkeys(AXES, 0.5)
    assert scope.scores == pytest.approx(dict.fromkeys(AXES, 75))
    assert scope.choice == pytest.approx((75, 50, 100))
    assert scope.known == 0.5
    assert scope.status == "green"
    older = ask(tables, policy=NOTHING_OPEN, as_of=DAY + dt.timedelta(days=720))
    assert older.choice == pytest.approx((56.25, 12.5, 100))
    assert older.status == "grey"  # an eighth is known
    assert older.supports("a") is False


def test_an_axis_of_which_nothing_is_known_is_not_counted():
    rows = [grades("a", 4, 5, None), grades("b", None, None, 1), grades("u", None, None, 5)]
    tables = book({"acme": "a b", "us": "u"}, roles=[role("a", "approver")], assessments=rows)
    scope = ask(tables, policy=NOTHING_OPEN)
    # b, whose price is known, has no power.
    assert scope.counted == ["relationship", "solution"]
    assert scope.scores == {"relationship": 75, "solution": 100, "price": None}
    assert scope.choice.value == pytest.approx((75 * 100) ** 0.5)
    assert scope.known == pytest.approx(2 / 3)
    assert scope.status == "green"
    tables["assessments"] = []
    scope = ask(tables, policy=NOTHING_OPEN)
    assert scope.scores == scope.own_scores == dict.fromkeys(AXES)
    assert scope.choice == (None, 0, 100)
    assert (scope.weakest, scope.limited_by, scope.error) == (None, None, None)
    assert scope.status == "grey"


def test_decision_rules():
    # Two approvers, 90 and 50; a decision maker, 75; users 25. Scores are equal on all axes.
    stances = {"a": 1.8, "b": 1.0, "d": 1.5, "u": 0.5}
    tables = book({"acme": "a b d u"})
    tables["roles"] = [role("a", "approver"), role("b", "approver"), role("d", "decision_maker")]
    tables["roles"].append(role("u", "user"))
    tables["assessments"] = [grades(i, *[1 + 2 * s] * 3) for i, s in stances.items()]
    weighted = (0.5 * 90 + 0.5 * 50 + 75 + 0.25 * 25) / 2.25
    for rule, choice, limit in (
        ("weighted", weighted, None),
        ("consent", weighted, None),
        ("unanimous", 50, "approver"),
    ):
        scope = ask(tables, policy=NOTHING_OPEN | {"decision_rule": rule})
        assert scope.choice.value == pytest.approx(choice)
        assert scope.limited_by == limit
    alone = [one for one in tables["roles"] if one["person"] != "a"]
    scope = ask(tables | {"roles": alone}, policy=NOTHING_OPEN)
    assert (scope.choice.value, scope.limited_by) == (pytest.approx(50), "approver")
    # A role that is neither held nor required does not bind; a required one does.
    users = ask(tables | {"roles": alone[-1:]}, policy=NOTHING_OPEN)
    assert (users.choice.value, users.limited_by) == (pytest.approx(25), None)
    required = {"required_roles": {"lead": ["approver"]}}
    # All are level .3: four of them 1.2 together, so the approver's is their mean, 60.
    open_one = ask(tables | {"roles": alone[-1:]}, policy=required)
    assert open_one.choice.value == pytest.approx((60 + 0.25 * 25) / 1.25)


def test_three_contacts_under_one_champion_are_one_thread():
    knows = [tie(u, "knows", k, 0.5) for u, k in (("u", "k"), ("v", "l"), ("w", "m"))]
    heads = [tie(k, "influences", "c", 0.5) for k in "klm"]
    ties = [*knows, *heads, tie("c", "influences", "j", 1)]
    scope = ask(book({"acme": "k l m c j", "us": "u v w"}, ties=ties))
    assert scope.routes.threads == {"k": 1, "l": 1, "m": 1, "c": 3, "j": 1}
    ties.append(tie("u", "knows", "j", 0.2))  # just not weak
    scope = ask(book({"acme": "k l m c j", "us": "u v w"}, ties=ties))
    assert scope.routes.threads["j"] == 2
    ties[-1]["strength"] = 0.19
    scope = ask(book({"acme": "k l m c j", "us": "u v w"}, ties=ties))
    assert scope.routes.threads["j"] == 1


def test_two_threads_need_a_detour():
    # The strongest chain u-a-b-j would block the two: u-a-j and v-b-j.
    ties = [
        tie("u", "knows", "a", 1),
        tie("v", "knows", "b", 0.3),
        tie("a", "influences", "b", 1),
        tie("a", "influences", "j", 0.3),
        tie("b", "influences", "j", 1),
    ]
    scope = ask(book({"acme": "a b j", "us": "u v"}, ties=ties))
    assert scope.reach["j"] == (1, 3, "u", ("u", "a", "b", "j"))
    assert scope.routes.threads["j"] == 2


def test_threads_equal_the_smallest_cut_and_reach_is_found_either_way():
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
        scope = ask(book({"acme": "a b c d e", "us": "u v w"}, ties=ties))
        strong = {(t.source, t.target) for t in scope.ties if t.strength >= 0.2}
        for j in contacts:
            assert scope.routes.threads[j] == smallest_cut(set(ours), set(contacts), strong, j)
        reach = {j: found.reach for j, found in scope.reach.items()}
        assert scope.routes.strongest() == pytest.approx(reach)


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
    scope = ask(book({"acme": "a0 a1 a2 b e j", "us": "u1 u9"}, ties=ties))
    # Three chains carry 0.25; two of them in two hops; of their last stops a2 comes before b.
    assert scope.reach["j"] == (0.25, 2, "u9", ("u9", "a2", "j"))
    assert scope.reach["e"].first_contact == "u1"


def test_competitors_pass_nobody_on_and_partners_do():
    ties = [
        tie("r", "influences", "j", 1),
        tie("p", "influences", "j", 0.5),
        tie("p", "knows", "j", 0.6),
        tie("u", "knows", "p", 0.5),
        tie("v", "influences", "j", 0.3),
        tie("p", "influences", "r", 1),
        tie("x", "knows", "d", 1),
    ]
    people = {"acme": "j", "institute": "p", "rival": "r", "us": "u v w x", "other": "o d"}
    tables = book(people, ties=ties, roles=[role("j", "user"), role("d", "coach")])
    scope = ask(tables, policy=NOTHING_OPEN)
    # u for knowing the partner's p, x for knowing d, who is of another customer.
    assert scope.members == ["d", "j", "p", "r", "u", "v", "x"]
    assert scope.own == {"j"}
    assert scope.reach == {
        "d": (1, 1, "x", ("x", "d")),
        "j": (0.3, 1, "v", ("v", "j")),  # our own pull, as much as over p
        "p": (0.5, 1, "u", ("u", "p")),
    }
    # Σ a on j = 1.8: p_r = 0.5/1.8, p_p = 0.25/1.8, p_v = 0.15/1.8, p_j the other half.
    expected = {"d": 0, "j": 0.5, "p": 0.25 / 1.8, "r": 0.5 / 1.8, "u": 0, "v": 0.15 / 1.8, "x": 0}
    assert scope.power == pytest.approx(expected)
    # j and p hold all of theirs.
    assert scope.key_persons == {"j": "direct", "p": "indirect", "r": "external"}


def test_coverage_fragility_and_truck_factor():
    ties = [tie("u", "knows", "a", 0.5), tie("v", "knows", "a", 0.25), tie("v", "knows", "b", 1)]
    roles = [role("a", "approver"), role("b", "user")]
    tables = book({"acme": "a b", "us": "u v"}, ties=ties, roles=roles)
    scope = ask(tables, policy=NOTHING_OPEN | {"key_cover": 1.0})
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
    assert (scope.routes.threads["a"], scope.routes.threads["b"]) == (2, 1)
    # By default a alone, who holds four fifths, is a key person: half of a is covered.
    assert ask(tables, policy=NOTHING_OPEN).coverage == pytest.approx(50)


def test_whom_we_know_is_not_recorded():
    roles = [role("a", "approver")]
    tables = book({"acme": "a", "us": "u", "rival": "r"}, roles=roles, interactions=[])
    tables["interactions"] = [{"id": "1", "date": DAY, "person": i} for i in ("a", "r")]
    scope = ask(tables)
    assert (scope.coverage, scope.least_threads, scope.truck_factor) == (None, None, None)
    tables["interactions"].append({"id": "2", "date": DAY, "person": "u"})
    scope = ask(tables)
    assert (scope.coverage, scope.least_threads, scope.truck_factor) == (0, 0, 0)


def test_status_needs_a_supporter_who_consents_and_nobody_who_blocks():
    people, roles = {"acme": "a b"}, [role("a", "approver"), role("b", "user")]
    good, fair, bad = (4, 4, 3), (4, 3, 3), (1, 2, 3)  # (75·75·50)^(1/3) = 65.5; 57.2; 0
    cases = [(fair, good, "amber"), (good, fair, "green"), (fair, fair, "red"), (bad, good, "red")]
    policy = NOTHING_OPEN | {"key_cover": 1.0}
    for of_a, of_b, status in cases:
        rows = [grades("a", *of_a), grades("b", *of_b)]
        assert ask(book(people, roles=roles, assessments=rows), policy=policy).status == status
    rows = [grades("b", *good)]
    assert ask(book(people, roles=roles, assessments=rows), policy=policy).status == "amber"
    rows = [grades("b", *good, date=DAY - dt.timedelta(days=40))]
    assert ask(book(people, roles=roles, assessments=rows), policy=policy).status == "grey"


def test_nobody_decides():
    scope = ask(book({"us": "u"}, team=[role("u", "lead_expert")]))
    assert scope.members == ["u"]
    assert scope.scores == scope.own_scores == dict.fromkeys(AXES)
    assert scope.choice == (None, 0, 100)
    assert (scope.unnamed, scope.known, scope.roles_known) == (1, 0, 0)
    assert (scope.status, scope.coverage) == ("grey", None)


def test_an_account_without_people():
    scope = ask(book({}))
    assert scope.members == []
    assert scope.V.shape == (0, 0)
    assert scope.unnamed == 1


def test_rows_hold_from_since_until_until():
    tables = book(
        {"acme": "a b"},
        ties=[
            line("b", "a", since=dt.date(2025, 1, 1), until=dt.date(2025, 3, 1)),
            tie("a", "influences", "b", 0.5, since=dt.date(2025, 1, 1)),
            tie("a", "influences", "b", 0.75, since=dt.date(2025, 2, 1)),
        ],
    )
    first, last = (
        ask(tables, as_of=day).ties for day in (dt.date(2025, 1, 31), dt.date(2025, 3, 1))
    )
    assert {(t.kind, t.strength) for t in first} == {("reports_to", 1), ("influences", 0.5)}
    assert {(t.kind, t.strength) for t in last} == {("influences", 0.75)}


def test_the_day():
    people = book({"acme": "a b"})
    assert newest_day(people, DAY) is None
    alter(people, "a", until=dt.date(2019, 5, 1))
    alter(people, "b", until=dt.date(2026, 5, 1))  # not before today
    people["deals"] = [{"id": "D", "account": "acme", "closes": dt.date(2025, 5, 1)}]
    assert newest_day(people, DAY) == dt.date(2019, 5, 1)
    alter(people, "a", until=None)
    assert newest_day(people, DAY) == DAY
