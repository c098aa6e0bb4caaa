"""How well people fit a role that nobody is recorded to hold."""

import pandas as pd
import pytest

import kamgraph as k
from kamgraph.graph.role_fit import fit_role

PEOPLE = {
    "chief": (1, "executive"),
    "buyer": (4, "procurement"),
    "engineer": (3, "engineering"),
    "clerk": (5, "采购"),
    "unplaced": (3, None),
    "unranked": (None, "procurement"),
    "stranger": (None, None),
    "own": (2, "our own word"),
}


def make_fit(role, policy=None):
    people = [
        {"id": name, "name": name, "organization": "c", "level": level, "function": function}
        for name, (level, function) in PEOPLE.items()
    ]
    firms = pd.DataFrame([{"id": "c", "name": "C", "kind": "customer"}])
    book = k.Book.from_tables({"organizations": firms, "people": pd.DataFrame(people)})
    graph = k.build_graph(book, account="c", policy=policy)
    return pd.Series(fit_role(role, graph), graph.index)


@pytest.mark.parametrize(
    ("role", "fits"),
    [
        # Whoever approves may work anywhere: the level alone counts.
        ("approver", {"chief": 1, "buyer": 0, "engineer": 0.1, "own": 0.5, "stranger": 0.3}),
        # A buyer is a buyer or nobody: of other functions 0, of an unknown one 0.3.
        (
            "procurement",
            {
                "chief": 0,
                "buyer": 0.7,
                "clerk": 0.3,
                "engineer": 0,
                "own": 0,
                "unplaced": 1 * 0.3,
                "unranked": 0.3 * 1,
                "stranger": 0.3 * 0.3,
            },
        ),
        # Evaluators are technical people; others count a tenth.
        (
            "evaluator",
            {"engineer": 1, "buyer": 0.7 * 0.1, "chief": 0.1 * 0.1, "own": 0.4 * 0.1,
             "unplaced": 0.3},
        ),
        ("user", {"clerk": 1 * 0.1, "engineer": 0.5, "chief": 0}),
    ],
)  # fmt: skip
def test_a_person_fits_a_role_by_level_times_function(role, fits):
    assert make_fit(role)[list(fits)].to_dict() == pytest.approx(fits)


def test_a_policy_may_name_functions_by_their_labels_or_by_words_of_its_own():
    fit = {"levels": [1, 1, 1, 1, 1], "functions": ["采购", "our own word"], "other_function": 0.2}
    policy = k.Policy(role_fit={"legal": fit}, unknown_level=1, unknown_function=0.5)
    found = make_fit("legal", policy)
    assert found["buyer"] == found["clerk"] == found["own"] == found["unranked"] == 1
    assert found["chief"] == found["engineer"] == 0.2
    assert found["unplaced"] == found["stranger"] == 0.5
