import pytest

from kamgraph.model import vocabulary
from kamgraph.model.vocabulary import (
    DECISION_ROLES,
    OPEN_STAGES,
    SIDES,
    STAGES,
    TEAM_ROLES,
    TIE_KINDS,
    Vocabulary,
)

VOCABULARIES = [found for found in vars(vocabulary).values() if isinstance(found, Vocabulary)]
WORDS = [(found, word) for found in VOCABULARIES for word in found.words]


def test_there_are_vocabularies():
    assert len(VOCABULARIES) == 18


@pytest.mark.parametrize(("found", "word"), WORDS)
def test_a_word_is_read_in_every_spelling(found, word):
    for spelling in (word, *found.both(word), word.upper(), f"  {found.label(word)}\t"):
        assert found.find(spelling) == word


def test_labels_of_earlier_editions_are_still_read():
    assert SIDES.find("竞争对手") == SIDES.find("友商") == "competitor"
    assert DECISION_ROLES.find("教练") == "coach"
    assert TEAM_ROLES.find("首席专家") == TEAM_ROLES.find("客户引领专家") == "lead_expert"


@pytest.mark.parametrize("found", VOCABULARIES)
def test_no_spelling_stands_for_two_words(found):
    spellings = [{label.casefold() for label in (word, *found.both(word))} for word in found.words]
    assert len(set().union(*spellings)) == sum(map(len, spellings))


@pytest.mark.parametrize(("found", "word"), WORDS)
def test_every_word_has_a_label_in_both_languages(found, word):
    assert found.label(word).isascii()
    assert any("\u4e00" <= char <= "\u9fff" for char in found.label(word, "zh"))


def test_an_unknown_word_is_not_found_and_is_its_own_label():
    assert DECISION_ROLES.find("astrologer") is None
    assert DECISION_ROLES.label("astrologer", "zh") == "astrologer"


def test_labels_are_chosen_by_language():
    assert TIE_KINDS.label("reports_to") == "Reports to"
    assert TIE_KINDS.label("reports_to", "zh") == "汇报"


def test_a_deal_is_open_until_it_is_closed_or_lost():
    assert set(STAGES.words) - set(OPEN_STAGES) == {"closed", "lost"}
