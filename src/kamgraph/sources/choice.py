"""What a source is: tables of a book, or an export of a system, named or recognised."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.model.arguments import NONE, PATH, check_argument
from kamgraph.model.counts import first_of
from kamgraph.model.entities import TABLES
from kamgraph.model.options import name_option, spell_option
from kamgraph.model.tables import list_required
from kamgraph.sources import crm
from kamgraph.sources.translation.mapping import Mapping

if TYPE_CHECKING:
    import os
    from collections.abc import Collection
    from pathlib import Path

    from kamgraph.sources.contents import Contents
    from kamgraph.sources.raw import RawTable

_LIKELY = 2  # systems in one
_MEANING = {
    "as_": "for the export of a known system",
    "mapping": "for an export that is read as you say",
    "ours": "for mail, calendars and address books",
}


def check_choice(
    as_: str | None,
    mapping: Mapping | str | os.PathLike[str] | None,
    ours: str | Collection[str] | None,
) -> None:
    """Refuse a system that nobody knows, and two accounts of what a source is."""
    check_argument(as_, (str, NONE), "as_ is the name of a system, such as 'salesforce'")
    if as_ is not None:
        crm.check_system(as_)
    wanted = (
        "a mapping is a Mapping, or the path of one in TOML; of a dict make one: Mapping(**...)"
    )
    check_argument(mapping, (Mapping, *PATH, NONE), wanted)
    choice = {"as_": as_, "mapping": mapping, "ours": ours}
    given = [name for name, value in choice.items() if value is not None]
    if len(given) > 1:
        raise SourceError(
            f"{' and '.join(map(name_option, given))} are given together; give only one: "
            f"{', '.join(f'{name_option(name)} {_MEANING[name]}' for name in given)}"
        )


def choose_system(
    contents: Contents,
    path: Path,
    as_: str | None,
    mapping: Mapping | None,
) -> crm.System | None:
    """Return what is to become of some tables; None if they are those of a book."""
    raws = contents.tables
    if not path.is_dir() and not any(len(raw.cells.columns) for raw in raws):
        raise SourceError(f"{path}: is empty")
    if mapping is not None:
        return crm.make_system(mapping)
    if as_ is not None:
        return crm.load_system(as_)
    if all(map(is_own, raws)):
        return None
    if name := crm.recognise_system(raws):
        return crm.load_system(name)
    strange = [raw for raw in raws if raw.name not in TABLES]
    if not strange:
        return None
    contents.refuse_any_damage()
    named = first_of([f"'{raw.name}'" for raw in strange])
    likely = " or ".join(spell_option("as_", name) for name in crm.list_likely(raws)[:_LIKELY])
    what = "is no table" if len(strange) == 1 else "are no tables"
    advice = f"; where you know that it is from one, say so: {likely}" if likely else ""
    raise SourceError(
        f"{path}: {named} {what} of a book, and nothing shows from which CRM system they could be; "
        f"have a mapping proposed, kamgraph map {shlex.quote(str(path))} -o mapping.toml, look it "
        f"through and give it, {spell_option('mapping', 'mapping.toml')}{advice}; tables "
        f"are {', '.join(TABLES)}"
    )


def is_own(raw: RawTable) -> bool:
    """Return whether a table is one of a book, and not one of another system called the same."""
    if raw.name not in TABLES:
        return False
    return raw.cells.columns.empty or all(map(raw.find_column, list_required(raw.name)))


def list_needed(system: crm.System | None) -> Collection[str]:
    """Return the names of the files that are needed."""
    if system is None:
        return TABLES
    return [name for use in system.mapping.tables for name in use.file]
