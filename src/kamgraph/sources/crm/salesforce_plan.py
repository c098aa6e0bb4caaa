"""The plan of an exported tree of Salesforce: a JSON file that names the files with the records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kamgraph.errors import SourceError
from kamgraph.model.strict_json import quote
from kamgraph.sources.files import read_json
from kamgraph.sources.limits import check_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kamgraph.sources.limits import Limits

_PLAN = re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*\{[^{}\[\]]{0,500}"sobject"\s*:')


def is_plan(head: bytes) -> bool:
    """Return whether a JSON file that begins so is a plan."""
    return bool(_PLAN.match(head))


def list_planned(plan: Path, limits: Limits) -> list[Path]:
    """Return the files that a plan names; they stand beside it and nowhere else."""
    check_file(plan, limits)
    return [*_walk_steps(_check_list(read_json(plan), plan), plan)]


def _walk_steps(steps: list[Any], plan: Path) -> Iterator[Path]:
    beside = {file.name: file for file in plan.parent.iterdir()}
    for step in steps:
        names = step.get("files") if isinstance(step, dict) else None
        for name in _check_list(names, plan):
            if not isinstance(name, str) or name not in beside:
                raise SourceError(f"{plan}: there is no file {quote(name)} beside it")
            yield beside[name]


def _check_list(value: object, plan: Path) -> list[Any]:
    if not isinstance(value, list):
        raise SourceError(f"{plan}: {quote(value)} is no list")
    return value
