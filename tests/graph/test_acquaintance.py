"""How close people are: graded, seen in interactions, deal by deal, and through partners."""

import tracemalloc

import numpy as np
import pytest

import kamgraph as k
from books import book

DAY = "2026-01-01"


def closeness(facts, day=DAY, **asked):
    """Return strength and origin of each acquaintance in a scope."""
    ties = k.build_graph(facts, as_of=day, **(asked or {"account": "acme"})).ties
    rows = ties[ties["kind"] == "knows"]
    names = rows["source"] + " " + rows["target"]
    return dict(zip(names, zip(rows["strength"], rows["origin"], strict=True), strict=True))


def mails(*parts, kind="email", day=DAY):
    """Return interactions of vic and ann, each part "vic's-ann's", ``-`` for none recorded."""
    found = []
    for number, part in enumerate(parts):
        for person, word in zip(("vic", "ann"), part.split("-"), strict=True):
            said = f" part={word}" if word else ""
            found.append(f"m{number} {day} {kind} {person}{said}")
    return "; ".join(found)


def warmth_of(found):
    """Return h from the closeness h / (h + 1)."""
    (strength, origin), *others = found.values()
    assert not others
    assert origin == "interactions"
    return strength / (1 - strength)


PEOPLE = "ann acme; vic us"


@pytest.mark.parametrize(
    ("parts", "warmth"),
    [
        (["present-present"], 0.2),
        (["-"], 0.2),
        (["from-present"], 0.2),
        (["-from"], 0.2),
        (["from-to"], 0.02),
        (["cc-from"], 0.02),
        # Two of ours and one of theirs: one is answered, which makes two, and one is not.
        (["from-to", "to-from", "from-cc"], 2 * 0.2 + 0.02),
        (["from-to"] * 20 + ["to-from"] * 20, 8.0),
        (["from-to"] * 40, 0.8),
        (["from-to", "present-"], 0.2 + 0.02),
    ],
)
def test_contact_counts_by_who_took_which_part(parts, warmth):
    facts = book(people=PEOPLE, interactions=mails(*parts))
    assert warmth_of(closeness(facts)) == pytest.approx(warmth)


@pytest.mark.parametrize("part", ["to-cc", "to-to", "from-from", "present-to", "cc-"])
def test_who_are_merely_addressed_together_do_not_know_each_other(part):
    assert closeness(book(people=PEOPLE, interactions=mails(part))) == {}


def test_a_grade_cools_from_when_both_last_met_or_the_tie_began():
    # 720 days halve it: since 2024-01-12 for vic, a meeting 360 days ago for val.
    facts = book(
        people="ann acme; vic us; val us; wim us; xia us",
        ties="""
        vic knows ann trusted since=2024-01-12; val knows ann trusted since=2020-01-01
        wim knows ann trusted; xia knows ann trusted since=2020-01-01
        """,
        interactions="""
        m 2025-01-06 meeting val; m 2025-01-06 meeting ann
        n 2025-12-01 email xia part=from; n 2025-12-01 email ann part=to
        """,
    )
    found = closeness(facts)
    assert found["vic ann"] == (pytest.approx(0.5), "account")
    assert found["val ann"] == (pytest.approx(0.5**0.5), "account")
    assert found["wim ann"] == (1.0, "account")  # nobody knows since when
    # A mail that nobody answers keeps nothing warm.
    assert found["xia ann"] == (pytest.approx(2 ** (-2192 / 720)), "account")


def test_meetings_are_worth_more_than_a_grade_that_has_cooled():
    facts = book(
        people=PEOPLE,
        ties="vic knows ann brief since=2020-01-01",
        interactions=mails("present-present", kind="meeting"),
    )
    assert closeness(facts) == {"vic ann": (pytest.approx(0.5), "interactions")}


DEALS = "d acme bid; e acme bid"
MEETINGS = """
m1 2026-01-01 meeting vic; m1 2026-01-01 meeting ann
m2 2026-01-01 meeting vic deal=d; m2 2026-01-01 meeting ann deal=d
m3 2026-01-01 meeting vic deal=e; m3 2026-01-01 meeting ann deal=e
m4 2026-01-01 meeting val deal=d; m4 2026-01-01 meeting ann deal=d
"""


def test_what_is_about_a_deal_counts_in_it_and_in_its_account():
    facts = book(people="ann acme; vic us; val us", deals=DEALS, interactions=MEETINGS)
    seen = "interactions"
    once, twice, thrice = ((pytest.approx(h / (h + 1)), seen) for h in (1, 2, 3))
    assert closeness(facts) == {"vic ann": thrice, "val ann": once}
    assert closeness(facts, deal="d") == {"vic ann": twice, "val ann": once}
    assert closeness(facts, deal="e") == {"vic ann": twice}
    together = k.build_graph(facts, as_of=DAY).ties
    rows = together[together["deal"] == "e"]
    assert rows[["source", "target"]].to_numpy().tolist() == [["vic", "ann"]]


def test_a_tie_that_a_deal_removes_stays_removed_there_and_a_grade_of_it_stands_over_others():
    facts = book(
        people="ann acme; vic us; val us",
        deals=DEALS,
        interactions=MEETINGS,
        ties="vic knows ann deal=d strength=0; val knows ann brief; val knows ann trusted deal=e",
    )
    assert closeness(facts, deal="d") == {"val ann": (pytest.approx(0.5), "interactions")}
    assert closeness(facts, deal="e")["val ann"] == (1.0, "deal")


def test_a_meeting_about_a_deal_keeps_a_grade_warm_in_the_deal_and_its_account_alone():
    facts = book(
        people=PEOPLE,
        deals=DEALS,
        ties="vic knows ann trusted since=2018-01-01",
        interactions="m 2025-01-06 meeting vic deal=d; m 2025-01-06 meeting ann deal=d",
    )
    warm, cold = pytest.approx(0.5**0.5), pytest.approx(2 ** (-2922 / 720))
    found = {name: closeness(facts, deal=name)["vic ann"][0] for name in "de"}
    assert found | {"": closeness(facts)["vic ann"][0]} == {"d": warm, "e": cold, "": warm}


def test_a_meeting_about_a_deal_of_a_unit_counts_in_the_unit_and_not_beside_it():
    facts = book(
        organizations="acme customer; north customer acme; south customer acme; us vendor",
        people="ann north; sam south; vic us",
        ties="sam reports_to ann",
        deals="d north bid; e acme bid",
        interactions="m 2026-01-01 meeting vic deal=d; m 2026-01-01 meeting ann deal=d",
    )
    asked = {"acme": {"account": "acme"}, "north": {"account": "north"}, "d": {"deal": "d"}}
    asked |= {"south": {"account": "south"}, "e": {"deal": "e"}}
    seen = {name for name, scope in asked.items() if closeness(facts, **scope)}
    assert seen == {"acme", "north", "d"}


def test_days_since_contact_are_counted_deal_by_deal():
    facts = book(
        people="ann acme; bo acme; vic us",
        deals=DEALS,
        interactions="""
        m1 2025-12-01 meeting vic; m1 2025-12-01 meeting ann
        m2 2025-12-31 meeting vic deal=d; m2 2025-12-31 meeting ann deal=d
        m3 2025-12-30 meeting ann; m3 2025-12-30 meeting bo
        """,
    )
    days = {
        deal: k.build_graph(facts, account="acme", deal=deal, as_of=DAY).days_since_contact[0]
        for deal in (None, "d", "e")
    }
    assert days == {None: 1.0, "d": 1.0, "e": 31.0}
    many = k.build_graph(facts, as_of=DAY)
    of_bo = many.days_since_contact[many.index.get_level_values("person") == "bo"]
    assert np.isnan(of_bo).all()


PARTNER = "ann acme; pat institute; vic us"


def test_a_chain_leads_over_whom_a_partner_s_person_knows():
    facts = book(people=PARTNER, ties="vic knows pat 0.8; pat knows ann 0.5")
    reach = k.reach(k.build_graph(facts, account="acme"))
    assert reach.loc["ann", "reach"] == pytest.approx(0.4)
    assert reach.loc["ann", "route"] == ("vic", "pat", "ann")


def test_partners_and_customers_meet_too_but_customers_among_themselves_do_not():
    facts = book(
        people="ann acme; bo acme; pat institute; pia institute; vic us; rex rival",
        interactions="; ".join(
            f"m 2026-01-01 meeting {one}" for one in ("ann", "bo", "pat", "pia", "vic", "rex")
        ),
    )
    expected = {f"{one} {other}" for one in ("pat", "pia") for other in ("ann", "bo")}
    expected |= {f"vic {other}" for other in ("ann", "bo", "pat", "pia")}
    assert set(closeness(facts)) == expected


def test_an_announcement_makes_nobody_acquainted_and_is_nobody_s_last_contact():
    people = "ann acme; bo acme; vic us; val us"
    three, four = ("ann", "bo", "vic"), ("ann", "bo", "vic", "val")
    policy = k.Policy(crowd_limit=3)
    for present, pairs in ((three, {"vic ann", "vic bo"}), (four, set())):
        met = "; ".join(f"m 2026-01-01 meeting {one}" for one in present)
        facts = book(people=people, interactions=met)
        assert set(closeness(facts, policy=policy, account="acme")) == pairs
        graph = k.build_graph(facts, account="acme", as_of=DAY, policy=policy)
        last = dict(zip(graph.index, graph.days_since_contact, strict=True))
        assert (last["ann"] == 0) == bool(pairs)


def test_a_crowd_takes_room_by_its_size_and_not_by_its_square():
    people = [f"p{number} {'us' if number % 2 else 'acme'}" for number in range(3000)]
    met = [f"m 2026-01-01 event {one.split()[0]}" for one in people]
    facts = book(people="; ".join(people), interactions="; ".join(met))
    tracemalloc.start()
    graph = k.build_graph(facts, account="acme")
    assert np.isnan(graph.days_since_contact).all()
    assert tracemalloc.get_traced_memory()[1] < 50e6  # 2,250,000 pairs take ten times that
    tracemalloc.stop()
    assert not len(graph.ties)


def test_whoever_of_us_knows_somebody_in_the_scope_is_in_it():
    facts = book(
        people="ann acme; eve bravo; vic us; val us",
        roles="eve decision_maker acme",
        ties="vic knows eve 0.6",
    )
    graph = k.build_graph(facts, account="acme")
    assert list(graph.index) == ["ann", "eve", "vic"]
    assert k.reach(graph).loc["eve", "first_contact"] == "vic"


def test_days_and_policies_that_take_turns_on_one_book_do_not_mix():
    rows = {
        "people": "ann acme; bo acme; vic us; wes us",
        "interactions": "; ".join(
            f"m{number} 2026-0{month}-01 {kind} {one}"
            for number, (month, kind, present) in enumerate(
                [(1, "meeting", "ann bo vic"), (2, "email", "ann wes"), (3, "call", "bo vic wes")]
            )
            for one in present.split()
        ),
    }
    asked = [
        (policy, day)
        for policy in (k.Policy(), k.Policy(crowd_limit=2), k.Policy(half_life_days=10))
        for day in ("2026-01-15", "2026-03-15")
    ]
    shared = book(**rows)
    for policy, day in [*asked, *reversed(asked)]:
        one, alone = (
            k.build_graph(facts, account="acme", as_of=day, policy=policy)
            for facts in (shared, book(**rows))
        )
        assert one == alone
