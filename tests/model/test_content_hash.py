import pickle

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from books import book
from kamgraph.errors import BookError, SourceError
from kamgraph.model.book import Book
from kamgraph.sources.demo import load_demo
from strategies import books, few

SMALL = book(people="ann acme level=2 since=2026-01-01; bo acme susceptibility=0.5")


@few
@given(found=books(), seed=st.integers(0, 9))
def test_the_order_of_rows_and_columns_does_not_matter(found, seed):
    tables = {
        name: table.sample(frac=1, random_state=seed)[sorted(table, reverse=seed % 2)]
        for name, table in found.to_tables().items()
    }
    assert Book.from_tables(tables).content_hash == found.content_hash


@few
@given(found=books(), other=books())
def test_equal_books_and_no_others_share_a_hash(found, other):
    assert (found == other) == (found.content_hash == other.content_hash)
    assert Book.from_json(found.to_json()).content_hash == found.content_hash


def test_every_cell_counts():
    tables = load_demo().to_tables()
    seen = {load_demo().content_hash}
    for name, table in tables.items():
        for column in table if len(table) else ():
            if column != "id" and table[column].isna().any():
                continue
            less = table.assign(**{column: table[column].where(table.index > 0)})
            try:
                seen.add(Book.from_tables(tables | {name: less}, lenient=True).content_hash)
            except ValueError:  # the column is needed
                seen.add(f"{name}.{column}")
    cells = sum(
        1
        for table in tables.values()
        for column in (table if len(table) else ())
        if column == "id" or not table[column].isna().any()
    )
    assert len(seen) == 1 + cells


def test_frames_of_any_engine_have_one_hash():
    arrow = {
        name: table.convert_dtypes(dtype_backend="pyarrow")
        for name, table in SMALL.to_tables().items()
    }
    objects = {name: table.astype(object) for name, table in SMALL.to_tables().items()}
    assert Book.from_tables(arrow).content_hash == SMALL.content_hash
    assert Book.from_tables(objects).content_hash == SMALL.content_hash


def test_a_zero_has_no_sign():
    zeros = [book(organizations=f"o customer contribution={zero}") for zero in ("0.0", "-0.0")]
    assert zeros[0].content_hash == zeros[1].content_hash


def test_columns_of_your_own_count():
    tables = SMALL.to_tables()
    more = tables | {"people": tables["people"].assign(phone=["1", None])}
    assert Book.from_tables(more).content_hash != SMALL.content_hash
    empty = tables | {"people": tables["people"].assign(phone=pd.NA)}
    assert Book.from_tables(empty).content_hash == SMALL.content_hash


def test_the_hash_of_a_book_stays_the_same_from_version_to_version():
    assert SMALL.content_hash == (
        "02361f1f7408d59da4d6b016cec32e9998a46921a1cdeed6d0fceb8513678de5"
    )


def test_a_document_of_another_content_is_refused():
    text = SMALL.to_json()
    assert Book.from_json(text) == SMALL
    with pytest.raises(SourceError, match=r'is not as it was written.*remove the line "content_h'):
        Book.from_json(text.replace("0.5", "0.7"))
    [line] = [line for line in text.splitlines() if "content_hash" in line]
    changed = text.replace("0.5", "0.7").replace(line, "")
    assert Book.from_json(changed).people["susceptibility"].tolist()[1] == 0.7


def test_rows_that_do_not_fit_any_more_are_told_to_be_damaged():
    text = SMALL.to_json().replace('"customer"', '"custoner"', 1)
    with pytest.raises(
        BookError, match=r"(?s)'custoner' is no organi.*is damaged, was changed"
    ) as of:
        Book.from_json(text)
    assert pickle.loads(pickle.dumps(of.value)).args == of.value.args
    [line] = [line for line in text.splitlines() if "content_hash" in line]
    with pytest.raises(BookError) as of:
        Book.from_json(text.replace(line, ""))
    assert "damaged" not in str(of.value)


@pytest.mark.long
def test_a_flip_of_any_bit_of_a_document_is_seen_or_changes_no_fact():
    data = SMALL.to_json().encode()
    for place in range(0, len(data), 3):
        flipped = bytearray(data)
        flipped[place] ^= 1 << place % 8
        try:
            found = Book.from_json(bytes(flipped))
        except ValueError:
            continue
        assert found == SMALL
