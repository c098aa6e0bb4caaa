"""Which families of facts a book records at all: of the others nothing is known, not even no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kamgraph.model import axes, tie_kinds
from kamgraph.model.coded import NEVER
from kamgraph.model.vocabulary import SIDES, TIE_KINDS, Vocabulary

if TYPE_CHECKING:
    from kamgraph.model.coded import Coded

GRADES = {axis.name: f"{axis.name}_grades" for axis in axes.ALL}  # the family of each axis
FAMILIES = Vocabulary(
    "family of facts",
    {
        "roles": ("Decision roles", "决策角色"),
        "lines": ("Reporting lines", "汇报关系"),
        "levels": ("Levels", "层级"),
        "functions": ("Functions", "职能"),
        **{
            GRADES[axis.name]: (f"{axis.labels[0]} grades", f"{axis.labels[1]}评级")
            for axis in axes.ALL
        },
        "influence": ("Influence", "影响力关系"),
        "acquaintance": ("Acquaintance", "熟识关系"),
        "interactions": ("Meetings, calls and mail", "往来记录"),
        "team": ("Our team", "我方团队"),
        "deals": ("Deals", "商机"),
    },
)

# Families that are not asked for: there need be no promise and no open payment.
MONEY = ("commitments", "payments")

# Of which there may be something left when a deal is over.
OUTLASTING = frozenset({*MONEY, "contracts"})

# The family of each kind of tie, by its code.
_FORMAL, _CLOSENESS, _MOVING = (
    np.isin(TIE_KINDS.words, kinds)
    for kinds in (tie_kinds.FORMAL, tie_kinds.CLOSENESS, tie_kinds.MOVING)
)
FAMILY_OF_TIES = np.select(
    [_FORMAL, _CLOSENESS, _MOVING], ["lines", "acquaintance", "influence"], ""
)

# The tables whose rows may be the first of a family.
TABLES_OF = {
    **dict.fromkeys(("lines", "influence"), ("ties",)),
    **dict.fromkeys(("levels", "functions"), ("people", "positions")),
    **dict.fromkeys(GRADES.values(), ("assessments",)),
    **{family: (family,) for family in ("roles", "team", "deals", "interactions", *MONEY)},
    "contracts": ("deals",),
    "acquaintance": ("ties", "interactions"),
}

_VENDOR = SIDES.words.index("vendor")


def count_families(coded: Coded) -> dict[str, int]:
    """Return of how many rows each family is, whoever and whenever they are about."""
    kinds, titled = coded.ties["kind"], _count(coded.title.codes >= 0)
    took_part = _count(np.isin(coded.interactions["person"], _list_ours(coded)))
    return {
        "roles": len(coded.roles),
        "lines": _count(_FORMAL[kinds]),
        "levels": titled + _count(~np.isnan(coded.posts["level"])),
        "functions": titled + _count(coded.function.codes >= 0),
        **{GRADES[axis]: _count(told.codes >= 0) for axis, told in coded.grades.items()},
        "influence": _count(_MOVING[kinds]),
        "acquaintance": took_part + _count(_CLOSENESS[kinds]),
        "interactions": took_part,
        "team": len(coded.team),
        "deals": len(coded.deals),
        "contracts": _count(coded.deals["ends"] < NEVER),
        **{table: len(coded.tables[table]) for table in MONEY},
    }


def _count(which: np.ndarray) -> int:
    return int(np.count_nonzero(which))


def _list_ours(coded: Coded) -> np.ndarray:
    """Return who is or ever was one of us, by their own columns or a position."""
    person = np.append(np.arange(len(coded.people)), coded.positions["person"])
    return np.asarray(person[(coded.posts["side"] == _VENDOR) & (person >= 0)])
