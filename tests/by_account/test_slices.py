import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from arrow_scores import read_scores
from books import book
from kamgraph.by_account import apply_to_batches, find_recorded, part_schema, slices
from kamgraph.by_account.frames import newest_day
from kamgraph.model.chains import follow_names
from kamgraph.model.dtypes import TEXT
from strategies import books, few


def cut(facts):
    return dict(iter(slices(facts.to_tables()).groupby("for_account")))


def ids(rows, table, column="id"):
    return set(rows.loc[rows["table"] == table, column])


def score(rows, day, recorded):
    parts = pa.Table.from_pandas(rows, part_schema(), preserve_index=False)
    batches = apply_to_batches(parts.to_batches(), k.scores, as_of=day, recorded=recorded)
    return read_scores(pa.Table.from_batches(batches))


@pytest.mark.long
@few
@given(books())
def test_each_account_alone_has_the_scores_that_it_has_in_the_book(facts):
    expected = k.scores(k.build_graph(facts))
    recorded = find_recorded(facts.to_tables())
    for account, rows in cut(facts).items():
        found = score(rows, facts.newest_day, recorded)
        here = expected[expected.index.get_level_values("account") == account]
        pd.testing.assert_frame_equal(found, here, rtol=0, atol=1e-12)


def test_what_another_account_alone_needs_is_not_in_a_slice():
    facts = book(
        people="ann acme; bob bravo; vic us; val us; pat institute; rex rival",
        ties="vic knows ann; vic knows bob; val knows bob; val knows pat; pat influences ann; rex influences bob",
        deals="N bravo",
        interactions="1 2026-01-01 call vic; 1 2026-01-01 call bob; 2 2026-01-01 call vic; 2 2026-01-01 call pat",
    )
    acme = cut(facts)["acme"]
    assert ids(acme, "people") == {"ann", "vic", "val", "pat"}
    assert ids(acme, "interactions") == {"2"}
    assert ids(acme, "deals") == set()
    assert ids(acme, "ties", "target") == {"ann", "pat"}
    assert ids(acme, "organizations") == {"acme", "unit", "us", "institute"}


def test_successors_go_together_in_either_direction():
    facts = book(
        people="old acme - 2026-01-01 mid; mid acme - 2026-01-02 new; new acme; boss acme; gone us - 2026-01-01 vic; vic us; val us",
        ties="old reports_to boss; gone knows boss; vic knows new; val reports_to gone",
    )
    assert ids(cut(facts)["acme"], "people") == {"old", "mid", "new", "boss", "gone", "vic"}


def test_who_was_somewhere_once_is_there_with_all_positions():
    facts = book(
        people="ann bravo; heir acme; bob bravo; vic us",
        positions="ann acme until=2026-01-01 successor=heir; ann bravo since=2026-01-01",
    )
    acme = cut(facts)["acme"]
    assert ids(acme, "people") == {"ann", "heir"}
    assert ids(acme, "positions", "organization") == {"acme", "bravo"}
    assert "bravo" in ids(acme, "organizations")
    assert ids(cut(facts)["bravo"], "people") == {"ann", "heir", "bob"}


def test_whom_an_heir_reports_to_comes_along():
    facts = book(
        people="ann acme; pat institute; old us - 2026-01-01 vic; vic us; val us; far us",
        ties="pat influences ann; val knows ann; vic knows pat; old reports_to val; vic reports_to far",
    )
    assert ids(cut(facts)["acme"], "people") == {"ann", "pat", "old", "vic", "val", "far"}


def test_one_of_ours_brings_each_account_its_own_ties():
    facts = book(people="ann acme; bob bravo; vic us", ties="vic knows ann; vic knows bob")
    assert ids(cut(facts)["acme"], "ties", "target") == {"ann"}


def test_frames_of_another_engine_are_cut_alike():
    facts = k.load_demo()
    tables = {name: pl.from_pandas(table).lazy() for name, table in facts.to_tables().items()}
    # Lengths of text differ between the engines, not what is in the rows.
    found, expected = slices(tables).collect().to_pandas(), slices(facts.to_tables())
    order = list(expected.columns)
    pd.testing.assert_frame_equal(
        found.sort_values(order, ignore_index=True).astype(TEXT),
        expected.sort_values(order, ignore_index=True).astype(TEXT),
    )


@few
@given(books())
def test_frames_record_what_their_book_does(facts):
    assert find_recorded(facts.to_tables()) == k.build_graph(facts).recorded


def test_an_account_without_acquaintance_is_not_covered_where_another_has_some():
    facts = book(
        people="ann acme; bob bravo; vic us", ties="vic knows bob", roles="ann approver acme"
    )
    recorded = find_recorded(facts.to_tables())
    assert score(cut(facts)["acme"], None, recorded)["coverage"].tolist() == [0]
    assert score(cut(facts)["acme"], None, ()).isna()["coverage"].tolist() == [True]


def test_newest_day():
    facts = k.load_demo()
    assert newest_day(facts.to_tables()) == str(facts.newest_day)
    assert newest_day(book(people="ann acme").to_tables()) is None
    for until in ("2019-05-01", "2030-01-01"):
        staff = book(people=f"ann acme until={until}")
        assert newest_day(staff.to_tables()) == str(staff.newest_day)


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10))
def test_where_chains_end(after):
    pairs = {one: to for one, to in enumerate(after) if one != to}
    found = follow_names({str(one): str(to) for one, to in pairs.items()})
    for start, end in found.items():
        seen = [int(start)]
        while seen[-1] in pairs and pairs[seen[-1]] not in seen:
            seen.append(pairs[seen[-1]])
        again = pairs.get(seen[-1])
        assert int(end) == (seen[-1] if again is None else min(seen[seen.index(again) :]))


@pytest.mark.parametrize("count", [0, 1])
def test_few_pairs(count):
    found = follow_names(dict(zip("a"[:count], "b"[:count], strict=True)))
    assert [*found.values()] == ["b", "b"][: 2 * count]
