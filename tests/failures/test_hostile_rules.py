"""A rule of the user's own that fails, or finds what cannot be, is named in an error of ours."""

import numpy as np
import pytest

import kamgraph as k
from kamgraph.analysis.rules import Found, rule

WORDS = {"why": ("Why.", "为何。"), "action": ("Do it.", "去做。")}


def broken(_):
    raise ZeroDivisionError("division by zero")


def missing(_):
    return {}["nobody"]


def too_deep(graph):
    return too_deep(graph)


def broken_later(_):
    return Found.people(np.array([0]), later=lambda: {}["nobody"])


RUBBISH = {
    "nothing": lambda _: None,
    "a text": lambda _: "p0",
    "a list": lambda _: [0],
    "a mask": lambda graph: Found.people(np.asarray(graph.contact)),
    "people that are not there": lambda _: Found.people(np.array([10**6])),
    "negative places": lambda _: Found.people(np.array([-1])),
    "fractions of places": lambda _: Found.people(np.array([0.5])),
    "names for places": lambda _: Found.people(np.array(["p0"])),
    "places in a table": lambda _: Found.people(np.zeros((1, 1), dtype=int)),
    "scopes that are not there": lambda _: Found.scopes(np.array([7])),
    "too few facts": lambda _: Found.people(np.array([0, 1]), days=np.array([1.0])),
    "too few stakes": lambda _: Found.people(np.array([0, 1]), stake=np.array([1.0])),
    "stakes in words": lambda _: Found.people(np.array([0]), stake=np.array(["much"])),
    "no such word": lambda _: Found.people(np.array([0]), other=np.array([1])),
    "a case without words": lambda _: Found.people(np.array([0]), case=np.array(["never"])),
    "an error": broken,
    "a key that is not there": missing,
    "no end": too_deep,
    "an error later": broken_later,
}


@pytest.mark.parametrize("kind", RUBBISH)
def test_a_rule_that_finds_rubbish_is_named(kind):
    bad = rule("my_rule", "medium", detail=("{name}: {days:.0f}", "{name}: {days:.0f}"), **WORDS)(
        RUBBISH[kind]
    )
    graph = k.build_graph(k.load_demo(), account="yaochuan")
    with pytest.raises(k.KamgraphError, match="my_rule"):
        k.gaps(graph, (bad,))


def test_an_interrupt_is_none_of_a_rule_s_errors():
    @rule("my_rule", "medium", detail=("{name}", "{name}"), **WORDS)
    def interrupted(_):
        raise KeyboardInterrupt

    graph = k.build_graph(k.load_demo(), account="yaochuan")
    with pytest.raises(KeyboardInterrupt):
        k.gaps(graph, (interrupted,))
