import datetime as dt
import math
from decimal import Decimal
from functools import cache, partial
from typing import Annotated

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kamgraph.model import reading
from kamgraph.model.columnar.make import make_cells
from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.marks import Graded, Words
from kamgraph.model.nothing import says_nothing
from kamgraph.model.policy import Policy
from kamgraph.model.reading import find_name_problem, read_column, read_extra

POLICY = Policy()
AWKWARD = (0, 1, 5, 6, -1, 0.0, -0.0, 5e-324, 1e-6, 0.5, 1.0, 2.5, 1e308, math.inf, -math.inf)
STRANGE = st.text(st.characters(categories=["Ll", "Zs", "Zl", "Cc", "Cf", "Cs"]), min_size=1)
NUMBERS = st.sampled_from(AWKWARD) | st.integers(-9, 9) | st.floats(allow_nan=False)
VALUES = {
    "text": STRANGE | st.text(min_size=1) | NUMBERS | st.dates(),
    "number": NUMBERS,
    "integer": NUMBERS,
    "day": st.dates(),
}
# Words and labels are for the vocabulary and the policy to judge, not for the entity.
PLAIN = [
    (table, column.name)
    for table in TABLES
    for column in columns(table)
    if column.mark(Words) is None and column.mark(Graded) is None
]


def column(table, name):
    return next(found for found in columns(table) if found.name == name)


def read(place, values, policy=POLICY):
    """Read values into a list with None for missing, and their problems."""
    clean, problems = read_column(pd.Series(values), column(*place), policy)
    return [None if pd.isna(value) else value for value in clean.to_pandas()], problems


def of_entity(place, value):
    """Return what the entity makes of a value, None if it refuses it."""
    try:
        return adapter(*place).validate_python(value)
    except ValidationError:
        return None


@cache
def adapter(table, name):
    field = TABLES[table].model_fields[name]
    return TypeAdapter(Annotated[field.annotation, field])


@st.composite
def filled(draw):
    place = draw(st.sampled_from(PLAIN))
    return place, draw(st.lists(VALUES[column(*place).kind], min_size=1, max_size=5))


@given(filled())
@example((("people", "susceptibility"), [-0.0, 5e-324, math.inf, 1.0, 1e-6]))
@example((("people", "level"), [1, 2.0, 2.5, 6, -math.inf]))
@example((("people", "id"), [7, 2**64]))
@example((("people", "id"), ["a", "A", " a", "a\x7f", "\ud800", "é\u2028é", 1, 1.0]))
def test_reading_takes_what_the_entity_takes(found):
    place, values = found
    # What stands for nothing is no value, whatever the entity would take it for.
    kind = column(*place).kind
    values = [one for one in values if not (isinstance(one, str) and says_nothing(one, kind))]
    clean, problems = read(place, pd.Series(values, dtype=object))
    if kind == "text" and all(type(value) is int for value in values):
        values = [str(value) for value in values]  # ids that a library took for numbers
    expected = [of_entity(place, value) for value in values]
    assert {*problems} == {at for at, value in enumerate(expected) if value is None}
    assert [c.date() if isinstance(c, pd.Timestamp) else c for c in clean] == expected


@given(st.lists(NUMBERS.map(float), min_size=1))
@example([math.inf, -0.0, 5e-324])
def test_a_column_of_floats_reads_like_single_numbers(numbers):
    place = ("people", "susceptibility")
    assert read(place, np.array(numbers)) == read(place, pd.Series(numbers, dtype=object))


@given(st.lists(NUMBERS, min_size=1))
def test_numbers_read_the_same_written_out(numbers):
    place = ("organizations", "potential")
    assert read(place, [repr(number) for number in numbers if math.isfinite(number)]) == read(
        place, pd.Series([number for number in numbers if math.isfinite(number)], dtype=object)
    )


def test_zero_has_no_sign():
    for zero in ([-0.0], ["-0"], [np.float32(-0.0)]):
        (clean,), problems = read(("people", "susceptibility"), zero)
        assert math.copysign(1, clean) == 1
        assert not problems


@pytest.mark.parametrize("text", ["0.5", " +.5 ", "5e-1", "0.50", "5.E-1", Decimal("0.50")])
def test_numbers_may_be_written_in_any_usual_way(text):
    assert read(("people", "susceptibility"), [text]) == ([0.5], {})


@pytest.mark.parametrize(
    "value", ["nan", "inf", "1_0", "1,5", "\u0661", "0x1", "half", " ", True, [0.5]]
)
def test_what_only_looks_like_a_number_is_none(value):
    _, problems = read(("people", "susceptibility"), pd.Series([value], dtype=object))
    assert problems == {0: "is no number"}


def test_a_number_too_large_for_a_float_is_out_of_range():
    _, problems = read(("people", "level"), pd.Series([10**400], dtype=object))
    assert "finite" in problems[0]


@pytest.mark.parametrize(
    "value",
    [
        "2024-02-29",
        " 2024-02-29 ",
        dt.date(2024, 2, 29),
        pd.Timestamp("2024-02-29T23:59").to_pydatetime(),
        dt.datetime(2024, 2, 29, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=8))),
        pd.Timestamp("2024-02-29T12"),
    ],
)
def test_a_day_may_come_in_many_types(value):
    for values in ([value], pd.Series([value], dtype=object)):
        assert read(("people", "since"), values) == ([pd.Timestamp("2024-02-29")], {})


@pytest.mark.parametrize(
    "value",
    ["2023-02-29", "29.02.2024", "2024-2-29", "20240229", "2024-02-29T00:00", 45351, "\uff11"],
)
def test_a_day_is_written_in_one_way(value):
    _, problems = read(("people", "since"), pd.Series([value], dtype=object))
    assert problems


def test_days_of_any_year_are_taken():
    clean, problems = read(("people", "since"), ["0001-01-01", "9999-12-31"])
    assert [day.year for day in clean] == [1, 9999]
    assert not problems


def test_a_word_is_read_in_any_spelling_and_another_is_refused():
    clean, problems = read(("ties", "kind"), ["REPORTS TO", "汇报", "reports_to", "marries"])
    assert clean == ["reports_to"] * 3 + [None]
    assert "known are reports_to, dotted_line" in problems[3]


def test_an_open_vocabulary_keeps_other_words():
    assert read(("interactions", "kind"), ["拜访", "Dinner"]) == (["visit", "Dinner"], {})
    _, problems = read(("interactions", "kind"), pd.Series(["\ud800", "a\0", 1], dtype=object))
    assert [*problems] == [0, 1, 2]


def test_a_grade_is_a_label_in_any_spelling_or_a_rank():
    clean, problems = read(("assessments", "price"), ["接受", "Accepts", "4", "4.0", " 5"])
    assert clean == ["accepts", "accepts", "4", "4", "5"]
    assert not problems
    _, problems = read(("assessments", "price"), ["0", "6", "2.5", "mentor", "1e400"])
    assert [*problems] == [0, 1, 2, 3, 4]


def test_labels_and_ranks_are_those_of_the_policy():
    policy = Policy(scales=POLICY.scales | {"price": ("No", "Yes")}, strength_labels={"Stark": 1})
    assert read(("assessments", "price"), ["yes", "2"], policy) == (["Yes", "2"], {})
    assert [*read(("assessments", "price"), ["3", "accepts"], policy)[1]] == [0, 1]
    assert read(("ties", "strength"), ["STARK"], policy) == (["Stark"], {})


def test_a_strength_is_a_label_or_at_most_one_in_size():
    values = ["decisive", "决定性", 1, -0.5, "-0.0", 1e-6]
    clean, problems = read(("ties", "strength"), pd.Series(values, dtype=object))
    assert clean == ["decisive", "decisive", "1", "-0.5", "0", "1e-06"]
    assert not problems
    _, problems = read(("ties", "strength"), [1.1, -2, 5e-324, math.inf])
    assert [*problems] == [0, 1, 2, 3]


def test_missing_is_missing_however_it_is_written():
    nothing = pd.Series([None, "", math.nan, pd.NA, pd.NaT], dtype=object)
    for name in ("title", "level", "susceptibility", "since", "successor"):
        assert read(("people", name), nothing) == ([None] * 5, {})
    assert read(("people", "id"), nothing)[1] == dict.fromkeys(range(5), "is missing")


def test_equal_keys_of_other_types_stay_apart():
    values = pd.Series(["1", 1, 1.0, True], dtype=object)
    clean, problems = read(("people", "id"), values)
    assert clean == ["1", None, None, None]
    assert [problem.split()[-1] for problem in problems.values()] == ["int", "float", "bool"]


def test_a_column_of_integers_may_hold_ids_and_one_of_floats_only_exact_whole_ones():
    assert read(("people", "id"), [101, 9007199254740993]) == (["101", "9007199254740993"], {})
    assert read(("people", "successor"), [101.0, float("nan")]) == (["101", None], {})
    for inexact in (101.5, 9007199254740994.0):
        assert "float" in read(("people", "id"), [101.0, inexact])[1][1]
    assert "float" in read(("people", "name"), [101.0])[1][0]


@pytest.mark.parametrize("value", [["a"], {"a": 1}, np.array([1, 2]), b"a", object()])
def test_no_cell_is_too_strange_to_refuse(value):
    for name in ("id", "level", "since", "susceptibility"):
        assert read(("people", name), pd.Series([value, "x"], dtype=object))[1]
    assert read(("ties", "strength"), pd.Series([value], dtype=object))[1]


def test_other_columns_are_kept_as_text():
    clean, problems = read_extra(pd.Series(["a", 1, 2.5, True, None, ""], dtype=object))
    assert [*clean.to_pandas()[:4]] == ["a", "1", "2.5", "True"]
    assert clean.is_missing().tolist() == [False] * 4 + [True] * 2
    assert not problems
    assert [*read_extra(pd.Series(["\ud800", "a\0b"], dtype=object))[1]] == [0, 1]


def test_a_column_needs_a_proper_name():
    assert find_name_problem("手机") is None
    for name in ("", " name", "na\tme", "\ud800", 7, ("a", "b")):
        assert find_name_problem(name)


@pytest.mark.parametrize(
    "table_column",
    [("people", "id"), ("people", "name"), ("ties", "evidence"), ("people", "since")],
)
@given(
    values=st.lists(
        st.none()
        | st.text(max_size=3)
        | st.sampled_from(["1.23E+17", "a\n", " a", "2024-02-30", "0001-01-01", "2024-02-29 "])
    )
    | st.lists(st.dates().map(str) | st.just(""))
)
def test_reading_plain_texts_quickly_changes_nothing(table_column, values):
    table, name = table_column
    column = next(one for one in columns(table) if one.name == name)
    parse = reading._make_parser(column, Policy())
    series = pd.Series(values, dtype=object)
    make, is_plain = partial(make_cells, column), partial(reading.takes_as_they_are, column)
    slow, slow_problems = reading._read_distinct(series, parse, make, lambda _: False)
    quick, quick_problems = reading._read_distinct(series, parse, make, is_plain)
    assert quick.equals(slow)
    assert quick_problems == slow_problems


def test_ids_that_a_spreadsheet_has_shortened_are_refused():
    column = next(one for one in columns("people") if one.name == "id")
    clean, problems = reading.read_column(pd.Series(["1.23E+17", "1e5"]), column, Policy())
    assert clean.is_missing().tolist() == [True, False]
    assert "shortened" in problems[0]


def test_the_first_moment_that_pandas_knows_is_on_a_day():
    for values in (pd.Series([pd.Timestamp.min]).astype("M8[ns]"), [pd.Timestamp.min]):
        clean, problems = read(("people", "since"), values)
        assert ([day.date() for day in clean], problems) == ([dt.date(1677, 9, 21)], {})


@pytest.mark.parametrize(
    ("value", "share"),
    [("60%", 0.6), ("7%", 0.07), ("12.5 %", 0.125), ("100\uff05", 1), (".5%", 0.005), (0.25, 0.25)],
)
def test_a_share_may_be_written_in_percent(value, share):
    assert read(("deals", "probability"), [value]) == ([share], {})


@pytest.mark.parametrize("value", [60, "6.1", -0.1, "150%"])
def test_what_is_no_share_of_one_is_refused_with_how_to_write_one(value):
    _, problems = read(("deals", "probability"), [value])
    assert "write sixty percent as 0.6 or 60%" in problems[0]


@pytest.mark.parametrize(
    "place", [("deals", "value"), ("ties", "confidence"), ("people", "level")], ids=str
)
def test_percent_are_of_shares_alone(place):
    assert read(place, ["60%"])[1] == {0: "is no number"}
