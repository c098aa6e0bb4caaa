"""A book of many accounts of very different sizes, with people whom accounts share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamgraph import Book

if TYPE_CHECKING:
    from collections.abc import Iterable

_OURS, _PARTNERS = 40, 60
_DAYS = np.arange("2025-07-01", "2026-07-01", dtype="datetime64[D]")


def skewed_book(accounts: int, *, seed: int = 0) -> Book:
    """Return a book in which most accounts have a few people and some have hundreds.

    Ours and partners' people are in many accounts each; some people have left to a successor.
    """
    random = np.random.default_rng(seed)
    size = np.minimum(random.zipf(1.6, accounts) + 1, 300)
    home = np.repeat(np.arange(accounts), size)
    first = np.repeat(np.cumsum(size) - size, size)
    person = _names("c", np.arange(len(home)))
    ours, partners = _names("v", np.arange(_OURS)), _names("p", np.arange(_PARTNERS))
    near = first + random.integers(0, size[home])  # somebody of the same account
    boss = first + (np.arange(len(home)) - first) // 4
    some = lambda share: random.random(len(home)) < share  # noqa: E731 - a mask a line below

    def ties(kind: str, source: np.ndarray, target: np.ndarray, **cells: Any) -> pd.DataFrame:
        return pd.DataFrame({"source": source, "target": target, "kind": kind, **cells})

    met, known, helped, pulled, gone = (some(share) for share in (0.2, 0.3, 0.05, 0.8, 0.03))
    below = boss != np.arange(len(home))
    meeting = random.integers(0, max(len(home) // 3, 1), len(home))
    held = random.integers(0, accounts, accounts // 2)
    tables = {
        "organizations": _organizations(accounts),
        "people": pd.concat(
            [
                pd.DataFrame(
                    {
                        "id": person,
                        "organization": _names("a", home),
                        "until": pd.Series(np.datetime64("2026-03-01"), home).where(gone).array,
                        "successor": pd.Series(person[near]).where(gone & (near != np.arange(len(home)))),
                    }
                ),
                pd.DataFrame({"id": ours, "organization": "us"}),
                pd.DataFrame({"id": partners, "organization": "lab"}),
            ]
        ).assign(name=lambda people: people["id"]),
        "deals": pd.DataFrame({"id": _names("d", held), "account": _names("a", held)}).drop_duplicates(),
        "ties": pd.concat(
            [
                ties("reports_to", person[below], person[boss[below]]),
                ties("influences", person[pulled], person[near[pulled]]),
                ties("influences", random.choice(partners, helped.sum()), person[helped]),
                ties("knows", random.choice(ours, known.sum()), person[known]),
                ties("knows", random.choice(ours, _PARTNERS), partners),
                ties("reports_to", ours[1:], ours[(np.arange(1, _OURS) - 1) // 3]),
            ]
        ).drop_duplicates(["source", "target", "kind"]),
        "roles": pd.DataFrame(
            {"person": person[known], "account": _names("a", home[known]), "role": random.choice(["approver", "user"], known.sum())}
        ),
        "assessments": pd.DataFrame(
            {
                "person": person[pulled],
                "date": random.choice(_DAYS, pulled.sum()),
                **{axis: random.integers(1, 6, pulled.sum()) for axis in ("relationship", "solution", "price")},
            }
        ),
        "interactions": pd.concat(
            [
                pd.DataFrame({"id": _names("m", meeting[met]), "person": people})
                for people in (person[met], random.choice(ours, met.sum()))
            ]
            + [pd.DataFrame({"id": _names("m", meeting[:_PARTNERS]), "person": partners})]
        )
        .drop_duplicates()
        .assign(date=lambda rows: _DAYS[rows["id"].str[1:].astype(int) % len(_DAYS)]),
    }  # fmt: skip
    return Book.from_tables(tables)


def _names(prefix: str, numbers: Iterable[int]) -> np.ndarray:
    return np.array([f"{prefix}{number:07d}" for number in numbers], dtype=object)


def _organizations(accounts: int) -> pd.DataFrame:
    own = pd.DataFrame({"id": _names("a", range(accounts)), "kind": "customer"})
    # Every seventh is a unit of the one before it.
    unit = (np.arange(accounts) % 7 == 6)  # fmt: skip
    own["parent"] = own["id"].shift().where(unit)
    others = pd.DataFrame({"id": ["us", "lab"], "kind": ["vendor", "partner"]})
    return pd.concat([own, others]).assign(name=lambda rows: rows["id"])
