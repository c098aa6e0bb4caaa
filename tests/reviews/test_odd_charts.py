"""Charts of shapes that nobody has, which every form takes all the same."""

import pytest

import kamgraph as k
from books import book
from kamgraph.reviews.formats import FORMATS, load_format

SHAPES = {
    "ring of 50": [(i, (i + 1) % 50) for i in range(50)],
    "ring of 600": [(i, (i + 1) % 600) for i in range(600)],
    "chain of 600": [(i + 1, i) for i in range(599)],
    "star of 5000": [(i, 0) for i in range(1, 5000)],
}


@pytest.fixture(scope="module")
def graph_of():
    """Return a function that gives the graph of a shape, the first of it the approver."""
    made = {}

    def make(shape):
        if shape not in made:
            lines = SHAPES[shape]
            people = sorted({one for line in lines for one in line})
            facts = book(
                people="; ".join([*(f"p{one} acme" for one in people), "vic us"]),
                ties="; ".join(
                    ["vic knows p0 trusted", *(f"p{a} reports_to p{b}" for a, b in lines)]
                ),
                roles=f"p0 approver acme; p{people[-1]} decision_maker acme",
                assessments="p0 2026-01-01 friend",
            )
            made[shape] = k.build_graph(facts, account="acme")
        return made[shape]

    return make


def test_a_ring_of_bosses_is_on_slides(graph_of, tmp_path):
    assert k.review(graph_of("ring of 50")).to_pptx(tmp_path / "ring.pptx").stat().st_size


@pytest.mark.long
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.module)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_form_of_a_review_takes_every_chart(graph_of, tmp_path, shape, form):
    module, review = load_format(form.endings[0]), k.review(graph_of(shape))
    if form.text:
        assert module.render(review)
    else:
        target = tmp_path / f"review{form.endings[0]}"
        module.write(review, target)
        assert target.stat().st_size


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_every_map_takes_every_chart(graph_of, tmp_path, shape):
    graph = graph_of(shape)
    assert k.interactive_map(graph).to_html(tmp_path / "map.html").stat().st_size
    figure = k.plot.map(graph).figure
    for ending in ("svg", "png"):
        figure.savefig(tmp_path / f"map.{ending}")
