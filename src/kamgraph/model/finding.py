"""What a finding is: something legal, but doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

import pandas as pd

from kamgraph.model.dtypes import TEXT

SEVERITIES = ("high", "medium", "low")


class Finding(NamedTuple):
    """One row of :func:`kamgraph.check`."""

    severity: str
    finding: str
    table: str
    subject: tuple[str, ...]
    detail: str
    remedy: str


Findings: TypeAlias = Iterator[Finding]


def findings_table(found: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as a table, in their order."""
    text = {name: TEXT for name in Finding._fields if name != "subject"}
    return pd.DataFrame([*found], columns=Finding._fields).astype(text)


def list_ids(ids: Iterable[str]) -> str:
    """Return several ids in words."""
    *others, last = [f"'{name}'" for name in ids]
    return f"{', '.join(others)} and {last}"
