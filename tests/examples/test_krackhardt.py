import importlib.util
from pathlib import Path

import pytest

import kamgraph

EXAMPLE = Path(__file__).parents[2] / "examples" / "krackhardt" / "book.py"
VICE_PRESIDENTS = {"2", "14", "18", "21"}  # level 2; "7" is 1, everybody else 3


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("krackhardt", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def graph(example):
    return kamgraph.build_graph(example.book(), account="firm")


def test_the_book_holds_what_krackhardt_recorded(example):
    book = example.book()
    assert len(book.people) == 21
    assert book.ties["kind"].value_counts().to_dict() == {"influences": 190, "reports_to": 20}
    assert book.people.set_index("id")["level"].value_counts().to_dict() == {1: 1, 2: 4, 3: 16}
    assert book.people["function"].nunique() == 4


def test_the_one_root_is_the_chief_executive(graph):
    reports = graph.ties[graph.ties["kind"] == "reports_to"]
    assert set(graph.people.index) - set(reports["source"]) == {"7"}
    assert graph.people.loc["7", "title"] == "Chief executive"


def test_whoever_is_asked_influences_who_asks(graph):
    asked = graph.ties[graph.ties["kind"] == "influences"]["source"].value_counts()
    assert asked[["2", "21", "18", "7", "6"]].tolist() == [18, 15, 15, 13, 10]


def test_weight_is_that_of_open_roles_by_level(graph):
    # The fits of the levels 1, 2, 3 to approver and decision maker (any function), evaluator and
    # user (technical functions, which these departments are not: a tenth), by the policy.
    fits = {
        "approver": (1, 0.5, 0.1),
        "decision_maker": (0.5, 1, 0.5),
        "evaluator": (0.01, 0.04, 0.1),
        "user": (0, 0.01, 0.05),
    }
    weights = {"approver": 1, "decision_maker": 1, "evaluator": 0.5, "user": 0.25}
    weight = [0.0, 0.0, 0.0]
    for role, fit in fits.items():
        every = fit[0] + 4 * fit[1] + 16 * fit[2]
        for level in range(3):
            weight[level] += weights[role] * fit[level] / max(1, every) / 2.75
    levels = {person: 1 if person in VICE_PRESIDENTS else 2 for person in graph.people.index}
    levels["7"] = 0
    found = dict(zip(graph.people.index, graph.decision_weight, strict=True))
    assert found == pytest.approx({person: weight[level] for person, level in levels.items()})
    unnamed = 0.25 * (1 - 0.84) / 2.75  # of the user's role, which 21 people fit by .84 in all
    assert graph.decision_weights.unnamed == pytest.approx([unnamed])


def test_power_is_what_the_readme_says(graph):
    key = kamgraph.key_people(graph)
    assert key["power"].head(6).round(2).to_dict() == {
        "21": 0.12,
        "7": 0.11,
        "2": 0.09,
        "18": 0.08,
        "14": 0.06,
        "6": 0.05,
    }
    assert key["weight"].round(2)[["21", "7", "2", "18", "14", "6"]].tolist() == [
        *(0.07, 0.09, 0.07, 0.07, 0.07, 0.04)
    ]
    assert (len(key), set(key["kind"])) == (14, {"assumed"})


def test_the_review_is_written_and_claims_nothing_else(example, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    example.main()
    page = (tmp_path / "out" / "krackhardt.html").read_text("utf-8")
    assert "is not known yet" in page
    assert "No decision role is recorded" in page
    assert "krackhardt.html" in capsys.readouterr().out
