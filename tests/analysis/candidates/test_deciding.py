"""What is accepted is a fact, what is not is none."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from strategies import books, few

SEEN = {
    "people": "ann acme title=CEO; bo acme title=CFO; cy acme; di acme; vic us",
    "interactions": """
        a 2026-01-01 call ann; a 2026-01-01 call bo; a 2026-01-01 call cy
        b 2026-01-02 call bo; b 2026-01-02 call ann
        c 2026-01-03 call cy; c 2026-01-03 call bo; d 2026-01-04 call di; d 2026-01-04 call vic
    """,
}


def suggested(facts, **row):
    """Return the id of the one candidate with some cells."""
    found = k.candidates(k.build_graph(facts))
    same = pd.Series(data=True, index=found.index)
    for name, value in row.items():
        same &= found[name] == value
    [one] = found.index[same]
    return one


def test_a_line_that_was_accepted_is_one_of_the_graph():
    facts = book(**SEEN)
    boss = suggested(facts, kind="reports_to", person="cy", other="bo")
    after = k.accept(facts, [boss], by="vic", on="2026-02-01")
    [line] = k.build_graph(after, account="acme").ties.query("kind == 'reports_to'").itertuples()
    assert (line.source, line.target, line.origin) == ("cy", "bo", "accepted")
    assert line.evidence == "2 interactions between them, last in c and a"
    [kept] = after.candidates.itertuples()
    assert (kept.verdict, kept.decided, kept.by) == ("accepted", pd.Timestamp("2026-02-01"), "vic")
    assert boss not in k.candidates(k.build_graph(after)).index


def test_what_is_dismissed_is_not_suggested_again():
    facts = book(**SEEN)
    boss = suggested(facts, kind="reports_to", person="cy", other="bo")
    after = k.dismiss(facts, [boss])
    assert after.candidates["decided"].tolist() == [pd.Timestamp("2026-01-04")]
    assert boss not in k.candidates(k.build_graph(after)).index
    assert after.ties.empty
    assert k.accept(after, [boss]).ties["target"].tolist() == ["bo"]


def test_levels_and_functions_fill_the_cell_of_who_somebody_is():
    facts = book(
        people="ann acme level=3; bo acme level=3; cy acme level=3; di acme; ed acme; vic us",
        positions="ed acme",
        interactions="".join(
            f"a 2026-01-01 call {one};" for one in ("ann", "bo", "cy", "di", "ed", "vic")
        ),
    )
    for person, table in (("di", "people"), ("ed", "positions")):
        level = suggested(facts, kind="level", person=person)
        after = k.accept(facts, [level])
        key = "id" if table == "people" else "person"
        row = getattr(after, table).set_index(key).loc[person]
        assert row["level"] == 3
        people = k.build_graph(after, account="acme").people
        assert people.loc[person, "level_origin"] == "accepted"
        assert people.loc["ann", "level_origin"] == "recorded"
        assert k.dismiss(after, [level]) == k.dismiss(facts, [level])


def test_a_level_that_is_recorded_by_now_stays():
    facts = book(
        people="ann acme level=3; bo acme level=3; cy acme level=3; di acme; vic us",
        interactions="".join(
            f"a 2026-01-01 call {one};" for one in ("ann", "bo", "cy", "di", "vic")
        ),
    )
    found = k.candidates(k.build_graph(facts))
    level = suggested(facts, kind="level", person="di")
    recorded = facts.to_tables()
    recorded["people"] = recorded["people"].assign(level=4)
    with pytest.raises(k.ScopeError, match="'di' has a level by now: 4"):
        k.accept(k.Book.from_tables(recorded), [level], among=found)


def test_what_is_recorded_of_other_days_stays():
    ended = "cy reports_to bo - - 2025-01-01 2025-06-01; di influences bo 0.5 - 2027-01-01"
    facts = book(**SEEN, ties=ended)
    boss = suggested(facts, kind="reports_to", person="cy", other="bo")
    after = k.accept(facts, [boss])
    assert len(after.ties) == 3
    assert k.accept(after, [boss]) == after
    assert k.dismiss(after, [boss]).ties.equals(facts.ties)


def test_nobody_gets_two_bosses():
    met = [f"{event} 2026-01-01 call {one}" for event in ("ab", "abc", "abd") for one in event]
    facts = book(people="a acme; b acme; c acme; d acme", interactions="; ".join(met))
    found = k.candidates(k.build_graph(facts))
    bosses = found[(found["kind"] == "reports_to") & (found["person"] == "c")]
    assert len(bosses) == 2
    with pytest.raises(k.ScopeError, match="'c' would report to"):
        k.accept(facts, bosses)
    assert k.draft(facts, at_least=0.1).ties["source"].is_unique


def test_a_level_is_that_of_the_position_in_effect():
    facts = book(
        people="ann acme level=3; bo acme level=3; cy acme level=3; di acme; vic us",
        positions="di acme - - - - 2099-12-01; di acme CEO - - 2099-12-01",
        interactions="".join(
            f"a 2026-01-01 call {one};" for one in ("ann", "bo", "cy", "di", "vic")
        ),
    )
    level = suggested(facts, kind="level", person="di")
    after = k.accept(facts, [level])
    assert after.positions["level"].tolist() == [3, pd.NA]
    assert k.build_graph(after, account="acme").people.loc["di", "level_origin"] == "accepted"
    changed = after.to_tables()
    changed["positions"] = changed["positions"].assign(level=2)
    people = k.build_graph(k.Book.from_tables(changed), account="acme").people
    assert people.loc["di", "level_origin"] == "recorded"


def test_what_is_pending_is_offered_where_it_still_is_open():
    rows = "x reports_to cy bo acme - - 0.4 ours 2026-01-01; y role bo - acme sale user 0.4 ours 2026-01-01"
    facts = book(**SEEN, deals="sale acme; other acme", candidates=rows)

    def pending(facts, **asked):
        return {"x", "y"} & {*k.candidates(k.build_graph(facts, account="acme", **asked)).index}

    assert pending(facts) == {"x"}
    assert pending(facts, deal="sale") == {"x", "y"}
    assert pending(facts, deal="other") == {"x"}
    assert pending(facts, as_of="2025-12-31") == set()
    led = facts.to_tables()
    led["ties"] = pd.DataFrame([{"source": "cy", "target": "ann", "kind": "reports_to"}])
    assert pending(k.Book.from_tables(led), deal="sale") == {"y"}


def test_what_is_dismissed_stays_away_under_pseudonyms():
    facts = book(people="ann acme title=CEO; bo acme title=CFO", interactions="""
        a 2026-01-01 call ann; a 2026-01-01 call bo
    """)  # fmt: skip
    found = k.candidates(k.build_graph(facts))
    assert len(found)
    hidden = k.dismiss(facts, found).pseudonymise("a key of sixteen bytes or more")
    assert k.candidates(k.build_graph(hidden)).empty


@pytest.mark.parametrize("given", [None, [None], [3], 3])
def test_ids_are_texts(given):
    with pytest.raises(k.ScopeError, match="ids are those of candidates"):
        k.accept(book(**SEEN), given)


@pytest.mark.parametrize("given", ["x", None, -1, 1.5, float("nan"), True])
def test_a_confidence_is_a_share(given):
    with pytest.raises(k.ScopeError, match="at_least is a confidence"):
        k.draft(book(**SEEN), at_least=given)


def test_a_book_without_days_needs_to_be_told_one():
    facts = book(people="ann acme title=CEO")
    [first, *_] = k.candidates(k.build_graph(facts)).index
    with pytest.raises(k.ScopeError, match=r"no days.*on="):
        k.accept(facts, [first])
    assert len(k.accept(facts, [first], on="2026-01-01").roles) == 1


def test_a_candidate_that_says_too_little_is_no_fact():
    facts = book(**SEEN, candidates="x reports_to bo - acme - - 0.4 ours 2026-01-01")
    assert "x" not in k.candidates(k.build_graph(facts)).index
    with pytest.raises(k.ScopeError, match="'x' names nobody"):
        k.accept(facts, ["x"])


def test_unknown_ids_are_named():
    with pytest.raises(k.ScopeError, match="there is no candidate 'x'; there are r"):
        k.accept(book(**SEEN), ["x"])
    with pytest.raises(k.ScopeError, match="x"):
        k.accept(book(**SEEN), [], on="x")


def test_a_draft_is_marked_as_assumed():
    facts = book(**SEEN)
    found = k.draft(facts, at_least=0.3)
    ties = k.build_graph(found, account="acme").ties.query("kind == 'reports_to'")
    assert len(ties)
    assert set(ties["origin"]) == {"assumed"}
    assert found.candidates["decided"].isna().all()


def test_a_candidate_of_the_table_about_which_nobody_has_decided_is_listed():
    facts = book(
        **SEEN,
        candidates="x role bo - acme - user 0.4 ours 2026-01-01",
    )
    found = k.candidates(k.build_graph(facts, account="acme"))
    assert found.loc["x", "method"] == "ours"
    after = k.accept(facts, ["x"])
    assert after.roles[["person", "role"]].to_numpy().tolist() == [["bo", "user"]]


def test_what_is_suggested_is_no_day_on_which_anything_happened():
    later = "x role bo - acme - user 0.4 ours 2026-09-01"
    facts = book(**SEEN)
    assert book(**SEEN, candidates=later).newest_day == facts.newest_day
    dayless = book(people="ann acme; bo acme", candidates=later)
    assert dayless.newest_day is None
    assert "x" in k.candidates(k.build_graph(dayless, account="acme")).index


@few
@given(books(), st.data())
def test_candidates_enter_a_graph_only_when_they_are_accepted(made, data):
    graph = k.build_graph(made)
    found = k.candidates(graph)
    found = found[(found["kind"] != "same_person") & ~found.index.isin(made.candidates["id"])]
    if found.empty:
        return
    one = data.draw(st.sampled_from([*found.index]))
    dismissed = k.dismiss(made, [one], among=found, on=dt.date(2026, 9, 1))
    same = k.build_graph(dismissed, as_of=graph.as_of)
    assert same.people.equals(graph.people)
    assert same.ties.equals(graph.ties)
    assert one not in k.candidates(same).index
    accepted = k.accept(made, [one], among=found, on=dt.date(2026, 9, 1))
    assert one not in k.candidates(k.build_graph(accepted, as_of=graph.as_of)).index
    assert k.dismiss(accepted, [one], on=dt.date(2026, 9, 1)) == dismissed


def test_roles_tell_whether_somebody_recorded_accepted_or_assumed_them():
    facts = book(people="ann acme title=CEO; bo acme title=Buyer", roles="bo evaluator acme",
                 interactions="m 2026-01-01 meeting ann")  # fmt: skip
    found = k.candidates(k.build_graph(facts, account="acme")).query("kind == 'role'")
    [approver] = found.index[(found["value"] == "approver") & (found["person"] == "ann")]
    after = k.draft(k.accept(facts, [approver]), at_least=0.0)
    people = k.build_graph(after, account="acme").people
    told = {(person, role): origin for person, row in people.iterrows()
            for role, origin in zip(row["roles"], row["role_origins"], strict=True)}  # fmt: skip
    assert told["ann", "approver"] == "accepted"
    assert told["bo", "evaluator"] == "recorded"
    assert {told[key] for key in told.keys() - {("ann", "approver"), ("bo", "evaluator")}} == {
        "assumed"
    }


def test_what_a_draft_assumes_of_who_has_left_it_assumes_of_the_heir():
    facts = k.draft(book(**SEEN), at_least=0.3)
    [line] = facts.ties[facts.ties["kind"] == "reports_to"].to_dict("records")[:1]
    heir = {"id": "heir", "name": "Heir", "organization": "acme"}
    tables = facts.to_tables()
    people = pd.concat([tables["people"], pd.DataFrame([heir])], ignore_index=True)
    gone = people["id"] == line["source"]
    people["until"] = people["until"].mask(gone, line["since"])
    people["successor"] = people["successor"].mask(gone, "heir")
    after = k.Book.from_tables({**tables, "people": people})
    ties = k.build_graph(after, account="acme").ties.query("kind == 'reports_to'")
    assert ties.set_index("source").loc["heir", "origin"] == "assumed"


def test_only_one_of_us_decides_and_not_on_a_day_to_come():
    facts = book(people="ann acme; vic us", interactions="m 2026-01-01 call ann")
    with pytest.raises(k.ScopeError, match="'ann' is none of us"):
        k.accept(facts, [], by="ann")
    with pytest.raises(k.ScopeError, match="2099-10-01 is still to come"):
        k.accept(facts, [], by="vic", on="2099-10-01")
