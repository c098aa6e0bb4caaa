"""Fail where a kernel has lost more than half of its recorded lead over networkx.

``recorded.json`` holds ratios, not seconds, so that any machine can be asked; ``--record``
writes it anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import peers
from comparisons import Bench, equilibrium, leads, reach, threads
from made_up import made_up_book

import kamgraph as k

RECORDED = Path(__file__).with_name("recorded.json")
ACCOUNTS, PEOPLE, SCOPES = 200, 50, 20
LOST = 0.5
ASKED = {
    "reach": (reach, "networkx"),
    "equilibrium": (equilibrium, "networkx loop"),
    "threads": (threads, "networkx"),
}


def leads_over_networkx() -> dict[str, float]:
    """Return how many times the CPU time of each kernel networkx needs."""
    graph = k.build_graph(made_up_book(ACCOUNTS, PEOPLE))
    bench = Bench(graph, peers.scopes_of(graph, SCOPES))
    return {
        name: round(leads(question(bench).measured())[peer].cpu, 1)
        for name, (question, peer) in ASKED.items()
    }


def main() -> None:
    """Compare the leads with the recorded ones, or record them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write recorded.json")
    recording = parser.parse_args().record
    found = leads_over_networkx()
    if recording:
        RECORDED.write_text(json.dumps(found, indent=2) + "\n")
        return
    recorded = json.loads(RECORDED.read_text())
    lost = [name for name, lead in recorded.items() if found[name] < LOST * lead]
    for name, lead in recorded.items():
        print(f"{name:<12} {found[name]:>8.1f} x networkx, recorded {lead:>8.1f}")
    if lost:
        sys.exit(f"more than half of the lead over networkx is lost in: {', '.join(lost)}")


if __name__ == "__main__":
    main()
