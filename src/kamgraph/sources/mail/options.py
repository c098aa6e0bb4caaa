"""What the readers of mail are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamgraph.model.day import today
from kamgraph.sources.limits import Limits

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True)
class Options:
    """What a reader is told."""

    zone: dt.tzinfo | None = None
    subjects: bool = False
    order: str | None = None  # whether days or months come first in lists
    encoding: str | None = None
    limits: Limits = field(default_factory=Limits)
    last: dt.date = field(default_factory=today)  # what is later has not taken place
