import pytest

import kamgraph as k
from kamgraph.analysis.gaps import gaps
from kamgraph.analysis.rules.decision import no_coach, role_unknown, vacant_seat
from kamgraph.model.vocabulary import DECISION_ROLES, STAGES
from rule_rows import REVIEWS, demo, persons, recorded, sentences

every_review = pytest.mark.parametrize("review", REVIEWS)
COACHES = [role for role in DECISION_ROLES.words if role.startswith("coach")]


def deal(stage="-", roles="", policy=None, **tables):
    """The deal of a firm of Ann and Bo, its roles given as words that Ann holds."""
    held = "; ".join(f"ann {role} acme" for role in roles.split())
    tables = {"people": "ann acme; bo acme", "deals": f"d acme {stage}", "roles": held} | tables
    return k.build_graph(recorded(**tables), deal="d", policy=policy)


# Unknown roles.

LEAD = "approver decision_maker evaluator user"
BID = f"{LEAD} procurement"
DELIVERY = f"{BID} finance quality supply_chain"


@pytest.mark.parametrize(
    ("stage", "needed"),
    [
        ("-", LEAD), ("lead", LEAD), ("opportunity", LEAD), ("bid", BID), ("contract", BID),
        ("delivery", DELIVERY), ("collection", DELIVERY), ("renewal", DELIVERY),
    ],
)  # fmt: skip
def test_a_stage_needs_its_roles_and_those_of_the_stages_before(stage, needed):
    for role in needed.split():
        others = needed.replace(role, "")
        assert [role] == [*map(role_of, sentences(role_unknown, deal(stage, others)))]
    assert persons(role_unknown, deal(stage, needed)) == []


def role_of(sentence):
    words = sentence.split(" role of ")[1].split(" in this deal")[0]
    return words.replace(" ", "_")


def test_an_unknown_role_names_the_stage_that_needs_it():
    assert sentences(role_unknown, deal("delivery", DELIVERY.replace("procurement", ""))) == [
        "We do not know who has the role of procurement in this deal; from bid and negotiation on we should."
    ]


@pytest.mark.parametrize("stage", ["closed", "lost"])
def test_a_deal_that_is_over_needs_nobody(stage):
    assert persons(role_unknown, deal(stage)) == []


def test_an_account_needs_those_of_a_lead():
    facts = recorded(people="ann acme", deals="d acme bid", roles="ann approver acme")
    assert sentences(role_unknown, k.build_graph(facts, account="acme")) == [
        f"We do not know who has the role of {role} in this account."
        for role in ("decision maker", "evaluator", "user")
    ]


def test_what_is_at_stake_is_the_share_of_the_open_role():
    # Roles weigh 1, 1, 0.5 and 0.25, those of a bid 0.5 more; half of the deal hangs on two.
    found = gaps(deal("lead", "approver user", deals="d acme lead value=550"), (role_unknown,))
    assert found["stake"].tolist() == pytest.approx([1 / 2.75, 0.5 / 2.75])
    assert found["value"].tolist() == pytest.approx([200, 100])


def test_a_vacant_seat_keeps_its_role_known():
    graph = deal("lead", LEAD, people="ann acme - 2026-01-01; bo acme").at("2026-02-01")
    assert graph.people.loc["ann", "vacant"]
    assert persons(role_unknown, graph) == []


def test_the_policy_says_which_roles():
    policy = k.Policy(required_roles={"opportunity": ("legal",), "contract": ("legal", "finance")})
    assert persons(role_unknown, deal("lead", "user", policy)) == []
    assert len(persons(role_unknown, deal("bid", "user", policy))) == 1
    assert len(persons(role_unknown, deal("contract", "user", policy))) == 2
    assert persons(role_unknown, deal("bid", "user", k.Policy(required_roles={}))) == []


@pytest.mark.parametrize("roles", ["", "participant"])
def test_where_nobody_is_recorded_in_a_role_none_is_missed(roles):
    assert persons(role_unknown, deal("bid", roles)) == []


def test_no_open_stage_needs_less_than_the_one_before():
    open_stages = [stage for stage in STAGES.words if stage not in ("closed", "lost")]
    counts = [len(persons(role_unknown, deal(stage, "user"))) for stage in open_stages]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


# Coaches.

GRADED = {"assessments": "bo 2020-01-01 4 4 4"}


def test_without_a_coach():
    assert sentences(no_coach, deal(**GRADED)) == ["Nobody on their side is our coach."]


def test_while_nobody_is_graded_nobody_can_be_chosen_as_a_coach():
    assert persons(no_coach, deal()) == []


@pytest.mark.parametrize("role", COACHES)
def test_a_coach_of_any_tier(role):
    assert persons(no_coach, deal(roles=role, **GRADED)) == []


def test_a_coach_who_has_left_coaches_nobody_and_hands_it_to_nobody():
    people = "ann acme - 2026-01-01 bo; bo acme"
    graph = deal(roles="coach", people=people, **GRADED).at("2026-02-01")
    assert persons(no_coach, graph) == [""]


@every_review
def test_there_is_a_coach_or_a_gap(review):
    roles = demo(review).people["roles"]
    coached = any({*held} & {*COACHES} for held in roles)
    assert persons(no_coach, demo(review)) == ([] if coached else [""])


# Vacant seats.

SEAT = {"people": "ann acme - 2026-01-01; bo acme", "ties": "bo reports_to ann"}


def test_a_vacant_seat_with_decision_roles():
    graph = deal(roles="approver legal", **SEAT).at("2026-01-01")
    assert sentences(vacant_seat, graph) == [
        "The seat that ann left is vacant, and it has the role of approver and legal."
    ]


def test_a_seat_before_its_holder_left():
    assert persons(vacant_seat, deal(roles="approver", **SEAT).at("2025-12-31")) == []


def test_a_vacant_seat_without_a_role_is_no_gap():
    graph = deal(**SEAT).at("2026-01-01")
    assert graph.people.loc["ann", "vacant"]
    assert persons(vacant_seat, graph) == []


@pytest.mark.parametrize("name", ["TBD", "Vacant", "待定"])
def test_a_seat_that_is_to_be_filled_is_told_as_such(name):
    graph = deal(roles="approver", people=f"ann acme name={name}; bo acme")
    assert sentences(vacant_seat, graph) == [
        f"The seat of {name} is not filled yet; it has the role of approver."
    ]


@every_review
def test_vacant_seats_with_roles_are_those_of_the_graph(review):
    people = demo(review).people
    seats = people.index[people["vacant"] & (people["roles"].map(len) > 0)]
    assert persons(vacant_seat, demo(review)) == list(seats)
