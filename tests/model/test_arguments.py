"""What callers give of another type than asked for is refused in words, wherever it goes in."""

import numpy as np
import pandas as pd
import pytest

import kamgraph as k
from books import book

FACTS = book(people="ann acme; vic us", ties="vic knows ann")
GRAPH = k.build_graph(FACTS, account="acme", as_of="2026-01-01")


ASKED = {
    "the account of a graph": lambda id_: k.build_graph(FACTS, account=id_),
    "the deal of a graph": lambda id_: k.build_graph(FACTS, deal=id_),
    "a part": FACTS.of_account,
    "a part of a changed book": FACTS.changed().of_account,
    "a scope": GRAPH.of_scope,
    "a grade": lambda id_: GRAPH.with_grade(id_, "price", 1),
    "an end of a tie": lambda id_: k.what_ifs(GRAPH, [k.NewTie("vic", id_, "knows")]),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_an_id_that_is_no_text_is_refused(ask):
    for id_ in (3, np.nan, b"acme", ["acme"], True):
        with pytest.raises(k.ScopeError, match=r"an id is a text, such as '(c1|3)', and not"):
            ask(id_)


def test_no_time_is_no_day():
    for ask in (GRAPH.at, lambda day: k.build_graph(FACTS, as_of=day)):
        with pytest.raises(k.ScopeError, match="and not NaT, which is none"):
            ask(pd.NaT)


def test_a_policy_is_a_policy():
    for ask, given in ((k.build_graph, FACTS), (k.Book.from_tables, {}), (k.check, FACTS)):
        with pytest.raises(k.PolicyError, match="a policy is a Policy"):
            ask(given, policy="x")
