"""Cells in the spelling of ours: many at once as each by itself."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.model.columns import columns
from kamgraph.sources.respelling import LINES, OPENED
from kamgraph.sources.translation.cells import (
    fill_names,
    find_respelled,
    spell_column,
    spell_texts,
    take_first,
)
from kamgraph.sources.translation.mapping import Mapping

NAME = next(column for column in columns("people") if column.name == "name")
MAPPING = Mapping(name="ours", tables=[])
CELLS = st.lists(
    st.one_of(st.text('a "=王\n\t', max_size=6), st.sampled_from(['="01"', ' ="01" ', "a  b"]))
)


@given(CELLS)
def test_a_column_is_spelled_as_each_of_its_cells(texts):
    alone = [spell_column(pd.Series([text], dtype=object), NAME, MAPPING).iloc[0] for text in texts]
    together = spell_column(pd.Series(texts, dtype=object), NAME, MAPPING)
    assert together.tolist() == alone


@given(CELLS)
def test_what_is_respelled_is_told_of_each_cell(texts):
    found = find_respelled(pd.Series(texts, dtype=object))
    none = np.zeros(len(texts), dtype=bool)
    stripped = [text.strip() for text in texts]
    assert found.get(LINES, none).tolist() == ["\n" in one or "\t" in one for one in stripped]
    opened = [one.startswith('="') and one.find('"', 2) == len(one) - 1 > 1 for one in stripped]
    assert found.get(OPENED, none).tolist() == opened


def test_the_first_text_that_is_not_blank_is_taken_row_by_row():
    first, second, third = (
        pd.Series(texts, dtype=object) for texts in (["a", " ", ""], ["b", "b", ""], ["c"] * 3)
    )
    assert take_first([first, second, third], first.index).tolist() == ["a", "b", "c"]
    assert take_first([third, first], first.index).tolist() == ["c"] * 3


def test_columns_of_plain_texts_and_of_values_are_spelled_alike():
    cells = pd.DataFrame({"texts": ["a", "1"], "mixed": ["a", None], "whole": [1, 2]}, dtype=object)
    spelled = spell_texts(cells)
    assert spelled.to_dict("list") == {"texts": ["a", "1"], "mixed": ["a", ""], "whole": ["1", "2"]}
    assert {str(dtype) for dtype in spelled.dtypes} == {"str"}


@pytest.mark.parametrize(
    ("template", "parts", "name"),
    [
        ("{FirstName} {LastName}", ("睿", "唐"), "唐睿"),
        ("{LastName} {FirstName}", ("唐", "睿"), "唐睿"),
        ("{姓} {名}", ("唐", "睿"), "唐睿"),
        ("{First Name} {Last Name}", ("Ada", "Quist"), "Ada Quist"),
        ("{First Name} {Last Name}", ("睿", ""), "睿"),
        ("{LastName}, {FirstName}", ("唐", "睿"), "唐, 睿"),
    ],
)
def test_a_family_comes_first_where_people_say_it_first(template, parts, name):
    columns = [pd.Series(["Ada", one], dtype=object) for one in parts]
    assert fill_names(template, columns).tolist()[1] == name
