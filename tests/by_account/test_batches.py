import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import kamgraph as k
from arrow_scores import read_scores
from books import book
from kamgraph.by_account import (
    answer_schema,
    apply_to_batches,
    find_recorded,
    part_schema,
    slices,
)
from skewed import skewed_book


def parts_of(facts):
    return pa.Table.from_pandas(slices(facts.to_tables()), part_schema(), preserve_index=False)


def score(parts, facts):
    whole = {"as_of": facts.newest_day, "recorded": find_recorded(facts.to_tables())}
    batches = [*apply_to_batches(parts.to_batches(), k.scores, **whole)]
    return read_scores(pa.Table.from_batches(batches, answer_schema(k.scores)))


def partitioned(parts, count):
    """Put each account's rows into one of some partitions, as an engine would by a hash."""
    accounts = parts["for_account"].unique().to_pylist()
    for number in range(count):
        yield parts.filter(pc.is_in(parts["for_account"], pa.array(accounts[number::count])))


def test_partitions_of_many_accounts_score_as_the_whole_book():
    facts = skewed_book(60)
    found = pd.concat([score(part, facts) for part in partitioned(parts_of(facts), 3)])
    expected = k.scores(k.build_graph(facts))
    pd.testing.assert_frame_equal(found.sort_index(), expected, rtol=0, atol=1e-12)


def test_the_order_of_rows_and_the_size_of_batches_do_not_matter():
    facts = k.load_demo()
    parts = parts_of(facts)
    mixed = parts.take(pa.array(range(len(parts) - 1, -1, -1)))
    small = pa.Table.from_batches(mixed.to_batches(max_chunksize=7))
    pd.testing.assert_frame_equal(score(small, facts), score(parts, facts))


def test_what_one_account_has_twice_counts_twice_and_what_two_share_once():
    facts = book(
        people="ann acme; bob bravo; pat institute; vic us",
        ties="pat influences ann; pat influences bob; vic knows pat",
        assessments="pat 2026-01-01 5; pat 2026-01-01 5; pat 2026-01-01 2",
    )
    found = score(parts_of(facts), facts)
    pd.testing.assert_frame_equal(found, k.scores(k.build_graph(facts)), rtol=0, atol=1e-12)


def test_no_rows_give_no_batches():
    assert [*apply_to_batches([], k.scores, as_of=None, recorded=())] == []


def test_batches_as_other_engines_make_them():
    facts = k.load_demo()
    parts = parts_of(facts)
    other = pa.schema(
        [
            pa.field(name, pa.large_string(), name != "table")
            for name in reversed(parts.column_names)
        ]
    )
    found = score(parts.select(other.names).cast(other), facts)
    pd.testing.assert_frame_equal(found, score(parts, facts))


def test_other_accounts_of_which_only_a_person_came_are_left_out():
    facts = book(people="ann acme; bob bravo", ties="bob influences ann")
    parts = parts_of(facts)
    acme = parts.filter(pc.equal(parts["for_account"], "acme"))
    assert "bob" in acme["id"].to_pylist()
    assert score(acme, facts).index.tolist() == [("acme", "")]


def test_rows_that_no_book_could_hold_are_refused():
    parts = pa.Table.from_pylist(
        [{"for_account": "acme", "table": "organizations", "id": "acme"}], part_schema()
    )
    with pytest.raises(k.BookError, match="column name: is missing"):
        [*apply_to_batches(parts.to_batches(), k.scores, as_of=None, recorded=())]


@pytest.mark.parametrize("question", [k.scores, k.key_people, k.gaps, k.contacts, k.completeness])
def test_every_question_is_answered_with_its_own_columns(question):
    facts = k.load_demo()
    whole = {"as_of": facts.newest_day, "recorded": find_recorded(facts.to_tables())}
    batches = apply_to_batches(parts_of(facts).to_batches(), question, **whole)
    found = pa.Table.from_batches(batches, answer_schema(question))
    expected = question(k.build_graph(facts))
    expected = expected.reset_index() if any(expected.index.names) else expected
    assert found.column_names == [*expected]
    assert found.schema == k.to_arrow(question(k.build_graph(facts))).schema
    assert len(found) == len(expected)
    assert found["account"].to_pylist() == expected["account"].tolist()


def test_a_lone_scope_is_named_as_many_are():
    facts = book(people="ann acme; vic us", ties="vic knows ann", roles="ann approver acme")
    whole = {"as_of": None, "recorded": find_recorded(facts.to_tables())}
    (batch,) = apply_to_batches(parts_of(facts).to_batches(), k.key_people, **whole)
    assert batch.select(["account", "deal", "person"]).to_pylist() == [
        {"account": "acme", "deal": "", "person": "ann"}
    ]
