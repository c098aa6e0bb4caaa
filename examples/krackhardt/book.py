"""Who holds the power in Krackhardt's high-tech firm: from his tables to an account review.

Run ``python examples/krackhardt/book.py``; the review is then in ``out/krackhardt.html``.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

import kamgraph

HERE = Path(__file__).parent
TITLES = {1: "Chief executive", 2: "Vice president", 3: "Manager"}


def book() -> kamgraph.Book:
    """Return the 21 managers, who reports to whom, and who is asked for advice by whom."""
    managers = pd.read_csv(HERE / "managers.csv")
    firm = {"id": "firm", "name": "Krackhardt's high-tech firm", "kind": "customer"}
    return kamgraph.Book.from_tables(
        {
            "organizations": pd.DataFrame([firm]),
            "people": pd.DataFrame(
                {
                    "id": managers["id"].astype("str"),
                    "name": "Manager " + managers["id"].astype("str"),
                    "organization": "firm",
                    "title": managers["level"].map(TITLES),
                    "function": _function(managers["dept"]),
                    "level": managers["level"],
                }
            ),
            "ties": pd.concat([_reports(), _influences()]),
        }
    )


def _function(department: pd.Series[int]) -> pd.Series[str]:
    """Return the department; the chief executive, in department 0, stands above them all."""
    return ("Department " + department.astype("str")).where(department != 0)


def _reports() -> pd.DataFrame:
    lines = pd.read_csv(HERE / "reports.csv", dtype="str")
    return pd.DataFrame({"source": lines["src"], "target": lines["dst"], "kind": "reports_to"})


def _influences() -> pd.DataFrame:
    """Whoever is asked for advice influences who asks."""
    asked = pd.read_csv(HERE / "advice.csv", dtype="str")
    return pd.DataFrame({"source": asked["dst"], "target": asked["src"], "kind": "influences"})


def main() -> None:
    """Print the most powerful, and write the review."""
    graph = kamgraph.build_graph(book(), account="firm")
    print(kamgraph.key_people(graph)[["name", "title", "weight", "power", "kind"]].round(3))
    out = Path("out")
    out.mkdir(exist_ok=True)
    print(kamgraph.review(graph).to_html(out / "krackhardt.html"))


if __name__ == "__main__":
    main()
