import pytest

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
from rule_rows import HELD_ALONE, REVIEWS, demo, key_persons, persons, recorded, sentences

every_review = pytest.mark.parametrize("review", REVIEWS)
FIRM = {"people": "ann acme; bo acme; vic us", "roles": "ann approver acme"}


def firm(policy=HELD_ALONE, **tables):
    """Ann decides; Bo and one of us, Vic, are there too."""
    return k.build_graph(recorded(**{**FIRM, **tables}), account="acme", policy=policy)


# Without contact.


def test_a_key_person_whom_nobody_leads_to_is_cut_off():
    graph = firm()
    assert persons(no_contact, graph) == ["ann"]
    assert sentences(no_contact, graph) == ["None of us knows ann, and nobody we know leads there."]


def test_a_key_person_known_to_a_contact_can_be_introduced():
    graph = firm(ties="vic knows bo; bo influences ann")
    assert sentences(no_contact, graph) == [
        "None of us knows ann; the best way in is vic → bo → ann."
    ]
    assert sentences(no_contact, graph, "action") == [
        "Have vic ask bo to open the way, and name which of us then looks after ann."
    ]


def test_who_stands_next_to_a_stranger_is_named_as_the_way_there():
    people = FIRM["people"] + "; cy acme"
    ties = "vic knows cy trusted; cy influences bo decisive; bo influences ann decisive"
    assert (
        "Have vic ask cy to open the way through bo, and name which of us then looks after ann."
        in sentences(no_contact, firm(people=people, ties=ties), "action")
    )


def test_whom_one_of_us_has_graded_somebody_of_us_will_know():
    graph = firm(assessments="ann 2026-01-01 4 assessor=vic")
    assert sentences(no_contact, graph) == [
        "vic graded ann on 1 January 2026, but that any of us knows ann is not recorded."
    ]
    assert sentences(no_contact, graph, "action") == [
        "Ask vic which of us knows ann, and record it; if nobody does, make a first contact."
    ]


def test_a_grade_of_somebody_nobody_knows_is_explained():
    graph = firm(
        ties="vic knows bo; bo influences ann", assessments="ann 2026-01-01 4 assessor=vic"
    )
    [told] = sentences(no_contact, graph)
    assert told == (
        "None of us knows ann; the best way in is vic → bo → ann. "
        "vic graded ann on 1 January 2026, though no contact is recorded."
    )


def test_a_partner_who_knows_a_key_person_can_be_asked():
    graph = firm(people="ann acme; bo acme; pat institute; vic us", ties="pat knows ann")
    assert sentences(no_contact, graph) == ["None of us knows ann; pat of institute does."]
    assert sentences(no_contact, graph, "action") == [
        "Ask institute to have pat introduce us to ann."
    ]


def test_a_way_in_that_carries_next_to_nothing_is_none():
    graph = firm(ties="vic knows bo 0.2; bo influences ann 0.4")
    assert sentences(no_contact, graph) == [
        "None of us knows ann; the best way in, vic → bo → ann, is weak (8%)."
    ]
    assert sentences(no_contact, graph, "action") == [
        "Find out whom ann listens to, and name which of us makes the first contact."
    ]


@pytest.mark.parametrize("tie", ["vic knows ann 0.000001", "vic influences ann 0.1"])
def test_the_slightest_acquaintance_or_pull_is_contact(tie):
    assert persons(no_contact, firm(ties=tie)) == []


LETTERS = "m1 2026-01-01 email vic part={}; m1 2026-01-01 email ann part={}"


@pytest.mark.parametrize(
    ("parts", "said", "to_do"),
    [
        (
            ("from", "to"),
            "None of us knows ann: vic has written, but no answer and no meeting is on record.",
            "Try another way to ann than writing once more.",
        ),
        (
            ("cc", "from"),
            (
                "None of us knows ann, who has written to us: no answer of ours and no meeting is "
                "on record."
            ),
            "Have vic answer ann, and ask for a meeting.",
        ),
    ],
)
def test_letters_one_way_are_no_contact(parts, said, to_do):
    graph = firm(interactions=LETTERS.format(*parts))
    assert sentences(no_contact, graph) == [said]
    assert sentences(no_contact, graph, "action") == [to_do]
    assert persons(no_touch, graph) == []
    assert persons(no_contact, graph.with_tie("vic", "ann", "knows", strength=0.1)) == []
    assert persons(no_contact, graph.with_tie("vic", "ann", "influences", strength=0.1)) == []


def test_letters_both_ways_are_contact():
    answer = LETTERS.format("to", "from").replace("m1", "m2")
    graph = firm(interactions=f"{LETTERS.format('from', 'to')}; {answer}")
    assert persons(no_contact, graph) == []


@pytest.mark.parametrize(
    ("grade", "said", "to_do"),
    [
        (
            "1 1 1",
            (
                "None of us knows ann; the strongest way in, vic → bo → ann, leads through bo, who "
                "opposes us."
            ),
            "Look for a way to ann around bo, or make a first contact of our own.",
        ),
        (
            "3 3 3",
            "None of us knows ann; the best way in is vic → bo → ann.",
            "Have vic ask bo to open the way, and name which of us then looks after ann.",
        ),
    ],
)
def test_who_opposes_us_opens_no_way(grade, said, to_do):
    graph = firm(ties="vic knows bo; bo influences ann", assessments=f"bo 2026-01-01 {grade}")
    assert sentences(no_contact, graph) == [said]
    assert sentences(no_contact, graph, "action") == [to_do]


def test_negative_pull_is_no_contact():
    assert persons(no_contact, firm(ties="vic influences ann -1")) == ["ann"]


def test_a_vacant_seat_is_no_stranger():
    graph = firm(people="ann acme - 2026-01-01; bo acme; vic us").at("2026-01-01")
    assert graph.people.loc["ann", "vacant"]
    assert persons(no_contact, graph) == []


@every_review
def test_strangers_are_the_key_persons_without_a_tie_of_ours(review):
    graph = demo(review)
    ties = graph.ties[graph.ties["source"].isin(graph.index[graph.ours])]
    met = ties["target"][(ties["kind"] == "knows") | (ties["strength"] > 0)]
    assert persons(no_contact, graph) == list(key_persons(graph).difference(met))


def test_one_of_us_who_knows_them_at_another_firm_knows_them():
    people = "ann acme; dora bravo; vic us"
    roles = "ann approver acme; dora decision_maker acme"
    graph = firm(people=people, roles=roles, ties="vic knows dora trusted")
    assert persons(no_contact, graph) == ["ann"]


@pytest.mark.parametrize(
    ("roles", "ann"), [("ann approver acme", "high"), ("ann evaluator acme", "medium")]
)
def test_a_stranger_with_little_at_stake_is_a_smaller_matter_unless_they_must_agree(roles, ann):
    policy = k.Policy(required_roles={}, grave_stake=0.9, key_cover=1.0)
    graph = firm(policy, roles=f"{roles}; bo user acme")
    found = gaps(graph, (no_contact,)).set_index("person")["severity"]
    assert found.to_dict() == {"ann": ann, "bo": "medium"}
    assert k.scores(graph).iloc[0]["gaps_high"] >= (ann == "high")


# Out of reach.


@pytest.mark.parametrize(("closeness", "found"), [("0.19", ["ann"]), ("0.2", [])])
def test_out_of_reach_is_below_the_threshold(closeness, found):
    assert persons(out_of_reach, firm(ties=f"vic knows ann {closeness}")) == found


def test_out_of_reach_tells_how_little_arrives():
    tables = {"people": "ann acme; bo acme; cy acme; vic us", "roles": "ann approver acme"}
    assert sentences(out_of_reach, firm()) == [
        "No route of acquaintance and influence leads from us to ann."
    ]
    assert sentences(out_of_reach, firm(ties="vic knows ann 0.1")) == [
        "vic knows ann only slightly (10%), and no other way is better."
    ]
    assert sentences(out_of_reach, firm(**tables, ties="vic knows bo 0.2; bo influences ann")) == [
        "We hardly reach ann: the best route, vic → bo → ann, is weak (15%)."
    ]


def test_a_friendship_that_has_cooled_is_told_as_such():
    # 1,461 days of 720 each leave a quarter of 0.75, a little less than 0.2.
    old = firm(ties="vic knows ann in_depth since=2022-01-01").at("2026-01-01")
    assert sentences(out_of_reach, old) == [
        "vic was once close to ann, but nothing has been recorded since 1 January 2022 (18%)."
    ]
    # Who met since then has been close until then.
    met = "m 2023-01-01 visit vic; m 2023-01-01 visit ann"
    later = firm(ties="vic knows ann in_depth since=2022-01-01", interactions=met)
    assert persons(out_of_reach, later.at("2024-01-01")) == []
    assert "since 1 January 2023" in sentences(out_of_reach, later.at("2027-01-01"))[0]
    # Who was never close has not cooled.
    brief = firm(ties="vic knows ann 0.1 since=2025-12-01").at("2026-01-01")
    assert sentences(out_of_reach, brief) == [
        "vic knows ann only slightly (10%), and no other way is better."
    ]


@every_review
def test_a_stronger_contact_never_puts_anybody_out_of_reach(review):
    graph = demo(review)
    far = persons(out_of_reach, graph)
    for person in [*far, *graph.index[graph.contact][:5]]:
        closer = graph.with_tie("song-jianing", person, "knows", strength="trusted")
        assert set(persons(out_of_reach, closer)) <= set(far) - {person}


# A single thread.


def test_three_contacts_under_one_champion_are_a_single_thread():
    people = "ann acme; bo acme; vic us; val us; vera us"
    ties = "vic knows bo; val knows bo; vera knows bo; bo influences ann"
    graph = firm(people=people, ties=ties)
    assert persons(single_thread, graph) == ["ann"]
    assert sentences(single_thread, graph) == [
        "We are single-threaded with ann; the best route is val → bo → ann."
    ]


def test_two_chains_that_share_nobody_are_not_a_single_thread():
    people = "ann acme; bo acme; vic us; val us"
    graph = firm(people=people, ties="vic knows bo; bo influences ann; val knows ann")
    assert persons(single_thread, graph) == ["bo"]


def test_no_thread_is_not_a_single_one():
    assert persons(single_thread, firm(ties="vic knows ann 0.19")) == []


@every_review
def test_single_threads_are_those_that_reach_counts(review):
    graph = demo(review)
    threads = k.reach(graph)["threads"][key_persons(graph)]
    assert persons(single_thread, graph) == list(threads.index[threads == 1])


# No touch.


def met(day):
    graph = firm(ties="vic knows ann", interactions=f"m {day} visit vic; m {day} visit ann")
    return graph.at("2026-04-01")


@pytest.mark.parametrize(("day", "found"), [("2026-01-30", ["ann"]), ("2026-01-31", [])])
def test_no_touch_begins_the_day_after_the_sixtieth(day, found):
    assert persons(no_touch, met(day)) == found


def test_no_touch_tells_for_how_long_and_who_should_go():
    graph = met("2026-01-30")
    assert sentences(no_touch, graph) == ["None of us has been in touch with ann for 61 days."]
    assert sentences(no_touch, graph, "action")[0].startswith("Have vic see ann")


MAIL = "m {day} email vic part={ours}; m {day} email ann part={theirs}"


def mailed(*rows):
    mails = [MAIL.format(day=day, ours=ours, theirs=theirs) for day, ours, theirs in rows]
    numbered = "; ".join(mail.replace("m ", f"m{n} ") for n, mail in enumerate(mails))
    return firm(ties="vic knows ann", interactions=numbered).at("2026-04-01")


def test_mail_without_an_answer_is_no_touch_and_is_told():
    graph = mailed(("2026-03-30", "from", "to"))
    assert sentences(no_touch, graph) == [
        "vic has written to ann, but no answer and no meeting is on record."
    ]
    assert sentences(no_touch, graph, "action") == [
        "Try another way to ann than writing once more."
    ]
    assert persons(no_touch, mailed(("2026-03-30", "to", "from"))) == []


def test_silence_since_an_old_answer_is_told_with_who_wrote():
    graph = mailed(("2026-01-01", "to", "from"), ("2026-03-30", "from", "cc"))
    assert sentences(no_touch, graph) == [
        "ann has neither met nor answered any of us for 90 days, though vic has written since."
    ]


def test_a_circular_to_both_is_nothing():
    graph = mailed(("2026-03-30", "cc", "to"))
    assert sentences(no_touch, graph) == [
        "vic knows ann, but no meeting, call or mail is on record."
    ]


def test_a_contact_without_any_interaction_has_never_been_touched():
    assert sentences(no_touch, firm(ties="vic knows ann")) == [
        "vic knows ann, but no meeting, call or mail is on record."
    ]


def test_whom_we_do_not_know_cannot_go_cold():
    assert persons(no_touch, firm()) == []


@every_review
def test_nobody_is_both_a_stranger_and_gone_cold(review):
    strangers, cold = (persons(rule, demo(review)) for rule in (no_contact, no_touch))
    assert not {*strangers} & {*cold}
    assert cold


# Level.


@pytest.mark.parametrize(("level", "found"), [(3, ["ann"]), (2, []), ("-", [])])
def test_a_peer_is_within_one_level(level, found):
    people = f"ann acme level=1; vic us level={level}".replace("level=-", "")
    assert persons(level_gap, firm(people=people, ties="vic knows ann")) == found


def test_the_nearest_peer_is_named():
    people = "ann acme level=1; vic us level=5; val us level=4"
    graph = firm(people=people, ties="vic knows ann trusted; val knows ann brief")
    assert sentences(level_gap, graph) == [
        "ann (level 1) talks to no peer of ours: the nearest is val (level 4)."
    ]


def test_what_a_level_is_read_from_is_told():
    people = "ann acme; bo acme; vic us title=Engineer"
    graph = firm(people=people, ties="ann reports_to bo; vic knows ann")
    assert sentences(level_gap, graph) == [
        "ann (level 2 by the chart) talks to no peer of ours: the nearest is vic (level 5 by title)."
    ]


def test_where_levels_of_ours_are_unknown_it_goes_as_far_as_they_are_recorded():
    people = "ann acme level=1; vic us level=5; val us"
    graph = firm(people=people, ties="vic knows ann; val knows ann")
    assert sentences(level_gap, graph) == [
        (
            "As far as our levels are recorded, ann (level 1) talks to no peer of ours: the nearest is "
            "vic (level 5)."
        )
    ]


def test_who_is_known_to_nobody_has_no_level_gap():
    assert persons(level_gap, firm(people="ann acme level=1; vic us level=5")) == []


def test_a_peer_closes_the_gap_that_a_strict_policy_finds():
    account, deal, day = REVIEWS[1]
    policy = k.Policy(level_tolerance=0)
    graph = k.build_graph(k.load_demo(), account=account, deal=deal, as_of=day, policy=policy)
    assert "bai-lan" in persons(level_gap, graph)
    closer = graph.with_tie("tom-beckmann", "bai-lan", "knows", strength="brief")
    assert set(persons(level_gap, closer)) == set(persons(level_gap, graph)) - {"bai-lan"}


# Functions.

HALVES = "ann acme function=law; bo acme function=law; cy acme function=finance; vic us"


def offices(ties="vic knows cy", policy=HELD_ALONE):
    """Cy of finance has half of the decision, Ann and Bo of law a quarter each."""
    roles = "cy approver acme; ann evaluator acme; bo procurement acme"
    return firm(policy, people=HALVES, roles=roles, ties=ties)


def test_a_function_in_which_we_reach_nobody_is_told_by_its_most_powerful():
    graph = offices("vic knows cy; bo influences ann")
    assert persons(function_unreached, graph) == ["bo"]
    assert sentences(function_unreached, graph) == [
        "We reach nobody in law, where 50% of the decision lies, most with bo."
    ]
    assert gaps(graph, (function_unreached,))["stake"].tolist() == pytest.approx([0.5])


def test_one_contact_reaches_a_function():
    assert persons(function_unreached, offices("vic knows cy; vic knows ann 0.2")) == []
    assert persons(function_unreached, offices("vic knows cy; vic knows ann 0.19")) == ["ann"]


def test_whom_we_know_slightly_is_no_first_contact():
    graph = offices("vic knows cy; vic knows ann 0.1")
    assert sentences(function_unreached, graph, "action") == [
        "Have vic meet ann soon, or bring in somebody who is closer."
    ]


def test_a_function_needs_a_key_persons_power():
    # Cy alone covers half; four fifths take all three.
    half = k.Policy(required_roles={}, key_cover=0.5, consent_roles=())
    assert persons(function_unreached, offices()) == ["ann"]
    assert persons(function_unreached, offices(policy=half)) == []


def test_people_without_a_function_are_in_none():
    assert persons(function_unreached, firm()) == []


def test_nobody_of_an_unreached_function_is_reached():
    account, deal, day = REVIEWS[1]
    policy = k.Policy(reachable=0.45)
    graph = k.build_graph(k.load_demo(), account=account, deal=deal, as_of=day, policy=policy)
    people, reach = graph.people, k.reach(graph)["reach"]
    customers = people[(people["side"] == "customer") & ~people["vacant"]]
    heard = set(customers.loc[reach[customers.index] >= policy.reachable, "function"])
    matter = set(people.loc[key_persons(graph).intersection(customers.index), "function"])
    found = people.loc[persons(function_unreached, graph), "function"]
    assert sorted(found) == sorted(matter - heard)
    assert len(found)
