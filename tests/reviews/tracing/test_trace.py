"""Every figure of a review says where it comes from."""

import pytest

import kamgraph as k
from books import book
from kamgraph.model.voice import speaking
from kamgraph.reviews.tracing.bases import FIGURES
from kamgraph.reviews.tracing.facts import Fact
from kamgraph.reviews.tracing.trace import trace

DEMO = k.load_demo()
SALE = {
    "people": "ann acme; bo acme; vic us",
    "deals": "deal acme bid",
    "ties": "vic knows bo trusted; bo influences ann strong",
    "roles": "ann approver acme",
    "assessments": "ann 2026-01-01 friend prefers accepts",
}


def traced(graph, language="en", **options):
    review = k.review(graph, language=language, **options)
    with speaking(language):
        return review, trace(review)


@pytest.mark.parametrize(
    "scope",
    [{"account": "yaochuan"}, {"deal": "dispatch-platform"}, {"account": "orvale"}, {}],
    ids=["account", "deal", "first day", "portfolio"],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_figure_has_a_formula_and_says_which_rows_it_adds_up(scope, language):
    review, tracing = traced(k.build_graph(DEMO, **scope), language, since="2026-04-15")
    there = {section.name for section in review.sections}
    for section in review.sections:
        table = tracing.tables[section.name]
        assert len(table.figures) == len(section.figures)
        shown = section.table.columns if section.table else {}
        assert [*table.columns] == [name for name, one in shown.items() if one.kind in FIGURES]
        assert len(table.subjects) == (len(section.table.rows) if section.table else 0)
        for source in (*table.figures, *table.columns.values()):
            assert source.formula
            assert source.adds in there | {""}


@pytest.fixture(scope="module")
def sale():
    return traced(k.build_graph(book(**SALE), account="acme"))[1]


def test_a_choice_comes_of_grades_and_of_what_moves_them(sale):
    table = sale.tables["key_people"]
    facts = sale.list_facts(table.columns["choice"], ("ann",))
    assert facts == [
        Fact("Relationship", "Friend", "1 January 2026"),
        Fact("Solution", "Prefers", "1 January 2026"),
        Fact("Price", "Accepts", "1 January 2026"),
        Fact("bo → ann: influences", "75%"),
    ]


def test_what_is_told_of_one_person_is_not_the_formula_of_the_whole(sale):
    of_person, of_whole = sale.tables["key_people"], sale.tables["standing"]
    assert "geometric mean" in of_person.columns["choice"].formula
    assert "geometric mean" not in of_whole.figures[1].formula
    assert of_person.columns["known"].formula != of_whole.figures[3].formula
    assert "this axis" in sale.tables["questions"].columns["one_up"].formula


def test_what_is_lost_is_told_as_it_is_shown():
    review, tracing = traced(k.build_graph(DEMO, account="yaochuan"))
    lost = next(one for one in review.sections if one.name == "fragility").table
    assert (lost.rows["coverage_lost"] < 0).all()
    assert (
        tracing.tables["fragility"]
        .columns["coverage_lost"]
        .formula.startswith("Coverage without the person minus coverage today")
    )


def test_reach_comes_of_the_ties_along_the_route(sale):
    source = sale.tables["routes"].columns["reach"]
    whats = [fact.what for fact in sale.list_facts(source, ("ann",))]
    assert whats == ["vic → bo: knows", "bo → ann: influences"]


def test_a_weight_comes_of_roles(sale):
    source = sale.tables["key_people"].columns["weight"]
    assert sale.list_facts(source, ("ann",)) == [Fact("Approver")]


def test_contacts_are_told_with_their_day_and_who_of_ours_took_part():
    tracing = traced(k.build_graph(DEMO, account="yaochuan"))[1]
    source = tracing.tables["contacts"].columns["touches"]
    first, *_ = tracing.list_facts(source, ("zhang-wei",))
    assert first == Fact("Call", "", "30 September 2026", "孙立诚")


def test_accounts_come_of_their_scores():
    tracing = traced(k.build_graph(DEMO))[1]
    scores = k.scores(k.build_graph(DEMO)).loc[("yaochuan", "")]
    facts = tracing.list_facts(tracing.tables["accounts"].columns["choice"], ("yaochuan",))
    assert Fact("Relationship", f"{scores['relationship']:.0f}") in facts
