import pandas as pd
import pptx
import pytest

import kamgraph


@pytest.fixture(scope="package")
def review():
    """The review of the demo account since an earlier one, and its slides read back."""
    graph = kamgraph.build_graph(kamgraph.load_demo(), account="yaochuan")
    return kamgraph.review(graph, since="2026-06-30")


@pytest.fixture(scope="package")
def path(review, tmp_path_factory):
    return review.to_pptx(tmp_path_factory.mktemp("slides") / "review.pptx")


@pytest.fixture
def slides(path):
    return pptx.Presentation(path).slides


@pytest.fixture(scope="package")
def firm():
    """A firm of some people in a tree, who are called what they are told to, and two of ours."""

    def make(count, name="Person {}".format, title="Head of Something"):
        ids = [f"p{number}" for number in range(count)]
        people = [
            {"id": key, "name": name(key), "organization": "firm", "title": title} for key in ids
        ]
        ours = [{"id": key, "name": name(key), "organization": "us"} for key in ("ann", "bob")]
        ties = [
            (key, ids[(number - 1) // 4], "reports_to") for number, key in enumerate(ids) if number
        ]
        ties += [(ids[-1], ids[0], "influences"), (ids[0], ids[-1], "influences")]
        ties += [("ann", ids[-1], "knows"), ("bob", "ann", "reports_to")]
        tables = {
            "organizations": [
                {"id": "firm", "name": name("firm"), "kind": "customer"},
                {"id": "us", "name": name("us"), "kind": "vendor"},
            ],
            "people": people + ours,
            "ties": [dict(zip(("source", "target", "kind"), tie, strict=True)) for tie in ties],
            "roles": [
                {"person": ids[0], "account": "firm", "role": "approver"},
                {"person": ids[-1], "account": "firm", "role": "evaluator"},
            ],
            "assessments": [
                {
                    "person": ids[0],
                    "date": "2026-01-31",
                    "relationship": 4,
                    "solution": 2,
                    "price": 3,
                }
            ],
        }
        frames = {table: pd.DataFrame(rows) for table, rows in tables.items()}
        return kamgraph.build_graph(kamgraph.Book.from_tables(frames), account="firm")

    return make
