import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kamgraph.sources.translation.near_misses import find_equal, find_meant, fold_reference

NAMES = st.text(st.sampled_from("aB éß张 ,，.@0179-\u200b　Ａ"), max_size=6)


@given(NAMES)
def test_blanks_around_a_name_do_not_matter(name):
    assert fold_reference(f" {name}\u3000") == fold_reference(name)


@given(NAMES)
def test_what_is_folded_alike_is_near(name):
    meant = find_meant([name.swapcase()], [(name, name)])
    assert meant in ({}, {name.swapcase(): name})
    if any(char.isalnum() for char in name) and name.isascii() and "@" not in name:
        assert meant


def test_names_of_others_are_told_with_their_ids_the_first_few():
    known = [("Ann Lee", f"p{at}") for at in range(5)]
    assert find_meant(["LEE, ANN"], known) == {
        "LEE, ANN": "Ann Lee (p0) or Ann Lee (p1) or Ann Lee (p2) or 2 more"
    }
    assert find_meant(["..."], [("---", "p")]) == {}


@given(st.text(max_size=6))
def test_a_text_is_equal_to_its_other_encodings_only(text):
    found = find_equal([unicodedata.normalize("NFD", text)], [unicodedata.normalize("NFC", text)])
    assert {*found.values()} <= {unicodedata.normalize("NFC", text)}
    assert find_equal(["é"], ["e"]) == {}
