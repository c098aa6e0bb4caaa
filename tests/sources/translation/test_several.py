"""Cells with more than one value, and with remarks on one of them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.errors import SourceError
from kamgraph.sources.translation.mapping import Mapping
from kamgraph.sources.translation.several import split_values, take_off_remarks

KINDS = {"(dotted)": {"kind": "dotted_line"}, "虚线": {"kind": "dotted_line", "strength": "weak"}}
names = st.text(st.characters(categories=["L", "N"]), min_size=1).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("cell", "name", "kind"),
    [
        ("Ben Orr (dotted)", "Ben Orr", "dotted_line"),
        ("Ben Orr(DOTTED) ", "Ben Orr", "dotted_line"),
        ("Ben Orr（Dotted）", "Ben Orr", "dotted_line"),
        ("(dotted) Ben Orr", "Ben Orr", "dotted_line"),
        ("王五 虚线", "王五", "dotted_line"),
        ("Ben (dotted) Orr", "Ben (dotted) Orr", "reports_to"),
        ("Ben Orr (matrix)", "Ben Orr (matrix)", "reports_to"),
        ("Ben Orr", "Ben Orr", "reports_to"),
        ("", "", "reports_to"),
    ],
)
def test_a_remark_is_taken_off_and_says_what_it_means(cell, name, kind):
    piece = pd.DataFrame({"target": [cell], "kind": ["reports_to"]}, dtype=object)
    found = take_off_remarks(piece, "target", KINDS)
    assert found.loc[0, ["target", "kind"]].tolist() == [name, kind]


def test_a_remark_may_fill_columns_that_other_rows_leave_empty():
    piece = pd.DataFrame(
        {"target": ["王五 虚线", "李四"], "kind": ["reports_to"] * 2}, dtype=object
    )
    assert take_off_remarks(piece, "target", KINDS)["strength"].tolist() == ["weak", ""]


def test_a_remark_may_speak_of_columns_of_the_table_alone():
    use = {"file": "f", "table": "ties", "columns": {"source": "a", "target": "b"}}
    with pytest.raises(SourceError, match="colour: no column of ties"):
        Mapping.from_toml(
            'name = "x"\n[[tables]]\nfile = "f"\ntable = "ties"\n'
            'columns = { source = "a", target = "b" }\n'
            '[tables.remarks.target]\n"(dotted)" = { colour = "red" }\n'
        )
    found = Mapping(
        name="x", tables=[use | {"remarks": {"target": KINDS}, "split": {"target": ";"}}]
    )
    assert Mapping.from_toml(found.to_toml()) == found


@given(st.lists(st.lists(names, min_size=1, max_size=4), max_size=6), st.data())
def test_every_value_between_any_marks_is_a_row_of_its_own(cells, data):
    marks = (";", " / ", "\n")
    joined = [data.draw(st.sampled_from(marks)).join(cell) for cell in cells]
    piece = pd.DataFrame({"row": range(len(cells)), "target": joined}).astype({"target": object})
    found = split_values(piece, "target", marks)
    assert list(zip(found["row"], found["target"], strict=True)) == [
        (row, value) for row, cell in enumerate(cells) for value in cell
    ]


@given(names, st.sampled_from([*KINDS]), st.booleans())
def test_what_a_remark_stands_beside_is_left(name, remark, behind):
    cell = f"{name} {remark}" if behind else f"{remark} {name}"
    piece = pd.DataFrame({"target": [cell]}, dtype=object)
    assert take_off_remarks(piece, "target", KINDS)["target"].tolist() == [name]
