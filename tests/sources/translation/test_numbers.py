"""Numbers as people write them; one that may be two is left as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.sources.translation.currencies import differ, spell_currency
from kamgraph.sources.translation.numbers import (
    explain_number,
    make_reader,
    read_number,
    tell_currency,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("12万", "120000"),
            ("12.5 万元", "125000"),
            ("3亿", "300000000"),
            ("2.5千万", "25000000"),
        ),
        *(
            ("￥1,200", "1200"),
            ("￥1,200.00", "1200.00"),
            ("¥12万", "120000"),
            ("人民币 5万", "50000"),
        ),
        *(
            ("1,200元", "1200"),
            ("CNY 1,200", "1200"),
            ("1.200 €", "1200"),
            ("$1,200.50", "1200.50"),
        ),
        *(
            ("US$ -3.50", "-3.50"),
            ("-$3.50", "-3.50"),
            ("(1,200.00)", "-1200.00"),
            ("100 kr", "100"),
        ),
        *(("1,200,000", "1200000"), ("1.200.000", "1200000"), ("1 200 000", "1200000")),
        *(("1\u202f200,50", "1200.50"), ("1'200'000", "1200000"), ("1’200.5", "1200.5")),
        *(("12,34,567", "1234567"), ("1,200.50", "1200.50"), ("1.200,50", "1200.50")),
        *(("0,5", "0.5"), ("1200,50", "1200.50"), ("50%", "0.50"), ("10k", "10000")),
        *(
            ("1.2 Mio. €", "1200000"),
            ("3 million", "3000000"),
            ("１２００", "1200"),
            ("007", "007"),
        ),
    ],
)
def test_what_can_only_be_one_number_is_read(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["1,200", "1,2,3", "12,34,56", "abc", "$", "1-2", "10-20万", "(5", "5)", "nan", "1e5", ""],
)
def test_what_may_be_several_numbers_or_none_is_left(text):
    assert read_number(text) == text


def test_a_mapping_says_which_mark_stands_between_thousands():
    assert "thousands = ','" in explain_number("1,200")
    assert explain_number("12 or so") == ""
    read = {"1,200": "1200", "1,200.50": "1200.50", "12,5": "12,5", "￥1,200": "1200", "7": "7"}
    assert {text: read_number(text, ",") for text in read} == read
    read = {"1.200": "1200", "1.200,5": "1200.5", "12.5": "12.5"}
    assert {text: read_number(text, ".") for text in read} == read


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        *(("$1,200,000", "$"), ("EUR 5.000", "EUR"), ("￥300万", "¥"), ("12万元", "CNY")),
        *(("US$ 5", "USD"), ("5 kr", "kr"), ("-5 €", "EUR"), ("(£3)", "GBP"), ("RM 4", "MYR")),
        *(("5", ""), ("1.200,50", ""), ("", ""), ("to be told", ""), ("50%", ""), ("EUR", "")),
    ],
)
def test_an_amount_tells_its_currency(text, currency):
    assert tell_currency(text) == currency


def test_currencies_are_known_by_any_of_their_spellings():
    spelled = {
        "€": "EUR",
        "eur": "EUR",
        " Euro ": "EUR",
        "人民币": "CNY",
        "￥": "¥",
        "Taler": "Taler",
    }
    assert {text: spell_currency(text) for text in spelled} == spelled


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        *(("EUR", "$", True), ("CAD", "$", False), ("€", "EUR", False), ("CNY", "¥", False)),
        *(("USD", "GBP", True), ("", "EUR", False), ("Taler", "EUR", False), ("kr", "SEK", False)),
    ],
)
def test_currencies_differ_only_where_both_are_known(one, other, expected):
    assert differ(one, other) is differ(other, one) is expected


def test_a_share_is_no_amount():
    read = make_reader({"50%", "50", "１２％"}, "", is_typed=False)
    assert [read(text) for text in ("50%", "50", "１２％")] == ["50%", "50", "１２％"]
    assert explain_number("50 %") == "is a share of something, and no amount"


AMOUNTS = st.decimals(0, 10**12, places=2)


@given(AMOUNTS, st.sampled_from(("{:,.2f}", "${:,.2f}", "{:,.2f} CNY", "￥{:,.2f}")))
def test_any_amount_with_cents_is_read(amount, form):
    assert float(read_number(form.format(amount))) == float(amount)


@given(AMOUNTS, st.sampled_from(" '."))
def test_any_amount_of_other_countries_is_read(amount, mark):
    text = f"{amount:,.2f}".translate(str.maketrans({",": mark, ".": ","}))
    assert float(read_number(text)) == float(amount)


@given(st.text(max_size=60) | st.from_regex(r"[\d,.' ￥万%()-]{0,30}", fullmatch=True))
def test_anything_else_stays_or_becomes_a_plain_number(text):
    for thousands in ("", ",", ".", "'", " "):
        found = read_number(text, thousands)
        assert found == text or float(found) is not None


@pytest.mark.parametrize(
    ("beside", "text", "number"),
    [
        ("1.234,56", "120.000", 120_000),
        ("1.200.000", "5.000", 5_000),
        ("120.000,00", "5.000", 5_000),
        ("7,5", "5.000", 5_000),
        ("1234.500", "5.125", 5.125),
        ("0.125", "5.000", 5),
        ("1,234.5678", "5.000", 5),
        ("1,200,000", "1,200", 1_200),
        ("12.50", "1,200", 1_200),
        ("€ 1.234,56", "5.000", 5_000),
    ],
)
def test_other_numbers_of_a_column_tell_what_one_means(beside, text, number):
    read = make_reader([beside, text], "", is_typed=False)
    assert float(read(text)) == number


@pytest.mark.parametrize(
    ("beside", "text"),
    [
        *(("5.000,50", "12,000"), ("€5.000,50", "12,000"), ("5.50", "12.000")),
        *(("1,234.56", "5.000"), ("12.5", "5.000"), ("1.200.000", "1,200")),
    ],
)
def test_a_fraction_of_three_digits_takes_another_with_three(beside, text):
    assert make_reader([beside, text], "", is_typed=False)(text) == text


@pytest.mark.parametrize("others", [[], ["7"], ["5000"], ["12.5", "7,5"], ["", "tbd", "€ 5.000"]])
@pytest.mark.parametrize("text", ["120.000", "1,200", "12.125"])
def test_without_them_it_may_be_both(others, text):
    assert make_reader([*others, text], "", is_typed=False)(text) == text
    assert "thousands = '" in explain_number(text)


def test_programs_write_points_before_decimals_and_no_zeros_behind():
    assert float(make_reader(["12.125", "7"], "", is_typed=True)("12.125")) == 12.125
    assert make_reader(["12.500", "12.125"], "", is_typed=True)("12.125") == "12.125"


def test_a_mapping_has_the_last_word():
    assert float(make_reader(["12.500", "1,234.56"], ".", is_typed=False)("12.500")) == 12_500
    assert float(make_reader(["12.500", "1.234,56"], ",", is_typed=False)("12.500")) == 12.5
