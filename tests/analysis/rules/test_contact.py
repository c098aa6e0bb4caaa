import pytest
from books import book
from firing import persons, said
from hypothesis import given
from hypothesis import strategies as st
from strategies import books

import kamgraph as k
from kamgraph.analysis.gaps import gaps
from kamgraph.analysis.rules.contact import (
    function_unreached,
    level_gap,
    no_contact,
    no_touch,
    out_of_reach,
    single_thread,
)

FIRM = {"people": "ann acme; bo acme; vic us", "roles": "ann approver acme"}


def firm(policy=None, **tables):
    """Ann decides; Bo and one of us, Vic, are there too."""
    return k.build_graph(book(**{**FIRM, **tables}), account="acme", policy=policy)


# Without contact.


def test_a_key_person_whom_nobody_leads_to_is_cut_off():
    graph = firm()
    assert persons(no_contact, graph) == ["ann"]
    assert said(no_contact, graph) == ["None of us knows ann, and nobody we know leads there."]


def test_a_key_person_known_to_a_contact_can_be_introduced():
    graph = firm(ties="vic knows bo; bo influences ann")
    assert said(no_contact, graph) == ["None of us knows ann; the best way in is vic → bo → ann."]
    assert said(no_contact, graph, "action") == [
        "Have vic ask bo to open the way, and name who of us then looks after ann."
    ]


@pytest.mark.parametrize("tie", ["vic knows ann 0.000001", "vic influences ann 0.1"])
def test_the_slightest_acquaintance_or_pull_is_contact(tie):
    assert persons(no_contact, firm(ties=tie)) == []


def test_negative_pull_is_no_contact():
    assert persons(no_contact, firm(ties="vic influences ann -1")) == ["ann"]


def test_a_vacant_seat_is_no_stranger():
    graph = firm(people="ann acme - 2026-01-01; bo acme; vic us")
    assert persons(no_contact, graph.at("2026-01-01")) == []


@given(books())
def test_nobody_we_know_is_a_stranger(drawn):
    graph = k.build_graph(drawn)
    known = graph.ties[graph.ties["kind"] == "knows"]
    strangers = gaps(graph, (no_contact,))
    keys = ["account", "deal"]
    assert strangers.merge(known, left_on=[*keys, "person"], right_on=[*keys, "target"]).empty


# Out of reach.


@pytest.mark.parametrize(("closeness", "found"), [("0.19", ["ann"]), ("0.2", [])])
def test_out_of_reach_is_below_the_threshold(closeness, found):
    assert persons(out_of_reach, firm(ties=f"vic knows ann {closeness}")) == found


def test_out_of_reach_tells_how_little_arrives():
    tables = {"people": "ann acme; bo acme; cy acme; vic us", "roles": "ann approver acme"}
    assert said(out_of_reach, firm()) == [
        "No route of acquaintance and influence leads from us to ann."
    ]
    assert said(out_of_reach, firm(ties="vic knows ann 0.1")) == [
        "vic knows ann only slightly (10%), and no other way is better."
    ]
    assert said(out_of_reach, firm(**tables, ties="vic knows bo 0.3; bo influences ann")) == [
        "Our word hardly reaches ann: the best route, vic → bo → ann, carries 15% of it."
    ]


@given(books(), st.data())
def test_a_stronger_contact_never_puts_anybody_out_of_reach(drawn, data):
    graph = k.build_graph(drawn, account="acme")
    pairs = [(one, other) for one in graph.index[graph.ours] for other in graph.index[graph.contact]]
    if pairs:
        ours, contact = data.draw(st.sampled_from(pairs))
        closer = graph.with_tie(ours, contact, "knows", strength="trusted")
        assert set(persons(out_of_reach, closer)) <= set(persons(out_of_reach, graph))


# A single thread.


def test_three_contacts_under_one_champion_are_a_single_thread():
    people = "ann acme; bo acme; vic us; val us; vera us"
    ties = "vic knows bo; val knows bo; vera knows bo; bo influences ann"
    graph = firm(people=people, ties=ties)
    assert persons(single_thread, graph) == ["ann"]
    assert said(single_thread, graph) == [
        "ann hangs on a single thread, at its strongest val → bo → ann."
    ]


def test_two_chains_that_share_nobody_are_not_a_single_thread():
    people = "ann acme; bo acme; vic us; val us"
    graph = firm(people=people, ties="vic knows bo; bo influences ann; val knows ann")
    assert persons(single_thread, graph) == ["bo"]


def test_no_thread_is_not_a_single_one():
    assert persons(single_thread, firm(ties="vic knows ann 0.19")) == []


@given(books())
def test_single_threads_are_those_that_reach_counts(drawn):
    graph = k.build_graph(drawn, account="acme")
    kinds, threads = k.key_people(graph)["kind"], k.reach(graph)["threads"]
    key = kinds.index[kinds != "external"].intersection(threads.index)
    assert persons(single_thread, graph) == sorted(key[threads[key] == 1])


# No touch.


def met(day, policy=None):
    graph = firm(policy, ties="vic knows ann", interactions=f"m {day} visit vic; m {day} visit ann")
    return graph.at("2026-04-01")


@pytest.mark.parametrize(("day", "found"), [("2026-01-30", ["ann"]), ("2026-01-31", [])])
def test_no_touch_begins_the_day_after_the_sixtieth(day, found):
    assert persons(no_touch, met(day)) == found


def test_no_touch_tells_for_how_long_and_who_should_go():
    graph = met("2026-01-30")
    assert said(no_touch, graph) == ["None of us has been in touch with ann for 61 days."]
    assert said(no_touch, graph, "action")[0].startswith("Have vic see ann")


def test_a_contact_without_any_interaction_has_never_been_touched():
    assert said(no_touch, firm(ties="vic knows ann")) == [
        "vic knows ann, but no meeting, call or mail is on record."
    ]


def test_whom_we_do_not_know_cannot_go_cold():
    assert persons(no_touch, firm()) == []


@given(books())
def test_nobody_is_both_a_stranger_and_gone_cold(drawn):
    graph = k.build_graph(drawn, account="acme")
    assert not {*persons(no_touch, graph)} & {*persons(no_contact, graph)}


# Level.


@pytest.mark.parametrize(("level", "found"), [(3, ["ann"]), (2, []), ("-", [])])
def test_a_peer_is_within_one_level(level, found):
    people = f"ann acme level=1; vic us level={level}".replace("level=-", "")
    assert persons(level_gap, firm(people=people, ties="vic knows ann")) == found


def test_the_nearest_peer_is_named():
    people = "ann acme level=1; vic us level=5; val us level=4"
    graph = firm(people=people, ties="vic knows ann trusted; val knows ann brief")
    assert said(level_gap, graph) == [
        "ann (level 1) talks to no peer of ours: the nearest is val (level 4)."
    ]


def test_who_is_known_to_nobody_has_no_level_gap():
    assert persons(level_gap, firm(people="ann acme level=1; vic us level=5")) == []


@given(books(), st.data())
def test_a_contact_of_the_same_level_closes_the_level_gap(drawn, data):
    graph = k.build_graph(drawn, account="acme")
    uneven = persons(level_gap, graph)
    peers = graph.people[graph.ours & (graph.people["level"] == graph.people["level"])]
    for person in uneven:
        same = peers.index[peers["level"] == graph.people.loc[person, "level"]]
        if len(same):
            peer = data.draw(st.sampled_from(list(same)))
            closer = graph.with_tie(peer, person, "knows")
            assert person not in persons(level_gap, closer)


# Functions.

HALVES = "ann acme function=law; bo acme function=law; cy acme function=finance; vic us"


def offices(ties="vic knows cy", people=HALVES, policy=None):
    roles = "cy approver acme; ann legal acme; bo legal acme"
    return firm(policy, people=people, roles=roles, ties=ties)


def test_a_function_in_which_we_reach_nobody_is_told_by_its_most_powerful():
    graph = offices("vic knows cy; bo influences ann")
    assert persons(function_unreached, graph) == ["bo"]
    assert said(function_unreached, graph) == [
        "We reach nobody in law, where 38% of the decision lies, most with bo."
    ]
    assert gaps(graph, (function_unreached,))["stake"].tolist() == pytest.approx([0.375])


def test_one_contact_reaches_a_function():
    assert persons(function_unreached, offices("vic knows cy; vic knows ann 0.2")) == []
    assert persons(function_unreached, offices("vic knows cy; vic knows ann 0.19")) == ["ann"]


def test_a_function_needs_a_key_persons_power():
    assert persons(function_unreached, offices(policy=k.Policy(key_share=0.375))) == ["ann"]
    assert persons(function_unreached, offices(policy=k.Policy(key_share=0.38))) == []


def test_people_without_a_function_are_in_none():
    assert persons(function_unreached, firm()) == []


@given(books())
def test_nobody_of_an_unreached_function_is_reached(drawn):
    graph = k.build_graph(drawn, account="acme")
    people, reach = graph.people, k.reach(graph)["reach"]
    functions = people.loc[persons(function_unreached, graph), "function"]
    inside = (people["side"] == "customer") & people["function"].isin(functions) & ~people["vacant"]
    assert (reach[people.index[inside]] < graph.policy.reachable).all()
