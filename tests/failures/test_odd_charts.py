"""Charts that are no trees, or far too wide or deep, come out of every writer and picture."""

import io

import pytest
from matplotlib.figure import Figure

import kamgraph as k
from forms import BOOKS, FORMS, book, graph

CHARTS = ("ring of 50", "ring of 600", "chain of 600", "star of 5000")


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_any_chart_is_written(form, name, tmp_path):
    target = tmp_path / form.called
    form.write(name, target)
    assert target.exists()
    if form in BOOKS:
        assert form.look(target) == book(name)


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize("name", CHARTS)
def test_any_chart_is_drawn(name, kind):
    axes = k.plot.map(graph(name), ax=Figure().add_subplot())
    stream = io.BytesIO()
    axes.figure.savefig(stream, format=kind)
    assert stream.getvalue()


@pytest.mark.parametrize("name", CHARTS)
def test_any_chart_is_measured(name):
    asked = graph(name)
    assert len(k.structure(asked)) >= 0
    assert k.scores(asked)["relationship"].between(0, 100).all()
    assert len(k.key_people(asked)) > 0
    assert len(k.check(book(name))) >= 0
