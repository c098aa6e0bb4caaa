"""What is answered some accounts at a time is what the whole book answers."""

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book, from_rows
from kamgraph.by_account import find_recorded
from kamgraph.by_account.answers import see_accounts
from kamgraph.by_account.cut import Cut
from kamgraph.by_account.frames import Engine, list_tables
from kamgraph.by_account.pack import cut_tables
from skewed import skewed_book
from strategies import few, tables

QUESTIONS = (
    k.scores, k.key_people, k.acceptance, k.reach, k.fragility, k.gaps, k.contacts, k.evidence,
)  # fmt: skip


def chunks_of(facts, people):
    """Return the graph of each chunk, cut in memory as it is on the disk."""
    given_ = facts.to_tables()
    cut = Cut(list_tables(given_), Engine(), people=people)
    rows = {name: frame.collect().to_native() for name, frame in cut_tables(cut).items()}
    for name, accounts in cut.chunks.items():
        some = {
            table: frame[frame["for_account"] == name].drop(columns="for_account")
            for table, frame in rows.items()
        }
        yield see_accounts(
            some, accounts, as_of=facts.newest_day, recorded=find_recorded(given_), policy=None
        )


def assert_same_answers(facts, people):
    seen = []
    for graph in chunks_of(facts, people):
        for one in graph.split():
            (account, deal) = one.scope_index[0]
            seen.append((account, deal))
            other = k.build_graph(facts, account=account, deal=deal or None)
            assert one == other
            for question in QUESTIONS:
                pd.testing.assert_frame_equal(question(one), question(other), check_exact=True)
    assert seen == k.build_graph(facts).scope_index.tolist()


@pytest.mark.long
@few
@given(tables(people=6), st.sampled_from([1, 3, 100]))
def test_scopes_are_in_chunks_what_they_are_in_the_whole_book(drawn, people):
    assert_same_answers(k.Book.from_tables(from_rows(drawn).to_tables()), people)


def test_who_was_graded_in_a_deal_of_another_account_is_told_in_a_chunk_too():
    facts = book(
        people="ann acme; bob bravo; pat institute; vic us; wu us",
        deals="N bravo",
        ties="pat influences ann; vic knows pat",
        assessments="pat 2026-01-01 5 deal=N assessor=wu",
    )
    assert_same_answers(facts, 1)


def test_accounts_go_together_until_they_have_enough_people():
    tables = list_tables(book(people="ann acme; al unit; bob bravo").to_tables())
    found = {people: [*Cut(tables, Engine(), people=people).chunks.values()] for people in (2, 3)}
    assert found == {2: [["acme"], ["bravo"]], 3: [["acme", "bravo"]]}


@pytest.fixture(scope="module")
def facts():
    return skewed_book(12)


@pytest.fixture(scope="module")
def folder(facts, tmp_path_factory):
    path = tmp_path_factory.mktemp("parquet") / "it's a book"
    k.write(facts, path, parquet=True)
    return path


def test_a_folder_of_parquet_files_is_answered_chunk_by_chunk(facts, folder):
    found = [*k.stream(folder, k.scores, people=100)]
    assert len(found) > 1
    expected = k.scores(k.build_graph(facts))
    pd.testing.assert_frame_equal(pd.concat(found), expected, rtol=0, atol=1e-12)


@pytest.mark.long
def test_a_duckdb_database_is_answered_as_of_any_day(facts, folder, tmp_path):
    file = tmp_path / "it's.duckdb"
    with duckdb.connect(str(file)) as made:
        for table in folder.glob("*.parquet"):
            made.read_parquet(str(table)).create(table.stem)
    found = pd.concat(k.stream(file, k.key_people, as_of="2026-01-31", people=100))
    expected = k.key_people(k.build_graph(facts, as_of="2026-01-31"))
    pd.testing.assert_frame_equal(found, expected, rtol=0, atol=1e-12)


def test_on_an_earlier_day_a_chunk_has_no_more_scopes():
    facts = book(
        people="ann acme; bob bravo",
        ties="bob influences ann",
        assessments="ann 2026-01-01 5; bob 2026-02-01 2",
    )
    for graph in chunks_of(facts, 1):
        earlier = graph.at("2026-01-15")
        assert earlier.scope_index.tolist() == graph.scope_index.tolist()
        moved = k.compare(earlier, graph).scores.xs("choice", level="score")
        assert moved.index.tolist() == graph.scope_index.tolist()


def test_other_functions_of_a_graph_are_passed_on(folder):
    assert sum(k.stream(folder, lambda graph: len(graph.scopes))) == len(
        k.build_graph(k.read(folder)).scopes
    )


def test_a_source_without_the_tables_of_a_book_is_refused(tmp_path):
    with pytest.raises(k.SourceError, match="has no organizations and no people"):
        next(k.stream(tmp_path, k.scores))
    with pytest.raises(k.SourceError, match="is not there"):
        next(k.stream(tmp_path / "none.duckdb", k.scores))
    (tmp_path / "text.duckdb").write_text("no database, but long enough to look like one" * 99)
    with pytest.raises(k.SourceError, match="is no DuckDB database that can be read"):
        next(k.stream(tmp_path / "text.duckdb", k.scores))
