"""What reads alike is one spelling, however it is encoded."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extra_columns import HARD
from kamgraph.model.folding import fold, fold_all, fold_name, fold_units
from kamgraph.model.vocabulary import DECISION_ROLES

KINDS = {
    "accents of their own": "Socie\u0301te\u0301",
    "case": "SOCIÉTÉ",
    "full width": "\uff33\uff4fci\u00e9t\u00e9",
    "a blank that does not break": "\u00a0Société\u00a0",
    "blanks at the end": "Société \t",
    "a space of no width": "So\u200bciété",
    "a soft hyphen": "Soci\u00adété",
    "a mark of byte order": "\ufeffSociété",
    "a mark of direction": "\u200eSociété",
    "a selector of glyphs": "Société\ufe0f",
}
TEXTS = st.lists(
    st.sampled_from((*HARD, *KINDS.values(), " ", "\u0301", "\u200d", "¨", "\u3164"))
    | st.text(st.characters(), max_size=3),
    max_size=6,
).map("".join)


@pytest.mark.parametrize("kind", KINDS)
def test_what_reads_alike_is_one_spelling(kind):
    assert fold(KINDS[kind]) == fold("Société")
    assert fold_name(KINDS[kind]) == fold_name("Société")


def test_blanks_between_words_are_one():
    assert fold("Grand\u00a0 \n Total") == fold("grand total") == "grand total"


@pytest.mark.parametrize("name", ["AccountId", "account_id", "Account ID", "account-id*"])
def test_a_name_is_known_without_its_signs(name):
    assert fold_name(name) == "accountid"


@pytest.mark.parametrize(("name", "other"), [("Société", "Societe"), ("कि", "का"), ("か", "が")])
def test_accents_and_vowels_are_no_signs(name, other):
    assert fold_name(name) != fold_name(other)


@given(TEXTS)
@example("O´Brien")
@example("a  \u0301b")
@example("a\t\u0301\u200b\u0302")
def test_units_fold_as_the_whole_does(text):
    units, starts = fold_units(text)
    assert " ".join(units.split()) == fold(text)
    assert len(starts) == len(units) + 1
    assert starts == sorted(starts)


@given(TEXTS)
@example("À¸")
def test_what_is_folded_stays(text):
    assert fold_name(fold_name(text)) == fold_name(text)


def test_words_and_labels_are_found_in_any_encoding():
    assert DECISION_ROLES.find("\ufeffＤecision\u00a0maker ") == "decision_maker"


@given(st.lists(st.text(alphabet="aB \n\t=ßﾅé'", max_size=5) | st.text(max_size=4), max_size=5))
def test_many_are_folded_as_each_alone(texts):
    assert fold_all(texts) == [fold(text) for text in texts]
