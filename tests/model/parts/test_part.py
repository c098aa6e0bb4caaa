"""A part holds what the scopes of its account can see, as the whole book would show it."""

import pickle
from copy import copy

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book, from_rows
from kamgraph.model.coded import Labels
from kamgraph.model.entities import TABLES
from kamgraph.model.rules import Draft
from strategies import books, few, promises, tables

days = st.sampled_from([None, "2025-06-30"])
QUESTIONS = (
    k.scores, k.key_people, k.acceptance, k.reach, k.fragility, k.gaps, k.completeness,
    k.contacts, k.candidates, k.ask, k.evidence,
)  # fmt: skip


class Undivided(k.Book):
    """A book of which graphs see the whole."""

    def part_for(self, *_):
        return self


def list_scopes(whole, day):
    scopes = k.build_graph(whole, as_of=day).scopes[["account", "deal"]]
    return [(account, deal or None) for account, deal in scopes.itertuples(index=False)]


def assert_same_answers(one, other, questions=QUESTIONS):
    assert one == other
    for question in questions:
        pd.testing.assert_frame_equal(question(one), question(other), check_exact=True)
    for name in set(TABLES) - {"organizations"}:
        pd.testing.assert_frame_equal(one.rows(name), other.rows(name))


@pytest.mark.long
@few
@given(tables(people=5) | promises(), days)
def test_accounts_score_in_a_part_as_in_the_whole_book(drawn, day):
    divided, whole = (
        kind.from_tables(from_rows(drawn).to_tables()) for kind in (k.Book, Undivided)
    )
    for account in whole.coded.accounts:
        one, other = (k.build_graph(held, account=account, as_of=day) for held in (divided, whole))
        assert_same_answers(one, other, [k.acceptance, k.reach])


@pytest.mark.long
@few
@given(tables(people=7) | promises(), days)
def test_scopes_see_in_a_part_what_they_see_in_the_whole_book(drawn, day):
    divided, whole = (
        kind.from_tables(from_rows(drawn).to_tables()) for kind in (k.Book, Undivided)
    )
    for account, deal in list_scopes(whole, day):
        one, other = (
            k.build_graph(held, account=account, deal=deal, as_of=day) for held in (divided, whole)
        )
        assert_same_answers(one, other)


@pytest.mark.long
@few
@given(tables(people=7) | promises(), days)
def test_units_see_in_a_part_what_they_see_in_the_whole_book(drawn, day):
    divided, whole = (
        kind.from_tables(from_rows(drawn).to_tables()) for kind in (k.Book, Undivided)
    )
    for unit in [row["id"] for row in drawn["organizations"] if row.get("parent")]:
        one, other = (k.build_graph(held, account=unit, as_of=day) for held in (divided, whole))
        assert_same_answers(one, other)


@few
@given(books(people=7))
def test_the_codes_of_a_part_are_those_of_its_tables(drawn):
    for account in drawn.coded.accounts:
        part = drawn.of_account(account)
        assert_same_codes(part.coded, k.Book(Draft.of(part.to_tables())).coded)


def assert_same_codes(one, other):
    pd.testing.assert_index_equal(one.accounts, other.accounts)
    for name in (*TABLES, "posts"):
        left, right = getattr(one, name), getattr(other, name)
        assert left.names == right.names, name
        for column in left.names:
            np.testing.assert_array_equal(left[column], right[column], f"{name}.{column}")
    for name in ("strength", "interaction_kind", "candidate_value", "title", "function"):
        assert spell(getattr(one, name)) == spell(getattr(other, name)), name
    for axis, grades in one.grades.items():
        assert spell(grades) == spell(other.grades[axis])


def spell(labels: Labels) -> list[str | None]:
    return [*np.array([*labels.texts, None], dtype=object)[labels.codes]]


FIRMS = {
    "organizations": "acme customer; unit customer acme; bravo customer; us vendor",
    "people": "ann acme; bo unit; cy bravo; vic us; wu us",
}


def test_a_part_is_a_book_of_what_touches_the_account():
    part = book(**FIRMS, ties="vic knows bo; wu knows cy; ann reports_to bo").of_account("acme")
    assert part.people["id"].tolist() == ["ann", "bo", "vic"]
    assert part.ties["source"].tolist() == ["ann", "vic"]
    assert part.organizations["id"].tolist() == ["acme", "unit", "us"]
    assert k.Book.from_tables(part.to_tables()) == part


def test_the_account_of_a_unit_is_the_account_above_it():
    whole = book(**FIRMS)
    assert whole.of_account("unit") == whole.of_account("acme")


def test_a_part_keeps_the_day_and_the_families_of_the_whole_book():
    whole = book(**FIRMS, assessments="cy 2026-02-01 friend", roles="cy approver bravo")
    part = whole.of_account("acme")
    assert not len(part.assessments)
    assert (part.newest_day, part.recorded) == (whole.newest_day, whole.recorded)
    assert k.build_graph(part, account="acme") == k.build_graph(whole, account="acme")


def test_whoever_is_named_in_a_part_is_in_it():
    grade = "ann 2026-02-01 friend assessor=wu"
    part = book(people="ann acme; vic us; wu us", assessments=grade).of_account("acme")
    assert part.people["id"].tolist() == ["ann", "wu"]
    assert part.organizations["id"].tolist() == ["acme", "unit", "us"]


@pytest.mark.parametrize("asked", ["us", "acmee"])
def test_what_is_no_account_has_no_part(asked):
    with pytest.raises(k.ScopeError, match="the book has no account"):
        book(**FIRMS).of_account(asked)


def test_a_label_that_the_policy_does_not_know_is_told_by_its_row_in_the_whole_book():
    people, ties = "ann bravo; bo bravo; cy acme; dee acme", "ann influences bo weak"
    whole = book(people=people, ties=f"{ties}; cy influences dee medium")
    words = k.Policy(strength_labels={"weak": 0.5})
    with pytest.raises(k.BookError) as error:
        k.build_graph(whole, account="acme", policy=words)
    assert error.value.problems["row"].tolist() == [2]
    assert len(k.build_graph(whole, account="bravo", policy=words).ties) == 1


def test_what_is_below_an_organization_that_is_not_there_is_an_account_of_its_own():
    firms = "acme customer; bravo customer acme; us vendor"
    people = "ann bravo; bo acme; vic us"
    dangling = book(
        lenient=True, organizations=firms.replace("acme; us", "gone; us"), people=people
    )
    bereft = book(organizations=firms, people=people).changed(
        gone={"organizations": ["acme"]}, lenient=True
    )
    for one in (dangling, bereft):
        assert one.of_account("bravo").people["id"].tolist() == ["ann"]


def test_a_pickled_part_holds_nothing_of_its_book_and_says_the_same():
    held = book(
        people="ann acme; bo bravo title=Unmistakable; vic us",
        ties="vic knows ann",
        interactions="m 2026-01-01 call ann; n 2026-02-02 call bo; n 2026-02-02 call vic",
    )
    part = held.of_account("acme")
    pickled = pickle.dumps(part)
    assert b"Unmistakable" not in pickled
    again = pickle.loads(pickled)
    for one in (again, copy(again), pickle.loads(pickle.dumps(again)), copy(part)):
        assert one == part
        assert one.newest_day == held.newest_day
        assert one.recorded == held.recorded
    assert copy(held) == held
