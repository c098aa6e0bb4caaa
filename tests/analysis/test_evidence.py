"""How we know: by hand, and against what the graph itself says of grades, ties and roles."""

from collections import Counter

import numpy as np
import pandas as pd
from hypothesis import given

import kamgraph as k
from books import book
from kamgraph.model.vocabulary import AXES
from strategies import books, few

TOLD = {
    "people": "ann acme title=CEO; bo acme title=CFO; cy acme - 2026-01-01 ann; vic us; val us",
    "deals": "sale acme bid",
    "ties": """
        bo reports_to ann since=2025-02-01 evidence=chart; vic knows bo evidence=dinner
        cy influences bo evidence=gone
    """,
    "roles": "ann approver acme since=2025-03-01; cy user acme",
    "assessments": """
        ann 2025-01-01 friend evidence=old assessor=vic; ann 2026-01-01 mentor assessor=vic
        ann 2026-01-01 friend evidence=lunch assessor=val; bo 2026-02-01 - 4 evidence=pilot
        bo 2026-03-01 - neutral deal=sale evidence=tender assessor=val; bo 2027-01-01 hostile
        vic 2026-01-01 friend evidence=ours
    """,
}
SEEN = {
    "people": "ann acme title=CEO; bo acme; cy acme; vic us",
    "team": "vic lead_expert acme - 2026-01-10",
    "candidates": """
        a kind=reports_to person=cy other=bo confidence=.5 method=closeness seen=2026-01-05 \
evidence=mail account=acme
        b kind=role person=bo value=user confidence=.5 method=role_fit seen=2026-01-05 \
evidence=title account=acme
        c kind=level person=bo value=3 confidence=.5 method=standing seen=2026-01-05 \
evidence=letters account=acme
        d kind=reports_to person=cy other=ann confidence=.4 method=closeness seen=2026-01-05 \
evidence=never verdict=dismissed account=acme
    """,
}


def of(day="2026-06-30", facts=None, **asked):
    graph = k.build_graph(facts or book(**TOLD), as_of=day, **(asked or {"account": "acme"}))
    return k.evidence(graph)


def rows(found, *names):
    dated = found.assign(day=found["day"].dt.strftime("%Y-%m-%d"))[list(names)]
    return {tuple(None if pd.isna(cell) else cell for cell in row) for row in dated.to_numpy()}


def test_grades_that_count_are_told_with_who_and_when():
    found = of()
    told = rows(found[found["fact"] == "grade"], "person", "kind", "value", "evidence", "by", "day")
    assert told == {
        ("ann", "relationship", "mentor", None, "vic", "2026-01-01"),
        ("ann", "relationship", "friend", "lunch", "val", "2026-01-01"),
        ("bo", "solution", "prefers", "pilot", None, "2026-02-01"),
        ("vic", "relationship", "friend", "ours", None, "2026-01-01"),
    }


def test_a_deal_has_its_own_words_and_those_of_its_account():
    found = of(deal="sale")
    grades = found[found["fact"] == "grade"]
    told = rows(grades[grades["person"] != "vic"], "person", "value", "evidence", "origin")
    assert told == {
        ("ann", "mentor", None, "account"),
        ("ann", "friend", "lunch", "account"),
        ("bo", "neutral", "tender", "deal"),
    }


def test_ties_and_roles_are_told_with_their_first_day():
    found = of()
    told = rows(
        found[found["fact"] != "grade"], "person", "other", "kind", "evidence", "day", "origin"
    )
    assert told == {
        ("bo", "ann", "reports_to", "chart", "2025-02-01", "account"),
        ("vic", "bo", "knows", "dinner", None, "account"),
        ("ann", None, "approver", None, "2025-03-01", "account"),
        ("ann", None, "user", None, None, "successor"),  # in the seat of cy
    }


def test_a_tie_seen_in_interactions_has_the_day_they_last_met():
    facts = book(
        people="ann acme; vic us; val us",
        interactions="""
            m 2026-01-01 call ann; m 2026-01-01 call vic; n 2026-02-01 call ann; n 2026-02-01 call vic
            o 2026-01-15 call ann; o 2026-01-15 call val; p 2026-07-01 call ann; p 2026-07-01 call vic
        """,
    )
    assert rows(of(facts=facts), "person", "other", "day", "origin") == {
        ("vic", "ann", "2026-02-01", "interactions"),
        ("val", "ann", "2026-01-15", "interactions"),
    }


def test_who_accepted_a_suggestion_stands_for_it():
    facts = k.accept(book(**SEEN), ["a", "c"], by="vic", on="2026-02-01")
    told = rows(of(facts=facts), "fact", "person", "evidence", "by", "day", "origin")
    assert told == {
        ("tie", "cy", "mail", "vic", "2026-02-01", "accepted"),
        ("level", "bo", "letters", "vic", "2026-02-01", "accepted"),
    }


def test_what_a_draft_assumes_nobody_stands_for():
    facts = k.draft(book(**SEEN), at_least=0.5)
    told = rows(of(facts=facts), "fact", "kind", "evidence", "by", "day", "origin")
    assert told >= {
        ("tie", "reports_to", "mail", None, None, "assumed"),
        ("role", "user", "title", None, None, "assumed"),
        ("level", "level", "letters", None, None, "assumed"),
    }


def test_what_was_dismissed_is_no_evidence():
    facts = k.accept(book(**SEEN), ["a", "b", "c"])
    assert len(of(facts=facts)) == 3
    assert of(facts=k.dismiss(facts, ["a", "b", "c"])).empty


def test_those_come_first_on_whom_most_hangs():
    found, graph = of(), k.build_graph(book(**TOLD), account="acme", as_of="2026-06-30")
    power = pd.Series(np.abs(graph.power), graph.index)
    other = power.reindex(found["other"]).fillna(0).to_numpy()
    assert (np.diff(np.maximum(power[found["person"]].to_numpy(), other)) <= 0).all()


@few
@given(books(deals=1))
def test_the_evidence_is_of_what_the_graph_holds(drawn):
    graph = k.build_graph(drawn, as_of="2026-06-01")
    found = k.evidence(graph)
    ties = Counter(graph.ties[TIE].itertuples(index=False, name=None))
    told = found[found["fact"] == "tie"].set_axis(graph_names(found), axis=1)
    assert ties == Counter(told[TIE].itertuples(index=False, name=None))
    assert held_roles(graph) == told_roles(found)
    assert graded_stances(graph) == told_stances(graph, found)


TIE = ["account", "deal", "source", "target", "kind", "origin"]


def graph_names(found):
    return [{"person": "source", "other": "target"}.get(name, name) for name in found]


def scoped_people(graph):
    scopes = graph.scope_index.take(graph.scope)
    people = graph.index.get_level_values("person")
    return [(*scope, person) for scope, person in zip(scopes, people, strict=True)]


def held_roles(graph):
    held = zip(scoped_people(graph), graph.people["roles"], strict=True)
    return sorted((*who, role) for who, roles in held for role in roles)


def told_roles(found):
    roles = found.loc[found["fact"] == "role", ["account", "deal", "person", "kind"]]
    return sorted(roles.itertuples(index=False, name=None))


def graded_stances(graph):
    """Return the stance and day of each grade of each person that is no assumption."""
    return {
        (*who, axis): (round(row[f"{axis}_stance"], 9), row[f"{axis}_date"])
        for who, row in zip(scoped_people(graph), graph.people.to_dict("records"), strict=True)
        for axis in AXES.words
        if row[f"{axis}_origin"] in {"account", "deal"}
    }


def told_stances(graph, found):
    """Return the mean and day of the grades by which each person is told to stand."""
    grades = found[found["fact"] == "grade"]
    stances = {axis: graph.policy.stances(axis) for axis in AXES.words}
    worth = [
        stances[axis][grade] for axis, grade in zip(grades["kind"], grades["value"], strict=True)
    ]
    groups = grades.assign(worth=worth).groupby(["account", "deal", "person", "kind"])
    return {
        key: (round(float(group["worth"].mean()), 9), *group["day"].unique())
        for key, group in groups
    }
