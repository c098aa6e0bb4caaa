import tomllib
from importlib.resources import files

import pytest

from kamgraph.model import labels
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.folding import fold_name
from kamgraph.model.vocabulary import LANGUAGES

SAID = tomllib.loads(files("kamgraph.model").joinpath("labels.toml").read_text("utf-8"))
CELLS = [(table, column.name) for table in TABLES for column in columns(table)]


def test_every_table_and_column_is_called_and_explained_in_chinese():
    for table in TABLES:
        assert not labels.label_table(table, "zh").isascii()
        assert labels.explain_table(table, "zh").endswith("。")
    for table, column in CELLS:
        assert not labels.label_column(table, column, "zh").isascii(), (table, column)
        assert labels.explain_column(table, column, "zh").endswith("。"), (table, column)


def test_what_is_called_stands_in_a_table():
    assert {*SAID["tables"]} == {*TABLES}
    known = {name for table, column in CELLS for name in (column, f"{table}.{column}")}
    assert {*SAID["columns"]} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_are_called_alike_so_each_is_found(language):
    for table in TABLES:
        assert labels.find_table(labels.label_table(table, language)) == table
        spelt = [
            fold_name(labels.label_column(table, one.name, language)) for one in columns(table)
        ]
        assert len({*spelt}) == len(spelt)
        for column in columns(table):
            heading = labels.label_column(table, column.name, language)
            assert labels.find_column(table, heading) == column.name
            assert labels.find_column(table, f" {heading.upper()} ") == column.name


def test_a_table_is_not_found_in_another_spelling_of_its_english_name():
    assert labels.find_table("People") is None  # exports of Pipedrive are called so
    assert labels.find_table("人员") == "people"
    assert labels.find_column("people", "Salary") is None
