"""A review speaks its own language, whenever and wherever it is asked to."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import kamgraph as k
from kamgraph.model.voice import current_language, say, speaking

DEMO = k.load_demo()


@pytest.fixture(scope="module")
def reviews():
    graph = k.build_graph(DEMO, account="yaochuan")
    return {language: k.review(graph, language=language) for language in ("en", "zh")}


def test_a_review_is_written_in_its_language_while_another_is_spoken(reviews):
    for language, other in (("en", "zh"), ("zh", "en")):
        plainly = reviews[language].to_markdown()
        with speaking(other):
            assert reviews[language].to_markdown() == plainly
            assert current_language() == other


def test_reviews_are_written_side_by_side_by_several_threads(reviews):
    asked = ["en", "zh"] * 6
    alone = {language: review.to_markdown() for language, review in reviews.items()}
    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(lambda language: reviews[language].to_markdown(), asked))
    assert written == [alone[language] for language in asked]


def test_a_picture_is_drawn_later_in_the_language_of_its_review(reviews):
    def power(language):
        section = next(one for one in reviews[language].sections if one.name == "chain")
        axes = section.picture.draw()
        return " ".join(text.get_text() for text in axes.figure.findobj(match_texts))

    def match_texts(artist):
        return hasattr(artist, "get_text")

    with speaking("zh"):
        assert "decision" in power("en")
    assert "影响力" in power("zh")


@pytest.mark.long
def test_reviews_made_by_generators_in_turn_do_not_mix():
    def chapters(language):
        graph = k.build_graph(DEMO, account="yaochuan")
        yield k.review(graph, language=language).verdict
        yield k.gaps(graph, language=language)["detail"].iloc[0]

    alone = {language: list(chapters(language)) for language in ("en", "zh")}
    turns = list(zip(chapters("en"), chapters("zh"), strict=True))
    assert [english for english, _ in turns] == alone["en"]
    assert [chinese for _, chinese in turns] == alone["zh"]
    assert current_language() == "en"


def test_a_refusal_leaves_the_language_as_it_was():
    with pytest.raises(k.KamgraphError), speaking("zh"):
        k.gaps(k.build_graph(DEMO, account="yaochuan"), language="fr")
    assert say("full_stop") == "."
