"""What to ask next: by hand, and against a twin that tries every person's grades in turn."""

import numpy as np
import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.model.vocabulary import AXES

PLAIN = {
    "people": """
        ann acme title=CEO; bo acme title=CFO; cy acme title=Engineer; di acme title=Buyer
        vic us; val us
    """,
    "team": "val lead_expert acme; vic account_responsible acme",
    "interactions": """
        m1 2026-03-01 meeting bo; m1 2026-03-01 meeting val
        m2 2026-03-02 meeting cy; m2 2026-03-02 meeting vic
    """,
}


def graph_of(policy=None, **tables):
    facts = book(policy=policy, **(PLAIN | tables))
    return k.build_graph(facts, account="acme", policy=policy or k.Policy())


def test_of_a_plain_crm_the_roles_are_asked_first_and_then_those_who_may_decide():
    found = k.ask(graph_of(), questions=10)
    assert found["kind"].tolist() == ["role"] * 4 + ["grade"] * 6
    roles = found.head(4)
    assert roles["about"].tolist() == ["approver", "decision_maker", "evaluator", "user"]
    # Weights 1, 1, .5 and .25 of 2.75: half of the share of each is what the choice may be off by.
    assert roles["worth"].tolist() == pytest.approx([50 / 2.75, 50 / 2.75, 25 / 2.75, 12.5 / 2.75])
    assert set(roles["proposed"]["role:acme::approver"]) == {"ann", "bo"}
    assert roles["ask"].tolist() == ["vic"] * 4  # who answers for the account
    grades = found.tail(6)
    assert set(grades["person"]) == {"ann", "bo"}
    assert grades["proposed"].tolist() == [()] * 6
    assert grades["about"].tolist() == [*AXES.words] * 2
    assert dict(zip(grades["person"], grades["ask"], strict=True)) == {"ann": "vic", "bo": "val"}
    assert (grades["reason"] == "Nobody has graded this yet.").all()


def test_where_nobody_has_met_them_who_graded_last_is_asked_or_the_only_one_of_us():
    people = "ann acme title=CEO; vic us"
    alone = k.ask(k.build_graph(book(people=people), account="acme"))
    assert set(alone["ask"]) == {"vic"}
    graded = book(
        people=people + "; val us", assessments="ann 2025-01-01 friend - neutral"
    ).to_tables()
    graded["assessments"]["assessor"] = "val"
    found = k.ask(k.build_graph(k.Book.from_tables(graded), account="acme", as_of="2026-01-01"))
    assert set(found["ask"]) == {"val"}


def test_who_was_graded_the_other_day_is_not_asked_for():
    graded = "ann 2026-03-01 friend prefers accepts; bo 2025-03-01 friend - neutral"
    found = k.ask(graph_of(assessments=graded), questions=30)
    asked = found[found["kind"] == "grade"]
    assert "ann" not in set(asked["person"])
    bo = asked[asked["person"] == "bo"].set_index("about")["reason"]
    assert (
        bo["relationship"]
        == bo["price"]
        == "Last graded on 1 March 2025, too long ago to count whole."
    )
    assert bo["solution"] == "Nobody has graded this yet."


def test_a_role_that_somebody_holds_is_not_asked_after():
    found = k.ask(graph_of(roles="ann approver acme"))
    assert "role:acme::approver" not in found.index
    assert "role:acme::evaluator" in found.index


def test_a_deal_asks_for_the_roles_of_its_stage_of_the_deal_and_for_others_of_its_account():
    facts = book(**PLAIN, deals="one acme bid")
    found = k.ask(k.build_graph(facts, deal="one"), questions=5)
    roles = found.index[found["kind"] == "role"]
    assert {"role:acme::approver", "role:acme:one:procurement"} < {*roles}


def test_candidates_are_asked_about_and_those_of_ours_who_may_know_them_asked_themselves():
    mail = "; ".join(
        f"l{day} 2026-03-0{day} email {who} part={part}"
        for day in range(1, 8)
        for who, part in (("di", "from"), ("cy", "to"), ("bo", "to"), ("val", "to"))
    )
    found = k.ask(graph_of(interactions=mail), questions=60)
    asked = found[found["kind"] == "candidate"]
    told = asked.set_index("about")
    assert {"reports_to", "knows"} <= set(told.index)
    assert "role" not in told.index
    knows = told.loc[["knows"]].iloc[0]
    assert knows["ask"] == knows["person"] == "val"
    assert knows["text"].startswith("Does val of ours know ")
    line = told.loc[["reports_to"]].iloc[0]
    assert line["text"].startswith(f"Does {line['person']}")
    assert "sure" in line["reason"]
    assert (np.diff(asked["worth"]) <= 0).all()


def test_many_scopes_are_asked_of_one_by_one():
    facts = book(**PLAIN, deals="one acme bid; two acme")
    graph = k.build_graph(facts)
    found = k.ask(graph, questions=7)
    for account, deal in graph.scope_index:
        alone = k.ask(k.build_graph(facts, account=account, deal=deal or None), questions=7)
        here = found[(found.index.get_level_values(0) == account)
                     & (found.index.get_level_values(1) == deal)]  # fmt: skip
        pd.testing.assert_frame_equal(here.droplevel([0, 1]), alone)


def test_more_questions_begin_with_those_of_fewer():
    few, many = (k.ask(graph_of(), questions=number) for number in (5, 9))
    assert set(few.index) < set(many.index)
    assert len(few) == 5


@pytest.mark.parametrize("wrong", [0, -1, 2.5, "ten"])
def test_a_number_that_is_none_is_refused(wrong):
    with pytest.raises(k.KamgraphError, match="questions is how many there are to be"):
        k.ask(graph_of(), questions=wrong)


def test_it_is_asked_in_chinese():
    found = k.ask(graph_of(), language="zh")
    assert found["text"].iloc[0] == "最后由谁批准签字？"
    assert found["reason"].iloc[-1] == "还没有人评过。"


CERTAIN = k.Policy(grade_half_life_days=1e12)


def draw(seed):
    """Draw an account with people of whom some are graded, and ties of influence either way."""
    random, people = np.random.default_rng(seed), [f"p{number}" for number in range(4)]
    pairs = [(one, other) for one in people for other in people if one != other]
    tied = [pairs[place] for place in random.choice(len(pairs), 5, replace=False)]
    roles = ["approver", "decision_maker", "evaluator", "user"]
    grades = "; ".join(
        f"{one} 2026-03-01 "
        + " ".join(
            str(random.integers(1, 6)) if one == "p0" or random.random() < 0.4 else "-"
            for _ in AXES.words
        )
        for one in people
    )
    facts = book(
        policy=CERTAIN,
        people="vic us; "
        + "; ".join(f"{one} acme level={random.integers(1, 5)}" for one in people),
        ties="; ".join(
            f"{one} influences {other} {random.uniform(-1, 1):.2f}" for one, other in tied
        ),
        roles="; ".join(f"{random.choice(people)} {role} acme" for role in random.choice(roles, 3)),
        assessments=grades,
    )
    return k.build_graph(facts, account="acme", policy=CERTAIN)


def half_width(graph):
    scores = k.scores(graph).iloc[0]
    return (scores["high"] - scores["low"]) / 2


def ask_by_trying(graph):
    """Return who is asked for one after the other, and what the grades of each do together."""
    steps = []
    while True:
        tried = {}
        for person, row in graph.people[graph.contact].iterrows():
            axes = [axis for axis in AXES.words if pd.isna(row[f"{axis}_stance"])]
            then = graph
            for axis in axes:
                then = then.with_grade(person, axis, 3)  # neutral, as the unknown is taken for
            gain = half_width(graph) - half_width(then)
            if axes:
                tried[person] = (gain / len(axes), gain, then)
        if not tried or max(rate for rate, _, _ in tried.values()) < 1e-6:
            return steps
        best = max(tried, key=lambda person: tried[person][0])
        rates = sorted(rate for rate, _, _ in tried.values())
        if len(rates) > 1 and rates[-1] - rates[-2] < 1e-6:
            return steps  # of equals the order is told elsewhere
        steps.append((best, tried[best][1]))
        graph = tried[best][2]


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 8))]
)
def test_grades_narrow_the_choice_by_what_trying_each_shows(seed):
    graph = draw(seed)
    expected = ask_by_trying(graph)
    assert expected
    found = k.ask(graph, questions=40)
    grades = found[found["kind"] == "grade"]
    joint = grades.groupby("person", sort=False)["worth"].sum()
    assert joint.head(len(expected)).to_dict() == pytest.approx(dict(expected), abs=1e-6)
    assert [*joint.index[: len(expected)]] == [person for person, _ in expected]


def test_who_is_proposed_is_told_for_every_question_and_nobody_is_none():
    for account in ("yaochuan", "orvale"):
        found = k.ask(k.build_graph(k.load_demo(), account=account), questions=3)
        assert [type(one) for one in found["proposed"]] == [tuple] * 3
