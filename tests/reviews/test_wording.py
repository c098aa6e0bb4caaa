import datetime as dt
from string import Formatter

import pytest

from kamgraph.model.policy import Policy
from kamgraph.reviews.fine_print import JUDGEMENTS
from kamgraph.reviews.wording import Wording, points, score, sentences, share


@pytest.mark.parametrize("key", sentences())
def test_both_languages_say_the_same_things(key):
    said = sentences()[key]
    assert list(said) == ["en", "zh"]
    english, chinese = (
        {name for _, name, _, _ in Formatter().parse(said[language]) if name} for language in said
    )
    assert english == chinese


def test_every_judgement_is_one_of_the_policy():
    assert set(JUDGEMENTS) == set(Policy.model_fields)


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a、b"),
        (["a", "b", "c"], "a, b and c", "a、b、c"),
    ],
)
def test_lists_read_like_sentences(words, english, chinese):
    assert Wording("en").listed(words) == english
    assert Wording("zh").listed(words) == chinese


def test_days_and_counts_are_written_as_people_do():
    assert Wording("en").day(dt.date(2026, 9, 3)) == "3 September 2026"
    assert Wording("zh").day(dt.date(2026, 9, 3)) == "2026 年 9 月 3 日"
    counted = [Wording("en").counted("people", count) for count in (0, 1, 1234)]
    assert counted == ["0 people", "1 person", "1,234 people"]
    assert Wording("zh").counted("people", 1) == "1 人"


def test_numbers_have_true_signs_and_no_false_precision():
    assert [points(value) for value in (1.25, -0.31, -0.04, 0.0)] == ["+1.2", "−0.3", "0.0", "0.0"]
    assert [share(value) for value in (0.134, -0.031, -0.001)] == ["13%", "−3%", "0%"]
    assert [score(59.6), score(59.6, 60), score(59.4, 60), score(60.4, 60)] == [
        "60",
        "59.6",
        "59",
        "60",
    ]
    assert points(float("nan")) == share(float("nan")) == score(float("nan")) == "–"
