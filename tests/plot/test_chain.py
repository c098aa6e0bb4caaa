"""The decision chain, read back from its artists."""

import pytest

import kamgraph as k
from artists import named, said, written_in
from books import book
from kamgraph import plot

pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.errors.MissingGlyphsWarning")

PEOPLE = "ann acme title=CEO; bo acme title=Buyer; cy acme level=3 function=it; vic us"


def draw(**tables):
    facts = book(people=PEOPLE, **tables)
    graph = k.build_graph(facts, account="acme")
    axes = plot.chain(graph)
    axes.figure.canvas.draw()
    return graph, axes


def is_dashed(patch):
    return patch.get_linestyle() != "solid"


def test_beside_open_roles_stand_those_who_are_suggested_in_dashed_boxes():
    graph, axes = draw(interactions="m 2026-01-01 meeting ann")
    found = k.candidates(graph).query("kind == 'role'")
    boxes = named(axes, "chain:")
    assert boxes.keys() == {f"{row.value}:{row.person}" for row in found.itertuples()}
    assert len(boxes)
    assert all(is_dashed(box) for box in (*boxes.values(), *named(axes, "role:").values()))
    sure = found[(found["value"] == "approver") & (found["person"] == "ann")]["confidence"].iloc[0]
    words = written_in(axes, boxes)["approver:ann"]
    assert {"ann", "level 1, by title", f"{sure:.0%}"} <= set(words)
    assert "inferred, not confirmed" in said(axes)


def test_who_is_recorded_stands_in_a_solid_box():
    _, axes = draw(roles="bo approver acme; cy coach_inform acme")
    boxes, roles = named(axes, "chain:"), named(axes, "role:")
    assert [key for key in boxes if key.startswith("approver:")] == ["approver:bo"]
    assert not is_dashed(boxes["approver:bo"])
    assert not is_dashed(roles["approver"])
    assert is_dashed(roles["user"])
    assert "coach_inform" not in roles


def test_who_is_recorded_in_a_deal_stands_there_with_the_deal():
    _, axes = draw(deals="sale acme name=Sale stage=bid", roles="cy decision_maker acme sale")
    boxes = named(axes, "chain:")
    assert [key for key in boxes if key.startswith("decision_maker:")] == ["decision_maker:cy"]
    assert not is_dashed(boxes["decision_maker:cy"])
    assert "in Sale" in written_in(axes, boxes)["decision_maker:cy"]


def test_what_is_dismissed_is_not_drawn():
    facts = book(people=PEOPLE, interactions="m 2026-01-01 meeting ann")
    found = k.candidates(k.build_graph(facts, account="acme"))
    ann = found[(found["person"] == "ann") & (found["value"] == "approver")]
    graph = k.build_graph(k.dismiss(facts, ann), account="acme")
    assert "approver:ann" in named(plot.chain(k.build_graph(facts, account="acme")), "chain:")
    assert "approver:ann" not in named(plot.chain(graph), "chain:")


def test_a_draft_is_drawn_as_inferred_and_more_than_three_are_counted():
    many = "; ".join(f"p{number} user acme" for number in range(5))
    people = "; ".join(f"p{number} acme title=Engineer" for number in range(5))
    facts = book(people=f"ann acme title=CEO; {people}", roles=many,
                 interactions="m 2026-01-01 meeting ann")  # fmt: skip
    axes = plot.chain(k.build_graph(k.draft(facts, at_least=0.5), account="acme"))
    assert is_dashed(named(axes, "chain:")["approver:ann"])
    assert "2 more" in said(axes)
