import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.model.privacy.identifiers import Identifier
from kamgraph.model.privacy.mentions import MARKER, Mentions
from kamgraph.model.privacy.name_patterns import (
    guess_name,
    list_spellings,
    spell_alike,
    write_name,
)
from kamgraph.model.privacy.patterns import fold_text

SEPARATORS = [" ", "  ", "\u3000", "\n", "-", "\u2011", "_", "·", ".", ""]


def find(patterns, text):
    known = [Identifier("name", pattern) for pattern in patterns]
    return [text[first:last] for first, last, _ in Mentions(known).find(text)]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "王秀英",
            "见王 秀英总，王·秀英、秀英 王，与王秀英会面",
            ["王 秀英", "王·秀英", "秀英 王", "王秀英"],
        ),
        ("王 秀英", "王秀英", ["王秀英"]),
        ("欧阳修文", "修文 欧阳", ["修文 欧阳"]),
        ("王秀英", "王秀 王英", []),
        (
            "Zoë Müller",
            "Zoë-Müller; Müller, Zoë; MÜLLER Zoë's",
            ["Zoë-Müller", "Müller, Zoë", "MÜLLER Zoë"],
        ),
        ("Zoë-Müller", "Zoë Müller", ["Zoë Müller"]),
        ("Ann Lee", "Ann_Lee, annlee, LEE.ANN", ["Ann_Lee", "annlee", "LEE.ANN"]),
        ("Ann Lee", "met Lee. Ann said", []),
        ("Ann Lee", "Joann Lee, Ann Leeson and met Lee, Ann today", []),
        ("Ann Lee", "Lee, Ann called, and so did Lee, Ann", ["Lee, Ann", "Lee, Ann"]),
        ("Ann Mary Lee", "Lee Ann Mary, Mary Ann Lee", ["Lee Ann Mary", "Mary Ann Lee"]),
        ("Dr. Ann Lee (on leave)", "Ann Lee, Dr. Ann Lee", ["Ann Lee", "Ann Lee"]),
        (
            "J. R. Tolkien",
            "J.R. Tolkien; Tolkien, J. R.; jr tolkien",
            ["J.R. Tolkien", "Tolkien, J. R.", "jr tolkien"],
        ),
        ("O'Brien Pat", "pat obrien; O\u2019Brien, Pat", ["pat obrien", "O\u2019Brien, Pat"]),
        ("Lily 王丽", "Lily said that 王丽 and 王 丽 Lily agree", ["王丽", "王 丽 Lily"]),
        ("김철수", "김철수는 김 철수", ["김철수", "김 철수"]),
        ("ジョン・スミス", "ジョンスミス様", ["ジョンスミス"]),
        ("محمد علي", "قال مُحَمَّد عَلِي و محـمد علي", ["مُحَمَّد عَلِي", "محـمد علي"]),
        ("مُحَمَّد عَلِي", "علي محمد", ["علي محمد"]),
        ("محمد علي", "مُحَمَّد عَلِيّة", []),
        ("דוד כהן", "דָּוִד כֹּהֵן", ["דָּוִד כֹּהֵן"]),
        ("Иванов Иван Петрович", "Иван Иванов и ИВАНОВ ИВАН", ["Иван Иванов", "ИВАНОВ ИВАН"]),
        ("Anna Petrovna Ivanova", "Ivanova Anna, Anna Petrova", ["Ivanova Anna"]),
        ("Иван Петрович Рабинович", "Рабинович Иван", ["Рабинович Иван"]),
        ("Рабинович Иван", "Иван", []),
        ("Иван И. Петрович", "Иван и Пётр", []),
        ("Олена Андріївна Коваль", "Коваль Олена", ["Коваль Олена"]),
        (
            "Maria del Carmen de la Cruz",
            "de la Cruz, Maria del Carmen",
            ["de la Cruz, Maria del Carmen"],
        ),
    ],
)
def test_a_name_is_found_in_any_order_and_spacing_and_nobody_else_is(name, text, found):
    assert find(write_name(fold_text(name)), text) == found


@given(
    st.permutations(["Zoë", "Anna", "Müller"]),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["", "met ", "(", "与"]),
    st.sampled_from(["", ".", "'s view", ") on 5 May", "会面"]),
)
def test_whatever_stands_around_a_name_stays(parts, between, before, after):
    written = between.join(parts)
    unspaced = before == "与" or after == "会面"  # letters of a script that puts no blanks between
    known = [Identifier("name", one) for one in write_name(fold_text("Zoë Anna Müller"))]
    expected = written if unspaced else MARKER
    assert Mentions(known).replace(f"{before}{written}{after}") == f"{before}{expected}{after}"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "Zoë Müller",
            "Zoe Mueller; Frau Müller; Z. Muller; Zoe",
            ["Zoe Mueller", "Müller", "Muller", "Zoe"],
        ),
        ("Zoe Mueller", "Zoë Müller", ["Zoë Müller"]),
        ("王秀英", "王总 小王 秀英 王经理 王府井 老王", ["王总", "小王", "秀英", "王经理", "老王"]),
        ("欧阳 修文", "欧阳总 修文", ["欧阳总", "修文"]),
        ("Ann Lee", "Ann, Leeson, Joann; met Lee, Ann today", ["Ann", "Lee, Ann"]),
        ("Ann", "Anna", []),
        ("Wei Wang (王伟)", "王伟 agreed", ["王伟"]),
        ("สมชาย ใจดี", "คุณสมชาย", ["สมชาย"]),
        ("Al Li", "al li", []),
        ("أحمد", "احمد", ["احمد"]),
    ],
)
def test_parts_and_other_spellings_of_a_name_are_guessed(name, text, found):
    assert find(guess_name(fold_text(name)), text) == found


def test_a_name_of_other_signs_is_found_as_it_is():
    assert find(write_name(fold_text("c++ / dev")), "C++  / dev, c++") == ["C++  / dev"]


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("王 秀英", "王秀英"),
        ("Müller, Zoë", "Zoë  MÜLLER"),
        ("Dr. Ann Lee", "LEE Ann"),
        ("王丽 Lily", "Lily 王 丽"),
    ],
)
def test_names_of_another_order_or_spacing_are_spelled_alike(one, another):
    assert spell_alike(one) == spell_alike(another)
    assert spell_alike(one) != spell_alike(f"{another} x")


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("王秀英", "秀英 王"),
        ("欧阳 修文", "修文欧阳"),
        ("山田太郎", "太郎 山田"),
        ("김민수", "민수 김"),
    ],
)
def test_an_unspaced_name_is_known_whichever_part_is_first(one, another):
    assert spell_alike(one) in list_spellings(another)
    assert spell_alike(another) in list_spellings(one)
    assert spell_alike(one) not in list_spellings(f"{another}丙")


@given(st.text(min_size=1))
def test_every_text_can_be_a_name(text):
    plain = fold_text(text)
    for pattern in (*write_name(plain), *guess_name(plain)) if plain else ():
        re.compile(pattern)
    spell_alike(text)
