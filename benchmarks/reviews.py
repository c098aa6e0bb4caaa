"""What each form of the review of an account takes, small and large, of one with a history."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import table
from made_up import made_up_history
from measuring import interleaved

import kamgraph as k

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNT = "a00000001"
PEOPLE = (50, 500)


def forms(graph: k.RelationshipGraph, folder: Path) -> dict[str, Callable[[], object]]:
    """Return each form of the review of a graph, of which nothing was asked before."""
    return {
        "JSON": lambda: _review(graph).to_json(),
        "Markdown": lambda: _review(graph).to_markdown(),
        "page": lambda: _review(graph).to_html(folder / "review.html"),
        "workbook": lambda: _review(graph).to_xlsx(folder / "review.xlsx"),
        "slides": lambda: _review(graph).to_pptx(folder / "review.pptx"),
    }


def _review(graph: k.RelationshipGraph) -> k.Review:
    return k.review(graph.of_scope(ACCOUNT))


def main() -> None:
    """Print what each form takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, action="append", help="default 50 and 500")
    table.head()
    for people in parser.parse_args().people or PEOPLE:
        graph = k.build_graph(k.Book.from_tables(made_up_history(3, people)), account=ACCOUNT)
        with tempfile.TemporaryDirectory() as folder:
            for form, spent in interleaved(forms(graph, Path(folder)), times=3).items():
                table.line(f"1x{people}", f"review as {form}", "kamgraph", spent)


if __name__ == "__main__":
    main()
