"""Threads to a person: chains that share nobody, direct ties among them."""

import pytest

from books import book
from kamgraph import build_graph, reach

OURS = "u us; v us; w us; "


@pytest.mark.parametrize(
    ("people", "ties", "threads"),
    [
        ("d acme", "u knows d 1", {"d": 1}),
        # the chain through a begins with u, too
        ("a acme; d acme", "u knows d 1; u knows a 1; a influences d 1", {"a": 1, "d": 1}),
        ("a acme; d acme", "u knows d 1; v knows a 1; a influences d 1", {"a": 1, "d": 2}),
        ("d acme", "u knows d 1; v knows d 1", {"d": 2}),
        ("d acme", "u knows d 1; u influences d 1", {"d": 1}),
        (
            "a acme; b acme; d acme",
            """u knows a 1; v knows b 1; a influences b 1; b influences a 1
               a influences d 1; b influences d 1""",
            {"a": 2, "b": 2, "d": 2},
        ),
        # the first chain found may have to give way: u-a-c-z and v-b-c-z would share c
        (
            "a acme; b acme; c acme; d acme; z acme",
            """u knows a 1; v knows b 1; a influences c 1; c influences d 1; b influences c 1
               a influences d 1; d influences z 1; c influences z 1""",
            {"c": 2, "d": 2, "z": 2},
        ),
        ("a acme; b acme", "u knows a 1; u knows b 1; b influences a 1", {"a": 1, "b": 1}),
    ],
)  # fmt: skip
def test_threads_are_chains_that_share_nobody(people, ties, threads):
    found = reach(build_graph(book(people=OURS + people, ties=ties), account="acme"))["threads"]
    assert {person: found[person] for person in threads} == threads
