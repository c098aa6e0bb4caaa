"""What is answered some accounts at a time is what the whole book answers."""

import shutil
from functools import partial

import duckdb
import numpy as np
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
from kamgraph.model.columns import columns
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


def change_columns(folder, path, table, **names):
    """Copy a folder of Parquet files with columns of a table called otherwise."""
    shutil.copytree(folder, path)
    file = path / f"{table}.parquet"
    pd.read_parquet(file).rename(columns=names).to_parquet(file, index=False)
    return path


@pytest.mark.parametrize(
    ("table", "column"),
    [(name, one.name) for name in ("people", "organizations", "ties") for one in columns(name)],
)
def test_columns_are_judged_as_those_of_frames(table, column):
    given_ = {
        name: frame.rename(columns={column: "zzz"}) if name == table else frame
        for name, frame in book(people="ann acme; vic us", ties="vic knows ann").to_tables().items()
    }
    required = next(one.required for one in columns(table) if one.name == column)
    if not required:
        list_tables(given_)
        return
    for read in (k.Book.from_tables, list_tables, find_recorded):
        with pytest.raises(k.BookError, match=f"{table}, column {column}: column is missing"):
            read(given_)


@pytest.mark.filterwarnings("error")  # so that nothing is cut
def test_a_stream_says_which_columns_are_missing_or_look_mistyped(folder, tmp_path):
    missing = change_columns(folder, tmp_path / "missing", "people", id="ident")
    with pytest.raises(k.BookError, match="people, column id: column is missing"):
        next(k.stream(missing, k.scores))
    mistyped = change_columns(folder, tmp_path / "mistyped", "ties", strength="strenght")
    with pytest.raises(k.LossWarning, match="'strenght' is left out, but looks like 'strength'"):
        next(k.stream(mistyped, k.scores))


def test_a_text_that_is_no_day_is_told_of_the_table(tmp_path):
    k.write(book(people="ann acme", roles="ann approver acme"), tmp_path, parquet=True)
    roles = pd.read_parquet(tmp_path / "roles.parquet").assign(since="soon")
    roles.to_parquet(tmp_path / "roles.parquet", index=False)
    with pytest.raises(k.BookError, match="roles, column since: 'soon' is no date"):
        next(k.stream(tmp_path, k.scores))


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        *(({"people": people}, "whole number from 1") for people in (0, -1, 1.5, True, "x", None)),
        *(({"memory": size}, "size such as '1GB'") for size in ("x", 5, None, "-1GB", "")),
        ({"memory": "1KB"}, "too little"),
        *(({"source": source}, "a source is the path") for source in (None, 3, "")),
        ({"question": None}, "a question is a function of a graph"),
        ({"policy": "x"}, "a policy is a Policy"),
    ],
)
def test_arguments_of_a_stream_are_refused_in_words(folder, given_, told):
    with pytest.raises(k.KamgraphError, match=told):
        next(k.stream(**{"source": folder, "question": k.scores, **given_}))


def test_a_broken_file_of_a_folder_is_no_affair_of_duckdb(folder, tmp_path):
    broken = change_columns(folder, tmp_path / "broken", "ties")
    (broken / "ties.parquet").write_text("no Parquet, but long enough to look like it" * 99)
    with pytest.raises(k.SourceError, match="broken: cannot be read"):
        next(k.stream(broken, k.scores))


def test_a_source_without_the_tables_of_a_book_is_refused(tmp_path):
    with pytest.raises(k.SourceError, match="has no organizations and no people"):
        next(k.stream(tmp_path, k.scores))
    with pytest.raises(k.SourceError, match="is not there"):
        next(k.stream(tmp_path / "none.duckdb", k.scores))
    (tmp_path / "text.duckdb").write_text("no database, but long enough to look like one" * 99)
    with pytest.raises(k.SourceError, match="is no DuckDB database that can be read"):
        next(k.stream(tmp_path / "text.duckdb", k.scores))


@few
@given(tables(people=6), st.sampled_from([1, 4]))
def test_a_book_in_memory_is_answered_some_accounts_at_a_time(drawn, people):
    facts = from_rows(drawn)
    for day in (None, "2025-06-30"):
        whole, seen = k.build_graph(facts, as_of=day), []
        for graph in k.stream(facts, lambda graph: graph, as_of=day, people=people):
            for place, (account, deal) in enumerate(graph.scope_index):
                seen.append((account, deal))
                one = graph.stack(np.array([place]))
                assert one == k.build_graph(facts, account=account, deal=deal or None, as_of=day)
        assert seen == whole.scope_index.tolist()


def test_answers_about_a_book_in_memory_are_those_about_all_of_it(facts):
    whole = k.build_graph(facts)
    review_days = partial(k.trend, days=["2026-01-15", "2026-04-15"])
    for question in (k.scores, k.key_people, review_days):
        parts = [*k.stream(facts, question, people=20)]
        assert len(parts) > 1
        together = pd.concat(parts).loc[question(whole).index]
        pd.testing.assert_frame_equal(together, question(whole), check_exact=True)
