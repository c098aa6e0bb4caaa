import importlib.util
from pathlib import Path

import pytest

import kamgraph

EXAMPLE = Path(__file__).parents[2] / "examples" / "krackhardt" / "book.py"
SPANS = {"7": 21, "14": 8, "21": 5, "2": 4, "18": 3}  # everybody else: 1


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


def test_formal_weight_is_the_span(graph):
    weight = dict(zip(graph.people.index, graph.decision_weight, strict=True))
    total = sum(SPANS.values()) + 16
    assert weight == pytest.approx({person: SPANS.get(person, 1) / total for person in weight})


def test_power_is_what_the_readme_says(graph):
    key = kamgraph.key_people(graph)
    assert key["power"].round(2).to_dict() == {
        "7": 0.24,
        "21": 0.12,
        "14": 0.10,
        "2": 0.09,
        "18": 0.07,
        "6": 0.05,
    }
    assert key.index[key["kind"] == "indirect"].tolist() == ["6"]


def test_the_review_is_written_and_claims_nothing_else(example, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    example.main()
    page = (tmp_path / "out" / "krackhardt.html").read_text("utf-8")
    assert "is not known yet" in page
    assert "behind the scenes: Manager 6" in page
    assert "krackhardt.html" in capsys.readouterr().out
