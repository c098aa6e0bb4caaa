"""Made-up customers of any size, with names and titles as long as real ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

import kamgraph

DAY = "2026-06-30"
FIRST = [
    "Anna",
    "Bo",
    "Charlotte",
    "Dmitri",
    "Eleonora",
    "Farid",
    "Guadalupe",
    "Hanneke",
    "Ingrid",
    "Jean-Luc",
]
LAST = [
    "Okonkwo",
    "Li",
    "Vandenberghe",
    "Sørensen",
    "Kowalczyk",
    "O'Brien",
    "Papadopoulos",
    "Nguyen",
    "Smith",
]
CHINESE = ["张伟", "王秀英", "李娜", "欧阳文山", "刘洋", "陈静", "杨帆", "赵敏"]
TITLES = {
    "operations": "Head of Grid Operations and Dispatch Control",
    "finance": "Finance Controller",
    "planning": "Senior Planning Engineer, Transmission",
    "procurement": "Category Manager",
}
ROLES = ("approver", "decision_maker", "evaluator", "procurement", "finance", "user")
OURS = 6


def make_customer(
    count: int, *, seed: int = 0, span: float = 5.0, policy: kamgraph.Policy | None = None
) -> kamgraph.RelationshipGraph:
    """Return the graph of a customer of ``count`` people whom six of ours deal with.

    Bosses have about ``span`` reports; four people in five sway somebody, mostly somebody close
    in the chart; one in ten of these ties pulls the other way.
    """
    random = np.random.default_rng(seed)
    ids = np.array([f"p{number:03d}" for number in range(count)])
    boss = np.array([max(0, int((number - 1) / span)) for number in range(count)])
    tables = {
        "organizations": pd.DataFrame(
            [("firm", "Northern Grid", "customer"), ("us", "Our company", "vendor")],
            columns=["id", "name", "kind"],
        ),
        "people": _people(ids, random),
        "ties": _ties(ids, boss, random),
        "roles": pd.DataFrame({"person": ids[: len(ROLES)], "account": "firm"}).assign(
            role=ROLES[:count]
        ),
        "assessments": _grades(ids, random),
    }
    book = kamgraph.Book.from_tables(tables)
    return kamgraph.build_graph(book, account="firm", as_of=DAY, policy=policy)


def _people(ids, random) -> pd.DataFrame:
    functions = random.choice(list(TITLES), len(ids))
    theirs = pd.DataFrame(
        {
            "id": ids,
            "name": [_name(random) for _ in ids],
            "organization": "firm",
            "function": functions,
            "title": [TITLES[function] for function in functions],
        }
    )
    ours = pd.DataFrame({"id": [f"u{number}" for number in range(OURS)], "organization": "us"})
    ours = ours.assign(name=[_name(random) for _ in range(OURS)], title="Account Director")
    return pd.concat([theirs, ours], ignore_index=True)


def _name(random) -> str:
    chinese = random.random() < 0.3
    name = f"{random.choice(FIRST)} {random.choice(LAST)}"
    return f"{name} {random.choice(CHINESE)}" if chinese else name


def _ties(ids, boss, random) -> pd.DataFrame:
    count = len(ids)
    lines = [(ids[one], ids[boss[one]], "reports_to", None) for one in range(1, count)]
    dotted = random.choice(np.arange(1, count), count // 15, replace=False)
    lines += [
        (ids[one], ids[random.integers(count // 4 + 1)], "dotted_line", None) for one in dotted
    ]
    near = np.clip(np.arange(count) + random.normal(0, 3 + count / 20, count), 0, count - 1)
    strength = np.round(random.uniform(0.2, 1.0, count), 2)
    strength *= np.where(random.random(count) < 0.1, -1, 1)
    pulls = [
        (ids[int(one)], ids[other], "influences", pull)
        for other, (one, pull) in enumerate(zip(near, strength, strict=True))
        if random.random() < 0.8
    ]
    known = random.random(count) < 0.25
    knows = [(f"u{random.integers(OURS)}", one, "knows", "several") for one in ids[known]]
    ties = pd.DataFrame(
        lines + pulls + knows, columns=["source", "target", "kind", "strength"], dtype=object
    )
    ties = ties[ties["source"] != ties["target"]]
    return ties.drop_duplicates(["source", "target", "kind"], ignore_index=True)


def _grades(ids, random) -> pd.DataFrame:
    judged = random.random(len(ids)) < 0.6
    grades = random.integers(1, 6, (judged.sum(), 3))
    table = pd.DataFrame(grades, columns=["relationship", "solution", "price"])
    return table.assign(person=ids[judged], date=pd.Timestamp(DAY))
