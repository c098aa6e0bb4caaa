"""What a draft assumes is told as inferred wherever a review rests on it, and nowhere else."""

import pytest
from pptx import Presentation

import kamgraph as k
from books import book
from kamgraph.model.voice import speaking
from kamgraph.plot.stakeholder_map.svg import draw_svg
from kamgraph.reviews.inferred import count_guesses

FACTS = {
    "people": "ann acme title=CEO; bo acme title=CFO; cy acme title=Buyer; vic us",
    "interactions": """
        a 2026-01-01 call ann; a 2026-01-01 call bo; a 2026-01-01 call cy
        b 2026-01-02 call bo; b 2026-01-02 call ann
        c 2026-01-03 call cy; c 2026-01-03 call bo; d 2026-01-04 call cy; d 2026-01-04 call vic
    """,
}


@pytest.fixture(scope="module")
def plain():
    return k.build_graph(book(**FACTS), account="acme")


@pytest.fixture(scope="module")
def drafted():
    return k.build_graph(k.draft(book(**FACTS), at_least=0.3), account="acme")


def test_facts_are_counted_by_family(plain, drafted):
    assert not any(count_guesses(plain).values())
    found = count_guesses(drafted)
    assert found["lines"] == (drafted.ties["kind"] == "reports_to").sum() > 0
    assert found["roles"] == drafted.people["roles"].map(len).sum() > 0


@pytest.mark.parametrize(
    ("language", "said"), [("en", "confirmed by nobody"), ("zh", "尚无人确认")]
)
def test_sentences_say_what_they_rest_on(plain, drafted, language, said):
    told = k.review(drafted, language=language)
    sections = {section.name: section.sentence for section in told.sections}
    assert said in told.verdict
    assert {name for name, sentence in sections.items() if said in sentence} >= {
        "chain",
        "map",
    }
    assert said not in sections["completeness"]
    assert said not in k.review(plain, language=language).to_markdown()


def test_a_role_of_a_draft_weighs_as_assumed_and_no_score_takes_it_for_known(drafted):
    assert drafted.people.loc["ann", "role_origins"]
    found = k.key_people(drafted)
    assert set(found["kind"]) == {"assumed"}
    assert k.scores(drafted)["roles_known"].iloc[0] == 0
    chain = k.review(drafted).tables["chain"]
    assert "Approver (inferred)" in chain["role"].tolist()


def test_accepted_roles_are_known():
    facts = book(**FACTS)
    found = k.candidates(k.build_graph(facts, account="acme"))
    graph = k.build_graph(k.accept(facts, found[found["value"] == "approver"]), account="acme")
    assert "direct" in set(k.key_people(graph)["kind"])
    assert k.scores(graph)["roles_known"].iloc[0] > 0
    assert "(inferred)" not in k.review(graph).to_markdown()


def test_the_map_names_inferred_ties_in_its_elements_and_legend(plain, drafted):
    with speaking("zh"):
        drawn = draw_svg(drafted, name="map")
    lines = (drafted.ties["origin"] == "assumed").sum()
    assert drawn.content.count('data-inferred="推断，未经确认"') == lines
    assert "汇报：推断，未经确认" in [key.label for key in drawn.legend]
    assert "角色为推断，未经确认" in [key.label for key in drawn.legend]
    assert "inferred" not in draw_svg(plain, name="map").content


def test_slides_draw_it_in_long_dashes_and_explain_them(plain, drafted, tmp_path):
    written = []
    for graph in (plain, drafted):
        deck = Presentation(str(k.review(graph).to_pptx(tmp_path / "deck.pptx")))
        written.append("".join(shape._element.xml for page in deck.slides for shape in page.shapes))
    assert "lgDash" not in written[0]
    assert "lgDash" in written[1]
    assert "not confirmed" in written[1]
