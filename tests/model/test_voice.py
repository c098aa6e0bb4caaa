import datetime as dt

import pytest

from kamgraph.errors import KamgraphError
from kamgraph.model.voice import (
    amount,
    band,
    current_language,
    error,
    join_clauses,
    list_words,
    points,
    say,
    say_count,
    say_day,
    score,
    share,
    speaking,
)


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
    assert list_words(words) == english
    with speaking("zh"):
        assert list_words(words) == chinese


def test_days_and_counts_are_written_as_people_do():
    counts = [say_count("people", count) for count in (0, 1, 1234)]
    assert counts == ["0 people", "1 person", "1,234 people"]
    assert say_day(dt.date(2026, 9, 3)) == "3 September 2026"
    with speaking("zh"):
        assert say_day(dt.date(2026, 9, 3)) == "2026 年 9 月 3 日"
        assert say_count("people", 1) == "1 人"


def test_a_sentence_begins_with_a_capital_unless_with_a_name_that_has_none():
    assert join_clauses(["no contact is recorded", "we ask"]) == "No contact is recorded; we ask."
    assert join_clauses(["van Dyk decides", "our sponsor knows nobody"]).startswith("van Dyk ")


def test_numbers_have_true_signs_and_no_false_precision():
    assert [points(value) for value in (1.25, -0.31, -0.04, 0.0)] == ["+1.2", "−0.3", "0.0", "0.0"]
    assert [share(value) for value in (0.134, -0.031, 0.002, 0.0)] == ["13%", "−3%", "<1%", "0%"]
    assert [points(value) for value in (3.21, -0.5, 0.04)] == ["+3.2", "−0.5", "0.0"]
    assert share(-0.02) == "−2%"
    assert [amount(320e6), amount(-42.0)] == ["320 M", "−42"]
    with speaking("zh"):
        assert amount(320e6) == "3.2 亿"
    assert [points(value) for value in (-9.96, 22.81)] == ["−10", "+23"]
    assert [score(value) for value in (-3.2, -0.2)] == ["−3", "0"]
    assert [error(value) for value in (0.2, 3.0, 6.6, float("nan"))] == ["±1", "±3", "±7", "–"]
    assert [band(30.6, 41.2), band(50.2, 50.4)] == ["31–41", "50"]
    assert points(float("nan")) == share(float("nan")) == score(float("nan")) == "–"


def test_a_score_beside_a_threshold_is_told_on_its_side_of_it():
    assert [score(59.6), score(59.6, 60), score(59.4, 60), score(60.4, 60)] == [
        "60",
        "just under 60",
        "59",
        "60",
    ]
    assert score(58.4, 58.35) == "just over 58.35"
    with speaking("zh"):
        assert score(59.6, 60) == "略低于 60"


def test_a_language_is_spoken_within_and_the_one_before_again_after():
    assert current_language() == "en"
    with speaking("zh"):
        with speaking("en"):
            assert current_language() == "en"
        assert current_language() == "zh"
    assert current_language() == "en"


def test_a_language_without_words_is_refused():
    with pytest.raises(KamgraphError, match="language 'fr' is unknown; choose en or zh"):
        speaking("fr").__enter__()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("ann", "决策卡在 ann："),
        ("张伟", "决策卡在张伟："),
        ("3M", "决策卡在 3M："),
        ("“a”", "决策卡在“a”："),
    ],
)
def test_chinese_stands_apart_from_latin_that_is_put_into_it(names, said):
    with speaking("zh"):
        assert say("blocked", names=names, choice=0).startswith(said)


def test_what_is_put_into_a_sentence_stays_as_it_is():
    with speaking("zh"):
        assert "张Wei3" in say("blocked", names="张Wei3", choice=0)
        assert "1,234 天" in say("rules.no_touch.detail.cold", days=1234.0, name="ann")
