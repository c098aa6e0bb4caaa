"""What a finding is: something legal, but doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

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
