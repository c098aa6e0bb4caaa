"""Fail where something lost half of its recorded lead, or an account or a stream costs too much.

``recorded.json`` holds ratios to what a peer takes in the same run, not seconds, so that any
machine can be asked; ``--record`` writes it anew. Reading an export and writing a review do more
than their peers, so their leads are parts of one.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import pandas as pd
import peers
from analyst import account_scores, accounts_of
from comparisons import Bench, equilibrium, leads, reach, threads
from made_up import made_up_book, made_up_history
from measuring import interleaved
from salesforce import make_export

import kamgraph as k
from reviews import ACCOUNT, forms
from service import about_one

RECORDED = Path(__file__).with_name("recorded.json")
ACCOUNTS, PEOPLE, SCOPES = 200, 50, 20
CONTACTS = 20_000  # of an export
LOST = 0.5
LARGER = (30, 300)  # accounts of two books
MOST = 2.0  # times as long in the larger one
CHUNK, DEAREST = 5_000, 4.0  # people of a stream, and times as long as one graph at most
ASKED = {
    "reach": (reach, "networkx"),
    "equilibrium": (equilibrium, "networkx loop"),
    "threads": (threads, "networkx"),
}


def leads_of_kernels() -> dict[str, float]:
    """Return how many times the CPU time of each kernel networkx needs."""
    graph = k.build_graph(made_up_book(ACCOUNTS, PEOPLE))
    bench = Bench(graph, peers.scopes_of(graph, SCOPES))
    return {
        f"{name} beside networkx": leads(question(bench).measured())[peer].cpu
        for name, (question, peer) in ASKED.items()
    }


def lead_of_reading() -> dict[str, float]:
    """Return how many times the CPU time of reading an export pandas needs to parse its files."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent)
        make_export(folder, CONTACTS)
        ways = {
            "kamgraph": lambda: k.read(folder),
            "pandas": lambda: [pd.read_csv(file, dtype="str") for file in folder.iterdir()],
        }
        found = leads(interleaved(ways, times=2))["pandas"].cpu
    return {"Salesforce export beside pandas": found}


def leads_of_reviews() -> dict[str, float]:
    """Return how many times the CPU time of each form of a review networkx needs for the scores."""
    tables = made_up_history(3, PEOPLE)
    (rows,) = accounts_of(tables, 1)
    graph, policy = k.build_graph(k.Book.from_tables(tables), account=ACCOUNT), k.Policy()
    with tempfile.TemporaryDirectory() as folder:
        ways = forms(graph, Path(folder)) | {"networkx": lambda: account_scores(rows, policy)}
        spent = interleaved(ways, times=2)
    peer = spent.pop("networkx")
    return {
        f"review as {form} beside networkx": peer.over(each).cpu for form, each in spent.items()
    }


def growth_of_one_account() -> dict[str, float]:
    """Return how many times as long one account takes in a book ten times as large."""
    few, many = (
        about_one(k.Book.from_tables(made_up_history(accounts, PEOPLE))) for accounts in LARGER
    )
    few_and_many = {(what, size): way[what] for what in few for size, way in enumerate((few, many))}
    spent = interleaved(few_and_many)
    return {what: spent[what, 1].over(spent[what, 0]).cpu for what in few}


def cost_of_streaming() -> float:
    """Return how many times as long as in one graph scores take some accounts at a time."""
    book = k.Book.from_tables(made_up_history(LARGER[1], PEOPLE))
    ways = {
        "whole": lambda: k.scores(k.build_graph(book)),
        "streamed": lambda: [*k.stream(book, k.scores, people=CHUNK)],
    }
    spent = interleaved(ways)
    return spent["streamed"].over(spent["whole"]).cpu


def main() -> None:
    """Compare the leads with the recorded ones, or record them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write recorded.json")
    recording = parser.parse_args().record
    found = leads_of_kernels() | lead_of_reading() | leads_of_reviews()
    found = {name: float(f"{lead:.3g}") for name, lead in found.items()}
    if recording:
        RECORDED.write_text(json.dumps(found, indent=2) + "\n")
        return
    recorded = json.loads(RECORDED.read_text())
    lost = [name for name, lead in recorded.items() if found[name] < LOST * lead]
    for name, lead in recorded.items():
        print(f"{name:<36}{found[name]:>8} x, recorded {lead:>8}")
    grown = growth_of_one_account()
    for what, times in grown.items():
        print(f"{what:<36}{times:>8.1f} x in a book 10 times as large")
    streamed = cost_of_streaming()
    print(f"{'scores, streamed':<36}{streamed:>8.1f} x one graph of all")
    if dear := [what for what, times in grown.items() if times > MOST]:
        sys.exit(f"what is about one account costs more in a larger book: {', '.join(dear)}")
    if streamed > DEAREST:
        sys.exit("a stream of a book in memory takes too much beside one graph of it")
    if lost:
        sys.exit(f"more than half of the lead is lost of: {', '.join(lost)}")


if __name__ == "__main__":
    main()
