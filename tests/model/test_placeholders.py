"""Which names stand for a seat that is to be filled."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph import Policy
from kamgraph.model.placeholders import find_placeholders

KNOWN = Policy().placeholders
NOBODY = [
    *("VACANT", "TBD", "Vacant - CFO", "vacant position", "CFO (vacant)", "To  be   determined"),
    *("tbd.", "TBD2", "VACANT_CFO", "N.N.", "N.N. (Einkauf)", "ＶＡＣＡＮＴ", "[TBD]"),
    *("待定", "采购总监（空缺）", "（待聘）", "财务总监 暂缺"),
    *("TBH", "TBH - Data Lead", "To Be Hired (Q3)", "TBA", "unfilled", "Open headcount"),
    *("unbesetzt", "Unbesetzt (Einkauf)", "Vakanz", "zu besetzen", "Offene Stelle 3"),
    *("offen", "Offen (Einkauf)", "[offen]", "OPEN", "À pourvoir", "未定", "空席", "Vacante"),
    *("空岗", "拟招1", "待招聘", "拟招聘", "招聘中", "缺编"),
]
SOMEBODY = [
    *("Vacantini", "Ann Tbdson", "Evacant", "张伟", "To Be", "Determined Li", "Nn", "N. Novak"),
    *("é", "", "定待", "Ann", "Jo Hiredman"),
    *("Lisa Offen", "Offen, Lisa", "Opener", "未定山"),
    *("Tbhson", "Ann Unbesetzter", "招弟", "拟", "Open Li"),
]


@pytest.mark.parametrize("name", NOBODY)
def test_a_placeholder_is_found_as_words_of_a_name(name):
    assert find_placeholders([name], KNOWN).tolist() == [True]


@pytest.mark.parametrize("name", SOMEBODY)
def test_a_name_is_not_a_placeholder_for_a_part_of_a_word(name):
    assert find_placeholders([name], KNOWN).tolist() == [False]


@given(st.lists(st.sampled_from(NOBODY + SOMEBODY)))
def test_each_of_many_names_is_found_as_alone(names):
    expected = [name in NOBODY for name in names]
    np.testing.assert_array_equal(find_placeholders(names, KNOWN), expected)


def test_a_policy_without_placeholders_takes_every_name_for_a_person():
    assert not find_placeholders(NOBODY, ()).any()
