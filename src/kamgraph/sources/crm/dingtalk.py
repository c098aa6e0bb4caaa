"""What a mapping of DingTalk exports cannot express: who heads whose department."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.sources.crm.joins import add_columns, coalesce, spell_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.sources.raw import RawTable

_IDS = ("员工UserID", "工号", "姓名")
_IS_HEAD = ("是否此部门主管(是/否)", "是否此部门主管", "是否部门主管")
_BETWEEN = re.compile(r"[,，;；\n]")  # departments of one person
_BELOW = re.compile(r"\s*[-/\\][^-/\\]*$")  # the last part of 公司-销售部


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with the head of each person's department."""
    return [_add_head(spell_out(raw)) for raw in raws]


def _add_head(raw: RawTable) -> RawTable:
    """Give people the head of their first department; one mark is for all of somebody's."""
    people = coalesce(raw, *_IDS)
    departments = coalesce(raw, "部门").map(_divide)
    flags = coalesce(raw, *_IS_HEAD).map(_divide)
    heads: dict[str, set[str]] = {}
    for person, theirs, marks in zip(people, departments, flags, strict=True):
        of_each = marks if len(marks) == len(theirs) else marks * len(theirs)
        for department, mark in zip(theirs, of_each, strict=False):
            if mark == "是":
                heads.setdefault(department, set()).add(person)
    found = [
        _find_head(person, theirs[0] if theirs else "", heads)
        for person, theirs in zip(people, departments, strict=True)
    ]
    return add_columns(
        raw, {"head of the department": pd.Series(found, people.index, dtype=object)}
    )


def _divide(cell: str) -> list[str]:
    return [part for one in _BETWEEN.split(cell) if (part := one.strip())]


def _find_head(person: str, department: str, heads: dict[str, set[str]]) -> str:
    """Return the one head of a department, or of the next above that has one; none of two."""
    while department:
        above = heads.get(department, set())
        if above and person not in above:
            return next(iter(above)) if len(above) == 1 else ""
        shorter = _BELOW.sub("", department)
        department = shorter if shorter != department else ""
    return ""
