"""Shares of 1, as people and systems write them: 60%, 60 in percent, 0.6."""

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph
from kamgraph.errors import BookError, SourceError
from kamgraph.sources.translation.mapping import Mapping
from kamgraph.sources.translation.numbers import read_share

DEALS = """
name = "m"
[[tables]]
file = "Deals"
table = "organizations"
columns = { id = "Firm", name = "Firm" }
constants = { kind = "customer" }
[[tables]]
file = "Deals"
table = "deals"
columns = { id = "No", account = "Firm", probability = "Chance" }
"""
IN_PERCENT = f'{DEALS}percent = "probability"'


@pytest.mark.parametrize(
    ("text", "of_one", "in_percent"),
    [
        *(("60%", "0.60", "0.60"), ("60 %", "0.60", "0.60"), ("６０％", "0.60", "0.60")),
        *(("0.6", "0.6", "0.006"), ("1", "1", "0.01"), ("0", "0", "0.00"), ("100", "100", "1.00")),
        *(("62,5", "62,5", "0.625"), ("12.5%", "0.125", "0.125"), ("150%", "150%", "150%")),
        *(("-5", "-5", "-5"), ("160", "160", "160"), ("high", "high", "high"), ("", "", "")),
    ],
)
def test_a_share_is_read_in_the_scale_that_is_told(text, of_one, in_percent):
    assert read_share(text, in_percent=False) == of_one
    assert read_share(text, in_percent=True) == in_percent


@given(st.integers(0, 10_000))
def test_percent_are_read_to_the_last_digit(hundredths):
    number = f"{hundredths // 100}.{hundredths % 100:02}"
    assert float(read_share(number, in_percent=True)) == hundredths / 10_000
    assert float(read_share(f"{number}%", in_percent=False)) == hundredths / 10_000


def test_percent_is_said_of_shares_alone():
    with pytest.raises(SourceError, match="percent: value: deals has no such share of 1"):
        Mapping.from_toml(f'{DEALS}percent = "value"')
    mapping = Mapping.from_toml(IN_PERCENT)
    assert Mapping.from_toml(mapping.to_toml()) == mapping


@pytest.mark.parametrize("mapping", [DEALS, IN_PERCENT])
def test_what_a_sheet_shows_in_percent_is_read_as_it_is_shown(tmp_path, mapping):
    book = openpyxl.Workbook()
    book.active.title = "Deals"
    book.active.append(["No", "Firm", "Chance"])
    for number, (cell, form) in enumerate([(0.6, "0%"), (60, '0"%"'), ("60%", "@"), (1, "0.00%")]):
        book.active.append([f"d{number}", "Acme", cell])
        book.active.cell(number + 2, 3).number_format = form
    book.save(tmp_path / "deals.xlsx")
    read = kamgraph.read(tmp_path / "deals.xlsx", mapping=Mapping.from_toml(mapping))
    assert read.deals["probability"].tolist() == [0.6, 0.6, 0.6, 1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_percent_in_a_workbook_of_ours_is_read_in_both_languages(tmp_path, language):
    file = tmp_path / "book.xlsx"
    kamgraph.write_template(file, language=language)
    book = openpyxl.load_workbook(file)
    sheet = next(one for one in book if any(cell.value == "example-deal" for cell in one["A"]))
    row = next(cell.row for cell in sheet["A"] if cell.value == "example-deal")
    found = [cell.column for cell in sheet[1] if cell.value in {"probability", "赢单率"}]
    cell = sheet.cell(row, found[0])
    assert (cell.value, cell.number_format) == (0.4, "0%")
    for typed, expected in (("60%", 0.6), ("60％", 0.6), (0.6, 0.6), ("0.6", 0.6)):
        cell.value = typed
        book.save(file)
        assert kamgraph.read(file).deals["probability"].tolist() == [expected]
    cell.value = 60
    book.save(file)
    with pytest.raises(BookError, match=r"write sixty percent as 0\.6 or 60%"):
        kamgraph.read(file)
